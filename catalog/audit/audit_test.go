package audit

// The audit: what is right passes at every stage, and every change is found, by the check that should.

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/ledger"
)

func auditText(b []byte) *Report { return Audit(bytes.NewReader(b), Trust{}) }

// failed are the names of the checks that failed.
func failed(r *Report) (names []string) {
	for _, x := range r.Results {
		if x.State == Failed {
			names = append(names, x.Name)
		}
	}
	return names
}

func TestTheFirstExportOpensForEver(t *testing.T) {
	r := auditText(released(t))
	if !r.OK() || r.Origin != "linli/2026" || r.Outcome == "" || len(r.Funded) != 2 || r.Seen.Size < 60 {
		t.Fatalf("%+v", r)
	}
	for _, x := range r.Results {
		idle := x.State == Idle && x.Name == "council" // the residents voted
		if x.State != OK && !idle && x.Name != "consistency" && x.Name != "witnesses" || x.Chinese == "" || x.English == "" {
			t.Errorf("%+v", x)
		}
	}
	if len(r.Results) != len(checks)+1 {
		t.Errorf("%d results", len(r.Results))
	}
}

// At every moment of the round its export passes, with what is still to come pending.
func TestEveryStagePasses(t *testing.T) {
	whole := newForger(t)
	for n := 1; n <= len(whole.lines); n++ {
		f := whole.until(n)
		if r := auditText(f.signed()); !r.OK() {
			t.Errorf("after %d entries: %v", n, failed(r))
		}
	}
}

func TestForgeriesAreFound(t *testing.T) {
	if r := auditText(newForger(t).signed()); !r.OK() {
		t.Fatalf("unchanged and signed anew: %v", failed(r))
	}
	all := slices.Concat(forgeries, forgeriesOfSteps, forgeriesOfBallots, forgeriesOfTable, forgeriesOfStations)
	for _, c := range all {
		f := newForger(t)
		c.do(f)
		if got := failed(auditText(f.signed())); !slices.Contains(got, c.check) {
			t.Errorf("%s: found by %v, want %s", c.name, got, c.check)
		}
	}
	all = slices.Concat(all, forgeriesOfCouncils, forgeriesOfGrants) // which are tried on rounds of their own
	for _, c := range checks {                                       // no check that cannot fail; the three without a forgery have tests of their own
		found := slices.Contains([]string{"root", "consistency", "witnesses"}, c.name) ||
			slices.ContainsFunc(all, func(x forgery) bool { return x.check == c.name })
		if !found {
			t.Errorf("nothing makes %s fail", c.name)
		}
	}
}

// What was seen before must be where this begins, under the same key.
func TestConsistency(t *testing.T) {
	text := released(t)
	seen := auditText(text).Seen
	_, _, lines := taken(t, text)
	var leaves []tlog.Hash
	for _, line := range lines {
		leaves = append(leaves, line.Leaf)
	}
	early, err := ledger.RootOf(leaves[:20])
	if err != nil {
		t.Fatal(err)
	}
	none, err := ledger.RootOf(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		seen Seen
		want []string
	}{
		{"the same", seen, nil},
		{"an earlier one", Seen{seen.Key, 20, early}, nil},
		{"none at all", Seen{seen.Key, 0, none}, nil},
		{"another of that size", Seen{seen.Key, 21, early}, []string{"consistency"}},
		{"a later one", Seen{seen.Key, seen.Size + 1, seen.Root}, []string{"consistency"}},
		{"another key", Seen{"linli+0+x", seen.Size, seen.Root}, []string{"signature"}},
	} {
		r := Audit(bytes.NewReader(text), Trust{Seen: func(origin string) (Seen, bool) { return c.seen, origin == "linli/2026" }})
		if got := failed(r); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if got := failed(Audit(bytes.NewReader(text), Trust{Key: "linli+0+x"})); !slices.Equal(got, []string{"signature"}) {
		t.Errorf("not the key that was named: %v", got)
	}
}

func TestRoot(t *testing.T) {
	key, signed, lines := taken(t, released(t))
	if got := failed(auditText(text(key, signed, lines[:len(lines)-1]))); !slices.Contains(got, "root") {
		t.Errorf("%v", got)
	}
}

// Whatever an organiser puts into a record and signs, every check comes to a result; what is unchanged passes.
func FuzzAudit(f *testing.F) {
	for i, line := range newForger(f).lines {
		f.Add(uint8(i), []byte(line.Entry.Body))
		f.Add(uint8(i), []byte(`null`))
		f.Add(uint8(i), []byte(`{"batch":1,"place":-1,"no":-1,"project":-1,"station":-1,"first":-1,"pair":"A","commitments":[""]}`))
	}
	f.Add(uint8(0), []byte(`{"":[]}`))
	f.Fuzz(func(t *testing.T, at uint8, body []byte) {
		x := newForger(t)
		canonical, err := ledger.Canonical(json.RawMessage(body))
		if err != nil || int(at) >= len(x.lines) {
			return
		}
		e := *x.lines[at].Entry
		same := bytes.Equal(e.Body, canonical)
		e.Body = canonical
		x.lines[at].Entry = &e
		r, want := auditText(x.signed()), len(checks)+1
		if !isCanonical(canonical) { // keys or numbers that no record may have end the reading
			want = 1
		}
		if len(r.Results) != want || same && !r.OK() || want == 1 && r.OK() {
			t.Fatalf("%d results, failed: %v", len(r.Results), failed(r))
		}
	})
}

// What is disclosed must have the leaf that stood there before; whoever has seen that finds another body or salt.
func TestDisclosedOtherwise(t *testing.T) {
	whole := newForger(t)
	counting := whole.until(whole.place("count.adjudicate", 0) + 1)
	seen := auditText(counting.signed()).Seen
	remembers := Trust{Seen: func(string) (Seen, bool) { return seen, true }}
	if r := Audit(bytes.NewReader(whole.signed()), remembers); !r.OK() {
		t.Fatalf("as it was: %v", failed(r))
	}
	for name, do := range map[string]func(*forger){
		"another salt": func(f *forger) {
			f.entry("count.enter", 1, func(e *ledger.Entry) { e.Salt = strings.Repeat("0", 32) })
		},
		"another body": func(f *forger) { // who read the third sheet wrongly
			wrong := f.lines[f.place("count.enter", 1)].Entry.Body
			right := f.lines[f.place("count.enter", 2)].Entry.Body
			for nth, body := range [][]byte{wrong, right, wrong} {
				f.entry("count.enter", nth, func(e *ledger.Entry) {
					pair, by := []string{"A", "B", "A"}[nth], []string{"chen", "zhou", "chen"}[nth]
					e.Body = changed(t, body, func(x *enter) { x.Pair, x.By = pair, by })
				})
			}
		},
	} {
		f := newForger(t)
		do(f)
		if r := auditText(f.signed()); !r.OK() {
			t.Errorf("%s: %v without a memory", name, failed(r))
		}
		if got := failed(Audit(bytes.NewReader(f.signed()), remembers)); !slices.Equal(got, []string{"consistency"}) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

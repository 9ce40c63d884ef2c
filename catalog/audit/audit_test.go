package audit

// The audit: what is right passes at every stage, and every change is found, by the check that should.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot"
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
		if x.State != OK && x.Name != "consistency" || x.Chinese == "" || x.English == "" {
			t.Errorf("%+v", x)
		}
	}
	if len(r.Results) != len(checks)+1 {
		t.Errorf("%d results", len(r.Results))
	}
}

// Every byte of the head, a sample of the bytes of every entry; every line dropped, doubled, swapped with the next.
func TestEveryMutationIsFound(t *testing.T) {
	text := released(t)
	lines := bytes.SplitAfter(text, []byte("\n"))
	lines = lines[:len(lines)-1]
	try := func(what string, b []byte) {
		t.Helper()
		if bytes.Equal(b, text) {
			t.Fatalf("%s: nothing has changed", what)
		}
		if auditText(b).OK() {
			t.Errorf("%s: not found", what)
		}
	}
	kinds := map[string]bool{}
	at := 0
	for i, line := range lines {
		step := 1
		if i >= 9 {
			step = 1 + len(line)/4
			_, rest, _ := bytes.Cut(line, []byte(`{"act":"`))
			act, _, _ := bytes.Cut(rest, []byte(`"`))
			kinds[string(act)] = true
		}
		for j := i % step; j < len(line); j += step {
			for _, flip := range []byte{1, 0x20} {
				b := bytes.Clone(text)
				b[at+j] ^= flip
				try(fmt.Sprintf("line %d, byte %d: %q for %q", i+1, j+1, b[at+j], text[at+j]), b)
			}
		}
		try(fmt.Sprintf("line %d dropped", i+1), slices.Concat(text[:at], text[at+len(line):]))
		try(fmt.Sprintf("line %d doubled", i+1), slices.Concat(text[:at], line, text[at:]))
		if i+1 < len(lines) && !bytes.Equal(line, lines[i+1]) {
			next := lines[i+1]
			try(fmt.Sprintf("lines %d and %d swapped", i+1, i+2), slices.Concat(text[:at], next, line, text[at+len(line)+len(next):]))
		}
		at += len(line)
	}
	try("nothing left", nil)
	try("no end", text[:len(text)-1])
	if len(kinds) < 43 {
		t.Errorf("only %d kinds of acts were changed", len(kinds))
	}
}

// At every moment of the round its export passes, with what is still to come pending.
func TestEveryStagePasses(t *testing.T) {
	whole := newForger(t)
	sealed, adopted := whole.place("count.seal", 0), whole.place("scheme.adopt", 0)
	for n := 1; n <= len(whole.lines); n++ {
		f := *whole
		f.lines = slices.Clone(whole.lines[:n])
		if n <= adopted {
			f.more = nil
		}
		for i, line := range f.lines {
			if line.Entry.Act == "count.enter" && n <= sealed {
				f.lines[i].Entry = nil
			}
		}
		if r := auditText(f.signed()); !r.OK() {
			t.Errorf("after %d entries: %v", n, failed(r))
		}
	}
}

// forgeries are what an organiser with the key could do, and the check that finds it.
var forgeries = []struct {
	name, check string
	do          func(*forger)
}{
	{"another scheme", "scheme", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *create) { c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.Fund++ }) })
	}},
	{"another scheme, hashed", "outcome", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *create) { c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.Fund++ }) })
		f.rehash()
	}},
	{"no hash of the scheme", "scheme", func(f *forger) { f.more = nil }},
	{"a scheme changed after its adoption", "scheme", func(f *forger) { f.move("scheme.revise", "proposal.close") }},
	{"another origin", "signature", func(f *forger) { f.origin = "linli/2027" }},
	{"time running back", "order", func(f *forger) {
		f.entry("poll.open", 0, func(e *ledger.Entry) { e.Time = e.Time.Add(-365 * 24 * time.Hour) })
	}},
	{"an act withheld", "withheld", func(f *forger) {
		i := f.place("scheme.opinion", 0)
		f.lines[i].Leaf, f.lines[i].Entry = f.lines[i].Entry.Hash(), nil
	}},
	{"a pair's entry withheld", "withheld", func(f *forger) {
		i := f.place("count.enter", 0)
		f.lines[i].Leaf, f.lines[i].Entry = f.lines[i].Entry.Hash(), nil
	}},
	{"a secret act", "withheld", func(f *forger) {
		f.entry("poll.open", 0, func(e *ledger.Entry) { e.Public, e.Salt = false, strings.Repeat("00", 16) })
	}},
	{"a correction of something else", "corrections", func(f *forger) {
		f.entry("count.enter", 2, func(e *ledger.Entry) { e.Supersedes = &ledger.Supersession{N: 1, Why: "x"} })
	}},
	{"an unreadable record", "order", func(f *forger) {
		f.entry("poll.close", 0, func(e *ledger.Entry) { e.Body = []byte(`{"officers":3}`) })
	}},
	{"another estimate", "outcome", func(f *forger) { change(f, "screening.estimate", 0, func(e *estimate) { e.Figure++ }) }},
	{"an estimate above the cap", "library", func(f *forger) { change(f, "screening.estimate", 0, func(e *estimate) { e.Figure = 1 << 50 }) }},
	{"frozen twice", "library", func(f *forger) { f.double("library.freeze", 0) }},
	{"another draw of numbers", "outcome", func(f *forger) { change(f, "library.freeze", 0, func(x *freeze) { x.Seed = "9-9-1" }) }},
	{"withdrawn silently", "outcome", func(f *forger) { f.drop("library.withdraw", 0) }},
	{"withdrawn what is not there", "library", func(f *forger) { change(f, "library.withdraw", 0, func(w *withdraw) { w.Project = 9 }) }},
	{"a sheet exchanged in the manifest", "spends", func(f *forger) { change(f, "sheets.print", 0, func(p *printRun) { p.Commitments[0][0] ^= 1 }) }},
	{"a sheet printed twice", "manifest", func(f *forger) {
		change(f, "sheets.print", 0, func(p *printRun) { p.Commitments[11] = p.Commitments[10] })
	}},
	{"serials with a gap", "manifest", func(f *forger) { change(f, "sheets.print", 0, func(p *printRun) { p.First = 2 }) }},
	{"printed after the opening", "manifest", func(f *forger) { f.move("sheets.print", "poll.open") }},
	{"opened by one", "poll", func(f *forger) { change(f, "poll.open", 0, func(o *openPoll) { o.Officers = []string{"qin", " QIN"} }) }},
	{"closed by one", "poll", func(f *forger) { change(f, "poll.close", 0, func(c *closePoll) { c.Officers = c.Officers[:1] }) }},
	{"opened twice", "poll", func(f *forger) { f.double("poll.open", 0) }},
	{"few hashes while open", "published", func(f *forger) { f.move("poll.publish", "poll.open") }},
	{"hashes out of order", "published", func(f *forger) { change(f, "poll.publish", 0, func(p *publish) { slices.Reverse(p.Hashes) }) }},
	{"a hash left out", "openings", func(f *forger) { change(f, "poll.publish", 0, func(p *publish) { p.Hashes = p.Hashes[1:] }) }},
	{"a hash that nobody opens", "openings", func(f *forger) {
		change(f, "poll.publish", 0, func(p *publish) {
			p.Hashes = append(p.Hashes, ballot.Hash(bytes.Repeat([]byte{0xff}, 32)))
		})
	}},
	{"a ballot changed", "openings", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Records[0].Marks[0].Project ^= 3 }) }},
	{"a ballot left out", "openings", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Records = r.Records[1:] }) }},
	{"a ballot opened twice", "trackers", func(f *forger) {
		change(f, "poll.reveal", 0, func(r *reveal) { r.Records = append(r.Records, r.Records[0]) })
	}},
	{"a ballot with its hash", "outcome", func(f *forger) { f.recast(func(r *ballot.Record) { r.Marks = ballot.Marks{} }) }},
	{"a project that is not there", "marks", func(f *forger) { f.recast(func(r *ballot.Record) { r.Marks = ballot.Marks{{Project: 9}} }) }},
	{"one sheet for two ballots", "spends", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Spends[1] = r.Spends[0] }) }},
	{"a ballot without a sheet", "spends", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Spends = r.Spends[1:] }) }},
	{"a void sheet used", "spends", func(f *forger) { change(f, "poll.reveal", 0, func(r *reveal) { r.Voids[0] = r.Spends[0].Commitment }) }},
	{"another count at the close", "openings", func(f *forger) { change(f, "poll.close", 0, func(c *closePoll) { c.Ballots++ }) }},
	{"another count of void sheets", "spends", func(f *forger) { change(f, "poll.close", 0, func(c *closePoll) { c.Voids++ }) }},
	{"a pair's entry changed", "batches", func(f *forger) { change(f, "count.enter", 2, func(e *enter) { e.Sheets[3].Finding = ballot.Unclear }) }},
	{"one person in both pairs", "batches", func(f *forger) { change(f, "count.enter", 1, func(e *enter) { e.By = "Chen" }) }},
	{"nobody adjudicated", "batches", func(f *forger) { f.drop("count.adjudicate", 0) }},
	{"adjudicated otherwise", "batches", func(f *forger) {
		change(f, "count.adjudicate", 0, func(a *adjudicate) { a.Sheet.Finding = ballot.Unclear })
	}},
	{"adjudicated by a pair", "batches", func(f *forger) { change(f, "count.adjudicate", 0, func(a *adjudicate) { a.Officer = "zhou" }) }},
	{"adjudicated what was agreed", "batches", func(f *forger) { change(f, "count.adjudicate", 0, func(a *adjudicate) { a.Place = 1 }) }},
	{"sealed otherwise", "batches", func(f *forger) {
		change(f, "count.seal", 0, func(s *sealBatch) { s.Sheets[2].Finding = ballot.Unclear })
	}},
	{"sealed twice", "batches", func(f *forger) { f.double("count.seal", 0) }},
	{"not sealed", "batches", func(f *forger) { f.drop("count.seal", 0) }},
	{"a paper that was not printed", "scans", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Genuine[0][0] ^= 1 }) }},
	{"a paper counted twice", "scans", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Genuine[1] = s.Genuine[0] }) }},
	{"fewer papers than entered", "scans", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Genuine = s.Genuine[:3] }) }},
	{"scanned twice", "scans", func(f *forger) { f.double("count.scan", 0) }},
	{"not scanned", "scans", func(f *forger) { f.drop("count.scan", 0) }},
	{"an electronic ballot that does not give way", "superseded", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Superseded = []string{} }) }},
	{"an electronic ballot that is not there gives way", "superseded", func(f *forger) { change(f, "count.scan", 0, func(s *scan) { s.Superseded[0] = "222222222222" }) }},
	{"another account", "accounts", func(f *forger) { change(f, "station.settle", 0, func(s *settle) { s.Electronic++ }) }},
	{"a difference without a reason", "accounts", func(f *forger) { change(f, "station.settle", 0, func(s *settle) { s.Unused++ }) }},
	{"signed by one", "accounts", func(f *forger) { change(f, "station.settle", 0, func(s *settle) { s.Officers = s.Officers[:1] }) }},
	{"no account", "accounts", func(f *forger) { f.drop("station.settle", 0) }},
	{"another outcome", "outcome", func(f *forger) { change(f, "poll.tally", 0, func(d *decided) { d.Hash = strings.Repeat("0", 64) }) }},
	{"a second outcome", "outcome", func(f *forger) { f.double("poll.tally", 0) }},
	{"no letter", "letters", func(f *forger) { f.drop("letter.issue", 0) }},
	{"a letter that did not arrive", "letters", func(f *forger) { f.drop("letter.deliver", 1) }},
	{"a letter to the winner", "letters", func(f *forger) { change(f, "letter.issue", 0, func(l *letter) { l.No = 1 }) }},
	{"a merger undone", "letters", func(f *forger) { f.drop("proposal.merge", 0) }},
}

func TestForgeriesAreFound(t *testing.T) {
	if r := auditText(newForger(t).signed()); !r.OK() {
		t.Fatalf("unchanged and signed anew: %v", failed(r))
	}
	for _, c := range forgeries {
		f := newForger(t)
		c.do(f)
		if got := failed(auditText(f.signed())); !slices.Contains(got, c.check) {
			t.Errorf("%s: found by %v, want %s", c.name, got, c.check)
		}
	}
	for _, c := range checks { // no check that cannot fail; the two without a forgery have tests of their own
		found := c.name == "root" || c.name == "consistency" || slices.ContainsFunc(forgeries, func(x struct {
			name, check string
			do          func(*forger)
		}) bool {
			return x.check == c.name
		})
		if !found {
			t.Errorf("nothing makes %s fail", c.name)
		}
	}
}

// What was seen before must be where this begins, under the same key.
func TestConsistency(t *testing.T) {
	text := released(t)
	seen := auditText(text).Seen
	x, err := ledger.ReadExport(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var leaves []tlog.Hash
	for _, line := range x.Lines {
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
	x, err := ledger.ReadExport(bytes.NewReader(released(t)))
	if err != nil {
		t.Fatal(err)
	}
	x.Lines = x.Lines[:len(x.Lines)-1]
	if got := failed(auditText(text(t, x))); !slices.Contains(got, "root") {
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
		r := auditText(x.signed())
		if len(r.Results) != len(checks)+1 || same && !r.OK() {
			t.Fatalf("%d results, failed: %v", len(r.Results), failed(r))
		}
	})
}

package audit

// Rehearsals and assisted votes in an export, honest and forged.

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"linli/ballot"
	"linli/ballot/ledger"
)

// enter puts an act before the first entry of another kind; corrections find what they correct.
func (f *forger) enter(act string, body any, before string) {
	f.t.Helper()
	raw, err := ledger.Canonical(body)
	if err != nil {
		f.t.Fatal(err)
	}
	i := f.place(before, 0)
	e := *f.lines[i].Entry
	e.Act, e.Body = act, raw
	f.lines = slices.Insert(f.lines, i, ledger.Published{Entry: &e})
	for j, line := range f.lines {
		if line.Entry != nil && line.Entry.Supersedes != nil && line.Entry.Supersedes.N >= int64(i) {
			later := *line.Entry
			later.Supersedes = &ledger.Supersession{N: later.Supersedes.N + 1, Why: later.Supersedes.Why}
			f.lines[j].Entry = &later
		}
	}
}

// rehearse puts a rehearsal of three sheets before the opening.
func (f *forger) rehearse() (deck []ballot.Credential) {
	f.t.Helper()
	_, deck, err := ballot.Print("2026_rehearsal", 1, 1, 3, rand.NewChaCha8([32]byte{5}))
	if err != nil {
		f.t.Fatal(err)
	}
	var codes []string
	for _, c := range deck {
		codes = append(codes, c.Code())
	}
	sum := ballot.Totals{Votes: []int64{1, 2, 0}, Ballots: 2, Invalid: 1}
	f.enter("rehearsal.begin", map[string]any{"stations": []int{1}, "sheets": 3, "expected": sum}, "poll.open")
	f.enter("rehearsal.end", map[string]any{"counted": sum, "check_ins": 3, "entries": 40, "root": "r", "key": "k", "wiped": 30,
		"codes": codes, "why": "", "officers": []string{"qin", "lu"}}, "poll.open")
	return deck
}

func ended(do func(*endRehearsal)) func(*forger, []ballot.Credential) {
	return func(f *forger, _ []ballot.Credential) { change(f, "rehearsal.end", 0, do) }
}

// A rehearsal that was wiped passes; one that reaches into the poll, or of which something is left, does not.
func TestRehearsalInExport(t *testing.T) {
	listed := func(poll string) func(*forger, []ballot.Credential) {
		return func(f *forger, deck []ballot.Credential) {
			change(f, "sheets.print", 0, func(p *printRun) { p.Commitments[0] = deck[2].Commitment(poll) })
		}
	}
	for name, forge := range map[string]func(*forger, []ballot.Credential){
		"honest":                      nil,
		"explained":                   ended(func(a *endRehearsal) { a.Counted.Ballots, a.Why = 1, "没有演完" }),
		"another result, unexplained": ended(func(a *endRehearsal) { a.Counted.Votes[0]++ }),
		"one officer":                 ended(func(a *endRehearsal) { a.Officers = a.Officers[:1] }),
		"nothing wiped":               ended(func(a *endRehearsal) { a.Wiped = 0 }),
		"a sheet kept back":           ended(func(a *endRehearsal) { a.Codes = a.Codes[:2] }),
		"a sheet twice":               ended(func(a *endRehearsal) { a.Codes[1] = a.Codes[0] }),
		"a code of another poll": ended(func(a *endRehearsal) {
			a.Codes[1] = ballot.Credential{Serial: ballot.Serial{Station: 1, Number: 2}}.Code()
		}),
		"no code":                         ended(func(a *endRehearsal) { a.Codes[1] = "x" }),
		"a test sheet in the manifest":    listed("2026_rehearsal"),
		"a test sheet's twin in the poll": listed("2026"),
		"never ended":                     func(f *forger, _ []ballot.Credential) { f.drop("rehearsal.end", 0) },
		"never begun":                     func(f *forger, _ []ballot.Credential) { f.drop("rehearsal.begin", 0) },
		"two at once":                     func(f *forger, _ []ballot.Credential) { f.double("rehearsal.begin", 0) },
		"ended after the opening":         func(f *forger, _ []ballot.Credential) { f.move("rehearsal.end", "poll.open") },
	} {
		f := newForger(t)
		deck := f.rehearse()
		if forge != nil {
			forge(f, deck)
		}
		report := Audit(bytes.NewReader(f.signed()), Trust{})
		state, problems := OK, []string(nil)
		for _, x := range report.Results {
			if x.Name == "rehearsal" {
				state, problems = x.State, x.Problems
			}
		}
		if good := name == "honest" || name == "explained"; good && !report.OK() || good == (state == Failed) {
			t.Errorf("%s: %s %v", name, state, problems)
		}
		if name == "explained" && !strings.Contains(notes(report, "rehearsal"), "没有演完") {
			t.Error("the reason for another result is not told")
		}
	}
}

// What is told of assisted votes has to add up, to grow, and to keep the scheme's rule.
func TestAssistedInExport(t *testing.T) {
	first := assist{Station: 1, Blind: 2, Elderly: 8, Companion: 7, Staff: 3, Officers: []string{"qin", "lu"}}
	more := first
	more.Elderly, more.Staff = 18, 13
	for name, x := range map[string]struct {
		rule   string
		change func(*assist)
	}{
		"honest":      {"either", func(*assist) {}},
		"no rule":     {"", func(*assist) {}},
		"sums":        {"either", func(a *assist) { a.Blind++ }},
		"one officer": {"either", func(a *assist) { a.Officers = []string{"qin", "Qin"} }},
		"fewer":       {"either", func(a *assist) { a.Companion, a.Staff = 6, 14 }},
		"no more":     {"either", func(a *assist) { *a = first }},
		"companion":   {"staff", func(*assist) {}},
		"staff":       {"companion", func(*assist) {}},
	} {
		f := newForger(t)
		change(f, "scheme.revise", 0, func(c *revise) {
			s := map[string]any{}
			if err := json.Unmarshal(c.Scheme, &s); err != nil {
				t.Fatal(err)
			}
			if x.rule != "" {
				s["assistance"] = x.rule
			}
			c.Scheme, _ = ledger.Canonical(s)
		})
		f.rehash()
		last := more
		x.change(&last)
		f.enter("station.assist", first, "poll.close")
		f.enter("station.assist", last, "poll.close")
		report := Audit(bytes.NewReader(f.signed()), Trust{})
		failed := slices.ContainsFunc(report.Results, func(r Result) bool { return r.Name == "assistance" && r.State == Failed })
		if good := name == "honest" || name == "no rule"; failed == good || good && !report.OK() {
			t.Errorf("%s: failed %v: %+v", name, failed, report.Results)
		}
	}
}

package audit

// Rounds that the residents' council decides: none is found fault with, every forgery is.

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"linli/ballot/ledger"
	"linli/catalog"
	"linli/tally"
)

// sits is a round in which a council of fifteen has just met; three projects, of which the fund pays two.
func sits(t *testing.T, majority string, change func(*catalog.Scheme)) *round {
	t.Helper()
	r := newRound(t, func(s *catalog.Scheme) {
		s.Route, s.Quorum, s.Majority, s.Rule, s.Ties = catalog.ByCouncil, 66, majority, "greedy-skip", []tally.Rung{tally.Cheaper, tally.Draw}
		change(s)
	})
	r.library([]int64{300_000_00, 200_000_00, 250_000_00})
	r.do(&catalog.Adjourn{Date: "2026-08-18", Place: "议事厅", Members: 15, Present: 9, Why: "到会不足", Next: "2026-08-20"})
	r.do(&catalog.Convene{Date: "2026-08-20", Place: "议事厅", Chair: "孙", Recorder: "周", Members: 15, Present: 12})
	return r
}

// decides ends the votes and the round.
func (r *round) decides() {
	r.t.Helper()
	r.must(r.CloseCouncil(r.ctx, "office", "qin", "lu"))
	r.look()
	r.after()
}

func TestCouncilRounds(t *testing.T) {
	for _, majority := range []string{catalog.MajorityPresent, catalog.MajorityMembers, catalog.TwoThirdsPresent} {
		for _, rule := range []string{"greedy-stop", "greedy-skip", "greedy-ratio", "phragmen"} {
			t.Run(majority+" "+rule, func(t *testing.T) {
				r := sits(t, majority, func(s *catalog.Scheme) { s.Rule, s.MinVotes = rule, 11 })
				r.do(&catalog.Resolve{Project: 1, Yes: 9, No: 3}, &catalog.Resolve{Project: 2, Yes: 8, No: 2, Abstain: 1, Recused: []string{"代表王"}})
				r.do(&catalog.Resolve{Project: 3, Yes: 3, No: 8, Recused: []string{"代表王"}})
				r.mend(0, &catalog.Resolve{Project: 3, Yes: 8, No: 3, Recused: []string{"代表王"}})
				r.decides()
				if !slices.Equal(r.report.Funded, []int{1, 2}) {
					t.Errorf("funded %v", r.report.Funded)
				}
				if c := r.report.Council; len(c.Votes) != 3 || c.Votes[1] != (Vote{2, 8, 2, 1, 1, r.needed(2)}) || c.Decided.Hash() != r.report.Outcome {
					t.Errorf("%+v", c)
				}
				if r.report.Recount != nil {
					t.Errorf("a recount without ballots: %+v", r.report.Recount)
				}
			})
		}
	}
}

// needed is how many yes the round says that a project needs.
func (r *round) needed(project int) (n int) {
	r.Read(func(x *catalog.Round) { n = x.Council.Votes[project].Needed })
	return n
}

// TestCouncilMeetsTwice: items of two meetings, one voted anew, one withdrawn, and a tie that is drawn.
func TestCouncilMeetsTwice(t *testing.T) {
	r := sits(t, catalog.MajorityPresent, func(*catalog.Scheme) {})
	r.do(&catalog.Resolve{Project: 1, Yes: 12}, &catalog.Withdraw{Project: 3, Why: "另有安排"})
	r.do(&catalog.Adjourn{Date: "2026-08-20", Place: "议事厅", Members: 15, Present: 12, Why: "停电"})
	r.do(&catalog.Convene{Date: "2026-08-21", Place: "议事厅", Chair: "孙", Recorder: "周", Members: 15, Present: 10})
	r.do(&catalog.Resolve{Project: 2, Yes: 9, No: 1}, &catalog.Resolve{Project: 1, Yes: 2, No: 8})
	r.decides()
	if !slices.Equal(r.report.Funded, []int{2}) {
		t.Errorf("funded %v: the later vote on project 1 did not count", r.report.Funded)
	}
}

func TestCouncilDraws(t *testing.T) {
	r := sits(t, catalog.MajorityPresent, func(s *catalog.Scheme) { s.Ties = []tally.Rung{tally.Draw} })
	for n := 1; n <= 3; n++ {
		r.do(&catalog.Resolve{Project: n, Yes: 10, No: 2})
	}
	r.do(&catalog.Draw{Seed: "6-1", How: "掷骰子", Witnesses: []string{"代表"}, Officers: []string{"qin", "lu"}})
	r.decides()
	if !strings.Contains(notes(r.report, "outcome"), `"6-1"`) {
		t.Error("the seed is not named")
	}
	f := r.forger()
	f.drop("poll.draw", 0)
	if got := failed(auditText(f.signed())); !slices.Contains(got, "outcome") {
		t.Errorf("without the draw: %v", got)
	}
	fits := auditText(f.signed()).Outcome // that of the numbers, in place of the draw
	change(f, "council.close", 0, func(a *conclude) { a.Hash = fits })
	if got := failed(auditText(f.signed())); !slices.Contains(got, "outcome") {
		t.Errorf("without the draw, and an outcome to fit: %v", got)
	}
}

// forger takes the round's export apart.
func (r *round) forger() *forger {
	r.t.Helper()
	x, err := r.Export()
	r.must(err)
	var text bytes.Buffer
	_, err = x.WriteTo(&text)
	r.must(err)
	key, signed, lines := taken(r.t, text.Bytes())
	c, err := ledger.OpenCheckpoint(signed, key)
	r.must(err)
	return &forger{t: r.t, lines: lines, origin: c.Origin, more: c.More}
}

var forgeriesOfCouncils = []forgery{
	{"an extra yes", "council", func(f *forger) { change(f, "council.vote", 1, func(v *resolve) { v.Yes++ }) }},
	{"a no that became a yes", "outcome", func(f *forger) { change(f, "council.vote", 2, func(v *resolve) { v.Yes, v.No = v.Yes+3, v.No-3 }) }},
	{"a no that is negative", "council", func(f *forger) { change(f, "council.vote", 1, func(v *resolve) { v.Yes, v.No = v.Yes+v.No+1, -1 }) }},
	{"a recusal left out", "council", func(f *forger) { change(f, "council.vote", 1, func(v *resolve) { v.Recused = []string{} }) }},
	{"a vote on nothing", "council", func(f *forger) { change(f, "council.vote", 0, func(v *resolve) { v.Project = 9 }) }},
	{"one project twice at one meeting", "council", func(f *forger) { f.double("council.vote", 0) }},
	{"a project that was not voted on", "council", func(f *forger) { f.drop("council.vote", 0) }},
	{"an inquorate meeting", "council", func(f *forger) { change(f, "council.meet", 0, func(a *convene) { a.Present = 9 }) }},
	{"more people than the council has", "council", func(f *forger) { change(f, "council.meet", 0, func(a *convene) { a.Members = 11 }) }},
	{"a larger council", "council", func(f *forger) { change(f, "council.meet", 0, func(a *convene) { a.Members = 40 }) }},
	{"two meetings at once", "council", func(f *forger) { f.double("council.meet", 0) }},
	{"votes before the meeting", "council", func(f *forger) { f.move("council.vote", "library.freeze") }},
	{"no meeting", "steps", func(f *forger) { f.drop("council.meet", 0) }},
	{"put off though enough came", "council", func(f *forger) { change(f, "council.adjourn", 0, func(a *convene) { a.Present = 10 }) }},
	{"closed by one", "council", func(f *forger) {
		change(f, "council.close", 0, func(a *conclude) { a.Officers = []string{"qin", "Qin"} })
	}},
	{"another outcome", "outcome", func(f *forger) { change(f, "council.close", 0, func(a *conclude) { a.Hash = strings.Repeat("0", 64) }) }},
	{"closed twice", "steps", func(f *forger) { f.double("council.close", 0) }},
	{"a vote after the close", "steps", func(f *forger) { f.move("council.vote", "council.close") }},
	{"a tally of ballots", "steps", func(f *forger) { f.insert("poll.tally", `{"hash":"0","seed":""}`, "council.close") }},
	{"a polling station", "steps", func(f *forger) {
		f.insert("station.set", `{"access":"","address":"弄","hours":"9","name":"站","number":1,"phone":"0"}`, "library.freeze")
	}},
	{"no letter to whom the council did not carry", "letters", func(f *forger) { f.drop("letter.issue", 0) }},
	{"a notice before the close", "steps", func(f *forger) { f.move("notice.publish", "council.meet") }},
	{"another quorum, hashed", "council", func(f *forger) { f.reform(func(s *scheme) { s.Quorum = 90 }) }},
	{"another majority, hashed", "outcome", func(f *forger) { f.reform(func(s *scheme) { s.Majority = "majority_members" }) }},
	{"a residents' vote, hashed", "steps", func(f *forger) { f.reform(func(s *scheme) { s.Route = "" }) }},
}

// reform changes the first scheme, and its hash on the checkpoint.
func (f *forger) reform(fn func(*scheme)) {
	f.t.Helper()
	change(f, "round.create", 0, func(c *revise) { c.Scheme = changed(f.t, c.Scheme, fn) })
	f.hashOf("round.create")
}

// TestForgedCouncils: of eleven who vote on project 2 six are for it, which is a majority of them and not of fifteen.
func TestForgedCouncils(t *testing.T) {
	r := sits(t, catalog.MajorityPresent, func(*catalog.Scheme) {})
	r.do(&catalog.Resolve{Project: 1, Yes: 9, No: 3}, &catalog.Resolve{Project: 2, Yes: 6, No: 3, Abstain: 2, Recused: []string{"代表王"}})
	r.do(&catalog.Resolve{Project: 3, Yes: 4, No: 8})
	r.decides()
	for _, x := range forgeriesOfCouncils {
		f := r.forger()
		x.do(f)
		if got := failed(auditText(f.signed())); !slices.Contains(got, x.check) {
			t.Errorf("%s: %v fail, not %s", x.name, got, x.check)
		}
	}
	if honest := r.forger().signed(); !auditText(honest).OK() {
		t.Errorf("signed anew: %v", failed(auditText(honest)))
	}
}

// TestCouncilOfAVote: an act of the council has no place in a round that the residents vote on.
func TestCouncilOfAVote(t *testing.T) {
	f := newForger(t)
	f.insert("council.meet", `{"chair":"孙","date":"2026-08-20","members":3,"place":"厅","present":3,"recorder":"周"}`, "library.freeze")
	if got := failed(auditText(f.signed())); !slices.Contains(got, "steps") {
		t.Errorf("%v fail", got)
	}
}

package audit

// Forgeries of what stands around the vote: steps, screening, scheme, letters, works, and of the records' own form.

import (
	"encoding/json"
	"slices"
	"testing"

	"linli/ballot/ledger"
)

// also puts another member into the record of an entry.
func (f *forger) also(act, member string) {
	f.entry(act, 0, func(e *ledger.Entry) {
		e.Body = canonical(f.t, "{"+member+","+string(e.Body[1:]))
	})
}

// insert puts a record of that kind right behind the first of another.
func (f *forger) insert(act, body, behind string) {
	e := *f.lines[f.place(behind, 0)].Entry
	e.Act, e.Body, e.Public, e.Salt = act, canonical(f.t, body), true, ""
	f.lines = slices.Insert(f.lines, f.place(behind, 0)+1, ledger.Published{Entry: &e})
}

var forgeriesOfSteps = []forgery{
	{"a rehearsal that never ended", "rehearsal", func(f *forger) {
		f.rehearse()
		f.drop("rehearsal.end", 0)
	}},
	{"assisted votes that do not add up", "assistance", func(f *forger) {
		f.insert("station.assist", `{"blind":1,"companion":2,"disabled":0,"elderly":0,"illiterate":0,"officers":["qin","lu"],"staff":0,"station":1}`, "poll.open")
	}},
	{"adopted twice, with other rules between", "steps", func(f *forger) {
		f.move("scheme.revise", "poll.open")
		f.insert("scheme.adopt", `{"body":"office"}`, "scheme.revise")
	}},
	{"another rule, hashed", "outcome", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) {
			c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.Rule, s.Fund = "greedy-skip", s.Fund-1 })
		})
		f.rehash()
	}},
	{"another ladder, hashed", "outcome", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) {
			c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { slices.Reverse(s.Ties[:2]) })
		})
		f.rehash()
	}},
	{"a later line on the checkpoint", "scheme", func(f *forger) { f.more = append(f.more, "scheme x") }},
	{"a proposal after the collection", "steps", func(f *forger) { f.move("proposal.submit", "proposal.close") }},
	{"an estimate after the freeze", "library", func(f *forger) { f.move("screening.estimate", "library.freeze") }},
	{"opened before the library", "poll", func(f *forger) { f.move("poll.open", "proposal.close") }},
	{"opened before any sheet", "steps", func(f *forger) { f.move("sheets.print", "poll.open") }},
	{"closed before it was opened", "poll", func(f *forger) { f.move("poll.close", "sheets.print") }},
	{"withdrawn after the tally", "steps", func(f *forger) { f.move("library.withdraw", "poll.tally") }},
	{"counted after the tally", "steps", func(f *forger) { f.move("count.scan", "poll.tally") }},
	{"a notice before the tally", "steps", func(f *forger) { f.move("notice.publish", "poll.close") }},
	{"letters before the notice was closed", "steps", func(f *forger) { f.move("letter.issue", "notice.publish") }},
	{"letters after they were closed", "steps", func(f *forger) { f.move("letter.issue", "letter.close") }},
	{"closed before the works", "steps", func(f *forger) { f.move("work.close", "round.close") }},
	{"no notice at all", "steps", func(f *forger) { f.drop("notice.publish", 0) }},
	{"founded twice", "steps", func(f *forger) { f.double("round.create", 0) }},
	{"not founded", "scheme", func(f *forger) { f.drop("round.create", 0) }},

	{"an unknown kind", "kinds", func(f *forger) { f.insert("scheme.amend", `{"fund":1}`, "poll.open") }},
	{"funded in so many words", "kinds", func(f *forger) { f.also("poll.tally", `"funded":[1,2]`) }},
	{"a reason in so many words", "kinds", func(f *forger) { f.also("letter.issue", `"reason":"not enough votes"`) }},
	{"a key in capitals", "format", func(f *forger) { f.also("poll.close", `"Ballots":9`) }},
	{"a key with another k", "format", func(f *forger) { f.also("poll.reveal", `"mar\u212as":[]`) }},

	{"a proposer whom the scheme does not name", "screening", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) {
			c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.Proposers = []string{"committee"} })
		})
		f.rehash()
	}},
	{"proposals after the last day", "dates", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) {
			c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.ProposeTo = "2000-01-01" })
		})
		f.rehash()
	}},
	{"proposals before the first day", "dates", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) {
			c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.ProposeFrom = "2999-01-01" })
		})
		f.rehash()
	}},
	{"paper of a day outside the dates", "dates", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) {
			c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.ProposeFrom = "2000-01-01" })
		})
		f.rehash()
		f.also("proposal.submit", `"date":"1999-12-31"`)
	}},
	{"a seminar outside the dates", "dates", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) {
			c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.ProposeFrom = "2000-01-01" })
		})
		f.rehash()
		f.insert("seminar.meet", `{"bodies":["office"],"chair":"qin","date":"1999-12-31","place":"hall"}`, "scheme.adopt")
	}},
	{"of a seminar that was never held", "dates", func(f *forger) { f.also("proposal.submit", `"meeting":1`) }},
	{"above the cap of its kind", "library", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) {
			c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.EachEngineering = 1 })
		})
		f.rehash()
	}},
	{"excluded, and in the library", "screening", func(f *forger) {
		change(f, "screening.decide", 0, func(s *screen) { s.Reasons[2] = "no" })
	}},
	{"grounds without an answer", "screening", func(f *forger) {
		change(f, "screening.decide", 0, func(s *screen) { s.Reasons = s.Reasons[1:] })
	}},
	{"unfit, and in the library", "screening", func(f *forger) { change(f, "screening.survey", 0, func(s *survey) { s.Pass = false }) }},
	{"declined, and in the library", "screening", func(f *forger) { change(f, "table.decide", 0, func(d *decide) { d.Result = "decline" }) }},
	{"never surveyed", "screening", func(f *forger) { f.drop("screening.survey", 1) }},
	{"a proposal forgotten", "screening", func(f *forger) { f.drop("screening.decide", 3) }},
	{"an estimate forgotten", "screening", func(f *forger) { f.drop("screening.estimate", 2) }},
	{"merged into itself", "screening", func(f *forger) { change(f, "proposal.merge", 0, func(m *merge) { m.Into = m.No }) }},
	{"a proposal that is not there", "screening", func(f *forger) { change(f, "table.decide", 0, func(d *decide) { d.No = 77 }) }},
	{"another slip, another number", "outcome", func(f *forger) {
		change(f, "proposal.submit", 0, func(s *submit) { s.Slip = "2222222222" })
		change(f, "library.freeze", 0, func(x *freeze) { x.Seed = "0" })
	}},
	{"withdrawn without a word", "library", func(f *forger) { change(f, "library.withdraw", 0, func(w *withdraw) { w.Why = " " }) }},
	{"withdrawn twice", "library", func(f *forger) { f.double("library.withdraw", 0) }},
	{"another project withdrawn", "outcome", func(f *forger) { change(f, "library.withdraw", 0, func(w *withdraw) { w.Project = 2 }) }},
	{"a slip changed by a correction", "corrections", func(f *forger) {
		first := f.place("proposal.submit", 1)
		e := *f.lines[first].Entry
		e.Supersedes = &ledger.Supersession{N: int64(first), Why: "x"}
		e.Body = changed(f.t, e.Body, func(s *submit) { s.Slip = "2222222222" })
		f.lines = slices.Insert(f.lines, f.place("proposal.close", 0), ledger.Published{Entry: &e})
	}},
	{"corrected to what is excluded", "screening", func(f *forger) {
		first := f.place("screening.decide", 0)
		e := *f.lines[first].Entry
		e.Supersedes = &ledger.Supersession{N: int64(first), Why: "x"}
		e.Body = changed(f.t, e.Body, func(s *screen) { s.Reasons[0] = "no" })
		f.lines = slices.Insert(f.lines, f.place("library.freeze", 0), ledger.Published{Entry: &e})
	}},

	{"a proposal made to come first", "outcome", func(f *forger) {
		change(f, "proposal.submit", 0, func(s *submit) { s.FromRound, s.FromNo = "2025", 1 })
	}},
	{"a model that was never evaluated", "models", func(f *forger) { f.insert("model.add", `{"project":1,"why":"x"}`, "evaluation.record") }},
	{"a model before any was evaluated", "steps", func(f *forger) { f.insert("model.add", `{"project":2,"why":"x"}`, "poll.tally") }},
	{"a model twice", "models", func(f *forger) {
		f.insert("model.add", `{"project":2,"why":"x"}`, "evaluation.record")
		f.double("model.add", 0)
	}},
	{"dropped, and never a model", "models", func(f *forger) {
		f.insert("model.drop", `{"project":3,"why":"x"}`, "evaluation.record")
		f.insert("model.add", `{"project":2,"why":"x"}`, "evaluation.record")
	}},
	{"a judgement that nobody asked for", "needs", func(f *forger) {
		f.insert("need.fit", `{"by":"x","fits":true,"no":1,"why":"x"}`, "proposal.close")
	}},

	{"two letters", "letters", func(f *forger) { f.double("letter.issue", 0) }},
	{"a letter to nobody", "letters", func(f *forger) { change(f, "letter.issue", 0, func(l *letter) { l.No = 9 }) }},
	{"built, and not funded", "works", func(f *forger) { change(f, "work.start", 0, func(w *work) { w.Project = 1 }) }},
	{"built twice", "works", func(f *forger) { f.double("work.start", 0) }},
	{"not built", "works", func(f *forger) { f.drop("work.finish", 1) }},
	{"not evaluated", "works", func(f *forger) { f.drop("evaluation.record", 0) }},
	{"evaluated, and not built", "works", func(f *forger) { change(f, "evaluation.record", 0, func(w *work) { w.Project = 1 }) }},
}

// canonical puts a record's keys in order, also one that no record may have.
func canonical(t testing.TB, body string) []byte {
	t.Helper()
	out, err := ledger.Canonical(json.RawMessage(body))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

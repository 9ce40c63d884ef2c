package audit

// The report: how each check came out, and what was wrong.

import (
	"fmt"

	"linli/tally"
)

// State is how a check came out.
type State string

// The states of a check.
const (
	OK      State = "ok"
	Failed  State = "failed"
	Pending State = "pending" // it does not apply yet
	Idle    State = "idle"    // it does not apply to the way in which the round is decided
)

// Result is one check, and what was wrong. Texts are 中文 / English.
type Result struct {
	Name             string // as in "openings"
	Chinese, English string
	State            State
	Problems         []string // why it failed, or what is still to come
	More             int      // problems beyond those
	Notes            []string // what is allowed and yet worth a look, as a draw's seed or a difference with its reason
}

// Report is an audit.
type Report struct {
	Origin  string // of the ledger, empty if the export could not be read
	Seen    Seen   // to be remembered if all is well
	Results []Result
	Funded  []int // numbers of the projects, once the outcome has been recomputed
	Outcome string
	Recount *Recount // nil without an outcome
	Council *Council // nil unless the residents' council decides
}

// Council is what the residents' council voted, and what follows from that.
type Council struct {
	Votes   []Vote // on each project that it has voted on, the one that counts, by number
	Decided tally.Outcome
}

// Vote is a vote of the council on one project.
type Vote struct {
	Project int `json:"project"`
	Yes     int `json:"yes"`
	No      int `json:"no"`
	Abstain int `json:"abstain"`
	Recused int `json:"recused"`
	Needed  int `json:"needed"` // yes that carry it
}

// Recount is what a recount of the papers looks at.
type Recount struct {
	Margin tally.Margin
	Papers []string // every sheet of the paper count, as BATCH-PLACE, in order
	Need   int64    // how many of them; see [tally.Margin.Sheets]
	Seed   string   // of the public draw; empty: there was none
}

// Sample is the papers to be compared with their records, drawn by the seed; see [tally.Sample].
func (r *Recount) Sample(seed string) []string { return tally.Sample(seed, r.Papers, r.Need) }

// OK tells whether no check has failed.
func (r *Report) OK() bool {
	for _, x := range r.Results {
		if x.State == Failed {
			return false
		}
	}
	return true
}

// findings are what one check finds.
type findings struct {
	problems []string
	more     int
	pending  string
	notes    []string
}

const mostProblems = 10

// wrong notes a problem.
func (f *findings) wrong(format string, args ...any) {
	if len(f.problems) == mostProblems {
		f.more++
		return
	}
	f.problems = append(f.problems, fmt.Sprintf(format, args...))
}

// wait says what must happen before the check applies.
func (f *findings) wait(why string) { f.pending = why }

// note says what is worth a look.
func (f *findings) note(format string, args ...any) {
	if len(f.notes) < mostProblems {
		f.notes = append(f.notes, fmt.Sprintf(format, args...))
	}
}

func (f *findings) result(c check) Result {
	r := Result{Name: c.name, Chinese: c.chinese, English: c.english, State: OK, Problems: f.problems, More: f.more, Notes: f.notes}
	switch {
	case len(f.problems) > 0:
		r.State = Failed
	case f.pending != "":
		r.State, r.Problems = Pending, []string{f.pending}
	}
	return r
}

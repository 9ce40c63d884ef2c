package catalog

// Step seven, 项目实施: what was funded is built, milestone by milestone.

import (
	"fmt"
	"time"

	"linli/ballot/ledger"
)

// Work is the implementation of a funded project.
type Work struct {
	StartWork
	Started    time.Time // entered
	Milestones []Milestone
	Finished   *FinishWork
	Evaluation *Evaluate
}

// Paid is what has been paid so far, in fen.
func (w *Work) Paid() (fen int64) {
	for _, m := range w.Milestones {
		fen += m.Paid
	}
	return fen
}

// StartWork names who builds a funded project, for how much and until when.
type StartWork struct {
	Project    int    `json:"project" kind:"project"`
	Department string `json:"department" limit:"40"`
	Contractor string `json:"contractor" limit:"40"`
	Contract   int64  `json:"contract" kind:"money" limit:"1000000000000000"` // fen
	Due        string `json:"due" kind:"date"`
}

func (a *StartWork) check(r *Round) error {
	switch {
	case !r.Funded(a.Project):
		return &FieldError{"project", ErrNoSuch}
	case r.Works[a.Project] != nil:
		return &FieldError{"project", ErrDone}
	}
	return nil
}

func (a *StartWork) apply(r *Round, e ledger.Entry) {
	r.Works[a.Project] = &Work{StartWork: *a, Started: e.Time}
}

// Milestone records a piece of work done, and what was paid for it.
type Milestone struct {
	Project int    `json:"project" kind:"work"`
	Due     string `json:"due" kind:"date"`
	Done    string `json:"done" kind:"date"`
	Text    string `json:"text" limit:"300" form:"lines"`
	Paid    int64  `json:"paid" kind:"money" form:"optional" limit:"1000000000000000"` // fen
	Photo   string `json:"photo" limit:"200" form:"optional"`                          // what the photo shows
}

func (r *Round) atWork(project int) error {
	switch w := r.Works[project]; {
	case w == nil:
		return &FieldError{"project", fmt.Errorf("%w: 项目尚未开工 / the work has not started", ErrFirst)}
	case w.Finished != nil:
		return &FieldError{"project", ErrDone}
	}
	return nil
}

func (a *Milestone) check(r *Round) error { return r.atWork(a.Project) }
func (a *Milestone) apply(r *Round, _ ledger.Entry) {
	w := r.Works[a.Project]
	w.Milestones = append(w.Milestones, *a)
}

// FinishWork records that a project is finished and accepted; with the first of them the evaluation opens.
type FinishWork struct {
	Project int    `json:"project" kind:"work"`
	Date    string `json:"date" kind:"date"`
	Result  string `json:"result" limit:"200"`
}

func (a *FinishWork) check(r *Round) error { return r.atWork(a.Project) }
func (a *FinishWork) apply(r *Round, e ledger.Entry) {
	r.Works[a.Project].Finished = a
	r.open(8, e)
}

// CloseWorks ends the step when the notice has ended and every funded project is finished.
type CloseWorks struct {
	Note string `json:"note" limit:"300" form:"optional"`
}

func (a *CloseWorks) check(r *Round) error {
	if r.Steps[5].Closed.IsZero() { // works of granted projects may be finished before
		return fmt.Errorf("%w: notice.close", ErrFirst)
	}
	for _, p := range r.Projects() {
		if w := r.Works[p.Number]; r.Funded(p.Number) && (w == nil || w.Finished == nil) {
			return fmt.Errorf("%w: %d 号项目尚未完工 / project %d is not finished", ErrFirst, p.Number, p.Number)
		}
	}
	return nil
}

func (a *CloseWorks) apply(r *Round, e ledger.Entry) {
	r.close(7, e)
	r.open(8, e)
}

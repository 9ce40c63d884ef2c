package catalog

// Step eight, 项目评价: residents mark what was built, and the round closes.

import (
	"fmt"
	"maps"
	"slices"

	"linli/ballot/ledger"
)

// Evaluate records a survey of residents about a finished project: how many chose each of the five marks, best first.
type Evaluate struct {
	Project int    `json:"project" kind:"work"`
	Marks   []int  `json:"marks" kind:"five"`
	Remark  string `json:"remark" limit:"500" form:"lines optional"`
	By      string `json:"by" limit:"60"` // third party
}

// Surveyed is the number of people asked.
func (a *Evaluate) Surveyed() (n int) {
	for _, m := range a.Marks {
		n += m
	}
	return n
}

// Satisfied is the share of the first two marks in per mille, 0 if nobody was asked.
func (a *Evaluate) Satisfied() int {
	if a.Surveyed() == 0 {
		return 0
	}
	return (a.Marks[0] + a.Marks[1]) * 1000 / a.Surveyed()
}

func (a *Evaluate) check(r *Round) error {
	w := r.Works[a.Project]
	switch {
	case w == nil || w.Finished == nil:
		return &FieldError{"project", fmt.Errorf("%w: 项目尚未完工 / the project is not finished", ErrFirst)}
	case len(a.Marks) != 5:
		return &FieldError{"marks", ErrNumber}
	}
	for _, m := range a.Marks {
		if m < 0 || m > 1e6 {
			return &FieldError{"marks", ErrNumber}
		}
	}
	return nil
}
func (a *Evaluate) apply(r *Round, _ ledger.Entry) { r.Works[a.Project].Evaluation = a }

// CloseRound ends the round after letters, works and evaluations.
type CloseRound struct {
	Report string `json:"report" limit:"2000" form:"lines"` // published: what was learnt for the next year
}

func (a *CloseRound) check(r *Round) error {
	if r.Steps[6].Closed.IsZero() || r.Steps[7].Closed.IsZero() {
		return fmt.Errorf("%w: 感谢信和项目实施尚未结束 / letters or works are not finished", ErrFirst)
	}
	for _, n := range slices.Sorted(maps.Keys(r.Works)) {
		if r.Works[n].Evaluation == nil {
			return fmt.Errorf("%w: %d 号项目尚未评价 / project %d has not been evaluated", ErrFirst, n, n)
		}
	}
	return nil
}

func (a *CloseRound) apply(r *Round, e ledger.Entry) { r.close(8, e) }

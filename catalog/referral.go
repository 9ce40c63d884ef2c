package catalog

// Step three: the departments' queue. What the round table recommends is referred to a department, which answers in
// working days with an estimate.

import (
	"fmt"

	"linli/ballot/ledger"
	"linli/catalog/workday"
)

// Refer asks a department for the estimate of a recommended proposal. The estimate ends it.
type Refer struct {
	No         int    `json:"no" kind:"proposal"`
	Department string `json:"department" limit:"40"`
	Date       string `json:"date" kind:"date"`
	Days       int    `json:"days" limit:"60"`                                     // working days to answer in, after that date
	Due        string `json:"due,omitempty" kind:"due" limit:"10" form:"optional"` // date
}

func (a *Refer) date(_ *Round, c workday.Calendar) (err error) {
	if a.Due, err = c.Due(a.Date, a.Days); err != nil {
		return &FieldError{"date", err}
	}
	return nil
}

func (a *Refer) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case r.Stage(p) != Recommended:
		return &FieldError{"no", ErrFirst}
	case p.Referral != nil, p.Estimate != nil:
		return &FieldError{"no", ErrDone}
	case a.Due < a.Date:
		return &FieldError{"due", fmt.Errorf("%w: %s < %s", ErrDate, a.Due, a.Date)}
	}
	return nil
}

func (a *Refer) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Referral = a }

// referralDeadlines are those of the departments' queue, in the order of the proposals.
func (r *Round) referralDeadlines() (all []Deadline) {
	for _, p := range r.Proposals {
		if x := p.Referral; x != nil {
			all = append(all, Deadline{
				Act: "screening.refer", No: p.No, Body: x.Department, Clock: workday.Clock{Start: x.Date, Limit: x.Days}, Due: x.Due,
				Ended: p.lastDone("screening.estimate"),
			})
		}
	}
	return all
}

// lastDone is the date on which that was last done to the proposal; empty if it was not.
func (p *Proposal) lastDone(act string) (date string) {
	for _, e := range p.Way {
		if e.Act == act {
			date = dateOf(e.Time)
		}
	}
	return date
}

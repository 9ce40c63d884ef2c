package catalog

// Step three: nobody keeps a proposal out alone; another member of the staff looks at every exclusion.

import (
	"errors"
	"time"

	"linli/ballot/ledger"
)

// ErrSame: who decides now had a part in what is decided on.
var ErrSame = errors.New("须由没有经手过这件提议的另一位工作人员办理 / another member of the staff must do this, who had no part in it before")

// Confirm is the second opinion on a proposal that the list keeps out, by another login. Agreed, the exclusion stands;
// else the proposal is screened anew, and the first answers are kept.
type Confirm struct {
	No    int    `json:"no" kind:"proposal"`
	Agree bool   `json:"agree" form:"asked"`
	Why   string `json:"why" limit:"300" form:"optional"` // needed if not agreed
	Login string `json:"login" kind:"me" limit:"40"`
}

// Dissent is a screening that a second member of the staff did not agree to.
type Dissent struct {
	Screen
	Second Confirm
}

func (a *Confirm) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case r.Stage(p) != Excluding:
		return &FieldError{"no", ErrFirst}
	case meet(r.signers(a.Login), p.Screeners):
		return ErrSame
	case !a.Agree && a.Why == "":
		return &FieldError{"why", ErrMissing}
	}
	return nil
}

func (a *Confirm) apply(r *Round, _ ledger.Entry) {
	p := r.Proposal(a.No)
	p.Part = append(p.Part, r.signers(a.Login)...)
	if a.Agree {
		p.Confirmed = a
		return
	}
	p.Dissents = append(p.Dissents, Dissent{*p.Screening, *a})
	p.Screening = nil
}

// dateOf is the date of a time in the zone that all dates of a round are meant in.
func dateOf(t time.Time) string { return t.In(shanghai).Format(time.DateOnly) }

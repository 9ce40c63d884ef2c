package catalog

// Step three, 筛选共议: a proposal is held against the grounds of the scheme's list, one by one.

import (
	"fmt"

	"linli/ballot/ledger"
)

// Screen answers every ground of the scheme's list for one proposal: on a negative list whether the ground keeps it out,
// on a positive one whether it is of that class. A proposal that it keeps out waits for [Confirm].
//
// Entries of the first release have reasons only: a ground applies there if it has one, and keeps the proposal out at once.
type Screen struct {
	No      int      `json:"no" kind:"proposal"`
	Applies []string `json:"applies,omitempty" kind:"grounds" of:"no yes" form:"optional"` // one a ground
	Reasons []string `json:"reasons" kind:"grounds" limit:"300" form:"optional"`           // one a ground; a yes has one
	Why     string   `json:"why,omitempty" limit:"300" form:"optional"`                    // why it is of no class of a positive list
	By      string   `json:"by" limit:"60"`
	Remains string   `json:"remains" limit:"300" form:"optional"` // what remains possible, if excluded
	Login   string   `json:"login,omitempty" kind:"me" limit:"40" form:"optional"`
}

// Answered answers yes to the grounds that have a reason, and no to the others.
func Answered(no int, by string, reasons []string) *Screen {
	a := &Screen{No: no, Reasons: reasons, By: by}
	for _, why := range reasons {
		answer := "yes"
		if why == "" {
			answer = "no"
		}
		a.Applies = append(a.Applies, answer)
	}
	return a
}

// Cleared answers no to every one of that many grounds.
func Cleared(no, grounds int, by string) *Screen { return Answered(no, by, make([]string, grounds)) }

// Applying are the grounds that apply, from 1; on a positive list the classes that the proposal is of.
func (a *Screen) Applying() (grounds []int) {
	for i, why := range a.Reasons {
		if a.answered() && a.Applies[i] == "yes" || !a.answered() && why != "" {
			grounds = append(grounds, i+1)
		}
	}
	return grounds
}

// answered tells whether every ground has its own answer, as since the second release.
func (a *Screen) answered() bool { return len(a.Applies) > 0 }

// Excludes tells whether the answers keep the proposal out under that scheme.
func (a *Screen) Excludes(s Scheme) bool {
	if a.answered() && s.Positive() {
		return len(a.Applying()) == 0
	}
	return len(a.Applying()) > 0
}

func (a *Screen) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Into > 0, p.Screening != nil:
		return &FieldError{"no", ErrDone}
	case len(a.Reasons) != len(r.Scheme.Grounds):
		return &FieldError{"reasons", fmt.Errorf("%w: %d / %d", ErrNumber, len(a.Reasons), len(r.Scheme.Grounds))}
	case a.answered() && len(a.Applies) != len(r.Scheme.Grounds):
		return &FieldError{"applies", fmt.Errorf("%w: %d / %d", ErrNumber, len(a.Applies), len(r.Scheme.Grounds))}
	}
	for i, answer := range a.Applies {
		switch {
		case answer == "":
			return &FieldError{fmt.Sprintf("applies-%d", i+1), ErrMissing}
		case answer == "yes" && a.Reasons[i] == "":
			return &FieldError{fmt.Sprintf("reasons-%d", i+1), ErrMissing}
		}
	}
	if a.answered() && r.Scheme.Positive() && a.Excludes(r.Scheme) && a.Why == "" {
		return &FieldError{"why", ErrMissing}
	}
	return r.fitting(a.No, !a.Excludes(r.Scheme))
}

// since asks for an answer to each ground.
func (a *Screen) since(*Round) error {
	if !a.answered() {
		return &FieldError{"applies", ErrMissing}
	}
	return nil
}

func (a *Screen) apply(r *Round, _ ledger.Entry) {
	p := r.Proposal(a.No)
	p.Screening, p.Screeners = a, r.signers(a.Login)
	p.Part = append(p.Part, p.Screeners...)
}

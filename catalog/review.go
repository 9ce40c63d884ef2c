package catalog

// Step three, 不列入告知: the proposer of what the list or the survey keeps out is told, and may ask somebody else to look again.

import (
	"errors"
	"fmt"
	"time"

	"linli/ballot/ledger"
	"linli/catalog/workday"
)

// reviewDays are the working days in which a review can be asked for, if the scheme does not say.
const reviewDays = 5

// ErrLate: the time in which a review could be asked for is over.
var ErrLate = errors.New("申请复核的期限已过，请联系社区了解还能怎么办 / the time to ask for a review is over, ask the community what remains possible")

// Redress is what follows from a proposal's being kept out. Nil: it has not come to that.
type Redress struct {
	Notice *Notify
	Asked  *AskReview
	Review *Review

	Decided string // date of the review; empty without one
}

// Voided tells whether a review found that the proposal was wrongly kept out.
func (x Redress) Voided() bool { return x.Review != nil && !x.Review.Uphold }

// Runs tells whether the proposer may still ask for a review on a day, and has not given it up.
func (x Redress) Runs(today string) bool {
	return x.Notice != nil && x.Asked == nil && !x.Notice.Waived && today <= x.Notice.Until
}

// Redress is what follows from the latest decision that may keep the proposal out: its survey, or before that the list.
func (p *Proposal) Redress() *Redress {
	if p.Survey != nil {
		return &p.BySurvey
	}
	return &p.ByList
}

// DaysToAsk are the working days in which a review can be asked for, after the day of the notice.
func (s Scheme) DaysToAsk() int {
	if s.ReviewDays > 0 {
		return s.ReviewDays
	}
	return reviewDays
}

// out is a proposal that is kept out, or why there is none of that number.
func (r *Round) out(no int) (*Proposal, error) {
	p := r.Proposal(no)
	if p == nil {
		return nil, &FieldError{"no", ErrNoSuch}
	}
	if s := r.Stage(p); s != Excluded && s != Unfit {
		return nil, &FieldError{"no", ErrFirst}
	}
	return p, nil
}

// Notify records that the notice of non-inclusion was given to the proposer.
type Notify struct {
	No     int    `json:"no" kind:"proposal"`
	Number string `json:"number" limit:"40"`
	Date   string `json:"date" kind:"date"`
	How    string `json:"how" of:"door post refused"`
	Waived bool   `json:"waived"`                                                // the proposer said that no review is wanted
	Until  string `json:"until,omitempty" kind:"due" limit:"10" form:"optional"` // date, the last on which a review can be asked for
}

func (a *Notify) date(r *Round, c workday.Calendar) (err error) {
	if a.Until, err = c.Due(a.Date, r.Scheme.DaysToAsk()); err != nil {
		return &FieldError{"date", err}
	}
	return nil
}

func (a *Notify) check(r *Round) error {
	p, err := r.out(a.No)
	switch {
	case err != nil:
		return err
	case p.Redress().Notice != nil:
		return &FieldError{"no", ErrDone}
	case a.Until < a.Date:
		return &FieldError{"until", ErrDate}
	case p.Survey != nil && a.Date < p.Survey.Date:
		return &FieldError{"date", fmt.Errorf("%w: 不早于 %s / not before %s", ErrDate, p.Survey.Date, p.Survey.Date)}
	}
	return nil
}

// timely refuses a notice whose time to ask is over when it is entered: nobody could ask, for nothing said that it was due.
func (a *Notify) timely(_ *Round, now time.Time) error {
	if !a.Waived && a.Until < dateOf(now) {
		return &FieldError{"date", fmt.Errorf("%w: %s", ErrLate, a.Until)}
	}
	return nil
}

func (a *Notify) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Redress().Notice = a }

// AskReview is the proposer's request that the decision be looked at again. Its text is public.
type AskReview struct {
	No   int    `json:"no" kind:"proposal"`
	Date string `json:"date" kind:"date"`
	Text string `json:"text" limit:"500" form:"lines"`
	Due  string `json:"due,omitempty" kind:"due" limit:"10" form:"optional"` // date by which it is to be decided; empty: no clock runs
}

func (a *AskReview) check(r *Round) error {
	p, err := r.out(a.No)
	if err != nil {
		return err
	}
	switch x := p.Redress(); {
	case x.Notice == nil:
		return &FieldError{"no", ErrFirst}
	case x.Asked != nil:
		return &FieldError{"no", ErrDone}
	case a.Date > x.Notice.Until:
		return &FieldError{"date", fmt.Errorf("%w: %s", ErrLate, x.Notice.Until)}
	case a.Date < x.Notice.Date:
		return &FieldError{"date", fmt.Errorf("%w: 不早于 %s / not before %s", ErrDate, x.Notice.Date, x.Notice.Date)}
	case a.Due != "" && a.Due <= a.Date:
		return &FieldError{"due", ErrDate}
	}
	return nil
}

func (a *AskReview) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Redress().Asked = a }

// Review decides what a proposer asked to be looked at again, by somebody who had no part in it. Not upheld, the proposal
// goes on as if the list, or the survey, had let it through.
type Review struct {
	No     int    `json:"no" kind:"proposal"`
	Uphold bool   `json:"uphold" form:"asked"`
	Why    string `json:"why" limit:"500" form:"lines"`
	Login  string `json:"login" kind:"me" limit:"40"`
}

func (a *Review) check(r *Round) error {
	p := r.Proposal(a.No)
	if p == nil {
		return &FieldError{"no", ErrNoSuch}
	}
	switch x := p.Redress(); {
	case x.Asked == nil:
		return &FieldError{"no", ErrFirst}
	case x.Review != nil:
		return &FieldError{"no", ErrDone}
	case meet(r.signers(a.Login), p.tookPart()):
		return ErrSame
	}
	return nil
}

func (a *Review) apply(r *Round, e ledger.Entry) {
	x := r.Proposal(a.No).Redress()
	x.Review, x.Decided = a, dateOf(e.Time)
}

// tookPart are the logins of who had a part in the decision that may be reviewed, or in a correction of it.
func (p *Proposal) tookPart() []string {
	if p.Survey != nil {
		return p.Surveyors
	}
	return p.Part
}

// Unsettled tells why a proposal that is kept out, or is to be, is not settled; nil if it is, but for [Redress.Runs]. What the
// first release kept out was settled at once.
func (r *Round) Unsettled(p *Proposal) error {
	stage, x := r.Stage(p), p.Redress()
	out := stage == Excluded || stage == Unfit
	since := stage == Excluded && p.Screening.answered() || stage == Unfit && p.Survey.Login != ""
	switch {
	case stage == Excluding:
		return fmt.Errorf("%w: 第 %d 号提议拟不列入，尚待另一人确认 / a second member of the staff has not confirmed the exclusion of proposal %d", ErrFirst, p.No, p.No)
	case out && x.Asked != nil && x.Review == nil:
		return fmt.Errorf("%w: 第 %d 号提议的复核尚未作出 / the review of proposal %d is not decided", ErrFirst, p.No, p.No)
	case since && x.Notice == nil:
		return fmt.Errorf("%w: 第 %d 号提议的不列入告知书尚未送达 / the notice of non-inclusion of proposal %d has not been given out", ErrFirst, p.No, p.No)
	}
	return nil
}

// runs tells which proposal's time to ask for a review has not run out by a day; nil if none's has.
func (r *Round) runs(today string) error {
	for _, p := range r.Proposals {
		if s := r.Stage(p); (s == Excluded || s == Unfit) && p.Redress().Runs(today) {
			until := p.Redress().Notice.Until
			return fmt.Errorf("%w: 第 %d 号提议至 %s 可申请复核 / a review of proposal %d can be asked for until %s", ErrFirst, p.No, until, p.No, until)
		}
	}
	return nil
}

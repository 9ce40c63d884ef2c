package catalog

// The clocks of reviews: until when a proposer can ask for one, and until when it is to be decided.

import (
	"errors"

	"linli/catalog/workday"
)

// date gives as many working days to decide as the proposer had to ask. For a year that the calendar lacks it sets no date:
// the right to ask does not wait for a calendar.
func (a *AskReview) date(r *Round, c workday.Calendar) (err error) {
	a.Due, err = c.Due(a.Date, r.Scheme.DaysToAsk())
	if err == nil || errors.Is(err, workday.ErrYear) {
		return nil
	}
	return &FieldError{"date", err}
}

// reviewDeadlines are those of the notices of non-inclusion and of the reviews that were asked for, in the order of the
// proposals.
func (r *Round) reviewDeadlines() (all []Deadline) {
	for _, p := range r.Proposals {
		for _, x := range []Redress{p.ByList, p.BySurvey} {
			all = append(all, r.redressDeadlines(p.No, x)...)
		}
	}
	return all
}

func (r *Round) redressDeadlines(no int, x Redress) (all []Deadline) {
	days := r.Scheme.DaysToAsk()
	if n := x.Notice; n != nil && !n.Waived {
		d := Deadline{Act: "screening.notify", No: no, Clock: workday.Clock{Start: n.Date, Limit: days}, Due: n.Until, Lapses: true}
		if x.Asked != nil {
			d.Ended = x.Asked.Date
		}
		all = append(all, d)
	}
	if a := x.Asked; a != nil && a.Due != "" {
		clock := workday.Clock{Start: a.Date, Limit: days}
		all = append(all, Deadline{Act: "review.ask", No: no, Body: r.Scheme.Community, Clock: clock, Due: a.Due, Ended: x.Decided})
	}
	return all
}

package catalog

// Dates that are due: reckoned from the calendar when an act is entered, so that a later notice moves none of them.

import (
	"context"
	"time"

	"linli/ballot/ledger"
	"linli/catalog/workday"
)

// dated is an act with fields that the program reckons, whatever was sent in them: their tag is kind:"due", and no form
// asks for them. It fails with [workday.ErrYear] if the calendar lacks a year, and nothing is entered then.
type dated interface {
	Act
	date(r *Round, c workday.Calendar) error
}

// reckon fills in the reckoned dates of an act that is about to be done in r.
func reckon(r *Round, days workday.Calendar, a Act) error {
	d, ok := a.(dated)
	if !ok {
		return nil
	}
	return d.date(r, days)
}

// calendarOf is the calendar that drafts are reckoned with; none, if none of them is dated.
func (l *Live) calendarOf(ctx context.Context, drafts []ledger.Draft) (none workday.Calendar, err error) {
	for _, d := range drafts {
		if _, ok := d.Body.(dated); ok {
			return l.Calendar(ctx)
		}
	}
	return none, nil
}

// Deadline is what somebody must answer within working days.
type Deadline struct {
	Act     string // that started the clock, as in approval.submit
	No      int    // the proposal that it is about, or 0
	Project int    // or the project
	Body    string // who must answer; empty: the proposer, who need not
	Clock   workday.Clock
	Due     string // date as it was entered; a clock that was stopped is due later, see [workday.Clock.Read]
	Ended   string // date of the answer; empty: it is awaited
	Lapses  bool   // it is a right, which is over when the day has passed; nobody is late
}

// Deadlines are all that the round has set, in the order of its steps; see [Deadline].
func (r *Round) Deadlines() []Deadline {
	var all []Deadline
	all = append(all, r.approvalDeadlines()...)
	all = append(all, r.referralDeadlines()...)
	all = append(all, r.reviewDeadlines()...)
	return all
}

// Today is the date in the zone that all dates of a round are meant in.
func (l *Live) Today() string { return l.env.Now().In(shanghai).Format(time.DateOnly) }

package catalog

// When proposals are handed in: between two dates of the scheme, on a screen, on paper or at a seminar.

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"linli/ballot/ledger"
)

// Refusals of a proposal by its date.
var (
	// ErrDates: it was handed in before or after the dates of the scheme.
	ErrDates = errors.New("不在征集日期内，没有收下 / outside the dates for proposals, nothing was handed in")
	// ErrAhead: a date that is still to come.
	ErrAhead = errors.New("日期在今天之后 / the date is after today")
)

// InWindow refuses a date that is outside the scheme's dates, with [ErrDates] and both of them. A scheme may have one of
// them, or none.
func (s Scheme) InWindow(date string) error {
	if date >= s.ProposeFrom && (s.ProposeTo == "" || date <= s.ProposeTo) {
		return nil
	}
	from, to := cmp.Or(s.ProposeFrom, "——"), cmp.Or(s.ProposeTo, "——")
	return fmt.Errorf("%[1]w: 征集日期 %[2]s 至 %[3]s；期内交来的纸质表，工作人员可以补录并写上交表日期 / the dates are %[2]s to %[3]s; staff can still enter paper that was handed in then, with its date",
		ErrDates, from, to)
}

// Seminar is a meeting at which bodies of the community, as co-building units, enterprises and social organisations,
// make proposals. Those refer to it by its number, from 1.
type Seminar struct {
	Date   string   `json:"date" kind:"date"`
	Place  string   `json:"place" limit:"60"`
	Chair  string   `json:"chair" limit:"40"`  // role and surname
	Bodies []string `json:"bodies" limit:"60"` // that were present
}

func (a *Seminar) check(r *Round) error {
	if err := r.Scheme.InWindow(a.Date); err != nil {
		return &FieldError{"date", err}
	}
	return nil
}

func (a *Seminar) timely(_ *Round, now time.Time) error { return notAhead(a.Date, now) }

func (a *Seminar) apply(r *Round, _ ledger.Entry) { r.Seminars = append(r.Seminars, a) }

// notAhead refuses a date after the day of an entry.
func notAhead(date string, now time.Time) error {
	if date > now.In(shanghai).Format(time.DateOnly) {
		return &FieldError{"date", ErrAhead}
	}
	return nil
}

// checkWhen refuses a proposal whose date or seminar does not fit.
func (a *Submit) checkWhen(r *Round) error {
	staffed := a.Channel == "point" || a.Channel == "spreadsheet" || a.Channel == "seminar"
	switch {
	case a.Date != "" && !staffed: // what is typed on a screen is handed in when it is sent
		return &FieldError{"date", ErrChoice}
	case a.Meeting > len(r.Seminars):
		return &FieldError{"meeting", ErrNoSuch}
	case a.Meeting > 0 && a.Channel != "seminar":
		return &FieldError{"channel", ErrChoice}
	case a.Date == "":
		return nil
	}
	if err := r.Scheme.InWindow(a.Date); err != nil {
		return &FieldError{"date", err}
	}
	return nil
}

// timely refuses what is handed in now, if now is no time for it, and what was handed in tomorrow.
func (a *Submit) timely(r *Round, now time.Time) error {
	switch {
	case a.Date != "":
		return notAhead(a.Date, now)
	case a.FromRound != "": // handed in long ago
		return nil
	}
	return r.Scheme.InWindow(now.In(shanghai).Format(time.DateOnly))
}

// Handed is the date on which a proposal was handed in.
func (p *Proposal) Handed() string {
	return cmp.Or(p.Date, p.Received.Time.In(shanghai).Format(time.DateOnly))
}

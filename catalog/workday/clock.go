package workday

// A clock of working days, as an approval has: it starts, may stand still for a while, and falls due.

import (
	"errors"
	"fmt"
	"time"
)

// Clock counts working days towards a limit. The day of its start does not count, nor a day on which it stands still
// for a part.
type Clock struct {
	Start string // date
	Limit int    // working days, at least 1
	Stops []Stop // in order, apart from each other
}

// Stop is a time during which a clock stands still, both dates included.
type Stop struct {
	From string // date on which it is stopped
	To   string // date on which it is started again; "" while it stands still
}

// ErrClock: a clock whose dates are not in order, or without a limit.
var ErrClock = errors.New("时限的天数或起止日期不对 / the limit of the clock, or the order of its dates, is wrong")

// Reading is what a clock shows at the end of a day.
type Reading struct {
	Used    int    // working days that count
	Left    int    // of the limit; negative when overdue
	Stopped bool   // it stands still
	Due     string // date, if the clock does not stop again; "" while it stands still before it is due
}

// Overdue tells whether the limit has passed.
func (r Reading) Overdue() bool { return r.Left < 0 }

// Read is what the clock shows at the end of today. It fails with [ErrClock], [ErrDate], and with [ErrYear] for a year
// that the calendar lacks.
func (k Clock) Read(c Calendar, today string) (r Reading, err error) {
	if err := k.check(); err != nil {
		return r, err
	}
	now, err := parse(today)
	if err != nil {
		return r, err
	}
	day, _ := parse(k.Start)
	if now.Before(day) {
		return r, fmt.Errorf("%w: %s > %s", ErrClock, k.Start, today)
	}
	for used := 0; ; {
		if !day.After(now) {
			r.Used, r.Stopped = used, k.stopped(day)
		}
		if day.After(now) && (r.Due != "" || r.Stopped) || !day.Before(now) && r.Due != "" {
			break
		}
		day = day.AddDate(0, 0, 1)
		works, err := c.works(day)
		if err != nil {
			return r, err
		}
		if works && !k.stopped(day) {
			if used++; used == k.Limit {
				r.Due = day.Format(time.DateOnly)
			}
		}
	}
	r.Left = k.Limit - r.Used
	return r, nil
}

// stopped tells whether the clock stands still on a day.
func (k Clock) stopped(day time.Time) bool {
	date := day.Format(time.DateOnly)
	for _, s := range k.Stops {
		if s.From <= date && (s.To == "" || date <= s.To) {
			return true
		}
	}
	return false
}

func (k Clock) check() error {
	if _, err := parse(k.Start); err != nil {
		return err
	}
	last := k.Start
	for i, s := range k.Stops {
		for _, date := range []string{s.From, s.To} {
			if date == "" && i == len(k.Stops)-1 && s.From != "" {
				continue
			}
			if _, err := parse(date); err != nil {
				return err
			}
			if date < last {
				return fmt.Errorf("%w: %s < %s", ErrClock, date, last)
			}
			last = date
		}
	}
	if k.Limit < 1 || k.Limit > 999 {
		return fmt.Errorf("%w: %d", ErrClock, k.Limit)
	}
	return nil
}

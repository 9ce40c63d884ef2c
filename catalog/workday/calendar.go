// Package workday counts working days as offices in mainland China do: Monday to Friday without the public holidays,
// and with the weekend days that the State Council shifts to work (调休).
//
// Both come from the yearly notice 国务院办公厅关于部分节假日安排的通知 and cannot be computed. A year without its notice is
// refused with [ErrYear], never guessed; a new year is a file that [Parse] reads, added without a release.
package workday

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"
)

// ErrYear: the calendar lacks the notice of a year.
var ErrYear = errors.New("该年放假安排未录入，请先导入（linli calendar import） / the holidays of this year are not known, import them first")

// ErrDate: not a date as in 2026-10-01.
var ErrDate = errors.New("日期应写作 2026-10-01 / write the date as 2026-10-01")

// Calendar knows the notices of some years. The zero value knows none. It never changes: see [Calendar.With].
type Calendar struct {
	years map[int]bool
	days  map[string]Day // by date: those that differ from the week, or are named
}

//go:embed data/cn-*.json
var files embed.FS

// Known is the calendar of the years that this program was released with.
func Known() Calendar {
	names, err := fs.Glob(files, "data/cn-*.json")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var c Calendar
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			panic(err) // embedded files can be read
		}
		y, err := Parse(raw)
		if err != nil {
			panic(name + ": " + err.Error()) // a test reads them all
		}
		c = c.With(y)
	}
	return c
}

// With is the calendar with another year; if it had that year, the new notice stands in the old one's place.
func (c Calendar) With(y Year) Calendar {
	years, days := map[int]bool{y.Year: true}, map[string]Day{}
	maps.Copy(years, c.years)
	for date, d := range c.days {
		if d.notice != y.Year {
			days[date] = d
		}
	}
	for _, d := range y.Days {
		d.notice = y.Year
		days[d.Date] = d
	}
	return Calendar{years, days}
}

// Years are those whose notices the calendar has, in order.
func (c Calendar) Years() []int { return slices.Sorted(maps.Keys(c.years)) }

// IsWorkday tells whether people work on a date, such as 2026-10-10. It fails with [ErrDate], and with [ErrYear] if the
// calendar lacks that year.
func (c Calendar) IsWorkday(date string) (bool, error) {
	day, err := parse(date)
	if err != nil {
		return false, err
	}
	return c.works(day)
}

// Named is the holiday on a date, or the one that a date makes up for by work; "" for other days.
func (c Calendar) Named(date string) string { return c.days[date].Name }

// Due is the n-th working day after a date; the day of the start itself does not count (民法典 第二百零一条). It fails as
// [Calendar.IsWorkday] does, also if it would have to look into a year that the calendar lacks.
func (c Calendar) Due(start string, n int) (string, error) {
	day, err := parse(start)
	if err != nil {
		return "", err
	}
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		works, err := c.works(day)
		if err != nil {
			return "", err
		}
		if works {
			n--
		}
	}
	return day.Format(time.DateOnly), nil
}

// Between is the number of working days after from, up to and with to; negative if to lies before from. It fails as
// [Calendar.IsWorkday] does. Where d is a working day after s, Due(s, Between(s, d)) is d.
func (c Calendar) Between(from, to string) (int, error) {
	a, err := parse(from)
	if err != nil {
		return 0, err
	}
	b, err := parse(to)
	if err != nil {
		return 0, err
	}
	if b.Before(a) {
		n, err := c.Between(to, from)
		return -n, err
	}
	n := 0
	for day := a.AddDate(0, 0, 1); !day.After(b); day = day.AddDate(0, 0, 1) {
		works, err := c.works(day)
		if err != nil {
			return 0, err
		}
		if works {
			n++
		}
	}
	return n, nil
}

func (c Calendar) works(day time.Time) (bool, error) {
	if !c.years[day.Year()] {
		return false, fmt.Errorf("%w: %d", ErrYear, day.Year())
	}
	if d, ok := c.days[day.Format(time.DateOnly)]; ok {
		return !d.Off, nil
	}
	return !weekend(day), nil
}

func weekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

func parse(date string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil || day.Format(time.DateOnly) != date {
		return day, fmt.Errorf("%w: %q", ErrDate, date)
	}
	return day, nil
}

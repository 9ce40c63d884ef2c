package catalog

// When a station is open, and who of the staff works there when.

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"linli/ballot/ledger"
)

// Hours are a span of one day at a station: it is open, or somebody works there.
type Hours struct {
	Date     string // 2026-11-21
	From, To string // 08:30; To is later
	Login    string // of whoever works; empty: the station is open
}

// ErrHours: a line of hours that cannot be read.
var ErrHours = errors.New("每行写成 2026-11-21 8:30-17:30 的样子，值班表在后面加账号 / write each line like 2026-11-21 8:30-17:30, with the login after it on a duty list")

// ErrTwoPlaces: somebody would work at two stations at once.
var ErrTwoPlaces = errors.New("同一时间已在另一个投票站值班 / works at another station at that time")

var hoursForm = regexp.MustCompile(`^(\d{4}-\d\d-\d\d) +(\d{1,2}:\d\d) *- *(\d{1,2}:\d\d)(?: +([a-z0-9]{2,20}))?$`)

// ParseHours reads a line as people type it: full-width signs, other dashes and a single digit of the hour are understood;
// else [ErrHours].
func ParseHours(text string) (h Hours, err error) {
	plain := strings.NewReplacer("–", "-", "—", "-", "~", "-", "至", "-").Replace(norm.NFKC.String(strings.TrimSpace(text)))
	m := hoursForm.FindStringSubmatch(plain)
	if m == nil {
		return h, fmt.Errorf("%w: %s", ErrHours, text)
	}
	h = Hours{Date: m[1], From: fmt.Sprintf("%05s", m[2]), To: fmt.Sprintf("%05s", m[3]), Login: m[4]}
	_, err1 := time.Parse(time.DateOnly, h.Date)
	_, err2 := time.Parse("15:04", h.From)
	_, err3 := time.Parse("15:04", h.To)
	if errors.Join(err1, err2, err3) != nil || h.From >= h.To {
		return Hours{}, fmt.Errorf("%w: %s", ErrHours, text)
	}
	return h, nil
}

// String is the line that [ParseHours] reads.
func (h Hours) String() string {
	return strings.TrimSpace(h.Date + " " + h.From + "-" + h.To + " " + h.Login)
}

// meets tells whether two spans have a moment in common.
func (h Hours) meets(o Hours) bool { return h.Date == o.Date && h.From < o.To && o.From < h.To }

// hoursOf reads a list; those of a duty list name who works.
func hoursOf(field string, lines []string, duty bool) ([]Hours, error) {
	var all []Hours
	for _, line := range lines {
		h, err := ParseHours(line)
		if err == nil && duty != (h.Login != "") {
			err = fmt.Errorf("%w: %s", ErrHours, line)
		}
		if err == nil && slices.ContainsFunc(all, func(o Hours) bool { return h.Login == o.Login && h.meets(o) }) {
			err = fmt.Errorf("%w: %s", ErrDone, line)
		}
		if err != nil {
			return nil, &FieldError{field, err}
		}
		all = append(all, h)
	}
	slices.SortStableFunc(all, func(a, b Hours) int { return strings.Compare(a.String(), b.String()) })
	return all, nil
}

// Duty is the duty list of a station: who of the staff works there when, by login. A later list supersedes an earlier
// one, and an empty one ends it. Whoever has the role may act at any station all the same: the list says who is expected,
// so that a clerk's own station comes first, and an illness does not shut one.
type Duty struct {
	Station int      `json:"station" kind:"station"`
	Shifts  []string `json:"shifts" limit:"60" form:"optional"` // each as [ParseHours] reads it
}

func (a *Duty) check(r *Round) error {
	if r.Stations[a.Station] == nil {
		return &FieldError{"station", ErrNoSuch}
	}
	mine, err := hoursOf("shifts", a.Shifts, true)
	if err != nil {
		return err
	}
	for _, s := range r.Stations {
		for _, h := range s.Duty {
			if s.Number != a.Station && slices.ContainsFunc(mine, func(m Hours) bool { return m.Login == h.Login && m.meets(h) }) {
				return &FieldError{"shifts", fmt.Errorf("%w: %s %s", ErrTwoPlaces, s.Name, h)}
			}
		}
	}
	return nil
}

func (a *Duty) apply(r *Round, _ ledger.Entry) {
	r.Stations[a.Station].Duty, _ = hoursOf("shifts", a.Shifts, true)
}

// OpenOn are the spans in which the station is open on a day like 2026-11-21, if it says so day by day.
func (s *Station) OpenOn(date string) (spans []Hours) {
	all, _ := hoursOf("days", s.Days, false)
	return slices.DeleteFunc(all, func(h Hours) bool { return h.Date != date })
}

// OnDuty are the spans of a day in which somebody works there.
func (s *StationState) OnDuty(date string) []Hours {
	return slices.DeleteFunc(slices.Clone(s.Duty), func(h Hours) bool { return h.Date != date })
}

// Works tells whether that login stands on the station's duty list for the day.
func (s *StationState) Works(login, date string) bool {
	return slices.ContainsFunc(s.Duty, func(h Hours) bool { return h.Date == date && h.Login == login })
}

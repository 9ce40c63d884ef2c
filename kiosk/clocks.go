package kiosk

// Clocks of working days: read once for the desk's warnings, the page of all clocks and the ledger.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/catalog/workday"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// clockState is what a clock shows.
type clockState string

const (
	clockRuns    clockState = "running"
	clockStands  clockState = "stopped"
	clockOverdue clockState = "overdue" // not answered, and the day has passed
	clockInTime  clockState = "in_time" // answered
	clockLate    clockState = "late"    // answered after the day
	clockLapsed  clockState = "lapsed"  // a right that nobody used, and the day has passed
)

var clockStates = []string{string(clockOverdue), string(clockRuns), string(clockStands), string(clockInTime), string(clockLate), string(clockLapsed)}

// timed is a clock as it stands on a day.
type timed struct {
	catalog.Deadline
	state   clockState
	days    int    // working days left, or beyond the day; of one that was answered, those that it took
	known   bool   // whether the calendar can tell the days
	missing []int  // years that it lacks
	stopped string // date since when it stands still
}

// readClock reads a clock. A year that the calendar lacks leaves the days unknown: what is due was reckoned when it was
// entered, and is compared as a date.
func readClock(d catalog.Deadline, c workday.Calendar, today string) timed {
	x := timed{Deadline: d, state: clockRuns}
	on := max(cmp.Or(d.Ended, today), d.Clock.Start)
	if n := len(d.Clock.Stops); n > 0 && d.Clock.Stops[n-1].To == "" {
		x.stopped = d.Clock.Stops[n-1].From
	}
	switch {
	case d.Ended != "" && d.Ended > d.Due:
		x.state = clockLate
	case d.Ended != "":
		x.state = clockInTime
	case on > d.Due && d.Lapses:
		x.state = clockLapsed
	case on > d.Due && (x.stopped == "" || x.stopped > d.Due):
		x.state = clockOverdue
	case x.stopped != "":
		x.state = clockStands
	}
	switch x.state {
	case clockRuns:
		x.note(c.Between(on, d.Due))
	case clockOverdue:
		x.note(c.Between(d.Due, cmp.Or(x.stopped, on)))
	case clockLate:
		x.note(c.Between(d.Due, d.Ended))
	case clockStands:
		x.note(daysLeft(d.Clock, c, x.stopped))
	case clockInTime:
		x.note(daysUsed(d.Clock, c, d.Ended))
	}
	return x
}

func daysLeft(k workday.Clock, c workday.Calendar, on string) (int, error) {
	r, err := k.Read(c, on)
	return r.Left, err
}

func daysUsed(k workday.Clock, c workday.Calendar, on string) (int, error) {
	r, err := k.Read(c, max(on, k.Start))
	return r.Used, err
}

// note takes the days, or that a year for them is missing.
func (x *timed) note(days int, err error) {
	if x.days, x.known = days, err == nil; errors.Is(err, workday.ErrYear) {
		text := err.Error()
		if year, err := strconv.Atoi(text[strings.LastIndex(text, " ")+1:]); err == nil {
			x.missing = append(x.missing, year)
		}
	}
}

// words say the days of a clock.
func (x timed) words(l lang.Lang) string {
	key := "clocks.is." + string(x.state)
	switch {
	case x.state == clockLapsed:
		return lang.T(l, key)
	case !x.known:
		return lang.T(l, key+".unknown")
	}
	return lang.T(l, key, x.days)
}

// over tells whether nothing is awaited any more.
func (x timed) over() bool { return x.Ended != "" || x.state == clockLapsed }

// due is the date that is shown: as it was entered, none while the clock stands still.
func (x timed) due() string {
	if x.state == clockStands {
		return ""
	}
	return x.Due
}

// who must answer, or may.
func (x timed) who(l lang.Lang) string { return cmp.Or(x.Body, lang.T(l, "clocks.proposer")) }

// clocks are those of a round, running ones by their due date, then those that stand still, then the answered ones.
func clocks(r *catalog.Round, c workday.Calendar, today string) (all []timed) {
	for _, d := range r.Deadlines() {
		all = append(all, readClock(d, c, today))
	}
	slices.SortStableFunc(all, func(a, b timed) int { return strings.Compare(a.order(), b.order()) })
	return all
}

// order sorts by what has to be looked at first.
func (x timed) order() string {
	switch {
	case x.over():
		return "3" + cmp.Or(x.Ended, x.Due)
	case x.state == clockStands:
		return "2" + x.stopped
	}
	return "1" + x.Due
}

// subject is what a clock is about.
func subject(r *catalog.Round, d catalog.Deadline) string {
	if p := r.Project(d.Project); p != nil {
		return strconv.Itoa(p.Number) + " " + p.Title
	}
	if p := r.Proposal(d.No); p != nil {
		return proposalPick(p, false).label
	}
	return ""
}

// overdue are warnings of the clocks that have run out: a sentence each.
func overdue(l lang.Lang, r *catalog.Round, c workday.Calendar, today string) (out []string) {
	for _, x := range clocks(r, c, today) {
		if x.state == clockOverdue {
			out = append(out, lang.T(l, "warn.clock", x.who(l), lang.Day(l, day(x.Due)), subject(r, x.Deadline), x.words(l)))
		}
	}
	return out
}

// lacking says which years the calendar lacks for some clocks, and how to import them; empty: none.
func lacking(l lang.Lang, all []timed) string {
	years := map[int]bool{}
	for _, x := range all {
		for _, year := range x.missing {
			years[year] = true
		}
	}
	var names []string
	for _, year := range slices.Sorted(maps.Keys(years)) {
		names = append(names, strconv.Itoa(year))
	}
	if len(names) == 0 {
		return ""
	}
	return lang.T(l, "clocks.missing", strings.Join(names, lang.T(l, "reason.list")))
}

// clocksPage is GET /desk/ROUND/clocks.
func (s *Server) clocksPage(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	v, err := s.clocksOf(c, false, l)
	if err != nil {
		return err
	}
	v.Files = exportsOf(c, l.ID(), "clocks", "approvals")
	return s.render(c, s.frame(c, l), v)
}

// allClocks is GET /desk/clocks: those of all rounds, for who works in several communities.
func (s *Server) allClocks(c *fiber.Ctx) error {
	all, err := s.rounds.all(c.UserContext())
	if err != nil {
		return err
	}
	v, err := s.clocksOf(c, true, all...)
	if err != nil {
		return err
	}
	return s.render(c, s.frame(c, nil), v)
}

// clocksOf are the clocks of rounds; told tells whether each says of which.
func (s *Server) clocksOf(c *fiber.Ctx, told bool, rounds ...*catalog.Live) (v page.Clocks, err error) {
	type line struct {
		timed
		page.TimeLimit
	}
	var all []line
	var reads []timed
	lg, m := language(c), me(c)
	for _, l := range rounds {
		calendar, err := l.Calendar(c.UserContext())
		if err != nil {
			return v, err
		}
		l.Read(func(r *catalog.Round) {
			for _, x := range clocks(r, calendar, s.today()) {
				w := clockView(lg, r, x)
				if !may(m, answers[x.Act]) || x.over() {
					w.Href = ""
				}
				if told {
					w.Round = r.Scheme.Community + " " + r.Scheme.Name
				}
				all, reads = append(all, line{x, w}), append(reads, x)
			}
		})
	}
	slices.SortStableFunc(all, func(a, b line) int { return strings.Compare(a.order(), b.order()) })
	for _, x := range all {
		if x.over() {
			v.Ended = slices.Insert(v.Ended, 0, x.TimeLimit)
		} else {
			v.Running = append(v.Running, x.TimeLimit)
		}
	}
	v.Missing = lacking(lg, reads)
	return v, nil
}

// clockView is a clock in words.
func clockView(l lang.Lang, r *catalog.Round, x timed) page.TimeLimit {
	date := func(s string) string {
		if s == "" {
			return ""
		}
		return lang.Date(l, day(s))
	}
	v := page.TimeLimit{
		Act: x.Act, Label: subject(r, x.Deadline), Who: x.who(l), Since: date(x.Clock.Start), Stopped: date(x.stopped), Due: date(x.due()), Left: x.words(l),
		Overdue: x.state == clockOverdue || x.state == clockLate, Ended: date(x.Ended),
	}
	if a := r.Approvals[x.Project]; a != nil && a.Returned() && x.state != clockInTime {
		v.Why = a.Returns[len(a.Returns)-1]
	}
	field, number := "no", x.No
	if x.Project > 0 {
		field, number = "project", x.Project
	}
	v.Href = fmt.Sprintf("/desk/%s/act/%s?%s=%d", r.ID, answers[x.Act], field, number)
	return v
}

// clockRows are the rows of the ledger of clocks.
func clockRows(ctx context.Context, l *catalog.Live, v *listed) error {
	c, err := l.Calendar(ctx)
	if err != nil {
		return err
	}
	today := l.Today()
	l.Read(func(r *catalog.Round) {
		for _, x := range clocks(r, c, today) {
			var days any
			if x.known {
				days = int64(x.days)
			}
			v.add(lang.T(v.lang, "act."+x.Act), subject(r, x.Deadline), x.who(v.lang), int64(x.Clock.Limit), x.Clock.Start, stopsText(v.lang, x.Clock.Stops), x.due(), string(x.state), days, x.Ended)
		}
	})
	return nil
}

// stopsText are the times during which a clock stood still, a line each.
func stopsText(l lang.Lang, stops []workday.Stop) string {
	var lines []string
	for _, s := range stops {
		lines = append(lines, s.From+lang.T(l, "clocks.to")+s.To)
	}
	return strings.Join(lines, "\n")
}

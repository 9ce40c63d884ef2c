package catalog

// The timetable of a scheme in dates, and what has changed from version to version.

import (
	"reflect"
	"time"

	"linli/ballot/ledger"
	"linli/catalog/workday"
)

// Span is the first and the last day of a planned step, as in 2026-11-22.
type Span struct{ From, To string }

// Plan is when the steps are to be, [1] to [8], by the working days of the timetable from the start: each begins on the
// working day after the one before it, but the letters (6) and the works (7) begin together after the notice (5), and the
// evaluation (8) after the works. Without start or timetable it is empty. It fails with [workday.ErrYear] if the calendar
// lacks a year, and gives the steps that lie before it.
func (s Scheme) Plan(c workday.Calendar) (plan [Steps + 1]Span, err error) {
	first, err := time.Parse(time.DateOnly, s.Start)
	if err != nil || len(s.Timetable) != Steps {
		return plan, nil
	}
	plan[0].To = first.AddDate(0, 0, -1).Format(time.DateOnly)
	for step, days := range s.Timetable {
		step++
		before := plan[step-1].To
		if step == 7 {
			before = plan[5].To
		}
		var x Span
		if x.From, err = c.Due(before, 1); err != nil {
			return plan, err
		}
		if x.To, err = c.Due(before, days); err != nil {
			return plan, err
		}
		plan[step] = x
	}
	return plan, nil
}

// Version is a version of a round's scheme, as it was published.
type Version struct {
	Scheme Scheme
	Why    string // empty for the first
	N      int64  // of its entry
	Time   time.Time
}

func (r *Round) publishScheme(s Scheme, why string, e ledger.Entry) {
	r.Scheme = s
	r.Versions++
	r.History = append(r.History, Version{s, why, e.N, e.Time})
}

// Changed are the fields in which a scheme differs from an earlier version of it, in the order of the form.
func (s Scheme) Changed(from Scheme) (all []Field) {
	now, then := reflect.ValueOf(s), reflect.ValueOf(from)
	for _, f := range Fields(now.Type()) {
		a, b := now.Field(f.Index), then.Field(f.Index)
		if !(a.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0) && !reflect.DeepEqual(a.Interface(), b.Interface()) {
			all = append(all, f)
		}
	}
	return all
}

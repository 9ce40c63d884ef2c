package catalog

// Timetables and versions.

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linli/catalog/workday"
)

// TestPlan has its dates from the notice on the holidays of 2026, counted by hand: over the National Day, with the worked
// Sunday of 20 September and the worked Saturday of 10 October.
func TestPlan(t *testing.T) {
	s := Scheme{Start: "2026-09-14", Timetable: []int{5, 5, 2, 5, 1, 3, 5, 1}}
	plan, err := s.Plan(workday.Known())
	want := "[{ 2026-09-13} {2026-09-14 2026-09-18} {2026-09-20 2026-09-24} {2026-09-28 2026-09-29} {2026-09-30 2026-10-12} {2026-10-13 2026-10-13} {2026-10-14 2026-10-16} {2026-10-14 2026-10-20} {2026-10-21 2026-10-21}]"
	if got := fmt.Sprint(plan); err != nil || got != want {
		t.Errorf("%s %v\nwant %s", got, err, want)
	}
	s.Start = "2026-12-21"
	plan, err = s.Plan(workday.Known())
	if !errors.Is(err, workday.ErrYear) || !strings.Contains(err.Error(), "2027") || plan[1].To != "2026-12-25" || plan[3].From != "" {
		t.Errorf("a year that is not known: %v %v", plan, err)
	}
	for _, s := range []Scheme{{}, {Start: "2026-09-14"}, {Timetable: s.Timetable}} {
		if plan, err := s.Plan(workday.Calendar{}); err != nil || plan != [Steps + 1]Span{} {
			t.Errorf("%v %v", plan, err)
		}
	}
}

// TestPlanAddsUp: every step has its working days, and none begins before the one that it waits for has ended.
func TestPlanAddsUp(t *testing.T) {
	c := workday.Known()
	rapid.Check(t, func(t *rapid.T) {
		s := Scheme{Start: fmt.Sprintf("202%d-%02d-%02d", rapid.IntRange(0, 4).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))}
		s.Timetable = rapid.SliceOfN(rapid.IntRange(1, 30), Steps, Steps).Draw(t, "days")
		plan, err := s.Plan(c)
		if err != nil {
			t.Fatal(err)
		}
		for step := 1; step <= Steps; step++ {
			before := plan[step-1].To
			if step == 7 {
				before = plan[5].To
			}
			if n, err := c.Between(before, plan[step].To); err != nil || n != s.Timetable[step-1] {
				t.Fatalf("step %d has %d working days, not %d: %v", step, n, s.Timetable[step-1], err)
			}
			if n, err := c.Between(before, plan[step].From); err != nil || n != 1 {
				t.Fatalf("step %d begins %d working days after the one before", step, n)
			}
		}
	})
}

// TestVersions: every version of a scheme stays, with its reason, and tells what it changed.
func TestVersions(t *testing.T) {
	p := newPlay(t)
	first := scheme(t)
	next := first
	next.Fund, next.Sources, next.Grounds = first.Fund*2, []Share{{"市财政", first.Fund * 2}}, append([]string{"新"}, first.Grounds...)
	p.do(&Revise{Scheme: next, Why: "居民建议增加资金"})
	p = restored(t, p.saved())
	p.Read(func(r *Round) {
		if r.Versions != 2 || len(r.History) != 2 || r.History[1].Why != "居民建议增加资金" || r.History[1].N != 1 || r.History[0].Scheme.Fund != first.Fund {
			t.Fatalf("%+v", r.History)
		}
		var names []string
		for _, f := range r.History[1].Scheme.Changed(r.History[0].Scheme) {
			names = append(names, f.Name)
		}
		if strings.Join(names, " ") != "fund sources grounds" {
			t.Errorf("%q", names)
		}
	})
	if all := first.Changed(first); len(all) > 0 {
		t.Errorf("the same scheme differs in %v", all)
	}
}

package catalog

// The dates between which proposals are handed in, and seminars.

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// windowed is a round that collects proposals on 2026-09-01 by its clock, with those dates.
func windowed(t *testing.T, from, to string) *play {
	t.Helper()
	s := scheme(t)
	s.ProposeFrom, s.ProposeTo = from, to
	p := newPlayOf(t, s)
	p.do(&Adopt{Body: "居民代表会议"})
	return p
}

// paper is a proposal that was handed in on paper that day.
func paper(date string) Submit {
	a := submission(1)
	a.Channel, a.Date = "point", date
	return a
}

func TestWindow(t *testing.T) {
	for _, x := range []struct {
		from, to string
		date     string // of paper; empty: typed today
		want     error
	}{
		{"", "", "", nil}, {"2026-08-01", "2026-09-30", "", nil}, {"2026-09-01", "2026-09-01", "", nil}, {"", "2026-09-01", "", nil}, {"2026-09-01", "", "", nil},
		{"2026-09-02", "2026-09-30", "", ErrDates}, {"2026-08-01", "2026-08-31", "", ErrDates}, {"", "2026-08-31", "", ErrDates}, {"2026-09-02", "", "", ErrDates},
		{"2026-08-01", "2026-08-31", "2026-08-31", nil}, {"2026-08-01", "2026-08-31", "2026-08-01", nil},
		{"2026-08-01", "2026-08-31", "2026-07-31", ErrDates}, {"2026-08-01", "2026-08-31", "2026-09-01", ErrDates},
		{"2026-08-01", "2026-09-30", "2026-09-02", ErrAhead}, {"", "", "2026-09-02", ErrAhead}, {"", "", "2026-08-31", nil}, {"", "", "31.8.2026", ErrDate},
	} {
		p := windowed(t, x.from, x.to)
		a := submission(1)
		if x.date != "" {
			a = paper(x.date)
		}
		_, err := p.Submit(p.ctx, "clerk", Person{Name: "王小明"}, a)
		if !errors.Is(err, x.want) || (x.want == nil) != (err == nil) {
			t.Errorf("%+v: %v", x, err)
		}
		if errors.Is(err, ErrDates) && (!strings.Contains(err.Error(), x.from) || !strings.Contains(err.Error(), x.to)) {
			t.Errorf("%+v: the dates are not told: %v", x, err)
		}
		p.reopened(t)
	}
}

// TestWindowAll: one row of a list outside the dates, and nothing of the list is entered.
func TestWindowAll(t *testing.T) {
	p := windowed(t, "2026-08-01", "2026-08-31")
	all := list(3)
	for i, date := range []string{"2026-08-30", "2026-08-31", "2026-09-01"} {
		all[i].Proposal.Date = date
	}
	before := p.entries()
	if _, err := p.SubmitAll(p.ctx, "qin", all, false); !errors.Is(err, ErrDates) || p.entries() != before {
		t.Errorf("%d entries, %v", p.entries()-before, err)
	}
	out, err := p.SubmitAll(p.ctx, "qin", all[:2], false)
	p.must(err)
	p.Read(func(r *Round) {
		if got := r.BySlip(out[1].Slip).Handed(); got != "2026-08-31" {
			t.Errorf("handed in on %s", got)
		}
	})
}

// TestWindowCorrected: a correction after the last day is no handing in; a date outside is refused in it as well.
func TestWindowCorrected(t *testing.T) {
	p := windowed(t, "2026-08-01", "2026-08-31")
	a, err := p.Submit(p.ctx, "clerk", Person{Name: "王小明"}, paper("2026-08-30"))
	p.must(err)
	n := p.entries() - 1
	wrong, right := *a, *a
	wrong.Date, right.Date = "2026-09-01", "2026-08-29"
	if _, err := p.Correct(p.ctx, "clerk", n, "日期", &wrong); !errors.Is(err, ErrDates) {
		t.Errorf("corrected to a date outside: %v", err)
	}
	_, err = p.Correct(p.ctx, "clerk", n, "日期", &right)
	p.must(err)
}

// TestDateOfScreen: who types on a screen says no date.
func TestDateOfScreen(t *testing.T) {
	p := at(t, 2)
	for _, channel := range []string{"web", "phone", "kiosk"} {
		a := paper("2026-09-01")
		a.Channel = channel
		if _, err := p.Submit(p.ctx, "resident", Person{Name: "王小明"}, a); !errors.Is(err, ErrChoice) {
			t.Errorf("%s: %v", channel, err)
		}
	}
}

func seminar() Seminar {
	return Seminar{Date: "2026-09-01", Place: "社区会议室", Chair: "社区书记 秦", Bodies: []string{"甲物业公司", "乙卫生服务站"}}
}

// TestSeminar: its proposals come with it, in one commit, from bodies of several kinds.
func TestSeminar(t *testing.T) {
	p := at(t, 2)
	before := p.entries()
	all := list(3)
	all[1].Proposal.From, all[2].Proposal.From = "unit", "enterprise"
	out, err := p.SubmitSeminar(p.ctx, "qin", seminar(), all, false)
	p.must(err)
	again := list(5)[3:]
	second, err := p.SubmitSeminar(p.ctx, "qin", seminar(), again, false)
	p.must(err)
	if p.entries() != before+7 || out[0].Meeting != 1 || second[0].Meeting != 2 {
		t.Errorf("%d entries, %+v, %+v", p.entries()-before, out, second)
	}
	p.Read(func(r *Round) {
		if len(r.Seminars) != 2 || !slices.Equal(r.Seminars[0].Bodies, seminar().Bodies) {
			t.Fatalf("%+v", r.Seminars)
		}
		for i, a := range out {
			q := r.BySlip(a.Slip)
			if q == nil || q.Meeting != 1 || q.Channel != "seminar" || q.Handed() != "2026-09-01" || q.From != all[i].Proposal.From {
				t.Errorf("%+v", q)
			}
		}
	})
	p.reopened(t)
}

// TestSeminarRefused: whatever is wrong, neither the seminar nor a proposal of it is there, nor anybody's name.
func TestSeminarRefused(t *testing.T) {
	p := windowed(t, "2026-08-15", "2026-09-30")
	before, people := p.entries(), p.people()
	change := func(do func(*Seminar, []Handing)) (Seminar, []Handing) {
		a, all := seminar(), list(3)
		do(&a, all)
		return a, all
	}
	for name, x := range map[string]struct {
		do   func(*Seminar, []Handing)
		want error
	}{
		"no place":       {func(a *Seminar, _ []Handing) { a.Place = "" }, ErrMissing},
		"nobody there":   {func(a *Seminar, _ []Handing) { a.Bodies = nil }, ErrMissing},
		"no date":        {func(a *Seminar, _ []Handing) { a.Date = "昨天" }, ErrDate},
		"tomorrow":       {func(a *Seminar, _ []Handing) { a.Date = "2026-09-02" }, ErrAhead},
		"before":         {func(a *Seminar, _ []Handing) { a.Date = "2026-08-14" }, ErrDates},
		"last title":     {func(_ *Seminar, all []Handing) { all[2].Proposal.Title = "" }, ErrMissing},
		"last name":      {func(_ *Seminar, all []Handing) { all[2].Person.Name = "" }, ErrMissing},
		"twice the same": {func(_ *Seminar, all []Handing) { all[2].Proposal = all[1].Proposal }, ErrTwin},
	} {
		a, all := change(x.do)
		if _, err := p.SubmitSeminar(p.ctx, "qin", a, all, false); !errors.Is(err, x.want) || p.entries() != before || p.people() != people {
			t.Errorf("%s: %v, %d entries, %d people", name, err, p.entries()-before, p.people()-people)
		}
	}
	if _, err := p.SubmitSeminar(p.ctx, "qin", seminar(), nil, false); !errors.Is(err, ErrMany) {
		t.Errorf("no proposal: %v", err)
	}
	stray := paper("2026-09-01")
	stray.Channel, stray.Meeting = "seminar", 1
	if _, err := p.Submit(p.ctx, "qin", Person{Name: "王小明"}, stray); !errors.Is(err, ErrNoSuch) {
		t.Errorf("of a seminar that was not: %v", err)
	}
}

package catalog

// The needs library: its refusals, its rolling from round to round, its size, and the judgement of the fit.

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
)

func typeOf(x any) reflect.Type { return reflect.TypeOf(x).Elem() }

func need(n int) Need {
	return Need{Text: fmt.Sprintf("第 %d 条：楼道没有扶手", n), Place: "幸福弄", Kind: "engineering", Source: "visit", Date: "2026-08-01"}
}

func needs(from, to int) (all []Need) {
	for n := from; n <= to; n++ {
		all = append(all, need(n))
	}
	return all
}

func TestNeeds(t *testing.T) {
	p := newPlay(t) // at any time, so also before the scheme is adopted
	a := AddNeed(need(1))
	p.do(&a, &ListNeeds{Needs: needs(2, 4)}, &CloseNeed{No: 2, How: "已装"})
	p.refuse(ErrDone, "no", &CloseNeed{No: 2, How: "再装"})
	p.refuse(ErrNeed, "no", &CloseNeed{No: 5, How: "没有"})
	p.refuse(ErrMissing, "how", &CloseNeed{No: 1})
	p.refuse(ErrChoice, "source", &AddNeed{Text: "灯", Place: "弄", Kind: "service", Source: "rumour", Date: "2026-08-01"})
	p.refuse(ErrDate, "date", &AddNeed{Text: "灯", Place: "弄", Kind: "service", Source: "visit", Date: "八月"})
	p.refuse(ErrMissing, "needs", &ListNeeds{})
	p.refuse(ErrLong, "needs", &ListNeeds{Needs: needs(1, MaxNeeds+1)})
	bad := needs(1, 3)
	bad[1].Text = strings.Repeat("长", 301)
	p.refuse(ErrLong, "needs", &ListNeeds{Needs: bad})
	p.refuse(ErrBrought, "", &ListNeeds{Round: "2025", IDs: []string{"2025.1"}, Needs: needs(1, 1)})
	p.refuse(ErrBrought, "", &ListNeeds{IDs: []string{"2025.1"}, Needs: needs(1, 1)})
	p.Read(func(r *Round) {
		if n := r.Need(4); len(r.Needs) != 4 || r.OpenNeeds() != 3 || n.ID != "2026.4" || n.Text != need(4).Text || r.Need(0) != nil || r.Need(5) != nil {
			t.Errorf("%d: %+v", len(r.Needs), n)
		}
		for _, x := range []struct {
			want error
			a    ListNeeds
		}{
			{ErrNumber, ListNeeds{Round: "2025", Needs: needs(1, 1)}},
			{ErrNumber, ListNeeds{Round: "2026", IDs: []string{"2025.1"}, Needs: needs(1, 1)}},
			{ErrID, ListNeeds{Round: "2025", IDs: []string{"x"}, Needs: needs(1, 1)}},
			{ErrTakenOver, ListNeeds{Round: "2025", IDs: []string{"2025.1", "2025.1"}, Needs: needs(1, 2)}},
			{ErrTakenOver, ListNeeds{Round: "2025", IDs: []string{"2026.4"}, Needs: needs(1, 1)}},
		} {
			if err := x.a.check(r); !errors.Is(err, x.want) {
				t.Errorf("%+v: %v", x.a, err)
			}
		}
		full := Round{Needs: make([]*NeedState, maxNeeds)}
		if err := a.check(&full); !errors.Is(err, ErrNumber) {
			t.Errorf("full: %v", err)
		}
	})
}

// A proposal answers an open need; its correction stands at its place, when the need was open.
func TestNeedAnswered(t *testing.T) {
	p := at(t, 2)
	p.do(&ListNeeds{Needs: needs(1, 2)}, &CloseNeed{No: 2, How: "已装"})
	idea := submission(1)
	for no, want := range map[int]error{2: ErrNeed, 3: ErrNeed, -1: ErrNumber} {
		idea.Need = no
		if _, err := p.Submit(p.ctx, "resident", Person{Name: "王"}, idea); !errors.Is(err, want) {
			t.Errorf("need %d: %v", no, err)
		}
	}
	idea.Need = 1
	_, err := p.Submit(p.ctx, "resident", Person{Name: "王"}, idea)
	p.must(err)
	p.do(&CloseNeed{No: 1, How: "由提议回应"})
	at := p.entries() - 2
	var same Submit
	p.Read(func(r *Round) { same = r.Proposal(1).Submit })
	same.Place = "西门"
	if _, err := p.Correct(p.ctx, "office", at, "地点写错", &same); err != nil {
		t.Error(err)
	}
	p.Read(func(r *Round) {
		if got := r.Answers(1); len(got) != 1 || got[0].Place != "西门" || len(r.Answers(0)) > 0 {
			t.Errorf("%+v", got)
		}
	})
	p.reopened(t)
}

// Rolled at once by many, and again, every open need is taken once and keeps its ID; a third round takes them from the second.
func TestRollNeeds(t *testing.T) {
	old := newPlay(t)
	const many = 2*MaxNeeds + 7
	for from := 1; from <= many; from += MaxNeeds {
		old.do(&ListNeeds{Needs: needs(from, min(from+MaxNeeds-1, many))})
	}
	old.do(&CloseNeed{No: 3, How: "已装"})
	p := old.following("2027", nil)
	own := AddNeed(need(1))
	p.do(&own)
	counts := make([]int, 4)
	var all sync.WaitGroup
	for i := range counts {
		all.Go(func() {
			var err error
			counts[i], err = p.RollNeeds(context.Background(), "office", old.Live)
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	sum := 0
	for _, n := range counts {
		sum += n
	}
	p.Read(func(r *Round) {
		if sum != many-1 || len(r.Needs) != many || r.Need(2).ID != "2026.1" || r.Need(1).ID != "2027.1" {
			t.Errorf("%v: %d needs, %+v", counts, len(r.Needs), r.Need(2))
		}
	})
	p.do(&CloseNeed{No: 2, How: "已装"})
	third := old.following("2028", nil)
	if n, err := third.RollNeeds(p.ctx, "office", p.Live); n != many-1 || err != nil {
		t.Errorf("third: %d, %v", n, err)
	}
	third.Read(func(r *Round) {
		if r.Need(1).ID != "2027.1" || r.Need(2).ID != "2026.2" {
			t.Errorf("%+v", r.Need(2))
		}
	})
	for _, from := range []*play{third, p, old.following("else", func(s *Scheme) { s.Street = "别处" })} {
		if n, err := p.RollNeeds(p.ctx, "office", from.Live); !errors.Is(err, ErrNotEarlier) || n != 0 {
			t.Errorf("%s: %d, %v", from.ID(), n, err)
		}
	}
	if n, err := third.RollNeeds(p.ctx, "office", old.Live); err != nil || n != 1 { // one that the second round closed is open in the first
		t.Errorf("%d, %v", n, err)
	}
}

// Where the scheme asks for it, the fit is judged before the screening, and what does not fit is excluded with a reason.
func TestFit(t *testing.T) {
	p := at(t, 3)
	p.refuse(ErrStep, "", &JudgeFit{No: 1, Fits: true, Why: "对应", By: "两委"})
	s := scheme(t)
	s.NeedFit = "asked"
	p = newPlayOf(t, s)
	p.agree()
	p.collect()
	passes := Cleared(1, 7, "小组")
	refused := func(want error) {
		t.Helper()
		if _, err := p.Do(p.ctx, "office", passes); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	refused(ErrFirst)
	p.refuse(ErrNoSuch, "no", &JudgeFit{No: 9, Why: "无", By: "两委"})
	p.refuse(ErrDone, "no", &JudgeFit{No: 4, Why: "并了", By: "两委"})
	p.do(&JudgeFit{No: 1, Why: "库里没有", By: "两委"})
	p.refuse(ErrDone, "no", &JudgeFit{No: 1, Why: "再判", By: "两委"})
	refused(ErrFit)
	if _, err := p.Correct(p.ctx, "office", p.entries()-1, "判错", &JudgeFit{No: 1, Fits: true, Why: "对应第 3 条", By: "两委"}); err != nil {
		t.Fatal(err)
	}
	p.do(passes)
	p.do(&JudgeFit{No: 2, Why: "库里没有", By: "两委"})
	p.do(Answered(2, "小组", append([]string{"与需求库不契合"}, make([]string, 6)...)))
	if _, err := p.Correct(p.ctx, "office", p.entries()-1, "改判", Cleared(2, 7, "小组")); !errors.Is(err, ErrFit) {
		t.Errorf("corrected to what does not fit: %v", err)
	}
}

// BenchmarkNeeds is what 50,000 needs of a round cost: to enter, to fold when the round is opened, and to commit two acts.
func BenchmarkNeeds(b *testing.B) {
	const many = 50_000
	p := newPlay(b)
	for from := 1; from <= many; from += MaxNeeds {
		p.do(&ListNeeds{Needs: needs(from, from+MaxNeeds-1)})
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			l, err := Open(p.ctx, p.env, "2026")
			p.must(err)
			l.Close()
		}
	})
	b.Run("two", func(b *testing.B) {
		for b.Loop() {
			a := AddNeed(need(1))
			p.do(&a, &a)
		}
	})
}

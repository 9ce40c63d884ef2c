package catalog

// Carry-over: only what an earlier round carried, once, without the names of those who were erased, and first in the library.

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"linli/ballot/store"
)

// following is a play of another round on the same store.
func (p *play) following(id string, change func(*Scheme)) *play {
	p.t.Helper()
	s := scheme(p.t)
	s.Year++
	if change != nil {
		change(&s)
	}
	q := *p
	l, err := Found(p.ctx, p.env, "office", Create{ID: id, Scheme: s})
	p.must(err)
	q.Live = l
	p.t.Cleanup(l.Close)
	return &q
}

// carried is a round whose letters are out; proposals 3 and 5 are carried over.
func carried(t testing.TB) *play {
	p := at(t, 6)
	for _, n := range []int{3, 5} {
		p.do(&IssueLetter{No: n, Number: strconv.Itoa(n)}, &CarryOver{No: n, Why: "经费"})
	}
	return p
}

// persons counts the personal data of a round in the store.
func (p *play) known(no int) bool {
	p.t.Helper()
	ref := ""
	p.Read(func(r *Round) { ref = r.Proposal(no).Proposer })
	_, err := p.Person(p.ctx, ref)
	return err == nil
}

func TestTakeOver(t *testing.T) {
	old := carried(t)
	old.do(&Erase{No: 5, Why: "request"})
	p := old.following("2027", nil)
	p.do(&Adopt{Body: "居民代表会议"})
	out, err := p.TakeOver(p.ctx, "office", old.Live, 5, 3)
	p.must(err)
	if len(out) != 2 || out[0].FromRound != "2026" || out[0].FromNo != 5 || out[1].FromNo != 3 {
		t.Fatalf("%+v", out)
	}
	slips := map[string]bool{}
	old.Read(func(r *Round) { slips[r.Proposal(3).Slip], slips[r.Proposal(5).Slip] = true, true })
	p.Read(func(r *Round) {
		a, b := r.Proposal(1), r.Proposal(2)
		if !a.Carried() || !a.Erased || b.Erased || slips[a.Slip] || slips[b.Slip] || b.Title != "老年学堂" || r.TakenFrom("2026", 3) != b || r.TakenFrom("2026", 4) != nil || r.TakenFrom("", 0) != nil {
			t.Errorf("%+v\n%+v", a, b)
		}
	})
	if p.known(1) || !p.known(2) || !old.known(3) {
		t.Error("whose names are known")
	}
	if by, err := old.TakenBy(p.ctx, 3); by != "2027" || err != nil {
		t.Errorf("taken by %q, %v", by, err)
	}
	for _, no := range []int{3, 5} {
		if _, err := p.TakeOver(p.ctx, "office", old.Live, no); !errors.Is(err, ErrTakenOver) || !errors.Is(err, ErrDone) {
			t.Errorf("%d twice: %v", no, err)
		}
	}
	if f, err := p.Check(p.ctx); err != nil || f.People != 1 || f.Erased != 1 || len(f.Missing) > 0 {
		t.Errorf("%+v %v", f, err)
	}
	again, err := Open(p.ctx, p.env, "2027")
	p.must(err)
	defer again.Close()
	again.Read(func(r *Round) {
		if len(r.Proposals) != 2 || r.Proposal(2).FromNo != 3 {
			t.Errorf("opened again: %d", len(r.Proposals))
		}
	})
}

// What the round table changed is what is taken over, unless it is longer than a proposal may be.
func TestOnward(t *testing.T) {
	long := strings.Repeat("长", mostText+1)
	for text, want := range map[string]string{"改过": "改过", long: "原文", long[:3*mostText]: long[:3*mostText], "": "原文"} {
		p := Proposal{Submit: Submit{Title: "旧", Text: "原文", Photo: "x", Date: "2026-01-01", Meeting: 1, Need: 4}, No: 7, Decision: &Decide{NewTitle: "新", NewText: text}}
		a := p.onward("2026")
		if a.Title != "新" || a.Text != want || a.FromRound != "2026" || a.FromNo != 7 || a.Photo+a.Date != "" || a.Meeting+a.Need != 0 {
			t.Errorf("%.20q: %+v", text, a)
		}
	}
	limit, _ := new(Submit), 0
	for _, f := range Fields(typeOf(limit)) {
		if f.Name == "text" && f.Limit != mostText {
			t.Errorf("a text may have %d characters", f.Limit)
		}
	}
}

func TestTakeOverRefusals(t *testing.T) {
	old := carried(t)
	p := old.following("2027", nil)
	before := p.people()
	refuse := func(want error, from *play, nos ...int) {
		t.Helper()
		n := p.entries()
		if out, err := p.TakeOver(p.ctx, "office", from.Live, nos...); !errors.Is(err, want) || out != nil || p.entries() != n || p.people() != before {
			t.Errorf("%v: %v, want %v", nos, err, want)
		}
	}
	refuse(ErrStep, old, 3) // no collection yet
	p.do(&Adopt{Body: "居民代表会议"})
	refuse(ErrMany, old)
	refuse(ErrMany, old, make([]int, MaxTakeOver+1)...)
	refuse(ErrCarried, old, 3, 1) // funded
	refuse(ErrCarried, old, 99)
	refuse(ErrTakenOver, old, 3, 3)
	refuse(ErrNotEarlier, p, 3) // itself
	refuse(ErrNotEarlier, old.following("elsewhere", func(s *Scheme) { s.Community = "另一社区" }), 3)
	refuse(ErrNotEarlier, old.following("2028", nil), 3) // a later one
	org := old.following("org", func(s *Scheme) { s.Proposers = []string{"organisation"} })
	org.do(&Adopt{Body: "居民代表会议"})
	if _, err := org.TakeOver(p.ctx, "office", old.Live, 3); !errors.Is(err, ErrProposer) {
		t.Errorf("whom the scheme does not name: %v", err)
	}
	own := submission(1)
	own.FromRound, own.FromNo = "2026", 3
	if _, err := p.Submit(p.ctx, "resident", Person{Name: "王"}, own); !errors.Is(err, ErrBrought) {
		t.Errorf("entered by a form: %v", err)
	}
	if _, err := p.SubmitAll(p.ctx, "office", []Handing{{Person: Person{Name: "王"}, Proposal: own}}, true); !errors.Is(err, ErrBrought) {
		t.Errorf("entered by a list: %v", err)
	}
	own.Slip, own.Proposer = "222222222W", strings.Repeat("0", 24)
	p.refuse(ErrBrought, "", &own)
	p.Read(func(r *Round) {
		for _, x := range []Submit{{FromRound: "2026"}, {FromNo: 3}, {FromRound: "Ω", FromNo: 3}, {FromRound: "2027", FromNo: 3}} {
			if err := x.origin(r); !errors.Is(err, ErrCarried) {
				t.Errorf("%+v: %v", x, err)
			}
		}
	})
	if p.entries() == 0 || old.people() != before {
		t.Error("something was left")
	}
}

// Of many who take the same over at once, into two rounds, one succeeds, whatever happens in the earlier round meanwhile.
func TestTakeOverAtOnce(t *testing.T) {
	old := carried(t)
	a, b := old.following("2027", nil), old.following("2027b", nil)
	for _, p := range []*play{a, b} {
		p.do(&Adopt{Body: "居民代表会议"})
	}
	before := old.people()
	errs := make([]error, 12)
	var all sync.WaitGroup
	for i := range errs {
		p := []*play{a, b}[i%2]
		all.Go(func() { _, errs[i] = p.TakeOver(context.Background(), "office", old.Live, 3) })
		if i == 6 {
			all.Go(func() { _, _ = old.Do(context.Background(), "office", &Talk{No: 3, Note: "再议"}) })
		}
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, ErrTakenOver) {
			t.Error(err)
		}
	}
	n := 0
	for _, p := range []*play{a, b} {
		p.Read(func(r *Round) { n += len(r.Proposals) })
	}
	if won != 1 || n != 1 || old.people() != before+1 {
		t.Errorf("%d won, %d proposals, %d people more", won, n, old.people()-before)
	}
}

// between is a store in which something happens right before the first commit of many checks.
type between struct {
	store.Store
	once sync.Once
	do   func()
}

func (b *between) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if len(checks) > 1 {
		b.once.Do(b.do)
	}
	return b.Store.Commit(ctx, checks, ops)
}

// Whoever is erased, or is not carried any more, between the look at the earlier round and the commit is not taken over
// as was seen.
func TestTakeOverMeanwhile(t *testing.T) {
	old := carried(t)
	p := old.following("2027", nil)
	p.do(&Adopt{Body: "居民代表会议"})
	take := func(no int, do func()) error {
		env := p.env
		env.Store = &between{Store: p.store, do: do}
		l, err := Open(p.ctx, env, "2027")
		p.must(err)
		defer l.Close()
		_, err = l.TakeOver(p.ctx, "office", old.Live, no)
		p.must(p.Ledger().Sync(p.ctx))
		return err
	}
	p.must(take(3, func() { old.do(&Erase{No: 3, Why: "request"}) }))
	p.Read(func(r *Round) {
		if !r.Proposal(1).Erased {
			t.Error("not told as erased")
		}
	})
	if p.known(1) || old.known(3) {
		t.Error("copied after the erasure")
	}
	err := take(5, func() {
		_, err := old.Correct(p.ctx, "office", old.entries()-2, "弄错", &CarryOver{No: 3, Why: "另有经费"})
		old.must(err)
	})
	if !errors.Is(err, ErrCarried) {
		t.Errorf("no longer carried: %v", err)
	}
}

// TestCarriedFirst: they come first into the library in the order received, drawn or not, and cannot lose that by a merger.
func TestCarriedFirst(t *testing.T) {
	for _, drawn := range []bool{false, true} {
		old := carried(t)
		p := old.following("2027", nil)
		p.do(&Adopt{Body: "居民代表会议"})
		for n := 1; n <= 3; n++ {
			_, err := p.Submit(p.ctx, "resident", Person{Name: "王小明"}, submission(n))
			p.must(err)
		}
		_, err := p.TakeOver(p.ctx, "office", old.Live, 5, 3)
		p.must(err)
		twin, err := p.Submit(p.ctx, "resident", Person{Name: "李"}, submission(3))
		p.must(err)
		if _, err := p.Do(p.ctx, "office", &Merge{No: 5, Into: 6, Why: "同一件事"}); !errors.Is(err, ErrFirstCarried) {
			t.Errorf("merged away: %v", err)
		}
		p.do(&Merge{No: 6, Into: 5, Why: "同一件事"}, &CloseCollection{}, &Meet{Date: "2026-09-01", Place: "会议室", Moderator: "李", Recorder: "周", Present: []string{"代表"}})
		for n := 1; n <= 5; n++ {
			p.do(Cleared(n, 7, "小组"), &Survey{No: n, Date: "2026-09-01", Who: "顾问", Finding: "可行", Pass: true},
				&Decide{No: n, Discussion: "议", Result: "recommend", Why: "急"}, &Estimate{No: n, Department: "办", Low: 1, Figure: 1, High: 1, Basis: "询价"})
		}
		p.do(&Freeze{Drawn: drawn, Seed: "x"})
		var order []int
		p.Read(func(r *Round) {
			for _, x := range r.Library.Projects {
				order = append(order, x.Proposal.No)
			}
		})
		rest := slices.Sorted(slices.Values(order[2:]))
		if !slices.Equal(order[:2], []int{4, 5}) || !slices.Equal(rest, []int{1, 2, 3}) || drawn == slices.IsSorted(order[2:]) {
			t.Errorf("drawn %v: %v (%s)", drawn, order, twin.Slip)
		}
	}
}

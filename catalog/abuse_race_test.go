package catalog

// Two servers on one store at the same moment: what shuts each other out happens in one order or the other, and whoever
// folds the ledger sees the same.

import (
	"errors"
	"testing"
	"time"
)

// both does one thing on each of two servers at once and returns their errors.
func (p *play) both(one, two func(l *Live) error) (first, second error) {
	p.t.Helper()
	other, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	defer other.Close()
	done := make(chan error)
	go func() { done <- two(other) }()
	first = one(p.Live)
	second = <-done
	p.must(p.Ledger().Sync(p.ctx))
	return first, second
}

// doing is an act as one side of a race.
func (p *play) doing(a Act) func(*Live) error {
	return func(l *Live) error {
		_, err := l.Do(p.ctx, "office", a)
		return err
	}
}

// TestFreezeRaces: the library is not frozen over a review that is asked for, a grant that is made, or an estimate that is
// corrected at the same moment.
func TestFreezeRaces(t *testing.T) {
	for range 6 {
		p := at(t, 3)
		p.but(5)
		p.do(keptOut(5), &Confirm{No: 5, Agree: true, Login: "lu"}, told(5))
		p.standing(time.Date(2026, 9, 24, 16, 0, 0, 0, time.UTC)) // the first minute after the last day
		frozen, asked := p.both(p.doing(&Freeze{}), p.doing(&AskReview{No: 5, Date: "2026-09-24", Text: "前一天当面提出"}))
		if (frozen == nil) == (asked == nil) || frozen != nil && !errors.Is(frozen, ErrFirst) || asked != nil && !errors.Is(asked, ErrStep) {
			t.Errorf("frozen: %v; asked: %v", frozen, asked)
		}
		p.Read(func(r *Round) {
			if (r.Library != nil) == (r.Proposal(5).ByList.Asked != nil) {
				t.Error("frozen over an open review")
			}
		})
		p.reopened(t)

		q := screening(t, quick(t))
		q.do(&Meet{Date: "2026-10-09", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}})
		for no := 1; no <= 3; no++ {
			q.do(&Decide{No: no, Discussion: "议", Result: "recommend", Why: "好"}, estimate(no, 50_000_00))
		}
		for no := 4; no <= 5; no++ {
			if q.stage(no) != Received {
				continue // merged
			}
			q.do(Cleared(no, len(q.rules().Grounds), "组"), &Survey{No: no, Date: "2026-09-05", Who: "人", Finding: "好", Pass: true}, &Decide{No: no, Discussion: "议", Result: "decline", Why: "小"})
		}
		frozen, granted := q.both(q.doing(&Freeze{}), q.doing(grant(1)))
		if frozen != nil || granted != nil && !errors.Is(granted, ErrWindow) {
			t.Errorf("frozen: %v; granted: %v", frozen, granted)
		}
		q.Read(func(r *Round) {
			if n := len(r.Library.Projects) + len(r.Granted); n != 3 || len(r.Library.Beside) != len(r.Granted) || r.Budget() != r.Scheme.Fund-int64(len(r.Granted))*50_000_00 {
				t.Errorf("%d projects, %d granted, %d beside, %d fen", n, len(r.Granted), len(r.Library.Beside), r.Budget())
			}
		})
		q.reopened(t)
	}
}

// rules are those of the round.
func (p *play) rules() (s Scheme) {
	p.Read(func(r *Round) { s = r.Scheme })
	return s
}

// TestSecondMemberRaces: two servers do not take two second opinions, nor a correction of what is being confirmed.
func TestSecondMemberRaces(t *testing.T) {
	for range 6 {
		p := at(t, 3)
		p.do(keptOut(1))
		n := p.last(-1)
		one, two := p.both(p.doing(&Confirm{No: 1, Agree: true, Login: "lu"}), p.doing(&Confirm{No: 1, Why: "不同意", Login: "bao"}))
		if (one == nil) == (two == nil) {
			t.Errorf("both or neither: %v, %v", one, two)
		}
		p.reopened(t)
		q := at(t, 3)
		q.do(keptOut(1))
		cleared, agreed := q.both(func(l *Live) error {
			_, err := l.Correct(q.ctx, "office", n, "看错了", Cleared(1, 7, "组"))
			return err
		}, q.doing(&Confirm{No: 1, Agree: true, Login: "lu"}))
		if (cleared == nil) == (agreed == nil) {
			t.Errorf("cleared: %v; agreed: %v", cleared, agreed)
		}
		q.reopened(t)
	}
}

// TestCouncilRaces: the outcome of a council that is closed while a vote is corrected is that of the votes as they stand.
func TestCouncilRaces(t *testing.T) {
	for range 6 {
		p := atCouncil(t)
		p.convened()
		p.resolved()
		n := p.last(-1)
		closed, corrected := p.both(func(l *Live) error { return l.CloseCouncil(p.ctx, "office", "qin", "lu") }, func(l *Live) error {
			_, err := l.Correct(p.ctx, "office", n, "唱票有误", &Resolve{Project: p.number(3), Yes: 6, No: 3, Abstain: 1, Recused: []string{"居民代表王"}})
			return err
		})
		if closed != nil && !errors.Is(closed, ErrOutcome) || corrected != nil && !errors.Is(corrected, ErrStep) || closed != nil && corrected != nil {
			t.Errorf("closed: %v; corrected: %v", closed, corrected)
		}
		p.Read(func(r *Round) {
			if r.Outcome == nil {
				return
			}
			if o, err := r.Reckon(r.drawn()); err != nil || o.Hash() != r.OutcomeHash {
				t.Errorf("another outcome than the votes give: %v", err)
			}
		})
		p.reopened(t)
	}
}

// TestEraseRaces: a photo that is handed in again on one server while the other erases it is there if a proposal shows it,
// and else it is not.
func TestEraseRaces(t *testing.T) {
	for range 6 {
		p := at(t, 2)
		photo := []byte("\xff\xd8\xff\xe0 a picture")
		a := submission(1)
		a.Title = "一"
		_, err := p.SubmitWith(p.ctx, "office", Handing{Person: Person{Name: "王"}, Proposal: a, Photo: photo})
		p.must(err)
		no := 0
		p.Read(func(r *Round) { no = len(r.Proposals) })
		b := submission(2)
		b.Title = "二"
		erased, again := p.both(p.doing(&Erase{No: no, Why: "request"}), func(l *Live) error {
			_, err := l.SubmitWith(p.ctx, "office", Handing{Person: Person{Name: "李"}, Proposal: b, Photo: photo})
			return err
		})
		if erased != nil || again != nil {
			t.Fatalf("%v, %v", erased, again)
		}
		if got, err := p.Photo(p.ctx, photoHash(photo)); err != nil || len(got) != len(photo) {
			t.Errorf("a photo that a proposal shows is gone: %v", err)
		}
		p.do(&Erase{No: no + 1, Why: "request"})
		if has, err := p.hasPhoto(p.ctx, photoHash(photo)); has || err != nil {
			t.Errorf("it is still there: %v", err)
		}
		p.reopened(t)
	}
}

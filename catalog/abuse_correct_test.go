package catalog

// Corrections as a way round a rule: of time, of money that has been granted, of who is there.

import (
	"errors"
	"testing"
	"time"
)

// TestCorrectedTime: a notice whose date is corrected backwards does not end the time to ask for a review while it runs; nor
// does a paper, or a seminar, come to be of tomorrow, or of no date once the dates are over.
func TestCorrectedTime(t *testing.T) {
	p := excluded(t)
	p.do(told(1)) // until the 24th
	n := p.last(-1)
	back := told(1)
	back.Date = "2026-09-10"
	p.standing(time.Date(2026, 9, 22, 3, 0, 0, 0, time.UTC))
	before := p.entries()
	if _, err := p.Correct(p.ctx, "office", n, "日期", back); !errors.Is(err, ErrLate) || p.entries() != before {
		t.Errorf("a notice that is over at once: %v", err)
	}
	again := told(1)
	again.Number = "2"
	if _, err := p.Correct(p.ctx, "office", n, "文号", again); err != nil {
		t.Errorf("its number: %v", err)
	}
	p.standing(time.Date(2026, 10, 22, 3, 0, 0, 0, time.UTC)) // it has long been over
	again.Number = "3"
	if _, err := p.Correct(p.ctx, "office", p.last(-1), "文号", again); err != nil {
		t.Errorf("its number, later: %v", err)
	}
	if _, err := p.Correct(p.ctx, "office", p.last(-1), "日期", back); !errors.Is(err, ErrLate) && err != nil {
		t.Errorf("its date, later: %v", err)
	}
	p.Read(func(r *Round) {
		if until := r.Proposal(1).ByList.Notice.Until; until < "2026-09-17" {
			t.Errorf("until %s", until)
		}
	})
	p.reopened(t)

	q := windowed(t, "2026-08-01", "2026-08-31")
	a, err := q.Submit(q.ctx, "clerk", Person{Name: "王小明"}, paper("2026-08-30"))
	q.must(err)
	bare := *a
	bare.Date = ""
	q.refuseMend(ErrDates, -1, &bare) // it was entered after the last day
	q.do(&Seminar{Date: "2026-08-20", Place: "室", Chair: "书记", Bodies: []string{"银行"}})
	q.refuseMend(ErrAhead, -1, &Seminar{Date: "2026-09-30", Place: "室", Chair: "书记", Bodies: []string{"银行"}})
}

// TestCorrectedGrant: what has been granted costs what it was granted at, and nothing else becomes it.
func TestCorrectedGrant(t *testing.T) {
	p := screening(t, quick(t))
	p.do(estimate(1, 90_000_00), estimate(2, 80_000_00), grant(1))
	for _, dearer := range []*Estimate{estimate(1, 159_999_00), estimate(1, 1), estimate(2, 90_000_00)} {
		p.refuseMend(ErrRests, -3, dearer)
	}
	moved := estimate(1, 10_000_00)
	p.refuseMend(ErrRests, -2, moved) // another one's estimate onto it
	p.mend(-2, estimate(2, 70_000_00))
	p.state(func(r *Round) {
		if r.Project(1001).Cost != 90_000_00 || r.Budget() != r.Scheme.Fund-90_000_00 {
			t.Errorf("%d fen, %d are left", r.Project(1001).Cost, r.Budget())
		}
	})
	p.do(&Revoke{Project: 1001, Why: "重新询价"})
	if _, err := p.Correct(p.ctx, "office", p.last(-5), "询价", estimate(1, 95_000_00)); err != nil {
		t.Errorf("once it is revoked: %v", err)
	}
	p.reopened(t)
}

// TestCorrectedTable: those at the table do not become fewer than the quorum of what they decided, nor is somebody who
// proposed an item written in, or a recused one out, after it was decided.
func TestCorrectedTable(t *testing.T) {
	s := scheme(t)
	s.TableQuorum = 3
	p := newPlayOf(t, s)
	p.agree()
	p.collect()
	p.do(Cleared(1, len(s.Grounds), "组"), &Survey{No: 1, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true})
	meet := func(present ...string) *Meet {
		return &Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: present}
	}
	p.do(meet("陈", "吴", "孙", "钱"), &Arrive{Who: "钱", Proposed: []int{1}})
	p.do(&Decide{No: 1, Discussion: "议", Result: "recommend", Why: "好", Recused: []string{"钱"}, For: 2, Against: 1})
	p.refuseMend(ErrRests, -3, meet("陈", "钱"))
	p.refuseMend(ErrRests, -3, meet("陈", "吴", "钱")) // two are left to cast three votes
	p.refuseMend(ErrRests, -3, meet())
	p.refuseMend(ErrDone, -3, meet("陈", "陈", "吴", "孙", "钱"))
	p.refuseMend(ErrRests, -2, &Arrive{Who: "赵", Proposed: []int{1}})
	p.mend(-3, meet("陈", "吴", "孙", "钱", "冯"))
	p.do(&Estimate{No: 1, Department: "办", Low: 1, Figure: 1, High: 1, Basis: "据"})
	p.reopened(t)
}

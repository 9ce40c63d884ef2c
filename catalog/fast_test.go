package catalog

// The fast track: who may go it, what it leaves, and that no race of grants spends more than the fund.

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"linli/ballot"
)

// quick is a scheme whose fast track is for less than 160,000 yuan and for what is urgent, with a fund of 500,000.
func quick(t testing.TB) Scheme {
	s := tiered(t)
	s.FastBelow, s.FastUrgent = 160_000_00, "allowed"
	return s
}

// screening is a round with that scheme in which proposals 1 to 3 have passed screening and survey, and nothing else.
func screening(t testing.TB, s Scheme) *play {
	t.Helper()
	p := newPlayOf(t, s)
	p.agree()
	p.collect()
	for n := 1; n <= 3; n++ {
		p.do(Cleared(n, len(s.Grounds), "组"), &Survey{No: n, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true})
	}
	return p
}

func estimate(no int, fen int64) *Estimate {
	return &Estimate{No: no, Department: "建设办", Low: fen, Figure: fen, High: fen, Basis: "询价"}
}

func grant(no int) *Grant {
	return &Grant{No: no, Date: "2026-09-08", Number: "随报1号", Why: "小额", By: "主任陆"}
}

// TestGrant follows a granted project through all that comes after: it is built beside the vote and never on the paper.
func TestGrant(t *testing.T) {
	p := screening(t, quick(t))
	p.refuse(ErrFirst, "no", grant(1)) // no estimate
	p.do(estimate(1, 150_000_00))
	p.do(grant(1))
	p.state(func(r *Round) {
		x := r.Project(1001)
		if x == nil || x.Proposal.No != 1 || x.Cost != 150_000_00 || x.Grant.Body != "居民代表会议" || !r.Funded(1001) || r.Stage(x.Proposal) != Granted {
			t.Fatalf("%+v", x)
		}
		if r.Budget() != r.Scheme.Fund-150_000_00 || r.Left("service") != r.Budget() || !r.Steps[7].IsOpen() || r.Project(1000) != nil || r.Project(1002) != nil {
			t.Errorf("budget %d, left %d", r.Budget(), r.Left("service"))
		}
	})
	p.do(&StartWork{Project: 1001, Department: "建设办", Contractor: "甲", Contract: 150_000_00, Due: "2026-10-31"})
	p.do(&FinishWork{Project: 1001, Date: "2026-09-20", Result: "合格"})
	p.do(&Evaluate{Project: 1001, Marks: []int{5, 0, 0, 0, 0}, By: "第三方"})
	p.refuse(ErrFirst, "", &CloseWorks{}) // the vote has not been
	p.rest(2, 3)
	p.refuse(ErrNoSuch, "project", &Withdraw{Project: 1001, Why: "改"})
	p.vote23()
	p.state(func(r *Round) {
		if r.Outcome.Budget != r.Scheme.Fund-150_000_00 || len(r.Library.Projects) != 2 || len(r.Unsuccessful()) != 1 {
			t.Errorf("%+v, %d unsuccessful", r.Outcome, len(r.Unsuccessful()))
		}
	})
}

// rest takes those proposals through table and estimate, excludes the fifth and freezes the library.
func (p *play) rest(nos ...int) {
	p.t.Helper()
	p.do(&Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}})
	for _, n := range nos {
		p.do(&Decide{No: n, Discussion: "议", Result: "recommend", Why: "好"})
		p.do(estimate(n, 150_000_00))
	}
	p.keepOut(5)
	p.do(&Freeze{})
}

// vote23 has two ballots for proposals 2 and 3 counted.
func (p *play) vote23() {
	p.t.Helper()
	p.polling()
	for i := range 2 {
		_, err := p.Roll().CheckIn(p.ctx, fmt.Sprintf("1390000000%d", i), 1, p.env.Now())
		p.must(err)
		_, err = p.box().Cast(p.ctx, p.sheets[i], p.marks(2, 3), "kiosk")
		p.must(err)
	}
	p.closed()
	_, err := p.Settle(p.ctx, "office", ballot.Account{Station: 1, Unused: 10, CheckIns: 2}, "", "qin", "lu")
	p.must(err)
	p.tally()
}

// TestGrantRefusals: who may not be granted, when, and for want of what.
func TestGrantRefusals(t *testing.T) {
	p := screening(t, quick(t))
	p.refuse(ErrNoSuch, "no", grant(9))
	p.refuse(ErrFirst, "no", estimate(1, 160_000_00)) // not below, so it waits for the round table
	dear := estimate(1, 160_000_00)
	dear.Urgent = "管道破裂"
	p.do(dear)
	p.do(grant(1))
	p.refuse(ErrDone, "no", grant(1))
	grouped := estimate(2, 100_00)
	grouped.Group = "甲地"
	p.do(grouped)
	p.refuse(ErrGroup, "no", grant(2))
	p.do(&Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}})
	p.do(&Decide{No: 3, Discussion: "议", Result: "recommend", Why: "好"})
	p.do(estimate(3, 170_000_00))
	p.refuse(ErrFast, "no", grant(3)) // recommended, but neither small nor urgent
	p.refuse(ErrNoSuch, "project", &Revoke{Project: 3, Why: "错"})
	p.refuse(ErrNoSuch, "project", &Revoke{Project: 1002, Why: "错"})
	p.do(&Revoke{Project: 1001, Why: "另有来源"})
	p.refuse(ErrDone, "project", &Revoke{Project: 1001, Why: "错"})
	p.state(func(r *Round) {
		if r.Budget() != r.Scheme.Fund || r.Funded(1001) || r.Stage(r.Proposal(1)) != Surveyed {
			t.Errorf("%d %v %s", r.Budget(), r.Funded(1001), r.Stage(r.Proposal(1)))
		}
	})
	p.do(grant(1))
	p.do(&StartWork{Project: 1002, Department: "办", Contractor: "甲", Contract: 1, Due: "2026-10-31"})
	p.refuse(ErrDone, "project", &Revoke{Project: 1002, Why: "错"})
}

// TestGrantWindow: between the freeze and the outcome nothing is granted or revoked, afterwards what is left is.
func TestGrantWindow(t *testing.T) {
	s := quick(t)
	s.Fund, s.Cap, s.Sources = 400_000_00, 0, nil
	p := screening(t, s)
	p.do(estimate(1, 150_000_00))
	p.do(grant(1))
	p.rest(2, 3)
	p.refuse(ErrWindow, "", grant(2)) // on the paper
	p.refuse(ErrWindow, "project", &Revoke{Project: 1001, Why: "错"})
	p.vote23() // 250,000 are left: one of the two
	lost := 0
	p.state(func(r *Round) {
		for _, x := range r.Library.Projects {
			if !r.Funded(x.Number) {
				lost = x.Proposal.No
			}
		}
		if len(r.Outcome.Funded) != 1 || r.Left("engineering") != 100_000_00 {
			t.Fatalf("%v, left %d", r.Outcome.Funded, r.Left("engineering"))
		}
	})
	p.refuse(ErrWindow, "project", &Revoke{Project: 1001, Why: "错"})
	_, err := p.Do(p.ctx, "office", grant(lost))
	if !errors.Is(err, ErrBudget) || !strings.Contains(err.Error(), "还剩 10万元，需要 15万元") {
		t.Errorf("what is left is not told: %v", err)
	}
}

// TestGrantAfter: what the vote left pays for one that it did not fund, unless its proposer has been written already.
func TestGrantAfter(t *testing.T) {
	s := quick(t)
	s.Fund, s.Cap, s.Sources, s.Rule, s.Tiers = 500_000_00, 0, nil, "greedy-skip", nil
	s.MinVotes = 2
	p := screening(t, s)
	p.rest(1, 2, 3)
	p.vote23()
	p.state(func(r *Round) {
		if r.Stage(r.Proposal(1)) != NotFunded || r.Left("engineering") != 200_000_00 {
			t.Fatalf("%s, left %d", r.Stage(r.Proposal(1)), r.Left("engineering"))
		}
	})
	budget := int64(0)
	p.state(func(r *Round) { budget = r.Budget() })
	p.do(grant(1))
	p.state(func(r *Round) {
		c, err := r.Contest()
		if err != nil || c.Budget != budget || r.Budget() != budget || r.Left("engineering") != 50_000_00 || r.Project(1001).Grant.Body != "" {
			t.Errorf("the outcome's money changed: %d, %d, left %d", c.Budget, r.Budget(), r.Left("engineering"))
		}
	})
	p.do(&Revoke{Project: 1001, Why: "错"})
	p.notice()
	p.do(&IssueLetter{No: 1, Number: "1"})
	p.refuse(ErrDone, "no", grant(1))
}

// TestGrantCaps: what was granted of a kind is gone from the cap of that kind, on the paper and for later grants.
func TestGrantCaps(t *testing.T) {
	s := quick(t)
	s.Engineering = 200_000_00
	p := screening(t, s)
	p.do(estimate(1, 150_000_00))
	p.do(grant(1))
	p.do(estimate(2, 60_000_00))
	p.refuse(ErrBudget, "", grant(2))
	p.state(func(r *Round) {
		if got := r.Options().Caps["engineering"]; got != 50_000_00 || r.Scheme.Options().Caps["engineering"] != 200_000_00 {
			t.Errorf("cap %d", got)
		}
	})
}

// TestGrantsRace: however many grant at once, on one live round or two of one store, the fund is never overspent.
func TestGrantsRace(t *testing.T) {
	s := quick(t)
	s.Fund, s.Cap, s.Sources = 160_000_00, 0, nil
	p := screening(t, s)
	for n := 1; n <= 3; n++ {
		p.do(estimate(n, 100_000_00))
	}
	other, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	defer other.Close()
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = []*Live{p.Live, other}[i%2].Do(p.ctx, "office", grant(1+i/2))
		})
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, ErrBudget) && !errors.Is(err, ErrDone):
			t.Errorf("%d: %v", i, err)
		}
	}
	p.state(func(r *Round) {
		if won != 1 || len(r.Granted) != 1 || r.Budget() != 60_000_00 {
			t.Errorf("%d won, %d granted, %d left", won, len(r.Granted), r.Budget())
		}
	})
}

// TestGrantRehearsed: the rehearsal of a round has what was granted before the freeze.
func TestGrantRehearsed(t *testing.T) {
	p := screening(t, quick(t))
	p.do(estimate(1, 150_000_00))
	p.do(grant(1))
	p.rest(2, 3)
	p.do(&Station{Number: 1, Name: "室", Address: "街", Hours: "9–17", Phone: "0"})
	on, err := p.BeginRehearsal(p.ctx, "office", 1)
	p.must(err)
	defer on.Close()
	on.Read(func(r *Round) {
		if len(r.Granted) != 1 || r.Budget() != r.Scheme.Fund-150_000_00 || len(r.Library.Projects) != 2 {
			t.Errorf("%d granted, budget %d", len(r.Granted), r.Budget())
		}
	})
}

// TestGrantFolds: with grants the second fold of a ledger is the first.
func TestGrantFolds(t *testing.T) {
	p := screening(t, quick(t))
	p.do(estimate(1, 150_000_00))
	p.do(grant(1), &Revoke{Project: 1001, Why: "错"}, grant(1))
	p.reopened(t)
}

// TestKindsOfGrants: only a decided form of each act may be entered by its program.
func TestKindsOfGrants(t *testing.T) {
	p := screening(t, quick(t))
	if _, err := p.Do(p.ctx, "office", &TakePart{FromRound: "2025"}); !errors.Is(err, ErrBox) {
		t.Errorf("a part was granted without its round: %v", err)
	}
}

// TestFiguresOfGrants: a granted project is counted in the month of its grant, one that needs an approval in that of the
// approval, and before it not at all.
func TestFiguresOfGrants(t *testing.T) {
	s := quick(t)
	s.FastBelow = 150_000_00
	p := screening(t, s)
	p.do(estimate(1, 100_000_00))
	p.do(grant(1))
	p.rest(2, 3)
	p.vote23()
	count := func() (f Figures) {
		f = Figures{}
		p.state(f.Count)
		return f
	}
	grants := Heading{Month: "2026-09", District: s.District, Street: s.Street, Community: s.Community, Kind: "engineering", Phase: Approved}
	if f := count(); f[grants] != (Figure{1, 100_000_00}) || total(f, Approved, func(Heading) bool { return true }) != f[grants] {
		t.Errorf("%+v", f)
	}
	n := 0
	p.state(func(r *Round) { n = r.Unapproved()[0] })
	p.do(&SubmitApproval{Project: n, Date: "2026-10-12"})
	p.do(&DecideApproval{Project: n, Date: "2026-11-02", Approved: true, Number: "1", By: "陆"})
	approved := grants
	approved.Month = "2026-11"
	if f := count(); f[approved] != (Figure{1, 150_000_00}) {
		t.Errorf("%+v", f)
	}
}

// TestDatedTogether: acts done in one call are reckoned one after another, each on what those before it left: the tier of a
// grant is that of the estimate before it, and nothing is done twice.
func TestDatedTogether(t *testing.T) {
	p := screening(t, quick(t))
	p.do(estimate(1, 150_000_00), grant(1))
	p.state(func(r *Round) {
		if tier, _ := r.Scheme.TierOf(150_000_00); len(r.Granted) != 1 || tier.Body == "" || r.Granted[0].Grant.Body != tier.Body {
			t.Errorf("%+v", r.Granted)
		}
	})
	p = decided(t, tiered(t))
	one := p.funded()[0]
	submit := &SubmitApproval{Project: one, Date: "2026-09-18"}
	before := p.entries()
	if _, err := p.Do(p.ctx, "office", submit, submit); !errors.Is(err, ErrDone) || p.entries() != before {
		t.Errorf("submitted twice: %v, %d entries more", err, p.entries()-before)
	}
	p.do(submit, &ReturnApproval{Project: one, Date: "2026-09-22", Why: "缺"}, &ResubmitApproval{Project: one, Date: "2026-09-28"})
	p.state(func(r *Round) {
		if x := r.Approvals[one]; x.Due != "2026-10-14" {
			t.Errorf("%+v", x)
		}
	})
	p.reopened(t)
}

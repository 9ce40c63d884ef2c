package catalog

// Approvals: their clocks counted by hand, what they hold up, and what a refusal means.

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"linli/catalog/preset"
	"linli/catalog/workday"
)

// localScheme is a preset's scheme for a community of the tests, decided by the residents' vote unless a test changes that.
func localScheme(t testing.TB, name string) Scheme {
	t.Helper()
	d, err := preset.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	s := Draft(d)
	s.Community, s.Street, s.District, s.Year = "问渡里社区", "枕棠街道", "澜屿区", 2026
	s.Address, s.Phone, s.Supervision = "幸福弄58号", "0000-1234501", "0000-1234509"
	s.TableQuorum = 0
	return s
}

// tiered is Wuzhong's scheme with approvals: up to 150,000 yuan by the assembly at once, above by the street in ten
// working days.
func tiered(t testing.TB) Scheme {
	s := scheme(t)
	s.TableQuorum = 0
	s.Tiers = []Tier{{150_000_00, "居民代表会议", 0}, {0, "街道办事处", 10}}
	return s
}

// decided is a round with that scheme in which step five has just opened: proposals 1 and 2 are funded.
func decided(t testing.TB, s Scheme) *play {
	t.Helper()
	p := newPlayOf(t, s)
	for _, through := range p.steps()[:4] {
		through()
	}
	return p
}

func (p *play) state(fn func(*Round)) { p.t.Helper(); p.Read(fn) }

// TestApprovalClock counts Zhangjiagang's ten working days over the National Day of 2026 by hand.
func TestApprovalClock(t *testing.T) {
	s := tiered(t)
	s.Tiers = localScheme(t, "zhangjiagang").Tiers
	p := decided(t, s)
	one, two := p.funded()[0], p.funded()[1]
	p.do(&SubmitApproval{Project: one, Date: "2026-09-18"}) // 20 (Sunday, work), 21 to 24, 28 to 30 September, 8, 9 October
	p.do(&SubmitApproval{Project: two, Date: "2026-09-18"})
	p.do(&ReturnApproval{Project: two, Date: "2026-09-22", Why: "缺预算书"})
	p.state(func(r *Round) {
		all := r.approvalDeadlines()
		if len(all) != 2 || all[0].Due != "2026-10-09" || all[0].Body != "镇（区）审核" || all[0].Ended != "" || all[0].Project != min(one, two) {
			t.Fatalf("%+v", all)
		}
		for _, d := range all {
			got, err := d.Clock.Read(workday.Known(), "2026-09-29")
			want := workday.Reading{Used: 7, Left: 3, Due: "2026-10-09"}
			if d.Project == two {
				want = workday.Reading{Used: 2, Left: 8, Stopped: true} // 20 and 21 September
			}
			if err != nil || got != want {
				t.Errorf("%d: %+v %v, want %+v", d.Project, got, err, want)
			}
		}
	})
	p.do(&ResubmitApproval{Project: two, Date: "2026-09-28"}) // 2 used; 29, 30 September, 8, 9, 10 (Saturday, work), 12 to 14 October
	p.state(func(r *Round) {
		if got := r.Approvals[two].Due; got != "2026-10-14" {
			t.Errorf("due on %s", got)
		}
		got, err := r.Approvals[one].Clock().Read(workday.Known(), "2026-10-12")
		if err != nil || !got.Overdue() || got.Left != -2 { // 10 (Saturday, work) and 12 October
			t.Errorf("%+v %v", got, err)
		}
	})
	p.do(&DecideApproval{Project: one, Date: "2026-10-12", Approved: true, Number: "枕街批〔2026〕1号", By: "主任陆"})
	p.state(func(r *Round) {
		for _, d := range r.approvalDeadlines() {
			if (d.Ended != "") != (d.Project == one) {
				t.Errorf("%+v", d)
			}
		}
	})
}

// TestApprovalRefusals: each act out of order is refused, and changes nothing.
func TestApprovalRefusals(t *testing.T) {
	p := decided(t, tiered(t))
	one, two := p.funded()[0], p.funded()[1]
	lost := p.marks(3)[0].Project
	submit := func(n int, date string) *SubmitApproval { return &SubmitApproval{Project: n, Date: date} }
	decide := func(n int, date string) *DecideApproval {
		return &DecideApproval{Project: n, Date: date, Approved: true, Number: "1", By: "陆"}
	}
	p.refuse(ErrNoSuch, "project", submit(99, "2026-09-18"))
	p.refuse(ErrNoSuch, "project", submit(lost, "2026-09-18"))
	p.refuse(workday.ErrYear, "date", submit(one, "2026-12-24")) // the clock would run into 2027
	p.refuse(ErrFirst, "project", decide(one, "2026-09-18"))
	p.refuse(ErrFirst, "project", &ReturnApproval{Project: one, Date: "2026-09-18", Why: "缺"})
	p.do(submit(one, "2026-09-18"))
	p.refuse(ErrDone, "project", submit(one, "2026-09-18"))
	p.refuse(ErrFirst, "project", &ResubmitApproval{Project: one, Date: "2026-09-21"})
	p.refuse(ErrBackdated, "date", &ReturnApproval{Project: one, Date: "2026-09-17", Why: "缺"})
	p.do(&ReturnApproval{Project: one, Date: "2026-09-21", Why: "缺"})
	p.refuse(ErrReturned, "project", &ReturnApproval{Project: one, Date: "2026-09-21", Why: "缺"})
	p.refuse(ErrReturned, "project", decide(one, "2026-09-21"))
	p.refuse(ErrBackdated, "date", &ResubmitApproval{Project: one, Date: "2026-09-20"})
	p.do(&ResubmitApproval{Project: one, Date: "2026-09-21"})
	p.refuse(ErrMissing, "why", &DecideApproval{Project: one, Date: "2026-09-22", Number: "1", By: "陆"})
	p.refuse(ErrFirst, "", &PublishNotice{Number: "1", From: "2026-11-23", To: "2026-11-27", Where: "栏"})
	p.do(decide(one, "2026-09-22"))
	p.refuse(ErrDone, "project", decide(one, "2026-09-22"))
	p.refuse(ErrFirst, "", &PublishNotice{Number: "1", From: "2026-11-23", To: "2026-11-27", Where: "栏"}) // two is not
	p.do(submit(two, "2026-09-18"), decide(two, "2026-09-18"))
	p.notice()
}

// TestApprovalForged: an entry whose body, days or due date are not what the scheme gives does not fold.
func TestApprovalForged(t *testing.T) {
	p := decided(t, tiered(t))
	one := p.funded()[0]
	p.state(func(r *Round) {
		good := SubmitApproval{Project: one, Date: "2026-09-18", Body: "街道办事处", Days: 10, Due: "2026-10-09"}
		if err := r.allow(&good); err != nil {
			t.Fatal(err)
		}
		for field, spoil := range map[string]func(*SubmitApproval){
			"body": func(a *SubmitApproval) { a.Body = "居民代表会议" },
			"due":  func(a *SubmitApproval) { a.Due = "" },
		} {
			a := good
			spoil(&a)
			if err := r.allow(&a); err == nil || !strings.HasPrefix(err.Error(), field) {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// TestNoTiers: a scheme without tiers asks nobody's approval, and its notice waits for none.
func TestNoTiers(t *testing.T) {
	p := at(t, 5)
	p.refuse(ErrNoTiers, "", &SubmitApproval{Project: 1, Date: "2026-09-18"})
	p.notice()
}

// TestTierWithoutDays: the body of the first tier answers when it meets, no clock runs.
func TestTierWithoutDays(t *testing.T) {
	s := tiered(t)
	s.Tiers[0].UpTo = s.Fund
	p := decided(t, s)
	one := p.funded()[0]
	p.do(&SubmitApproval{Project: one, Date: "2030-01-01"}) // a year that no calendar has
	p.do(&ReturnApproval{Project: one, Date: "2030-01-02", Why: "缺"}, &ResubmitApproval{Project: one, Date: "2030-01-03"})
	p.state(func(r *Round) {
		if x := r.Approvals[one]; x.Body != "居民代表会议" || x.Due != "" || len(r.approvalDeadlines()) != 0 {
			t.Errorf("%+v %+v", x, r.approvalDeadlines())
		}
	})
}

// TestApprovalDenied: a project whose approval is refused is not funded, its money is left, and its proposer gets a letter.
func TestApprovalDenied(t *testing.T) {
	p := decided(t, tiered(t))
	one, two := p.funded()[0], p.funded()[1]
	left := int64(0)
	p.state(func(r *Round) { left = r.Left("engineering") })
	for _, n := range []int{one, two} {
		p.do(&SubmitApproval{Project: n, Date: "2026-09-18"})
	}
	p.do(&DecideApproval{Project: one, Date: "2026-09-21", Approved: true, Number: "1", By: "陆"})
	p.do(&DecideApproval{Project: two, Date: "2026-09-21", Number: "2", Why: "与年内道路改造重复", By: "陆"})
	p.state(func(r *Round) {
		lost := r.Project(two).Proposal
		if r.Funded(two) || !r.Funded(one) || r.Stage(lost) != Refused || len(r.Unapproved()) != 0 {
			t.Errorf("%v %v %s %v", r.Funded(two), r.Funded(one), r.Stage(lost), r.Unapproved())
		}
		if got := r.Left("engineering"); got != left+r.Project(two).Cost {
			t.Errorf("left %d, was %d", got, left)
		}
	})
	p.notice()
	p.refuse(ErrNoSuch, "project", &StartWork{Project: two, Department: "办", Contractor: "甲", Contract: 1, Due: "2026-12-31"})
	p.do(&IssueLetter{No: p.proposalOf(two), Number: "9"})
}

func (p *play) proposalOf(project int) (no int) {
	p.Read(func(r *Round) { no = r.Project(project).Proposal.No })
	return no
}

// TestDueIsKept: a notice that comes later moves no date that was entered.
func TestDueIsKept(t *testing.T) {
	p := decided(t, tiered(t))
	one := p.funded()[0]
	p.do(&SubmitApproval{Project: one, Date: "2026-09-18", Due: "2099-01-01", Days: 3, Body: "我"}) // what was sent does not count
	y := workday.Year{Year: 2026, Papers: []string{"试"}}
	for day := time.Date(2026, 9, 21, 0, 0, 0, 0, time.UTC); len(y.Days) < 12; day = day.AddDate(0, 0, 1) {
		y.Days = append(y.Days, workday.Day{Name: "试", Date: day.Format(time.DateOnly), Off: true})
	}
	raw, err := json.Marshal(y)
	p.must(err)
	_, err = ImportYear(p.ctx, p.store, raw)
	p.must(err)
	p.reopened(t)
	p.state(func(r *Round) {
		if x := r.Approvals[one]; x.Due != "2026-10-09" || x.Days != 10 || x.Body != "街道办事处" {
			t.Errorf("%+v", x)
		}
	})
}

// TestApprovalCorrected: a wrong date is corrected, and the due date follows.
func TestApprovalCorrected(t *testing.T) {
	p := decided(t, tiered(t))
	one := p.funded()[0]
	entries, err := p.Do(p.ctx, "office", &SubmitApproval{Project: one, Date: "2026-09-18"})
	p.must(err)
	_, err = p.Correct(p.ctx, "office", entries[0].N, "日期写错", &SubmitApproval{Project: one, Date: "2026-11-20"})
	p.must(err)
	p.state(func(r *Round) {
		if x := r.Approvals[one]; x.Due != "2026-12-04" { // 23 to 27, 30 November, 1 to 4 December
			t.Errorf("%+v", x)
		}
	})
	if _, err := p.Correct(p.ctx, "office", entries[0].N, "又错", &SubmitApproval{Project: one, Date: "2026-09-18"}); !errors.Is(err, ErrCorrected) {
		t.Error(err)
	}
}

// TestApprovalCorrectedLater: with the date of a return the due date of its resubmission moves, in the same commit; with
// its reason alone, nothing does.
func TestApprovalCorrectedLater(t *testing.T) {
	p := decided(t, tiered(t))
	one, two := p.funded()[0], p.funded()[1]
	for _, n := range []int{one, two} {
		p.do(&SubmitApproval{Project: n, Date: "2026-09-18"}, &ReturnApproval{Project: n, Date: "2026-09-22", Why: "缺"}, &ResubmitApproval{Project: n, Date: "2026-09-28"})
	}
	due := func(n int, want string, entries int64) {
		t.Helper()
		p.state(func(r *Round) {
			if x := r.Approvals[n]; x.Due != want || r.Entries != entries {
				t.Errorf("%d is due on %s, want %s; %d entries, want %d", n, x.Due, want, r.Entries, entries)
			}
		})
	}
	n := p.entries()
	due(one, "2026-10-14", n)
	p.mend(-5, &ReturnApproval{Project: one, Date: "2026-09-22", Why: "缺预算书"})
	due(one, "2026-10-14", n+1)
	p.mend(-1, &ReturnApproval{Project: one, Date: "2026-09-23", Why: "缺预算书"}) // one more day was used
	due(one, "2026-10-13", n+3)
	p.mend(-9, &SubmitApproval{Project: one, Date: "2026-09-17"}) // and another
	due(one, "2026-10-12", n+5)
	due(two, "2026-10-14", n+5)
	p.refuseMend(ErrRests, -4, &ReturnApproval{Project: one, Date: "2026-09-29", Why: "缺"})
	p.reopened(t)
}

package catalog

// The list, the second member, the notice, the review, the departments' queue.

import (
	"errors"
	"strings"
	"testing"
	"time"

	"linli/catalog/workday"
)

// keptOut answers yes to the second ground.
func keptOut(no int) *Screen {
	return Answered(no, "组", append([]string{"", "燃气公司负责"}, make([]string, 5)...))
}

func (p *play) stage(no int) (s Stage) {
	p.Read(func(r *Round) { s = r.Stage(r.Proposal(no)) })
	return s
}

func (p *play) at(no int, want Stage) {
	p.t.Helper()
	if got := p.stage(no); got != want {
		p.t.Fatalf("proposal %d is at %q, want %q", no, got, want)
	}
}

// Every ground has its answer, and every yes its reason.
func TestEachGroundIsAnswered(t *testing.T) {
	p := at(t, 3)
	p.refuse(ErrMissing, "applies", &Screen{No: 1, Reasons: make([]string, 7), By: "组"})
	short := Cleared(1, 7, "组")
	short.Applies = short.Applies[1:]
	p.refuse(ErrNumber, "applies", short)
	unsaid := Cleared(1, 7, "组")
	unsaid.Applies[2] = "yes"
	p.refuse(ErrMissing, "reasons-3", unsaid)
	open := Cleared(1, 7, "组")
	open.Applies[3] = ""
	p.refuse(ErrMissing, "applies-4", open)
	open.Applies[3] = "perhaps"
	p.refuse(ErrChoice, "applies", open)
	said := Cleared(1, 7, "组")
	said.Reasons[0] = "全楼都用得着" // why a ground does not apply may be said too
	p.do(said)
	p.at(1, Screened)
	p.Read(func(r *Round) {
		if s := r.Proposal(1).Screening; s.Login != "office" || len(s.Applying()) != 0 {
			t.Errorf("%+v", s)
		}
	})
	p.reopened(t)
}

// On a positive list a proposal must be of a class.
func TestPositiveList(t *testing.T) {
	s := scheme(t)
	s.List, s.Grounds = "positive", []string{"公共设施", "为老服务"}
	p := newPlayOf(t, s)
	p.agree()
	p.collect()
	none := Cleared(1, 2, "两委")
	p.refuse(ErrMissing, "why", none)
	none.Why = "是一户人家的事"
	p.do(none)
	p.at(1, Excluding)
	p.do(Answered(2, "两委", []string{"", "社区食堂"}))
	p.at(2, Screened)
}

// Nobody keeps a proposal out alone. What the second member does not agree to is screened anew, and both are kept.
func TestSecondMember(t *testing.T) {
	p := at(t, 3)
	confirm := &Confirm{No: 1, Agree: true, Login: "lu"}
	p.refuse(ErrFirst, "no", confirm)
	p.refuse(ErrNoSuch, "no", &Confirm{No: 9, Login: "lu"})
	p.do(keptOut(1))
	p.at(1, Excluding)
	p.refuse(ErrSame, "", &Confirm{No: 1, Agree: true}) // as office, who screened it
	p.refuse(ErrMissing, "why", &Confirm{No: 1, Login: "lu"})
	p.refuse(ErrFirst, "no", &Survey{No: 1, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true})
	p.refuse(ErrDone, "no", keptOut(1))
	p.do(&Confirm{No: 1, Why: "立管是公共部位", Login: "lu"})
	p.at(1, Received)
	p.Read(func(r *Round) {
		if d := r.Proposal(1).Dissents; len(d) != 1 || d[0].Login != "office" || d[0].Second.Login != "lu" || d[0].Reasons[1] == "" || len(r.Proposal(1).Way) != 2 {
			t.Errorf("%+v", d)
		}
	})
	p.do(keptOut(1), confirm)
	p.at(1, Excluded)
	p.refuse(ErrFirst, "no", confirm)
	p.reopened(t)
}

// A correction keeps the rules of today: it makes no exclusion that needs no second member, and nobody agrees with himself.
func TestCorrectedScreening(t *testing.T) {
	p := at(t, 3)
	p.do(Cleared(1, 7, "组"))
	p.refuseMend(ErrMissing, -1, &Screen{No: 1, Reasons: append([]string{"违法"}, make([]string, 6)...), By: "组"})
	p.mend(-1, keptOut(1))
	p.at(1, Excluding)
	p.do(&Confirm{No: 1, Agree: true, Login: "lu"})
	other := keptOut(1)
	other.Login = "lu"
	p.refuseMend(ErrRests, -2, other)
	p.reopened(t)
}

// excluded is a round of step three in which proposal 1 is kept out by the list, as office screened and lu confirmed.
func excluded(t *testing.T) *play {
	p := at(t, 3)
	p.do(keptOut(1), &Confirm{No: 1, Agree: true, Login: "lu"})
	return p
}

// told is the notice of Friday, 2026-09-18; five working days later is the 25th, for Sunday the 20th is worked.
func told(no int) *Notify { return &Notify{No: no, Number: "1", Date: "2026-09-18", How: "door"} }

func TestNotice(t *testing.T) {
	p := at(t, 3)
	p.refuse(ErrFirst, "no", told(1))
	p.refuse(ErrNoSuch, "no", told(9))
	p.do(keptOut(1))
	p.refuse(ErrFirst, "no", told(1)) // one member alone
	p.do(&Confirm{No: 1, Agree: true, Login: "lu"})
	over, unknown := told(1), told(1)
	over.Date, unknown.Date = "2026-08-03", "2031-01-02"
	p.refuse(ErrLate, "date", over)
	p.refuse(workday.ErrYear, "date", unknown)
	sent := told(1)
	sent.Until = "2031-01-01" // what is sent does not count
	p.do(sent)
	p.refuse(ErrDone, "no", told(1))
	p.Read(func(r *Round) {
		if n := r.Proposal(1).ByList.Notice; n.Until != "2026-09-24" {
			t.Errorf("until %s", n.Until)
		}
	})
}

func TestReview(t *testing.T) {
	p := excluded(t)
	ask := &AskReview{No: 1, Date: "2026-09-24", Text: "立管是公共部位。\n请再看看。"}
	p.refuse(ErrFirst, "no", ask) // no notice yet
	p.refuse(ErrNoSuch, "no", &AskReview{No: 9, Date: "2026-09-24", Text: "请"})
	p.refuse(ErrFirst, "no", &Review{No: 1, Why: "对", Login: "bao"})
	p.do(told(1))
	late, early := *ask, *ask
	late.Date, early.Date = "2026-09-25", "2026-09-17"
	p.refuse(ErrLate, "date", &late)
	p.refuse(ErrDate, "date", &early)
	p.refuse(ErrFirst, "no", &Review{No: 1, Why: "对", Login: "bao"})
	p.do(ask)
	p.refuse(ErrDone, "no", ask)
	p.refuse(ErrNoSuch, "no", &Review{No: 9, Why: "对", Login: "bao"})
	for _, login := range []string{"office", "lu"} {
		p.refuse(ErrSame, "", &Review{No: 1, Uphold: true, Why: "对", Login: login})
	}
	p.refuse(ErrMissing, "why", &Review{No: 1, Login: "bao"})
	p.do(&Review{No: 1, Why: "确是公共部位", Login: "bao"})
	p.at(1, Screened)
	p.refuse(ErrDone, "no", &Review{No: 1, Why: "对", Login: "dai"})
	p.reopened(t)
	// it goes on, fails at the site, and a second review is about that alone
	p.do(&Survey{No: 1, Date: "2026-09-01", Who: "顾问", Finding: "管线太近", Login: "jiang"})
	p.at(1, Unfit)
	before := told(1)
	before.Date = "2026-08-31"
	p.refuse(ErrDate, "date", before)
	again := told(1)
	again.Date = "2026-10-09"
	p.do(again, &AskReview{No: 1, Date: "2026-10-12", Text: "可以绕开"})
	p.refuse(ErrSame, "", &Review{No: 1, Uphold: true, Why: "对", Login: "jiang"})
	p.do(&Review{No: 1, Why: "可以绕开", Login: "office"})
	p.at(1, Surveyed)
	p.reopened(t)
}

// Whoever screened it before, and was not agreed with, had a part in it too.
func TestReviewerTookNoPart(t *testing.T) {
	p := at(t, 3)
	p.do(keptOut(1), &Confirm{No: 1, Why: "不对", Login: "lu"})
	again := keptOut(1)
	again.Login = "bao"
	p.do(again, &Confirm{No: 1, Agree: true, Login: "dai"}, told(1), &AskReview{No: 1, Date: "2026-09-24", Text: "请"})
	for _, login := range []string{"office", "lu", "bao", "dai"} {
		p.refuse(ErrSame, "", &Review{No: 1, Uphold: true, Why: "对", Login: login})
	}
	p.do(&Review{No: 1, Uphold: true, Why: "对", Login: "qin"})
	p.at(1, Excluded)
}

// The library is not frozen while anything about what is kept out is open; from the day on that it is not, it is.
func TestFreezeWaits(t *testing.T) {
	p := at(t, 3)
	p.screened()
	p.at(5, Excluded)
	for name, undone := range map[string]struct {
		acts []Act
		says string
	}{
		"second member": {nil, "second member"},
		"notice":        {[]Act{&Confirm{No: 5, Agree: true, Login: "lu"}}, "notice of non-inclusion"},
		"time":          {[]Act{&Confirm{No: 5, Agree: true, Login: "lu"}, told(5)}, "until 2026-09-24"},
		"review":        {[]Act{&Confirm{No: 5, Agree: true, Login: "lu"}, told(5), &AskReview{No: 5, Date: "2026-09-20", Text: "请"}}, "is not decided"},
	} {
		q := at(t, 3)
		q.but(5)
		q.do(keptOut(5))
		for _, a := range undone.acts {
			q.do(a)
		}
		before := q.entries()
		_, err := q.Do(q.ctx, "office", &Freeze{})
		if !errors.Is(err, ErrFirst) || !strings.Contains(err.Error(), undone.says) || q.entries() != before {
			t.Errorf("%s: %v", name, err)
		}
		if name == "time" {
			q.standing(time.Date(2026, 9, 24, 15, 59, 0, 0, time.UTC)) // the last minute of the 24th in China
			if _, err := q.Do(q.ctx, "office", &Freeze{}); !errors.Is(err, ErrFirst) {
				t.Errorf("on the last day: %v", err)
			}
			q.standing(time.Date(2026, 9, 24, 16, 0, 0, 0, time.UTC))
			q.do(&Freeze{})
		}
	}
	p.do(&Freeze{}) // what became of 5 was upheld
	q := at(t, 3)
	q.but(5)
	waived := told(5)
	waived.Waived = true
	q.do(keptOut(5), &Confirm{No: 5, Agree: true, Login: "lu"}, waived)
	q.do(&Freeze{})
}

// but does step three without its end and without that proposal.
func (p *play) but(no int) {
	for n := 1; n <= 5; n++ {
		if p.stage(n) != Received || n == no {
			continue
		}
		p.do(Cleared(n, 7, "组"), &Survey{No: n, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true})
	}
	p.do(&Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}})
	for n := 1; n <= 5; n++ {
		if p.stage(n) == Surveyed {
			p.do(&Decide{No: n, Discussion: "议", Result: "recommend", Why: "好"}, &Estimate{No: n, Department: "办", Low: 1, Figure: 1, High: 1, Basis: "据"})
		}
	}
}

// standing stops the clock.
func (p *play) standing(now time.Time) {
	p.t.Helper()
	p.Close()
	env := p.env
	env.Now = func() time.Time { return now }
	l, err := Open(p.ctx, env, "2026")
	p.must(err)
	p.Live = l
}

// What the scheme says of the days to ask holds.
func TestReviewDays(t *testing.T) {
	s := scheme(t)
	s.ReviewDays = 10
	p := newPlayOf(t, s)
	p.agree()
	p.collect()
	p.do(keptOut(1), &Confirm{No: 1, Agree: true, Login: "lu"}, told(1))
	p.Read(func(r *Round) {
		if n := r.Proposal(1).ByList.Notice; n.Until != "2026-10-09" { // as in the calendar's own test
			t.Errorf("until %s", n.Until)
		}
	})
}

// The departments' queue: due in working days, ended by the estimate.
func TestReferral(t *testing.T) {
	p := at(t, 3)
	refer := Refer{No: 1, Department: "城管办", Date: "2026-09-18", Days: 10}
	p.refuse(ErrFirst, "no", &refer)
	p.do(Cleared(1, 7, "组"), &Survey{No: 1, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true},
		&Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}}, &Decide{No: 1, Discussion: "议", Result: "recommend", Why: "好"})
	wrong := refer
	wrong.Date = "2031-01-02"
	p.refuse(workday.ErrYear, "date", &wrong)
	wrong = refer
	wrong.Days = 61
	p.refuse(ErrNumber, "days", &wrong)
	wrong.No, wrong.Days = 9, 1
	p.refuse(ErrNoSuch, "no", &wrong)
	p.do(&refer)
	p.refuse(ErrDone, "no", &refer)
	want := Deadline{Act: "screening.refer", No: 1, Body: "城管办", Clock: workday.Clock{Start: "2026-09-18", Limit: 10}, Due: "2026-10-09"}
	deadline := func() (d Deadline) {
		p.Read(func(r *Round) {
			if all := r.Deadlines(); len(all) == 1 {
				d = all[0]
			}
		})
		return d
	}
	if got := deadline(); got.Act != want.Act || got.No != 1 || got.Body != want.Body || got.Due != want.Due || got.Clock.Limit != 10 || got.Clock.Start != "2026-09-18" || got.Ended != "" {
		t.Errorf("%+v", got)
	}
	p.do(&Estimate{No: 1, Department: "城管办", Low: 1, Figure: 1, High: 1, Basis: "据"})
	if got := deadline(); got.Ended != "2026-09-01" {
		t.Errorf("ended %+v", got)
	}
	p.reopened(t)
}

// What the first release wrote is folded as it was then: a reason is an exclusion, at once, and needs no notice.
func TestFirstReleaseScreening(t *testing.T) {
	p := at(t, 3)
	p.Read(func(r *Round) {
		old := &Screen{No: 1, Reasons: append([]string{"违法"}, make([]string, 6)...), By: "组"}
		if err := r.allow(old); err != nil {
			t.Fatal(err)
		}
		x := *r.Proposal(1)
		x.Screening = old
		if s := r.Stage(&x); s != Excluded || r.Unsettled(&x) != nil {
			t.Errorf("%s %v", s, r.Unsettled(&x))
		}
	})
}

// by corrects an entry, counted from the end, as somebody.
func (p *play) by(login string, back int64, a Act) error {
	_, err := p.Correct(p.ctx, login, p.last(back), "打错了", a)
	return err
}

// Whoever was corrected had a part in it still, and whoever corrected too: none of them agrees with it or reviews it.
func TestCorrectorsTookPart(t *testing.T) {
	p := at(t, 3)
	p.do(keptOut(1))
	p.must(p.by("bao", -1, keptOut(1)))
	p.must(p.by("dai", -1, keptOut(1)))
	for _, login := range []string{"office", "bao", "dai", "Bao "} {
		p.refuse(ErrSame, "", &Confirm{No: 1, Agree: true, Login: login})
	}
	p.do(&Confirm{No: 1, Agree: true, Login: "lu"})
	p.must(p.by("qin", -1, &Confirm{No: 1, Agree: true}))
	if err := p.by("lu", -3, keptOut(1)); !errors.Is(err, ErrRests) { // who agreed first, though another has agreed since
		t.Errorf("corrected by who agreed: %v", err)
	}
	p.do(told(1), &AskReview{No: 1, Date: "2026-09-24", Text: "请"})
	for _, login := range []string{"office", "bao", "dai", "lu", "qin"} {
		p.refuse(ErrSame, "", &Review{No: 1, Uphold: true, Why: "对", Login: login})
	}
	p.do(&Review{No: 1, Why: "对", Login: "yin"})
	if err := p.by("bao", -1, &Review{No: 1, Uphold: true, Why: "对"}); !errors.Is(err, ErrSame) {
		t.Errorf("a review corrected by who screened: %v", err)
	}
	p.do(&Survey{No: 1, Date: "2026-09-01", Who: "顾问", Finding: "太近", Login: "jiang"})
	p.must(p.by("song", -1, &Survey{No: 1, Date: "2026-09-01", Who: "顾问", Finding: "太窄"}))
	p.do(told(1), &AskReview{No: 1, Date: "2026-09-24", Text: "请"})
	for _, login := range []string{"jiang", "song"} {
		p.refuse(ErrSame, "", &Review{No: 1, Uphold: true, Why: "对", Login: login})
	}
	p.do(&Review{No: 1, Uphold: true, Why: "对", Login: "yin"})
	p.reopened(t)
}

package catalog

// Corrections take the place of what they correct, or are refused and change nothing.

import (
	"encoding/json"
	"errors"
	"testing"
)

// last is the number of the ledger's entry so many before its end; -1 is the last one.
func (p *play) last(back int64) int64 { return p.entries() + back }

// mend corrects an entry, counted from the end, which must succeed.
func (p *play) mend(back int64, a Act) {
	p.t.Helper()
	if _, err := p.Correct(p.ctx, "office", p.last(back), "打错了", a); err != nil {
		p.t.Fatalf("%T: %v", a, err)
	}
}

// refuseMend corrects an entry, counted from the end, which must be refused with that error and change nothing.
func (p *play) refuseMend(want error, back int64, a Act) {
	p.t.Helper()
	before := p.entries()
	if _, err := p.Correct(p.ctx, "office", p.last(back), "打错了", a); !errors.Is(err, want) || p.entries() != before {
		p.t.Errorf("%T %+v: %v, want %v; %d entries more", a, a, err, want, p.entries()-before)
	}
}

// What would be there twice is there once, as corrected, and at the same place; whoever folds the ledger has the same.
func TestCorrectReplaces(t *testing.T) {
	p := newPlay(t)
	p.do(&Opinion{On: "scope", From: "居民", Text: "一"}, &Opinion{On: "scope", From: "居民", Text: "二"})
	p.do(&Training{Date: "2026-09-01", Topic: "提议", Who: "代表", Attended: 3})
	p.mend(-3, &Opinion{On: "funds", From: "居民", Text: "壹"})
	p.mend(-2, &Training{Date: "2026-09-01", Topic: "提议", Who: "代表", Attended: 30})
	p.Read(func(r *Round) {
		if len(r.Opinions) != 2 || r.Opinions[0].Text != "壹" || r.Opinions[0].No != 1 || len(r.Trainings) != 1 || r.Trainings[0].Attended != 30 {
			t.Errorf("%+v %+v", r.Opinions, r.Trainings)
		}
		if c, ok := r.Corrected(1); !ok || c.By != 4 || c.Why != "打错了" || c.Time.IsZero() {
			t.Errorf("%+v %v", c, ok)
		}
		if _, ok := r.Corrected(2); ok || r.Entries != 6 {
			t.Errorf("entry 2 counts as corrected, or %d entries", r.Entries)
		}
	})
	p.reopened(t)
}

// What is done once only can be corrected as long as nothing rests on it.
func TestCorrectOnce(t *testing.T) {
	p := at(t, 3)
	passes := make([]string, 7)
	survey := Survey{No: 1, Date: "2026-09-01", Who: "顾问", Finding: "可行", Pass: true}
	p.do(Cleared(1, 7, "组"))
	p.do(&survey)
	excluded := Answered(1, "组", append([]string{"违法"}, passes[1:]...))
	p.refuseMend(ErrRests, -2, excluded)
	p.refuseMend(ErrFirst, -1, &Survey{No: 2, Date: "2026-09-01", Who: "顾问", Finding: "可行", Pass: true})
	p.refuseMend(ErrDate, -1, &Survey{No: 1, Date: "2026-8-9", Who: "顾问", Finding: "可行", Pass: true})
	failed := survey
	failed.Pass = false
	p.mend(-1, &failed)
	p.Read(func(r *Round) {
		x := r.Proposal(1)
		if r.Stage(x) != Unfit || len(x.Way) != 2 || x.Way[1].N != r.Entries-2 {
			t.Errorf("%s %+v", r.Stage(x), x.Way)
		}
	})
	p.refuseMend(ErrCorrected, -2, &survey)
	p.mend(-1, &survey) // a correction can be corrected
	p.Read(func(r *Round) {
		if r.Stage(r.Proposal(1)) != Surveyed {
			t.Errorf("%s", r.Stage(r.Proposal(1)))
		}
	})
	p.reopened(t)
}

// Money that was paid once is not paid twice by a correction; and the next thing goes on from the corrected state.
func TestCorrectMoney(t *testing.T) {
	p := at(t, 7)
	n := p.funded()[0]
	p.do(&StartWork{Project: n, Department: "建设办", Contractor: "甲", Contract: 100, Due: "2026-12-31"})
	p.do(&Milestone{Project: n, Due: "2026-12-20", Done: "2026-12-18", Text: "基础", Paid: 9_500})
	p.mend(-1, &Milestone{Project: n, Due: "2026-12-20", Done: "2026-12-18", Text: "基础", Paid: 95})
	p.do(&Milestone{Project: n, Due: "2026-12-20", Done: "2026-12-19", Text: "完工", Paid: 5})
	p.Read(func(r *Round) {
		if w := r.Works[n]; len(w.Milestones) != 2 || w.Paid() != 100 || w.Milestones[0].Paid != 95 {
			t.Errorf("%+v", w.Milestones)
		}
	})
	p.reopened(t)
}

// What a slip or a person hangs on does not change; the words of a proposal do.
func TestCorrectKeepsTheSlip(t *testing.T) {
	p := at(t, 2)
	a, err := p.Submit(p.ctx, "bao", Person{Name: "王小明"}, submission(1))
	p.must(err)
	other, err := p.Submit(p.ctx, "bao", Person{Name: "李"}, submission(2))
	p.must(err)
	for _, change := range []func(*Submit){
		func(x *Submit) { x.Slip = other.Slip }, func(x *Submit) { x.Proposer = other.Proposer }, func(x *Submit) { x.Channel = "web" },
	} {
		x := *a
		change(&x)
		p.refuseMend(ErrKept, -2, &x)
	}
	a.Title = "歇脚的长椅"
	p.mend(-2, a)
	p.Read(func(r *Round) {
		if len(r.Proposals) != 2 || r.BySlip(a.Slip) != r.Proposal(1) || r.Proposal(1).Title != a.Title {
			t.Errorf("%+v", r.Proposals[0])
		}
	})
	p.reopened(t)
}

// After the step is over, and for what ends a step, needs two officers or speaks for the box, there is no correction.
func TestCorrectRefused(t *testing.T) {
	p := at(t, 4)
	p.refuseMend(ErrStep, -2, &Estimate{No: 3, Department: "建设办", Figure: 1, High: 1, Basis: "询价"})
	p.refuseMend(ErrCorrect, -1, &Freeze{Drawn: true, Seed: "9"})
	p.polling()
	p.refuseMend(ErrCorrect, -1, &OpenPoll{Officers: []string{"qin", "bao"}})
	p.refuseMend(ErrNoSuch, -1, &Station{Number: 1, Name: "活动室", Address: "幸福弄60号", Hours: "9–17", Phone: "0000-2"})
	p.refuseMend(ErrRests, -3, &Station{Number: 2, Name: "活动室", Address: "幸福弄60号", Hours: "9–17", Phone: "0000-2"})
	p.mend(-3, &Station{Number: 1, Name: "活动室", Address: "幸福弄60号", Hours: "9–17", Phone: "0000-2"})
	p.Read(func(r *Round) {
		if s := r.Stations[1]; s.Address != "幸福弄60号" || s.Printed != 12 || !r.PollProgress().IsOpen() {
			t.Errorf("%+v", s)
		}
	})
	for n := range p.entries() {
		err := p.Correctable(n)
		k, _ := KindNamed(p.Ledger().Entries(n, n+1)[0].Act)
		if open := k.Correctable && k.Step == 4; open != (err == nil) && !errors.Is(err, ErrCorrected) {
			t.Errorf("%d %s: %v", n, k.Name, err)
		}
	}
	p.reopened(t)
}

// FuzzCorrect: whatever entry is corrected to whatever body, at whatever step, the ledger can be read again and gives
// the same round; refused, nothing has changed.
func FuzzCorrect(f *testing.F) {
	rounds := make([][]byte, Steps+1)
	for s := Step(1); s <= Steps; s++ {
		rounds[s] = saved(f, s)
		p := restored(f, rounds[s])
		for _, e := range p.Ledger().Entries(0, 60) {
			if k, _ := KindNamed(e.Act); k.Correctable && len(e.Body) < 2000 {
				f.Add(uint8(s), uint8(e.N), []byte(e.Body))
			}
		}
	}
	f.Fuzz(func(t *testing.T, step, n uint8, body []byte) {
		p := restored(t, rounds[1+step%Steps])
		before := p.entries()
		e := p.Ledger().Entries(int64(n), int64(n)+1)
		if len(e) == 0 {
			return
		}
		k, err := KindNamed(e[0].Act)
		p.must(err)
		a := k.New()
		if json.Unmarshal(body, a) != nil {
			return
		}
		_, err = p.Correct(p.ctx, "office", int64(n), "x", a)
		if done := p.entries() - before; (err == nil) != (done == 1) || done > 1 {
			t.Errorf("%d entries more, %v", done, err)
		}
		p.reopened(t)
	})
}

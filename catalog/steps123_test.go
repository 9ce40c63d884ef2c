package catalog

// Refusals of the first three steps.

import (
	"slices"
	"strings"
	"testing"

	"linli/ballot"
	"linli/tally"
)

func TestSchemeRefusals(t *testing.T) {
	p := newPlay(t)
	for _, c := range []struct {
		field string
		want  error
		spoil func(*Scheme)
	}{
		{"fund", ErrMissing, func(s *Scheme) { s.Fund = 0 }},
		{"fund", ErrNumber, func(s *Scheme) { s.Fund = -1 }},
		{"cap", ErrNumber, func(s *Scheme) { s.Cap = -1 }},
		{"cap", ErrScheme, func(s *Scheme) { s.Cap = s.Fund + 1 }},
		{"form", ErrChoice, func(s *Scheme) { s.Form = "shouting" }},
		{"sum", ErrMissing, func(s *Scheme) { s.Form = ballot.Points }},
		{"max_marks", ErrMissing, func(s *Scheme) { s.MaxMarks = 0 }},
		{"max_marks", ErrNumber, func(s *Scheme) { s.MaxMarks = 1000 }},
		{"rule", ErrChoice, func(s *Scheme) { s.Rule = "oldest-first" }},
		{"ties", ErrMissing, func(s *Scheme) { s.Ties = nil }},
		{"ties", ErrChoice, func(s *Scheme) { s.Ties = []tally.Rung{"taller"} }},
		{"ties", tally.ErrLadder, func(s *Scheme) { s.Ties = []tally.Rung{tally.Cheaper} }},
		{"grounds", ErrNumber, func(s *Scheme) { s.Grounds = slices.Repeat([]string{"有"}, 41) }},
		{"notice_days", ErrMissing, func(s *Scheme) { s.NoticeDays = 0 }},
		{"year", ErrNumber, func(s *Scheme) { s.Year = 3000 }},
	} {
		a := &Revise{Scheme: scheme(t), Why: "改"}
		c.spoil(&a.Scheme)
		p.refuse(c.want, c.field, a)
	}
	p.do(&Revise{Scheme: revised, Why: "改"})
	p.Read(func(r *Round) {
		if r.Versions != 2 || r.Scheme.Community != "甲" {
			t.Errorf("%+v", r.Scheme)
		}
	})
}

func TestOpinionRefusals(t *testing.T) {
	p := newPlay(t)
	p.refuse(ErrNoSuch, "no", &OpinionAnswer{1, "答"})
	p.do(&Opinion{On: "funds", From: "人", Text: "文"})
	p.refuse(ErrNoSuch, "no", &OpinionAnswer{2, "答"})
	p.refuse(ErrNumber, "no", &OpinionAnswer{-1, "答"})
	p.refuse(ErrFirst, "", &Adopt{"会议"}) // an opinion has no answer
}

func TestProposalRefusals(t *testing.T) {
	p := at(t, 2)
	p.refuse(ErrFirst, "", &CloseCollection{})
	a, err := p.Submit(p.ctx, "resident", Person{Name: "王"}, submission(1))
	p.must(err)
	p.refuse(ErrDone, "slip", a)
	named := *a
	named.Proposer = "王小明"
	p.refuse(ErrNoSuch, "proposer", &named) // a name must not get into the ledger
	named.Slip = "ABC"
	p.refuse(ballot.ErrMalformed, "slip", &named)
	for n := 2; n <= 3; n++ {
		_, err := p.Submit(p.ctx, "resident", Person{Name: "王"}, submission(n))
		p.must(err)
	}
	p.refuse(ErrNoSuch, "no", &Merge{4, 1, "同"})
	p.refuse(ErrNoSuch, "into", &Merge{1, 4, "同"})
	p.refuse(ErrNoSuch, "into", &Merge{1, 1, "同"})
	p.do(&Merge{1, 2, "同"})
	p.refuse(ErrDone, "no", &Merge{1, 3, "同"})   // merged already
	p.refuse(ErrDone, "no", &Merge{2, 3, "同"})   // stands for another
	p.refuse(ErrDone, "into", &Merge{3, 1, "同"}) // is itself merged
}

func TestScreeningRefusals(t *testing.T) {
	p := at(t, 3)
	p.refuse(ErrNoSuch, "no", Cleared(9, 7, "组"))
	p.refuse(ErrDone, "no", Cleared(4, 7, "组")) // merged
	p.refuse(ErrNumber, "reasons", Cleared(1, 6, "组"))
	p.refuse(ErrNumber, "reasons", &Screen{No: 1, By: "组"})
	survey := Survey{No: 1, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true}
	p.refuse(ErrFirst, "no", &survey)
	p.do(Cleared(1, 7, "组"))
	p.refuse(ErrDone, "no", Cleared(1, 7, "组"))
	p.do(&survey)
	p.refuse(ErrDone, "no", &survey)
	survey.No = 9
	p.refuse(ErrNoSuch, "no", &survey)
}

func TestRoundTableRefusals(t *testing.T) {
	p := at(t, 3)
	for n := 1; n <= 2; n++ {
		p.do(Cleared(n, 7, "组"), &Survey{No: n, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true})
	}
	decide := Decide{No: 1, Discussion: "议", Result: "recommend", Why: "好"}
	meet := &Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}}
	p.refuse(ErrFirst, "", &decide) // no table yet
	p.refuse(ErrFirst, "", &Rank{[]int{1}})
	p.do(meet)
	p.refuse(ErrDone, "", meet)
	for no, want := range map[int]error{3: ErrFirst, 9: ErrNoSuch} {
		a := decide
		a.No = no
		p.refuse(want, "no", &a)
	}
	changed := decide
	changed.NewText = "新"
	p.refuse(ErrMissing, "change_why", &changed)
	p.do(&decide)
	p.refuse(ErrDone, "no", &decide)
	for _, order := range [][]int{{1, 1}, {2}, {0}, {-1}, {9}} {
		p.refuse(ErrNoSuch, "order", &Rank{order})
	}
	p.refuse(ErrMissing, "order", &Rank{})
}

func TestEstimateRefusals(t *testing.T) {
	p := at(t, 3)
	p.do(Cleared(1, 7, "组"), &Survey{No: 1, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true},
		&Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}})
	good := Estimate{No: 1, Department: "办", Low: 1, Figure: 2, High: 3, Basis: "据"}
	p.refuse(ErrFirst, "no", &good)
	p.do(&Decide{No: 1, Discussion: "议", Result: "recommend", Why: "好"})
	for _, c := range []struct{ low, figure, high int64 }{{3, 2, 3}, {1, 4, 3}, {1, 200_000_01, 300_000_00}} {
		a := good
		a.Low, a.Figure, a.High = c.low, c.figure, c.high
		p.refuse(ErrNumber, "figure", &a)
	}
	a := good
	a.No = 9
	p.refuse(ErrNoSuch, "no", &a)
	p.refuse(ErrFirst, "", &Freeze{}) // no project has a cost
	p.do(&good)
	p.refuse(ErrFirst, "", &Freeze{}) // others are not settled
	p.refuse(ErrMissing, "seed", &Freeze{Drawn: true})
}

// library freezes a library of that many projects and tells which proposal got each number.
func library(t *testing.T, n int, f Freeze) (proposals []int) {
	p := at(t, 2)
	for range n {
		_, err := p.Submit(p.ctx, "resident", Person{Name: "王"}, submission(1))
		p.must(err)
	}
	p.do(&CloseCollection{}, &Meet{Date: "2026-09-01", Place: "室", Moderator: "李", Recorder: "周", Present: []string{"陈"}})
	for no := 1; no <= n; no++ {
		p.do(Cleared(no, 7, "组"), &Survey{No: no, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true},
			&Decide{No: no, Discussion: "议", Result: "recommend", Why: "好"}, &Estimate{No: no, Department: "办", Low: 1, Figure: 1, High: 1, Basis: "据"})
	}
	p.do(&f)
	p.Read(func(r *Round) {
		for i, x := range r.Library.Projects {
			if x.Number != i+1 || x.Proposal.Project != i+1 || r.Project(i+1) != x {
				t.Errorf("project %d has number %d", i+1, x.Number)
			}
			proposals = append(proposals, x.Proposal.No)
		}
	})
	return proposals
}

// The numbers are a permutation given by the seed; without a draw they keep to the order received.
func TestFreeze(t *testing.T) {
	received := []int{1, 2, 3, 4, 5, 6, 7, 8}
	drawn := library(t, 8, Freeze{Drawn: true, Seed: "3-1-4"})
	if sorted := slices.Sorted(slices.Values(drawn)); !slices.Equal(sorted, received) || slices.Equal(drawn, received) {
		t.Errorf("drawn: %v", drawn)
	}
	if again := library(t, 8, Freeze{Drawn: true, Seed: "3-1-4"}); !slices.Equal(again, drawn) {
		t.Errorf("drawn again: %v, %v", again, drawn)
	}
	if other := library(t, 8, Freeze{Drawn: true, Seed: "2-7-1"}); slices.Equal(other, drawn) {
		t.Error("another seed draws the same")
	}
	if kept := library(t, 8, Freeze{Seed: "3-1-4"}); !slices.Equal(kept, received) {
		t.Errorf("not drawn: %v", kept)
	}
}

// A proposal's way is told by its slip.
func TestStages(t *testing.T) {
	p := at(t, 4)
	want := strings.Fields("library library library merged excluded")
	p.Read(func(r *Round) {
		for i, x := range r.Proposals {
			if r.BySlip(x.Slip) != x || string(r.Stage(x)) != want[i] {
				t.Errorf("proposal %d is at %s", x.No, r.Stage(x))
			}
		}
		if r.Proposal(0) != nil || r.Proposal(6) != nil || r.Project(0) != nil || r.Project(4) != nil || r.BySlip("") != nil {
			t.Error("found what is not there")
		}
		var way []string
		for _, e := range r.Proposal(2).Way {
			way = append(way, e.Act)
		}
		if got := strings.Join(way, " "); got != "screening.decide screening.survey table.decide screening.refer screening.estimate" {
			t.Errorf("the way of proposal 2: %s", got)
		}
	})
}

// A training is not held tomorrow; where an older ledger says so, it is read again.
func TestTrainingOfTomorrow(t *testing.T) {
	p := newPlay(t)
	a := &Training{Date: "2026-09-02", Topic: "提议怎么写", Who: "居民代表", Attended: 30}
	p.refuse(ErrAhead, "date", a)
	p.Read(func(r *Round) {
		if err := r.allow(a); err != nil {
			t.Errorf("in a ledger: %v", err)
		}
	})
	a.Date = "2026-09-01"
	p.do(a)
	p.refuseMend(ErrAhead, -1, &Training{Date: "2026-09-02", Topic: "提议怎么写", Who: "居民代表", Attended: 31})
}

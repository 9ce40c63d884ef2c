package catalog

// What an estimate must say.

import (
	"strings"
	"testing"
)

// TestEstimateNamesACost: a cost that was left out is not taken for nothing; ledgers of before still fold.
func TestEstimateNamesACost(t *testing.T) {
	p := at(t, 3)
	p.do(Cleared(1, 7, "组"), &Survey{No: 1, Date: "2026-06-01", Who: "顾问", Finding: "可行", Pass: true},
		&Meet{Date: "2026-06-05", Place: "室", Moderator: "主持 席", Recorder: "记录 包", Present: []string{"居民 甲"}},
		&Decide{No: 1, Discussion: "议", Result: "recommend", Why: "急"})
	free := &Estimate{No: 1, Department: "办", Basis: "询价"}
	p.refuse(ErrMissing, "figure", free)
	p.Read(func(r *Round) {
		if err := r.allow(free); err != nil {
			t.Errorf("an old entry would not fold: %v", err)
		}
	})
	p.refuse(ErrNumber, "free", &Estimate{No: 1, Department: "办", Low: 1, Figure: 1, High: 1, Basis: "询价", Free: "志愿者做"})
	free.Free = "志愿者做"
	p.do(free)
	p.do(&Estimate{No: 1, Department: "办", Low: 1, Figure: 1, High: 1, Basis: "询价"})
}

// TestAboveCapSaysTheWayOut: where the scheme lets a project be split, the refusal says so in both languages.
func TestAboveCapSaysTheWayOut(t *testing.T) {
	s := Scheme{Cap: 50, SplitMost: 100, SplitYears: 2}
	err := (&Estimate{Figure: 80}).checkCap(s, "engineering")
	for _, part := range strings.Split(err.Error(), ": ")[1:] {
		if n := strings.Count(part, " / "); n != 1 {
			t.Errorf("%d languages in %q", n+1, part)
		}
	}
	if !strings.Contains(err.Error(), "分年实施") {
		t.Error(err)
	}
	if err := (&Estimate{Figure: 120}).checkCap(s, "engineering"); strings.Contains(err.Error(), "分年实施") {
		t.Error(err)
	}
}

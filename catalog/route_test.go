package catalog

// What a scheme allows, kept by the acts of a round.

import (
	"errors"
	"testing"

	"linli/catalog/preset"
)

// TestSchemeIsKept: by Luohu's scheme services are handed in by organisations only, each kind keeps to its own cap, and no
// residents' vote opens, for the council decides.
func TestSchemeIsKept(t *testing.T) {
	luohu, err := preset.Named("luohu")
	if err != nil {
		t.Fatal(err)
	}
	s := local(Draft(luohu))
	s.TableQuorum = 0
	p := newPlayOf(t, s)
	p.do(&Adopt{Body: "居民代表会议"})
	hand := func(from, kind string) error {
		s := submission(1)
		s.From, s.Kind = from, kind
		_, err := p.Submit(p.ctx, "resident", Person{Name: "王小明", Phone: "0000-1", Consent: true}, s)
		return err
	}
	before := p.entries()
	var fe *FieldError
	if err := hand("resident", "service"); !errors.Is(err, ErrProposer) || !errors.As(err, &fe) || fe.Field != "from" || p.entries() != before {
		t.Errorf("a resident hands in a service: %v", err)
	}
	p.must(hand("organisation", "service"))
	p.must(hand("resident", "engineering"))
	p.do(&CloseCollection{}, &Meet{Date: "2026-09-01", Place: "会议室", Moderator: "主持人李", Recorder: "记录员周", Present: []string{"居民代表陈"}})
	for no, most := range []int64{1: 200_000_00, 2: 500_000_00} {
		if no == 0 {
			continue
		}
		p.do(&JudgeFit{No: no, Fits: true, Why: "对应需求库", By: "两委"})
		p.do(Answered(no, "两委", append([]string{"属于这一类"}, make([]string, len(Draft(luohu).Grounds)-1)...)))
		p.do(&Survey{No: no, Date: "2026-09-01", Who: "业务部门", Finding: "可行。", Pass: true})
		p.do(&Decide{No: no, Discussion: "议过。", Result: "recommend", Why: "急需"})
		cost := func(fen int64) *Estimate {
			return &Estimate{No: no, Department: "街道", Low: fen, Figure: fen, High: fen, Basis: "询价"}
		}
		p.refuse(ErrNumber, "figure", cost(most+1))
		p.do(cost(most))
	}
	p.do(&Freeze{})
	p.refuse(ErrCouncil, "", &Station{Number: 1, Name: "活动室", Address: "幸福弄58号", Hours: "9–17", Phone: "0000-2"})
	p.refuse(ErrCouncil, "", &OpenPoll{Officers: []string{"qin", "lu"}})
}

package kiosk

// What holds a project back beside the money is told in both languages: the minimum, the cap, the exclusive pair.

import (
	"strings"
	"testing"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/tally"
)

func TestWhyHeldBack(t *testing.T) {
	p := answered(t, "mes-cost", literal...)
	for _, l := range []lang.Lang{lang.Zh, lang.En} {
		p.l.Read(func(r *catalog.Round) {
			c := *r
			out := *r.Outcome
			c.Outcome, out.Funded = &out, nil
			for _, why := range []tally.Reason{
				{Code: tally.Unaffordable, Pooled: 100, Cost: 300, Short: 200}, {Code: tally.BelowMinimum, Score: 3, Lacks: 2},
				{Code: tally.Excluded, ExcludedBy: "2"}, {Code: tally.OverCap, CapLeft: 100, Cost: 300},
				{Code: tally.Funded, Share: 50, Cost: 300}, {Code: tally.Funded, Completed: true, Before: 500, Cost: 300},
			} {
				out.Reasons = map[string]tally.Reason{"1": why}
				for _, said := range []string{Why(l, &c, 1), (teller{l, &c}).money(why)} {
					if said == "" || strings.Contains(said, "⟦") || strings.Contains(said, "%!") {
						t.Errorf("%s %s: %q", l, why.Code, said)
					}
				}
			}
			s := r.Scheme
			s.MinVotes, s.Engineering, s.Service = 7, 300_00, 400_00
			has(t, "rule", RuleSentence(l, s), "7", "300", "400")
		})
	}
}

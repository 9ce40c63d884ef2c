package tally

// This file is the rules mes-cost and mes-card, with their completions.

import (
	"math/big"
	"slices"
	"strings"
)

const (
	costChinese = "总额平均分给每张选票，项目由选它的选票分摊费用，先选每张分摊占费用比例最小的，直到没有项目能由支持者付清"
	costEnglish = "The budget is shared equally among all ballots, and a project is funded if those who marked it can pay for it from their shares, each the same as far as it lasts; first the one of which each pays the smallest part"
	cardChinese = "总额平均分给每张选票，项目由选它的选票分摊费用，先选每张分摊金额最小的，直到没有项目能由支持者付清"
	cardEnglish = "The budget is shared equally among all ballots, and a project is funded if those who marked it can pay for it from their shares, each the same as far as it lasts; first the one for which each pays the least"

	add1Chinese   = "；每份逐步增加，直到再加就会超出总额或已放不下别的项目"
	add1English   = "; the shares are raised step by step as long as the budget is not overspent and something else would fit"
	greedyChinese = "；余下的资金按得票数从高到低安排，不够的跳过"
	greedyEnglish = "; what is left goes to projects by votes, passing over what does not fit"
)

// mes is the rules of this kind: each method alone, and with its completions.
func mes() (out []Rule) {
	for _, base := range []Rule{{Name: "mes-cost", Chinese: costChinese, English: costEnglish}, {Name: "mes-card", Chinese: cardChinese, English: cardEnglish}} {
		for _, end := range []Rule{{}, {Name: "-add1", Chinese: add1Chinese, English: add1English}, {Name: "-greedy", Chinese: greedyChinese, English: greedyEnglish},
			{Name: "-add1-greedy", Chinese: add1Chinese + greedyChinese, English: add1English + greedyEnglish}} {
			m := equalShares{perCost: base.Name == "mes-cost", add1: strings.HasPrefix(end.Name, "-add1"), greedy: strings.HasSuffix(end.Name, "-greedy")}
			out = append(out, Rule{
				Name: base.Name + end.Name, Chinese: base.Chinese + end.Chinese + "。", English: base.English + end.English + ".",
				profile: true, decide: m.decide,
			})
		}
	}
	return out
}

// equalShares is a rule of this kind. Alone the method leaves money over, as no project may be paid for by money that
// its supporters do not have; the completions spend more of it.
type equalShares struct {
	perCost bool // utilities are costs times points; else points
	add1    bool // raise the share while it helps
	greedy  bool // then fund what fits by votes, as greedy-skip does
}

func (m equalShares) decide(c Contest, u umpire) Outcome {
	e := newElectorate(c)
	var run *shares
	if m.add1 {
		run = e.addOne(u, m.perCost)
	} else {
		run = e.buyAll(u, m.perCost, e.equalShare())
	}
	w := &walk{greedy: greedy{order: byScore}, ruling: newRuling(c, u)}
	run.tell(w.ruling)
	groups := ranked(w.unranked(), byScore, u)
	if m.greedy {
		w.completes = true
		w.down(groups)
		return w.out
	}
	for _, e := range slices.Concat(groups...) {
		run.refuse(w.ruling, e)
	}
	return w.out
}

// equalShare is the budget divided by all ballots, blank ones included.
func (e *electorate) equalShare() *big.Rat {
	return big.NewRat(e.Budget, int64(max(1, e.Counts.Ballots)))
}

// tell puts what was bought into an outcome, with the ties that were broken.
func (s *shares) tell(r *ruling) {
	var before []int
	for i, p := range s.bought {
		before = r.tied(s.tied[i], before)
		r.fund(s.entry(p), Reason{Share: s.largest(p)})
	}
}

// largest is the most that one supporter paid for a project, rounded up.
func (s *shares) largest(p int) int64 {
	var points int64
	for _, b := range s.backers[p] {
		points = max(points, b.score)
	}
	most := new(big.Int).Mul(s.price[p], big.NewInt(points))
	if most.Cmp(s.share) > 0 {
		most = s.share
	}
	return -s.floor(new(big.Int).Neg(most))
}

// refuse tells why a project was not bought: what bars it, or that its supporters have too little left.
func (s *shares) refuse(r *ruling, e entry) {
	why := r.gate.bars(e)
	if why.Code == "" {
		pooled := s.floor(s.together(s.backers[e.Number-1]))
		why = Reason{Code: Unaffordable, Pooled: pooled, Short: e.Cost - pooled}
	}
	r.refuse(e, why)
}

// floor is an amount in the unit of the run as one in that of the contest, rounded down.
func (s *shares) floor(n *big.Int) int64 { return new(big.Int).Div(n, s.unit).Int64() }

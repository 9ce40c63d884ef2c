package tally

// This file is the completion add1: shares larger than the budget allows, as long as what they buy does not cost more.

import "math/big"

// addOne raises the share of every voter by [Options.Step], from the budget divided by the ballots, unrounded, until what
// is bought leaves no project unfunded that has a supporter and would fit, or until the next step would spend more than
// the budget; then the step before counts. The order of ties is the same in every step.
//
// With [Options.Whole] the share begins at the last whole step and is raised until the next would spend more, whether or
// not anything else fits: so did Wieliczka and Świecie in 2023 and Assen in 2024.
func (e *electorate) addOne(u umpire, perCost bool) *shares {
	step, share := whole(max(1, e.Options.Step)), e.equalShare()
	if e.Options.Whole {
		steps := share.Quo(share, step)
		share = new(big.Rat).SetInt(new(big.Int).Div(steps.Num(), steps.Denom()))
		share.Mul(share, step)
	}
	run := e.buyAll(u, perCost, share)
	for !run.exhausts() {
		idle := new(big.Rat).Mul(step, run.idle(step))
		next := e.buyAll(u, perCost, new(big.Rat).Add(share, new(big.Rat).Add(idle, step)))
		if next.spent > e.Budget && idle.Sign() > 0 {
			return e.buyAll(u, perCost, share.Add(share, idle))
		}
		if next.spent > e.Budget {
			break
		}
		share.Add(share, idle).Add(share, step)
		run = next
	}
	return run
}

// idle is a number of steps after which what is bought is certainly still the same. If nobody has paid less than the
// price, prices stay as they are when the share rises. Then a project that is dearer than all that were bought, even if
// all its supporters pay alike, comes up last, and only once the share has risen by what they lack, divided by their
// number. In other cases it is nought.
func (s *shares) idle(step *big.Rat) *big.Rat {
	if s.strained {
		return new(big.Rat)
	}
	top := quote{paid: big.NewInt(-1), points: 1}
	if n := len(s.bought); n > 0 {
		top = quote{p: s.bought[n-1], paid: s.price[s.bought[n-1]], points: 1}
	}
	var least *big.Rat
	for p, project := range s.Projects {
		if s.price[p] != nil || len(s.backers[p]) == 0 || project.Withdrawn || s.Counts.Votes[p] < s.Options.MinVotes {
			continue
		}
		if s.compare(quote{p: p, paid: s.due(p), points: s.Counts.Votes[p]}, top) <= 0 {
			return new(big.Rat)
		}
		if s.gate.bars(s.entry(p)).Code != "" {
			continue
		}
		lack := new(big.Int).Sub(s.due(p), s.together(s.backers[p]))
		rise := new(big.Rat).SetFrac(lack, new(big.Int).Mul(s.unit, big.NewInt(s.Counts.Marked[p])))
		if least == nil || rise.Cmp(least) < 0 {
			least = rise
		}
	}
	steps := least.Quo(least, step)
	whole := new(big.Int).Sub(steps.Num(), big.NewInt(1)) // the last step before, rounded down
	return new(big.Rat).SetInt(whole.Div(whole, steps.Denom()))
}

// exhausts tells whether a larger share is not to be tried: nothing that has a supporter and may be funded would fit.
func (s *shares) exhausts() bool {
	for p, project := range s.Projects {
		fits := s.Options.Whole || project.Cost <= s.Budget-s.spent
		if s.price[p] == nil && len(s.backers[p]) > 0 && fits && s.gate.bars(s.entry(p)).Code == "" {
			return false
		}
	}
	return true
}

package tally

// This file finds prices under the Method of Equal Shares: bounds in float64, and the exact ones.

import (
	"math"
	"math/big"
)

// weigh finds a bound for a candidate; false if its supporters cannot pay for it, now or later.
func (s *shares) weigh(c *candidate) bool {
	cost, guard := s.cost(c.p), s.guard(c.p, len(s.bought))
	together := 0.0
	for _, b := range s.backers[c.p] {
		if !s.broke[b.group] {
			together += float64(b.n) * s.money[b.group]
		}
	}
	band := guard * (cost + float64(s.Counts.Marked[c.p])*s.start)
	if gap := together - cost; gap < -band || gap <= band && s.together(s.backers[c.p]).Cmp(s.due(c.p)) < 0 {
		return false
	}
	poor, rich := s.split(c.p, s.points(c.p))
	per := float64(s.per(c.p))
	c.key, c.at = (cost-poor)/rich/per, len(s.bought)
	c.bound = max(c.bound, (cost-poor-band)/rich/per*(1-guard))
	return true
}

// split is, about, what those have together who cannot pay the price in full, and the points of those who can. Whoever
// is called poor, (cost-poor)/rich is never above the price: each pays at most what is left and at most the price.
func (s *shares) split(p int, points float64) (poor, rich float64) {
	rich = points
	for {
		price := (s.cost(p) - poor) / rich
		less, more := 0.0, 0.0
		for _, b := range s.backers[p] {
			switch money := s.money[b.group]; {
			case s.broke[b.group]:
			case money < price*float64(b.score):
				less += float64(b.n) * money
			default:
				more += float64(b.n) * float64(b.score)
			}
		}
		if more == 0 || more >= rich {
			return poor, rich
		}
		poor, rich = less, more
	}
}

// quote is the exact price of a project, paid/points in the unit of the run, and, by backer, who has less than that and
// pays all that is left.
type quote struct {
	p      int
	paid   *big.Int // by those who pay the price
	points int64    // of those, at most the project's score; never 0
	poor   []bool
}

// quote finds the price of a project that its supporters can pay for. The price of any split into poor and rich is not
// above the true one, and the split at that price has a better one, until it no longer changes: Newton's method on a
// concave function.
func (s *shares) quote(p int) quote {
	q := quote{p, new(big.Int), 1, make([]bool, len(s.backers[p]))}
	if s.Projects[p].Cost == 0 {
		return q
	}
	poor, rich := s.split(p, s.points(p))
	s.divide(&q, (s.cost(p)-poor)/rich, false)
	if !s.settle(&q) {
		clear(q.poor)
		s.settle(&q)
	}
	for {
		before := q
		s.divide(&q, s.about(q), true)
		s.settle(&q)
		if new(big.Int).Mul(q.paid, before.times(1)).Cmp(new(big.Int).Mul(before.paid, q.times(1))) == 0 {
			return q
		}
	}
}

// times is points times n.
func (q quote) times(n int64) *big.Int {
	return new(big.Int).Mul(big.NewInt(q.points), big.NewInt(n))
}

// about is the price as a float64.
func (s *shares) about(q quote) float64 {
	const bits = 64
	paid, per := new(big.Float).SetPrec(bits).SetInt(q.paid), new(big.Float).SetPrec(bits).SetInt(s.unit)
	per.Mul(per, new(big.Float).SetInt64(q.points))
	f, _ := paid.Quo(paid, per).Float64()
	return f
}

// refine makes the unit of the run so small that the price is a whole number of it, and returns that.
func (s *shares) refine(q quote) *big.Int {
	points := big.NewInt(q.points)
	common := new(big.Int).GCD(nil, nil, points, new(big.Int).Mod(q.paid, points))
	if finer := points.Quo(points, common); !finer.IsInt64() || finer.Int64() != 1 {
		s.unit.Mul(s.unit, finer)
		s.share.Mul(s.share, finer)
		for _, p := range s.bought {
			s.price[p].Mul(s.price[p], finer)
		}
	}
	return q.paid.Quo(q.paid, common)
}

// points are those of the backers who have something left.
func (s *shares) points(p int) (n float64) {
	for _, b := range s.backers[p] {
		if !s.broke[b.group] {
			n += float64(b.n) * float64(b.score)
		}
	}
	return n
}

// settle is what the others must pay if the poor pay all they have; false if there are no others.
func (s *shares) settle(q *quote) bool {
	var poor []backer
	var points int64
	for i, b := range s.backers[q.p] {
		switch {
		case q.poor[i]:
			poor = append(poor, b)
		case !s.broke[b.group]:
			points += int64(b.n) * b.score
		}
	}
	if points == 0 {
		return false
	}
	due := s.due(q.p)
	q.paid, q.points = due.Sub(due, s.together(poor)), points
	return true
}

// due is the cost of a project in the unit of the run.
func (s *shares) due(p int) *big.Int {
	return new(big.Int).Mul(s.unit, big.NewInt(s.Projects[p].Cost))
}

// divide finds who is poor at a price: about, or, where the shadow is too close to it and so asked, exactly.
func (s *shares) divide(q *quote, about float64, exactly bool) {
	guard := s.guard(q.p, len(s.bought))
	for i, b := range s.backers[q.p] {
		due := about * float64(b.score)
		gap := s.money[b.group] - due
		switch {
		case s.broke[b.group]:
			q.poor[i] = false
		case exactly && math.Abs(gap) <= guard*(s.start+due):
			left := s.together([]backer{{b.group, 1, b.score}})
			left.Mul(left, big.NewInt(q.points))
			q.poor[i] = left.Cmp(new(big.Int).Mul(q.paid, big.NewInt(b.score))) < 0
		default:
			q.poor[i] = gap < 0
		}
	}
}

// together is what those have left, exactly, in the unit of the run.
func (s *shares) together(who []backer) *big.Int {
	clear(s.count)
	var voters int64
	for _, b := range who {
		if s.broke[b.group] {
			continue
		}
		voters += int64(b.n)
		marks := s.Profile[b.group].Marks
		for i, m := range marks {
			if s.price[m.Project-1] != nil {
				s.count[m.Project-1] += int64(b.n) * s.score(marks, i)
			}
		}
	}
	sum := big.NewInt(voters)
	sum.Mul(sum, s.share)
	var paid, times big.Int
	for _, w := range s.bought {
		if s.count[w] != 0 {
			sum.Sub(sum, paid.Mul(s.price[w], times.SetInt64(s.count[w])))
		}
	}
	return sum
}

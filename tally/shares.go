package tally

// This file is one run of the Method of Equal Shares, in exact arithmetic.

import (
	"cmp"
	"math/big"
	"slices"
)

// shares is a run of the Method of Equal Shares (Peters, Pierczyński, Skowron, "Proportional Participatory Budgeting
// with Additive Utilities", 2021). Every voter has the same share of the budget. The price of a project is the least
// amount per point at which its supporters together can pay for it, each the price times the points that the ballot
// gives to it, or all that is left. The project with the lowest price is bought, and its supporters pay; under cost
// utilities the lowest price per unit of cost, so that a project is worth what it costs to those who want it. That
// goes on until no project can be paid by its supporters.
//
// What a voter has left is the share less the prices of the projects bought that the ballot names, times its points, or
// else nothing. So sums over voters are integer combinations of the share and of the prices, which are kept as integers
// over one denominator. A float64 shadow of what each has left, in money, has a known greatest error; where that could
// change a decision, and for every price that is paid, the sum is taken in integers.
type shares struct {
	*electorate
	umpire   umpire
	gate     *gate
	perCost  bool     // prices are compared per unit of cost
	unit     *big.Int // the denominator of share and price
	share    *big.Int
	price    []*big.Int // by project: of those bought, per point
	start    float64    // the share, about
	money    []float64  // by group: what each of its voters has left, about
	broke    []bool     // by group: it has paid all it had
	bought   []int      // in order
	spent    int64
	strained bool    // somebody has paid less than the price
	tied     [][]int // for each project bought, those that were equal
	running  []candidate
	count    []int64 // scratch
}

// candidate is a project that its supporters may still be able to pay for.
type candidate struct {
	p     int
	bound float64 // its key is not below this, now or later: prices only rise
	key   float64 // about what it is sorted by; not proven
	at    int     // how many had been bought when the bound was found
}

// buyAll is the run with that share for every voter.
func (e *electorate) buyAll(u umpire, perCost bool, share *big.Rat) *shares {
	s := &shares{
		electorate: e, umpire: u, gate: e.gate(), perCost: perCost,
		unit: new(big.Int).Set(share.Denom()), share: new(big.Int).Set(share.Num()), start: near(share),
		money: make([]float64, len(e.Profile)), broke: make([]bool, len(e.Profile)),
		price: make([]*big.Int, len(e.Projects)), count: make([]int64, len(e.Projects)),
	}
	for g := range s.money {
		s.money[g] = s.start
	}
	for p := range e.Projects {
		if len(e.backers[p]) > 0 && s.gate.bars(s.entry(p)).Code == "" {
			s.running = append(s.running, candidate{p: p, at: -1})
		}
	}
	for at := s.likely(); at >= 0; at = s.likely() {
		s.buy(s.cheapest(at))
	}
	return s
}

func (s *shares) entry(p int) entry { return entry{s.Projects[p], s.Counts.Votes[p]} }

// likely is the place of the candidate that seems to be the cheapest, or -1 if none is left. Whether it is, cheapest
// finds out.
func (s *shares) likely() int {
	slices.SortFunc(s.running, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.bound, b.bound), a.p-b.p) })
	best, kept := -1, s.running[:0]
	for _, c := range s.running {
		if (best < 0 || c.bound <= kept[best].key) && !s.weigh(&c) {
			continue
		}
		kept = append(kept, c)
		if c.at == len(s.bought) && (best < 0 || c.key < kept[best].key) {
			best = len(kept) - 1
		}
	}
	s.running = kept
	return best
}

// cheapest are the projects whose price is exactly the lowest. Candidate at is taken for one; whichever may be as
// cheap by its bound is compared with it.
func (s *shares) cheapest(at int) []quote {
	all := []quote{s.quote(s.running[at].p)}
	about := s.key(all[0])
	for i := range s.running {
		c := &s.running[i]
		if i == at || c.bound > about || c.at < len(s.bought) && !s.weigh(c) || c.bound > about {
			continue
		}
		q := s.quote(c.p)
		switch s.compare(q, all[0]) {
		case -1:
			about, all = s.key(q), []quote{q}
		case 0:
			all = append(all, q)
		}
	}
	return all
}

// per is what prices are divided by before they are compared.
func (s *shares) per(p int) int64 {
	if s.perCost {
		return max(1, s.Projects[p].Cost)
	}
	return 1
}

// key is what candidates are sorted by, about.
func (s *shares) key(q quote) float64 { return s.about(q) / float64(s.per(q.p)) }

// compare compares two prices, each divided as the method says.
func (s *shares) compare(a, b quote) int {
	x := new(big.Int).Mul(a.paid, b.times(s.per(b.p)))
	return x.Cmp(new(big.Int).Mul(b.paid, a.times(s.per(a.p))))
}

// buy lets the supporters of the first of equals, by the ladder, pay for it.
func (s *shares) buy(equals []quote) {
	q := slices.MinFunc(equals, func(a, b quote) int { return s.umpire.place[a.p] - s.umpire.place[b.p] })
	each := s.about(q)
	for i, b := range s.backers[q.p] {
		if q.poor[i] {
			s.broke[b.group], s.strained = true, true
		} else {
			s.money[b.group] -= each * float64(b.score)
		}
	}
	var tied []int
	for _, other := range equals {
		tied = append(tied, other.p)
	}
	s.price[q.p] = s.refine(q)
	s.bought, s.tied = append(s.bought, q.p), append(s.tied, tied)
	s.spent += s.Projects[q.p].Cost
	s.gate.passed(s.entry(q.p))
	s.running = slices.DeleteFunc(s.running, func(c candidate) bool {
		return c.p == q.p || s.tangled && s.gate.bars(s.entry(c.p)).Code != ""
	})
}

package tally

// This file is how close an outcome was: how many votes would have had to be other ones.

import (
	"math"
	"math/big"
)

// Margin is how close an outcome was. A change is one vote (or point) more or less for one project: a vote moved from one
// project to another is two changes.
type Margin struct {
	// Known tells whether a margin can be proven for the rule. For the greedy rules it can; for rules that look at whole
	// ballots, and where funding one project can bar another, no set of comparisons is known that would prove one.
	Known bool `json:"known"`
	// Fixed tells that no change of votes can change what is funded, as when all projects fit together.
	Fixed bool `json:"fixed,omitempty"`
	// Votes is the margin: fewer changes than that, of whatever votes, leave the funded set as it is. 0 is a tie.
	Votes int64 `json:"votes"`
	// Ahead and Behind are the projects that stand so close: if Behind draws level with Ahead, others may be funded. If
	// there is only one, it stands so close to the minimum of votes.
	Ahead  string `json:"ahead,omitempty"`
	Behind string `json:"behind,omitempty"`
}

// Margin measures the outcome of the contest under the rule.
//
// It is the least lead among comparisons "a stands before b" which together imply the funded set, whatever else changes.
// Under greedy-skip and greedy-ratio: each project b that is not funded, though it costs no more than the budget, against
// the funded ones from the top down to the first that with those above it leaves no room for b. (At the first project
// that goes another way, either such a b enters, but what is before it leaves it no room; or a funded one is refused, but
// only funded ones are before it, and all of them fit together.) Under greedy-stop: each project that is not funded
// against each that is, and each that the rest of the budget could pay against the one at which the list stopped. Where a
// minimum of votes is set, what is funded must keep it, and so must the one at which the list stopped; one that lacks
// votes to the minimum is held back by whichever is more, those votes or the comparisons.
//
// It refuses what [Rule.Decide] refuses.
func (r Rule) Margin(c Contest, l Ladder) (Margin, error) {
	out, err := r.Decide(c, l)
	if err != nil {
		return Margin{}, err
	}
	lead := map[string]func(a, b entry) int64{greedyStop.Name: scoreLead, greedySkip.Name: scoreLead, greedyRatio.Name: ratioLead}[r.Name]
	if lead == nil || c.entangled() {
		return Margin{}, nil
	}
	m := race{lead: lead, minimum: c.Options.MinVotes, least: Margin{Known: true, Fixed: true, Votes: math.MaxInt64}}
	m.enter(c, out)
	for _, a := range m.funded {
		m.keeps(a)
	}
	if r.Name == greedyStop.Name {
		m.stopping(out.Remaining)
	} else {
		m.passing(out.Budget)
	}
	if m.least.Fixed {
		m.least.Votes = 0
	}
	return m.least, nil
}

// race is the projects in the order of the ranking, and the least lead found so far.
type race struct {
	lead           func(a, b entry) int64
	minimum        int64
	funded, behind []entry
	least          Margin
}

// enter takes in all projects but the withdrawn.
func (m *race) enter(c Contest, out Outcome) {
	byID := make(map[string]entry, len(c.Projects))
	for i, p := range c.Projects {
		byID[p.ID] = entry{p, c.Counts.Votes[i]}
	}
	for _, id := range out.Ranking {
		switch out.Reasons[id].Code {
		case Funded:
			m.funded = append(m.funded, byID[id])
		case Withdrawn:
		default:
			m.behind = append(m.behind, byID[id])
		}
	}
}

// passing notes what keeps projects out of a list that goes on.
func (m *race) passing(budget int64) {
	for _, b := range m.behind {
		room, k := budget-b.Cost, kept{votes: math.MaxInt64}
		for i := 0; i < len(m.funded) && room >= 0; i++ {
			k.before(m.lead, m.funded[i], b)
			room -= m.funded[i].Cost
		}
		if room >= 0 { // only the minimum keeps it out
			k = kept{}
		}
		m.out(b, k)
	}
}

// stopping notes what keeps projects out of a list that stops.
func (m *race) stopping(left int64) {
	for i, b := range m.behind {
		k := kept{votes: math.MaxInt64}
		for _, a := range m.funded {
			k.before(m.lead, a, b)
		}
		if b.Cost <= left {
			stopper := m.behind[0]
			if i == 0 || stopper.score < m.minimum {
				k = kept{}
			} else {
				k.before(m.lead, stopper, b)
				m.keeps(stopper)
			}
		}
		m.out(b, k)
	}
}

// kept is how many votes keep a project out, and behind which other.
type kept struct {
	votes int64
	ahead string
}

// before notes that a must stay before b.
func (k *kept) before(lead func(a, b entry) int64, a, b entry) {
	if n := lead(a, b); n < k.votes {
		*k = kept{n, a.ID}
	}
}

// out notes that b is kept out, by that or by the minimum.
func (m *race) out(b entry, k kept) {
	if lacks := m.minimum - b.score; lacks > k.votes {
		k = kept{votes: lacks}
	}
	if k.votes < m.least.Votes {
		m.least = Margin{Known: true, Votes: k.votes, Ahead: k.ahead, Behind: b.ID}
	}
}

// keeps notes that a must keep the minimum.
func (m *race) keeps(a entry) {
	if n := a.score - m.minimum + 1; m.minimum > 0 && n < m.least.Votes {
		m.least = Margin{Known: true, Votes: n, Ahead: a.ID}
	}
}

// scoreLead is how many votes a is before b.
func scoreLead(a, b entry) int64 { return a.score - b.score }

// ratioLead is how many changes it takes at least until b has a's ratio of votes to cost, rounded down: each change
// shifts a.score·b.Cost − b.score·a.Cost by one of the costs. A project that costs nothing is always before one that
// does not, which no vote can change.
func ratioLead(a, b entry) int64 {
	if a.Cost == 0 {
		return math.MaxInt64
	}
	product := func(x, y int64) *big.Int { return new(big.Int).Mul(big.NewInt(x), big.NewInt(y)) }
	ahead := new(big.Int).Sub(product(a.score, b.Cost), product(b.score, a.Cost))
	return ahead.Quo(ahead, big.NewInt(max(a.Cost, b.Cost))).Int64()
}

// Package tally goes from ballots to an outcome, with a reason for every project.
//
// [Count] adds up what the ballots give, a [Rule] spends the budget on the totals, and a [Ladder], fixed before the
// vote, decides between projects that the rule finds equal. The [Outcome] holds everything that a notice, a letter to
// a proposer or an auditor needs: the order, the money left when each project came up, why it was or was not funded,
// and every tie with the rung that broke it. A round and a .pb file (package pabulib) go through the very same code.
// [Council] gives the same kind of outcome where a council has decided in place of a vote, [Borda] ranks what a meeting
// has put in order, and [Rule.Margin] tells how far an outcome is from another one.
//
// # Exactness
//
// All amounts are int64 in one smallest unit (fen in a round), all comparisons are exact: products are taken in 128
// bits, and a total that would pass int64 is refused with [ErrOverflow]. There is no floating point here. The same
// contest, rule and ladder give the same bytes and the same [Outcome.Hash] everywhere.
package tally

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"linli/ballot"
)

// Project is what a rule needs to know of a project on the paper.
type Project struct {
	ID        string `json:"id"`
	Number    int    `json:"number"`              // official number on the paper, from 1
	Cost      int64  `json:"cost"`                // fen, or the unit of the contest; at least 0
	Received  int64  `json:"received"`            // position at which its proposal was received; the lower, the earlier
	Withdrawn bool   `json:"withdrawn,omitempty"` // taken back after the paper was fixed: ranked, but passed over by every rule
	Kind      string `json:"kind,omitempty"`      // what [Options.Caps] are by
	Group     string `json:"group,omitempty"`     // of the projects of one group at most one is funded; empty: no group
}

// Contest is what a rule decides on: the money, the projects and what the ballots gave them.
type Contest struct {
	Budget   int64       // same unit as the costs; at least 0
	Projects []Project   // in order of their numbers: Projects[i].Number is i+1
	Counts   Counts      // Counts.Votes[i] is the score of Projects[i]
	Form     ballot.Form // of the ballots in Profile; empty: approval
	Profile  []Group     // the ballots themselves, all of them, for rules that look at who supports what; see [Rule.Needs]
	Options  Options
}

// Group is N ballots that are marked alike. Marks are in the paper's normal order, and empty for blank ballots.
type Group struct {
	N     int
	Marks ballot.Marks
}

// ErrContest: a contest that cannot be decided, such as two projects with one id or a negative cost.
var ErrContest = errors.New("计票数据有误 / the contest is not well formed")

func (c Contest) check() error {
	if err := c.Options.check(); err != nil {
		return err
	}
	if c.Budget < 0 || c.Counts.Ballots < 0 || len(c.Counts.Votes) != len(c.Projects) {
		return fmt.Errorf("%w: budget %d, %d projects, %d scores", ErrContest, c.Budget, len(c.Projects), len(c.Counts.Votes))
	}
	seen := make(map[string]bool, len(c.Projects))
	for i, p := range c.Projects {
		switch {
		case p.ID == "" || seen[p.ID]:
			return fmt.Errorf("%w: project id %q is empty or used twice", ErrContest, p.ID)
		case p.Number != i+1:
			return fmt.Errorf("%w: project %s has number %d at place %d", ErrContest, p.ID, p.Number, i+1)
		case p.Cost < 0 || c.Counts.Votes[i] < 0:
			return fmt.Errorf("%w: project %s has cost %d and score %d", ErrContest, p.ID, p.Cost, c.Counts.Votes[i])
		}
		seen[p.ID] = true
	}
	return nil
}

// checkProfile refuses ballots that are not those that were counted.
func (c Contest) checkProfile() error {
	ballots, marked := 0, make([]int64, len(c.Projects))
	for _, g := range c.Profile {
		if g.N < 1 || g.N > math.MaxInt32-ballots {
			return fmt.Errorf("%w: a group of %d ballots, %d before it", ErrContest, g.N, ballots)
		}
		ballots += g.N
		for _, m := range g.Marks {
			if m.Project < 1 || m.Project > len(marked) {
				return fmt.Errorf("%w: a ballot marks project %d", ErrContest, m.Project)
			}
			marked[m.Project-1] += int64(g.N)
		}
	}
	if ballots != c.Counts.Ballots || !slices.Equal(marked, c.Counts.Marked) {
		return fmt.Errorf("%w: 规则要看每张选票，所给选票与合计不符 / the rule looks at the ballots, and those given are not those counted", ErrContest)
	}
	return nil
}

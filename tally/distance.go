package tally

// This file is how far a project that is not funded was from being funded, found by asking the rule again.

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"linli/ballot"
)

// Distance is what would have funded a project, all else being equal. Either number has been proven by running the rule:
// it funds the project at that number and does not at one ballot fewer, or one step of cost more. Under the greedy rules it is therefore the best
// number there is. Under rules where more votes can also do harm, a better one may lie beyond a gap.
type Distance struct {
	// Votes is the least number found of further ballots that would have funded it, each marking it alone and, where
	// points are given, giving it all of them. 0: none up to Tried does.
	Votes int64 `json:"votes"`
	// Cost is the greatest found, so many steps below its own, at which it would have been funded. 0: none above 0 does.
	Cost int64 `json:"cost"`
	// Tried is the most further ballots that were tried: ten times those cast, and enough to come first. 0: no number can
	// help, as the project costs more than the whole budget or no ballot may mark it.
	Tried int64 `json:"tried"`
}

// MaxMarks is the most marks on different ballots with which a rule that looks at ballots is asked again and again.
const MaxMarks = 50_000

// ErrLarge: a contest with more than [MaxMarks]. Its distances are not worked out.
var ErrLarge = errors.New("选票太多，不测算各项目差多少 / too many ballots to work out distances by this rule")

// Distances measures every project that the rule does not fund and that was not withdrawn, costs in steps of so many
// units of the contest (at least 1; a round's are yuan). It runs the rule about
// 2·log₂(Tried) + 2·log₂(cost/step) times for each, and stops with ctx. It refuses what [Rule.Decide] refuses, and for
// a rule that looks at ballots a contest of more than [MaxMarks] with [ErrLarge].
func (r Rule) Distances(ctx context.Context, c Contest, l Ladder, paper ballot.Paper, step int64) (map[string]Distance, error) {
	out, err := r.Decide(c, l)
	if err != nil {
		return nil, err
	}
	marks := 0
	for _, g := range c.Profile {
		marks += len(g.Marks)
	}
	if r.Needs() && marks > MaxMarks {
		return nil, fmt.Errorf("%w: %d > %d", ErrLarge, marks, MaxMarks)
	}
	all := map[string]Distance{}
	for i, p := range c.Projects {
		if code := out.Reasons[p.ID].Code; code == Funded || code == Withdrawn {
			continue
		}
		d, err := probe{ctx, r, c, l, i, max(1, step)}.distance(paper)
		if err != nil {
			return nil, err
		}
		all[p.ID] = d
	}
	return all, nil
}

// probe asks a rule what becomes of the project at that index if one thing is changed.
type probe struct {
	ctx  context.Context
	rule Rule
	Contest
	ladder Ladder
	at     int
	step   int64
}

func (p probe) distance(paper ballot.Paper) (d Distance, err error) {
	lone := ballot.Marks{{Project: p.at + 1}}
	if paper.Form == ballot.Points {
		lone[0].Points = paper.Sum
	}
	if p.Projects[p.at].Cost <= p.Budget && paper.Check(lone) == nil {
		each := paper.Score(lone, 0)
		d.Tried = p.reach(each)
		if d.Votes, err = edge(d.Tried, func(k int64) (bool, error) { return p.votes(k, lone, each) }); err != nil {
			return d, err
		}
	}
	own := p.Projects[p.at].Cost
	steps, err := edge((own-1)/p.step, func(n int64) (bool, error) { return p.cost(own - n*p.step) })
	if steps > 0 {
		d.Cost = own - steps*p.step
	}
	return d, err
}

// reach is how many ballots that score that much each are tried.
func (p probe) reach(each int64) int64 {
	most := slices.Max(p.Counts.Votes)
	n := max(10*int64(p.Counts.Ballots), most/each+1)
	return min(n, (math.MaxInt64-most)/each)
}

// votes tells whether the project is funded with k more ballots that mark it alone.
func (p probe) votes(k int64, lone ballot.Marks, each int64) (bool, error) {
	c := p.Contest
	c.Counts.Ballots += int(k)
	c.Counts.Votes = slices.Clone(c.Counts.Votes)
	c.Counts.Votes[p.at] += k * each
	if p.at < len(c.Counts.Marked) {
		c.Counts.Marked = slices.Clone(c.Counts.Marked)
		c.Counts.Marked[p.at] += k
	}
	if p.rule.Needs() {
		c.Profile = append(slices.Clone(c.Profile), Group{N: int(k), Marks: lone})
	}
	return p.funds(c)
}

// cost tells whether the project is funded at that cost.
func (p probe) cost(cost int64) (bool, error) {
	c := p.Contest
	c.Projects = slices.Clone(c.Projects)
	c.Projects[p.at].Cost = cost
	return p.funds(c)
}

func (p probe) funds(c Contest) (bool, error) {
	if err := p.ctx.Err(); err != nil {
		return false, err
	}
	out := p.rule.decide(c, p.ladder.umpire(c.Projects)) // it has been checked; which ties mattered is not asked
	return out.Reasons[c.Projects[p.at].ID].Code == Funded, nil
}

// edge finds an n from 1 to limit that holds while n-1 does not, or 0: by doubling from 1 until one holds, then by
// halving. That 0 does not hold is known. If all above one that holds hold too, it is the least.
func edge(limit int64, holds func(int64) (bool, error)) (int64, error) {
	var below, n int64
	for ok := false; !ok; {
		next := limit
		if n < limit/2 {
			next = max(1, 2*n)
		}
		if next <= n {
			return 0, nil
		}
		below, n = n, next
		var err error
		if ok, err = holds(n); err != nil {
			return 0, err
		}
	}
	for n-below > 1 {
		middle := below + (n-below)/2
		ok, err := holds(middle)
		switch {
		case err != nil:
			return 0, err
		case ok:
			n = middle
		default:
			below = middle
		}
	}
	return n, nil
}

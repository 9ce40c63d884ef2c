package tally

// This file is the rule phragmen.

import (
	"math/big"
	"slices"
)

var phragmen = Rule{
	Name:    "phragmen",
	Chinese: "入选项目的费用由支持者分担，每次选分担最重的人负担最轻的项目，遇到资金不足的项目即停止。",
	English: "The supporters of a project share its cost; each time the project is funded that leaves the heaviest burden of any voter lightest, up to the first one that the remaining money cannot pay.",
	profile: true,
	decide:  func(c Contest, u umpire) Outcome { return newLoads(c, u).decide() },
}

// loads is a run of Phragmén's sequential rule for budgets (Los, Christoff, Grossi, "Proportional Budget Allocations",
// 2022). Each project that is funded lays its cost on its supporters so that all of them carry the same load
// afterwards; that load, (cost + what they carry) / number of supporters, is least for the project that comes up. If a
// project that comes up does not fit, the rule stops, also if an equal one would. Projects dearer than the whole
// budget are left out from the beginning; those without a supporter come up at the end, all equal, and are funded if
// all of them fit.
//
// What a voter carries is the load of the last project funded that the ballot names. It is kept as the place of that
// project; sums are taken in float64 first and in rationals where the difference is within its error.
type loads struct {
	*electorate
	*ruling
	last    []int      // by group: the place in load of the last project funded that it supports, or -1
	load    []*big.Rat // of the supporters of each project funded, in order
	shadow  []float64
	running []int
	count   []int64 // scratch
}

func newLoads(c Contest, u umpire) *loads {
	l := &loads{electorate: newElectorate(c), ruling: newRuling(c, u), last: make([]int, len(c.Profile))}
	for g := range l.last {
		l.last[g] = -1
	}
	for p, project := range c.Projects {
		if project.Cost <= c.Budget {
			l.running = append(l.running, p)
		}
	}
	return l
}

func (l *loads) entry(p int) entry { return entry{l.Projects[p], l.Counts.Votes[p]} }

func (l *loads) decide() Outcome {
	var before []int
	stopped := []int(nil)
	for {
		l.running = slices.DeleteFunc(l.running, func(p int) bool { return l.gate.bars(l.entry(p)).Code != "" })
		equal, load := l.lightest()
		stopped = slices.DeleteFunc(slices.Clone(equal), func(p int) bool { return l.Projects[p].Cost <= l.out.Remaining })
		if len(equal) == 0 || len(stopped) > 0 {
			break
		}
		before = l.tied(equal, before)
		l.lay(slices.MinFunc(equal, func(a, b int) int { return l.umpire.place[a] - l.umpire.place[b] }), load)
	}
	l.rest(stopped)
	return l.out
}

// lightest are the projects whose supporters would carry least, and how much that is: nil if nobody supports them.
func (l *loads) lightest() (equal []int, least *big.Rat) {
	bound, best := make([]float64, len(l.Projects)), -1
	for _, p := range l.running {
		if voters := float64(l.Counts.Marked[p]); voters > 0 {
			sum := l.carried(p)
			bound[p] = (sum + l.cost(p)) / voters * (1 - l.guard(p, len(l.load)))
			if best < 0 || bound[p] < bound[best] {
				best = p
			}
		}
	}
	if best < 0 {
		return l.running, nil
	}
	equal, least = []int{best}, l.exact(best)
	for _, p := range l.running {
		if p == best || l.Counts.Marked[p] == 0 || bound[p] > near(least) {
			continue
		}
		switch load := l.exact(p); load.Cmp(least) {
		case -1:
			equal, least = []int{p}, load
		case 0:
			equal = append(equal, p)
		}
	}
	return equal, least
}

// carried is what the supporters of a project carry together, about.
func (l *loads) carried(p int) (sum float64) {
	for _, b := range l.backers[p] {
		if at := l.last[b.group]; at >= 0 {
			sum += float64(b.n) * l.shadow[at]
		}
	}
	return sum
}

// exact is what each supporter would carry if the project were funded.
func (l *loads) exact(p int) *big.Rat {
	l.count = append(l.count[:0], make([]int64, len(l.load))...)
	for _, b := range l.backers[p] {
		if at := l.last[b.group]; at >= 0 {
			l.count[at] += int64(b.n)
		}
	}
	sum := whole(l.Projects[p].Cost)
	var part big.Rat
	for at, voters := range l.count {
		if voters != 0 {
			sum.Add(sum, part.Mul(l.load[at], whole(voters)))
		}
	}
	return sum.Quo(sum, whole(l.Counts.Marked[p]))
}

// lay funds a project and lays the load on its supporters.
func (l *loads) lay(p int, load *big.Rat) {
	l.fund(l.entry(p), Reason{})
	l.running = slices.DeleteFunc(l.running, func(other int) bool { return other == p })
	if load == nil {
		return
	}
	for _, b := range l.backers[p] {
		l.last[b.group] = len(l.load)
	}
	l.load, l.shadow = append(l.load, load), append(l.shadow, near(load))
}

// rest refuses what has not come up: the projects at which the rule stopped, then the others by votes.
func (l *loads) rest(stopped []int) {
	stopper := ""
	slices.SortFunc(stopped, func(a, b int) int { return l.umpire.place[a] - l.umpire.place[b] })
	for _, p := range stopped {
		l.refuse(l.entry(p), Reason{Code: StoppedHere})
		if stopper == "" {
			stopper = l.Projects[p].ID
		}
	}
	for _, e := range slices.Concat(ranked(l.unranked(), byScore, l.umpire)...) {
		why := l.gate.bars(e)
		switch {
		case why.Code != "":
		case e.Cost > l.out.Budget || stopper == "":
			why.Code = OverBudget
		default:
			why = Reason{Code: AfterStop, StoppedBy: stopper}
		}
		l.refuse(e, why)
	}
}

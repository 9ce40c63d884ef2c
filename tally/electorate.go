package tally

// This file turns the ballots round: not whom a ballot supports, but who supports a project.

import (
	"math/big"

	"linli/ballot"
)

// electorate is a contest seen from its projects.
type electorate struct {
	Contest
	backers [][]backer // by project
	tangled bool       // funding a project may bar others
}

// backer is a group of voters that supports a project, each with the same score.
type backer struct {
	group int32
	n     int32 // voters
	score int64 // of the project on each of these ballots: 1, points, or its Borda score in a ranking
}

func newElectorate(c Contest) *electorate {
	e := &electorate{c, make([][]backer, len(c.Projects)), c.entangled()}
	for p, marked := range e.groupsMarking() {
		e.backers[p] = make([]backer, 0, marked)
	}
	for g, group := range c.Profile {
		for i, m := range group.Marks {
			e.backers[m.Project-1] = append(e.backers[m.Project-1], backer{int32(g), int32(group.N), e.score(group.Marks, i)})
		}
	}
	return e
}

func (e *electorate) groupsMarking() []int {
	n := make([]int, len(e.Projects))
	for _, group := range e.Profile {
		for _, m := range group.Marks {
			n[m.Project-1]++
		}
	}
	return n
}

// score is what a ballot gives to its i-th mark.
func (e *electorate) score(marks ballot.Marks, i int) int64 {
	return ballot.Paper{Form: e.Form}.Score(marks, i)
}

func (e *electorate) cost(p int) float64 { return float64(e.Projects[p].Cost) }

// guard is how far a float64 sum over all backers of a project may be from the exact sum, as a part of the sum of what
// the backers began with. Each amount has been rounded at most three times for each project funded before, and the
// sum once for each backer; each rounding is at most 2^-53 of what was there. Twice that is the guard.
func (e *electorate) guard(p, funded int) float64 {
	return float64(len(e.backers[p])+4*funded+16) * 0x1p-52
}

// whole is an integer as a rational.
func whole(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// near is a rational as the nearest float64.
func near(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}

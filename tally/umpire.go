package tally

// This file puts all projects of a contest into the ladder's order once, so that a rule asks for places only.

import "slices"

// umpire is a ladder before the projects of a contest.
type umpire struct {
	Ladder
	place []int // place[i] is where the ladder puts Projects[i], from 0
}

// umpire asks the ladder about every project.
func (l Ladder) umpire(projects []Project) umpire {
	order := slices.Clone(projects)
	slices.SortFunc(order, func(a, b Project) int { c, _ := l.compare(a, b); return c })
	u := umpire{l, make([]int, len(projects))}
	for at, p := range order {
		u.place[p.Number-1] = at
	}
	return u
}

// before orders two projects as [slices.SortFunc] wants it.
func (u umpire) before(a, b entry) int { return u.place[a.Number-1] - u.place[b.Number-1] }

// exchanged is the umpire under which those projects, given by index, take each other's places in that order.
func (u umpire) exchanged(order []int) umpire {
	places := make([]int, len(order))
	for i, p := range order {
		places[i] = u.place[p]
	}
	slices.Sort(places)
	u.place = slices.Clone(u.place)
	for i, p := range order {
		u.place[p] = places[i]
	}
	return u
}

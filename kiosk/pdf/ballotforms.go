package pdf

// This file chooses how the projects of a ballot are laid out: columns, pages and type, as readable as there is room for.

import (
	"fmt"
	"slices"
)

// ballotForm is a way to fit the projects: columns, pages and type sizes.
type ballotForm struct {
	cols, sides int     // sides: 1, 2, or the pages of a folded sheet
	name, place float64 // points
	close       bool    // place and cost stand behind the name where there is room
}

// forms of each size, the most readable first: one column before two, a sheet before a folded one, no name below 14
// points. Two columns of A5 would have room for seven characters a line, and two sheets would come apart: a ballot is one
// piece of paper.
var ballotForms = map[Size][]ballotForm{
	A5: {{1, 1, 18, 13, false}, {1, 1, 16, 12, false}, {1, 1, 14, 11, false}, {1, 2, 16, 12, false}, {1, 2, 14, 11, false},
		{1, folded, 16, 12, false}, {1, folded, 14, 11, false}, {1, folded, 14, 11, true}},
	A4: {{1, 1, 22, 15, false}, {1, 1, 20, 14, false}, {1, 1, 18, 13, false}, {1, 1, 16, 12, false}, {1, 1, 14, 11, false},
		{2, 1, 16, 12, false}, {2, 1, 14, 11, false}, {1, 2, 16, 12, false}, {1, 2, 14, 11, false}, {2, 2, 14, 11, false},
		{2, 2, 14, 11, true}, {1, folded, 16, 12, false}, {1, folded, 14, 11, false}, {1, folded, 14, 11, true}},
}

// alike tells whether two forms differ in their type only.
func (f ballotForm) alike(g ballotForm) bool {
	return f.cols == g.cols && f.sides == g.sides && f.close == g.close
}

// sides lays out the static part: one page, two, or four of a folded sheet. Of the forms that are alike, one whose rows
// are all of one height comes before one with larger type.
func (b Ballots) sides(p *press) ([]*page, error) {
	forms := ballotForms[b.Size]
	for len(forms) > 0 {
		n := 1
		for n < len(forms) && forms[n].alike(forms[0]) {
			n++
		}
		var uneven []*side
		for _, form := range forms[:n] {
			sides := b.try(p, form)
			if len(sides) > 0 && !slices.ContainsFunc(sides, func(s *side) bool { return !s.even }) {
				return b.finish(p, sides), nil
			}
			if uneven == nil {
				uneven = sides
			}
		}
		if uneven != nil {
			return b.finish(p, uneven), nil
		}
		forms = forms[n:]
	}
	return nil, fmt.Errorf("%w: %s, %d", ErrFit, pick(b.Size == A4, "A4", "A5"), len(b.Projects))
}

// try lays the sides out in one form, as few as it can and these filled alike; nil when they have no room.
func (b Ballots) try(p *press, form ballotForm) []*side {
	first := b.side(p, form, 0)
	if first.tight || first.top > first.foot || first.textW() < narrowest*first.nameStyle().em() {
		return nil
	}
	sides, room := []*side{first}, first.room()
	for len(sides) < form.sides {
		s := b.side(p, form, len(sides))
		sides, room = append(sides, s), room+s.room()
	}
	entries := make([]entry, len(b.Projects))
	for i, c := range b.Projects {
		entries[i] = first.measureEntry(c)
		if room -= entries[i].height; room < 0 {
			return nil
		}
	}
	counts := split(sides, entries, 1)
	if counts == nil {
		return nil
	}
	for share := 0.5; len(counts) > 1 && share < 1; share += 0.03 {
		if alike := split(sides, entries, share); len(alike) == len(counts) {
			counts = alike
			break
		}
	}
	for i, n := range counts {
		sides[i].draw(entries[:n])
		entries = entries[n:]
	}
	return sides[:len(counts)]
}

// room is the height for projects, of all columns together.
func (s *side) room() float64 { return float64(s.cols) * (s.foot - s.top + 0.01) }

// split tells how many entries stand on each side when each is filled to a share of its room; nil when some are left
// or a side has room for none.
func split(sides []*side, left []entry, share float64) (counts []int) {
	for _, s := range sides {
		n := s.holds(left, share)
		if n == 0 {
			return nil
		}
		if left, counts = left[n:], append(counts, n); len(left) == 0 {
			return counts
		}
	}
	return nil
}

// finish adds to the sides what depends on their number; of a folded sheet also the pages that nothing is on.
func (b Ballots) finish(p *press, sides []*side) (pages []*page) {
	used := len(sides)
	for sides[0].sides == folded && len(sides) < folded {
		sides = append(sides, b.emptySide(p))
	}
	for i, s := range sides {
		if len(sides) > 1 {
			s.turn(i, len(sides), i < used-1)
		}
		pages = append(pages, s.page)
	}
	return pages
}

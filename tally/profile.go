package tally

// This file groups ballots that are marked alike.

import (
	"cmp"
	"encoding/binary"
	"iter"
	"slices"

	"linli/ballot"
)

// Profile is the ballots on the paper, equal ones together, in an order that tells nothing of the order in which they
// came. Ballots must be such as [Count] takes; memory is that of the different ballots.
func Profile(paper ballot.Paper, ballots iter.Seq[ballot.Marks]) []Group {
	at := map[string]int{}
	var groups []Group
	var key []byte
	for marks := range ballots {
		if paper.Form != ballot.Ranking && !slices.IsSortedFunc(marks, compareMarks) {
			marks = paper.Normal(marks)
		}
		key = key[:0]
		for _, m := range marks {
			key = binary.AppendUvarint(binary.AppendUvarint(key, uint64(m.Project)), uint64(m.Points))
		}
		i, known := at[string(key)]
		if !known {
			i = len(groups)
			at[string(key)] = i
			groups = append(groups, Group{Marks: slices.Clone(marks)})
		}
		groups[i].N++
	}
	slices.SortFunc(groups, func(a, b Group) int { return slices.CompareFunc(a.Marks, b.Marks, compareMarks) })
	return groups
}

func compareMarks(a, b ballot.Mark) int {
	return cmp.Or(cmp.Compare(a.Project, b.Project), cmp.Compare(a.Points, b.Points))
}

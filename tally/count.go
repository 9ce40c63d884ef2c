package tally

// This file adds up ballots.

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"

	"linli/ballot"
)

// ErrOverflow: a project's score would pass 2^63-1. No real count comes near; scores that do are not counted at all.
var ErrOverflow = errors.New("得分超出可计算范围 / a score is too large to be counted exactly")

// Counts is what the ballots gave, by project: index i belongs to the project with number i+1.
type Counts struct {
	Ballots int     `json:"ballots"` // all ballots, blank ones included
	Blank   int     `json:"blank"`   // ballots with no mark
	Votes   []int64 `json:"votes"`   // score: votes, Borda points of a ranking, or points given
	Marked  []int64 `json:"marked"`  // number of ballots that mark the project, whatever the form
}

// Count adds up [ballot.Paper.Score] over all ballots. A ballot that the paper does not allow is refused with the
// paper's error and its place among the ballots, from 1; totals past int64 are refused with [ErrOverflow].
func Count(paper ballot.Paper, ballots iter.Seq[ballot.Marks]) (Counts, error) {
	var n Counts
	return n.Plus(paper, ballots)
}

// Plus is the counts with more ballots on the same paper, and refuses what [Count] refuses. n stays as it is.
func (n Counts) Plus(paper ballot.Paper, ballots iter.Seq[ballot.Marks]) (Counts, error) {
	n.Votes, n.Marked = slices.Clone(n.Votes), slices.Clone(n.Marked)
	n.fit(paper)
	for marks := range ballots {
		if err := n.Add(paper, marks); err != nil {
			return Counts{}, err
		}
	}
	return n, nil
}

// fit makes room for the projects of the paper in counts of nothing.
func (n *Counts) fit(paper ballot.Paper) {
	if n.Votes == nil {
		n.Votes, n.Marked = make([]int64, paper.Projects), make([]int64, paper.Projects)
	}
}

// Add counts one more ballot in, or refuses it as [Count] does; after [ErrOverflow] the counts are of no use.
func (n *Counts) Add(paper ballot.Paper, marks ballot.Marks) error {
	n.fit(paper)
	n.Ballots++
	if err := paper.Check(marks); err != nil {
		return fmt.Errorf("第 %d 张选票 / ballot %d: %w", n.Ballots, n.Ballots, err)
	}
	if len(marks) == 0 {
		n.Blank++
	}
	for i, m := range marks {
		score := paper.Score(marks, i)
		if n.Votes[m.Project-1] > math.MaxInt64-score {
			return fmt.Errorf("%w: project %d, ballot %d", ErrOverflow, m.Project, n.Ballots)
		}
		n.Votes[m.Project-1] += score
		n.Marked[m.Project-1]++
	}
	return nil
}

// Remove takes a ballot out again that [Counts.Add] has counted in.
func (n *Counts) Remove(paper ballot.Paper, marks ballot.Marks) {
	n.Ballots--
	if len(marks) == 0 {
		n.Blank--
	}
	for i, m := range marks {
		n.Votes[m.Project-1] -= paper.Score(marks, i)
		n.Marked[m.Project-1]--
	}
}

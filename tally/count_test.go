package tally_test

// This file tests the addition of ballots.

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/ballot"
	"linli/tally"
)

func TestCount(t *testing.T) {
	one, two, three := ballot.Mark{Project: 1}, ballot.Mark{Project: 2}, ballot.Mark{Project: 3}
	give := func(p int, n int64) ballot.Mark { return ballot.Mark{Project: p, Points: n} }
	for _, test := range []struct {
		form    ballot.Form
		ballots []ballot.Marks
		want    tally.Counts
	}{
		{ballot.Approval, []ballot.Marks{{one, three}, {}, {three}},
			tally.Counts{Ballots: 3, Blank: 1, Votes: []int64{1, 0, 2}, Marked: []int64{1, 0, 2}}},
		{ballot.Ranking, []ballot.Marks{{three, one, two}, {two}},
			tally.Counts{Ballots: 2, Votes: []int64{2, 2, 3}, Marked: []int64{1, 2, 1}}},
		{ballot.Points, []ballot.Marks{{give(1, 7), give(2, 3)}, {give(2, 10)}},
			tally.Counts{Ballots: 2, Votes: []int64{7, 13, 0}, Marked: []int64{1, 2, 0}}},
	} {
		paper := ballot.Paper{Form: test.form, Projects: 3, Max: 3, Sum: 10}
		got, err := tally.Count(paper, slices.Values(test.ballots))
		if err != nil {
			t.Error(test.form, err)
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Error(test.form, d)
		}
	}
}

func TestCountRefuses(t *testing.T) {
	paper := ballot.Paper{Form: ballot.Points, Projects: 2, Max: 2, Sum: math.MaxInt64}
	all := ballot.Marks{{Project: 2, Points: math.MaxInt64}}
	if _, err := tally.Count(paper, slices.Values([]ballot.Marks{all, {{Project: 2, Points: 1}}})); !errors.Is(err, tally.ErrOverflow) {
		t.Error(err)
	}
	if _, err := tally.Count(paper, slices.Values([]ballot.Marks{all, {{Project: 3, Points: 1}}})); !errors.Is(err, ballot.ErrNoProject) {
		t.Error(err)
	}
}

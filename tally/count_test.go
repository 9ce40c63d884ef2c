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

// Counts that ballots are added to and taken out of again are those of the ballots that are left.
func TestAddAndRemove(t *testing.T) {
	for _, form := range []ballot.Form{ballot.Approval, ballot.Ranking, ballot.Points} {
		paper := ballot.Paper{Form: form, Projects: 3, Max: 2, Sum: 10}
		all := []ballot.Marks{{}, {{Project: 3}, {Project: 1}}, {{Project: 2}}, {{Project: 1}, {Project: 2}}}
		if form == ballot.Points {
			for _, marks := range all {
				for i := range marks {
					marks[i].Points = int64(3 + i)
				}
			}
		}
		var n tally.Counts
		for _, marks := range all {
			if err := n.Add(paper, marks); err != nil {
				t.Fatal(err)
			}
		}
		for gone, marks := range all {
			n.Remove(paper, marks)
			want, err := tally.Count(paper, slices.Values(all[gone+1:]))
			if d := cmp.Diff(want, n); err != nil || d != "" {
				t.Errorf("%s without %d: %v\n%s", form, gone+1, err, d)
			}
			back, err := n.Plus(paper, slices.Values(all[:gone+1]))
			if d := cmp.Diff(want, n); err != nil || d != "" || back.Ballots != len(all) {
				t.Errorf("%s: more ballots have changed the counts, or are not in: %v\n%s", form, err, d)
			}
		}
	}
}

package ballot_test

// Test decks of every form of paper give just the totals that they expect.

import (
	"slices"
	"testing"

	"linli/ballot"
)

// decks are papers of every form, small and large.
var decks = map[string]ballot.Paper{
	"one project":     {Form: ballot.Approval, Projects: 1, Max: 1},
	"three":           {Form: ballot.Approval, Projects: 3, Max: 2},
	"twenty":          {Form: ballot.Approval, Projects: 20, Max: 5},
	"all may be":      {Form: ballot.Approval, Projects: 4, Max: 4},
	"ranking":         {Form: ballot.Ranking, Projects: 12, Max: 3},
	"points":          {Form: ballot.Points, Projects: 12, Max: 4, Sum: 10},
	"one point":       {Form: ballot.Points, Projects: 5, Max: 5, Sum: 1},
	"knapsack":        {Form: ballot.Approval, Projects: 4, Max: 4, Limit: 100, Costs: []int64{60, 50, 40, 100}},
	"beyond the fund": {Form: ballot.Approval, Projects: 3, Max: 3, Limit: 100, Costs: []int64{60, 101, 40}},
}

// A deck is allowed by its paper, marks every project that a ballot can have, tells neighbours apart and goes every way;
// and it adds up to what is expected of it, counted by hand here.
func TestDeck(t *testing.T) {
	for name, p := range decks {
		t.Run(name, func(t *testing.T) {
			deck := p.Deck()
			marked, ways, findings := make([]int, p.Projects), map[ballot.Way]int{}, map[ballot.Finding]int{}
			for _, x := range deck {
				ways[x.Way]++
				findings[x.Sheet.Finding]++
				if err := p.Check(x.Marks); err != nil {
					t.Errorf("%+v: %v", x, err)
				}
				if x.Sheet.Finding != "" {
					if err := p.CheckSheets([]ballot.Sheet{x.Sheet}); err != nil {
						t.Errorf("%+v: %v", x, err)
					}
				}
				counted := x.Marks
				if x.Sheet.Finding != "" {
					counted = x.Sheet.Marks
				}
				for _, m := range counted {
					marked[m.Project-1]++
				}
			}
			for i, n := range marked {
				want := i%3 + 1
				if p.Limit > 0 && p.Costs[i] > p.Limit {
					want = 0
				}
				if n != want {
					t.Errorf("project %d is marked %d times, want %d", i+1, n, want)
				}
			}
			if ways[ballot.ByVoid] != 1 || ways[ballot.ByPaper] < 3 || findings[ballot.Blank] != 1 || findings[ballot.Unclear] != 1 {
				t.Errorf("ways %v, findings %v", ways, findings)
			}
			if over := findings[ballot.Overvote]; over == 1 != (p.Max < p.Projects) {
				t.Errorf("%d overvotes of %d on a paper of %d", over, p.Max, p.Projects)
			}
			if got := p.Expect(deck); got.Ballots+got.Invalid+1 != len(deck) || got.Blank != 3 {
				t.Errorf("%d sheets give %+v", len(deck), got)
			}
		})
	}
}

// Expected totals by hand, one paper of each form.
func TestExpect(t *testing.T) {
	sheets := []ballot.Test{
		{Way: ballot.ByPhone, Marks: ballot.Marks{{Project: 2, Points: 3}, {Project: 1, Points: 1}}},
		{Way: ballot.ByBoth, Marks: ballot.Marks{{Project: 3, Points: 5}}, Sheet: ballot.Sheet{Finding: ballot.Marked, Marks: ballot.Marks{{Project: 1, Points: 2}}}},
		{Way: ballot.ByKiosk},
		{Way: ballot.ByPaper, Sheet: ballot.Sheet{Finding: ballot.Overvote}},
		{Way: ballot.ByVoid},
	}
	for form, votes := range map[ballot.Form][]int64{ballot.Approval: {2, 1, 0}, ballot.Ranking: {2, 2, 0}, ballot.Points: {3, 3, 0}} {
		want := ballot.Totals{Votes: votes, Ballots: 3, Blank: 1, Invalid: 1}
		if got := (ballot.Paper{Form: form, Projects: 3, Max: 3, Sum: 9}).Expect(sheets); !got.Equal(want) {
			t.Errorf("%s: %+v, want %+v", form, got, want)
		}
	}
}

// Totals that differ anywhere are not equal.
func TestTotalsEqual(t *testing.T) {
	a := ballot.Totals{Votes: []int64{1, 2}, Ballots: 3, Blank: 1, Invalid: 1}
	for i, change := range []func(*ballot.Totals){
		func(x *ballot.Totals) { x.Votes[1]++ }, func(x *ballot.Totals) { x.Votes = x.Votes[:1] },
		func(x *ballot.Totals) { x.Ballots++ }, func(x *ballot.Totals) { x.Blank++ }, func(x *ballot.Totals) { x.Invalid++ },
	} {
		b := a
		b.Votes = slices.Clone(a.Votes)
		if !a.Equal(b) {
			t.Fatal("a copy differs")
		}
		if change(&b); a.Equal(b) {
			t.Errorf("change %d is not seen", i)
		}
	}
}

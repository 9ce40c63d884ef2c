package tally_test

// This file checks margins by trying every change of votes, and the sample of a recount.

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"linli/ballot"
	"linli/tally"
)

// TestMarginHolds: no change of fewer votes than the margin changes what is funded, whichever votes they are.
func TestMarginHolds(t *testing.T) {
	for _, name := range []string{"greedy-stop", "greedy-skip", "greedy-ratio"} {
		t.Run(name, func(t *testing.T) {
			r, _ := tally.RuleNamed(name)
			rapid.Check(t, func(t *rapid.T) {
				var list []project
				for i := range rapid.IntRange(1, 4).Draw(t, "projects") {
					list = append(list, project{id: fmt.Sprint(i), score: rapid.Int64Range(0, 9).Draw(t, "score"),
						cost: rapid.Int64Range(0, 6).Draw(t, "cost"), withdrawn: rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0})
				}
				c := contest(rapid.Int64Range(0, 12).Draw(t, "budget"), list...)
				c.Options.MinVotes = max(0, rapid.Int64Range(-5, 8).Draw(t, "minimum"))
				m, err := r.Margin(c, byID)
				if err != nil || !m.Known {
					t.Fatalf("%+v %v", m, err)
				}
				most := min(m.Votes-1, 4)
				if m.Fixed {
					most = 4
				}
				want := decided(t, r, c).Funded
				changes(c.Counts.Votes, most, func(votes []int64) {
					other := c
					other.Counts.Votes = votes
					if got := decided(t, r, other).Funded; !sameSet(got, want) {
						t.Fatalf("margin %+v, and yet %v fund %v instead of %v by %v", m, votes, got, want, c.Counts.Votes)
					}
				})
			})
		})
	}
}

// changes calls fn with every vector of votes that is at most n single votes away.
func changes(votes []int64, n int64, fn func([]int64)) {
	var step func(at int, left int64)
	now := slices.Clone(votes)
	step = func(at int, left int64) {
		if at == len(votes) {
			fn(slices.Clone(now))
			return
		}
		for d := -min(left, votes[at]); d <= left; d++ {
			now[at] = votes[at] + d
			step(at+1, left-max(d, -d))
		}
		now[at] = votes[at]
	}
	step(0, max(n, 0))
}

// TestMarginIsTight: in plain contests so many changes do change the outcome, so that the margin is not worth less than
// it could be.
func TestMarginIsTight(t *testing.T) {
	two := []project{{id: "a", score: 9, cost: 4}, {id: "b", score: 4, cost: 4}}
	for _, x := range []struct {
		rule   string
		budget int64
		list   []project
		want   tally.Margin
	}{
		{"greedy-stop", 4, two, tally.Margin{Known: true, Votes: 5, Ahead: "a", Behind: "b"}},
		{"greedy-skip", 4, two, tally.Margin{Known: true, Votes: 5, Ahead: "a", Behind: "b"}},
		{"greedy-ratio", 4, two, tally.Margin{Known: true, Votes: 5, Ahead: "a", Behind: "b"}},
		{"greedy-skip", 8, two, tally.Margin{Known: true, Fixed: true}},
		{"greedy-skip", 3, two, tally.Margin{Known: true, Fixed: true}}, // nothing can be paid, whoever leads
		{"greedy-skip", 4, []project{{id: "a", score: 4, cost: 4}, {id: "b", score: 4, cost: 4}}, tally.Margin{Known: true, Ahead: "a", Behind: "b"}},
		// Passed over for want of money: only those count that leave no room.
		{"greedy-skip", 10, []project{{id: "a", score: 9, cost: 6}, {id: "big", score: 8, cost: 5}, {id: "c", score: 7, cost: 4}}, tally.Margin{Known: true, Votes: 1, Ahead: "a", Behind: "big"}},
		// Only the minimum keeps b out, or a in.
		{"greedy-skip", 8, two, tally.Margin{Known: true, Votes: 2, Behind: "b"}},
		{"greedy-stop", 4, []project{{id: "a", score: 6, cost: 4}}, tally.Margin{Known: true, Votes: 1, Ahead: "a"}},
		// The list stops at s; c, which fits, must not come before it.
		{"greedy-stop", 10, []project{{id: "a", score: 90, cost: 6}, {id: "s", score: 8, cost: 5}, {id: "c", score: 6, cost: 4}}, tally.Margin{Known: true, Votes: 2, Ahead: "s", Behind: "c"}},
	} {
		r, _ := tally.RuleNamed(x.rule)
		c := contest(x.budget, x.list...)
		if x.want.Votes > 0 && (x.want.Ahead == "" || x.want.Behind == "") {
			c.Options.MinVotes = 6
		}
		if got, err := r.Margin(c, byID); err != nil || got != x.want {
			t.Errorf("%s, %d: %+v %v, want %+v", x.rule, x.budget, got, err, x.want)
		}
	}
}

// TestMarginUnknown: rules that look at ballots, and options, have none: all sheets are counted again.
func TestMarginUnknown(t *testing.T) {
	paper := ballot.Paper{Form: ballot.Approval, Projects: 2, Max: 2}
	c := contest(4, project{id: "a", cost: 4}, project{id: "b", cost: 4})
	c = voted(t, c, paper, []ballot.Marks{{{Project: 1}}, {{Project: 1}, {Project: 2}}})
	for _, r := range tally.Rules() {
		if m, err := r.Margin(c, byID); err != nil || m.Known == r.Needs() {
			t.Errorf("%s: %+v %v", r.Name, m, err)
		}
	}
	r, _ := tally.RuleNamed("greedy-skip")
	c.Options.Caps = map[string]int64{"": 4}
	if m, err := r.Margin(c, byID); err != nil || m.Known || m.Sheets(812, 1) != 812 {
		t.Errorf("with a cap: %+v %v", m, err)
	}
}

// TestSheets: the figures of the formula, worked out by hand.
func TestSheets(t *testing.T) {
	for _, x := range []struct{ margin, sheets, each, want int64 }{
		{1000, 10_000, 1, 63}, {500, 10_000, 1, 125}, {200, 10_000, 1, 312}, {100, 10_000, 1, 623},
		{100, 10_000, 3, 1868}, {1, 10_000, 1, 10_000}, {0, 10_000, 1, 10_000}, {5, 0, 1, 0},
		{1 << 62, 1 << 62, 1, 7}, {1, 1 << 62, 1 << 62, 1 << 62},
	} {
		if got := (tally.Margin{Known: true, Votes: x.margin}).Sheets(x.sheets, x.each); got != x.want {
			t.Errorf("%+v: %d", x, got)
		}
	}
	if got := (tally.Margin{Known: true, Fixed: true}).Sheets(100, 1); got != 0 {
		t.Error("no vote can change it, and yet", got)
	}
}

// sampleOf315 was worked out with another program.
var sampleOf315 = []string{"2-1", "2-2", "1-3", "1-2", "1-1"}

// TestSample: by the published construction, a longer sample begins with the shorter, and every id can be drawn.
func TestSample(t *testing.T) {
	ids := []string{"1-1", "1-2", "1-3", "2-1", "2-2"}
	if got, want := tally.Sample("3-1-4-1-5", ids, 5), sampleOf315; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.String().Draw(t, "seed")
		n := rapid.Int64Range(0, 5).Draw(t, "n")
		all, some := tally.Sample(seed, ids, 9), tally.Sample(seed, ids, n)
		if int64(len(some)) != n || !slices.Equal(all[:n], some) || !sameSet(all, ids) {
			t.Fatalf("%v %v", all, some)
		}
	})
}

package tally_test

// This file checks, on random contests, what must hold of every outcome, against slow and obvious definitions.

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"linli/tally"
)

// drawContest makes a small contest with many ties and tight money.
func drawContest(t *rapid.T) tally.Contest {
	return drawVoters(t, rapid.Bool().Draw(t, "options"))
}

// TestDecisive: a tie is called decisive exactly if some other order of its projects funds another set: any order under
// the rules by votes, else each put first and the reverse. The orders are tried by renumbering the projects under the
// ladder "number".
func TestDecisive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawContest(t)
		rule := rapid.SampledFrom(tally.Rules()).Draw(t, "rule")
		l := tally.Ladder{Rungs: []tally.Rung{tally.Number}}
		out, err := rule.Decide(c, l)
		if err != nil {
			t.Fatal(err)
		}
		for _, tie := range out.Ties {
			sways := false
			orders := permutations(tie.Projects)
			if rule.Needs() || c.Options.Caps != nil || grouped(c) {
				orders = alternatives(tie.Projects)
			}
			for order := range orders {
				other, err := rule.Decide(reordered(c, tie.Projects, order), l)
				if err != nil {
					t.Fatal(err)
				}
				sways = sways || !sameSet(out.Funded, other.Funded)
			}
			if sways != tie.Decisive {
				t.Fatalf("%s: tie %v is called decisive=%v\n%+v", rule.Name, tie.Projects, tie.Decisive, out)
			}
		}
	})
}

// TestOutcomeHolds: money adds up, everything has a rank and a reason, and the ranking is by exact score or ratio.
func TestOutcomeHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawContest(t)
		rule := rapid.SampledFrom(tally.Rules()).Draw(t, "rule")
		out, err := rule.Decide(c, byID)
		if err != nil {
			t.Fatal(err)
		}
		var spent int64
		for _, id := range out.Funded {
			spent += out.Reasons[id].Cost
		}
		if spent != out.Spent || out.Spent+out.Remaining != c.Budget || out.Remaining < 0 {
			t.Fatalf("money does not add up: %+v", out)
		}
		for i, id := range out.Ranking {
			r := out.Reasons[id]
			if r.Rank != i+1 || (r.Code == tally.Funded) != slices.Contains(out.Funded, id) || short(r) {
				t.Fatalf("%s: %+v", id, r)
			}
			if i > 0 && !rule.Needs() && worth(rule.Name, out.Reasons[out.Ranking[i-1]]).Cmp(worth(rule.Name, r)) < 0 {
				t.Fatalf("%s: %s stands below a lesser project: %+v", rule.Name, id, out)
			}
		}
	})
}

// short tells whether what was missing is not what was missing.
func short(r tally.Reason) bool {
	switch r.Code {
	case tally.Unaffordable:
		return r.Pooled+r.Short != r.Cost || r.Pooled < 0
	case tally.OverCap:
		return r.CapLeft >= r.Cost
	}
	return r.Short > 0 && r.Before+r.Short != r.Cost
}

// worth is what a rule ranks by, as a rational; a cost of nothing is worth more than any ratio drawn here.
func worth(rule string, r tally.Reason) *big.Rat {
	switch {
	case rule != "greedy-ratio":
		return big.NewRat(r.Score, 1)
	case r.Cost == 0:
		return big.NewRat(1000+r.Score, 1)
	}
	return big.NewRat(r.Score, r.Cost)
}

// TestRatioIsExact: scores and costs near 2^63 are compared as rationals.
func TestRatioIsExact(t *testing.T) {
	big63 := rapid.Int64Range(1<<62, 1<<63-1)
	rapid.Check(t, func(t *rapid.T) {
		a := project{id: "a", score: big63.Draw(t, "sa"), cost: big63.Draw(t, "ca")}
		b := project{id: "b", score: big63.Draw(t, "sb"), cost: big63.Draw(t, "cb")}
		rule, _ := tally.RuleNamed("greedy-ratio")
		out, err := rule.Decide(contest(1, a, b), byID)
		if err != nil {
			t.Fatal(err)
		}
		first := "a"
		if big.NewRat(a.score, a.cost).Cmp(big.NewRat(b.score, b.cost)) < 0 {
			first = "b"
		}
		if out.Ranking[0] != first {
			t.Fatalf("%+v", out)
		}
	})
}

// permutations yields every order of ids.
func permutations(ids []string) func(func([]string) bool) {
	return func(yield func([]string) bool) { permute(slices.Clone(ids), 0, yield) }
}

func permute(ids []string, fixed int, yield func([]string) bool) bool {
	if fixed == len(ids) {
		return yield(ids)
	}
	for i := fixed; i < len(ids); i++ {
		ids[fixed], ids[i] = ids[i], ids[fixed]
		if !permute(ids, fixed+1, yield) {
			return false
		}
		ids[fixed], ids[i] = ids[i], ids[fixed]
	}
	return true
}

// reordered is the contest with the tied projects taking each other's places in that order.
func reordered(c tally.Contest, tied, order []string) tally.Contest {
	at := map[string]int{}
	for i, p := range c.Projects {
		at[p.ID] = i
	}
	places := make([]int, len(tied))
	for i, id := range tied {
		places[i] = at[id]
	}
	slices.Sort(places)
	out := c
	out.Projects, out.Counts.Votes, out.Counts.Marked = slices.Clone(c.Projects), slices.Clone(c.Counts.Votes), slices.Clone(c.Counts.Marked)
	number := map[int]int{}
	for i, id := range order {
		from, to := at[id], places[i]
		out.Projects[to] = c.Projects[from]
		out.Projects[to].Number = to + 1
		out.Counts.Votes[to], out.Counts.Marked[to] = c.Counts.Votes[from], c.Counts.Marked[from]
		number[from+1] = to + 1
	}
	out.Profile = nil
	for _, g := range c.Profile {
		marks := slices.Clone(g.Marks)
		for i, m := range marks {
			if to, ok := number[m.Project]; ok {
				marks[i].Project = to
			}
		}
		out.Profile = append(out.Profile, tally.Group{N: g.N, Marks: marks})
	}
	return out
}

// alternatives yields the orders with each of the others first, and the reverse.
func alternatives(ids []string) func(func([]string) bool) {
	return func(yield func([]string) bool) {
		reverse := slices.Clone(ids)
		slices.Reverse(reverse)
		for i := range ids {
			if i > 0 && !yield(append([]string{ids[i]}, slices.Delete(slices.Clone(ids), i, i+1)...)) {
				return
			}
		}
		yield(reverse)
	}
}

func grouped(c tally.Contest) bool {
	n := 0
	for _, p := range c.Projects {
		if p.Group != "" {
			n++
		}
	}
	return n > 1
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

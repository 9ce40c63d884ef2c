package tally_test

// This file checks, on random contests, what must hold of every outcome, against slow and obvious definitions.

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"linli/tally"
)

// drawContest makes a small contest with many ties and tight money.
func drawContest(t *rapid.T) tally.Contest {
	var list []project
	for i := range rapid.IntRange(1, 6).Draw(t, "projects") {
		list = append(list, project{
			id:        fmt.Sprint(i),
			score:     rapid.Int64Range(0, 3).Draw(t, "score"),
			cost:      rapid.Int64Range(0, 6).Draw(t, "cost"),
			withdrawn: rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0,
		})
	}
	return contest(rapid.Int64Range(0, 12).Draw(t, "budget"), list...)
}

// TestDecisive: a tie is called decisive exactly if some other order of its projects funds another set. The orders
// are tried by renumbering the projects under the ladder "number".
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
			for order := range permutations(tie.Projects) {
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
			if r.Rank != i+1 || (r.Code == tally.Funded) != slices.Contains(out.Funded, id) || r.Short > 0 && r.Before+r.Short != r.Cost {
				t.Fatalf("%s: %+v", id, r)
			}
			if i > 0 && worth(rule.Name, out.Reasons[out.Ranking[i-1]]).Cmp(worth(rule.Name, r)) < 0 {
				t.Fatalf("%s: %s stands below a lesser project: %+v", rule.Name, id, out)
			}
		}
	})
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
	out := tally.Contest{Budget: c.Budget, Projects: slices.Clone(c.Projects)}
	out.Counts.Votes = slices.Clone(c.Counts.Votes)
	for i, id := range order {
		out.Projects[places[i]] = c.Projects[at[id]]
		out.Projects[places[i]].Number = places[i] + 1
		out.Counts.Votes[places[i]] = c.Counts.Votes[at[id]]
	}
	return out
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

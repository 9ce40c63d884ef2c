package tally_test

// This file checks distances, margins and comparisons against slow and obvious definitions.

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linli/ballot"
	"linli/tally"
)

// drawElection makes a small contest of real ballots, so that every rule can decide it.
func drawElection(t *rapid.T) (tally.Contest, ballot.Paper) {
	paper := ballot.Paper{Form: rapid.SampledFrom([]ballot.Form{ballot.Approval, ballot.Ranking, ballot.Points}).Draw(t, "form")}
	paper.Projects = rapid.IntRange(1, 5).Draw(t, "projects")
	paper.Max = rapid.IntRange(1, paper.Projects).Draw(t, "max")
	if paper.Form == ballot.Points {
		paper.Sum = rapid.Int64Range(int64(paper.Max), 6).Draw(t, "sum")
	}
	c := tally.Contest{Budget: rapid.Int64Range(0, 12).Draw(t, "budget")}
	for i := range paper.Projects {
		c.Projects = append(c.Projects, tally.Project{ID: fmt.Sprint(i + 1), Number: i + 1, Cost: rapid.Int64Range(0, 7).Draw(t, "cost"),
			Withdrawn: rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0})
	}
	var ballots []ballot.Marks
	for range rapid.IntRange(0, 6).Draw(t, "ballots") {
		order := rapid.Permutation([]int{1, 2, 3, 4, 5}[:paper.Projects]).Draw(t, "marks")
		var marks ballot.Marks
		for _, p := range order[:rapid.IntRange(0, paper.Max).Draw(t, "length")] {
			m := ballot.Mark{Project: p}
			if paper.Form == ballot.Points {
				m.Points = 1
			}
			marks = append(marks, m)
		}
		ballots = append(ballots, paper.Normal(marks))
	}
	return voted(t, c, paper, ballots), paper
}

func voted(t interface{ Fatal(...any) }, c tally.Contest, paper ballot.Paper, ballots []ballot.Marks) tally.Contest {
	counts, err := tally.Count(paper, slices.Values(ballots))
	if err != nil {
		t.Fatal(err)
	}
	c.Counts, c.Profile = counts, tally.Profile(paper, slices.Values(ballots))
	return c
}

// again is the contest with k more ballots that mark one project alone, and with another cost of it.
func again(t interface{ Fatal(...any) }, c tally.Contest, paper ballot.Paper, at int, k, cost int64) tally.Contest {
	var ballots []ballot.Marks
	for _, g := range c.Profile {
		for range g.N {
			ballots = append(ballots, g.Marks)
		}
	}
	for range k {
		ballots = append(ballots, ballot.Marks{{Project: at + 1, Points: paper.Sum}})
	}
	c.Projects = slices.Clone(c.Projects)
	c.Projects[at].Cost = cost
	return voted(t, c, paper, ballots)
}

func decided(t interface{ Fatal(...any) }, r tally.Rule, c tally.Contest) tally.Outcome {
	out, err := r.Decide(c, byID)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func isGreedy(r tally.Rule) bool { return strings.HasPrefix(r.Name, "greedy-") }

// TestDistances: what a distance says is what the rule does, with ballots really cast: funded at that number and not at
// the next worse. Under the greedy rules it is the best of all numbers, by trying each.
func TestDistances(t *testing.T) {
	for _, r := range tally.Rules() {
		t.Run(r.Name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				c, paper := drawElection(t)
				all, err := r.Distances(t.Context(), c, byID, paper, 1)
				if err != nil {
					t.Fatal(err)
				}
				out := decided(t, r, c)
				for i, p := range c.Projects {
					d, measured := all[p.ID]
					if lost := out.Reasons[p.ID].Code != tally.Funded && !p.Withdrawn; lost != measured {
						t.Fatalf("%s measured: %v", p.ID, measured)
					}
					if measured {
						checkDistance(t, r, c, paper, i, d)
					}
				}
			})
		})
	}
}

func checkDistance(t *rapid.T, r tally.Rule, c tally.Contest, paper ballot.Paper, at int, d tally.Distance) {
	id, own := c.Projects[at].ID, c.Projects[at].Cost
	funded := func(k, cost int64) bool {
		return decided(t, r, again(t, c, paper, at, k, cost)).Reasons[id].Code == tally.Funded
	}
	if d.Votes > 0 && (!funded(d.Votes, own) || funded(d.Votes-1, own)) {
		t.Fatalf("%s is not funded with %d more ballots or is with one fewer", id, d.Votes)
	}
	if d.Cost > 0 && (d.Cost >= own || !funded(0, d.Cost) || funded(0, d.Cost+1)) {
		t.Fatalf("%s at %d is not funded at %d or is at one more", id, own, d.Cost)
	}
	if (own > c.Budget) != (d.Tried == 0) || d.Votes > d.Tried {
		t.Fatalf("%s: %+v", id, d)
	}
	if !isGreedy(r) {
		return
	}
	for k := int64(1); k <= d.Tried; k++ {
		if best := funded(k, own); best != (d.Votes > 0 && k >= d.Votes) {
			t.Fatalf("%s with %d more ballots: %v; %+v", id, k, best, d)
		}
	}
	for cost := int64(1); cost < own; cost++ {
		if best := funded(0, cost); best != (cost <= d.Cost) {
			t.Fatalf("%s at %d: %v; %+v", id, cost, best, d)
		}
	}
}

func TestDistanceByHand(t *testing.T) {
	paper := ballot.Paper{Form: ballot.Approval, Projects: 5, Max: 5}
	c := contest(10, project{id: "bench", score: 9, cost: 4}, project{id: "lamp", score: 7, cost: 8}, project{id: "path", score: 5, cost: 3},
		project{id: "hall", score: 4, cost: 11}, project{id: "gone", score: 8, cost: 1, withdrawn: true})
	for rule, want := range map[string]map[string]tally.Distance{
		"greedy-stop": {"lamp": {Votes: 3, Cost: 6, Tried: 10}, "path": {Votes: 3, Tried: 10}, "hall": {}},
		"greedy-skip": {"lamp": {Votes: 3, Cost: 6, Tried: 10}, "hall": {Cost: 3}},
	} {
		r, _ := tally.RuleNamed(rule)
		got, err := r.Distances(t.Context(), c, byID, paper, 1)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%s: %+v %v", rule, got, err)
		}
		for id, d := range want {
			if got[id] != d {
				t.Errorf("%s: %s: %+v, want %+v", rule, id, got[id], d)
			}
		}
	}
}

// TestDistanceKnapsack: no ballot may mark a project alone that is dearer than a ballot's limit.
func TestDistanceKnapsack(t *testing.T) {
	paper := ballot.Paper{Form: ballot.Approval, Projects: 2, Max: 2, Limit: 5, Costs: []int64{5, 6}}
	r, _ := tally.RuleNamed("greedy-skip")
	got, err := r.Distances(t.Context(), contest(10, project{id: "a", score: 3, cost: 5}, project{id: "b", score: 1, cost: 6}), byID, paper, 1)
	if err != nil || got["b"] != (tally.Distance{Cost: 5}) {
		t.Errorf("%+v %v", got, err)
	}
}

// TestDistanceSteps: costs go down in steps from the project's own, and never to nothing.
func TestDistanceSteps(t *testing.T) {
	paper := ballot.Paper{Form: ballot.Approval, Projects: 3, Max: 3}
	r, _ := tally.RuleNamed("greedy-skip")
	c := contest(1250, project{id: "a", score: 3, cost: 1000}, project{id: "b", score: 2, cost: 550}, project{id: "c", score: 1, cost: 350})
	got, err := r.Distances(t.Context(), c, byID, paper, 100)
	if err != nil || got["b"].Cost != 250 || got["c"].Cost != 250 {
		t.Errorf("%+v %v", got, err)
	}
	c.Budget = 1000
	if got, err = r.Distances(t.Context(), c, byID, paper, 100); err != nil || got["b"].Cost != 0 {
		t.Errorf("with nothing left: %+v %v", got, err)
	}
}

func TestDistancesLarge(t *testing.T) {
	paper := ballot.Paper{Form: ballot.Approval, Projects: 13, Max: 13}
	var ballots []ballot.Marks
	for i := range 1 << 13 {
		var marks ballot.Marks
		for p := range 13 {
			if i>>p&1 == 1 {
				marks = append(marks, ballot.Mark{Project: p + 1})
			}
		}
		ballots = append(ballots, marks)
	}
	c := tally.Contest{Budget: 1}
	for i := range 13 {
		c.Projects = append(c.Projects, tally.Project{ID: fmt.Sprint(i + 1), Number: i + 1, Cost: 2})
	}
	c = voted(t, c, paper, ballots)
	for _, r := range tally.Rules() {
		if _, err := r.Distances(t.Context(), c, byID, paper, 1); errors.Is(err, tally.ErrLarge) != r.Needs() {
			t.Errorf("%s: %v", r.Name, err)
		}
	}
}

func TestDistancesStop(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, _ := tally.RuleNamed("greedy-skip")
	if _, err := r.Distances(ctx, contest(1, project{id: "a", cost: 2}), byID, ballot.Paper{Projects: 1, Max: 1}, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestCompare: every rule once, the scheme's first, and the voters as counted one by one.
func TestCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, _ := drawElection(t)
		first := rapid.SampledFrom(tally.Rules()).Draw(t, "first").Name
		all, err := tally.Compare(c, byID, first)
		if err != nil || len(all) != len(tally.Rules()) || all[0].Rule != first {
			t.Fatalf("%+v %v", all, err)
		}
		for _, x := range all {
			r, _ := tally.RuleNamed(x.Rule)
			out := decided(t, r, c)
			served, chosen := 0, 0
			for _, g := range c.Profile {
				for range g.N {
					n := 0
					for _, m := range g.Marks {
						if slices.Contains(out.Funded, fmt.Sprint(m.Project)) {
							n++
						}
					}
					chosen += n
					served += min(n, 1)
				}
			}
			if !slices.Equal(x.Funded, out.Funded) || x.Spent != out.Spent || x.Served != int64(served) || x.Chosen != int64(chosen) {
				t.Fatalf("%+v, want %d served, %d chosen, %+v", x, served, chosen, out)
			}
		}
	})
	if _, err := tally.Compare(contest(1), byID, "dictator"); !errors.Is(err, tally.ErrRule) {
		t.Error(err)
	}
	if got := (tally.Compared{Ballots: 3, Chosen: 5}).Mean(); got != 167 {
		t.Error("5 marks of 3 voters:", got)
	}
}

// BenchmarkDistances measures a neighbourhood's count: 20 projects, 500 ballots of 5 marks, money for a third.
func BenchmarkDistances(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	paper := ballot.Paper{Form: ballot.Approval, Projects: 20, Max: 5}
	c := tally.Contest{Budget: 7_500_000, Options: tally.Options{Step: 100}}
	for i := range 20 {
		c.Projects = append(c.Projects, tally.Project{ID: fmt.Sprint(i + 1), Number: i + 1, Cost: 10_000 * (10 + random.Int64N(200))})
	}
	ballots := make([]ballot.Marks, 500)
	for i := range ballots {
		for _, p := range random.Perm(20)[:5] {
			ballots[i] = append(ballots[i], ballot.Mark{Project: min(p, random.IntN(20)) + 1})
		}
		slices.SortFunc(ballots[i], func(x, y ballot.Mark) int { return x.Project - y.Project })
		ballots[i] = slices.Compact(ballots[i])
	}
	c = voted(b, c, paper, ballots)
	for _, r := range tally.Rules() {
		b.Run(r.Name, func(b *testing.B) {
			lost := 0
			for b.Loop() {
				all, err := r.Distances(b.Context(), c, byID, paper, 100)
				if err != nil {
					b.Fatal(err)
				}
				lost = len(all)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(lost), "µs/project")
		})
	}
}

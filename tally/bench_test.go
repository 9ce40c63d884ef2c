package tally_test

// This file measures counting and deciding; figures are given per ballot and per project, so that they compare
// across machines.

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"linli/ballot"
	"linli/tally"
)

func BenchmarkCount(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	paper := ballot.Paper{Form: ballot.Approval, Projects: 100, Max: 10}
	ballots := make([]ballot.Marks, 100_000)
	for i := range ballots {
		for _, p := range random.Perm(100)[:1+random.IntN(10)] {
			ballots[i] = append(ballots[i], ballot.Mark{Project: p + 1})
		}
	}
	for b.Loop() {
		if _, err := tally.Count(paper, slices.Values(ballots)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(ballots)), "ns/ballot")
}

func BenchmarkDecide(b *testing.B) {
	for _, n := range []int{10, 100, 999} {
		random := rand.New(rand.NewPCG(1, 2))
		c := tally.Contest{Budget: int64(n) * 10_000}
		for i := range n {
			c.Projects = append(c.Projects, tally.Project{ID: fmt.Sprint(i), Number: i + 1, Cost: 1 + random.Int64N(100_000)})
			c.Counts.Votes = append(c.Counts.Votes, random.Int64N(1000))
		}
		for _, rule := range tally.Rules() {
			if rule.Needs() {
				continue // see BenchmarkMillion
			}
			b.Run(fmt.Sprintf("%s/%d", rule.Name, n), func(b *testing.B) {
				for b.Loop() {
					if _, err := rule.Decide(c, usual("seed")); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/project")
			})
		}
	}
}

// BenchmarkMillion is a million ballots on a hundred projects: grouped, and decided by the rules that look at them.
func BenchmarkMillion(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	paper := ballot.Paper{Form: ballot.Approval, Projects: 100, Max: 10}
	ballots := make([]ballot.Marks, 1_000_000)
	for i := range ballots {
		at := random.IntN(100)
		for range 1 + random.IntN(10) { // neighbours: many ballots are alike
			ballots[i] = append(ballots[i], ballot.Mark{Project: at%100 + 1})
			at += 1 + random.IntN(2)
		}
		ballots[i] = paper.Normal(ballots[i])
	}
	c := tally.Contest{Budget: 100_000_000, Options: tally.Options{Step: 10}}
	for i := range 100 {
		c.Projects = append(c.Projects, tally.Project{ID: fmt.Sprint(i), Number: i + 1, Cost: 100_000 + random.Int64N(5_000_000)})
	}
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			c.Counts, _ = tally.Count(paper, slices.Values(ballots))
		}
	})
	b.Run("group", func(b *testing.B) {
		for b.Loop() {
			c.Profile = tally.Profile(paper, slices.Values(ballots))
		}
		b.ReportMetric(float64(len(c.Profile)), "groups")
	})
	for _, name := range []string{"mes-cost", "mes-cost-add1", "phragmen"} {
		rule, _ := tally.RuleNamed(name)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := rule.Decide(c, usual("seed")); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

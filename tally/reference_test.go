package tally_test

// This file is the rules mes and phragmen again, slow and obvious, all in big.Rat, as a reference for those that count.

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linli/ballot"
	"linli/tally"
)

// drawVoters makes a small contest with its ballots: many ties, tight money, all forms, options.
func drawVoters(t *rapid.T, options bool) tally.Contest {
	form := rapid.SampledFrom([]ballot.Form{ballot.Approval, ballot.Ranking, ballot.Points}).Draw(t, "form")
	n := rapid.IntRange(1, 6).Draw(t, "projects")
	paper := ballot.Paper{Form: form, Projects: n, Max: n, Sum: 100}
	var ballots []ballot.Marks
	for range rapid.IntRange(0, 7).Draw(t, "ballots") {
		marks := ballot.Marks{}
		for _, p := range rapid.SliceOfNDistinct(rapid.IntRange(1, n), 0, n, rapid.ID).Draw(t, "marks") {
			m := ballot.Mark{Project: p}
			if form == ballot.Points {
				m.Points = rapid.Int64Range(1, 3).Draw(t, "points")
			}
			marks = append(marks, m)
		}
		ballots = append(ballots, paper.Normal(marks))
	}
	c := tally.Contest{Budget: rapid.Int64Range(0, 40).Draw(t, "budget"), Form: form, Profile: tally.Profile(paper, slices.Values(ballots))}
	c.Counts, _ = tally.Count(paper, slices.Values(ballots))
	for i := range n {
		p := tally.Project{ID: fmt.Sprint(i), Number: i + 1, Cost: rapid.Int64Range(0, 12).Draw(t, "cost")}
		if options {
			p.Withdrawn = rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0
			p.Kind = rapid.SampledFrom([]string{"", "tree"}).Draw(t, "kind")
			p.Group = rapid.SampledFrom([]string{"", "", "site"}).Draw(t, "group")
		}
		c.Projects = append(c.Projects, p)
	}
	if options {
		c.Options.MinVotes = rapid.Int64Range(0, 2).Draw(t, "minimum")
		c.Options.Whole = rapid.Bool().Draw(t, "whole")
		if rapid.Bool().Draw(t, "capped") {
			c.Options.Caps = map[string]int64{"tree": rapid.Int64Range(0, 20).Draw(t, "cap")}
		}
	}
	return c
}

// voters are the scores that each ballot gives, by project.
func voters(c tally.Contest) (all []map[int]int64) {
	for _, g := range c.Profile {
		for range g.N {
			scores := map[int]int64{}
			for i, m := range g.Marks {
				scores[m.Project-1] = ballot.Paper{Form: c.Form}.Score(g.Marks, i)
			}
			all = append(all, scores)
		}
	}
	return all
}

// allowed tells whether the options let project p through after those funded.
func allowed(c tally.Contest, funded []int, p int) bool {
	x, used := c.Projects[p], int64(0)
	for _, w := range funded {
		if x.Group != "" && c.Projects[w].Group == x.Group || w == p {
			return false
		}
		if c.Projects[w].Kind == x.Kind {
			used += c.Projects[w].Cost
		}
	}
	most, capped := c.Options.Caps[x.Kind]
	return !x.Withdrawn && c.Counts.Votes[p] >= c.Options.MinVotes && (!capped || used+x.Cost <= most)
}

// priceOf is the least price per point at which those with that money pay for a project, by trying every split of the
// supporters, the poorest in proportion first; nil if they cannot.
func priceOf(cost int64, p int, all []map[int]int64, money []*big.Rat) *big.Rat {
	var who []int
	sum := new(big.Rat)
	for v, scores := range all {
		if scores[p] > 0 {
			who = append(who, v)
			sum.Add(sum, money[v])
		}
	}
	if len(who) == 0 || sum.Cmp(big.NewRat(cost, 1)) < 0 {
		return nil
	}
	ratio := func(v int) *big.Rat { return new(big.Rat).Quo(money[v], big.NewRat(all[v][p], 1)) }
	slices.SortFunc(who, func(a, b int) int { return ratio(a).Cmp(ratio(b)) })
	left := big.NewRat(cost, 1)
	for i, v := range who {
		points := int64(0)
		for _, w := range who[i:] {
			points += all[w][p]
		}
		if price := new(big.Rat).Quo(left, big.NewRat(points, 1)); price.Cmp(ratio(v)) <= 0 {
			return price
		}
		left.Sub(left, money[v])
	}
	panic("affordable, and without a price")
}

// sharesOf is one run of the Method of Equal Shares.
func sharesOf(c tally.Contest, perCost bool, share *big.Rat) (funded []int, spent int64) {
	all := voters(c)
	money := make([]*big.Rat, len(all))
	for v := range money {
		money[v] = new(big.Rat).Set(share)
	}
	for {
		best, least, price := -1, new(big.Rat), new(big.Rat)
		for p, x := range c.Projects {
			if !allowed(c, funded, p) {
				continue
			}
			rho := priceOf(x.Cost, p, all, money)
			if rho == nil {
				continue
			}
			key := rho
			if perCost && x.Cost > 0 {
				key = new(big.Rat).Quo(rho, big.NewRat(x.Cost, 1))
			}
			if best < 0 || key.Cmp(least) < 0 || key.Cmp(least) == 0 && x.ID < c.Projects[best].ID {
				best, least, price = p, key, rho
			}
		}
		if best < 0 {
			return funded, spent
		}
		for v, scores := range all {
			pay := new(big.Rat).Mul(price, big.NewRat(scores[best], 1))
			if money[v].Cmp(pay) < 0 {
				pay = money[v]
			}
			money[v] = new(big.Rat).Sub(money[v], pay)
		}
		funded, spent = append(funded, best), spent+c.Projects[best].Cost
	}
}

// stepsOf is the Method of Equal Shares with add1.
func stepsOf(c tally.Contest, perCost bool) []int {
	share := big.NewRat(c.Budget, int64(max(1, c.Counts.Ballots)))
	if c.Options.Whole {
		share.SetInt(new(big.Int).Div(share.Num(), share.Denom()))
	}
	for funded, spent := sharesOf(c, perCost, share); ; {
		more := false
		for p, x := range c.Projects {
			more = more || allowed(c, funded, p) && c.Counts.Marked[p] > 0 && (c.Options.Whole || spent+x.Cost <= c.Budget)
		}
		share.Add(share, big.NewRat(1, 1))
		next, cost := sharesOf(c, perCost, share)
		if !more || cost > c.Budget {
			return funded
		}
		funded, spent = next, cost
	}
}

// greedyOf funds what fits after that, by votes.
func greedyOf(c tally.Contest, funded []int) []int {
	order, left := []int{}, c.Budget
	for p := range c.Projects {
		order = append(order, p)
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(c.Counts.Votes[b] - c.Counts.Votes[a]) })
	for _, w := range funded {
		left -= c.Projects[w].Cost
	}
	for _, p := range order {
		if allowed(c, funded, p) && c.Projects[p].Cost <= left {
			funded, left = append(funded, p), left-c.Projects[p].Cost
		}
	}
	return funded
}

// phragmenOf is Phragmén's sequential rule.
func phragmenOf(c tally.Contest) (funded []int) {
	all, left := voters(c), c.Budget
	load := make([]*big.Rat, len(all))
	for v := range load {
		load[v] = new(big.Rat)
	}
	for {
		equal, least := []int{}, (*big.Rat)(nil)
		for p, x := range c.Projects {
			if !allowed(c, funded, p) || x.Cost > c.Budget {
				continue
			}
			with := (*big.Rat)(nil) // no load: nobody supports it
			if n := c.Counts.Marked[p]; n > 0 {
				with = big.NewRat(x.Cost, 1)
				for v, scores := range all {
					if scores[p] > 0 {
						with.Add(with, load[v])
					}
				}
				with.Quo(with, big.NewRat(n, 1))
			}
			switch {
			case len(equal) == 0 || with != nil && (least == nil || with.Cmp(least) < 0):
				equal, least = []int{p}, with
			case with == nil && least == nil || with != nil && with.Cmp(least) == 0:
				equal = append(equal, p)
			}
		}
		if len(equal) == 0 || slices.ContainsFunc(equal, func(p int) bool { return c.Projects[p].Cost > left }) {
			return funded
		}
		for v, scores := range all {
			if scores[equal[0]] > 0 {
				load[v] = least
			}
		}
		funded, left = append(funded, equal[0]), left-c.Projects[equal[0]].Cost
	}
}

// referenceOf is what a rule that looks at the ballots funds, in order.
func referenceOf(name string, c tally.Contest) (ids []string) {
	perCost := strings.HasPrefix(name, "mes-cost")
	var funded []int
	switch {
	case name == "phragmen":
		funded = phragmenOf(c)
	case strings.Contains(name, "-add1"):
		funded = stepsOf(c, perCost)
	default:
		funded, _ = sharesOf(c, perCost, big.NewRat(c.Budget, int64(max(1, c.Counts.Ballots))))
	}
	if strings.HasSuffix(name, "-greedy") {
		funded = greedyOf(c, funded)
	}
	for _, p := range funded {
		ids = append(ids, c.Projects[p].ID)
	}
	return ids
}

// TestAsReference: every rule that looks at the ballots funds what the reference does, in its order.
func TestAsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawVoters(t, rapid.Bool().Draw(t, "options"))
		for _, rule := range tally.Rules() {
			if !rule.Needs() {
				continue
			}
			out, err := rule.Decide(c, byID)
			if err != nil {
				t.Fatal(err)
			}
			if want := referenceOf(rule.Name, c); !slices.Equal(out.Funded, want) {
				t.Fatalf("%s funds %v, want %v", rule.Name, out.Funded, want)
			}
		}
	})
}

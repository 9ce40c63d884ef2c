package audit

// The outcome, counted and decided again.

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"linli/tally"
)

func (b *book) tallied(_ int64, a decided) { b.outcomes = append(b.outcomes, a) }

// drew takes the public draw; a second one stands after the first, which its kind does not allow.
func (b *book) drew(n int64, a draw) {
	f := b.found["outcome"]
	if !pair(a.Officers...) || len(a.Witnesses) == 0 || strings.TrimSpace(a.Seed) == "" || strings.TrimSpace(a.How) == "" {
		f.wrong("第 %d 条抽签没有两人、见证人、种子或办法 / entry %d draws lots without two officers, a witness, a seed or how it was drawn", n, n)
	}
	b.draw = &a
	f.note("公开抽签的种子 / seed of the public draw: %q (%s)", a.Seed, a.How)
}

func (b *book) outcome(f *findings) {
	if len(b.outcomes) == 0 {
		f.wait("尚未计票 / there is no outcome yet")
		return
	}
	out, err := b.decide(b.outcomes[0].Seed)
	if err != nil {
		f.wrong("不能重新计票 / it cannot be counted again: %v", err)
		return
	}
	b.hash, b.decided = out.Hash(), out
	for i, t := range b.outcomes {
		if b.draw != nil && t.Seed != b.draw.Seed {
			f.wrong("计票用了另一个种子 / the tally has another seed than the draw: %q, %q", t.Seed, b.draw.Seed)
		}
		if t.Hash != b.hash || i > 0 {
			f.wrong("结果不同：公布 %s，重算 %s / another outcome: published and recomputed", t.Hash, b.hash)
		}
	}
	for _, id := range out.Funded {
		n, err := strconv.Atoi(id)
		if err != nil {
			f.wrong("%v", err)
		}
		b.funded = append(b.funded, n)
	}
	for i := range b.library {
		if _, ok := out.Reasons[strconv.Itoa(i+1)]; !ok {
			f.wrong("%d 号项目没有理由 / project %d has no reason", i+1, i+1)
		}
	}
	if b.draw == nil && slices.ContainsFunc(out.Ties, func(t tally.Tie) bool { return slices.Contains(t.Between, tally.Draw) }) {
		f.note("抽签决定并列的种子 / seed of the draw between equals: %q", out.Ladder.Seed)
	}
}

// decide counts the ballots and applies the scheme's rule, or goes by the council's votes.
func (b *book) decide(seed string) (tally.Outcome, error) {
	if b.rules.council() {
		return b.resolve(seed)
	}
	counts, err := tally.Count(b.paper, b.ballots())
	if err != nil {
		return tally.Outcome{}, err
	}
	contest := b.contest(counts)
	rule, err := tally.RuleNamed(b.rules.Rule)
	if err != nil {
		return tally.Outcome{}, err
	}
	if rule.Needs() {
		contest.Profile = tally.Profile(b.paper, b.ballots())
	}
	ladder := tally.Ladder{Rungs: b.rules.Ties}
	if slices.Contains(ladder.Rungs, tally.Draw) {
		ladder.Seed = seed
	}
	if b.margin, err = rule.Margin(contest, ladder); err != nil {
		return tally.Outcome{}, err
	}
	return rule.Decide(contest, ladder)
}

// recount is what a recount of the papers needs to know, once there is an outcome; after a council's votes there are none.
func (b *book) recount() *Recount {
	if b.hash == "" || b.rules.council() {
		return nil
	}
	r := &Recount{Margin: b.margin}
	for _, no := range slices.Sorted(maps.Keys(b.batches)) {
		if x := b.batches[no]; x.isSealed {
			for place := range x.genuine {
				r.Papers = append(r.Papers, fmt.Sprintf("%d-%d", no, place+1))
			}
		}
	}
	r.Need = b.margin.Sheets(int64(len(r.Papers)), tally.Most(b.paper))
	if b.draw != nil {
		r.Seed = b.draw.Seed
	}
	return r
}

// contest is what the rule decides on: the options are those of the scheme, and shares rise by one yuan.
func (b *book) contest(counts tally.Counts) tally.Contest {
	c := tally.Contest{Budget: b.budget(), Counts: counts, Form: b.rules.Form}
	c.Options = tally.Options{MinVotes: b.rules.MinVotes, Step: 100, Caps: map[string]int64{}}
	for kind, most := range map[string]int64{"engineering": b.rules.Engineering, "service": b.rules.Service} {
		if most > 0 {
			c.Options.Caps[kind] = b.capLeft(kind, most)
		}
	}
	for i, p := range b.library {
		c.Projects = append(c.Projects, tally.Project{
			ID: strconv.Itoa(i + 1), Number: i + 1, Cost: p.cost, Received: int64(p.proposal), Withdrawn: p.withdrawn, Kind: p.kind, Group: p.group,
		})
	}
	return c
}

package audit

// The outcome, counted and decided again.

import (
	"slices"
	"strconv"

	"linli/tally"
)

func (b *book) tallied(_ int64, a decided) { b.outcomes = append(b.outcomes, a) }

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
	b.hash = out.Hash()
	for i, t := range b.outcomes {
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
	if slices.ContainsFunc(out.Ties, func(t tally.Tie) bool { return t.By == tally.Draw }) {
		f.note("抽签决定并列的种子 / seed of the draw between equals: %q", out.Ladder.Seed)
	}
}

// decide counts the ballots and applies the scheme's rule.
func (b *book) decide(seed string) (tally.Outcome, error) {
	counts, err := tally.Count(b.paper, b.ballots())
	if err != nil {
		return tally.Outcome{}, err
	}
	contest := tally.Contest{Budget: b.rules.Fund, Counts: counts}
	for i, p := range b.library {
		contest.Projects = append(contest.Projects, tally.Project{ID: strconv.Itoa(i + 1), Number: i + 1, Cost: p.cost, Received: int64(p.proposal), Withdrawn: p.withdrawn})
	}
	rule, err := tally.RuleNamed(b.rules.Rule)
	if err != nil {
		return tally.Outcome{}, err
	}
	ladder := tally.Ladder{Rungs: b.rules.Ties}
	if slices.Contains(ladder.Rungs, tally.Draw) {
		ladder.Seed = seed
	}
	return rule.Decide(contest, ladder)
}

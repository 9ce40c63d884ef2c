package tally

// This file lists the rules. A new rule is one file and one line here.

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Rule turns totals into an outcome. The scheme names it before the vote, and the notice prints its sentence.
type Rule struct {
	Name    string // as written in schemes and on the command line
	Chinese string // one sentence for voters
	English string
	profile bool // looks at the ballots, not at totals alone
	decide  func(Contest, umpire) Outcome
}

// Needs tells whether the rule looks at [Contest.Profile]; the others decide by [Contest.Counts] alone.
func (r Rule) Needs() bool { return r.profile }

// DefaultRule is the literal reading of the Wuzhong method: by votes, until the money does not suffice.
const DefaultRule = "greedy-stop"

// rules is the list, the default first.
var rules = append(append([]Rule{
	greedyStop,
	greedySkip,
	greedyRatio,
}, mes()...), phragmen)

// ErrRule: no rule has that name. The text names those that exist.
var ErrRule = errors.New("没有这种计票规则 / no such rule")

// Rules returns all rules, the default first.
func Rules() []Rule { return slices.Clone(rules) }

// RuleNamed finds a rule, or refuses with [ErrRule].
func RuleNamed(name string) (Rule, error) {
	known := make([]string, len(rules))
	for i, r := range rules {
		if r.Name == name {
			return r, nil
		}
		known[i] = r.Name
	}
	return Rule{}, fmt.Errorf("%w: %q; 可用 / use one of: %s", ErrRule, name, strings.Join(known, ", "))
}

// Decide spends the budget of the contest. It refuses a contest with [ErrContest] and a ladder with [ErrLadder], and
// changes neither.
func (r Rule) Decide(c Contest, l Ladder) (Outcome, error) {
	if err := errors.Join(c.check(), l.Check()); err != nil {
		return Outcome{}, err
	}
	if r.profile {
		if err := c.checkProfile(); err != nil {
			return Outcome{}, err
		}
	}
	u := l.umpire(c.Projects)
	out := r.decide(c, u)
	out.Rule = r.Name
	if r.profile || c.entangled() {
		for i := range out.Ties {
			t := &out.Ties[i]
			t.Decisive = t.Decisive && r.sways(c, u, t.Projects, out.Funded)
		}
	}
	return out, nil
}

// sways tells whether another order of those projects funds others than these: it decides again with each of them
// put first, and with the order reversed.
func (r Rule) sways(c Contest, u umpire, tied, funded []string) bool {
	order := c.indexes(tied)
	for i := range order {
		if i == 1 && len(order) == 2 {
			break // that is the reverse
		}
		other := append([]int{order[i]}, slices.Delete(slices.Clone(order), i, i+1)...)
		if i == 0 {
			slices.Reverse(other)
		}
		if !sameProjects(r.decide(c, u.exchanged(other)).Funded, funded) {
			return true
		}
	}
	return false
}

// indexes of projects by their ids.
func (c Contest) indexes(ids []string) (out []int) {
	for _, id := range ids {
		out = append(out, slices.IndexFunc(c.Projects, func(p Project) bool { return p.ID == id }))
	}
	return out
}

func sameProjects(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

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
	decide  func(Contest, Ladder) Outcome
}

// DefaultRule is the literal reading of the Wuzhong method: by votes, until the money does not suffice.
const DefaultRule = "greedy-stop"

// rules is the list, the default first.
var rules = []Rule{
	greedyStop,
	greedySkip,
	greedyRatio,
}

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
	out := r.decide(c, l)
	out.Rule = r.Name
	return out, nil
}

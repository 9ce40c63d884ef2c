package tally

// This file is the options of a rule: what may not be funded, whatever the money.

import "fmt"

// Options narrow what a rule may fund, whatever the rule. They are fixed before the vote; the zero value narrows nothing.
// A project that they hold back is passed over: it does not stop a rule that stops, and its supporters keep their money.
type Options struct {
	MinVotes int64            // a project with a lower score is not funded
	Caps     map[string]int64 // by [Project.Kind]: the most that the funded projects of that kind may cost together

	Step  int64 // by how much an add1 completion raises each voter's share; 0: by one unit of the contest
	Whole bool  // add1 begins at a share in whole steps, and raises it until the budget would be overspent; see [Rule]

	needs []int64 // by project: the yes that carry it in a council; see [Council]
}

func (o Options) check() error {
	if o.MinVotes < 0 || o.Step < 0 {
		return fmt.Errorf("%w: minimum %d, step %d", ErrContest, o.MinVotes, o.Step)
	}
	for kind, most := range o.Caps {
		if most < 0 {
			return fmt.Errorf("%w: cap %d of %q", ErrContest, most, kind)
		}
	}
	return nil
}

// gate stands between a rule and the money.
type gate struct {
	options Options
	taken   map[string]string // by group: the project of it that is funded
	used    map[string]int64  // by kind: what its funded projects cost together
}

func (c Contest) gate() *gate {
	return &gate{c.Options, map[string]string{}, map[string]int64{}}
}

// bars tells why a project may not be funded now, whatever the money; a reason without a code if it may.
func (g *gate) bars(e entry) Reason {
	most, capped := g.options.Caps[e.Kind]
	left := most - g.used[e.Kind]
	switch {
	case e.Withdrawn:
		return Reason{Code: Withdrawn}
	case g.options.needs != nil && e.score < g.options.needs[e.Number-1]:
		return Reason{Code: NotCarried, Lacks: g.options.needs[e.Number-1] - e.score}
	case e.score < g.options.MinVotes:
		return Reason{Code: BelowMinimum, Lacks: g.options.MinVotes - e.score}
	case e.Group != "" && g.taken[e.Group] != "":
		return Reason{Code: Excluded, ExcludedBy: g.taken[e.Group]}
	case capped && e.Cost > left:
		return Reason{Code: OverCap, CapLeft: left}
	}
	return Reason{}
}

// passed takes note of a project that is funded.
func (g *gate) passed(e entry) {
	g.taken[e.Group] = e.ID
	g.used[e.Kind] += e.Cost
}

// entangled tells whether funding one project may bar another: then only deciding again shows what an order changes.
func (c Contest) entangled() bool {
	if len(c.Options.Caps) > 0 {
		return true
	}
	seen := map[string]bool{"": false}
	for _, p := range c.Projects {
		if p.Group != "" && seen[p.Group] {
			return true
		}
		seen[p.Group] = true
	}
	return false
}

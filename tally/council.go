package tally

// This file is the decision of a council: what it has carried is funded, most yes first.

import (
	"cmp"
	"fmt"
	"slices"
)

// Names of what [Council] decides by, as they stand in [Outcome.Rule]. No scheme names them: a scheme names a rule, and
// that it is the council's to decide.
const (
	CouncilSkip = "council-skip" // a carried project that the remaining money cannot pay is passed over
	CouncilStop = "council-stop" // the list stops at the first such project
)

// CouncilReading is how a scheme with that rule has its council's list read: [CouncilStop] if it says greedy-stop, else
// [CouncilSkip].
func CouncilReading(rule string) string {
	if rule == greedyStop.Name {
		return CouncilStop
	}
	return CouncilSkip
}

// Council decides by the votes of a council (居民议事会) in place of ballots. Counts.Votes[i] is how many said yes to
// Projects[i], needs[i], at least 1, how many have to. What is not carried gets the reason [NotCarried] with the yes that
// it lacks, stands behind all that is, and is in nobody's way. What is carried is funded by most yes until the money is
// used up, in the reading named; caps and exclusive groups hold as everywhere, a minimum of votes does not. The ladder
// decides between carried projects with as many yes.
//
// One more yes to a project never takes its money away, in either reading and whatever the caps and groups: it comes up
// no later, and what comes up before it has taken no more. It can take another project's.
//
// It refuses what [Rule.Decide] refuses, and needs that are not one a project with [ErrContest].
func Council(c Contest, needs []int64, reading string, l Ladder) (Outcome, error) {
	if len(needs) != len(c.Projects) || slices.ContainsFunc(needs, func(n int64) bool { return n < 1 }) {
		return Outcome{}, fmt.Errorf("%w: %d projects, needed yes %v", ErrContest, len(c.Projects), needs)
	}
	if reading != CouncilSkip && reading != CouncilStop {
		return Outcome{}, fmt.Errorf("%w: %q", ErrRule, reading)
	}
	c.Options.MinVotes, c.Options.needs = 0, needs
	v := verdict(needs)
	rule := Rule{Name: reading, decide: greedy{order: v.order, level: v.gap, stop: reading == CouncilStop}.decide}
	return rule.Decide(c, l)
}

// verdict is how many yes each project needs, by number.
type verdict []int64

func (v verdict) carried(e entry) bool { return !e.Withdrawn && e.score >= v[e.Number-1] }

// order puts what is carried first, each by most yes. Of what is not, equals stand by their numbers: no tie is to be
// broken where nothing hangs on it.
func (v verdict) order(a, b entry) int {
	switch up, down := v.carried(a), v.carried(b); {
	case up && down:
		return byScore(a, b)
	case up:
		return -1
	case down:
		return 1
	}
	return cmp.Or(byScore(a, b), cmp.Compare(a.Number, b.Number))
}

// gap is what a carried project lacks to draw level with last.
func (v verdict) gap(a, last entry) int64 {
	if !v.carried(a) {
		return 0
	}
	return scoreGap(a, last)
}

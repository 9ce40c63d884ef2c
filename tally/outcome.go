package tally

// This file is the outcome: what is funded, and why each project is or is not.

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"linli/ballot/ledger"
)

// Code says what became of a project.
type Code string

// What may become of a project.
const (
	Funded      Code = "funded"
	OverBudget  Code = "over_budget"  // passed over: it costs more than what was left when it came up
	StoppedHere Code = "stopped_here" // the first that cost more than what was left; the list stopped at it
	AfterStop   Code = "after_stop"   // ranked below the project at which the list stopped
	Withdrawn   Code = "withdrawn"    // taken back; neither funded nor in the way of others

	BelowMinimum Code = "below_minimum" // its score is lower than [Options.MinVotes]
	Excluded     Code = "excluded"      // another project of its group is funded
	OverCap      Code = "over_cap"      // it costs more than what was left of the cap of its kind
	NotCarried   Code = "not_carried"   // council: fewer said yes than it needs
	Unaffordable Code = "unaffordable"  // mes: the money that its supporters have left does not pay for it
)

// Reason is why a project was or was not funded. Amounts are in the unit of the contest, scores in that of the count.
type Reason struct {
	Code      Code   `json:"code"`
	Rank      int    `json:"rank"` // place in the ranking, from 1; ties broken
	Score     int64  `json:"score"`
	Cost      int64  `json:"cost"`
	Before    int64  `json:"before"`               // money left when it came up
	Short     int64  `json:"short,omitempty"`      // what was missing to pay for it then; 0 if it would have been enough
	Behind    int64  `json:"behind,omitempty"`     // votes missing to draw level with the last funded project, if ranked below it
	StoppedBy string `json:"stopped_by,omitempty"` // after_stop: the project at which the list stopped
	TooDear   bool   `json:"too_dear,omitempty"`   // not funded, and costs more than the whole budget

	Lacks      int64  `json:"lacks,omitempty"`       // below_minimum: votes missing to the minimum; not_carried: yes missing
	ExcludedBy string `json:"excluded_by,omitempty"` // excluded: the project of its group that is funded
	CapLeft    int64  `json:"cap_left,omitempty"`    // over_cap: what was left of the cap of its kind
	Share      int64  `json:"share,omitempty"`       // funded under mes: the most that one supporter paid, rounded up
	Pooled     int64  `json:"pooled,omitempty"`      // unaffordable: what its supporters have left together, rounded down; Short is to the cost
	Completed  bool   `json:"completed,omitempty"`   // mes: it came up in the completion, for the money that the shares left over
}

// Outcome is a decided contest. Its JSON is the canonical form that is kept and hashed; its numbers are integers up to
// 2^63-1, to be read as such.
type Outcome struct {
	Rule      string            `json:"rule"`
	Ladder    Ladder            `json:"ladder"`
	Ballots   int               `json:"ballots"`
	Budget    int64             `json:"budget"`
	Spent     int64             `json:"spent"`
	Remaining int64             `json:"remaining"`
	Funded    []string          `json:"funded"`  // ids, in the order in which they were funded
	Ranking   []string          `json:"ranking"` // all ids, in the order in which they came up
	Ties      []Tie             `json:"ties"`    // every tie that was broken, in ranking order
	Reasons   map[string]Reason `json:"reasons"` // by id; every project has one
}

// newOutcome is the outcome before any project has come up.
func newOutcome(c Contest, l Ladder) Outcome {
	return Outcome{
		Ladder: Ladder{slices.Clone(l.Rungs), l.Seed}, Ballots: c.Counts.Ballots, Budget: c.Budget, Remaining: c.Budget,
		Funded: []string{}, Ranking: make([]string, 0, len(c.Projects)), Ties: []Tie{},
		Reasons: make(map[string]Reason, len(c.Projects)),
	}
}

// Canonical is the outcome as canonical JSON: the same outcome has the same bytes everywhere.
func (o Outcome) Canonical() []byte {
	b, err := ledger.Canonical(o)
	if err != nil {
		panic("tally: outcome cannot be encoded: " + err.Error()) // it holds strings, integers and booleans only
	}
	return b
}

// Hash is the SHA-256 of [Outcome.Canonical] in lowercase hexadecimal.
func (o Outcome) Hash() string {
	sum := sha256.Sum256(o.Canonical())
	return hex.EncodeToString(sum[:])
}

// Package catalog carries a round from the scheme to the evaluation: one file a step.
//
// A [Round] is the fold of its ledger: every [Act] is an entry, and the state is what the entries, in order, make of
// it. A [Live] round is kept current in memory; every process that folds the same ledger has the same state. The
// steps are Wuzhong's eight: each opens and closes by an act, and an act that belongs to a step which is not open is
// refused. Names and phones are no part of a round: see [Person]. Nor are photos, of which it holds the hashes.
//
// Begin with act.go, the table of all acts, and scheme.go, what a round's rules can be. Then, in the order of a year:
// proposal, need and carry; screening, confirm, review, survey, referral; roundtable, attendance and ranking; estimate
// and library; poll, ballots, count and outcome, or council and resolve where the residents' council decides; approval,
// notice and letter; implementation, evaluation and model. Beside the vote stand fast, split and forward. What is due is
// in due.go, and package audit recomputes all of it from the published export.
package catalog

import (
	"sync/atomic"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/tally"
)

// Step numbers the eight steps of a round from 1.
type Step int

// Steps is the number of steps.
const Steps = 8

// Progress is where a step stands. Zero times mean: not yet.
type Progress struct {
	Opened, Closed time.Time
}

// IsOpen tells whether the step has been opened and not closed.
func (p Progress) IsOpen() bool { return !p.Opened.IsZero() && p.Closed.IsZero() }

// Round is the state of one run of the eight steps in one community. It is read under [Live.Read] and changed by acts
// only.
type Round struct {
	ID         string
	Of         string // the round that this one rehearses; empty: it is no rehearsal
	Scheme     Scheme
	SchemeHash string              // once adopted; see [Scheme.Hash]
	Steps      [Steps + 1]Progress // [1] to [8]
	Entries    int64
	Updated    time.Time

	corrections map[int64]Correction // by the entry that gave way
	others      []string             // see [Round.signers]

	Opinions  []*OpinionState
	Trainings []Training
	Versions  int       // of the scheme
	History   []Version // all of them, the first first

	Seminars  []*Seminar
	Proposals []*Proposal // in the order received; Proposal.No is the place from 1
	bySlip    map[string]*Proposal
	Table     *RoundTable
	seats     map[ballot.Commitment]bool // of seat cards
	Library   *Library                   // nil until frozen
	Granted   []*Project                 // outside the vote; Granted[i] has the number 1001+i

	Stations    map[int]*StationState
	merged      []string // parts of the roll
	Rehearsals  []*RehearsalState
	Assisted    map[int]Assist // by station, as last told
	poll        Progress
	Poll        PollState
	Count       CountState
	Council     CouncilState   // where it decides
	Draw        *Draw          // nil until lots are drawn
	Outcome     *tally.Outcome // nil until the tally
	OutcomeHash string
	measured    *atomic.Pointer[Measured]

	Approvals map[int]*Approval // by project

	Notice  *NoticeState
	Letters map[int]*LetterState // by proposal
	Works   map[int]*Work        // by project

	Needs  []*NeedState    // number i+1; see [Round.Need]
	needs  map[string]bool // their IDs
	Models map[int]*Model  // by project
}

func newRound() *Round {
	return &Round{
		measured: &atomic.Pointer[Measured]{},
		needs:    map[string]bool{}, Models: map[int]*Model{},
		corrections: map[int64]Correction{}, bySlip: map[string]*Proposal{}, Stations: map[int]*StationState{}, Letters: map[int]*LetterState{}, Works: map[int]*Work{},
		Approvals: map[int]*Approval{},
		Poll:      PollState{bulk: &bulk{}, via: map[ballot.Via]int{}},
		Count:     CountState{Batches: map[int]*Batch{}},
	}
}

func (r *Round) open(s Step, e ledger.Entry) {
	if r.Steps[s].Opened.IsZero() {
		r.Steps[s].Opened = e.Time
	}
}

func (r *Round) close(s Step, e ledger.Entry) { r.Steps[s].Closed = e.Time }

// Current is the latest step that is open, or 0 if none is. Until the notice is closed the steps after it do not count:
// works on the fast track begin earlier.
func (r *Round) Current() Step {
	last := Step(Steps)
	if r.Steps[5].Closed.IsZero() {
		last = 5
	}
	for s := last; s >= 1; s-- {
		if r.Steps[s].IsOpen() {
			return s
		}
	}
	return 0
}

// Closed tells whether the whole round has been closed.
func (r *Round) Closed() bool { return !r.Steps[Steps].Closed.IsZero() }

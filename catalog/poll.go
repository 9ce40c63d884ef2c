package catalog

// Step four, 项目共决, the first part: stations, sheets, the opening of the poll.

import (
	"fmt"
	"maps"
	"strings"

	"golang.org/x/text/unicode/norm"

	"linli/ballot"
	"linli/ballot/ledger"
)

// Station is a polling station.
type Station struct {
	Number  int    `json:"number" limit:"63"`
	Name    string `json:"name" limit:"30"`
	Address string `json:"address" limit:"60"`
	Hours   string `json:"hours" limit:"60"`
	Access  string `json:"access" limit:"100" form:"optional"`
	Phone   string `json:"phone" limit:"30"`
}

// StationState is a station with its sheets and, after the count, its account.
type StationState struct {
	Station
	Printed int // sheets in print runs; the numbers run from 1
	Account *ballot.Account
	Reason  string // for a difference in the account
}

// PollState is the state of the poll.
type PollState struct {
	manifest  map[ballot.Commitment]ballot.Serial
	published map[ballot.Hash]bool
	records   map[string]ballot.Record // opened ballots by tracker
	spent     map[ballot.Commitment]bool
	void      map[ballot.Commitment]bool
	via       map[ballot.Via]int

	Published int // hashes
	Ballots   int // in the box at close
	Voids     int // sheets voided in the box at close
	Revealed  int // opened ballots
}

// Printed implements [ballot.Manifest] for the state.
func (p *PollState) Printed(c ballot.Commitment) (ballot.Serial, bool) {
	s, ok := p.manifest[c]
	return s, ok
}

// Record finds an opened ballot by its tracker.
func (p *PollState) Record(tracker string) (ballot.Record, bool) {
	rec, ok := p.records[tracker]
	return rec, ok
}

// ByVia is how many sheets the opened box says were used on each channel.
func (p *PollState) ByVia() map[ballot.Via]int { return maps.Clone(p.via) }

// IsPublished tells whether the hash has been published.
func (p *PollState) IsPublished(h ballot.Hash) bool { return p.published[h] }

func (a *Station) check(*Round) error { return nil }
func (a *Station) apply(r *Round, _ ledger.Entry) {
	if s := r.Stations[a.Number]; s != nil {
		s.Station = *a
		return
	}
	r.Stations[a.Number] = &StationState{Station: *a}
}

// maxSheets is the most sheets of a station: a [ballot.Serial] has no larger number.
const maxSheets = 1<<18 - 1

// PrintRun enters a print run into the manifest. Before the poll opens anyone of the staff may; afterwards a late run
// needs two officers, and when the poll has closed there are no more.
type PrintRun struct {
	ballot.Run
	Officers []string `json:"officers" kind:"officers" form:"optional" limit:"40"`
}

func (a *PrintRun) check(r *Round) error {
	s := r.Stations[a.Station]
	switch {
	case s == nil:
		return &FieldError{"station", ErrNoSuch}
	case r.closedPoll():
		return ErrDone
	case len(a.Commitments) < 1 || len(a.Commitments) > ballot.MaxRun:
		return &FieldError{"commitments", fmt.Errorf("%w: %d", ballot.ErrRun, len(a.Commitments))}
	case a.First != s.Printed+1 || s.Printed+len(a.Commitments) > maxSheets:
		return &FieldError{"first", fmt.Errorf("%w: %d, %d", ballot.ErrRun, s.Printed+1, a.First)}
	case r.openPoll() && !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	}
	met := make(map[ballot.Commitment]bool, len(a.Commitments))
	for _, c := range a.Commitments {
		if _, ok := r.Poll.manifest[c]; ok || met[c] {
			return &FieldError{"commitments", ballot.ErrRun}
		}
		met[c] = true
	}
	return nil
}

func (a *PrintRun) apply(r *Round, _ ledger.Entry) {
	for i, c := range a.Commitments {
		r.Poll.manifest[c] = a.Serial(i)
	}
	r.Stations[a.Station].Printed += len(a.Commitments)
}

// pair tells whether the officers are two different people.
func pair(officers []string) bool {
	return len(officers) == 2 && !same(officers[0], officers[1]) && !same(officers[0], "") && !same(officers[1], "")
}

// same tells whether two logins or names are the same but for case, width and spaces around them.
func same(a, b string) bool {
	fold := func(s string) string { return strings.TrimSpace(norm.NFKC.String(s)) }
	return strings.EqualFold(fold(a), fold(b))
}

// PollID is the poll's name in credentials, box and roll.
func (r *Round) PollID() string { return r.ID }

// PollProgress tells when the poll opened and closed.
func (r *Round) PollProgress() Progress { return r.poll }

func (r *Round) openPoll() bool   { return !r.poll.Opened.IsZero() }
func (r *Round) closedPoll() bool { return !r.poll.Closed.IsZero() }

// OpenPoll opens the poll, an act of two officers. From here on the rules are frozen.
type OpenPoll struct {
	Officers []string `json:"officers" kind:"officers" limit:"40"`
}

func (a *OpenPoll) check(r *Round) error {
	switch {
	case r.openPoll():
		return ErrDone
	case !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	case len(r.Poll.manifest) == 0:
		return fmt.Errorf("%w: 尚未印制选票 / no sheets have been printed", ErrFirst)
	}
	return nil
}

func (a *OpenPoll) apply(r *Round, e ledger.Entry) { r.poll.Opened = e.Time }

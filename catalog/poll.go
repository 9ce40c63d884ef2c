package catalog

// Step four, 项目共决, the first part: stations, sheets, the opening of the poll.

import (
	"fmt"
	"maps"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"linli/ballot"
	"linli/ballot/ledger"
)

// Station is a polling station.
type Station struct {
	Number   int    `json:"number" limit:"63"`
	Name     string `json:"name" limit:"30"`
	Address  string `json:"address" limit:"60"`
	Hours    string `json:"hours" limit:"60"`
	Access   string `json:"access" limit:"100" form:"optional"`
	Phone    string `json:"phone" limit:"30"`
	Electors int    `json:"electors,omitempty" limit:"1000000" form:"optional"` // who may vote there; 0: nobody has counted them

	Days []string `json:"days,omitempty" limit:"40" form:"optional"` // when it is open, day by day, each as [ParseHours] reads it
}

// StationState is a station with its sheets and, after the count, its account.
type StationState struct {
	Station
	Printed int // sheets in print runs; the numbers run from 1
	found   found
	Account *ballot.Account
	Reason  string          // for a difference in the account
	Unused  []string        // ranges of the sheets that were left over, with the account
	Alarms  []ballot.Serial // of those, sheets that were cast all the same; in order

	Duty      []Hours    // who works when
	Closed    []DayState // by date
	shown     int        // people of the last published daily figures
	Handovers []HandoverState
	Envelopes []string // decided provisional envelopes
	Accepted  int      // of them
	Rejected  int
}

// found is what was found of a station's sheets, in whatever box: used electronically, void, in paper boxes, both ways.
type found struct{ electronic, spoiled, paper, both int }

// perStation is what was found, by the stations of the sheets.
type perStation map[int]found

func (p perStation) add(station int, more found) {
	f := p[station]
	p[station] = found{f.electronic + more.electronic, f.spoiled + more.spoiled, f.paper + more.paper, f.both + more.both}
}

func (p perStation) addTo(r *Round) {
	for station, more := range p {
		s := r.Stations[station]
		sum := perStation{station: s.found}
		sum.add(station, more)
		s.found = sum[station]
	}
}

// stationOf is the number of the station for which a sheet was printed.
func (r *Round) stationOf(c ballot.Commitment) int {
	s, _ := r.Poll.sheets.get(c)
	return int(s.station)
}

// PollState is the state of the poll.
type PollState struct {
	*bulk
	via map[ballot.Via]int

	Published int // hashes
	Ballots   int // in the box at close
	Voids     int // sheets voided in the box at close
	Revealed  int // opened ballots
	spent     int // used sheets in the opened part of the box
	void      int // voided ones
}

// Printed implements [ballot.Manifest] for the state.
func (p *PollState) Printed(c ballot.Commitment) (ballot.Serial, bool) {
	s, ok := p.sheets.get(c)
	return s.serial(), ok
}

// Record finds an opened ballot by its tracker.
func (p *PollState) Record(tracker string) (ballot.Record, bool) { return p.opened.get(tracker) }

// ByVia is how many sheets the opened box says were used on each channel.
func (p *PollState) ByVia() map[ballot.Via]int { return maps.Clone(p.via) }

// IsPublished tells whether the hash has been published.
func (p *PollState) IsPublished(h ballot.Hash) bool { return p.published.has(h) }

func (a *Station) check(*Round) error {
	_, err := hoursOf("days", a.Days, false)
	return err
}

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
	if err := r.checkRun(a.Station, a.First, len(a.Commitments), a.Officers); err != nil {
		return err
	}
	met := make(map[ballot.Commitment]bool, len(a.Commitments))
	for _, c := range a.Commitments {
		if met[c] || r.Poll.sheets.has(c) {
			return &FieldError{"commitments", ballot.ErrRun}
		}
		met[c] = true
	}
	return nil
}

// checkRun refuses a run of n sheets from that number on.
func (r *Round) checkRun(station, first, n int, officers []string) error {
	s := r.Stations[station]
	switch {
	case s == nil:
		return &FieldError{"station", ErrNoSuch}
	case r.closedPoll():
		return ErrDone
	case n < 1 || n > ballot.MaxRun:
		return &FieldError{"commitments", fmt.Errorf("%w: %d", ballot.ErrRun, n)}
	case first != s.Printed+1 || s.Printed+n > maxSheets:
		return &FieldError{"first", fmt.Errorf("%w: %d, %d", ballot.ErrRun, s.Printed+1, first)}
	case r.openPoll() && !pair(officers):
		return &FieldError{"officers", ErrOfficers}
	}
	return nil
}

func (a *PrintRun) apply(r *Round, _ ledger.Entry) {
	for i, c := range a.Commitments {
		r.Poll.sheets.put(c, sheet{station: uint8(a.Station), number: uint32(a.First + i)})
	}
	r.Stations[a.Station].Printed += len(a.Commitments)
}

func (a *PrintRun) again(*Round) func(*Round) error {
	station, first, n, officers := a.Station, a.First, len(a.Commitments), a.Officers
	return func(r *Round) error {
		err := r.checkRun(station, first, n, officers)
		if err == nil {
			r.Stations[station].Printed += n
		}
		return err
	}
}

// pair tells whether the officers are two different people.
func pair(officers []string) bool {
	return len(officers) == 2 && letters(officers[0]) != "" && letters(officers[1]) != "" && !same(officers[0], officers[1])
}

// same tells whether two spellings are one person's: case, width, spaces, dots and what cannot be seen make no difference.
// An auditor draws the same line: testdata/spellings.json of package audit holds both to it.
func same(a, b string) bool { return strings.EqualFold(letters(a), letters(b)) }

// letters is what is left of a spelling: its letters and digits.
func letters(spelling string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, norm.NFKC.String(spelling))
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
	case r.Rehearsing() != nil:
		return ErrRehearsal
	case !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	case r.printed() == 0:
		return fmt.Errorf("%w: 尚未印制选票 / no sheets have been printed", ErrFirst)
	}
	return nil
}

// printed is the number of sheets of all stations.
func (r *Round) printed() (n int) {
	for _, s := range r.Stations {
		n += s.Printed
	}
	return n
}

func (a *OpenPoll) apply(r *Round, e ledger.Entry) { r.poll.Opened = e.Time }

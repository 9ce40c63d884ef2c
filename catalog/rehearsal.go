package catalog

// Step four, before it counts: a rehearsal, and what of it stays in the round.

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
)

// A rehearsal is a full dress run of the poll on a round of its own, see [Live.BeginRehearsal]. The round that it
// rehearses knows of it two acts only, how it began and how it ended.

// ErrRehearsal: not while a rehearsal is on, or not in one.
var ErrRehearsal = errors.New("正在演练：请先在工作台结束演练、清除数据 / a rehearsal is on: end it at the desk first, which wipes it")

// ErrRehearsed: an act that a rehearsal has no use for.
var ErrRehearsed = errors.New("演练只到计票为止，只用测试票 / a rehearsal ends with the tally, and uses its test deck only")

// RehearsalOf is the ID of the round's rehearsal, and so its poll. No round can be founded under it.
func RehearsalOf(round string) string { return round + "_rehearsal" }

// MaxDeck is the most sheets of a rehearsal, over all stations.
const MaxDeck = 5000

// BeginRehearsal begins a rehearsal with a test deck at each of the stations: how many sheets, and what they must add up
// to.
type BeginRehearsal struct {
	Stations []int         `json:"stations" kind:"checks"`
	Sheets   int           `json:"sheets"`
	Expected ballot.Totals `json:"expected"`
}

// EndRehearsal ends a rehearsal: what it counted, and what was wiped. The codes of its sheets give no right any more;
// with them anybody can see for himself that none is a sheet of the poll.
type EndRehearsal struct {
	Counted  ballot.Totals `json:"counted"`
	CheckIns int           `json:"check_ins" form:"optional"`
	Entries  int64         `json:"entries"`          // of the rehearsal's ledger, which is wiped
	Root     string        `json:"root" limit:"64"`  // over them, in base64
	Key      string        `json:"key" limit:"200"`  // that would have signed it
	Wiped    int           `json:"wiped"`            // items of the store
	Codes    []string      `json:"codes" limit:"40"` // of all sheets, by station and number
	Why      string        `json:"why" limit:"500" form:"lines optional"`
	Officers []string      `json:"officers" kind:"officers" limit:"40"`
}

// RehearsalState is a rehearsal, and its end once it has come.
type RehearsalState struct {
	BeginRehearsal
	Began, Ended time.Time
	End          *EndRehearsal
}

// AsExpected tells whether it counted what the deck adds up to.
func (s *RehearsalState) AsExpected() bool { return s.End != nil && s.End.Counted.Equal(s.Expected) }

// Rehearsing is the rehearsal that is on, or nil.
func (r *Round) Rehearsing() *RehearsalState {
	if n := len(r.Rehearsals); n > 0 && r.Rehearsals[n-1].End == nil {
		return r.Rehearsals[n-1]
	}
	return nil
}

func (a *BeginRehearsal) check(r *Round) error {
	switch {
	case r.Of != "":
		return ErrRehearsed
	case r.Rehearsing() != nil:
		return ErrRehearsal
	case r.openPoll():
		return fmt.Errorf("%w: 投票已经开始 / the poll has opened", ErrDone)
	case a.Sheets > MaxDeck:
		return &FieldError{"stations", fmt.Errorf("%w: %d > %d", ErrNumber, a.Sheets, MaxDeck)}
	}
	for i, n := range a.Stations {
		if r.Stations[n] == nil || slices.Contains(a.Stations[:i], n) {
			return &FieldError{"stations", ErrNoSuch}
		}
	}
	return nil
}

func (a *BeginRehearsal) apply(r *Round, e ledger.Entry) {
	r.Rehearsals = append(r.Rehearsals, &RehearsalState{BeginRehearsal: *a, Began: e.Time})
}

func (a *EndRehearsal) check(r *Round) error {
	on := r.Rehearsing()
	switch {
	case on == nil:
		return fmt.Errorf("%w: 没有正在进行的演练 / no rehearsal is on", ErrFirst)
	case !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	case a.Why == "" && !a.Counted.Equal(on.Expected):
		return &FieldError{"why", fmt.Errorf("%w: 演练结果与应有结果不同 / the result is not what the deck adds up to", ErrMissing)}
	case len(a.Codes) != on.Sheets:
		return &FieldError{"codes", fmt.Errorf("%w: %d, %d", ErrNumber, len(a.Codes), on.Sheets)}
	}
	return r.checkDeck(a.Codes)
}

// checkDeck refuses codes that are not of a rehearsal's sheets, in order, or that are sheets of the poll.
func (r *Round) checkDeck(codes []string) error {
	last := ballot.Serial{}
	for _, code := range codes {
		c, err := ballot.ParseCode(code)
		if err == nil && c.Tag != ballot.PollTag(RehearsalOf(r.ID)) {
			err = ballot.ErrForeign
		}
		if err == nil && (c.Serial.Station < last.Station || c.Serial.Station == last.Station && c.Serial.Number <= last.Number) {
			err = ballot.ErrRun
		}
		for _, poll := range []string{r.PollID(), RehearsalOf(r.ID)} {
			if err == nil && r.Poll.sheets.has(c.Commitment(poll)) {
				err = fmt.Errorf("%w: 测试票在正式清单上 / a test sheet is in the manifest: %s", ballot.ErrRun, c.Serial)
			}
		}
		if err != nil {
			return &FieldError{"codes", err}
		}
		last = c.Serial
	}
	return nil
}

func (a *EndRehearsal) apply(r *Round, e ledger.Entry) {
	on := r.Rehearsing()
	on.End, on.Ended = a, e.Time
}

// Totals is what the ballots counted so far add up to: opened electronic ones that no paper supersedes, and sealed sheets.
func (r *Round) Totals() (t ballot.Totals, err error) {
	if r.Library == nil {
		return t, ErrNoLibrary
	}
	counts, err := r.counts()
	t = ballot.Totals{Votes: counts.Votes, Ballots: counts.Ballots, Blank: counts.Blank}
	for _, b := range r.Count.Batches {
		for _, s := range b.Sheets {
			if slices.Contains(ballot.Invalid, s.Finding) {
				t.Invalid++
			}
		}
	}
	return t, err
}

package catalog

// Step four, at a station: assisted voting, the rules that the scheme gives it and how many voters were helped.

import (
	"fmt"

	"linli/ballot/ledger"
)

// Helpers, as [Scheme.Assistance] names them. Whoever helps marks what the voter says and keeps it to themselves; neither
// a proposer of a project on the paper nor a member of the staff alone ever does.
const (
	ByCompanion = "companion" // a person of the voter's choice
	ByStaff     = "staff"     // two members of a station's staff together
	ByEither    = "either"
)

// Assist tells how many voters have been helped at a station since the poll opened: by why they needed it, and by who
// helped. No person, no hour, no sheet: while the poll is open at least [MinPublish] more than were last told, and
// afterwards the rest. The days' figures stay on the paper that two officers sign. What is told later is told of more.
type Assist struct {
	Station    int      `json:"station" kind:"station"`
	Blind      int      `json:"blind" form:"optional" limit:"100000"`
	Illiterate int      `json:"illiterate" form:"optional" limit:"100000"` // who cannot read the paper
	Disabled   int      `json:"disabled" form:"optional" limit:"100000"`   // who cannot mark it
	Elderly    int      `json:"elderly" form:"optional" limit:"100000"`    // who asked for help because of their age
	Companion  int      `json:"companion" form:"optional" limit:"100000"`
	Staff      int      `json:"staff" form:"optional" limit:"100000"`
	Officers   []string `json:"officers" kind:"officers" limit:"40"`
}

// Voters is how many were helped.
func (a Assist) Voters() int { return a.Companion + a.Staff }

// figures are all figures, in their order.
func (a Assist) figures() [6]int {
	return [6]int{a.Blind, a.Illiterate, a.Disabled, a.Elderly, a.Companion, a.Staff}
}

func (a *Assist) check(r *Round) error {
	last := r.Assisted[a.Station]
	more := a.Voters() - last.Voters()
	switch {
	case r.Stations[a.Station] == nil:
		return &FieldError{"station", ErrNoSuch}
	case !r.openPoll():
		return fmt.Errorf("%w: 投票尚未开始 / the poll has not opened", ErrFirst)
	case !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	case a.Blind+a.Illiterate+a.Disabled+a.Elderly != a.Voters():
		return &FieldError{"companion", fmt.Errorf("%w: %d ≠ %d", ErrBalance, a.Blind+a.Illiterate+a.Disabled+a.Elderly, a.Voters())}
	case a.Companion > 0 && r.Scheme.Assistance == ByStaff:
		return &FieldError{"companion", ErrHelper}
	case a.Staff > 0 && r.Scheme.Assistance == ByCompanion:
		return &FieldError{"staff", ErrHelper}
	case more < 1, !r.closedPoll() && more < MinPublish:
		return &FieldError{"companion", fmt.Errorf("%w: %d → %d", ErrFewHelped, last.Voters(), a.Voters())}
	}
	for i, n := range a.figures() {
		if n < last.figures()[i] {
			return &FieldError{"companion", fmt.Errorf("%w: %d < %d", ErrNumber, n, last.figures()[i])}
		}
	}
	return nil
}

func (a *Assist) apply(r *Round, _ ledger.Entry) {
	if r.Assisted == nil {
		r.Assisted = map[int]Assist{}
	}
	r.Assisted[a.Station] = *a
}

// Refusals of what is told of assisted voting.
var (
	// ErrHelper: help by somebody that the scheme does not have.
	ErrHelper = fmt.Errorf("%w: 方案没有规定由这些人协助 / the scheme has no help by these people", ErrChoice)
	// ErrFewHelped: too few to be told while the poll is open, or no more than before.
	ErrFewHelped = fmt.Errorf("%w: 填开站以来的累计数；投票期间新增满 %d 人才公布，其余截止后公布 / give the totals since the opening; while the poll is open only %d more are told, the rest after the close", ErrNumber, MinPublish, MinPublish)
)

// AssistedVotes is how many voters have been helped at all stations, as told so far.
func (r *Round) AssistedVotes() (sum Assist) {
	for _, a := range r.Assisted {
		sum.Blind += a.Blind
		sum.Illiterate += a.Illiterate
		sum.Disabled += a.Disabled
		sum.Elderly += a.Elderly
		sum.Companion += a.Companion
		sum.Staff += a.Staff
	}
	return sum
}

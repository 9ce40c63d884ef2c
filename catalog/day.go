package catalog

// Step four, at a station: the daily sheet (日结单), the handover between shifts (交接单), and what is known live.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
)

// Pile is what is counted by hand at a station, since the station was opened.
type Pile struct {
	Received  int `json:"received,omitempty" form:"optional" limit:"262143"`  // sheets brought to the station
	Exchanged int `json:"exchanged,omitempty" form:"optional" limit:"262143"` // further sheets handed out for spoiled ones
	Destroyed int `json:"destroyed,omitempty" form:"optional" limit:"262143"` // before being handed out
	Remaining int `json:"remaining,omitempty" form:"optional" limit:"262143"` // that lie in the pile
}

// Known is what roll and box know of a station at one moment. Publish no hour of it.
type Known struct {
	CheckIns   int  // people on the roll with that station
	Envelopes  int  // provisional ones that wait, whose people are not on the roll
	Electronic int  // sheets of the station used on a kiosk or a phone
	Machine    int  // of those, at a kiosk
	Voids      int  // sheets handed back
	Out        bool // part of the roll is out: CheckIns is not all
}

// StationDay closes a day at a station: what became of the sheets that were brought there, all figures since the
// opening. It needs two officers, and a difference a reason. A second sheet for a day supersedes the first.
//
// Of a day on which a few people came no figures are published, only whether they fit: the next sheet that stands for
// [MinPublish] people or more has them. So no published figure is of fewer people, and yet no sum is lost. After the
// close the figures are there in any case, since the station's total is.
type StationDay struct {
	Station int    `json:"station" kind:"station"`
	Date    string `json:"date" kind:"date"`
	Quiet   bool   `json:"quiet,omitempty"` // too few people for figures
	Pile
	Issued    int      `json:"issued,omitempty" form:"optional" limit:"262143"`    // people on the roll
	Envelopes int      `json:"envelopes,omitempty" form:"optional" limit:"262143"` // provisional ones given to people who are not
	Spoiled   int      `json:"spoiled,omitempty" form:"optional" limit:"262143"`   // sheets handed back
	Machine   int      `json:"machine,omitempty" form:"optional" limit:"262143"`   // ballots at the station's kiosks
	Missing   int      `json:"missing,omitempty" form:"optional" limit:"262143"`   // sheets fewer than there should be
	Extra     int      `json:"extra,omitempty" form:"optional" limit:"262143"`     // sheets more
	Reason    string   `json:"reason,omitempty" limit:"500" form:"lines optional"`
	Officers  []string `json:"officers" kind:"officers" limit:"40"`
}

// Handover is a change of shifts: both officers have counted the pile. What they counted stays on the paper that they
// sign, for it would tell how many came in a few hours; the ledger holds whether it was right.
type Handover struct {
	Station  int      `json:"station" kind:"station"`
	Date     string   `json:"date" kind:"date"`
	Missing  int      `json:"missing,omitempty" form:"optional" limit:"262143"`
	Extra    int      `json:"extra,omitempty" form:"optional" limit:"262143"`
	Reason   string   `json:"reason,omitempty" limit:"500" form:"lines optional"`
	Officers []string `json:"officers" kind:"officers" limit:"40"` // who hands over, who takes over
}

// ErrBalance: figures that do not give the difference which is said.
var ErrBalance = errors.New("各项张数与差数对不上 / the figures do not give that difference")

// handed is how many have been handed a sheet, with and without an envelope.
func (a *StationDay) handed() int { return a.Issued + a.Envelopes }

// Balance is how many sheets are missing, or if negative too many.
func (a *StationDay) Balance() int {
	return a.Received - a.handed() - a.Exchanged - a.Destroyed - a.Remaining
}

func (a *StationDay) check(r *Round) error {
	s, err := r.manned(a.Station, a.Officers, a.Missing, a.Extra, a.Reason)
	if err != nil {
		return err
	}
	figures := *a
	figures.Station, figures.Date, figures.Quiet, figures.Missing, figures.Extra, figures.Reason, figures.Officers = 0, "", false, 0, 0, "", nil
	since := a.handed() - s.shown
	switch {
	case len(s.Closed) > 0 && a.Date < s.Closed[len(s.Closed)-1].Date:
		return &FieldError{"date", ErrDone}
	case a.Quiet && figures.any():
		return &FieldError{"quiet", ErrBalance}
	case a.Quiet:
		return nil
	case a.Balance() != a.Missing-a.Extra:
		return &FieldError{"remaining", fmt.Errorf("%w: %d ≠ %d", ErrBalance, a.Balance(), a.Missing-a.Extra)}
	case r.HidesTurnout():
		return &FieldError{"issued", fmt.Errorf("%w: 方案规定投票期间不公布人数 / the scheme publishes no turnout while people vote", ErrNumber)}
	case r.poll.IsOpen() && since != 0 && max(since, -since) < MinPublish:
		return &FieldError{"issued", fmt.Errorf("%w: 新发不足 %d 张，当日数字暂不公布 / fewer than %d since the last figures, publish none", ErrNumber, MinPublish, MinPublish)}
	}
	return nil
}

// any tells whether there is any figure.
func (a *StationDay) any() bool {
	return a.Pile != (Pile{}) || a.handed()+a.Spoiled+a.Machine != 0
}

// manned refuses an act of a station that hands out no sheets now, is not signed by two, or has a difference without a
// reason.
func (r *Round) manned(station int, officers []string, missing, extra int, reason string) (*StationState, error) {
	s := r.Stations[station]
	switch {
	case s == nil:
		return nil, &FieldError{"station", ErrNoSuch}
	case !r.openPoll():
		return nil, fmt.Errorf("%w: 投票尚未开始 / the poll has not opened", ErrFirst)
	case s.Account != nil:
		return nil, &FieldError{"station", ErrDone}
	case !pair(officers):
		return nil, &FieldError{"officers", ErrOfficers}
	case missing > 0 && extra > 0:
		return nil, &FieldError{"extra", ErrBalance}
	case missing+extra > 0 && reason == "":
		return nil, &FieldError{"reason", ErrMissing}
	}
	return s, nil
}

// DayState is a daily sheet with the number of its entry, see [Round.Corrected].
type DayState struct {
	StationDay
	N int64
}

func (a *StationDay) apply(r *Round, e ledger.Entry) {
	s := r.Stations[a.Station]
	if n := len(s.Closed); n > 0 && s.Closed[n-1].Date == a.Date {
		s.Closed = s.Closed[:n-1]
	}
	s.Closed = append(s.Closed, DayState{*a, e.N})
	if !a.Quiet {
		s.shown = a.handed()
	}
}

func (a *Handover) check(r *Round) error {
	_, err := r.manned(a.Station, a.Officers, a.Missing, a.Extra, a.Reason)
	return err
}

func (a *Handover) apply(r *Round, e ledger.Entry) {
	s := r.Stations[a.Station]
	s.Handovers = append(s.Handovers, HandoverState{*a, e.N, e.Time})
}

// HandoverState is a handover with the number and the time of its entry.
type HandoverState struct {
	Handover
	N  int64
	At time.Time
}

// LastPile is what was last published of a station's pile; before the first daily sheet all its sheets are received.
func (s *StationState) LastPile() Pile {
	for i := len(s.Closed) - 1; i >= 0; i-- {
		if !s.Closed[i].Quiet {
			return s.Closed[i].Pile
		}
	}
	return Pile{Received: s.Printed}
}

// Known asks roll and box what they know of each station; 0 is all of them together.
func (l *Live) Known(ctx context.Context) (map[int]Known, error) {
	turnout, err := l.Roll().Turnout(ctx)
	if err != nil {
		return nil, err
	}
	out, err := l.Roll().Out(ctx)
	if err != nil {
		return nil, err
	}
	uses, voids, err := l.handedBack(ctx)
	if err != nil {
		return nil, err
	}
	all := map[int]Known{}
	l.Read(func(r *Round) {
		for n := range r.Stations {
			k := Known{CheckIns: turnout.Stations[n], Envelopes: out.Waiting[n], Voids: voids[n]}
			k.Machine = uses[ballot.Use{Station: n, Via: ballot.Kiosk}]
			k.Electronic = k.Machine + uses[ballot.Use{Station: n, Via: ballot.Phone}]
			for _, at := range out.Parts {
				k.Out = k.Out || at == n
			}
			all[n], all[0] = k, all[0].plus(k)
		}
	})
	return all, nil
}

func (k Known) plus(o Known) Known {
	return Known{k.CheckIns + o.CheckIns, k.Envelopes + o.Envelopes, k.Electronic + o.Electronic, k.Machine + o.Machine, k.Voids + o.Voids, k.Out || o.Out}
}

// handedBack is what the box knows: sheets used by station and channel, and sheets voided by station.
func (l *Live) handedBack(ctx context.Context) (map[ballot.Use]int, map[int]int, error) {
	box, err := l.Box(ctx)
	switch {
	case errors.Is(err, ErrNoLibrary):
		return nil, nil, nil
	case err == nil:
		err = box.Sync(ctx)
	}
	if err != nil {
		return nil, nil, err
	}
	voids, all := map[int]int{}, box.Voids()
	l.Read(func(r *Round) {
		for _, c := range all {
			voids[r.stationOf(c)]++
		}
	})
	return box.Uses(), voids, nil
}

// Day is the daily sheet of a station with its figures, before it is signed: Issued, Envelopes, Spoiled, Machine and the
// difference are those of this moment. While a part of the roll is out at the station nobody can know them: [ballot.ErrOut].
func (l *Live) Day(ctx context.Context, station int, date string, counted Pile) (a StationDay, err error) {
	all, err := l.Known(ctx)
	now, there := all[station]
	switch {
	case err != nil:
		return a, err
	case !there:
		return a, &FieldError{"station", ErrNoSuch}
	case now.Out:
		return a, &FieldError{"station", ballot.ErrOut}
	}
	a = StationDay{Station: station, Date: date, Pile: counted, Issued: now.CheckIns, Spoiled: now.Voids, Machine: now.Machine}
	l.Read(func(r *Round) { a.Envelopes = now.Envelopes + r.Stations[station].Rejected })
	a.Missing, a.Extra = max(a.Balance(), 0), max(-a.Balance(), 0)
	return a, nil
}

// CloseDay signs a daily sheet. Figures of too few people stay out of the ledger, see [StationDay]; the sheet that it
// returns has them, for the paper.
func (l *Live) CloseDay(ctx context.Context, actor string, a StationDay) (StationDay, error) {
	quiet := StationDay{Station: a.Station, Date: a.Date, Quiet: true, Missing: a.Missing, Extra: a.Extra, Reason: a.Reason, Officers: a.Officers}
	entered := &a
	l.Read(func(r *Round) {
		s := r.Stations[a.Station]
		few := s != nil && a.handed() != s.shown && max(a.handed()-s.shown, s.shown-a.handed()) < MinPublish
		if r.HidesTurnout() || r.poll.IsOpen() && few {
			entered = &quiet
		}
	})
	_, err := l.Do(ctx, actor, entered)
	return a, err
}

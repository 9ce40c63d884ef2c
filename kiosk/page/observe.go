package page

// What observers see: turnout and count as they go, for the page and, as JSON, for the feeds.

import (
	"fmt"
	"time"
)

// Observe is GET /r/ROUND/observe; with ?wall=1 it is drawn for a wall screen. Its script listens to
// /r/ROUND/events, whose messages are each one [Observation], and else asks /r/ROUND/observe.json every 15 seconds.
type Observe struct {
	Observation
	Wall    bool // a screen holds WallBars projects and WallStations stations; of more, the page of the moment of At
	Exports []Link
	Verify  Verify
	Recount *Recount // nil as long as there is no outcome
	Compare string   // address of the comparison of the rules; empty if there is none
}

// Observation is the public state of a poll at one moment.
type Observation struct {
	Round    string         `json:"round"`
	Status   Status         `json:"status"`
	At       time.Time      `json:"at"`               // the data are as of then
	Hidden   bool           `json:"hidden,omitempty"` // the scheme has no numbers told before the close; they are all 0
	Cast     int64          `json:"cast"`             // ballots in the box, all channels
	Issued   int64          `json:"issued"`           // sheets handed out
	Electors int64          `json:"electors"`         // who may vote at all stations; 0 when nobody counted them
	Channels []ChannelCount `json:"channels"`
	Assisted *Assisted      `json:"assisted,omitempty"` // nil as long as none is told
	Stations []StationCount `json:"stations"`           // by number
	Hours    []HourCount    `json:"hours"`              // by time, no gaps
	Count    *Tally         `json:"count,omitempty"`
}

// ChannelCount is how many ballots came in one way; Channel is "phone", "kiosk" or "paper", key "channel.<Channel>".
// "both" takes away the sheets that came in on paper and electronically, so that the sum is [Observation.Cast].
type ChannelCount struct {
	Channel string `json:"channel"`
	Cast    int64  `json:"cast"`
}

// Assisted is how many voters were helped, as told so far, and by whom.
type Assisted struct {
	Voters    int64 `json:"voters"`
	Companion int64 `json:"companion"` // by a person of their choice
	Staff     int64 `json:"staff"`     // by two of the staff
}

// StationCount is the account of one polling station.
type StationCount struct {
	Number     int    `json:"number"`
	Name       string `json:"name"`
	Electors   int64  `json:"electors,omitempty"` // who may vote there; 0 when nobody counted them
	Issued     int64  `json:"issued"`             // sheets handed out
	Cast       int64  `json:"cast"`               // electronic ballots and paper entered
	Spoiled    int64  `json:"spoiled"`            // handed back
	Pending    int64  `json:"pending"`            // paper not yet entered
	Settled    bool   `json:"settled"`            // whether the account is settled
	Difference int64  `json:"difference"`         // 0 when the account is even
	Reason     string `json:"reason,omitempty"`
}

// HourCount is the number of people who were handed a sheet in the hour that begins at From.
type HourCount struct {
	From time.Time `json:"from"`
	Cast int64     `json:"cast"`
}

// A wall screen shows so many projects and stations, readable at 3 m; of more, a page of each for wallTurn.
const (
	WallBars     = 20
	WallStations = 6
	wallTurn     = 12 * time.Second
)

// Window is the rows from and to (exclusive) of n that a screen of so many shows when the time is at: pages of equal
// size take turns.
func window(n, most int, at time.Time) (from, to int) {
	if n <= most {
		return 0, n
	}
	pages := (n + most - 1) / most
	size := (n + pages - 1) / pages
	from = int(at.Unix()/int64(wallTurn/time.Second)) % pages * size
	return from, min(n, from+size)
}

// Paged tells whether not all fits on a wall screen at once.
func (o Observe) Paged() bool {
	return o.Wall && (len(o.Stations) > WallStations || o.Count != nil && len(o.Count.Bars) > WallBars)
}

// Out tells whether the i-th station has to wait for its turn on the wall.
func (o Observe) Out(i int) bool {
	from, to := window(len(o.Stations), WallStations, o.At)
	return o.Wall && (i < from || i >= to)
}

// Turn is which stations have their turn, as in "7–12 / 12".
func (o Observe) Turn() string {
	from, to := window(len(o.Stations), WallStations, o.At)
	return fmt.Sprintf("%d–%d / %d", from+1, to, len(o.Stations))
}

// Turn is which bars have their turn.
func (t Tally) Turn() string { return fmt.Sprintf("%d–%d / %d", t.from+1, t.to, len(t.Bars)) }

// Shown is the count as this page draws it.
func (o Observe) Shown() *Tally {
	if o.Count == nil || !o.Wall {
		return o.Count
	}
	t := *o.Count
	t.from, t.to = window(len(t.Bars), WallBars, o.At)
	return &t
}

// Share is so many of so many in percent with one decimal, as in "38.5%"; nothing if nobody counted them.
func Share(n, of int64) string {
	if of <= 0 {
		return ""
	}
	tenths := (n*1000 + of/2) / of
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

// Tally is the state of the count; nil before the close, unless the scheme shows electronic votes earlier. Where the
// residents' council decides, Entered and Total are projects that it has voted on and all, and votes are its yes.
type Tally struct {
	Early   bool  `json:"early,omitempty"` // the poll is open: electronic ballots only, no fund line
	Entered int64 `json:"entered"`         // ballots counted so far
	Total   int64 `json:"total"`           // ballots to count
	Batches int   `json:"batches"`         // paper batches done
	Of      int   `json:"of"`              // paper batches in all
	Fund    int64 `json:"fund"`            // fen
	Final   bool  `json:"final"`           // all entered and agreed
	Bars    []Bar `json:"bars"`            // by rank

	from, to int // the bars that have their turn on a wall; 0 and 0 are all
}

// Out tells whether the i-th bar, or the fund line before it, has to wait for its turn.
func (t Tally) Out(i int) bool { return t.to > 0 && (i < t.from || i >= t.to) }

// LineOut tells whether the fund line has to wait: it stands above the bar before which it is, or below the last.
func (t Tally) LineOut() bool { return t.Out(min(t.Line(), len(t.Bars)-1)) }

// Bar is a project's standing.
type Bar struct {
	Number     int    `json:"number"`
	Name       string `json:"name"`
	Votes      int64  `json:"votes"`
	Cost       int64  `json:"cost"`       // fen
	Cumulative int64  `json:"cumulative"` // fen of this and all funded above
	Funded     bool   `json:"funded"`     // as things stand
}

// Line is how many bars stand above the fund line: the funded ones before the first that is not; −1 is no line.
func (t Tally) Line() int {
	if t.Early {
		return -1
	}
	for i, b := range t.Bars {
		if !b.Funded {
			return i
		}
	}
	return len(t.Bars)
}

// Most is the largest number of votes, at least 1: the full length of a bar.
func (t Tally) Most() int64 {
	most := int64(1)
	for _, b := range t.Bars {
		most = max(most, b.Votes)
	}
	return most
}

// Busiest is the largest number of sheets handed out in one hour, at least 1.
func (o Observation) Busiest() int64 {
	most := int64(1)
	for _, h := range o.Hours {
		most = max(most, h.Cast)
	}
	return most
}

func (Observe) view() string { return "observe" }

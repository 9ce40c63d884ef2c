package page

// What observers see: turnout and count as they go, for the page and, as JSON, for the feeds.

import "time"

// Observe is GET /r/ROUND/observe; with ?wall=1 it is drawn for a wall screen. Its script listens to
// /r/ROUND/events, whose messages are each one [Observation], and else asks /r/ROUND/observe.json every 15 seconds.
type Observe struct {
	Observation
	Wall    bool
	Exports []Link
	Verify  Verify
}

// Observation is the public state of a poll at one moment.
type Observation struct {
	Round    string         `json:"round"`
	Status   Status         `json:"status"`
	At       time.Time      `json:"at"`       // the data are as of then
	Cast     int64          `json:"cast"`     // ballots in the box, all channels
	Issued   int64          `json:"issued"`   // sheets handed out
	Electors int64          `json:"electors"` // who may vote; 0 when nobody counted them
	Channels []ChannelCount `json:"channels"`
	Stations []StationCount `json:"stations"` // by number
	Hours    []HourCount    `json:"hours"`    // by time, no gaps
	Count    *Tally         `json:"count,omitempty"`
}

// ChannelCount is how many ballots came in one way; Channel is "phone", "kiosk" or "paper", key "channel.<Channel>".
// "both" takes away the sheets that came in on paper and electronically, so that the sum is [Observation.Cast].
type ChannelCount struct {
	Channel string `json:"channel"`
	Cast    int64  `json:"cast"`
}

// StationCount is the account of one polling station.
type StationCount struct {
	Number     int    `json:"number"`
	Name       string `json:"name"`
	Issued     int64  `json:"issued"`     // sheets handed out
	Cast       int64  `json:"cast"`       // electronic ballots and paper entered
	Spoiled    int64  `json:"spoiled"`    // handed back
	Pending    int64  `json:"pending"`    // paper not yet entered
	Settled    bool   `json:"settled"`    // whether the account is settled
	Difference int64  `json:"difference"` // 0 when the account is even
	Reason     string `json:"reason,omitempty"`
}

// HourCount is the number of people who were handed a sheet in the hour that begins at From.
type HourCount struct {
	From time.Time `json:"from"`
	Cast int64     `json:"cast"`
}

// Tally is the state of the count; nil before the close.
type Tally struct {
	Entered int64 `json:"entered"` // ballots counted so far
	Total   int64 `json:"total"`   // ballots to count
	Batches int   `json:"batches"` // paper batches done
	Of      int   `json:"of"`      // paper batches in all
	Fund    int64 `json:"fund"`    // fen
	Final   bool  `json:"final"`   // all entered and agreed
	Bars    []Bar `json:"bars"`    // by rank
}

// Bar is a project's standing.
type Bar struct {
	Number     int    `json:"number"`
	Name       string `json:"name"`
	Votes      int64  `json:"votes"`
	Cost       int64  `json:"cost"`       // fen
	Cumulative int64  `json:"cumulative"` // fen of this and all funded above
	Funded     bool   `json:"funded"`     // as things stand
}

// Line is how many bars stand above the fund line: the funded ones before the first that is not.
func (t Tally) Line() int {
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

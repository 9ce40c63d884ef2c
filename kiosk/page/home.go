package page

// The pages one arrives at: a round's home, the list of rounds, and the first start.

import "time"

// Home is the page of one round: GET /r/ROUND.
type Home struct {
	Steps []Step // all eight, in order

	// What a resident can do now; each true draws a large button.
	Propose bool // hand in a proposal
	Vote    bool // cast a ballot
	Library bool // read the projects
	Observe bool // watch turnout and count, or the council's votes
	Notice  bool // read the result
	Survey  bool // evaluate: links to /r/ROUND/survey

	Deadline time.Time // end of what is open now: of the collection or of the vote
	Fund     int64     // fen
	Facts    []Fact    // a few numbers: proposals, projects, ballots cast
	News     []Entry   // the latest public entries, newest first
	Stations []Station // where to vote; shown while voting or announced
	Verify   Verify
}

// Station is where and when ballots are cast under staff.
type Station struct {
	Number int
	Name   string
	Place  string
	Hours  string // as in 「每天 8:30-17:30」
	Access string // as in 「无台阶，有轮椅」
	Phone  string
}

// Rounds is the list of rounds: GET /.
type Rounds struct{ Rounds []RoundLine }

// RoundLine is one round in a list.
type RoundLine struct {
	ID        string
	Community string
	Name      string
	Status    Status
	From, To  time.Time
	Line      string // one line with numbers
}

// Empty is GET / before the first round.
type Empty struct {
	Staff bool // somebody of the staff is signed in: offer the desk instead of the login
}

func (Home) view() string   { return "home" }
func (Rounds) view() string { return "rounds" }
func (Empty) view() string  { return "empty" }

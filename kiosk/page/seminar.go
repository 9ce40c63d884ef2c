package page

// A seminar with several proposals, on one form.

import "time"

// Seminar is GET and POST /desk/ROUND/seminar. Fields of the seminar: date, place, chair, bodies (one a line); of the Nth
// proposal title-N, place-N and so on, as in [Propose], with its token-N; ideas is how many there are on the form. The button
// more=yes asks for more room; again=yes enters what is there already.
type Seminar struct {
	Fields []Field // of the meeting
	Ideas  []Idea
	Error  string // a sentence about the whole form
	Wrong  int    // fields that are refused
	Twins  int    // proposals that say the same as others
	Opens  time.Time
	Closes time.Time // the dates between which proposals are handed in; zero: not known
}

// Idea is the room for one proposal.
type Idea struct {
	N      int // from 1
	Token  string
	Fields []Field
}

func (Seminar) view() string { return "seminar" }

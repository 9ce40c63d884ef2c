package page

// One proposal as the staff see it, with its proposer.

import "time"

// Proposal is GET /desk/ROUND/proposal/NO.
type Proposal struct {
	Slip     Slip // what the proposer sees
	Text     string
	Benefits string
	Cost     int64 // fen, as the proposer guesses; 0 says nothing
	From     string
	Channel  string

	Known   bool // there are personal data
	Name    string
	Phone   string
	Consent bool      // to show the surname in public
	Erase   string    // where they are erased; empty if nobody may
	Bare    string    // where the photo is removed; empty if there is none, or nobody may
	Date    time.Time // when it was handed in on paper; zero: when it was entered
	Meeting string    // of which it came; empty: none
	Ledger  string    // path of the desk's ledger

	Screening []Episode // and what followed, the first first
	Acts      []Act     // of step three that wait for this proposal
	Alike     []Likely  // proposals that may be the same, the most alike first
	Merged    []Link    // those that were merged into it: their proposers stay proposers
	Into      []Link    // the one that it was merged into, if it was
}

// Episode is something that was decided of a proposal, and what was said.
type Episode struct {
	Act    string
	At     time.Time
	Said   []Said
	Photos []Link // paths, with what each is called
}

// Likely is a proposal that may be the same as another.
type Likely struct {
	Link         // of it at the desk; its note is where
	Score string // as in "78%"
	Why   string // in what they are alike
	Merge Link   // joins the two; empty if that cannot be done now
}

func (Proposal) view() string { return "proposal" }

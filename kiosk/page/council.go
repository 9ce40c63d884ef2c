package page

// The residents' council, where it decides in place of a vote: what everybody sees of it, and the table in which the
// staff enter its votes.

import "time"

// Council is GET /r/ROUND/observe of a round that the residents' council decides.
type Council struct {
	Rule     string // how it decides, a few sentences
	Fund     int64  // fen that it divides
	Sittings []Sitting
	Items    []Resolved // by number; by rank once the outcome stands
	Decided  bool       // the outcome stands
	Papers   []Link
	Exports  []Link
	Verify   Verify
}

// Sitting is a meeting of the council.
type Sitting struct {
	Number    int
	Date      time.Time
	Place     string
	Chair     string // empty if it was adjourned before it began
	Recorder  string
	Members   int // of the council
	Present   int
	Quorum    int // members who must be there
	Observers []string
	Open      bool
	Adjourned string    // why; empty if it was not
	Next      time.Time // when it meets again; zero: not known
	Mend      string    // that it was corrected, and why; may be empty
}

// Resolved is a project and what the council voted on it.
type Resolved struct {
	Number    int
	Name      string
	Cost      int64  // fen
	Withdrawn string // why; empty if it was not
	Voted     bool   // else what follows is not known
	Sitting   int    // number of the meeting
	Yes       int
	No        int
	Abstain   int
	Recused   []string
	Needed    int // yes that carry it
	Carried   bool
	Funded    bool   // once decided
	Reason    string // the same
	Mend      string // that the vote was corrected, and why; may be empty
}

// Resolve is GET and POST /desk/ROUND/council: a row a project, with fields `yes-N`, `no-N`, `abstain-N` and `recused-N`
// by its number. Rows that are left empty are not entered.
type Resolve struct {
	Sitting *Sitting // that is open; nil: none is, and nothing can be entered
	Rows    []ResolveRow
	Error   string
	Meet    string // where a meeting is recorded; empty: not by this member of the staff
	Close   string // where the votes are closed; empty as long as some are to come
}

// ResolveRow is a project in the table.
type ResolveRow struct {
	Number                    int
	Name                      string
	Cost                      int64  // fen
	Yes, No, Abstain, Recused string // as typed
	Done                      bool   // it was voted on at this meeting: there are no fields
	Said                      string // how it was voted on last; empty: not yet
	Correct                   string // where that vote is corrected; empty: not
	Error                     string
}

func (Council) view() string { return "council" }
func (Resolve) view() string { return "resolve" }

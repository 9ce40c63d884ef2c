package page

// Clocks of working days: what somebody must answer, until when, and what was answered in time.

// Clocks is GET /desk/ROUND/clocks, and GET /desk/clocks over all rounds.
type Clocks struct {
	Missing string      // which years the calendar lacks, and how to import them; empty: none
	Running []TimeLimit // the next due first, then those that stand still
	Ended   []TimeLimit // the latest first
	Files   []Link      // the same as files
}

// TimeLimit is one of them, in words.
type TimeLimit struct {
	Round   string // community and programme; empty: the page's own
	Act     string // that started it, as in approval.submit
	Label   string // what it is about
	Href    string // where the answer is entered; empty: not by this person
	Who     string // must answer
	Since   string
	Stopped string // since when it stands still; empty: it runs
	Why     string // why it stands still
	Due     string // empty while it stands still
	Left    string // how many working days
	Overdue bool
	Ended   string // when it was answered
}

func (Clocks) view() string { return "clocks" }

package page

// The result of a round on one page: every project with its reason, the accounts, the objections.

import "time"

// Notice is GET /r/ROUND/notice.
type Notice struct {
	Number     string // running number of the notice; may be empty
	From, To   time.Time
	Days       int   // working days of notice
	Fund       int64 // fen
	Spent      int64 // fen, of all funded
	Rule       string
	Rows       []Result // by rank
	Beside     []string // each project that was granted beside the vote, and why
	Ties       []string // each tie and how it was decided, a sentence each
	Account    Account
	Council    *Sitting // its last meeting, where the council decided: there is no account then; else nil
	Hash       string   // of the outcome's ledger entry
	Objections []Objection
	Where      string // where and when to hand in an objection
	Watchdog   string // phone of supervision
	Compare    string // address of the comparison of the rules; empty if there is none
	Papers     []Link // to print
	Exports    []Link // CSV, xlsx, JSON, checkpoint
	Corrects   string // number of the notice that this one corrects; empty if none
	Why        string // reason of the correction
}

// Result is what became of one project.
type Result struct {
	Bar
	Rank       int    // equal votes share a rank
	Left       int64  // fen left after this row
	Reason     string // why funded or not, in one sentence
	Department string // who implements it; funded only
	Priority   bool   // carried over from an earlier round
	Denied     bool   // its approval was refused, though there was money for it
}

// Account says where the sheets went: Printed = Unused + Destroyed + Issued; Issued = Spoiled + Phone + Kiosk +
// Paper - Both + Kept.
type Account struct {
	Printed, Unused, Destroyed, Issued int64
	Spoiled, Phone, Kiosk, Paper       int64
	Both                               int64 // sheets found in the box that had been cast electronically: paper counts
	Kept                               int64 // handed out and never cast
	Blank                              int64 // cast without a mark
	Valid                              int64 // ballots that count
	Difference                         int64
	Reason                             string // of the difference
}

// Objection with its answer.
type Objection struct {
	Number   int
	At       time.Time
	Text     string
	Answer   string // empty: not answered yet
	Answered time.Time

	Mend       string // that it was corrected, and why; may be empty
	AnswerMend string // the same of the answer
}

// Line is how many rows stand above the fund line: the funded ones before the first that is not.
func (n Notice) Line() int {
	for i, r := range n.Rows {
		if !r.Funded && !r.Denied {
			return i
		}
	}
	return len(n.Rows)
}

func (Notice) view() string { return "notice" }

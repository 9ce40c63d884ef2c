package page

// One proposal as the staff see it, with its proposer.

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
	Consent bool   // to show the surname in public
	Erase   string // where they are erased; empty if nobody may
	Ledger  string // path of the desk's ledger
}

func (Proposal) view() string { return "proposal" }

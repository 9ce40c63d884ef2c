package page

// Proposals entered from a list: what the list may have, what is wrong with it, and what will be entered.

// Import is GET and POST /desk/ROUND/import, and the page after. It asks for a file until there is one without a fault;
// then it shows what will be entered and asks to confirm, at /desk/ROUND/import/TOKEN.
type Import struct {
	Error     string // why the file cannot be read, a sentence
	Columns   []ImportColumn
	Most      int    // rows of one list
	Templates []Link // to fill in

	File     string // its name as it was sent; empty before there is one
	Encoding string // as in "GB18030"
	Rows     []ImportRow
	Faults   []ImportFault
	More     int      // faults that are not shown
	Unread   []string // heads of columns that are not entered
	Twins    int      // rows that say the same as a proposal that is there, or as a row before them
	Untold   bool     // it was to be confirmed without the word on these
	Token    string   // of a list that can be entered

	Done  int    // so many were entered
	From  string // public number of the first of them
	To    string // and of the last
	Print string // path of their slips
	List  string // path of the desk's proposals
}

// ImportColumn is a column that a list may have.
type ImportColumn struct {
	Head string // in the template
	Must bool
	How  string // what it understands; may be empty
}

// ImportRow is a proposal as it will be entered.
type ImportRow struct {
	Row      int // in the file
	Title    string
	Place    string
	Kind     string
	Text     string
	Benefits string
	Cost     int64 // fen; 0 says nothing
	About    bool  // the cost is rough
	Name     string
	Phone    string
	From     string
	Consent  bool
	Date     string // when it was handed in, as in 2026-11-22; empty: now
	Need     int    // number of the need that it answers; 0: none
	Twin     string // that it is there already; may be empty
}

// ImportFault is what is wrong with a cell.
type ImportFault struct {
	Cell   string // as in C7; empty for the whole list
	Head   string // of its column; may be empty
	Reason string // a sentence
}

func (Import) view() string { return "import" }

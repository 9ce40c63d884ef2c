package page

// The count of paper: a batch on its way, and the lines that a pair types for it.

// Pile is GET /desk/ROUND/count/BATCH: how far a batch is, and what comes next. Its form sends `codes`, one a line, which
// are looked at first and, with `confirm`, entered.
type Pile struct {
	Number  int
	Station string
	Error   string

	Scanned bool
	Said    []string // what the scan found, a sentence each
	Codes   string   // as scanned so far
	Looked  []Looked // what the scan would find
	Most    int      // sheets of a batch

	Pairs    []Link       // where each pair enters, and who has
	Differ   []Difference // what the pairs see differently
	Third    bool         // the reader belongs to neither pair, and so may see both
	Ready    bool         // to be sealed
	Sealed   bool
	Sums     []string // sheets and marks added up, a sentence each
	Sheets   []string // as sealed, in words
	Reopened []string // why it has been opened again, a sentence each
}

// Looked is what a scanned code is.
type Looked struct {
	Place int
	Why   string // why the sheet is set aside; empty if it counts
}

// Difference is a sheet that the pairs see differently.
type Difference struct {
	Place int
	A, B  string // what each has entered, in words; for a third person only
}

// Count is GET and POST /desk/ROUND/count/BATCH/PAIR: one line a sheet. Field `marks-i` of line i from 1 holds the
// numbers ("1 4 7"; in Ranking best first; in Points "1=5 4=3"; "0" blank; "x1" and so on, by the reason, invalid).
type Count struct {
	Batch    int
	Pair     string // "A" or "B"
	Station  string
	Paper    Paper
	Names    []Counted // every project of the paper
	Sheets   []Sheet   // as many lines as the batch has, at least
	Expected int       // sheets in the batch, or the most it can have while Open
	Open     bool      // nobody has scanned the batch yet
	Sum      Totals
	Error    string
	Draft    string   // names what the browser keeps of these lines until they are saved
	Saved    bool     // they are
	Done     bool     // both pairs agree
	Differ   []string // what the pairs see differently, a sentence each
}

// Sheet is one line of a batch.
type Sheet struct {
	Marks string // as typed
	Words string // what that says
	Error string
}

// Counted is a project with what this batch gives it.
type Counted struct {
	Number int
	Name   string
	Votes  int64
}

// Totals adds the lines up: every line is of one of three kinds, and what the valid ones could give and did.
type Totals struct {
	Valid, Blank, Invalid int
	Given, Most           int64 // marks, or points
}

// Typed is how many lines hold a sheet.
func (s Totals) Typed() int { return s.Valid + s.Blank + s.Invalid }

// Left is what the valid ones did not give.
func (s Totals) Left() int64 { return s.Most - s.Given }

func (Pile) view() string  { return "pile" }
func (Count) view() string { return "count" }

package page

// The ledger as a table, newest entries first.

// Ledger is GET /r/ROUND/ledger and, with Staff, /desk/ROUND/ledger.
type Ledger struct {
	Entries    []Entry // newest first
	Size       int64   // entries in all
	Root       string  // hash of the tree, as in the checkpoint
	Checkpoint string  // the signed note, as text; may be empty
	Newer      string  // path of the next page; empty on the first
	Older      string  // path of the page before; empty on the last
	Exports    []Link
}

func (Ledger) view() string { return "ledger" }

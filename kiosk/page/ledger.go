package page

// The ledger in words, newest entries first.

// Ledger is GET /r/ROUND/ledger and, for the staff, /desk/ROUND/ledger.
type Ledger struct {
	Verify  Verify
	Entries []Entry // newest first
	Size    int64   // entries in all
	Base    string  // path of the first page; ?n=N leads to entry N
	Newer   []Link  // pages before this one; Label is a key
	Older   []Link  // pages after it
	Exports []Link  // all entries as files
}

func (Ledger) view() string { return "ledger" }

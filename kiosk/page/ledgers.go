package page

// A list of a round as a table that can be filtered and taken away, and the list of all such lists.

// Ledgers is GET /r/ROUND/ledgers and /r/ROUND/ledgers/NAME, and for the staff the same under /desk.
type Ledgers struct {
	Title  string // of the list; empty on the page of all lists
	Lists  []Link // all lists
	Base   string // where the filters are sent
	Fields []Field
	Heads  []Head
	Rows   [][]string // cells as the heads; at most a page of them
	Total  []string   // the last line, over all rows; may be empty
	Count  int        // rows on all pages
	Files  []Link     // the same rows as files
	Newer  []Link     // pages before this one; Label is a key
	Older  []Link     // pages after it
	Papers []Link     // to print
}

// Head is the head of a column.
type Head struct {
	Text   string
	Number bool // its cells stand right
}

// Filtered tells whether any filter is set.
func (l Ledgers) Filtered() bool {
	for _, f := range l.Fields {
		if f.Value != "" {
			return true
		}
	}
	return false
}

func (Ledgers) view() string { return "ledgers" }

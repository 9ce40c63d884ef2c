package page

// The needs library, for residents and for staff, and needs entered from a list.

import "time"

// Needs is GET /r/ROUND/needs and, with what the staff can do, /desk/ROUND/needs.
type Needs struct {
	Lines   []NeedLine // a page of them, the newest first
	Count   int        // on all pages
	Open    int        // of the whole library, whatever is filtered
	All     int
	Base    string // where the filters are sent
	Fields  []Field
	Newer   []Link // the page before this one; Label is a key
	Older   []Link // and the one after it
	Exports []Link
	Propose bool       // proposals are taken
	Acts    []Link     // staff only
	Rolls   []NeedRoll // staff only: earlier rounds with needs that are not here
}

// NeedLine is one need.
type NeedLine struct {
	No      int
	ID      string // the same in every round
	Text    string
	Place   string
	Kind    string
	Source  string
	Date    time.Time
	Closed  bool
	How     string // how it was closed
	Answers []Link // proposals that answer it; Note is how far they are
	Propose string // where a proposal for it is handed in; empty if none can be
	Close   string // where it is closed; empty if it cannot be
}

// NeedRoll is an earlier round of the community.
type NeedRoll struct {
	Round  string
	Name   string
	Number int // needs that are open there and not here
}

// NeedImport is GET and POST /desk/ROUND/needs/import: needs from a list, looked through and then confirmed at
// /desk/ROUND/needs/import/TOKEN.
type NeedImport struct {
	Error     string // why the file cannot be read, a sentence
	Columns   []ImportColumn
	Most      int // rows of one list
	Templates []Link
	File      string
	Encoding  string
	Unread    []string
	Faults    []ImportFault
	More      int        // faults that are not shown
	Lines     []NeedLine // No is the row of the file; at most a page of them
	Count     int        // all of them
	Token     string     // of a list that can be entered
	Done      int        // so many were entered
}

// Carry is GET and POST /desk/ROUND/carry: what earlier rounds of the community carried over.
type Carry struct {
	Rounds []CarryRound
	Open   bool // proposals can be taken over now
	Error  string
	Most   int // in one go
	Done   int // so many were taken over
	Print  string
	List   string
}

// CarryRound is an earlier round.
type CarryRound struct {
	ID    string
	Name  string
	Items []CarryItem
	Free  bool // one of them at least is not taken over
}

// CarryItem is a proposal that was carried over.
type CarryItem struct {
	No     int
	Code   string
	Title  string
	Place  string
	Kind   string
	Why    string
	Href   string // of it in the earlier round
	Taken  Link   // where it was taken to; no Href: it is free
	Erased bool
	Chosen bool
}

func (Needs) view() string      { return "needs" }
func (NeedImport) view() string { return "needimport" }
func (Carry) view() string      { return "carry" }

package page

// The round table: the moderator's tablet, and what people at the table see on their phones.

// Table is GET /desk/ROUND/table and what lies below it; Part tells which.
type Table struct {
	Part  string // agenda, item, people or ranking
	Met   bool   // the table has met
	Error string // a sentence about the whole

	Present, Quorum int // people at the table, and how many must be
	Done, All       int // items

	Items  []TableItem
	Item   TableItem // of part item
	Fields map[string]Field
	Into   Field // the items that this one can be merged into
	Differ []Differ

	People  []Seated
	Code    string // that the meeting's QR carries; empty: nobody can sign in by phone now
	Address string // that it leads to, as people type it
	QR      string // path of it as a picture
	Who     Field
	Own     Field // what somebody proposed

	Ranking Ranked
	Papers  []Link
}

// Lack is how many people are missing for the table to decide anything.
func (t Table) Lack() int { return max(0, t.Quorum-t.Present) }

// TableItem is one item of the agenda.
type TableItem struct {
	No       int
	Code     string // as in 第 3 号
	Title    string // as it stands
	Original string // title as handed in
	Place    string
	By       string // the kind of proposer
	Kind     string
	Text     string // as handed in
	Benefits string
	Survey   string   // who visited the site and what they found
	Alike    []Link   // items that may be the same, with why
	Merged   []Link   // that were merged into it
	Result   string   // recommend, put_off, decline or merged; empty: to be decided
	Said     []string // what was decided, a sentence each
	Correct  string   // where the decision is corrected
	Href     string
	Prev     string // the item before, or empty
	Next     string
	Beside   bool // its text stands beside the changed one
	At       int  // its place on the agenda, from 1
}

// Differ is what became of one text.
type Differ struct {
	Label  string
	Pieces []Piece
}

// Piece is a part of a text that stays (empty Kind), goes ("del") or comes ("ins").
type Piece struct {
	Kind string
	Text string
}

// Seated is somebody at the table.
type Seated struct {
	Who      string
	Proposed string // the numbers of their proposals, as in 3、7
	Left     bool
	Known    bool // signed in, or asked what they proposed
}

// Ranked is how far the ranking is.
type Ranked struct {
	State  string // early, ready, open, closed, hands or done
	Left   int    // items to be decided before it
	Cards  int    // that have been printed
	Voted  int    // of them, that have ranked
	Places []Placed
	Hands  []HandCount
	Order  string // numbers of the counted ranking, with spaces between
}

// Placed is a place in the ranking.
type Placed struct {
	Place  int
	Name   string
	Points string // empty: not counted
}

// HandCount is an item whose hands are counted.
type HandCount struct {
	No    int
	Name  string
	Value string // as typed
	Most  int    // who may raise a hand
}

// Seat is what a phone shows of the round table: GET /table/CODE, to sign in, and GET /seat/CODE, to rank.
type Seat struct {
	Part    string // arrive, arrived, rank, check, ranked or wait
	Error   string
	Place   string // of the meeting
	Present int
	Who     Field
	Slips   Field
	Items   []SeatItem
}

// SeatItem is an item that a card ranks.
type SeatItem struct {
	No    int
	Name  string
	Where string
	Rank  int // 0: none
}

// Chosen are the ranked items, best first.
func (s Seat) Chosen() []SeatItem {
	var out []SeatItem
	for rank := 1; rank <= len(s.Items); rank++ {
		for _, x := range s.Items {
			if x.Rank == rank {
				out = append(out, x)
			}
		}
	}
	return out
}

func (Table) view() string { return "table" }
func (Seat) view() string  { return "seat" }

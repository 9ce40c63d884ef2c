package page

// The five screens of a vote: code, choose, check, receipt; and the look-up of a receipt.

import "time"

// Code is GET /vote, and with Frame.Kiosk GET /kiosk/ROUND/STATION. It POSTs the field `code` to /vote: a bare code
// or the whole address of a ballot's QR.
type Code struct {
	Error  string    // refusal code of what was typed, as "malformed"; key "error.<Error>.title"
	Value  string    // what was typed, on a phone only: never set it on a kiosk
	Open   bool      // false: voting is closed; the page says when it opens or that it is over
	Opens  time.Time // shown when not Open and in the future of the frame
	Closes time.Time
	Paper  Paper
	Point  bool     // a proposal point's machine: it invites to propose, if Open
	QR     string   // path of a picture of the proposal form's address; Point only
	Assist []string // the rules of assisted voting, a sentence each; nil: the scheme has none
}

// Choose is GET /b/CODE or the answer to POST /vote and POST /vote/choose. It POSTs to /vote/check: hidden `code`,
// and the marks: Approval `p` (a project's number, repeated); Ranking `rank-N` = place; Points `points-N` = points.
// Its buttons for language and letters POST the same to /vote/choose with `lang` or `size` besides.
type Choose struct {
	Code     string
	Paper    Paper
	Projects []Choice // in the order to show; keep it the same for one code
	Error    string   // a sentence when the marks were refused; the marks stay
	Closes   time.Time
}

// Check is the answer to POST /vote/check. It POSTs code, marks and `token` to /vote/cast, with `blank=yes` for an
// empty ballot; or code and marks to /vote/choose.
type Check struct {
	Code      string
	Paper     Paper
	Chosen    []Choice // in the order of numbers; by place in Ranking
	Total     int64    // what they cost together, fen
	Available int      // how many projects are on the paper
	Token     string   // may be empty
	Error     string   // a sentence, as when the blank ballot was not ticked
}

// Left is how many projects could still be chosen.
func (c Check) Left() int { return max(0, min(c.Paper.Max, c.Available)-len(c.Chosen)) }

// Points is the sum of the points given.
func (c Check) Points() (n int64) {
	for _, p := range c.Chosen {
		n += p.Points
	}
	return n
}

// Receipt is GET /vote/receipt/TRACKER, the answer to a ballot that is durably in the box. It never tells the choices.
type Receipt struct {
	Tracker string // shown in groups of 4
	At      time.Time
	Station string // or the word for a phone; may be empty
	Again   bool   // the same ballot had been cast before: still one vote
	QR      string // path of an image of the look-up's address; empty if none
	Print   string // path of a printable receipt; empty prints this page
	// Elsewhere: this browser, of a messenger, cannot print; its menu opens the page in one that can.
	Elsewhere bool
}

// Lookup is GET /r/ROUND/receipt?tracker=…: is it counted.
type Lookup struct {
	Tracker string      // as typed; empty asks only
	State   LookupState // of Tracker
	At      time.Time   // when it was published or counted
	Entry   int64       // ledger entry that holds it; used when Published or Opened
	Chosen  []Choice    // Opened only: the anonymous opened ballot
	Form    Marking
}

// LookupState of a tracker.
type LookupState string

// States of a tracker.
const (
	Unknown   LookupState = "unknown"   // no such receipt
	InBox     LookupState = "box"       // in the box, waiting for publication
	Published LookupState = "published" // its hash is on the ledger
	Opened    LookupState = "opened"    // opened and counted
	Replaced  LookupState = "replaced"  // paper with the same sheet was in the box and counts instead
)

// Refused is the page of every refusal; the handler sends Status with it.
type Refused struct {
	Code   string    // key "error.<Code>.title", ".why", ".next"; an unknown code is shown as "internal"
	Status int       // HTTP status
	At     time.Time // when a credential was spent; may be zero
	Where  string    // where it was spent; may be empty
	Detail string    // one more sentence for people, never inner text; may be empty
	Back   string    // path to begin again from; empty is the round's home
}

// Refusals lists every Code that [Refused] has words for.
var Refusals = []string{
	"malformed", "foreign", "table", "door", "seat", "ranking", "ranked", "testsheet", "realsheet", "rehearsal", "rehearsed", "unknown", "spent", "seed", "void", "closed", "unopened",
	"toomany", "noproject", "points", "overspent", "marks", "duplicate", "nostation", "checkedin", "identifier",
	"collection", "nonotice", "step", "budget", "year", "first", "done", "correct", "officers", "same", "late", "who", "toolong", "text", "fit", "invalid", "stale",
	"pairs", "differs", "sheets", "notfound", "filter", "signin", "password", "exit", "forbidden", "site", "toolarge", "file", "upload", "toofast", "busy", "away", "full", "internal",
	"photo", "window",
}

func (Code) view() string    { return "code" }
func (Choose) view() string  { return "choose" }
func (Check) view() string   { return "check" }
func (Receipt) view() string { return "receipt" }
func (Lookup) view() string  { return "lookup" }
func (Refused) view() string { return "refused" }

// Count is how many projects are chosen.
func (c Choose) Count() (n int) {
	for _, p := range c.Projects {
		if p.On() {
			n++
		}
	}
	return n
}

// Points is the sum of the points given.
func (c Choose) Points() (n int64) {
	for _, p := range c.Projects {
		n += p.Points
	}
	return n
}

// Spent is what the chosen projects cost together, fen.
func (c Choose) Spent() (fen int64) {
	for _, p := range c.Projects {
		if p.On() {
			fen += p.Cost
		}
	}
	return fen
}

// Over tells whether more is chosen than the paper allows.
func (c Choose) Over() bool {
	return c.Count() > c.Paper.Max || c.Paper.Form == Points && c.Points() > c.Paper.Sum ||
		c.Paper.Fund > 0 && c.Spent() > c.Paper.Fund
}

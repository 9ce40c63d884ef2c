package page

// What clerks work with: the check-in at the door and the entry of paper ballots.

import "strings"

// Checkin is GET and POST /desk/ROUND/checkin/STATION: field `identifier`.
type Checkin struct {
	Station int
	Name    string
	Answer  Answer // empty before the first
	Shown   string // what was checked, masked, as in 「3205…1234」
	Where   string // Already: at which station
	Detail  string // one more sentence; may be empty
	Asks    string // what to type, as in 「身份证后6位或居住证号」
	Facts   []Fact // issued, spoiled, sheets left
	Acts    []Act  // spoil a sheet, close the day
}

// Answer of the roll; key "roll.<value>".
type Answer string

// Answers of the roll.
const (
	May     Answer = "may"     // 可以投票
	Already Answer = "already" // 已投过
	Not     Answer = "not"     // 不在名单
	Shut    Answer = "shut"    // 现在不发票
)

// Count is GET and POST /desk/ROUND/count/BATCH/PAIR: one line a sheet. Fields of line i from 1: `sheet-i` the scanned
// QR or the serial, `marks-i` the numbers ("1 4 7"; in Ranking best first; in Points "1=5 4=3"; "0" blank; "x" spoiled).
type Count struct {
	Batch    int
	Pair     string // "A" or "B"
	Station  string
	Paper    Paper
	Projects int     // how many are on the paper
	Sheets   []Sheet // as many lines as the batch has, at least
	Expected int     // sheets in the batch, or the most it can have while Open
	Open     bool    // nobody has scanned or entered the batch yet
	Error    string
	Done     bool     // both pairs agree
	Differ   []string // what the pairs see differently, a sentence each
}

// Sheet is one line of a batch.
type Sheet struct {
	Sheet string // as scanned
	Marks string // as typed
	Error string
}

// Typed is how many lines hold a sheet.
func (c Count) Typed() (n int) {
	for _, s := range c.Sheets {
		if s.Sheet != "" || s.Marks != "" {
			n++
		}
	}
	return n
}

// Blank is how many lines are blank ballots.
func (c Count) Blank() int { return c.marked("0") }

// Spoiled is how many lines are spoiled sheets.
func (c Count) Spoiled() int { return c.marked("x") }

// Valid is how many lines hold marks.
func (c Count) Valid() (n int) {
	for _, s := range c.Sheets {
		if m := strings.ToLower(strings.TrimSpace(s.Marks)); m != "" && m != "0" && m != "x" {
			n++
		}
	}
	return n
}

func (c Count) marked(sign string) (n int) {
	for _, s := range c.Sheets {
		if strings.EqualFold(strings.TrimSpace(s.Marks), sign) {
			n++
		}
	}
	return n
}

func (Checkin) view() string { return "checkin" }
func (Count) view() string   { return "count" }

package pdf

// This file is a batch of ballot papers: after a list of contents each sheet, which adds its serial and its QR code to
// what is the same on all.

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// Size is the size of a ballot's pages.
type Size int

// A ballot is one piece of paper: a sheet of its size, printed on one side or on both; or, when the projects need more
// room, a sheet of twice the size that is folded once and has four pages.
const (
	A5 Size = iota
	A4
)

// Kind tells a ballot that counts from one that does not.
type Kind int

// A sample has no code and cannot be cast; a test deck has codes of its own
// manifest and says on its face that it is a test.
const (
	Live Kind = iota
	Sample
	TestDeck
)

// Form is how a ballot is marked.
type Form int

// Approved projects are marked with a circle filled or ticked; ranked ones with their place, the wanted most being 1;
// points are written as a figure.
const (
	Approval Form = iota
	Ranking
	Points
)

// MaxSheets is how many sheets one file may hold.
const MaxSheets = 500

// Ballots is one batch of ballot papers, for one station, after a list of contents for those who print and count it.
type Ballots struct {
	Title     string // as 幸福里社区2026年度“和谐微实事”项目选票
	Rule      string // one sentence, as 请选出最多5项，多选无效。
	Form      Form
	Projects  []Choice // in official order
	Station   string
	Organiser string
	Contact   Contact
	Size      Size
	Kind      Kind
	Date      time.Time
	Run       string    // what the list of contents calls this print run, as 投票前印制; may be empty
	Printed   time.Time // the day of the print run in the list of contents; zero leaves a blank to be filled by hand
	Sheets    []Sheet   // 1 to MaxSheets; ignored for a sample
}

// Choice is a project on the ballot.
type Choice struct {
	Number string // official number
	Name   string
	Place  string
	Cost   int64 // fen
}

// Sheet is what makes one ballot paper differ from the next.
type Sheet struct {
	Serial string // for people and bundles, as 03-0417-K
	URL    string // the text of the QR code
	Code   string // the credential for those who type it, in groups; may be empty
}

// Print writes one file with all sheets, after a list of contents that says how the file is printed and folded and in
// which page each bundle begins; a sample has none. The list takes whole sheets of paper, so that ballots of several
// pages can be printed double-sided. It refuses batches over MaxSheets, serials or codes that are missing or repeated,
// and projects that do not fit.
func (b Ballots) Print(w io.Writer) ([]Missing, error) {
	if b.Kind == Sample {
		b.Sheets = []Sheet{{Serial: "样票"}}
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	p, err := newPress("选票")
	if err != nil {
		return nil, err
	}
	sides, err := b.sides(p)
	if err != nil {
		return nil, err
	}
	sheets := make([][]*page, len(b.Sheets))
	var list []*page
	if b.Kind != Sample {
		list = b.contents(p, len(sides))
	}
	all := slices.Concat(list, sides)
	for i, s := range b.Sheets {
		if sheets[i], err = b.overprint(p, s, len(sides)); err != nil {
			return nil, err
		}
		all = append(all, sheets[i]...)
	}
	n := p.bind(b.Title, b.Date, all)
	for _, pg := range list {
		n.add(pg.w, pg.h)
		n.put(pg, 0)
	}
	n.impose(sides, sheets)
	return p.missing, n.output(w)
}

func (b Ballots) check() error {
	if len(b.Projects) == 0 {
		return fmt.Errorf("%w: %s", ErrEmpty, b.Title)
	}
	if b.Date.IsZero() {
		return fmt.Errorf("%w: %s", ErrDate, b.Title)
	}
	if n := len(b.Sheets); n < 1 || n > MaxSheets {
		return fmt.Errorf("%w: %d", ErrBatch, n)
	}
	for _, c := range b.Projects {
		if err := amounts(c.Cost); err != nil {
			return err
		}
	}
	seen := make(map[string]bool, 2*len(b.Sheets))
	for _, s := range b.Sheets {
		serial, url := "serial "+s.Serial, "url "+s.URL
		if b.Kind != Sample && (s.Serial == "" || s.URL == "" || seen[serial] || seen[url]) {
			return fmt.Errorf("%w: %q", ErrSheet, s.Serial)
		}
		seen[serial], seen[url] = true, true
	}
	return nil
}

// Sides tells how many pages a ballot of these projects has: 1 or 2 sides of a sheet, or the 4 pages of a folded one;
// ErrFit when they do not fit.
func (b Ballots) Sides() (int, error) {
	p, err := newPress("选票")
	if err != nil {
		return 0, err
	}
	sides, err := b.sides(p)
	return len(sides), err
}

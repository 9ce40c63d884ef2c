package pdf

// This file keeps the layout of every document as it is: of ballots the places in mm of what a scanner looks for, of the
// others their lines. After a wanted change: go test ./kiosk/pdf -run Golden -update, and look at the difference.

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the goldens anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range min(len(g), len(w)) {
		if !bytes.Equal(g[i], w[i]) {
			t.Fatalf("%s, line %d:\n got %s\nwant %s", name, i+1, g[i], w[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", name, len(g), len(w))
}

// place2 is x and y in mm, to a hundredth.
type place2 [2]float64

func mm(v float64) float64 { return math.Round(v*100) / 100 }

// sidePlaces are the places on one side of a ballot, from its top left corner.
type sidePlaces struct {
	Paper   place2   `json:"paper"`
	Squares []place2 `json:"squares"` // top left corners
	Square  float64  `json:"square"`  // side
	Marks   []place2 `json:"marks"`   // middles of the circles or boxes
	Mark    float64  `json:"mark"`    // their width
	Code    []place2 `json:"code"`    // top left corner
	CodeMM  float64  `json:"codeSide"`
	Lines   []string `json:"lines"` // each text with the x of its left end and the y of its baseline
}

func placesOf(pg *page, width float64) sidePlaces {
	s := sidePlaces{Paper: place2{pg.w, pg.h}}
	for _, k := range pg.inks {
		switch k := k.(type) {
		case box:
			if k.fill && k.w == square {
				s.Squares, s.Square = append(s.Squares, place2{mm(k.x), mm(k.y)}), k.w
			} else if k.w == width {
				s.Marks, s.Mark = append(s.Marks, place2{mm(k.x + k.w/2), mm(k.y + k.h/2)}), k.w
			}
		case ring:
			if 2*k.r == width {
				s.Marks, s.Mark = append(s.Marks, place2{mm(k.x), mm(k.y)}), 2*k.r
			}
		case code:
			s.Code, s.CodeMM = append(s.Code, place2{mm(k.x), mm(k.y)}), k.side
		case words:
			if len(k.text) > 0 {
				s.Lines = append(s.Lines, fmt.Sprintf("%.2f %.2f %gpt %s", k.at[0], k.y, k.style.pt, string(k.text)))
			}
		}
	}
	return s
}

// sheetPlaces are those of the first sheet of a batch.
func sheetPlaces(t *testing.T, b Ballots) (out []sidePlaces) {
	t.Helper()
	p, err := newPress("t")
	if err != nil {
		t.Fatal(err)
	}
	sides, err := b.sides(p)
	if err != nil {
		t.Fatal(err)
	}
	over, err := b.overprint(p, b.Sheets[0], len(sides))
	if err != nil {
		t.Fatal(err)
	}
	for i, pg := range sides {
		pg.add(over[i].inks...)
		s := placesOf(pg, 8.8)
		if len(s.Marks) == 0 {
			s = placesOf(pg, 10)
		}
		out = append(out, s)
	}
	return out
}

// ballotSheets are the ballots whose places are kept.
func ballotSheets() map[string]Ballots {
	all := map[string]Ballots{}
	for _, n := range []int{5, 12, 24, 40} {
		all[fmt.Sprintf("ballot-a5-%02d.json", n)] = demoBallots(n, 1)
	}
	for _, n := range []int{5, 16, 24, 40} {
		b := demoBallots(n, 1)
		b.Size = A4
		all[fmt.Sprintf("ballot-a4-%02d.json", n)] = b
	}
	ranking, points := demoBallots(8, 1), demoBallots(8, 1)
	ranking.Form, points.Form = Ranking, Points
	all["ballot-ranking.json"], all["ballot-points.json"] = ranking, points
	return all
}

func TestGoldenBallots(t *testing.T) {
	for name, b := range ballotSheets() {
		out, err := json.MarshalIndent(sheetPlaces(t, b), "", "\t")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name, append(out, '\n'))
	}
}

// What a voter and a scanner need is on every sheet, whole, apart, and inside the paper.
func TestBallotPlaces(t *testing.T) {
	for name, b := range ballotSheets() {
		marks := 0
		for i, s := range sheetPlaces(t, b) {
			marks += len(s.Marks)
			if slices.ContainsFunc(s.Lines, func(l string) bool { return strings.Contains(l, "本页没有项目") }) {
				continue
			}
			if len(s.Squares) != 4 || len(s.Marks) == 0 || s.Mark < 8 {
				t.Errorf("%s: %d squares, %d marks of %v mm", name, len(s.Squares), len(s.Marks), s.Mark)
			}
			if want := pick(i == 0, 1, 0); len(s.Code) != want || want == 1 && s.CodeMM < 25 {
				t.Errorf("%s: %d codes of %v mm on side %d", name, len(s.Code), s.CodeMM, i+1)
			}
			for j, a := range s.Marks {
				if a[0]-s.Mark/2 < edge || a[1]+s.Mark/2 > s.Paper[1]-edge-square {
					t.Errorf("%s: mark %d at %v", name, j+1, a)
				}
				for _, c := range s.Marks[:j] {
					if math.Hypot(a[0]-c[0], a[1]-c[1]) < s.Mark+0.8 {
						t.Errorf("%s: marks at %v and %v touch", name, a, c)
					}
				}
			}
		}
		if marks != len(b.Projects) {
			t.Errorf("%s: %d marks for %d projects", name, marks, len(b.Projects))
		}
	}
}

// laid is the pages of a document in one press.
func laid(t *testing.T, lay func(*press) ([]*page, error)) []*page {
	t.Helper()
	p, err := newPress("t")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := lay(p)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// demoList is the list of contents of a file of folded ballots.
func demoList(p *press) ([]*page, error) {
	b := demoBallots(40, 120)
	b.Run, b.Printed = "投票前印制", day
	return b.contents(p, folded), nil
}

func TestGoldenText(t *testing.T) {
	large := demoNotice()
	large.Large = true
	for name, lay := range map[string]func(*press) ([]*page, error){
		"notice": demoNotice().pages, "notice-large": large.pages, "library": demoLibrary().pages,
		"letters": demoLetters(3).pages, "exclusions": demoExclusions().pages, "slips": demoSlips(7).pages, "minutes": demoMinutes().pages, "agenda": demoAgenda().pages, "seatcards": demoSeatCards(3).pages, "labels": demoLabels(10).pages, "protocol": demoProtocol().pages, "scheme": demoScheme().pages, "council": demoCouncil().pages,
		"ballot-list": demoList,
	} {
		var b bytes.Buffer
		for i, pg := range laid(t, lay) {
			fmt.Fprintf(&b, "page %d\n", i+1)
			for _, k := range pg.inks {
				if w, ok := k.(words); ok && len(w.text) > 0 {
					fmt.Fprintf(&b, "%.1f %.1f %gpt %s\n", w.at[0], w.y, w.style.pt, string(w.text))
				}
			}
		}
		golden(t, name+".txt", b.Bytes())
	}
}

// No document has ink beside its paper.
func TestNothingLeavesThePaper(t *testing.T) {
	large := demoNotice()
	large.Large = true
	for name, lay := range map[string]func(*press) ([]*page, error){
		"notice": demoNotice().pages, "notice-large": large.pages, "library": demoLibrary().pages,
		"letters": demoLetters(3).pages, "exclusions": demoExclusions().pages, "minutes": demoMinutes().pages, "agenda": demoAgenda().pages, "seatcards": demoSeatCards(3).pages, "labels": demoLabels(10).pages, "protocol": demoProtocol().pages, "scheme": demoScheme().pages, "council": demoCouncil().pages,
	} {
		for i, pg := range laid(t, lay) {
			insidePaper(t, fmt.Sprintf("%s, page %d", name, i+1), pg)
		}
	}
}

func insidePaper(t *testing.T, name string, pg *page) {
	t.Helper()
	for _, k := range pg.inks {
		if w, ok := k.(words); ok && len(w.text) > 0 {
			if end := w.at[len(w.at)-1] + 0.3*w.style.em(); w.at[0] < 0 || end > pg.w || w.y < 0 || w.y > pg.h {
				t.Fatalf("%s: %.40q from %.1f to %.1f, at %.1f", name, string(w.text), w.at[0], end, w.y)
			}
		}
	}
}

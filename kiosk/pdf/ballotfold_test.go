package pdf

// This file proves ballots of every number of projects: whole, legible, in order, on one piece of paper whose pages meet.

import (
	"bytes"
	"fmt"
	"math"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// ballotOf is the pages of one ballot, its own ink included.
func ballotOf(t *testing.T, b Ballots) []*page {
	t.Helper()
	p, err := newPress("t")
	if err != nil {
		t.Fatal(err)
	}
	sides, err := b.sides(p)
	if err != nil {
		t.Fatalf("%d projects on size %d: %v", len(b.Projects), b.Size, err)
	}
	own, err := b.overprint(p, b.Sheets[0], len(sides))
	if err != nil {
		t.Fatal(err)
	}
	for i, side := range sides {
		side.add(own[i].inks...)
	}
	return sides
}

// said is the text of a page in the order it was drawn, without white space.
func said(pg *page) string {
	var b strings.Builder
	for _, k := range pg.inks {
		if w, ok := k.(words); ok {
			b.WriteString(string(w.text))
		}
	}
	return squeeze(b.String())
}

// From 5 projects to 40, on either size and marked in any way, every project stands once and in order, with its mark,
// number, name, place and cost, in type and marks that an old hand and eye can use.
func TestEveryNumberOfProjects(t *testing.T) {
	for _, size := range []Size{A5, A4} {
		for n := 5; n <= 40; n++ {
			for _, length := range []int{0, 30} {
				b := demoBallots(n, 1)
				b.Size, b.Form = size, Form(n%3)
				for i := range b.Projects {
					if length > 0 {
						b.Projects[i].Name = lengthen(b.Projects[i].Name, length)
					}
				}
				name := fmt.Sprintf("%d projects of %d characters on size %d", n, length, size)
				pages := ballotOf(t, b)
				all, marks := "", 0
				for i, pg := range pages {
					insidePaper(t, name, pg)
					all += said(pg)
					marks += legible(t, fmt.Sprintf("%s, page %d", name, i+1), b, pg)
				}
				at := 0
				for _, c := range b.Projects {
					entry := squeeze(c.Number + c.Name + c.Place + Amount(c.Cost))
					if strings.Count(all, entry) != 1 {
						t.Fatalf("%s: %q stands %d times", name, entry, strings.Count(all, entry))
					}
					if next := strings.Index(all, entry); next < at {
						t.Fatalf("%s: %q is out of order", name, entry)
					} else {
						at = next
					}
				}
				if marks != n {
					t.Errorf("%s: %d marks", name, marks)
				}
				hinted(t, name, pages)
			}
		}
	}
}

// legible checks the type, the squares, the marks and the code of a page, and returns the number of its marks.
func legible(t *testing.T, name string, b Ballots, pg *page) (marks int) {
	t.Helper()
	squares := 0
	for _, k := range pg.inks {
		width := 0.0
		switch k := k.(type) {
		case words:
			if strings.TrimSpace(string(k.text)) != "" && (k.style.pt < 8 || k.style.bold && k.style.pt < 12) {
				t.Errorf("%s: %q in %v points", name, string(k.text), k.style.pt)
			}
			for _, c := range b.Projects {
				if len(k.text) > 1 && strings.HasPrefix(c.Name, string(k.text)) && k.style.pt < 14 {
					t.Errorf("%s: a name in %v points", name, k.style.pt)
				}
			}
		case ring:
			width = 2 * k.r
		case box:
			width = pick(k.fill || k.w != k.h, 0, k.w)
			squares += pick(k.fill && k.w == square && k.h == square, 1, 0)
		case code:
			if k.side < 25 || k.side/float64(len(k.bits)) < minModule-1e-9 {
				t.Errorf("%s: a code of %v mm", name, k.side)
			}
		}
		if width > 6 {
			marks++
			if width < 8.8 {
				t.Errorf("%s: a mark of %v mm", name, width)
			}
		}
	}
	if marks > 0 && squares != 4 {
		t.Errorf("%s: %d squares", name, squares)
	}
	if !strings.Contains(said(pg), b.Sheets[0].Serial) {
		t.Errorf("%s: no serial", name)
	}
	return marks
}

// hinted checks that of several pages each has its number, and that each but the last with projects says where they go on.
func hinted(t *testing.T, name string, pages []*page) {
	t.Helper()
	if len(pages) == 1 {
		return
	}
	for i, pg := range pages {
		text := said(pg)
		if want := fmt.Sprintf("第%d页共%d页", i+1, len(pages)); !strings.Contains(text, want) {
			t.Errorf("%s: page %d has no %q", name, i+1, want)
		}
		last := i == len(pages)-1 || strings.Contains(said(pages[i+1]), "本页没有项目")
		if more := strings.Contains(text, "还有项目"); more == (last || strings.Contains(text, "本页没有项目")) {
			t.Errorf("%s: page %d says that there is more: %v", name, i+1, more)
		}
	}
}

// A mark stands at the same place on every sheet of a batch: each page is painted from one template.
func TestMarksAreOfFixedGeometry(t *testing.T) {
	b := demoBallots(40, 3)
	for i := range b.Sheets {
		p, err := newPress("t")
		if err != nil {
			t.Fatal(err)
		}
		own, err := b.overprint(p, b.Sheets[i], folded)
		if err != nil {
			t.Fatal(err)
		}
		for j, pg := range own {
			for _, k := range pg.inks {
				switch k.(type) {
				case words, code:
				default:
					t.Errorf("sheet %d, page %d has %T of its own", i+1, j+1, k)
				}
			}
		}
	}
}

// A folded sheet reads 4|1 outside and 2|3 inside, so that its pages follow each other when it is folded.
func TestFoldedSheet(t *testing.T) {
	for _, b := range []Ballots{demoBallots(40, 2), demoBallots(80, 2)} {
		b.Size = pick(len(b.Projects) > 40, A4, A5)
		pages := ballotOf(t, b)
		if len(pages) != folded {
			t.Fatalf("%d pages", len(pages))
		}
		w, h := paper(pages[0], folded)
		file := printed(t, b)
		if n := len(pageSizes(t, file)); n != 2+2*len(b.Sheets) {
			t.Fatalf("the file has %d pages", n)
		}
		for no, want := range map[int][2]int{3: {4, 1}, 4: {2, 3}, 5: {4, 1}, 6: {2, 3}} {
			if got := pageSizes(t, file)[no-1]; math.Abs(got[0]-w) > 0.1 || math.Abs(got[1]-h) > 0.1 {
				t.Errorf("page %d is %v, want %v × %v mm", no, got, w, h)
			}
			for half, page := range want {
				text := cutOut(t, file, no, float64(half)*w/2, w/2, h)
				if mark := fmt.Sprintf("第%d页共4页", page); !strings.Contains(text, mark) || strings.Count(text, "页共4页") != 1 {
					t.Errorf("half %d of page %d of the file is not page %d", half+1, no, page)
				}
			}
		}
		codes, err := Scan(file)
		if err != nil || !slices.Equal(codes, []string{b.Sheets[0].URL, b.Sheets[1].URL}) {
			t.Errorf("codes %q, %v", codes, err)
		}
	}
}

// pageSizes are the sizes of a file's pages in mm.
func pageSizes(t *testing.T, file []byte) (sizes [][2]float64) {
	t.Helper()
	out, err := exec.Command(tool(t, "pdfinfo"), "-l", "9999", saved(t, file)).Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		var no int
		var w, h float64
		if n, _ := fmt.Sscanf(line, "Page %d size: %f x %f", &no, &w, &h); n == 3 {
			sizes = append(sizes, [2]float64{w * mmPerPt, h * mmPerPt})
		}
	}
	return sizes
}

// cutOut is the text in a part of a page as wide as w mm from x, without white space.
func cutOut(t *testing.T, file []byte, no int, x, w, h float64) string {
	t.Helper()
	dots := func(mm float64) string { return fmt.Sprint(int(mm / mmPerPt)) }
	out, err := exec.Command(tool(t, "pdftotext"), "-raw", "-f", fmt.Sprint(no), "-l", fmt.Sprint(no), "-r", "72",
		"-x", dots(x), "-y", "0", "-W", dots(w), "-H", dots(h), saved(t, file), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return squeeze(string(out))
}

// The list of contents names every bundle with the page it begins in; it has no code, and ballots begin on fronts.
func TestListOfContents(t *testing.T) {
	for _, c := range []struct {
		projects, sheets, begin, each int // begin: the file's page of the first ballot; each: pages of the file for a ballot
		size                          Size
	}{{6, 120, 2, 1, A5}, {12, MaxSheets, 3, 2, A5}, {40, 101, 3, 2, A5}, {40, 50, 3, 2, A4}, {6, 1, 2, 1, A4}} {
		b := demoBallots(c.projects, c.sheets)
		b.Size, b.Run, b.Printed = c.size, "投票开始后补印", day
		file := printed(t, b)
		if n := len(pageSizes(t, file)); n != c.begin-1+c.each*c.sheets {
			t.Errorf("%v: %d pages", c, n)
		}
		p, err := newPress("t")
		if err != nil {
			t.Fatal(err)
		}
		sides, err := b.sides(p)
		if err != nil {
			t.Fatal(err)
		}
		list := b.contents(p, len(sides))
		text := ""
		for _, pg := range list {
			insidePaper(t, fmt.Sprint(c), pg)
			noBallot(t, fmt.Sprint(c), pg)
			text += said(pg)
		}
		for _, want := range []string{b.Title, b.Station, b.Run, "2026年11月21日", "不是选票", fmt.Sprintf("%d张", c.sheets), "印制人签字", "清点人签字"} {
			if !strings.Contains(text, squeeze(want)) {
				t.Errorf("%v: no %q", c, want)
			}
		}
		for from := 0; from < c.sheets; from += bundle {
			to := min(from+bundle, c.sheets)
			first, last, page := b.Sheets[from].Serial, b.Sheets[to-1].Serial, c.begin+from*c.each
			if want := squeeze(fmt.Sprintf("%d%s至%s%d%d", from/bundle+1, first, last, to-from, page)); !strings.Contains(text, want) {
				t.Errorf("%v: no %q in %q", c, want, text)
			}
			if w, h := paper(sides[0], len(sides)); !strings.Contains(cutOut(t, file, page, 0, w, h), first) {
				t.Errorf("%v: %s does not begin on page %d", c, first, page)
			}
		}
	}
}

// noBallot checks that a page has nothing that a machine could take for a ballot's.
func noBallot(t *testing.T, name string, pg *page) {
	t.Helper()
	for _, k := range pg.inks {
		switch k := k.(type) {
		case code, ring:
			t.Errorf("%s: the list has %T", name, k)
		case box:
			if k.w == square {
				t.Errorf("%s: the list has corner squares", name)
			}
		}
	}
}

// A sample is one sheet without a list; the list of a test deck says what it is.
func TestListsOfSampleAndTestDeck(t *testing.T) {
	b := demoBallots(6, 3)
	b.Kind = Sample
	if strings.Contains(textOf(t, printed(t, b)), "清单") {
		t.Error("a sample has a list of contents")
	}
	b.Kind, b.Printed = TestDeck, Ballots{}.Printed
	if got := textOf(t, printed(t, b)); !strings.Contains(got, "测试票清单") || !strings.Contains(got, "年月日") {
		t.Error("the list of a test deck does not say so, or has no room for the date")
	}
}

// A file tells its printer nothing that depends on the hour: the same order gives the same bytes.
func TestFoldedSheetsAreDeterministic(t *testing.T) {
	if b := demoBallots(40, 20); !bytes.Equal(printed(t, b), printed(t, b)) {
		t.Error("two prints differ")
	}
}

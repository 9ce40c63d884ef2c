package pdf

// This file puts ink on paper with gofpdf, and is the only one that knows it.

import (
	"fmt"
	"io"
	"time"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"
)

// pen paints on one PDF. Characters above U+FFFF are drawn by a private-use
// code and carry their true name as ActualText, so that they can be searched.
type pen struct {
	pdf   *gofpdf.Fpdf
	fonts *[faces]*sfnt
	used  [faces]map[rune]uint16 // code → glyph
	alias [faces]map[rune]rune   // character above U+FFFF → code
	left  float64                // mm from the paper's edge to that of the page being painted
}

// bind finds the codes of every character on the pages, cuts the fonts to them
// and opens a PDF of the size of the first page.
func (p *press) bind(title string, date time.Time, pages []*page) *pen {
	n := &pen{fonts: p.fonts}
	for f := range faces {
		n.used[f], n.alias[f] = map[rune]uint16{}, map[rune]rune{}
	}
	for _, pg := range pages {
		for _, k := range pg.inks {
			n.learn(k)
		}
	}
	size := gofpdf.SizeType{Wd: pages[0].w, Ht: pages[0].h}
	n.pdf = gofpdf.NewCustom(&gofpdf.InitType{OrientationStr: "P", UnitStr: "mm", Size: size})
	n.pdf.SetAutoPageBreak(false, 0)
	n.pdf.SetMargins(0, 0, 0)
	n.pdf.SetCatalogSort(true)
	n.pdf.SetCreationDate(date.UTC())
	n.pdf.SetModificationDate(date.UTC())
	n.pdf.SetTitle(bmp(p.proof(title)), true)
	n.pdf.SetProducer("linli", false)
	for f := range faces {
		n.pdf.AddUTF8FontFromBytes(faceNames[f], "", p.fonts[f].subset(n.used[f]))
	}
	return n
}

// bmp keeps what gofpdf can write into a title.
func bmp(s string) string {
	rs := []rune(s)
	for i, r := range rs {
		if r > 0xFFFF {
			rs[i] = geta
		}
	}
	return string(rs)
}

// learn notes the characters of a piece of ink before the fonts are cut.
func (n *pen) learn(k ink) {
	switch k := k.(type) {
	case words:
		for _, r := range k.text {
			n.code(k.style.face, r)
		}
	case stamp:
		for _, r := range k.text {
			n.code(k.style.face, r)
		}
	}
}

// code gives the face and the code below U+FFFF that draw r.
func (n *pen) code(want face, r rune) (face, rune) {
	f, g := glyphOf(n.fonts, want, r)
	c := r
	if r > 0xFFFF {
		if c = n.alias[f][r]; c == 0 {
			c = rune(0xE000 + len(n.alias[f]))
			n.alias[f][r] = c
		}
	}
	n.used[f][c] = g
	return f, c
}

// print paints the pages in order and writes the file.
func (p *press) print(w io.Writer, title string, date time.Time, pages []*page) ([]Missing, error) {
	if _, is := w.(Striped); is {
		for _, pg := range pages {
			p.stripe(pg)
		}
	}
	n := p.bind(title, date, pages)
	for _, pg := range pages {
		n.add(pg.w, pg.h)
		n.put(pg, 0)
	}
	return p.missing, n.output(w)
}

// add starts a page of the file.
func (n *pen) add(w, h float64) { n.pdf.AddPageFormat("P", gofpdf.SizeType{Wd: w, Ht: h}) }

// put paints a page so many mm from the left edge of the paper.
func (n *pen) put(pg *page, left float64) {
	n.left = left
	for _, k := range pg.inks {
		k.paint(n)
	}
}

func (n *pen) output(w io.Writer) error {
	if err := n.pdf.Output(w); err != nil {
		return fmt.Errorf("写PDF文件 / writing the PDF: %w", err)
	}
	return nil
}

func (n *pen) raw(format string, args ...any) { n.pdf.RawWriteStr(fmt.Sprintf(format, args...)) }

func (w words) paint(n *pen) {
	if len(w.text) == 0 {
		return
	}
	n.begin(w.style)
	defer n.end(w.style)
	for i := 0; i < len(w.text); {
		i += w.run(n, i)
	}
}

// run paints the longest stretch from i on that one operator can draw: same
// face, even spacing, one plane. It returns its length.
func (w words) run(n *pen, i int) int {
	f, c := n.code(w.style.face, w.text[i])
	n.pdf.SetFont(faceNames[f], "", w.style.pt)
	if w.text[i] > 0xFFFF {
		n.raw("/Span <</ActualText <FEFF%s>>> BDC", utf16hex(w.text[i]))
		n.pdf.Text(n.left+w.at[i], w.y, string(c))
		n.raw("EMC")
		return 1
	}
	codes := []rune{c}
	spacing := w.spacing(n, i)
	for j := i + 1; j < len(w.text) && w.text[j] <= 0xFFFF; j++ {
		g, c := n.code(w.style.face, w.text[j])
		s := w.spacing(n, j-1)
		if g != f || s-spacing > 1e-6 || spacing-s > 1e-6 {
			break
		}
		codes = append(codes, c)
	}
	if spacing*spacing < 1e-10 {
		n.pdf.Text(n.left+w.at[i], w.y, string(codes))
		return len(codes)
	}
	n.raw("%.4f Tc", spacing/mmPerPt)
	n.pdf.Text(n.left+w.at[i], w.y, string(codes))
	n.raw("0 Tc")
	return len(codes)
}

// spacing is what is added between characters i and i+1 beyond i's own width.
func (w words) spacing(n *pen, i int) float64 {
	if i+1 >= len(w.text) {
		return 0
	}
	bare := w.style
	bare.track = 0
	return w.at[i+1] - w.at[i] - bare.advance(n.fonts, w.text[i])
}

func utf16hex(r rune) string {
	a, b := utf16.EncodeRune(r)
	return fmt.Sprintf("%04X%04X", a, b)
}

// begin sets grey and weight; black regular text needs neither. There is no
// q … Q here: gofpdf remembers the font and would not set it again after Q.
func (n *pen) begin(st style) {
	if st.gray > 0 {
		n.raw("%.3f g %.3f G", st.gray, st.gray)
	}
	if st.bold {
		n.raw("2 Tr %.3f w 1 j", st.pt*0.032)
	}
}

func (n *pen) end(st style) {
	if st.bold {
		n.raw("0 Tr")
	}
	if st.gray > 0 {
		n.raw("0 g 0 G")
	}
}

func (s stroke) paint(n *pen) {
	n.pdf.SetLineWidth(s.width)
	if s.dash > 0 {
		n.pdf.SetDashPattern([]float64{s.dash, s.dash}, 0)
		defer n.pdf.SetDashPattern(nil, 0)
	}
	n.pdf.Line(n.left+s.x1, s.y1, n.left+s.x2, s.y2)
}

func (b box) paint(n *pen) {
	if b.fill {
		n.raw("q %.3f g", b.gray)
		n.pdf.Rect(n.left+b.x, b.y, b.w, b.h, "F")
		n.raw("Q")
	}
	if b.width > 0 {
		n.pdf.SetLineWidth(b.width)
		n.pdf.Rect(n.left+b.x, b.y, b.w, b.h, "D")
	}
}

func (r ring) paint(n *pen) {
	if r.fill {
		n.pdf.Circle(n.left+r.x, r.y, r.r, "F")
		return
	}
	n.pdf.SetLineWidth(r.width)
	n.pdf.Circle(n.left+r.x, r.y, r.r, "D")
}

func (t tick) paint(n *pen) {
	n.pdf.SetLineWidth(t.s * 0.14)
	x := n.left + t.x
	n.pdf.Line(x-t.s*0.42, t.y, x-t.s*0.12, t.y+t.s*0.32)
	n.pdf.Line(x-t.s*0.12, t.y+t.s*0.32, x+t.s*0.48, t.y-t.s*0.4)
}

func (s stamp) paint(n *pen) {
	p := &press{fonts: n.fonts, seen: map[Missing]bool{}}
	f, _ := n.code(s.style.face, []rune(s.text)[0])
	n.pdf.SetFont(faceNames[f], "", s.style.pt) // outside the transform, see begin
	n.pdf.TransformBegin()
	n.pdf.TransformRotate(s.angle, n.left+s.x, s.y)
	p.centred(s.style, s.x, s.y+0.36*s.style.em(), s.text).paint(n)
	n.pdf.TransformEnd()
}

package pdf

// This file lays blocks out one below the other, page after page.

import "strings"

// sheetForm is a kind of page: its paper, its text area and its running text.
type sheetForm struct {
	w, h          float64
	left, top     float64
	width, height float64 // of the text area
	lead          float64 // from baseline to baseline
	body          style
	title         float64 // points
	table         float64 // points
	dash          bool    // 「— 1 —」 rather than 「第 1 页 共 2 页」
}

// official is the page of GB/T 9704-2012: 22 lines of 28 characters.
func official() sheetForm {
	const size, chars = 16.0, 28.0
	return sheetForm{
		w: a4w, h: a4h, left: 28, top: 37, width: 156, height: 225, lead: 225.0 / 22,
		body: style{face: song, pt: size, track: 156/chars - size*mmPerPt}, title: 22, table: 10.5, dash: true,
	}
}

// wall is the posting page for old eyes: nothing that matters is below 18 points.
func wall() sheetForm {
	return sheetForm{
		w: a4w, h: a4h, left: 23, top: 28, width: 164, height: 240, lead: 11.2,
		body: style{face: song, pt: 18}, title: 26, table: 18,
	}
}

// letter is a page for one person, to be read at home, with a body of pt points.
func letter(pt float64) sheetForm {
	f := official()
	f.top, f.height, f.dash = 24, 252, false
	f.body = style{face: song, pt: pt}
	f.lead = f.body.em() * 1.62
	return f
}

// flow fills pages of one form from top to bottom.
type flow struct {
	*press
	sheetForm
	pages []*page
	y     float64 // top of the next block
}

func (p *press) flow(f sheetForm) *flow {
	fl := &flow{press: p, sheetForm: f}
	fl.turn()
	return fl
}

// turn starts a new page.
func (f *flow) turn() {
	f.pages = append(f.pages, &page{w: f.w, h: f.h})
	f.y = f.top
}

func (f *flow) put(inks ...ink) { f.pages[len(f.pages)-1].add(inks...) }
func (f *flow) room() float64   { return f.top + f.height - f.y }
func (f *flow) right() float64  { return f.left + f.width }

// need starts a new page unless h mm are left on this one.
func (f *flow) need(h float64) {
	if h > f.room()+0.01 && f.y > f.top {
		f.turn()
	}
}

// gap leaves white; at the top of a page it leaves none.
func (f *flow) gap(h float64) {
	if f.y > f.top {
		f.y += h
	}
}

// base is the baseline of a line of height lead whose top is at y.
func base(y, lead float64, st style) float64 { return y + lead/2 + 0.36*st.em() }

// column is how a text is set in a given width.
type column struct {
	style  style
	lead   float64
	x      float64
	width  float64
	indent float64 // of the first line
	ragged bool    // not justified, nothing hangs
}

// body is running text with the first line indented by two characters.
func (f *flow) column() column {
	return column{style: f.body, lead: f.lead, x: f.left, width: f.width, indent: 2 * (f.body.em() + f.body.track)}
}

// paras sets running text; a line end in the text begins a new paragraph.
func (f *flow) paras(texts ...string) {
	for _, t := range texts {
		for _, s := range paragraphs(t) {
			f.text(f.column(), s)
		}
	}
}

// flat sets one paragraph without indent.
func (f *flow) flat(text string) {
	c := f.column()
	c.indent = 0
	f.text(c, text)
}

func paragraphs(s string) (out []string) {
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\u2029' }) {
		if strings.TrimSpace(p) != "" {
			out = append(out, p)
		}
	}
	return out
}

// text sets one paragraph and never leaves one line of it alone on a page.
func (f *flow) text(c column, s string) {
	g := f.galley(c.style, s)
	g.hang = !c.ragged
	spans := g.wrap(c.width-c.indent, c.width)
	if em := c.style.em(); c.ragged && len(spans) == 2 && spans[1].width < 2.5*em { // a heading's last character is not left alone
		spans = g.wrap(c.width-c.indent-3*em, c.width)
	}
	for i := 0; i < len(spans); {
		n := min(int((f.room()+0.01)/c.lead), len(spans)-i)
		if rest := len(spans) - i - n; n > 2 && rest == 1 {
			n--
		} else if n == 1 && rest > 0 && i == 0 && f.y > f.top {
			n = 0
		}
		if n <= 0 && f.y > f.top {
			f.turn()
			continue
		}
		for range max(n, 1) {
			f.put(c.set(g, spans[i], i == 0, f.y))
			f.y += c.lead
			i++
		}
	}
}

// set places one line of the column whose top is at y.
func (c column) set(g *galley, s span, first bool, y float64) words {
	x, avail := c.x, c.width
	if first {
		x, avail = x+c.indent, avail-c.indent
	}
	spare := 0.0
	if !c.ragged && !s.last {
		spare = avail - s.width
	}
	return place(c.style, g, s, x, base(y, c.lead, c.style), spare)
}

// depth is how high a text stands in the column.
func (f *flow) depth(c column, s string) float64 {
	return float64(len(f.galley(c.style, s).wrap(c.width-c.indent, c.width))) * c.lead
}

// finish numbers the pages and returns them.
func (f *flow) finish() []*page {
	f.numberPages(f.pages)
	return f.pages
}

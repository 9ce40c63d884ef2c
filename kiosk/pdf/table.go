package pdf

// This file sets tables: the head is repeated on every page, a row is never
// cut unless it is taller than a page, figures stand right.

// align is where the text of a cell stands.
type align int

const (
	leftward align = iota
	middle
	rightward
)

// col is a column; its width is a share of the table's.
type col struct {
	head  string
	share float64
	align align
}

// row is one line of a table. A note stands below the cells, across the table,
// and stays with them. A bar is a thick line drawn above the row, with words on it.
type row struct {
	cells []string
	note  string
	bar   string
	bold  bool
	tall  float64 // least height, for rows that are filled by hand
}

// table is set across the text area.
type table struct {
	cols  []col
	rows  []row
	pt    float64
	plain bool // no head
	// strong sets the first paragraph of each cell in bold, for cells that hold several.
	strong bool
}

// brief is a text short enough to be broken by sense, in characters.
const brief = 60

const (
	padX, padY = 1.4, 1.1
	thin, bold = 0.2, 0.5
)

func (f *flow) table(t table) {
	widths := t.widths(f.width)
	head := f.measureRow(t.headRow(), t, widths)
	if !t.plain {
		first := 0.0
		if len(t.rows) > 0 {
			first = f.measureRow(t.rows[0], t, widths).height
		}
		f.need(head.height + min(first, f.sheetForm.height-head.height))
		f.drawHead(head, widths)
	}
	for _, r := range t.rows {
		m := f.measureRow(r, t, widths)
		if m.height > f.room() && f.y > f.top {
			f.turn()
			if !t.plain {
				f.drawHead(head, widths)
			}
		}
		f.drawRow(m, widths)
	}
}

func (t table) widths(total float64) []float64 {
	sum := 0.0
	for _, c := range t.cols {
		sum += c.share
	}
	out := make([]float64, len(t.cols))
	for i, c := range t.cols {
		out[i] = total * c.share / sum
	}
	return out
}

func (t table) headRow() row {
	r := row{bold: true}
	for _, c := range t.cols {
		r.cells = append(r.cells, c.head)
	}
	return r
}

// cell is a measured text.
type cell struct {
	col   column
	align align
	text  []setLine
}

type setLine struct {
	st style
	g  *galley
	s  span
}

// measured is a row whose lines are broken.
type measured struct {
	row
	cells        []cell
	note         cell
	bar          cell
	height, main float64
}

func (f *flow) measureRow(r row, t table, widths []float64) measured {
	m := measured{row: r}
	st := style{face: hei, pt: t.pt, bold: r.bold}
	for i := range t.cols {
		text, a := "", t.cols[i].align
		if i < len(r.cells) {
			text = r.cells[i]
		}
		if r.bold {
			a = middle
		}
		c := f.cell(st, text, widths[i], a, t.strong)
		m.main = max(m.main, c.height())
		m.cells = append(m.cells, c)
	}
	m.main = max(m.main+2*padY, r.tall)
	m.height = m.main
	if r.note != "" {
		m.note = f.cell(style{face: song, pt: t.pt}, r.note, f.width-2, leftward, false)
		m.height += m.note.height() + 2*padY
	}
	if r.bar != "" {
		m.bar = f.cell(style{face: hei, pt: t.pt, bold: true}, r.bar, f.width, middle, false)
		m.height += m.bar.height() + 2*padY
	}
	return m
}

func (f *flow) cell(st style, text string, width float64, a align, strong bool) cell {
	c := cell{align: a, col: column{style: st, lead: st.em() * 1.4, width: width - 2*padX, ragged: true}}
	for i, s := range paragraphs(text) {
		own := st
		own.bold = st.bold || strong && i == 0
		g := f.galley(own, s)
		g.hang = false
		spans := g.wrap(c.col.width, c.col.width)
		switch {
		case a == middle:
			spans = g.even(c.col.width, own.em())
		case len(g.text) < brief:
			spans = g.phrases(c.col.width, own.em())
		}
		for _, sp := range spans {
			c.text = append(c.text, setLine{own, g, sp})
		}
	}
	return c
}

func (c cell) height() float64 { return float64(len(c.text)) * c.col.lead }

func (f *flow) drawHead(m measured, widths []float64) {
	f.put(box{x: f.left, y: f.y, w: f.width, h: m.height, fill: true, gray: 0.92})
	f.put(stroke{f.left, f.y, f.right(), f.y, bold, 0})
	f.drawRow(m, widths)
}

// drawRow draws a row, in pieces when it is taller than a page.
func (f *flow) drawRow(m measured, widths []float64) {
	if m.bar.text != nil {
		f.drawBar(m.bar)
	}
	for m.main > f.room()+0.01 && f.room() > 12 {
		m = f.drawPart(m, widths)
	}
	f.drawCells(m.cells, widths, m.main)
	if m.note.text != nil {
		f.drawNote(m.note)
	}
}

// drawPart draws what fits on this page, turns it and returns the rest.
func (f *flow) drawPart(m measured, widths []float64) measured {
	part := make([]cell, len(m.cells))
	avail := f.room() - 2*padY
	rest := 0.0
	for i, c := range m.cells {
		n := min(len(c.text), int(avail/c.col.lead))
		part[i] = c
		part[i].text = c.text[:n]
		m.cells[i].text = c.text[n:]
		rest = max(rest, m.cells[i].height())
	}
	f.drawCells(part, widths, f.room())
	f.turn()
	f.put(stroke{f.left, f.y, f.right(), f.y, thin, 0})
	m.main = rest + 2*padY
	return m
}

func (f *flow) drawCells(cells []cell, widths []float64, height float64) {
	x := f.left
	for i, c := range cells {
		f.put(stroke{x, f.y, x, f.y + height, thin, 0})
		y := f.y + (height-c.height())/2
		for _, l := range c.text {
			f.put(c.line(l, x, widths[i], y))
			y += c.col.lead
		}
		x += widths[i]
	}
	f.put(stroke{x, f.y, x, f.y + height, thin, 0})
	f.y += height
	f.put(stroke{f.left, f.y, f.right(), f.y, thin, 0})
}

func (c cell) line(l setLine, x, width, y float64) words {
	switch c.align {
	case middle:
		x += (width - l.s.width) / 2
	case rightward:
		x += width - padX - l.s.width
	default:
		return l.flush(x+padX, base(y, c.col.lead, l.st))
	}
	return place(l.st, l.g, l.s, x, base(y, c.col.lead, l.st), 0)
}

// flush sets a line from x on; the white in front of an opening mark stands left of x, so that the eye sees one edge.
func (l setLine) flush(x, y float64) words {
	if l.s.from < l.s.to && has(opening, l.g.text[l.s.from]) {
		x -= 0.45 * l.st.em()
	}
	return place(l.st, l.g, l.s, x, y, 0)
}

// drawNote sets the note line by line: it may run over the page's end when the row did.
func (f *flow) drawNote(c cell) {
	f.y += padY
	top := f.y - padY
	for _, l := range c.text {
		if c.col.lead > f.room() {
			f.sides(top)
			f.turn()
			top = f.y
		}
		f.put(c.line(l, f.left+1, f.width, f.y))
		f.y += c.col.lead
	}
	f.y += padY
	f.sides(top)
	f.put(stroke{f.left, f.y, f.right(), f.y, thin, 0})
}

func (f *flow) sides(top float64) {
	f.put(stroke{f.left, top, f.left, f.y, thin, 0}, stroke{f.right(), top, f.right(), f.y, thin, 0})
}

func (f *flow) drawBar(c cell) {
	top := f.y
	f.put(box{x: f.left, y: top, w: f.width, h: c.height() + 2*padY, fill: true, gray: 0.86})
	f.put(stroke{f.left, top, f.right(), top, 0.9, 0})
	f.y += padY
	for _, l := range c.text {
		f.put(c.line(l, f.left, f.width, f.y))
		f.y += c.col.lead
	}
	f.y += padY
	f.sides(top)
	f.put(stroke{f.left, f.y, f.right(), f.y, thin, 0})
}

// form sets label and value pairs as a table without a head; each row holds one or two pairs.
func (f *flow) form(pt float64, rows ...[]string) {
	for i, r := range rows {
		t := table{pt: pt, plain: true, rows: []row{{cells: r, tall: 9}}, cols: []col{{"", 16, middle}, {"", 84, leftward}}}
		if len(r) == 4 {
			t.cols = []col{{"", 16, middle}, {"", 34, leftward}, {"", 16, middle}, {"", 34, leftward}}
		}
		if i == 0 {
			f.need(9)
			f.put(stroke{f.left, f.y, f.right(), f.y, bold, 0})
		}
		f.table(t)
	}
}

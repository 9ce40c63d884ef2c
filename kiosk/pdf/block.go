package pdf

// This file is the blocks documents are built of besides paragraphs and tables.

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// titled sets the name of the document in the middle, in balanced lines.
func (f *flow) titled(text string) {
	st := style{face: song, pt: f.sheetForm.title, bold: true}
	lead := st.em() * 1.5
	for _, s := range f.balanced(st, text, f.width-0.5*st.em()) {
		f.need(lead)
		f.put(f.centred(st, f.left+f.width/2, base(f.y, lead, st), s))
		f.y += lead
	}
	f.gap(f.lead * 0.7)
}

// balanced breaks a heading into as few lines as fit in width, of about equal length.
func (p *press) balanced(st style, text string, width float64) []string {
	g := p.galley(st, text)
	g.hang = false
	var out []string
	for _, s := range g.even(width, st.em()) {
		out = append(out, strings.TrimRight(string(g.text[s.from:s.to]), " "))
	}
	return out
}

// levels are the four levels of headings of GB/T 9704: how each is numbered, and set.
var levels = [4]struct {
	number func(n int) string
	style  func(style) style
}{
	{func(n int) string { return numeral(n) + "、" }, func(s style) style { return s.in(hei) }},
	{func(n int) string { return "（" + numeral(n) + "）" }, style.heavy},
	{func(n int) string { return fmt.Sprintf("%d.", n) }, func(s style) style { return s }},
	{func(n int) string { return fmt.Sprintf("（%d）", n) }, func(s style) style { return s }},
}

// heading sets heading n of a level from 1 to 4 and keeps the next two lines with it.
func (f *flow) heading(level, n int, text string) {
	f.need(3 * f.lead)
	c := f.column()
	c.style = levels[level-1].style(c.style)
	c.ragged = true
	f.text(c, levels[level-1].number(n)+text)
}

// list sets texts one below the other behind their numbers, the lines of each at one edge.
func (f *flow) list(st style, lead float64, texts ...string) {
	indent := f.measure(st, fmt.Sprintf("%d.", len(texts))) + 0.5*st.em()
	for i, t := range texts {
		for j, s := range paragraphs(t) {
			f.need(lead)
			if j == 0 {
				f.put(f.line(st, f.left, base(f.y, lead, st), fmt.Sprintf("%d.", i+1)))
			}
			f.text(column{style: st, lead: lead, x: f.left + indent, width: f.width - indent, ragged: true}, s)
		}
	}
}

// numeral writes 1…99 in Chinese.
func numeral(n int) string {
	const digits = "一二三四五六七八九"
	d := func(i int) string { return string([]rune(digits)[i-1]) }
	switch {
	case n < 1 || n > 99:
		return fmt.Sprint(n)
	case n < 10:
		return d(n)
	}
	s := "十"
	if n >= 20 {
		s = d(n/10) + s
	}
	if n%10 > 0 {
		s += d(n % 10)
	}
	return s
}

// small sets a note in small sans type across the text area.
func (f *flow) small(text string, right bool) {
	st := style{face: hei, pt: max(9, f.sheetForm.table-1.5)}
	lead := st.em() * 1.55
	if right {
		f.need(lead)
		f.put(f.flushRight(st, f.right(), base(f.y, lead, st), text))
		f.y += lead
		return
	}
	f.text(column{style: st, lead: lead, x: f.left, width: f.width, ragged: true}, text)
}

// flushed sets a short text at the right edge, in several lines if it is not short.
func (f *flow) flushed(st style, lead float64, text string) {
	for _, l := range f.balanced(st, text, f.width) {
		f.need(lead)
		f.put(f.flushRight(st, f.right(), base(f.y, lead, st), l))
		f.y += lead
	}
}

// sealRoom is the height kept free for a seal of 42 mm over a name and a date.
const sealRoom = 44.0

// signable refuses names that have no room above a date.
func signable(names []string) error {
	if len(names) > 4 {
		return fmt.Errorf("%w: %d", ErrSigners, len(names))
	}
	for _, n := range names {
		if c := utf8.RuneCountInString(n); c > 40 {
			return fmt.Errorf("%w: %d", ErrSigners, c)
		}
	}
	return nil
}

// signed sets the names of the bodies that sign, room for their seals, and the date.
// One name stands above the date, four characters from the edge; more stand side by side.
func (f *flow) signed(names []string, date string) {
	st := f.body
	f.need(sealRoom * float64(max(1, (len(names)+1)/2)))
	em := st.em() + st.track
	dateX := f.right() - 4*em - f.measure(st, date)
	y := f.y + 1.6*f.lead
	switch len(names) {
	case 0:
	case 1:
		mid := dateX + f.measure(st, date)/2
		lines := f.balanced(st, names[0], f.width*0.6)
		for _, l := range lines {
			mid = min(mid, f.right()-f.measure(st, l)/2)
		}
		for _, l := range lines {
			f.put(f.centred(st, mid, base(y, f.lead, st), l))
			y += f.lead
		}
	default:
		y = f.signers(names, y)
	}
	f.put(f.line(st, dateX, base(y, f.lead, st), date))
	f.y = max(f.y+sealRoom, y+f.lead)
}

// signers sets the names two by two, each in the middle of its half.
func (f *flow) signers(names []string, y float64) float64 {
	half, deepest := f.width/2, 0.0
	for i, name := range names {
		if i > 0 && i%2 == 0 {
			y, deepest = y+sealRoom, 0
			f.y += sealRoom
		}
		lines := f.balanced(f.body, name, half-6)
		for j, l := range lines {
			f.put(f.centred(f.body, f.left+half*(float64(i%2)+0.5), base(y+float64(j)*f.lead*0.8, f.lead, f.body), l))
		}
		deepest = max(deepest, float64(len(lines)-1)*f.lead*0.8+f.lead)
	}
	return y + deepest
}

// coded sets a QR code of side mm with lines of text to its right.
func (f *flow) coded(url string, side float64, lines ...string) error {
	c, err := newCode(url, f.left, 0, side)
	if err != nil {
		return err
	}
	st := style{face: hei, pt: f.sheetForm.table}
	col := column{style: st, lead: st.em() * 1.5, x: f.left + c.side + 2*c.rim() + 2, ragged: true}
	col.width = f.right() - col.x
	h := 0.0
	for _, s := range lines {
		h += f.depth(col, s)
	}
	f.need(max(c.side+2*c.rim(), h))
	top := f.y
	c.x, c.y = f.left+c.rim(), top+c.rim()
	f.put(c)
	f.y += max(0, (c.side+2*c.rim()-h)/2)
	for _, s := range lines {
		f.text(col, s)
	}
	f.y = max(f.y, top+c.side+2*c.rim())
	return nil
}

// blanks sets 「label：＿＿＿＿」 fields side by side, to be filled by hand.
func (f *flow) blanks(st style, height float64, labels ...string) {
	f.need(height)
	cell := f.width / float64(len(labels))
	for i, l := range labels {
		x := f.left + cell*float64(i)
		y := f.y + height - 2.5
		f.put(f.line(st, x, y, l+"："))
		from := x + f.measure(st, l+"：") + 1
		f.put(stroke{from, y + 1.2, x + cell - 5, y + 1.2, 0.2, 0})
	}
	f.y += height
}

// numberPages writes the page number under each text area.
func (f *flow) numberPages(pages []*page) {
	for i, p := range pages {
		y := f.top + f.sheetForm.height + 7
		if !f.dash {
			st := style{face: hei, pt: max(9, f.sheetForm.table*0.7), gray: 0.25}
			p.add(f.centred(st, f.w/2, max(y, f.h-14), fmt.Sprintf("第 %d 页　共 %d 页", i+1, len(pages))))
			continue
		}
		st := style{face: song, pt: 14}
		s, em := fmt.Sprintf("— %d —", i+1), f.body.em()
		y += 0.8 * st.em()
		if i%2 == 0 {
			p.add(f.flushRight(st, f.right()-em, y, s))
		} else {
			p.add(f.line(st, f.left+em, y, s))
		}
	}
}

package pdf

// This file prints the slips (提议单) by which proposers follow their proposals: several on a page, to be cut apart.

import (
	"fmt"
	"io"
	"time"
)

// Slips are the slips of several proposals, in the order in which they are handed out.
type Slips struct {
	Round   string // community and programme
	Slips   []Slip
	Contact Contact // whom the proposer may call
	Date    time.Time
}

// Slip goes to one proposer. It names nobody else.
type Slip struct {
	Number string // public number of the proposal, as in T-017
	Title  string
	Place  string
	Name   string // of the proposer; empty: not known any more
	Code   string // by which the proposal is found
	URL    string // where the proposal stands; printed as a QR code; empty prints none
}

// Print writes the slips, five on a page. It refuses none at all, a missing date, and an address that is too long.
func (s Slips) Print(w io.Writer) ([]Missing, error) {
	return job("提议单", w, s.Round+"提议单", s.Date, s.pages)
}

func (s Slips) pages(p *press) ([]*page, error) {
	switch {
	case len(s.Slips) == 0:
		return nil, fmt.Errorf("%w: 提议单", ErrEmpty)
	case s.Date.IsZero():
		return nil, fmt.Errorf("%w: 提议单", ErrDate)
	}
	f := p.flow(letter(12))
	high := f.height / slipsEach
	for i, x := range s.Slips {
		p.name = "提议单 " + x.Number
		if i%slipsEach == 0 && i > 0 {
			f.turn()
		}
		top := f.top + float64(i%slipsEach)*high
		if err := s.set(f, x, top); err != nil {
			return nil, fmt.Errorf("提议单 / slip %s: %w", x.Number, err)
		}
		if i%slipsEach < slipsEach-1 && i < len(s.Slips)-1 {
			f.put(stroke{f.left, top + high - 2, f.right(), top + high - 2, 0.25, 1.5})
		}
	}
	return f.finish(), nil
}

// Five slips stand on a page; the code of each is at least 30 mm wide.
const (
	slipsEach = 5
	slipCode  = 30.0
)

// set sets a slip: the code at the left, beside it what was handed in and how to follow it.
func (s Slips) set(f *flow, x Slip, top float64) error {
	left := f.left
	if x.URL != "" {
		c, err := newCode(x.URL, f.left, top, slipCode)
		if err != nil {
			return err
		}
		c.x, c.y = c.x+c.rim(), c.y+c.rim()
		f.put(c)
		left = c.x + c.side + c.rim() + 4
	}
	f.y = top
	line := func(st style, text string, most int) {
		col := column{style: st, lead: st.em() * 1.4, x: left, width: f.right() - left, ragged: true}
		for _, l := range f.cut(col, text, most) {
			f.put(f.line(st, left, base(f.y, col.lead, st), l))
			f.y += col.lead
		}
	}
	small, text, strong := style{face: hei, pt: 10.5}, style{face: song, pt: 12}, style{face: hei, pt: 13, bold: true}
	line(small, s.Round+"　提议单　"+FullDate(s.Date), 1)
	line(strong, x.Number+"　"+x.Title, 2)
	line(text, "地点："+x.Place, 1)
	if x.Name != "" {
		line(text, "提议人："+x.Name, 1)
	}
	line(strong, "提议码："+x.Code, 1)
	if x.URL != "" {
		line(small, "扫码，或在网页上输入提议码，随时可以查看进展。", 1)
	} else {
		line(small, "在网页上输入提议码，随时可以查看进展。", 1)
	}
	if who := s.Contact.String(); who != "" {
		line(small, "咨询："+who, 1)
	}
	return nil
}

// cut breaks a text into lines of a column, and ends it with … after the most there is room for.
func (f *flow) cut(c column, text string, most int) []string {
	whole := []rune(text)
	for r := whole[:min(len(whole), brief*most)]; ; r = r[:len(r)-2] {
		short := string(r)
		if len(r) < len(whole) {
			short += "…"
		}
		if lines := f.balanced(c.style, short, c.width); len(lines) <= most || len(r) < 4 {
			return lines
		}
	}
}

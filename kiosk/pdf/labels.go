package pdf

// This file is pages of labels, to be cut or peeled: for stations, kiosks and bundles of ballots.

import (
	"cmp"
	"fmt"
	"io"
	"time"
)

// Labels are printed on A4, Across × Down a page; zero is two by four.
type Labels struct {
	Title        string // of the file; not printed
	Across, Down int
	Labels       []Label
	Date         time.Time
}

// Label is one of them.
type Label struct {
	Head  string   // large
	Lines []string // below it
	Blank []string // to be filled by hand, as 清点人
	URL   string   // as a QR code; empty prints none
	Code  float64  // mm, side of the code; 0 is 25
}

// Print writes the labels. It refuses none at all, more than 5 by 12 on a page, and a text that its label has no room
// for in letters of 8 points.
func (l Labels) Print(w io.Writer) ([]Missing, error) {
	return job("标签", w, l.Title, l.Date, l.pages)
}

func (l Labels) pages(p *press) (pages []*page, err error) {
	if len(l.Labels) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrEmpty, l.Title)
	}
	if l.Date.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrDate, l.Title)
	}
	if l.Across == 0 && l.Down == 0 {
		l.Across, l.Down = 2, 4
	}
	if l.Across < 1 || l.Across > 5 || l.Down < 1 || l.Down > 12 {
		return nil, fmt.Errorf("%w: %d × %d", ErrLabel, l.Across, l.Down)
	}
	for i, one := range l.Labels {
		at := i % (l.Across * l.Down)
		if at == 0 {
			pages = append(pages, l.sheet())
		}
		t := l.place(p, pages[len(pages)-1], at)
		if err := t.set(one); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// sheet is an empty page with the lines along which it is cut.
func (l Labels) sheet() *page {
	pg := &page{w: a4w, h: a4h}
	for i := 1; i < l.Across; i++ {
		x := a4w * float64(i) / float64(l.Across)
		pg.add(stroke{x, 0, x, a4h, 0.1, 1})
	}
	for i := 1; i < l.Down; i++ {
		y := a4h * float64(i) / float64(l.Down)
		pg.add(stroke{0, y, a4w, y, 0.1, 1})
	}
	return pg
}

// ticket is one label's room on a page.
type ticket struct {
	*press
	*page
	x, y, width, height float64
}

// place is the room of a label, away from the cuts and from where printers do not reach.
func (l Labels) place(p *press, pg *page, at int) ticket {
	const margin = 6.0
	w, h := a4w/float64(l.Across), a4h/float64(l.Down)
	return ticket{p, pg, w*float64(at%l.Across) + margin, h*float64(at/l.Across) + margin, w - 2*margin, h - 2*margin}
}

// set sets a label in the largest letters it has room for.
func (t ticket) set(l Label) error {
	width := t.width
	if l.URL != "" {
		c, err := newCode(l.URL, 0, 0, min(cmp.Or(l.Code, 25), 0.45*t.width))
		if err != nil {
			return err
		}
		if c.side+2*c.rim() > min(t.height, 0.6*t.width) {
			return fmt.Errorf("%w: %s", ErrLabel, l.Head)
		}
		c.x, c.y = t.x+t.width-c.side-c.rim(), t.y+c.rim()
		t.add(c)
		width -= c.side + 2*c.rim() + 2
	}
	for pt := 16.0; pt >= 8; pt-- {
		if t.lay(l, pt, width, false) <= t.height && width > 6*pt*mmPerPt {
			t.lay(l, pt, width, true)
			return nil
		}
	}
	return fmt.Errorf("%w: %.40s", ErrLabel, l.Head)
}

// lay sets the texts, or only measures them, and returns their height.
func (t ticket) lay(l Label, pt, width float64, draw bool) float64 {
	y := t.y
	line := func(st style, text string, fill bool) {
		g := t.galley(st, text)
		g.hang = false
		for _, s := range g.phrases(width, st.em()) {
			if draw {
				t.add(place(st, g, s, t.x, base(y, st.em()*1.4, st), 0))
			}
			y += st.em() * 1.4
			if end := t.x + s.width + 1; draw && fill && s.last {
				t.add(stroke{end, y - st.em()*0.2, t.x + width, y - st.em()*0.2, thin, 0})
			}
		}
	}
	line(style{face: hei, pt: pt * 1.4, bold: true}, l.Head, false)
	for _, s := range l.Lines {
		line(style{face: hei, pt: pt}, s, false)
	}
	for _, s := range l.Blank {
		y += pt * mmPerPt * 0.6
		line(style{face: hei, pt: pt}, s+"：", true)
	}
	return y - t.y
}

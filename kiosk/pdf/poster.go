package pdf

// This file is the poster (海报) that calls for proposals: what to do, until when, and the code of the form, in letters that
// old eyes read from two metres.

import (
	"fmt"
	"io"
	"math"
	"time"
)

// Poster calls for proposals.
type Poster struct {
	Round   string // community and programme
	Title   string // the question, as 您想在小区里改什么、添什么？
	From    time.Time
	To      time.Time // days between which proposals are taken; zero: not said
	Ways    []string  // how to take part, a sentence or two each
	Notes   []string  // who may propose, the cap; a sentence each
	URL     string    // of the form, as a QR code; empty prints none
	Contact Contact
	Large   bool // A3 rather than A4
	Date    time.Time
}

// Letters of an A4 poster in points; an A3 one is √2 times as large.
const (
	posterBody  = 22.0
	posterLeast = 18.0 // below which nothing that matters is set
	posterCode  = 60.0 // mm, side of the QR code
)

// Print writes one page. It refuses a poster without a title or ways ([ErrEmpty]), a missing date, an address that is too
// long, and texts that do not fit on the page in letters of 18 points ([ErrFit]).
func (b Poster) Print(w io.Writer) ([]Missing, error) {
	return job("征集海报", w, b.Round+"征集海报", b.Date, b.pages)
}

func (b Poster) pages(p *press) ([]*page, error) {
	switch {
	case b.Title == "" || len(b.Ways) == 0:
		return nil, fmt.Errorf("%w: 征集海报", ErrEmpty)
	case b.Date.IsZero():
		return nil, fmt.Errorf("%w: 征集海报", ErrDate)
	case !b.To.IsZero() && b.To.Before(b.From):
		return nil, fmt.Errorf("%w: 征集海报", ErrPeriod)
	}
	for pt := posterBody; pt >= posterLeast; pt-- {
		f := p.flow(b.form(pt))
		if err := b.set(f); err != nil {
			return nil, err
		}
		if len(f.pages) == 1 {
			return f.pages, nil
		}
	}
	return nil, fmt.Errorf("%w: 征集海报", ErrFit)
}

// scale is how much larger than A4 the paper is.
func (b Poster) scale() float64 {
	if b.Large {
		return math.Sqrt2
	}
	return 1
}

func (b Poster) form(pt float64) sheetForm {
	k := b.scale()
	f := sheetForm{w: a4w * k, h: a4h * k, left: 18 * k, top: 16 * k, width: 174 * k, height: 264 * k, title: 32 * k, table: 18 * k, body: style{face: hei, pt: pt * k}}
	f.lead = f.body.em() * 1.36
	return f
}

func (b Poster) set(f *flow) error {
	k := b.scale()
	f.middle(f.body.heavy(), b.Round)
	f.gap(3 * k)
	f.titled(b.Title)
	if err := b.code(f); err != nil {
		return err
	}
	f.put(box{f.left, f.y, f.width, 1.2 * k, 0, true, 0})
	f.y += 5 * k
	for _, line := range b.when() {
		f.middle(f.body.heavy().size(26*k), line)
	}
	f.gap(3 * k)
	f.list(f.body, f.lead, b.Ways...)
	f.gap(3 * k)
	for _, note := range b.Notes {
		f.text(column{style: f.body, lead: f.lead, x: f.left, width: f.width, ragged: true}, note)
	}
	f.gap(4 * k)
	if who := b.Contact.String(); who != "" {
		f.middle(f.body.heavy(), "咨询："+who)
	}
	return nil
}

// when is the dates, a line each.
func (b Poster) when() []string {
	switch {
	case b.From.IsZero() && b.To.IsZero():
		return nil
	case b.From.IsZero():
		return []string{"征集到" + FullDate(b.To) + "为止"}
	case b.To.IsZero():
		return []string{FullDate(b.From) + "开始征集"}
	}
	return []string{"征集时间：" + FullDate(b.From), "至" + FullDate(b.To)}
}

// code sets the form's code in the middle, with what to do below it.
func (b Poster) code(f *flow) error {
	if b.URL == "" {
		return nil
	}
	k := b.scale()
	c, err := newCode(b.URL, 0, f.y, posterCode*k)
	if err != nil {
		return err
	}
	c.x, c.y = f.left+(f.width-c.side)/2, f.y+c.rim()
	f.put(c)
	f.y += c.side + 2*c.rim()
	f.middle(f.body.heavy(), "微信扫一扫，就能提")
	f.middle(style{face: hei, pt: posterLeast * k}, b.URL)
	f.gap(4 * k)
	return nil
}

// middle sets a text in the middle, in lines of about equal length.
func (f *flow) middle(st style, text string) {
	lead := st.em() * 1.36
	for _, s := range f.balanced(st, text, f.width) {
		f.need(lead)
		f.put(f.centred(st, f.left+f.width/2, base(f.y, lead, st), s))
		f.y += lead
	}
}

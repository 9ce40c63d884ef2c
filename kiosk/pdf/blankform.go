package pdf

// This file is the blank proposal form (提议表) for those who write by hand: the fields of the screen with room to write,
// and on the back what the money is not for.

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// BlankForm is a form to fill in by hand.
type BlankForm struct {
	Round   string // community and programme
	When    string // until when and where it is handed in, a sentence or two
	Fields  []Blank
	Consent string   // to tick
	Privacy string   // a sentence
	List    string   // what Grounds are, a sentence
	Grounds []string // of the list, verbatim
	URL     string   // of the form on a screen, as a QR code; empty prints none
	Contact Contact
	Date    time.Time
}

// Blank is a field: something to write, or to tick.
type Blank struct {
	Label   string
	Help    string
	Options []string // to tick one; none: to write
	Lines   int      // room to write, in lines of 8 mm; 0 is one
	Must    bool
}

// writeLine is a line to write on by hand, in mm; labelled is the width of the labels.
const (
	writeLine = 8.0
	labelled  = 36.0
)

// Print writes the front and the back. It refuses a form without fields ([ErrEmpty]), a missing date, and an address that is
// too long.
func (b BlankForm) Print(w io.Writer) ([]Missing, error) {
	return job("提议表", w, b.Round+"提议表", b.Date, b.pages)
}

func (b BlankForm) pages(p *press) ([]*page, error) {
	switch {
	case len(b.Fields) == 0:
		return nil, fmt.Errorf("%w: 提议表", ErrEmpty)
	case b.Date.IsZero():
		return nil, fmt.Errorf("%w: 提议表", ErrDate)
	}
	f, err := b.front(p)
	if err != nil {
		return nil, err
	}
	if len(b.Grounds) > 0 {
		f.turn()
		b.back(f)
	}
	return f.finish(), nil
}

// leastRoom is how many lines the largest field keeps.
const leastRoom = 3

// front sets the form on one side; when that is too full, the largest field has less room.
func (b BlankForm) front(p *press) (*flow, error) {
	b.Fields = slices.Clone(b.Fields)
	for {
		f, err := b.side(p)
		if err != nil || len(f.pages) == 1 {
			return f, err
		}
		i := 0
		for j, x := range b.Fields {
			if x.Lines > b.Fields[i].Lines {
				i = j
			}
		}
		if b.Fields[i].Lines <= leastRoom {
			return f, nil
		}
		b.Fields[i].Lines = min(b.Fields[i].Lines, 30) - 1
	}
}

// side sets the form once.
func (b BlankForm) side(p *press) (*flow, error) {
	f := p.flow(sheetForm{w: a4w, h: a4h, left: 18, top: 12, width: 174, height: 268, lead: 7.4, body: style{face: hei, pt: 14}, title: 22, table: 12})
	if err := b.head(f); err != nil {
		return nil, err
	}
	for _, x := range b.Fields {
		b.field(f, x)
	}
	b.foot(f)
	return f, nil
}

// head sets the title with the code beside it.
func (b BlankForm) head(f *flow) error {
	col := column{style: f.body, lead: f.lead, x: f.left, width: f.width, ragged: true}
	bottom := f.y
	if b.URL != "" {
		c, err := newCode(b.URL, 0, f.y, 26)
		if err != nil {
			return err
		}
		c.x, c.y = f.right()-c.side, f.y+2
		f.put(c, f.centred(style{face: hei, pt: 10.5}, c.x+c.side/2, c.y+c.side+5.5, "也可以扫码填写"))
		bottom = c.y + c.side + 8
		col.width -= c.side + c.rim() + 4
	}
	title := col
	title.style = f.body.size(22).heavy()
	title.lead = title.style.em() * 1.35
	f.text(col, b.Round)
	f.text(title, "提　议　表")
	f.text(col, b.When)
	f.text(column{style: style{face: hei, pt: 10.5}, lead: 5.5, x: col.x, width: col.width, ragged: true}, "带 * 的都要填。字写得下就好，写不下可以附纸。")
	f.y = max(f.y, bottom) + 2
	return nil
}

// field sets a row: what is asked, and room for it.
func (b BlankForm) field(f *flow, x Blank) {
	label := column{style: f.body.heavy(), lead: f.lead, x: f.left + 2, width: labelled - 4, ragged: true}
	room := column{style: f.body, lead: f.lead, x: f.left + labelled + 2, width: f.width - labelled - 4, ragged: true}
	help := room
	help.style = style{face: hei, pt: 10.5, gray: 0.25}
	help.lead = help.style.em() * 1.4
	name := x.Label
	if x.Must {
		name += " *"
	}
	high := 1 + f.ticks(room, x.Options, 0, false)
	if x.Help != "" {
		high += f.depth(help, x.Help)
	}
	if len(x.Options) == 0 {
		high += writeLine * float64(max(1, x.Lines))
	}
	high = max(high+1, f.depth(label, name)+2)
	f.need(high)
	top := f.y
	f.put(box{f.left, top, labelled, high, thin, false, 0}, box{f.left + labelled, top, f.width - labelled, high, thin, false, 0})
	f.y = top + 1
	f.text(label, name)
	f.y = top + 1
	if x.Help != "" {
		f.text(help, x.Help)
	}
	f.ticks(room, x.Options, f.y, true)
	f.y = top + high
}

// ticks sets boxes to tick with their words, as many on a line as there is room for, from y; or only measures them. It
// returns their height.
func (f *flow) ticks(c column, options []string, y float64, draw bool) float64 {
	const side = 5.0
	from, x := y, c.x
	for i, o := range options {
		o = strings.Join(f.cut(column{style: c.style, width: c.width - side - 2}, o, 1), "")
		w := side + 2 + f.measure(c.style, o) + 7
		if i > 0 && x+w-7 > c.x+c.width {
			x, y = c.x, y+c.lead+1.5
		}
		if draw {
			f.put(box{x, y + (c.lead-side)/2 + 0.3, side, side, 0.4, false, 0}, f.line(c.style, x+side+2, base(y, c.lead, c.style), o))
		}
		x += w
	}
	if len(options) == 0 {
		return 0
	}
	return y + c.lead - from
}

// foot sets the consent, and what whoever takes the form writes down.
func (b BlankForm) foot(f *flow) {
	col := column{style: f.body, lead: f.lead, x: f.left, width: f.width, ragged: true}
	f.gap(2)
	if b.Consent != "" {
		f.need(f.lead)
		f.y += f.ticks(col, []string{b.Consent}, f.y, true)
	}
	if b.Privacy != "" {
		f.small(b.Privacy, false)
	}
	f.gap(2)
	f.blanks(f.body, 11, "交表日期", "提议人签字")
	f.put(stroke{f.left, f.y + 2, f.right(), f.y + 2, 0.25, 1.5})
	f.y += 4
	f.small("以下由工作人员填写。录入时写上交表日期，把提议单交给提议人。", false)
	f.blanks(f.body, 11, "收表人", "提议编号", "录入日期")
}

// back sets the list, and whom to ask.
func (b BlankForm) back(f *flow) {
	f.titled("填表之前请看一看")
	f.flat(b.List)
	f.gap(3)
	f.list(f.body, f.lead*1.15, b.Grounds...)
	f.gap(5)
	f.flat("您的提议一件都不会丢：每一件都有编号和提议单，凭提议码随时查看走到哪一步。没有列入的，会告诉您真实原因。")
	if who := b.Contact.String(); who != "" {
		f.gap(3)
		f.flat("咨询：" + who)
	}
}

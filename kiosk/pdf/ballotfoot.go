package pdf

// This file is the foot of a ballot below the fold: the code, the serial, and whom to ask.

import "fmt"

// tail sets the fold line and what stands beside the code.
func (b Ballots) tail(s *side) {
	y := s.h - footMM
	st := style{face: hei, pt: 11}
	words := pick(s.sides == folded, "合上，", "") + "沿此线向上折，盖住二维码和编号，再投入票箱"
	half := s.measure(st, words)/2 + 3
	s.add(stroke{edge, y, s.w/2 - half, y, 0.3, 1.6}, stroke{s.w/2 + half, y, s.w - edge, y, 0.3, 1.6},
		s.centred(st, s.w/2, y+0.36*st.em(), words))
	x := s.codeX() + codeMM + 8
	col := column{style: style{face: hei, pt: 10.5}, lead: 5.2, x: x, width: s.w - edge - square - 4 - x, ragged: true}
	texts := []string{b.Station, b.Organiser, b.Contact.String(), "二维码只防重复投票，不含您的姓名。"}
	for col.style.pt > 8 && s.height(col, texts) > besideMM {
		col.style.pt -= 0.5
		col.lead = col.style.em() * 1.3
	}
	s.tight = s.height(col, texts) > besideMM
	y += 18
	for _, t := range texts {
		y = s.block(col, t, y)
	}
}

// besideMM is the room for the texts beside the code, above the line with the code in letters.
const besideMM = 17.5

// height is how much room blocks of these texts take.
func (s *side) height(c column, texts []string) (h float64) {
	for _, t := range texts {
		h += float64(len(s.galley(c.style, t).wrap(c.width, c.width))) * c.lead
	}
	return h
}

// block sets a text and returns its lower edge.
func (s *side) block(c column, text string, y float64) float64 {
	g := s.galley(c.style, text)
	for i, sp := range g.wrap(c.width, c.width) {
		s.add(c.set(g, sp, i == 0, y))
		y += c.lead
	}
	return y
}

func (s *side) codeX() float64 { return edge + square + 4.5 }

// overprint is what one sheet adds to its sides: code and serial.
func (b Ballots) overprint(p *press, s Sheet, sides int) ([]*page, error) {
	out := make([]*page, sides)
	for i := range out {
		pg := &page{w: a5w, h: a5h}
		if b.Size == A4 {
			pg.w, pg.h = a4w, a4h
		}
		out[i] = pg
		st := style{face: hei, pt: 9}
		if i > 0 {
			pg.add(p.line(st, pg.w/2+3, pg.h-edge-1.5, "编号 "+s.Serial))
		}
	}
	front := &side{press: p, page: out[0]}
	x, y := front.codeX(), front.h-footMM+6
	serial, small := style{face: hei, pt: 19, bold: true}, style{face: hei, pt: 9.5}
	if x+codeMM+8+p.measure(serial, s.Serial) > front.w-inset || p.measure(small, "选票码 "+s.Code) > front.w-2*(edge+square) {
		return nil, fmt.Errorf("%w: %q", ErrSheet, s.Serial)
	}
	front.add(p.line(style{face: hei, pt: 9.5}, x+codeMM+8, y+2.2, pick(b.Kind == TestDeck, "测试票 编号", "选票编号")),
		p.line(serial, x+codeMM+8, y+10.5, s.Serial))
	if b.Kind == Sample {
		front.add(box{x: x, y: y, w: codeMM, h: codeMM, width: 0.4},
			p.centred(serial.size(15), x+codeMM/2, y+12, "样票"),
			p.centred(style{face: hei, pt: 10}, x+codeMM/2, y+19, "不能投票"))
		return out, nil
	}
	c, err := newCode(s.URL, x, y, codeMM)
	if err != nil {
		return nil, err
	}
	if c.side > codeMM { // it would run into the corner square
		return nil, fmt.Errorf("%w: %d bytes", ErrCode, len(s.URL))
	}
	front.add(c)
	if s.Code != "" {
		front.add(p.centred(small, front.w/2, front.h-edge-0.5, "选票码 "+s.Code))
	}
	return out, nil
}

func pick[T any](cond bool, yes, no T) T {
	if cond {
		return yes
	}
	return no
}

package pdf

// This file draws the sides of a ballot paper. Four squares in the corners let
// a scanner find the sheet; the foot with the QR code is folded to the back.

const (
	square  = 5.5 // corner squares, side and distance from the edges in mm
	edge    = 7.0
	codeMM  = 27.0
	inset   = 15.0 // of the text from the edges
	footMM  = 46.0 // height of the foot below the fold
	maxRow  = 1.9  // how far a row may be stretched to fill the side
	rowRoom = 0.9  // least white above and below a row's text
)

// ballotForm is a way to fit the projects: columns, type sizes and sides.
type ballotForm struct {
	cols, sides int
	name, place float64 // points
}

// forms of each paper, the most readable first.
var ballotForms = map[Size][]ballotForm{
	A5: {{1, 1, 16, 11}, {1, 1, 14, 10}, {1, 1, 12, 9}, {2, 1, 12, 9}, {1, 2, 14, 10}, {1, 2, 12, 9}, {2, 2, 12, 9}},
	A4: {{1, 1, 20, 13}, {1, 1, 17, 12}, {1, 1, 14, 10.5}, {2, 1, 16, 11}, {2, 1, 14, 10}, {1, 2, 17, 12}, {1, 2, 14, 10.5}, {2, 2, 14, 10}},
}

// sides lays out the static part: one page, or two when it must.
func (b Ballots) sides(p *press) ([]*page, error) {
	for _, form := range ballotForms[b.Size] {
		pages := make([]*page, 0, form.sides)
		left := b.Projects
		for side := range form.sides {
			s := b.side(p, form, side)
			n := s.fill(left)
			if left = left[n:]; n > 0 {
				pages = append(pages, s.page)
			}
		}
		if len(left) == 0 {
			return pages, nil
		}
	}
	return nil, ErrFit
}

// side is one side of the paper while it is drawn.
type side struct {
	*press
	*page
	ballotForm
	top, foot float64 // of the area for the projects
}

func (b Ballots) side(p *press, form ballotForm, n int) *side {
	pg := &page{w: a5w, h: a5h}
	if b.Size == A4 {
		pg.w, pg.h = a4w, a4h
	}
	s := &side{press: p, page: pg, ballotForm: form}
	if b.Kind != Live {
		word := map[Kind]string{Sample: "样票", TestDeck: "测试票"}[b.Kind]
		s.add(stamp{style{face: hei, pt: pg.w * 0.62, bold: true, gray: 0.9}, word, pg.w / 2, pg.h * 0.48, 38})
	}
	for _, x := range []float64{edge, pg.w - edge - square} {
		for _, y := range []float64{edge, pg.h - edge - square} {
			s.add(box{x: x, y: y, w: square, h: square, fill: true})
		}
	}
	if n == 0 {
		b.head(s)
		b.tail(s)
	} else {
		b.backHead(s)
	}
	return s
}

// head sets the title, the rule and how to mark.
func (b Ballots) head(s *side) {
	big := s.w > a5w
	st := style{face: hei, pt: pick(big, 21.0, 15.0), bold: true}
	y := pick(big, 14.0, 11.0)
	for _, l := range s.balanced(st, b.Title, s.w-2*(edge+square+3)) {
		s.add(s.centred(st, s.w/2, base(y, st.em()*1.35, st), l))
		y += st.em() * 1.35
	}
	y += 2.5
	top := y
	rule := style{face: hei, pt: pick(big, 16.0, 12.5), bold: true}
	y += 2
	for _, l := range s.balanced(rule, b.Rule, s.w-2*inset-4) {
		s.add(s.centred(rule, s.w/2, base(y, rule.em()*1.4, rule), l))
		y += rule.em() * 1.4
	}
	y = s.howTo(y+0.8, pick(big, 12.0, 10.0)) + 2
	s.add(box{x: inset - 3, y: top, w: s.w - 2*inset + 6, h: y - top, width: 0.5})
	s.top, s.foot = y+3.5, s.h-footMM-pick(s.ballotForm.sides > 1, 9.0, 4.5)
}

// howTo shows with two drawn circles how a choice is marked, and returns its lower edge.
func (s *side) howTo(y, pt float64) float64 {
	st := style{face: hei, pt: pt}
	const r, gap = 2.3, 1.6
	parts := []string{"选中的项目：把圆圈涂满", "或打勾", "。涂改请换票。"}
	total := 4*r + 4*gap
	for _, t := range parts {
		total += s.measure(st, t)
	}
	x, line := (s.w-total)/2, base(y, 6, st)
	for i, t := range parts {
		s.add(s.line(st, x, line, t))
		x += s.measure(st, t) + gap
		switch i {
		case 0:
			s.add(ring{x: x + r, y: y + 3, r: r, fill: true})
		case 1:
			s.add(ring{x: x + r, y: y + 3, r: r, width: 0.35}, tick{x + r, y + 3, 3})
		}
		if i < 2 {
			x += 2*r + gap
		}
	}
	return y + 6
}

func (b Ballots) backHead(s *side) {
	st := style{face: hei, pt: pick(s.w > a5w, 14.0, 11.5), bold: true}
	lines := s.balanced(st, b.Title+"（反面）", s.w-2*(edge+square+3))
	y := 9.0
	for _, l := range lines {
		s.add(s.centred(st, s.w/2, base(y, st.em()*1.35, st), l))
		y += st.em() * 1.35
	}
	rule := style{face: hei, pt: pick(s.w > a5w, 12.0, 10.0)}
	for _, l := range s.balanced(rule, b.Rule+"正反两面合计。", s.w-2*inset) {
		s.add(s.centred(rule, s.w/2, base(y, rule.em()*1.5, rule), l))
		y += rule.em() * 1.5
	}
	s.top, s.foot = y+3, s.h-edge-square-8
}

// tail sets the fold line and what stands beside the code.
func (b Ballots) tail(s *side) {
	y := s.h - footMM
	st := style{face: hei, pt: 9.5}
	words := "沿此线向后折，遮住二维码，再投入票箱"
	half := s.measure(st, words)/2 + 3
	s.add(stroke{edge, y, s.w/2 - half, y, 0.3, 1.6}, stroke{s.w/2 + half, y, s.w - edge, y, 0.3, 1.6},
		s.centred(st, s.w/2, y+0.36*st.em(), words))
	x := s.codeX() + codeMM + 8
	col := column{style: style{face: hei, pt: 10.5}, lead: 5.2, x: x, width: s.w - edge - square - 4 - x, ragged: true}
	texts := []string{b.Station, b.Organiser, b.Contact.String(), "二维码只防重复投票，不含您的姓名。"}
	for col.style.pt > 6 && s.height(col, texts) > besideMM {
		col.style.pt -= 0.5
		col.lead = col.style.em() * 1.3
	}
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
			pg.add(p.centred(st, pg.w/2, pg.h-edge-1.5, "编号 "+s.Serial))
		}
	}
	front := &side{press: p, page: out[0]}
	x, y := front.codeX(), front.h-footMM+6
	serial := style{face: hei, pt: 19, bold: true}
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
	front.add(c)
	if s.Code != "" {
		small := style{face: hei, pt: 7.5}
		front.add(p.centred(small, front.w/2, front.h-edge-1, "选票码 "+s.Code))
	}
	return out, nil
}

func pick[T any](cond bool, yes, no T) T {
	if cond {
		return yes
	}
	return no
}

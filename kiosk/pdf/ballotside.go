package pdf

// This file draws the sides of a ballot paper. Four squares in the corners let a scanner find each side that has marks;
// the foot with the QR code is folded up over itself.

import (
	"fmt"
	"strings"
)

const (
	square  = 5.5 // corner squares, side and distance from the edges in mm
	edge    = 7.0
	codeMM  = 27.0
	inset   = 15.0 // of the text from the edges
	footMM  = 47.5 // height of the foot below the fold
	maxRow  = 1.9  // how far a row may be stretched to fill the side
	rowRoom = 0.9  // least white above and below a row's text
)

// side is one side of the paper while it is drawn.
type side struct {
	*press
	*page
	ballotForm
	choices   []Choice // of all sides
	form      Form
	top, foot float64 // of the area for the projects
	even      bool    // all rows are of one height
	tight     bool    // the texts beside the code have no room
}

// blank is a side of the paper on which nothing stands but, if it must not count, that.
func (b Ballots) blank(p *press, form ballotForm) *side {
	pg := &page{w: a5w, h: a5h}
	if b.Size == A4 {
		pg.w, pg.h = a4w, a4h
	}
	s := &side{press: p, page: pg, ballotForm: form, choices: b.Projects, form: b.Form}
	if b.Kind != Live {
		word := map[Kind]string{Sample: "样票", TestDeck: "测试票"}[b.Kind]
		s.add(stamp{style{face: hei, pt: pg.w * 0.62, bold: true, gray: 0.9}, word, pg.w / 2, pg.h * 0.48, 38})
	}
	return s
}

func (b Ballots) side(p *press, form ballotForm, n int) *side {
	s := b.blank(p, form)
	for _, x := range []float64{edge, s.w - edge - square} {
		for _, y := range []float64{edge, s.h - edge - square} {
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

// emptySide is the last page of a folded sheet when no project stands on it.
func (b Ballots) emptySide(p *press) *side {
	s := b.blank(p, ballotForm{sides: folded})
	s.foot = s.h - edge - square - 8
	s.add(s.centred(style{face: hei, pt: 14}, s.w/2, s.h*0.45, "本页没有项目"))
	return s
}

// turn numbers a page and says where the projects go on.
func (s *side) turn(i, n int, more bool) {
	st, number := style{face: hei, pt: 12, bold: true}, fmt.Sprintf("第 %d 页　共 %d 页", i+1, n)
	hint := ""
	if more {
		hint = pick(n == folded, [...]string{"里面还有项目，请翻开继续选", "右页还有项目，请接着选", "背面还有项目，请合上后翻到背面继续选"}[min(i, 2)], "背面还有项目，请翻到背面继续选")
	}
	if i == 0 {
		s.add(s.centred(st, s.w/2, s.foot+4.6, strings.TrimSpace(number+"　"+hint)))
		return
	}
	s.add(s.centred(st, s.w/2, s.foot+4.6, hint))
	small := style{face: hei, pt: 9}
	s.add(s.flushRight(small, s.w/2-3, s.h-edge-1.5, number))
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
	rule := style{face: hei, pt: pick(big, 17.0, 14.0), bold: true}
	y += 2
	for _, l := range s.balanced(rule, b.Rule, s.w-2*inset-2) {
		s.add(s.centred(rule, s.w/2, base(y, rule.em()*1.4, rule), l))
		y += rule.em() * 1.4
	}
	y = s.howTo(y+0.8, pick(big, 14.0, 12.0)) + 2
	s.add(box{x: inset - 3, y: top, w: s.w - 2*inset + 6, h: y - top, width: 0.5})
	s.top, s.foot = y+3.5, s.h-footMM-pick(s.ballotForm.sides > 1, 9.0, 4.5)
}

// backHead repeats on another page what must be in sight: the rule, and on the back of a sheet, which could be taken for
// another sheet's front, the title.
func (b Ballots) backHead(s *side) {
	st := style{face: hei, pt: pick(s.w > a5w, 17.0, 14.0), bold: true}
	rule := style{face: hei, pt: pick(s.w > a5w, 14.0, 12.0)}
	width, y, all := s.w-2*(edge+square+3), 9.0, "正反两面合计。"
	if s.sides == folded {
		rule.bold, all = true, "四页合计。"
	} else {
		for _, l := range s.balanced(st, b.Title+"（反面）", width) {
			s.add(s.centred(st, s.w/2, base(y, st.em()*1.35, st), l))
			y += st.em() * 1.35
		}
	}
	for _, l := range s.balanced(rule, b.Rule+all, width) {
		s.add(s.centred(rule, s.w/2, base(y, rule.em()*1.5, rule), l))
		y += rule.em() * 1.5
	}
	s.top, s.foot = y+3, s.h-edge-square-8
}

package pdf

// This file draws the sides of a ballot paper. Four squares in the corners let
// a scanner find the sheet; the foot with the QR code is folded to the back.

const (
	square  = 5.5 // corner squares, side and distance from the edges in mm
	edge    = 7.0
	codeMM  = 27.0
	inset   = 15.0 // of the text from the edges
	footMM  = 47.5 // height of the foot below the fold
	maxRow  = 1.9  // how far a row may be stretched to fill the side
	rowRoom = 0.9  // least white above and below a row's text
)

// ballotForm is a way to fit the projects: columns, type sizes and sides.
type ballotForm struct {
	cols, sides int
	name, place float64 // points
}

// forms of each paper, the most readable first: one column before two, one side before two, no name below 14 points.
var ballotForms = map[Size][]ballotForm{
	A5: {{1, 1, 18, 13}, {1, 1, 16, 12}, {1, 1, 14, 11}, {1, 2, 16, 12}, {1, 2, 14, 11}, {2, 2, 14, 11}},
	A4: {{1, 1, 22, 15}, {1, 1, 20, 14}, {1, 1, 18, 13}, {1, 1, 16, 12}, {1, 1, 14, 11},
		{2, 1, 16, 12}, {2, 1, 14, 11}, {1, 2, 16, 12}, {1, 2, 14, 11}, {2, 2, 14, 11}},
}

// sides lays out the static part: one page, or two when it must. Of the forms with the same columns and sides, one
// whose rows are all alike comes before one with larger type.
func (b Ballots) sides(p *press) ([]*page, error) {
	forms := ballotForms[b.Size]
	for len(forms) > 0 {
		n := 1
		for n < len(forms) && forms[n].cols == forms[0].cols && forms[n].sides == forms[0].sides {
			n++
		}
		var uneven []*page
		for _, form := range forms[:n] {
			pages, even := b.try(p, form)
			if even {
				return pages, nil
			}
			if uneven == nil {
				uneven = pages
			}
		}
		if uneven != nil {
			return uneven, nil
		}
		forms = forms[n:]
	}
	return nil, ErrFit
}

// try lays the sides out in one form; nil when they have no room. Even tells whether all rows of a side are alike.
func (b Ballots) try(p *press, form ballotForm) (pages []*page, even bool) {
	left := b.Projects
	for n := range form.sides {
		if len(left) == 0 {
			break
		}
		s := b.side(p, form, n)
		if s.tight {
			return nil, false
		}
		took := s.fill(left)
		if left, even = left[took:], (n == 0 || even) && s.even; took > 0 {
			pages = append(pages, s.page)
		}
	}
	if len(left) > 0 {
		return nil, false
	}
	return pages, even
}

// side is one side of the paper while it is drawn.
type side struct {
	*press
	*page
	ballotForm
	choices   []Choice // of all sides
	form      Form
	top, foot float64 // of the area for the projects
	even      bool    // all rows are alike
	tight     bool    // the texts beside the code have no room
}

func (b Ballots) side(p *press, form ballotForm, n int) *side {
	pg := &page{w: a5w, h: a5h}
	if b.Size == A4 {
		pg.w, pg.h = a4w, a4h
	}
	s := &side{press: p, page: pg, ballotForm: form, choices: b.Projects, form: b.Form}
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

func (b Ballots) backHead(s *side) {
	st := style{face: hei, pt: pick(s.w > a5w, 17.0, 14.0), bold: true}
	lines := s.balanced(st, b.Title+"（反面）", s.w-2*(edge+square+3))
	y := 9.0
	for _, l := range lines {
		s.add(s.centred(st, s.w/2, base(y, st.em()*1.35, st), l))
		y += st.em() * 1.35
	}
	rule := style{face: hei, pt: pick(s.w > a5w, 14.0, 12.0)}
	for _, l := range s.balanced(rule, b.Rule+"正反两面合计。", s.w-2*inset) {
		s.add(s.centred(rule, s.w/2, base(y, rule.em()*1.5, rule), l))
		y += rule.em() * 1.5
	}
	s.top, s.foot = y+3, s.h-edge-square-8
}

package pdf

// This file shows on the ballot how it is marked.

// step is a part of the way to mark: words, and after them an example as drawn by hand.
type step struct {
	words   string
	example string // ● filled, ✓ ticked, a figure in a box, or empty
}

// steps tell how a paper of each form is marked.
var steps = map[Form][]step{
	Approval: {{"选中的项目：把圆圈涂满", "●"}, {"或打勾", "✓"}, {"。涂改请换票。", ""}},
	Ranking:  {{"方框里写名次：最想要的写", "1"}, {"其次写", "2"}, {"。涂改请换票。", ""}},
	Points:   {{"方框里写分数，如", "3"}, {"；不给分就空着。涂改请换票。", ""}},
}

// howTo shows by drawn examples how a choice is marked, and returns its lower edge.
func (s *side) howTo(y, pt float64) float64 {
	st := style{face: hei, pt: pt}
	const r, gap, high = 2.6, 1.5, 7.0
	width := 0.0
	for _, t := range steps[s.form] {
		width += s.measure(st, t.words) + pick(t.example == "", 0, 2*r+2*gap)
	}
	x, line := (s.w-width)/2, base(y, high, st)
	for _, t := range steps[s.form] {
		s.add(s.line(st, x, line, t.words))
		if x += s.measure(st, t.words) + gap; t.example != "" {
			s.example(t.example, x+r, y+high/2, r)
			x += 2*r + gap
		}
	}
	return y + high
}

// example draws a marked circle or box around x, y.
func (s *side) example(as string, x, y, r float64) {
	switch as {
	case "●":
		s.add(ring{x: x, y: y, r: r, fill: true})
	case "✓":
		s.add(ring{x: x, y: y, r: r, width: 0.35}, tick{x, y, 1.3 * r})
	default:
		st := style{face: hei, pt: 12}
		s.add(box{x: x - r, y: y - r, w: 2 * r, h: 2 * r, width: 0.35}, s.centred(st, x, y+0.36*st.em(), as))
	}
}

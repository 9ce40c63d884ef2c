package pdf

// This file sets the projects of a ballot: mark, number, name, and below it place and cost, in one or two columns
// whose rows stand at the same heights.

// entry is a project measured for a side.
type entry struct {
	Choice
	name, place []setLine
	below       bool // the cost has no room behind the last line of the place
	joined      bool // place and cost stand behind the last line of the name
	height      float64
}

const between = 6.0 // mm between two columns

// markR is half the width of the circle or box to be marked, larger beside large type.
func (s *side) markR() float64 { return pick(s.ballotForm.name >= 16, 5.0, 4.4) }
func (s *side) markW() float64 { return 2*s.markR() + 3 }

// columnW is the width of one column of projects.
func (s *side) columnW() float64 {
	w := s.w - 2*(inset-3)
	return (w - float64(s.cols-1)*between) / float64(s.cols)
}

// numberW is kept for the longest official number.
func (s *side) numberW() (w float64) {
	for _, c := range s.choices {
		w = max(w, s.measure(s.nameStyle(), c.Number))
	}
	return w + 2.5
}

// textW is left for a name.
func (s *side) textW() float64 { return s.columnW() - s.markW() - s.numberW() - 1.5 }

func (s *side) nameStyle() style  { return style{face: hei, pt: s.ballotForm.name, bold: true} }
func (s *side) placeStyle() style { return style{face: hei, pt: s.ballotForm.place} }
func (s *side) costStyle() style {
	return style{face: hei, pt: (s.ballotForm.name + s.ballotForm.place) / 2}
}

func (s *side) measureEntry(c Choice) entry {
	e := entry{Choice: c}
	e.name = s.broken(s.nameStyle(), c.Name)
	if s.close && len(e.name) > 0 {
		last := e.name[len(e.name)-1].s.width
		e.joined = s.joint(last)+s.measure(s.placeStyle(), c.Place)+3+s.measure(s.costStyle(), Amount(c.Cost)) <= s.textW()
	}
	g := s.galley(s.placeStyle(), c.Place)
	g.hang = false
	room := s.textW() - s.measure(s.costStyle(), Amount(c.Cost)) - 3
	for _, sp := range g.wrap(s.textW(), s.textW()) {
		e.place = append(e.place, setLine{s.placeStyle(), g, sp})
		e.below = sp.width > room
	}
	e.height = max(e.textHeight(s)+2*pick(s.close, 0.7, 1)*rowRoom, 2*s.markR()+1.6)
	return e
}

func (s *side) broken(st style, text string) (out []setLine) {
	g := s.galley(st, text)
	g.hang = false
	spans := g.phrases(s.textW(), st.em())
	if s.close { // full lines leave more room behind the last
		spans = g.wrap(s.textW(), s.textW())
	}
	for _, sp := range spans {
		out = append(out, setLine{st, g, sp})
	}
	return out
}

func (s *side) leads() (name, place float64) {
	return s.nameStyle().em() * pick(s.close, 1.16, 1.24), s.placeStyle().em() * pick(s.close, 1.2, 1.3)
}

func (e entry) textHeight(s *side) float64 {
	name, place := s.leads()
	lines := max(1, len(e.place))
	if e.below {
		lines++
	}
	if e.joined {
		lines--
	}
	return float64(len(e.name))*name + float64(lines)*place
}

// narrowest is the least width of a name in characters; a side with less room for it is no use.
const narrowest = 5

// joint is where a place may begin behind a line of a name, in mm from the name's left edge.
func (s *side) joint(width float64) float64 { return width + 0.7*s.nameStyle().em() }

// holds tells how many of the entries have room in a share of the side.
func (s *side) holds(entries []entry, share float64) int {
	room, n := min(share, 1)*(s.foot-s.top), len(entries)
	for n > 0 && total(s.rows(entries[:n])) > room+0.01 {
		n--
	}
	return n
}

// rows are the heights of the rows, entries going down the first column and on in the second: all alike if there is
// room for that, else each as high as it must be. Both columns have the same rows.
func (s *side) rows(entries []entry) []float64 {
	rows := make([]float64, (len(entries)+s.cols-1)/s.cols)
	highest := 0.0
	for i, e := range entries {
		r := i % len(rows)
		rows[r] = max(rows[r], e.height)
		highest = max(highest, e.height)
	}
	if s.even = highest*float64(len(rows)) <= s.foot-s.top; s.even {
		for r := range rows {
			rows[r] = highest
		}
	}
	return rows
}

func total(list []float64) (sum float64) {
	for _, v := range list {
		sum += v
	}
	return sum
}

// draw sets the entries, stretched to fill the side within reason.
func (s *side) draw(entries []entry) {
	rows := s.rows(entries)
	grow := min(max((s.foot-s.top)/total(rows), 1), maxRow)
	for c := range s.cols {
		x, y, w := inset-3+float64(c)*(s.columnW()+between), s.top, s.columnW()
		mine := entries[min(c*len(rows), len(entries)):min((c+1)*len(rows), len(entries))]
		for i, e := range mine {
			s.add(stroke{x, y, x + w, y, pick(i == 0, 0.5, 0.15), 0})
			s.drawEntry(e, x, y, rows[i]*grow)
			y += rows[i] * grow
		}
		if len(mine) > 0 {
			s.add(stroke{x, y, x + w, y, 0.5, 0})
		}
	}
}

func (s *side) drawEntry(e entry, x, y, h float64) {
	s.add(s.mark(x+1+s.markR(), y+h/2))
	nameLead, placeLead := s.leads()
	line := y + (h-e.textHeight(s))/2
	number := s.nameStyle()
	tx := x + s.markW() + s.numberW()
	s.add(s.flushRight(number, tx-2.2, base(line, nameLead, number), e.Number))
	for _, l := range e.name {
		s.add(l.flush(tx, base(line, nameLead, l.st)))
		line += nameLead
	}
	if e.joined {
		y := base(line-nameLead, nameLead, s.nameStyle())
		s.add(s.line(s.placeStyle(), tx+s.joint(e.name[len(e.name)-1].s.width), y, e.Place),
			s.flushRight(s.costStyle(), x+s.columnW()-1, y, Amount(e.Cost)))
		return
	}
	for i, l := range e.place {
		s.add(l.flush(tx, base(line, placeLead, l.st)))
		if i < len(e.place)-1 || e.below {
			line += placeLead
		}
	}
	s.add(s.flushRight(s.costStyle(), x+s.columnW()-1, base(line, placeLead, s.placeStyle()), Amount(e.Cost)))
}

// mark is what is marked beside a project: a circle to fill, or a box to write a figure into.
func (s *side) mark(x, y float64) ink {
	r := s.markR()
	if s.form == Approval {
		return ring{x: x, y: y, r: r, width: 0.45}
	}
	return box{x: x - r, y: y - r, w: 2 * r, h: 2 * r, width: 0.45}
}

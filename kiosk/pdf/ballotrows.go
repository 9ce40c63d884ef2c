package pdf

// This file sets the projects of a ballot: circle, number, name, place and cost, in one or two columns.

// entry is a project measured for a side.
type entry struct {
	Choice
	name, place []setLine
	height      float64
}

const between = 5.0 // mm between two columns

// markR is the radius of the circle to be marked, larger beside large type.
func (s *side) markR() float64   { return pick(s.ballotForm.name >= 16, 5.0, 4.1) }
func (s *side) circleW() float64 { return 2*s.markR() + 3.2 }

// columnW is the width of one column of projects.
func (s *side) columnW() float64 {
	w := s.w - 2*(inset-3)
	return (w - float64(s.cols-1)*between) / float64(s.cols)
}

func (s *side) numberW() float64 {
	return s.measure(style{face: hei, pt: s.ballotForm.name, bold: true}, "00") + 2.5
}

// costW is kept for the cost at the end of the line when there is one column.
func (s *side) costW() float64 {
	if s.cols > 1 {
		return 0
	}
	return s.measure(s.costStyle(), "88,888.88元")
}

func (s *side) nameStyle() style  { return style{face: hei, pt: s.ballotForm.name, bold: true} }
func (s *side) placeStyle() style { return style{face: hei, pt: s.ballotForm.place} }
func (s *side) costStyle() style  { return style{face: hei, pt: s.ballotForm.name * 0.88} }

func (s *side) measureEntry(c Choice) entry {
	e := entry{Choice: c}
	width := s.columnW() - s.circleW() - s.numberW() - s.costW() - 1.5
	place := c.Place
	if s.cols > 1 {
		place = Amount(c.Cost) + "　" + place
	}
	e.name = s.broken(s.nameStyle(), c.Name, width, true)
	e.place = s.broken(s.placeStyle(), place, width, false)
	e.height = max(e.textHeight(s)+2*rowRoom, 2*s.markR()+1.6)
	return e
}

func (s *side) broken(st style, text string, width float64, even bool) (out []setLine) {
	g := s.galley(st, text)
	g.hang = false
	spans := g.wrap(width, width)
	if even {
		spans = g.even(width, st.em())
	}
	for _, sp := range spans {
		out = append(out, setLine{st, g, sp})
	}
	return out
}

func (s *side) leads() (name, place float64) {
	return s.nameStyle().em() * 1.22, s.placeStyle().em() * 1.28
}

func (e entry) textHeight(s *side) float64 {
	name, place := s.leads()
	return float64(len(e.name))*name + float64(len(e.place))*place
}

// fill draws as many projects as the side holds and returns their number.
// Columns are filled one after the other and made about equally long.
func (s *side) fill(list []Choice) int {
	entries := make([]entry, len(list))
	total := 0.0
	for i, c := range list {
		entries[i] = s.measureEntry(c)
		total += entries[i].height
	}
	room := s.foot - s.top
	limit := room
	for h := total / float64(s.cols); h < room; h++ { // the least height that takes all
		if sum(s.split(entries, h)) == len(entries) {
			limit = h
			break
		}
	}
	done := 0
	counts := s.split(entries, limit)
	for i, n := range counts {
		s.drawColumn(i, entries[done:done+n], min(max(room/limit, 1), maxRow))
		done += n
	}
	if done < len(list) && s.sides > 1 {
		st := style{face: hei, pt: 10, bold: true}
		s.add(s.centred(st, s.w/2, s.foot+5, "背面还有项目，请翻到背面继续选"))
	}
	return done
}

// split tells how many entries each column takes when it is h mm high.
func (s *side) split(entries []entry, h float64) []int {
	counts := make([]int, s.cols)
	i := 0
	for c := range counts {
		y := 0.0
		for i < len(entries) && y+entries[i].height <= h+0.01 {
			y += entries[i].height
			counts[c]++
			i++
		}
	}
	return counts
}

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}

// drawColumn sets entries below each other, stretched to fill the side within reason.
func (s *side) drawColumn(n int, entries []entry, grow float64) {
	if len(entries) == 0 {
		return
	}
	x, y, w := inset-3+float64(n)*(s.columnW()+between), s.top, s.columnW()
	s.add(stroke{x, y, x + w, y, 0.5, 0})
	for i, e := range entries {
		h := e.height * grow
		s.drawEntry(e, x, y, h)
		y += h
		s.add(stroke{x, y, x + w, y, pick(i == len(entries)-1, 0.5, 0.15), 0})
	}
}

func (s *side) drawEntry(e entry, x, y, h float64) {
	mid := y + h/2
	s.add(ring{x: x + 1 + s.markR(), y: mid, r: s.markR(), width: 0.45})
	nameLead, placeLead := s.leads()
	line := y + (h-e.textHeight(s))/2
	number := s.nameStyle()
	s.add(s.flushRight(number, x+s.circleW()+s.numberW()-2.2, base(line, nameLead, number), e.Number))
	tx := x + s.circleW() + s.numberW()
	for i, l := range e.name {
		s.add(place(s.nameStyle(), l.g, l.s, tx, base(line, nameLead, s.nameStyle()), 0))
		if i == 0 && s.cols == 1 {
			s.add(s.flushRight(s.costStyle(), x+s.columnW()-1, base(line, nameLead, s.nameStyle()), Amount(e.Cost)))
		}
		line += nameLead
	}
	for _, l := range e.place {
		s.add(place(s.placeStyle(), l.g, l.s, tx, base(line, placeLead, s.placeStyle()), 0))
		line += placeLead
	}
}

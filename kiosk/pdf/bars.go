package pdf

// This file draws bars, to be read across a room and in black and white.

// bar is one line of a chart.
type bar struct {
	label string // short
	value int    // how long
	words string // printed behind the bar
	solid bool   // filled dark; else light with an outline
}

// bars sets one bar below the other, the longest across the room that the words leave. A bar is never cut.
func (f *flow) bars(list []bar) {
	st := style{face: hei, pt: f.sheetForm.table}
	lead := st.em() * 1.75
	label, words, most := 0.0, 0.0, 1
	for _, b := range list {
		label, words, most = max(label, f.measure(st, b.label)), max(words, f.measure(st, b.words)), max(most, b.value)
	}
	x := f.left + label + 3
	room := f.right() - x - words - 3
	if room < 20 { // words this long are no chart's
		for _, b := range list {
			f.text(column{style: st, lead: lead, x: f.left, width: f.width, ragged: true}, b.label+"　"+b.words)
		}
		return
	}
	for i, b := range list {
		f.need(lead * pick(i == len(list)-2, 2.0, 1)) // the last is not left alone
		w, y := room*float64(max(b.value, 0))/float64(most), base(f.y, lead, st)
		f.put(f.flushRight(st, x-3, y, b.label), f.line(st, x+w+2, y, b.words))
		if w > 0 {
			f.put(box{x: x, y: f.y + lead*0.15, w: w, h: lead * 0.7, width: 0.3, fill: true, gray: pick(b.solid, 0.15, 0.85)})
		}
		f.y += lead
	}
}

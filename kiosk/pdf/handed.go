package pdf

// This file is what papers that are brought to somebody's door have in common: who sends them, and the receipt.

import "time"

// handed sets a paper on one page when a body of 14 points or more allows it, else on several.
func (p *press) handed(set func(*flow) error) ([]*page, error) {
	for _, pt := range []float64{16, 15, 14} {
		f := p.flow(letter(pt))
		if err := set(f); err != nil {
			return nil, err
		}
		if len(f.pages) == 1 {
			return f.pages, nil
		}
	}
	f := p.flow(letter(16))
	err := set(f)
	return f.finish(), err
}

// handedBy sets the names and the date at the right and, if there is a url, its QR code at the left, over a few words.
func (f *flow) handedBy(signers []string, day time.Time, url, words string) error {
	st, date := f.body, FullDate(day)
	right := f.right() - 2*st.em()
	mid := right - f.measure(st, date)/2
	var lines []string
	for _, name := range signers {
		lines = append(lines, f.balanced(st, name, f.width*0.55)...)
	}
	for _, l := range lines {
		mid = min(mid, right-f.measure(st, l)/2)
	}
	f.need(sealRoom + float64(max(0, len(lines)-1))*f.lead)
	top := f.y + 2
	f.y += 1.6 * f.lead
	for _, line := range append(lines, date) {
		f.put(f.centred(st, mid, base(f.y, f.lead, st), line))
		f.y += f.lead
	}
	f.y = max(f.y+0.8*f.lead, top+sealRoom-8)
	if url == "" {
		return nil
	}
	c, err := newCode(url, f.left, top, 24)
	if err != nil {
		return err
	}
	c.x, c.y = c.x+c.rim(), c.y+c.rim()
	f.put(c, f.centred(style{face: hei, pt: 10}, c.x+c.side/2, c.y+c.side+c.rim()+2.4, words))
	f.y = max(f.y, c.y+c.side+c.rim()+5)
	return nil
}

// receipt is the slip at the foot that is cut off and brought back: what was received, and how.
func (f *flow) receipt(received string) {
	const high = 39.0
	f.need(high)
	f.y = max(f.y, f.top+f.height-high)
	st := style{face: hei, pt: 9, gray: 0.3}
	mid, half := f.left+f.width/2, f.measure(st, "沿此线裁下，交回居委会")/2+3
	f.put(stroke{f.left, f.y, mid - half, f.y, 0.25, 1.5}, stroke{mid + half, f.y, f.right(), f.y, 0.25, 1.5},
		f.centred(st, mid, f.y+1.1, "沿此线裁下，交回居委会"))
	f.y += 3.5
	head := style{face: hei, pt: 12, bold: true}
	f.put(f.centred(head, mid, f.y+4, "送达回执"))
	f.y += 7
	text := column{style: style{face: song, pt: 11}, lead: 6, x: f.left, width: f.width, ragged: true}
	f.text(text, received)
	f.boxes(style{face: hei, pt: 11}, "送达方式：", "当面交给本人", "交给家人", "投入信箱", "其他")
	f.blanks(style{face: hei, pt: 11}, 10, "收信人签字", "送达人签字", "日期")
}

// inBrackets is a text in brackets, or nothing.
func inBrackets(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

// boxes sets squares to be ticked by hand.
func (f *flow) boxes(st style, label string, choices ...string) {
	const high = 7.5
	y := base(f.y, high, st)
	f.put(f.line(st, f.left, y, label))
	x := f.left + f.measure(st, label) + 1
	for _, c := range choices {
		f.put(box{x: x, y: y - 3.1, w: 3.4, h: 3.4, width: 0.25}, f.line(st, x+4.6, y, c))
		x += 4.6 + f.measure(st, c) + 6
	}
	f.y += high
}

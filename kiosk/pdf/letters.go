package pdf

// This file is the letter of thanks (感谢信), one for each proposer whose proposal was not funded.

import (
	"fmt"
	"io"
	"time"
)

// Letters is a batch of letters in one file, after a list of contents for the desk that delivers them.
type Letters struct {
	Title   string // of the batch, as 2026年度“和谐微实事”感谢信
	Letters []Letter
	Contact Contact  // whom the proposer may call
	Signers []string // who thanks
	Date    time.Time
	Single  bool // no list of contents: one proposer's own copy
}

// Letter goes to one proposer about one proposal. It names no other person.
type Letter struct {
	Number   string // of the letter, as 幸谢〔2026〕12号
	Name     string // of the proposer, as 王秀英
	Unit     bool   // the proposer is a unit, not a person
	Proposal string // title
	Code     string // number of the proposal
	Course   string // how far it got and the true reason, in respectful words; a line end begins a paragraph
	Remains  string // what remains: handed on, kept for the next round, how it may be improved
	URL      string // where the proposal stands; printed as a QR code; empty prints none
}

// Print writes the batch. Every letter begins on a page of its own and ends
// with a receipt to be signed at the door.
func (b Letters) Print(w io.Writer) ([]Missing, error) {
	return job("感谢信", w, b.Title, b.Date, b.pages)
}

func (b Letters) pages(p *press) (pages []*page, err error) {
	if len(b.Letters) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrEmpty, b.Title)
	}
	if b.Date.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrDate, b.Title)
	}
	if err := signable(b.Signers); err != nil {
		return nil, err
	}
	first := make([]int, len(b.Letters)) // pages before each letter
	for i, l := range b.Letters {
		p.name = "感谢信 " + l.Number
		side, err := b.write(p, l)
		if err != nil {
			return nil, fmt.Errorf("感谢信 / letter %s: %w", l.Number, err)
		}
		first[i] = len(pages)
		pages = append(pages, side...)
	}
	if !b.Single {
		p.name = "感谢信目录"
		pages = append(b.contents(p, first), pages...)
	}
	return pages, nil
}

// write sets a letter on one page when a body of 14 points or more allows it, else on two.
func (b Letters) write(p *press, l Letter) ([]*page, error) {
	for _, pt := range []float64{16, 15, 14} {
		f := p.flow(letter(pt))
		if err := b.set(f, l); err != nil {
			return nil, err
		}
		if len(f.pages) == 1 {
			return f.pages, nil
		}
	}
	f := p.flow(letter(16))
	err := b.set(f, l)
	return f.finish(), err
}

func (b Letters) set(f *flow, l Letter) error {
	if l.Number != "" {
		f.flushed(f.body.size(12), 6, "编号："+l.Number)
		f.y += 2
	}
	f.titled("感　谢　信")
	f.flat("尊敬的" + l.Name + pick(l.Unit, "：", "居民："))
	f.paras("您好！感谢您关心我们共同的家园，提出了“" + l.Proposal + "”（" + l.Code + "号提议）。")
	f.paras(l.Course, l.Remains)
	contact := "如果您想进一步了解情况，或愿意和我们一起把这个提议改得更好，请随时与我们联系"
	if who := b.Contact.String(); who != "" {
		contact += "：" + who
	}
	f.paras(contact + "。")
	f.need(2*f.lead + sealRoom)
	f.paras("此致")
	f.flat("敬礼！")
	if err := b.sign(f, l); err != nil {
		return err
	}
	b.receipt(f, l)
	return nil
}

// sign sets the names and the date at the right and the status code at the left.
func (b Letters) sign(f *flow, l Letter) error {
	st, date := f.body, FullDate(b.Date)
	right := f.right() - 2*st.em()
	mid := right - f.measure(st, date)/2
	var lines []string
	for _, name := range b.Signers {
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
	if l.URL == "" {
		return nil
	}
	c, err := newCode(l.URL, f.left, top, 24)
	if err != nil {
		return err
	}
	c.x, c.y = c.x+c.rim(), c.y+c.rim()
	f.put(c, f.centred(style{face: hei, pt: 10}, c.x+c.side/2, c.y+c.side+c.rim()+2.4, "扫码看提议进展"))
	f.y = max(f.y, c.y+c.side+c.rim()+5)
	return nil
}

// receipt is the slip that is cut off and brought back.
func (b Letters) receipt(f *flow, l Letter) {
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
	f.text(text, "“"+l.Proposal+"”（"+l.Code+"号提议）的感谢信"+inBrackets(l.Number)+"已收到。")
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

// contents lists the letters with their page in the file.
func (b Letters) contents(p *press, first []int) []*page {
	var pages []*page
	for offset := 0; ; offset = len(pages) { // the list's own length moves the letters
		f := p.flow(letter(16))
		f.titled(b.Title)
		f.small(fmt.Sprintf("共%d封。送达后请在“送达”栏打勾，并收回每封信下方的回执。", len(b.Letters)), false)
		f.gap(2)
		t := table{pt: 11, cols: []col{{"序号", 12, middle}, {"信件编号", 40, leftward}, {"提议人", 26, leftward},
			{"提议", 60, leftward}, {"页", 11, rightward}, {"送达", 13, middle}}}
		for i, l := range b.Letters {
			t.rows = append(t.rows, row{tall: 8, cells: []string{fmt.Sprint(i + 1), l.Number, l.Name,
				l.Code + "号　" + l.Proposal, fmt.Sprint(offset + first[i] + 1), ""}})
		}
		f.table(t)
		pages = f.finish()
		if len(pages) == offset {
			return pages
		}
	}
}

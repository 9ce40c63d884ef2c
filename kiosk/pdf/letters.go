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
		side, err := p.handed(func(f *flow) error { return b.set(f, l) })
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
	if err := f.handedBy(b.Signers, b.Date, l.URL, "扫码看提议进展"); err != nil {
		return err
	}
	f.receipt("“" + l.Proposal + "”（" + l.Code + "号提议）的感谢信" + inBrackets(l.Number) + "已收到。")
	return nil
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

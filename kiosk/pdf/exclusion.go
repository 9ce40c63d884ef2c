package pdf

// This file is the notice of non-inclusion (不列入告知书), one for each proposal that the list or the survey keeps out.

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// Exclusions is a batch of notices in one file.
type Exclusions struct {
	Title   string // of the batch, as 幸福里社区2026年度“和谐微实事”不列入告知书
	Notices []Exclusion
	Contact Contact  // where a review is asked for
	Where   string   // address of that desk
	Signers []string // who gives notice
	Date    time.Time
}

// Exclusion tells one proposer why one proposal is not in the library, and how to have that looked at again. It names no
// other person.
type Exclusion struct {
	Number   string // of the notice, as 幸告知〔2026〕3号; empty: it has none yet
	Name     string // of the proposer, as 王秀英
	Unit     bool   // the proposer is a unit, not a person
	Proposal string // title
	Code     string // number of the proposal
	Basis    string // by what it was held against, and by whom, in a sentence
	Grounds  []Ground
	Finding  string    // of a survey, or why it is of no class of a positive list; empty if grounds say it all
	Remains  string    // what remains possible
	Days     int       // working days in which a review can be asked for
	Given    time.Time // when it was given out; zero: it has not been
	Until    time.Time // the last day to ask for a review; zero while it has not been given out
	Waived   bool      // the proposer said that no review is wanted
	URL      string    // where the proposal stands, and a review is asked for; printed as a QR code; empty prints none
}

// Ground is one ground of the list in its own words, with the reason why it applies.
type Ground struct{ Number, Text, Reason string }

// Print writes the batch. Every notice begins on a page of its own and ends with a receipt to be signed at the door.
func (b Exclusions) Print(w io.Writer) ([]Missing, error) {
	return job("不列入告知书", w, b.Title, b.Date, b.pages)
}

func (b Exclusions) pages(p *press) (pages []*page, err error) {
	if len(b.Notices) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrEmpty, b.Title)
	}
	if b.Date.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrDate, b.Title)
	}
	if err := signable(b.Signers); err != nil {
		return nil, err
	}
	for _, x := range b.Notices {
		p.name = "不列入告知书 " + x.Code
		side, err := p.handed(func(f *flow) error { return b.set(f, x) })
		if err != nil {
			return nil, fmt.Errorf("不列入告知书 / notice of non-inclusion %s: %w", x.Code, err)
		}
		pages = append(pages, side...)
	}
	return pages, nil
}

func (b Exclusions) set(f *flow, x Exclusion) error {
	if x.Number != "" {
		f.flushed(f.body.size(12), 6, "编号："+x.Number)
		f.y += 2
	}
	f.titled("不列入告知书")
	f.flat("尊敬的" + x.Name + pick(x.Unit, "：", "居民："))
	f.paras("感谢您提出“" + x.Proposal + "”（" + x.Code + "号提议）。" + x.Basis)
	for _, g := range x.Grounds {
		f.paras("第"+g.Number+"条　“"+g.Text+"”", "理由："+g.Reason)
	}
	f.paras(x.Finding, x.Remains)
	f.paras(b.review(x))
	f.need(sealRoom)
	day := b.Date
	if !x.Given.IsZero() {
		day = x.Given
	}
	if err := f.handedBy(b.Signers, day, x.URL, "扫码申请复核"); err != nil {
		return err
	}
	f.receipt("“" + x.Proposal + "”（" + x.Code + "号提议）的不列入告知书" + inBrackets(x.Number) + "已收到。")
	return nil
}

// review tells how and until when a review can be asked for.
func (b Exclusions) review(x Exclusion) string {
	days := strconv.Itoa(x.Days) + "个工作日"
	until := "自收到本告知书次日起" + days + "内"
	if !x.Until.IsZero() {
		until = "自送达次日起" + days + "内，最迟" + FullDate(x.Until) + "（" + weekdays[x.Until.In(china).Weekday()] + "）"
	}
	text := "如果您认为这样处理不妥，可以" + until + "申请复核：" +
		pick(x.URL != "", "扫下方二维码，在“申请复核”一栏写明理由；也可以到", "到") + b.Where + "当面或书面提出"
	if who := b.Contact.String(); who != "" {
		text += "，或致电" + who
	}
	text += "。复核由没有经手过这件提议的另一位工作人员办理，结果和理由会告诉您。"
	if x.Waived {
		text += "您已表示不申请复核；在期限内改变主意的，仍可提出。"
	}
	return text
}

package pdf

// This file is what every notice on the wall has in common: from whom, since
// when, until when, where to object, whom to call, how to check.

import (
	"fmt"
	"strings"
	"time"
)

// Posting is the frame of a public notice.
type Posting struct {
	Number    string   // running number, as 幸公示〔2026〕3号; empty prints none
	Title     string   // as 关于幸福里社区2026年度“和谐微实事”项目投票结果的公示
	Greeting  string   // empty is 全体居民
	Basis     string   // the scheme by which this is done, as 《幸福里社区2026年度…实施方案》
	Signers   []string // community committee and street office; each gets room for a seal
	Date      time.Time
	Begin     time.Time // first and last day on the wall, and how many working
	End       time.Time // days they are by the calendar of public holidays
	Workdays  int
	Objection string    // how, where and when to object, in one or two sentences
	Phones    []Contact // who answers questions
	Oversight []Contact // who takes complaints: must not be the same desk
	CheckURL  string    // where anyone can check; printed and as a QR code; empty prints none
	Outcome   string    // hash of the outcome; empty prints none
	Ledger    string    // checkpoint of the ledger; empty prints none
	Attached  []string  // 附件
	Large     bool      // the posting page for old eyes: at least 18 points
}

// Contact is a desk and its telephone.
type Contact struct{ Name, Phone string }

// String writes both with a space between them.
func (c Contact) String() string { return strings.TrimSpace(c.Name + "　" + c.Phone) }

func (n Posting) check() error {
	days := int(n.End.In(china).Sub(n.Begin.In(china)).Hours()/24) + 1
	if err := signable(n.Signers); err != nil {
		return err
	}
	switch {
	case n.Date.IsZero():
		return fmt.Errorf("%w: %s", ErrDate, n.Title)
	case n.Begin.IsZero(), n.End.Before(n.Begin), n.Workdays < 1, n.Workdays > days:
		return fmt.Errorf("%w: %s – %s, %d", ErrPeriod, FullDate(n.Begin), FullDate(n.End), n.Workdays)
	}
	return nil
}

func (n Posting) form() sheetForm {
	if n.Large {
		return wall()
	}
	return official()
}

// opening sets number, title and greeting.
func (n Posting) opening(f *flow) {
	if n.Number != "" {
		f.flushed(f.body, f.lead*1.1, n.Number)
	}
	f.titled(n.Title)
	greeting := n.Greeting
	if greeting == "" {
		greeting = "全体居民"
	}
	f.flat(strings.TrimRight(greeting, "：:") + "：")
}

// closing sets the period, the ways to object and to check, and the signatures;
// no is the number of its first heading.
func (n Posting) closing(f *flow, no int) error {
	f.heading(1, no, "公示期与意见反映")
	end := FullDate(n.End)
	if n.End.In(china).Year() == n.Begin.In(china).Year() {
		end = Day(n.End)
	}
	f.paras(fmt.Sprintf("公示期自%s至%s，共%d个工作日。", FullDate(n.Begin), end, n.Workdays))
	f.paras(n.Objection)
	n.phones(f, "联系电话", n.Phones)
	if n.CheckURL == "" {
		f.need(float64(len(n.Oversight))*f.lead + n.end(f))
	}
	n.phones(f, "监督电话", n.Oversight)
	if n.CheckURL != "" {
		if err := n.checking(f, no+1); err != nil {
			return err
		}
	}
	f.gap(f.lead * 0.3)
	f.need(n.end(f))
	f.paras("特此公示。")
	for i, a := range n.Attached {
		f.paras(fmt.Sprintf("附件%d：%s", i+1, a))
	}
	f.signed(n.Signers, FullDate(n.Date))
	return nil
}

func (n Posting) phones(f *flow, label string, list []Contact) {
	for i, c := range list {
		if i == 0 {
			f.paras(label + "：" + c.String())
		} else {
			f.paras(strings.Repeat("　", len([]rune(label))+1) + c.String())
		}
	}
}

// end is the height of what ends the notice. No signatures stand on a page without text, as GB/T 9704-2012 7.3.5 asks.
func (n Posting) end(f *flow) float64 {
	return (1.3+float64(len(n.Attached)))*f.lead + sealRoom*float64(max(1, (len(n.Signers)+1)/2))
}

// checking prints what a resident needs to recompute the outcome.
func (n Posting) checking(f *flow, no int) error {
	f.heading(1, no, "公开核对")
	lines := []string{"任何人都可以扫码或打开下面的网址，查看全部记录并自己重算：", n.CheckURL}
	if n.Outcome != "" {
		lines = append(lines, "结果校验值："+hashed(n.Outcome))
	}
	if n.Ledger != "" {
		lines = append(lines, "台账校验点："+hashed(n.Ledger))
	}
	f.gap(f.lead * 0.2)
	if err := f.coded(n.CheckURL, 26, lines...); err != nil {
		return fmt.Errorf("公开核对网址 / address for checking: %w", err)
	}
	st := style{face: hei, pt: f.sheetForm.table}
	f.gap(f.lead * 0.2)
	f.need(3*st.em()*1.5 + 0.2*f.lead + n.end(f))
	f.list(st, st.em()*1.5, "打开网址，下载“公开记录”文件。", "在自己的电脑上运行“linli verify 文件名”，它从头重算一遍。", "把显示的校验值与上面印的逐段比对；不同就请拨打监督电话。")
	f.gap(f.lead * 0.2)
	return nil
}

// hashed groups a hash by fours, to be compared by eye.
func hashed(s string) string {
	if len(s) < 16 || strings.ContainsFunc(s, func(r rune) bool { return r > 0x7E || r <= ' ' }) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i += 4 {
		b.WriteString(s[i:min(i+4, len(s))])
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

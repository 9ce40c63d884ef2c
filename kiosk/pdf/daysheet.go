package pdf

// This file prints what two officers sign at a station: the daily sheet (日结单) and the handover (交接单).

import (
	"fmt"
	"io"
	"time"
)

// DaySheet is a station's daily sheet. Figures are sheets since the opening; a station at which too few people came for
// figures to be published has empty cells, which the officers fill by hand.
type DaySheet struct {
	Round    string // community and programme
	Station  string
	Hours    string // in which it was open; may be empty
	Date     time.Time
	Quiet    bool
	Figures  []Figure
	Missing  int // sheets fewer than there should be
	Extra    int // sheets more
	Reason   string
	Officers [2]string
	Ledger   string // where it stands in the ledger
}

// Figure is one line of a daily sheet.
type Figure struct {
	Name  string
	Sign  string // how it enters the sum: ＋, －, ＝; empty: it is told beside it
	Count int
	Since int // of it, since the last daily sheet with figures; negative: not told
}

// Print writes the sheet. It refuses one without figures or date.
func (d DaySheet) Print(w io.Writer) ([]Missing, error) {
	return job("日结单", w, d.Station+"日结单", d.Date, d.pages)
}

func (d DaySheet) pages(p *press) ([]*page, error) {
	switch {
	case len(d.Figures) == 0:
		return nil, fmt.Errorf("%w: %s", ErrEmpty, d.Station)
	case d.Date.IsZero():
		return nil, fmt.Errorf("%w: %s", ErrDate, d.Station)
	}
	f := p.flow(letter(14))
	f.titled("投票站日结单")
	f.form(12, []string{"届次", d.Round}, []string{"投票站", d.Station, "日期", FullDate(d.Date) + weekdayOf(d.Date)}, []string{"开放时间", d.Hours})
	f.gap(4)
	f.table(d.table())
	f.gap(3)
	f.paras(d.verdict())
	f.small("各项都是开站以来的累计数。应有＝收到－发出－暂存信封－换发－销毁。", false)
	if d.Quiet {
		f.small("当日领票的人不足十人，数字不公布，请把清点的张数填在上表中。", false)
	}
	f.gap(8)
	f.signing(d.Officers, "清点人", "复核人")
	f.small(d.Ledger, true)
	return f.finish(), nil
}

func (d DaySheet) table() table {
	t := table{pt: 13, cols: []col{{"", 10, middle}, {"项目", 50, leftward}, {"张数", 25, rightward}, {"其中当日", 25, rightward}}}
	for _, x := range d.Figures {
		r := row{tall: 10, cells: []string{x.Sign, x.Name}}
		if !d.Quiet {
			r.cells = append(r.cells, count(x.Count))
			if x.Since >= 0 {
				r.cells = append(r.cells, count(x.Since))
			}
		}
		t.rows = append(t.rows, r)
	}
	return t
}

// verdict says whether the pile was right.
func (d DaySheet) verdict() string { return verdict(d.Missing, d.Extra, d.Reason) }

func verdict(missing, extra int, reason string) string {
	switch {
	case missing > 0:
		return fmt.Sprintf("清点结果：少%s张。原因：%s", count(missing), reason)
	case extra > 0:
		return fmt.Sprintf("清点结果：多%s张。原因：%s", count(extra), reason)
	}
	return "清点结果：张数相符。"
}

// HandoverSheet is the change of shifts at a station. What was counted stands on the paper only.
type HandoverSheet struct {
	Round    string
	Station  string
	At       time.Time
	Missing  int
	Extra    int
	Reason   string
	Officers [2]string // who hands over, who takes over
	Ledger   string
}

// Print writes the sheet. It refuses one without a time.
func (h HandoverSheet) Print(w io.Writer) ([]Missing, error) {
	return job("交接单", w, h.Station+"交接单", h.At, h.pages)
}

func (h HandoverSheet) pages(p *press) ([]*page, error) {
	if h.At.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrDate, h.Station)
	}
	f := p.flow(letter(14))
	f.titled("投票站交接单")
	f.form(12, []string{"届次", h.Round}, []string{"投票站", h.Station, "时间", FullDate(h.At) + " " + h.At.In(china).Format("15:04")})
	f.gap(4)
	f.table(table{pt: 13, cols: []col{{"清点", 50, leftward}, {"张数", 40, rightward}}, rows: []row{
		{tall: 12, cells: []string{"票堆里的选票"}}, {tall: 12, cells: []string{"交回的作废选票"}}, {tall: 12, cells: []string{"暂存信封"}},
	}})
	f.gap(3)
	f.paras(verdict(h.Missing, h.Extra, h.Reason), "钥匙、投票箱封条、扫码枪和本机一并交接。")
	f.small("清点的张数只写在这张纸上：几个小时里发了多少张，不进台账。", false)
	f.gap(8)
	f.signing(h.Officers, "交班人", "接班人")
	f.small(h.Ledger, true)
	return f.finish(), nil
}

// signing sets who has signed in the ledger, with room for the signature on paper.
func (f *flow) signing(who [2]string, roles ...string) {
	st := style{face: song, pt: 14}
	f.form(12, []string{roles[0], who[0], roles[1], who[1]})
	f.gap(6)
	for _, role := range roles {
		f.blanks(st, 14, role+"签字", "时间")
	}
	f.gap(4)
}

package pdf

// This file is the minutes of a neighbourhood round table (圆桌会纪要).

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Minutes records one meeting.
type Minutes struct {
	Title     string // as 幸福里社区2026年度第二次邻里圆桌会纪要
	Number    string
	Begin     time.Time // at midnight the hour is not known and left out
	End       time.Time
	Place     string
	Moderator string
	Recorder  string
	Present   []Attendee
	Excused   []string // invited but absent
	Items     []Item
	Ranking   []Rank // in order; empty when the meeting ranked nothing
	Method    string // how it ranked, a sentence; empty: not said
	Quorum    int    // people who had to be there; 0: not said
	Signing   []string
	Date      time.Time
	Spare     int // empty lines on the attendance sheet for those who come uninvited
}

// Attendee is a person at the table.
type Attendee struct {
	Name, Role string
	Note       string // as 已扫码签到; empty says nothing
}

// Item is what the meeting did with one proposal.
type Item struct {
	Number     string
	Name       string
	Discussion string // what was said; a line end begins a paragraph
	Conclusion string // 通过, 修改后通过, 与×号合并, 不列入 …
	Clause     string // of the negative list, verbatim, when it was refused by one
	Reason     string
	Recused    string // who took no part; empty: all did
	Votes      string // as 赞成8票，反对1票，弃权0票; empty: no vote was taken
	Owner      string // who does what next
	Before     string // the text as handed in, when the meeting changed it
	After      string // the text as changed
}

// Rank is a place in the meeting's recommendation.
type Rank struct {
	Number string
	Name   string
	Points string // votes or points, as the meeting counted
}

// Print writes the minutes with the attendance sheet at the end. It refuses minutes without items.
func (m Minutes) Print(w io.Writer) ([]Missing, error) {
	return job("圆桌会纪要", w, m.Title, m.Date, m.pages)
}

func (m Minutes) pages(p *press) ([]*page, error) {
	if len(m.Items) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrEmpty, m.Title)
	}
	if m.Date.IsZero() || m.Begin.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrDate, m.Title)
	}
	f := p.flow(official())
	f.titled(m.Title)
	m.head(f)
	f.gap(f.lead * 0.5)
	f.heading(1, 1, "讨论事项")
	for i, it := range m.Items {
		it.print(f, i+1)
	}
	m.ranked(f)
	m.sign(f)
	f.turn()
	Attendance{Meeting: strings.TrimSuffix(m.Title, "纪要"), Begin: m.Begin, Place: m.Place, Invited: m.Present, Spare: m.Spare, Date: m.Date}.write(f)
	return f.finish(), nil
}

func (m Minutes) head(f *flow) {
	when := FullDate(m.Begin) + weekdayOf(m.Begin)
	if begin := m.Begin.In(china); begin.Hour() > 0 || begin.Minute() > 0 {
		when += hour(begin)
	}
	if !m.End.IsZero() {
		when += "至" + hour(m.End.In(china))
	}
	names := make([]string, len(m.Present))
	for i, a := range m.Present {
		names[i] = a.Name
		if a.Role != "" {
			names[i] += "（" + a.Role + "）"
		}
	}
	present := fmt.Sprintf("%s，共%d人", strings.Join(names, "、"), len(names))
	if m.Quorum > 0 {
		present += fmt.Sprintf("（按方案至少%d人）", m.Quorum)
	}
	rows := [][]string{{"时间", when}, {"地点", m.Place}, {"主持人", m.Moderator, "记录人", m.Recorder}, {"出席", present}}
	if len(m.Excused) > 0 {
		rows = append(rows, []string{"请假", strings.Join(m.Excused, "、")})
	}
	if m.Number != "" {
		rows = append([][]string{{"编号", m.Number}}, rows...)
	}
	f.form(12, rows...)
}

func weekdayOf(t time.Time) string { return "（" + weekdays[t.In(china).Weekday()] + "）" }

func (it Item) print(f *flow, no int) {
	f.heading(2, no, it.Number+"号　"+it.Name)
	f.paras(it.Discussion)
	if it.Before != "" || it.After != "" {
		f.gap(1.5)
		f.table(table{pt: 12, cols: []col{{"提议原文", 50, leftward}, {"修改后", 50, leftward}},
			rows: []row{{cells: []string{it.Before, it.After}}}})
		f.gap(2.5)
	}
	f.labelled("结论", it.Conclusion)
	f.labelled("负面清单", it.Clause)
	f.labelled("理由", it.Reason)
	f.labelled("回避", it.Recused)
	f.labelled("表决", it.Votes)
	f.labelled("责任人", it.Owner)
	f.gap(f.lead * 0.3)
}

// labelled sets 「结论：…」 and nothing when there is nothing to say.
func (f *flow) labelled(label, text string) {
	if text != "" {
		f.paras(label + "：" + text)
	}
}

func (m Minutes) ranked(f *flow) {
	if len(m.Ranking) == 0 {
		return
	}
	f.heading(1, 2, "推荐排序")
	f.paras(m.Method)
	t := table{pt: 12, cols: []col{{"次序", 14, middle}, {"编号", 18, middle}, {"项目", 96, leftward}, {"得分（票）", 28, rightward}}}
	if !slices.ContainsFunc(m.Ranking, func(r Rank) bool { return r.Points != "" }) {
		t.cols = []col{{"次序", 14, middle}, {"编号", 18, middle}, {"项目", 124, leftward}}
	}
	for i, r := range m.Ranking {
		cells := []string{fmt.Sprint(i + 1), r.Number, r.Name, r.Points}
		t.rows = append(t.rows, row{cells: cells[:len(t.cols)]})
	}
	f.gap(1)
	f.table(t)
	f.gap(f.lead * 0.5)
}

func (m Minutes) sign(f *flow) {
	roles := m.Signing
	if len(roles) == 0 {
		roles = []string{"主持人", "记录人", "居民代表", "社区居委会"}
	}
	f.need(float64((len(roles)+1)/2)*14 + 2*f.lead)
	f.gap(f.lead * 0.5)
	for i := 0; i < len(roles); i += 2 {
		pair := []string{roles[i] + "（签字）", ""}
		if i+1 < len(roles) {
			pair[1] = roles[i+1] + "（签字）"
		} else {
			pair = pair[:1]
		}
		f.blanks(style{face: song, pt: 14}, 14, pair...)
	}
	st := f.body
	f.put(f.flushRight(st, f.right()-2*st.em(), base(f.y+3, f.lead, st), FullDate(m.Date)))
	f.y += f.lead + 3
}

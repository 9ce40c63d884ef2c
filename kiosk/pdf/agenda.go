package pdf

// This file is the agenda of a neighbourhood round table (圆桌会议程): what is before it, and what is known of each item.

import (
	"fmt"
	"io"
	"time"
)

// Agenda lists the items of one meeting.
type Agenda struct {
	Title     string // as 幸福里社区2026年度邻里圆桌会议程
	Begin     time.Time
	Place     string // empty: not fixed yet, with Begin, Moderator and Recorder
	Moderator string
	Recorder  string
	Quorum    int // people who must be there
	Items     []AgendaItem
	Date      time.Time
}

// AgendaItem is one proposal that is before the table. It names no person.
type AgendaItem struct {
	Number   string
	Title    string
	By       string // the kind of proposer
	Kind     string
	Place    string
	Text     string // as handed in; a line end begins a paragraph
	Benefits string
	Survey   string   // who visited the site, and what they found
	Alike    []string // items that may be the same
	Merged   []string // that were merged into it
}

// Print writes the agenda. It refuses one without items, and a missing date.
func (a Agenda) Print(w io.Writer) ([]Missing, error) {
	return job("圆桌会议程", w, a.Title, a.Date, a.pages)
}

func (a Agenda) pages(p *press) ([]*page, error) {
	switch {
	case len(a.Items) == 0:
		return nil, fmt.Errorf("%w: %s", ErrEmpty, a.Title)
	case a.Date.IsZero():
		return nil, fmt.Errorf("%w: %s", ErrDate, a.Title)
	}
	f := p.flow(official())
	f.titled(a.Title)
	a.head(f)
	for i, x := range a.Items {
		p.name = a.Title + " " + x.Number
		x.print(f, i+1)
	}
	return f.finish(), nil
}

func (a Agenda) head(f *flow) {
	rows := [][]string{{"议题", fmt.Sprintf("%d项", len(a.Items)), "到会", fmt.Sprintf("至少%d人", a.Quorum)}}
	if a.Place != "" {
		rows = append([][]string{{"时间", FullDate(a.Begin) + weekdayOf(a.Begin), "地点", a.Place}, {"主持人", a.Moderator, "记录人", a.Recorder}}, rows...)
	}
	f.form(12, rows...)
	f.gap(f.lead * 0.5)
}

func (x AgendaItem) print(f *flow, no int) {
	f.heading(1, no, x.Number+"号　"+x.Title)
	st := style{face: song, pt: 13}
	for _, line := range [][2]string{{"提议人", x.By}, {"类别", x.Kind}, {"地点", x.Place}, {"内容", x.Text}, {"受益", x.Benefits}, {"踏勘", x.Survey}} {
		f.item(st, line[0], line[1])
	}
	for _, s := range x.Merged {
		f.item(st, "并入本项", s)
	}
	for _, s := range x.Alike {
		f.item(st, "可能相同", s)
	}
	f.gap(f.lead * 0.4)
}

// item sets a text behind its label, all lines at one edge; nothing if there is no text.
func (f *flow) item(st style, label, text string) {
	lead := st.em() * 1.55
	indent := 5 * st.em()
	for i, s := range paragraphs(text) {
		f.need(lead)
		if i == 0 {
			f.put(f.line(st.in(hei), f.left, base(f.y, lead, st), label))
		}
		f.text(column{style: st, lead: lead, x: f.left + indent, width: f.width - indent, ragged: true}, s)
	}
}

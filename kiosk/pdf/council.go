package pdf

// This file is the minutes of the residents' council (居民议事会会议纪要), signed by those who led it.

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// ErrVotes: a vote whose yes, no and abstentions are not those who were there less those who are recused.
var ErrVotes = errors.New("赞成、反对、弃权之和与参加表决的人数不符，请核对 / yes, no and abstentions are not those who voted: check them")

// Council records the meetings at which the residents' council voted on the projects, and what came of its votes.
type Council struct {
	Title    string // as 幸福里社区2026年度“民生微实事”居民议事会会议纪要
	Rule     string // how it decides and how the money is given, by the scheme
	Meetings []CouncilMeeting
	Results  []CouncilResult // by rank; empty as long as the votes are not closed
	Fund     int64           // fen that it divided
	Draw     string          // how a tie was drawn, a sentence; empty: there was none
	Officers []string        // who closed the votes
	Date     time.Time       // of the last entry that these minutes tell of
	Ledger   string          // checkpoint
}

// CouncilMeeting is one meeting. One that too few came to has no chair and no votes.
type CouncilMeeting struct {
	Date      time.Time
	Place     string
	Chair     string
	Recorder  string
	Members   int // of the council
	Present   int
	Quorum    int // members who must be there
	Observers []string
	Adjourned string // why; empty if it was not
	Next      time.Time
	Votes     []CouncilVote
}

// CouncilVote is the vote on one project.
type CouncilVote struct {
	Number           string
	Name             string
	Cost             int64 // fen
	Yes, No, Abstain int
	Recused          []string // not counted among those who vote on it
	Needed           int      // yes that carry it
}

// CouncilResult is what became of a project.
type CouncilResult struct {
	Number string
	Name   string
	Cost   int64 // fen
	Funded bool
	Reason string // in one sentence
}

// Print writes the minutes. It refuses minutes of no meeting, and votes that do not add up to those who were there.
func (c Council) Print(w io.Writer) ([]Missing, error) {
	return job("居民议事会会议纪要", w, c.Title, c.Date, c.pages)
}

func (c Council) pages(p *press) ([]*page, error) {
	if len(c.Meetings) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrEmpty, c.Title)
	}
	if c.Date.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrDate, c.Title)
	}
	f := p.flow(official())
	f.titled(c.Title)
	f.heading(1, 1, "表决办法")
	f.paras(c.Rule)
	f.paras("回避的成员计入会议的到会人数，不计入该项参加表决的人数；每项赞成、反对、弃权之和等于到会人数减去回避人数。")
	for i, m := range c.Meetings {
		if err := m.print(f, i); err != nil {
			return nil, err
		}
	}
	if err := c.results(f, len(c.Meetings)+2); err != nil {
		return nil, err
	}
	c.sign(f)
	return f.finish(), nil
}

// print sets the meeting with that index: who was there, and its votes as a table.
func (m CouncilMeeting) print(f *flow, i int) error {
	f.heading(1, i+2, fmt.Sprintf("第%s次会议", numeral(i+1)))
	m.head(f)
	if len(m.Votes) == 0 {
		f.gap(f.lead * 0.3)
		return nil
	}
	t := table{pt: 12, cols: []col{{"编号", 12, middle}, {"项目", 47, leftward}, {"预算", 28, rightward}, {"赞成", 13, middle}, {"反对", 13, middle},
		{"弃权", 13, middle}, {"须赞成", 17, middle}, {"结果", 23, middle}}}
	for _, v := range m.Votes {
		if err := amounts(v.Cost); err != nil {
			return err
		}
		if v.Yes+v.No+v.Abstain != m.Present-len(v.Recused) {
			return fmt.Errorf("%w: %s %d+%d+%d, %d-%d", ErrVotes, v.Number, v.Yes, v.No, v.Abstain, m.Present, len(v.Recused))
		}
		r := row{cells: []string{v.Number, v.Name, Amount(v.Cost), fmt.Sprint(v.Yes), fmt.Sprint(v.No), fmt.Sprint(v.Abstain), fmt.Sprint(v.Needed), pick(v.Yes >= v.Needed, "通过", "没有通过")}}
		if len(v.Recused) > 0 {
			r.note = fmt.Sprintf("回避：%s，参加表决%d人。", strings.Join(v.Recused, "、"), m.Present-len(v.Recused))
		}
		t.rows = append(t.rows, r)
	}
	f.gap(3)
	f.table(t)
	f.gap(f.lead * 0.3)
	return nil
}

func (m CouncilMeeting) head(f *flow) {
	rows := [][]string{{"时间", FullDate(m.Date) + weekdayOf(m.Date), "地点", m.Place}}
	if m.Chair != "" {
		rows = append(rows, []string{"主持人", m.Chair, "记录人", m.Recorder})
	}
	rows = append(rows, []string{"到会", fmt.Sprintf("成员%d人，到会%d人，法定人数%d人", m.Members, m.Present, m.Quorum)})
	if len(m.Observers) > 0 {
		rows = append(rows, []string{"旁听", strings.Join(m.Observers, "、")})
	}
	if m.Adjourned != "" {
		text := m.Adjourned
		if !m.Next.IsZero() {
			text += "；改于" + FullDate(m.Next) + "开会"
		}
		rows = append(rows, []string{"延期", text})
	}
	f.form(12, rows...)
}

// results tells what is funded and why, once the votes are closed.
func (c Council) results(f *flow, no int) error {
	if len(c.Results) == 0 {
		f.heading(1, no, "资金安排")
		f.paras("表决尚未结束。")
		return nil
	}
	f.heading(1, no, "资金安排")
	t := table{pt: 12, cols: []col{{"编号", 12, middle}, {"项目", 88, leftward}, {"预算", 32, rightward}, {"结果", 34, middle}}}
	sum := int64(0)
	for _, r := range c.Results {
		if err := amounts(r.Cost, c.Fund); err != nil {
			return err
		}
		if r.Funded {
			sum += r.Cost
		}
		t.rows = append(t.rows, row{note: r.Reason, cells: []string{r.Number, r.Name, Amount(r.Cost), pick(r.Funded, "列入实施", "没有列入")}})
	}
	if sum > c.Fund {
		return fmt.Errorf("%w: %s > %s", ErrOverspent, Yuan(sum), Yuan(c.Fund))
	}
	f.paras(fmt.Sprintf("可安排资金%s，列入实施的项目合计%s，余额%s。", Amount(c.Fund), Amount(sum), Amount(c.Fund-sum)))
	if c.Draw != "" {
		f.paras(c.Draw)
	}
	f.gap(1)
	f.table(t)
	return nil
}

// sign leaves a line for chair and recorder of each meeting that sat, and for those who closed the votes; date and
// checkpoint stay with them.
func (c Council) sign(f *flow) {
	t := table{pt: 12, cols: []col{{"身份", 34, middle}, {"姓名", 62, leftward}, {"签字", 70, leftward}}}
	seen := map[string]bool{}
	add := func(role, name string) {
		if name != "" && !seen[role+name] {
			seen[role+name] = true
			t.rows = append(t.rows, row{tall: 11, cells: []string{role, name, ""}})
		}
	}
	for _, m := range c.Meetings {
		add("主持人", m.Chair)
		add("记录人", m.Recorder)
	}
	for _, name := range c.Officers {
		add("经办人", name)
	}
	for _, role := range []string{"议事会成员", "居民代表"} {
		t.rows = append(t.rows, row{tall: 11, cells: []string{role, "", ""}})
	}
	f.need(min(float64(len(t.rows))*11+4.4*f.lead, f.height))
	f.gap(f.lead * 0.5)
	f.paras("以上情况属实。")
	f.gap(1)
	f.table(t)
	st := f.body
	f.put(f.flushRight(st, f.right()-2*st.em(), base(f.y+3, f.lead, st), FullDate(c.Date)))
	f.y += f.lead + 3
	if c.Ledger != "" {
		f.small("台账校验点："+hashed(c.Ledger), false)
	}
}

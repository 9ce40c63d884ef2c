package pdf

// This file is the attendance sheet (签到表) that lies at the door of a meeting.

import (
	"fmt"
	"io"
	"time"
)

// Attendance lists those who are expected, with room to sign.
type Attendance struct {
	Meeting string
	Begin   time.Time
	Place   string
	Invited []Attendee
	Spare   int // empty lines, at most 200, for those who come uninvited
	Date    time.Time
}

// Print writes the sheet. It refuses one without any line.
func (a Attendance) Print(w io.Writer) ([]Missing, error) {
	return job("签到表", w, a.Meeting+"签到表", a.Date, a.pages)
}

func (a Attendance) pages(p *press) ([]*page, error) {
	if len(a.Invited) == 0 && a.Spare <= 0 {
		return nil, fmt.Errorf("%w: %s", ErrEmpty, a.Meeting)
	}
	if a.Date.IsZero() || a.Begin.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrDate, a.Meeting)
	}
	f := p.flow(official())
	a.write(f)
	return f.finish(), nil
}

func (a Attendance) write(f *flow) {
	f.titled("邻里圆桌会签到表")
	f.form(12, []string{"会议", a.Meeting}, []string{"时间", FullDate(a.Begin) + weekdayOf(a.Begin), "地点", a.Place})
	f.gap(4)
	t := table{pt: 13, cols: []col{{"序号", 13, middle}, {"姓名", 42, middle}, {"身份", 42, leftward}, {"签名", 40, middle}, {"备注", 19, leftward}}}
	for i, who := range a.Invited {
		t.rows = append(t.rows, row{tall: 11, cells: []string{fmt.Sprint(i + 1), who.Name, who.Role}})
	}
	for range min(max(a.Spare, 0), 200) {
		t.rows = append(t.rows, row{tall: 11, cells: []string{fmt.Sprint(len(t.rows) + 1)}})
	}
	f.table(t)
}

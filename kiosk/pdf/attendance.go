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
	URL     string // at which phones sign in, as a QR code; empty prints none
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
	if err := a.door(f); err != nil {
		return nil, err
	}
	a.write(f)
	return f.finish(), nil
}

// door sets the code by which phones sign in, on a page of its own, to be hung at the door.
func (a Attendance) door(f *flow) error {
	if a.URL == "" {
		return nil
	}
	const side = 110.0
	f.titled("扫码签到")
	f.form(14, []string{"会议", a.Meeting}, []string{"时间", FullDate(a.Begin) + weekdayOf(a.Begin)}, []string{"地点", a.Place})
	f.gap(12)
	c, err := newCode(a.URL, f.left+(f.width-side)/2, f.y, side)
	if err != nil {
		return err
	}
	f.put(c)
	f.y += c.side + 7
	f.middle(style{face: hei, pt: 12}, a.URL)
	f.gap(5)
	f.paras("用手机扫码，填写身份和姓氏（如“居民代表 王”）；提过建议的，再填提议单上的提议码，议到自己的提议时回避。不填姓名和电话，签到会公开。没有手机的，请在签到表上签名。")
	f.turn()
	return nil
}

func (a Attendance) write(f *flow) {
	f.titled("邻里圆桌会签到表")
	f.form(12, []string{"会议", a.Meeting}, []string{"时间", FullDate(a.Begin) + weekdayOf(a.Begin), "地点", a.Place})
	f.gap(4)
	t := table{pt: 13, cols: []col{{"序号", 12, middle}, {"姓名", 38, middle}, {"身份", 38, leftward}, {"签名", 38, middle}, {"备注", 30, leftward}}}
	for i, who := range a.Invited {
		t.rows = append(t.rows, row{tall: 11, cells: []string{fmt.Sprint(i + 1), who.Name, who.Role, "", who.Note}})
	}
	for range min(max(a.Spare, 0), 200) {
		t.rows = append(t.rows, row{tall: 11, cells: []string{fmt.Sprint(len(t.rows) + 1)}})
	}
	f.table(t)
}

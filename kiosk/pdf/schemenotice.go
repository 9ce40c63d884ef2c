package pdf

// This file is the announcement of a scheme (方案公告): its text, the fund, the timetable, and how to take part.

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// Announcement is a scheme for the wall.
type Announcement struct {
	Title     string // as 幸福里社区2026年度“和谐微实事”实施方案
	Lead      string // in force, or a draft on which opinions are asked for; one or two sentences
	Fund      int64  // fen
	Terms     string // of the fund: sources, caps, a line each; may be empty
	Articles  []Article
	Stages    []Stage  // the timetable; none prints none
	TakePart  []string // what a resident can do, a sentence each
	Address   string   // of the page, printed and as a QR code; empty prints none
	Ledger    string   // checkpoint of the ledger; empty prints none
	Phones    []Contact
	Oversight []Contact
	Signers   []string
	Date      time.Time
}

// Article is a part of a scheme. Its text may have several paragraphs, a line each.
type Article struct{ Heading, Text string }

// Stage is one step of a timetable.
type Stage struct {
	Name     string
	From, To time.Time // days; zero: not dated
	Days     int       // working days
}

// Print writes the announcement. It refuses one without articles ([ErrEmpty]) or date ([ErrDate]), amounts that cannot be,
// and more signers than have room.
func (a Announcement) Print(w io.Writer) ([]Missing, error) {
	return job("方案公告", w, a.Title, a.Date, a.pages)
}

func (a Announcement) check() error {
	if err := signable(a.Signers); err != nil {
		return err
	}
	switch {
	case len(a.Articles) == 0:
		return fmt.Errorf("%w: %s", ErrEmpty, a.Title)
	case a.Date.IsZero():
		return fmt.Errorf("%w: %s", ErrDate, a.Title)
	}
	return amounts(a.Fund)
}

func (a Announcement) pages(p *press) ([]*page, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	f := p.flow(official())
	f.titled(a.Title)
	f.flat("全体居民：")
	f.paras(a.Lead)
	no := 1
	head := func(text string) {
		f.heading(1, no, text)
		no++
	}
	head("资金")
	f.paras(fmt.Sprintf("本届资金总额%s。", Amount(a.Fund)))
	f.paras(a.Terms)
	for _, x := range a.Articles {
		head(x.Heading)
		f.paras(x.Text)
	}
	if len(a.Stages) > 0 {
		head("时间表")
		a.timetable(f)
	}
	head("怎样参与")
	f.paras(a.TakePart...)
	if err := a.closing(f); err != nil {
		return nil, err
	}
	return f.finish(), nil
}

func (a Announcement) timetable(f *flow) {
	t := table{pt: f.sheetForm.table, cols: []col{{"步骤", 52, leftward}, {"开始", 40, leftward}, {"结束", 40, leftward}, {"工作日", 24, rightward}}}
	for i, s := range a.Stages {
		from, to := "—", "—"
		if !s.From.IsZero() {
			from, to = FullDate(s.From), FullDate(s.To)
		}
		t.rows = append(t.rows, row{cells: []string{strconv.Itoa(i+1) + ". " + s.Name, from, to, strconv.Itoa(s.Days)}})
	}
	f.gap(f.lead * 0.2)
	f.table(t)
	f.gap(f.lead * 0.3)
}

// closing sets the ways to ask and to check, and the signatures.
func (a Announcement) closing(f *flow) error {
	var frame Posting
	frame.phones(f, "联系电话", a.Phones)
	frame.phones(f, "监督电话", a.Oversight)
	if a.Address != "" {
		lines := []string{"扫码或打开下面的网址，查看方案全文、各稿的修改、居民意见和答复：", a.Address}
		if a.Ledger != "" {
			lines = append(lines, "台账校验点："+hashed(a.Ledger))
		}
		f.gap(f.lead * 0.2)
		if err := f.coded(a.Address, 26, lines...); err != nil {
			return fmt.Errorf("方案网址 / address of the scheme: %w", err)
		}
	}
	f.signed(a.Signers, FullDate(a.Date))
	return nil
}

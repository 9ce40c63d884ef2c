package pdf

// This file prints the monthly bulletin of a programme (月度通报): each town's figures of the month and of the year.

import (
	"fmt"
	"io"
	"time"
)

// Bulletin is a month of a programme.
type Bulletin struct {
	Month  time.Time // any moment of it
	Street string    // whose communities the lines are; empty: the lines are streets
	Lines  []BulletinLine
}

// BulletinLine is a town; the last line is all of them together.
type BulletinLine struct {
	Name        string
	Month, Year BulletinFigures
	Working     int64 // projects under way at the end of the month
}

// BulletinFigures are numbers, and money in fen.
type BulletinFigures struct {
	Proposed, Approved, Begun, Done int64
	Cost, Paid                      int64
}

// Print writes the bulletin. It refuses one without lines or month.
func (b Bulletin) Print(w io.Writer) ([]Missing, error) {
	return job("月度通报", w, b.title(), b.Month, b.pages)
}

func (b Bulletin) title() string {
	return b.Street + "民生项目月度通报"
}

func (b Bulletin) pages(p *press) ([]*page, error) {
	switch {
	case b.Month.IsZero():
		return nil, fmt.Errorf("%w: %s", ErrDate, b.title())
	case len(b.Lines) == 0:
		return nil, fmt.Errorf("%w: %s", ErrEmpty, b.title())
	}
	for _, x := range b.Lines {
		if err := amounts(x.Month.Cost, x.Month.Paid, x.Year.Cost, x.Year.Paid); err != nil {
			return nil, err
		}
	}
	month := b.Month.In(china)
	f := p.flow(letter(14))
	f.titled(b.title())
	f.form(12, []string{"月份", month.Format("2006年1月")})
	f.gap(4)
	f.heading(1, 1, "本月")
	f.table(b.table(false))
	f.gap(4)
	f.heading(1, 2, fmt.Sprintf("%d年1月至%d月", month.Year(), month.Month()))
	f.table(b.table(true))
	f.gap(3)
	f.small("各项数字由各届台账的记录逐条汇总，不是填报。立项为表决通过，金额为立项金额；在建为月末已开工、未完工的项目。", false)
	return f.finish(), nil
}

func (b Bulletin) table(year bool) table {
	name := "镇（街道）"
	if b.Street != "" {
		name = "社区"
	}
	t := table{pt: 10.5, cols: []col{{name, 30, leftward}, {"提议", 14, rightward}, {"立项", 14, rightward}, {"立项金额", 30, rightward}, {"开工", 14, rightward},
		{"完工", 14, rightward}, {"支付", 30, rightward}, {"在建", 14, rightward}}}
	for _, x := range b.Lines {
		n := x.Month
		if year {
			n = x.Year
		}
		t.rows = append(t.rows, row{cells: []string{x.Name, count64(n.Proposed), count64(n.Approved), Yuan(n.Cost), count64(n.Begun), count64(n.Done), Yuan(n.Paid), count64(x.Working)}})
	}
	return t
}

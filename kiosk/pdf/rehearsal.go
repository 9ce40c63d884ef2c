package pdf

// This file prints what a rehearsal needs: the strip on all of its pages, the script, and the certificate that it was wiped.

import (
	"fmt"
	"io"
	"time"
)

// Striped is paper of a rehearsal: every page of a document printed on it bears a striped strip at its head that says so,
// in both languages. Ballots say by themselves that they are a test.
type Striped struct{ io.Writer }

const stripWords = "演练 · 不计入　REHEARSAL · DOES NOT COUNT"

// stripe puts the strip on a page, above all text areas.
func (p *press) stripe(pg *page) {
	const top, high, step = 4.0, 8.0, 4.0
	st := style{face: hei, pt: 13, bold: true}
	half := p.measure(st, stripWords)/2 + 4
	for x := 6.0; x+high < pg.w-6; x += step {
		if x+high < pg.w/2-half || x > pg.w/2+half {
			pg.add(stroke{x1: x, y1: top + high, x2: x + high, y2: top, width: 1})
		}
	}
	pg.add(box{x: 6, y: top, w: pg.w - 12, h: high, width: 0.5}, p.centred(st, pg.w/2, top+5.7, stripWords))
}

// Script says what is done with each sheet of a test deck, and what must come out.
type Script struct {
	Title    string // as 幸福里社区2026年度“和谐微实事”演练脚本
	Date     time.Time
	Sheets   []Cue
	Projects []Expectation
	Totals   []Expectation // ballots, blank, invalid; by name only
}

// Cue is what is done with one sheet.
type Cue struct {
	Serial string
	Way    string
	Screen string // what is chosen on the screen; empty: nothing is
	Paper  string // what is marked on the sheet; empty: it does not go into the box
}

// Expectation is what must come out, and in a certificate what did.
type Expectation struct {
	Name          string
	Want, Counted int64
}

// Print writes the script. It refuses one without sheets or date.
func (s Script) Print(w io.Writer) ([]Missing, error) {
	return job("演练脚本", w, s.Title, s.Date, s.pages)
}

func (s Script) pages(p *press) ([]*page, error) {
	switch {
	case len(s.Sheets) == 0:
		return nil, fmt.Errorf("%w: %s", ErrEmpty, s.Title)
	case s.Date.IsZero():
		return nil, fmt.Errorf("%w: %s", ErrDate, s.Title)
	}
	f := p.flow(letter(12))
	f.titled(s.Title)
	f.paras("照下表逐张处理测试票，然后封箱、点票、计票。结果须与末表逐项相同。请不要录入真人的电话或证件号，领票处填“演练1”“演练2”即可。")
	f.gap(2)
	t := table{pt: 11, cols: []col{{"编号", 26, leftward}, {"办法", 44, leftward}, {"屏幕上选", 45, leftward}, {"纸上填涂", 45, leftward}}}
	for _, c := range s.Sheets {
		t.rows = append(t.rows, row{cells: []string{c.Serial, c.Way, c.Screen, c.Paper}})
	}
	f.table(t)
	f.gap(6)
	f.heading(1, 1, "应有结果")
	t = table{pt: 11, cols: []col{{"项目", 120, leftward}, {"应得", 30, rightward}}}
	for _, e := range append(s.Projects[:len(s.Projects):len(s.Projects)], s.Totals...) {
		t.rows = append(t.rows, row{cells: []string{e.Name, count64(e.Want)}})
	}
	f.table(t)
	return f.finish(), nil
}

// Wiped is the certificate that a rehearsal has been wiped (演练清除证明).
type Wiped struct {
	Title    string
	Began    time.Time
	Ended    time.Time
	Sheets   int
	CheckIns int
	Entries  int64  // of the rehearsal's ledger
	Root     string // over them
	Items    int    // wiped from the store
	Results  []Expectation
	Why      string // for a result that is not as expected
	Officers [2]string
	Ledger   string // where the end stands in the ledger
}

// Print writes the certificate. It refuses one without sheets or date.
func (c Wiped) Print(w io.Writer) ([]Missing, error) {
	return job("演练清除证明", w, c.Title, c.Ended, c.pages)
}

func (c Wiped) pages(p *press) ([]*page, error) {
	switch {
	case c.Sheets == 0:
		return nil, fmt.Errorf("%w: %s", ErrEmpty, c.Title)
	case c.Ended.IsZero() || c.Began.IsZero():
		return nil, fmt.Errorf("%w: %s", ErrDate, c.Title)
	}
	f := p.flow(letter(13))
	f.titled("演练清除证明")
	f.form(12, []string{"届次", c.Title}, []string{"开始", minute(c.Began), "结束", minute(c.Ended)},
		[]string{"测试票", count(c.Sheets) + "张", "演练领票", count(c.CheckIns) + "次"},
		[]string{"演练台账", fmt.Sprintf("%s条", count64(c.Entries)), "清除数据", count(c.Items) + "项"})
	f.gap(3)
	f.paras(fmt.Sprintf("演练用单独的选票清单、票箱、名册和密钥，没有一张测试票进入正式投票，没有一张正式选票进入演练。演练的数据已经全部删除，本届台账只留下演练的开始和结束两条记录，并公开全部%s张测试票的编码：任何人都可以核对，正式清单上没有其中任何一张。", count(c.Sheets)))
	f.paras(c.verdict())
	t := table{pt: 11.5, cols: []col{{"", 100, leftward}, {"应有", 25, rightward}, {"演练结果", 25, rightward}}}
	for _, e := range c.Results {
		t.rows = append(t.rows, row{cells: []string{e.Name, count64(e.Want), count64(e.Counted)}, bold: e.Want != e.Counted})
	}
	f.table(t)
	f.gap(4)
	f.small("演练台账清除前的根哈希："+hashed(c.Root), false)
	f.small(c.Ledger, false)
	f.gap(8)
	f.signing(c.Officers, "办理人", "监督人")
	return f.finish(), nil
}

func (c Wiped) verdict() string {
	for _, e := range c.Results {
		if e.Want != e.Counted {
			return "演练结果与应有结果不同。说明：" + c.Why
		}
	}
	return "演练结果与应有结果逐项相同。"
}

func count64(n int64) string { return count(int(n)) }

// minute writes 「2026年11月21日 09:30」 in China's zone.
func minute(t time.Time) string { return t.In(china).Format("2006年1月2日 15:04") }

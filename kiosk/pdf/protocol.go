package pdf

// This file is the protocol of a public draw (抽签记录), signed by those who saw it.

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Protocol records how lots were drawn between projects that the rule found equal.
type Protocol struct {
	Title     string // as 幸福里社区2026年度“和谐微实事”抽签记录
	Basis     string // the scheme by which this is done
	Rungs     string // what is asked before the draw, as 费用低的在前、登记早的在前、公开抽签
	Seed      string
	How       string // how the seed came about, as 当众掷五枚骰子
	Ties      []Lots // none: the seed is for the sample of the recount alone
	Officers  []string
	Witnesses []string
	Date      time.Time // of the draw
	Ledger    string    // checkpoint
}

// Lots are projects that were equal, in the order that the draw gave them.
type Lots struct {
	Projects []Lot
	Effect   string // what the order decided, in one sentence
}

// Lot is what one project drew.
type Lot struct {
	Number string // official number
	Name   string
	Score  string // as 388票
	Cost   int64  // fen
	Lot    string // 64 hexadecimal digits
	By     string // what put it behind the one above, as 抽签; empty for the first
}

// Print writes the protocol with a line to sign for every officer and witness. It refuses one without a seed.
func (p Protocol) Print(w io.Writer) ([]Missing, error) {
	return job("抽签记录", w, p.Title, p.Date, p.pages)
}

func (p Protocol) pages(press *press) ([]*page, error) {
	if p.Seed == "" || p.How == "" {
		return nil, fmt.Errorf("%w: %s", ErrEmpty, p.Title)
	}
	if p.Date.IsZero() {
		return nil, fmt.Errorf("%w: %s", ErrDate, p.Title)
	}
	f := press.flow(official())
	f.titled(p.Title)
	p.draw(f)
	for i, t := range p.Ties {
		if err := t.print(f, i+3); err != nil {
			return nil, err
		}
	}
	p.sign(f, len(p.Ties)+3)
	return f.finish(), nil
}

// draw tells why lots were drawn and how.
func (p Protocol) draw(f *flow) {
	f.heading(1, 1, "为什么抽签")
	if len(p.Ties) == 0 {
		f.paras("没有需要抽签的并列项目。种子用来抽取复核的选票。")
	} else {
		f.paras("依据" + p.Basis + "，项目并列时依次看：" + p.Rungs + "。下列项目前几项分不出先后，所以公开抽签。")
	}
	f.heading(1, 2, "怎样抽签")
	f.form(13, []string{"时间", FullDate(p.Date) + hour(p.Date.In(china))}, []string{"办法", p.How}, []string{"种子", p.Seed},
		[]string{"见证人", strings.Join(p.Witnesses, "、")})
	f.gap(f.lead * 0.4)
	f.paras("种子只抽一次，登记后不能更改或重抽。每个项目的签号由种子和项目编号算出（把种子、一个零字节、编号连在一起求SHA-256），签号小的在前。任何人都可以重算。")
}

// print sets one tie as a table; every project has its whole lot below it.
func (t Lots) print(f *flow, no int) error {
	f.need(4 * f.lead)
	f.heading(1, no, "签号和次序")
	tab := table{pt: 12, cols: []col{{"次序", 14, middle}, {"编号", 14, middle}, {"项目", 66, leftward}, {"得票", 20, rightward},
		{"费用", 26, rightward}, {"依据", 32, leftward}}}
	for i, x := range t.Projects {
		if err := amounts(x.Cost); err != nil {
			return err
		}
		tab.rows = append(tab.rows, row{note: "签号：" + hashed(x.Lot), cells: []string{fmt.Sprint(i + 1), x.Number, x.Name, x.Score, Amount(x.Cost), x.By}})
	}
	f.table(tab)
	f.gap(1.5)
	f.paras(t.Effect)
	return nil
}

// sign leaves a line for everybody who was there.
func (p Protocol) sign(f *flow, no int) {
	f.heading(1, no, "签字")
	f.paras("以上情况属实。")
	t := table{pt: 12, cols: []col{{"身份", 20, middle}, {"姓名", 62, leftward}, {"签字", 60, leftward}}}
	for _, name := range p.Officers {
		t.rows = append(t.rows, row{tall: 12, cells: []string{"抽签人", name, ""}})
	}
	for _, name := range p.Witnesses {
		t.rows = append(t.rows, row{tall: 12, cells: []string{"见证人", name, ""}})
	}
	f.gap(1)
	f.table(t)
	f.gap(f.lead * 0.5)
	if p.Ledger != "" {
		f.small("台账校验点："+hashed(p.Ledger), false)
	}
}

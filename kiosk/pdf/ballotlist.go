package pdf

// This file is the list of contents of a file of ballots, for those who print, fold, count and carry them.

import "fmt"

// bundle is how many sheets are counted and carried together.
const bundle = 50

// desk is the page of the list, on the paper that the ballots are printed on.
func (b Ballots) desk(pages int) sheetForm {
	f := sheetForm{w: a5w, h: a5h, left: 14, top: 12, width: 120, height: 180, body: style{face: hei, pt: 11}, title: 17, table: 10.5}
	if b.Size == A4 || pages == folded {
		f = sheetForm{w: a4w, h: a4h, left: 24, top: 22, width: 162, height: 250, body: style{face: hei, pt: 13}, title: 22, table: 12}
	}
	f.lead = f.body.em() * 1.5
	return f
}

// contents says what the file holds and how it is printed. With ballots of several pages the list fills whole sheets of
// paper, the last of which may end with an empty page, so that every ballot begins on a front.
func (b Ballots) contents(p *press, pages int) []*page {
	p.name = "选票清单"
	defer func() { p.name = "选票" }()
	var list []*page
	for offset := 0; ; offset = len(list) { // the list's own length moves the bundles
		f := p.flow(b.desk(pages))
		b.list(f, pages, offset)
		list = f.finish()
		if pages > 1 && len(list)%2 == 1 {
			list = append(list, &page{w: f.w, h: f.h})
		}
		if len(list) == offset {
			return list
		}
	}
}

func (b Ballots) list(f *flow, pages, offset int) {
	f.titled(pick(b.Kind == TestDeck, "测试票清单", "选票清单"))
	f.text(column{style: f.body.heavy(), lead: f.lead, x: f.left, width: f.width, ragged: true}, "这一页不是选票，请不要发给居民，不要投入票箱。")
	f.gap(2)
	first, last, n := b.Sheets[0].Serial, b.Sheets[len(b.Sheets)-1].Serial, len(b.Sheets)
	pt := f.sheetForm.table
	rows := [][]string{{"投票", b.Title}, {"投票站", b.Station}, {"编号", first + " 至 " + last},
		{"合计", fmt.Sprintf("%d张，每捆%d张，共%d捆", n, bundle, (n+bundle-1)/bundle)}}
	if b.Run != "" {
		rows = append(rows, []string{"批次", b.Run})
	}
	f.form(pt, append(rows, []string{"日期", pick(b.Printed.IsZero(), "　　　　年　　月　　日", FullDate(b.Printed))},
		[]string{"印法", b.howToPrint(pages)})...)
	f.gap(4)
	f.table(b.bundles(pt, len(leaves(pages)), offset))
	f.gap(3)
	f.blanks(f.body, 13, "印制人签字", "日期")
	f.blanks(f.body, 13, "清点人签字", "日期")
	f.gap(2)
	f.small("印完请当面清点，两人签字，然后删除这份文件：谁拿到它，都能投里面的票。", false)
}

// bundles lists them with the pages of the file in which they begin.
func (b Ballots) bundles(pt float64, leaves, offset int) table {
	t := table{pt: pt, cols: []col{{"捆", 10, middle}, {"起止编号", 50, leftward}, {"张数", 13, rightward}, {"文件页码", 17, rightward}, {"已清点", 15, middle}}}
	for from := 0; from < len(b.Sheets); from += bundle {
		to := min(from+bundle, len(b.Sheets))
		t.rows = append(t.rows, row{tall: 7.5, cells: []string{fmt.Sprint(from/bundle + 1), b.Sheets[from].Serial + " 至 " + b.Sheets[to-1].Serial,
			fmt.Sprint(to - from), fmt.Sprint(offset + from*leaves + 1), ""}})
	}
	return t
}

// howToPrint is what a printer's shop must know.
func (b Ballots) howToPrint(pages int) string {
	const size = "按实际大小（100%），不缩放。"
	switch sheet := pick(b.Size == A4, "A4", "A5"); pages {
	case 1:
		return sheet + "纸单面打印，" + size
	case 2:
		return sheet + "纸双面打印，沿长边翻转，" + size
	}
	return pick(b.Size == A4, "A3", "A4") + "纸双面打印，沿短边翻转，" + size + "每张就是一份选票：沿中线对折一次，第1页朝外；不裁开，不装订。"
}

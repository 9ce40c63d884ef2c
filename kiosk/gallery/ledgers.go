package gallery

// Lists of a round, with filters and files, and the figures of all rounds.

import (
	"fmt"

	"linli/kiosk/page"
)

func ledgers() []Sample {
	desk, public := "/desk/2026/ledgers/works", "/r/2026/ledgers/works"
	many := works(desk)
	for i := range 60 {
		row := append([]string{}, many.Rows[i%2]...)
		row[0] = fmt.Sprint(i + 3)
		many.Rows = append(many.Rows, row)
	}
	many.Count, many.Older, many.Newer = 431, []page.Link{{Label: "ledgers.after", Href: desk + "?page=3"}}, []page.Link{{Label: "ledgers.before", Href: desk + "?page=1"}}
	sifted := works(public)
	sifted.Fields[0].Value, sifted.Rows, sifted.Count = "service", sifted.Rows[:1], 1
	none := works(desk)
	none.Fields[1].Value, none.Rows, none.Count = "没有这条路", nil, 0
	long := works(desk)
	long.Title, long.Rows = Long, append(long.Rows, []string{"999", Long, "工程类", "城管办", "1,234,567,890,123.45", "1,234,567,890,123.45", "2026-12-31"})
	all := page.Ledgers{Lists: lists("/desk/2026/ledgers/")}
	return []Sample{
		{"all", staffed("/desk/2026/ledgers", page.Implementing), all, []Screen{Desk, Phone}},
		{"many", staffed(desk, page.Implementing), many, []Screen{Desk, Phone}},
		{"one", Frame(public, page.Implementing), sifted, []Screen{Desk, Phone}},
		{"empty", staffed(desk, page.Implementing), none, onDesk},
		{"long", lengthy(staffed(desk, page.Implementing)), long, []Screen{Desk, Phone}},
		{"figures", staffed("/desk/figures/quarters", ""), quarters(), onDesk},
	}
}

func lists(base string) []page.Link {
	return []page.Link{{Label: "提议台账", Href: base + "proposals"}, {Label: "部门估算台账", Href: base + "estimates"}, {Label: "项目实施台账", Href: base + "works"}, {Label: "台账记录", Href: base + "entries"}}
}

func tableFiles(base string) []page.Link {
	return []page.Link{{Label: "Excel 表格（.xlsx）", Href: base + ".xlsx"}, {Label: "CSV 表格", Href: base + ".csv"}, {Label: "JSON 数据", Href: base + ".json"}}
}

func works(base string) page.Ledgers {
	return page.Ledgers{
		Title: "项目实施台账", Base: base, Count: 2, Files: tableFiles(base), Lists: lists("/r/2026/ledgers/"),
		Fields: []page.Field{{Name: "kind", Label: "类别", Kind: page.Select, Options: []page.Option{{Value: "engineering", Label: "工程类"}, {Value: "service", Label: "服务类"}}},
			{Name: "title", Label: "名称", Kind: page.Text, Max: 60}, {Name: "since", Label: "从这天起", Kind: page.Date}, {Name: "until", Label: "到这天为止", Kind: page.Date}, {Name: "q", Label: "含有文字", Kind: page.Text}},
		Heads: []page.Head{{Text: "项目编号", Number: true}, {Text: "名称"}, {Text: "类别"}, {Text: "部门"}, {Text: "合同金额（元）", Number: true}, {Text: "支付（元）", Number: true}, {Text: "期限"}},
		Rows:  [][]string{{"1", "南门充电棚", "工程类", "城管办", "47,500", "23,750", "2026-12-20"}, {"2", Hostile, "服务类", "民政办", "29,800.50", "", "2027-01-31"}},
	}
}

func quarters() page.Ledgers {
	base := "/desk/figures/quarters"
	return page.Ledgers{
		Title: "季度统计（各社区）", Base: base, Count: 2, Files: tableFiles(base), Lists: []page.Link{{Label: "月度通报", Href: "/desk/figures/bulletin"}}, Papers: []page.Link{{Label: "月度通报", Href: "/desk/figures/bulletin.pdf", Note: "PDF"}},
		Fields: []page.Field{{Name: "quarter", Label: "季度", Help: "如 2026-Q3", Kind: page.Text, Value: "2026-Q3", Max: 40}, {Name: "street", Label: "镇（街道）", Kind: page.Text, Max: 40}},
		Heads:  []page.Head{{Text: "季度"}, {Text: "社区"}, {Text: "类别"}, {Text: "立项（件）", Number: true}, {Text: "立项金额（元）", Number: true}},
		Rows:   [][]string{{"2026-Q3", "新家社区", "工程类", "618", "30,000,000"}, {"2026-Q3", "新家社区", "服务类", "306", "13,296,700"}},
		Total:  []string{"合计", "", "", "924", "43,296,700"},
	}
}

package gallery

// What goes from round to round: the needs library, lists of needs, what is carried over, the model projects.

import (
	"fmt"

	"linli/kiosk/page"
)

func rolling() []Sample {
	public, desk := Frame("/r/2026/needs", page.Collecting), staffed("/desk/2026/needs", page.Collecting)
	many := needs(24)
	many.Count, many.Open, many.All = 412, 398, 640
	many.Older, many.Newer = []page.Link{{Label: "ledgers.after", Href: "/r/2026/needs?page=3"}}, []page.Link{{Label: "ledgers.before", Href: "/r/2026/needs?page=1"}}
	office := needs(4)
	office.Acts = []page.Link{{Label: "登记需求", Href: "/desk/2026/act/need.add"}, {Label: "从表格录入需求", Href: "/desk/2026/needs/import"}}
	office.Rolls = []page.NeedRoll{{Round: "2025", Name: "2025年度 莲花社区 和谐微实事", Number: 87}, {Round: "2024", Name: Hostile, Number: 2}}
	for i := range office.Lines {
		if office.Lines[i].Closed {
			continue
		}
		office.Lines[i].Close = fmt.Sprintf("/desk/2026/act/need.close?no=%d", i+1)
	}
	long := needs(1)
	long.Lines[0].Text, long.Lines[0].Place, long.Lines[0].Source, long.Lines[0].How, long.Lines[0].Closed = Long+"\n"+Long, Long, Long, Long, true
	long.Lines[0].ID, long.Rolls = "a-very-long-identifier-of-a-round-40-sig.200000", []page.NeedRoll{{Round: "2025", Name: Long, Number: 50000}}
	all := []Sample{
		{"empty", public, page.Needs{Base: "/r/2026/needs"}, onPublic}, {"one", public, needs(1), onPublic}, {"many", public, many, onPublic},
		{"desk", desk, office, []Screen{Desk, Phone}}, {"long", lengthy(public), long, onPublic},
	}
	return append(append(append(all, needImports()...), carries()...), models()...)
}

func needs(n int) page.Needs {
	v := page.Needs{Count: n, Open: n, All: n, Base: "/r/2026/needs", Propose: true, Exports: tableFiles("/r/2026/ledgers/needs"), Fields: []page.Field{
		{Name: "state", Label: "状态", Kind: page.Select, Blank: "待办结", Options: []page.Option{{Value: "closed", Label: "已办结"}, {Value: "all", Label: "全部"}}},
		{Name: "q", Label: "含有文字", Kind: page.Text, Max: 60}}}
	for i := range n {
		x := page.NeedLine{No: n - i, ID: fmt.Sprintf("2025.%d", n-i), Text: "3号楼没有扶手，老人上下楼不便。", Place: "幸福弄3号", Kind: "工程类", Source: "走访", Date: at(1+i%20, 9), Propose: fmt.Sprintf("/r/2026/propose?need=%d", n-i)}
		switch i % 4 {
		case 1:
			x.Text, x.Place, x.Kind, x.Source = "暑假孩子没人看。\n希望有托管班。", "社区活动中心", "服务类", "座谈会"
			x.Answers = []page.Link{{Label: "T-012 暑期托管班", Href: "/p/K7Q2MX9TR4VN", Note: "已收到"}, {Label: "T-031 " + Hostile, Href: "/p/K7Q2MX9TR4VP", Note: "入选"}}
		case 2:
			x.Closed, x.How, x.Propose = true, "2025年已经安装。", ""
		}
		v.Lines = append(v.Lines, x)
	}
	return v
}

func needImports() []Sample {
	f := staffed("/desk/2026/needs/import", page.Collecting)
	ask := page.NeedImport{Most: 2000, Templates: []page.Link{{Label: "下载模板", Href: "/desk/2026/needs/import/needs.xlsx", Note: "xlsx"}},
		Columns: []page.ImportColumn{{Head: "需求内容", Must: true}, {Head: "来源", Must: true, How: "填走访、座谈、热线、网络、来信来访、居民议事会之一。"}, {Head: "日期", Must: true, How: "2026-11-22 或 2026年11月22日"}}}
	faults, long, unread := ask, ask, ask
	unread.File, unread.Error = "需求.xls", "这是旧版 .xls 文件，或设有密码，请另存为不带密码的 .xlsx"
	faults.File, faults.Encoding, faults.More, faults.Lines, faults.Count = Hostile+".csv", "GB18030", 31, needs(2).Lines, 2
	faults.Faults = []page.ImportFault{{Cell: "D2", Head: "来源", Reason: "请填以下之一: 走访、座谈"}, {Cell: "E7", Head: "日期", Reason: Hostile}}
	long.File, long.Unread, long.Faults = Long, []string{Long}, []page.ImportFault{{Cell: "BL2000", Head: Long, Reason: Long + Long}}
	one := page.NeedImport{File: "需求.xlsx", Encoding: "xlsx", Lines: needs(1).Lines, Count: 1, Token: "K7Q2MX9TR4VN"}
	many := page.NeedImport{File: "2026年需求库.csv", Encoding: "UTF-8", Unread: []string{"备注"}, Lines: needs(40).Lines, Count: 1840, Token: "K7Q2MX9TR4VN"}
	return []Sample{
		{"empty", f, ask, onDesk}, {"unread", f, unread, onDesk}, {"faults", f, faults, []Screen{Desk, Phone}}, {"one", f, one, onDesk}, {"many", f, many, []Screen{Desk, Phone}},
		{"long", lengthy(f), long, []Screen{Desk, Phone}}, {"done", f, page.NeedImport{Done: 1840}, onDesk},
	}
}

func carries() []Sample {
	f := staffed("/desk/2026/carry", page.Collecting)
	item := func(no int, title string) page.CarryItem {
		return page.CarryItem{No: no, Code: fmt.Sprintf("T-%03d", no), Title: title, Place: "幸福弄", Kind: "工程类", Why: "本届资金用完。", Href: fmt.Sprintf("/desk/2025/proposal/%d", no)}
	}
	old := page.CarryRound{ID: "2025", Name: "2025年度 莲花社区 和谐微实事", Free: true, Items: []page.CarryItem{item(3, "老年学堂"), item(7, "南门长椅"), item(9, Hostile)}}
	old.Items[1].Taken = page.Link{Label: "已转入2026年度 莲花社区 和谐微实事：T-041", Href: "/p/K7Q2MX9TR4VN"}
	old.Items[2].Erased, old.Items[2].Chosen = true, true
	lone := page.CarryRound{ID: "2025", Name: old.Name, Free: true, Items: old.Items[:1]}
	long := page.CarryRound{ID: "2025", Name: Long, Free: true, Items: []page.CarryItem{{No: 1, Code: "T-1234", Title: Long, Place: Long, Kind: Long, Why: Long, Href: "/desk/2025/proposal/1"}}}
	return []Sample{
		{"empty", f, page.Carry{Open: true, Most: 50}, onDesk}, {"one", f, page.Carry{Open: true, Most: 50, Rounds: []page.CarryRound{lone}}, onDesk},
		{"many", f, page.Carry{Open: true, Most: 50, Rounds: []page.CarryRound{old, {ID: "2024", Name: "2024年度 莲花社区 和谐微实事", Free: true, Items: []page.CarryItem{item(2, "楼道灯")}}}}, []Screen{Desk, Phone}},
		{"wrong", f, page.Carry{Open: true, Most: 50, Rounds: []page.CarryRound{old}, Error: "请先勾选要转入的提议"}, onDesk},
		{"long", lengthy(f), page.Carry{Open: true, Most: 50, Rounds: []page.CarryRound{long}}, []Screen{Desk, Phone}},
		{"done", f, page.Carry{Open: true, Most: 50, Rounds: []page.CarryRound{old}, Done: 2, Print: "/desk/2026/slips/41-42.pdf", List: "/desk/2026/proposals"}, onDesk},
		{"closed", staffed("/desk/2026/carry", page.Voting), page.Carry{Most: 50, Rounds: []page.CarryRound{old}}, onDesk},
	}
}

func models() []Sample {
	f := Frame("/models", "")
	f.RoundID, f.Round = "", ""
	v := page.Models{Base: "/models", Count: 2, Fields: needs(0).Fields[1:], Exports: tableFiles("/models")}
	many := v
	for i, p := range Projects() {
		many.Items = append(many.Items, page.ModelLine{Project: p, Round: "2025", RoundHref: "/r/2025", Community: "莲花社区", Programme: "和谐微实事", Year: 2020 + i, Satisfied: "92.5%", Asked: 204, Why: "两周完工，维护由楼组认领。", Href: fmt.Sprintf("/models/2025/%d", i+1)})
		many.Items[i].Priority = false
	}
	many.Count, many.Older = 61, []page.Link{{Label: "ledgers.after", Href: "/models?page=2"}}
	one, long := v, v
	one.Items, one.Count = many.Items[1:2], 1
	long.Items = []page.ModelLine{{Project: longProject(999), Round: "2025", RoundHref: "/r/2025", Community: Long, Programme: Long, Year: 2025, Satisfied: "100.0%", Asked: 1000000, Why: Long, Href: "/models/2025/999"}}
	empty := v
	empty.Count = 0
	own := page.Model{Item: many.Items[1], Propose: []page.Link{{Label: "2026年度 莲花社区 和谐微实事", Href: "/r/2026/propose?like=2025.2"}, {Label: "2026年度 " + Hostile, Href: "/r/x/propose?like=2025.2"}}}
	shut := page.Model{Item: many.Items[0]}
	far := page.Model{Item: long.Items[0], Propose: []page.Link{{Label: Long, Href: "/r/2026/propose?like=2025.999"}}}
	return []Sample{
		{"empty", f, empty, onPublic}, {"one", f, one, onPublic}, {"many", f, many, onPublic}, {"long", lengthy(f), long, onPublic},
		{"one", f, own, onPublic}, {"closed", f, shut, onPhone}, {"long", lengthy(f), far, onPublic},
	}
}

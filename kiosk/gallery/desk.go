package gallery

// The staff's desk: the door, the eight steps, and the forms of acts.

import (
	"fmt"

	"linli/kiosk/page"
)

func desks() []Sample {
	long := desk()
	long.Warnings, long.Recent[0].Text = []string{Long + Long, Long}, Long+Long
	long.Facts = []page.Fact{{Label: Long, Value: "1,234,567,890", Of: Long, Alarm: true}}
	long.Sections[2].Step.Title, long.Sections[2].Step.Line = Long, Long+Long
	long.Sections[2].Acts = []page.Act{{Name: "table.meet", Label: Long, Note: Long, Count: 12345, Main: true}, {Name: "library.freeze", Label: Long, Note: Long, Blocked: true}}
	for i := range 12 {
		long.Stations = append(long.Stations, page.Link{Label: fmt.Sprint(i+2, " ", Long), Href: "/desk/2026/checkin/2"})
	}
	long.Queue = queue(true)
	done := page.Desk{Recent: entries(5)}
	for _, s := range steps(9) {
		done.Sections = append(done.Sections, page.Section{Step: s})
	}
	return []Sample{
		{"empty", page.Frame{Path: "/login"}, page.Login{}, onPublic},
		{"wrong", Frame("/login", page.Voting), page.Login{Name: Hostile, Next: "/desk/2026", Error: "用户名或密码不对。"}, onPhone},
		{"long", lengthy(Frame("/login", page.Voting)), page.Login{Name: Long, Error: Long}, onPhone},
		{"many", staffed("/desk/2026", page.Screening), desk(), []Screen{Desk, Phone}},
		{"rounds", staffed("/desk", ""), page.Desk{Rounds: roundLines(), Acts: []page.Act{{Name: "round.create", Main: true, Href: "/desk/new"}}}, onDesk},
		{"one", staffed("/desk", ""), page.Desk{Rounds: roundLines()[:1]}, onDesk},
		{"empty", staffed("/desk", ""), page.Desk{}, onDesk},
		{"long", lengthy(staffed("/desk/2026", page.Screening)), long, []Screen{Desk, Phone}},
		{"closed", staffed("/desk/2026", page.Closed), done, onDesk},
	}
}

func desk() page.Desk {
	d := page.Desk{Queue: queue(false), Warnings: []string{"T-017 的答复已超过期限 2 个工作日。", "菜场门口投票站还没有日结。"}, Facts: []page.Fact{{Label: "提议", Value: "46"}, {Label: "待审核", Value: "5", Of: "共 46", Alarm: true}}, Recent: entries(5),
		Papers: []page.Link{{Label: "实施方案公告", Href: "/desk/2026/pdf/scheme.pdf", Note: "PDF，2页"}}, Stations: []page.Link{{Label: "1 社区服务中心", Href: "/desk/2026/checkin/1"}},
		Batches: []page.Link{{Label: "第3批 A组", Href: "/desk/2026/count/3/A", Note: "50张"}}}
	for i, s := range steps(3) {
		sec := page.Section{Step: s}
		if i == 2 {
			sec.Facts = []page.Fact{{Label: "审核", Value: "41", Of: "共 46"}}
			sec.Acts = []page.Act{{Name: "screening.decide", Count: 5, Main: true}, {Name: "table.meet"}, {Name: "library.freeze", Blocked: true, Note: "还有5件没有审核。"}}
			sec.Links = []page.Link{{Label: "圆桌会签到表", Href: "/desk/2026/pdf/attendance.pdf", Note: "PDF"}}
		}
		d.Sections = append(d.Sections, sec)
	}
	return d
}

// Fields are one field of every kind.
func Fields() []page.Field {
	return []page.Field{
		{Name: "ground", Label: "负面清单", Kind: page.Checks, Options: []page.Option{{Value: "1", Label: "不属于公共利益范畴"}, {Value: "2", Label: "有其他责任主体", Note: "如电力、燃气公司"}}, Values: []string{"2"}, Required: true},
		{Name: "verdict", Label: "结论", Kind: page.Radio, Options: []page.Option{{Value: "pass", Label: "通过"}, {Value: "stop", Label: "不列入"}}, Value: "stop", Required: true},
		{Name: "proposal", Label: "提议", Kind: page.Select, Options: []page.Option{{Value: "T-001", Label: "T-001 南门充电棚"}, {Value: "T-002", Label: "T-002 长椅"}}, Value: "T-002"},
		{Name: "reason", Label: "理由", Help: "提议人会看到这段话。", Kind: page.Textarea, Value: "燃气管道由燃气公司负责。", Required: true, Max: 400, Error: "请写明第几条。"},
		{Name: "title", Label: "名称", Kind: page.Text, Value: Hostile, Max: 40},
		{Name: "cost", Label: "估算金额", Kind: page.Money, Value: "48000"},
		{Name: "count", Label: "到会人数", Kind: page.Number, Value: "31"},
		{Name: "day", Label: "日期", Kind: page.Date, Value: "2026-11-21"},
		{Name: "opens", Label: "开始时间", Kind: page.Clock, Value: "2026-11-21T08:30"},
		{Name: "names", Label: "到会名单", Help: "一行一人。", Kind: page.Lines, Value: "张三\n李四"},
		{Name: "minutes", Label: "照片", Kind: page.Upload},
		{Name: "second", Label: "第二名工作人员的密码", Kind: page.Password, Required: true},
		{Name: "token", Kind: page.Hidden, Value: "k3"},
	}
}

// longFields are the same with the longest of everything, all of them wrong.
func longFields() []page.Field {
	all := Fields()[:8]
	for i := range all {
		all[i].Label, all[i].Help, all[i].Error = Long, Long, Long
		for k := range all[i].Options {
			all[i].Options[k].Label, all[i].Options[k].Note = Long, Long
		}
	}
	return all
}

func acts() []Sample {
	screening := "/desk/2026/act/screening.decide"
	parted, long := Fields(), longFields()
	parted[0].Head, parted[5].Head, long[0].Head = "资金", "决定和审批", Long
	confirm := page.Form{Title: "发布结果公示", Fields: Fields(), Confirm: true, Danger: true, Preview: []string{"关于新家社区2026年和谐微实事项目投票结果的公示", "入选项目5个，合计14.77万元。"}, Error: "公示期至少5个工作日。"}
	return []Sample{
		{"grounds", staffed(screening, page.Screening), groundForm(), []Screen{Desk, Phone}},
		{"many", staffed(screening, page.Screening), page.Form{Title: "负面清单审核", Intro: "逐条审核，写明理由。", Fields: parted, Upload: true}, []Screen{Desk, Phone}},
		{"confirm", staffed("/desk/2026/act/notice.publish", page.Preliminary), confirm, onDesk},
		{"empty", staffed("/desk/2026/act/poll.open", page.Announced), page.Form{Title: "开始投票", Intro: "开始后规则不能再改。", Danger: true}, onDesk},
		{"one", staffed("/desk/2026/act/poll.open", page.Announced), page.Form{Title: "开始投票", Fields: Fields()[11:12]}, onDesk},
		{"kin", staffed("/desk/2026/act/person.erase", page.Screening), page.Form{Title: "抹去个人信息", Intro: "提议人的姓名和电话从系统中删除，不能恢复。", Kin: []page.Link{{Label: "2027年新家社区和谐微实事 T-001", Href: "/desk/2027/proposal/1"}}, Fields: Fields()[11:12]}, onDesk},
		{"error", staffed(screening, page.Screening), page.Form{Title: "负面清单审核", Fields: Fields()[:5], Error: "已有人审核过这件提议，请刷新。"}, onDesk},
		{"long", lengthy(staffed(screening, page.Screening)), page.Form{Title: Long, Intro: Long + "\n" + Long, Fields: long, Submit: Long, Error: Long, Faults: []string{Long, "第3行 bugdet：没有这个字段"}}, []Screen{Desk, Phone}},
	}
}

// stations are the check-in at the door and the entry of paper ballots.
func stations() []Sample {
	var all []Sample
	f := staffed("/desk/2026/checkin/3", page.Voting)
	for _, a := range []page.Answer{page.May, page.Already, page.Not, page.Shut, page.Elsewhere, page.Sealed, page.Unread, ""} {
		c := page.Checkin{Station: 3, Name: "南门活动室", Answer: a, Asks: "身份证后6位或居住证号", Facts: handed(), Acts: []page.Act{{Name: "sheets.print"}}}
		state := string(a)
		switch a {
		case page.Already:
			c.Where, c.Shown = "菜场门口", "3205…1234"
		case page.Elsewhere:
			c.Where, c.Shown, c.Give = "敬老院", "3205…1234", "32050000001234"
		case page.Sealed:
			c.Shown, c.Envelope = "3205…1234", "03-E002"
		case "":
			state = "empty"
		}
		all = append(all, Sample{state, f, c, []Screen{Desk, Phone}})
	}
	long := page.Checkin{Station: 3, Name: Long, Answer: page.Already, Shown: "3205…1234", Where: Long, Detail: Long, Asks: Long, Acts: []page.Act{{Name: "sheets.print", Label: Long, Note: Long}}}
	all = append(all, Sample{"long", lengthy(f), long, onDesk})
	return append(append(all, counts()...), batches()...)
}

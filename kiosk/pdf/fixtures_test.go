package pdf

// This file is the documents the tests print, and the programs they look for.

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var day = time.Date(2026, 11, 21, 9, 0, 0, 0, china)

// tool finds a program, or skips the test; where CI=true it must be there.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed", name)
		}
		t.Skipf("%s is not installed: this check was not made", name)
	}
	return path
}

func printed(t testing.TB, d Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := d.Print(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func saved(t testing.TB, file []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// textOf is what pdftotext reads, without any white space.
func textOf(t testing.TB, file []byte) string {
	t.Helper()
	out, err := exec.Command(tool(t, "pdftotext"), "-raw", saved(t, file), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return squeeze(string(out))
}

func squeeze(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u3000", " ")), "")
}

func demoChoices(n int) []Choice {
	names := []string{"3号楼前加装电动自行车集中充电棚", "修补中心花园步道", "李𬭎、㛃䶮提议的长者助浴点", "幸福里一期东门至菜场道路照明改造及盲道修复工程", "楼道扶手",
		"“一碗热饭”：给独居老人中午送餐", "办一个“四点半课堂”，接住放学没人管的孩子", "三角绿地改成能坐能走的口袋公园", "沿问渡河铺一条不打滑的健身步道",
		"垃圾房加顶、通水、换门，味道别飘进窗", "“老厂记忆”：请老工人口述，编一本社区书", "在三个小区各放一组全天快递柜", "每月两次“小修小补”便民集市"}
	places := []string{"中心花园", "棠织新村", "幸福弄中段", "问渡河沿岸，从石桥到菜场", "社区服务中心二楼活动室"}
	list := make([]Choice, n)
	for i := range list {
		list[i] = Choice{fmt.Sprint(i + 1), names[i%len(names)], places[i%len(places)], int64(3_000_000 + 700_000*(i%7))}
	}
	return list
}

func demoSheets(n int) []Sheet {
	list := make([]Sheet, n)
	for i := range list {
		list[i] = Sheet{Serial: fmt.Sprintf("03-%04d-K", i+1), URL: fmt.Sprintf("http://192.168.1.20:8080/b/%035d", i), Code: strings.Repeat("ABCDE-", 6) + "FGHJK"}
	}
	return list
}

func demoBallots(projects, sheets int) Ballots {
	return Ballots{Title: "幸福里社区2026年度“和谐微实事”项目选票", Rule: "请选出最多5项，多选无效，少选有效。",
		Projects: demoChoices(projects), Station: "第3投票站", Organiser: "幸福里社区居民委员会",
		Contact: Contact{"咨询电话", "0512-6555 0123"}, Date: day, Sheets: demoSheets(sheets)}
}

// lengthen makes a name of so many characters.
func lengthen(name string, n int) string {
	return string([]rune(name + "，让老人孩子都用得上、用得好、看得见，李𬭎与㛃䶮的家门口也亮起来，雨天不再积水")[:n])
}

func demoPosting(title string) Posting {
	return Posting{Number: "幸公示〔2026〕3号", Title: title, Basis: "《幸福里社区实施方案》",
		Signers: []string{"幸福里社区居民委员会", "长桥街道办事处"}, Date: day,
		Begin: day.AddDate(0, 0, 2), End: day.AddDate(0, 0, 6), Workdays: 5,
		Objection: "有意见的，可以书面署名送到社区服务中心一楼。",
		Phones:    []Contact{{"社区居委会", "0512-6555 0123"}}, Oversight: []Contact{{"街道纪工委", "0512-6555 0789"}},
		CheckURL: "http://192.168.1.20:8080/r/xingfuli-2026", Outcome: strings.Repeat("9f86d081", 8), Ledger: "xingfuli/412"}
}

func demoNotice() Notice {
	n := Notice{Posting: demoPosting("关于幸福里社区2026年度“和谐微实事”项目投票结果的公示"),
		Proposals: 126, Meetings: 3, Open: day.AddDate(0, 0, -7), Close: day.AddDate(0, 0, -1), Valid: 1976,
		Fund: 20_000_000, Line: 4, Rule: "按得票数从高到低依次列入，遇到第一个超出余额的项目即停止。",
		Ties:     []string{"9号与10号得票相同，费用低者在前。"},
		Accounts: []Account{{Station: "服务中心", Printed: 1500, Unused: 378, Destroyed: 2, Issued: 1120, Spoiled: 6, Electronic: 610, Paper: 520, Both: 22, NotReturned: 6}}}
	for i, c := range demoChoices(9) {
		n.Results = append(n.Results, Result{Number: c.Number, Name: c.Name, Place: c.Place, Unit: "街道城建办",
			Cost: c.Cost, Votes: 1812 - i, Rank: i + 1, Funded: i < 4, Reason: fmt.Sprintf("得票第%d名。", i+1), Carried: i == 4})
	}
	return n
}

func demoLibrary() Library {
	l := Library{Posting: demoPosting("关于候选项目的公示"), Proposals: 126, Meetings: 3, Open: day, Close: day.AddDate(0, 0, 7), Fund: 40_000_000, Rule: "每人最多选5项。"}
	for _, c := range demoChoices(14) {
		l.Projects = append(l.Projects, Candidate{Number: c.Number, Name: c.Name, Place: c.Place, Content: "新建雨棚和20个充电位",
			Department: "区住建局", Estimate: "可行。", Low: c.Cost - 100_000, High: c.Cost + 100_000, Cost: c.Cost})
	}
	return l
}

func demoLetters(n int) Letters {
	b := Letters{Title: "2026年度感谢信", Contact: Contact{"陈老师", "0512-6555 0123"}, Signers: []string{"幸福里社区居民委员会"}, Date: day}
	for i := range n {
		b.Letters = append(b.Letters, Letter{Number: fmt.Sprintf("幸谢〔2026〕%d号", i+1), Name: "李𬭎", Proposal: "楼道扶手", Code: fmt.Sprint(20 + i),
			Course: "在投票中得到351票，列第9名。余额1.4万元，不足所需的4.8万元。", Remains: "已优先列入下届项目库。", URL: fmt.Sprintf("http://192.168.1.20:8080/p/%d", i)})
	}
	return b
}

func demoExclusions() Exclusions {
	return Exclusions{
		Title: "2026年度不列入告知书", Contact: Contact{"幸福里社区居委会", "0512-6555 0123"}, Where: "幸福弄58号社区服务中心", Signers: []string{"幸福里社区居民委员会"}, Date: day,
		Notices: []Exclusion{
			{Number: "幸告知〔2026〕3号", Name: "李𬭎", Proposal: "更换楼道燃气立管", Code: "17", Basis: "经社区工作组对照“七不入”负面清单逐条审核，并由另一位工作人员确认，有下面的情形，这次不能列入项目库。",
				Grounds: []Ground{{"2", "有其他责任主体，如电力、燃气公司", "楼道立管由燃气公司负责更换。"}, {"5", "超出街道建设能力范围", "管线施工须由持证单位办理。"}},
				Remains: "后续安排：已转交燃气公司检测，检测结果会告诉您。", Days: 5, Given: day, Until: day.AddDate(0, 0, 7), URL: "http://192.168.1.20:8080/p/273TD93B6P"},
			{Name: "新家园物业", Unit: true, Proposal: "河边栈道", Code: "21", Basis: "2026年10月15日，项目顾问、城管办和提议人到现场踏勘。", Finding: "查明的情况是：河岸属航道保护范围，不能打桩。因此这次没有列入项目库。",
				Days: 5, URL: "http://192.168.1.20:8080/p/273TD93B6Q"},
			{Number: "幸告知〔2026〕5号", Name: "周阿根", Proposal: "私家车位", Code: "22", Finding: "不属于正面清单的任何一类。具体原因：只方便一户人家。", Days: 5, Given: day, Until: day.AddDate(0, 0, 7), Waived: true},
		},
	}
}

func demoSlips(n int) Slips {
	b := Slips{Round: "幸福里社区2026年度“和谐微实事”", Contact: Contact{"幸福里社区居委会", "0512-6555 0123"}, Date: day}
	for i := range n {
		b.Slips = append(b.Slips, Slip{Number: fmt.Sprintf("T-%03d", i+12), Title: "3幢楼下加装电动车充电桩，并把车棚的顶换新", Place: "祥里小区3幢东侧", Name: "李𬭎", Code: "273T D93B 6P",
			URL: fmt.Sprintf("http://192.168.1.20:8080/p/273TD93B6%d", i)})
	}
	return b
}

func demoMinutes() Minutes {
	return Minutes{Title: "第二次邻里圆桌会纪要", Begin: day, End: day.Add(3 * time.Hour), Place: "议事厅", Moderator: "周桂芳", Recorder: "李𬭎",
		Present: []Attendee{{Name: "王秀英", Role: "居民代表"}, {Name: "欧阳㛃䶮", Role: "提议人", Note: "已扫码签到"}}, Excused: []string{"区园林局"}, Date: day, Spare: 3,
		Items: []Item{{Number: "5", Name: "充电棚", Discussion: "隐患很大。\n要外移两米。", Conclusion: "修改后通过", Reason: "可行。",
			Clause: "超出街道建设能力范围", Owner: "城建办", Before: "20个充电位", After: "12个充电位", Recused: "提议人 欧阳", Votes: "赞成8票，反对1票，弃权0票"}},
		Ranking: []Rank{{"5", "充电棚", "18"}}, Method: "9人用排序卡在手机上排序，按波达计分法计分。", Quorum: 7}
}

func demoAgenda() Agenda {
	long := AgendaItem{Number: "18", Title: "欧阳㛃䶮提议的3幢楼下加装电动车充电桩并把车棚的顶换成防火的新顶", By: "社会组织", Kind: "服务类", Place: "祥里小区3幢东侧、4幢西侧与物业用房之间的空地", Text: strings.Repeat("原文说得很长，", 60) + "\n第二段。", Benefits: "两幢楼九十六户", Survey: strings.Repeat("踏勘发现，", 40), Alike: []string{"第 3 号 充电棚（92%）", "第 4 号 充电柜（71%）"}, Merged: []string{"第 21 号 车棚换顶"}}
	return Agenda{Title: "幸福里社区2026年度“和谐微实事”邻里圆桌会议程", Begin: day, Place: "议事厅", Moderator: "书记 周", Recorder: "社工 李𬭎", Quorum: 7, Date: day,
		Items: []AgendaItem{{Number: "5", Title: "充电棚", By: "居民", Kind: "工程类", Place: "3幢东侧", Text: "建一个充电棚。", Benefits: "全楼", Survey: "2026年10月1日，顾问、城管、提议人：可行。"}, long}}
}

func demoSeatCards(n int) SeatCards {
	s := SeatCards{Round: "幸福里社区2026年度“和谐微实事”", Date: day}
	for i := range n {
		s.Cards = append(s.Cards, SeatCard{Code: fmt.Sprintf("K7Q2 ABCD EFGH JKMN PQRS TUV%d", i), URL: fmt.Sprintf("http://192.168.1.20:8080/seat/K7Q2ABCDEFGHJKMNPQRSTUVWX%d", i)})
	}
	return s
}

func demoProtocol() Protocol {
	return Protocol{Title: "幸福里社区2026年度“和谐微实事”抽签记录", Basis: "《幸福里社区2026年度“和谐微实事”实施方案》", Rungs: "费用低的在前、登记早的在前、公开抽签",
		Seed: "5-3-6-1-2", How: "当众掷五枚骰子，由提议人代表掷出", Officers: []string{"qin", "lu"}, Witnesses: []string{"居民代表陈玉兰", "提议人代表李𬭎"}, Date: day,
		Ledger: "前412条，9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		Ties: []Lots{{Effect: "这个先后决定了哪个项目入选。", Projects: []Lot{
			{"7", "3幢北侧路面翻建", "388票", 4_000_000, "0c1ad081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", ""},
			{"2", "老人午餐配送", "388票", 4_000_000, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "抽签"}}}}}
}

// demos is one of every document.
func demos() map[string]Document {
	large := demoNotice()
	large.Large = true
	two := demoBallots(40, 3)
	two.Size = A4
	return map[string]Document{
		"ballots": demoBallots(12, 3), "two sides": two, "folded": demoBallots(40, 3), "notice": demoNotice(), "large notice": large, "library": demoLibrary(),
		"letters": demoLetters(3), "exclusions": demoExclusions(), "slips": demoSlips(7), "minutes": demoMinutes(), "protocol": demoProtocol(), "scheme": demoScheme(),
		"labels": demoLabels(10), "council": demoCouncil(), "poster": demoPoster(), "blank form": demoBlankForm(),
		"day sheet": demoDay(), "handover": demoHandover(),
		"attendance": Attendance{Meeting: "第二次邻里圆桌会", Begin: day, Place: "议事厅", Spare: 20, Date: day, URL: "http://192.168.1.20:8080/table/273TD93B6P"},
		"agenda":     demoAgenda(), "seat cards": demoSeatCards(10),
	}
}

func demoScheme() Announcement {
	return Announcement{
		Title: "新家社区2026年度“社区惠民项目”实施方案", Lead: "下面是本届的实施方案，已经通过，自公布之日起执行。", Fund: 20_000_000, Date: day,
		Terms: "资金来源：市财政 10万元；城区财政 10万元", Signers: []string{"新家社区居民委员会", "长桥街道办事处"},
		Articles: []Article{{"范围", "社区治理和居民服务。"}, {"决定和审批", "5万元以内：社区居民代表会议\n不限：街道、城区领导小组，5个工作日"}},
		Stages:   []Stage{{"宣传发动，方案共定", day, day.AddDate(0, 0, 11), 10}, {"项目征集，建议共提", time.Time{}, time.Time{}, 15}},
		TakePart: []string{"提建议：征集期间扫码填写，或到服务中心由工作人员代填。", "参加议事：欢迎居民旁听。"},
		Phones:   []Contact{{"新家社区居民委员会", "0000-1234501"}}, Oversight: []Contact{{"长桥街道办事处", "0000-1234509"}},
		Address: "https://linli.example/r/2026/scheme", Ledger: "前3条，9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	}
}

func demoPoster() Poster {
	return Poster{
		Round: "新家社区2026年度“和谐微实事”", Title: "您想在小区里改什么、添什么？", From: day, To: day.AddDate(0, 0, 14), Date: day,
		Ways:  []string{"手机扫码，自己填写，可以附照片。", "到项目提议点（幸福弄58号居委会大厅），工作人员帮您写。", "填一张纸质提议表，交到提议点。"},
		Notes: []string{"谁可以提：居民、共建单位、辖区企业、社会组织、居委会。", "每个项目最多10万元。"},
		URL:   "https://linli.example/r/2026/propose", Contact: Contact{"新家社区居民委员会", "0000-1234501"},
	}
}

func demoBlankForm() BlankForm {
	return BlankForm{
		Round: "新家社区2026年度“和谐微实事”", When: "请在2026年12月5日以前（含当天）填好后交到幸福弄58号。", Date: day,
		Fields: []Blank{
			{Label: "名称", Help: "一句话，例如「3号楼旁加一张长椅」", Must: true}, {Label: "地点", Help: "越具体越好，例如「南门车棚东侧」", Must: true},
			{Label: "类别", Options: []string{"工程类", "服务类"}, Must: true}, {Label: "具体内容", Help: "要做什么，为什么需要", Lines: 7, Must: true}, {Label: "谁受益", Lines: 2},
			{Label: "大约多少钱", Help: "不清楚可以不填，部门会估算"}, {Label: "姓名", Must: true},
			{Label: "提议人身份", Options: []string{"居民", "共建单位", "辖区企业", "社会组织", "社区居委会"}, Must: true}, {Label: "手机或电话", Help: "有结果时联系您，不会公开", Must: true},
		},
		Consent: "同意公布我的姓，例如「王*」", Privacy: "姓名和电话只有工作人员能看到，可以要求删除。",
		List: "有下列情形之一的，不能列入：", Grounds: []string{"不属于公共利益范畴", "有其他责任主体，如电力、燃气公司", "违反政策法规", "与政府在建或拟建项目重复", "超出街道建设能力范围", "不具有技术可行性", "明显超出预算限额"},
		URL: "https://linli.example/r/2026/propose", Contact: Contact{"新家社区居民委员会", "0000-1234501"},
	}
}

func demoDay() DaySheet {
	return DaySheet{
		Round: "新家社区2026年度“和谐微实事”", Station: "南门活动室", Hours: "8:30-17:30", Date: day, Missing: 1, Reason: "一张票掉在桌后，已找到作废", Officers: [2]string{"秦闻", "包小满"},
		Ledger: "台账第 87 条，根哈希 9f86d0819f86d081",
		Figures: []Figure{{"收到选票", "", 300, 0}, {"发出（已登记领票）", "－", 212, 118}, {"暂存信封", "－", 3, 2}, {"换发", "－", 4, 1}, {"销毁", "－", 0, 0},
			{"票堆里清点", "＝", 80, -1}, {"交回作废", "", 4, 1}, {"本站投票机投出", "", 61, 30}},
	}
}

func demoHandover() HandoverSheet {
	return HandoverSheet{Round: "新家社区2026年度“和谐微实事”", Station: "南门活动室", At: day, Officers: [2]string{"秦闻", "包小满"}, Ledger: "台账第 88 条"}
}

func demoLabels(n int) Labels {
	l := Labels{Title: "选票标签", Date: day}
	for i := range n {
		l.Labels = append(l.Labels, Label{Head: fmt.Sprintf("第3投票站　第%d捆　500张", i+1), Lines: []string{"选票编号 03-0001-K 至 03-0500-M"},
			Blank: []string{"清点人", "领取人"}, URL: "http://192.168.1.20:8080/s/3"})
	}
	return l
}

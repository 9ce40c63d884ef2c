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
		Present: []Attendee{{"王秀英", "居民代表"}, {"欧阳㛃䶮", "提议人"}}, Excused: []string{"区园林局"}, Date: day, Spare: 3,
		Items: []Item{{Number: "5", Name: "充电棚", Discussion: "隐患很大。\n要外移两米。", Conclusion: "修改后通过", Reason: "可行。",
			Clause: "超出街道建设能力范围", Owner: "城建办", Before: "20个充电位", After: "12个充电位"}},
		Ranking: []Rank{{"5", "充电棚", "18票"}}}
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
		"letters": demoLetters(3), "slips": demoSlips(7), "minutes": demoMinutes(), "protocol": demoProtocol(), "scheme": demoScheme(),
		"labels":    demoLabels(10),
		"day sheet": demoDay(), "handover": demoHandover(),
		"attendance": Attendance{Meeting: "第二次邻里圆桌会", Begin: day, Place: "议事厅", Spare: 20, Date: day},
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

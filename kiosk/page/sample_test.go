package page

// Sample data: every page in every state, for the tests and for the photographs.

import (
	"fmt"
	"strings"
	"time"
)

var (
	shanghai = time.FixedZone("Asia/Shanghai", 8*3600)
	now      = time.Date(2026, 11, 21, 14, 5, 10, 0, shanghai)
)

func at(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, shanghai) }

func frame(path string, s Status) Frame {
	return Frame{Path: path, RoundID: "2026", Community: "长桥街道新家社区", Round: "2026年第3届和谐微实事", Status: s,
		Phone: "0512-6561 0000", Printed: now}
}

func machine(path string) Frame {
	f := frame(path, Voting)
	f.Kiosk, f.Station = "/kiosk/2026/3", "南门活动室投票站"
	return f
}

func staffed(path string, s Status) Frame {
	f := frame(path, s)
	f.Staff = "李敏"
	return f
}

// shot is one page in one state.
type shot struct {
	name  string
	frame Frame
	view  View
}

const hostile = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`

func projects() []Project {
	rows := []struct {
		name, place, what, benefits, kind, opinion string
		yuan                                       int64
	}{
		{"南门电动车充电棚", "南门车棚东侧", "新建一座能停40辆车的充电棚，带消防喷淋。", "1至8号楼约260户", "工程类", "可行，需避开燃气管。", 48000},
		{"3号楼旁加装长椅和扶手", "3号楼至菜场小路", "装6张带扶手的长椅，台阶边加装扶手60米。", "老人和接送孩子的家长，约300人", "工程类", "可行。", 12600},
		{"周末亲子阅读角", "社区服务中心二楼", "每周六上午开放一次，配图书600册，请志愿者领读，全年48次。", "有孩子的家庭，约120户", "服务类", "可行，场地可无偿使用。", 8600},
		{"老楼楼道照明改造", "9至16号楼", "换声控灯144盏，整理外露电线。", "8幢楼192户", "工程类", "可行，需供电公司配合。", 36500},
		{"社区广场地面防滑", "中心广场", "620平方米地砖换成防滑砖，补平两处低洼。", "每天约400名居民", "工程类", "可行，雨季前完成。", 52000},
		{"独居老人助浴服务", "上门，或服务中心浴室", "每月两次助浴，专业护理员上门，为期一年。", "独居和失能老人46人", "服务类", "可行，需有资质的机构。", 42000},
		{"垃圾房除臭和洗手池", "东门、西门两处垃圾房", "装除臭设备两套，洗手池两个，地面找坡。", "全体居民", "工程类", "可行。", 29800},
	}
	var all []Project
	for i, r := range rows {
		all = append(all, Project{Number: i + 1, Name: r.name, Place: r.place, What: r.what, Benefits: r.benefits, Kind: r.kind,
			Opinion: r.opinion, Department: "城建科", Cost: r.yuan * 100, Priority: i == 3})
	}
	return all
}

func longProject() Project {
	long := strings.Repeat("一个名字特别长的项目", 4)
	return Project{Number: 128, Name: long, Place: long, What: strings.Repeat(long+"\n", 3), Benefits: long, Cost: 123456789012,
		Opinion: long + hostile, Department: "住房和城乡建设局", Kind: "工程类"}
}

func choices(form Marking, marked ...int) []Choice {
	var all []Choice
	for _, i := range []int{4, 0, 6, 2, 5, 1, 3} {
		all = append(all, Choice{Project: projects()[i]})
	}
	for k, n := range marked {
		for i := range all {
			if all[i].Number != n {
				continue
			}
			switch form {
			case Approval:
				all[i].Marked = true
			case Ranking:
				all[i].Rank = k + 1
			case Points:
				all[i].Points = int64(4 - k)
			}
		}
	}
	return all
}

func chosen(form Marking, marked ...int) []Choice {
	var some []Choice
	for _, c := range choices(form, marked...) {
		if c.On() {
			some = append(some, c)
		}
	}
	return some
}

func steps(open int) []Step {
	said := []string{"意见 23 条，已答复 23 条；培训 2 场，到会 61 人", "收到提议 46 件，其中线下 31 件", "审核 46 件，圆桌会 2 场，进入项目库 7 个",
		"已投 812 票，应投 2,140 人", "入选 5 个，异议 1 条", "感谢信 41 封，已送达 38 封", "开工 5 个，完工 3 个", "收到评价 204 份"}
	var all []Step
	for i := range 8 {
		s := Step{Number: i + 1, State: Waiting, From: at(2+3*i, 9), To: at(4+3*i, 17)}
		if i+1 < open {
			s.State, s.Line = Done, said[i]
		} else if i+1 == open {
			s.State, s.Line = Open, said[i]
		}
		all = append(all, s)
	}
	return all
}

func entries(n int) []Entry {
	acts := []string{"poll.publish", "poll.open", "library.freeze", "table.meet", "scheme.adopt", "odd.act"}
	var all []Entry
	for i := range n {
		all = append(all, Entry{Number: int64(140 - i), At: at(20, 9+i%8), Actor: "王主任", Act: acts[i%len(acts)], Public: i%4 != 3,
			Hash: strings.Repeat("3fa9c1d07b52e846", 4), Corrects: i == 2, Supersedes: 131})
		if i%4 != 3 {
			all[i].Text = "公布新收选票 24 张的校验值。"
			all[i].Said = []Said{{"金额", []string{"4.8万元"}}, {hostile, []string{hostile, "第二行"}}}
			all[i].Raw, all[i].Href = `{"act":"poll.publish"}`, "/r/2026/ledger/140"
		}
	}
	all[1].Gave, all[1].By, all[1].ByWhy = true, 140, hostile
	all[2].Why, all[2].Correct = hostile, "/desk/2026/correct/138"
	return all
}

// own is the address of the sample round, which its pages show for people to type.
const own = "http://192.168.1.20:8080/r/2026"

// verify is a round with two witnesses, one of them behind.
func verify() Verify {
	return Verify{Round: "2026", Size: 141, Root: strings.Repeat("ab12", 11), At: now, Key: "linli+3a1f00aa+ASzr", Command: "linli verify " + own, Join: "linli witness " + own,
		Witnesses: []Witness{{"邻居", "邻居+11aa22bb+AX", 141, true}, {hostile, "x+33cc44dd+AX", 90, false}}}
}

func tally(final bool) *Tally {
	votes := []int64{431, 402, 388, 351, 240, 198, 120}
	order := []int{1, 4, 2, 6, 3, 5, 7}
	t := &Tally{Entered: 640, Total: 812, Batches: 3, Of: 7, Fund: 15000000, Final: final}
	var sum int64
	for i, n := range order {
		p := projects()[n-1]
		funded := sum+p.Cost <= t.Fund && i < 5
		if funded {
			sum += p.Cost
		}
		t.Bars = append(t.Bars, Bar{Number: n, Name: p.Name, Votes: votes[i], Cost: p.Cost, Cumulative: sum, Funded: funded})
	}
	return t
}

func observation(s Status, count *Tally) Observation {
	o := Observation{Round: "2026", Status: s, At: now, Cast: 812, Issued: 834, Electors: 2140, Count: count,
		Channels: []ChannelCount{{"phone", 301}, {"kiosk", 344}, {"paper", 167}}}
	for i, name := range []string{"社区服务中心", "菜场门口", "南门活动室", "第二小学门卫室"} {
		st := StationCount{Number: i + 1, Name: name, Issued: int64(230 - 20*i), Cast: int64(221 - 20*i), Spoiled: int64(i), Pending: int64(40 - 10*i)}
		if i == 2 {
			st.Difference, st.Reason = -2, "两张选票领出后没有投，居民带走。"
		}
		o.Stations = append(o.Stations, st)
	}
	for i := range 18 {
		o.Hours = append(o.Hours, HourCount{at(20+i/9, 8+i%9), int64(20 + (i*37)%70)})
	}
	return o
}

func notice() Notice {
	n := Notice{Number: "新家公示〔2026〕5号", From: at(24, 0), To: at(30, 0), Days: 5, Fund: 15000000, Spent: 14770000,
		Rule: "按得票从高到低，遇到第一个放不下的就停；票数相同时费用低的在前。", Account: Account{Printed: 1200, Unused: 352, Destroyed: 14, Issued: 834, Spoiled: 6, Phone: 301, Kiosk: 344, Paper: 171, Both: 4, Kept: 16, Blank: 3, Valid: 812},
		Hash: strings.Repeat("9b1ec0ffee12ab34", 4), Where: "社区服务中心一楼，每天 9:00-17:00，请署名。", Watchdog: "0512-6561 0001",
		Ties:       []string{"2号和6号同为 388 票：费用低的2号在前。"},
		Objections: []Objection{{1, at(25, 10), "充电棚离我家窗户太近。", "已与部门重新放样，移到12米以外。", at(26, 15), "", hostile}, {2, at(26, 9), "为什么不做遮雨棚？", "", time.Time{}, "已更正", ""}},
		Papers:     []Link{{"结果公示（张贴版）", "/r/2026/pdf/notice.pdf", "PDF，2页"}}, Exports: []Link{{"结果表", "/r/2026/outcome.csv", "CSV"}}}
	for i, b := range tally(true).Bars {
		r := Result{Bar: b, Rank: i + 1, Left: n.Fund - b.Cumulative, Department: "城建科", Reason: "累计没有超过资金总额。"}
		if !b.Funded {
			r.Department, r.Reason = "", "余额0.23万元，不足5.2万元；按方案到此为止。"
		}
		n.Rows = append(n.Rows, r)
	}
	return n
}

func fields() []Field {
	return []Field{
		{Name: "ground", Label: "负面清单", Kind: Checks, Options: []Option{{"1", "不属于公共利益范畴", ""}, {"2", "有其他责任主体", "如电力、燃气公司"}}, Values: []string{"2"}, Required: true},
		{Name: "verdict", Label: "结论", Kind: Radio, Options: []Option{{"pass", "通过", ""}, {"stop", "不列入", ""}}, Value: "stop", Required: true},
		{Name: "proposal", Label: "提议", Kind: Select, Options: []Option{{"T-001", "T-001 南门充电棚", ""}, {"T-002", "T-002 长椅", ""}}, Value: "T-002"},
		{Name: "reason", Label: "理由", Help: "提议人会看到这段话。", Kind: Textarea, Value: "燃气管道由燃气公司负责。", Required: true, Max: 400, Error: "请写明第几条。"},
		{Name: "title", Label: "名称", Kind: Text, Value: hostile, Max: 40},
		{Name: "cost", Label: "估算金额", Kind: Money, Value: "48000"},
		{Name: "count", Label: "到会人数", Kind: Number, Value: "31"},
		{Name: "day", Label: "日期", Kind: Date, Value: "2026-11-21"},
		{Name: "opens", Label: "开始时间", Kind: Clock, Value: "2026-11-21T08:30"},
		{Name: "names", Label: "到会名单", Help: "一行一人。", Kind: Lines, Value: "张三\n李四"},
		{Name: "minutes", Label: "照片", Kind: Upload},
		{Name: "second", Label: "第二名工作人员的密码", Kind: Password, Required: true},
		{Name: "token", Kind: Hidden, Value: "k3"},
	}
}

func shots() []shot {
	paper := Paper{Form: Approval, Max: 5}
	all := []shot{
		{"home-voting", frame("/r/2026", Voting), Home{Steps: steps(4), Vote: true, Library: true, Observe: true, Deadline: at(28, 17), Fund: 15000000,
			Facts: []Fact{{"已投票", "812", "应投 2,140", false}, {"项目", "7", "", false}}, News: entries(4),
			Stations: []Station{{1, "社区服务中心", "新家路18号一楼", "每天 8:30-17:30", "无台阶，有轮椅", "0512-6561 0002"}, {2, "菜场门口", "东菜场南侧", "每天 7:00-11:00", "", ""}}}},
		{"home-collecting", frame("/r/2026", Collecting), Home{Steps: steps(2), Propose: true, Deadline: at(9, 17), Fund: 15000000}},
		{"home-noticed", frame("/r/2026", Noticed), Home{Steps: steps(5), Notice: true, Library: true, Observe: true, Survey: true, Fund: 15000000}},
		{"home-empty", frame("/r/2026", Drafting), Home{}},
		{"rounds", Frame{Path: "/"}, Rounds{roundLines()}},
		{"rounds-none", Frame{Path: "/"}, Rounds{}},
		{"empty", Frame{Path: "/"}, Empty{}},
		{"empty-staff", staffed("/", ""), Empty{Staff: true}},
		{"scheme", frame("/r/2026/scheme", Drafting), scheme()},
		{"scheme-empty", frame("/r/2026/scheme", Drafting), Scheme{Version: 1}},
		{"propose", frame("/r/2026/propose", Collecting), Propose{Kinds: kinds(), Photos: true, Closes: at(9, 17), Cap: 10000000, Token: "a1"}},
		{"propose-errors", frame("/r/2026/propose", Collecting), Propose{Kinds: kinds(), Title: hostile, Place: "南门", Cost: "很多", Kind: "work", Consent: true, Staffed: true,
			Errors:  map[string]string{"text": "请说说具体内容。", "cost": "请填数字，例如 48000。", "phone": "请填电话。"},
			Similar: []ProposalLine{{Title: "南门充电棚", Place: "南门", Stage: Screened, Href: "/p/ABC"}}}},
		{"slip-new", frame("/p/K7Q2MX9TR4VN", Collecting), Slip{Code: "K7Q2MX9TR4VN", New: true, Title: "南门电动车充电棚", Place: "南门车棚东侧", Kind: "工程类", Handed: now, Ahead: []Stage{Screened, Discussed, Voted}, Print: "/p/K7Q2MX9TR4VN/slip.pdf"}},
		{"slip-ended", frame("/p/K7Q2MX9TR4VN", Noticed), Slip{Code: "K7Q2MX9TR4VN", Title: "燃气管道换新", Place: "全小区", Handed: at(5, 10), Way: []WayPoint{{Stage: Screened, At: at(8, 9)}, {Stage: Excluded, At: at(9, 15), Text: "第2条：有其他责任主体，如电力、燃气公司。", Mend: "已更正（台账第 57 条），原因：" + hostile}},
			Ended: true, Reason: "燃气管道由燃气公司负责。\n我们已经把您的提议转给燃气公司。", Letter: "/p/K7Q2MX9TR4VN/letter.pdf"}},
		{"slip-funded", frame("/p/K7Q2MX9TR4VN", Implementing), Slip{Code: "K7Q2MX9TR4VN", Title: "南门电动车充电棚", Place: "南门", Handed: at(5, 10), Project: 1, Way: []WayPoint{{Stage: Listed, At: at(14, 9)}, {Stage: Funded, At: at(22, 9), Text: "431票，第1名。"}, {Stage: Building, At: at(25, 9), Text: "施工单位进场。"}}}},
		{"proposals", frame("/r/2026/proposals", Collecting), Proposals{Open: true, Closes: at(9, 17), Items: []ProposalLine{
			{"T-001", "南门电动车充电棚", "南门车棚东侧", "工程类", "王*", at(3, 9), Listed, "", "/p/ABC"},
			{"T-002", hostile, "全小区", "工程类", "陈*", at(3, 10), Excluded, "第2条：有其他责任主体", ""},
			{"T-003", strings.Repeat("很长的提议名称", 8), "很远的地方", "服务类", "匿名", at(4, 10), Received, "", ""}}, Exports: []Link{{"全部提议", "/r/2026/proposals.xlsx", "xlsx"}}}},
		{"proposals-none", frame("/r/2026/proposals", Collecting), Proposals{}},
		{"library", frame("/r/2026/library", Voting), Library{Projects: append(projects(), longProject()), Fund: 15000000, Paper: paper, Frozen: true, Vote: true, Papers: []Link{{"项目库", "/r/2026/pdf/library.pdf", "PDF"}}}},
		{"library-none", frame("/r/2026/library", Screening), Library{Fund: 15000000}},
		{"code", frame("/vote", Voting), Code{Open: true, Closes: at(28, 17), Paper: paper}},
		{"code-kiosk", machine("/kiosk/2026/3"), Code{Open: true, Closes: at(28, 17), Paper: paper}},
		{"code-early", frame("/vote", Announced), Code{Opens: at(22, 8)}},
		{"code-over", machine("/kiosk/2026/3"), Code{}},
		{"login", Frame{Path: "/login"}, Login{}},
		{"login-wrong", frame("/login", Voting), Login{Name: hostile, Next: "/desk/2026", Error: "用户名或密码不对。"}},
		{"notice", frame("/r/2026/notice", Noticed), notice()},
		{"notice-corrected", frame("/r/2026/notice", Final), Notice{Corrects: "3", Why: "2号项目得票录入有误。", Fund: 15000000, Account: Account{Difference: 2}}},
		{"observe-voting", frame("/r/2026/observe", Voting), Observe{Observation: observation(Voting, nil), Exports: []Link{{"选票校验值", "/r/2026/hashes.txt", "文本"}}}},
		{"observe-counting", frame("/r/2026/observe", Counting), Observe{Observation: observation(Counting, tally(false))}},
		{"observe-wall", frame("/r/2026/observe?wall=1", Counting), Observe{Observation: observation(Counting, tally(false)), Wall: true}},
		{"observe-empty", frame("/r/2026/observe", Announced), Observe{Observation: Observation{Status: Announced, At: now, Count: &Tally{}}}},
	}
	all = append(append(all, ballots()...), staffPages()...)
	for _, code := range append([]string{"nonsense"}, Refusals...) {
		v := Refused{Code: code, Status: 409}
		if code == "spent" {
			v.At, v.Where, v.Detail = at(21, 9), "菜场门口", hostile
		}
		all = append(all, shot{"refused-" + code, frame("/vote", Voting), v})
	}
	return append(all, shot{"refused-kiosk", machine("/vote"), Refused{Code: "spent", Status: 409}})
}

// staffPages are the desk and what is reached from it.
func staffPages() []shot {
	paper := Paper{Form: Approval, Max: 5}
	all := []shot{
		{"desk", staffed("/desk/2026", Screening), desk()},
		{"desk-rounds", staffed("/desk", ""), Desk{Rounds: roundLines(), Acts: []Act{{Name: "round.create", Main: true, Href: "/desk/new"}}}},
		{"desk-empty", staffed("/desk", ""), Desk{}},
		{"act", staffed("/desk/2026/act/screening.decide", Screening), Form{Title: "负面清单审核", Intro: "逐条审核，写明理由。", Fields: fields(), Upload: true}},
		{"act-confirm", staffed("/desk/2026/act/notice.publish", Preliminary), Form{Title: "发布结果公示", Fields: fields(), Confirm: true, Danger: true, Preview: []string{"关于新家社区2026年和谐微实事项目投票结果的公示", "入选项目5个，合计14.77万元。"}, Error: "公示期至少5个工作日。"}},
		{"ledger", frame("/r/2026/ledger", Voting), Ledger{Verify: verify(), Entries: entries(12), Size: 141, Base: "/r/2026/ledger", Older: []Link{{Label: "ledger.older", Href: "/r/2026/ledger?to=128"}}}},
		{"proposal", staffed("/desk/2026/proposal/3", Screening), Proposal{Slip: Slip{Number: "T-003", Title: hostile, Place: "南门", Handed: at(5, 10)}, Known: true, Name: "周阿根", Phone: "0000-1", Erase: "/desk/2026/act/person.erase?no=3", Ledger: "/desk/2026/ledger"}},
		{"proposal-erased", staffed("/desk/2026/proposal/3", Screening), Proposal{Slip: Slip{Number: "T-003", Title: "长椅", Place: "南门", Handed: at(5, 10), Mend: "已更正", Erased: true}, Ledger: "/desk/2026/ledger"}},
		{"ledger-none", staffed("/desk/2026/ledger", Drafting), Ledger{}},
		{"count", staffed("/desk/2026/count/3/A", Counting), Count{Batch: 3, Pair: "A", Station: "菜场门口", Paper: paper, Projects: 7, Expected: 6, Sheets: []Sheet{{"03-0417-K", "1 4 7", ""}, {"03-0418-M", "0", ""}, {"03-0419-R", "1 1", "同一个项目选了两次"}, {}, {}, {}}, Differ: []string{"第2张：甲组空白，乙组选了3号。"}}},
		{"count-done", staffed("/desk/2026/count/3/B", Counting), Count{Batch: 3, Pair: "B", Paper: Paper{Form: Points, Max: 3, Sum: 10}, Done: true, Expected: 1, Sheets: []Sheet{{"03-0417-K", "1=5", ""}}}},
	}
	for _, a := range []Answer{May, Already, Not, Shut, ""} {
		c := Checkin{Station: 3, Name: "南门活动室", Answer: a, Facts: []Fact{{"已发", "212", "印制 300", false}, {"作废", "3", "", true}}, Acts: []Act{{Name: "sheets.print"}}}
		if a == Already {
			c.Where, c.Shown = "菜场门口", "3205…1234"
		}
		all = append(all, shot{"checkin-" + string(a), staffed("/desk/2026/checkin/3", Voting), c})
	}
	return all
}

// ballots are the screens between the code and the receipt.
func ballots() []shot {
	var all []shot
	for _, p := range []Paper{{Form: Approval, Max: 5}, {Form: Ranking, Max: 3}, {Form: Points, Max: 4, Sum: 10}, {Form: Approval, Max: 3, Fund: 10000000}} {
		name := string(p.Form)
		if p.Fund > 0 {
			name = "fund"
		}
		all = append(all,
			shot{"choose-" + name, frame("/vote", Voting), Choose{Code: "ABCD", Paper: p, Projects: choices(p.Form, 3, 1), Closes: at(28, 17)}},
			shot{"choose-" + name + "-over", frame("/vote", Voting), Choose{Code: "ABCD", Paper: p, Projects: choices(p.Form, 5, 1, 6, 4, 7, 2), Error: "选择的项目超过上限。"}},
			shot{"check-" + name, frame("/vote", Voting), Check{Code: "ABCD", Paper: p, Chosen: chosen(p.Form, 3, 1), Total: 5660000, Available: 7, Token: "z9"}})
	}
	approval := Paper{Form: Approval, Max: 5}
	all = append(all,
		shot{"choose-kiosk", machine("/vote"), Choose{Code: "ABCD", Paper: approval, Projects: choices(Approval, 3, 1)}},
		shot{"choose-one", frame("/vote", Voting), Choose{Code: "ABCD", Paper: Paper{Form: Approval, Max: 1}, Projects: []Choice{{Project: longProject()}}}},
		shot{"check-kiosk", machine("/vote"), Check{Code: "ABCD", Paper: approval, Chosen: chosen(Approval, 1, 2, 3, 4, 6), Total: 14770000, Available: 7}},
		shot{"check-blank", frame("/vote", Voting), Check{Code: "ABCD", Paper: approval, Available: 7, Error: "请先勾选「我要投空白票」。"}},
		shot{"receipt", frame("/vote/receipt/K7Q2MX9TR4VN", Voting), Receipt{Tracker: "K7Q2MX9TR4VN", At: now, Station: "手机投票", Print: "/vote/receipt/K7Q2MX9TR4VN/receipt.pdf"}},
		shot{"receipt-again", frame("/vote/receipt/K7Q2MX9TR4VN", Voting), Receipt{Tracker: "K7Q2MX9TR4VN", At: now, Again: true}},
		shot{"receipt-kiosk", machine("/vote/receipt/K7Q2MX9TR4VN"), Receipt{Tracker: "K7Q2MX9TR4VN", At: now, Station: "南门活动室投票站"}},
		shot{"lookup", frame("/r/2026/receipt", Voting), Lookup{}})
	for _, s := range []LookupState{Unknown, InBox, Published, Opened, Replaced} {
		v := Lookup{Tracker: "K7Q2MX9TR4VN", State: s, At: now, Entry: 88, Form: Approval}
		if s == Opened {
			v.Chosen = chosen(Approval, 1, 3)
		}
		all = append(all, shot{"lookup-" + string(s), frame("/r/2026/receipt", Counting), v})
	}
	for _, code := range []string{"malformed", "spent"} {
		all = append(all, shot{"code-" + code, frame("/vote", Voting), Code{Open: true, Error: code, Value: "AB-12", Paper: approval}})
	}
	return all
}

func kinds() []Option {
	return []Option{{"work", "工程类", "建、修、装"}, {"service", "服务类", "活动、上门服务"}}
}

func roundLines() []RoundLine {
	var all []RoundLine
	for i, s := range []Status{Voting, Collecting, Closed} {
		all = append(all, RoundLine{ID: fmt.Sprint(2026 - i), Community: "新家社区", Name: fmt.Sprintf("第%d届和谐微实事", 3-i), Status: s, From: at(1, 9), To: at(30, 17), Line: "资金15万元"})
	}
	return all
}

func scheme() Scheme {
	return Scheme{Version: 3, Adopted: at(5, 15), Hash: strings.Repeat("77aa", 16), Fund: 15000000, Rule: notice().Rule, Timetable: steps(2),
		Articles: []Article{{"一、范围", "新家社区全部居民区。\n住、工作或上学在本社区的人都可以参加。"}, {"二、资金", "总额15万元，单个项目不超过5.2万元。"}},
		Opinions: []Opinion{{1, at(3, 9), "资金", "王*", "单个项目的上限能不能再高一点？", "已由5万元调到5.2万元。", "居委会", at(4, 16), "已更正", hostile}, {2, at(3, 11), "程序", "陈*", hostile, "", "", time.Time{}, "", ""}},
		Changes:  []Change{{at(7, 9), "投票延长一天", "第三天暴雨停投。"}}, Papers: []Link{{"方案公告", "/r/2026/pdf/scheme.pdf", "PDF"}}}
}

func desk() Desk {
	d := Desk{Warnings: []string{"T-017 的答复已超过期限 2 个工作日。", "菜场门口投票站还没有日结。"}, Facts: []Fact{{"提议", "46", "", false}, {"待审核", "5", "共 46", true}}, Recent: entries(5),
		Papers: []Link{{"实施方案公告", "/desk/2026/pdf/scheme.pdf", "PDF，2页"}}, Stations: []Link{{"1 社区服务中心", "/desk/2026/checkin/1", ""}}, Batches: []Link{{"第3批 A组", "/desk/2026/count/3/A", "50张"}}}
	for i, s := range steps(3) {
		sec := Section{Step: s}
		if i == 2 {
			sec.Facts = []Fact{{"审核", "41", "共 46", false}}
			sec.Acts = []Act{{Name: "screening.decide", Count: 5, Main: true}, {Name: "table.meet"}, {Name: "library.freeze", Blocked: true, Note: "还有5件没有审核。"}}
			sec.Links = []Link{{"圆桌会签到表", "/desk/2026/pdf/attendance.pdf", "PDF"}}
		}
		d.Sections = append(d.Sections, sec)
	}
	return d
}

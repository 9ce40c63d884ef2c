package gallery

// What is decided beside the vote and after it: grants, co-funding, and clocks of working days: running, standing still, overdue, answered, and a calendar that lacks a year.

import "linli/kiosk/page"

func clocks() []Sample {
	here, all := staffed("/desk/2026/clocks", page.Preliminary), staffed("/desk/clocks", "")
	many := page.Clocks{Running: running(), Ended: ended(), Files: tableFiles("/desk/2026/ledgers/clocks")}
	rounds := page.Clocks{Running: running()}
	for i := range rounds.Running {
		rounds.Running[i].Round = "新家社区 民生微实事"
	}
	lacking := page.Clocks{Running: running()[1:2], Missing: "缺少 2027 年的放假安排，相关时限的剩余天数无法计算。请系统管理员用 linli calendar import 导入国务院办公厅公布的这一年安排。"}
	lacking.Running[0].Due, lacking.Running[0].Left = "2027年1月8日", "天数无法计算"
	long := page.Clocks{Running: running(), Missing: Long + Long}
	for i := range long.Running {
		x := &long.Running[i]
		x.Label, x.Who, x.Left, x.Why, x.Round = Long, Long, Long, Long, Long
	}
	return []Sample{
		{"empty", here, page.Clocks{}, onDesk},
		{"one", here, page.Clocks{Running: running()[1:2]}, onDesk},
		{"many", here, many, []Screen{Desk, Phone}},
		{"rounds", all, rounds, onDesk},
		{"missing", here, lacking, onDesk},
		{"long", lengthy(here), long, []Screen{Desk, Phone}},
	}
}

func running() []page.TimeLimit {
	return []page.TimeLimit{
		{Act: "approval.submit", Label: "3 " + Hostile, Href: "/desk/2026/act/approval.decide?project=3", Who: "枕棠街道办事处", Since: "2026年9月18日", Due: "2026年10月9日", Left: "已逾期 2 个工作日", Overdue: true},
		{Act: "approval.submit", Label: "1 南门充电棚", Href: "/desk/2026/act/approval.decide?project=1", Who: "枕棠街道办事处", Since: "2026年9月25日", Due: "2026年10月15日", Left: "还有 3 个工作日"},
		{Act: "screening.refer", Label: "T-017 楼道灯", Href: "/desk/2026/act/screening.estimate?no=17", Who: "城管办", Since: "2026年10月9日", Due: "2026年10月16日", Left: "还有 4 个工作日"},
		{Act: "approval.submit", Label: "2 老年学堂", Who: "枕棠街道办事处", Since: "2026年9月18日", Stopped: "2026年9月22日", Why: "缺预算书", Left: "停止计时，还剩 8 个工作日"},
	}
}

func ended() []page.TimeLimit {
	return []page.TimeLimit{
		{Act: "approval.submit", Label: "4 口袋公园", Who: "枕棠街道办事处", Since: "2026年9月18日", Due: "2026年10月9日", Left: "按期，用了 6 个工作日", Ended: "2026年9月29日"},
		{Act: "screening.refer", Label: "T-005 长椅", Who: "建设办", Since: "2026年9月1日", Due: "2026年9月8日", Left: "逾期 2 个工作日", Overdue: true, Ended: "2026年9月10日"},
	}
}

// grantedLibrary has a project that others pay for too, one split over years, and two packages granted beside the vote.
func grantedLibrary(paper page.Paper) page.Library {
	v := page.Library{Projects: Projects(), Fund: 15000000, Paper: paper, Frozen: true, Beside: "本届已随报随审批准 2 个项目，合计8.85万元，其余6.15万元交表决。", Granted: Projects()[3:5]}
	v.Projects[0].Cost, v.Projects[0].Pays = 1000000, "总造价2.1万元：单位赞助 柳州机械厂 1.1万元，资金支付1万元。"
	v.Projects[1].Cost, v.Projects[1].Pays = 5000000, "分2年实施，资金共支付9万元，本届是第1年，支付5万元。"
	for i := range v.Granted {
		v.Granted[i].Number, v.Granted[i].Pays = 1001+i, "急需，是“幸福弄整修”的一个包，各包分开审议、合并实施。"
	}
	return v
}

// grantedNotice has projects that were granted, and one whose approval was refused.
func grantedNotice() page.Notice {
	n := noticed()
	n.Beside = []string{"1001号“幸福弄扶手”：随报随审：2026年9月8日由居民代表会议批准（随报1号），资金支付8,000元。小额。"}
	n.Rows[1].Funded, n.Rows[1].Denied, n.Rows[1].Department = false, true, ""
	n.Rows[1].Reason = "2026年11月13日，枕棠街道办事处审批没有通过（批1号）：与年内道路改造重复。"
	return n
}

// approvalSlip is a funded proposal whose approval is awaited.
func approvalSlip(s page.Slip) page.Slip {
	s.Way = append(s.Way[:2:2], page.WayPoint{Stage: page.Submitted, At: at(23, 9), Text: "由枕棠街道办事处审批，12月7日前答复"},
		page.WayPoint{Stage: page.Returned, At: at(24, 9), Text: "缺预算书"})
	return s
}

// forwardedSlip is a proposal that went to the street.
func forwardedSlip(s page.Slip) page.Slip {
	s.Way = []page.WayPoint{{Stage: page.Screened, At: at(8, 9)}, {Stage: page.Forwarded, At: at(9, 9), Text: "转报街道民生事务部"}}
	s.Letter, s.Reason = "", "您的提议涉及邻社区，已转报街道民生事务部：两个社区共用一条路。街道民生事务部尚未答复。"
	return s
}

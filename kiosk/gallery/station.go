package gallery

// A station's own page at the desk: its sums, daily sheets and handovers.

import "linli/kiosk/page"

func stationDesks() []Sample {
	f, all := staffed("/desk/2026/station/3", page.Voting), staffed("/desk/2026/stations", page.Counting)
	empty := page.StationDesk{Number: 3, Name: "南门活动室", Accounts: []page.Reckoning{{Sums: identities("pending")}}}
	closed := stationDesk()
	closed.Acts, closed.Accounts = nil, []page.Reckoning{{Sums: identities("holds")}}
	differs := page.StationDesk{Facts: handed(), Acts: []page.Act{{Name: "roll.merge", Href: "/desk/2026/merge"}}, Accounts: []page.Reckoning{
		{Name: "南门活动室", Href: "/desk/2026/station/3", Sums: identities("differs")}, {Name: "菜场门口", Href: "/desk/2026/station/4", Sums: identities("pending")},
		{Name: "整个投票", Sums: []page.Identity{{Name: "I6", Title: "电子票全部开启", State: "holds", Says: "公布 812 = 开启 812 = 用过的选票 812 = 箱内 812"}}}}}
	long := stationDesk()
	long.Name, long.Out, long.Duty = Long, true, []string{Long}
	long.About = []page.Said{{Label: Long, Lines: []string{Long, Long}}}
	long.Days[0].Reason, long.Handovers[0].Label, long.Handovers[0].Note = Long, Long, Long
	long.Accounts = []page.Reckoning{{Name: Long, Sums: []page.Identity{{Name: "I1", Title: Long, State: "differs", Says: Long + Long}}}}
	one := stationDesk()
	one.Days, one.Handovers = one.Days[:1], one.Handovers[:1]
	return []Sample{
		{"empty", f, empty, onDesk},
		{"one", f, one, onDesk},
		{"many", f, stationDesk(), []Screen{Desk, Phone}},
		{"differs", all, differs, []Screen{Desk, Phone}},
		{"long", lengthy(f), long, onDesk},
		{"closed", staffed("/desk/2026/station/3", page.Closed), closed, onDesk},
	}
}

func handed() []page.Fact {
	return []page.Fact{{Label: "本站已发", Value: "212"}, {Label: "应剩", Value: "81", Of: "印制 300"}, {Label: "交回作废", Value: "4"}, {Label: "暂存信封", Value: "3"},
		{Label: "本小时领票（各站合计）", Value: "37", Of: "上一小时 52"}}
}

func stationDesk() page.StationDesk {
	return page.StationDesk{
		Number: 3, Name: "南门活动室", Duty: []string{"08:30-13:00 包小满 (bao)", "13:00-17:30 秦闻 (qin)"}, Facts: handed(),
		About: []page.Said{{Label: "今天开放", Lines: []string{"08:30-17:30"}}, {Label: "地址", Lines: []string{"幸福弄58号"}}, {Label: "无障碍", Lines: []string{"门口有坡道，备有老花镜"}}},
		Acts: []page.Act{{Name: "checkin", Label: "发票登记", Href: "/desk/2026/checkin/3", Main: true}, {Name: "station.day", Href: "/desk/2026/act/station.day?station=3"},
			{Name: "station.handover", Href: "/desk/2026/act/station.handover?station=3"}, {Name: "station.settle", Blocked: true, Note: "请先“截止投票”。"}},
		Accounts: []page.Reckoning{{Sums: identities("")}},
		Days: []page.DayLine{{Date: "11月22日（周日）", Href: "/desk/2026/station/3/day/2026-11-22.pdf", Issued: 212, Envelopes: 3, Exchanged: 4, Remaining: 80, Difference: -1, Reason: "一张票掉在桌后"},
			{Date: "11月21日（周六）", Href: "/desk/2026/station/3/day/2026-11-21.pdf", Quiet: true}, {Date: "11月20日（周五）", Href: "/desk/2026/station/3/day/2026-11-20.pdf", Issued: 94, Exchanged: 2, Remaining: 204}},
		Handovers: []page.Link{{Label: "11月22日 13:04 包小满 (bao) → 秦闻 (qin)", Href: "/desk/2026/station/3/handover/1.pdf", Note: "张数相符"}},
	}
}

// identities are the sums of a station, all in that state; empty is a mix.
func identities(state string) []page.Identity {
	all := []page.Identity{
		{Name: "I1", Title: "印制去向", State: "pending", Says: "印制 300，已发 215，销毁 0，票堆里应有 85，待清点"},
		{Name: "I2", Title: "发出来源", State: "holds", Says: "发出 215 = 登记 211 + 换发 4 + 未拆信封 0，作废 4"},
		{Name: "I3", Title: "箱内纸票", State: "pending", Says: "箱内纸票还在点，2 批未封"},
		{Name: "I4", Title: "发出去向", State: "differs", Says: "发出 215 = 作废 4 + 电子 216 + 纸质 0 − 重复 0 + 未拆信封 0 + 未交回 -5"},
		{Name: "I5", Title: "未用的没有被投", State: "pending", Says: "封箱后列出未用选票的张号，再与投出的选票比对"},
		{Name: "I7", Title: "纸票分类", State: "pending", Says: "已点纸票 50"},
		{Name: "I9", Title: "两组一致", State: "holds", Says: "3 批都由两组各自录入，一致或已裁定"},
	}
	for i := range all {
		if state != "" {
			all[i].State = state
		}
	}
	return all
}

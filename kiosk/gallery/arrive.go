package gallery

// A round's home, the list of rounds, the first start.

import (
	"fmt"

	"linli/kiosk/page"
)

func arrivals() []Sample {
	voting := Sample{"voting", Frame("/r/2026", page.Voting), homeVoting(), onPublic}
	long := homeVoting()
	long.Facts = []page.Fact{{Label: Long, Value: "1,234,567,890", Of: Long, Alarm: true}}
	long.Stations = []page.Station{{Number: 1, Name: Long, Place: Long, Hours: Long, Access: Long, Phone: "0512-6561 0002"}}
	long.Steps[3].Title, long.Steps[3].Line, long.News[0].Text = Long, Long+Long, Long+Hostile
	one := homeVoting()
	one.Stations, one.News, one.Facts, one.Verify = one.Stations[:1], one.News[:1], one.Facts[:1], verify()
	done := page.Home{Steps: steps(9), Notice: true, Library: true, Observe: true, Fund: 15000000, Verify: verify()}
	flash := Sample{"flash", Frame("/r/2026", page.Collecting), page.Home{Steps: steps(2), Propose: true, Deadline: at(30, 17), Fund: 15000000}, onPhone}
	flash.Frame.Flash = page.Flash{Text: "您的提议已经收到。"}
	alarm := flash
	alarm.State, alarm.Frame.Flash = "alarm", page.Flash{Text: "现在没有网络，页面上的数字可能不是最新的。", Alarm: true}
	return []Sample{
		voting, larger(voting), contrast(voting), councilHome(),
		{"collecting", Frame("/r/2026", page.Collecting), page.Home{Steps: steps(2), Propose: true, Deadline: at(9, 17), Fund: 15000000}, onPublic},
		{"noticed", Frame("/r/2026", page.Noticed), page.Home{Steps: steps(5), Notice: true, Library: true, Observe: true, Survey: true, Fund: 15000000}, onPhone},
		{"empty", Frame("/r/2026", page.Drafting), page.Home{}, onPublic},
		{"one", Frame("/r/2026", page.Voting), one, onPhone},
		{"long", lengthy(Frame("/r/2026", page.Voting)), long, onPublic},
		{"closed", Frame("/r/2026", page.Closed), done, onPublic},
		{"staff", staffed("/r/2026", page.Voting), homeVoting(), onDesk},
		flash, alarm,
		{"many", page.Frame{Path: "/"}, page.Rounds{Rounds: roundLines()}, onPublic},
		{"one", page.Frame{Path: "/"}, page.Rounds{Rounds: roundLines()[:1]}, onPhone},
		{"long", page.Frame{Path: "/"}, page.Rounds{Rounds: []page.RoundLine{{ID: "2026", Community: Long, Name: Long, Status: page.Voting, From: at(1, 9), To: at(30, 17), Line: Long}}}, onPublic},
		{"none", page.Frame{Path: "/"}, page.Rounds{}, onPhone},
		{"first", page.Frame{Path: "/"}, page.Empty{}, onPublic},
		{"staff", staffed("/", ""), page.Empty{Staff: true}, onDesk},
	}
}

func homeVoting() page.Home {
	return page.Home{Steps: steps(4), Vote: true, Library: true, Observe: true, Deadline: at(28, 17), Fund: 15000000,
		Facts: []page.Fact{{Label: "已投票", Value: "812", Of: "应投 2,140"}, {Label: "项目", Value: "7"}}, News: entries(4),
		Stations: []page.Station{{Number: 1, Name: "社区服务中心", Place: "新家路18号一楼", Hours: "每天 8:30-17:30", Access: "无台阶，有轮椅", Phone: "0512-6561 0002"},
			{Number: 2, Name: "菜场门口", Place: "东菜场南侧", Hours: "每天 7:00-11:00"}}}
}

func roundLines() []page.RoundLine {
	var all []page.RoundLine
	for i, s := range []page.Status{page.Voting, page.Collecting, page.Closed} {
		all = append(all, page.RoundLine{ID: fmt.Sprint(2026 - i), Community: "新家社区", Name: fmt.Sprintf("第%d届和谐微实事", 3-i), Status: s, From: at(1, 9), To: at(30, 17), Line: "资金15万元"})
	}
	return all
}

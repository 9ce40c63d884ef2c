package gallery

// What observers see while people vote and while the count goes on; the notice of the result.

import (
	"strings"
	"time"

	"linli/kiosk/page"
)

// Tally is a count of the seven projects under way, or its end.
func Tally(final bool) *page.Tally {
	votes := []int64{431, 402, 388, 351, 240, 198, 120}
	order := []int{1, 4, 2, 6, 3, 5, 7}
	t := &page.Tally{Entered: 640, Total: 812, Batches: 3, Of: 7, Fund: 15000000, Final: final}
	var sum int64
	for i, n := range order {
		p := Projects()[n-1]
		funded := sum+p.Cost <= t.Fund && i < 5
		if funded {
			sum += p.Cost
		}
		t.Bars = append(t.Bars, page.Bar{Number: n, Name: p.Name, Votes: votes[i], Cost: p.Cost, Cumulative: sum, Funded: funded})
	}
	return t
}

// tallyOf is a count of n projects with names as they are, or as long as names get.
func tallyOf(n int, long bool) *page.Tally {
	t := &page.Tally{Entered: 123456, Total: 1234567, Batches: 123, Of: 2345, Fund: 15000000}
	for i := range n {
		b := page.Bar{Number: i + 1, Name: Projects()[i%7].Name, Votes: int64(900 - 20*i), Cost: Projects()[i%7].Cost, Funded: i < n/2}
		if long {
			b.Name, b.Votes, b.Cost = Long, b.Votes*12345, 123456789012
		}
		t.Bars = append(t.Bars, b)
	}
	return t
}

// Observation is a poll of four stations with a difference at one of them.
func Observation(s page.Status, count *page.Tally) page.Observation {
	o := page.Observation{Round: "2026", Status: s, At: Now, Cast: 812, Issued: 834, Electors: 2140, Count: count,
		Channels: []page.ChannelCount{{Channel: "phone", Cast: 301}, {Channel: "kiosk", Cast: 344}, {Channel: "paper", Cast: 167}}}
	for i, name := range []string{"社区服务中心", "菜场门口", "南门活动室", "第二小学门卫室"} {
		st := page.StationCount{Number: i + 1, Name: name, Issued: int64(230 - 20*i), Cast: int64(221 - 20*i), Spoiled: int64(i), Pending: int64(40 - 10*i)}
		if i == 2 {
			st.Difference, st.Reason = -2, "两张选票领出后没有投，居民带走。"
		}
		o.Stations = append(o.Stations, st)
	}
	for i := range 18 {
		o.Hours = append(o.Hours, page.HourCount{From: at(20+i/9, 8+i%9), Cast: int64(20 + (i*37)%70)})
	}
	return o
}

// crowded is an observation of twelve stations that know how many may vote there.
func crowded(s page.Status, count *page.Tally) page.Observation {
	o := Observation(s, count)
	o.Stations, o.Electors = nil, 0
	for i := range 12 {
		st := page.StationCount{Number: i + 1, Name: []string{"社区服务中心", "菜场门口", "南门活动室", "第二小学门卫室"}[i%4], Electors: int64(500 + 10*i), Issued: int64(230 - 10*i), Cast: int64(221 - 10*i), Pending: int64(3 * i)}
		if i == 9 {
			st.Difference, st.Reason = -2, "两张选票领出后没有投，居民带走。"
		}
		o.Electors += st.Electors
		o.Stations = append(o.Stations, st)
	}
	return o
}

// early is a count of electronic ballots before the close.
func early() *page.Tally {
	t := Tally(false)
	t.Early, t.Entered, t.Total, t.Batches, t.Of = true, 640, 640, 0, 0
	for i := range t.Bars {
		t.Bars[i].Funded = false
	}
	return t
}

// hidden is an observation of which the scheme tells nothing.
func hidden() page.Observation {
	o := page.Observation{Round: "2026", Status: page.Voting, At: Now, Hidden: true}
	for _, st := range Observation(page.Voting, nil).Stations {
		o.Stations = append(o.Stations, page.StationCount{Number: st.Number, Name: st.Name})
	}
	return o
}

func observing() []Sample {
	path := "/r/2026/observe"
	f := Frame(path, page.Counting)
	long := Observation(page.Counting, tallyOf(4, true))
	long.Cast, long.Issued, long.Electors = 1234567, 1234570, 12345678
	for i := range long.Stations {
		long.Stations[i].Name, long.Stations[i].Difference, long.Stations[i].Reason = Long, -1234567, Long
	}
	one := Observation(page.Preliminary, tallyOf(1, false))
	one.Stations, one.Hours, one.Channels = one.Stations[:1], one.Hours[:1], one.Channels[:1]
	sealed := page.Observe{Observation: Observation(page.Voting, nil), Exports: []page.Link{{Label: "选票校验值", Href: "/r/2026/hashes.txt", Note: "文本"}}}
	wall := func(state string, s page.Status, o page.Observation) Sample {
		return Sample{state, Frame(path+"?wall=1", s), page.Observe{Observation: o, Wall: true}, onWall}
	}
	next := crowded(page.Counting, tallyOf(40, false))
	next.At = next.At.Add(12 * time.Second)
	return []Sample{
		{"voting", Frame(path, page.Voting), sealed, onPublic},
		larger(Sample{"voting", Frame(path, page.Voting), sealed, onPhone}),
		{"counting", f, page.Observe{Observation: Observation(page.Counting, Tally(false))}, onPublic},
		contrast(Sample{"counting", f, page.Observe{Observation: Observation(page.Counting, Tally(false))}, onPhone}),
		{"closed", Frame(path, page.Final), page.Observe{Observation: Observation(page.Final, Tally(true)), Verify: verify(), Recount: recount(), Compare: "/r/2026/compare"}, onPublic},
		{"empty", Frame(path, page.Announced), page.Observe{Observation: page.Observation{Status: page.Announced, At: Now, Count: &page.Tally{}}}, onPhone},
		{"one", Frame(path, page.Preliminary), page.Observe{Observation: one}, onPhone},
		{"many", f, page.Observe{Observation: Observation(page.Counting, tallyOf(20, false))}, onPublic},
		{"long", lengthy(f), page.Observe{Observation: long}, onPublic},
		wall("wall", page.Counting, Observation(page.Counting, Tally(false))),
		wall("wall-voting", page.Voting, Observation(page.Voting, nil)),
		wall("wall-many", page.Counting, Observation(page.Counting, tallyOf(20, false))),
		wall("wall-long", page.Counting, long),
		wall("wall-forty", page.Counting, crowded(page.Counting, tallyOf(40, false))),
		wall("wall-next", page.Counting, next),
		wall("wall-crowded", page.Voting, crowded(page.Voting, nil)),
		wall("wall-early", page.Voting, Observation(page.Voting, early())),
		wall("wall-hidden", page.Voting, hidden()),
		{"forty", f, page.Observe{Observation: crowded(page.Counting, tallyOf(40, false))}, []Screen{Desk, Phone}},
		{"early", Frame(path, page.Voting), page.Observe{Observation: crowded(page.Voting, early())}, []Screen{Desk, Phone}},
		{"hidden", Frame(path, page.Voting), page.Observe{Observation: hidden()}, onPhone},
	}
}

func noticing() []Sample {
	long := noticed()
	long.Rule, long.Where, long.Ties, long.Account.Difference, long.Account.Reason = Long+Long, Long, []string{Long + Long}, -1234567, Long
	for i := range long.Rows {
		long.Rows[i].Name, long.Rows[i].Reason, long.Rows[i].Department, long.Rows[i].Cost = Long, Long, Long, 123456789012
	}
	long.Objections = []page.Objection{{Number: 1, At: at(25, 10), Text: Long + Long, Answer: Long + Long, Answered: at(26, 9), Mend: Long, AnswerMend: Long}}
	one := noticed()
	one.Rows, one.Ties, one.Objections, one.Exports = one.Rows[:1], nil, nil, nil
	path := "/r/2026/notice"
	return []Sample{
		{"many", Frame(path, page.Noticed), noticed(), onPublic},
		larger(Sample{"many", Frame(path, page.Noticed), noticed(), onPhone}),
		{"empty", Frame(path, page.Noticed), page.Notice{Fund: 15000000}, onPhone},
		{"one", Frame(path, page.Noticed), one, onPhone},
		{"long", lengthy(Frame(path, page.Noticed)), long, onPublic},
		{"corrected", Frame(path, page.Final), page.Notice{Corrects: "3", Why: "2号项目得票录入有误。", Fund: 15000000, Account: page.Account{Difference: 2}}, onPublic},
		{"closed", Frame(path, page.Closed), noticed(), onDesk},
		{"granted", Frame(path, page.Noticed), grantedNotice(), onPublic},
		councilNotice(),
	}
}

// noticed is the notice of the sample round.
func noticed() page.Notice {
	n := page.Notice{Number: "新家公示〔2026〕5号", From: at(24, 0), To: at(30, 0), Days: 5, Fund: 15000000, Spent: 14770000,
		Rule:    "按得票从高到低，遇到第一个放不下的就停；票数相同时费用低的在前。",
		Account: page.Account{Printed: 1200, Unused: 352, Destroyed: 14, Issued: 834, Spoiled: 6, Phone: 301, Kiosk: 344, Paper: 171, Both: 4, Kept: 16, Blank: 3, Valid: 812},
		Hash:    strings.Repeat("9b1ec0ffee12ab34", 4), Where: "社区服务中心一楼，每天 9:00-17:00，请署名。", Watchdog: "0512-6561 0001",
		Ties: []string{"2号和6号同为 388 票：费用低的2号在前。"},
		Objections: []page.Objection{{Number: 1, At: at(25, 10), Text: "充电棚离我家窗户太近。", Answer: "已与部门重新放样，移到12米以外。", Answered: at(26, 15), AnswerMend: Hostile},
			{Number: 2, At: at(26, 9), Text: "为什么不做遮雨棚？", Answered: time.Time{}, Mend: "已更正"}},
		Papers: []page.Link{{Label: "结果公示（张贴版）", Href: "/r/2026/pdf/notice.pdf", Note: "PDF，2页"}}, Exports: []page.Link{{Label: "结果表", Href: "/r/2026/outcome.csv", Note: "CSV"}}}
	for i, b := range Tally(true).Bars {
		r := page.Result{Bar: b, Rank: i + 1, Left: n.Fund - b.Cumulative, Department: "城建科", Reason: "累计没有超过资金总额。"}
		if !b.Funded {
			r.Department, r.Reason = "", "余额0.23万元，不足5.2万元；按方案到此为止。"
		}
		n.Rows = append(n.Rows, r)
	}
	return n
}

package gallery

// The scheme of a round, and its ledger in words.

import (
	"strings"
	"time"

	"linli/kiosk/page"
)

func schemes() []Sample {
	one := page.Scheme{Version: 1, Fund: 15000000, Rule: noticed().Rule, Articles: scheme().Articles[:1], Opinions: scheme().Opinions[:1], Timetable: steps(1)}
	long := scheme()
	long.Rule, long.Articles = strings.Repeat(Long, 2), []page.Article{{Heading: Long, Text: Long + "\n" + Long + Hostile}}
	long.Opinions = []page.Opinion{{Number: 1, At: at(3, 9), About: Long, By: Long, Text: Long + Long, Answer: Long + Long, AnswerBy: Long, Answered: at(4, 9)}}
	long.Papers = []page.Link{{Label: Long, Href: "/r/2026/pdf/scheme.pdf", Note: "PDF"}}
	long.Late, long.Timetable = Long, steps(1)
	long.Timetable[0].Plan, long.Timetable[1].Plan = Long, "计划3月2日（周一）至13日（周五），10个工作日"
	long.Trainings = []page.Training{{At: at(2, 9), Topic: Long, Who: Long, Attended: 100000}}
	long.Changes = []page.Change{{At: at(4, 9), What: "第2稿", Why: Long, Fields: []page.FieldChange{{Label: Long, Old: []string{Long}, New: []string{Long, Long}}}}}
	whole := page.Ledger{Verify: verify(), Entries: entries(12), Size: 141, Base: "/r/2026/ledger", Older: []page.Link{{Label: "ledger.older", Href: "/r/2026/ledger?to=128"}}}
	lengthyEntry := entries(3)[:1]
	e := &lengthyEntry[0]
	e.Actor, e.Text, e.Cut, e.Raw = Long, Long+Long, true, `{"act":"poll.publish","body":"`+strings.Repeat("3fa9c1d07b52e846", 20)
	e.Said = []page.Said{{Label: Long, Lines: []string{Long, strings.Repeat("3fa9c1d07b52e846", 8)}}}
	return []Sample{
		{"many", Frame("/r/2026/scheme", page.Drafting), scheme(), onPublic},
		{"empty", Frame("/r/2026/scheme", page.Drafting), page.Scheme{Version: 1}, onPhone},
		{"one", Frame("/r/2026/scheme", page.Drafting), one, onPhone},
		{"long", lengthy(Frame("/r/2026/scheme", page.Drafting)), long, onPublic},
		{"closed", Frame("/r/2026/scheme", page.Closed), scheme(), onDesk},
		{"many", Frame("/r/2026/ledger", page.Voting), whole, onPublic},
		{"none", staffed("/desk/2026/ledger", page.Drafting), page.Ledger{}, onDesk},
		{"one", Frame("/r/2026/ledger/140", page.Voting), page.Ledger{Entries: entries(3)[:1], Size: 141, Base: "/r/2026/ledger"}, onPhone},
		{"long", lengthy(Frame("/r/2026/ledger", page.Voting)), page.Ledger{Entries: lengthyEntry, Size: 1234567, Base: "/r/2026/ledger"}, onPublic},
		{"closed", Frame("/r/2026/ledger", page.Closed), whole, onDesk},
	}
}

func scheme() page.Scheme {
	return page.Scheme{Version: 3, Adopted: at(5, 15), Hash: strings.Repeat("77aa", 16), Fund: 15000000, Rule: noticed().Rule, Timetable: steps(2),
		Articles: []page.Article{{Heading: "一、范围", Text: "新家社区全部居民区。\n住、工作或上学在本社区的人都可以参加。"}, {Heading: "二、资金", Text: "总额15万元，单个项目不超过5.2万元。"}},
		Opinions: []page.Opinion{{Number: 1, At: at(3, 9), About: "资金", By: "王*", Text: "单个项目的上限能不能再高一点？", Answer: "已由5万元调到5.2万元。", AnswerBy: "居委会", Answered: at(4, 16), Mend: "已更正", AnswerMend: Hostile},
			{Number: 2, At: at(3, 11), About: "程序", By: "陈*", Text: Hostile, Answered: time.Time{}}},
		Trainings: []page.Training{{At: at(2, 9), Topic: "八步工作法", Who: "社区干部、居民代表、网格员", Attended: 46}},
		Changes: []page.Change{{At: at(4, 9), What: "第3稿", Why: "居民建议提高上限。", Fields: []page.FieldChange{
			{Label: "单个项目上限", Old: []string{"5万元"}, New: []string{"5.2万元"}}, {Label: "资金来源", WasEmpty: true, New: []string{"市财政 10万元", "区财政 5万元"}}, {Label: "资金说明", Old: []string{Hostile}, IsEmpty: true}, {Label: "清单各项", New: []string{"有安全隐患"}}}}}, Papers: []page.Link{{Label: "方案公告", Href: "/r/2026/pdf/scheme.pdf", Note: "PDF"}}}
}

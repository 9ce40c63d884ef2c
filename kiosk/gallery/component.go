package gallery

// Every component that pages share, in each of its states.

import "linli/kiosk/page"

func components() []Sample {
	var all []Sample
	add := func(name string, states ...any) {
		all = append(all, Sample{name, Frame("/gallery", page.Voting), page.Component{Part: name, Data: states}, onPublic})
	}
	var statuses []any
	for _, s := range []page.Status{page.Drafting, page.Collecting, page.Screening, page.Announced, page.Convening, page.Deciding, page.Voting, page.Counting, page.Preliminary,
		page.Noticed, page.Final, page.Implementing, page.Evaluating, page.Closed} {
		statuses = append(statuses, s)
	}
	var fields, lists []any
	for _, f := range Fields() {
		fields = append(fields, f)
	}
	line := roundLines()[0]
	line.Name, line.Line = Long, Long
	add("status", statuses...)
	add("sign", nil)
	add("error", "请填数字，例如 48000。", Long)
	add("nothing", "还没有项目。", Long)
	add("facts", []page.Fact{}, homeVoting().Facts, []page.Fact{{Label: Long, Value: "1,234,567,890", Of: Long, Alarm: true}})
	add("links", []page.Link{}, []page.Link{{Label: "项目库", Href: "/r/2026/library", Note: "PDF"}, {Label: Long, Href: "/r/2026", Note: Long}})
	add("steps", steps(1), steps(4), steps(9))
	add("name", Projects()[0], Projects()[3], longProject(128))
	for _, part := range []string{"project", "brief", "photo", "price", "what", "gain"} {
		add(part, Projects()[0], Projects()[1], longProject(128))
	}
	add("entries", entries(3)[:1], entries(8))
	add("roundcard", roundLines()[0], line)
	add("field", fields...)
	add("bars", page.Tally{}, tallyOf(1, false), Tally(false), Tally(true), tallyOf(3, true))
	add("verify", verify())
	add("sitting", sittings()[0], sittings()[1], page.Sitting{Number: 3, Place: Long, Chair: Long, Recorder: Long, Observers: []string{Long}, Adjourned: Long, Mend: Long})
	add("sheets", []page.Link{{Label: "ledgers.before", Href: "/r/2026/needs?page=1"}}, []page.Link{{Label: "ledgers.after", Href: "/r/2026/needs?page=3"}})
	for _, s := range needImports() {
		switch v := s.View.(page.NeedImport); s.State {
		case "faults", "long":
			lists = append(lists, v)
		}
	}
	for _, part := range []string{"listfile", "faults", "listcolumns"} {
		add(part, lists...)
	}
	one, long := models()[1].View.(page.Models), models()[3].View.(page.Models)
	add("modelcard", one.Items[0], long.Items[0])
	add("turn", page.Frame{Turn: "7"})
	add("marks", page.Check{Code: "ABCD", Paper: approval, Chosen: chosen(page.Approval, 1, 3)})
	return all
}

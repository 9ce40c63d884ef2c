package gallery

// The residents' council: its page for everybody, the staff's table of its votes, and the notice of what it decided.

import "linli/kiosk/page"

// decided is a page of a round that the council decides.
func decided(f page.Frame) page.Frame {
	f.Council = true
	return f
}

// sittings are a meeting that too few came to, and one that is in session.
func sittings() []page.Sitting {
	return []page.Sitting{
		{Number: 1, Date: at(18, 0), Place: "社区服务中心三楼议事厅", Members: 15, Present: 8, Quorum: 11, Adjourned: "到会不足法定人数。", Next: at(20, 0)},
		{Number: 2, Date: at(20, 0), Place: "社区服务中心三楼议事厅", Chair: "议事长孙建平", Recorder: "社工周敏", Members: 15, Present: 12, Quorum: 11, Observers: []string{"居民代表吴秀英", "物业公司郑经理"}, Open: true},
	}
}

// resolutions are the projects with the council's votes on the first n of them.
func resolutions(n int) (all []page.Resolved) {
	yes := []int{11, 9, 6, 8, 3}
	for i, p := range Projects() {
		x := page.Resolved{Number: p.Number, Name: p.Name, Cost: p.Cost}
		if i < n {
			x.Voted, x.Sitting, x.Yes, x.Needed = true, 2, yes[i%5], 7
			x.No, x.Abstain = 12-x.Yes, 0
			if i%5 == 1 {
				x.No, x.Abstain, x.Recused, x.Needed = 1, 1, []string{"居民代表王桂芳"}, 6
			}
			x.Carried = x.Yes >= x.Needed
		}
		all = append(all, x)
	}
	return all
}

func councils() []Sample {
	path := "/r/2026/observe"
	rule := "由居民议事会逐项表决，成员到会67%以上方可表决，赞成超过参加表决人数的一半为通过。通过的项目按赞成票从多到少安排资金，资金不够的跳过，继续看后面费用较低的项目。"
	v := page.Council{Rule: rule, Fund: 15000000, Sittings: sittings(), Items: resolutions(3), Papers: []page.Link{{Label: "居民议事会会议纪要", Href: "/r/2026/paper/council.pdf", Note: "PDF"}}}
	one := page.Council{Rule: rule, Fund: 15000000, Sittings: sittings()[:1], Items: resolutions(0)[:1]}
	done := v
	done.Sittings, done.Items, done.Decided, done.Verify = sittings(), resolutions(99), true, verify()
	done.Sittings[1].Open = false
	for i := range done.Items {
		x := &done.Items[i]
		x.Funded, x.Reason = x.Carried && i != 1, "轮到时资金有15万元，费用4.8万元，够用。"
		if !x.Carried {
			x.Reason = "没有通过：须赞成7票，差1票。"
		} else if !x.Funded {
			x.Reason = "轮到时资金剩1.2万元，费用4.8万元，差3.6万元，跳过。"
		}
	}
	done.Items[0].Mend, done.Items[2].Withdrawn = "已更正（台账第 141 条），原因：唱票有误", "场地另有用途"
	long := done
	long.Rule, long.Fund, long.Items, long.Sittings = Long+Long, 123456789012, resolutions(99), sittings()
	for i := range long.Items {
		long.Items[i].Name, long.Items[i].Cost, long.Items[i].Recused, long.Items[i].Reason, long.Items[i].Mend = Long, 123456789012, []string{Long, Hostile}, Long, Long
	}
	for i := range long.Sittings {
		s := &long.Sittings[i]
		s.Place, s.Observers, s.Mend, s.Chair, s.Recorder, s.Adjourned = Long, []string{Long, Long}, Long, Long, Long, Long
	}
	f := decided(Frame(path, page.Deciding))
	return append([]Sample{
		{"many", f, v, onPublic},
		larger(Sample{"many", f, v, onPhone}),
		contrast(Sample{"many", f, v, onPhone}),
		{"empty", decided(Frame(path, page.Convening)), page.Council{Rule: rule, Fund: 15000000}, onPhone},
		{"one", f, one, onPhone},
		{"long", lengthy(f), long, onPublic},
		{"closed", decided(Frame(path, page.Final)), done, onPublic},
	}, resolves()...)
}

// resolves are the staff's table in its states.
func resolves() []Sample {
	f := decided(staffed("/desk/2026/council", page.Deciding))
	sitting := sittings()[1]
	var rows []page.ResolveRow
	for i, x := range resolutions(2) {
		row := page.ResolveRow{Number: x.Number, Name: x.Name, Cost: x.Cost}
		switch i {
		case 0:
			row.Done, row.Said, row.Correct = true, "2026年11月20日，赞成 11，反对 1，弃权 0 · 通过", "/desk/2026/correct/141"
		case 1:
			row.Said = "2026年11月18日，赞成 5，反对 6，弃权 0 · 没有通过"
		case 2:
			row.Yes, row.No, row.Recused = "9", "2", "居民代表王桂芳"
		}
		rows = append(rows, row)
	}
	wrong := append([]page.ResolveRow{}, rows...)
	wrong[2].Yes, wrong[2].Error = "10", "赞成、反对、弃权之和不等于参加表决的人数: 10+2+0=12，到会 12 减回避 1 为 11"
	wrong[3].Yes, wrong[3].Error = Hostile, "数字不在允许范围内"
	all := append([]page.ResolveRow{}, rows...)
	for i := range all {
		all[i].Done, all[i].Said, all[i].Correct = true, "2026年11月20日，赞成 11，反对 1，弃权 0 · 通过", "/desk/2026/correct/141"
	}
	long := append([]page.ResolveRow{}, rows...)
	for i := range long {
		long[i].Name, long[i].Said, long[i].Recused, long[i].Error, long[i].Cost, long[i].Yes = Long, Long, Long, Long, 123456789012, "1000"
	}
	v := page.Resolve{Sitting: &sitting, Rows: rows, Close: ""}
	return []Sample{
		{"many", f, v, []Screen{Desk, Phone}},
		{"one", f, page.Resolve{Sitting: &sitting, Rows: rows[2:3]}, onDesk},
		{"wrong", f, page.Resolve{Sitting: &sitting, Rows: wrong}, []Screen{Desk, Phone}},
		{"nothing", f, page.Resolve{Sitting: &sitting, Rows: rows, Error: "没有填写任何一项。"}, onDesk},
		{"shut", f, page.Resolve{Rows: rows, Meet: "/desk/2026/act/council.meet"}, []Screen{Desk, Phone}},
		{"closed", f, page.Resolve{Sitting: &sitting, Rows: all, Close: "/desk/2026/act/council.close"}, onDesk},
		{"long", lengthy(f), page.Resolve{Sitting: &sitting, Rows: long}, []Screen{Desk, Phone}},
	}
}

// councilHome is a round's home where the council decides.
func councilHome() Sample {
	v := page.Home{Steps: steps(4), Library: true, Observe: true, Fund: 15000000}
	v.Steps[3].Title, v.Steps[3].Line = "居民议事会表决，项目共决", "议事会开会 2 次，已表决 3 项，待表决 2 项"
	return Sample{"council", decided(Frame("/r/2026", page.Deciding)), v, onPublic}
}

// councilNotice is the notice of what the council decided.
func councilNotice() Sample {
	n := noticed()
	s := sittings()[1]
	n.Council, n.Compare = &s, ""
	n.Rule = "由居民议事会逐项表决，赞成超过参加表决人数的一半为通过。通过的项目按赞成票从多到少安排资金，资金不够的跳过。"
	for i := range n.Rows {
		n.Rows[i].Votes = int64(11 - i)
	}
	return Sample{"council", decided(Frame("/r/2026/notice", page.Noticed)), n, onPublic}
}

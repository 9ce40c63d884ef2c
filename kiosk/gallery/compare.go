package gallery

// The comparison of the rules, and the recount that the observers' page tells of.

import "linli/kiosk/page"

// comparison is what n rules would have funded.
func comparison(n int) page.Compare {
	rules := []page.ComparedRule{
		{Name: "按得票从高到低，到第一个放不下的为止", Sentence: "按得票数从高到低入选，遇到第一个资金不足的项目即停止，其后的项目不再入选。", Own: true, Funded: 4, Spent: 14_770_000, Served: 640, Mean: "1.52"},
		{Name: "按得票从高到低，放不下的跳过", Sentence: "按得票数从高到低入选，资金不足的项目跳过，继续看后面费用较低的项目。", Funded: 5, Spent: 14_990_000, Served: 655, Mean: "1.71"},
		{Name: "按每元得票从高到低，放不下的跳过", Sentence: "按得票数与费用之比从高到低入选，资金不足的项目跳过，继续看后面的项目。", Funded: 6, Spent: 13_200_000, Served: 701, Mean: "2.04"},
	}
	v := page.Compare{Rule: "按得票从高到低，遇到第一个放不下的就停；票数相同时费用低的在前。", Fund: 15_000_000, Ballots: 812,
		Exports: []page.Link{{Label: "对照数据", Href: "/r/2026/compare.json", Note: "JSON"}}}
	for i := range n {
		r := rules[i%3]
		r.Number, r.Own = i+1, i == 0
		v.Rules = append(v.Rules, r)
	}
	for i, p := range Projects() {
		row := page.ComparedProject{Number: p.Number, Name: p.Name, Cost: p.Cost}
		for j := range n {
			row.By = append(row.By, (i*5+j)%3 != 0)
		}
		v.Projects = append(v.Projects, row)
	}
	return v
}

// recount is how close a count was.
func recount() *page.Recount {
	return &page.Recount{Known: true, Votes: 37, Ahead: "6号“独居老人助浴服务”", Behind: "5号“社区广场地面防滑”", Papers: 171, Need: 29, Seed: "5-3-6-1-2",
		Sample: []page.Drawn{{Number: 1, Places: []int{3, 17, 40}}, {Number: 2, Places: []int{5}}, {Number: 4, Places: []int{12, 21}}}}
}

func comparing() []Sample {
	path := "/r/2026/compare"
	long := comparison(12)
	long.Rule = Long + Long
	for i := range long.Rules {
		long.Rules[i].Name, long.Rules[i].Sentence, long.Rules[i].Spent = Long, Long, 123456789012
	}
	for i := range long.Projects {
		long.Projects[i].Name, long.Projects[i].Cost = Long, 123456789012
	}
	return []Sample{
		{"many", Frame(path, page.Noticed), comparison(12), onPublic},
		larger(Sample{"many", Frame(path, page.Noticed), comparison(12), onPhone}),
		{"few", Frame(path, page.Final), comparison(3), onPublic},
		{"pending", Frame(path, page.Final), page.Compare{Pending: true}, onPhone},
		{"long", lengthy(Frame(path, page.Noticed)), long, onPublic},
	}
}

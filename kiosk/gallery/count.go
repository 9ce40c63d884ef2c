package gallery

// The count of paper: a batch on its way, and the lines of a pair.

import (
	"fmt"

	"linli/kiosk/page"
)

// counting are the projects with the votes that a batch gives each, so many or none.
func counting(votes int64) (all []page.Counted) {
	for i, p := range Projects() {
		all = append(all, page.Counted{Number: p.Number, Name: p.Name, Votes: votes * int64(i%3)})
	}
	return all
}

func counts() []Sample {
	path := "/desk/2026/count/3/A"
	open := page.Count{Batch: 3, Pair: "A", Station: "菜场门口", Paper: approval, Names: counting(1), Expected: 6, Differ: []string{"第 2 张不一致"},
		Sum:    page.Totals{Valid: 1, Blank: 1, Invalid: 1, Given: 3, Most: 5},
		Sheets: []page.Sheet{{Marks: "1 4 7", Words: "1 充电棚 · 4 长椅 · 7 书架"}, {Marks: "0", Words: "空白票"}, {Marks: "1 1", Error: "同一个项目选了两次"}, {Marks: "x3", Words: "有姓名或记号，无效"}, {}, {}}}
	done := page.Count{Batch: 3, Pair: "B", Paper: page.Paper{Form: page.Points, Max: 3, Sum: 10}, Names: counting(5), Done: true, Saved: true, Expected: 1,
		Sum: page.Totals{Valid: 1, Given: 5, Most: 10}, Sheets: []page.Sheet{{Marks: "1=5", Words: "1 充电棚 5 分"}}}
	fifty := page.Count{Batch: 3, Pair: "A", Station: "菜场门口", Paper: approval, Names: counting(10), Expected: 50, Sum: page.Totals{Valid: 30, Given: 90, Most: 150}, Sheets: make([]page.Sheet, 50)}
	for i := range 30 {
		fifty.Sheets[i] = page.Sheet{Marks: "1 4 7", Words: "1 充电棚 · 4 长椅 · 7 书架"}
	}
	long := page.Count{Batch: 12345, Pair: "A", Station: Long, Paper: approval, Names: []page.Counted{{Number: 128, Name: Long, Votes: 12345}}, Expected: 1, Error: Long, Differ: []string{Long}, Sheets: []page.Sheet{{Marks: Long, Words: Long, Error: Long}}}
	f := staffed(path, page.Counting)
	return []Sample{
		{"some", f, open, []Screen{Desk, Phone}},
		{"empty", f, page.Count{Batch: 3, Pair: "A", Station: "菜场门口", Paper: approval, Names: counting(0), Expected: 50, Open: true, Sheets: make([]page.Sheet, 6)}, onDesk},
		{"done", staffed("/desk/2026/count/3/B", page.Counting), done, onDesk},
		{"many", f, fifty, onDesk},
		{"long", lengthy(f), long, onDesk},
	}
}

func batches() []Sample {
	path := "/desk/2026/count/3001"
	pairs := []page.Link{{Label: "甲组", Href: path + "/A", Note: "陈 已录"}, {Label: "乙组", Href: path + "/B", Note: "未录"}}
	said := []string{"真票 48 张，其中 2 张电子票让位；搁置 2 张", "1 张：这张选票已经点过，可能是复印件", "1 张：没有印过这张选票"}
	fresh := page.Pile{Number: 3001, Station: "菜场门口", Most: 50, Pairs: pairs}
	looked := fresh
	looked.Codes, looked.Looked = "K7Q2-K7Q2\nK7Q2-K7Q2", []page.Looked{{Place: 1}, {Place: 2, Why: "这张选票已经点过，可能是复印件"}}
	differ := page.Pile{Number: 3001, Station: "菜场门口", Most: 50, Pairs: pairs, Scanned: true, Said: said, Third: true,
		Differ: []page.Difference{{Place: 7, A: "1 充电棚 · 4 长椅", B: "空白票"}, {Place: 31, A: "3 凉亭", B: "选得太多，无效"}}}
	own := differ
	own.Third, own.Differ = false, []page.Difference{{Place: 7}, {Place: 31}}
	ready := page.Pile{Number: 3001, Station: "菜场门口", Most: 50, Pairs: pairs, Scanned: true, Said: said, Third: true, Ready: true, Reopened: []string{"曾封存，又重新打开（台账第 88 条）：两张票粘在一起。"}}
	sealed := page.Pile{Number: 3001, Station: "菜场门口", Most: 50, Pairs: pairs, Scanned: true, Said: said, Third: true, Sealed: true,
		Sums: []string{"48 张 = 有效 44 + 空白 2 + 无效 2", "无效 2 张 = 选得太多 1 + 看不清 1 + 有姓名或记号 0", "有效 44 张，每张最多选5项，共可选 220 项 = 选了 180 + 少选 40"}}
	for i := range 48 {
		sealed.Sheets = append(sealed.Sheets, fmt.Sprintf("%d：1 充电棚 · 4 长椅 · 7 书架", i+1))
	}
	long := differ
	long.Station, long.Error, long.Said, long.Reopened = Long, Long, []string{Long, Long}, []string{Long}
	long.Differ = []page.Difference{{Place: 7, A: Long, B: Long}}
	f := staffed(path, page.Counting)
	return []Sample{
		{"empty", f, fresh, []Screen{Desk, Phone}},
		{"one", f, looked, onDesk},
		{"many", f, differ, []Screen{Desk, Phone}},
		{"pair", f, own, onDesk},
		{"done", f, ready, onDesk},
		{"closed", f, sealed, onDesk},
		{"long", lengthy(f), long, []Screen{Desk, Phone}},
	}
}

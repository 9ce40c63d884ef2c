package gallery

// The list of proposals that the desk enters: before it, with faults, right, there already, done.

import (
	"fmt"

	"linli/kiosk/page"
)

func imports() []Sample {
	f := staffed("/desk/2026/import", page.Collecting)
	templates := []page.Link{{Label: "下载模板", Href: "/desk/2026/import/proposals.xlsx", Note: "xlsx"}, {Label: "下载模板", Href: "/desk/2026/import/proposals.csv", Note: "CSV"}}
	ask := page.Import{Most: 100, Templates: templates, Columns: []page.ImportColumn{
		{Head: "名称", Must: true, How: "不超过 40 字。"}, {Head: "类别", Must: true, How: "填工程类、服务类之一。"}, {Head: "大约多少钱", How: "如 3.5万元、35,000、约5万。"}}}
	unread, faults, long := ask, ask, ask
	unread.File, unread.Error = "提议.xls", "这是旧版 .xls 文件，或设有密码，请另存为不带密码的 .xlsx"
	faults.File, faults.Encoding, faults.More, faults.Rows = Hostile+".csv", "GB18030", 212, importRows(1)
	faults.Faults = []page.ImportFault{
		{Cell: "B2", Head: "地点", Reason: "请填写"}, {Cell: "F2", Head: "费用（万元）", Reason: "金额写成 35000 或 3.5万元 的样子: \"五万\""},
		{Cell: "第 6 行", Reason: "这是模板的示例行，请删去"}, {Head: "提议人", Reason: Hostile},
	}
	long.File, long.Encoding, long.Unread = Long, "UTF-16", []string{Long, Long}
	long.Faults = []page.ImportFault{{Cell: "BL5000", Head: Long, Reason: Long + Long}}
	long.Rows = []page.ImportRow{{Row: 4999, Title: Long, Place: Long, Kind: Long, Text: Long + "\n" + Long, Benefits: Long, Cost: 99999999999, About: true, Name: Long, Phone: "0000-12345678", From: Long}}
	one := page.Import{File: "提议.xlsx", Encoding: "xlsx", Rows: importRows(1), Token: "K7Q2MX9TR4VN"}
	many := page.Import{File: "2026年线下提议.csv", Encoding: "UTF-8", Unread: []string{"序号", "备注"}, Rows: importRows(24), Token: "K7Q2MX9TR4VN"}
	twins := many
	twins.Rows, twins.Twins, twins.Untold = importRows(3), 2, true
	twins.Rows[0].Twin, twins.Rows[2].Twin = "与 T-012 一样", "与前面的行一样"
	done := page.Import{Done: 24, From: "T-012", To: "T-035", Print: "/desk/2026/slips/12-35.pdf", List: "/desk/2026/proposals"}
	return []Sample{
		{"empty", f, ask, []Screen{Desk, Phone}},
		{"unread", f, unread, onDesk},
		{"faults", f, faults, []Screen{Desk, Phone}},
		{"one", f, one, onDesk},
		{"many", f, many, []Screen{Desk, Phone}},
		{"twins", f, twins, []Screen{Desk, Phone}},
		{"long", lengthy(f), long, []Screen{Desk, Phone}},
		{"done", f, done, onDesk},
	}
}

func importRows(n int) (all []page.ImportRow) {
	for i := range n {
		r := page.ImportRow{Row: i + 2, Title: fmt.Sprintf("南门充电棚%d", i+1), Place: "南门车棚东侧", Kind: "工程类", Text: "新建一座充电棚，供八十辆车充电。", Benefits: "260户", Name: "王小明", From: "居民", Date: "2026-10-25", Need: i + 1}
		if i%2 == 1 {
			r.Cost, r.About, r.Phone, r.Consent = 4800000, true, "0000-1", true
		}
		all = append(all, r)
	}
	return all
}

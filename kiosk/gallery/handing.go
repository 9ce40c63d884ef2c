package gallery

// Proposals handed in otherwise than on a phone: outside the dates, at a proposal point, by the staff, at a seminar; and the
// slips of those that were joined.

import (
	"fmt"

	"linli/kiosk/page"
)

// pointFrame is the frame of a proposal point's machine.
func pointFrame(path string) page.Frame {
	f := collecting(machine(path))
	f.Kiosk, f.Station = "/kiosk/2026/0", ""
	return f
}

func handings() []Sample {
	f, point := Frame("/r/2026/propose", page.Collecting), pointFrame("/kiosk/2026/0")
	from, to := at(13, 0), at(20, 0)
	froms := []page.Option{{Value: "resident", Label: "居民"}, {Value: "unit", Label: "共建单位"}}
	desk := page.Propose{
		Action: "/desk/2026/propose", Staffed: true, Kinds: kinds(), Froms: froms, From: "resident", Photos: true, Opens: from, Closes: to, Token: "a1",
		Title: "南门充电棚", Date: "2026-11-30", Errors: map[string]string{"date": "不在征集日期内", "photo": "照片太大，请缩小后再上传"},
	}
	all := []Sample{
		{"early", f, page.Propose{Untimely: page.TooEarly, Opens: from, Closes: to}, onPublic},
		{"late", f, page.Propose{Untimely: page.TooLate, Closes: to}, onPhone},
		{"kiosk", pointFrame("/r/2026/propose"), page.Propose{Kinds: kinds(), Closes: to, Token: "a1"}, onKiosk},
		{"staffed", staffed("/desk/2026/propose", page.Collecting), desk, onDesk},
		{"point", staffed("/desk/2026/machine/0", page.Collecting), page.Machine{Point: true, Exit: "204816", Bound: 1}, onDesk},
		{"point", point, page.Code{Point: true, Open: true, QR: QR}, onKiosk},
		{"point-shut", point, page.Code{Point: true}, onKiosk},
	}
	return append(append(all, seminars()...), joined()...)
}

// joined are slips of proposals that were joined, one with a photo, one at a machine, and how the staff see a photo.
func joined() []Sample {
	slip := page.Slip{Number: "T-017", Code: "K7Q2MX9TR4VN", Title: "南门电动车充电棚", Place: "南门车棚东侧", Kind: "工程类", Handed: Now, QR: QR, Photo: Picture}
	mine, both, fresh := slip, slip, slip
	mine.Number, mine.Title, mine.Photo, mine.Ended, mine.Reason = "T-019", "南门加装充电桩", "", true, "与 T-017 是同一件事，合并在一起。"
	mine.Into = page.ProposalLine{Code: "T-017", Title: slip.Title, Place: slip.Place, Stage: page.Surveyed}
	both.Merged = []page.ProposalLine{{Code: "T-019", Title: mine.Title, Place: "南门"}, {Code: "T-021", Title: Hostile, Place: Long}}
	fresh.New, fresh.Photo = true, ""
	seen := page.Proposal{
		Slip: slip, Text: "新建一座充电棚。", Benefits: "260户", From: "共建单位", Channel: "座谈会", Known: true, Name: "甲物业公司", Bare: "/desk/2026/act/photo.remove?no=3",
		Ledger: "/desk/2026/ledger", Date: at(4, 0), Meeting: "第1次座谈会，11月4日（周三），社区会议室",
	}
	return []Sample{
		{"joined", Frame("/p/K7Q2MX9TR4VN", page.Screening), mine, onPublic},
		{"both", Frame("/p/K7Q2MX9TR4VN", page.Screening), both, onPhone},
		{"kiosk", pointFrame("/p/K7Q2MX9TR4VN"), fresh, onKiosk},
		{"photo", staffed("/desk/2026/proposal/3", page.Screening), seen, []Screen{Desk, Phone}},
	}
}

// seminars are a meeting with its proposals on one form.
func seminars() []Sample {
	f := staffed("/desk/2026/seminar", page.Collecting)
	wrong, long, full := seminar(2, ""), seminar(1, Long), seminar(20, "南门充电棚")
	wrong.Wrong, wrong.Ideas[0].Fields[2].Error, wrong.Fields[0].Error = 2, "请填写", "日期在今天之后"
	long.Error, long.Twins = Long, 1
	return []Sample{
		{"empty", f, seminar(3, ""), []Screen{Desk, Phone}},
		{"one", f, seminar(1, "南门充电棚"), onDesk},
		{"many", f, full, onDesk},
		{"errors", f, wrong, onDesk},
		{"long", lengthy(f), long, onDesk},
	}
}

// seminar is the form with room for n proposals, with that text in every field.
func seminar(n int, text string) (v page.Seminar) {
	froms := []page.Option{{Value: "unit", Label: "共建单位"}, {Value: "enterprise", Label: "辖区企业"}}
	v.Fields = []page.Field{
		{Name: "date", Label: "开会日期", Kind: page.Date, Required: true}, {Name: "place", Label: "地点", Kind: page.Text, Required: true, Value: text},
		{Name: "bodies", Label: "到会单位", Help: "一行一个", Kind: page.Lines, Required: true, Value: text},
	}
	for i := range n {
		x := page.Idea{N: i + 1, Token: "a1", Fields: []page.Field{
			{Name: "from", Label: "提议人身份", Kind: page.Select, Options: froms}, {Name: "name", Label: "单位名称或姓名", Kind: page.Text, Value: text},
			{Name: "title", Label: "名称", Kind: page.Text, Value: text}, {Name: "kind", Label: "类别", Kind: page.Select, Options: kinds()},
			{Name: "text", Label: "具体内容", Kind: page.Textarea, Value: text}, {Name: "cost", Label: "大约多少钱", Kind: page.Money},
		}}
		for j := range x.Fields {
			x.Fields[j].Name += fmt.Sprint("-", i+1)
		}
		v.Ideas = append(v.Ideas, x)
	}
	return v
}

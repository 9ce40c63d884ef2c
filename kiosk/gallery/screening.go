package gallery

// The screening: the answers to each ground, what a proposer can do about being kept out, the history, the departments' queue.

import (
	"fmt"

	"linli/kiosk/page"
)

// groundForm is the form of the seven grounds; one yes lacks its reason.
func groundForm() page.Form {
	f := page.Form{Title: "对照清单审核", Intro: "逐条回答是或否，选“是”写明理由。拟不列入的，由另一人确认后才算数。",
		Fields: []page.Field{{Name: "no", Label: "提议", Kind: page.Select, Required: true, Value: "1", Options: []page.Option{{Value: "1", Label: "T-001 南门充电棚"}}}}}
	yesNo := []page.Option{{Value: "no", Label: "否"}, {Value: "yes", Label: "是"}}
	for i, ground := range []string{"不属于公共利益范畴", "有其他责任主体，如电力、燃气公司", "违反政策法规", "与政府在建或拟建项目重复", "超出街道建设能力范围", "不具有技术可行性", "明显超出预算限额"} {
		n := fmt.Sprint(i + 1)
		answer := page.Field{Name: "applies-" + n, Label: n + ". " + ground, Kind: page.Radio, Options: yesNo, Value: "no", Required: true}
		reason := page.Field{Name: "reasons-" + n, Label: "第 " + n + " 条的理由（选“是”必填）", Kind: page.Text, Max: 300}
		switch i {
		case 1:
			answer.Value, reason.Value = "yes", "楼道立管由燃气公司负责更换。"
		case 4:
			answer.Value, reason.Error = "yes", "请填写"
		case 6:
			answer.Value, answer.Error = "", "请填写"
		}
		f.Fields = append(f.Fields, answer, reason)
	}
	return f
}

// askFields are those of the request for a review.
func askFields(text, wrong string) []page.Field {
	return []page.Field{
		{Name: "text", Label: "您的理由", Help: "这段话会公开，请不要写姓名和电话。", Kind: page.Textarea, Required: true, Max: 500, Value: text},
		{Name: "who", Label: "提议人姓名或电话", Help: "用来核对是您本人，与提交时留的一致，不公开。", Kind: page.Text, Required: true, Max: 40, Error: wrong},
	}
}

func reviews() []Sample {
	const path = "/p/K7Q2MX9TR4VN"
	slip := page.Slip{Number: "T-004", Code: "K7Q2MX9TR4VN", Title: "燃气管道换新", Place: "全小区", Kind: "工程类", Handed: at(5, 10), Ended: true,
		Way:    []page.WayPoint{{Stage: page.Excluded, At: at(9, 15)}, {Stage: page.Told, At: at(10, 9)}},
		Reason: "您的提议经负面清单逐条审核，这次没有列入项目库。", Review: page.Review{How: "如果您认为不列入不妥，可以在11月17日以前（含当天）申请复核，由没有经手过的另一位工作人员办理。", Fields: askFields("", "")}}
	refused, long, open, upheld := slip, slip, slip, slip
	refused.Review.Fields = askFields("立管是公共部位。", "姓名或电话与提交时留的不一致，请核对。")
	refused.Review.Error = "提议人姓名或电话：姓名或电话与提交时留的不一致，请核对。"
	long.Title, long.Review.How, long.Review.Fields = Long, Long, askFields(Long, Long)
	long.Way = append(long.Way, page.WayPoint{Stage: page.Asked, At: at(11, 9), Text: Long})
	open.Review = page.Review{How: "已收到您的复核申请，正在办理。"}
	open.Way = append(open.Way[:2:2], page.WayPoint{Stage: page.Asked, At: at(11, 9), Text: "立管是公共部位。"})
	upheld.Review = page.Review{}
	upheld.Way = append(open.Way[:3:3], page.WayPoint{Stage: page.Upheld, At: at(13, 9), Text: "立管由燃气公司负责，维持原来的决定。"})
	voided := page.Slip{Code: "K7Q2MX9TR4VN", Title: "燃气管道换新", Place: "全小区", Handed: at(5, 10), Way: append(open.Way[:3:3], page.WayPoint{Stage: page.Voided, At: at(13, 9), Text: "确是公共部位。"})}
	return []Sample{
		{"review", Frame(path, page.Screening), slip, onPublic},
		larger(Sample{"review", Frame(path, page.Screening), slip, onPhone}),
		{"refused", Frame(path, page.Screening), refused, onPhone},
		{"asked", Frame(path, page.Screening), open, onPhone},
		{"upheld", Frame(path, page.Screening), upheld, onPhone},
		{"voided", Frame(path, page.Screening), voided, onPhone},
		{"review-long", lengthy(Frame(path, page.Screening)), long, onPhone},
	}
}

// history is a proposal that was screened twice, told, and reviewed.
func history(text string) page.Proposal {
	return page.Proposal{Slip: page.Slip{Number: "T-004", Title: "燃气管道换新", Place: "全小区", Kind: "工程类", Code: "K7Q2MX9TR4VN", Handed: at(5, 10)}, Text: text, Benefits: "260户", From: "居民", Channel: "线下", Ledger: "/desk/2026/ledger",
		Screening: []page.Episode{
			{Act: "screening.decide", At: at(8, 9), Said: []page.Said{{Label: "清单审核", Lines: []string{"2. 有其他责任主体，如电力、燃气公司 — " + text}}, {Label: "经办账号", Lines: []string{"qinwen"}}}},
			{Act: "screening.confirm", At: at(9, 15), Said: []page.Said{{Label: "同意不列入吗", Lines: []string{"否"}}, {Label: "理由", Lines: []string{text}}, {Label: "经办账号", Lines: []string{"luxueqing"}}}},
			{Act: "screening.survey", At: at(10, 15), Said: []page.Said{{Label: "踏勘情况", Lines: []string{text}}}, Photos: []page.Link{{Label: "照片 1", Href: Picture}}}},
		Acts: []page.Act{{Name: "screening.decide", Href: "/desk/2026/act/screening.decide?no=4"}, {Label: "不列入告知书", Note: "PDF", Href: "/desk/2026/exclusion/4.pdf"}}}
}

// queue is what the departments have to answer.
func queue(long bool) []page.TimeLimit {
	q := []page.TimeLimit{
		{Act: "screening.refer", Label: "T-007 3幢北侧路面翻建", Href: "/desk/2026/act/screening.estimate?no=7", Who: "城市管理办公室", Due: "11月19日（周四）", Left: "已逾期 1 个工作日", Overdue: true},
		{Act: "screening.refer", Label: "T-012 南门电动车充电棚", Href: "/desk/2026/act/screening.estimate?no=12", Who: "应急管理办公室", Due: "11月25日（周三）", Left: "还有 3 个工作日"},
		{Act: "approval.submit", Label: "5 老人午餐配送", Href: "/desk/2026/act/approval.decide?project=5", Who: "街道办事处", Left: "已暂停计时"},
	}
	if long {
		q[0].Label, q[0].Who, q[0].Left = Long, Long, Long
	}
	return q
}

package gallery

// The screens of a vote: code, choose, check, receipt, and the look-up of a receipt.

import (
	"time"

	"linli/kiosk/page"
)

// Choices are the seven projects in the order of a ballot, with the numbers given marked: ticked, ranked in that order,
// or with 4, 3, 2… points.
func Choices(form page.Marking, marked ...int) []page.Choice {
	var all []page.Choice
	for _, i := range []int{4, 0, 6, 2, 5, 1, 3} {
		all = append(all, page.Choice{Project: Projects()[i]})
	}
	for k, n := range marked {
		for i := range all {
			if all[i].Number != n {
				continue
			}
			switch form {
			case page.Approval:
				all[i].Marked = true
			case page.Ranking:
				all[i].Rank = k + 1
			case page.Points:
				all[i].Points = int64(4 - k)
			}
		}
	}
	return all
}

// chosen are those of Choices that are marked.
func chosen(form page.Marking, marked ...int) []page.Choice {
	var some []page.Choice
	for _, c := range Choices(form, marked...) {
		if c.On() {
			some = append(some, c)
		}
	}
	return some
}

var (
	approval = page.Paper{Form: page.Approval, Max: 5}
	papers   = []struct {
		name  string
		paper page.Paper
	}{{"approval", approval}, {"ranking", page.Paper{Form: page.Ranking, Max: 3}}, {"points", page.Paper{Form: page.Points, Max: 4, Sum: 10}},
		{"fund", page.Paper{Form: page.Approval, Max: 3, Fund: 10000000}}}
)

func voting() []Sample { return append(append(codes(), chooses()...), checks()...) }

func codes() []Sample {
	f, m := Frame("/vote", page.Voting), machine("/kiosk/2026/3")
	open := page.Code{Open: true, Closes: at(28, 17), Paper: approval}
	all := []Sample{
		{"open", f, open, onPublic},
		larger(Sample{"open", f, open, onPhone}),
		{"kiosk", m, open, onKiosk},
		larger(Sample{"kiosk", m, open, onKiosk}),
		{"early", Frame("/vote", page.Announced), page.Code{Opens: at(22, 8)}, onPhone},
		{"over", m, page.Code{}, onKiosk},
		{"kiosk-collecting", collecting(m), page.Code{Opens: at(22, 8)}, onKiosk},
		{"long", lengthy(m), page.Code{Open: true, Closes: at(28, 17), Paper: papers[3].paper}, onKiosk},
	}
	assisted := open
	assisted.Assist = []string{"看不见、不识字、不便书写或年老的投票人，可以请人协助。", "协助人由投票人自己挑选，或由投票站两名工作人员一同协助。", "项目提议人不能协助，一名工作人员不能单独协助。", Hostile}
	all = append(all, Sample{"kiosk-assistance", m, assisted, onKiosk}, Sample{"assistance", f, assisted, onPhone}, rehearsed(Sample{"kiosk-assistance", m, assisted, onKiosk}))
	for _, code := range []string{"malformed", "spent"} {
		all = append(all, Sample{code, f, page.Code{Open: true, Error: code, Value: "AB-12", Paper: approval}, onPhone})
	}
	return append(all, Sample{"kiosk-malformed", m, page.Code{Open: true, Error: "malformed", Paper: approval}, onKiosk})
}

func chooses() []Sample {
	f, m := Frame("/vote", page.Voting), machine("/vote")
	var all []Sample
	for _, p := range papers {
		over := page.Choose{Code: "ABCD", Paper: p.paper, Projects: Choices(p.paper.Form, 5, 1, 6, 4, 7, 2), Error: "选择的项目超过上限。"}
		all = append(all, Sample{p.name, f, page.Choose{Code: "ABCD", Paper: p.paper, Projects: Choices(p.paper.Form, 3, 1), Closes: at(28, 17)}, onPublic},
			Sample{p.name + "-over", f, over, onPhone})
	}
	long := page.Choose{Code: "ABCD", Paper: page.Paper{Form: page.Points, Max: 4, Sum: 10, Fund: 123456789012}, Projects: append(Choices(page.Points, 3)[:3], page.Choice{Project: longProject(128), Points: 4})}
	kiosk := page.Choose{Code: "ABCD", Paper: approval, Projects: Choices(page.Approval, 3, 1), Closes: at(28, 17)}
	return append(all,
		larger(Sample{"approval", f, kiosk, onPhone}),
		contrast(Sample{"approval", f, kiosk, onPhone}),
		Sample{"kiosk", m, kiosk, onKiosk},
		contrast(Sample{"kiosk", m, kiosk, onKiosk}),
		larger(Sample{"kiosk", m, kiosk, onKiosk}),
		Sample{"empty", f, page.Choose{Code: "ABCD", Paper: approval, Projects: Choices(page.Approval)}, onPhone},
		Sample{"one", f, page.Choose{Code: "ABCD", Paper: page.Paper{Form: page.Approval, Max: 1}, Projects: Choices(page.Approval, 5)[:1]}, onPhone},
		Sample{"long", lengthy(f), long, onPublic},
		Sample{"long-kiosk", lengthy(m), long, onKiosk})
}

func checks() []Sample {
	f, m := Frame("/vote", page.Voting), machine("/vote")
	var all []Sample
	for _, p := range papers {
		all = append(all, Sample{p.name, f, page.Check{Code: "ABCD", Paper: p.paper, Chosen: chosen(p.paper.Form, 3, 1), Total: 5660000, Available: 7, Token: "z9"}, onPublic})
	}
	full := page.Check{Code: "ABCD", Paper: approval, Chosen: chosen(page.Approval, 1, 2, 3, 4, 6), Total: 14770000, Available: 7}
	long := page.Check{Code: "ABCD", Paper: papers[3].paper, Chosen: []page.Choice{{Project: longProject(128), Marked: true}}, Total: 123456789012, Available: 7, Error: Long}
	return append(all,
		Sample{"kiosk", m, full, onKiosk},
		larger(Sample{"kiosk", m, full, onKiosk}),
		larger(Sample{"approval", f, full, onPhone}),
		Sample{"one", f, page.Check{Code: "ABCD", Paper: approval, Chosen: chosen(page.Approval, 4), Total: 3650000, Available: 7}, onPhone},
		Sample{"blank", f, page.Check{Code: "ABCD", Paper: approval, Available: 7, Error: "请先勾选「我要投空白票」。"}, onPublic},
		Sample{"blank-kiosk", m, page.Check{Code: "ABCD", Paper: approval, Available: 7}, onKiosk},
		Sample{"long", lengthy(f), long, onPhone})
}

func receipts() []Sample {
	path := "/vote/receipt/K7Q2MX9TR4VN"
	f, m := Frame(path, page.Voting), machine(path)
	one := page.Receipt{Tracker: "K7Q2MX9TR4VN", At: Now, Station: "手机投票", Print: path + "/receipt.pdf", QR: QR}
	atKiosk := page.Receipt{Tracker: "K7Q2MX9TR4VN", At: Now, Station: "南门活动室投票站", QR: QR}
	all := []Sample{
		{"one", f, one, onPublic},
		larger(Sample{"one", f, one, onPhone}),
		{"messenger", f, page.Receipt{Tracker: "K7Q2MX9TR4VN", At: Now, QR: QR, Elsewhere: true}, onPhone},
		{"again", f, page.Receipt{Tracker: "K7Q2MX9TR4VN", At: Now, Again: true}, onPhone},
		{"kiosk", m, atKiosk, onKiosk},
		larger(Sample{"kiosk", m, atKiosk, onKiosk}),
		{"long", lengthy(m), page.Receipt{Tracker: "K7Q2MX9TR4VNK7Q2MX9TR4VN", At: Now, Station: Long}, onKiosk},
		{"empty", Frame("/r/2026/receipt", page.Voting), page.Lookup{}, onPublic},
	}
	for _, s := range []page.LookupState{page.Unknown, page.InBox, page.Published, page.Opened, page.Replaced} {
		v := page.Lookup{Tracker: "K7Q2MX9TR4VN", State: s, At: Now, Entry: 88, Form: page.Approval}
		if s == page.Opened {
			v.Chosen = chosen(page.Approval, 1, 3)
		}
		all = append(all, Sample{string(s), Frame("/r/2026/receipt", page.Counting), v, onPhone})
	}
	long := page.Lookup{Tracker: Long, State: page.Opened, At: Now, Entry: 1234567, Form: page.Approval, Chosen: []page.Choice{{Project: longProject(128), Marked: true}}}
	return append(all, Sample{"long", lengthy(Frame("/r/2026/receipt", page.Final)), long, onPublic})
}

// refusals are every refusal there are words for, and one that there are none for.
func refusals() []Sample {
	var all []Sample
	for _, code := range append([]string{"nonsense"}, page.Refusals...) {
		v := page.Refused{Code: code, Status: 409}
		if code == "spent" {
			v.At, v.Where, v.Detail = at(21, 9), "菜场门口", Hostile
		}
		all = append(all, Sample{code, Frame("/vote", page.Voting), v, onPhone})
	}
	long := page.Refused{Code: "spent", Status: 409, At: time.Date(2026, 11, 21, 9, 0, 0, 0, shanghai), Where: Long, Detail: Long}
	return append(all,
		Sample{"kiosk", machine("/vote"), page.Refused{Code: "spent", Status: 409, At: at(21, 9), Where: "菜场门口"}, onKiosk},
		Sample{"desk", staffed("/desk/2026", page.Voting), page.Refused{Code: "officers", Status: 409}, onDesk},
		Sample{"long", lengthy(Frame("/vote", page.Voting)), long, onPublic})
}

package kiosk

// The scheme on the wall: the announcement of what is planned, or of what has been adopted.

import (
	"context"
	"errors"
	"io"
	"strconv"

	"linli/catalog"
	"linli/catalog/workday"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
)

func schemeReady(*catalog.Round) bool { return true }

// PrintScheme prints the announcement of the scheme as it was last published or adopted. Steps in a year that the calendar
// lacks stand there with their working days alone.
func PrintScheme(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	at, err := pointOf(l, "round.create", "scheme.revise", "scheme.adopt")
	if err != nil {
		return nil, err
	}
	days, err := l.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	var a pdf.Announcement
	l.Read(func(r *catalog.Round) {
		a, err = announcement(r, days)
		a.Address = address(public, "/r/"+r.ID+"/scheme")
	})
	if err != nil {
		return nil, err
	}
	a.Date, a.Ledger = at.time, at.String()
	return a.Print(w)
}

func announcement(r *catalog.Round, days workday.Calendar) (pdf.Announcement, error) {
	x := r.Scheme
	a := pdf.Announcement{
		Title: x.Community + programme(x) + "实施方案", Fund: x.Fund, TakePart: takePart(r), Signers: []string{committee(x), streetOffice(x)},
		Phones: []pdf.Contact{{Name: committee(x), Phone: x.Phone}}, Oversight: []pdf.Contact{{Name: streetOffice(x), Phone: x.Supervision}},
		Lead: "下面是本届的实施方案，已经通过，自公布之日起执行。",
	}
	if r.SchemeHash == "" {
		a.Title += "（征求意见稿）"
		a.Lead = "下面是本届实施方案的第" + strconv.Itoa(r.Versions) + "稿，现征求意见。对范围、资金、程序、办法的每一条意见都会得到答复。"
	}
	for _, part := range articles(lang.Zh, x) {
		if part.Heading == lang.T(lang.Zh, "head.money") {
			a.Terms = part.Text // below the fund itself
			continue
		}
		a.Articles = append(a.Articles, pdf.Article{Heading: part.Heading, Text: part.Text})
	}
	a.Articles = append(a.Articles, pdf.Article{Heading: "入选规则", Text: RuleSentence(lang.Zh, x)})
	plan, err := x.Plan(days)
	if err != nil && !errors.Is(err, workday.ErrYear) {
		return a, err
	}
	for i, n := range x.Timetable {
		s := pdf.Stage{Name: stepName(lang.Zh, x, catalog.Step(i+1)), Days: n}
		if span := plan[i+1]; span.From != "" {
			s.From, s.To = day(span.From), day(span.To)
		}
		a.Stages = append(a.Stages, s)
	}
	return a, nil
}

// takePart is what a resident can do, a sentence each.
func takePart(r *catalog.Round) []string {
	x := r.Scheme
	place := "可以到" + x.Address + "，也可以拨打" + x.Phone + "。"
	out := []string{"提建议：征集期间扫码在手机上填写，或由工作人员代填，" + place}
	if r.SchemeHash == "" {
		out = append([]string{"提意见：方案定稿前，" + place}, out...)
	}
	if x.Council() {
		out = append(out, "参加议事：居民议事会逐项表决，欢迎居民旁听。")
	} else {
		out = append(out, "参加投票："+x.WhoVotes)
	}
	return append(out, "监督：全过程公开，有意见请拨打监督电话"+x.Supervision+"。")
}

package kiosk

// What people take home or sign: the letters of thanks and the minutes of the round table.

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
)

// PrintLetters prints the letters of thanks that have been issued, by the number of the proposal. Whoever was erased is
// greeted as the proposer.
func PrintLetters(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	if err := l.Measure(ctx); err != nil && !errors.Is(err, catalog.ErrFirst) {
		return nil, err
	}
	var b pdf.Letters
	var who []string // references of the proposers
	l.Read(func(r *catalog.Round) {
		b = pdf.Letters{
			Title: r.Scheme.Community + programme(r.Scheme) + "感谢信", Contact: pdf.Contact{Name: committee(r.Scheme), Phone: r.Scheme.Phone},
			Signers: []string{committee(r.Scheme)},
		}
		for _, p := range r.Proposals {
			if r.Letters[p.No] != nil {
				b.Letters = append(b.Letters, letterPaper(r, p, public))
				who = append(who, p.Proposer)
			}
		}
	})
	if len(b.Letters) == 0 {
		return nil, errEarly("letters")
	}
	for i, ref := range who {
		person, err := l.Person(ctx, ref)
		if errors.Is(err, catalog.ErrNoSuch) {
			b.Letters[i].Name, b.Letters[i].Unit = "提议人", true
			continue
		}
		if err != nil {
			return nil, err
		}
		b.Letters[i].Name = person.Name
	}
	at, err := pointOf(l, "letter.issue")
	if err != nil {
		return nil, err
	}
	b.Date = at.time
	return b.Print(w)
}

func letterPaper(r *catalog.Round, p *catalog.Proposal, public string) pdf.Letter {
	return pdf.Letter{
		Number: r.Letters[p.No].Number, Unit: p.From != "resident", Proposal: p.Title, Code: strconv.Itoa(p.No),
		Course: Course(lang.Zh, r, p), Remains: Remains(lang.Zh, r, p), URL: address(public, "/p/"+p.Slip),
	}
}

// spareLines are for those who come to the round table uninvited.
const spareLines = 6

// PrintMinutes prints the minutes of the round table as it stands in the ledger, with the attendance sheet.
func PrintMinutes(_ context.Context, w io.Writer, l *catalog.Live, _ string) ([]pdf.Missing, error) {
	var m pdf.Minutes
	l.Read(func(r *catalog.Round) {
		if minutesReady(r) {
			m = minutesPaper(r)
		}
	})
	if m.Items == nil {
		return nil, errEarly("minutes")
	}
	at, err := pointOf(l, "table.meet", "table.decide", "table.rank")
	if err != nil {
		return nil, err
	}
	m.Date = at.time
	return m.Print(w)
}

func minutesPaper(r *catalog.Round) pdf.Minutes {
	t := r.Table
	m := pdf.Minutes{
		Title: r.Scheme.Community + programme(r.Scheme) + "邻里圆桌会纪要", Begin: day(t.Date), Place: t.Place,
		Moderator: t.Moderator, Recorder: t.Recorder, Spare: spareLines,
	}
	for _, name := range t.Present {
		m.Present = append(m.Present, attendee(name))
	}
	for _, name := range t.Observers {
		a := attendee(name)
		a.Role = strings.TrimPrefix(a.Role+"，列席", "，")
		m.Present = append(m.Present, a)
	}
	for _, no := range t.Items {
		m.Items = append(m.Items, tableItem(r.Proposal(no)))
	}
	for _, no := range t.Ranking {
		title, _ := r.Proposal(no).Current()
		m.Ranking = append(m.Ranking, pdf.Rank{Number: strconv.Itoa(no), Name: title})
	}
	return m
}

// attendee splits a role and a name, as in 居民代表 席慧中.
func attendee(text string) pdf.Attendee {
	if i := strings.LastIndexAny(text, " 　"); i > 0 {
		return pdf.Attendee{Role: strings.TrimSpace(text[:i]), Name: strings.TrimSpace(strings.TrimLeft(text[i:], " 　"))}
	}
	return pdf.Attendee{Name: text}
}

// tableItem is what the round table did with a proposal.
func tableItem(p *catalog.Proposal) pdf.Item {
	d := p.Decision
	it := pdf.Item{Number: strconv.Itoa(p.No), Name: p.Title, Discussion: d.Discussion, Reason: stopped(d.Why)}
	it.Conclusion = map[string]string{"recommend": "推荐列入项目库", "put_off": "暂缓，这次不列入项目库", "decline": "不推荐"}[d.Result]
	if d.NewTitle != "" || d.NewText != "" {
		title, text := p.Current()
		it.Before, it.After = p.Text, text
		if title != p.Title {
			it.Before, it.After = p.Title+"\n"+p.Text, title+"\n"+text
		}
		it.Conclusion = "修改后" + it.Conclusion
		it.Reason += "修改的原因：" + stopped(d.ChangeWhy)
	}
	if d.Result != "recommend" && d.Remains != "" {
		it.Reason += "后续安排：" + stopped(d.Remains)
	}
	return it
}

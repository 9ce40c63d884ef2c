package kiosk

// The papers of the round table: agenda, attendance sheet, minutes, and the seat cards.

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
)

// tableActs are what the papers of the table stand on.
var tableActs = []string{"table.meet", "table.arrive", "table.leave", "table.decide", "table.merge", "table.prefer", "table.hands", "table.rank"}

func agendaReady(r *catalog.Round) bool     { return len(r.Agenda()) > 0 }
func attendanceReady(r *catalog.Round) bool { return r.Table != nil }

// PrintAgenda prints what is before the round table, as it stands in the ledger.
func PrintAgenda(_ context.Context, w io.Writer, l *catalog.Live, _ string) ([]pdf.Missing, error) {
	var a pdf.Agenda
	l.Read(func(r *catalog.Round) {
		a = pdf.Agenda{Title: r.Scheme.Community + programme(r.Scheme) + "邻里圆桌会议程", Quorum: max(r.Scheme.TableQuorum, 1)}
		if t := r.Table; t != nil {
			a.Begin, a.Place, a.Moderator, a.Recorder = day(t.Date), t.Place, t.Moderator, t.Recorder
		}
		for _, p := range r.Agenda() {
			a.Items = append(a.Items, agendaPaper(r, p))
		}
	})
	if a.Items == nil {
		return nil, errEarly("agenda")
	}
	at, err := pointOf(l, "screening.survey", "table.meet", "table.merge")
	if err != nil {
		return nil, err
	}
	a.Date = at.time
	return a.Print(w)
}

func agendaPaper(r *catalog.Round, p *catalog.Proposal) pdf.AgendaItem {
	x := pdf.AgendaItem{
		Number: strconv.Itoa(p.No), Title: p.Title, By: lang.T(lang.Zh, "choice."+p.From), Kind: lang.T(lang.Zh, "kind."+p.Kind),
		Place: p.Place, Text: p.Text, Benefits: p.Benefits,
	}
	if s := p.Survey; s != nil {
		x.Survey = lang.T(lang.Zh, "table.survey", lang.Date(lang.Zh, day(s.Date)), s.Who, s.Finding)
	}
	for _, no := range p.Merged {
		x.Merged = append(x.Merged, proposalPick(r.Proposal(no), false).label)
	}
	for _, y := range r.Alike(p.No) {
		x.Alike = append(x.Alike, proposalPick(r.Proposal(y.No), false).label+"（"+percent(y.Score)+"）")
	}
	return x
}

// PrintAttendance prints the attendance sheet, behind the code by which phones sign in.
func PrintAttendance(_ context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	var a pdf.Attendance
	l.Read(func(r *catalog.Round) {
		if t := r.Table; t != nil {
			a = pdf.Attendance{Meeting: r.Scheme.Community + programme(r.Scheme) + "邻里圆桌会", Begin: day(t.Date), Place: t.Place, Invited: attendees(t), Spare: spareLines}
		}
	})
	at, err := pointOf(l, "table.meet", "table.arrive", "table.leave")
	if err != nil {
		return nil, errEarly("attendance")
	}
	a.Date = at.time
	if code := l.TableCode(); code != "" {
		a.URL = address(public, "/table/"+code)
	}
	return a.Print(w)
}

// sendSeats answers seat cards just drawn.
func (s *Server) sendSeats(c *fiber.Ctx, l *catalog.Live, cards []ballot.Seat) error {
	b := pdf.SeatCards{Date: s.Env.Now()}
	l.Read(func(r *catalog.Round) { b.Round = r.Scheme.Community + programme(r.Scheme) })
	for _, card := range cards {
		b.Cards = append(b.Cards, pdf.SeatCard{Code: fours(card.Code()), URL: address(s.Public, "/seat/"+card.Code())})
	}
	var out bytes.Buffer
	missing, err := b.Print(stock(c, &out))
	if err != nil {
		return err
	}
	s.missed(c, "seats", missing)
	return sendFile(c, "attachment", l.ID()+"-seats.pdf", out.Bytes())
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
	at, err := pointOf(l, tableActs...)
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
		Moderator: t.Moderator, Recorder: t.Recorder, Spare: spareLines, Present: attendees(t), Quorum: r.Scheme.TableQuorum,
	}
	for _, no := range t.Items {
		m.Items = append(m.Items, tableItem(r, r.Proposal(no)))
	}
	points := map[int]string{}
	if counted, ok := t.Counted(); ok {
		for _, p := range counted {
			points[p.Item] = strconv.FormatInt(p.Points, 10)
		}
	}
	for _, no := range t.Ranking {
		title, _ := r.Proposal(no).Current()
		m.Ranking = append(m.Ranking, pdf.Rank{Number: strconv.Itoa(no), Name: title, Points: points[no]})
	}
	m.Method = rankedHow(t)
	return m
}

// rankedHow is how the table came to its ranking, in a sentence.
func rankedHow(t *catalog.RoundTable) string {
	switch {
	case t.Ranked.Closed:
		return fmt.Sprintf("%d人用排序卡在手机上无记名排序，按波达计分法计分：一张卡上排了几项，第一名就得几分，往后每名少一分；同分的，排在第一名的卡多的在前，再同的登记早的在前。", t.Ranked.Cards)
	case t.Ranked.Hands != nil:
		return "由到会人员逐项举手，按举手人数排序；人数相同的，登记早的在前。"
	}
	return "由到会人员商议排序。"
}

// attendees are all who have been at the table, and the observers.
func attendees(t *catalog.RoundTable) (all []pdf.Attendee) {
	for _, p := range t.People {
		a := attendee(p.Who)
		switch {
		case p.Left:
			a.Note = "中途离席"
		case p.Arrived:
			a.Note = "已签到"
		}
		all = append(all, a)
	}
	for _, name := range t.Observers {
		a := attendee(name)
		a.Role = strings.TrimPrefix(a.Role+"，列席", "，")
		all = append(all, a)
	}
	return all
}

// attendee splits a role and a name, as in 居民代表 席慧中.
func attendee(text string) pdf.Attendee {
	if i := strings.LastIndexAny(text, " 　"); i > 0 {
		return pdf.Attendee{Role: strings.TrimSpace(text[:i]), Name: strings.TrimSpace(strings.TrimLeft(text[i:], " 　"))}
	}
	return pdf.Attendee{Name: text}
}

// tableItem is what the round table did with a proposal.
func tableItem(r *catalog.Round, p *catalog.Proposal) pdf.Item {
	if j := p.Joined; j != nil {
		title, _ := r.Proposal(p.Into).Current()
		return pdf.Item{
			Number: strconv.Itoa(p.No), Name: p.Title, Conclusion: fmt.Sprintf("与%d号《%s》合并", p.Into, title), Reason: stopped(j.Why),
			Recused: strings.Join(j.Recused, "、"), Votes: votesPaper(j.For, j.Against, j.Abstain),
		}
	}
	d := p.Decision
	it := pdf.Item{Number: strconv.Itoa(p.No), Name: p.Title, Discussion: d.Discussion, Reason: stopped(d.Why)}
	it.Recused, it.Votes = strings.Join(d.Recused, "、"), votesPaper(d.For, d.Against, d.Abstain)
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

// votesPaper is how the table voted, empty if it did not.
func votesPaper(votes, against, abstain int) string {
	if votes+against+abstain == 0 {
		return ""
	}
	return fmt.Sprintf("赞成%d票，反对%d票，弃权%d票", votes, against, abstain)
}

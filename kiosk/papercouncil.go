package kiosk

// What is signed after the residents' council has met: the minutes of its meetings.

import (
	"context"
	"io"
	"strconv"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
)

// PrintCouncil prints the minutes of the residents' council: each meeting with its votes, and what they gave once they
// are closed.
func PrintCouncil(_ context.Context, w io.Writer, l *catalog.Live, _ string) ([]pdf.Missing, error) {
	var m pdf.Council
	ready := false
	l.Read(func(r *catalog.Round) {
		if ready = councilReady(r); ready {
			m = councilPaper(r)
		}
	})
	if !ready {
		return nil, errEarly("council")
	}
	at, err := pointOf(l, "council.meet", "council.adjourn", "council.vote", "council.close")
	if err != nil {
		return nil, err
	}
	m.Date, m.Ledger = at.time, at.String()
	return m.Print(w)
}

func councilPaper(r *catalog.Round) pdf.Council {
	m := pdf.Council{Title: r.Scheme.Community + programme(r.Scheme) + "居民议事会会议纪要", Rule: RuleSentence(lang.Zh, r.Scheme), Fund: r.Budget(), Officers: r.Council.Officers}
	for i, s := range r.Council.Sittings {
		v := sittingView(lang.Zh, r, i+1)
		x := pdf.CouncilMeeting{
			Date: v.Date, Place: v.Place, Chair: v.Chair, Recorder: v.Recorder, Members: v.Members, Present: v.Present, Quorum: v.Quorum,
			Observers: v.Observers, Adjourned: v.Adjourned, Next: v.Next,
		}
		for _, vote := range s.Votes {
			p := r.Project(vote.Project)
			x.Votes = append(x.Votes, pdf.CouncilVote{
				Number: strconv.Itoa(p.Number), Name: p.Title, Cost: p.Cost, Yes: vote.Yes, No: vote.No, Abstain: vote.Abstain,
				Recused: vote.Recused, Needed: vote.Needed,
			})
		}
		m.Meetings = append(m.Meetings, x)
	}
	if r.Outcome == nil {
		return m
	}
	for _, number := range councilOrder(r) {
		p := r.Project(number)
		m.Results = append(m.Results, pdf.CouncilResult{Number: strconv.Itoa(number), Name: p.Title, Cost: p.Cost, Funded: r.Funded(number), Reason: Why(lang.Zh, r, number)})
	}
	if r.Draw != nil {
		m.Draw = "并列的项目由公开抽签定先后，种子是“" + r.Draw.Seed + "”，办法：" + stopped(r.Draw.How)
	}
	return m
}

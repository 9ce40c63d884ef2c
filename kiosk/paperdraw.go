package kiosk

// What is signed after a public draw: the protocol with everybody's lot.

import (
	"context"
	"io"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
	"linli/tally"
)

func protocolReady(r *catalog.Round) bool { return r.Draw != nil }

// PrintProtocol prints the protocol of the public draw: who was equal, the seed and how it was drawn, each project's lot,
// the order, and a line to sign for every officer and witness.
func PrintProtocol(_ context.Context, w io.Writer, l *catalog.Live, _ string) ([]pdf.Missing, error) {
	var p pdf.Protocol
	ready, err := false, error(nil)
	l.Read(func(r *catalog.Round) {
		if ready = protocolReady(r); ready {
			p, err = protocolPaper(r)
		}
	})
	if err != nil {
		return nil, err
	}
	if !ready {
		return nil, errEarly("protocol")
	}
	at, err := pointOf(l, "poll.draw")
	if err != nil {
		return nil, err
	}
	p.Date, p.Ledger = at.time, at.String()
	return p.Print(w)
}

func protocolPaper(r *catalog.Round) (pdf.Protocol, error) {
	s, t := r.Scheme, teller{lang.Zh, r}
	p := pdf.Protocol{
		Title: s.Community + programme(s) + "抽签记录", Basis: posting(r, "").Basis, Rungs: t.ladder(s.Ties),
		Seed: r.Draw.Seed, How: r.Draw.How, Officers: r.Draw.Officers, Witnesses: r.Draw.Witnesses,
	}
	ties, err := r.Lots(r.Draw.Seed)
	for _, tie := range ties {
		p.Ties = append(p.Ties, t.lots(tie))
	}
	return p, err
}

// lots is a tie with the lot of each project.
func (t teller) lots(tie tally.Tie) pdf.Lots {
	ladder := tally.Ladder{Seed: t.r.Draw.Seed}
	x := pdf.Lots{Effect: t.t("idle")}
	if tie.Decisive {
		x.Effect = t.t("decisive")
	}
	for i, id := range tie.Projects {
		p := t.r.Project(atoi(id))
		lot := pdf.Lot{Number: id, Name: p.Title, Score: t.score(tie.Scores[i]), Cost: p.Cost, Lot: ladder.Lot(id)}
		if i > 0 {
			lot.By = t.t("rung." + string(tie.Between[i-1]))
		}
		x.Projects = append(x.Projects, lot)
	}
	return x
}

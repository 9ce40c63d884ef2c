package kiosk

// What proposers take home: the letters of thanks.

import (
	"context"
	"errors"
	"io"
	"strconv"

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

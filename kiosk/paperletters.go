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
		if err := addressee(ctx, l, ref, &b.Letters[i].Name, &b.Letters[i].Unit); err != nil {
			return nil, err
		}
	}
	at, err := pointOf(l, "letter.issue")
	if err != nil {
		return nil, err
	}
	b.Date = at.time
	return b.Print(w)
}

// addressee sets who a paper is for: the proposer's name, or, when the personal data are gone, a word that fits anybody.
func addressee(ctx context.Context, l *catalog.Live, ref string, name *string, unit *bool) error {
	who, ok, err := proposer(ctx, l, ref)
	if *name = who.Name; !ok {
		*name, *unit = "提议人", true
	}
	return err
}

func letterPaper(r *catalog.Round, p *catalog.Proposal, public string) pdf.Letter {
	return pdf.Letter{
		Number: r.Letters[p.No].Number, Unit: p.From != "resident", Proposal: p.Title, Code: strconv.Itoa(p.No),
		Course: Course(lang.Zh, r, p), Remains: Remains(lang.Zh, r, p), URL: address(public, "/p/"+p.Slip),
	}
}

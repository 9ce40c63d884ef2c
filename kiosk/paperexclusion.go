package kiosk

// The notices of non-inclusion, printed before they are given out, or as they were.

import (
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
)

// isOut tells whether the list or the survey keeps a proposal out.
func isOut(r *catalog.Round, p *catalog.Proposal) bool {
	s := r.Stage(p)
	return s == catalog.Excluded || s == catalog.Unfit
}

func exclusionsReady(r *catalog.Round) bool {
	return count(r.Proposals, func(p *catalog.Proposal) bool { return isOut(r, p) }) > 0
}

// PrintExclusions prints the notices of all proposals that are kept out, by their number.
func PrintExclusions(ctx context.Context, w io.Writer, l *catalog.Live, public string) ([]pdf.Missing, error) {
	return printExclusions(ctx, w, l, public, 0)
}

// printExclusions prints the notice of proposal no, or of all; there is none is [catalog.ErrFirst].
func printExclusions(ctx context.Context, w io.Writer, l *catalog.Live, public string, no int) ([]pdf.Missing, error) {
	var b pdf.Exclusions
	var who []string // references of the proposers
	l.Read(func(r *catalog.Round) {
		b = pdf.Exclusions{
			Title: r.Scheme.Community + programme(r.Scheme) + "不列入告知书", Contact: pdf.Contact{Name: committee(r.Scheme), Phone: r.Scheme.Phone},
			Where: r.Scheme.Address, Signers: []string{committee(r.Scheme)},
		}
		for _, p := range r.Proposals {
			if isOut(r, p) && (no == 0 || p.No == no) {
				b.Notices = append(b.Notices, exclusionPaper(r, p, public))
				b.Date = decided(p)
				who = append(who, p.Proposer)
			}
		}
	})
	if len(b.Notices) == 0 {
		return nil, errEarly("exclusions")
	}
	for i, ref := range who {
		if err := addressee(ctx, l, ref, &b.Notices[i].Name, &b.Notices[i].Unit); err != nil {
			return nil, err
		}
	}
	return b.Print(w)
}

// decided is when it was last decided to keep a proposal out.
func decided(p *catalog.Proposal) (at time.Time) {
	for _, e := range p.Way {
		switch e.Act {
		case "screening.decide", "screening.confirm", "screening.survey", "review.decide":
			at = e.Time
		}
	}
	return at
}

func exclusionPaper(r *catalog.Round, p *catalog.Proposal, public string) pdf.Exclusion {
	x := pdf.Exclusion{Unit: p.From != "resident", Proposal: p.Title, Code: strconv.Itoa(p.No), Days: r.Scheme.DaysToAsk(), URL: address(public, "/p/"+p.Slip)}
	t := teller{lang.Zh, r}
	if n := p.Redress().Notice; n != nil {
		x.Number, x.Given, x.Until, x.Waived = n.Number, day(n.Date), day(n.Until), n.Waived
	}
	if text := arranged(p); text != "" {
		x.Remains = t.t("remains", stopped(text))
	}
	if s := p.Survey; s != nil {
		x.Finding = strings.Join(t.course(p, "它"), "")
		return x
	}
	s := p.Screening
	x.Basis = t.t("paper.basis", s.By)
	for _, ground := range s.Applying() {
		x.Grounds = append(x.Grounds, pdf.Ground{Number: strconv.Itoa(ground), Text: r.Scheme.Grounds[ground-1], Reason: stopped(s.Reasons[ground-1])})
	}
	if s.Why != "" {
		x.Basis, x.Finding = t.t("paper.basis.positive", s.By), t.t("because", stopped(s.Why))
	}
	if review := t.reviewed(p.ByList); review != nil {
		x.Finding = t.say(append([]string{x.Finding}, review...)...)
	}
	return x
}

// exclusion is GET /desk/ROUND/exclusion/NO.pdf: the notice of one proposal. A name stands on it, so that it is for whom
// may give it out.
func (s *Server) exclusion(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "screening.notify")
	if err != nil {
		return err
	}
	no, err := strconv.Atoi(strings.TrimSuffix(c.Params("name"), ".pdf"))
	if err != nil || no < 1 {
		return fiber.ErrNotFound
	}
	return s.sendPaper(c, "exclusion", l.ID()+"-exclusion-"+strconv.Itoa(no)+".pdf", func(w io.Writer) ([]pdf.Missing, error) {
		return printExclusions(c.UserContext(), w, l, s.Public, no)
	})
}

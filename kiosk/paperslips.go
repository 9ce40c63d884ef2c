package kiosk

// The slips that proposers take home, of those whose proposals were entered for them.

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/pdf"
)

// PrintSlips prints the slips of the proposals from one number to another; one that is not there is [catalog.ErrNoSuch].
// Public is the address that residents reach the server by. Whoever was erased is not named.
func PrintSlips(ctx context.Context, w io.Writer, l *catalog.Live, from, to int, public string) ([]pdf.Missing, error) {
	b, who := unnamed(l, from, to, public)
	if len(b.Slips) != to-from+1 || len(b.Slips) == 0 {
		return nil, catalog.ErrNoSuch
	}
	for i, ref := range who {
		person, _, err := proposer(ctx, l, ref)
		if err != nil {
			return nil, err
		}
		b.Slips[i].Name = person.Name
	}
	return b.Print(w)
}

// unnamed are the slips of proposals that are there, without names, and the references of the proposers.
func unnamed(l *catalog.Live, from, to int, public string) (b pdf.Slips, who []string) {
	l.Read(func(r *catalog.Round) {
		b.Round, b.Contact = r.Scheme.Community+programme(r.Scheme), pdf.Contact{Name: committee(r.Scheme), Phone: r.Scheme.Phone}
		for no := from; no <= to && r.Proposal(no) != nil; no++ {
			p := r.Proposal(no)
			title, _ := p.Current()
			b.Slips = append(b.Slips, pdf.Slip{Number: slipNumber(p), Title: title, Place: p.Place, Code: fours(p.Slip), URL: address(public, "/p/"+p.Slip)})
			who, b.Date = append(who, p.Proposer), p.Received.Time
		}
	})
	return b, who
}

// slipPaper is GET /p/SLIP/slip.pdf: the slip for whoever has its code, without a name.
func (s *Server) slipPaper(c *fiber.Ctx) error {
	if to := kioskPath(c); to != "" { // a browser's own viewer leads out of a machine
		return c.Redirect(to, fiber.StatusSeeOther)
	}
	l, code, err := s.slipped(c)
	if err != nil {
		return err
	}
	no := 0
	l.Read(func(r *catalog.Round) { no = r.BySlip(code).No })
	out, _ := unnamed(l, no, no, s.Public)
	return s.sendPaper(c, "slip", l.ID()+"-slip.pdf", out.Print)
}

// fours parts a code into groups of four, as it is read aloud.
func fours(code string) string {
	var out []string
	for len(code) > 4 {
		out, code = append(out, code[:4]), code[4:]
	}
	return strings.Join(append(out, code), " ")
}

// slips is GET /desk/ROUND/slips/FROM-TO.pdf. Names stand on them, so that they are for whom may see the proposers.
func (s *Server) slips(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "proposal.people")
	if err != nil {
		return err
	}
	text, ok := strings.CutSuffix(c.Params("range"), ".pdf")
	if !ok {
		return fiber.ErrNotFound
	}
	from, to, err := span(l, text)
	if err != nil {
		return err
	}
	return s.sendPaper(c, "slips", l.ID()+"-slips-"+text+".pdf", func(w io.Writer) ([]pdf.Missing, error) {
		return PrintSlips(c.UserContext(), w, l, from, to, s.Public)
	})
}

// span reads a range of proposals, as in 12-40, that are all there.
func span(l *catalog.Live, text string) (from, to int, err error) {
	a, b, _ := strings.Cut(text, "-")
	from, errA := strconv.Atoi(a)
	to, errB := strconv.Atoi(b)
	ok := false
	l.Read(func(r *catalog.Round) { ok = r.Proposal(from) != nil && r.Proposal(to) != nil && from <= to })
	if errA != nil || errB != nil || !ok {
		return 0, 0, fmt.Errorf("%w: %s", catalog.ErrNoSuch, clip(text, 20))
	}
	return from, to, nil
}

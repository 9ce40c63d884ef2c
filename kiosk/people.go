package kiosk

// Proposals as the staff see them: with whom to call, and how to erase who that is.

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// erasing is whose personal data go: those of a proposal's proposer, and of others who gave the same phone.
type erasing struct {
	No   int    `json:"no" kind:"proposal"`
	Also []int  `json:"also" kind:"checks" form:"optional"`
	Why  string `json:"why" of:"request expired mistake"`
}

// all are the numbers of the proposals.
func (e *erasing) all() []int { return append([]int{e.No}, e.Also...) }

// erase erases all of them or, with the first refusal, nobody.
func (s *Server) erase(c *fiber.Ctx, l *catalog.Live, in *erasing) (done, error) {
	var acts []catalog.Act
	for _, no := range in.all() {
		acts = append(acts, &catalog.Erase{No: no, Why: in.Why})
	}
	entries, err := l.Do(c.UserContext(), me(c).Login, acts...)
	if err != nil {
		return done{}, err
	}
	return done{N: entries[0].N, Entries: len(entries)}, nil
}

// alike are the other proposals whose proposers gave the same phone as that of proposal no, to choose from by name: one
// phone may be a family's.
func alike(ctx context.Context, l *catalog.Live, no int) (out []page.Option, err error) {
	others, err := l.SamePhone(ctx, no)
	if err != nil {
		return nil, err
	}
	var refs []string
	l.Read(func(r *catalog.Round) {
		for _, other := range others {
			p := r.Proposal(other)
			x := proposalPick(p, false)
			out, refs = append(out, page.Option{Value: x.value, Label: x.label}), append(refs, p.Proposer)
		}
	})
	for i, ref := range refs {
		who, _, err := proposer(ctx, l, ref)
		if err != nil {
			return nil, err
		}
		out[i].Note = who.Name
	}
	return out, nil
}

// others leads to the records of a proposal in the rounds before and after it whose proposer is still known there: whoever is
// erased here is not erased there.
func (s *Server) others(ctx context.Context, lg lang.Lang, l *catalog.Live, no int) (out []page.Link, err error) {
	var from catalog.Submit
	l.Read(func(r *catalog.Round) {
		if p := r.Proposal(no); p != nil {
			from = p.Submit
		}
	})
	later, err := l.TakenBy(ctx, no)
	if err != nil {
		return nil, err
	}
	for _, id := range []string{from.FromRound, later} {
		if id == "" {
			continue
		}
		other, err := s.rounds.get(ctx, id)
		if err != nil {
			return nil, err
		}
		other.Read(func(r *catalog.Round) {
			p := r.TakenFrom(l.ID(), no)
			if id == from.FromRound {
				p = r.Proposal(from.FromNo)
			}
			if p != nil && !p.Erased {
				at := "/desk/" + r.ID + "/proposal/" + strconv.Itoa(p.No)
				out = append(out, page.Link{Label: roundName(lg, r) + " " + proposalCode(p.No), Href: at})
			}
		})
	}
	return out, nil
}

// proposer is a proposer as the staff see them; ok is false when the personal data are gone.
func proposer(ctx context.Context, l *catalog.Live, ref string) (p catalog.Person, ok bool, err error) {
	p, err = l.Person(ctx, ref)
	if errors.Is(err, catalog.ErrNoSuch) {
		return p, false, nil
	}
	return p, err == nil, err
}

// deskProposals is GET /desk/ROUND/proposals: all proposals, with their proposers' names. Beside it only the proposal's
// page, the slips and the office's own lists show them, each to those who may see them.
func (s *Server) deskProposals(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "proposal.people")
	if err != nil {
		return err
	}
	lg := language(c)
	var v page.Proposals
	var refs []string
	l.Read(func(r *catalog.Round) {
		for _, p := range r.Proposals {
			line := proposalLine(lg, r, p)
			line.Href = "/desk/" + r.ID + "/proposal/" + strconv.Itoa(p.No)
			v.Items, refs = append(v.Items, line), append(refs, p.Proposer)
		}
	})
	for i, ref := range refs {
		who, ok, err := proposer(c.UserContext(), l, ref)
		if err != nil {
			return err
		}
		v.Items[i].By = who.Name
		if !ok {
			v.Items[i].By = lang.T(lg, "proposal.erased")
		}
	}
	v.Exports = exportsOf(c, l.ID(), "proposals")
	return s.render(c, s.frame(c, l), v)
}

// deskProposal is GET /desk/ROUND/proposal/NO.
func (s *Server) deskProposal(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "proposal.people")
	if err != nil {
		return err
	}
	no, _ := strconv.Atoi(c.Params("no"))
	var v *page.Proposal
	ref, lg := "", language(c)
	l.Read(func(r *catalog.Round) {
		if p := r.Proposal(no); p != nil {
			ref = p.Proposer
			v = &page.Proposal{Slip: *slipView(lg, r, p), Text: p.Text, Benefits: p.Benefits, Cost: p.Cost, From: lang.T(lg, "choice."+p.From), Channel: lang.T(lg, "choice."+p.Channel)}
			if v.Date = dated(p.Date); p.Meeting > 0 {
				v.Meeting = seminarName(lg, r, p.Meeting)
			}
		}
	})
	if v == nil {
		return catalog.ErrNoSuch
	}
	who, ok, err := proposer(c.UserContext(), l, ref)
	if err != nil {
		return err
	}
	v.Name, v.Phone, v.Consent, v.Known = who.Name, who.Phone, who.Consent, ok
	if v.Slip.Kin, err = s.kin(c.UserContext(), lg, l, v.Slip.Code); err != nil {
		return err
	}
	v.Ledger = "/desk/" + l.ID() + "/ledger"
	if !v.Slip.Erased && may(me(c), "person.erase") {
		v.Erase = "/desk/" + l.ID() + "/act/person.erase?no=" + strconv.Itoa(no)
	}
	if v.Slip.Photo != "" && may(me(c), "photo.remove") {
		v.Bare = "/desk/" + l.ID() + "/act/photo.remove?no=" + strconv.Itoa(no)
	}
	v.Slip.Print = fmt.Sprintf("/desk/%s/slips/%d-%d.pdf", l.ID(), no, no)
	l.Read(func(r *catalog.Round) { screenings(lg, r, me(c), r.Proposal(no), v) })
	l.Read(func(r *catalog.Round) { likely(lg, r, me(c), r.Proposal(no), v) })
	f := s.frame(c, l)
	f.Flash = flashOf(c, l)
	return s.render(c, f, *v)
}

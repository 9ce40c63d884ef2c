package kiosk

// Carry-over at the desk: what earlier rounds of the community carried over is taken into this one; and the marks and
// links that it has from then on.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// carryForm is GET /desk/ROUND/carry; with ?from= and ?to= after some were taken over, which ones.
func (s *Server) carryForm(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "proposal.submit")
	if err != nil {
		return err
	}
	var v page.Carry
	if from, to, err := span(l, c.Query("from")+"-"+c.Query("to")); err == nil {
		v.Done, v.List = to-from+1, "/desk/"+l.ID()+"/proposals"
		v.Print = fmt.Sprintf("/desk/%s/slips/%d-%d.pdf", l.ID(), from, to)
	}
	return s.showCarry(c, l, v, sentFrom{})
}

// showCarry draws the page, with what was chosen.
func (s *Server) showCarry(c *fiber.Ctx, l *catalog.Live, v page.Carry, chosen sentFrom) error {
	v.Most = catalog.MaxTakeOver
	l.Read(func(r *catalog.Round) { v.Open = r.Steps[2].IsOpen() })
	all, err := s.earlier(c, l)
	if err != nil {
		return err
	}
	for _, old := range all {
		x, err := s.carryRound(c, old, chosen)
		if err != nil {
			return err
		}
		if len(x.Items) > 0 {
			v.Rounds = append(v.Rounds, x)
		}
	}
	if wantsJSON(c) {
		return c.JSON(v)
	}
	return s.render(c, s.frame(c, l), v)
}

// carryRound is an earlier round with what it carried over.
func (s *Server) carryRound(c *fiber.Ctx, old *catalog.Live, chosen sentFrom) (x page.CarryRound, err error) {
	lg := language(c)
	old.Read(func(r *catalog.Round) {
		x.ID, x.Name = r.ID, roundName(lg, r)
		for _, p := range r.CarriedOver() {
			title, _ := p.Current()
			x.Items = append(x.Items, page.CarryItem{
				No: p.No, Code: proposalCode(p.No), Title: title, Place: p.Place, Kind: lang.T(lg, "kind."+p.Kind), Why: r.Letters[p.No].Carried,
				Href: "/desk/" + r.ID + "/proposal/" + strconv.Itoa(p.No), Erased: p.Erased, Chosen: chosen.From == r.ID && slices.Contains(chosen.Nos, p.No),
			})
		}
	})
	for i := range x.Items {
		if x.Items[i].Taken, err = s.takenTo(c.UserContext(), lg, old, x.Items[i].No); err != nil {
			return x, err
		}
		x.Free = x.Free || x.Items[i].Taken.Href == ""
	}
	return x, nil
}

// carryOver is POST /desk/ROUND/carry: takes over the proposals no of the earlier round from, all of them or none.
func (s *Server) carryOver(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "proposal.submit")
	if err != nil {
		return err
	}
	in, err := sentRound(c)
	if err != nil {
		return err
	}
	out, err := s.takeOver(c, l, in)
	switch status, _ := classify(err); {
	case err != nil && (wantsJSON(c) || status >= 500):
		return err
	case err != nil:
		c.Status(status)
		return s.showCarry(c, l, page.Carry{Error: said(err, language(c))}, in)
	}
	var first, last int
	slips := make([]string, len(out))
	l.Read(func(r *catalog.Round) {
		for i, a := range out {
			slips[i] = a.Slip
		}
		first, last = r.BySlip(slips[0]).No, r.BySlip(slips[len(slips)-1]).No
	})
	if wantsJSON(c) {
		return c.JSON(fiber.Map{"slips": slips})
	}
	return c.Redirect(fmt.Sprintf("/desk/%s/carry?from=%d&to=%d", l.ID(), first, last), fiber.StatusSeeOther)
}

// ErrNone: nothing was chosen.
var ErrNone = errors.New("请先勾选要转入的提议 / tick the proposals to take over first")

func (s *Server) takeOver(c *fiber.Ctx, l *catalog.Live, in sentFrom) ([]catalog.Submit, error) {
	if len(in.Nos) == 0 {
		return nil, ErrNone
	}
	old, err := s.rounds.get(c.UserContext(), in.From)
	if err != nil {
		return nil, err
	}
	return l.TakeOver(c.UserContext(), me(c).Login, old, in.Nos...)
}

// takenTo leads to the proposal that one of a round became in a later one, or nowhere.
func (s *Server) takenTo(ctx context.Context, l lang.Lang, old *catalog.Live, no int) (to page.Link, err error) {
	id, err := old.TakenBy(ctx, no)
	if err != nil || id == "" {
		return to, err
	}
	later, err := s.rounds.get(ctx, id)
	if err != nil {
		return to, err
	}
	later.Read(func(r *catalog.Round) {
		if p := r.TakenFrom(old.ID(), no); p != nil {
			to = page.Link{Label: lang.T(l, "slip.onward", roundName(l, r), proposalCode(p.No)), Href: "/p/" + p.Slip}
		}
	})
	return to, nil
}

// takenFrom leads to the proposal of an earlier round that one was taken over from, or nowhere.
func (s *Server) takenFrom(ctx context.Context, l lang.Lang, round string, no int) (to page.Link, err error) {
	if round == "" {
		return to, nil
	}
	old, err := s.rounds.get(ctx, round)
	if err != nil {
		return to, err
	}
	old.Read(func(r *catalog.Round) {
		if p := r.Proposal(no); p != nil {
			to = page.Link{Label: lang.T(l, "slip.backward", roundName(l, r), proposalCode(p.No)), Href: "/p/" + p.Slip}
		}
	})
	return to, nil
}

// kin are the links of a proposal to what it was in an earlier round and what it became in a later one.
func (s *Server) kin(ctx context.Context, l lang.Lang, live *catalog.Live, slip string) (out []page.Link, err error) {
	var a catalog.Submit
	no := 0
	live.Read(func(r *catalog.Round) {
		if p := r.BySlip(slip); p != nil {
			a, no = p.Submit, p.No
		}
	})
	back, err := s.takenFrom(ctx, l, a.FromRound, a.FromNo)
	if err != nil {
		return nil, err
	}
	on, err := s.takenTo(ctx, l, live, no)
	for _, x := range []page.Link{back, on} {
		if x.Href != "" {
			out = append(out, x)
		}
	}
	return out, err
}

// markedPlace is the place of a project as papers have it: one that was carried over says so first.
func markedPlace(p *catalog.Project) string {
	if p.Carried() {
		return lang.T(lang.Zh, "project.priority") + "　" + p.Place
	}
	return p.Place
}

// slipNumber is the number of a proposal as its slip has it.
func slipNumber(p *catalog.Proposal) string {
	if p.Carried() {
		return proposalCode(p.No) + "（" + lang.T(lang.Zh, "project.priority") + "）"
	}
	return proposalCode(p.No)
}

// carriedFrom is where a proposal was taken over from, as ledgers have it.
func carriedFrom(p *catalog.Proposal) string {
	if !p.Carried() {
		return ""
	}
	return p.FromRound + " " + proposalCode(p.FromNo)
}

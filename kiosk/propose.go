package kiosk

// A proposer follows a proposal by its slip, and everybody the list of all.

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// findSlip is GET /p?slip=…: a code typed from a slip leads to its page.
func (s *Server) findSlip(c *fiber.Ctx) error {
	code, err := ballot.ParseSlip(c.Query("slip"))
	if err != nil {
		return s.guess.failed(err)
	}
	return c.Redirect("/p/"+code, fiber.StatusSeeOther)
}

// slip is GET /p/SLIP: where a proposal stands.
func (s *Server) slip(c *fiber.Ctx) error {
	l, code, err := s.slipped(c)
	if err != nil {
		return err
	}
	if m, is := machineOf(c); is && (c.Query("turn") != m.turn || l.ID() != m.round) { // that of an earlier person
		return c.Redirect(m.path(), fiber.StatusSeeOther)
	}
	v := s.slipOf(c, l, code)
	if v.New = c.Query("new") != ""; kioskPath(c) == "" && !strings.Contains(c.Get(fiber.HeaderUserAgent), "MicroMessenger") { // neither shows files
		v.Print = "/p/" + code + "/slip.pdf"
	}
	if kioskPath(c) == "" {
		if v.Kin, err = s.kin(c.UserContext(), language(c), l, code); err != nil {
			return err
		}
	}
	return s.render(c, s.frame(c, l), *v)
}

// slipped finds the round of the slip in a request's address. Slips that are not there are guesses.
func (s *Server) slipped(c *fiber.Ctx) (l *catalog.Live, code string, err error) {
	if code, err = ballot.ParseSlip(c.Params("slip")); err != nil {
		return nil, "", s.guess.failed(catalog.ErrNoSuch)
	}
	all, err := s.rounds.all(c.UserContext())
	if err != nil {
		return nil, "", err
	}
	for _, l := range all {
		found := false
		l.Read(func(r *catalog.Round) { found = r.BySlip(code) != nil })
		if found {
			return l, code, nil
		}
	}
	return nil, "", s.guess.failed(catalog.ErrNoSuch)
}

// slipOf is the page of a slip that the round has.
func (s *Server) slipOf(c *fiber.Ctx, l *catalog.Live, code string) (v *page.Slip) {
	voted := false
	l.Read(func(r *catalog.Round) { voted = r.Outcome != nil })
	if voted {
		measured(c.UserContext(), l)
	}
	today := l.Today()
	l.Read(func(r *catalog.Round) {
		p := r.BySlip(code)
		v = slipView(language(c), r, p)
		v.Review = reviewView(language(c), r, p, today)
	})
	return v
}

func slipView(l lang.Lang, r *catalog.Round, p *catalog.Proposal) *page.Slip {
	title, _ := p.Current()
	v := &page.Slip{Number: proposalCode(p.No), Code: p.Slip, Title: title, Place: p.Place, Kind: lang.T(l, "kind."+p.Kind), Handed: p.Received.Time, Project: p.Project, Erased: p.Erased}
	v.Mend, v.Photo, v.QR = mended(l, r, p.Received.N), picturePath(r, p.Picture()), "/p/"+p.Slip+"/qr"
	if p.Date != "" {
		v.Handed = day(p.Date)
	}
	if p.Into > 0 {
		v.Into = proposalLine(l, r, r.Proposal(p.Into))
	}
	for _, no := range p.Merged {
		v.Merged = append(v.Merged, proposalLine(l, r, r.Proposal(no)))
	}
	v.Carried, v.Way = p.Carried(), wayOf(l, r, p)
	if x := r.Need(p.Need); x != nil {
		v.Need = x.Place + "：" + x.Text
	}
	if p.Project > 0 {
		v.Way = append(v.Way, page.WayPoint{Stage: page.Listed, At: r.Library.Frozen})
	}
	v.Way = append(v.Way, approvalWay(l, r, p)...)
	switch st := r.Stage(p); st {
	case catalog.Funded:
		v.Way = append(v.Way, page.WayPoint{Stage: page.Funded, At: r.Steps[4].Closed, Text: Why(l, r, p.Project)})
	case catalog.NotFunded:
		v.Way = append(v.Way, page.WayPoint{Stage: page.Unfunded, At: r.Steps[4].Closed})
		v.Ended, v.Reason = true, Course(l, r, p)
	case catalog.MergedInto, catalog.Excluded, catalog.Unfit, catalog.PutOff, catalog.Declined, catalog.Forwarded, catalog.Refused:
		v.Ended, v.Reason = true, Course(l, r, p)
	}
	if w := workOf(r, p); w != nil {
		v.Way = append(v.Way, works(w)...)
	}
	sortWay(v.Way)
	return v
}

// mended says that an entry was corrected in the end, by which entry and why; empty if it stands as it was.
func mended(l lang.Lang, r *catalog.Round, n int64) (text string) {
	for c, ok := r.Corrected(n); ok; c, ok = r.Corrected(c.By) {
		text = lang.T(l, "told.mended", c.By, c.Why)
	}
	return text
}

func works(w *catalog.Work) (out []page.WayPoint) {
	for _, m := range w.Milestones {
		out = append(out, page.WayPoint{Stage: page.Building, At: day(m.Done), Text: m.Text})
	}
	if w.Finished != nil {
		out = append(out, page.WayPoint{Stage: page.Finished, At: day(w.Finished.Date), Text: w.Finished.Result})
	}
	return out
}

func (s *Server) proposals(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	var v page.Proposals
	lg, today := language(c), s.today()
	l.Read(func(r *catalog.Round) {
		v.Open = r.Steps[2].IsOpen() && untimely(r.Scheme, today) == ""
		for _, p := range r.Proposals {
			v.Items = append(v.Items, proposalLine(lg, r, p))
		}
	})
	v.Exports = append(rollingLinks(c, l), exportsOf(c, l.ID(), "proposals")...)
	return s.render(c, s.frame(c, l), v)
}

// shown is the word for how far a proposal has come.
var shown = map[catalog.Stage]page.Stage{
	catalog.Received: page.Received, catalog.MergedInto: page.Merged, catalog.Excluding: page.Received, catalog.Excluded: page.Excluded, catalog.Screened: page.Screened,
	catalog.Unfit: page.Unfit, catalog.Surveyed: page.Surveyed, catalog.PutOff: page.PutOff, catalog.Declined: page.Dropped,
	catalog.Recommended: page.Discussed, catalog.InLibrary: page.Listed, catalog.NotFunded: page.Unfunded, catalog.Funded: page.Funded,
	catalog.Forwarded: page.Forwarded, catalog.Refused: page.Denied, catalog.Granted: page.Granted,
}

func proposalLine(l lang.Lang, r *catalog.Round, p *catalog.Proposal) page.ProposalLine {
	title, _ := p.Current()
	line := page.ProposalLine{
		Code: proposalCode(p.No), Title: title, Place: p.Place, Kind: lang.T(l, "kind."+p.Kind), By: lang.T(l, "choice."+p.From),
		At: p.Received.Time, Stage: shown[r.Stage(p)],
	}
	if w := workOf(r, p); w != nil {
		line.Stage = workStage(w)
	}
	if p.Into > 0 {
		line.Note = lang.T(l, "proposals.into", proposalCode(p.Into))
	}
	if p.Carried() {
		line.Note = lang.T(l, "project.priority")
	}
	if letter := r.Letters[p.No]; letter != nil && letter.Carried != "" {
		line.Note = lang.T(l, "stage.carried")
	}
	return line
}

// workOf is the work on what a proposal became, or nil.
func workOf(r *catalog.Round, p *catalog.Proposal) *catalog.Work {
	switch r.Stage(p) {
	case catalog.Granted:
		return r.Works[p.Granted]
	case catalog.Funded:
		return r.Works[p.Project]
	}
	return nil
}

// workStage is how far the works of a funded project are.
func workStage(w *catalog.Work) page.Stage {
	switch {
	case w.Evaluation != nil:
		return page.Evaluated
	case w.Finished != nil:
		return page.Finished
	}
	return page.Building
}

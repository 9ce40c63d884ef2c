package kiosk

// A resident hands in a proposal and follows it.

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

func kinds(l lang.Lang) []page.Option {
	return []page.Option{
		{Value: "engineering", Label: lang.T(l, "kind.engineering")},
		{Value: "service", Label: lang.T(l, "kind.service")},
	}
}

func (s *Server) proposeForm(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	open, v := false, page.Propose{Kinds: kinds(language(c))}
	l.Read(func(r *catalog.Round) { open, v.Cap = r.Steps[2].IsOpen(), r.Scheme.Cap })
	if !open {
		return ErrCollection
	}
	if v.Token, err = ballot.NewSlip(s.Env.Random); err != nil {
		return err
	}
	return s.render(c, s.frame(c, l), v)
}

// typed are the fields of the form as they came, made valid UTF-8 for showing again.
func typed(c *fiber.Ctx) page.Propose {
	f := func(name string) string { return strings.ReplaceAll(c.FormValue(name), "\r\n", "\n") }
	return page.Propose{
		Title: f("title"), Place: f("place"), Kind: f("kind"), Text: f("text"), Benefits: f("benefits"),
		Cost: f("cost"), Name: f("name"), Phone: f("phone"), Consent: f("consent") == "yes", Token: f("token"), Errors: map[string]string{},
	}
}

// propose is POST /r/ROUND/propose. Refused fields come back with what was typed; nothing of it is lost. The form's token
// is the code of the slip to be, so that a form sent twice is one proposal.
func (s *Server) propose(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	in := typed(c)
	who, idea, wrong := read(in)
	if kioskPath(c) != "" {
		idea.Channel = "kiosk"
	}
	if len(wrong) > 0 {
		return s.proposeAgain(c, l, in, wrong...)
	}
	done, err := l.Submit(c.UserContext(), "resident", who, idea)
	switch field, why := fieldOf(err); {
	case errors.Is(err, catalog.ErrStep):
		return ErrCollection
	case field == "slip" && errors.Is(why, catalog.ErrDone):
		done = &catalog.Submit{Slip: in.Token}
	case field == "slip":
		return fmt.Errorf("%w: token", ErrForm)
	case err != nil:
		return err
	}
	if wantsJSON(c) {
		return c.JSON(fiber.Map{"slip": done.Slip})
	}
	return c.Redirect("/p/"+done.Slip+"?new=1", fiber.StatusSeeOther)
}

// read is what a form says, and all that is wrong with it, in no order.
func read(in page.Propose) (who catalog.Person, idea catalog.Submit, wrong []*catalog.FieldError) {
	who = catalog.Person{Name: in.Name, Phone: in.Phone, Consent: in.Consent}
	idea = catalog.Submit{Slip: in.Token, Channel: "web", Kind: in.Kind, From: "resident", Title: in.Title, Place: in.Place, Text: in.Text}
	idea.Benefits = strings.TrimSpace(strings.ReplaceAll(in.Benefits, "\n", " ")) // one line on paper
	if idea.Benefits == "" {
		idea.Benefits = lang.T(lang.Zh, "propose.benefits.all")
	}
	var err error
	if idea.Cost, _, err = catalog.Guess(in.Cost); err != nil {
		wrong = append(wrong, &catalog.FieldError{Field: "cost", Err: err})
	}
	for _, flaw := range append(catalog.Flaws(&idea), catalog.Flaws(&who)...) {
		if slices.Contains(page.Asked, flaw.Field) {
			wrong = append(wrong, flaw)
		}
	}
	return who, idea, wrong
}

// proposeAgain shows the form with what was typed and all that is wrong with it; a program is told the first.
func (s *Server) proposeAgain(c *fiber.Ctx, l *catalog.Live, in page.Propose, wrong ...*catalog.FieldError) error {
	if wantsJSON(c) {
		return wrong[0]
	}
	for _, text := range []*string{&in.Title, &in.Place, &in.Kind, &in.Text, &in.Benefits, &in.Cost, &in.Name, &in.Phone} {
		*text = showable(*text)
	}
	in.Kinds = kinds(language(c))
	for _, flaw := range wrong {
		in.Errors[flaw.Field] = said(flaw, language(c))
	}
	status, _ := classify(wrong[0])
	c.Status(status)
	return s.render(c, s.frame(c, l), in)
}

// showable keeps what can be shown of a text that was refused.
func showable(s string) string {
	s = strings.ToValidUTF8(s, "")
	for utf8.RuneCountInString(s) > 5000 {
		s = clip(s, 4000)
	}
	return s
}

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
	code, err := ballot.ParseSlip(c.Params("slip"))
	if err != nil {
		return s.guess.failed(catalog.ErrNoSuch)
	}
	all, err := s.rounds.all(c.UserContext())
	if err != nil {
		return err
	}
	for _, l := range all {
		var v *page.Slip
		voted := false
		l.Read(func(r *catalog.Round) { voted = r.BySlip(code) != nil && r.Outcome != nil })
		if voted {
			measured(c.UserContext(), l)
		}
		l.Read(func(r *catalog.Round) {
			if p := r.BySlip(code); p != nil {
				v = slipView(language(c), r, p)
			}
		})
		if v != nil {
			v.New = c.Query("new") != ""
			return s.render(c, s.frame(c, l), *v)
		}
	}
	return s.guess.failed(catalog.ErrNoSuch)
}

// stages say which way point an act is.
var stages = map[string]page.Stage{
	"proposal.merge": page.Merged, "screening.decide": page.Screened, "screening.survey": page.Surveyed, "table.decide": page.Discussed,
	"screening.estimate": page.Estimated, "letter.deliver": page.Lettered, "letter.carry": page.Carried,
}

func slipView(l lang.Lang, r *catalog.Round, p *catalog.Proposal) *page.Slip {
	title, _ := p.Current()
	v := &page.Slip{Number: proposalCode(p.No), Code: p.Slip, Title: title, Place: p.Place, Kind: lang.T(l, "kind."+p.Kind), Handed: p.Received.Time, Project: p.Project, Erased: p.Erased}
	v.Mend = mended(l, r, p.Received.N)
	for _, e := range p.Way {
		if st, ok := stages[e.Act]; ok {
			switch {
			case st == page.Screened && p.Screening.Excluded() > 0:
				st = page.Excluded
			case st == page.Surveyed && !p.Survey.Pass:
				st = page.Unfit
			case st == page.Discussed && p.Project == 0 && r.Stage(p) != catalog.Recommended:
				st = shown[r.Stage(p)]
			}
			v.Way = append(v.Way, page.WayPoint{Stage: st, At: e.Time, Mend: mended(l, r, e.N)})
		}
	}
	if p.Project > 0 {
		v.Way = append(v.Way, page.WayPoint{Stage: page.Listed, At: r.Library.Frozen})
	}
	switch st := r.Stage(p); st {
	case catalog.Funded:
		v.Way = append(v.Way, page.WayPoint{Stage: page.Funded, At: r.Steps[4].Closed, Text: Why(l, r, p.Project)})
		if w := r.Works[p.Project]; w != nil {
			v.Way = append(v.Way, works(w)...)
		}
	case catalog.NotFunded:
		v.Way = append(v.Way, page.WayPoint{Stage: page.Unfunded, At: r.Steps[4].Closed})
		v.Ended, v.Reason = true, Course(l, r, p)
	case catalog.MergedInto, catalog.Excluded, catalog.Unfit, catalog.PutOff, catalog.Declined:
		v.Ended, v.Reason = true, Course(l, r, p)
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
	lg := language(c)
	l.Read(func(r *catalog.Round) {
		v.Open = r.Steps[2].IsOpen()
		for _, p := range r.Proposals {
			v.Items = append(v.Items, proposalLine(lg, r, p))
		}
	})
	v.Exports = exportsOf(c, l.ID(), "proposals")
	return s.render(c, s.frame(c, l), v)
}

// shown is the word for how far a proposal has come.
var shown = map[catalog.Stage]page.Stage{
	catalog.Received: page.Received, catalog.MergedInto: page.Merged, catalog.Excluded: page.Excluded, catalog.Screened: page.Screened,
	catalog.Unfit: page.Unfit, catalog.Surveyed: page.Surveyed, catalog.PutOff: page.PutOff, catalog.Declined: page.Dropped,
	catalog.Recommended: page.Discussed, catalog.InLibrary: page.Listed, catalog.NotFunded: page.Unfunded, catalog.Funded: page.Funded,
}

func proposalLine(l lang.Lang, r *catalog.Round, p *catalog.Proposal) page.ProposalLine {
	title, _ := p.Current()
	line := page.ProposalLine{
		Code: proposalCode(p.No), Title: title, Place: p.Place, Kind: lang.T(l, "kind."+p.Kind), By: lang.T(l, "choice."+p.From),
		At: p.Received.Time, Stage: shown[r.Stage(p)],
	}
	if w := r.Works[p.Project]; w != nil && line.Stage == page.Funded {
		line.Stage = workStage(w)
	}
	if p.Into > 0 {
		line.Note = lang.T(l, "proposals.into", proposalCode(p.Into))
	}
	if letter := r.Letters[p.No]; letter != nil && letter.Carried != "" {
		line.Note = lang.T(l, "stage.carried")
	}
	return line
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

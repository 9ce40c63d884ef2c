package kiosk

// Handing in a proposal: a resident on a phone, a computer or a proposal point's machine, or the staff for a resident.

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
)

func kinds(l lang.Lang) []page.Option { return choiceOf(l, "kind.", "engineering", "service") }

// froms are the kinds of proposers that the scheme lets propose anything.
func froms(l lang.Lang, s catalog.Scheme) (out []page.Option) {
	for _, o := range choiceOf(l, "choice.", "resident", "unit", "enterprise", "organisation", "committee") {
		if s.MayPropose(o.Value, "engineering") || s.MayPropose(o.Value, "service") {
			out = append(out, o)
		}
	}
	return out
}

// choiceOf are options whose words stand under that prefix.
func choiceOf(l lang.Lang, prefix string, values ...string) (out []page.Option) {
	for _, v := range values {
		out = append(out, page.Option{Value: v, Label: lang.T(l, prefix+v)})
	}
	return out
}

// dated is a date of the scheme at which its day begins; zero if there is none.
func dated(date string) time.Time {
	if date == "" {
		return time.Time{}
	}
	return day(date)
}

// untimely tells whether a date is before or after those of the scheme.
func untimely(s catalog.Scheme, date string) page.Untimely {
	switch {
	case s.InWindow(date) == nil:
		return ""
	case date < s.ProposeFrom:
		return page.TooEarly
	}
	return page.TooLate
}

// formView is what a proposal form needs beside what was typed. Staffed forms take paper of an earlier day at any time; at a
// machine no file can be chosen, for that leads out of it.
func (s *Server) formView(c *fiber.Ctx, l *catalog.Live, v *page.Propose, staffed bool) {
	lg := language(c)
	v.Kinds, v.Staffed, v.Photos, v.Action = kinds(lg), staffed, kioskPath(c) == "", "/r/"+l.ID()+"/propose"
	if staffed {
		v.Action = "/desk/" + l.ID() + "/propose"
	}
	l.Read(func(r *catalog.Round) {
		v.NeedField = needField(lg, r, v.Need)
		v.Cap, v.Opens, v.Closes = r.Scheme.Cap, dated(r.Scheme.ProposeFrom), dated(r.Scheme.ProposeTo)
		if v.Froms = nil; staffed {
			v.Froms = froms(lg, r.Scheme)
		} else {
			v.Untimely = untimely(r.Scheme, s.today())
		}
	})
}

// inCollection refuses what comes outside step two, with [ErrCollection].
func inCollection(l *catalog.Live) error {
	open := false
	l.Read(func(r *catalog.Round) { open = r.Steps[2].IsOpen() })
	if !open {
		return ErrCollection
	}
	return nil
}

// proposeForm is GET /r/ROUND/propose.
func (s *Server) proposeForm(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err == nil {
		err = inCollection(l)
	}
	if err != nil {
		return err
	}
	return s.newProposal(c, l, false)
}

// deskProposeForm is GET /desk/ROUND/propose: the staff at a proposal point write down what a resident says.
func (s *Server) deskProposeForm(c *fiber.Ctx) error {
	l, err := s.importing(c)
	if err != nil {
		return err
	}
	return s.newProposal(c, l, true)
}

// newProposal draws an empty form.
func (s *Server) newProposal(c *fiber.Ctx, l *catalog.Live, staffed bool) (err error) {
	v := page.Propose{From: "resident"}
	if v.Token, err = ballot.NewSlip(s.Env.Random); err != nil {
		return err
	}
	s.likeModel(c, c.Query("like"), &v)
	if v.Need = c.Query("need"); v.Need != "" {
		forNeed(l, &v)
	}
	s.formView(c, l, &v, staffed)
	return s.render(c, s.frame(c, l), v)
}

// typed are the fields of the form as they came.
func typed(c *fiber.Ctx) page.Propose {
	f := func(name string) string { return strings.ReplaceAll(c.FormValue(name), "\r\n", "\n") }
	return page.Propose{
		Title: f("title"), Place: f("place"), Kind: f("kind"), Text: f("text"), Benefits: f("benefits"), From: f("from"), Date: f("date"),
		Cost: f("cost"), Name: f("name"), Phone: f("phone"), Consent: f("consent") == "yes", Token: f("token"), Need: f("need"), Errors: map[string]string{},
	}
}

// propose is POST /r/ROUND/propose. Refused fields come back with what was typed; nothing of it is lost. The form's token
// is the code of the slip to be, so that a form sent twice is one proposal. What an earlier person at a machine left in the
// browser leads back to the screen that invites.
func (s *Server) propose(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	in, channel := typed(c), "web"
	if kioskPath(c) != "" {
		if channel = "kiosk"; c.FormValue("turn") != turn(c) {
			return c.Redirect(kioskPath(c), fiber.StatusSeeOther)
		}
	}
	in.From, in.Date = "resident", ""
	return s.takeProposal(c, l, in, channel, "resident")
}

// deskPropose is POST /desk/ROUND/propose.
func (s *Server) deskPropose(c *fiber.Ctx) error {
	l, err := s.importing(c)
	if err != nil {
		return err
	}
	return s.takeProposal(c, l, typed(c), "point", me(c).Login)
}

// takeProposal hands in what a form says, or shows the form again with all that is wrong with it.
func (s *Server) takeProposal(c *fiber.Ctx, l *catalog.Live, in page.Propose, channel, actor string) error {
	h, wrong := read(in)
	h.Proposal.Channel = channel
	jpeg, err := s.pictureIn(c, "photo")
	if flaw := new(catalog.FieldError); errors.As(err, &flaw) {
		wrong = append(wrong, flaw)
	} else if err != nil {
		return err
	}
	if h.Photo = jpeg; jpeg != nil && channel != "point" && !s.gate.kept.Allow() {
		wrong = append(wrong, &catalog.FieldError{Field: "photo", Err: ErrPhotos})
	}
	if len(wrong) > 0 {
		return s.proposeAgain(c, l, in, jpeg != nil, wrong...)
	}
	done, err := l.SubmitWith(c.UserContext(), actor, h)
	field, why := fieldOf(err)
	switch flaw := new(catalog.FieldError); {
	case errors.Is(err, catalog.ErrStep):
		return ErrCollection
	case field == "slip" && errors.Is(why, catalog.ErrDone):
		done = &catalog.Submit{Slip: in.Token}
	case field == "slip":
		return fmt.Errorf("%w: token", ErrForm)
	case errors.Is(err, catalog.ErrDates) && field == "":
		return s.proposeAgain(c, l, in, jpeg != nil, &catalog.FieldError{Err: err})
	case errors.As(err, &flaw) && slices.Contains(page.ProposalFields, field):
		return s.proposeAgain(c, l, in, jpeg != nil, flaw)
	case err != nil:
		return err
	}
	if wantsJSON(c) {
		return c.JSON(fiber.Map{"slip": done.Slip})
	}
	return c.Redirect(handedTo(c, l, channel, done.Slip), fiber.StatusSeeOther)
}

// handedTo is the page that follows a proposal: its slip, or at a staffed point its page at the desk, which tells the
// clerk what it is like and leads to the slip to print and to the next one.
func handedTo(c *fiber.Ctx, l *catalog.Live, channel, slip string) string {
	to := "/p/" + slip + "?new=1"
	switch {
	case channel == "point":
		l.Read(func(r *catalog.Round) {
			if p := r.BySlip(slip); p != nil {
				to = fmt.Sprintf("/desk/%s/proposal/%d?done=proposal.submit", r.ID, p.No)
			}
		})
	case kioskPath(c) != "":
		to += "&turn=" + turn(c)
	}
	return to
}

// read is what a form says, and all that is wrong with it, in no order.
func read(in page.Propose) (h catalog.Handing, wrong []*catalog.FieldError) {
	h.Person = catalog.Person{Name: in.Name, Phone: in.Phone, Consent: in.Consent}
	h.Proposal = catalog.Submit{Slip: in.Token, Channel: "web", Kind: in.Kind, From: in.From, Title: in.Title, Place: in.Place, Text: in.Text, Date: in.Date}
	h.Proposal.Benefits = strings.TrimSpace(strings.ReplaceAll(in.Benefits, "\n", " ")) // one line on paper
	if h.Proposal.Benefits == "" {
		h.Proposal.Benefits = lang.T(lang.Zh, "propose.benefits.all")
	}
	need, err := wholeNumber(cmp.Or(strings.TrimSpace(in.Need), "0"))
	if h.Proposal.Need = int(need); err != nil {
		wrong = append(wrong, &catalog.FieldError{Field: "need", Err: err})
	}
	if h.Proposal.Cost, _, err = catalog.Guess(in.Cost); err != nil {
		wrong = append(wrong, &catalog.FieldError{Field: "cost", Err: err})
	}
	for _, flaw := range append(catalog.Flaws(&h.Proposal), catalog.Flaws(&h.Person)...) {
		if slices.Contains(page.ProposalFields, flaw.Field) {
			wrong = append(wrong, flaw)
		}
	}
	return h, wrong
}

// proposeAgain shows the form with what was typed and all that is wrong with it; a program is told the first. A photo that
// was sent along has to be chosen again, as browsers do not keep it: the form says so.
func (s *Server) proposeAgain(c *fiber.Ctx, l *catalog.Live, in page.Propose, photo bool, wrong ...*catalog.FieldError) error {
	if wantsJSON(c) {
		return wrong[0]
	}
	for _, text := range []*string{&in.Title, &in.Place, &in.Kind, &in.Text, &in.Benefits, &in.Cost, &in.Need, &in.Name, &in.Phone, &in.From, &in.Date} {
		*text = showable(*text)
	}
	s.formView(c, l, &in, strings.HasPrefix(c.Path(), "/desk/"))
	in.Untimely = "" // what was typed is not taken away
	for _, flaw := range wrong {
		in.Errors[flaw.Field] = said(flaw, language(c))
	}
	if photo && in.Errors["photo"] == "" {
		in.Errors["photo"] = lang.T(language(c), "propose.photo.again")
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

// proposeQR is GET /r/ROUND/propose/qr: the form's address as a picture.
func (s *Server) proposeQR(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	return sendQR(c, s.Public+"/r/"+l.ID()+"/propose")
}

// slipQR is GET /p/SLIP/qr: the address of a slip as a picture. It tells nothing of the slip, so that it need not be guarded
// against guessing.
func (s *Server) slipQR(c *fiber.Ctx) error {
	code, err := ballot.ParseSlip(c.Params("slip"))
	if err != nil {
		return catalog.ErrNoSuch
	}
	return sendQR(c, s.Public+"/p/"+code)
}

func sendQR(c *fiber.Ctx, text string) error {
	svg, err := pdf.QR(text)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "image/svg+xml")
	return c.Send(svg)
}

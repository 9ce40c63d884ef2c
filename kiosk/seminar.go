package kiosk

// A seminar (座谈会) with bodies of the community: the meeting and all proposals made at it, entered together or not at all.

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// Room for proposals on the form of a seminar: at first, and at most.
const (
	ideasFirst = 3
	ideasMost  = 20
)

// ErrNoIdea: a seminar without a proposal.
var ErrNoIdea = errors.New("至少写一件提议 / write one proposal at least")

// sitting is the form of a seminar as it was typed.
type sitting struct {
	meeting map[string]string // date, place, chair, bodies
	ideas   []page.Propose
	again   bool

	wrong []*catalog.FieldError // by the name of the field, as in title-2
}

// ideaKinds are the fields of a proposal on the form, and how they are drawn.
var ideaKinds = []struct {
	name string
	kind page.Kind
	most int
}{
	{"from", page.Select, 0}, {"name", page.Text, page.MaxName}, {"phone", page.Text, page.MaxPhone},
	{"title", page.Text, page.MaxTitle}, {"place", page.Text, page.MaxPlace}, {"kind", page.Select, 0},
	{"text", page.Textarea, page.MaxText}, {"benefits", page.Textarea, page.MaxBenefits}, {"cost", page.Money, 12},
}

// seminarForm is GET /desk/ROUND/seminar.
func (s *Server) seminarForm(c *fiber.Ctx) error {
	l, err := s.importing(c)
	if err != nil {
		return err
	}
	return s.showSeminar(c, l, &sitting{ideas: make([]page.Propose, ideasFirst)}, nil)
}

// seminarTyped is what was typed, of as many proposals as the form says that it has.
func seminarTyped(c *fiber.Ctx) *sitting {
	f := func(name string) string { return strings.ReplaceAll(c.FormValue(name), "\r\n", "\n") }
	in := &sitting{meeting: map[string]string{}, again: f("again") == "yes"}
	for _, name := range []string{"date", "place", "chair", "bodies"} {
		in.meeting[name] = f(name)
	}
	n, _ := strconv.Atoi(f("ideas"))
	for i := range min(max(n, 1), ideasMost) {
		at := func(name string) string { return f(name + "-" + strconv.Itoa(i+1)) }
		in.ideas = append(in.ideas, page.Propose{
			Title: at("title"), Place: at("place"), Kind: at("kind"), Text: at("text"), Benefits: at("benefits"), From: at("from"),
			Cost: at("cost"), Name: at("name"), Phone: at("phone"), Token: at("token"),
		})
	}
	return in
}

// empty tells whether nothing was typed of a proposal; what is chosen does not count.
func empty(p page.Propose) bool {
	return strings.TrimSpace(p.Title+p.Place+p.Text+p.Benefits+p.Cost+p.Name+p.Phone) == ""
}

// enterSeminar is POST /desk/ROUND/seminar. Sent twice, it is entered once.
func (s *Server) enterSeminar(c *fiber.Ctx) error {
	l, err := s.importing(c)
	if err != nil {
		return err
	}
	in := seminarTyped(c)
	if c.FormValue("more") == "yes" {
		in.ideas = append(in.ideas, make([]page.Propose, max(0, min(ideasFirst, ideasMost-len(in.ideas))))...)
		return s.showSeminar(c, l, in, nil)
	}
	meeting, all := in.read()
	switch {
	case len(in.wrong) > 0:
		return s.showSeminar(c, l, in, in.wrong[0])
	case len(all) == 0:
		return s.showSeminar(c, l, in, &catalog.FieldError{Field: "title-1", Err: ErrNoIdea})
	}
	if !entered(l, all) {
		if _, err = l.SubmitSeminar(c.UserContext(), me(c).Login, meeting, all, in.again); entered(l, all) {
			err = nil // by the same form a moment ago
		}
	}
	switch {
	case errors.Is(err, catalog.ErrStep):
		return ErrCollection
	case err != nil:
		return s.seminarRefused(c, l, in, err)
	}
	from, to := spanOf(l, all)
	if wantsJSON(c) {
		return c.JSON(importedView(l, from, to))
	}
	return c.Redirect("/desk/"+l.ID()+"/import?"+url.Values{"from": {strconv.Itoa(from)}, "to": {strconv.Itoa(to)}}.Encode(), fiber.StatusSeeOther)
}

// read is what the form says; what is wrong with it stays in wrong.
func (in *sitting) read() (meeting catalog.Seminar, all []catalog.Handing) {
	meeting = catalog.Seminar{Date: in.meeting["date"], Place: in.meeting["place"], Chair: in.meeting["chair"]}
	for line := range strings.Lines(in.meeting["bodies"]) {
		if line = strings.TrimSpace(line); line != "" {
			meeting.Bodies = append(meeting.Bodies, line)
		}
	}
	in.wrong = catalog.Flaws(&meeting)
	for i, p := range in.ideas {
		if empty(p) {
			continue
		}
		h, wrong := read(p)
		h.Proposal.Channel = "seminar"
		for _, flaw := range wrong {
			in.refuse(i, flaw.Field, flaw.Err)
		}
		if _, err := ballot.ParseSlip(p.Token); err != nil {
			in.refuse(i, "title", ErrForm)
		}
		all = append(all, h)
	}
	return meeting, all
}

// refuse notes what is wrong with a field of a proposal.
func (in *sitting) refuse(i int, field string, err error) {
	in.wrong = append(in.wrong, &catalog.FieldError{Field: field + "-" + strconv.Itoa(i+1), Err: err})
}

// told is what a field is refused with, in words; empty if it is not.
func (in *sitting) told(field string, l lang.Lang) string {
	for _, flaw := range in.wrong {
		if flaw.Field == field {
			return said(flaw, l)
		}
	}
	return ""
}

// seminarRefused shows the form with a refusal at its field, if it says which.
func (s *Server) seminarRefused(c *fiber.Ctx, l *catalog.Live, in *sitting, err error) error {
	status, _ := classify(err)
	field, why := fieldOf(err)
	switch _, meeting := in.meeting[field]; {
	case status >= 500:
		return err
	case meeting:
		in.wrong = append(in.wrong, &catalog.FieldError{Field: field, Err: why})
	case field == "from":
		for i, p := range in.ideas {
			if !empty(p) && !mayPropose(l, p) {
				in.refuse(i, field, why)
			}
		}
	}
	return s.showSeminar(c, l, in, err)
}

// mayPropose tells whether the scheme takes a proposal of that kind from such a proposer.
func mayPropose(l *catalog.Live, p page.Propose) (may bool) {
	l.Read(func(r *catalog.Round) { may = r.Scheme.MayPropose(p.From, p.Kind) })
	return may
}

// showSeminar draws the form; a program is told what is wrong.
func (s *Server) showSeminar(c *fiber.Ctx, l *catalog.Live, in *sitting, err error) error {
	v := page.Seminar{Wrong: len(in.wrong)}
	if err != nil {
		if wantsJSON(c) {
			return err
		}
		status, _ := classify(err)
		c.Status(status)
		if v.Twins = 0; errors.Is(err, catalog.ErrTwin) {
			v.Twins = 1
		}
		if v.Wrong == 0 {
			v.Error = said(err, language(c))
		}
	}
	lg := language(c)
	froms := []page.Option{}
	l.Read(func(r *catalog.Round) {
		froms = append(froms, seminarFroms(lg, r.Scheme)...)
		v.Opens, v.Closes = dated(r.Scheme.ProposeFrom), dated(r.Scheme.ProposeTo)
	})
	v.Fields = in.fields(lg)
	for i, p := range in.ideas {
		x := page.Idea{N: i + 1, Token: p.Token, Fields: in.idea(lg, i, froms)}
		if x.Token == "" {
			if x.Token, err = ballot.NewSlip(s.Env.Random); err != nil {
				return err
			}
		}
		v.Ideas = append(v.Ideas, x)
	}
	f := s.frame(c, l)
	f.Path = "/desk/" + l.ID() + "/seminar"
	return s.render(c, f, v)
}

// seminarFroms are the kinds of proposers, bodies first.
func seminarFroms(l lang.Lang, s catalog.Scheme) []page.Option {
	all := froms(l, s)
	if len(all) > 1 && all[0].Value == "resident" {
		all = append(all[1:], all[0])
	}
	return all
}

// fields are those of the meeting.
func (in *sitting) fields(l lang.Lang) (out []page.Field) {
	for _, x := range []page.Field{{Name: "date", Kind: page.Date}, {Name: "place", Kind: page.Text, Max: 60}, {Name: "chair", Kind: page.Text, Max: 40}, {Name: "bodies", Kind: page.Lines}} {
		x.Label, x.Required = lang.T(l, "field.seminar.meet."+x.Name), true
		if key := "field.seminar.meet." + x.Name + ".help"; lang.Has(key) {
			x.Help = lang.T(l, key)
		}
		x.Value, x.Error = showable(in.meeting[x.Name]), in.told(x.Name, l)
		out = append(out, x)
	}
	return out
}

// idea are the fields of a proposal. None is marked as required, for one that is left empty is none.
func (in *sitting) idea(l lang.Lang, i int, froms []page.Option) (out []page.Field) {
	p, n := in.ideas[i], "-"+strconv.Itoa(i+1)
	values := map[string]string{
		"from": p.From, "name": p.Name, "phone": p.Phone, "title": p.Title, "place": p.Place, "kind": p.Kind, "text": p.Text, "benefits": p.Benefits, "cost": p.Cost,
	}
	for _, x := range ideaKinds {
		f := page.Field{Name: x.name + n, Label: lang.T(l, "propose."+x.name), Kind: x.kind, Max: x.most, Value: showable(values[x.name]), Error: in.told(x.name+n, l)}
		switch x.name {
		case "from":
			f.Options, f.Blank = froms, lang.T(l, "field.choose")
		case "kind":
			f.Options, f.Blank = kinds(l), lang.T(l, "field.choose")
		case "name":
			f.Label = lang.T(l, "seminar.name")
		}
		out = append(out, f)
	}
	return out
}

// seminarName is a seminar as people call it.
func seminarName(l lang.Lang, r *catalog.Round, no int) string {
	x := r.Seminars[no-1]
	return lang.T(l, "seminar.name.of", no, lang.Day(l, day(x.Date)), x.Place)
}

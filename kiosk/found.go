package kiosk

// Starting a round: a programme's usual values, adjusted.

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/catalog/preset"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

var founding = deed{name: "round.create", step: 1, body: reflect.TypeFor[catalog.Create](), hidden: []string{"rehearsal_of"}}

// foundForm is GET /desk/new?preset=NAME: the form of a round with the programme's usual values.
func (s *Server) foundForm(c *fiber.Ctx) error {
	if !may(me(c), founding.name) {
		return ErrRole
	}
	p, err := preset.Named(c.Query("preset", preset.Names()[0]))
	if err != nil {
		return err
	}
	return s.beginFounding(c, catalog.Draft(p))
}

// beginFounding shows the form with the values of a scheme, before anything was typed.
func (s *Server) beginFounding(c *fiber.Ctx, x catalog.Scheme) error {
	if x.Year == 0 {
		x.Year = s.Env.Now().In(Zone).Year()
	}
	a := catalog.Create{ID: strconv.Itoa(x.Year), Scheme: x}
	return s.showFounding(c, newForm(founding, language(c), scene{}, &a))
}

// showFounding draws the form. It answers to its own address, whichever page it began on.
func (s *Server) showFounding(c *fiber.Ctx, f *form) error {
	p := f.page()
	p.Back, p.Action = "/desk", "/desk/new"
	for i := range p.Fields {
		if x := &p.Fields[i]; x.Name == "preset" {
			x.Kind, x.Options = page.Select, presets(f.lang, x.Value)
		}
	}
	frame := s.frame(c, nil)
	frame.Path = p.Action
	return s.render(c, frame, p)
}

// presets are the programmes to choose from, and the one that a file of its own names.
func presets(l lang.Lang, own string) (out []page.Option) {
	names := preset.Names()
	for _, name := range names {
		out = append(out, page.Option{Value: name, Label: programmeName(l, name)})
	}
	if own != "" && !slices.Contains(names, own) {
		out = append(out, page.Option{Value: own, Label: own})
	}
	return out
}

// programmeName is what a preset's programme is called, and where it comes from.
func programmeName(l lang.Lang, name string) string {
	p, err := preset.Named(name)
	if err != nil {
		return name
	}
	return lang.T(l, "preset.named", p.Title, lang.T(l, "preset."+name))
}

// fileForm is GET /desk/new/file: where a scheme's file is handed in.
func (s *Server) fileForm(c *fiber.Ctx) error {
	if !may(me(c), founding.name) {
		return ErrRole
	}
	return s.showForm(c, nil, schemeFile(language(c)))
}

func schemeFile(l lang.Lang) page.Form {
	return page.Form{
		Title: lang.T(l, "found.file"), Intro: lang.T(l, "found.file.how"), Submit: lang.T(l, "found.file.read"), Upload: true, Back: "/desk",
		Fields: []page.Field{{Name: "file", Label: lang.T(l, "found.file.label"), Kind: page.Upload, Required: true}},
	}
}

// foundFromFile is POST /desk/new/file: the form of a round with the values of a scheme's file (TOML, as linli scheme check
// reads it). A file with faults is refused with all of them; nothing is founded before the form has been sent.
func (s *Server) foundFromFile(c *fiber.Ctx) error {
	if !may(me(c), founding.name) {
		return ErrRole
	}
	text, err := uploaded(c, "file")
	if err != nil {
		return err
	}
	x, faults := catalog.ReadScheme([]byte(text))
	if len(faults) == 0 {
		return s.beginFounding(c, x)
	}
	l := language(c)
	p := schemeFile(l)
	for _, fault := range faults {
		p.Faults = append(p.Faults, showable(faultSaid(fault, l)))
	}
	c.Status(fiber.StatusUnprocessableEntity)
	return s.showForm(c, nil, p)
}

// faultSaid is a fault of a file in the reader's language.
func faultSaid(f *preset.Fault, l lang.Lang) string {
	key := f.Key
	if label := "field." + key; lang.Has(label) {
		key = lang.T(l, "preset.named", key, lang.T(l, label))
	}
	where := lang.T(l, "found.file.line", f.Line, key)
	if f.Line == 0 {
		where = lang.T(l, "found.file.absent", key)
	}
	return where + said(f.Err, l)
}

// foundRound is POST /desk/new: a form, or [catalog.Create] as JSON.
func (s *Server) foundRound(c *fiber.Ctx) error {
	if !may(me(c), founding.name) {
		return ErrRole
	}
	a := catalog.Create{}
	if isJSON(c) {
		if err := strictJSON(c.Body(), &a); err != nil {
			return err
		}
		l, err := s.rounds.found(c.UserContext(), me(c).Login, a)
		if err != nil {
			return err
		}
		return c.Status(fiber.StatusCreated).JSON(fiber.Map{"n": 0, "entries": 1, "id": l.ID()})
	}
	f := newForm(founding, language(c), scene{}, &a)
	f.take(posted(c))
	if !f.read() {
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showFounding(c, f)
	}
	l, err := s.rounds.found(c.UserContext(), me(c).Login, a)
	status, _ := classify(err)
	switch {
	case err == nil:
		return c.Redirect("/desk/"+l.ID()+"?done=round.create", fiber.StatusSeeOther)
	case status >= 500:
		return err
	}
	f.refuse(err)
	c.Status(status)
	return s.showFounding(c, f)
}

package kiosk

// Starting a round: a programme's usual values, adjusted.

import (
	"reflect"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/catalog/preset"
	"linli/kiosk/page"
)

var founding = deed{name: "round.create", step: 1, body: reflect.TypeFor[catalog.Create]()}

// foundForm is GET /desk/new?preset=NAME: the form of a round with the programme's usual values.
func (s *Server) foundForm(c *fiber.Ctx) error {
	if !may(me(c), founding.name) {
		return ErrRole
	}
	name := c.Query("preset")
	if name == "" {
		name = preset.Names()[0]
	}
	p, err := preset.Named(name)
	if err != nil {
		return err
	}
	a := catalog.Create{Scheme: catalog.Draft(p)}
	a.Scheme.Year = s.Env.Now().In(Zone).Year()
	a.ID = strconv.Itoa(a.Scheme.Year)
	return s.showFounding(c, newForm(founding, language(c), scene{}, &a))
}

func (s *Server) showFounding(c *fiber.Ctx, f *form) error {
	p := f.page()
	p.Back = "/desk"
	for i := range p.Fields {
		if p.Fields[i].Name == "preset" {
			p.Fields[i].Kind, p.Fields[i].Options = page.Select, presets()
		}
	}
	return s.showForm(c, nil, p)
}

func presets() (out []page.Option) {
	for _, name := range preset.Names() {
		label := name
		if p, err := preset.Named(name); err == nil {
			label = p.Title
		}
		out = append(out, page.Option{Value: name, Label: label})
	}
	return out
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

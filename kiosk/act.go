package kiosk

// Doing an act in the browser: the form, what the public will see, and back to the desk.

import (
	"bytes"
	"context"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// actForm is GET /desk/ROUND/act/ACT. The address may give values to begin with, as in ?no=3.
func (s *Server) actForm(c *fiber.Ctx) error {
	l, d, err := s.deed(c)
	if err != nil {
		return err
	}
	if to, is := ownForms[d.name]; is {
		return c.Redirect(strings.ReplaceAll(to, "ROUND", l.ID()), fiber.StatusSeeOther)
	}
	query := sent(c.Request().URI().QueryArgs())
	f, err := s.formOf(c, l, d, query)
	if err != nil {
		return err
	}
	f.take(func(name string) (string, bool) {
		text, ok := query(name)
		return text, ok && !strings.HasPrefix(name, "second")
	})
	l.Read(func(r *catalog.Round) { f.wrong = blocked(f.lang, r, d.name, d.step) })
	if f.wrong != "" {
		c.Status(fiber.StatusConflict)
	}
	p := f.page()
	if f.hasOfficers() {
		p.Preview = s.preview(c.UserContext(), l, f)
	}
	return s.showForm(c, l, p)
}

// ownForms are where acts are done whose forms are pages of their own.
var ownForms = map[string]string{"round.create": "/desk/new", "proposal.submit": "/desk/ROUND/propose", "seminar.meet": "/desk/ROUND/seminar"}

// formOf is the form of a deed with its first values. What was typed decides what there is to tick.
func (s *Server) formOf(c *fiber.Ctx, l *catalog.Live, d deed, typed func(string) (string, bool)) (*form, error) {
	body := reflect.New(d.body).Interface()
	var sc scene
	l.Read(func(r *catalog.Round) {
		sc = sceneOf(r, d)
		if c.Method() == fiber.MethodGet {
			begin(r, body, s.Env.Now().In(Zone))
		}
	})
	var kin []page.Link
	if d.name == "person.erase" {
		text, _ := typed("no")
		no, _ := strconv.Atoi(text)
		var err error
		if sc.picks["also"], err = alike(c.UserContext(), l, no); err == nil {
			kin, err = s.others(c.UserContext(), language(c), l, no)
		}
		if err != nil {
			return nil, err
		}
	}
	if d.name == "proposal.merge" {
		text, _ := typed("no")
		no, _ := strconv.Atoi(text)
		l.Read(func(r *catalog.Round) { sc.picks["into"] = likelyFirst(language(c), r.Alike(no), no, sc.picks["into"]) })
	}
	f := newForm(d, language(c), sc, body)
	f.kin = kin
	for i := range f.slots {
		if f.slots[i].Asked {
			f.slots[i].typed = ""
		}
	}
	return f, nil
}

// showForm draws a form that answers to its own address without the query.
func (s *Server) showForm(c *fiber.Ctx, l *catalog.Live, p page.Form) error {
	p.Action = c.Path()
	f := s.frame(c, l)
	f.Path = c.Path()
	return s.render(c, f, p)
}

// posted reads the fields of a form's body, which may bring files; those of the address do not count.
func posted(c *fiber.Ctx) func(string) (string, bool) {
	form, err := c.MultipartForm()
	if err != nil {
		return sent(c.Request().PostArgs())
	}
	return func(name string) (string, bool) {
		all, ok := form.Value[name]
		return strings.Join(all, " "), ok
	}
}

// sent finds what was sent under a name; of several, as ticked boxes send, all, with spaces between.
func sent(args *fasthttp.Args) func(string) (string, bool) {
	return func(name string) (string, bool) {
		return string(bytes.Join(args.PeekMulti(name), []byte(" "))), args.Has(name)
	}
}

// doAct is POST /desk/ROUND/act/ACT. A refusal comes back on its field with all that was typed; an act that shows the
// public something is confirmed first.
func (s *Server) doAct(c *fiber.Ctx) error {
	l, d, err := s.deed(c)
	switch {
	case err != nil:
		return err
	case isJSON(c):
		return s.doJSON(c, l, d)
	}
	field := posted(c)
	f, err := s.formOf(c, l, d, field)
	if err != nil {
		return err
	}
	f.take(field)
	if edit, _ := field("edit"); edit == "yes" {
		return s.showForm(c, l, f.page())
	}
	if !f.read() {
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showForm(c, l, f.page())
	}
	if yes, _ := field("confirm"); yes != "yes" && closing(d.name) && !f.hasOfficers() {
		p := f.page()
		p.Confirm, p.Preview = true, s.preview(c.UserContext(), l, f)
		return s.showForm(c, l, p)
	}
	out, err := s.carryOut(c, l, f)
	if err != nil {
		return s.again(c, l, f, err)
	}
	return s.onward(c, l, d, out)
}

// carryOut does what a form asks for.
func (s *Server) carryOut(c *fiber.Ctx, l *catalog.Live, f *form) (done, error) {
	second := ""
	if f.hasOfficers() {
		var err error
		if second, err = s.second(c, f.typed("second"), f.typed("second_password")); err != nil {
			return done{}, err
		}
	}
	sign(f.body.Elem(), me(c).Login, second)
	return s.perform(c, l, f.deed, f.body.Interface())
}

// again shows a refused form; a failure of the machine is passed on.
func (s *Server) again(c *fiber.Ctx, l *catalog.Live, f *form, err error) error {
	status, _ := classify(err)
	if status >= 500 {
		return err
	}
	f.refuse(err)
	c.Status(status)
	p := f.page()
	if f.hasOfficers() {
		p.Preview = s.preview(c.UserContext(), l, f)
	}
	return s.showForm(c, l, p)
}

// onward leads from a form that has been done to what comes next.
func (s *Server) onward(c *fiber.Ctx, l *catalog.Live, d deed, out done) error {
	switch {
	case out.sent:
		return nil
	case out.next != "":
		return c.Redirect(out.next, fiber.StatusSeeOther)
	}
	q := url.Values{"done": {d.name}}
	if len(out.Aside) > 0 {
		var places []string
		for place := range out.Aside {
			places = append(places, strconv.Itoa(place))
		}
		slices.SortFunc(places, func(a, b string) int { return len(a)*1000 - len(b)*1000 + strings.Compare(a, b) })
		q.Set("aside", strings.Join(places, "."))
	}
	return c.Redirect("/desk/"+l.ID()+onwards[d.name]+"?"+q.Encode(), fiber.StatusSeeOther)
}

// preview is what the public will see of an act, a paragraph each.
func (s *Server) preview(ctx context.Context, l *catalog.Live, f *form) (out []string) {
	if draw := previews[f.deed.name]; draw != nil {
		l.Read(func(r *catalog.Round) { out = draw(r, f.lang, f.body.Interface()) })
	}
	if f.deed.name == "rehearsal.end" {
		out = append(out, s.soFar(ctx, l, f.lang)...)
	}
	for _, o := range f.unticked() {
		out = append(out, lang.T(f.lang, "preview.unticked", o.Label))
	}
	for i := range out {
		out[i] = showable(out[i])
	}
	return out
}

// isJSON tells whether a program sends the body.
func isJSON(c *fiber.Ctx) bool {
	return c.Method() == fiber.MethodPost && strings.HasPrefix(c.Get("Content-Type"), "application/json")
}

// codes are the scanned codes of a list, one a line; empty lines do not count.
func codes(lines []string) (out []string) {
	for _, line := range lines {
		if ballot.Tidy(line) != "" {
			out = append(out, line)
		}
	}
	return out
}

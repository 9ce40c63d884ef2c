package kiosk

// The office takes a part of the roll out for a station without network, and merges it when it comes back.

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// partForm is GET /desk/ROUND/station/STATION/part.
func (s *Server) partForm(c *fiber.Ctx) error {
	at, err := s.partOf(c)
	if err != nil {
		return err
	}
	return s.showForm(c, at.live, partPage(language(c), at, "", nil))
}

// partOf is the station of a request, for those who may take its part of the roll out.
func (s *Server) partOf(c *fiber.Ctx) (counter, error) {
	at, err := s.counterOf(c)
	switch {
	case err != nil:
		return at, err
	case !may(me(c), "roll.part"):
		return at, ErrRole
	case !at.before:
		return at, fmt.Errorf("%w: roll.part", catalog.ErrStep)
	}
	return at, nil
}

func partPage(l lang.Lang, at counter, typed string, wrong error) page.Form {
	p := page.Form{
		Title: lang.T(l, "roll.part") + " · " + at.name, Intro: lang.T(l, "roll.part.how"), Submit: lang.T(l, "roll.part.go"), Back: stationPath(at.live.ID(), at.number),
		Fields: []page.Field{{Name: "identifiers", Label: lang.T(l, "roll.part.homes"), Help: lang.T(l, "roll.part.homes.help"), Kind: page.Lines, Value: typed}},
	}
	if wrong != nil {
		p.Fields[0].Error = said(wrong, l)
	}
	return p
}

// part is POST /desk/ROUND/station/STATION/part: the file, for the station's laptop.
func (s *Server) part(c *fiber.Ctx) error {
	at, err := s.partOf(c)
	if err != nil {
		return err
	}
	typed, _ := posted(c)("identifiers")
	part, left, err := at.live.Roll().Part(c.UserContext(), at.number, filled(typed), s.Env.Random)
	if err != nil {
		status, _ := classify(err)
		if status >= 500 {
			return err
		}
		c.Status(status)
		return s.showForm(c, at.live, partPage(language(c), at, typed, err))
	}
	c.Set("X-Left-Out", strconv.Itoa(left))
	return sendFile(c, "attachment", fmt.Sprintf("%s-roll-%02d.json", at.live.ID(), at.number), part.Bytes())
}

// filled are the lines of a text that hold anything.
func filled(text string) (lines []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// mergeForm is GET /desk/ROUND/merge.
func (s *Server) mergeForm(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "roll.merge")
	if err != nil {
		return err
	}
	return s.showForm(c, l, mergePage(language(c), nil))
}

func mergePage(l lang.Lang, wrong error) page.Form {
	p := page.Form{
		Title: lang.T(l, "act.roll.merge"), Intro: lang.T(l, "act.roll.merge.how"), Submit: lang.T(l, "roll.merge.try"), Upload: true,
		Fields: []page.Field{{Name: "file", Label: lang.T(l, "roll.merge.file"), Kind: page.Upload, Required: true}},
	}
	if wrong != nil {
		p.Error = said(wrong, l)
	}
	return p
}

// merge is POST /desk/ROUND/merge: with a file, what merging it would do; with its text and a second officer, that is done.
func (s *Server) merge(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "roll.merge")
	if err != nil {
		return err
	}
	text, sure := posted(c)("part")
	if !sure {
		if text, err = uploaded(c, "file"); err != nil {
			return err
		}
	}
	p, err := ballot.ParsePart([]byte(strings.TrimSpace(text) + "\n")) // browsers send other ends of lines
	var plan ballot.Merged
	if err == nil {
		plan, err = l.Roll().Plan(c.UserContext(), p)
	}
	if err != nil {
		return s.mergeAgain(c, l, mergePage(language(c), err), err)
	}
	form := surePage(c, l, text, plan)
	if !sure {
		return s.showForm(c, l, form)
	}
	field := posted(c)
	login, _ := field("second")
	password, _ := field("second_password")
	second, err := s.second(c, login, password)
	if err == nil {
		_, err = l.Merge(c.UserContext(), me(c).Login, p, me(c).Login, second)
	}
	if err != nil {
		form.Error = said(err, language(c))
		return s.mergeAgain(c, l, form, err)
	}
	return c.Redirect("/desk/"+l.ID()+"/stations?done=roll.merge", fiber.StatusSeeOther)
}

// mergeAgain shows a refused form; a failure of the machine is passed on.
func (s *Server) mergeAgain(c *fiber.Ctx, l *catalog.Live, p page.Form, err error) error {
	status, _ := classify(err)
	if status >= 500 {
		return err
	}
	c.Status(status)
	return s.showForm(c, l, p)
}

// surePage tells what a merge would do, before two officers do it.
func surePage(c *fiber.Ctx, live *catalog.Live, text string, plan ballot.Merged) page.Form {
	l := language(c)
	p := page.Form{Title: lang.T(l, "act.roll.merge"), Back: "/desk/" + live.ID() + "/merge", Submit: lang.T(l, "act.roll.merge"), Fields: []page.Field{
		{Name: "part", Kind: page.Hidden, Value: text},
		{Name: "second", Label: lang.T(l, "field.second"), Help: lang.T(l, "field.second.help"), Kind: page.Text, Required: true},
		{Name: "second_password", Label: lang.T(l, "field.second_password"), Kind: page.Password, Required: true},
	}}
	var accepted, rejected int
	for _, e := range plan.Envelopes {
		key := "roll.merge.closed"
		if e.Accepted {
			key = "roll.merge.opened"
			accepted++
		} else {
			rejected++
		}
		p.Preview = append(p.Preview, lang.T(l, key, catalog.EnvelopeCode(e.Station, e.Number)))
	}
	name := strconv.Itoa(plan.Station)
	live.Read(func(r *catalog.Round) {
		if st := r.Stations[plan.Station]; st != nil {
			name += " " + st.Name
		}
	})
	head := []string{lang.T(l, "roll.merge.plan", name, plan.People, accepted, rejected, plan.Waiting)}
	if plan.Double > 0 {
		head = append(head, lang.T(l, "roll.merge.double", plan.Double))
	}
	if plan.Before {
		head = append(head, lang.T(l, "roll.merge.before"))
	}
	p.Preview = append(head, p.Preview...)
	return p
}

// uploaded is the text of a file in the body.
func uploaded(c *fiber.Ctx, name string) (string, error) {
	head, err := c.FormFile(name)
	if err != nil {
		return "", fmt.Errorf("%w: %v", ErrForm, err)
	}
	raw, err := contents(head)
	return string(raw), err
}

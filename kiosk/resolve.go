package kiosk

// The staff's table of the council's votes: a row a project, all entered at once or none.

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// councilForm is GET /desk/ROUND/council.
func (s *Server) councilForm(c *fiber.Ctx) error {
	l, err := s.resolving(c)
	if err != nil {
		return err
	}
	return s.showResolve(c, l, resolveView(c, l))
}

// resolving is the round of a request, which must be one that the council decides, for who may enter its votes.
func (s *Server) resolving(c *fiber.Ctx) (*catalog.Live, error) {
	l, err := s.roundFor(c, "council.vote")
	if err != nil {
		return nil, err
	}
	l.Read(func(r *catalog.Round) {
		if err = r.Suits("council.vote"); err == nil && r.Library == nil {
			err = catalog.ErrNoLibrary
		}
	})
	return l, err
}

func (s *Server) showResolve(c *fiber.Ctx, l *catalog.Live, v page.Resolve) error {
	f := s.frame(c, l)
	f.Path, f.Flash = c.Path(), flash(c)
	return s.render(c, f, v)
}

// resolveView is the table as it stands.
func resolveView(c *fiber.Ctx, l *catalog.Live) (v page.Resolve) {
	lg := language(c)
	l.Read(func(r *catalog.Round) {
		desk, open := "/desk/"+r.ID, r.Steps[4].IsOpen()
		if r.Council.Sitting() != nil && open {
			x := sittingView(lg, r, len(r.Council.Sittings))
			v.Sitting = &x
		} else if open && may(me(c), "council.meet") {
			v.Meet = desk + "/act/council.meet"
		}
		if open && len(r.Undecided()) == 0 && may(me(c), "council.close") {
			v.Close = desk + "/act/council.close"
		}
		for _, p := range r.Library.Projects {
			if p.Withdrawn == "" {
				v.Rows = append(v.Rows, resolveRow(lg, r, p, v.Sitting, open))
			}
		}
	})
	return v
}

func resolveRow(l lang.Lang, r *catalog.Round, p *catalog.Project, s *page.Sitting, open bool) page.ResolveRow {
	row := page.ResolveRow{Number: p.Number, Name: p.Title, Cost: p.Cost, Said: councilSaid(l, r, p.Number)}
	v := r.Council.Votes[p.Number]
	if v == nil {
		return row
	}
	row.Done = s != nil && v.Sitting == s.Number
	if open {
		n := v.N
		for c, ok := r.Corrected(n); ok; c, ok = r.Corrected(n) {
			n = c.By
		}
		row.Correct = "/desk/" + r.ID + "/correct/" + strconv.FormatInt(n, 10)
	}
	return row
}

// enterVotes is POST /desk/ROUND/council.
func (s *Server) enterVotes(c *fiber.Ctx) error {
	l, err := s.resolving(c)
	if err != nil {
		return err
	}
	v, lg := resolveView(c, l), language(c)
	acts, ok := readVotes(&v, posted(c), lg)
	switch {
	case v.Sitting == nil:
		return s.resolveAgain(c, l, v, fiber.StatusConflict, "")
	case !ok:
		return s.resolveAgain(c, l, v, fiber.StatusUnprocessableEntity, "")
	case len(acts) == 0:
		return s.resolveAgain(c, l, v, fiber.StatusUnprocessableEntity, lang.T(lg, "council.enter.none"))
	}
	if _, err = l.Do(c.UserContext(), me(c).Login, acts...); err != nil {
		status, _ := classify(err)
		if status >= 500 {
			return err
		}
		return s.resolveAgain(c, l, v, status, said(err, lg))
	}
	return c.Redirect(c.Path()+"?done=council.vote", fiber.StatusSeeOther)
}

func (s *Server) resolveAgain(c *fiber.Ctx, l *catalog.Live, v page.Resolve, status int, why string) error {
	v.Error = why
	c.Status(status)
	return s.showResolve(c, l, v)
}

// readVotes takes the rows that are filled in. One that cannot be read, or does not add up, says why.
func readVotes(v *page.Resolve, typed func(string) (string, bool), l lang.Lang) (acts []catalog.Act, ok bool) {
	ok = true
	for i := range v.Rows {
		row := &v.Rows[i]
		if row.Done || v.Sitting == nil {
			continue
		}
		a := &catalog.Resolve{Project: row.Number}
		filled, err := takeRow(row, typed, a)
		if !filled {
			continue
		}
		if err == nil {
			err = a.Adds(v.Sitting.Present)
		}
		if err != nil {
			row.Error, ok = said(err, l), false
		}
		acts = append(acts, a)
	}
	return acts, ok
}

// takeRow reads the fields of a row into an act; filled tells whether anything was typed.
func takeRow(row *page.ResolveRow, typed func(string) (string, bool), a *catalog.Resolve) (filled bool, err error) {
	for _, x := range []struct {
		name  string
		typed *string
		into  *int
	}{{"yes", &row.Yes, &a.Yes}, {"no", &row.No, &a.No}, {"abstain", &row.Abstain, &a.Abstain}, {"recused", &row.Recused, nil}} {
		text, _ := typed(x.name + "-" + strconv.Itoa(row.Number))
		text = strings.TrimSpace(text)
		*x.typed = showable(text)
		if text == "" {
			continue
		}
		filled = true
		if x.into == nil {
			a.Recused = listedNames(text)
			continue
		}
		n, wrong := wholeNumber(text)
		if *x.into = int(n); err == nil {
			err = wrong
		}
	}
	return filled, err
}

// listedNames are names with commas between them.
func listedNames(text string) (names []string) {
	for _, name := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("、,，;；\n", r) }) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

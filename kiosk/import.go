package kiosk

// Proposals entered from a list: first looked through, then entered, all of them or none.

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/intake"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/workbook"
)

// importRoutes are the pages of the import.
func (s *Server) importRoutes(desk fiber.Router) {
	desk.Get("/:round/import", s.importForm)
	desk.Post("/:round/import", s.importTry)
	desk.Get("/:round/import/:name", s.importTemplate)
	desk.Post("/:round/import/:token", s.importAll)
	desk.Get("/:round/slips/:range", s.slips)
	desk.Get("/:round/seminar", s.seminarForm)
	desk.Post("/:round/seminar", s.enterSeminar)
}

// importing finds the round of an import, which is open to whom the duties let hand in for others, while proposals are
// collected.
func (s *Server) importing(c *fiber.Ctx) (*catalog.Live, error) {
	l, err := s.roundFor(c, "proposal.submit")
	if err != nil {
		return nil, err
	}
	open := false
	l.Read(func(r *catalog.Round) { open = r.Steps[2].IsOpen() })
	if !open {
		return nil, ErrCollection
	}
	return l, nil
}

// showImport draws the page with what a list may have.
func (s *Server) showImport(c *fiber.Ctx, l *catalog.Live, v page.Import) error {
	if wantsJSON(c) {
		return c.JSON(v)
	}
	f := s.frame(c, l)
	f.Path = "/desk/" + l.ID() + "/import"
	v.Most, v.Columns = catalog.MaxHandings, importColumns(language(c), intake.Columns)
	v.Templates = templates(language(c), f.Path, "proposals")
	return s.render(c, f, v)
}

// importForm is GET /desk/ROUND/import; after an import, with ?from= and ?to=, what was entered.
func (s *Server) importForm(c *fiber.Ctx) error {
	if c.Query("from") != "" {
		return s.importDone(c)
	}
	l, err := s.importing(c)
	if err != nil {
		return err
	}
	return s.showImport(c, l, page.Import{})
}

// importDone tells what was entered, which stays true after the end of the collection.
func (s *Server) importDone(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "proposal.submit")
	if err != nil {
		return err
	}
	from, to, err := span(l, c.Query("from")+"-"+c.Query("to"))
	if err != nil {
		return err
	}
	return s.showImport(c, l, importedView(l, from, to))
}

// importTry is POST /desk/ROUND/import: the dry run. Nothing is entered; a list without a fault is kept to be confirmed.
func (s *Server) importTry(c *fiber.Ctx) error {
	l, err := s.importing(c)
	if err != nil {
		return err
	}
	name, raw, err := sentFile(c)
	if err != nil {
		return err
	}
	file, err := workbook.Read(raw)
	if err != nil {
		if wantsJSON(c) {
			return err
		}
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showImport(c, l, page.Import{File: name, Error: said(err, language(c))})
	}
	var list *intake.List
	today := s.today()
	l.Read(func(r *catalog.Round) { list = intake.Read(file, rulesOf(r, today)) })
	u := upload{round: l.ID(), login: me(c).Login, file: name, list: list}
	if list.Whole() {
		for i := range list.Rows {
			if list.Rows[i].Proposal.Slip, err = ballot.NewSlip(s.Env.Random); err != nil {
				return err
			}
		}
		err = s.await(&u)
	} else {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return s.showImport(c, l, importView(language(c), l, u))
}

// rulesOf are what a list of proposals has to keep to on that day.
func rulesOf(r *catalog.Round, today string) intake.Rules {
	return intake.Rules{May: r.Scheme.MayPropose, When: func(date string) error {
		if date > today {
			return catalog.ErrAhead
		}
		return r.Scheme.InWindow(cmp.Or(date, today))
	}}
}

// sentFile is the file of a form, with its name.
func sentFile(c *fiber.Ctx) (name string, raw []byte, err error) {
	text, err := uploaded(c, "file")
	if err != nil {
		return "", nil, err
	}
	head, err := c.FormFile("file")
	if err != nil {
		return "", nil, fmt.Errorf("%w: %v", ErrForm, err)
	}
	return clip(showable(head.Filename), 80), []byte(text), nil
}

// importAll is POST /desk/ROUND/import/TOKEN: enters the list as it was shown. Sent twice, it is entered once.
func (s *Server) importAll(c *fiber.Ctx) error {
	l, err := s.importing(c)
	if err != nil {
		return err
	}
	u, ok := s.uploads.find(c.Params("token"), l.ID(), me(c).Login, s.Env.Now())
	if !ok || u.list == nil {
		return s.importRefused(c, l, page.Import{}, ErrUpload)
	}
	all := u.list.Handings()
	field, _ := posted(c)("again")
	if _, err = l.SubmitAll(c.UserContext(), me(c).Login, all, field == "yes"); entered(l, all) {
		err = nil // now, or by the same form a moment ago
	}
	switch {
	case errors.Is(err, catalog.ErrStep):
		return ErrCollection
	case errors.Is(err, catalog.ErrTwin):
		v := importView(language(c), l, u)
		v.Untold = true
		return s.importRefused(c, l, v, err)
	case err != nil:
		return err
	}
	from, to := spanOf(l, all)
	if wantsJSON(c) {
		return c.JSON(importedView(l, from, to))
	}
	return c.Redirect("/desk/"+l.ID()+"/import?"+url.Values{"from": {strconv.Itoa(from)}, "to": {strconv.Itoa(to)}}.Encode(), fiber.StatusSeeOther)
}

// importRefused shows the page again with why nothing was entered.
func (s *Server) importRefused(c *fiber.Ctx, l *catalog.Live, v page.Import, err error) error {
	if wantsJSON(c) {
		return err
	}
	status, _ := classify(err)
	c.Status(status)
	if !v.Untold {
		v.Error = said(err, language(c))
	}
	return s.showImport(c, l, v)
}

// entered tells whether these very proposals have been entered, by their slips.
func entered(l *catalog.Live, all []catalog.Handing) bool {
	from, _ := spanOf(l, all)
	return from > 0
}

// spanOf are the numbers of the first and the last of a list that was entered; 0 if it was not.
func spanOf(l *catalog.Live, all []catalog.Handing) (from, to int) {
	l.Read(func(r *catalog.Round) {
		a, b := r.BySlip(all[0].Proposal.Slip), r.BySlip(all[len(all)-1].Proposal.Slip)
		if a != nil && b != nil {
			from, to = a.No, b.No
		}
	})
	return from, to
}

// importTemplate is GET /desk/ROUND/import/proposals.xlsx and .csv.
func (s *Server) importTemplate(c *fiber.Ctx) error {
	if _, err := s.importing(c); err != nil {
		return err
	}
	return sendTemplate(c, "proposals", intake.Template())
}

// sendTemplate answers an empty list under the name in the address, whose end is .xlsx or .csv.
func sendTemplate(c *fiber.Ctx, base string, list workbook.Table) error {
	var b bytes.Buffer
	write, name := list.WriteXLSX, c.Params("name")
	switch name {
	case base + ".csv":
		write = list.WriteCSV
	case base + ".xlsx":
	default:
		return fiber.ErrNotFound
	}
	if err := write(&b); err != nil {
		return err
	}
	return sendFile(c, "attachment", name, b.Bytes())
}

// templates are the links to the empty lists below an import's page.
func templates(lg lang.Lang, importPath, base string) []page.Link {
	label := lang.T(lg, "import.template")
	return []page.Link{{Label: label, Href: importPath + "/" + base + ".xlsx", Note: "xlsx"}, {Label: label, Href: importPath + "/" + base + ".csv", Note: "CSV"}}
}

package kiosk

// Needs entered from a list: first looked through, then entered, all of them or none.

import (
	"slices"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/intake"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/workbook"
)

// showNeedImport draws the page with what a list may have; needs are entered at any time.
func (s *Server) showNeedImport(c *fiber.Ctx, l *catalog.Live, v page.NeedImport) error {
	if wantsJSON(c) {
		return c.JSON(v)
	}
	f := s.frame(c, l)
	f.Path = "/desk/" + l.ID() + "/needs/import"
	v.Most, v.Columns = intake.MaxNeeds, importColumns(language(c), intake.NeedColumns)
	v.Templates = templates(language(c), f.Path, "needs")
	return s.render(c, f, v)
}

// needImportForm is GET /desk/ROUND/needs/import; with ?entered= after an import.
func (s *Server) needImportForm(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "need.add")
	if err != nil {
		return err
	}
	return s.showNeedImport(c, l, page.NeedImport{Done: max(0, c.QueryInt("entered"))})
}

// needImportTry is POST /desk/ROUND/needs/import: the dry run. A list without a fault is kept to be confirmed.
func (s *Server) needImportTry(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "need.add")
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
		return s.showNeedImport(c, l, page.NeedImport{File: name, Error: said(err, language(c))})
	}
	u := upload{round: l.ID(), login: me(c).Login, file: name, needs: intake.ReadNeeds(file)}
	if u.needs.Whole() {
		err = s.await(&u)
	} else {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return s.showNeedImport(c, l, needImportView(language(c), u))
}

// needImportView is what a list says and what is wrong with it.
func needImportView(l lang.Lang, u upload) page.NeedImport {
	v := page.NeedImport{File: u.file, Encoding: u.needs.Kind, Token: u.token, Count: len(u.needs.Needs)}
	for _, head := range u.needs.Unread {
		v.Unread = append(v.Unread, showable(head))
	}
	v.Faults, v.More = faultsView(l, u.needs.Faults)
	for i, x := range u.needs.Needs[:min(len(u.needs.Needs), rowsShown)] {
		v.Lines = append(v.Lines, page.NeedLine{No: u.needs.Rows[i], Text: x.Text, Place: x.Place, Kind: lang.T(l, "kind."+x.Kind), Source: lang.T(l, "choice."+x.Source), Date: day(x.Date)})
	}
	return v
}

// needImportAll is POST /desk/ROUND/needs/import/TOKEN: enters the list as it was shown, once.
func (s *Server) needImportAll(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "need.add")
	if err != nil {
		return err
	}
	n := 0
	ok, err := s.uploads.once(c.Params("token"), l.ID(), me(c).Login, s.Env.Now(), func(u upload) error {
		if u.needs == nil {
			return ErrUpload
		}
		var acts []catalog.Act
		for part := range slices.Chunk(u.needs.Needs, catalog.MaxNeeds) {
			acts = append(acts, &catalog.ListNeeds{Needs: part})
		}
		n = len(u.needs.Needs)
		_, err := l.Do(c.UserContext(), me(c).Login, acts...)
		return err
	})
	switch {
	case err != nil:
		return err
	case !ok:
		return ErrUpload
	case n == 0: // the same form a moment ago
		return c.Redirect("/desk/"+l.ID()+"/needs", fiber.StatusSeeOther)
	}
	if wantsJSON(c) {
		return c.JSON(page.NeedImport{Done: n})
	}
	return c.Redirect(setting("/desk/"+l.ID()+"/needs/import", "entered", lang.Int(int64(n))), fiber.StatusSeeOther)
}

// needTemplate is GET /desk/ROUND/needs/import/needs.xlsx and .csv.
func (s *Server) needTemplate(c *fiber.Ctx) error {
	if _, err := s.roundFor(c, "need.add"); err != nil {
		return err
	}
	return sendTemplate(c, "needs", intake.NeedTemplate())
}

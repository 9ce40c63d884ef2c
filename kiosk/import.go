package kiosk

// Proposals entered from a list: first looked through, then entered, all of them or none.

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"

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
}

// importing finds the round of an import, which is open to whom the duties let hand in for others, while proposals are
// collected.
func (s *Server) importing(c *fiber.Ctx) (*catalog.Live, error) {
	l, err := s.round(c)
	switch {
	case err != nil:
		return nil, err
	case !may(me(c), "proposal.submit"):
		return nil, ErrRole
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
	base := "/desk/" + l.ID() + "/import/"
	v.Most, v.Columns = catalog.MaxHandings, importColumns(language(c))
	v.Templates = []page.Link{{Label: lang.T(language(c), "import.template"), Href: base + "proposals.xlsx", Note: "xlsx"}, {Label: lang.T(language(c), "import.template"), Href: base + "proposals.csv", Note: "CSV"}}
	f := s.frame(c, l)
	f.Path = "/desk/" + l.ID() + "/import"
	return s.render(c, f, v)
}

func importColumns(l lang.Lang) (out []page.ImportColumn) {
	for _, x := range intake.Columns {
		col := page.ImportColumn{Head: x.Heads[0], Must: x.Must}
		if key := "import.how." + x.Field; lang.Has(key) {
			col.How = lang.T(l, key)
		}
		if words := x.Words(); words != "" {
			col.How = lang.T(l, "import.how.words", words) + col.How
		}
		out = append(out, col)
	}
	return out
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
	l, err := s.round(c)
	switch {
	case err != nil:
		return err
	case !may(me(c), "proposal.submit"):
		return ErrRole
	}
	from, to, err := span(l, c.Query("from")+"-"+c.Query("to"))
	if err != nil {
		return err
	}
	desk := "/desk/" + l.ID()
	return s.showImport(c, l, page.Import{
		Done: to - from + 1, From: proposalCode(from), To: proposalCode(to), List: desk + "/proposals",
		Print: fmt.Sprintf("%s/slips/%d-%d.pdf", desk, from, to),
	})
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
	l.Read(func(r *catalog.Round) { list = intake.Read(file, r.Scheme.MayPropose) })
	u := upload{round: l.ID(), login: me(c).Login, file: name, list: list}
	if list.Whole() {
		for i := range list.Rows {
			if list.Rows[i].Proposal.Slip, err = ballot.NewSlip(s.Env.Random); err != nil {
				return err
			}
		}
		if u.token, err = ballot.NewSlip(s.Env.Random); err != nil {
			return err
		}
		s.uploads.keep(u, s.Env.Now())
	} else {
		c.Status(fiber.StatusUnprocessableEntity)
	}
	return s.showImport(c, l, importView(language(c), l, u))
}

// sentFile is the file of a form.
func sentFile(c *fiber.Ctx) (name string, raw []byte, err error) {
	head, err := c.FormFile("file")
	if err != nil {
		return "", nil, fmt.Errorf("%w: file", ErrForm)
	}
	raw, err = whole(head)
	return clip(showable(head.Filename), 80), raw, err
}

func whole(head *multipart.FileHeader) (raw []byte, err error) {
	f, err := head.Open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(io.LimitReader(f, workbook.MaxBytes+1))
}

// importAll is POST /desk/ROUND/import/TOKEN: enters the list as it was shown. Sent twice, it is entered once.
func (s *Server) importAll(c *fiber.Ctx) error {
	l, err := s.importing(c)
	if err != nil {
		return err
	}
	u, ok := s.uploads.find(c.Params("token"), l.ID(), me(c).Login, s.Env.Now())
	if !ok {
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
		return c.JSON(fiber.Map{"from": from, "to": to})
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
	var b bytes.Buffer
	name := c.Params("name")
	write := intake.Template().WriteXLSX
	switch name {
	case "proposals.csv":
		write = intake.Template().WriteCSV
	case "proposals.xlsx":
	default:
		return fiber.ErrNotFound
	}
	if err := write(&b); err != nil {
		return err
	}
	return sendFile(c, "attachment", name, b.Bytes())
}

// maxFaults is how many faults a page shows.
const maxFaults = 100

// importView is what a list says and what is wrong with it.
func importView(lg lang.Lang, l *catalog.Live, u upload) page.Import {
	v := page.Import{File: u.file, Encoding: u.list.Kind, Token: u.token}
	for _, head := range u.list.Unread {
		v.Unread = append(v.Unread, showable(head))
	}
	for i, f := range u.list.Faults {
		if i == maxFaults {
			v.More = len(u.list.Faults) - i
			break
		}
		v.Faults = append(v.Faults, page.ImportFault{Cell: f.Cell(), Head: showable(f.Head), Reason: said(f.Err, lg)})
	}
	var all []catalog.Submit
	for _, r := range u.list.Rows {
		v.Rows, all = append(v.Rows, importRow(lg, r)), append(all, r.Proposal)
	}
	var twins map[int]int
	l.Read(func(r *catalog.Round) { twins = r.Twins(all) })
	v.Twins = len(twins)
	for i, no := range twins {
		v.Rows[i].Twin = lang.T(lg, "import.twin.row")
		if no > 0 {
			v.Rows[i].Twin = lang.T(lg, "import.twin", proposalCode(no))
		}
	}
	return v
}

func importRow(l lang.Lang, r intake.Row) page.ImportRow {
	p := r.Proposal
	return page.ImportRow{
		Row: r.N, Title: p.Title, Place: p.Place, Kind: lang.T(l, "kind."+p.Kind), Text: p.Text, Benefits: p.Benefits, Cost: p.Cost, About: r.About,
		Name: r.Person.Name, Phone: r.Person.Phone, Consent: r.Person.Consent, From: lang.T(l, "choice."+p.From),
	}
}

// span reads a range of proposals, as in 12-40, that are all there.
func span(l *catalog.Live, text string) (from, to int, err error) {
	a, b, _ := strings.Cut(text, "-")
	from, errA := strconv.Atoi(a)
	to, errB := strconv.Atoi(b)
	ok := false
	l.Read(func(r *catalog.Round) { ok = r.Proposal(from) != nil && r.Proposal(to) != nil && from <= to })
	if errA != nil || errB != nil || !ok {
		return 0, 0, fmt.Errorf("%w: %s", catalog.ErrNoSuch, clip(text, 20))
	}
	return from, to, nil
}

package kiosk

// Ledgers as pages and as files: the same rows, by the same filters in the address.

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/workbook"
)

// rowsShown is how many rows a page of a ledger has.
const rowsShown = 200

// FileKinds are the kinds of file that a table can be written as, by the end of the name.
var FileKinds = []string{"xlsx", "csv", "json"}

// ErrFileKind: a file of another kind was asked for.
var ErrFileKind = fmt.Errorf("%w: xlsx, csv, json", ErrListing)

// WriteTable writes a table as a kind of file, or fails with [ErrFileKind].
func WriteTable(w io.Writer, kind string, t workbook.Table) error {
	switch kind {
	case "xlsx":
		return t.WriteXLSX(w)
	case "csv":
		return t.WriteCSV(w)
	case "json":
		return t.WriteJSON(w)
	}
	return fmt.Errorf("%w: %q", ErrFileKind, kind)
}

// ledgersBase is where the ledgers of a round are for the one who asks.
func ledgersBase(c *fiber.Ctx, id string) string {
	if _, staff := c.Locals("staff").(Member); staff {
		return "/desk/" + id + "/ledgers"
	}
	return "/r/" + id + "/ledgers"
}

// ledgers is GET /r/ROUND/ledgers and /desk/ROUND/ledgers: all lists.
func (s *Server) ledgers(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	var v page.Ledgers
	l.Read(func(r *catalog.Round) { v.Lists = ledgerLinks(c, r) })
	return s.render(c, s.frame(c, l), v)
}

// routed are the lists of one way of deciding, and an act of it.
var routed = map[string]string{"stations": "station.set", "shifts": "station.duty", "council": "council.meet"}

func ledgerLinks(c *fiber.Ctx, r *catalog.Round) (links []page.Link) {
	_, staff := c.Locals("staff").(Member)
	for _, x := range Listings {
		if (x.Public || staff) && r.Suits(routed[x.Name]) == nil {
			links = append(links, page.Link{Label: lang.T(language(c), "ledgers."+x.Name), Href: ledgersBase(c, r.ID) + "/" + x.Name})
		}
	}
	return links
}

// ledgerFiles are a list as files, with the filters of an address.
func ledgerFiles(l lang.Lang, base, query string) (links []page.Link) {
	for _, kind := range FileKinds {
		links = append(links, page.Link{Label: lang.T(l, "ledgers.file."+kind), Href: base + "." + kind + query})
	}
	return links
}

// exportsOf are whole lists as files, and where each can be filtered.
func exportsOf(c *fiber.Ctx, id string, names ...string) (links []page.Link) {
	l := language(c)
	for _, name := range names {
		base, label := ledgersBase(c, id)+"/"+name, lang.T(l, "ledgers."+name)
		for _, x := range ledgerFiles(l, base, "") {
			links = append(links, page.Link{Label: label, Href: x.Href, Note: x.Label})
		}
		links = append(links, page.Link{Label: lang.T(l, "ledgers.sift.link", label), Href: base})
	}
	return links
}

// asked is which list a request asks for, and as what file; empty is a page.
func asked(c *fiber.Ctx) (a Asked, kind string) {
	a.Name, kind, _ = strings.Cut(c.Params("name"), ".")
	m, staff := c.Locals("staff").(Member)
	a.Lang, a.Staff, a.People, a.Where = language(c), staff, staff && may(m, "proposal.people"), map[string]string{}
	if x, err := listing(a.Name, staff); err == nil {
		a.Where = wanted(c, x.Filters())
	}
	if kind == "" && wantsJSON(c) {
		kind = "json"
	}
	return a, kind
}

// wanted are the filters in an address.
func wanted(c *fiber.Ctx, names []string) map[string]string {
	where := map[string]string{}
	for _, name := range names {
		if value := strings.TrimSpace(c.Query(name)); value != "" {
			where[name] = strings.ToValidUTF8(value, "\ufffd")
		}
	}
	return where
}

// query is the filters as an address has them.
func query(where map[string]string) string {
	q := url.Values{}
	for name, value := range where {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// ledgerList is GET /r/ROUND/ledgers/NAME and /desk/ROUND/ledgers/NAME; with .xlsx, .csv or .json at its end, the file.
func (s *Server) ledgerList(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	a, kind := asked(c)
	t, err := LedgerTable(c.UserContext(), l, a)
	if err != nil {
		return err
	}
	if kind != "" {
		return s.sendTable(c, l.ID()+"-"+a.Name, kind, t)
	}
	base := ledgersBase(c, l.ID()) + "/" + a.Name
	v := tableView(c, t, base, a.Where)
	x, _ := listing(a.Name, a.Staff)
	v.Fields = x.fields(a)
	l.Read(func(r *catalog.Round) { v.Lists = ledgerLinks(c, r) })
	return s.render(c, s.frame(c, l), v)
}

// sendTable answers a table as a file.
func (s *Server) sendTable(c *fiber.Ctx, name, kind string, t workbook.Table) error {
	var b bytes.Buffer
	if err := WriteTable(&b, kind, t); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", name+"."+kind))
	switch kind {
	case "xlsx":
		c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	case "csv":
		c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	default:
		c.Type("json", "utf-8")
	}
	return c.Send(b.Bytes())
}

// tableView is a page of a table.
func tableView(c *fiber.Ctx, t workbook.Table, base string, where map[string]string) page.Ledgers {
	v := page.Ledgers{Title: t.Title, Base: base, Count: len(t.Rows), Files: ledgerFiles(language(c), base, query(where))}
	for _, col := range t.Columns {
		v.Heads = append(v.Heads, page.Head{Text: col.Title, Number: col.Kind == workbook.Number || col.Kind == workbook.Money})
	}
	last := max(0, (len(t.Rows)-1)/rowsShown)
	n := min(max(c.QueryInt("page", 1)-1, 0), last)
	for _, row := range t.Rows[min(n*rowsShown, len(t.Rows)):min((n+1)*rowsShown, len(t.Rows))] {
		v.Rows = append(v.Rows, shownRow(t, row))
	}
	at := func(n int) string { return setting(base+query(where), "page", strconv.Itoa(n+1)) }
	if n > 0 {
		v.Newer = []page.Link{{Label: "ledgers.before", Href: at(n - 1)}}
	}
	if n < last {
		v.Older = []page.Link{{Label: "ledgers.after", Href: at(n + 1)}}
	}
	return v
}

// setting is an address with one more value.
func setting(address, name, value string) string {
	sign := "?"
	if strings.Contains(address, "?") {
		sign = "&"
	}
	return address + sign + name + "=" + url.QueryEscape(value)
}

// shownRow is a row as a page shows it.
func shownRow(t workbook.Table, row []any) (cells []string) {
	for i, col := range t.Columns {
		text := ""
		switch v := row[i].(type) {
		case string:
			text = v
		case int64:
			if text = lang.Int(v); col.Kind == workbook.Money {
				text = lang.Yuan(v)
			}
		}
		cells = append(cells, text)
	}
	return cells
}

// fields are the filters as a form.
func (x Listing) fields(a Asked) (fields []page.Field) {
	for _, name := range x.Filters() {
		f := page.Field{Name: name, Kind: page.Text, Value: a.Where[name], Max: 60}
		switch name {
		case "since", "until":
			f.Kind, f.Max = page.Date, 0
			fallthrough
		case "q":
			f.Label = lang.T(a.Lang, "ledgers.by."+name)
		}
		for _, col := range x.columns {
			if col.key != name {
				continue
			}
			f.Label = x.head(a.Lang, col)
			if col.of != nil {
				f.Kind, f.Max, f.Blank = page.Select, 0, lang.T(a.Lang, "field.any")
			}
			for _, code := range col.of {
				f.Options = append(f.Options, page.Option{Value: code, Label: lang.T(a.Lang, col.words+"."+code)})
			}
		}
		fields = append(fields, f)
	}
	return fields
}

// ledgerRoutes are the ledgers behind a base, as /r or /desk.
func (s *Server) ledgerRoutes(r fiber.Router, base string) {
	r.Get(base+"/:round/ledgers", s.ledgers)
	r.Get(base+"/:round/ledgers/:name", s.ledgerList)
}

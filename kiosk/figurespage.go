package kiosk

// The programme's figures at the desk: over all rounds of the store, for the office.

import (
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/workbook"
)

const figuresPath = "/desk/figures"

// figures is GET /desk/figures: all reports.
func (s *Server) figures(c *fiber.Ctx) error {
	if !may(me(c), "round.create") {
		return ErrRole
	}
	return s.render(c, s.frame(c, nil), page.Ledgers{Lists: reportLinks(language(c))})
}

func reportLinks(l lang.Lang) (links []page.Link) {
	for _, r := range Reports {
		links = append(links, page.Link{Label: lang.T(l, "figures."+r.Name), Href: figuresPath + "/" + r.Name})
	}
	return links
}

// report is GET /desk/figures/NAME; with .xlsx, .csv or .json at its end the file, bulletin.pdf the bulletin to print.
func (s *Server) report(c *fiber.Ctx) error {
	if !may(me(c), "round.create") {
		return ErrRole
	}
	name, kind, _ := strings.Cut(c.Params("name"), ".")
	r, err := ReportNamed(name)
	if err != nil {
		return err
	}
	all, err := catalog.Gather(c.UserContext(), s.Env, s.rounds.opened)
	if err != nil {
		return err
	}
	where := wanted(c, r.Filters)
	if r.Name == "bulletin" && where["month"] == "" {
		now := s.Env.Now().In(Zone)
		where["month"] = now.AddDate(0, 0, -now.Day()).Format("2006-01") // the last that is over
	}
	if r.Name == "bulletin" && kind == "pdf" {
		b, err := Bulletin(all, where["month"], where["street"])
		switch {
		case err != nil:
			return err
		case len(b.Lines) == 0:
			return fmt.Errorf("%w: %s", ErrListing, where["month"])
		}
		return s.sendPaper(c, "bulletin", "bulletin-"+where["month"]+".pdf", b.Print)
	}
	t, err := r.Table(language(c), all, where)
	if err != nil {
		return err
	}
	if kind == "" && wantsJSON(c) {
		kind = "json"
	}
	if kind != "" {
		return s.sendTable(c, r.Name, kind, t)
	}
	return s.render(c, s.frame(c, nil), r.view(c, t, where))
}

// view is a page of a report. What all rows give together stays below them on every page.
func (r Report) view(c *fiber.Ctx, t workbook.Table, where map[string]string) page.Ledgers {
	l, base := language(c), figuresPath+"/"+r.Name
	var total []any
	if n := len(t.Rows); n > 0 {
		total, t.Rows = t.Rows[n-1], t.Rows[:n-1]
	}
	v := tableView(c, t, base, where)
	v.Lists = reportLinks(l)
	if total != nil {
		v.Total = shownRow(t, total)
	}
	for _, name := range r.Filters {
		f := page.Field{Name: name, Kind: page.Text, Value: where[name], Max: 40, Label: lang.T(l, "figures."+name)}
		switch help := "figures." + name + ".help"; {
		case name == "kind":
			f.Kind, f.Max, f.Blank = page.Select, 0, lang.T(l, "field.any")
			for _, code := range kindCodes {
				f.Options = append(f.Options, page.Option{Value: code, Label: lang.T(l, "kind."+code)})
			}
		case lang.Has(help):
			f.Help = lang.T(l, help)
		}
		v.Fields = append(v.Fields, f)
	}
	if r.Name == "bulletin" && total != nil {
		v.Papers = []page.Link{{Label: lang.T(l, "figures.bulletin"), Href: base + ".pdf" + query(where), Note: "PDF"}}
	}
	return v
}

package kiosk

// The model-project library: finished projects that others may learn from, of all rounds of the store.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/workbook"
)

const modelsShown = 24 // on a page

var modelListings = []Listing{{
	Name: "models", Public: true, rows: inRound(func(r *catalog.Round, v *listed) {
		for _, x := range modelsOf(r) {
			v.add(modelCells(r, x)...)
		}
	}),
	columns: modelColumns,
}}

var modelColumns = []column{colProject, colTitle, colPlace, colKind, {key: "community", width: 16, find: true}, {key: "year", kind: workbook.Number, width: 8}, {key: "cost", kind: workbook.Money},
	{key: "satisfied", width: 10}, tallied("surveyed"), {key: "why", width: 40}}

// modelsOf are the model projects of a round, by number.
func modelsOf(r *catalog.Round) (out []*catalog.Project) {
	for n := range r.Models {
		if p := r.Project(n); p != nil {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b *catalog.Project) int { return a.Number - b.Number })
	return out
}

func modelCells(r *catalog.Round, p *catalog.Project) []any {
	e := r.Works[p.Number].Evaluation
	return []any{int64(p.Number), p.Title, p.Place, p.Kind, r.Scheme.Community, int64(r.Scheme.Year), p.Cost, satisfied(e), int64(e.Surveyed()), r.Models[p.Number].Why}
}

// satisfied is the share of those asked who chose one of the first two marks.
func satisfied(e *catalog.Evaluate) string {
	return fmt.Sprintf("%d.%d%%", e.Satisfied()/10, e.Satisfied()%10)
}

func modelLine(l lang.Lang, r *catalog.Round, p *catalog.Project) page.ModelLine {
	e := r.Works[p.Number].Evaluation
	return page.ModelLine{
		Project: pictured(l, r, p), Round: r.ID, RoundHref: "/r/" + r.ID, Community: r.Scheme.Community, Programme: r.Scheme.Name, Year: r.Scheme.Year,
		Satisfied: satisfied(e), Asked: e.Surveyed(), Why: r.Models[p.Number].Why, Href: fmt.Sprintf("/models/%s/%d", r.ID, p.Number),
	}
}

// models is GET /models, the latest round first; with ?kind= and ?q= those that are so. /models.xlsx, .csv and .json are
// the same as files.
func (s *Server) models(c *fiber.Ctx) error {
	all, err := s.rounds.all(c.UserContext())
	if err != nil {
		return err
	}
	where, lg := wanted(c, []string{"kind", "q"}), language(c)
	v := page.Models{Base: "/models", Fields: modelFields(lg, where), Exports: ledgerFiles(lg, "/models", query(where))}
	t := workbook.Table{Title: lang.T(lg, "models.title")}
	for _, x := range modelColumns {
		t.Columns = append(t.Columns, workbook.Column{Key: x.key, Title: modelListings[0].head(lg, x), Kind: x.kind, Width: x.width})
	}
	for _, l := range slices.Backward(all) {
		l.Read(func(r *catalog.Round) {
			for _, p := range modelsOf(r) {
				if x := modelLine(lg, r, p); modelFound(x, p.Kind, where) {
					cells := modelCells(r, p)
					cells[3] = x.Kind
					v.Items, t.Rows = append(v.Items, x), append(t.Rows, cells)
				}
			}
		})
	}
	_, kind, _ := strings.Cut(c.Path(), ".")
	if kind == "" && wantsJSON(c) {
		kind = "json"
	}
	if kind != "" {
		return s.sendTable(c, "models", kind, t)
	}
	var from, to int
	v.Count = len(v.Items)
	from, to, v.Newer, v.Older = paged(c, v.Count, modelsShown, "/models"+query(where))
	v.Items = v.Items[from:to]
	return s.render(c, s.frame(c, nil), v)
}

func modelFields(l lang.Lang, where map[string]string) []page.Field {
	kind := page.Field{Name: "kind", Label: lang.T(l, "field.kind"), Kind: page.Select, Value: where["kind"], Blank: lang.T(l, "field.any"), Options: kinds(l)}
	return []page.Field{kind, {Name: "q", Label: lang.T(l, "ledgers.by.q"), Kind: page.Text, Value: where["q"], Max: 60}}
}

func modelFound(x page.ModelLine, kind string, where map[string]string) bool {
	q := where["q"]
	return (where["kind"] == "" || where["kind"] == kind) && (q == "" || slices.ContainsFunc([]string{x.Name, x.Place, x.What, x.Community, x.Why}, func(text string) bool { return holds(text, q) }))
}

// model is GET /models/ROUND/NUMBER: one of them, and where something like it can be proposed now.
func (s *Server) model(c *fiber.Ctx) error {
	l, err := s.rounds.get(c.UserContext(), c.Params("round"))
	if err != nil {
		return err
	}
	number, _ := strconv.Atoi(c.Params("number"))
	var v page.Model
	l.Read(func(r *catalog.Round) {
		if p := r.Project(number); p != nil && r.Models[number] != nil {
			v.Item = modelLine(language(c), r, p)
		}
	})
	if v.Item.Href == "" {
		return catalog.ErrNoSuch
	}
	all, err := s.rounds.all(c.UserContext())
	if err != nil {
		return err
	}
	for _, open := range all {
		open.Read(func(r *catalog.Round) {
			if r.Steps[2].IsOpen() && r.Of == "" {
				v.Propose = append(v.Propose, page.Link{Label: roundName(language(c), r), Href: fmt.Sprintf("/r/%s/propose?like=%s.%d", r.ID, l.ID(), number)})
			}
		})
	}
	return s.render(c, s.frame(c, nil), v)
}

// likeModel fills in a proposal form with what a model project is, named as in ROUND.NUMBER; a name of none fills nothing
// in.
func (s *Server) likeModel(c *fiber.Ctx, name string, v *page.Propose) {
	id, text, _ := strings.Cut(name, ".")
	number, _ := strconv.Atoi(text)
	l, err := s.rounds.get(c.UserContext(), id)
	if err != nil {
		return
	}
	l.Read(func(r *catalog.Round) {
		if p := r.Project(number); p != nil && r.Models[number] != nil {
			v.Title, v.Kind, v.Benefits = p.Title, p.Kind, p.Benefits
			v.Text = p.Text
			if runes := []rune(p.Text); len(runes) > page.MaxText {
				v.Text = string(runes[:page.MaxText])
			}
		}
	})
}

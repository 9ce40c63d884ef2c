package kiosk

// The round table on the moderator's tablet: the agenda, one item a screen, and what is decided there.

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// tableRoutes are the moderator's pages.
func (s *Server) tableRoutes(desk fiber.Router) {
	desk.Get("/:round/table", s.tableAgenda)
	desk.Get("/:round/table/people", s.tablePeople)
	desk.Post("/:round/table/people", s.seatPeople)
	desk.Get("/:round/table/ranking", s.tableRanking)
	desk.Post("/:round/table/ranking", s.rankTable)
	desk.Get("/:round/table/qr", s.tableQR)
	desk.Get("/:round/table/:no", s.tableItem)
	desk.Post("/:round/table/:no", s.decideItem)
}

// tableOf finds the round of a page of the table, for whoever may decide there.
func (s *Server) tableOf(c *fiber.Ctx) (*catalog.Live, error) {
	l, err := s.round(c)
	if err == nil && !may(me(c), "table.decide") {
		err = ErrRole
	}
	return l, err
}

// showTable draws one of the table's pages, with what stands above them all.
func (s *Server) showTable(c *fiber.Ctx, l *catalog.Live, v page.Table) error {
	l.Read(func(r *catalog.Round) {
		v.Met, v.Quorum = r.Table != nil, max(r.Scheme.TableQuorum, 1)
		if v.Met {
			v.Present = r.Table.Present()
		}
		for _, p := range r.Agenda() {
			v.All++
			if r.Stage(p) != catalog.Surveyed {
				v.Done++
			}
		}
	})
	f := s.frame(c, l)
	f.Path, f.Flash = c.Path(), flash(c)
	return s.render(c, f, v)
}

// tableAgenda is GET /desk/ROUND/table.
func (s *Server) tableAgenda(c *fiber.Ctx) error {
	l, err := s.tableOf(c)
	if err != nil {
		return err
	}
	v, lg := page.Table{Part: "agenda"}, language(c)
	l.Read(func(r *catalog.Round) {
		for i := range r.Agenda() {
			v.Items = append(v.Items, agendaItem(lg, r, i))
		}
		for _, p := range papersOf(lg, r) {
			if slices.ContainsFunc([]string{"agenda", "attendance", "minutes"}, func(name string) bool { return strings.HasSuffix(p.Href, "/"+name+".pdf") }) {
				v.Papers = append(v.Papers, p)
			}
		}
	})
	return s.showTable(c, l, v)
}

// tablePath leads to a part of the table's pages.
func tablePath(round, part string) string {
	return strings.TrimSuffix("/desk/"+round+"/table/"+part, "/")
}

// agendaItem is the item at a place of the agenda, from 0.
func agendaItem(l lang.Lang, r *catalog.Round, at int) page.TableItem {
	all := r.Agenda()
	p := all[at]
	title, _ := p.Current()
	v := page.TableItem{
		No: p.No, Code: proposalCode(p.No), At: at + 1, Title: title, Original: p.Title, Place: p.Place, Text: p.Text, Benefits: p.Benefits,
		By: lang.T(l, "choice."+p.From), Kind: lang.T(l, "kind."+p.Kind), Href: tablePath(r.ID, strconv.Itoa(p.No)),
	}
	if x := p.Survey; x != nil {
		v.Survey = lang.T(l, "table.survey", lang.Date(l, day(x.Date)), x.Who, x.Finding)
	}
	for _, x := range r.Alike(p.No) {
		v.Alike = append(v.Alike, page.Link{Label: proposalPick(r.Proposal(x.No), false).label, Href: "/desk/" + r.ID + "/proposal/" + strconv.Itoa(x.No), Note: percent(x.Score)})
	}
	for _, no := range p.Merged {
		v.Merged = append(v.Merged, proposalLink(r.ID, r.Proposal(no), r.Proposal(no).MergeWhy))
	}
	v.Result, v.Said = concluded(l, r, p)
	if v.Result != "" {
		v.Correct = correctable(r, p)
	}
	if at > 0 {
		v.Prev = tablePath(r.ID, strconv.Itoa(all[at-1].No))
	}
	if at < len(all)-1 {
		v.Next = tablePath(r.ID, strconv.Itoa(all[at+1].No))
	}
	return v
}

// correctable leads to the correction of what the table decided on a proposal.
func correctable(r *catalog.Round, p *catalog.Proposal) string {
	for _, e := range slices.Backward(p.Way) {
		if e.Act == "table.decide" || e.Act == "table.merge" {
			n := e.N
			for x, ok := r.Corrected(n); ok; x, ok = r.Corrected(n) {
				n = x.By
			}
			return fmt.Sprintf("/desk/%s/correct/%d", r.ID, n)
		}
	}
	return ""
}

// concluded is what the table decided on a proposal, in one word and in sentences; empty before.
func concluded(l lang.Lang, r *catalog.Round, p *catalog.Proposal) (result string, said []string) {
	switch {
	case p.Joined != nil:
		into := r.Proposal(p.Into)
		title, _ := into.Current()
		said = append(said, lang.T(l, "table.into", proposalCode(into.No), title), stopped(p.Joined.Why))
		return "merged", append(said, voicesSaid(l, p.Joined.Recused, p.Joined.For, p.Joined.Against, p.Joined.Abstain)...)
	case p.Decision != nil:
		d := p.Decision
		said = append(said, stopped(d.Why), d.Discussion, d.Remains)
		if d.ChangeWhy != "" {
			said = append(said, lang.T(l, "table.changed", stopped(d.ChangeWhy)))
		}
		return d.Result, append(present(said), voicesSaid(l, d.Recused, d.For, d.Against, d.Abstain)...)
	}
	return "", nil
}

// voicesSaid tells who took no part in a decision, and how the others voted.
func voicesSaid(l lang.Lang, recused []string, votes, against, abstain int) (said []string) {
	if len(recused) > 0 {
		said = append(said, lang.T(l, "table.recused", strings.Join(recused, "、")))
	}
	if votes+against+abstain > 0 {
		said = append(said, lang.T(l, "table.votes", votes, against, abstain))
	}
	return said
}

// itemOf finds the item of a request by its place on the agenda.
func (s *Server) itemOf(c *fiber.Ctx) (l *catalog.Live, at, no int, err error) {
	if l, err = s.tableOf(c); err != nil {
		return nil, 0, 0, err
	}
	no, _ = strconv.Atoi(c.Params("no"))
	l.Read(func(r *catalog.Round) {
		at = slices.IndexFunc(r.Agenda(), func(p *catalog.Proposal) bool { return p.No == no })
	})
	if at < 0 {
		return nil, 0, 0, fmt.Errorf("%w: %s", catalog.ErrNoSuch, clip(c.Params("no"), 20))
	}
	return l, at, no, nil
}

// tableItem is GET /desk/ROUND/table/NO.
func (s *Server) tableItem(c *fiber.Ctx) error {
	l, at, no, err := s.itemOf(c)
	if err != nil {
		return err
	}
	return s.showItem(c, l, at, s.itemForm(l, language(c), no), nil)
}

// itemForm is the form of a decision on an item: its texts as they were handed in, whoever proposed it recused.
func (s *Server) itemForm(l *catalog.Live, lg lang.Lang, no int) (f *form) {
	d, _ := deedNamed("table.decide", false)
	l.Read(func(r *catalog.Round) {
		p := r.Proposal(no)
		a := &catalog.Decide{No: no, NewTitle: p.Title, NewText: p.Text}
		for _, x := range r.Interested(no) {
			a.Recused = append(a.Recused, x.Who)
		}
		f = newForm(d, lg, sceneOf(r, d), a)
	})
	return f
}

// showItem draws an item; refused is the form that was not taken, if one was not.
func (s *Server) showItem(c *fiber.Ctx, l *catalog.Live, at int, f, refused *form) error {
	lg := language(c)
	v := page.Table{Part: "item", Fields: map[string]page.Field{}}
	fields := f.page().Fields
	if refused != nil {
		v.Error = refused.wrong
		for _, x := range refused.page().Fields {
			fields = faulty(fields, x)
			if x.Error != "" && (x.Name == "no" || x.Name == "into") {
				v.Error = x.Error
			}
		}
	}
	l.Read(func(r *catalog.Round) {
		v.Item = agendaItem(lg, r, at)
		p := r.Proposal(v.Item.No)
		for _, x := range fields {
			v.Fields[x.Name] = onTablet(lg, r, v.Item.No, x)
		}
		v.Into = intoField(lg, r, v.Item.No, string(c.Request().PostArgs().Peek("into")))
		v.Item.Beside = r.Table != nil && v.Item.Result == ""
		title, text := f.typed("new_title"), f.typed("new_text")
		if v.Item.Result != "" {
			title, text = p.Current()
		}
		v.Differ = differs(lg, p, title, text)
	})
	return s.showTable(c, l, v)
}

// faulty puts the error of a field onto the one of the same name.
func faulty(fields []page.Field, x page.Field) []page.Field {
	for i := range fields {
		if fields[i].Name == x.Name && x.Error != "" {
			fields[i].Error = x.Error
		}
	}
	return fields
}

// onTablet is a field as the tablet shows it: results and people to touch, not to type.
func onTablet(l lang.Lang, r *catalog.Round, no int, x page.Field) page.Field {
	switch x.Name {
	case "result":
		x.Kind = page.Radio
	case "recused":
		x.Kind, x.Values, x.Help = page.Checks, strings.Split(x.Value, "\n"), lang.T(l, "table.recused.how")
		if r.Table == nil {
			return x
		}
		for _, p := range r.Table.People {
			o := page.Option{Value: p.Who, Label: p.Who}
			if slices.Contains(r.Interested(no), p) {
				o.Note = lang.T(l, "table.proposer")
			}
			if !p.Left {
				x.Options = append(x.Options, o)
			}
		}
	}
	return x
}

// intoField are the items that one can be merged into, those most alike first.
func intoField(l lang.Lang, r *catalog.Round, no int, typed string) page.Field {
	f := page.Field{Name: "into", Label: lang.T(l, "field.into"), Kind: page.Select, Value: showable(typed), Blank: lang.T(l, "table.into.none")}
	for _, p := range r.Agenda() {
		if p.No != no && r.Stage(p) == catalog.Surveyed {
			x := proposalPick(p, false)
			f.Options = append(f.Options, page.Option{Value: x.value, Label: x.label})
		}
	}
	f.Options = likelyFirst(l, r.Alike(no), no, f.Options)
	return f
}

// differs are the texts that the table has changed, piece by piece.
func differs(l lang.Lang, p *catalog.Proposal, title, text string) (out []page.Differ) {
	for _, x := range []struct{ field, was, is string }{{"new_title", p.Title, title}, {"new_text", p.Text, text}} {
		if x.is != "" && strings.TrimSpace(x.is) != strings.TrimSpace(x.was) {
			out = append(out, page.Differ{Label: lang.T(l, "field."+x.field), Pieces: pieces(x.was, x.is)})
		}
	}
	return out
}

// eachOn finds what was sent under a name; of several, one a line.
func eachOn(c *fiber.Ctx) func(string) (string, bool) {
	args := c.Request().PostArgs()
	return func(name string) (string, bool) {
		return string(bytes.Join(args.PeekMulti(name), []byte("\n"))), args.Has(name)
	}
}

// decideItem is POST /desk/ROUND/table/NO: do is look, to see the differences, merge, or else the decision.
func (s *Server) decideItem(c *fiber.Ctx) error {
	l, at, no, err := s.itemOf(c)
	if err != nil {
		return err
	}
	typed, lg := eachOn(c), language(c)
	f := s.itemForm(l, lg, no)
	f.take(func(name string) (string, bool) {
		text, ok := typed(name)
		return text, ok || name == "recused" // nobody is ticked
	})
	acted := f
	switch do, _ := typed("do"); do {
	case "look":
		return s.showItem(c, l, at, f, nil)
	case "merge":
		acted = s.joinForm(l, lg, no)
		acted.take(typed)
	}
	if !acted.read() {
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showItem(c, l, at, f, acted)
	}
	unchanged(l, acted.body.Interface())
	out, err := s.carryOut(c, l, acted)
	if err != nil {
		return s.itemAgain(c, l, at, f, acted, err)
	}
	if out.sent {
		return nil
	}
	return c.Redirect(tablePath(l.ID(), strconv.Itoa(no))+"?done="+acted.deed.name, fiber.StatusSeeOther)
}

// itemAgain shows an item whose decision was refused; a failure of the machine is passed on.
func (s *Server) itemAgain(c *fiber.Ctx, l *catalog.Live, at int, f, acted *form, err error) error {
	status, _ := classify(err)
	if status >= 500 || errors.Is(err, ErrRole) {
		return err
	}
	acted.refuse(err)
	c.Status(status)
	return s.showItem(c, l, at, f, acted)
}

// joinForm is the form of a merge of an item.
func (s *Server) joinForm(l *catalog.Live, lg lang.Lang, no int) (f *form) {
	d, _ := deedNamed("table.merge", false)
	l.Read(func(r *catalog.Round) { f = newForm(d, lg, sceneOf(r, d), &catalog.Join{No: no}) })
	return f
}

// unchanged leaves out texts that stand as they were handed in.
func unchanged(l *catalog.Live, body any) {
	a, ok := body.(*catalog.Decide)
	if !ok {
		return
	}
	l.Read(func(r *catalog.Round) {
		p := r.Proposal(a.No)
		if p == nil {
			return
		}
		if a.NewTitle == strings.TrimSpace(p.Title) {
			a.NewTitle = ""
		}
		if a.NewText == strings.TrimSpace(p.Text) {
			a.NewText = ""
		}
	})
}

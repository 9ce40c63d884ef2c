package kiosk

// The needs library: what residents lack, as everybody reads it, and what the staff do with it.

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/workbook"
)

// needRoutes are the pages of the staff.
func (s *Server) needRoutes(desk fiber.Router) {
	desk.Get("/:round/needs", s.needLibrary)
	desk.Post("/:round/needs/roll", s.rollNeeds)
	desk.Get("/:round/needs/import", s.needImportForm)
	desk.Post("/:round/needs/import", s.needImportTry)
	desk.Get("/:round/needs/import/:name", s.needTemplate)
	desk.Post("/:round/needs/import/:token", s.needImportAll)
	desk.Get("/:round/carry", s.carryForm)
	desk.Post("/:round/carry", s.carryOver)
}

const needsShown = 30 // on a page

var sourceCodes = []string{"visit", "forum", "hotline", "online", "letter", "council"}

var needListings = []Listing{{
	Name: "needs", Public: true, dated: "date", rows: inRound(needRows),
	columns: []column{{key: "need", kind: workbook.Number, width: 8}, {key: "id", width: 16, find: true}, colDate, colKind, {key: "source", width: 12, of: sourceCodes, words: "choice"},
		colPlace, {key: "text", width: 48}, {key: "result", width: 10, of: []string{"open", "closed"}, words: "needs.state"}, {key: "how", width: 30}, {key: "answers", width: 20}},
}}

func needRows(r *catalog.Round, v *listed) {
	answers := map[int][]string{}
	for _, p := range r.Proposals {
		answers[p.Need] = append(answers[p.Need], proposalCode(p.No))
	}
	for _, x := range r.Needs {
		v.add(int64(x.No), x.ID, x.Date, x.Kind, x.Source, x.Place, x.Text, needState(x), needHow(x), strings.Join(answers[x.No], " "))
	}
}

func needState(x *catalog.NeedState) string {
	if x.Closed != nil {
		return "closed"
	}
	return "open"
}

func needHow(x *catalog.NeedState) string {
	if x.Closed == nil {
		return ""
	}
	return x.Closed.How
}

// needLibrary is GET /r/ROUND/needs and /desk/ROUND/needs, the newest first; with ?state=, kind=, source= and q= those
// that are so, with ?page= one page of them.
func (s *Server) needLibrary(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	m, staff := c.Locals("staff").(Member)
	base := "/r/" + l.ID() + "/needs"
	if staff {
		base = "/desk/" + l.ID() + "/needs"
	}
	where, lg := wanted(c, []string{"state", "kind", "source", "q"}), language(c)
	v := page.Needs{Base: base, Fields: needFields(lg, where), Exports: exportsOf(c, l.ID(), "needs")}
	l.Read(func(r *catalog.Round) {
		v.All, v.Open, v.Propose = len(r.Needs), r.OpenNeeds(), r.Steps[2].IsOpen()
		var found []*catalog.NeedState
		for i := len(r.Needs) - 1; i >= 0; i-- {
			if needFound(r.Needs[i], where) {
				found = append(found, r.Needs[i])
			}
		}
		v.Count = len(found)
		var from, to int
		from, to, v.Newer, v.Older = paged(c, len(found), needsShown, base+query(where))
		for _, x := range found[from:to] {
			v.Lines = append(v.Lines, needLine(lg, r, x, staff && may(m, "need.close")))
		}
	})
	if wantsJSON(c) {
		return c.JSON(v)
	}
	f := s.frame(c, l)
	if staff && may(m, "need.add") {
		if err := s.needActs(c, l, &v); err != nil {
			return err
		}
		f.Flash = flashOf(c, l)
	}
	return s.render(c, f, v)
}

// paged is which of so many things stand on the page that ?page= asks for, and where the pages beside it are.
func paged(c *fiber.Ctx, all, each int, base string) (from, to int, newer, older []page.Link) {
	last := max(0, (all-1)/each)
	n := min(max(c.QueryInt("page", 1)-1, 0), last)
	at := func(n int) string { return setting(base, "page", strconv.Itoa(n+1)) }
	if n > 0 {
		newer = []page.Link{{Label: "ledgers.before", Href: at(n - 1)}}
	}
	if n < last {
		older = []page.Link{{Label: "ledgers.after", Href: at(n + 1)}}
	}
	return n * each, min((n+1)*each, all), newer, older
}

func needFields(l lang.Lang, where map[string]string) []page.Field {
	options := func(words string, codes ...string) (out []page.Option) {
		for _, code := range codes {
			out = append(out, page.Option{Value: code, Label: lang.T(l, words+"."+code)})
		}
		return out
	}
	return []page.Field{
		{Name: "state", Label: lang.T(l, "needs.state"), Kind: page.Select, Value: where["state"], Blank: lang.T(l, "needs.state.open"), Options: options("needs.state", "closed", "all")},
		{Name: "kind", Label: lang.T(l, "field.kind"), Kind: page.Select, Value: where["kind"], Blank: lang.T(l, "field.any"), Options: options("kind", kindCodes...)},
		{Name: "source", Label: lang.T(l, "field.source"), Kind: page.Select, Value: where["source"], Blank: lang.T(l, "field.any"), Options: options("choice", sourceCodes...)},
		{Name: "q", Label: lang.T(l, "ledgers.by.q"), Kind: page.Text, Value: where["q"], Max: 60},
	}
}

// needFound tells whether a need is wanted; those that are closed are not, unless they are asked for.
func needFound(x *catalog.NeedState, where map[string]string) bool {
	switch state := where["state"]; {
	case state == "closed" && x.Closed == nil, state != "closed" && state != "all" && x.Closed != nil:
		return false
	case where["kind"] != "" && where["kind"] != x.Kind, where["source"] != "" && where["source"] != x.Source:
		return false
	}
	q := where["q"]
	return q == "" || holds(x.Text, q) || holds(x.Place, q) || holds(x.ID, q)
}

func needLine(l lang.Lang, r *catalog.Round, x *catalog.NeedState, closes bool) page.NeedLine {
	no := strconv.Itoa(x.No)
	v := page.NeedLine{No: x.No, ID: x.ID, Text: x.Text, Place: x.Place, Kind: lang.T(l, "kind."+x.Kind), Source: lang.T(l, "choice."+x.Source),
		Date: day(x.Date), Closed: x.Closed != nil, How: needHow(x)}
	for _, p := range r.Answers(x.No) {
		title, _ := p.Current()
		v.Answers = append(v.Answers, page.Link{Label: proposalCode(p.No) + " " + title, Href: "/p/" + p.Slip, Note: lang.T(l, "stage."+string(shown[r.Stage(p)]))})
	}
	if x.Closed == nil && r.Steps[2].IsOpen() {
		v.Propose = "/r/" + r.ID + "/propose?need=" + no
	}
	if x.Closed == nil && closes {
		v.Close = "/desk/" + r.ID + "/act/need.close?no=" + no
	}
	return v
}

// needActs are what the staff can do with the library.
func (s *Server) needActs(c *fiber.Ctx, l *catalog.Live, v *page.Needs) error {
	lg, desk := language(c), "/desk/"+l.ID()
	v.Acts = []page.Link{{Label: lang.T(lg, "act.need.add"), Href: desk + "/act/need.add"}, {Label: lang.T(lg, "needs.import"), Href: desk + "/needs/import"}}
	all, err := s.earlier(c, l)
	if err != nil {
		return err
	}
	here := map[string]bool{}
	l.Read(func(r *catalog.Round) {
		for _, x := range r.Needs {
			here[x.ID] = true
		}
	})
	for _, old := range all {
		old.Read(func(r *catalog.Round) {
			n := count(r.Needs, func(x *catalog.NeedState) bool { return x.Closed == nil && !here[x.ID] })
			if n > 0 {
				v.Rolls = append(v.Rolls, page.NeedRoll{Round: r.ID, Name: roundName(lg, r), Number: n})
			}
		})
	}
	return nil
}

// roundName is how people call a round.
func roundName(l lang.Lang, r *catalog.Round) string {
	return lang.T(l, "carry.round", r.Scheme.Year, r.Scheme.Community, r.Scheme.Name)
}

// earlier are the rounds of the store that a round follows, the latest first.
func (s *Server) earlier(c *fiber.Ctx, l *catalog.Live) (out []*catalog.Live, err error) {
	all, err := s.rounds.all(c.UserContext())
	if err != nil {
		return nil, err
	}
	var here catalog.Round
	l.Read(func(r *catalog.Round) { here = *r })
	for i := len(all) - 1; i >= 0; i-- {
		all[i].Read(func(r *catalog.Round) {
			if here.Follows(r) {
				out = append(out, all[i])
			}
		})
	}
	return out, nil
}

// rollNeeds is POST /desk/ROUND/needs/roll: the open needs of an earlier round (from) come into this one.
func (s *Server) rollNeeds(c *fiber.Ctx) error {
	l, err := s.roundFor(c, "need.add")
	if err != nil {
		return err
	}
	from, err := sentRound(c)
	if err != nil {
		return err
	}
	old, err := s.rounds.get(c.UserContext(), from.From)
	if err != nil {
		return err
	}
	n, err := l.RollNeeds(c.UserContext(), me(c).Login, old)
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		return c.JSON(fiber.Map{"needs": n})
	}
	return c.Redirect("/desk/"+l.ID()+"/needs?done=need.list", fiber.StatusSeeOther)
}

// sentFrom is what a form or a program says that is to be taken from which round.
type sentFrom struct {
	From string `json:"from"`
	Nos  []int  `json:"nos,omitempty"`
}

func sentRound(c *fiber.Ctx) (x sentFrom, err error) {
	if isJSON(c) {
		return x, strictJSON(c.Body(), &x)
	}
	field := posted(c)
	x.From, _ = field("from")
	nos, _ := field("no")
	for _, text := range strings.Fields(nos) {
		no, err := wholeNumber(text)
		if err != nil {
			return x, &catalog.FieldError{Field: "no", Err: err}
		}
		x.Nos = append(x.Nos, int(no))
	}
	return x, nil
}

// needsOffered is up to how many open needs a form lists; of more it asks for the number.
const needsOffered = 40

// needField asks which need a proposal answers; without open needs it asks nothing.
func needField(l lang.Lang, r *catalog.Round, typed string) page.Field {
	n := r.OpenNeeds()
	if n == 0 {
		return page.Field{}
	}
	f := page.Field{Name: "need", Label: lang.T(l, "propose.need"), Help: lang.T(l, "propose.need.help"), Kind: page.Number, Value: typed, Max: 6}
	if n > needsOffered {
		f.Help = lang.T(l, "propose.need.many", n)
		return f
	}
	f.Kind, f.Max, f.Blank = page.Select, 0, lang.T(l, "propose.need.none")
	for _, x := range r.Needs {
		if x.Closed == nil {
			f.Options = append(f.Options, page.Option{Value: strconv.Itoa(x.No), Label: strconv.Itoa(x.No) + " " + x.Place + "：" + clip(strings.ReplaceAll(x.Text, "\n", " "), 30)})
		}
	}
	return f
}

// forNeed fills in a proposal form with what a need says.
func forNeed(l *catalog.Live, v *page.Propose) {
	no, _ := strconv.Atoi(v.Need)
	l.Read(func(r *catalog.Round) {
		if x := r.Need(no); x != nil && x.Closed == nil {
			v.Place, v.Kind, v.NeedSaid = x.Place, x.Kind, x.Text
		}
	})
}

// rollingLinks lead from a round's lists to what goes from round to round.
func rollingLinks(c *fiber.Ctx, l *catalog.Live) []page.Link {
	lg, links, n := language(c), []page.Link{}, 0
	l.Read(func(r *catalog.Round) { n = len(r.Needs) })
	if n > 0 {
		links = append(links, page.Link{Label: lang.T(lg, "needs.title"), Href: "/r/" + l.ID() + "/needs"})
	}
	return append(links, page.Link{Label: lang.T(lg, "models.title"), Href: "/models"})
}

// rollingDesk are the same for the staff.
func rollingDesk(l lang.Lang, r *catalog.Round, m Member) (links []page.Link) {
	desk := "/desk/" + r.ID
	if may(m, "need.add") {
		links = append(links, page.Link{Label: lang.T(l, "needs.title"), Href: desk + "/needs"})
	}
	if may(m, "proposal.submit") && r.Of == "" {
		links = append(links, page.Link{Label: lang.T(l, "carry.title"), Href: desk + "/carry"})
	}
	for _, act := range []string{"model.add", "model.drop"} {
		if all, _ := choicesOf(r, act); may(m, act) && len(all) > 0 {
			links = append(links, page.Link{Label: lang.T(l, "act."+act), Href: desk + "/act/" + act})
		}
	}
	return append(links, page.Link{Label: lang.T(l, "models.title"), Href: "/models"})
}

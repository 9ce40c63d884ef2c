package kiosk

// The page of a round's scheme: its articles, its timetable beside what really happened, its versions and opinions.

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/catalog/workday"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// scheme is GET /r/ROUND/scheme.
func (s *Server) scheme(c *fiber.Ctx) error {
	live, err := s.round(c)
	if err != nil {
		return err
	}
	days, err := live.Calendar(c.UserContext())
	if err != nil {
		return err
	}
	l, cast := language(c), s.castIn(c, live)
	return s.view(c, func(r *catalog.Round) page.View {
		v := schemeView(l, r)
		v.Timetable = steps(l, r, cast)
		v.Late = planned(l, r.Scheme, days, v.Timetable)
		return v
	})
}

func schemeView(l lang.Lang, r *catalog.Round) page.Scheme {
	x := r.Scheme
	v := page.Scheme{Version: r.Versions, Adopted: r.Steps[1].Closed, Hash: r.SchemeHash, Fund: x.Fund, Articles: articles(l, x), Changes: changes(l, r)}
	v.Rule = RuleSentence(l, x)
	for _, o := range r.Opinions {
		v.Opinions = append(v.Opinions, page.Opinion{Number: o.No, About: lang.T(l, "choice."+o.On), By: o.From, Text: o.Text, Answer: o.Answer, Mend: mended(l, r, o.N), AnswerMend: mended(l, r, o.Answered)})
	}
	for _, t := range r.Trainings {
		v.Trainings = append(v.Trainings, page.Training{At: day(t.Date), Topic: t.Topic, Who: t.Who, Attended: t.Attended})
	}
	v.Papers = publicPapers(l, r, "scheme")
	return v
}

// articles are what a scheme says, each under a heading; what it leaves empty has none.
func articles(l lang.Lang, x catalog.Scheme) (all []page.Article) {
	add := func(heading, text string) {
		if text != "" {
			all = append(all, page.Article{Heading: lang.T(l, heading), Text: text})
		}
	}
	add("article.scope", x.Scope)
	add("article.process", x.Process)
	add("article.method", x.Method)
	add("head.money", terms(l, x, "sources cofunding cap each_engineering each_service cap_engineering cap_service split_most split_years packages")+x.FundRule)
	add("head.propose", terms(l, x, "proposers proposers_service propose_from propose_to need_fit review_days cross_community cross_street"))
	list := "article.grounds"
	if x.Positive() {
		list = "article.grounds.positive"
	}
	add(list, numbered(x.Grounds))
	add("head.decide", terms(l, x, "table_quorum route quorum majority tiers fast_below fast_urgent"))
	if !x.Council() {
		add("article.who", x.WhoVotes)
		add("head.ballot", terms(l, x, "polling_stations form max_marks sum limit min_votes assistance"))
		add("article.reading", lang.T(l, "reading.rule"))
		add("article.live", lang.T(l, "live."+cmp.Or(x.Live, catalog.LiveTurnout)))
	}
	add("head.after", terms(l, x, "notice_days"))
	add("article.carry", x.Carry)
	add("field.implementation", x.Implementation)
	add("field.supervision_plan", x.SupervisionPlan)
	add("field.evaluation", x.Evaluation)
	return all
}

func numbered(lines []string) (out string) {
	for i, line := range lines {
		out += strconv.Itoa(i+1) + ". " + line + "\n"
	}
	return out
}

// terms says fields of a scheme by their names, those that are empty left out, a line each.
func terms(l lang.Lang, x catalog.Scheme, names string) (out string) {
	v := reflect.ValueOf(&x).Elem()
	of := map[string]catalog.Field{}
	for _, f := range catalog.Fields(v.Type()) {
		of[f.Name] = f
	}
	for _, name := range strings.Fields(names) {
		if f := of[name]; !v.Field(f.Index).IsZero() {
			out += lang.T(l, "scheme.term", lang.T(l, "field."+name), strings.Join(values(l, f, v.Field(f.Index)), lang.T(l, "scheme.and"))) + "\n"
		}
	}
	return out
}

// values are a field as people read it: words for choices, amounts as money, an item of a list each; none if it is empty.
func values(l lang.Lang, f catalog.Field, v reflect.Value) (out []string) {
	switch {
	case v.IsZero():
	case v.Type() == reflect.TypeFor[[]int]():
		return []string{strings.Trim(fmt.Sprint(v.Interface()), "[]")}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			out = append(out, values(l, f, v.Index(i))...)
		}
	case len(f.Of) > 0:
		return []string{lang.T(l, "choice."+v.String())}
	case f.Kind == "money":
		return []string{lang.Money(l, v.Int())}
	default:
		return strings.Split(slot{Field: f, at: v}.show(l, ballot.Paper{}), "\n")
	}
	return out
}

// changes are the versions of a scheme after the first, the newest first: what each changed, and why.
func changes(l lang.Lang, r *catalog.Round) (all []page.Change) {
	for i := len(r.History) - 1; i > 0; i-- {
		then, now := r.History[i-1].Scheme, r.History[i].Scheme
		c := page.Change{At: r.History[i].Time, What: lang.T(l, "scheme.version", i+1), Why: r.History[i].Why}
		old, new := reflect.ValueOf(&then).Elem(), reflect.ValueOf(&now).Elem()
		for _, f := range now.Changed(then) {
			before, after := values(l, f, old.Field(f.Index)), values(l, f, new.Field(f.Index))
			c.Fields = append(c.Fields, page.FieldChange{Label: lang.T(l, "field."+f.Name), WasEmpty: len(before) == 0, IsEmpty: len(after) == 0, Old: without(before, after), New: without(after, before)})
		}
		all = append(all, c)
	}
	return all
}

// without are the lines that another version lacks; all, if it has them all and in another order.
func without(lines, other []string) []string {
	same := func(line string) bool { return slices.Contains(other, line) }
	if len(lines) == len(other) && !slices.ContainsFunc(lines, func(line string) bool { return !same(line) }) {
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), same)
}

// planned writes to each step when it was to be. It returns what keeps the calendar from saying it of all of them, as a
// sentence; "" if nothing does.
func planned(l lang.Lang, x catalog.Scheme, days workday.Calendar, steps []page.Step) string {
	plan, err := x.Plan(days)
	for i, n := range x.Timetable {
		switch span := plan[i+1]; {
		case i >= len(steps):
		case span.From == "":
			steps[i].Plan = lang.T(l, "scheme.plan.days", n)
		case span.From == span.To:
			steps[i].Plan = lang.T(l, "scheme.plan.day", lang.Day(l, day(span.From)))
		default:
			steps[i].Plan = lang.T(l, "scheme.plan", lang.Day(l, day(span.From)), lang.Until(l, day(span.From), day(span.To)), n)
		}
	}
	if err != nil {
		return said(err, l)
	}
	return ""
}

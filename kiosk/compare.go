package kiosk

// What is worked out of an outcome, for the pages that show it: the comparison of the rules, the margin, the recount.

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/tally"
)

// untilShown is how long a page waits for what is still being worked out; a document waits until it is.
const untilShown = 3 * time.Second

// measured has the outcome measured, if there is one, and waits no longer than a page may.
func measured(ctx context.Context, l *catalog.Live) {
	ctx, cancel := context.WithTimeout(ctx, untilShown)
	defer cancel()
	_ = l.Measure(ctx) // without it the page says less
}

// compare is GET /r/ROUND/compare, public once there is an outcome.
func (s *Server) compare(c *fiber.Ctx) error {
	l, err := s.compared(c)
	if err != nil {
		return err
	}
	return s.view(c, func(r *catalog.Round) page.View { return compareView(language(c), r, l.ID()) })
}

// compareJSON is GET /r/ROUND/compare.json.
func (s *Server) compareJSON(c *fiber.Ctx) error {
	l, err := s.compared(c)
	if err != nil {
		return err
	}
	var body fiber.Map
	l.Read(func(r *catalog.Round) {
		if m := r.Measured(); m != nil {
			body = fiber.Map{"round": r.ID, "rule": r.Scheme.Rule, "budget": r.Outcome.Budget, "rules": m.Compared, "margin": m.Margin, "distances": m.Distances}
		}
	})
	if body == nil {
		c.Set(fiber.HeaderRetryAfter, "10")
		return c.Status(fiber.StatusAccepted).JSON(fiber.Map{"pending": true})
	}
	return c.JSON(body)
}

// compared is the round, measured if that does not take too long. Before the outcome it is [ErrNotice], and
// where the council decides, so that there are no ballots to compare rules with, [catalog.ErrCouncil].
func (s *Server) compared(c *fiber.Ctx) (*catalog.Live, error) {
	l, err := s.round(c)
	if err != nil {
		return nil, err
	}
	tallied := false
	l.Read(func(r *catalog.Round) { tallied, err = r.Outcome != nil, r.Suits("poll.tally") })
	switch {
	case err != nil:
		return nil, err
	case !tallied:
		return nil, ErrNotice
	}
	measured(c.UserContext(), l)
	return l, nil
}

func compareView(l lang.Lang, r *catalog.Round, id string) page.Compare {
	m := r.Measured()
	if m == nil {
		return page.Compare{Pending: true}
	}
	v := page.Compare{Rule: RuleSentence(l, r.Scheme), Fund: r.Outcome.Budget, Ballots: int64(r.Outcome.Ballots),
		Exports: []page.Link{{Label: lang.T(l, "compare.json"), Href: "/r/" + id + "/compare.json", Note: "JSON"}}}
	for i, x := range m.Compared {
		v.Rules = append(v.Rules, page.ComparedRule{Number: i + 1, Name: lang.T(l, "choice."+x.Rule), Sentence: ruleSays(l, x.Rule), Own: i == 0,
			Funded: len(x.Funded), Spent: x.Spent, Served: x.Served, Mean: hundredths(x.Mean())})
	}
	for _, id := range r.Outcome.Ranking {
		p := r.Project(atoi(id))
		row := page.ComparedProject{Number: p.Number, Name: p.Title, Cost: p.Cost}
		for _, x := range m.Compared {
			row.By = append(row.By, slices.Contains(x.Funded, id))
		}
		v.Projects = append(v.Projects, row)
	}
	return v
}

// ruleSays is the sentence of a rule.
func ruleSays(l lang.Lang, name string) string {
	rule, err := tally.RuleNamed(name)
	switch {
	case err != nil:
		return name
	case l == lang.En:
		return rule.English
	}
	return rule.Chinese
}

// hundredths writes 167 as 1.67.
func hundredths(n int64) string { return fmt.Sprintf("%d.%02d", n/100, n%100) }

// recountOf tells how close the outcome was and which papers a recount looks at; nil as long as that is not known.
func recountOf(l lang.Lang, r *catalog.Round) *page.Recount {
	x, ok := r.Recount()
	if !ok {
		return nil
	}
	title := func(id string) string {
		if id == "" {
			return ""
		}
		return teller{l, r}.name(atoi(id))
	}
	v := &page.Recount{Known: x.Margin.Known, Fixed: x.Margin.Fixed, Votes: x.Margin.Votes, Ahead: title(x.Margin.Ahead), Behind: title(x.Margin.Behind),
		Papers: int64(len(x.Papers)), Need: x.Need}
	if r.Draw != nil {
		v.Seed = r.Draw.Seed
		v.Sample = batched(tally.Sample(v.Seed, x.Papers, x.Need))
	}
	return v
}

// batched sorts papers BATCH-PLACE by batch and place, as they are fetched from their bundles.
func batched(ids []string) (out []page.Drawn) {
	at := map[int]int{}
	for _, id := range ids {
		batch, place, _ := strings.Cut(id, "-")
		b, _ := strconv.Atoi(batch)
		p, _ := strconv.Atoi(place)
		if _, ok := at[b]; !ok {
			at[b] = len(out)
			out = append(out, page.Drawn{Number: b})
		}
		out[at[b]].Places = append(out[at[b]].Places, p)
	}
	slices.SortFunc(out, func(a, b page.Drawn) int { return a.Number - b.Number })
	for _, b := range out {
		slices.Sort(b.Places)
	}
	return out
}

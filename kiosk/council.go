package kiosk

// The residents' council, where it decides: its page for everybody, in place of the observers' page.

import (
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// council is GET /r/ROUND/observe of a round that the council decides.
func (s *Server) council(c *fiber.Ctx, l *catalog.Live) error {
	verify, err := s.verification(c, l)
	if err != nil {
		return err
	}
	return s.view(c, func(r *catalog.Round) page.View {
		v := councilView(language(c), r)
		v.Verify = verify
		if len(v.Sittings) > 0 {
			v.Papers, v.Exports = publicPapers(language(c), r, "council"), exportsOf(c, r.ID, "council")
		}
		return v
	})
}

func councilView(l lang.Lang, r *catalog.Round) page.Council {
	v := page.Council{Rule: RuleSentence(l, r.Scheme), Fund: r.Budget(), Decided: r.Outcome != nil}
	for i := range r.Council.Sittings {
		v.Sittings = append(v.Sittings, sittingView(l, r, i+1))
	}
	for _, number := range councilOrder(r) {
		v.Items = append(v.Items, resolvedView(l, r, r.Project(number)))
	}
	return v
}

// councilOrder are the projects by number, or by rank once the outcome stands.
func councilOrder(r *catalog.Round) (numbers []int) {
	if r.Outcome != nil {
		for _, id := range r.Outcome.Ranking {
			numbers = append(numbers, atoi(id))
		}
		return numbers
	}
	for _, p := range projects(r) {
		numbers = append(numbers, p.Number)
	}
	return numbers
}

// sittingView is the meeting of that number, from 1.
func sittingView(l lang.Lang, r *catalog.Round, no int) page.Sitting {
	s := r.Council.Sittings[no-1]
	v := page.Sitting{
		Number: no, Date: day(s.Date), Place: s.Place, Chair: s.Chair, Recorder: s.Recorder, Members: s.Members, Present: s.Present,
		Quorum: r.Scheme.QuorumOf(s.Members), Observers: slices.Clone(s.Observers), Open: s.Open() && r.Outcome == nil, Adjourned: s.Adjourned, Mend: mended(l, r, s.N),
	}
	if s.Next != "" {
		v.Next = day(s.Next)
	}
	return v
}

func resolvedView(l lang.Lang, r *catalog.Round, p *catalog.Project) page.Resolved {
	x := page.Resolved{Number: p.Number, Name: p.Title, Cost: p.Cost, Withdrawn: p.Withdrawn, Funded: r.Funded(p.Number), Reason: Why(l, r, p.Number)}
	if v := r.Council.Votes[p.Number]; v != nil {
		x.Voted, x.Sitting, x.Yes, x.No, x.Abstain, x.Recused = true, v.Sitting, v.Yes, v.No, v.Abstain, slices.Clone(v.Recused)
		x.Needed, x.Carried, x.Mend = v.Needed, v.Carried(), mended(l, r, v.N)
	}
	return x
}

// councilStanding is the council's votes as the feeds give them: items in place of ballots, most yes first.
func councilStanding(r *catalog.Round) *page.Tally {
	t := &page.Tally{Fund: r.Budget(), Final: r.Outcome != nil, Entered: int64(len(r.Council.Votes)), Total: int64(len(r.Council.Votes) + len(r.Undecided()))}
	out, err := r.Reckon("")
	if r.Outcome != nil {
		out, err = *r.Outcome, nil
	}
	if err != nil {
		return t
	}
	cumulative := int64(0)
	for _, id := range out.Ranking {
		p, funded := r.Project(atoi(id)), slices.Contains(out.Funded, id)
		if funded {
			cumulative += p.Cost
		}
		t.Bars = append(t.Bars, page.Bar{Number: p.Number, Name: p.Title, Votes: out.Reasons[id].Score, Cost: p.Cost, Cumulative: cumulative, Funded: funded})
	}
	return t
}

// councilSaid is the last vote on a project in a few words, and the day of its meeting; empty if there is none.
func councilSaid(l lang.Lang, r *catalog.Round, number int) string {
	v := r.Council.Votes[number]
	if v == nil {
		return ""
	}
	verdict := lang.T(l, "council.lost")
	if v.Carried() {
		verdict = lang.T(l, "council.carried")
	}
	date := day(r.Council.Sittings[v.Sitting-1].Date)
	return lang.T(l, "council.when", lang.Day(l, date), lang.T(l, "council.said", v.Yes, v.No, v.Abstain)+" · "+verdict)
}

// previewCouncil shows what the council's votes give.
func previewCouncil(r *catalog.Round, l lang.Lang, _ any) []string {
	seed := ""
	if r.Draw != nil {
		seed = r.Draw.Seed
	}
	o, err := r.Reckon(seed)
	if err != nil {
		return []string{said(err, l)}
	}
	carried := countMap(r.Council.Votes, (*catalog.ItemVote).Carried)
	out := []string{lang.T(l, "preview.council.close", carried, len(r.Council.Votes)-carried)}
	for _, id := range o.Funded {
		p := r.Project(atoi(id))
		out = append(out, lang.T(l, "preview.council.funded", p.Number, p.Title, o.Reasons[id].Score, lang.Money(l, p.Cost)))
	}
	return append(out, lang.T(l, "preview.left", lang.Money(l, o.Spent), lang.Money(l, o.Remaining)))
}

// drawsNothing tells whether the votes of a council leave no tie to a draw, or are not all there yet.
func drawsNothing(r *catalog.Round) bool {
	if !r.Scheme.Council() {
		return false
	}
	ties, err := r.Lots("-")
	return err != nil || len(r.Undecided()) > 0 || len(ties) == 0
}

// unresolvedPicks are the projects that the council may vote on now: all but those of this meeting.
func unresolvedPicks(r *catalog.Round) (out []pick) {
	s := r.Council.Sitting()
	for _, p := range projects(r) {
		v := r.Council.Votes[p.Number]
		if p.Withdrawn != "" || s != nil && v != nil && v.Sitting == len(r.Council.Sittings) {
			continue
		}
		out = append(out, pick{strconv.Itoa(p.Number), strconv.Itoa(p.Number) + " " + p.Title, v == nil})
	}
	return waitingFirst(out)
}

func (s *Server) closeCouncil(c *fiber.Ctx, l *catalog.Live, in *two) (done, error) {
	return done{}, l.CloseCouncil(c.UserContext(), me(c).Login, in.Officers...)
}

// today's date begins the forms of the council's meetings; the council has as many members as it had the last time.
func beginCouncil(r *catalog.Round, body any, now time.Time) {
	members := 0
	if n := len(r.Council.Sittings); n > 0 {
		members = r.Council.Sittings[n-1].Members
	}
	switch a := body.(type) {
	case *catalog.Convene:
		a.Date, a.Members = now.Format(time.DateOnly), members
	case *catalog.Adjourn:
		a.Date, a.Members = now.Format(time.DateOnly), members
		if s := r.Council.Sitting(); s != nil {
			a.Place, a.Present = s.Place, s.Present
		}
	}
}

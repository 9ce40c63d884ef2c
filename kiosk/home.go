package kiosk

// The pages that one reads: a round's home, proposals, library, notice and ledger.

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// start is GET /: the one round, the list of rounds, or how to start one.
func (s *Server) start(c *fiber.Ctx) error {
	all, err := s.rounds.all(c.UserContext())
	switch {
	case err != nil:
		return err
	case len(all) == 0:
		return s.render(c, s.frame(c, nil), page.Empty{})
	case len(all) == 1 && c.Query("lang")+c.Query("size") == "":
		return c.Redirect("/r/"+all[0].ID(), fiber.StatusSeeOther)
	}
	var v page.Rounds
	for _, l := range slices.Backward(all) {
		v.Rounds = append(v.Rounds, s.roundLine(c, l))
	}
	return s.render(c, s.frame(c, nil), v)
}

func (s *Server) roundLine(c *fiber.Ctx, l *catalog.Live) (line page.RoundLine) {
	lg, cast := language(c), s.castIn(c, l)
	l.Read(func(r *catalog.Round) {
		line = page.RoundLine{ID: r.ID, Community: r.Scheme.Community, Name: r.Scheme.Name, Status: status(r), From: r.Steps[1].Opened, To: r.Steps[8].Closed}
		if step := r.Current(); step > 0 {
			line.Line = stepLine(lg, r, step, cast)
		}
	})
	return line
}

// view answers a page of one round, whose model fill makes from the state.
func (s *Server) view(c *fiber.Ctx, fill func(*catalog.Round) page.View) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	var v page.View
	l.Read(func(r *catalog.Round) { v = fill(r) })
	return s.render(c, s.frame(c, l), v)
}

func (s *Server) home(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	cast := s.castIn(c, l)
	verify, err := s.verification(c, l)
	if err != nil {
		return err
	}
	return s.view(c, func(r *catalog.Round) page.View {
		v := page.Home{
			Verify: verify,
			Steps:  steps(language(c), r, cast), Fund: r.Scheme.Fund,
			Propose: r.Steps[2].IsOpen(), Vote: status(r) == page.Voting, Library: r.Library != nil || len(r.Granted) > 0,
			Observe: !r.PollProgress().Opened.IsZero() || r.Scheme.Council() && r.Library != nil, Notice: r.Notice != nil,
			Facts: facts(language(c), r, cast),
		}
		if st := status(r); st == page.Voting || st == page.Announced {
			for _, n := range stationNumbers(r) {
				x := r.Stations[n]
				v.Stations = append(v.Stations, page.Station{Number: n, Name: x.Name, Place: x.Address, Hours: x.Hours, Access: x.Access, Phone: x.Phone})
			}
		}
		return v
	})
}

func stationNumbers(r *catalog.Round) []int {
	var out []int
	for n := range r.Stations {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// steps are the eight steps with what happened in each.
func steps(l lang.Lang, r *catalog.Round, cast int) []page.Step {
	out := make([]page.Step, catalog.Steps)
	for i := range out {
		n := catalog.Step(i + 1)
		p := r.Steps[n]
		out[i] = page.Step{Number: i + 1, From: p.Opened, To: p.Closed, State: page.Waiting}
		switch {
		case p.IsOpen():
			out[i].State = page.Open
		case !p.Closed.IsZero():
			out[i].State = page.Done
		}
		if n == 4 && r.Scheme.Council() {
			out[i].Title = stepName(l, r.Scheme, n)
		}
		if !p.Opened.IsZero() {
			out[i].Line = stepLine(l, r, n, cast)
		}
	}
	return out
}

// stepLine says what happened in a step, in one line with numbers.
func stepLine(l lang.Lang, r *catalog.Round, n catalog.Step, cast int) string {
	t := func(args ...any) string { return lang.T(l, "step.line."+strconv.Itoa(int(n)), args...) }
	switch n {
	case 1:
		return t(len(r.Opinions), len(r.Trainings))
	case 2:
		return t(len(r.Proposals), merged(r))
	case 3:
		if r.Library != nil {
			return lang.T(l, "step.line.3.frozen", len(r.Library.Projects))
		}
		return t(len(r.Candidates()))
	case 4:
		if r.Scheme.Council() {
			return lang.T(l, "step.line.4.council", len(r.Council.Sittings), len(r.Council.Votes), len(r.Undecided()))
		}
		if r.HidesTurnout() {
			return lang.T(l, "step.line.4.hidden", len(r.Stations))
		}
		return t(len(r.Stations), lang.Int(int64(cast)))
	case 5:
		if r.Outcome == nil || r.Notice == nil {
			return lang.T(l, "step.line.5.before")
		}
		return t(len(fundedNow(r)), len(r.Notice.Objections))
	case 6:
		return t(len(r.Letters), delivered(r), carried(r))
	case 7:
		return t(len(r.Works), finished(r))
	}
	return t(evaluated(r))
}

func merged(r *catalog.Round) int {
	return count(r.Proposals, func(p *catalog.Proposal) bool { return p.Into > 0 })
}

func count[T any](all []T, is func(T) bool) (n int) {
	for _, x := range all {
		if is(x) {
			n++
		}
	}
	return n
}

func countMap[K comparable, T any](all map[K]T, is func(T) bool) (n int) {
	for _, x := range all {
		if is(x) {
			n++
		}
	}
	return n
}

func delivered(r *catalog.Round) int {
	return countMap(r.Letters, func(l *catalog.LetterState) bool { return l.Delivered != nil })
}
func carried(r *catalog.Round) int {
	return countMap(r.Letters, func(l *catalog.LetterState) bool { return l.Carried != "" })
}
func finished(r *catalog.Round) int {
	return countMap(r.Works, func(w *catalog.Work) bool { return w.Finished != nil })
}
func evaluated(r *catalog.Round) int {
	return countMap(r.Works, func(w *catalog.Work) bool { return w.Evaluation != nil })
}

func facts(l lang.Lang, r *catalog.Round, cast int) []page.Fact {
	fact := func(key string, n int) page.Fact {
		return page.Fact{Label: lang.T(l, "fact."+key), Value: lang.Int(int64(n))}
	}
	out := []page.Fact{fact("proposals", len(r.Proposals))}
	if r.Library != nil {
		out = append(out, fact("projects", len(r.Library.Projects)))
	}
	if !r.PollProgress().Opened.IsZero() && !r.HidesTurnout() {
		out = append(out, fact("ballots", cast))
	}
	if r.Outcome != nil {
		out = append(out, fact("funded", len(fundedNow(r))))
	}
	return out
}

func (s *Server) library(c *fiber.Ctx) error {
	l := language(c)
	return s.view(c, func(r *catalog.Round) page.View {
		v := page.Library{Fund: r.Scheme.Fund, Vote: status(r) == page.Voting, Frozen: r.Library != nil, Beside: beside(l, r)}
		for _, p := range grantedNow(r) {
			v.Granted = append(v.Granted, projectView(l, p))
		}
		if r.Library == nil {
			return v
		}
		if !r.Scheme.Council() {
			v.Paper = paperView(r)
		}
		for _, p := range r.Library.Projects {
			v.Projects = append(v.Projects, pictured(l, r, p))
		}
		v.Papers, v.Exports = publicPapers(l, r, "library"), append([]page.Link{{Label: lang.T(l, "models.title"), Href: "/models"}}, exportsOf(c, r.ID, "library")...)
		return v
	})
}

func (s *Server) notice(c *fiber.Ctx) error {
	l := language(c)
	live, err := s.round(c)
	if err != nil {
		return err
	}
	public := false
	live.Read(func(r *catalog.Round) { public = r.Notice != nil })
	if !public {
		return ErrNotice
	}
	measured(c.UserContext(), live)
	return s.view(c, func(r *catalog.Round) page.View {
		v := noticeView(l, r)
		v.Exports = exportsOf(c, r.ID, "outcome", "objections")
		return v
	})
}

func noticeView(l lang.Lang, r *catalog.Round) page.Notice {
	out, n := r.Outcome, r.Notice
	v := page.Notice{
		Number: n.Number, From: day(n.From), To: day(n.To), Days: wallDays(r.Scheme, day(n.From), day(n.To)), Fund: out.Budget, Spent: out.Spent, Rule: RuleSentence(l, r.Scheme),
		Account: sheets(r), Hash: r.OutcomeHash, Where: r.Scheme.Address, Watchdog: r.Scheme.Supervision, Papers: publicPapers(l, r, "notice"),
		Compare: "/r/" + r.ID + "/compare",
	}
	if r.Draw != nil {
		v.Papers = append(v.Papers, publicPapers(l, r, "protocol")...)
	}
	if n := len(r.Council.Sittings); r.Scheme.Council() && n > 0 {
		s := sittingView(l, r, n)
		v.Council, v.Compare = &s, ""
		v.Papers = append(v.Papers, publicPapers(l, r, "council")...)
	}
	var cumulative int64
	for _, id := range out.Ranking {
		number, _ := strconv.Atoi(id)
		p, reason := r.Project(number), out.Reasons[id]
		funded := r.Funded(number)
		if funded {
			cumulative += p.Cost
		}
		v.Rows = append(v.Rows, page.Result{
			Bar:  page.Bar{Number: number, Name: p.Title, Votes: reason.Score, Cost: p.Cost, Cumulative: cumulative, Funded: funded},
			Rank: reason.Rank, Left: out.Budget - cumulative, Reason: teller{l, r}.say(Why(l, r, number), pays(l, p)), Priority: p.Carried(), Denied: r.Refused(number),
		})
		if funded {
			v.Rows[len(v.Rows)-1].Department = p.Department
		}
	}
	v.Spent, v.Beside = cumulative, grantedLines(l, r)
	for _, t := range out.Ties {
		v.Ties = append(v.Ties, TieSentence(l, r, t))
	}
	for _, o := range n.Objections {
		v.Objections = append(v.Objections, page.Objection{Number: o.No, Text: o.Text, Answer: o.Answer, Mend: mended(l, r, o.N), AnswerMend: mended(l, r, o.Answered)})
	}
	return v
}

// sheets adds up the stations' settled accounts.
func sheets(r *catalog.Round) (sum page.Account) {
	for _, n := range stationNumbers(r) {
		a := r.Stations[n].Account
		if a == nil {
			continue
		}
		sum.Printed += int64(a.Printed)
		sum.Unused += int64(a.Unused)
		sum.Destroyed += int64(a.Destroyed)
		sum.Issued += int64(a.Issued())
		sum.Spoiled += int64(a.Spoiled)
		sum.Paper += int64(a.Paper)
		sum.Both += int64(a.Both)
		sum.Kept += int64(a.NotReturned)
		sum.Difference += int64(a.Printed - a.Unused - a.Destroyed - a.Issued())
		if r.Stations[n].Reason != "" {
			sum.Reason += r.Stations[n].Name + "：" + r.Stations[n].Reason + " "
		}
	}
	for via, n := range r.Poll.ByVia() {
		if via == "kiosk" {
			sum.Kiosk = int64(n)
		} else {
			sum.Phone += int64(n)
		}
	}
	if contest, err := r.Contest(); err == nil {
		sum.Valid, sum.Blank = int64(contest.Counts.Ballots), int64(contest.Counts.Blank)
	}
	return sum
}

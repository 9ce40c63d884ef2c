package kiosk

// What an act shows the public, said before it is done; and the values that a form begins with.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/tally"
)

// previews are the acts that publish or end something, and what the public will see of each, a paragraph each.
var previews = map[string]func(*catalog.Round, lang.Lang, any) []string{
	"scheme.adopt":   previewScheme,
	"proposal.close": plainly("proposal.close", func(r *catalog.Round) []any { return []any{len(r.Proposals)} }),
	"library.freeze": previewLibrary,
	"library.withdraw": func(r *catalog.Round, l lang.Lang, body any) []string {
		a, title := body.(*catalog.Withdraw), ""
		if p := r.Project(a.Project); p != nil {
			title = p.Title
		}
		return []string{lang.T(l, "preview.library.withdraw", a.Project, title, a.Why)}
	},
	"fast.grant":      previewGrant,
	"approval.decide": previewApproval,

	"table.prefer":  plainly("table.prefer", nil),
	"poll.open":     previewPoll,
	"poll.close":    plainly("poll.close", nil),
	"rehearsal.end": plainly("rehearsal.end", nil),
	"poll.draw":     previewDraw,
	"poll.tally":    previewTally,
	"council.close": previewCouncil,
	"count.reopen": func(_ *catalog.Round, l lang.Lang, body any) []string {
		a := body.(*catalog.Reopen)
		return []string{lang.T(l, "preview.count.reopen", a.Batch, a.Reason)}
	},
	"notice.publish": previewNotice,
	"notice.close": plainly("notice.close", func(r *catalog.Round) []any {
		if r.Notice == nil {
			return []any{0}
		}
		return []any{len(r.Notice.Objections)}
	}),
	"photo.remove": func(r *catalog.Round, l lang.Lang, body any) []string {
		title, no := "", body.(*catalog.RemovePhoto).No
		if p := r.Proposal(no); p != nil {
			title, _ = p.Current()
		}
		return []string{lang.T(l, "preview.photo.remove", proposalCode(no), title)}
	},
	"person.erase": func(r *catalog.Round, l lang.Lang, body any) []string {
		var out []string
		for _, no := range body.(*erasing).all() {
			title := ""
			if p := r.Proposal(no); p != nil {
				title, _ = p.Current()
			}
			out = append(out, lang.T(l, "preview.person.erase", proposalCode(no), title))
		}
		return append(out, lang.T(l, "preview.person.erase.stays"))
	},
	"letter.close": plainly("letter.close", func(r *catalog.Round) []any { return []any{len(r.Letters)} }),
	"work.close":   plainly("work.close", func(r *catalog.Round) []any { return []any{len(r.Works)} }),
	"round.close": func(_ *catalog.Round, l lang.Lang, body any) []string {
		return []string{lang.T(l, "preview.round.close"), body.(*catalog.CloseRound).Report}
	},
}

// plainly is a preview of one sentence with numbers.
func plainly(act string, numbers func(*catalog.Round) []any) func(*catalog.Round, lang.Lang, any) []string {
	return func(r *catalog.Round, l lang.Lang, _ any) []string {
		if numbers == nil {
			return []string{lang.T(l, "preview."+act)}
		}
		return []string{lang.T(l, "preview."+act, numbers(r)...)}
	}
}

func previewScheme(r *catalog.Round, l lang.Lang, body any) []string {
	x := r.Scheme
	money := lang.T(l, "preview.scheme.fund", lang.Money(l, x.Fund))
	if x.Cap > 0 {
		money += lang.T(l, "preview.scheme.cap", lang.Money(l, x.Cap))
	}
	return []string{lang.T(l, "preview.scheme.adopt", x.Community, x.Name, body.(*catalog.Adopt).Body), money, x.Scope, x.Method, x.WhoVotes}
}

// previewLibrary shows the projects, not their numbers: a seed is settled in public and not tried out.
func previewLibrary(r *catalog.Round, l lang.Lang, body any) []string {
	a, all := body.(*catalog.Freeze), r.Candidates()
	order := "preview.library.received"
	if a.Drawn {
		order = "preview.library.drawn"
	}
	out := []string{lang.T(l, "preview.library.freeze", len(all)), lang.T(l, order, a.Seed)}
	for _, p := range all {
		title, _ := p.Current()
		out = append(out, title+" · "+p.Place+" · "+lang.Money(l, p.Estimate.Figure))
	}
	return out
}

func previewPoll(r *catalog.Round, l lang.Lang, _ any) []string {
	out := []string{lang.T(l, "preview.poll.open")}
	for _, n := range stationNumbers(r) {
		st := r.Stations[n]
		out = append(out, st.Name+" · "+st.Address+" · "+st.Hours+" · "+lang.T(l, "preview.poll.sheets", st.Printed))
	}
	return out
}

// previewDraw names the projects that are equal, which is known before the draw.
func previewDraw(r *catalog.Round, l lang.Lang, _ any) []string {
	ties, err := r.Lots("-")
	if err != nil {
		return []string{said(err, l)}
	}
	var out []string
	for _, t := range ties {
		out = append(out, lang.T(l, "preview.poll.lots", teller{l, r}.names(t)))
	}
	if len(out) == 0 {
		return []string{lang.T(l, "preview.poll.nolots")}
	}
	return out
}

// previewTally shows the outcome, unless a draw may decide it: a seed is settled in public and not tried out.
func previewTally(r *catalog.Round, l lang.Lang, body any) []string {
	contest, err := r.Contest()
	if err != nil {
		return []string{said(err, l)}
	}
	out := []string{lang.T(l, "preview.poll.tally", contest.Counts.Ballots)}
	if slices.Contains(r.Scheme.Ties, tally.Draw) {
		return append(out, lang.T(l, "preview.poll.draw", body.(*seeding).Seed))
	}
	outcome, err := r.Reckon("")
	if err != nil {
		return append(out, said(err, l))
	}
	return append(out, funded(r, l, outcome)...)
}

// funded names the funded projects of an outcome, and what is left.
func funded(r *catalog.Round, l lang.Lang, o tally.Outcome) (out []string) {
	for _, id := range o.Funded {
		number, _ := strconv.Atoi(id)
		if p := r.Project(number); p != nil {
			out = append(out, lang.T(l, "preview.funded", number, p.Title, o.Reasons[id].Score, lang.Money(l, p.Cost)))
		}
	}
	return append(out, lang.T(l, "preview.left", lang.Money(l, o.Spent), lang.Money(l, o.Remaining)))
}

func previewNotice(r *catalog.Round, l lang.Lang, body any) []string {
	a := body.(*catalog.PublishNotice)
	out := []string{lang.T(l, "preview.notice.publish", a.Number, lang.Day(l, day(a.From)), lang.Day(l, day(a.To)), a.Where)}
	if r.Outcome == nil {
		return out
	}
	return append(out, funded(r, l, *r.Outcome)...)
}

// begin fills a form with the values that are most likely meant.
func begin(r *catalog.Round, body any, now time.Time) {
	today := now.Format(time.DateOnly)
	beginCouncil(r, body, now)
	beginApproval(body, today)
	switch a := body.(type) {
	case *catalog.Revise:
		a.Scheme = r.Scheme
		a.Scheme.Grounds, a.Scheme.Ties = slices.Clone(r.Scheme.Grounds), slices.Clone(r.Scheme.Ties)
	case *catalog.Training:
		a.Date = today
	case *handing:
		a.Proposal.Channel, a.Proposal.From = "point", "resident"
	case *catalog.Survey:
		a.Date, a.Pass = today, true
	case *catalog.Notify:
		a.Date = today
	case *catalog.AskReview:
		a.Date = today
	case *catalog.Refer:
		a.Date, a.Days = today, referDays
	case *catalog.Meet:
		a.Date = today
	case *catalog.Rank:
		a.Order = confirming(r).Order
		if a.Order == nil {
			a.Order = toRank(r)
		}
	case *catalog.OpenRanking:
		a.Items = toRank(r)
	case *catalog.Freeze:
		a.Drawn = true
	case *catalog.Station:
		a.Number = len(r.Stations) + 1
	case *seeding:
		if r.Draw != nil {
			a.Seed = r.Draw.Seed
		}
	case *counting:
		a.Date = today
	case *catalog.PublishNotice:
		a.From = now.AddDate(0, 0, 1).Format(time.DateOnly)
	case *catalog.IssueLetter:
		a.Number = fmt.Sprintf("%s-%03d", strings.ToUpper(r.ID), len(r.Letters)+1)
	case *catalog.DeliverLetter:
		a.Date = today
	case *catalog.Milestone:
		a.Done = today
	case *catalog.FinishWork:
		a.Date = today
	}
}

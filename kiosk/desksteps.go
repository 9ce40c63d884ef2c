package kiosk

// One step on the desk: its acts, which of them can be done now, and why the others cannot.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// once are the acts that are done one time only, and how to see that they are done.
var once = map[string]func(*catalog.Round) bool{
	"need.fit":        func(r *catalog.Round) bool { return !r.Scheme.AsksFit() },
	"table.meet":      func(r *catalog.Round) bool { return r.Table != nil },
	"table.open":      func(r *catalog.Round) bool { return r.Table != nil && r.Table.Ranked.Items != nil },
	"table.prefer":    func(r *catalog.Round) bool { return !r.RankingOpen() },
	"poll.open":       func(r *catalog.Round) bool { return !r.PollProgress().Opened.IsZero() },
	"poll.close":      emptied,
	"poll.publish":    func(r *catalog.Round) bool { return emptied(r) && r.Poll.Published >= r.Poll.Ballots },
	"sheets.print":    func(r *catalog.Round) bool { return pollClosed(r) || r.Of != "" },
	"rehearsal.begin": func(r *catalog.Round) bool { return r.Rehearsing() != nil || hasOpened.met(r) || r.Of != "" },
	"rehearsal.end":   func(r *catalog.Round) bool { return r.Rehearsing() == nil },
	"sheets.exchange": pollClosed,
	"poll.draw":       func(r *catalog.Round) bool { return r.Draw != nil },
	"council.meet":    func(r *catalog.Round) bool { return r.Council.Sitting() != nil },
	"notice.publish":  func(r *catalog.Round) bool { return r.Notice != nil },

	"proposal.forward": func(r *catalog.Round) bool { return r.Scheme.CrossCommunity == "" && r.Scheme.CrossStreet == "" },
	"forward.answer": func(r *catalog.Round) bool {
		return !slices.ContainsFunc(r.Proposals, func(p *catalog.Proposal) bool { return p.Forward != nil })
	},
	"fast.grant":  func(r *catalog.Round) bool { return len(fastPicks(r)) == 0 },
	"fast.revoke": func(r *catalog.Round) bool { return len(grantedPicks(r)) == 0 },
	"fast.part":   func(r *catalog.Round) bool { return r.Scheme.SplitYears == 0 || r.Grants() != nil },

	"approval.submit":   asksNobody,
	"approval.return":   asksNobody,
	"approval.resubmit": func(r *catalog.Round) bool { return waiting(r, "approval.resubmit") == 0 },
	"approval.decide":   asksNobody,
}

// asksNobody tells whether all approvals that the scheme asks for are there.
func asksNobody(r *catalog.Round) bool { return len(r.Unapproved()) == 0 }

func pollClosed(r *catalog.Round) bool { return !r.PollProgress().Closed.IsZero() }

// need is another act that has to come first.
type need struct {
	act string
	met func(*catalog.Round) bool
}

var (
	hasProposal = need{"proposal.submit", func(r *catalog.Round) bool { return len(r.Proposals) > 0 }}
	hasTable    = need{"table.meet", func(r *catalog.Round) bool { return r.Table != nil }}
	hasStation  = need{"station.set", func(r *catalog.Round) bool { return len(r.Stations) > 0 }}
	hasSheets   = need{"sheets.print", func(r *catalog.Round) bool {
		return countMap(r.Stations, func(st *catalog.StationState) bool { return st.Printed > 0 }) > 0
	}}
	hasOpened = need{"poll.open", func(r *catalog.Round) bool { return !r.PollProgress().Opened.IsZero() }}
	hasClosed = need{"poll.close", pollClosed}
	hasBox    = need{"poll.close", emptied}
	hasSat    = need{"council.meet", func(r *catalog.Round) bool { return r.Council.Sitting() != nil }}
	hasNotice = need{"notice.publish", func(r *catalog.Round) bool { return r.Notice != nil }}
)

// needs are the acts that have to come first, by act.
var needs = map[string][]need{
	"proposal.close": {hasProposal},
	"table.decide":   {hasTable},
	"table.rank":     {hasTable},
	"table.arrive":   {hasTable}, "table.leave": {hasTable}, "table.merge": {hasTable}, "table.hands": {hasTable},
	"table.open":     {hasTable, {"table.seats", func(r *catalog.Round) bool { return r.SeatCards() > 0 }}},
	"library.freeze": {{"screening.estimate", func(r *catalog.Round) bool { return len(r.Candidates()) > 0 }}},
	"sheets.print":   {hasStation}, "sheets.exchange": {hasOpened},
	"poll.open":      {hasSheets, {"rehearsal.end", func(r *catalog.Round) bool { return r.Rehearsing() == nil }}},
	"station.assist": {hasOpened}, "rehearsal.begin": {hasStation},
	"poll.publish": {hasOpened}, "poll.close": {hasOpened},
	"count.enter": {hasClosed}, "count.scan": {hasBox}, "count.adjudicate": {hasClosed}, "count.seal": {hasBox},
	"station.duty": {hasStation}, "station.day": {hasOpened}, "station.handover": {hasOpened},
	"station.settle": {hasBox}, "poll.draw": {hasBox}, "poll.tally": {hasBox},
	"council.vote":  {hasSat},
	"notice.object": {hasNotice}, "notice.answer": {hasNotice}, "notice.close": {hasNotice},
	"round.close": {
		{"letter.close", func(r *catalog.Round) bool { return !r.Steps[6].Closed.IsZero() }},
		{"work.close", func(r *catalog.Round) bool { return !r.Steps[7].Closed.IsZero() }},
	},
}

// after are the acts that must have nothing waiting, by the act that ends them.
var after = map[string][]string{
	"scheme.adopt":   {"scheme.answer"},
	"library.freeze": {"screening.decide", "screening.confirm", "screening.survey", "screening.notify", "review.decide", "table.decide", "screening.estimate"},
	"station.settle": {"count.adjudicate", "count.seal"},
	"poll.draw":      {"count.adjudicate", "count.seal", "station.settle", "council.vote"},
	"council.close":  {"council.vote"},
	"poll.tally":     {"count.adjudicate", "count.seal", "station.settle"},
	"notice.publish": {"approval.submit", "approval.resubmit", "approval.decide"},
	"notice.close":   {"notice.answer"},
	"letter.close":   {"letter.issue", "letter.deliver"},
	"work.close":     {"work.start", "work.finish"},
	"round.close":    {"evaluation.record"},
}

// blocked says why an act cannot be done now; empty if it can.
func blocked(l lang.Lang, r *catalog.Round, act string, step catalog.Step) string {
	word := func(act string) string { return lang.T(l, "act."+act) }
	switch p := r.Steps[step]; {
	case step == 0: // of no step
	case p.Opened.IsZero():
		return lang.T(l, "desk.blocked.waiting")
	case !p.IsOpen():
		return lang.T(l, "desk.blocked.over")
	}
	if is := once[act]; is != nil && is(r) {
		return lang.T(l, "desk.blocked.done")
	}
	for _, n := range needs[act] {
		if !n.met(r) && r.Suits(n.act) == nil {
			return lang.T(l, "desk.blocked.first", word(n.act))
		}
	}
	for _, other := range after[act] {
		if n := waiting(r, other); n > 0 {
			return lang.T(l, "desk.blocked.left", word(other), n)
		}
	}
	if all, chooses := choicesOf(r, act); chooses && len(all) == 0 {
		return lang.T(l, "desk.blocked.none")
	}
	return ""
}

// section is one step with the acts that this member of the staff may do in it, while it is open; what is done for good
// is not offered again.
func section(l lang.Lang, r *catalog.Round, m Member, step page.Step) page.Section {
	s := page.Section{Step: step}
	if step.State != page.Open {
		return s
	}
	for _, act := range actsOf(catalog.Step(step.Number)) {
		if is := once[act]; !may(m, act) || r.Suits(act) != nil || is != nil && is(r) || act == "poll.draw" && drawsNothing(r) {
			continue
		}
		a := page.Act{Name: act, Note: blocked(l, r, act, catalog.Step(step.Number)), Count: waiting(r, act)}
		a.Blocked = a.Note != ""
		if act == "council.vote" {
			a.Href = "/desk/" + r.ID + "/council"
		}
		s.Acts = append(s.Acts, a)
	}
	if step.Number == 2 && may(m, "proposal.submit") {
		s.Links = append(s.Links, page.Link{Label: lang.T(l, "import.title"), Href: "/desk/" + r.ID + "/import", Note: "xlsx, CSV"})
		s.Links = append(s.Links, page.Link{Label: lang.T(l, "machine.point"), Href: "/desk/" + r.ID + "/machine/" + strconv.Itoa(proposalPoint)})
	}
	if step.Number == 3 && may(m, "table.decide") && (r.Table != nil || len(r.Agenda()) > 0) {
		s.Links = append(s.Links, page.Link{Label: lang.T(l, "table.desk"), Href: tablePath(r.ID, ""), Note: lang.T(l, "table.desk.note")})
	}
	for i := len(s.Acts) - 1; i >= 0; i-- { // the end of the step if it can come, else the first act that waits
		if slices.Contains(ends, s.Acts[i].Name) && !s.Acts[i].Blocked {
			s.Acts[i].Main = true
			return s
		}
	}
	for i := range s.Acts {
		if s.Acts[i].Count > 0 && !s.Acts[i].Blocked && s.Acts[i].Name != "station.settle" { // which comes after the paper
			s.Acts[i].Main = true
			break
		}
	}
	return s
}

// actsOf are the acts of a step in the order of the desk.
func actsOf(step catalog.Step) (names []string) {
	for _, k := range catalog.Kinds {
		switch {
		case k.Step != step, k.Name == "round.create", k.Name == "poll.reveal", k.Name == "roll.merge", k.Name == "library.withdraw", atTable(k.Name):
		default:
			names = append(names, k.Name)
		}
		if k.Name == "sheets.print" && k.Step == step {
			names = append(names, "sheets.exchange")
		}
	}
	if beside := []string{"fast.grant", "fast.part", "fast.revoke", "forward.answer"}; step == 3 {
		at := slices.Index(names, "library.freeze")
		names = slices.Insert(names, at, beside...)
	} else if step == 5 || step == 7 {
		names = append(names, beside...)
	}
	if step == 4 {
		names = append(names, "library.withdraw") // rare, and not to be taken for the first thing to do
	}
	return names
}

// atTable tells whether an act is done on the pages of the round table, and so not offered on the desk.
func atTable(act string) bool {
	return slices.Contains([]string{"table.arrive", "table.leave", "table.merge", "table.open", "table.prefer", "table.hands"}, act)
}

// ends are the acts that come last in a step once nothing else waits. Those that people wait for, as for the end of the
// vote, are not among them.
var ends = []string{"scheme.adopt", "library.freeze", "poll.open", "poll.tally", "council.close", "notice.publish", "letter.close", "work.close", "round.close"}

// closing tells whether an act publishes something or ends a step, so that it is shown before it is done.
func closing(act string) bool { return previews[act] != nil }

// warnings are what somebody should look at: a sentence each.
func warnings(l lang.Lang, r *catalog.Round, now time.Time) (out []string) {
	today := now.Format(time.DateOnly)
	if r.Rehearsing() != nil {
		out = append(out, lang.T(l, "warn.rehearsal"))
	}
	for _, n := range stationNumbers(r) {
		if a := r.Stations[n].Account; a != nil && len(a.Differences()) > 0 && r.Outcome == nil {
			out = append(out, r.Stations[n].Name+"："+said(fmt.Errorf("%s", a.Differences()[0]), l))
		}
	}
	for _, no := range batchNumbers(r) {
		if d := differing(r.Count.Batches[no]); len(d) > 0 && !r.Count.Batches[no].Sealed {
			out = append(out, lang.T(l, "warn.differ", no, strings.Trim(strings.ReplaceAll(fmt.Sprint(d), " ", "、"), "[]")))
		}
	}
	if pollClosed(r) && !emptied(r) {
		out = append(out, lang.T(l, "warn.reveal", r.Poll.Revealed, r.Poll.Ballots))
	}
	if n := r.Notice; n != nil && r.Steps[5].IsOpen() && n.To < today {
		out = append(out, lang.T(l, "warn.notice", lang.Day(l, day(n.To))))
	}
	for _, p := range r.Projects() {
		if w := r.Works[p.Number]; w != nil && w.Finished == nil && w.Due < today {
			out = append(out, lang.T(l, "warn.work", p.Number, lang.Day(l, day(w.Due))))
		}
	}
	return out
}

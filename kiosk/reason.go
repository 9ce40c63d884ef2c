package kiosk

// The true reason of every proposal and project, in short and respectful sentences, told from the round's state alone.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/tally"
)

// Course tells how far a proposal got and why it ended there, in a few paragraphs, a line each. Reasons that people
// wrote are given as written; no person is named and no person's vote is told.
func Course(l lang.Lang, r *catalog.Round, p *catalog.Proposal) string {
	t := teller{l, r}
	return strings.Join(present(t.course(p, t.t("you"))), "\n")
}

// Remains tells what remains of a proposal that ended: what was arranged, that it was carried over, and if neither,
// that it may be handed in again. For one that is under way or funded it is empty.
func Remains(l lang.Lang, r *catalog.Round, p *catalog.Proposal) string {
	t := teller{l, r}
	end := t.end(p)
	switch r.Stage(end) {
	case catalog.Forwarded:
		return t.t("forwarded.remains", end.Forward.Body)
	case catalog.Excluded, catalog.Unfit, catalog.PutOff, catalog.Declined, catalog.NotFunded, catalog.Refused:
	default:
		return ""
	}
	var out []string
	if text := arranged(end); text != "" {
		out = append(out, t.t("remains", stopped(text)))
	}
	if own := r.Letters[p.No]; own != nil && own.Carried != "" {
		out = append(out, t.t("carried", stopped(own.Carried)))
	} else if its := r.Letters[end.No]; its != nil && its.Carried != "" {
		out = append(out, t.t("carried.other", end.No, stopped(its.Carried)))
	}
	if len(out) == 0 {
		return t.t("again")
	}
	return t.say(out...)
}

// Why tells in a sentence or two why the project of that number is funded or not; before the tally it is empty.
func Why(l lang.Lang, r *catalog.Round, number int) string {
	t := teller{l, r}
	if p := r.Project(number); p != nil && (p.Grant != nil || p.From != nil) {
		return t.beside(p)
	}
	reason, ok := r.Reason(number)
	if !ok {
		return ""
	}
	before, cost, short := lang.Money(l, reason.Before), lang.Money(l, reason.Cost), lang.Money(l, reason.Short)
	lost := ""
	if rival, by, ok := t.rival(number); ok {
		lost = t.t("why.lost", rival, t.equal(), t.t("rung."+string(by)))
	}
	switch reason.Code {
	case tally.Funded:
		return t.say(t.paid("why.", reason), t.denied(number))
	case tally.StoppedHere, tally.OverBudget:
		return t.say(t.t("why."+string(reason.Code), before, cost, short), lost, t.far(number))
	}
	if reason.Code != tally.AfterStop {
		return t.say(t.held("why.", reason), lost, t.far(number))
	}
	if reason.Behind > 0 {
		return t.say(t.t("why.behind", atoi(reason.StoppedBy), t.score(reason.Behind)), lost, t.far(number))
	}
	return t.say(t.t("why.after_stop", atoi(reason.StoppedBy)), lost, t.far(number))
}

// held tells, under keys that begin so, what kept a project from being funded that neither stopped a list nor came after.
func (t teller) held(key string, reason tally.Reason) string {
	money := func(fen int64) string { return lang.Money(t.l, fen) }
	switch key += string(reason.Code); reason.Code {
	case tally.Unaffordable:
		return t.t(key, money(reason.Pooled), money(reason.Cost), money(reason.Short))
	case tally.BelowMinimum, tally.NotCarried:
		return t.t(key, t.score(reason.Score+reason.Lacks), t.score(reason.Lacks))
	case tally.Excluded:
		return t.t(key, t.name(atoi(reason.ExcludedBy)))
	case tally.OverCap:
		return t.t(key, money(reason.CapLeft), money(reason.Cost), money(reason.Cost-reason.CapLeft))
	}
	return ""
}

// teller tells about one round in one language.
type teller struct {
	l lang.Lang
	r *catalog.Round
}

// t is the words of a key, or those for a positive list.
func (t teller) t(key string, args ...any) string {
	key = "reason." + key
	if t.r.Scheme.Positive() && lang.Has(key+".positive") {
		key += ".positive"
	}
	return lang.T(t.l, key, args...)
}

// say sets sentences one after the other.
func (t teller) say(parts ...string) string {
	space := ""
	if t.l == lang.En {
		space = " "
	}
	return strings.Join(present(parts), space)
}

func present(parts []string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

func (t teller) list(items []string) string { return strings.Join(items, t.t("list")) }

// end is the proposal that stands for p: the one it was merged into, or itself.
func (t teller) end(p *catalog.Proposal) *catalog.Proposal {
	if into := t.r.Proposal(p.Into); into != nil {
		return into
	}
	return p
}

// arranged is what was written of a proposal that ended, at the step where it ended.
func arranged(p *catalog.Proposal) string {
	switch {
	case p.Decision != nil:
		return p.Decision.Remains
	case p.Survey != nil:
		return p.Survey.Remains
	case p.Screening != nil:
		return p.Screening.Remains
	}
	return ""
}

// course is the paragraphs of [Course]; who names the proposal where a sentence begins with it.
func (t teller) course(p *catalog.Proposal, who string) []string {
	switch st := t.r.Stage(p); st {
	case catalog.MergedInto:
		return t.merged(p)
	case catalog.Excluded:
		return t.excluded(p, who)
	case catalog.Unfit:
		s := p.Survey
		return append([]string{t.say(t.t("unfit", who, lang.Date(t.l, day(s.Date)), s.Who, stopped(s.Finding)), t.t("unfit.so"))}, t.reviewed(p.BySurvey)...)
	case catalog.PutOff, catalog.Declined:
		d := p.Decision
		key := map[catalog.Stage]string{catalog.PutOff: "put_off", catalog.Declined: "decline"}[st]
		return []string{t.say(t.t(key, who, lang.Date(t.l, day(t.r.Table.Date))), t.t("because", stopped(d.Why)))}
	case catalog.Recommended:
		if p.Estimate != nil {
			return []string{t.t("estimated", who, lang.Money(t.l, p.Estimate.Figure))}
		}
		return []string{t.t("recommended", who)}
	case catalog.InLibrary:
		return []string{t.t("library"+t.council(), who, p.Project, lang.Money(t.l, t.r.Project(p.Project).Cost))}
	case catalog.Forwarded:
		return t.forwarded(p, who)
	case catalog.Granted:
		return t.granted(p, who)
	case catalog.Refused:
		return append(t.voted(p, who), t.denied(p.Project))
	case catalog.NotFunded, catalog.Funded:
		return t.voted(p, who)
	case catalog.Excluding:
		return []string{t.t(string(catalog.Received), who)} // not decided yet
	default:
		return []string{t.t(string(st), who)} // received, screened, surveyed
	}
}

func (t teller) merged(p *catalog.Proposal) []string {
	into := t.end(p)
	title, _ := into.Current()
	out := []string{t.say(t.t("merged", into.No, inner(title)), t.t("merged.why", stopped(p.MergeWhy)), t.t("merged.fate", into.No))}
	out = append(out, t.course(into, t.t("other", into.No))...)
	if s := t.r.Stage(into); s == catalog.Funded || s == catalog.Granted {
		out = append(out, t.t("merged.funded"))
	}
	return out
}

// excluded gives every ground that applies, in the words of the scheme, with the reason written to it.
func (t teller) excluded(p *catalog.Proposal, who string) []string {
	s := p.Screening
	if s.Why != "" {
		return append([]string{t.say(t.t("classless", who), t.t("because", stopped(s.Why)))}, t.reviewed(p.ByList)...)
	}
	out := []string{t.t("excluded", who)}
	for _, ground := range s.Applying() {
		out = append(out, t.t("ground", ground, t.r.Scheme.Grounds[ground-1], stopped(s.Reasons[ground-1])))
	}
	return append([]string{t.say(out...)}, t.reviewed(p.ByList)...)
}

// reviewed tells what a review of being kept out came to.
func (t teller) reviewed(x catalog.Redress) []string {
	if x.Review == nil || !x.Review.Uphold {
		return nil
	}
	return []string{t.t("upheld", stopped(t.say(strings.Split(x.Review.Why, "\n")...)))}
}

// voted tells of a proposal that was voted on: the way to the vote, the vote, the money, the tie.
func (t teller) voted(p *catalog.Proposal, who string) []string {
	project, out := t.r.Project(p.Project), t.r.Outcome
	reason, _ := t.r.Reason(p.Project)
	way := t.t("listed"+t.council(), who, project.Department, lang.Money(t.l, project.Cost), p.Project)
	if d := p.Decision; d != nil && d.ChangeWhy != "" {
		change := t.t("revised")
		if project.Title != p.Title {
			change = t.t("renamed", inner(project.Title))
		}
		way = t.say(way, change, t.t("changed", stopped(d.ChangeWhy)))
	}
	if t.r.Scheme.Council() {
		return []string{way, t.say(t.resolved(p.Project), t.behind(reason)), t.decided(p.Project, reason)}
	}
	counted := t.t("counted", lang.Int(int64(out.Ballots)), t.score(reason.Score), len(out.Ranking), reason.Rank)
	return []string{way, t.say(counted, t.behind(reason)), t.say(t.t("method."+out.Rule), t.money(reason), t.lost(p.Project)), t.far(p.Project)}
}

// money tells what was left when a project's turn came.
func (t teller) money(reason tally.Reason) string {
	before, cost, short := lang.Money(t.l, reason.Before), lang.Money(t.l, reason.Cost), lang.Money(t.l, reason.Short)
	switch reason.Code {
	case tally.Funded:
		return t.paid("", reason)
	case tally.StoppedHere, tally.OverBudget:
		return t.t(string(reason.Code), before, cost, short)
	case tally.AfterStop:
		at := t.r.Project(atoi(reason.StoppedBy))
		stop := t.t("after_stop", t.r.Outcome.Reasons[reason.StoppedBy].Rank, at.Number, inner(at.Title))
		if reason.Short > 0 {
			return t.say(stop, t.t("short", before, cost, short))
		}
		return t.say(stop, t.t("enough", before))
	}
	return t.held("", reason)
}

// paid tells, under keys that begin so, with what a funded project is paid for.
func (t teller) paid(key string, reason tally.Reason) string {
	before, cost := lang.Money(t.l, reason.Before), lang.Money(t.l, reason.Cost)
	switch {
	case reason.Share > 0:
		return t.t(key+"shared", cost, lang.Money(t.l, reason.Share))
	case reason.Completed:
		return t.t(key+"completed", before, cost)
	}
	return t.t(key+"funded", before, cost)
}

// behind tells how far a project was behind the last one funded.
func (t teller) behind(reason tally.Reason) string {
	out := t.r.Outcome
	if reason.Behind == 0 || len(out.Funded) == 0 {
		return ""
	}
	return t.t("behind"+t.ratio(), atoi(out.Funded[len(out.Funded)-1]), t.score(reason.Behind))
}

// far tells what would have funded a project; empty if it is funded, or as long as that has not been measured.
func (t teller) far(number int) string {
	d, ok := t.r.Distance(number)
	if !ok {
		return ""
	}
	var ways []string
	if d.Votes > 0 {
		ways = append(ways, t.t(t.ballots(d.Votes), lang.Int(d.Votes)))
	}
	if d.Cost > 0 {
		ways = append(ways, t.t("far.cost", lang.Money(t.l, d.Cost)))
	}
	never := ""
	switch {
	case d.Votes == 0 && d.Tried > 0:
		never = t.t("far.beyond", lang.Int(d.Tried))
	case t.r.Project(number).Cost > t.r.Outcome.Budget:
		never = t.t("far.dear")
	}
	if len(ways) == 0 {
		return never
	}
	return t.say(never, t.t("far", strings.Join(ways, t.t("far.or"))))
}

// ballots is the key for so many ballots that mark one project alone.
func (t teller) ballots(n int64) string {
	key := "far.vote"
	if t.r.Scheme.Form == ballot.Points {
		key = "far.point"
	}
	if n != 1 {
		key += "s"
	}
	return key
}

// lost tells of a tie that kept a project from being funded.
func (t teller) lost(number int) string {
	rival, by, ok := t.rival(number)
	if !ok {
		return ""
	}
	ladder := t.r.Outcome.Ladder
	text := t.t("lost", rival, t.equal(), t.ladder(ladder.Rungs), t.t("rung."+string(by)))
	if by == tally.Draw {
		text = t.say(text, t.t("seed", ladder.Seed))
	}
	return text
}

// name is a project's number and title.
func (t teller) name(number int) string { return t.t("name", number, inner(t.r.Project(number).Title)) }

// inner is a title to be put between quotation marks: its own become single ones.
func inner(title string) string {
	return strings.NewReplacer("“", "‘", "”", "’").Replace(title)
}

// score says votes, or points where the ballots give points.
func (t teller) score(n int64) string {
	key := "vote"
	if t.r.Scheme.Form != ballot.Approval && !t.r.Scheme.Council() {
		key = "point"
	}
	if n != 1 {
		key += "s"
	}
	return t.t(key, lang.Int(n))
}

// atoi reads a project's ID, which is its number.
func atoi(id string) int {
	n, err := strconv.Atoi(id)
	if err != nil {
		panic(fmt.Sprintf("kiosk: project %q", id)) // an outcome's IDs are those that the contest gave
	}
	return n
}

// stopped is a text that people wrote, with a full stop at its end.
func stopped(text string) string {
	text = strings.TrimSpace(text)
	last := []rune(strings.TrimRight(text, "”’」』）)\""))
	switch {
	case len(last) == 0 || strings.ContainsRune("。！？….!?；;", last[len(last)-1]):
		return text
	case last[len(last)-1] < 0x2E80:
		return text + "."
	}
	return text + "。"
}

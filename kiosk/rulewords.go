package kiosk

// How the rule is told, before the vote and after it: what funds a project, and what decided between equals.

import (
	"slices"
	"strconv"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/tally"
)

// RuleSentence tells how the money is given and how ties are decided, and before that how a council decides. An unknown rule is told by its name.
func RuleSentence(l lang.Lang, s catalog.Scheme) string {
	t := teller{l, &catalog.Round{Scheme: s}}
	if s.Council() {
		return t.say(t.t("rule.quorum", s.Quorum, t.t("rule."+s.Majority)), t.t("rule."+tally.CouncilReading(s.Rule)), t.caps(s), t.t("ties.council", t.ladder(s.Ties)))
	}
	rule, err := tally.RuleNamed(s.Rule)
	switch {
	case err != nil:
		return s.Rule
	case l == lang.En:
		return t.say(rule.English, t.options(s), t.t("ties"+t.ratio(), t.ladder(s.Ties)))
	}
	return t.say(rule.Chinese, t.options(s), t.t("ties"+t.ratio(), t.ladder(s.Ties)))
}

// options tells what a scheme adds to its rule.
func (t teller) options(s catalog.Scheme) string {
	var out []string
	if s.MinVotes > 0 {
		out = append(out, t.t("rule.minimum", t.score(s.MinVotes)))
	}
	return t.say(append(out, t.caps(s))...)
}

// caps are what the funded projects of a kind may cost together.
func (t teller) caps(s catalog.Scheme) string {
	var out []string
	if s.Engineering > 0 {
		out = append(out, t.t("rule.cap", lang.T(t.l, "kind.engineering"), lang.Money(t.l, s.Engineering)))
	}
	if s.Service > 0 {
		out = append(out, t.t("rule.cap", lang.T(t.l, "kind.service"), lang.Money(t.l, s.Service)))
	}
	return t.say(out...)
}

// TieSentence tells which projects were equal, what put each before the next, and whether it mattered.
func TieSentence(l lang.Lang, r *catalog.Round, tie tally.Tie) string {
	t := teller{l, r}
	out := []string{t.t("tied", t.names(tie), t.score(tie.Scores[0]))}
	if key := t.ratio(); key != "" {
		out = []string{t.t("tied"+key, t.names(tie))}
	}
	for i, by := range tie.Between {
		out = append(out, t.pair(atoi(tie.Projects[i]), atoi(tie.Projects[i+1]), by))
	}
	if slices.Contains(tie.Between, tally.Draw) {
		out = append(out, t.t("seed", r.Outcome.Ladder.Seed))
	}
	if tie.Decisive {
		return t.say(append(out, t.t("decisive"))...)
	}
	return t.say(append(out, t.t("idle"))...)
}

// rival finds the equal project whose place before this one mattered: the last funded one, else the one at which the
// list stopped; and the rung that put it there. There is none if this project was funded or could not be paid anyway.
func (t teller) rival(number int) (rival int, by tally.Rung, ok bool) {
	out, id := t.r.Outcome, strconv.Itoa(number)
	for _, tie := range out.Ties {
		at := slices.Index(tie.Projects, id)
		if at < 1 || !tie.Decisive || t.r.Funded(number) || out.Reasons[id].Cost > out.Reasons[tie.Projects[0]].Before {
			continue
		}
		for j := at - 1; j >= 0; j-- {
			other := tie.Projects[j]
			if t.r.Funded(atoi(other)) || other == out.Reasons[id].StoppedBy {
				return atoi(other), highest(out.Ladder.Rungs, tie.Between[j:at]), true
			}
		}
	}
	return 0, "", false
}

// highest is the highest rung of the ladder among those asked: it decides between the ends of the chain.
func highest(ladder, asked []tally.Rung) tally.Rung {
	for _, r := range ladder {
		if slices.Contains(asked, r) {
			return r
		}
	}
	return ""
}

// pair tells what put project a before project b.
func (t teller) pair(a, b int, by tally.Rung) string {
	x, y := t.r.Project(a), t.r.Project(b)
	rungs := t.r.Outcome.Ladder.Rungs
	alike := ""
	if at := slices.Index(rungs, tally.Cheaper); at >= 0 && at < slices.Index(rungs, by) {
		alike = t.t("alike")
	}
	key := "pair." + string(by)
	switch by {
	case tally.Cheaper:
		return t.t(key, a, lang.Money(t.l, x.Cost), b, lang.Money(t.l, y.Cost))
	case tally.Earlier:
		return t.say(alike, t.t(key, a, x.Proposal.No, b, y.Proposal.No))
	}
	return t.say(alike, t.t(key, a, b))
}

// ratio is the end of the keys that rules have of their own that do not go by votes alone.
func (t teller) ratio() string {
	rule, err := tally.RuleNamed(t.r.Scheme.Rule)
	switch {
	case t.r.Scheme.Council():
		return ".council"
	case t.r.Scheme.Rule == "greedy-ratio":
		return ".ratio"
	case err == nil && rule.Needs():
		return ".burden"
	}
	return ""
}

func (t teller) equal() string { return t.t("equal" + t.ratio()) }

func (t teller) ladder(rungs []tally.Rung) string {
	var words []string
	for _, r := range rungs {
		words = append(words, t.t("rung."+string(r)))
	}
	return t.list(words)
}

// names are those of the projects of a tie.
func (t teller) names(tie tally.Tie) string {
	var names []string
	for _, id := range tie.Projects {
		names = append(names, t.name(atoi(id)))
	}
	return t.list(names)
}

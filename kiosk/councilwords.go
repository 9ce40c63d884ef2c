package kiosk

// How the residents' council decided, told: to a proposer, and before the vote.

import (
	"strconv"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/tally"
)

// council is the end of the keys that are said otherwise where the council decides.
func (t teller) council() string {
	if t.r.Scheme.Council() {
		return ".council"
	}
	return ""
}

// resolved tells of the vote on a project; empty if there was none, as on one that was withdrawn before.
func (t teller) resolved(number int) string {
	v := t.r.Council.Votes[number]
	if v == nil {
		return ""
	}
	s := t.r.Council.Sittings[v.Sitting-1]
	return t.t("counted.council", lang.Date(t.l, day(s.Date)), s.Present, v.Voting, v.Yes, v.No, v.Abstain)
}

// decided tells what the money did with a project that was voted on, or how many yes it lacked.
func (t teller) decided(number int, reason tally.Reason) string {
	if reason.Code == tally.NotCarried {
		return t.held("", reason)
	}
	return t.say(t.t("method."+t.r.Outcome.Rule), t.money(reason), t.lost(number))
}

// stepName is what a step is called in a round of that scheme.
func stepName(l lang.Lang, s catalog.Scheme, n catalog.Step) string {
	key := "step." + strconv.Itoa(int(n))
	if n == 4 && s.Council() {
		key += ".council"
	}
	return lang.T(l, key)
}

package kiosk

// The true reason of what was decided beside the vote or after it: grants, approvals, and what was filed elsewhere.

import (
	"cmp"

	"linli/catalog"
	"linli/kiosk/lang"
)

// forwarded tells where a proposal went that concerns several communities, and what was answered.
func (t teller) forwarded(p *catalog.Proposal, who string) []string {
	f := p.Forward
	told := t.t("forwarded", who, t.list(f.Communities), f.Body, stopped(f.Why))
	a := p.Forwarded
	switch {
	case a == nil:
		return []string{t.say(told, t.t("forwarded.waits", f.Body))}
	case a.Taken:
		return []string{told, t.t("forwarded.taken", a.By, lang.Date(t.l, day(a.Date)), stopped(a.Why))}
	}
	return []string{told, t.t("forwarded.declined", a.By, lang.Date(t.l, day(a.Date)), stopped(a.Why))}
}

// granted tells who granted a proposal.
func (t teller) granted(p *catalog.Proposal, who string) []string {
	x := t.r.Project(p.Granted)
	g := x.Grant
	out := []string{t.t("granted", who, lang.Date(t.l, day(g.Date)), cmp.Or(g.Body, g.By), g.Number, lang.Money(t.l, x.Cost)), stopped(g.Why)}
	if x.Urgent != "" {
		out = append(out, t.t("granted.urgent", stopped(x.Urgent)))
	}
	return []string{t.say(out...)}
}

// beside tells in a sentence why a granted project is funded, or no more.
func (t teller) beside(p *catalog.Project) string {
	told := ""
	switch g, f := p.Grant, p.From; {
	case g != nil:
		told = t.say(t.t("granted.project", lang.Date(t.l, day(g.Date)), cmp.Or(g.Body, g.By), g.Number, lang.Money(t.l, p.Cost)), stopped(g.Why))
	case f != nil:
		told = t.t("granted.part", f.FromRound, f.FromProject, len(p.Parts), p.Part, lang.Date(t.l, day(f.Date)), cmp.Or(f.Body, f.By), f.Number, lang.Money(t.l, p.Cost))
	}
	if p.Withdrawn != "" {
		return t.say(told, t.t("granted.revoked", stopped(p.Withdrawn)))
	}
	return told
}

// denied tells that the approval of a project was refused, and why; empty if it was not.
func (t teller) denied(number int) string {
	if !t.r.Refused(number) {
		return ""
	}
	x := t.r.Approvals[number]
	return t.t("denied", x.Body, lang.Date(t.l, day(x.Decision.Date)), x.Decision.Number, stopped(x.Decision.Why))
}

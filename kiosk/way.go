package kiosk

// The way of a proposal, as its proposer sees it: what happened to it, and when.

import (
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// stages say which way point an act is.
var stages = map[string]page.Stage{
	"proposal.merge": page.Merged, "screening.decide": page.Screened, "screening.confirm": page.Excluded, "screening.survey": page.Surveyed,
	"screening.notify": page.Told, "review.ask": page.Asked, "review.decide": page.Voided, "table.decide": page.Discussed, "table.merge": page.Merged,
	"screening.refer": page.Referred, "screening.estimate": page.Estimated, "letter.deliver": page.Lettered, "letter.carry": page.Carried,
}

// wayOf is what happened to a proposal, oldest first. What one member of the staff alone thinks of excluding is not shown.
func wayOf(l lang.Lang, r *catalog.Round, p *catalog.Proposal) (way []page.WayPoint) {
	times := map[string]int{}
	for _, e := range p.Way {
		times[e.Act]++
		st, text := wayPoint(r, p, e.Act, times[e.Act])
		if st != "" {
			way = append(way, page.WayPoint{Stage: st, At: e.Time, Text: text, Mend: mended(l, r, e.N)})
		}
	}
	return way
}

// wayPoint is what an act was for a proposal to which it was done for the n-th time, and what was said; empty: nothing to show.
func wayPoint(r *catalog.Round, p *catalog.Proposal, act string, n int) (st page.Stage, text string) {
	switch st = stages[act]; act {
	case "screening.decide":
		switch s := p.Screening; {
		case s == nil, n <= len(p.Dissents):
			return "", ""
		case s.Excludes(r.Scheme) && len(s.Applies) > 0:
			return "", ""
		case s.Excludes(r.Scheme):
			return page.Excluded, ""
		}
	case "screening.confirm":
		if n <= len(p.Dissents) {
			return "", ""
		}
	case "screening.survey":
		if !p.Survey.Pass {
			return page.Unfit, ""
		}
	case "review.ask":
		return st, redress(p, n).Asked.Text
	case "review.decide":
		x := redress(p, n).Review
		if x.Uphold {
			st = page.Upheld
		}
		return st, x.Why
	case "table.decide":
		if p.Project == 0 && r.Stage(p) != catalog.Recommended {
			return shown[r.Stage(p)], ""
		}
	}
	return st, ""
}

// redress is what the n-th review of a proposal is about: each is asked for once of the list, and once of the survey.
func redress(p *catalog.Proposal, n int) *catalog.Redress {
	if n == 1 && p.ByList.Asked != nil {
		return &p.ByList
	}
	return &p.BySurvey
}

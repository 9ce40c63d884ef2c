package kiosk

// Proposals that may be one and the same, shown to the clerk with why, and the way to merge them.

import (
	"fmt"
	"slices"
	"strconv"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

func percent(n int) string { return strconv.Itoa(n) + "%" }

// likely fills in what a proposal is like, what was merged into it, and into what it was merged.
func likely(l lang.Lang, r *catalog.Round, m Member, p *catalog.Proposal, v *page.Proposal) {
	for _, no := range p.Merged {
		v.Merged = append(v.Merged, proposalLink(r.ID, r.Proposal(no), r.Proposal(no).MergeWhy))
	}
	if p.Into > 0 {
		v.Into = []page.Link{proposalLink(r.ID, r.Proposal(p.Into), p.MergeWhy)}
		return
	}
	merges := may(m, "proposal.merge") && r.Steps[2].IsOpen()
	for _, x := range r.Alike(p.No) {
		q := r.Proposal(x.No)
		y := page.Likely{Link: proposalLink(r.ID, q, q.Place), Score: percent(x.Score), Why: why(l, x)}
		if merges {
			y.Merge = merging(l, r.ID, p, q)
		}
		v.Alike = append(v.Alike, y)
	}
}

func proposalLink(round string, p *catalog.Proposal, note string) page.Link {
	x := proposalPick(p, false)
	return page.Link{Label: x.label, Href: "/desk/" + round + "/proposal/" + x.value, Note: note}
}

// why says in what two proposals are alike.
func why(l lang.Lang, x catalog.Likeness) string {
	text := lang.T(l, "proposal.alike.why", percent(x.Title), percent(x.Place), percent(x.Text))
	if !x.Kind {
		text += lang.T(l, "import.and") + lang.T(l, "proposal.alike.kind")
	}
	return text
}

// merging leads to the form that merges two proposals: p into q, or, if something has been merged into p already, q into
// p; nowhere if neither can give way.
func merging(l lang.Lang, round string, p, q *catalog.Proposal) page.Link {
	gives := func(p *catalog.Proposal) bool { return untouched(p) && len(p.Merged) == 0 }
	switch {
	case gives(p):
	case gives(q):
		p, q = q, p
	default:
		return page.Link{}
	}
	return page.Link{
		Label: lang.T(l, "proposal.merge.to", proposalCode(p.No), proposalCode(q.No)),
		Href:  fmt.Sprintf("/desk/%s/act/proposal.merge?no=%d&into=%d", round, p.No, q.No),
	}
}

// likelyFirst puts the proposals that one may be merged into in the order of likeness, which it says of those that are
// alike, and leaves out the one itself.
func likelyFirst(l lang.Lang, alike []catalog.Likeness, no int, all []page.Option) (out []page.Option) {
	out = []page.Option{}
	for _, x := range alike {
		i := slices.IndexFunc(all, func(o page.Option) bool { return o.Value == strconv.Itoa(x.No) })
		if i >= 0 {
			o := all[i]
			o.Label += " · " + lang.T(l, "proposal.alike.score", percent(x.Score))
			out = append(out, o)
		}
	}
	for _, o := range all {
		if o.Value != strconv.Itoa(no) && !slices.ContainsFunc(out, func(x page.Option) bool { return x.Value == o.Value }) {
			out = append(out, o)
		}
	}
	return out
}

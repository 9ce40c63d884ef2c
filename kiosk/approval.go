package kiosk

// Approvals, grants and what was filed elsewhere, as the desk offers them and as a proposer's slip tells them.

import (
	"cmp"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

func projectPick(p *catalog.Project, waits bool) pick {
	return pick{strconv.Itoa(p.Number), strconv.Itoa(p.Number) + " " + p.Title, waits}
}

// forwardPicks are the proposals that may be filed with the street or the district; none waits for it.
func forwardPicks(r *catalog.Round) []pick {
	return proposalsThat(func(r *catalog.Round, p *catalog.Proposal) (bool, bool) {
		switch r.Stage(p) {
		case catalog.Received, catalog.Screened, catalog.Surveyed, catalog.Recommended:
			return true, false
		}
		return false, false
	})(r)
}

// fastPicks are the costed proposals that the fast track is for.
func fastPicks(r *catalog.Round) (out []pick) {
	for _, p := range r.Proposals {
		if r.MayGrant(p) == nil {
			out = append(out, proposalPick(p, false))
		}
	}
	return out
}

// grantedPicks are the granted projects on which no work has begun.
func grantedPicks(r *catalog.Round) (out []pick) {
	for _, p := range r.Granted {
		if p.Withdrawn == "" && r.Works[p.Number] == nil {
			out = append(out, projectPick(p, false))
		}
	}
	return out
}

// approvalsThat are the projects that still need their approval, by how far it is.
func approvalsThat(is func(*catalog.Round, *catalog.Approval) bool) func(*catalog.Round) []pick {
	return func(r *catalog.Round) (out []pick) {
		for _, n := range r.Unapproved() {
			if is(r, r.Approvals[n]) {
				out = append(out, projectPick(r.Project(n), true))
			}
		}
		return out
	}
}

// takePart is the deed "fast.part".
func (s *Server) takePart(c *fiber.Ctx, l *catalog.Live, a *catalog.TakePart) (done, error) {
	entries, err := l.TakePart(c.UserContext(), me(c).Login, *a)
	if err != nil {
		return done{}, err
	}
	return done{N: entries[0].N, Entries: len(entries)}, nil
}

// approvalWay is what a proposer's slip tells of the fast track, and of the approval: who must answer, and until when.
func approvalWay(l lang.Lang, r *catalog.Round, p *catalog.Proposal) (out []page.WayPoint) {
	if x := r.Project(p.Granted); x != nil {
		out = append(out, page.WayPoint{Stage: page.Granted, At: day(x.Grant.Date), Text: Why(l, r, x.Number)})
	}
	if f := p.Forward; f != nil {
		out = append(out, page.WayPoint{Stage: page.Forwarded, At: forwardedAt(p), Text: lang.T(l, "way.forward", f.Body)})
	}
	x := r.Approvals[p.Project]
	if x == nil {
		return out
	}
	point := page.WayPoint{Stage: page.Submitted, At: day(x.Submitted), Text: lang.T(l, "way.submitted", x.Body)}
	if x.Due != "" && x.Decision == nil && !x.Returned() {
		point.Text = lang.T(l, "way.submitted.due", x.Body, lang.Day(l, day(x.Due)))
	}
	out = append(out, point)
	for i, s := range x.Stops {
		out = append(out, page.WayPoint{Stage: page.Returned, At: day(s.From), Text: x.Returns[i]})
	}
	if d := x.Decision; d != nil && d.Approved {
		out = append(out, page.WayPoint{Stage: page.Approved, At: day(d.Date), Text: lang.T(l, "way.approved", x.Body, d.Number)})
	} else if d != nil {
		out = append(out, page.WayPoint{Stage: page.Denied, At: day(d.Date)})
	}
	return out
}

// forwardedAt is when a proposal was filed elsewhere.
func forwardedAt(p *catalog.Proposal) (at time.Time) {
	for _, e := range p.Way {
		if e.Act == "proposal.forward" {
			at = e.Time
		}
	}
	return at
}

// previewGrant says what a grant costs and leaves.
func previewGrant(r *catalog.Round, l lang.Lang, body any) []string {
	a := body.(*catalog.Grant)
	p := r.Proposal(a.No)
	if p == nil || p.Estimate == nil {
		return nil
	}
	title, _ := p.Current()
	tier, _ := r.Scheme.TierOf(p.Estimate.Fund())
	left := r.Left(p.Kind) - p.Estimate.Cost()
	return []string{lang.T(l, "preview.fast.grant", proposalCode(p.No), title, lang.Money(l, p.Estimate.Cost()), cmp.Or(tier.Body, a.By), lang.Money(l, max(left, 0)))}
}

// previewApproval says what a decision means for the project.
func previewApproval(r *catalog.Round, l lang.Lang, body any) []string {
	a := body.(*catalog.DecideApproval)
	p := r.Project(a.Project)
	if p == nil {
		return nil
	}
	if a.Approved {
		return []string{lang.T(l, "preview.approval.approved", p.Number, p.Title, a.Number)}
	}
	return []string{lang.T(l, "preview.approval.refused", p.Number, p.Title, a.Why)}
}

// beginApproval dates what was most likely done today.
func beginApproval(body any, today string) {
	switch a := body.(type) {
	case *catalog.SubmitApproval:
		a.Date = today
	case *catalog.ReturnApproval:
		a.Date = today
	case *catalog.ResubmitApproval:
		a.Date = today
	case *catalog.DecideApproval:
		a.Date, a.Approved = today, true
	case *catalog.Grant:
		a.Date = today
	case *catalog.TakePart:
		a.Date = today
	case *catalog.ForwardAnswer:
		a.Date = today
	}
}

package tally

// This file is an outcome in the making: every rule funds and refuses through it.

import "slices"

// ruling is one run of a rule.
type ruling struct {
	contest Contest
	umpire  umpire
	gate    *gate
	out     Outcome

	completes bool // what comes up now is for the money that shares left over
}

func newRuling(c Contest, u umpire) *ruling {
	return &ruling{contest: c, umpire: u, gate: c.gate(), out: newOutcome(c, u.Ladder)}
}

// fund pays for a project that fits.
func (r *ruling) fund(e entry, why Reason) {
	why.Code = Funded
	r.reason(e, why)
	r.out.Funded = append(r.out.Funded, e.ID)
	r.out.Spent += e.Cost
	r.out.Remaining -= e.Cost
	r.gate.passed(e)
}

// refuse does not fund a project.
func (r *ruling) refuse(e entry, why Reason) {
	if why.Code != Withdrawn {
		why.TooDear = e.Cost > r.out.Budget
	}
	if why.Short == 0 && why.Code != Withdrawn {
		why.Short = max(0, e.Cost-r.out.Remaining)
	}
	r.reason(e, why)
}

// reason records what became of the project that comes up next.
func (r *ruling) reason(e entry, why Reason) {
	why.Completed = r.completes
	why.Rank, why.Score, why.Cost, why.Before = len(r.out.Ranking)+1, e.score, e.Cost, r.out.Remaining
	r.out.Ranking = append(r.out.Ranking, e.ID)
	r.out.Reasons[e.ID] = why
}

// unranked are the projects that have not come up.
func (r *ruling) unranked() (out []entry) {
	for _, e := range r.contest.entries() {
		if _, known := r.out.Reasons[e.ID]; !known {
			out = append(out, e)
		}
	}
	return out
}

// tied reports projects, given by index, that were equal when the first of them was funded; before are those that were
// equal the last time. What is left of a tie that has been reported is not a new one. It returns those equal now.
func (r *ruling) tied(equal, before []int) []int {
	if len(equal) < 2 || !slices.ContainsFunc(equal, func(p int) bool { return !slices.Contains(before, p) }) {
		return equal
	}
	var group []entry
	for _, p := range equal {
		group = append(group, entry{r.contest.Projects[p], r.contest.Counts.Votes[p]})
	}
	slices.SortFunc(group, r.umpire.before)
	t, _ := r.umpire.tie(group)
	t.Decisive = true // until [Rule.sways] finds that it is not
	r.out.Ties = append(r.out.Ties, t)
	return equal
}

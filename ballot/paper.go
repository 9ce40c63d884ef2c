package ballot

// The ballot paper: its forms, and which marks it allows.

import (
	"errors"
	"fmt"
	"slices"
)

// Form is how a ballot paper is marked; the scheme names it.
type Form string

const (
	Approval Form = "approval" // mark up to Max projects; each mark is one vote
	Ranking  Form = "ranking"  // list up to Max projects, best first; the k-th of L listed scores L-k+1
	Points   Form = "points"   // give points to up to Max projects, at most Sum in all
)

// Mark is one choice on a ballot: a project by its official number on the paper, and, on a points ballot,
// the points given to it (at least 1). Points is 0 in the other forms.
type Mark struct {
	Project int   `json:"p"`
	Points  int64 `json:"n,omitempty"`
}

// Marks are the choices of one ballot. The order has a meaning in the Ranking form only; see [Paper.Normal].
// No marks at all is a blank ballot, which counts as a ballot.
type Marks []Mark

// Paper is the list voted on, on screen or printed: projects numbered 1 to Projects and the limits of one ballot.
type Paper struct {
	Form     Form  `json:"form"`
	Projects int   `json:"projects"`      // number of projects, 1 to 999
	Max      int   `json:"max"`           // most projects on one ballot, 1 to Projects
	Sum      int64 `json:"sum,omitempty"` // most points on one ballot; Points form only

	// A knapsack ballot is an approval ballot whose projects may cost no more than Limit together; 0: no limit.
	// Costs are in the unit of Limit (fen in a round), Costs[i] that of project i+1; only a limit needs them.
	Limit int64   `json:"limit,omitempty"`
	Costs []int64 `json:"costs,omitempty"`
}

// Refusals of marks. Nothing is cut off to make a ballot fit: an overvote is refused whole.
var (
	ErrTooMany   = errors.New("选择的项目超过上限 / more projects are marked than the paper allows")
	ErrNoProject = errors.New("选票上没有这个项目 / no such project on this paper")
	ErrTwice     = errors.New("同一个项目选了两次 / one project is marked twice")
	ErrPoints    = errors.New("分数不对 / the points do not fit this paper")
	ErrOverspent = errors.New("所选项目的费用合计超过上限 / the marked projects cost more together than the paper allows")
)

// Check refuses marks that the paper does not allow, with [ErrTooMany], [ErrNoProject], [ErrTwice], [ErrPoints] or
// [ErrOverspent].
func (p Paper) Check(marks Marks) error {
	if len(marks) > p.Max {
		return fmt.Errorf("%w: %d > %d", ErrTooMany, len(marks), p.Max)
	}
	seen := make(map[int]bool, len(marks))
	var sum int64
	for _, m := range marks {
		switch {
		case m.Project < 1 || m.Project > p.Projects:
			return fmt.Errorf("%w: %d", ErrNoProject, m.Project)
		case seen[m.Project]:
			return fmt.Errorf("%w: %d", ErrTwice, m.Project)
		case p.Form != Points && m.Points != 0, p.Form == Points && (m.Points < 1 || m.Points > p.Sum-sum):
			return fmt.Errorf("%w: %d", ErrPoints, m.Project)
		}
		seen[m.Project] = true
		sum += m.Points
	}
	return p.afford(marks)
}

// afford refuses marks of projects that cost more together than the limit.
func (p Paper) afford(marks Marks) error {
	if p.Limit == 0 {
		return nil
	}
	left := p.Limit
	for _, m := range marks {
		if left -= p.Costs[m.Project-1]; left < 0 {
			return fmt.Errorf("%w: %d", ErrOverspent, m.Project)
		}
	}
	return nil
}

// Normal returns the marks in the one order in which they are kept and hashed: ascending project number, except in
// the Ranking form, whose order is the voter's.
func (p Paper) Normal(marks Marks) Marks {
	out := slices.Clone(marks)
	if p.Form != Ranking {
		slices.SortFunc(out, func(a, b Mark) int { return a.Project - b.Project })
	}
	return out
}

// Score is what the ballot gives to its i-th marked project: 1, its points, or its Borda score in a ranking.
func (p Paper) Score(marks Marks, i int) int64 {
	switch p.Form {
	case Ranking:
		return int64(len(marks) - i)
	case Points:
		return marks[i].Points
	}
	return 1
}

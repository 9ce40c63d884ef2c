package catalog

// The fast track (随报随审): small and urgent projects that are granted as they come, beside the vote.

import (
	"errors"
	"fmt"
	"slices"

	"linli/ballot/ledger"
	"linli/catalog/workday"
	"linli/tally"
)

// firstGranted is the number of the first project that is granted: those of a library end at maxProjects.
const firstGranted = maxProjects + 2

// Refusals of a grant.
var (
	// ErrWindow: while the ballot paper is fixed and nothing decided, what there is to divide must not change.
	ErrWindow = errors.New("项目库定稿后、结果产生前不能随报随审 / nothing is granted between the freeze of the library and the outcome")
	// ErrFast: the scheme's fast track is not for this project.
	ErrFast = errors.New("不符合方案的随报随审条件 / the scheme's fast track is not for this project")
	// ErrBudget: the fund has too little left.
	ErrBudget = errors.New("资金不够 / the fund has too little left")
	// ErrGroup: which project of a group is carried out is for the vote to say.
	ErrGroup = errors.New("同组项目只能选一个，应由表决决定 / of its group one project is carried out, and the vote says which")
)

// Project finds a project by its number, among those of the library and those granted, or nil.
func (r *Round) Project(number int) *Project {
	if i := number - firstGranted; i >= 0 && i < len(r.Granted) {
		return r.Granted[i]
	}
	if all := r.listed(); number >= 1 && number <= len(all) {
		return all[number-1]
	}
	return nil
}

// listed are the projects of the library; none before it is frozen.
func (r *Round) listed() []*Project {
	if r.Library == nil {
		return nil
	}
	return r.Library.Projects
}

// Projects are those of the library, then those granted.
func (r *Round) Projects() []*Project { return slices.Concat(r.listed(), r.Granted) }

// beside are the projects whose money the vote or the council does not divide.
func (r *Round) beside() (all []*Project) {
	if r.Library != nil {
		return r.Library.Beside
	}
	for _, p := range r.Granted {
		if p.Withdrawn == "" {
			all = append(all, p)
		}
	}
	return all
}

// Budget is what the vote or the council divides, in fen: the fund less what had been granted when the library was
// frozen, or as long as it is not, less what is granted. It is never negative.
func (r *Round) Budget() int64 {
	left := r.Scheme.Fund
	for _, p := range r.beside() {
		left -= p.Cost
	}
	return left
}

// Options are those of the scheme for what the vote or the council divides: what was granted of a kind is gone from the
// cap of that kind.
func (r *Round) Options() tally.Options {
	o := r.Scheme.Options()
	for _, p := range r.beside() {
		if _, capped := o.Caps[p.Kind]; capped {
			o.Caps[p.Kind] -= p.Cost
		}
	}
	return o
}

// Left is what can still be granted, in fen, of all kinds and of one: the fund and the cap of the kind, less what is funded.
func (r *Round) Left(kind string) int64 {
	left := r.Scheme.Fund
	most, capped := r.Scheme.Options().Caps[kind]
	for _, p := range r.Projects() {
		if r.Funded(p.Number) {
			left -= p.Cost
			if p.Kind == kind {
				most -= p.Cost
			}
		}
	}
	if capped {
		return min(left, most)
	}
	return left
}

// Grants refuses grants at a time when none may be made: [ErrWindow], [ErrStep].
func (r *Round) Grants() error {
	switch {
	case r.Of != "" && r.Outcome != nil:
		return ErrRehearsed
	case !r.Steps[7].Closed.IsZero(), r.Steps[3].Opened.IsZero():
		return ErrStep
	case r.Library != nil && r.Outcome == nil:
		return ErrWindow
	}
	return nil
}

// affords refuses a project for which the fund, or the cap of its kind, has too little left.
func (r *Round) affords(kind string, cost int64) error {
	if left := r.Left(kind); cost > left {
		return fmt.Errorf("%w: 还剩 %s，需要 %s / %s is left, it costs %s", ErrBudget, Written(left), Written(cost), Written(left), Written(cost))
	}
	return nil
}

// Grant decides at once that a screened and costed proposal is carried out, beside the vote.
type Grant struct {
	No     int    `json:"no" kind:"proposal"`
	Date   string `json:"date" kind:"date"`
	Body   string `json:"body,omitempty" kind:"due" limit:"60" form:"optional"` // that decided, by the tiers of the scheme; empty: it has none
	Number string `json:"number" limit:"40"`                                    // of the body's answer
	Why    string `json:"why" limit:"300"`
	By     string `json:"by" limit:"60"` // who signed
}

func (a *Grant) date(r *Round, _ workday.Calendar) error {
	if p := r.Proposal(a.No); p != nil && p.Estimate != nil {
		t, _ := r.Scheme.TierOf(p.Estimate.Fund())
		a.Body = t.Body
	}
	return nil
}

// MayGrant refuses a proposal that is not for the fast track now: [ErrFirst], [ErrDone], [ErrFast], [ErrGroup], [ErrBudget],
// and as [Round.Grants] does.
func (r *Round) MayGrant(p *Proposal) error {
	if err := r.Grants(); err != nil {
		return err
	}
	switch {
	case p.Granted > 0 || r.thanked(p):
		return &FieldError{"no", ErrDone}
	case p.Estimate == nil || !r.fastFrom(p):
		return &FieldError{"no", ErrFirst}
	case !r.Scheme.Fast(p.Estimate.Fund(), p.Estimate.Urgent != ""):
		return &FieldError{"no", fmt.Errorf("%w: %s", ErrFast, Written(p.Estimate.Fund()))}
	case p.Estimate.Group != "":
		return &FieldError{"no", fmt.Errorf("%w: %s", ErrGroup, p.Estimate.Group)}
	}
	return r.affords(p.Kind, p.Estimate.Cost())
}

func (a *Grant) check(r *Round) error {
	p := r.Proposal(a.No)
	if p == nil {
		return &FieldError{"no", ErrNoSuch}
	}
	if err := r.MayGrant(p); err != nil {
		return err
	}
	if t, _ := r.Scheme.TierOf(p.Estimate.Fund()); t.Body != a.Body {
		return &FieldError{"body", fmt.Errorf("%w: %s", ErrNoSuch, t.Body)}
	}
	return nil
}

// fastFrom tells whether a proposal may be granted where it stands: on its way to the library, or not funded by the vote.
func (r *Round) fastFrom(p *Proposal) bool {
	switch r.Stage(p) {
	case Screened, Surveyed, Recommended:
		return r.Library == nil
	case NotFunded:
		return r.Project(p.Project).Withdrawn == ""
	}
	return false
}

// thanked tells whether the proposer, or one whose proposal was merged into it, has been written that it is not funded.
func (r *Round) thanked(p *Proposal) bool {
	return r.Letters[p.No] != nil || slices.ContainsFunc(p.Merged, func(no int) bool { return r.Letters[no] != nil })
}

func (a *Grant) apply(r *Round, e ledger.Entry) {
	p := r.Proposal(a.No)
	x := r.projectOf(p, firstGranted+len(r.Granted))
	x.Grant = a
	p.Granted = x.Number
	r.grant(x, e)
}

// grant takes in a granted project; its works may begin.
func (r *Round) grant(p *Project, e ledger.Entry) {
	r.Granted = append(r.Granted, p)
	r.open(7, e)
}

// Revoke takes a grant back before work has begun. Its number is not used again, and what it cost is free again; but what
// was granted before the library was frozen stays granted from then on, for the vote divides the rest.
type Revoke struct {
	Project int    `json:"project" kind:"project"`
	Why     string `json:"why" limit:"300"`
}

func (a *Revoke) check(r *Round) error {
	p := r.Project(a.Project)
	switch {
	case p == nil || a.Project < firstGranted:
		return &FieldError{"project", ErrNoSuch}
	case p.Withdrawn != "" || r.Works[a.Project] != nil:
		return &FieldError{"project", ErrDone}
	case r.Library != nil && (r.Outcome == nil || slices.Contains(r.Library.Beside, p)):
		return &FieldError{"project", ErrWindow}
	}
	return nil
}

func (a *Revoke) apply(r *Round, _ ledger.Entry) {
	p := r.Project(a.Project)
	p.Withdrawn = a.Why
	if p.Proposal != nil {
		p.Proposal.Granted = 0
	}
}

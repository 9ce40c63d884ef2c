package catalog

// Step three, the costs: what a department says an item costs, who pays, and in which years.

import (
	"errors"
	"fmt"

	"linli/ballot/ledger"
)

// Estimate is what a department says a recommended item costs, or before the round table one that may go the fast track.
// What others pay comes first, the fund pays the rest: [Estimate.Fund].
type Estimate struct {
	No         int    `json:"no" kind:"proposal"`
	Department string `json:"department" limit:"40"`
	Low        int64  `json:"low" kind:"money" form:"optional" limit:"1000000000000000"`    // fen
	High       int64  `json:"high" kind:"money" form:"optional" limit:"1000000000000000"`   // fen
	Figure     int64  `json:"figure" kind:"money" form:"optional" limit:"1000000000000000"` // fen, all that it costs, whoever pays and when
	Basis      string `json:"basis" limit:"500" form:"lines"`
	Free       string `json:"free,omitempty" limit:"200" form:"optional"` // why it costs nothing, as where volunteers do it; needed if no cost is told
	Opinion    string `json:"opinion" limit:"200" form:"optional"`        // one line for the ballot
	Group      string `json:"group,omitempty" limit:"40" form:"optional"` // of the projects with the same group, as two for one site, at most one is funded

	Cofunding []Payer `json:"cofunding,omitempty" form:"optional"`          // who pays before the fund does
	Parts     []int64 `json:"parts,omitempty" kind:"money" form:"optional"` // fen, what the fund pays in each year; none: all of it in this one
	Urgent    string  `json:"urgent,omitempty" limit:"200" form:"optional"` // why it cannot wait; empty: it can
	Package   string  `json:"package,omitempty" limit:"40" form:"optional"` // of an urgent whole that is decided in packages and built together: its name
}

// Refusals of an estimate, beside those of its numbers.
var (
	ErrSplit   = errors.New("本届方案不允许这样分年实施，请按方案的年数、每年上限和总额填写 / the scheme does not let a project be split like that, keep to its years, its cap for each and its total")
	ErrPackage = errors.New("只有方案允许、并写明为什么急需的项目才能拆成几个包分开审议 / only an urgent project, and where the scheme allows it, is split into packages: say why it cannot wait")
)

// Others is what sponsors and residents pay, in fen.
func (a *Estimate) Others() (fen int64) {
	for _, x := range a.Cofunding {
		fen += x.Fen
	}
	return fen
}

// Fund is what the fund pays in all years together, in fen: by it tiers and the fast track go.
func (a *Estimate) Fund() int64 { return a.Figure - a.Others() }

// Cost is what the fund pays in this year, in fen: the cost on the ballot paper.
func (a *Estimate) Cost() int64 {
	if len(a.Parts) > 0 {
		return a.Parts[0]
	}
	return a.Fund()
}

func (a *Estimate) check(r *Round) error {
	p := r.Proposal(a.No)
	if p == nil {
		return &FieldError{"no", ErrNoSuch}
	}
	if err := a.checkPayers(r.Scheme); err != nil {
		return &FieldError{"cofunding", err}
	}
	switch stage := r.Stage(p); {
	case stage != Recommended && !(r.Scheme.Fast(a.Fund(), a.Urgent != "") && (stage == Screened || stage == Surveyed)):
		return &FieldError{"no", ErrFirst}
	case a.Low > a.Figure || a.Figure > a.High:
		return &FieldError{"figure", fmt.Errorf("%w: 估算应在低值与高值之间 / low ≤ figure ≤ high", ErrNumber)}
	case a.Package != "" && (r.Scheme.Packages != "allowed" || a.Urgent == "" || len(a.Parts) > 0):
		return &FieldError{"package", ErrPackage}
	case len(a.Parts) > 0:
		return a.checkParts(r.Scheme, p.Kind)
	}
	return a.checkCap(r.Scheme, p.Kind)
}

// since refuses an estimate that names no cost and does not say why: what was left out would be free on the ballot paper.
func (a *Estimate) since(*Round) error {
	switch {
	case a.Figure == 0 && a.Free == "":
		return &FieldError{"figure", ErrMissing}
	case a.Figure > 0 && a.Free != "":
		return &FieldError{"free", ErrNumber}
	}
	return nil
}

// checkCap refuses a project above the cap of one project, and says in which other way the scheme lets it come.
func (a *Estimate) checkCap(s Scheme, kind string) error {
	most := s.CapOf(kind)
	if most == 0 || a.Fund() <= most {
		return nil
	}
	err := fmt.Errorf("%w: 超过单个项目上限 / above the cap of one project", ErrNumber)
	if s.Splits(kind, a.Fund()) {
		err = fmt.Errorf("%w: 可以分年实施，请填写每年的金额 / it may be split over years, fill in the amount of each", err)
	}
	return &FieldError{"figure", err}
}

// settled refuses another cost of what has been granted by this one.
func (a *Estimate) settled(r *Round) error {
	if p := r.Proposal(a.No); p != nil && p.Granted > 0 {
		return &FieldError{"no", fmt.Errorf("%w: 已随报随审批准，须先撤回批准 / it has been granted by this estimate, revoke the grant first", ErrRests)}
	}
	return nil
}

func (a *Estimate) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Estimate = a }

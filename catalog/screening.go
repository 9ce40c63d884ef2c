package catalog

// Step three, 筛选共议: the negative list, the site survey, the round table, the estimates.

import (
	"fmt"

	"linli/ballot/ledger"
)

// Screen decides a proposal on the negative list: one reason a ground, empty where the ground does not apply.
type Screen struct {
	No      int      `json:"no" kind:"proposal"`
	Reasons []string `json:"reasons" kind:"grounds" limit:"300" form:"optional"`
	By      string   `json:"by" limit:"60"`
	Remains string   `json:"remains" limit:"300" form:"optional"` // what remains possible, if excluded
}

// Excluded is the first ground that applies, from 1, or 0.
func (a *Screen) Excluded() int {
	for i, why := range a.Reasons {
		if why != "" {
			return i + 1
		}
	}
	return 0
}

func (a *Screen) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Into > 0, p.Screening != nil:
		return &FieldError{"no", ErrDone}
	case len(a.Reasons) != len(r.Scheme.Grounds):
		return &FieldError{"reasons", fmt.Errorf("%w: %d / %d", ErrNumber, len(a.Reasons), len(r.Scheme.Grounds))}
	}
	return nil
}

func (a *Screen) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Screening = a }

// Survey is the visit to the site by advisers, departments and the proposer.
type Survey struct {
	No      int    `json:"no" kind:"proposal"`
	Date    string `json:"date" kind:"date"`
	Who     string `json:"who" limit:"100"`
	Finding string `json:"finding" limit:"500" form:"lines"`
	Pass    bool   `json:"pass"`
	Remains string `json:"remains" limit:"300" form:"optional"`
}

func (a *Survey) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Survey != nil:
		return &FieldError{"no", ErrDone}
	case r.Stage(p) != Screened:
		return &FieldError{"no", ErrFirst}
	}
	return nil
}

func (a *Survey) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Survey = a }

// RoundTable is the neighbourhood round table: the meeting and, in the order decided, its items.
type RoundTable struct {
	Meet
	Items   []int // proposals
	Ranking []int // proposals, best first
}

// Meet opens the round table.
type Meet struct {
	Date      string   `json:"date" kind:"date"`
	Place     string   `json:"place" limit:"60"`
	Moderator string   `json:"moderator" limit:"40"` // role and surname
	Recorder  string   `json:"recorder" limit:"40"`
	Present   []string `json:"present" limit:"40"` // roles and surnames
	Observers []string `json:"observers" limit:"40" form:"optional"`
}

func (a *Meet) check(r *Round) error {
	if r.Table != nil {
		return ErrDone
	}
	return nil
}
func (a *Meet) apply(r *Round, _ ledger.Entry) { r.Table = &RoundTable{Meet: *a} }

// Decide is the round table's decision on one item. New texts stand beside the original, which is kept.
type Decide struct {
	No         int    `json:"no" kind:"proposal"`
	Discussion string `json:"discussion" limit:"1000" form:"lines"`
	Result     string `json:"result" of:"recommend put_off decline"`
	Why        string `json:"why" limit:"300"`
	NewTitle   string `json:"new_title" limit:"40" form:"optional"`
	NewText    string `json:"new_text" limit:"1000" form:"lines optional"`
	ChangeWhy  string `json:"change_why" limit:"300" form:"optional"`
	Remains    string `json:"remains" limit:"300" form:"optional"`
}

func (a *Decide) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case r.Table == nil:
		return fmt.Errorf("%w: 圆桌会 / the round table has not met", ErrFirst)
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Decision != nil:
		return &FieldError{"no", ErrDone}
	case r.Stage(p) != Surveyed:
		return &FieldError{"no", ErrFirst}
	case (a.NewTitle != "" || a.NewText != "") && a.ChangeWhy == "":
		return &FieldError{"change_why", ErrMissing}
	}
	return nil
}

func (a *Decide) apply(r *Round, _ ledger.Entry) {
	r.Proposal(a.No).Decision = a
	r.Table.Items = append(r.Table.Items, a.No)
}

// Rank is the order in which those present recommend the items.
type Rank struct {
	Order []int `json:"order" kind:"proposals"`
}

func (a *Rank) check(r *Round) error {
	if r.Table == nil {
		return fmt.Errorf("%w: 圆桌会 / the round table has not met", ErrFirst)
	}
	seen := map[int]bool{}
	for _, no := range a.Order {
		p := r.Proposal(no)
		if p == nil || seen[no] || r.Stage(p) != Recommended {
			return &FieldError{"order", fmt.Errorf("%w: %d", ErrNoSuch, no)}
		}
		seen[no] = true
	}
	return nil
}

func (a *Rank) apply(r *Round, _ ledger.Entry) {
	for _, no := range r.Table.Ranking {
		r.Proposal(no).RankAt = 0
	}
	r.Table.Ranking = a.Order
	for i, no := range a.Order {
		r.Proposal(no).RankAt = i + 1
	}
}

// Estimate is what a department says a recommended item costs.
type Estimate struct {
	No         int    `json:"no" kind:"proposal"`
	Department string `json:"department" limit:"40"`
	Low        int64  `json:"low" kind:"money" form:"optional" limit:"1000000000000000"`    // fen
	High       int64  `json:"high" kind:"money" form:"optional" limit:"1000000000000000"`   // fen
	Figure     int64  `json:"figure" kind:"money" form:"optional" limit:"1000000000000000"` // fen, the cost on the ballot paper
	Basis      string `json:"basis" limit:"500" form:"lines"`
	Opinion    string `json:"opinion" limit:"200" form:"optional"`        // one line for the ballot
	Group      string `json:"group,omitempty" limit:"40" form:"optional"` // of the projects with the same group, as two for one site, at most one is funded
}

func (a *Estimate) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case r.Stage(p) != Recommended:
		return &FieldError{"no", ErrFirst}
	case a.Low > a.Figure || a.Figure > a.High:
		return &FieldError{"figure", fmt.Errorf("%w: 估算应在低值与高值之间 / low ≤ figure ≤ high", ErrNumber)}
	case r.Scheme.CapOf(p.Kind) > 0 && a.Figure > r.Scheme.CapOf(p.Kind):
		return &FieldError{"figure", fmt.Errorf("%w: 超过单个项目上限 / above the cap of one project", ErrNumber)}
	}
	return nil
}

func (a *Estimate) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Estimate = a }

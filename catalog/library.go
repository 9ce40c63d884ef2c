package catalog

// Step three's result, 项目库: the costed projects, numbered by a public draw and frozen into the ballot paper.

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
)

// Library is the shortlisted projects; Projects[i] has the number i+1.
type Library struct {
	Seed     string
	Frozen   time.Time
	Projects []*Project
	Paper    ballot.Paper
}

// Project is an admitted, costed, votable proposal.
type Project struct {
	Number     int
	Proposal   *Proposal
	Title      string
	Place      string
	Text       string
	Benefits   string
	Kind       string
	Cost       int64 // fen
	Department string
	Opinion    string
	Group      string // of its projects at most one is funded; empty: no group
	Withdrawn  string // why it was withdrawn after the paper was fixed, or empty
}

// Project finds a project by its number, or nil.
func (r *Round) Project(number int) *Project {
	if r.Library == nil || number < 1 || number > len(r.Library.Projects) {
		return nil
	}
	return r.Library.Projects[number-1]
}

// Candidates are the proposals that the library will hold: recommended and costed.
func (r *Round) Candidates() []*Proposal {
	var out []*Proposal
	for _, p := range r.Proposals {
		if p.Estimate != nil && p.Into == 0 {
			out = append(out, p)
		}
	}
	return out
}

// Freeze numbers the projects and fixes the ballot paper. Drawn, their order is that of SHA-256(seed‖0x00‖slip), so
// that anyone can draw it again; the seed is settled in public, as by dice. Else it is the order received.
type Freeze struct {
	Seed  string `json:"seed" limit:"100" form:"optional"` // needed if drawn
	Drawn bool   `json:"drawn"`
}

const minProjects, maxProjects = 1, 999

func (a *Freeze) check(r *Round) error {
	if a.Drawn && a.Seed == "" {
		return &FieldError{"seed", ErrMissing}
	}
	n := len(r.Candidates())
	if n < minProjects || n > maxProjects {
		return fmt.Errorf("%w: 项目库有 %d 个项目 / the library has %d projects", ErrFirst, n, n)
	}
	for _, p := range r.Proposals {
		if s := r.Stage(p); s == Received || s == Screened || s == Surveyed || s == Recommended && p.Estimate == nil {
			return fmt.Errorf("%w: 第 %d 号提议尚未办结 / proposal %d is still at %q", ErrFirst, p.No, p.No, s)
		}
	}
	return nil
}

func (a *Freeze) apply(r *Round, e ledger.Entry) {
	order := r.Candidates()
	if a.Drawn {
		lot := func(p *Proposal) []byte {
			sum := sha256.Sum256([]byte(a.Seed + "\x00" + p.Slip))
			return sum[:]
		}
		slices.SortFunc(order, func(x, y *Proposal) int { return bytes.Compare(lot(x), lot(y)) })
	}
	lib := &Library{Seed: a.Seed, Frozen: e.Time}
	for i, p := range order {
		p.Project = i + 1
		title, text := p.Current()
		lib.Projects = append(lib.Projects, &Project{
			Number: i + 1, Proposal: p, Title: title, Place: p.Place, Text: text, Benefits: p.Benefits, Kind: p.Kind,
			Cost: p.Estimate.Figure, Department: p.Estimate.Department, Opinion: p.Estimate.Opinion, Group: p.Estimate.Group,
		})
	}
	lib.Paper = ballot.Paper{Form: r.Scheme.Form, Projects: len(order), Max: min(r.Scheme.MaxMarks, len(order)), Sum: r.Scheme.Sum, Limit: r.Scheme.Limit}
	if lib.Paper.Limit > 0 {
		for _, p := range lib.Projects {
			lib.Paper.Costs = append(lib.Paper.Costs, p.Cost)
		}
	}
	r.Library = lib
	r.close(3, e)
	r.open(4, e)
}

// Withdraw takes a project out of the running after the paper has been fixed. It keeps its number and its votes, and no
// rule funds it or stops at it.
type Withdraw struct {
	Project int    `json:"project" kind:"project"`
	Why     string `json:"why" limit:"300"`
}

func (a *Withdraw) check(r *Round) error {
	p := r.Project(a.Project)
	switch {
	case p == nil:
		return &FieldError{"project", ErrNoSuch}
	case p.Withdrawn != "":
		return &FieldError{"project", ErrDone}
	}
	return nil
}

func (a *Withdraw) apply(r *Round, _ ledger.Entry) { r.Project(a.Project).Withdrawn = a.Why }

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
	Beside   []*Project // granted before, whose money the vote does not divide
	Paper    ballot.Paper
}

// Project is an admitted, costed, votable proposal.
type Project struct {
	Number     int
	Proposal   *Proposal // nil for a part taken over from an earlier round
	Title      string
	Place      string
	Text       string
	Benefits   string
	Kind       string
	Cost       int64 // fen, what the fund pays this year
	Total      int64 // fen, what it costs in all, whoever pays and when
	Department string
	Opinion    string
	Group      string // of its projects at most one is funded; empty: no group
	Withdrawn  string // why it was withdrawn after the paper was fixed, or its grant was revoked; or empty

	Payers  []Payer   // who pays before the fund does
	Parts   []int64   // fen, what the fund pays in each year; none: all in this one
	Part    int       // which of them Cost is, from 1; 0: it is not split
	Urgent  string    // why it could not wait, or empty
	Package string    // of its packages: the name of the whole that is built together; empty: it is one by itself
	Grant   *Grant    // how it was granted, or nil
	From    *TakePart // where it was taken over from, or nil
}

// projectOf is the project that a costed proposal becomes, under that number.
func (r *Round) projectOf(p *Proposal, number int) *Project {
	title, text := p.Current()
	e := p.Estimate
	x := &Project{
		Number: number, Proposal: p, Title: title, Place: p.Place, Text: text, Benefits: p.Benefits, Kind: p.Kind,
		Cost: e.Cost(), Total: e.Figure, Department: e.Department, Opinion: e.Opinion, Group: e.Group,
		Payers: e.Cofunding, Parts: e.Parts, Urgent: e.Urgent, Package: e.Package,
	}
	if len(x.Parts) > 0 {
		x.Part = 1
	}
	return x
}

// Candidates are the proposals that the library will hold: recommended and costed.
func (r *Round) Candidates() []*Proposal {
	var out []*Proposal
	for _, p := range r.Proposals {
		if p.Estimate != nil && r.Stage(p) == Recommended {
			out = append(out, p)
		}
	}
	return out
}

// Freeze numbers the projects and fixes the ballot paper. Those carried over from an earlier round come first, in the
// order received. Drawn, the order of the others is that of SHA-256(seed‖0x00‖slip), so that anyone can draw it again; the
// seed is settled in public, as by dice. Else it is the order received.
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
		if err := r.Unsettled(p); err != nil {
			return err
		}
	}
	return nil
}

// timely refuses to freeze while a review can still be asked for.
func (a *Freeze) timely(r *Round, now time.Time) error { return r.runs(dateOf(now)) }

// order is that of the projects.
func (a *Freeze) order(all []*Proposal) []*Proposal {
	lot := func(p *Proposal) []byte {
		sum := sha256.Sum256([]byte(a.Seed + "\x00" + p.Slip))
		return sum[:]
	}
	slices.SortStableFunc(all, func(x, y *Proposal) int {
		switch {
		case x.Carried() && y.Carried():
			return 0
		case x.Carried():
			return -1
		case y.Carried():
			return 1
		case a.Drawn:
			return bytes.Compare(lot(x), lot(y))
		}
		return 0
	})
	return all
}

func (a *Freeze) apply(r *Round, e ledger.Entry) {
	order := a.order(r.Candidates())
	lib := &Library{Seed: a.Seed, Frozen: e.Time, Beside: r.beside()}
	for i, p := range order {
		p.Project = i + 1
		lib.Projects = append(lib.Projects, r.projectOf(p, i+1))
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
	case p == nil || a.Project >= firstGranted:
		return &FieldError{"project", ErrNoSuch}
	case p.Withdrawn != "":
		return &FieldError{"project", ErrDone}
	}
	return nil
}

func (a *Withdraw) apply(r *Round, _ ledger.Entry) { r.Project(a.Project).Withdrawn = a.Why }

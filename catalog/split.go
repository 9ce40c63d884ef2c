package catalog

// Projects split over years: this year's part is on the paper, each next round takes over the next as a grant.

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"linli/ballot/ledger"
	"linli/ballot/store"
)

// checkParts refuses parts that the scheme does not allow, or that do not add up to what the fund pays.
func (a *Estimate) checkParts(s Scheme, kind string) error {
	sum := int64(0)
	wrong := len(a.Parts) < 2 || len(a.Parts) > s.SplitYears || !s.Splits(kind, a.Fund())
	for _, fen := range a.Parts {
		wrong = wrong || fen <= 0 || fen > s.CapOf(kind)
		sum += min(max(fen, 0), a.Fund()+1)
	}
	if wrong || sum != a.Fund() {
		return &FieldError{"parts", fmt.Errorf("%w: %d × ≤ %s ≤ %s", ErrSplit, s.SplitYears, Written(s.CapOf(kind)), Written(s.SplitMost))}
	}
	return nil
}

// Fund is what the fund pays for a project in all its years together, in fen.
func (p *Project) Fund() int64 {
	if len(p.Parts) == 0 {
		return p.Cost
	}
	sum := int64(0)
	for _, fen := range p.Parts {
		sum += fen
	}
	return sum
}

// Brought is what a round takes over of a project of an earlier one.
type Brought struct {
	Title      string  `json:"title" limit:"40"`
	Place      string  `json:"place" limit:"80"`
	Text       string  `json:"text" limit:"1000" form:"lines"`
	Benefits   string  `json:"benefits" limit:"200"`
	Kind       string  `json:"kind" of:"engineering service"`
	Department string  `json:"department" limit:"40"`
	Total      int64   `json:"total" limit:"1000000000000000"` // fen, of all payers and years
	Parts      []int64 `json:"parts"`                          // fen, what the fund pays in each year
	Part       int     `json:"part" limit:"5"`                 // which of them this is, from 2
}

// TakePart grants the next part of a project that an earlier round of the same store has begun. Only [Live.TakePart] does
// it, which looks that round up.
type TakePart struct {
	FromRound   string `json:"from_round" limit:"40"`
	FromProject int    `json:"from_project" limit:"9999"` // its number there
	Date        string `json:"date" kind:"date"`
	Body        string `json:"body,omitempty" kind:"due" limit:"60" form:"optional"` // that decided, by the tiers of the scheme
	Number      string `json:"number" limit:"40"`
	By          string `json:"by" limit:"60"`
	Brought
}

// Refusals of taking over a part.
var (
	// ErrNoPart: that round has no such project, or none with a part left.
	ErrNoPart = errors.New("那一届没有这个待续的分年项目 / that round has no such project with a part left")
	// ErrTaken: another round has taken it over.
	ErrTaken = errors.New("下一年的部分已由另一届接续 / another round has taken over the next part")
)

func (a *TakePart) check(r *Round) error {
	if err := validate(reflect.ValueOf(&a.Brought).Elem()); err != nil {
		return err
	}
	if a.FromRound == r.ID || a.Part < 2 || a.Part > len(a.Parts) || a.Parts[a.Part-1] <= 0 {
		return &FieldError{"from_project", ErrNoPart}
	}
	for _, p := range r.Granted {
		if p.From != nil && p.Withdrawn == "" && p.From.FromRound == a.FromRound && p.From.FromProject == a.FromProject {
			return &FieldError{"from_project", ErrDone}
		}
	}
	cost := a.Parts[a.Part-1]
	if most := r.Scheme.CapOf(a.Kind); most > 0 && cost > most {
		return &FieldError{"from_project", fmt.Errorf("%w: %s > %s", ErrSplit, Written(cost), Written(most))}
	}
	if t, _ := r.Scheme.TierOf((&Project{Parts: a.Parts}).Fund()); t.Body != a.Body {
		return &FieldError{"body", fmt.Errorf("%w: %s", ErrNoSuch, t.Body)}
	}
	if err := r.Grants(); err != nil {
		return err
	}
	return r.affords(a.Kind, cost)
}

func (a *TakePart) apply(r *Round, e ledger.Entry) {
	r.grant(&Project{
		Number: firstGranted + len(r.Granted), Title: a.Title, Place: a.Place, Text: a.Text, Benefits: a.Benefits, Kind: a.Kind, Department: a.Department,
		Cost: a.Parts[a.Part-1], Total: a.Total, Parts: a.Parts, Part: a.Part, From: a,
	}, e)
}

// partKey holds the round that has taken over the next part of a project.
func partKey(a TakePart) []byte { return fmt.Appendf(nil, "part/%s/%d", a.FromRound, a.FromProject) }

// TakePart grants the next part of a project that another round of the store, of the same community, has carried out in
// part: what a says of the decision, with what that round says of the project. One round at most takes over a part.
// Refusals: [ErrNoPart], [ErrTaken], [ErrBudget], [ErrWindow], [FieldError].
func (l *Live) TakePart(ctx context.Context, actor string, a TakePart) ([]ledger.Entry, error) {
	if err := l.bring(ctx, &a); err != nil {
		return nil, err
	}
	d, err := draft(actor, &a)
	if err != nil {
		return nil, err
	}
	for {
		check, err := l.unclaimed(ctx, a)
		if err != nil {
			return nil, err
		}
		entries, err := l.ledger.AppendIf(ctx, []store.Check{check}, func(now time.Time) ([]ledger.Draft, error) {
			l.mu.RLock()
			defer l.mu.RUnlock()
			return []ledger.Draft{d}, l.round.allowNow(d.Body.(Act))
		}, store.Op{Key: check.Key, Val: []byte(l.id)})
		if !errors.Is(err, store.ErrConflict) {
			return entries, err
		}
	}
}

// bring fills in what the earlier round says of the project, and who decides here.
func (l *Live) bring(ctx context.Context, a *TakePart) error {
	none := &FieldError{"from_project", fmt.Errorf("%w: %s %d", ErrNoPart, a.FromRound, a.FromProject)}
	if a.FromRound == l.id {
		return none
	}
	earlier, err := Open(ctx, l.env, a.FromRound)
	if err != nil {
		return &FieldError{"from_round", err}
	}
	defer earlier.Close()
	var s Scheme
	l.Read(func(r *Round) { s = r.Scheme })
	err = none
	earlier.Read(func(r *Round) {
		p := r.Project(a.FromProject)
		if p == nil || !r.Funded(p.Number) || p.Part == 0 || p.Part >= len(p.Parts) || r.Of != "" ||
			r.Scheme.Community != s.Community || r.Scheme.Street != s.Street || r.Scheme.District != s.District {
			return
		}
		if x := r.Approvals[p.Number]; r.Approvable(p.Number) && (x == nil || x.Decision == nil) {
			err = &FieldError{"from_project", fmt.Errorf("%w: approval.decide", ErrFirst)}
			return
		}
		a.Brought, err = Brought{p.Title, p.Place, p.Text, p.Benefits, p.Kind, p.Department, p.Total, p.Parts, p.Part + 1}, nil
	})
	t, _ := s.TierOf((&Project{Parts: a.Parts}).Fund())
	a.Body = t.Body
	return err
}

// unclaimed is the check that no other round takes over the part meanwhile; [ErrTaken] if one has. What a round has
// claimed and revoked is free.
func (l *Live) unclaimed(ctx context.Context, a TakePart) (c store.Check, err error) {
	it, err := l.env.Store.Get(ctx, partKey(a))
	c = store.Check{Key: partKey(a), Ver: it.Ver}
	if err != nil || it.Ver == 0 || string(it.Val) == l.id {
		return c, err
	}
	other, err := Open(ctx, l.env, string(it.Val))
	if err != nil {
		return c, err
	}
	defer other.Close()
	other.Read(func(r *Round) {
		for _, p := range r.Granted {
			if p.From != nil && p.Withdrawn == "" && p.From.FromRound == a.FromRound && p.From.FromProject == a.FromProject {
				err = &FieldError{"from_project", fmt.Errorf("%w: %s", ErrTaken, it.Val)}
			}
		}
	})
	return c, err
}

// Together are the numbers of the projects that are built together with p as packages of one whole, p's among them; alone
// if it is none.
func (r *Round) Together(p *Project) (numbers []int) {
	for _, x := range r.Projects() {
		if x == p || p.Package != "" && x.Package == p.Package && r.Funded(x.Number) {
			numbers = append(numbers, x.Number)
		}
	}
	return numbers
}

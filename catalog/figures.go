package catalog

// The figures of a programme: how many proposals and projects came how far in which month, and for how much, over all
// rounds of a store; computed from the records, never typed.

import (
	"context"
	"math"
	"time"
)

// Phase is how far something came.
type Phase string

// The phases of a proposal and of the project that it becomes.
const (
	Proposed Phase = "proposed" // handed in; its money is the proposer's guess
	Approved Phase = "approved" // decided to be carried out; its money is the cost that was decided on
	Begun    Phase = "begun"    // at work; its money is the contract
	Done     Phase = "done"     // finished and accepted; its money is the contract
	Spent    Phase = "spent"    // a payment; its money is what was paid
)

// Phases are all of them, in their order.
var Phases = []Phase{Proposed, Approved, Begun, Done, Spent}

// Heading is what a figure is about.
type Heading struct {
	Month     string // in Asia/Shanghai, as in 2026-09
	District  string
	Street    string
	Community string
	Kind      string // engineering or service
	Phase     Phase
}

// Figure is how many, and for how much together in fen. Money beyond what 64 bits hold stands at their end.
type Figure struct{ Number, Money int64 }

// Plus adds two figures.
func (f Figure) Plus(g Figure) Figure {
	if g.Money > math.MaxInt64-f.Money {
		return Figure{f.Number + g.Number, math.MaxInt64}
	}
	return Figure{f.Number + g.Number, f.Money + g.Money}
}

// Figures are sums by what they are about. Their size goes by communities and months, not by proposals.
type Figures map[Heading]Figure

// add counts one more in a month; a month that is not known is not counted.
func (f Figures) add(h Heading, month string, phase Phase, money int64) {
	if h.Month, h.Phase = month, phase; month != "" {
		f[h] = f[h].Plus(Figure{1, money})
	}
}

// Count adds a round. A rehearsal adds nothing.
func (f Figures) Count(r *Round) {
	if r.Of != "" {
		return
	}
	for _, p := range r.Proposals {
		f.add(r.heading(p.Kind), monthOf(p.Received.Time), Proposed, p.Cost)
	}
	for _, p := range r.Projects() {
		if r.Funded(p.Number) {
			f.add(r.heading(p.Kind), r.approvedIn(p), Approved, p.Cost)
			f.work(r.heading(p.Kind), r.Works[p.Number])
		}
	}
}

// approvedIn is the month in which a funded project was decided for good: granted, approved where the scheme asks for that,
// else by the outcome; empty if its approval is awaited.
func (r *Round) approvedIn(p *Project) string {
	date := ""
	switch x := r.Approvals[p.Number]; {
	case p.Grant != nil:
		date = p.Grant.Date
	case p.From != nil:
		date = p.From.Date
	case x != nil && x.Decision != nil:
		date = x.Decision.Date
	case len(r.Scheme.Tiers) == 0, r.Notice != nil: // a linli that knew no approvals published without them
		return monthOf(r.Steps[4].Closed)
	}
	return date[:min(len(date), len("2026-09"))]
}

// work counts a funded project from the day on which it was begun.
func (f Figures) work(h Heading, w *Work) {
	if w == nil {
		return
	}
	f.add(h, monthOf(w.Started), Begun, w.Contract)
	for _, m := range w.Milestones {
		if m.Paid > 0 {
			f.add(h, m.Done[:len("2026-09")], Spent, m.Paid)
		}
	}
	if w.Finished != nil {
		f.add(h, w.Finished.Date[:len("2026-09")], Done, w.Contract)
	}
}

func (r *Round) heading(kind string) Heading {
	return Heading{District: r.Scheme.District, Street: r.Scheme.Street, Community: r.Scheme.Community, Kind: kind}
}

func monthOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(shanghai).Format("2006-01")
}

// Gather counts all rounds of a store, one after the other, so that one at a time is in memory. Those that are live
// already are taken as they are: have gives them, or nil; it may be nil itself. Errors are those of [Open].
func Gather(ctx context.Context, env Env, have func(id string) *Live) (Figures, error) {
	ids, err := List(ctx, env.Store)
	if err != nil {
		return nil, err
	}
	all := Figures{}
	for _, id := range ids {
		if have != nil {
			if l := have(id); l != nil {
				l.Read(all.Count)
				continue
			}
		}
		if err := all.gather(ctx, env, id); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// gather counts one round, which is opened for it.
func (f Figures) gather(ctx context.Context, env Env, id string) error {
	l, err := Open(ctx, env, id)
	if err != nil {
		return err
	}
	defer l.Close()
	l.Read(f.Count)
	return nil
}

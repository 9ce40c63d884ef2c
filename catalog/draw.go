package catalog

// Step four, between the accounts and the tally: lots are drawn in public.

import (
	"errors"
	"fmt"
	"slices"

	"linli/ballot/ledger"
	"linli/tally"
)

// Draw records the seed of the public draw, after the count and before the tally: how it came about, who watched, and
// the two officers. The seed decides what the ladder of ties leaves to a draw, and which sheets a recount looks at; after
// the votes of a council there are no sheets, and lots are drawn for a tie only. It is drawn once, and no correction takes it back: a draw that can be repeated is repeated until it pleases.
type Draw struct {
	Seed      string   `json:"seed" limit:"100"`
	How       string   `json:"how" limit:"200"`
	Witnesses []string `json:"witnesses" limit:"40"`
	Officers  []string `json:"officers" kind:"officers" limit:"40"`
}

// ErrSeed: a tally with another seed than the one that was drawn in public.
var ErrSeed = errors.New("抽签只抽一次，须用已经登记的种子 / lots are drawn once: the seed is the one on the ledger")

func (a *Draw) check(r *Round) error {
	switch {
	case r.Draw != nil:
		return &FieldError{"seed", ErrDone}
	case !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	}
	if err := r.counted(); err != nil || !r.Scheme.Council() {
		return err
	}
	drawn, err := r.Lots(anySeed)
	if err == nil && len(drawn) == 0 {
		err = fmt.Errorf("%w: 没有需要抽签的并列项目 / there is no tie to draw lots for", ErrNoSuch)
	}
	return err
}

func (a *Draw) apply(r *Round, _ ledger.Entry) { r.Draw = a }

// since refuses a tally in which a draw decides what is funded before lots have been drawn in public. Ledgers of the
// first release hold such tallies.
func (a *Tally) since(r *Round) error {
	if r.Draw != nil {
		return nil
	}
	drawn, err := r.Lots(a.Seed)
	if err == nil && slices.ContainsFunc(drawn, func(t tally.Tie) bool { return t.Decisive }) {
		err = fmt.Errorf("%w: 票数相同，须先公开抽签并登记 / there is a tie, lots must be drawn in public first", ErrFirst)
	}
	return err
}

// Lots are the ties that a draw with that seed decides, in the order of the ranking; which projects are in them is known
// before the draw. The errors are those of [Round.Reckon].
func (r *Round) Lots(seed string) (drawn []tally.Tie, err error) {
	out := r.Outcome
	if out == nil {
		o, err := r.Reckon(seed)
		if err != nil {
			return nil, err
		}
		out = &o
	}
	for _, t := range out.Ties {
		if slices.Contains(t.Between, tally.Draw) {
			drawn = append(drawn, t)
		}
	}
	return drawn, nil
}

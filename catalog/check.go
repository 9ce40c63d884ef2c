package catalog

// What must hold between a round, its box and what is kept beside them.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"linli/ballot"
	"linli/ballot/store"
)

// Findings is what a check has found in a round.
type Findings struct {
	Entries  int64
	Ballots  int // in the box
	Sealed   bool
	CheckIns int
	People   int // whose personal data are there
	Erased   int
}

// Check compares the round with its box, its roll and its people; what does not fit is [store.ErrDamaged]. That the
// round is there at all says that its ledger folds.
func (l *Live) Check(ctx context.Context) (f Findings, err error) {
	var refs []string
	l.Read(func(r *Round) {
		f.Entries = r.Entries
		for _, p := range r.Proposals {
			refs = append(refs, p.Proposer)
		}
	})
	for _, ref := range refs {
		switch _, err := l.Person(ctx, ref); {
		case err == nil:
			f.People++
		case errors.Is(err, ErrNoSuch):
			f.Erased++
		default:
			return f, err
		}
	}
	if f.CheckIns, err = l.Roll().Check(ctx); err != nil {
		return f, err
	}
	box, err := l.Box(ctx)
	if errors.Is(err, ErrNoLibrary) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	f.Ballots, f.Sealed = box.Count(), box.Sealed()
	l.Read(func(r *Round) { err = r.checkBox(box) })
	if err != nil {
		err = fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	return f, err
}

// checkBox compares the box with what the ledger says about it.
func (r *Round) checkBox(box *ballot.Box) error {
	for _, x := range box.Spends() {
		if _, ok := r.Poll.Printed(x.Commitment); !ok {
			return fmt.Errorf("票箱用了没有印过的选票 / the box has used a sheet that was never printed: %x", x.Commitment[:4])
		}
	}
	published := 0
	for _, h := range box.Hashes() {
		if r.Poll.IsPublished(h) {
			published++
		}
	}
	if published != r.Poll.Published {
		return fmt.Errorf("公布过 %[1]d 张，票箱里只有其中 %[2]d 张 / %[1]d ballots were published, %[2]d of them are in the box", r.Poll.Published, published)
	}
	if !r.closedPoll() {
		return nil
	}
	if !box.Sealed() || box.Count() != r.Poll.Ballots || len(box.Voids()) != r.Poll.Voids {
		return fmt.Errorf("封箱时有 %[1]d 张，现在有 %[2]d 张 / the box had %[1]d ballots when it was sealed, now %[2]d", r.Poll.Ballots, box.Count())
	}
	records, err := box.Records()
	for _, x := range records {
		opened, ok := r.Poll.Record(x.Tracker)
		if ok && (opened.Salt != x.Salt || !slices.Equal(opened.Marks, x.Marks)) {
			err = cmp.Or(err, fmt.Errorf("开箱的选票与票箱不符 / an opened ballot differs from that in the box: %s", x.Tracker))
		}
	}
	return err
}

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
	Settled  int   // check-ins by the accounts of the stations that are settled
	People   int   // whose personal data are there
	Erased   int   // by an entry of the ledger
	Missing  []int // proposals whose proposers are neither: lost, or erased by a linli that made no entry of it
	Photos   int   // that the round shows
}

// ErrLeft: personal data that are in the store though the ledger says that they were erased.
var ErrLeft = errors.New("台账记着已抹去，个人信息却还在：请启动服务并打开这一届的网页，打开时会重新抹去，再检查一遍 / personal data are still there that the ledger says were erased: start the server and open the round's page, which erases them again, then check again")

// Check compares the round with its box, its roll and its people; what does not fit is [store.ErrDamaged], and if all
// does but personal data that should be gone, [ErrLeft]. That the round is there at all says that its ledger folds.
func (l *Live) Check(ctx context.Context) (f Findings, err error) {
	l.Read(func(r *Round) { f.Entries = r.Entries })
	left, err := l.checkPeople(ctx, &f)
	if err != nil {
		return f, err
	}
	bare, err := l.checkPhotos(ctx, &f)
	if err != nil {
		return f, err
	}
	left = append(left, bare...)
	if err = l.checkBallots(ctx, &f); err == nil && len(left) > 0 {
		err = fmt.Errorf("%w: %d", ErrLeft, left)
	}
	return f, err
}

// checkPeople looks for every proposer, and returns the proposals whose proposers were erased and are still there.
func (l *Live) checkPeople(ctx context.Context, f *Findings) (left []int, err error) {
	var all []Proposal
	l.Read(func(r *Round) {
		for _, p := range r.Proposals {
			all = append(all, *p)
		}
	})
	for _, p := range all {
		switch _, err := l.Person(ctx, p.Proposer); {
		case err == nil && p.Erased:
			left = append(left, p.No)
		case err == nil:
			f.People++
		case !errors.Is(err, ErrNoSuch):
			return left, err
		case p.Erased:
			f.Erased++
		default:
			f.Missing = append(f.Missing, p.No)
		}
	}
	return left, nil
}

// checkPhotos looks for every photo, and returns the proposals whose photo was removed and is still there.
func (l *Live) checkPhotos(ctx context.Context, f *Findings) (left []int, err error) {
	shown, removed := map[string]int{}, map[string]int{}
	l.Read(func(r *Round) {
		for _, p := range r.Proposals {
			for _, hash := range p.photos() {
				shown[hash] = p.No
			}
			if p.Photo != "" && !r.Shows(p.Photo) {
				removed[p.Photo] = p.No
			}
		}
	})
	for hash, no := range shown {
		if _, err := l.Photo(ctx, hash); err != nil {
			return nil, fmt.Errorf("%w: %w: #%d", store.ErrDamaged, err, no)
		}
		f.Photos++
	}
	for hash, no := range removed {
		has, err := l.hasPhoto(ctx, hash)
		if err != nil {
			return nil, err
		}
		if has {
			left = append(left, no)
		}
	}
	slices.Sort(left)
	return left, nil
}

// checkBallots compares roll and box.
func (l *Live) checkBallots(ctx context.Context, f *Findings) (err error) {
	if f.CheckIns, err = l.Roll().Check(ctx); err != nil {
		return err
	}
	l.Read(func(r *Round) {
		for _, s := range r.Stations {
			if s.Account != nil {
				f.Settled += s.Account.CheckIns
			}
		}
	})
	box, err := l.Box(ctx)
	if errors.Is(err, ErrNoLibrary) {
		return nil
	}
	if err != nil {
		return err
	}
	f.Ballots, f.Sealed = box.Count(), box.Sealed()
	l.Read(func(r *Round) { err = r.checkBox(box) })
	if err != nil {
		err = fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	return err
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

package ballot

// A box whose store loses answers, or is full.

import (
	"context"
	"errors"
	"testing"

	"linli/ballot/store"
)

// doubtful is a store that loses answers: of the next commits each is done, or done late, or never, without an answer.
type doubtful struct {
	store.Store
	fate []string
	late func()
	then func() // after each of them
}

func (d *doubtful) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if len(d.fate) == 0 {
		return d.Store.Commit(ctx, checks, ops)
	}
	fate := d.fate[0]
	d.fate = d.fate[1:]
	if d.then != nil {
		defer d.then()
	}
	switch fate {
	case "done":
		_, err := d.Store.Commit(ctx, checks, ops)
		return 0, errors.Join(store.ErrUnknown, err)
	case "late":
		d.late = func() { d.Store.Commit(context.Background(), checks, ops) }
	case "overtaken": // by the late one
		d.late()
		return d.Store.Commit(ctx, checks, ops)
	case "full":
		return 0, store.ErrFull
	}
	return 0, store.ErrUnknown
}

func TestUnknownOutcomes(t *testing.T) {
	for _, c := range []struct {
		fate []string
		want error
	}{
		{[]string{"done"}, nil}, {[]string{"never"}, nil}, {[]string{"never", "done"}, nil}, {[]string{"late", "overtaken"}, nil},
		{[]string{"never", "late", "overtaken"}, nil}, {[]string{"full"}, store.ErrFull},
		{[]string{"never", "never", "never"}, store.ErrUnknown}, {[]string{"never", "never", "done"}, store.ErrUnknown},
		{[]string{"never", "full"}, store.ErrUnknown},
	} {
		m, all := sheets(poll, 3)
		d := &doubtful{Store: newStore(t), fate: c.fate}
		b := openBox(t, d, m)
		_, err := b.Cast(t.Context(), all[0], marks(1), Kiosk)
		wantErr(t, err, c.want)
		d.fate = nil
		r, err := b.Cast(t.Context(), all[0], marks(1), Phone)
		if err != nil || r.Tracker != all[0].Tracker(poll) {
			t.Errorf("%q, again: %v", c.fate, err)
		}
		_, err = b.Cast(t.Context(), all[0], marks(2), Phone)
		wantErr(t, err, ErrSpent)
		if in := opened(t, openBox(t, d.Store, m)); len(in) != 1 {
			t.Errorf("%q: the box holds %v", c.fate, in)
		}
	}
}

// The poll closes while the outcome of a cast is unknown: the voter is not told that nothing happened.
func TestPollClosesInDoubt(t *testing.T) {
	for _, fate := range [][]string{{"late", "overtaken"}, {"never"}, {"late", "never", "never"}} {
		m, all := sheets(poll, 1)
		d := &doubtful{Store: newStore(t), fate: fate, then: func() { m.closed.Store(true) }}
		b := openBox(t, d, m)
		_, err := b.Cast(t.Context(), all[0], marks(1), Kiosk)
		if d.late != nil {
			d.late()
		}
		in := opened(t, openBox(t, d.Store, m))
		if err == nil && len(in) != 1 || err != nil && !errors.Is(err, store.ErrUnknown) {
			t.Errorf("%q: %v, the box holds %v", fate, err, in)
		}
	}
}

// A closed poll still knows, in every process, the ballots that any process took.
func TestClosedPollKnowsAllBallots(t *testing.T) {
	s := newStore(t)
	m, all := sheets(poll, 2)
	a, b := openBox(t, s, m), openBox(t, s, m)
	_, err := a.Cast(t.Context(), all[0], marks(1), Kiosk)
	wantErr(t, err, nil)
	m.closed.Store(true)
	r, err := b.Cast(t.Context(), all[0], marks(1), Kiosk)
	if err != nil || r.Tracker != all[0].Tracker(poll) {
		t.Errorf("the same ballot in another process: %v", err)
	}
	_, err = b.Cast(t.Context(), all[0], marks(2), Kiosk)
	wantErr(t, err, ErrSpent)
	_, err = b.Cast(t.Context(), all[1], marks(2), Kiosk)
	wantErr(t, err, ErrNotOpen)
}

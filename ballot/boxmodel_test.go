package ballot

// The box beside a simple model, in random walks of two processes.

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"linli/ballot/store"
)

// walk is two boxes on one store, and what should be in them.
type walk struct {
	store  store.Store
	poll   string
	m      *printed
	sheets []Credential
	boxes  [2]*Box

	spent  map[int]string // marks in normal order
	void   map[int]bool
	sealed bool
}

func TestBoxModel(t *testing.T) {
	s := newStore(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		w := &walk{store: s, poll: fmt.Sprint("walk", n), spent: map[int]string{}, void: map[int]bool{}}
		w.m, w.sheets = sheets(w.poll, 6)
		for i := range w.boxes {
			w.open(r, i)
		}
		defer func() { w.boxes[0].Close(); w.boxes[1].Close() }()
		actions := []func(*rapid.T){w.cast, w.cast, w.cast, w.void1, w.reopen, w.toggle, w.cast, w.void1, w.seal}
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			rapid.SampledFrom(actions).Draw(r, "action")(r)
		}
		w.check(r)
	})
}

func (w *walk) open(r *rapid.T, i int) {
	b, err := OpenBox(r.Context(), w.store, w.poll, paper, w.m)
	if err != nil {
		r.Fatal(err)
	}
	w.boxes[i] = b
}

func (w *walk) draw(r *rapid.T) (*Box, int, Credential) {
	i := rapid.IntRange(0, len(w.sheets)-1).Draw(r, "sheet")
	return w.boxes[rapid.IntRange(0, 1).Draw(r, "box")], i, w.sheets[i]
}

// want is the answer that a cast must have; nil also for one that is repeated.
func (w *walk) want(i int, choice string) error {
	spent, used := w.spent[i]
	switch {
	case used && spent == choice:
		return nil
	case used:
		return ErrSpent
	case w.void[i]:
		return ErrVoid
	case w.sealed:
		return ErrSealed
	case !w.m.Open():
		return ErrNotOpen
	}
	return nil
}

func (w *walk) cast(r *rapid.T) {
	b, i, c := w.draw(r)
	choice := marks(rapid.SliceOfNDistinct(rapid.IntRange(1, 3), 0, 2, rapid.ID).Draw(r, "marks")...)
	kept := fmt.Sprint(paper.Normal(choice))
	want := w.want(i, kept)
	got, err := b.Cast(r.Context(), c, choice, rapid.SampledFrom([]Via{Kiosk, Phone}).Draw(r, "via"))
	if !errors.Is(err, want) || want == nil && (err != nil || got.Tracker != c.Tracker(w.poll)) {
		r.Fatalf("cast of sheet %d: %v, want %v", i, err, want)
	}
	if err == nil {
		w.spent[i] = kept
	}
}

func (w *walk) void1(r *rapid.T) {
	b, i, c := w.draw(r)
	_, used := w.spent[i]
	var want error
	switch {
	case used:
		want = ErrSpent
	case w.sealed && !w.void[i]:
		want = ErrSealed
	}
	if err := b.Void(r.Context(), c); !errors.Is(err, want) || want == nil && err != nil {
		r.Fatalf("void of sheet %d: %v, want %v", i, err, want)
	}
	w.void[i] = w.void[i] || want == nil
}

func (w *walk) toggle(*rapid.T) { w.m.closed.Store(w.m.Open()) }

func (w *walk) seal(r *rapid.T) {
	if rapid.IntRange(0, 3).Draw(r, "seal") > 0 {
		return
	}
	b, _, _ := w.draw(r)
	if err := b.Seal(r.Context()); err != nil {
		r.Fatal(err)
	}
	w.sealed = true
}

func (w *walk) reopen(r *rapid.T) {
	i := rapid.IntRange(0, 1).Draw(r, "box")
	w.boxes[i].Close()
	w.open(r, i)
}

// check compares both boxes with the model, before and after the seal.
func (w *walk) check(r *rapid.T) {
	for _, b := range w.boxes {
		if err := b.Sync(r.Context()); err != nil {
			r.Fatal(err)
		}
		voids := 0
		for i, c := range w.sheets {
			want := w.want(i, "no choice")
			if err := b.Look(c); !errors.Is(err, want) || want == nil && err != nil {
				r.Fatalf("look at sheet %d: %v, want %v", i, err, want)
			}
			if w.void[i] {
				voids++
			}
		}
		_, err := b.Records()
		if b.Sealed() != w.sealed || errors.Is(err, ErrNotSealed) == w.sealed || b.Count() != len(w.spent) || len(b.Voids()) != voids {
			r.Fatalf("%d ballots, %d voids, sealed %v; want %d, %d, %v", b.Count(), len(b.Voids()), b.Sealed(), len(w.spent), voids, w.sealed)
		}
	}
	if err := w.boxes[0].Seal(r.Context()); err != nil {
		r.Fatal(err)
	}
	records, err := w.boxes[0].Records()
	if err != nil || len(records) != len(w.spent) || len(w.boxes[0].Spends()) != len(w.spent) {
		r.Fatalf("%d records of %d: %v", len(records), len(w.spent), err)
	}
	for _, rec := range records {
		for i, c := range w.sheets {
			if rec.Tracker == c.Tracker(w.poll) && fmt.Sprint(rec.Marks) != w.spent[i] {
				r.Fatalf("sheet %d holds %v, cast %s", i, rec.Marks, w.spent[i])
			}
		}
	}
}

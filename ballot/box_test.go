package ballot

// The box under races: at most one ballot a credential, and what is accepted is counted.

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot/store"
)

func TestRefusals(t *testing.T) {
	m, all := sheets(poll, 5)
	b := openBox(t, newStore(t), m)
	cast := func(c Credential, m Marks, via Via) error {
		r, err := b.Cast(t.Context(), c, m, via)
		if (err == nil) != (r.Tracker == c.Tracker(poll)) || err != nil && r != (Receipt{}) {
			t.Errorf("receipt %v with error %v", r, err)
		}
		return err
	}
	unknown, renumbered := all[0], all[0]
	unknown.Secret[3]++
	renumbered.Serial.Number++
	for _, c := range []struct {
		sheet Credential
		marks Marks
		via   Via
		want  error
	}{
		{all[0], marks(1), "paper", ErrVia}, {all[0], marks(1), "", ErrVia},
		{sheet("other", 0), marks(1), Kiosk, ErrForeign},
		{unknown, marks(1), Kiosk, ErrUnknownCredential}, {renumbered, marks(1), Kiosk, ErrUnknownCredential},
		{all[0], marks(1, 2, 3, 4), Kiosk, ErrTooMany}, {all[0], marks(1, 1), Kiosk, ErrTwice},
		{all[0], marks(21), Kiosk, ErrNoProject}, {all[0], Marks{{1, 1}}, Kiosk, ErrPoints},
	} {
		wantErr(t, cast(c.sheet, c.marks, c.via), c.want)
	}
	wantErr(t, b.Void(t.Context(), unknown), ErrUnknownCredential)
	wantErr(t, b.Void(t.Context(), sheet("other", 0)), ErrForeign)
	wantErr(t, b.Look(renumbered), ErrUnknownCredential)
	_, err := b.Records()
	wantErr(t, err, ErrNotSealed)
	if b.Count() != 0 || b.chain.Len() != 0 {
		t.Fatal("a refusal left a trace")
	}
}

// One sheet after another through all that can happen to it, before and after the seal.
func TestRights(t *testing.T) {
	m, all := sheets(poll, 5)
	b := openBox(t, newStore(t), m)
	cast := func(c Credential, m Marks, via Via) error {
		_, err := b.Cast(t.Context(), c, m, via)
		return err
	}
	wantErr(t, b.Look(all[0]), nil)
	wantErr(t, cast(all[0], marks(1, 2), Kiosk), nil)
	wantErr(t, cast(all[0], marks(2, 1), Phone), nil)
	wantErr(t, cast(all[0], marks(1), Kiosk), ErrSpent)
	wantErr(t, b.Look(all[0]), ErrSpent)
	wantErr(t, b.Void(t.Context(), all[0]), ErrSpent)
	wantErr(t, b.Void(t.Context(), all[1]), nil)
	wantErr(t, b.Void(t.Context(), all[1]), nil)
	wantErr(t, cast(all[1], nil, Kiosk), ErrVoid)
	wantErr(t, b.Look(all[1]), ErrVoid)
	wantErr(t, cast(all[2], nil, Kiosk), nil)
	m.closed.Store(true)
	wantErr(t, cast(all[3], marks(1), Kiosk), ErrNotOpen)
	wantErr(t, b.Look(all[3]), ErrNotOpen)
	wantErr(t, cast(all[0], marks(1, 2), Kiosk), nil)
	m.closed.Store(false)
	if in := opened(t, b); len(in) != 2 || fmt.Sprint(in[all[2].Tracker(poll)]) != "[]" || !b.Sealed() {
		t.Errorf("the box holds %v", in)
	}
	wantErr(t, b.Seal(t.Context()), nil)
	wantErr(t, cast(all[3], marks(1), Kiosk), ErrSealed)
	wantErr(t, b.Look(all[3]), ErrSealed)
	wantErr(t, b.Void(t.Context(), all[3]), ErrSealed)
	wantErr(t, cast(all[0], marks(1, 2), Kiosk), nil)
	wantErr(t, cast(all[0], marks(2), Kiosk), ErrSpent)
	if v := b.Voids(); len(v) != 1 || v[0] != all[1].Commitment(poll) || !reflect.DeepEqual(b.Paper(), paper) {
		t.Errorf("voids %x", v)
	}
}

// A thousand casts of one sheet, over both channels and in two processes: one ballot; who cast the same has the same
// receipt, the others are refused.
func TestOneSheetManyCasts(t *testing.T) {
	s := newStore(t)
	m, all := sheets(poll, 1)
	boxes := []*Box{openBox(t, s, m), openBox(t, s, m)}
	choices := []Marks{marks(1, 2), marks(2, 1), marks(3), nil}
	var mu sync.Mutex
	accepted := map[string]int{}
	var casting sync.WaitGroup
	for i := range 1000 {
		casting.Go(func() {
			choice := choices[i%len(choices)]
			r, err := boxes[i/4%2].Cast(t.Context(), all[0], choice, []Via{Kiosk, Phone}[i/8%2])
			switch {
			case err == nil && r.Tracker == all[0].Tracker(poll):
				mu.Lock()
				accepted[fmt.Sprint(paper.Normal(choice))]++
				mu.Unlock()
			case !errors.Is(err, ErrSpent):
				t.Errorf("%v: %v", r, err)
			}
		})
	}
	casting.Wait()
	in := opened(t, boxes[1])
	won := fmt.Sprint(in[all[0].Tracker(poll)])
	want := 250
	if won == fmt.Sprint(marks(1, 2)) {
		want = 500
	}
	if len(in) != 1 || len(accepted) != 1 || accepted[won] != want {
		t.Errorf("the box holds %v; accepted %v", in, accepted)
	}
}

// Two processes race on the same sheets, each with a choice of its own: each sheet is won once, and both agree.
func TestTwoBoxes(t *testing.T) {
	const n = 400
	s := newStore(t)
	m, all := sheets(poll, n)
	boxes := []*Box{openBox(t, s, m), openBox(t, s, m)}
	var outcome [2][n]error
	var casting sync.WaitGroup
	for i, c := range all {
		for k, b := range boxes {
			casting.Go(func() { _, outcome[k][i] = b.Cast(t.Context(), c, marks(k+1), Kiosk) })
		}
	}
	casting.Wait()
	for _, b := range boxes {
		wantErr(t, b.Sync(t.Context()), nil)
	}
	a, b := opened(t, boxes[0]), opened(t, boxes[1])
	if len(a) != n || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("%d and %d ballots of %d", len(a), len(b), n)
	}
	for i, c := range all {
		winner := a[c.Tracker(poll)][0].Project - 1
		if outcome[winner][i] != nil || !errors.Is(outcome[1-winner][i], ErrSpent) {
			t.Errorf("sheet %d was won by %d: %v, %v", i, winner, outcome[0][i], outcome[1][i])
		}
	}
	again := openBox(t, s, m)
	if fmt.Sprint(opened(t, again)) != fmt.Sprint(a) || fmt.Sprint(again.Spends()) != fmt.Sprint(boxes[0].Spends()) {
		t.Error("reopened, the box holds something else")
	}
}

// Casts race the seal of another process: every nil answer is in the opened box, every refused one is not.
func TestCastsRaceSeal(t *testing.T) {
	for range 5 {
		const n = 300
		s := newStore(t)
		m, all := sheets(poll, n)
		boxes := []*Box{openBox(t, s, m), openBox(t, s, m)}
		var outcome [n]error
		var casting sync.WaitGroup
		var done atomic.Int32
		sealAt := int32(rand.IntN(n / 2))
		casting.Go(func() {
			for done.Load() < sealAt {
				time.Sleep(10 * time.Microsecond)
			}
			wantErr(t, boxes[0].Seal(t.Context()), nil)
		})
		for i, c := range all {
			casting.Go(func() {
				time.Sleep(time.Duration(i) * 30 * time.Microsecond)
				_, outcome[i] = boxes[i%2].Cast(t.Context(), c, marks(1+i%20), Phone)
				done.Add(1)
			})
		}
		casting.Wait()
		in := opened(t, openBox(t, s, m))
		accepted := 0
		for i, err := range outcome {
			marks, there := in[all[i].Tracker(poll)]
			switch {
			case err == nil:
				accepted++
				if !there || marks[0].Project != 1+i%20 {
					t.Errorf("sheet %d was accepted, the box holds %v", i, marks)
				}
			case !errors.Is(err, ErrSealed) || there:
				t.Errorf("sheet %d: %v, in the box %v", i, err, there)
			}
		}
		t.Logf("%d of %d accepted", accepted, n)
	}
}

func TestVoidRacesCast(t *testing.T) {
	const n = 200
	s := newStore(t)
	m, all := sheets(poll, n)
	boxes := []*Box{openBox(t, s, m), openBox(t, s, m)}
	var cast, void [n]error
	var racing sync.WaitGroup
	for i, c := range all {
		racing.Go(func() { _, cast[i] = boxes[i%2].Cast(t.Context(), c, marks(1), Kiosk) })
		racing.Go(func() { void[i] = boxes[rand.IntN(2)].Void(t.Context(), c) })
	}
	racing.Wait()
	in := opened(t, openBox(t, s, m))
	for i, c := range all {
		_, there := in[c.Tracker(poll)]
		if there && (cast[i] != nil || !errors.Is(void[i], ErrSpent)) || !there && (void[i] != nil || !errors.Is(cast[i], ErrVoid)) {
			t.Errorf("sheet %d in the box %v: cast %v, void %v", i, there, cast[i], void[i])
		}
	}
	if err := boxes[0].Sync(t.Context()); err != nil || len(boxes[0].Voids())+boxes[0].Count() != n {
		t.Errorf("%d voids and %d ballots of %d: %v", len(boxes[0].Voids()), boxes[0].Count(), n, err)
	}
}

// Casts race the closing of the box: nil is in it, ErrClosed is not.
func TestCastsRaceClose(t *testing.T) {
	const n = 300
	path := filepath.Join(t.TempDir(), "db")
	m, all := sheets(poll, n)
	s := openStore(t, path)
	b := openBox(t, s, m)
	var outcome [n]error
	var casting sync.WaitGroup
	for i, c := range all {
		casting.Go(func() { _, outcome[i] = b.Cast(t.Context(), c, marks(1), Kiosk) })
	}
	for range 3 {
		casting.Go(b.Close)
	}
	casting.Wait()
	wantErr(t, b.Seal(t.Context()), store.ErrClosed)
	s.Close()
	in := opened(t, openBox(t, openStore(t, path), m))
	for i, c := range all {
		_, there := in[c.Tracker(poll)]
		if there != (outcome[i] == nil) || outcome[i] != nil && !errors.Is(outcome[i], store.ErrClosed) {
			t.Errorf("sheet %d in the box %v: %v", i, there, outcome[i])
		}
	}
}

func TestCancelledCast(t *testing.T) {
	m, all := sheets(poll, 200)
	b := openBox(t, newStore(t), m)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := b.Cast(ended, all[0], marks(1), Kiosk)
	if !errors.Is(err, context.Canceled) || errors.Is(err, store.ErrUnknown) {
		t.Errorf("a cast that was never handed over: %v", err)
	}
	var casting sync.WaitGroup
	for i, c := range all[1:] {
		casting.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*10*time.Microsecond)
			defer cancel()
			r, err := b.Cast(ctx, c, marks(1), Kiosk)
			if err == nil {
				return
			}
			wantErr(t, err, context.DeadlineExceeded)
			if errors.Is(err, store.ErrUnknown) {
				r, err = b.Cast(t.Context(), c, marks(1), Kiosk)
			} else {
				r, err = b.Cast(t.Context(), c, marks(2), Kiosk) // nothing happened, so it may be another
			}
			if err != nil || r.Tracker != c.Tracker(poll) {
				t.Errorf("again: %v", err)
			}
		})
	}
	casting.Wait()
	if in := opened(t, b); len(in) != 199 {
		t.Errorf("%d ballots", len(in))
	}
}

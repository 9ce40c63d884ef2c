package storetest

// The law under many goroutines, cancellation and closing.

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"linli/ballot/store"
)

// race: a thousand goroutines, let go at one moment, count up one guard; each version is won exactly once, and no win is
// lost.
func race(t *testing.T, s store.Store) {
	const racers, rounds = 1000, 2
	guard := []byte("guard")
	ready := make(chan struct{})
	var mu sync.Mutex
	wins := map[uint64]int{} // by the version that was beaten
	var all sync.WaitGroup
	for range racers {
		all.Go(func() {
			<-ready
			for range rounds {
				it, err := s.Get(t.Context(), guard)
				if err != nil {
					t.Error(err)
					return
				}
				count := binary.BigEndian.AppendUint64(nil, uint64(len(it.Val)))
				_, err = s.Commit(t.Context(), []store.Check{{Key: guard, Ver: it.Ver}}, []store.Op{{Key: guard, Val: append(it.Val, count[7])}})
				switch {
				case err == nil:
					mu.Lock()
					wins[it.Ver]++
					mu.Unlock()
				case !errors.Is(err, store.ErrConflict):
					t.Error(err)
				}
			}
		})
	}
	close(ready)
	all.Wait()
	for ver, n := range wins {
		if n != 1 {
			t.Errorf("version %d was beaten %d times", ver, n)
		}
	}
	if it := read(t, s, "guard"); len(it.Val) != len(wins) || len(wins) < rounds {
		t.Errorf("counted to %d in %d wins", len(it.Val), len(wins))
	}
}

func cancelBefore(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 {
		_, err := s.Commit(ctx, nil, []store.Op{{Key: []byte("k"), Val: []byte("v")}})
		if !errors.Is(err, context.Canceled) || errors.Is(err, store.ErrUnknown) {
			t.Fatalf("commit: %v", err)
		}
	}
	_, err := s.Get(ctx, []byte("k"))
	wantErr(t, err, context.Canceled)
	wantErr(t, s.Scan(ctx, nil, nil, func(store.Item) error { return nil }), context.Canceled)
	want(t, s, "k", "", 0)
}

// cancelAfter: with contexts that end at any moment, nil means there, ErrUnknown means perhaps, all else means not.
func cancelAfter(t *testing.T, s store.Store) {
	const n = 400
	outcome := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i*i)*time.Microsecond)
			defer cancel()
			_, outcome[i] = s.Commit(ctx, nil, []store.Op{{Key: fmt.Append(nil, "k", i), Val: make([]byte, 2000)}})
		})
	}
	all.Wait()
	unknown := 0
	put(t, s, "after", "all") // what was handed over lies before it
	for i, err := range outcome {
		there := read(t, s, fmt.Sprint("k", i)).Ver > 0
		switch {
		case errors.Is(err, store.ErrUnknown):
			unknown++
			wantErr(t, err, context.DeadlineExceeded)
		case err == nil && !there, err != nil && there:
			t.Errorf("commit %d: there %v, %v", i, there, err)
		case err != nil:
			wantErr(t, err, context.DeadlineExceeded)
		}
	}
	t.Logf("%d outcomes of %d were unknown", unknown, n)
}

func closing(t *testing.T, s store.Store) {
	put(t, s, "k", "v")
	ch, err := s.Watch(t.Context(), nil)
	wantErr(t, err, nil)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if _, open := <-ch; open {
		t.Error("the watch is open after the close")
	}
	_, err = s.Get(t.Context(), []byte("k"))
	wantErr(t, err, store.ErrClosed)
	wantErr(t, s.Scan(t.Context(), nil, nil, func(store.Item) error { return nil }), store.ErrClosed)
	_, err = s.Commit(t.Context(), nil, []store.Op{{Key: []byte("k"), Val: []byte("v")}})
	wantErr(t, err, store.ErrClosed)
	_, err = s.Watch(t.Context(), nil)
	wantErr(t, err, store.ErrClosed)
}

func closeWhileCommitting(t *testing.T, s store.Store) {
	Storm(t, s, func(_ int, err error) {
		if err != nil && !errors.Is(err, store.ErrClosed) {
			t.Error(err)
		}
	})
}

// Storm commits from many goroutines, closes the store in the middle, and reports the outcome of every commit of
// the key that [StormKey] tells, one after another.
func Storm(t *testing.T, s store.Store, outcome func(i int, err error)) {
	const n = 300
	outcomes := make([]error, n)
	var all, begun sync.WaitGroup
	begun.Add(n / 3)
	for i := range n {
		all.Go(func() {
			_, outcomes[i] = s.Commit(t.Context(), nil, []store.Op{{Key: StormKey(i), Val: make([]byte, 1000)}})
			if i < n/3 {
				begun.Done()
			}
		})
	}
	begun.Wait()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	all.Wait()
	for i, err := range outcomes {
		outcome(i, err)
	}
}

// StormKey is the key of the i-th commit of [Storm].
func StormKey(i int) []byte { return fmt.Append(nil, "storm/", i) }

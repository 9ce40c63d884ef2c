package storetest

// The law of watching.

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync"
	"testing"
	"time"

	"linli/ballot/store"
)

// patience is for keepers that tell late: a cluster on a busy machine.
const patience = 20 * time.Second

// next waits for the next commit that a watch tells.
func next(t *testing.T, ch <-chan []store.Item) []store.Item {
	t.Helper()
	select {
	case items, open := <-ch:
		if !open {
			t.Fatal("the watch is closed")
		}
		return items
	case <-time.After(patience):
		t.Fatal("the watch is silent")
	}
	return nil
}

func watch(t *testing.T, s store.Store) {
	put(t, s, "w/before", "v")
	ch, err := s.Watch(t.Context(), []byte("w/"))
	wantErr(t, err, nil)
	put(t, s, "w", "v")
	put(t, s, "x/1", "v")
	ops := []store.Op{{Key: []byte("w/1"), Val: []byte("v")}, {Key: []byte("x"), Val: []byte("v")}, {Key: []byte("w/2"), Val: []byte{}}}
	ver, err := s.Commit(t.Context(), nil, ops)
	wantErr(t, err, nil)
	got := next(t, ch)
	if fmt.Sprint(got) != fmt.Sprint([]store.Item{{Key: []byte("w/1"), Val: []byte("v"), Ver: ver}, {Key: []byte("w/2"), Ver: ver}}) || got[1].Val == nil {
		t.Fatalf("the watch told %v", got)
	}
	_, err = s.Commit(t.Context(), []store.Check{{Key: []byte("w/1")}}, ops)
	wantErr(t, err, store.ErrConflict)
	ver, err = s.Commit(t.Context(), nil, []store.Op{{Key: []byte("w/1")}})
	wantErr(t, err, nil)
	if got := next(t, ch); len(got) != 1 || got[0].Val != nil || string(got[0].Key) != "w/1" || got[0].Ver != ver {
		t.Fatalf("the watch told %v of a deletion at %d", got, ver)
	}
}

// watchRacing: under racing commits a watch misses nothing, doubles nothing and keeps the order of the versions.
func watchRacing(t *testing.T, s store.Store) {
	const writers, each = 10, 30
	ch, err := s.Watch(t.Context(), []byte("n/"))
	wantErr(t, err, nil)
	var mu sync.Mutex
	committed := map[uint64]string{}
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				key := binary.BigEndian.AppendUint32([]byte("n/"), uint32(w*each+i))
				ver, err := s.Commit(t.Context(), nil, []store.Op{{Key: key, Val: key}})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				committed[ver] = string(key)
				mu.Unlock()
			}
		})
	}
	told := map[uint64]string{}
	for last := uint64(0); len(told) < writers*each; {
		items := next(t, ch)
		if len(items) != 1 || items[0].Ver <= last {
			t.Fatalf("%d items at %d after %d", len(items), items[0].Ver, last)
		}
		last = items[0].Ver
		told[last] = string(items[0].Key)
	}
	all.Wait()
	for ver, key := range committed {
		if told[ver] != key {
			t.Fatalf("version %d is %q, the watch told %q", ver, key, told[ver])
		}
	}
}

func watchEnds(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	ended, err := s.Watch(ctx, nil)
	wantErr(t, err, nil)
	other, err := s.Watch(t.Context(), nil)
	wantErr(t, err, nil)
	cancel()
	select {
	case _, open := <-ended:
		if open {
			t.Fatal("a watch told something of nothing")
		}
	case <-time.After(patience):
		t.Fatal("the watch outlives its context")
	}
	put(t, s, "k", "v")
	next(t, other)
}

// watchSlowly: who does not read is let go, and hinders nobody.
func watchSlowly(t *testing.T, s store.Store) {
	slow, err := s.Watch(t.Context(), nil)
	wantErr(t, err, nil)
	quick, err := s.Watch(t.Context(), nil)
	wantErr(t, err, nil)
	const n = 4000
	told := make(chan int, 1)
	go func() {
		got := 0
		for got < n {
			if _, open := <-quick; !open {
				break
			}
			got++
		}
		told <- got
	}()
	var all sync.WaitGroup
	for w := range 200 {
		all.Go(func() {
			for i := range n / 200 {
				put(t, s, fmt.Sprint(w, "/", i), "v")
			}
		})
	}
	all.Wait()
	if got := drained(t, slow); got >= n {
		t.Errorf("a watch keeps %d commits for one who does not read", got)
	}
	select {
	case got := <-told:
		if got != n {
			t.Errorf("the quick watch was told %d of %d", got, n)
		}
	case <-time.After(patience):
		t.Error("the quick watch is silent")
	}
}

// drained counts what a watch told until it was closed, which it must have been.
func drained(t *testing.T, ch <-chan []store.Item) (n int) {
	t.Helper()
	for end := time.After(patience); ; n++ {
		select {
		case _, open := <-ch:
			if !open {
				return n
			}
		case <-end:
			t.Fatalf("who did not read was told %d commits, and was not let go", n)
		}
	}
}

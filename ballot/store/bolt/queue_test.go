package bolt

// The commit queue from inside: its order, and what keeps a group short.

import (
	"path/filepath"
	"testing"

	"linli/ballot/store"
)

// waiting hands commits over in this order to a store that does not commit yet.
func waiting(s *Store, n int, val []byte) (first *commit) {
	for i := range n {
		c := &commit{ops: []store.Op{{Key: []byte("last"), Val: append([]byte{byte(i)}, val...)}}, done: make(chan struct{})}
		if first == nil {
			first = c
			continue
		}
		s.queue <- c
	}
	return first
}

// What waits together is committed in the order in which it came, and told to watchers in that order.
func TestQueueKeepsOrder(t *testing.T) {
	const n = 100
	s, err := Open(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	told, err := s.Watch(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	still := &Store{db: s.db, queue: make(chan *commit, n)}
	still.watch.of = s.watch.of
	group := still.gather(waiting(still, n, nil))
	if len(group) != n {
		t.Fatalf("%d of %d commits that wait are in the group", len(group), n)
	}
	still.commit(group)
	for i, c := range group {
		items := <-told
		if c.err != nil || int(c.ops[0].Val[0]) != i || c.ver != uint64(i+1) || items[0].Ver != c.ver || int(items[0].Val[0]) != i {
			t.Fatalf("commit %d got version %d (%v), the watch told %d at %d", c.ops[0].Val[0], c.ver, c.err, items[0].Val[0], items[0].Ver)
		}
	}
	if it, err := s.Get(t.Context(), []byte("last")); err != nil || it.Val[0] != n-1 {
		t.Errorf("the last of them is %d, %v", it.Val[0], err)
	}
}

// A group ends at a size, however much waits: who came first need not wait for all.
func TestGroupIsBounded(t *testing.T) {
	const n = 40
	s := &Store{queue: make(chan *commit, n)}
	if group := s.gather(waiting(s, n, make([]byte, 1<<20))); len(group) < 16 || len(group) > 17 {
		t.Errorf("%d commits of 1 MiB are one group", len(group))
	}
}

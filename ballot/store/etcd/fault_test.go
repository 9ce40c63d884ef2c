package etcd_test

// Members that die, answers that are lost, and histories that are compacted away.

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
	"linli/ballot/store/etcd/etcdtest"
)

const soon = 20 * time.Second

// eventually repeats until ok, at most for a while.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(soon); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("in vain: %s", what)
		}
	}
}

// whole starts again what a test has killed, and waits for a leader.
func whole(t *testing.T, killed ...int) {
	t.Helper()
	var all sync.WaitGroup
	for _, i := range killed {
		all.Go(func() {
			if err := cluster.Run(i); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	eventually(t, "a leader", func() bool { return cluster.Leader() >= 0 })
}

func put(ctx context.Context, s store.Store, key, val string, checks ...store.Check) (uint64, error) {
	return s.Commit(ctx, checks, []store.Op{{Key: []byte(key), Val: []byte(val)}})
}

// must puts, however long an election takes.
func must(t *testing.T, s store.Store, key, val string) uint64 {
	t.Helper()
	var ver uint64
	eventually(t, "put "+key, func() (ok bool) {
		var err error
		ver, err = put(t.Context(), s, key, val)
		return err == nil
	})
	return ver
}

// told reads a watch until it tells a key, and reports the keys; the last is "closed" if the watch was closed.
func told(t *testing.T, ch <-chan []store.Item, until string) (keys []string) {
	t.Helper()
	for end := time.After(soon); ; {
		select {
		case items, open := <-ch:
			if !open {
				return append(keys, "closed")
			}
			for _, it := range items {
				if keys = append(keys, string(it.Key)); string(it.Key) == until {
					return keys
				}
			}
		case <-end:
			t.Fatalf("the watch is silent after %q", keys)
		}
	}
}

// TestMajorityLost: without a majority nothing is read and no commit is called done or refused. It may yet happen if it
// is called unknown, and never does if the member that is left has already noticed and not taken it.
func TestMajorityLost(t *testing.T) {
	s := newStore(t)
	must(t, s, "k", "before")
	cluster.Kill(0)
	cluster.Kill(1)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, meanwhile := put(ctx, s, "k", "meanwhile")
	unknown := errors.Is(meanwhile, store.ErrUnknown)
	if !unknown && !errors.Is(meanwhile, context.DeadlineExceeded) || errors.Is(meanwhile, store.ErrConflict) {
		t.Error(meanwhile)
	}
	ctx, cancel = context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err := s.Get(ctx, []byte("k"))
	wantErr(t, err, context.DeadlineExceeded)
	_, err = etcd.Open(t.Context(), etcd.Config{Endpoints: cluster.Endpoints(), Prefix: newPrefix(), DialTimeout: time.Second})
	wantErr(t, err, store.ErrAway)
	whole(t, 0, 1)
	if it, err := s.Get(t.Context(), []byte("k")); err != nil || string(it.Val) != "before" && !unknown {
		t.Errorf("%q, %v, after the commit ended with %v", it.Val, err, meanwhile)
	}
	must(t, s, "k", "after")
	if it, err := s.Get(t.Context(), []byte("k")); err != nil || string(it.Val) != "after" {
		t.Errorf("%q, %v", it.Val, err)
	}
}

// TestMemberRestarts: a watch by way of one member goes on, without a gap, when that member was away.
func TestMemberRestarts(t *testing.T) {
	prefix := newPrefix()
	near := open(t, etcd.Config{Endpoints: cluster.Endpoints(2), Prefix: prefix})
	far := open(t, etcd.Config{Endpoints: cluster.Endpoints(0, 1), Prefix: prefix})
	ch, err := near.Watch(t.Context(), nil)
	wantErr(t, err, nil)
	must(t, far, "1", "v")
	told(t, ch, "1")
	cluster.Kill(2)
	must(t, far, "2", "v")
	must(t, far, "3", "v")
	whole(t, 2)
	must(t, far, "4", "v")
	keys := told(t, ch, "4")
	if keys[len(keys)-1] == "closed" { // allowed, but then a new watch and a scan must show everything
		ch, err = near.Watch(t.Context(), nil)
		wantErr(t, err, nil)
		must(t, far, "5", "v")
		told(t, ch, "5")
		return
	}
	if len(keys) != 3 || keys[0] != "2" || keys[1] != "3" {
		t.Errorf("the watch told %q", keys)
	}
}

// TestCompacted: a watch whose missing part was compacted away is closed; a scan goes on with what is newer.
func TestCompacted(t *testing.T) {
	prefix := newPrefix()
	near := open(t, etcd.Config{Endpoints: cluster.Endpoints(2), Prefix: prefix})
	far := open(t, etcd.Config{Endpoints: cluster.Endpoints(0, 1), Prefix: prefix})
	admin := admin(t, etcd.Config{Endpoints: cluster.Endpoints(0, 1)})
	ch, err := near.Watch(t.Context(), nil)
	wantErr(t, err, nil)
	ver := must(t, far, "a", "v")
	told(t, ch, "a")
	if _, err := admin.Compact(t.Context(), int64(ver)); err != nil {
		t.Fatal(err)
	}
	must(t, far, "b", "v")
	told(t, ch, "b") // a compaction of the past is no gap
	cluster.Kill(2)
	must(t, far, "c", "v")
	ver = must(t, far, "d", "v")
	eventually(t, "compaction", func() bool {
		_, err := admin.Compact(t.Context(), int64(ver))
		return err == nil
	})
	whole(t, 2)
	ver = must(t, far, "e", "v")
	if keys := told(t, ch, "e"); keys[0] != "closed" {
		t.Errorf("the watch told %q, as if nothing were missing", keys)
	}
	if _, err := near.Get(t.Context(), []byte("d")); err != nil {
		t.Error(err)
	}
}

// TestWatchBegins holds up the line as soon as a watch is promised: what is committed before the member hears of it is
// told all the same.
func TestWatchBegins(t *testing.T) {
	prefix := newPrefix()
	far := open(t, etcd.Config{Endpoints: cluster.Endpoints(), Prefix: prefix})
	gate, err := etcdtest.NewGate(cluster.Endpoints(0)[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(gate.Close)
	for i := range 10 {
		near, err := etcd.Open(t.Context(), etcd.Config{Endpoints: []string{gate.Addr()}, Prefix: prefix})
		wantErr(t, err, nil)
		ch, err := near.Watch(t.Context(), nil)
		gate.Cut(etcdtest.There)
		wantErr(t, err, nil)
		key := fmt.Sprint("k", i)
		must(t, far, key, "v")
		gate.Mend()
		if keys := told(t, ch, key); keys[0] != key {
			t.Errorf("the watch told %q", keys)
		}
		near.Close()
	}
}

// TestScanAcrossCompaction compacts in the middle of a scan: what was there and is not touched is seen once.
func TestScanAcrossCompaction(t *testing.T) {
	s := newStore(t)
	admin := admin(t, etcd.Config{Endpoints: cluster.Endpoints()})
	keys := scattered(t, s, 3000)
	seen := map[string]int{}
	err := s.Scan(t.Context(), nil, nil, func(it store.Item) error {
		seen[string(it.Key)]++
		if len(seen)%700 != 1 {
			return nil
		}
		ver, err := put(t.Context(), s, "\xff new", "v")
		if err == nil {
			_, err = admin.Compact(t.Context(), int64(ver))
		}
		return err
	})
	wantErr(t, err, nil)
	for _, k := range keys {
		if seen[k] != 1 {
			t.Fatalf("%x was seen %d times", k, seen[k])
		}
	}
}

// TestMomentAcrossCompaction compacts after every commit: what a scan sees first is as of one moment all the same.
func TestMomentAcrossCompaction(t *testing.T) {
	const keys, rounds = 110, 15 // more keys than a page has at first
	s := newStore(t)
	admin := admin(t, etcd.Config{Endpoints: cluster.Endpoints()})
	write := func(round int) error {
		var ops []store.Op
		for k := range keys {
			ops = append(ops, store.Op{Key: fmt.Appendf(nil, "m/%03d", k), Val: fmt.Append(nil, round)})
		}
		ver, err := s.Commit(t.Context(), nil, ops)
		if err == nil {
			_, err = admin.Compact(t.Context(), int64(ver))
		}
		return err
	}
	wantErr(t, write(0), nil)
	done := make(chan error, 1)
	go func() {
		var err error
		for round := 0; round < rounds && err == nil; round++ {
			err = write(round)
		}
		done <- err
	}()
	for writing := true; writing; {
		select {
		case err := <-done:
			wantErr(t, err, nil)
			writing = false
		default:
		}
		n, vers := 0, map[uint64]bool{}
		err := s.Scan(t.Context(), []byte("m/"), []byte("m0"), func(it store.Item) error {
			n++
			vers[it.Ver] = true
			return nil
		})
		if err != nil || n != keys || len(vers) != 1 {
			t.Fatalf("%d items of %d moments: %v", n, len(vers), err)
		}
	}
}

// admin is whoever runs the cluster.
func admin(t *testing.T, c etcd.Config) *clientv3.Client {
	t.Helper()
	client, err := clientv3.New(clientv3.Config{Endpoints: c.Endpoints, Logger: zap.NewNop(), Username: c.Username, Password: c.Password, DialTimeout: soon})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// TestLostAnswer: a commit whose answer is lost is unknown, and done; one that is lost on the way is unknown, and not.
// The chain on it finds out.
func TestLostAnswer(t *testing.T) {
	prefix := newPrefix()
	sure := open(t, etcd.Config{Endpoints: cluster.Endpoints(), Prefix: prefix})
	gate, err := etcdtest.NewGate(cluster.Endpoints(0)[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(gate.Close)
	s := open(t, etcd.Config{Endpoints: []string{gate.Addr()}, Prefix: prefix})
	for _, c := range []struct {
		way  etcdtest.Way
		done uint64
	}{{etcdtest.Back, 1}, {etcdtest.There, 0}} {
		chain := store.NewChain(s, "c"+string(c.way))
		gate.Cut(c.way)
		failed := make(chan error)
		go func() { failed <- chain.Append(t.Context(), []byte("segment")) }()
		if c.done == 1 {
			eventually(t, "the commit", func() bool {
				it, err := sure.Get(t.Context(), chain.Prefix())
				return err == nil && it.Ver > 0
			})
		} else {
			time.Sleep(100 * time.Millisecond)
		}
		gate.HangUp()
		wantErr(t, <-failed, store.ErrUnknown)
		gate.Mend()
		if err := chain.Sync(t.Context(), func([]byte) error { return nil }); err != nil || chain.Len() != c.done {
			t.Errorf("%s: %d segments, %v", c.way, chain.Len(), err)
		}
	}
}

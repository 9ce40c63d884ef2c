package etcd_test

// Members that die, answers that are lost, and histories that are compacted away.

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
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

// TestMajorityLost: without a majority nothing is read and no commit is called done or refused; it may yet happen.
func TestMajorityLost(t *testing.T) {
	s := newStore(t)
	must(t, s, "k", "before")
	cluster.Kill(0)
	cluster.Kill(1)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err := put(ctx, s, "k", "meanwhile")
	wantErr(t, err, store.ErrUnknown)
	if errors.Is(err, store.ErrConflict) {
		t.Error(err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err = s.Get(ctx, []byte("k"))
	wantErr(t, err, context.DeadlineExceeded)
	_, err = etcd.Open(t.Context(), etcd.Config{Endpoints: cluster.Endpoints(), Prefix: newPrefix(), DialTimeout: time.Second})
	wantErr(t, err, etcd.ErrAway)
	whole(t, 0, 1)
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

// relay stands between a client and a member; a direction that is cut passes nothing on.
type relay struct {
	addr string
	mu   sync.Mutex
	cut  map[string]bool
	open []net.Conn
}

func newRelay(t *testing.T, to string) *relay {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{addr: ln.Addr().String(), cut: map[string]bool{}}
	t.Cleanup(func() { ln.Close(); r.hangUp() })
	go func() {
		for {
			near, err := ln.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", to)
			if err != nil {
				near.Close()
				continue
			}
			r.mu.Lock()
			r.open = append(r.open, near, far)
			r.mu.Unlock()
			go r.pass("there", near, far)
			go r.pass("back", far, near)
		}
	}()
	return r
}

func (r *relay) pass(direction string, from io.Reader, to net.Conn) {
	defer to.Close()
	b := make([]byte, 1<<16)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		r.mu.Lock()
		cut := r.cut[direction]
		r.mu.Unlock()
		if cut {
			continue
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

func (r *relay) set(direction string, cut bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cut[direction] = cut
}

// hangUp breaks all connections.
func (r *relay) hangUp() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.open {
		c.Close()
	}
	r.open = nil
}

// TestLostAnswer: a commit whose answer is lost is unknown, and done; one that is lost on the way is unknown, and not.
// The chain on it finds out.
func TestLostAnswer(t *testing.T) {
	prefix := newPrefix()
	sure := open(t, etcd.Config{Endpoints: cluster.Endpoints(), Prefix: prefix})
	r := newRelay(t, cluster.Endpoints(0)[0])
	s := open(t, etcd.Config{Endpoints: []string{r.addr}, Prefix: prefix})
	for _, c := range []struct {
		direction string
		done      uint64
	}{{"back", 1}, {"there", 0}} {
		chain := store.NewChain(s, "c"+c.direction)
		r.set(c.direction, true)
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
		r.hangUp()
		wantErr(t, <-failed, store.ErrUnknown)
		r.set(c.direction, false)
		if err := chain.Sync(t.Context(), func([]byte) error { return nil }); err != nil || chain.Len() != c.done {
			t.Errorf("%s: %d segments, %v", c.direction, chain.Len(), err)
		}
	}
}

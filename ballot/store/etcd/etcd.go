// Package etcd keeps the law of storage on an etcd cluster, which many servers may share and which outlives any one of
// its machines.
//
// It is etcd's own model: versions are revisions, a commit is one transaction. Every key lies behind the store's prefix
// and a colon; the prefix itself is the key that marks the store as linli's. Whoever runs the cluster gives it a quota
// (8 GiB is etcd's advice), automatic compaction and backups (etcdctl snapshot).
package etcd

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"linli/ballot/store"
)

// Store is one prefix of a cluster. Open it with [Open].
type Store struct {
	client   *clientv3.Client
	mark     string        // the prefix
	base     string        // what every key begins with
	limit    time.Duration // of a commit
	patience time.Duration // with a cluster that does not answer
	newest   atomic.Int64  // the newest revision that this process has seen
	away     atomic.Bool   // the last question was in vain
	asOf     int64         // the revision of which everything is read, see [View]; 0: the newest
	making   int64         // the version that the mark has while the store is filled, see [Make]; 0: it is whole

	mu     sync.RWMutex // guards closed, and what is begun
	closed bool
	begun  sync.WaitGroup // questions and commits under way
	told   sync.WaitGroup // watches
	ended  context.Context
	end    context.CancelFunc // ends the watches
	close  sync.Once
	failed error // of closing
}

var _ store.Store = (*Store)(nil)

// enter begins something that Close waits for, until s.begun is told that it is done.
func (s *Store) enter() error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return store.ErrClosed
	}
	s.begun.Add(1)
	return nil
}

// saw keeps the newest revision.
func (s *Store) saw(revision int64) {
	for {
		newest := s.newest.Load()
		if revision <= newest || s.newest.CompareAndSwap(newest, revision) {
			return
		}
	}
}

func (s *Store) key(key []byte) string { return s.base + string(key) }

// item is what etcd keeps. An empty value comes from it as nil.
func (s *Store) item(kv *mvccpb.KeyValue) store.Item {
	it := store.Item{Key: bytes.TrimPrefix(kv.Key, []byte(s.base)), Val: kv.Value, Ver: uint64(kv.ModRevision)}
	if it.Val == nil {
		it.Val = []byte{}
	}
	return it
}

// Get implements [store.Store]. A cluster that does not answer is [store.ErrAway].
func (s *Store) Get(ctx context.Context, key []byte) (it store.Item, err error) {
	it.Key = bytes.Clone(key)
	err = s.ask(ctx, func(ctx context.Context) error {
		r, err := s.client.Get(ctx, s.key(key), clientv3.WithRev(s.asOf))
		if err != nil {
			return err
		}
		s.saw(r.Header.Revision)
		if len(r.Kvs) > 0 {
			it = s.item(r.Kvs[0])
		}
		return nil
	})
	return it, err
}

// Close implements [store.Store].
func (s *Store) Close() error {
	s.close.Do(func() {
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
		s.begun.Wait()
		s.end()
		s.told.Wait()
		s.failed = s.client.Close()
	})
	return s.failed
}

// rangeOf is the range of etcd's keys that is [from, to) of the store's.
func (s *Store) rangeOf(from, to []byte) (string, string) {
	if to == nil {
		return s.key(from), strings.TrimSuffix(s.base, ":") + ";"
	}
	return s.key(from), s.key(to)
}

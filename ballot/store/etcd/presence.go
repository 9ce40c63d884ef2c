package etcd

// Who is serving: a key for each, which goes when it ends, or soon after it dies.

import (
	"context"
	"fmt"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"linli/ballot/store"
)

// absence is after how many seconds one who died is no longer present.
const absence = 10

// presence is the prefix under which the keys of those present lie, beside those of the store.
func (s *Store) presence() string { return s.mark + "!" }

// Appear makes this process present until the store is closed.
func (s *Store) Appear(ctx context.Context) error {
	var id clientv3.LeaseID
	err := s.ask(ctx, func(ctx context.Context) (err error) {
		id, err = s.appear(ctx)
		return err
	})
	if err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return store.ErrClosed
	}
	s.told.Go(func() { s.stay(id) })
	return nil
}

func (s *Store) appear(ctx context.Context) (clientv3.LeaseID, error) {
	r, err := s.client.Grant(ctx, absence)
	if err == nil {
		_, err = s.client.Put(ctx, fmt.Sprintf("%s%x", s.presence(), int64(r.ID)), "", clientv3.WithLease(r.ID))
	}
	if err != nil {
		return 0, err
	}
	return r.ID, nil
}

// stay keeps this process present, anew if the cluster was away for too long, and takes its leave in the end.
func (s *Store) stay(id clientv3.LeaseID) {
	for {
		if alive, err := s.client.KeepAlive(s.ended, id); err == nil {
			for range alive {
			}
		}
		select {
		case <-s.ended.Done():
			ctx, cancel := context.WithTimeout(context.Background(), glance)
			defer cancel()
			s.client.Revoke(ctx, id) // else it lapses
			return
		case <-time.After(glance):
		}
		ctx, cancel := context.WithTimeout(s.ended, attempt)
		if again, err := s.appear(ctx); err == nil {
			id = again
		}
		cancel()
	}
}

// Present is how many processes are. One that the cluster has not heard of for some seconds is not counted.
func (s *Store) Present(ctx context.Context) (n int, err error) {
	err = s.ask(ctx, func(ctx context.Context) error {
		r, err := s.client.Get(ctx, s.presence(), clientv3.WithPrefix(), clientv3.WithCountOnly())
		if err == nil {
			n = int(r.Count)
		}
		return err
	})
	return n, err
}

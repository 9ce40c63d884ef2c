package etcd

// Watchers: told by the cluster, from the revision at which they began, without a gap or not at all.

import (
	"context"

	clientv3 "go.etcd.io/etcd/client/v3"

	"linli/ballot/store"
)

// backlog is how many commits a receiver may be behind before its channel is closed.
const backlog = 1024

// Watch implements [store.Store]. A broken connection is taken up again where it broke. The channel is also closed when
// the cluster has compacted away what is missing, when the member has lost its majority, and when the user has lost
// the permission.
func (s *Store) Watch(ctx context.Context, prefix []byte) (<-chan []store.Item, error) {
	var now int64
	err := s.ask(ctx, func(ctx context.Context) error {
		r, err := s.client.Get(ctx, s.mark, clientv3.WithKeysOnly())
		if err == nil {
			now = r.Header.Revision
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, store.ErrClosed
	}
	out := make(chan []store.Item, backlog)
	s.told.Go(func() { s.tell(ctx, prefix, now+1, out) })
	return out, nil
}

// tell passes on what happens under the prefix from that revision on, until ctx or the store ends or something is
// missing.
func (s *Store) tell(ctx context.Context, prefix []byte, from int64, out chan<- []store.Item) {
	defer close(out)
	ctx, cancel := context.WithCancel(clientv3.WithRequireLeader(ctx))
	defer cancel()
	defer context.AfterFunc(s.ended, cancel)()
	first, end := s.rangeOf(prefix, store.PrefixEnd(prefix))
	in := s.client.Watch(ctx, first, clientv3.WithRange(end), clientv3.WithRev(from), clientv3.WithProgressNotify())
	for r := range in {
		if r.Err() != nil {
			return
		}
		for _, items := range s.commits(r.Events) {
			select {
			case out <- items:
			default:
				return
			}
		}
	}
}

// commits divides events by commit. etcd never divides a commit among responses.
func (s *Store) commits(events []*clientv3.Event) (out [][]store.Item) {
	for _, e := range events {
		it := s.item(e.Kv)
		if e.Type == clientv3.EventTypeDelete {
			it.Val = nil
		}
		if n := len(out); n > 0 && out[n-1][0].Ver == it.Ver {
			out[n-1] = append(out[n-1], it)
		} else {
			out = append(out, []store.Item{it})
		}
	}
	return out
}

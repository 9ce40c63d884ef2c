package etcd

// The members of the cluster, each by itself: whether they hold the same, and what they keep of what was deleted.

import (
	"context"
	"errors"
	"fmt"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"

	"linli/ballot/store"
)

// Check reads every item and returns their number, and [store.ErrDamaged] if two members do not hold the same. A member
// that does not answer is passed over, and so are all if the user may not ask them.
func (s *Store) Check(ctx context.Context) (items int, err error) {
	err = s.Scan(ctx, nil, nil, func(store.Item) error { items++; return nil })
	if err != nil {
		return items, err
	}
	type state struct{ revision, compacted int64 }
	held := map[state]uint32{}
	for _, at := range s.client.Endpoints() {
		err := s.member(ctx, at, func(ctx context.Context) error {
			r, err := s.client.HashKV(ctx, at, s.asOf)
			if err != nil {
				return err
			}
			when := state{r.HashRevision, r.CompactRevision}
			if was, ok := held[when]; ok && was != r.Hash {
				return fmt.Errorf("%w: 成员不一致 / the members do not hold the same: %s", store.ErrDamaged, at)
			}
			held[when] = r.Hash
			return nil
		})
		if errors.Is(err, store.ErrDamaged) || ctx.Err() != nil {
			return items, err
		}
	}
	return items, nil
}

// member asks one member, if it is there, for as long as the answer takes.
func (s *Store) member(ctx context.Context, at string, question func(context.Context) error) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.begun.Done()
	soon, cancel := context.WithTimeout(ctx, commitTime)
	defer cancel()
	_, err := s.client.Status(soon, at)
	if err == nil {
		err = question(ctx)
	}
	if err != nil {
		return refused(err)
	}
	return nil
}

// Compact makes the cluster forget, for all its users, what was deleted or overwritten before, and the members that
// the store was opened with rewrite their files without it, one after the other; each stands still meanwhile. A user
// who may not is [ErrAccess]. What the members keep beside their files is not touched: the write-ahead log holds recent
// writes until newer ones push them out, and snapshots hold everything.
func (s *Store) Compact(ctx context.Context) error {
	var now int64
	err := s.ask(ctx, func(ctx context.Context) error {
		r, err := s.client.Get(ctx, s.mark)
		if err == nil {
			now = r.Header.Revision
		}
		return err
	})
	if err == nil {
		err = s.forget(ctx, now)
	}
	for _, at := range s.client.Endpoints() {
		if err != nil {
			return err
		}
		err = s.member(ctx, at, func(ctx context.Context) error {
			_, err := s.client.Defragment(ctx, at)
			return err
		})
		if err != nil {
			err = fmt.Errorf("%s: %w", at, err)
		}
	}
	return err
}

// forget compacts up to a revision, for as long as the cluster takes to rewrite what it holds.
func (s *Store) forget(ctx context.Context, until int64) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.begun.Done()
	_, err := s.client.Compact(clientv3.WithRequireLeader(ctx), until, clientv3.WithCompactPhysical())
	switch {
	case err == nil, errors.Is(err, rpctypes.ErrCompacted): // by another
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case away(err):
		return fmt.Errorf("%w: %w", store.ErrAway, err)
	}
	return refused(err)
}

package etcd

// The commit: one transaction, and what is known after it has failed.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc/codes"

	"linli/ballot/store"
)

// MaxBytes is the most bytes of keys and values in one commit: etcd takes requests of 1.5 MiB.
const MaxBytes = 1<<20 + 1<<18

// Commit implements [store.Store]. Of several ops on one key the last counts. Beside the limits of every keeper there
// is [MaxBytes], refused with [store.ErrLimit]. Members that know of no leader take no commit: others are tried, and if
// there is none in time, it is [store.ErrAway].
func (s *Store) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if err := fits(checks, ops); err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if s.asOf > 0 {
		return 0, store.ErrReadOnly
	}
	if err := s.enter(); err != nil {
		return 0, err
	}
	defer s.begun.Done()
	limited, cancel := context.WithTimeout(clientv3.WithRequireLeader(ctx), s.limit)
	defer cancel()
	before := s.newest.Load()
	r, err := s.led(limited, s.compares(checks), s.ops(ops))
	switch {
	case errors.Is(err, rpctypes.ErrNoLeader) && ctx.Err() != nil:
		return 0, ctx.Err()
	case errors.Is(err, rpctypes.ErrNoLeader):
		return 0, fmt.Errorf("%w: %w", store.ErrAway, err)
	case errors.Is(err, rpctypes.ErrNoSpace):
		return 0, s.full(ctx, before, checks, ops)
	case err != nil:
		return 0, doubt(limited, err)
	}
	s.saw(r.Header.Revision)
	if !r.Succeeded {
		return 0, fmt.Errorf("%w: %d checks", store.ErrConflict, len(checks))
	}
	return uint64(r.Header.Revision), nil
}

func fits(checks []store.Check, ops []store.Op) error {
	size := 0
	for _, c := range checks {
		size += len(c.Key)
	}
	for _, o := range ops {
		size += len(o.Key) + len(o.Val)
	}
	if size > MaxBytes {
		return fmt.Errorf("%w: %d bytes (%d)", store.ErrLimit, size, MaxBytes)
	}
	return store.Fits(checks, ops)
}

// led repeats a commit as long as the members that it comes to know of no leader: they have not taken it. In the last
// quarter of its time it begins none, which could hardly be answered and would be unknown for nothing.
func (s *Store) led(ctx context.Context, checks []clientv3.Cmp, ops []clientv3.Op) (*clientv3.TxnResponse, error) {
	end, _ := ctx.Deadline()
	last := end.Add(-time.Until(end) / 4)
	for {
		r, err := s.commit(ctx, checks, ops)
		if !errors.Is(err, rpctypes.ErrNoLeader) {
			return r, err
		}
		wait := pause
		if time.Now().After(last) {
			wait = time.Until(end)
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(wait):
		}
	}
}

// commit runs the transaction. One that changes nothing gets no revision of its own, so it is run again together with
// the mark, which gives it one.
func (s *Store) commit(ctx context.Context, checks []clientv3.Cmp, ops []clientv3.Op) (*clientv3.TxnResponse, error) {
	if len(ops) > 0 {
		r, err := s.client.Txn(ctx).If(checks...).Then(ops...).Commit()
		if err != nil || !r.Succeeded || changes(r) || s.making > 0 {
			return r, err
		}
	}
	return s.client.Txn(ctx).If(checks...).Then(append(ops, clientv3.OpPut(s.mark, format))...).Commit()
}

func changes(r *clientv3.TxnResponse) bool {
	for _, op := range r.Responses {
		if op.GetResponsePut() != nil || op.GetResponseDeleteRange().GetDeleted() > 0 {
			return true
		}
	}
	return false
}

func (s *Store) compares(checks []store.Check) (out []clientv3.Cmp) {
	for _, c := range checks {
		out = append(out, clientv3.Compare(clientv3.ModRevision(s.key(c.Key)), "=", int64(c.Ver)))
	}
	if s.making > 0 {
		out = append(out, clientv3.Compare(clientv3.ModRevision(s.mark), "=", s.making))
	}
	return out
}

// ops leaves out those that a later one of the same key undoes, for etcd refuses a key that comes twice.
func (s *Store) ops(ops []store.Op) (out []clientv3.Op) {
	later := map[string]bool{}
	for _, o := range slices.Backward(ops) {
		key := s.key(o.Key)
		switch {
		case later[key]:
			continue
		case o.Val == nil:
			out = append(out, clientv3.OpDelete(key))
		default:
			out = append(out, clientv3.OpPut(key, string(o.Val)))
		}
		later[key] = true
	}
	slices.Reverse(out)
	return out
}

// doubt is the error of a commit that the cluster has not answered: a refusal that is certain, or unknown.
func doubt(ctx context.Context, err error) error {
	if r := refused(err); r != err {
		return r
	}
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case code(err) == codes.DeadlineExceeded, timedOut(err): // the server's clock may be ahead of ours
		err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
	case code(err) == codes.Canceled:
		err = fmt.Errorf("%w: %w", context.Canceled, err)
	}
	return fmt.Errorf("%w: %w", store.ErrUnknown, err)
}

// timedOut tells whether a member gave up waiting before we did.
func timedOut(err error) bool {
	return slices.ContainsFunc([]error{rpctypes.ErrTimeout, rpctypes.ErrTimeoutDueToLeaderFail, rpctypes.ErrTimeoutDueToConnectionLost},
		func(e error) bool { return errors.Is(err, e) })
}

// full tells whether a commit that met the quota was refused: the one that first goes beyond it is applied all the
// same, with the same answer. It was refused if no key that it writes is newer than the commit.
func (s *Store) full(ctx context.Context, before int64, checks []store.Check, ops []store.Op) error {
	oldest := map[string]int64{}
	for _, c := range checks {
		oldest[s.key(c.Key)] = int64(c.Ver)
	}
	var reads []clientv3.Op
	for _, o := range ops {
		if o.Val != nil {
			reads = append(reads, clientv3.OpGet(s.key(o.Key), clientv3.WithKeysOnly()))
		}
	}
	newer := false
	err := persist(ctx, patience, func(ctx context.Context) error {
		r, err := s.client.Txn(ctx).Then(reads...).Commit()
		if err != nil {
			return err
		}
		for _, op := range r.Responses {
			for _, kv := range op.GetResponseRange().Kvs {
				newer = newer || kv.ModRevision > max(before, oldest[string(kv.Key)])
			}
		}
		return nil
	})
	if err != nil || newer {
		return fmt.Errorf("%w: %w", store.ErrUnknown, errors.Join(rpctypes.ErrNoSpace, err))
	}
	return fmt.Errorf("%w: %w", store.ErrFull, rpctypes.ErrNoSpace)
}

package etcd

// Asking the cluster, and what its refusals mean.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.etcd.io/etcd/api/v3/v3rpc/rpctypes"
	clientv3 "go.etcd.io/etcd/client/v3"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"linli/ballot/store"
)

// The limits of waiting: for one attempt, after which another member is asked, for one commit, and in all. An election
// takes a second or two, and what a leader had in hand when it died is never answered.
const (
	attempt    = 3 * time.Second
	commitTime = 3 * time.Second
	patience   = 8 * time.Second
	glance     = time.Second // the patience with a cluster that is known to be away
	pause      = 50 * time.Millisecond
)

// ask repeats a question while the cluster is away, at most for the store's patience. Once that was in vain, questions
// are repeated for a glance only, until one is answered: people wait for them.
func (s *Store) ask(ctx context.Context, question func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.enter(); err != nil {
		return err
	}
	defer s.begun.Done()
	limit := s.patience
	if s.away.Load() {
		limit = min(limit, glance)
	}
	err := persist(ctx, limit, question)
	if ctx.Err() == nil {
		s.away.Store(errors.Is(err, store.ErrAway))
	}
	return err
}

// persist repeats a question while the answer is that the cluster is away. A member that knows of no leader says so at
// once. What ends it is an answer, ctx, or [store.ErrAway] with the last cause.
func persist(ctx context.Context, limit time.Duration, question func(context.Context) error) error {
	all, cancel := context.WithTimeout(clientv3.WithRequireLeader(ctx), limit)
	defer cancel()
	var cause error
	for {
		one, cancel := context.WithTimeout(all, attempt)
		err := question(one)
		late := one.Err()
		cancel()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case all.Err() != nil:
			return fmt.Errorf("%w: %v", store.ErrAway, cmp.Or(cause, err))
		case late == nil && !away(err):
			return refused(err)
		}
		cause = err
		select {
		case <-all.Done():
		case <-time.After(pause):
		}
	}
}

// code is etcd's own where it has one.
func code(err error) codes.Code {
	var known rpctypes.EtcdError
	if errors.As(err, &known) {
		return known.Code()
	}
	return status.Code(err)
}

// away tells whether the same question may find an answer elsewhere or later.
func away(err error) bool {
	return errors.Is(err, rpctypes.ErrTooManyRequests) || slices.Contains([]codes.Code{codes.Unavailable, codes.DeadlineExceeded, codes.Canceled}, code(err))
}

// refused gives the refusals of etcd that are certain their names here; after them nothing has been written.
func refused(err error) error {
	is := func(known ...error) bool {
		return slices.ContainsFunc(known, func(k error) bool { return errors.Is(err, k) })
	}
	switch {
	case is(rpctypes.ErrAuthFailed, rpctypes.ErrUserEmpty, rpctypes.ErrPermissionDenied, rpctypes.ErrInvalidAuthToken, rpctypes.ErrAuthOldRevision):
		return fmt.Errorf("%w: %w", store.ErrAccess, err)
	case is(rpctypes.ErrRequestTooLarge, rpctypes.ErrTooManyOps):
		return fmt.Errorf("%w: %w", store.ErrLimit, err)
	case is(rpctypes.ErrCompacted):
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	return err
}

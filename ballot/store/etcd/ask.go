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
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"linli/ballot/store"
)

// Refusals of a cluster, beside those of every keeper.
var (
	// ErrAway: no member answered in time, or there is no majority; nothing was read.
	ErrAway = errors.New("存储集群没有应答，请检查地址、网络和证书 / the storage cluster does not answer, check its addresses, the network and the certificates")
	// ErrAccess: the user, the password or the permissions are wrong; nothing was read or written.
	ErrAccess = errors.New("存储集群拒绝访问，请检查用户名、口令和权限 / the storage cluster refuses access, check the user, the password and the permissions")
)

// The limits of waiting: for one attempt, after which another member is asked, for one commit, and in all. An election
// takes a second or two, and what a leader had in hand when it died is never answered.
const (
	attempt    = 5 * time.Second
	commitTime = 3 * time.Second
	patience   = 15 * time.Second
	pause      = 50 * time.Millisecond
)

// ask repeats a question while the cluster is away, at most for the store's patience.
func (s *Store) ask(ctx context.Context, question func(context.Context) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.enter(); err != nil {
		return err
	}
	defer s.begun.Done()
	return persist(ctx, patience, question)
}

// persist repeats a question while the answer is that the cluster is away. What ends it is an answer, ctx, or [ErrAway]
// with the last cause.
func persist(ctx context.Context, limit time.Duration, question func(context.Context) error) error {
	all, cancel := context.WithTimeout(ctx, limit)
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
			return fmt.Errorf("%w: %v", ErrAway, cmp.Or(cause, err))
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
		return fmt.Errorf("%w: %w", ErrAccess, err)
	case is(rpctypes.ErrRequestTooLarge, rpctypes.ErrTooManyOps):
		return fmt.Errorf("%w: %w", store.ErrLimit, err)
	}
	return err
}

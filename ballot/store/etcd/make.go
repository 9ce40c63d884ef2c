package etcd

// Stores in the making: what is restored is refused until it is whole.

import (
	"context"
	"errors"
	"fmt"

	clientv3 "go.etcd.io/etcd/client/v3"

	"linli/ballot/store"
)

// Refusals of [Make] and of what it leaves.
var (
	// ErrTaken: something lies under the prefix; nothing was changed.
	ErrTaken = errors.New("集群的这个前缀下已有内容，不会改动；请用一个新前缀 / something lies under this prefix of the cluster and is left alone, name a new one")
	// ErrUnfinished: a store whose making was interrupted or goes on. It can only be made anew.
	ErrUnfinished = errors.New("这里的恢复没有完成，请再恢复一次 / a restore into this prefix was not finished, restore into it once more")
)

// Making is stores of one cluster that are being filled. Until [Making.Finish] everybody else is refused them with
// [ErrUnfinished], except one who makes them anew: then every commit here is [store.ErrConflict].
type Making []*Store

// Make begins stores of several prefixes; that of c is not used. Nothing may lie under any of them ([ErrTaken]) but
// what another Make has left unfinished, which is deleted. Commits of these stores are not to be without effect.
func Make(ctx context.Context, c Config, prefixes ...string) (m Making, err error) {
	for _, prefix := range prefixes {
		c.Prefix = prefix
		s, err := c.open(ctx, func(*Store, context.Context) error { return nil })
		if err != nil {
			return nil, errors.Join(err, m.Close())
		}
		m = append(m, s)
	}
	if err := persist(ctx, patience, m.begin); err != nil {
		return nil, errors.Join(err, m.Close())
	}
	return m, nil
}

// begin marks all prefixes as unfinished, in one commit, and then clears them.
func (m Making) begin(ctx context.Context) error {
	var free []clientv3.Cmp
	for _, s := range m {
		says, ver, err := s.read(ctx)
		switch {
		case err == nil && says == "":
			free = append(free, s.untouched()...)
		case errors.Is(err, ErrUnfinished):
			free = append(free, clientv3.Compare(clientv3.ModRevision(s.mark), "=", ver))
		case err == nil, errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrNewer):
			return fmt.Errorf("%w: %s", ErrTaken, s.mark)
		default:
			return err
		}
	}
	ver, err := m.set(ctx, free, unfinished)
	if errors.Is(err, store.ErrConflict) {
		return fmt.Errorf("%w: %s", ErrTaken, m[0].mark)
	}
	if err != nil {
		return err
	}
	for _, s := range m {
		s.making = ver
		from, to := s.rangeOf(nil, nil)
		if _, err := s.client.Txn(ctx).If(s.compares(nil)...).Then(clientv3.OpDelete(from, clientv3.WithRange(to))).Commit(); err != nil {
			return err
		}
	}
	return nil
}

// set gives all marks a value if that holds, and returns their version.
func (m Making) set(ctx context.Context, holds []clientv3.Cmp, says string) (ver int64, err error) {
	var puts []clientv3.Op
	for _, s := range m {
		puts = append(puts, clientv3.OpPut(s.mark, says))
	}
	r, err := m[0].client.Txn(ctx).If(holds...).Then(puts...).Commit()
	if err != nil {
		return 0, err
	}
	if !r.Succeeded {
		return 0, store.ErrConflict
	}
	return r.Header.Revision, nil
}

// Finish makes the stores whole, all in one commit; close them then, and open them as others do. [store.ErrConflict]:
// another has begun to make them; [store.ErrUnknown]: they may be whole or not, which opening tells.
func (m Making) Finish(ctx context.Context) error {
	if err := m[0].enter(); err != nil {
		return err
	}
	defer m[0].begun.Done()
	var ours []clientv3.Cmp
	for _, s := range m {
		ours = append(ours, s.compares(nil)...)
	}
	limited, cancel := context.WithTimeout(ctx, m[0].limit)
	defer cancel()
	_, err := m.set(limited, ours, format)
	if err != nil && !errors.Is(err, store.ErrConflict) {
		err = doubt(limited, err)
	}
	return err
}

// Close closes all of them.
func (m Making) Close() (err error) {
	for _, s := range m {
		err = errors.Join(err, s.Close())
	}
	return err
}

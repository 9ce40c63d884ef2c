package etcd

// Looking at a store that servers use: as of one moment, and without a trace.

import (
	"context"
	"errors"
	"fmt"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

// Refusals of [View].
var (
	// ErrNone: nothing of linli lies under the prefix, and nothing was made there.
	ErrNone = errors.New("集群的这个前缀下没有邻里的数据，请检查网址 / no data of linli lie under this prefix of the cluster, check the URL")
	// ErrGone: the cluster has compacted away the moment that was being read.
	ErrGone = errors.New("集群压缩了正在读取的版本，请再试一次，或让集群晚些压缩 / the cluster has compacted away what was being read, try again or let it compact later")
)

// View opens a store that is there as it is at this moment: what Get and Scan give stays the same, whatever is
// committed meanwhile. Nothing is written: a commit is [store.ErrReadOnly]. It refuses what [Open] refuses, an absent
// store with [ErrNone]. Once the cluster has compacted the moment away, everything is [ErrGone].
func View(ctx context.Context, c Config) (*Store, error) {
	return c.open(ctx, func(s *Store, ctx context.Context) error {
		says, _, err := s.read(ctx)
		if err == nil && says == "" {
			err = fmt.Errorf("%w: %s", ErrNone, s.mark)
		}
		s.asOf = s.newest.Load()
		return err
	})
}

var _ store.Backuper = (*Store)(nil)

// tries is how often a backup begins anew after the cluster has compacted away what was being read.
const tries = 3

// Backup implements [store.Backuper]: a file of package bolt with the items of one revision, which keep their versions.
func (s *Store) Backup(ctx context.Context, path string) (err error) {
	for range tries {
		if err = s.backup(ctx, path); !errors.Is(err, ErrGone) || s.asOf > 0 {
			break
		}
	}
	return err
}

func (s *Store) backup(ctx context.Context, path string) error {
	moment := s.asOf
	if moment == 0 {
		err := s.ask(ctx, func(ctx context.Context) error {
			r, err := s.client.Get(ctx, s.mark)
			if err == nil {
				moment = r.Header.Revision
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return bolt.Write(ctx, path, func(ctx context.Context, fn func(store.Item) error) error { return s.scan(ctx, nil, nil, moment, fn) })
}

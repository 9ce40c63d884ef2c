// Package bolt keeps the law of storage in one file on one machine, with bbolt.
//
// Commits that wait at the same time share one transaction and one fsync (own queue; a lone commit waits for nobody).
// Every value is stored behind the 8-byte big-endian version of the commit that wrote it.
package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"sync"

	"go.etcd.io/bbolt"

	"linli/ballot/store"
)

// Store is one bbolt file. Open it with [Open].
type Store struct {
	db     *bbolt.DB
	queue  chan *commit
	quit   chan struct{} // closed: no new commits
	idle   chan struct{} // closed: no commit is under way
	broken error         // the failure after which no commit is taken; of the goroutine that commits
	watch  watchers
	close  sync.Once
}

var _ store.Store = (*Store)(nil)

func version(stored []byte) uint64 {
	if len(stored) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(stored)
}

// item copies what is stored, for the file's pages are not ours to hand out.
func item(key, stored []byte) store.Item {
	it := store.Item{Key: bytes.Clone(key), Ver: version(stored)}
	if it.Ver > 0 {
		it.Val = bytes.Clone(stored[8:])
	}
	return it
}

// Get implements [store.Store].
func (s *Store) Get(ctx context.Context, key []byte) (it store.Item, err error) {
	if err := ctx.Err(); err != nil {
		return it, err
	}
	err = view(s.db, func(tx *bbolt.Tx) error {
		it = item(key, tx.Bucket(bucket).Get(key))
		return nil
	})
	return it, err
}

// pageBytes bounds one read transaction of a scan: a long one keeps every page that is freed meanwhile.
const pageBytes = 1 << 20

// Scan implements [store.Store] in short read transactions.
func (s *Store) Scan(ctx context.Context, from, to []byte, fn func(store.Item) error) error {
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		page, next, err := s.page(from, to)
		if err != nil {
			return err
		}
		for _, it := range page {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := fn(it); err != nil {
				return err
			}
		}
		from, more = next, next != nil
	}
	return nil
}

func (s *Store) page(from, to []byte) (page []store.Item, next []byte, err error) {
	err = view(s.db, func(tx *bbolt.Tx) error {
		c, size := tx.Bucket(bucket).Cursor(), 0
		for k, v := c.Seek(from); k != nil && (to == nil || bytes.Compare(k, to) < 0); k, v = c.Next() {
			if size > pageBytes {
				next = bytes.Clone(k)
				return nil
			}
			page = append(page, item(k, v))
			size += len(k) + len(v)
		}
		return nil
	})
	return page, next, err
}

// Close implements [store.Store].
func (s *Store) Close() (err error) {
	s.close.Do(func() {
		close(s.quit)
		<-s.idle
		s.watch.closeAll()
		err = s.db.Close()
	})
	return err
}

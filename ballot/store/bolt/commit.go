package bolt

// The commit queue: what waits goes into one transaction; a refused commit leaves no trace in it.

import (
	"context"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"linli/ballot/store"
)

type commit struct {
	checks []store.Check
	ops    []store.Op
	ver    uint64
	err    error
	done   chan struct{}
}

// One shared transaction ends at so many ops, or at so many bytes of values.
const (
	maxGroup = 4096
	maxBytes = 16 << 20
)

// Commit implements [store.Store].
func (s *Store) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if err := store.Fits(checks, ops); err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	select {
	case <-s.quit:
		return 0, store.ErrClosed
	default:
	}
	c := &commit{checks: checks, ops: ops, done: make(chan struct{})}
	select {
	case s.queue <- c:
	case <-s.quit:
		return 0, store.ErrClosed
	case <-ctx.Done():
		return 0, ctx.Err() // not handed over: nothing was written
	}
	return s.await(ctx, c)
}

// await waits for a commit that has been handed over.
func (s *Store) await(ctx context.Context, c *commit) (uint64, error) {
	select {
	case <-c.done:
		return c.ver, c.err
	case <-ctx.Done():
		return 0, fmt.Errorf("%w: %w", store.ErrUnknown, ctx.Err())
	case <-s.idle:
	}
	select {
	case <-c.done:
		return c.ver, c.err
	default:
		return 0, store.ErrClosed // still in the queue when the store closed
	}
}

func (s *Store) run() {
	defer close(s.idle)
	for {
		select {
		case c := <-s.queue:
			s.commit(s.gather(c))
		case <-s.quit:
			return
		}
	}
}

// gather takes what is waiting, and waits for nothing more.
func (s *Store) gather(first *commit) []*commit {
	group, n, size := []*commit{first}, len(first.ops), first.size()
	for n < maxGroup && size < maxBytes {
		select {
		case c := <-s.queue:
			group, n, size = append(group, c), n+len(c.ops), size+c.size()
		default:
			return group
		}
	}
	return group
}

func (c *commit) size() (n int) {
	for _, o := range c.ops {
		n += len(o.Val)
	}
	return n
}

func (s *Store) commit(group []*commit) {
	err := s.broken
	if err == nil {
		err = guard(func() error { return s.db.Update(func(tx *bbolt.Tx) error { return fill(tx, group) }) })
	}
	switch {
	case full(err):
		err = fmt.Errorf("%w: %w", store.ErrFull, err)
	case err != nil:
		s.broken = err // what is on the disk is not known: a later fsync that succeeds would not prove this one
	}
	for _, c := range group {
		if err != nil {
			c.ver, c.err = 0, err
		}
		if c.err == nil {
			s.watch.send(c.ops, c.ver)
		}
		close(c.done)
	}
}

// fill writes the commits whose checks hold, each seeing those before it; the others leave no trace.
func fill(tx *bbolt.Tx, group []*commit) error {
	b := tx.Bucket(bucket)
	b.FillPercent = 0.9
	for _, c := range group {
		if c.err = check(b, c.checks); c.err != nil {
			continue
		}
		var err error
		if c.ver, err = b.NextSequence(); err != nil {
			return err
		}
		if err := write(b, c.ops, c.ver); err != nil {
			return err
		}
	}
	return nil
}

func check(b *bbolt.Bucket, checks []store.Check) error {
	for _, c := range checks {
		if version(b.Get(c.Key)) != c.Ver {
			return fmt.Errorf("%w: %q", store.ErrConflict, c.Key)
		}
	}
	return nil
}

func write(b *bbolt.Bucket, ops []store.Op, ver uint64) error {
	for _, o := range ops {
		if o.Val == nil {
			if err := b.Delete(o.Key); err != nil {
				return err
			}
			continue
		}
		v := make([]byte, 8, 8+len(o.Val))
		binary.BigEndian.PutUint64(v, ver)
		if err := b.Put(o.Key, append(v, o.Val...)); err != nil {
			return err
		}
	}
	return nil
}

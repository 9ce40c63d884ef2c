package main

// The same ballots without HTTP, in the same run: as the segments that the server made of them, straight into a store;
// through a box, with as many casters waiting; and on the embedded store a row each, by bbolt's own batches.

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"linli/ballot"
	"linli/ballot/store"
	"linli/ballot/store/bolt/rows"
)

// manifest is that of the sheets, open for ever.
type manifest map[ballot.Commitment]ballot.Serial

// Printed implements [ballot.Manifest].
func (m manifest) Printed(c ballot.Commitment) (ballot.Serial, bool) { s, ok := m[c]; return s, ok }

// Open implements [ballot.Manifest].
func (m manifest) Open() bool { return true }

// beside are the other ways and what they lie on.
type beside struct {
	*hammer
	keys  []ballot.Commitment // by sheet
	chain *store.Chain        // of the raw segments
	read  uint64              // segments of the server that have been taken over
	box   *ballot.Box
	rows  *rows.Rows
}

// ways opens the stores of the other ways. It returns what each does with a part of the sheets, and what removes them.
// The raw way follows the casts over HTTP.
func (h *hammer) ways() (after func(from, to int) error, of func(from, to int) []func() error, done func(), err error) {
	if h.Alone {
		return func(int, int) error { return nil }, func(int, int) []func() error { return nil }, func() {}, nil
	}
	b := &beside{hammer: h}
	var closers []func() error
	done = func() {
		for _, c := range closers {
			c()
		}
		h.clear(context.WithoutCancel(h.ctx), "raw", "box", "rows") // what is left goes with the folder
	}
	defer func() {
		if err != nil {
			done()
		}
	}()
	raw, err := h.store(h.ctx, "raw")
	if err != nil {
		return nil, nil, nil, err
	}
	closers = append(closers, raw.Close)
	b.chain = store.NewChain(raw, "box/"+roundID)
	boxes, err := h.store(h.ctx, "box")
	if err != nil {
		return nil, nil, nil, err
	}
	closers = append(closers, boxes.Close)
	if err := b.fill(boxes); err != nil {
		return nil, nil, nil, err
	}
	closers = append([]func() error{func() error { b.box.Close(); return nil }}, closers...)
	if h.ground.Store == "" {
		if b.rows, err = rows.Open(filepath.Join(h.ground.Dir, "rows.db")); err != nil {
			return nil, nil, nil, err
		}
		closers = append(closers, b.rows.Close)
	}
	raws := func(from, to int) error { return b.measure(&h.figures.raw, from, to, b.segments) }
	return raws, b.turns, done, nil
}

// fill opens the box with a manifest of its own.
func (b *beside) fill(s store.Store) (err error) {
	m := make(manifest, len(b.sheets))
	for _, x := range b.sheets {
		c := x.cred.Commitment(roundID)
		b.keys, m[c] = append(b.keys, c), x.cred.Serial
	}
	paper := ballot.Paper{Form: ballot.Approval, Projects: b.Projects, Max: min(maxMarks, b.Projects)}
	b.box, err = ballot.OpenBox(b.ctx, s, roundID, paper, m)
	return err
}

// turns are the other ways for a part of the sheets.
func (b *beside) turns(from, to int) []func() error {
	f := &b.figures
	turns := []func() error{func() error {
		return b.measure(&f.box, from, to, b.waiting(func(i int) error {
			_, err := b.box.Cast(b.ctx, b.sheets[i].cred, choice(i, 0, b.Projects), ballot.Phone)
			return err
		}))
	}}
	if b.rows == nil {
		return turns
	}
	return append(turns, func() error {
		return b.measure(&f.row, from, to, b.waiting(func(i int) error {
			return b.rows.Put(b.keys[i][:], wish(b.sheets[i].code, choice(i, 0, b.Projects)))
		}))
	})
}

// way does something with a part of the sheets, and tells how long that took without what it needs beforehand.
type way func(from, to int) (time.Duration, error)

func (b *beside) measure(of *rounds, from, to int, do way) error {
	before := cpuOf(os.Getpid())
	took, err := do(from, to)
	if err == nil && took > 0 {
		of.add(to-from, took, cpuOf(os.Getpid())-before, to-from)
	}
	return err
}

// segments appends what the server's box has appended since the last time, the same bytes in the same groups.
func (b *beside) segments(from, to int) (time.Duration, error) {
	all, err := b.servers[0].segments(b.ctx, b.read+1)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	began := time.Now()
	for _, seg := range all {
		if err := b.chain.Append(b.ctx, seg); err != nil {
			return 0, err
		}
	}
	b.read += uint64(len(all))
	b.figures.segments += len(all)
	return time.Since(began), nil
}

// waiting is a way that casts with as many casters as there are connections.
func (b *beside) waiting(cast func(i int) error) way {
	return func(from, to int) (time.Duration, error) {
		var next atomic.Int64
		next.Store(int64(from))
		failed := make([]error, b.Connections)
		var all sync.WaitGroup
		began := time.Now()
		for w := range b.Connections {
			all.Go(func() {
				for i := int(next.Add(1)) - 1; i < to && failed[w] == nil; i = int(next.Add(1)) - 1 {
					failed[w] = cast(i)
				}
			})
		}
		all.Wait()
		return time.Since(began), errors.Join(failed...)
	}
}

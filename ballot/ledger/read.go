package ledger

// Entries read again from the store, each held against its leaf in the tree.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sort"

	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/store"
)

// Each calls fn with the entries from number from (inclusive) to to (exclusive), as far as there are any, until fn
// returns an error, which it returns. It reads one segment after the other. What is not in the store as it was folded is
// [store.ErrDamaged]; other errors are those of the store. fn may call the ledger.
func (l *Ledger) Each(ctx context.Context, from, to int64, fn func(Entry) error) error {
	return l.lines(ctx, from, to, func(n int64, line []byte) error {
		var e Entry
		if err := json.Unmarshal(line, &e); err != nil {
			return fmt.Errorf("%w: entry %d: %v", store.ErrDamaged, n, err)
		}
		return fn(e)
	})
}

// Entries are those of [Ledger.Each] at once, for a few of them. If the store cannot be read there are none, and Each
// says why.
func (l *Ledger) Entries(from, to int64) (all []Entry) {
	err := l.Each(context.Background(), from, to, func(e Entry) error {
		all = append(all, e)
		return nil
	})
	if err != nil {
		return nil
	}
	return all
}

// lines calls fn with numbers and canonical JSON of the entries from from to to.
func (l *Ledger) lines(ctx context.Context, from, to int64, fn func(n int64, line []byte) error) error {
	l.mu.Lock()
	tree, starts := l.tree, l.starts // what they hold does not change, they only grow
	l.mu.Unlock()
	if from, to = max(from, 0), min(to, tree.n); from >= to {
		return nil
	}
	holding := func(n int64) int { return sort.Search(len(starts), func(i int) bool { return starts[i] > n }) }
	first, last := holding(from), holding(to-1)
	n := starts[first-1]
	err := l.store.Scan(ctx, l.segment(first), l.segment(last+1), func(it store.Item) error {
		for line := range bytes.Lines(it.Val) {
			if n >= to {
				return nil
			}
			line = bytes.TrimSuffix(line, []byte("\n"))
			if tlog.RecordHash(line) != tree.at(n) {
				return fmt.Errorf("%w: entry %d of %s is not what it was", store.ErrDamaged, n, l.name)
			}
			if n >= from {
				if err := fn(n, line); err != nil {
					return err
				}
			}
			n++
		}
		return nil
	})
	if err == nil && n < to {
		err = fmt.Errorf("%w: entry %d of %s is missing", store.ErrDamaged, n, l.name)
	}
	return err
}

// segment is the key of a segment, from 1, see [store.Chain].
func (l *Ledger) segment(n int) []byte { return fmt.Appendf(nil, "s/ledger/%s/%016x", l.name, n) }

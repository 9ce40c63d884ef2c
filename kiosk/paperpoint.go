package kiosk

// The moment in the ledger that a document stands for.

import (
	"fmt"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/ledger"
	"linli/catalog"
)

// point is the ledger right after an entry.
type point struct {
	time time.Time
	size int64
	root tlog.Hash
}

// String is the point as documents print it: how many entries, and the root over them.
func (p point) String() string { return fmt.Sprintf("前%d条，%s", p.size, p.root) }

// pointOf is the ledger right after the last entry of one of these acts; if there is none, [catalog.ErrFirst].
func pointOf(l *catalog.Live, acts ...string) (point, error) {
	size, _, err := l.Ledger().Tree()
	if err != nil {
		return point{}, err
	}
	entries := l.Ledger().Entries(0, size)
	for i, e := range slices.Backward(entries) {
		if slices.Contains(acts, e.Act) {
			p := point{time: e.Time, size: int64(i) + 1}
			p.root, err = rootOf(entries[:i+1])
			return p, err
		}
	}
	return point{}, fmt.Errorf("%w: %v", catalog.ErrFirst, acts)
}

// stored are the hashes of a tree, in the order of [tlog.StoredHashIndex].
type stored []tlog.Hash

// ReadHashes implements [tlog.HashReader].
func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = s[x]
	}
	return out, nil
}

// rootOf is the root of the tree over these entries.
func rootOf(entries []ledger.Entry) (tlog.Hash, error) {
	var s stored
	for i, e := range entries {
		more, err := tlog.StoredHashesForRecordHash(int64(i), e.Hash(), s)
		if err != nil {
			return tlog.Hash{}, err
		}
		s = append(s, more...)
	}
	return tlog.TreeHash(int64(len(entries)), s)
}

package ledger

// Proofs: that an entry is in a tree, and that a tree grew out of an earlier one.

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrRange: a tree or an entry that the ledger does not have.
var ErrRange = errors.New("台账没有这么多记录 / the ledger has no such entry or size")

// Inclusion proves that entry n is in the tree of that size; [tlog.CheckRecord] verifies it. Else it is [ErrRange].
func (l *Ledger) Inclusion(n, size int64) (tlog.RecordProof, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n < 0 || n >= size || size > l.tree.n {
		return nil, fmt.Errorf("%w: %d / %d", ErrRange, n, size)
	}
	return tlog.ProveRecord(size, n, &l.tree)
}

// Consistency proves that the tree of size to begins with that of size from, 1 ≤ from ≤ to; [tlog.CheckTree] verifies
// it. Else it is [ErrRange].
func (l *Ledger) Consistency(from, to int64) (tlog.TreeProof, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if from < 1 || from > to || to > l.tree.n {
		return nil, fmt.Errorf("%w: %d–%d", ErrRange, from, to)
	}
	return tlog.ProveTree(to, from, &l.tree)
}

// RootAt is the root that the tree had at that size, or [ErrRange].
func (l *Ledger) RootAt(size int64) (tlog.Hash, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if size < 0 || size > l.tree.n {
		return tlog.Hash{}, fmt.Errorf("%w: %d", ErrRange, size)
	}
	return tlog.TreeHash(size, &l.tree)
}

// FormatProof writes the hashes of a proof, a line each.
func FormatProof(proof []tlog.Hash) string {
	var b strings.Builder
	for _, h := range proof {
		b.WriteString(h.String() + "\n")
	}
	return b.String()
}

// ErrProof: text that is not a proof.
var ErrProof = errors.New("证明的格式不对 / not a proof")

// ParseProof reads what [FormatProof] wrote; anything else is [ErrProof].
func ParseProof(text string) ([]tlog.Hash, error) {
	var proof []tlog.Hash
	for line := range strings.Lines(text) {
		h, err := tlog.ParseHash(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, fmt.Errorf("%w: %v", ErrProof, err)
		}
		proof = append(proof, h)
	}
	if FormatProof(proof) != text {
		return nil, ErrProof
	}
	return proof, nil
}

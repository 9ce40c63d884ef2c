package ledger

// The Merkle tree over the entries (RFC 6962).

import "golang.org/x/mod/sumdb/tlog"

// hashes are the stored hashes of the tree, in the order of [tlog.StoredHashIndex].
type hashes struct {
	n      int64
	stored []tlog.Hash
}

// ReadHashes implements [tlog.HashReader].
func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = h.stored[x]
	}
	return out, nil
}

// at is leaf n.
func (h *hashes) at(n int64) tlog.Hash { return h.stored[tlog.StoredHashIndex(0, n)] }

func (h *hashes) add(leaf tlog.Hash) error {
	more, err := tlog.StoredHashesForRecordHash(h.n, leaf, h)
	if err != nil {
		return err
	}
	h.n, h.stored = h.n+1, append(h.stored, more...)
	return nil
}

func (h *hashes) root() (int64, tlog.Hash, error) {
	root, err := tlog.TreeHash(h.n, h)
	return h.n, root, err
}

// RootOf is the root of the tree over those leaves.
func RootOf(leaves []tlog.Hash) (tlog.Hash, error) {
	var h hashes
	for _, leaf := range leaves {
		if err := h.add(leaf); err != nil {
			return tlog.Hash{}, err
		}
	}
	_, root, err := h.root()
	return root, err
}

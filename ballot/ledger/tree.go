package ledger

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

func (h *hashes) add(e Entry) error {
	more, err := tlog.StoredHashesForRecordHash(h.n, e.Hash(), h)
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

package bolt

// A file made of what another keeper holds.

import (
	"context"

	"go.etcd.io/bbolt"

	"linli/ballot/store"
)

// Write makes a new file of the items that a scan gives, in key order, and makes it durable. They keep their versions,
// and the next commit gets a larger one. It holds at most some 16 MiB of them in memory. A path that exists is
// [os.ErrExist]; after any other error there is no file.
func Write(ctx context.Context, path string, scan func(context.Context, func(store.Item) error) error) error {
	return newFile(path, func(db *bbolt.DB) error {
		w := writer{db: db}
		err := scan(ctx, w.add)
		if err == nil {
			err = w.flush()
		}
		return err
	})
}

// writer gathers items for one transaction.
type writer struct {
	db   *bbolt.DB
	part []store.Item
	size int
	last uint64 // the largest version
}

func (w *writer) add(it store.Item) error {
	w.part, w.size, w.last = append(w.part, it), w.size+len(it.Key)+len(it.Val), max(w.last, it.Ver)
	if w.size < copyBytes {
		return nil
	}
	return w.flush()
}

func (w *writer) flush() error {
	err := w.db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(bucket)
		if err != nil {
			return err
		}
		b.FillPercent = 0.9
		for _, it := range w.part {
			if err := write(b, []store.Op{{Key: it.Key, Val: it.Val}}, it.Ver); err != nil {
				return err
			}
		}
		return b.SetSequence(w.last)
	})
	w.part, w.size = nil, 0
	return err
}

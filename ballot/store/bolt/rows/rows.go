// Package rows keeps ballots a row each, through bbolt's own db.Batch: the plain way that linli does not take. It is the
// yardstick of the hammer and of nothing else.
package rows

import (
	"errors"
	"time"

	"go.etcd.io/bbolt"
)

// Rows is one bbolt file.
type Rows struct{ db *bbolt.DB }

var bucket = []byte("rows")

// ErrTwice: the key is there already; nothing was written.
var ErrTwice = errors.New("已有这一行 / this row is there already")

// Open opens the file, or makes it. One that another process holds fails after a second.
func Open(path string) (*Rows, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, FreelistType: bbolt.FreelistMapType, InitialMmapSize: 1 << 30})
	if err != nil {
		return nil, err
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(bucket)
		return err
	})
	return &Rows{db}, err
}

// Put makes a row durable under a key that is new, together with what others put at the same time.
func (r *Rows) Put(key, val []byte) error {
	return r.db.Batch(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucket)
		if b.Get(key) != nil {
			return ErrTwice
		}
		return b.Put(key, val)
	})
}

// Close releases the file.
func (r *Rows) Close() error { return r.db.Close() }

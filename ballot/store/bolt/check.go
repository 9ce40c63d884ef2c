package bolt

// Looking at a file without changing it, and finding what is wrong with its structure.

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"linli/ballot/store"
)

// ErrHeader: one of the file's two header pages is not whole. The file is as sound as the other header says, but the
// last commit may be lost; the next commit writes the page anew, and then nothing tells of it.
var ErrHeader = errors.New("文件头有一页损坏，最后一次写入可能丢失 / one header page is damaged, the last write may be lost")

// View opens a file that exists for reading only (commits are [store.ErrReadOnly]), and refuses what [Open] refuses; an
// absent one is [os.ErrNotExist]. Many may view a file at once, but none while it is open for writing.
func View(path string) (*Store, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.Size() == 0:
		return nil, fmt.Errorf("%w: %s is empty", store.ErrDamaged, filepath.Base(path))
	}
	if err := inspect(path); err != nil {
		return nil, err
	}
	db, err := open(path, bbolt.Options{ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, queue: make(chan *commit, 1024), quit: make(chan struct{}), idle: make(chan struct{}), broken: store.ErrReadOnly}
	go s.run()
	return s, nil
}

// Check reads every page of the file and every item, and returns the number of items and what is wrong:
// [store.ErrDamaged], [ErrHeader]. It cannot know of changed bytes inside a value: see [store.Verify]. The store must
// come from [View].
func (s *Store) Check() (items int, err error) {
	header := headers(s.db.Path(), s.db.Info().PageSize)
	err = view(s.db, func(tx *bbolt.Tx) error {
		if err := bounded(tx); err != nil {
			return err
		}
		if items, err = walk(tx); err != nil || header != nil {
			return err // bbolt's own check does not get past a damaged header
		}
		for wrong := range tx.Check() {
			if err == nil {
				err = fmt.Errorf("%w: %v", store.ErrDamaged, wrong)
			}
		}
		return err
	})
	return items, cmp.Or(err, header)
}

// bounded demands that no page in use reaches behind the end, before anything relies on it.
func bounded(tx *bbolt.Tx) error {
	for id := 2; ; { // behind the headers
		p, err := tx.Page(id)
		if err != nil || p == nil {
			return err
		}
		if p.Type == "free" {
			id++
			continue
		}
		id += p.OverflowCount + 1
		if end := tx.Size() / int64(tx.DB().Info().PageSize); int64(id) > end {
			return fmt.Errorf("%w: page %d of %d reaches to %d", store.ErrDamaged, p.ID, end, id)
		}
	}
}

// walk reads every item. A version is never larger than the last one given.
func walk(tx *bbolt.Tx) (items int, err error) {
	b := tx.Bucket(bucket)
	last := b.Sequence()
	err = b.ForEach(func(k, v []byte) error {
		items++
		if n := version(v); n == 0 || n > last || len(k) > store.MaxKey {
			return fmt.Errorf("%w: %.80q has version %d of %d", store.ErrDamaged, k, n, last)
		}
		return nil
	})
	return items, err
}

// What bbolt's header begins with, and where it lies in its page.
const (
	magic  = 0xED0CDAED
	headAt = 16
)

// headers looks at the two header pages, of which bbolt uses the newer one that is whole.
func headers(path string, pageSize int) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	const sum, size = 56, 64 // the place of the checksum; the whole
	for i := range int64(2) {
		b := make([]byte, size)
		if _, err := io.ReadFull(io.NewSectionReader(f, i*int64(pageSize)+headAt, size), b); err != nil {
			return fmt.Errorf("%w: %v", ErrHeader, err)
		}
		d := fnv.New64a()
		d.Write(b[:sum])
		if binary.NativeEndian.Uint32(b) != magic || d.Sum64() != binary.NativeEndian.Uint64(b[sum:]) {
			return fmt.Errorf("%w: %s, page %d", ErrHeader, filepath.Base(path), i)
		}
	}
	return nil
}

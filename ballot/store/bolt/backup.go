package bolt

// Copies of the file: a backup while it is in use, and the file itself made anew without what was deleted.

import (
	"context"
	"os"
	"path/filepath"
	"runtime"

	"go.etcd.io/bbolt"

	"linli/ballot/store"
)

var _ store.Backuper = (*Store)(nil)

// copyBytes bounds one transaction of a copy that is being written.
const copyBytes = 16 << 20

// Backup implements [store.Backuper]. It copies item by item: a copy of pages would hold those that are free, and in
// them what was deleted. Until it is done, the file keeps the pages that are freed meanwhile.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return copyTo(s.db, path)
}

// copyTo writes all items into a new file.
func copyTo(db *bbolt.DB, path string) error {
	return newFile(path, func(to *bbolt.DB) error {
		return view(db, func(*bbolt.Tx) error { return bbolt.Compact(to, db, copyBytes) })
	})
}

// newFile lets fill write a new file, and syncs it and its folder. After an error there is none.
func newFile(path string, fill func(*bbolt.DB) error) (err error) {
	made, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(path)
		}
	}()
	if err := made.Close(); err != nil {
		return err
	}
	to, err := open(path, bbolt.Options{NoSync: true, FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return err
	}
	if err = fill(to); err == nil {
		err = to.Sync()
	}
	if closing := to.Close(); err == nil {
		err = closing
	}
	if err == nil && runtime.GOOS != "windows" { // where a folder cannot be synced
		err = syncFolder(filepath.Dir(path))
	}
	return err
}

// CompactEnd is the end of the name of the file that [Compact] writes before it takes the place of the old one.
const CompactEnd = ".compact"

// Compact makes the file anew with nothing but what it holds, so that what was deleted, and who was erased, is in no
// page of it. It refuses a file that is in use ([store.ErrBusy]) or damaged. Either the old file or the new one is
// there at any moment. The blocks of the old one go back to the disk, which may keep their bytes: encrypt the disk.
func Compact(path string) error {
	s, err := Open(path)
	if err != nil {
		return err
	}
	next := path + CompactEnd
	if err = os.Remove(next); os.IsNotExist(err) { // of an attempt that was interrupted
		err = nil
	}
	if err == nil {
		err = copyTo(s.db, next)
	}
	if err == nil && runtime.GOOS != "windows" { // there a file that is open cannot be replaced
		err = os.Rename(next, path) // under the lock: who waits for it finds another file in its place, see open
	}
	if closing := s.Close(); err == nil {
		err = closing
	}
	if err == nil && runtime.GOOS == "windows" {
		return os.Rename(next, path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	return err
}

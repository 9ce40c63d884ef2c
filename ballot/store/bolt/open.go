package bolt

// Opening a file, and refusing the ones that bbolt would open and fail on later.

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"linli/ballot/store"
)

// bucket holds everything. Its name is what makes a file linli's: the family, and the version of the format.
var (
	family = []byte("linli/")
	bucket = []byte("linli/1")
)

// Open opens the file, or makes it if it is absent; its folder must be there. It refuses a file that another process
// holds ([store.ErrBusy], after one second), a file that is empty, shorter than its header says or damaged in its
// structure ([store.ErrDamaged]), one of a newer linli ([store.ErrNewer]) and one of another program
// ([store.ErrForeign]; it is ErrDamaged, too, if nothing tells what it was).
func Open(path string) (*Store, error) {
	made, err := isAbsent(path)
	if err != nil {
		return nil, err
	}
	if !made {
		if err := inspect(path); err != nil {
			return nil, err
		}
	}
	db, err := open(path, bbolt.Options{
		FreelistType:    bbolt.FreelistMapType,
		InitialMmapSize: 1 << 30, // a growing map would wait for readers
	})
	if err == nil && made {
		err = initialise(db, path)
	}
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, queue: make(chan *commit, 1024), quit: make(chan struct{}), idle: make(chan struct{})}
	go s.run()
	return s, nil
}

// isAbsent tells whether the file is to be made. bbolt would silently make a new database of an empty file.
func isAbsent(path string) (bool, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return true, nil
	case err != nil:
		return false, err
	case info.Size() == 0:
		return false, fmt.Errorf("%w: %s is empty", store.ErrDamaged, filepath.Base(path))
	}
	return false, nil
}

// inspect refuses a file that is cut short or another program's. It opens it for reading: opening it for writing
// reads the list of free pages, which may lie behind the cut, and would change a foreign file.
func inspect(path string) error {
	db, err := open(path, bbolt.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer db.Close()
	return view(db, func(tx *bbolt.Tx) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		if info.Size() < tx.Size() {
			return fmt.Errorf("%w: %s has %d of %d bytes", store.ErrDamaged, filepath.Base(path), info.Size(), tx.Size())
		}
		return known(tx, filepath.Base(path))
	})
}

// known refuses a file without the bucket of this version.
func known(tx *bbolt.Tx, name string) error {
	if tx.Bucket(bucket) != nil {
		return nil
	}
	refusal := store.ErrForeign
	err := tx.ForEach(func(other []byte, _ *bbolt.Bucket) error {
		if bytes.HasPrefix(other, family) {
			refusal = store.ErrNewer
		}
		return nil
	})
	return cmp.Or(err, fmt.Errorf("%w: %s", refusal, name))
}

func open(path string, options bbolt.Options) (db *bbolt.DB, err error) {
	options.Timeout = time.Second
	var file *os.File
	options.OpenFile = func(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
		file, err = os.OpenFile(name, flag, mode)
		return file, err
	}
	err = guard(func() (err error) {
		db, err = bbolt.Open(path, 0o600, &options)
		return err
	})
	if err == nil && replaced(path, file) {
		db.Close()
		return nil, fmt.Errorf("%w: %s", store.ErrBusy, path)
	}
	var system *os.PathError
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("%w: %s", store.ErrBusy, path)
	case err == nil, errors.Is(err, store.ErrDamaged), errors.As(err, &system), full(err):
		return db, err
	}
	err = fmt.Errorf("%w: %s: %v", store.ErrDamaged, path, err)
	if !hasHeader(path) {
		err = fmt.Errorf("%w; %w", store.ErrForeign, err)
	}
	return nil, err
}

// hasHeader tells whether one of the first two pages begins as bbolt's header does, whole or not.
func hasHeader(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	for at := int64(0); at <= 1<<16; at = max(2*at, 1<<10) {
		var b [4]byte
		if _, err := f.ReadAt(b[:], at+headAt); err == nil && binary.NativeEndian.Uint32(b[:]) == magic {
			return true
		}
	}
	return false
}

// replaced tells whether the path has become another file while this one waited for its lock: see [Compact].
func replaced(path string, file *os.File) bool {
	now, err := os.Stat(path)
	if err != nil {
		return true
	}
	was, err := file.Stat()
	return err != nil || !os.SameFile(was, now)
}

// initialise marks a new file as linli's and makes its name as durable as its content.
func initialise(db *bbolt.DB, path string) error {
	err := db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(bucket)
		return err
	})
	if err == nil && runtime.GOOS != "windows" { // where a folder cannot be synced
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		db.Close()
	}
	return err
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}

// full tells whether the disk, a quota or a limit keeps the file from growing. bbolt passes on only the text of what
// goes wrong when it makes the file longer.
func full(err error) bool {
	return err != nil && slices.ContainsFunc([]error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}, func(e error) bool {
		return errors.Is(err, e) || strings.HasPrefix(err.Error(), "file resize error") && strings.HasSuffix(err.Error(), e.Error())
	})
}

// guard runs what reads the file, and makes an error of the panics that bbolt answers a damaged page with, and of
// the fault that the machine answers a missing one with.
func guard(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", store.ErrDamaged, p)
		}
	}()
	return read()
}

func view(db *bbolt.DB, fn func(*bbolt.Tx) error) error {
	err := guard(func() error { return db.View(fn) })
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return store.ErrClosed
	}
	return err
}

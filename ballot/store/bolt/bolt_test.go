package bolt_test

// The law on bolt, and what a file may be that is opened.

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/ballot/store/storetest"
)

func open(t *testing.T, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestLaw(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, filepath.Join(t.TempDir(), "db")) })
}

// filled makes a file with n items, some large, and closes it.
func filled(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	s := open(t, path)
	for i := range n {
		if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: itemKey(i), Val: itemVal(i)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func itemKey(i int) []byte { return fmt.Appendf(nil, "item/%06d", i) }
func itemVal(i int) []byte { return bytes.Repeat([]byte{byte(i)}, 20+i*i%9000) }

func refused(t *testing.T, path string, want error) {
	t.Helper()
	s, err := bolt.Open(path)
	if err == nil {
		s.Close()
	}
	if !errors.Is(err, want) {
		t.Errorf("opening: %v, want %v", err, want)
	}
}

func TestReopen(t *testing.T) {
	const n = 50
	path := filled(t, n)
	var last uint64
	for range 2 {
		s := open(t, path)
		for i := range n {
			it, err := s.Get(t.Context(), itemKey(i))
			if err != nil || !bytes.Equal(it.Val, itemVal(i)) || it.Ver != uint64(i+1) {
				t.Fatalf("item %d at %d after reopening: %v", i, it.Ver, err)
			}
		}
		ver, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("new"), Val: []byte("v")}})
		if err != nil || ver <= n || ver <= last {
			t.Fatalf("version %d after %d: %v", ver, max(n, last), err)
		}
		last = ver
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// After a close in the middle of many commits, the file has those that were acknowledged and no other.
func TestCloseWhileCommitting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	outcomes := map[int]error{}
	storetest.Storm(t, open(t, path), func(i int, err error) { outcomes[i] = err })
	s := open(t, path)
	for i, err := range outcomes {
		it, getErr := s.Get(t.Context(), storetest.StormKey(i))
		if getErr != nil || (it.Ver > 0) != (err == nil) {
			t.Errorf("commit %d: %v; afterwards version %d, %v", i, err, it.Ver, getErr)
		}
	}
}

func TestSecondOpenerIsBusy(t *testing.T) {
	path := filled(t, 1)
	s := open(t, path)
	refused(t, path, store.ErrBusy)
	s.Close()
	open(t, path)
}

func TestEmptyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, path, store.ErrDamaged)
}

// Cut anywhere in what the header counts, a file is refused, and the program lives.
func TestTruncatedFile(t *testing.T) {
	whole, err := os.ReadFile(filled(t, 80))
	if err != nil {
		t.Fatal(err)
	}
	for size := 100; size < 160_000; size += 4999 {
		path := filepath.Join(t.TempDir(), "db")
		if err := os.WriteFile(path, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, path, store.ErrDamaged)
	}
}

// Cut by its last page or half of it, a file is refused, too, wherever its list of free pages lies: what would be read
// later is missing.
func TestLastPageMissing(t *testing.T) {
	for n := 1; n < 60; n += 3 {
		whole, err := os.ReadFile(filled(t, n))
		if err != nil {
			t.Fatal(err)
		}
		const pages = 16 + 40 // the place of their number in a header page
		end := 4096 * int(binary.NativeEndian.Uint64(whole[newest(whole)+pages:]))
		path := filepath.Join(t.TempDir(), "db")
		for _, size := range []int{end - 4096, end - 2048, end - 1} {
			if err := os.WriteFile(path, whole[:size], 0o600); err != nil {
				t.Fatal(err)
			}
			refused(t, path, store.ErrDamaged)
			if s, err := bolt.View(path); !errors.Is(err, store.ErrDamaged) {
				s.Close()
				t.Errorf("viewing %d of %d bytes: %v", size, end, err)
			}
		}
		if err := os.WriteFile(path, whole[:end], 0o600); err != nil {
			t.Fatal(err)
		}
		open(t, path).Close()
	}
}

func TestGarbage(t *testing.T) {
	for _, size := range []int{1, 100, 4096, 8192, 100_000} {
		path := filepath.Join(t.TempDir(), "db")
		if err := os.WriteFile(path, bytes.Repeat([]byte("垃圾"), size)[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, path, store.ErrForeign)
		refused(t, path, store.ErrDamaged)
	}
}

// A page that is overwritten is refused at opening or at reading, or is not in use; the program lives.
func TestDamagedPages(t *testing.T) {
	whole, err := os.ReadFile(filled(t, 60))
	if err != nil {
		t.Fatal(err)
	}
	damaged := 0
	for page := range 60 {
		path := filepath.Join(t.TempDir(), "db")
		bad := bytes.Clone(whole[:1<<20]) // the rest is not in use
		copy(bad[page*4096:(page+1)*4096], bytes.Repeat([]byte{0xA5}, 4096))
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := use(t, path); errors.Is(err, store.ErrDamaged) {
			damaged++
		}
	}
	if damaged < 5 {
		t.Errorf("only %d of 60 overwritten pages were noticed", damaged)
	}
}

// use opens, reads and writes, and tells the first error.
func use(t *testing.T, path string) error {
	s, err := bolt.Open(path)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.Scan(t.Context(), nil, nil, func(store.Item) error { return nil }); err != nil {
		return err
	}
	_, err = s.Commit(t.Context(), nil, []store.Op{{Key: []byte("item"), Val: []byte("v")}})
	return err
}

// Another program's file, and a newer linli's, are refused by name and left as they are.
func TestForeignFiles(t *testing.T) {
	for name, want := range map[string]error{"another program": store.ErrForeign, "linli": store.ErrForeign, "linli/2": store.ErrNewer, "linli/10": store.ErrNewer} {
		path := filepath.Join(t.TempDir(), "db")
		db, err := bbolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(func(tx *bbolt.Tx) error {
			_, err := tx.CreateBucket([]byte(name))
			return err
		})
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(path)
		refused(t, path, want)
		if _, err := bolt.View(path); !errors.Is(err, want) || errors.Is(err, store.ErrDamaged) {
			t.Errorf("viewing a file of %s: %v", name, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("the file of %s was changed", name)
		}
	}
}

func TestMissingFolder(t *testing.T) {
	refused(t, filepath.Join(t.TempDir(), "no", "such", "db"), os.ErrNotExist)
}

func TestFolderAsFile(t *testing.T) {
	if _, err := bolt.Open(t.TempDir()); err == nil {
		t.Error("a folder was opened as a file")
	}
}

func TestReadOnly(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	path := filled(t, 1)
	for _, at := range []string{path, filepath.Dir(path)} {
		if err := os.Chmod(at, 0o500); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.Chmod(filepath.Dir(path), 0o700) })
	refused(t, path, os.ErrPermission)
	refused(t, filepath.Join(filepath.Dir(path), "new"), os.ErrPermission)
}

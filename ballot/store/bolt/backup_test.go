package bolt_test

// Copies of a file: whole, sound, and without what was deleted.

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

const erased = "王小明 0000-70007"

// withErased is a file of which an item was erased, and whose bytes still hold it.
func withErased(t *testing.T) string {
	t.Helper()
	path := filled(t, 30)
	s := open(t, path)
	for _, val := range [][]byte{[]byte(erased), nil} {
		for i := range 20 {
			if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: fmt.Appendf(nil, "person/%d", i), Val: val}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := occurrences(t, path); n == 0 {
		t.Fatal("the file does not hold what was erased: this test proves nothing")
	}
	return path
}

func occurrences(t *testing.T, path string) int {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Count(raw, []byte(erased))
}

// same demands that both files hold the same items with the same versions, and give the same next one.
func same(t *testing.T, a, b string) {
	t.Helper()
	var all [2][]string
	var next [2]uint64
	for i, path := range []string{a, b} {
		s := open(t, path)
		err := s.Scan(t.Context(), nil, nil, func(it store.Item) error {
			all[i] = append(all[i], fmt.Sprintf("%q %x %d", it.Key, it.Val, it.Ver))
			return nil
		})
		if err == nil {
			next[i], err = s.Commit(t.Context(), nil, []store.Op{{Key: []byte("next"), Val: []byte{}}})
		}
		if err := errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if len(all[0]) < 30 || fmt.Sprint(all[0]) != fmt.Sprint(all[1]) || next[0] != next[1] {
		t.Errorf("%d and %d items, next versions %d and %d", len(all[0]), len(all[1]), next[0], next[1])
	}
}

func TestBackupIsWholeAndForgets(t *testing.T) {
	path := withErased(t)
	to := filepath.Join(t.TempDir(), "copy")
	s := open(t, path)
	if err := s.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(t.Context(), to); !errors.Is(err, os.ErrExist) {
		t.Errorf("a second backup to the same path: %v", err)
	}
	s.Close()
	if n := occurrences(t, to); n > 0 {
		t.Errorf("the backup holds what was erased, %d times", n)
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	same(t, path, to)
}

// Backups are made while many commit: each holds every commit that had returned before it was begun, and is sound.
func TestBackupWhileCommitting(t *testing.T) {
	s := open(t, filled(t, 10))
	var writing sync.WaitGroup
	stop := make(chan struct{})
	var mu sync.Mutex
	acked := 0
	writing.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: fmt.Appendf(nil, "w/%06d", i), Val: itemVal(i)}}); err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			acked = i + 1
			mu.Unlock()
		}
	})
	for n := range 3 {
		mu.Lock()
		before := acked
		mu.Unlock()
		to := filepath.Join(t.TempDir(), fmt.Sprint(n))
		if err := s.Backup(t.Context(), to); err != nil {
			t.Fatal(err)
		}
		v := view(t, to)
		if _, err := v.Check(); err != nil {
			t.Error(err)
		}
		got := 0
		err := v.Scan(t.Context(), []byte("w/"), store.PrefixEnd([]byte("w/")), func(it store.Item) error {
			if want := fmt.Sprintf("w/%06d", got); string(it.Key) != want {
				t.Errorf("%q in the place of %q", it.Key, want)
			}
			got++
			return nil
		})
		if err != nil || got < before {
			t.Errorf("%d of %d commits are in the backup: %v", got, before, err)
		}
	}
	close(stop)
	writing.Wait()
}

func view(t *testing.T, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.View(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestCompactForgets(t *testing.T) {
	path := withErased(t)
	before := filepath.Join(t.TempDir(), "before")
	raw, _ := os.ReadFile(path)
	if err := os.WriteFile(before, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+bolt.CompactEnd, []byte("of an attempt that was cut short"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	if err := bolt.Compact(path); !errors.Is(err, store.ErrBusy) {
		t.Errorf("a file in use: %v", err)
	}
	s.Close()
	if err := bolt.Compact(path); err != nil {
		t.Fatal(err)
	}
	if n := occurrences(t, path); n > 0 {
		t.Errorf("the file holds what was erased, %d times", n)
	}
	if _, err := os.Stat(path + bolt.CompactEnd); !errors.Is(err, os.ErrNotExist) {
		t.Error("the new file is there twice")
	}
	same(t, before, path)
}

// Who opens a file while it is made anew gets the new one or is refused; nobody writes into the old one.
func TestOpeningWhileCompacting(t *testing.T) {
	path := filled(t, 30)
	var opening sync.WaitGroup
	var mu sync.Mutex
	acked := map[string]bool{}
	for w := range 4 {
		opening.Go(func() {
			for i := range 10 {
				key := fmt.Sprintf("by/%d/%d", w, i)
				s, err := bolt.Open(path)
				if errors.Is(err, store.ErrBusy) {
					continue
				}
				if err == nil {
					_, err = s.Commit(t.Context(), nil, []store.Op{{Key: []byte(key), Val: []byte("v")}})
					s.Close()
				}
				if err != nil {
					t.Error(err)
					continue
				}
				mu.Lock()
				acked[key] = true
				mu.Unlock()
			}
		})
	}
	done := 0
	for range 10 {
		if err := bolt.Compact(path); err == nil {
			done++
		} else if !errors.Is(err, store.ErrBusy) {
			t.Error(err)
		}
	}
	opening.Wait()
	s := open(t, path)
	for key := range acked {
		if it, err := s.Get(t.Context(), []byte(key)); err != nil || it.Ver == 0 {
			t.Errorf("%s is lost: %v", key, err)
		}
	}
	if len(acked) == 0 || done == 0 {
		t.Errorf("%d commits, %d times made anew: this test proves nothing", len(acked), done)
	}
}

package bolt_test

// A file made of another keeper's items.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.db")
	big := bytes.Repeat([]byte("x"), 1<<20)
	scan := func(_ context.Context, fn func(store.Item) error) error {
		for i := range 40 {
			if err := fn(store.Item{Key: fmt.Appendf(nil, "k/%02d", i), Val: big, Ver: uint64(1000 - i)}); err != nil {
				return err
			}
		}
		return fn(store.Item{Key: []byte("z"), Val: []byte{}, Ver: 7})
	}
	if err := bolt.Write(t.Context(), path, scan); err != nil {
		t.Fatal(err)
	}
	if err := bolt.Write(t.Context(), path, scan); !errors.Is(err, os.ErrExist) {
		t.Errorf("over a file that is there: %v", err)
	}
	v, err := bolt.View(path)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := v.Check(); n != 41 || err != nil {
		t.Errorf("%d items, %v", n, err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	for key, want := range map[string]uint64{"k/00": 1000, "k/39": 961, "z": 7} {
		if it, err := s.Get(t.Context(), []byte(key)); err != nil || it.Ver != want || it.Val == nil {
			t.Errorf("%s: version %d, want %d, %v", key, it.Ver, want, err)
		}
	}
	if ver, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("next"), Val: []byte{}}}); err != nil || ver <= 1000 {
		t.Errorf("the next version is %d, %v", ver, err)
	}
}

func TestWriteNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.db")
	if err := bolt.Write(t.Context(), path, func(context.Context, func(store.Item) error) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, path).Get(t.Context(), []byte("k")); err != nil {
		t.Error(err)
	}
	failed := errors.New("failed")
	path += "2"
	if err := bolt.Write(t.Context(), path, func(context.Context, func(store.Item) error) error { return failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("a scan that failed has left a file: %v", err)
	}
}

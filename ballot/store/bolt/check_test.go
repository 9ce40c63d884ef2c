package bolt_test

// What a check of a file finds, and what it leaves alone.

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

func TestCheckSound(t *testing.T) {
	path := filled(t, 50)
	before, _ := os.ReadFile(path)
	a, b := view(t, path), view(t, path)
	for _, s := range []*bolt.Store{a, b} {
		if n, err := s.Check(); err != nil || n != 50 {
			t.Errorf("%d items: %v", n, err)
		}
	}
	if _, err := a.Commit(t.Context(), nil, []store.Op{{Key: []byte("k"), Val: []byte("v")}}); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("a commit: %v", err)
	}
	a.Close()
	b.Close()
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("viewing has changed the file")
	}
}

func TestViewRefuses(t *testing.T) {
	path := filled(t, 3)
	s := open(t, path)
	if _, err := bolt.View(path); !errors.Is(err, store.ErrBusy) {
		t.Errorf("a file in use: %v", err)
	}
	s.Close()
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.View(empty); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("an empty file: %v", err)
	}
	absent := filepath.Join(t.TempDir(), "absent")
	if _, err := bolt.View(absent); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if _, err := os.Stat(absent); err == nil {
		t.Error("viewing has made a file")
	}
}

// newest is the place of the header page that counts.
func newest(raw []byte) int {
	const txid = 16 + 48
	if binary.NativeEndian.Uint64(raw[txid:]) > binary.NativeEndian.Uint64(raw[4096+txid:]) {
		return 0
	}
	return 4096
}

// With its newest header gone a file falls back to the commit before. The check says so, until the next commit.
func TestLostHeader(t *testing.T) {
	path := filled(t, 5)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := newest(raw)
	clear(raw[at : at+4096])
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	v := view(t, path)
	n, err := v.Check()
	if n != 4 || !errors.Is(err, bolt.ErrHeader) {
		t.Errorf("%d items: %v", n, err)
	}
	v.Close()
	s := open(t, path)
	if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("k"), Val: []byte("v")}}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if _, err := view(t, path).Check(); err != nil {
		t.Errorf("after the next commit nothing tells of it, as the documentation says: %v", err)
	}
}

// Whatever page is overwritten, the check finds it or it is not in use; the program lives.
func TestCheckDamagedPages(t *testing.T) {
	path := filled(t, 60)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	whole = whole[:1<<20] // the rest is not in use
	found := 0
	for _, fill := range []byte{0x00, 0x01, 0x02, 0xA5, 0xFF} {
		for page := range 60 {
			bad := bytes.Clone(whole)
			copy(bad[page*4096:(page+1)*4096], bytes.Repeat([]byte{fill}, 4096))
			if checkBytes(t, bad) != nil {
				found++
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d of 300 overwritten pages were found", found)
	}
}

func checkBytes(t *testing.T, raw []byte) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := bolt.View(path)
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = s.Check()
	return err
}

// Bytes of page headers, one at a time: a check never ends the program and never takes long.
func TestCheckHeaderBytes(t *testing.T) {
	whole, err := os.ReadFile(filled(t, 25))
	if err != nil {
		t.Fatal(err)
	}
	whole = whole[:1<<19]
	path := filepath.Join(t.TempDir(), "db")
	for page := range 20 {
		for at := range 16 {
			bad := bytes.Clone(whole)
			bad[page*4096+at] ^= 0x81
			if err := os.WriteFile(path, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			if s, err := bolt.View(path); err == nil {
				s.Check()
				s.Close()
			}
		}
	}
}

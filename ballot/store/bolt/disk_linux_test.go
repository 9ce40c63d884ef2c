package bolt_test

// Disks that are full, or that fail.

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"linli/ballot/store"
)

// TestFull lets the file grow no more, as a full disk does.
func TestFull(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ)
	s := open(t, filled(t, 10))
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	set := func(limit syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
	}
	set(syscall.Rlimit{Cur: 20 << 20, Max: was.Max})
	_, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("large"), Val: make([]byte, 40<<20)}})
	set(was)
	if !errors.Is(err, store.ErrFull) {
		t.Fatalf("commit on a full disk: %v", err)
	}
	if it, err := s.Get(t.Context(), []byte("large")); err != nil || it.Ver != 0 {
		t.Fatalf("what found no room is there at %d: %v", it.Ver, err)
	}
	ver, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("large"), Val: make([]byte, 40<<20)}})
	if err != nil || ver != 11 {
		t.Fatalf("version %d after space was freed: %v", ver, err)
	}
}

// TestBrokenDisk puts a file that cannot be written in the place of the open one.
func TestBrokenDisk(t *testing.T) {
	path := filled(t, 3)
	s := open(t, path)
	readOnly, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer readOnly.Close()
	fd := descriptor(t, path, int(readOnly.Fd()))
	kept, err := syscall.Dup(fd)
	if err != nil {
		t.Fatal(err)
	}
	swap := func(from int) {
		if err := syscall.Dup3(from, fd, 0); err != nil {
			t.Fatal(err)
		}
	}
	put := func() error {
		_, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("k"), Val: []byte("v")}})
		return err
	}
	swap(int(readOnly.Fd()))
	if err := put(); err == nil || store.Retry(err) {
		t.Fatalf("commit on a broken disk: %v", err)
	}
	swap(kept)
	syscall.Close(kept)
	if err := put(); err == nil || store.Retry(err) {
		t.Fatalf("commit after the disk has failed once: %v", err)
	}
	if it, err := s.Get(t.Context(), itemKey(2)); err != nil || it.Ver != 3 {
		t.Fatalf("reading goes on: %d, %v", it.Ver, err)
	}
	s.Close()
	s = open(t, path)
	if err := put(); err != nil {
		t.Fatalf("commit after opening again: %v", err)
	}
}

// descriptor finds the open file of that path, other than one.
func descriptor(t *testing.T, path string, other int) int {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range open {
		var fd int
		fmt.Sscan(e.Name(), &fd)
		if at, _ := os.Readlink(filepath.Join("/proc/self/fd", e.Name())); at == path && fd != other {
			return fd
		}
	}
	t.Fatal("the file is not open")
	return 0
}

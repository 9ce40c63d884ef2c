//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package main

// A lock that the system lets go of when its holder ends.

import (
	"os"
	"syscall"
)

// lockFile waits until no other process holds the lock of that name, and takes it until unlock is called.
func lockFile(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	return f.Close, nil
}

//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package kiosk

// Sockets that are tried without waiting, and how many files a process may open.

import (
	"math"
	"syscall"
)

// tries says that this system can try a socket without waiting.
const tries = true

// try writes what the connection takes at once.
func (l *listener) try() (n int, err error) {
	if l.raw == nil {
		return l.tryWaiting()
	}
	failed := l.raw.Write(func(fd uintptr) bool {
		for n, err = syscall.Write(int(fd), l.rest); err == syscall.EINTR; {
			n, err = syscall.Write(int(fd), l.rest)
		}
		return true
	})
	if failed != nil {
		return 0, failed
	}
	if err == syscall.EAGAIN || err == syscall.ENOBUFS {
		err = nil
	}
	return max(n, 0), err
}

// gone tells whether the other side has hung up. What it says is not listened to.
func (l *listener) gone() (gone bool) {
	if l.raw == nil {
		return false // a write will tell
	}
	var said [16]byte
	failed := l.raw.Read(func(fd uintptr) bool {
		n, err := syscall.Read(int(fd), said[:])
		gone = n == 0 && err == nil || err != nil && err != syscall.EAGAIN && err != syscall.EINTR
		return true
	})
	return gone || failed != nil
}

// files is how many files this process may have open.
func files() int64 {
	var r syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &r); err != nil || uint64(r.Cur) > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(r.Cur)
}

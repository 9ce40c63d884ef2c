//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package kiosk

// Sockets where a try waits a moment, and a system that does not tell how many files a process may open.

import "math"

const tries = false

func (l *listener) try() (int, error) { return l.tryWaiting() }

func (l *listener) gone() bool { return false }

func files() int64 { return math.MaxInt64 }

//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package main

// Connections that have little room for what is not read.

import (
	"errors"
	"syscall"
)

// narrow gives a connection that is about to be made room for so many bytes.
func narrow(bytes int) func(network, address string, c syscall.RawConn) error {
	return func(_, _ string, c syscall.RawConn) (err error) {
		failed := c.Control(func(fd uintptr) {
			err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, bytes)
		})
		return errors.Join(err, failed)
	}
}

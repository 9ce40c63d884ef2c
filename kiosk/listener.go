package kiosk

// One who listens: a connection, what it has been sent, and what of that it has not taken yet.

import (
	"bytes"
	"fmt"
	"net"
	"syscall"
	"time"
)

// listener is a connection of the hub. It is used under its shard's mutex.
type listener struct {
	conn  net.Conn
	raw   syscall.RawConn // nil where the system cannot try without waiting
	of    *source
	seen  *frame    // the newest that was begun; nil before the first
	rest  []byte    // what the connection has not taken yet
	sent  time.Time // when something was begun last
	stuck time.Time // since when the connection takes nothing; zero while it does
	left  bool      // closed, its seat given back
}

// unread is how many bytes the system may keep for a listener that does not read. Linux doubles it.
const unread = 8 << 10

// newListener is a listener that is to be sent the head.
func newListener(conn net.Conn, head []byte) *listener {
	l := &listener{conn: conn, rest: head, sent: time.Now()}
	conn.SetDeadline(time.Time{}) // of one that is closed the first try will tell
	if c, ok := conn.(*net.TCPConn); ok {
		c.SetWriteBuffer(unread) // what the system refuses costs it memory, and nobody else
	}
	if c, ok := conn.(syscall.Conn); ok && tries {
		l.raw, _ = c.SyscallConn()
	}
	return l
}

// greeting is what the n-th listener is sent first. After a restart all come again, spread over four seconds.
func greeting(head []byte, n uint32) []byte {
	return fmt.Appendf(bytes.Clone(head), "retry: %d\n\n", 2000+n*37%4000)
}

// alive is sent when there is nothing new to say.
var alive = []byte(":\n\n")

// send sends what is left over, and then the newest frame if it says something new or the pulse has passed; frames
// between are left out. It tells whether the connection took anything. It does not wait; what is not taken stays as rest,
// but a frame of which nothing was taken is forgotten, for next time there will be a newer one.
func (l *listener) send(newest *frame, now time.Time, pulse time.Duration) (moved bool, err error) {
	if len(l.rest) > 0 {
		if moved, err = l.push(now); err != nil || len(l.rest) > 0 {
			return moved, err
		}
	}
	fresh := newest != nil && (l.seen == nil || newest.id != l.seen.id)
	quiet := now.Sub(l.sent) >= pulse
	switch {
	case fresh && (quiet || l.seen == nil || !bytes.Equal(newest.key, l.seen.key)):
		l.rest = newest.wire
	case quiet:
		l.rest = alive
	default:
		return moved, nil
	}
	begun, err := l.push(now)
	switch {
	case !begun:
		l.rest = nil
	case fresh:
		l.seen, l.sent = newest, now
	default:
		l.sent = now
	}
	return moved || begun, err
}

// push offers the rest to the connection once.
func (l *listener) push(now time.Time) (moved bool, err error) {
	n, err := l.try()
	l.rest = l.rest[n:]
	switch {
	case n > 0:
		l.stuck = time.Time{}
	case l.stuck.IsZero():
		l.stuck = now
	}
	if len(l.rest) == 0 {
		l.rest = nil // lets go of the frame
	}
	return n > 0, err
}

// hangUp closes the connection. What one that is stalled has not taken is thrown away, which frees the system's memory.
func (l *listener) hangUp() {
	if c, ok := l.conn.(*net.TCPConn); ok && (len(l.rest) > 0 || !l.stuck.IsZero()) {
		c.SetLinger(0)
	}
	l.conn.Close()
	l.left = true
}

// patience is how long a connection may take where it cannot be tried without waiting.
const patience = time.Millisecond

// tryWaiting writes what the connection takes within a moment.
func (l *listener) tryWaiting() (int, error) {
	if err := l.conn.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return 0, err
	}
	n, err := l.conn.Write(l.rest)
	if ne, ok := err.(net.Error); ok && ne.Timeout() {
		err = nil
	}
	return n, err
}

package etcdtest

// Gates: lines that can be cut and mended.

import (
	"bytes"
	"net"
	"sync"
)

// Gate stands before an address. What comes to it while it is cut is held up, and passes once it is mended, as on a
// network that was down for a while.
type Gate struct {
	ln net.Listener
	to string

	mu      sync.Mutex
	changed *sync.Cond
	cut     map[Way]bool
	from    map[string]bool // members who are cut off
	open    map[*line]bool
	closed  bool
}

// Way is a direction through a gate.
type Way string

// The two ways.
const (
	There Way = "there"
	Back  Way = "back"
)

// line is one connection through a gate.
type line struct {
	near, far net.Conn
	from      string // the member that began it
	broken    bool
}

// NewGate opens a gate before that address. [Gate.Close] ends it.
func NewGate(to string) (*Gate, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	g := &Gate{ln: ln, to: to, cut: map[Way]bool{}, from: map[string]bool{}, open: map[*line]bool{}}
	g.changed = sync.NewCond(&g.mu)
	go g.accept()
	return g, nil
}

// Addr is the HOST:PORT that leads through the gate.
func (g *Gate) Addr() string { return g.ln.Addr().String() }

func (g *Gate) accept() {
	for {
		near, err := g.ln.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", g.to)
		if err != nil {
			near.Close()
			continue
		}
		l := &line{near: near, far: far}
		g.mu.Lock()
		if g.closed {
			l.end()
		}
		g.open[l] = true
		g.mu.Unlock()
		go g.pass(l, There, near, far)
		go g.pass(l, Back, far, near)
	}
}

// end breaks the line; the gate is locked.
func (l *line) end() {
	l.broken = true
	l.near.Close()
	l.far.Close()
}

// pass carries one direction of a line until it breaks.
func (g *Gate) pass(l *line, way Way, from, to net.Conn) {
	b := make([]byte, 1<<16)
	for {
		n, err := from.Read(b)
		if err == nil && g.may(l, way, b[:n]) {
			_, err = to.Write(b[:n])
		}
		g.mu.Lock()
		if err != nil || l.broken {
			l.end()
			delete(g.open, l)
			g.changed.Broadcast()
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
	}
}

// may waits until the bytes may pass, and tells whether the line is still whole.
func (g *Gate) may(l *line, way Way, b []byte) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if from := sender(b); way == There && from != "" {
		l.from = from
	}
	for !l.broken && (g.cut[way] || g.from[l.from]) {
		g.changed.Wait()
	}
	return !l.broken
}

// sender finds the member that every message among members names in its head.
func sender(b []byte) string {
	_, rest, ok := bytes.Cut(b, []byte("X-Server-From: "))
	id, _, _ := bytes.Cut(rest, []byte("\r\n"))
	if !ok {
		return ""
	}
	return string(id)
}

func (g *Gate) change(what func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	what()
	g.changed.Broadcast()
}

// Cut holds up those ways.
func (g *Gate) Cut(ways ...Way) {
	g.change(func() {
		for _, w := range ways {
			g.cut[w] = true
		}
	})
}

// cutFrom holds up, or not any longer, both ways of the lines that a member has begun.
func (g *Gate) cutFrom(member string, cut bool) { g.change(func() { g.from[member] = cut }) }

// Mend lets both ways pass.
func (g *Gate) Mend() { g.change(func() { clear(g.cut) }) }

// HangUp breaks all lines that are open; what they held up is lost.
func (g *Gate) HangUp() {
	g.change(func() {
		for l := range g.open {
			l.end()
		}
	})
}

// Close breaks all lines and takes no more.
func (g *Gate) Close() {
	g.ln.Close()
	g.change(func() { g.closed = true })
	g.HangUp()
}

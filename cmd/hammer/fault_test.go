package main

// The hammer must find what it is there to find, and read what servers answer.

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// casting is a run whose sheets have been cast but for the last.
func casting(t *testing.T, ballots int) *hammer {
	t.Helper()
	h := &hammer{
		town: town{options: options{Ballots: ballots, Connections: 4, Projects: 5, Rounds: 1, Servers: 1, As: "form"}, kinds: map[string]int{}},
		env:  env{t.Context(), nil, io.Discard, io.Discard},
	}
	stop, err := h.settle()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	for _, stage := range []func() error{h.found, h.serve} {
		if err := stage(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.wave(t.Context(), 0, ballots-1); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestFaultsAreFound(t *testing.T) {
	const n = 20
	h := casting(t, n)
	h.acked[n-1] = first // never cast
	h.acked[1] = second  // cast with other marks
	h.acked[2] = neither // in the box all the same
	h.figures.about(h.options, 1)
	for _, stage := range []func() error{h.restart, h.count} {
		if err := stage(); err != nil {
			t.Fatal(err)
		}
	}
	f := h.figures
	if f.Lost != 1 || f.Strange != 2 || f.Refused != 1 || f.Acknowledged != n-1 || f.Counted != n-1 || f.Miscounted == 0 {
		t.Errorf("%+v", f)
	}
	if f.sound() {
		t.Error("a run with lost ballots is called sound")
	}
}

// Each of the faults alone makes a run unsound.
func TestSound(t *testing.T) {
	good := figures{Ballots: 5, Acknowledged: 5, Counted: 5}
	if !good.sound() {
		t.Error("a good run is unsound")
	}
	for _, spoil := range []func(*figures){
		func(f *figures) { f.Lost++ }, func(f *figures) { f.Twice++ }, func(f *figures) { f.Strange++ }, func(f *figures) { f.Miscounted++ },
		func(f *figures) { f.Refused++ }, func(f *figures) { f.Counted++ }, func(f *figures) { f.Acknowledged, f.Counted = 4, 4 },
	} {
		bad := good
		if spoil(&bad); bad.sound() {
			t.Errorf("%+v is called sound", bad)
		}
	}
}

// What a server answers to a sheet that is refused for good is counted by kind and acknowledges nothing.
func TestRefusalsAreCounted(t *testing.T) {
	h := casting(t, 3)
	h.sheets[2].code = h.sheets[2].code[1:]
	if _, err := h.wave(t.Context(), 2, 3); err != nil {
		t.Fatal(err)
	}
	if h.acked[2] != neither || h.kinds["400"] != 1 || len(h.kinds) != 1 {
		t.Errorf("acknowledged %d, kinds %v", h.acked[2], h.kinds)
	}
	h.sheets[1].tracker = "ANOTHER"
	if _, err := h.wave(t.Context(), 1, 2); err != nil {
		t.Fatal(err)
	}
	if h.acked[1] != neither || len(h.kinds) != 2 {
		t.Errorf("acknowledged %d, kinds %v", h.acked[1], h.kinds)
	}
}

// A server that does not come back ends the run at a cancel.
func TestServerGone(t *testing.T) {
	h := casting(t, 3)
	h.servers[0].kill()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if _, err := h.wave(ctx, 2, 3); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v", err)
	}
	if h.acked[2] != nothing || len(h.kinds) == 0 {
		t.Errorf("acknowledged %d, kinds %v", h.acked[2], h.kinds)
	}
}

// reading is what a line makes of an answer.
func reading(t testing.TB, text string) (answer, error) {
	t.Helper()
	ours, theirs := net.Pipe()
	defer ours.Close()
	go func() {
		io.WriteString(theirs, text)
		theirs.Close()
	}()
	l := newLine(ours, "host")
	return l.read()
}

func TestAnswers(t *testing.T) {
	a, err := reading(t, "HTTP/1.1 303 See Other\r\nLOCATION: /vote/receipt/ABC\r\ncontent-length: 2\r\n\r\nhi")
	if err != nil || a.status != 303 || a.tracker() != "ABC" || string(a.body) != "hi" {
		t.Errorf("%+v %v", a, err)
	}
	a, err = reading(t, "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n"+`{"tracker":"ABC"}`)
	if err != nil || a.tracker() != "ABC" {
		t.Errorf("%+v %v", a, err)
	}
	for _, bad := range []string{
		"", "HTTP/1.1", "HTTP/1.1 2x0 OK\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi",
		"HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 8192) + "\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
	} {
		if a, err := reading(t, bad); err == nil {
			t.Errorf("%.40q was read as %+v", bad, a)
		}
	}
}

// Whatever is sent is read or refused, and of what is read the body has the length that the head says.
func FuzzAnswer(f *testing.F) {
	f.Add("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
	f.Add("HTTP/1.1 303 See Other\r\nLocation: /vote/receipt/X\r\nContent-Length: 0\r\n\r\n")
	f.Add("HTTP/1.1 200 OK\r\n\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := reading(t, text)
		head, body, _ := strings.Cut(text, "\n\r\n")
		if plain := !strings.Contains(text, "\n\n"); err == nil && plain && (!strings.HasPrefix(text, "HTTP/1.1 ") || !strings.HasPrefix(body, string(a.body))) {
			t.Errorf("%q, %q was read as %+v", head, body, a)
		}
		a.tracker()
	})
}

package kiosk

// Those who send or read too slowly, who hold connections, and whose requests end where nobody can tell.

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot"
)

// dial opens a connection to the server.
func (x *street) dial() net.Conn {
	x.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(x.base, "http://"))
	if err != nil {
		x.t.Fatal(err)
	}
	x.t.Cleanup(func() { conn.Close() })
	return conn
}

// TestSlowloris: hundreds of connections that send a byte now and then, or nothing, are closed within the server's own
// time, and all voters vote meanwhile.
func TestSlowloris(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 100)
	begins := []string{
		"", "G", "GET /vote HTTP/1.1\r\nHost: h\r\nX-", "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\ncode=",
		"POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;",
		"POST /vote HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\nX: ",
		"POST /vote HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n",
	}
	const slow = 320
	var open atomic.Int32
	var all sync.WaitGroup
	for i := range slow {
		conn := x.dial()
		open.Add(1)
		all.Go(func() {
			defer open.Add(-1)
			conn.SetReadDeadline(time.Now().Add(readTimeout + 20*time.Second))
			io.WriteString(conn, begins[i%len(begins)])
			go func() {
				for err := error(nil); err == nil && i%3 > 0; _, err = io.WriteString(conn, "1") {
					time.Sleep(2 * time.Second)
				}
			}()
			_, err := io.Copy(io.Discard, conn)
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				t.Errorf("%q is not cut off", begins[i%len(begins)])
			}
		})
	}
	voters := newHTTP(t)
	for i := range sheets {
		r, err := voters.Post(x.base+"/vote/cast", "application/json", strings.NewReader(fmt.Sprintf(`{"code":%q,"marks":[{"p":%d}]}`, sheets[i].Code(), i%3+1)))
		if err != nil || r.StatusCode != 200 {
			t.Fatalf("voter %d: %v", i, err)
		}
		r.Body.Close()
	}
	if n := open.Load(); n < slow/2 {
		t.Errorf("only %d of %d were still there when all had voted: the voters were not beside them", n, slow)
	}
	all.Wait()
	if box, err := l.Box(context.Background()); err != nil || box.Count() != len(sheets) {
		t.Errorf("%d ballots, %v", box.Count(), err)
	}
}

// newHTTP is a client of many voters.
func newHTTP(t *testing.T) *http.Client {
	transport := &http.Transport{MaxConnsPerHost: 50, MaxIdleConnsPerHost: 50}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// TestStalledReaders: who asks for much and reads nothing is let go, though the answer is not out; who reads slowly but
// steadily gets it whole.
func TestStalledReaders(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	hasty := New(Config{Env: x.env, Public: x.base, Log: x.s.Log})
	served := make(chan error, 1)
	go func() { served <- hasty.app.Listener(patient{ln, 400 * time.Millisecond}) }()
	defer func() { hasty.Shutdown(context.Background()); <-served }()
	x.large("large", 3<<20)

	steady, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer steady.Close()
	steady.(*net.TCPConn).SetReadBuffer(64 << 10)
	io.WriteString(steady, "GET /r/large/export HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
	whole := make(chan int)
	go func() {
		n, piece := 0, make([]byte, 256<<10)
		for {
			m, err := steady.Read(piece)
			if n += m; err != nil {
				whole <- n
				return
			}
			time.Sleep(30 * time.Millisecond)
		}
	}()

	const stalled = 20
	for range stalled {
		conn, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.(*net.TCPConn).SetReadBuffer(4 << 10)
		for range 8 { // more than the system keeps for them
			io.WriteString(conn, "GET /r/large/export HTTP/1.1\r\nHost: h\r\n\r\n")
		}
	}
	open := func() int { return int(hasty.app.Server().GetOpenConnectionsCount()) }
	eventually(t, "all have come", 20*time.Second, func() bool { return open() >= stalled })
	if n := <-whole; n < 3<<20 {
		t.Errorf("a slow reader gets %d bytes", n)
	}
	eventually(t, "those who do not read are let go", 20*time.Second, func() bool { return open() == 0 })
	if r := x.browser().castFor(sheets[0], 1); r.status != http.StatusSeeOther {
		t.Errorf("a voter meanwhile: %d", r.status)
	}
}

// TestHalfOpen: a connection whose other side has shut one half, or both, or was torn off, ends; one that is kept but
// says nothing more has its own time.
func TestHalfOpen(t *testing.T) {
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	if s := x.s.app.Server(); s.IdleTimeout != idleTimeout || s.IdleTimeout == 0 || s.MaxConnsPerIP != 0 {
		t.Errorf("idle %v, %d connections each", s.IdleTimeout, s.MaxConnsPerIP) // a station is one address
	}
	before := x.s.app.Server().GetOpenConnectionsCount()
	for i := range 200 {
		conn := x.dial().(*net.TCPConn)
		switch i % 4 {
		case 0:
			conn.CloseWrite()
		case 1:
			io.WriteString(conn, "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\ncode=")
			conn.CloseWrite()
		case 2:
			io.WriteString(conn, "GET /r/2026/export HTTP/1.1\r\nHost: h\r\n\r\n")
			conn.SetLinger(0)
			conn.Close()
		case 3:
			io.WriteString(conn, "GET /vote HTTP/1.1\r\nHost: h\r\n\r\n")
			conn.CloseWrite()
			if text, err := io.ReadAll(conn); err != nil || !bytes.HasPrefix(text, []byte("HTTP/1.1 200")) {
				t.Fatalf("one who has said all is told %.40q, %v", text, err)
			}
		}
	}
	eventually(t, "half-open connections end", 20*time.Second, func() bool { return x.s.app.Server().GetOpenConnectionsCount() <= before })
	x.alive()
}

// TestSmuggling: where a proxy might see another end of a request than the server does, nothing is answered but the
// refusal, and the connection ends.
func TestSmuggling(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	body := fmt.Sprintf(`{"code":%q,"marks":[{"p":1}]}`, sheets[0].Code())
	hidden := fmt.Sprintf("POST /vote/cast HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	for name, request := range map[string]string{
		"length and chunks":         "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"chunks and length":         "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
		"two lengths":               "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nContent-Length: 4\r\n\r\n",
		"two equal lengths":         "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\ncontent-length: 0\r\n\r\n",
		"an encoding of its own":    "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
		"identity":                  "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n",
		"identity and length":       "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n",
		"two encodings":             "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		"encoding twice":            "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n",
		"a space before the colon":  "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
		"a space before the length": "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length : 0\r\n\r\n",
		"a folded line":             "POST /vote HTTP/1.1\r\nHost: h\r\nX: y\r\n Content-Length: 0\r\n\r\n",
		"a folded encoding":         "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
		"a signed length":           "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: +0\r\n\r\n",
		"a length in hex":           "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: 0x0\r\n\r\n",
		"a list of lengths":         "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: 0, 0\r\n\r\n",
		"a huge length":             "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551616\r\n\r\n",
		"a signed chunk":            "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
		"a chunk too long":          "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n0\r\n\r\n",
		"a chunk of negative size":  "POST /vote HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
	} {
		answer := x.raw(request+hidden, 3*time.Second)
		if n := strings.Count(answer, "HTTP/1.1 "); n != 1 || !strings.HasPrefix(answer, "HTTP/1.1 400") || !strings.Contains(answer, "Connection: close") {
			t.Errorf("%s: %d answers, %.60q", name, n, answer)
		}
		if box, err := l.Box(context.Background()); err != nil || box.Count() != 0 {
			t.Fatalf("%s: what is behind it has cast: %v", name, err)
		}
	}
	x.bodyOfAGet(hidden)
	if box, err := l.Box(context.Background()); err != nil || box.Count() != 0 {
		t.Errorf("a body has cast: %v", err)
	}
	x.clearRequests()
	x.alive()
}

// bodyOfAGet: a body is no request, whatever request it comes with.
func (x *street) bodyOfAGet(hidden string) {
	x.t.Helper()
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "DELETE"} {
		for _, frame := range []string{fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(hidden), hidden), fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n", len(hidden), hidden)} {
			conn := x.dial()
			conn.SetDeadline(time.Now().Add(3 * time.Second))
			fmt.Fprintf(conn, "%s /vote HTTP/1.1\r\nHost: h\r\nConnection: close\r\n%s", method, frame)
			answer, _ := io.ReadAll(conn)
			if n := bytes.Count(answer, []byte("HTTP/1.1 ")); n != 1 {
				x.t.Errorf("%s with a body has %d answers", method, n)
			}
		}
	}
}

// clearRequests: what is clear is answered, also when it comes in chunks or two at a time.
func (x *street) clearRequests() {
	x.t.Helper()
	conn := x.dial()
	conn.SetDeadline(time.Now().Add(5 * time.Second))
	io.WriteString(conn, "POST /vote HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\ncod\r\n3\r\ne=X\r\n0\r\n\r\n"+
		"GET /r/2026/observe.json HTTP/1.1\r\nHost: h\r\n\r\n")
	in := bufio.NewReader(conn)
	for _, want := range []int{400, 200} {
		r, err := http.ReadResponse(in, nil)
		if err != nil || r.StatusCode != want {
			x.t.Fatalf("a clear request: %v, want %d", err, want)
		}
		io.Copy(io.Discard, r.Body)
	}
}

// TestHeadHasNoBody: what follows an answer to HEAD on the same connection is the next answer and nothing else.
func TestHeadHasNoBody(t *testing.T) {
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	for _, route := range x.routesOf(http.MethodGet) {
		conn := x.dial()
		conn.SetDeadline(time.Now().Add(5 * time.Second))
		fmt.Fprintf(conn, "HEAD %s HTTP/1.1\r\nHost: h\r\nCookie: staff=%s\r\n\r\n", addressed(route), x.cookies["qin"])
		in := bufio.NewReader(conn)
		r, err := http.ReadResponse(in, &http.Request{Method: http.MethodHead})
		if err != nil {
			t.Errorf("HEAD %s: %v", route, err)
			continue
		}
		if r.Close {
			continue // a feed
		}
		io.WriteString(conn, "GET /r/2026/observe.json HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
		rest, _ := io.ReadAll(in)
		if !bytes.HasPrefix(rest, []byte("HTTP/1.1 200")) {
			t.Errorf("after HEAD %s comes %.40q", route, rest)
		}
	}
}

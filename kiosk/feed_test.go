package kiosk

// The feed over HTTP: its head, whatever is asked in, two servers, and thousands who come and go.

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"linli/ballot"
)

// TestFeedHead: the feed has the headers of every answer and ends with its connection, in any version of HTTP; HEAD
// gets the same without a feed.
func TestFeedHead(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	for _, ask := range []string{
		"GET /r/2026/events HTTP/1.1\r\nHost: h\r\n\r\n", "GET /r/2026/events HTTP/1.0\r\n\r\n",
		"GET /r/2026/events HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "HEAD /r/2026/events HTTP/1.1\r\nHost: h\r\n\r\n",
	} {
		conn := x.knock(ask)
		defer conn.Close()
		r := bufio.NewReader(conn)
		res, err := http.ReadResponse(r, &http.Request{Method: ask[:strings.Index(ask, " ")]})
		if err != nil {
			t.Fatal(err)
		}
		x.browser().guarded(ask, reply{status: res.StatusCode, head: res.Header, doc: x.browser().get("/login").doc})
		if res.StatusCode != 200 || !res.Close || res.ContentLength > 0 || len(res.TransferEncoding) > 0 ||
			res.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" || res.Header.Get("X-Accel-Buffering") != "no" {
			t.Errorf("%q: %d %v", ask, res.StatusCode, res.Header)
		}
		for _, g := range guards {
			if got := res.Header.Get(string(g.name)); got != string(g.value) {
				t.Errorf("%q: %s is %q", ask, g.name, got)
			}
		}
		if ask[0] == 'H' {
			if left, err := io.ReadAll(r); err != nil || len(left) > 0 || x.s.hub.count() > 3 {
				t.Errorf("HEAD is answered with %q, %v", left, err)
			}
			continue
		}
		lines := bufio.NewScanner(r)
		for _, want := range []string{"retry: ", "", "id: ", "data: {", ""} {
			if !lines.Scan() || !strings.HasPrefix(lines.Text(), want) || want == "" && lines.Text() != "" {
				t.Errorf("%q: the line %q should begin with %q", ask, lines.Text(), want)
			}
		}
		conn.Close()
	}
	eventually(t, "all have gone", 5*time.Second, func() bool { return x.s.hub.count() == 0 })
}

// knock is a connection on which something was asked.
func (x *street) knock(ask string) net.Conn {
	x.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(x.base, "http://"))
	if err != nil {
		x.t.Fatal(err)
	}
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	io.WriteString(conn, ask)
	return conn
}

// TestTwoServers: who listens at one server is told of casts at another on the same store.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 2)
	other := New(Config{Env: x.env, Public: x.base, Log: slog.New(slog.DiscardHandler)})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go other.Serve(ln)
	defer other.Shutdown(context.Background())
	there := &street{bureau: x.bureau, base: "http://" + ln.Addr().String()}
	here, far := x.listen("2026"), there.listen("2026")
	here.next(5 * time.Second)
	far.next(5 * time.Second)
	for i, sheet := range sheets {
		[]*street{x, there}[i].cast(sheet, 1)
		for _, f := range []*feed{here, far} {
			if o := f.next(10 * time.Second); o.Cast != int64(i+1) {
				t.Errorf("after %d casts: %+v", i+1, o)
			}
		}
	}
}

// TestThousandsComeAndGo: three thousand listeners take no goroutine each and little memory, all of them are told of a
// cast, and when they have gone everything is as it was.
func TestThousandsComeAndGo(t *testing.T) {
	const many = 3000
	if most := pairs(); most < many {
		t.Skipf("this system lets a test have %d connections", most)
	}
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1)
	x.browser().get("/r/2026/observe")
	before, memory := runtime.NumGoroutine(), used()
	for range 2 {
		all := make([]net.Conn, many)
		for i := range all {
			all[i] = x.knock("GET /r/2026/events HTTP/1.1\r\nHost: h\r\n\r\n")
		}
		eventually(t, "all are seated", 20*time.Second, func() bool { return x.s.hub.count() == many })
		eventually(t, "few goroutines", 30*time.Second, func() bool { return runtime.NumGoroutine() < before+many/20 })
		if per := (used() - memory) / many; per > 8<<10 { // both ends lie in this process
			t.Errorf("a listener takes %d bytes", per)
		}
		if len(sheets) > 0 {
			x.cast(sheets[0], 1)
			sheets = nil
		}
		for i, c := range all {
			if err := until(c, []byte(`"cast":1,`)); err != nil {
				t.Fatalf("listener %d is not told of the cast: %v", i, err)
			}
			c.Close()
		}
		eventually(t, "all have gone", 20*time.Second, func() bool { return x.s.hub.count() == 0 })
	}
	x.s.hub.under.Wait()
	eventually(t, "goroutines end", 30*time.Second, func() bool { return runtime.NumGoroutine() <= before+5 })
	eventually(t, "memory is given back", 20*time.Second, func() bool { return used() < memory+(4<<20) })
}

// until reads what a connection is told until some words.
func until(c net.Conn, words []byte) error {
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	var all []byte
	for b := make([]byte, 4096); ; {
		n, err := c.Read(b)
		if all = append(all, b[:n]...); bytes.Contains(all, words) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("after %q: %w", all, err)
		}
	}
}

// pairs is how many connections of which it has both ends a test may have.
func pairs() int64 { return files()/2 - 200 }

// used is the memory in use, in bytes.
func used() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

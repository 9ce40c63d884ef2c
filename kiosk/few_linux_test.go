package kiosk

// A server that may open few files only, in a process of its own.

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"linli/ballot"
)

// fewFiles is the environment variable that makes a test the server, and how many files that may open.
const fewFiles, files128 = "LINLI_FEW_FILES", 128

// serveFew serves until stdin ends, and prints where, and the codes of sheets.
func serveFew(t *testing.T) {
	few := syscall.Rlimit{Cur: files128, Max: files128}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 4)
	at := fewServer{Base: x.base}
	for _, s := range sheets {
		at.Codes = append(at.Codes, s.Code())
	}
	line, _ := json.Marshal(at)
	fmt.Printf("%s\n", line)
	io.Copy(io.Discard, os.Stdin)
}

type fewServer struct {
	Base  string
	Codes []string
	t     *testing.T
}

// TestFewFiles: when listeners have taken all that they may, voters still vote; when even the last file is taken, the
// server waits and goes on as soon as one is free.
func TestFewFiles(t *testing.T) {
	if os.Getenv(fewFiles) != "" {
		serveFew(t)
		return
	}
	s := newFewServer(t)
	var listeners []net.Conn
	for {
		conn, status := s.ask("/r/2026/events")
		if status != 200 {
			if status != 503 {
				t.Fatalf("listener %d is told %d", len(listeners), status)
			}
			break
		}
		listeners = append(listeners, conn)
	}
	if n := len(listeners); n < files128/2 || n > files128/4*3 {
		t.Errorf("%d listeners of %d files", n, files128)
	}
	s.cast(0)

	var idle []net.Conn
	for range files128 {
		idle = append(idle, s.dial())
	}
	conn := s.dial()
	fmt.Fprintf(conn, "GET /livez HTTP/1.1\r\nHost: h\r\n\r\n")
	conn.SetReadDeadline(time.Now().Add(2 * time.Second))
	if n, _ := conn.Read(make([]byte, 1)); n != 0 {
		t.Errorf("with %d listeners and %d connections beside, there are files left: the test is too small", len(listeners), len(idle))
	}
	for _, c := range idle {
		c.Close()
	}
	s.cast(1)
	for _, c := range listeners {
		if err := until(c, []byte(`"cast":2,`)); err != nil {
			t.Fatalf("a listener is not told: %v", err)
		}
		c.Close()
	}
	s.cast(2)
	eventually(t, "one who comes afterwards is told", 10*time.Second, func() bool {
		conn, status := s.ask("/r/2026/events")
		return status == 200 && until(conn, []byte(`"cast":3,`)) == nil
	})
}

func newFewServer(t *testing.T) (s fewServer) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestFewFiles$")
	cmd.Env = append(os.Environ(), fewFiles+"=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	lines := bufio.NewReader(out)
	line, err := lines.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &s)
	}
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	go io.Copy(io.Discard, lines)
	s.t = t
	return s
}

func (s fewServer) dial() net.Conn {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	return conn
}

// ask asks for a page and reads the status.
func (s fewServer) ask(path string) (net.Conn, int) {
	s.t.Helper()
	conn := s.dial()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: h\r\n\r\n", path)
	conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	status := make([]byte, len("HTTP/1.1 200"))
	if _, err := io.ReadFull(conn, status); err != nil {
		s.t.Fatal(err)
	}
	var n int
	fmt.Sscanf(string(status), "HTTP/1.1 %d", &n)
	return conn, n
}

// cast casts a sheet on a connection of its own, as a voter who has just come does.
func (s fewServer) cast(sheet int) {
	s.t.Helper()
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 20 * time.Second}
	res, err := c.Post(s.Base+"/vote/cast", "application/json", strings.NewReader(fmt.Sprintf(`{"code":%q,"marks":[{"p":1}]}`, s.Codes[sheet])))
	if err != nil {
		s.t.Fatalf("a voter gets no answer: %v", err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 {
		s.t.Errorf("a voter is told %d", res.StatusCode)
	}
}

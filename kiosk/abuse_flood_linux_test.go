package kiosk

// Bodies and headers without end, sent to a server in a process of its own, so that its memory can be told from that of
// those who send.

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/ballot"
)

// apart is the environment variable that makes a test the server that another attacks.
const apart = "LINLI_APART"

// target is a server in another process.
type target struct {
	Base  string
	Codes []string
	Staff string   // cookie of an officer
	Posts []string // every address that takes a POST
	t     *testing.T
	pid   int
}

// serveApart serves until stdin ends, and prints where, and what is needed to get in.
func serveApart(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 20)
	at := target{Base: x.base, Staff: "staff=" + x.cookies["qin"]}
	for _, s := range sheets {
		at.Codes = append(at.Codes, s.Code())
	}
	for _, r := range x.s.app.GetRoutes(true) {
		if r.Method == http.MethodPost {
			at.Posts = append(at.Posts, addressed(r.Path))
		}
	}
	line, _ := json.Marshal(at)
	fmt.Printf("%s\n", line)
	io.Copy(io.Discard, os.Stdin)
}

func newTarget(t *testing.T) (s *target) {
	t.Helper()
	name, _, _ := strings.Cut(t.Name(), "/")
	cmd := exec.Command(os.Args[0], "-test.run=^"+name+"$")
	cmd.Env = append(os.Environ(), apart+"=1")
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
	if err != nil || len(s.Posts) < 10 {
		t.Fatalf("%s: %v", line, err)
	}
	go io.Copy(io.Discard, lines)
	s.t, s.pid = t, cmd.Process.Pid
	return s
}

// status reads a number of bytes from what the system knows of the server.
func (s *target) status(name string) int {
	s.t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	if err != nil {
		s.t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), name+":")
	kib, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		s.t.Fatal(err)
	}
	return kib << 10
}

// most is by how many bytes an attack may let the server grow.
const most = 64 << 20

// bounded does what may not let the server grow.
func (s *target) bounded(attack func()) {
	s.t.Helper()
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.pid), []byte("5"), 0); err != nil { // the peak is counted anew
		s.t.Skipf("the peak of memory cannot be told here: %v", err)
	}
	before := s.status("VmRSS")
	attack()
	if grown := s.status("VmHWM") - before; grown > most {
		s.t.Errorf("the server has grown by %d MiB", grown>>20)
	}
}

// pour sends the head and then more of the same until the server hangs up, a gibibyte at most, and tells how much was
// taken and what was answered.
func (s *target) pour(head, more string) (sent int, answer string) {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.Base, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	said := make(chan string)
	go func() {
		text, _ := io.ReadAll(io.LimitReader(conn, 1<<16))
		said <- string(text)
	}()
	_, err = io.WriteString(conn, head)
	for err == nil && more != "" && sent < 1<<30 {
		var n int
		n, err = io.WriteString(conn, more)
		sent += n
	}
	if ne, ok := errors.AsType[net.Error](err); ok && ne.Timeout() {
		s.t.Errorf("%.40q is not cut off", head)
	}
	return sent, <-said
}

func (s *target) cast(sheet int) {
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

// swallow is how much a connection may swallow before it is closed: what is allowed, and what two systems keep in flight.
const swallow = maxBody + 32<<20

// TestFlood: neither a gibibyte in one body, chunked or not, nor a packed body that unpacks to one, nor headers without
// end make the server grow or keep a voter from voting.
func TestFlood(t *testing.T) {
	if os.Getenv(apart) != "" {
		serveApart(t)
		return
	}
	s := newTarget(t)
	for range 3 { // what a password costs is no part of what follows
		if r, err := http.PostForm(s.Base+"/login", url.Values{"name": {"nobody"}, "password": {"guess"}}); err == nil {
			r.Body.Close()
		}
	}
	sheet := 0
	run := func(name string, attack func(t *testing.T)) {
		t.Run(name, func(t *testing.T) {
			s.t = t
			s.bounded(func() { attack(t) })
			s.cast(sheet)
			sheet++
		})
	}
	run("length", s.announced)
	run("chunked", s.chunked)
	run("packed", s.packed)
	run("headers", s.headers)
	run("many", s.many)
}

// head begins a request by an officer, so that it is not the door that stops it.
func (s *target) head(path string, more ...string) string {
	return "POST " + path + " HTTP/1.1\r\nHost: h\r\nCookie: " + s.Staff + "\r\n" + strings.Join(more, "\r\n") + "\r\n\r\n"
}

// kinds are the types of body that handlers read.
var bodyKinds = []string{"application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "text/plain"}

func (s *target) announced(t *testing.T) {
	for _, path := range s.Posts {
		for _, kind := range bodyKinds {
			_, answer := s.pour(s.head(path, "Content-Type: "+kind, "Content-Length: 1073741824"), "")
			if !strings.HasPrefix(answer, "HTTP/1.1 413") || !strings.Contains(answer, "Connection: close") {
				t.Errorf("%s as %s: %.60q", path, kind, answer)
			}
			if sent, _ := s.pour(s.head(path, "Content-Type: "+kind, "Expect: 100-continue", "Content-Length: 1073741824"), strings.Repeat("x", 1<<16)); sent > swallow {
				t.Errorf("%s as %s: %d bytes are taken", path, kind, sent)
			}
		}
	}
}

func (s *target) chunked(t *testing.T) {
	part := "--x\r\nContent-Disposition: form-data; name=code\r\n\r\n"
	for _, path := range s.Posts {
		for _, kind := range bodyKinds {
			for _, fill := range []string{"x", part} {
				chunk := strings.Repeat(fill, 1<<16/len(fill))
				sent, answer := s.pour(s.head(path, "Content-Type: "+kind, "Transfer-Encoding: chunked"), fmt.Sprintf("%x\r\n%s\r\n", len(chunk), chunk))
				if sent > swallow {
					t.Errorf("%s as %s: %d bytes are taken", path, kind, sent)
				}
				if answer != "" && !strings.HasPrefix(answer, "HTTP/1.1 413") {
					t.Errorf("%s as %s: %.60q", path, kind, answer)
				}
			}
		}
	}
	for _, endless := range []string{strings.Repeat("0", 1<<16), "1;" + strings.Repeat("x", 1<<16)} { // a chunk whose length has no end
		s.pour(s.head("/vote", "Transfer-Encoding: chunked"), endless)
	}
}

// packed sends bodies below the limit that would be hundreds of mebibytes unpacked.
func (s *target) packed(t *testing.T) {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	zeros := make([]byte, 1<<20)
	for range 900 {
		z.Write(zeros)
	}
	z.Close()
	if b.Len() > maxBody {
		t.Fatalf("%d bytes packed", b.Len())
	}
	for _, path := range s.Posts {
		for _, encoding := range []string{"gzip", "GZIP", "identity, gzip", "deflate", "br"} {
			for _, kind := range bodyKinds {
				length := fmt.Sprintf("Content-Length: %d", b.Len())
				_, answer := s.pour(s.head(path, "Content-Type: "+kind, "Content-Encoding: "+encoding, "Connection: close", length)+b.String(), "")
				if !strings.HasPrefix(answer, "HTTP/1.1 400") {
					t.Errorf("%s as %s %s: %.60q", path, encoding, kind, answer)
				}
			}
		}
	}
}

func (s *target) headers(t *testing.T) {
	for _, x := range []struct{ name, head, more string }{
		{"one line", "GET / HTTP/1.1\r\nHost: h\r\nX: ", strings.Repeat("x", 1<<12)},
		{"many lines", "GET / HTTP/1.1\r\nHost: h\r\n", strings.Repeat("X: y\r\n", 1<<9)},
		{"cookies", "GET / HTTP/1.1\r\nHost: h\r\nCookie: ", strings.Repeat("a=b; ", 1<<9)},
		{"address", "GET /", strings.Repeat("a/", 1<<11)},
		{"query", "GET /?", strings.Repeat("a=b&", 1<<10)},
		{"method", "", strings.Repeat("G", 1<<12)},
		{"line ends", "", strings.Repeat("\r\n", 1<<11)},
		{"trailers", s.head("/vote", "Transfer-Encoding: chunked") + "0\r\n", strings.Repeat("X: y\r\n", 1<<9)},
	} {
		if sent, answer := s.pour(x.head, x.more); sent > swallow || strings.HasPrefix(answer, "HTTP/1.1 2") {
			t.Errorf("%s: %d bytes are taken, %.40q", x.name, sent, answer)
		}
	}
	part := "--x\r\n" + strings.Repeat("X: y\r\n", (maxBody-200)/6)
	_, answer := s.pour(s.head("/vote", "Content-Type: multipart/form-data; boundary=x", "Connection: close", fmt.Sprintf("Content-Length: %d", len(part)))+part, "")
	if !strings.HasPrefix(answer, "HTTP/1.1 4") {
		t.Errorf("a part with headers only: %.60q", answer)
	}
}

// many sends what is allowed, with as many fields, parts and marks as find room.
func (s *target) many(t *testing.T) {
	code := s.Codes[len(s.Codes)-1]
	for kind, body := range map[string]string{
		"application/x-www-form-urlencoded": "code=" + code + strings.Repeat("&p=1", 250_000),
		"application/json":                  `{"code":"` + code + `","marks":[` + strings.Repeat(`{"p":1},`, 120_000) + `{"p":1}]}`,
		"multipart/form-data; boundary=x":   strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"p\"\r\n\r\n1\r\n", 15_000) + "--x--\r\n",
	} {
		for _, path := range s.Posts {
			_, answer := s.pour(s.head(path, "Content-Type: "+kind, "Connection: close", fmt.Sprintf("Content-Length: %d", len(body)))+body, "")
			if strings.Contains(kind, "urlencoded") && !strings.HasPrefix(answer, "HTTP/1.1 400") {
				t.Errorf("%s takes 250,000 fields: %.60q", path, answer)
			}
			if status := strings.TrimPrefix(answer, "HTTP/1.1 "); !strings.HasPrefix(status, "4") && !strings.HasPrefix(status, "303") && !strings.HasPrefix(status, "200") {
				t.Errorf("%s as %s: %.60q", path, kind, answer)
			}
		}
	}
}

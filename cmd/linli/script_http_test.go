package main

// The words of scripts that reach a running server: serve, shutdown, http, round, scan.

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"linli/cmd/linli/replay"
	"linli/kiosk/pdf"
	"linli/tally/pabulib"
)

// running is the server of a script and the browser that it is reached with.
type running struct {
	cmd     *exec.Cmd
	base    string
	browser *http.Client
}

// servers are those of all scripts, which run at the same time: *running by *testscript.TestScript.
var servers sync.Map

func serverOf(ts *testscript.TestScript) *running {
	s, ok := servers.Load(ts)
	if !ok {
		ts.Fatalf("no server runs: serve DIR")
	}
	return s.(*running)
}

// serveIn starts linli serve on a data folder and waits until it answers. $URL is its address; at the first start of a
// folder, $OFFICE1, $OFFICE2, $COUNTER1 and $COUNTER2 are the passwords of its accounts.
func serveIn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: serve DIR")
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	addr := ln.Addr().String()
	ts.Check(ln.Close())
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	s := &running{base: "http://" + addr, browser: &http.Client{
		Jar: jar, Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	linli, err := exec.LookPath("linli")
	ts.Check(err)
	s.cmd = exec.Command(linli, "serve", "--dir", ts.MkAbs(args[0]), "--addr", addr)
	said, err := s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	servers.Store(ts, s)
	ts.Defer(func() {
		s.cmd.Process.Kill()
		s.cmd.Wait()
		servers.Delete(ts)
	})
	s.await(ts, said)
	ts.Setenv("URL", s.base)
}

// await reads what the server says at its start, up to its last line, and waits until it answers.
func (s *running) await(ts *testscript.TestScript, said io.Reader) {
	lines := bufio.NewScanner(said)
	for lines.Scan() && !strings.Contains(lines.Text(), "data:") {
		if m := password.FindStringSubmatch(lines.Text()); m != nil {
			ts.Setenv(strings.ToUpper(m[1]), m[2])
		}
	}
	for range 200 {
		if res, err := s.browser.Get(s.base + "/"); err == nil {
			res.Body.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("the server does not answer")
}

var password = regexp.MustCompile(`login: (\w+\d)　口令 / password: (\S+)`)

// shutdown ends the server as Ctrl-C does; it must exit with 0.
func shutdown(ts *testscript.TestScript, neg bool, args []string) {
	s := serverOf(ts)
	if neg || len(args) != 0 {
		ts.Fatalf("usage: shutdown")
	}
	ts.Check(s.cmd.Process.Signal(syscall.SIGTERM))
	if err := s.cmd.Wait(); err != nil {
		ts.Fatalf("the server ended with %v", err)
	}
	servers.Delete(ts)
}

// httpDo is http STATUS METHOD PATH [BODY [SAVE]]: sends a request and expects that status; the answer is then stdout.
// BODY is a file, JSON if its name ends so, else a form with a field a line, or - for none; $NAME in it is replaced from the script's
// environment. SAVE is a file to keep the answer in.
func httpDo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 || len(args) > 5 {
		ts.Fatalf("usage: http STATUS METHOD PATH [BODY [SAVE]]")
	}
	s := serverOf(ts)
	var body io.Reader
	kind := ""
	if len(args) > 3 && args[3] != "-" {
		text := os.Expand(ts.ReadFile(args[3]), ts.Getenv)
		kind = "application/json"
		if !strings.HasSuffix(args[3], ".json") {
			kind, text = "application/x-www-form-urlencoded", strings.Join(strings.Fields(text), "&")
		}
		body = strings.NewReader(text)
	}
	req, err := http.NewRequest(args[1], s.base+args[2], body)
	ts.Check(err)
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	res, err := s.browser.Do(req)
	ts.Check(err)
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	ts.Check(err)
	if len(args) > 4 {
		ts.Check(os.WriteFile(ts.MkAbs(args[4]), got, 0o600))
	} else {
		fmt.Fprintf(ts.Stdout(), "%s\n", got)
	}
	if to := res.Header.Get("Location"); to != "" {
		fmt.Fprintf(ts.Stdout(), "Location: %s\n", to)
	}
	if strconv.Itoa(res.StatusCode) != args[0] {
		ts.Fatalf("%s %s answers %d, want %s\n%s", args[1], args[2], res.StatusCode, args[0], got)
	}
}

// scan is scan FILE.pdf: reads the QR codes of printed sheets, as a phone would; $CODE1, $CODE2 … are what follows
// the last / in them.
func scan(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: scan FILE.pdf")
	}
	texts, err := pdf.Scan([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	for i, t := range texts {
		ts.Setenv("CODE"+strconv.Itoa(i+1), filepath.Base(t))
	}
	fmt.Fprintf(ts.Stdout(), "%d codes\n", len(texts))
}

// openPoll is openpoll ELECTION.pb: makes the round "r" of the projects of a .pb file on the running server, up to an
// open poll with one station. A sheet is printed for every ballot of the file, and nobody holds it.
func openPoll(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: openpoll ELECTION.pb")
	}
	s := serverOf(ts)
	e, err := pabulib.Parse(args[0], []byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(replay.Open(context.Background(), e, replay.Options{
		URL: s.base, Round: "r", Rule: "greedy-stop", Say: func(string, string, int, int) {},
		Officers: [2]replay.Officer{{Login: "office1", Password: ts.Getenv("OFFICE1")}, {Login: "office2", Password: ts.Getenv("OFFICE2")}},
	}))
}

package main

// The hammer's hand on a server process: it starts it, keeps it running, kills it, and looks at what it takes.

import (
	"bufio"
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// server is a server process. One that dies while it is kept is started again, as a service manager does.
type server struct {
	ground
	log *os.File // what the server logs

	mu     sync.Mutex // guards what follows
	cmd    *exec.Cmd
	stdin  io.Closer
	at     greeting
	wanted bool
	dead   chan struct{} // closed: this process has ended
	starts int           // times that it was found dead and started again
}

// errServer: the server process does not start.
var errServer = errors.New("服务器进程没有启动，请看它的日志 / the server process did not start, see its log")

func newServer(g ground, n int) (*server, error) {
	log, err := os.OpenFile(g.file(fmt.Sprintf("server%d.log", n+1)), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	return &server{ground: g, log: log}, err
}

// start starts the process, waits until it serves, and keeps it running until stop or kill.
func (s *server) start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.launch()
}

// launch starts the process. The caller holds mu.
func (s *server) launch() error {
	args := []string{serveVerb, "--dir", s.Dir}
	if s.Store != "" {
		args = append(args, "--store", s.Store)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self, args...)
	cmd.Stderr = s.log
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	if err := json.NewDecoder(bufio.NewReader(out)).Decode(&s.at); err != nil {
		cmd.Process.Kill()
		s.wanted = false
		return errors.Join(fmt.Errorf("%w: %s: %v", errServer, s.log.Name(), err), cmd.Wait())
	}
	s.cmd, s.stdin, s.wanted, s.dead = cmd, in, true, make(chan struct{})
	go s.watch(cmd, s.dead)
	return nil
}

// watch starts the server again if it ends while it is wanted.
func (s *server) watch(cmd *exec.Cmd, dead chan struct{}) {
	cmd.Wait() // how it ended is in the log
	close(dead)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.wanted && s.cmd == cmd { // else it was ended, and perhaps another was started since
		s.starts++
		s.launch() // if it does not start, the casters will say so
	}
}

// end makes the process end, by a word or without one.
func (s *server) end(how func(*exec.Cmd)) (*exec.Cmd, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wanted = false
	if s.cmd == nil {
		gone := make(chan struct{})
		close(gone)
		return nil, gone
	}
	how(s.cmd)
	return s.cmd, s.dead
}

// kill ends the process without a word, as a power cut does.
func (s *server) kill() {
	_, dead := s.end(func(cmd *exec.Cmd) { cmd.Process.Kill() })
	<-dead
}

// stopTime is how long a server may take to finish.
const stopTime = time.Minute

// errStuck: the server was asked to finish and did not. Its log ends with what it was doing.
var errStuck = errors.New("服务器没有按要求停下，请看它的日志 / the server did not stop when asked to, see its log")

// stop lets the process finish.
func (s *server) stop() error {
	cmd, dead := s.end(func(*exec.Cmd) { s.stdin.Close() })
	select {
	case <-dead:
		return nil
	case <-time.After(stopTime):
	}
	cmd.Process.Signal(syscall.SIGQUIT)
	select {
	case <-dead:
	case <-time.After(time.Second):
		s.kill()
	}
	return fmt.Errorf("%w: %s", errStuck, s.log.Name())
}

// strike kills the process although it is wanted.
func (s *server) strike() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cmd.Process.Kill()
}

// town is where people reach the server now.
func (s *server) town() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at.Town
}

func (s *server) pid() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cmd.Process.Pid
}

// openTime is how long the first answer of a server may take, which reads a whole round.
const openTime = 10 * time.Minute

// get reads a page as a resident does.
func (s *server) get(ctx context.Context, path string) ([]byte, error) {
	l, err := dial(ctx, s.town())
	if err != nil {
		return nil, err
	}
	defer l.close()
	l.wait = openTime
	a, err := l.ask(question{path: path})
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("%w: %d %s", errAnswer, a.status, path)
	}
	return a.body, err
}

// ask asks at the server's own door.
func (s *server) ask(ctx context.Context, method, path string) (io.ReadCloser, error) {
	s.mu.Lock()
	url := "http://" + s.at.Door + path
	s.mu.Unlock()
	req, err := http.NewRequestWithContext(ctx, method, url, nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		res.Body.Close()
		return nil, fmt.Errorf("%w: %s: %s", errAnswer, path, res.Status)
	}
	return res.Body, nil
}

// segments are those which the box has appended, from the n-th on.
func (s *server) segments(ctx context.Context, n uint64) (out [][]byte, err error) {
	body, err := s.ask(ctx, http.MethodGet, "/segments?from="+strconv.FormatUint(n, 10))
	if err != nil {
		return nil, err
	}
	defer body.Close()
	return out, gob.NewDecoder(body).Decode(&out)
}

// tick is the unit of CPU times that Linux shows to programs.
const tick = 10 * time.Millisecond

// cpuOf is the processor time that a process has taken, 0 where the system does not show it.
func cpuOf(pid int) time.Duration {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	field := strings.Fields(rest)
	if len(field) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(field[11])
	system, _ := strconv.Atoi(field[12])
	return time.Duration(user+system) * tick
}

// rss is the memory that the process holds in bytes, 0 where the system does not show it.
func (s *server) rss() int64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid()))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), "VmRSS:")
	field := strings.Fields(rest)
	if len(field) == 0 {
		return 0
	}
	kib, _ := strconv.ParseInt(field[0], 10, 64)
	return kib << 10
}

func (s *server) revived() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.starts
}

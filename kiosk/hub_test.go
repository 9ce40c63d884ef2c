package kiosk

// The hub on real sockets: what is new goes first, nobody waits for anybody, and who has gone is forgotten.

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// framesOf makes frames of that many bytes, each new, whose data begin with their number; 0 makes the same always.
func framesOf(bytes int) maker {
	return func(_ context.Context, last *frame) (*frame, error) {
		f := &frame{id: 1, key: []byte("same")}
		if last != nil {
			f.id = last.id + 1
		}
		if bytes > 0 {
			f.key = strconv.AppendInt(nil, f.id, 10)
		}
		f.wire = fmt.Appendf(nil, "id: %d\ndata: %s\n\n", f.id, strings.Repeat("x", bytes))
		return f, nil
	}
}

// gate lets connections into a hub.
type gate struct {
	*hub
	t  *testing.T
	ln net.Listener
}

func newGate(t *testing.T, limit int) *gate {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{newHub(limit), t, ln}
	t.Cleanup(func() { ln.Close(); g.close(context.Background()) })
	return g
}

// enter is a connection that listens to a round; small, it has room for little that is not read.
func (g *gate) enter(round string, next maker, small bool) net.Conn {
	g.t.Helper()
	out, err := net.Dial("tcp", g.ln.Addr().String())
	if err != nil {
		g.t.Fatal(err)
	}
	if small {
		out.(*net.TCPConn).SetReadBuffer(4 << 10)
	}
	g.t.Cleanup(func() { out.Close() })
	in, err := g.ln.Accept()
	if err != nil {
		g.t.Fatal(err)
	}
	g.join(in, []byte("head\r\n\r\n"), round, next)
	return out
}

// told reads frames until one satisfies enough, and returns their numbers. Frames must be whole.
func told(t *testing.T, conn net.Conn, size int, enough func(id int) bool) (ids []int) {
	t.Helper()
	conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	for lines := bufio.NewReaderSize(conn, size+100); ; {
		line, err := lines.ReadSlice('\n')
		if err != nil {
			t.Fatalf("after %v: %v", ids, err)
		}
		number, ok := bytes.CutPrefix(line, []byte("id: "))
		if !ok {
			continue
		}
		id, _ := strconv.Atoi(strings.TrimSpace(string(number)))
		if line, err = lines.ReadSlice('\n'); err != nil || len(line) != len("data: \n")+size {
			t.Fatalf("frame %d has %d bytes: %v", id, len(line), err)
		}
		if ids = append(ids, id); enough(id) {
			return ids
		}
	}
}

// TestLatestWins: one that reads late is told the newest, not all that it has missed; one that reads is told as it happens.
func TestLatestWins(t *testing.T) {
	t.Parallel()
	const size = 200 << 10
	g, next := newGate(t, 10), framesOf(size)
	good, late := g.enter("r", next, false), g.enter("r", next, false)
	if all := told(t, good, size, func(id int) bool { return id >= 6 }); len(all) < 4 {
		t.Errorf("who reads is told %v only", all)
	}
	few := told(t, late, size, func(id int) bool { return id >= 7 })
	for i, id := range few[1:] {
		if id <= few[i] {
			t.Errorf("frames come out of order: %v", few)
		}
	}
	if len(few) > 3 || few[0] > 2 {
		t.Errorf("who reads late is told %v, which were not the newest", few)
	}
}

// TestStalledHoldNobodyUp: listeners that never read cost the others nothing, and are let go after some time; what is
// small to them goes on meanwhile.
func TestStalledHoldNobodyUp(t *testing.T) {
	t.Parallel()
	const size, stalled, reading = 100 << 10, 300, 40
	g, next := newGate(t, 1000), framesOf(size)
	g.stall = 4 * time.Second
	var good []net.Conn
	for i := range stalled + reading {
		if c := g.enter("r", next, i < stalled); i >= stalled {
			good = append(good, c)
		}
	}
	last := make(chan int, reading)
	for _, c := range good {
		go func() {
			n := 0
			defer func() { last <- n }()
			n = len(told(t, c, size, func(id int) bool { return id >= 4 }))
		}()
	}
	for range good {
		if n := <-last; n < 3 {
			t.Errorf("beside %d stalled listeners another is told %d of 4 frames", stalled, n)
		}
	}
	eventually(t, "the stalled are let go", 15*time.Second, func() bool { return g.count() <= reading })
	for _, c := range good {
		told(t, c, size, func(id int) bool { return true })
	}
	if n := g.count(); n != reading {
		t.Errorf("%d of %d who read are still there", n, reading)
	}
}

// TestGoneInSilence: who hangs up is noticed although there is nothing to say, and a hub that nobody listens to sleeps.
func TestGoneInSilence(t *testing.T) {
	t.Parallel()
	if !tries {
		t.Skip("here only a write tells who has gone")
	}
	g := newGate(t, 10)
	made := 0
	next := framesOf(0)
	counted := func(ctx context.Context, last *frame) (*frame, error) { made++; return next(ctx, last) }
	one, two := g.enter("r", counted, false), g.enter("r", counted, false)
	told(t, one, 0, func(int) bool { return true })
	one.Close()
	eventually(t, "one has gone", 5*time.Second, func() bool { return g.count() == 1 })
	fmt.Fprint(two, "what a listener says is not heard")
	time.Sleep(2 * refresh)
	if g.count() != 1 {
		t.Error("one that spoke was let go")
	}
	two.(*net.TCPConn).CloseWrite()
	eventually(t, "both have gone", 5*time.Second, func() bool { return g.count() == 0 })
	asleep := make(chan bool)
	go func() { g.under.Wait(); close(asleep) }()
	select {
	case <-asleep:
	case <-time.After(10 * time.Second):
		t.Fatal("the hub does not sleep")
	}
	before := made
	time.Sleep(2 * refresh)
	if made != before || len(g.sources) != 0 {
		t.Errorf("nobody listens, and %d frames are made of %d rounds", made-before, len(g.sources))
	}
	told(t, g.enter("r", next, false), 0, func(int) bool { return true })
}

// TestSigns: who has been told the newest gets a sign of life while no newer can be made, and news as soon as one is.
func TestSigns(t *testing.T) {
	t.Parallel()
	g := newGate(t, 10)
	g.pulse = 300 * time.Millisecond
	away := make(chan bool, 1)
	away <- false
	next := func(_ context.Context, last *frame) (*frame, error) {
		gone := <-away
		defer func() { away <- gone }()
		if gone {
			return nil, io.ErrUnexpectedEOF
		}
		return framesOf(3)(nil, last)
	}
	c := g.enter("r", next, false)
	told(t, c, 3, func(int) bool { return true })
	<-away
	away <- true
	c.SetReadDeadline(time.Now().Add(10 * time.Second))
	for lines, signs := bufio.NewScanner(c), 0; signs < 2; {
		if !lines.Scan() {
			t.Fatalf("no sign of life: %v", lines.Err())
		}
		if lines.Text() == ":" {
			signs++
		}
	}
	<-away
	away <- false
	told(t, c, 3, func(int) bool { return true })
}

// TestSeats: there is an end to how many may listen; those who vote have a quarter of the files.
func TestSeats(t *testing.T) {
	t.Parallel()
	for files, want := range map[int64]int{256: 192, 1024: 768, 20_000: 15_000, 1 << 62: crowd} {
		if got := seats(files); got != want {
			t.Errorf("of %d files %d are for listeners, not %d", files, got, want)
		}
	}
	g := newGate(t, 2)
	one, _, three := g.enter("r", framesOf(0), false), g.enter("s", framesOf(0), false), g.enter("r", framesOf(0), false)
	three.SetReadDeadline(time.Now().Add(10 * time.Second))
	if n, err := three.Read(make([]byte, 1)); n > 0 || err != io.EOF || !g.full() {
		t.Errorf("the third of two is told %d bytes, %v", n, err)
	}
	one.Close()
	eventually(t, "a seat is free", 5*time.Second, func() bool { return !g.full() })
	g.enter("r", framesOf(0), false)
	if g.count() != 2 {
		t.Error("a free seat is not given away")
	}
}

// TestHubEnds: all feeds end, those that are stalled too, nobody comes in after that, and no goroutine is left.
func TestHubEnds(t *testing.T) {
	before := runtime.NumGoroutine()
	g := newGate(t, 1000)
	const size = 100 << 10
	next := framesOf(size)
	var all []net.Conn
	for i := range 500 {
		all = append(all, g.enter(fmt.Sprint("r", i%5), next, true))
	}
	g.close(context.Background())
	g.close(context.Background())
	all = append(all, g.enter("r0", next, false))
	for i, c := range all {
		c.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.Copy(io.Discard, c); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Fatalf("listener %d: %v", i, err)
		}
	}
	if g.count() != 0 || len(g.sources) != 0 {
		t.Errorf("%d listen to %d rounds after the end", g.count(), len(g.sources))
	}
	eventually(t, "goroutines end", 3*time.Second, func() bool { return runtime.NumGoroutine() <= before })
}

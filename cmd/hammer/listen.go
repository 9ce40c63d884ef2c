package main

// The process of those who listen.

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// listenVerb, as the first argument, makes this program a crowd.
const listenVerb = "listen"

// listenCmd listens until its stdin ends. It prints how many listen once they do, and at last what they saw.
type listenCmd struct {
	Town      string `required:""`
	Observers int    `required:""`
	Stalled   int
}

// seen is what a crowd saw, of those who read and those who did not.
type seen struct {
	Frames      int
	Age, Late   delay
	Lost, LetGo int
}

// errFiles: the system lets a process have fewer connections.
var errFiles = errors.New("系统允许的文件数太少，请用 ulimit -n 调高或减少 --observers / too few open files are allowed, raise ulimit -n or lower --observers")

// Run listens.
func (c *listenCmd) Run(e env) error {
	all := make([]*observer, c.Observers)
	if err := c.open(all); errors.Is(err, syscall.EMFILE) {
		return fmt.Errorf("%w: %w", errFiles, err)
	} else if err != nil {
		return err
	}
	var ending atomic.Bool
	var reading sync.WaitGroup
	for _, o := range all[c.Stalled:] {
		reading.Go(func() {
			o.listen()
			o.lost = !ending.Load()
		})
	}
	if err := json.NewEncoder(e.stdout).Encode(len(all)); err != nil {
		return err
	}
	io.Copy(io.Discard, e.stdin)
	ending.Store(true)
	var ended sync.WaitGroup
	for _, o := range all[:c.Stalled] {
		ended.Go(func() { o.lost = o.letGo() })
	}
	ended.Wait()
	for _, o := range all {
		o.conn.Close()
	}
	reading.Wait()
	return json.NewEncoder(e.stdout).Encode(c.saw(all))
}

// saw puts together what all saw.
func (c *listenCmd) saw(all []*observer) (s seen) {
	ages := make([][]int64, len(all))
	for i, o := range all {
		ages[i] = o.ages
		switch {
		case o.lost && i < c.Stalled:
			s.LetGo++
		case o.lost:
			s.Lost++
		}
	}
	s.Age, s.Late, s.Frames = agesOf(ages)
	return s
}

// doors is how many connect at once.
const doors = 32

// open connects everybody.
func (c *listenCmd) open(all []*observer) error {
	var next atomic.Int64
	var failed [doors]error
	var connecting sync.WaitGroup
	for d := range doors {
		connecting.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all) && failed[d] == nil; i = int(next.Add(1)) - 1 {
				all[i], failed[d] = c.connect(i)
			}
		})
	}
	connecting.Wait()
	return errors.Join(failed[:]...)
}

// observer is one who listens. ages are the milliseconds from the making of each frame to its receipt, without the first,
// which is as old as it happens to be.
type observer struct {
	conn net.Conn
	in   *bufio.Reader
	ages []int64
	lost bool // the server has let go of it
}

// perAddress is how many listeners share an address of this machine, whose ports are few.
const perAddress = 5000

// small is the room of one who will not read, in bytes.
const small = 1 << 10

// connect begins to listen as the i-th observer; those who will not read have little room.
func (c *listenCmd) connect(i int) (*observer, error) {
	d := net.Dialer{Timeout: answerTime}
	if runtime.GOOS == "linux" { // where all of 127.0.0.0/8 is this machine
		d.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(1+i/perAddress))}
	}
	if i < c.Stalled {
		d.Control = narrow(small)
	}
	conn, err := d.Dial("tcp", c.Town)
	if err != nil {
		return nil, err
	}
	conn.(*net.TCPConn).SetLinger(0) // the next crowd needs the ports
	o := &observer{conn: conn, in: bufio.NewReaderSize(conn, 1<<10)}
	if _, err := fmt.Fprintf(conn, "GET /r/%s/events HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n", roundID, c.Town); err != nil {
		return nil, err
	}
	conn.SetReadDeadline(time.Now().Add(answerTime))
	line, err := o.in.ReadSlice('\n')
	if err == nil && !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
		err = fmt.Errorf("%w: %.12q", errAnswer, line)
	}
	if err == nil {
		_, err = o.frame()
	}
	return o, errors.Join(err, conn.SetReadDeadline(time.Time{}))
}

// frame reads up to the end of a frame, and tells when it was made.
func (o *observer) frame() (made int64, err error) {
	for {
		line, err := o.in.ReadSlice('\n')
		if err != nil && err != bufio.ErrBufferFull {
			return 0, err
		}
		if id, ok := bytes.CutPrefix(line, []byte("id: ")); ok {
			if made, err = strconv.ParseInt(string(bytes.TrimSpace(id)), 10, 64); err != nil {
				return 0, err
			}
		}
		if made > 0 && len(line) == 1 && err == nil {
			return made, nil
		}
	}
}

// listen reads frames until the connection ends.
func (o *observer) listen() {
	for {
		made, err := o.frame()
		if err != nil {
			return
		}
		o.ages = append(o.ages, time.Now().UnixMilli()-made)
	}
}

// letGo tells whether the server has let go of one who did not read.
func (o *observer) letGo() bool {
	o.conn.SetReadDeadline(time.Now().Add(time.Second))
	_, err := io.Copy(io.Discard, o.conn)
	timeout, ok := err.(net.Error)
	return !ok || !timeout.Timeout()
}

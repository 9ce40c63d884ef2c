package main

// A keep-alive connection of a voter's phone. It is written by hand because net/http's client takes more of the machine
// than the server does, and both share it here.

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// line is one connection to one server. It is one caster's.
type line struct {
	conn net.Conn
	r    *bufio.Reader
	host string
	out  []byte
	body []byte        // of the last answer
	wait time.Duration // how long an answer may take
}

// answer is what came back; body is good until the next question.
type answer struct {
	status   int
	location string
	body     []byte
}

// question is a request as a phone sends it. Without a body it is a GET.
type question struct {
	path, kind string // kind is the Content-Type
	body       []byte
}

const (
	asForm = "application/x-www-form-urlencoded"
	asJSON = "application/json"
)

// answerTime is how long a voter waits for an answer.
const answerTime = 30 * time.Second

// errAnswer: an answer that the server does not give.
var errAnswer = errors.New("服务器的回答无法读取 / the answer cannot be read")

func dial(ctx context.Context, host string) (*line, error) {
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", host)
	if err != nil {
		return nil, err
	}
	return newLine(conn, host), nil
}

func newLine(conn net.Conn, host string) *line {
	return &line{conn: conn, r: bufio.NewReaderSize(conn, 4096), host: host, wait: answerTime}
}

// ask sends a request and reads its answer.
func (l *line) ask(q question) (a answer, err error) {
	if err := l.conn.SetDeadline(time.Now().Add(l.wait)); err != nil {
		return a, err
	}
	l.out = q.append(l.out[:0], l.host)
	if _, err := l.conn.Write(l.out); err != nil {
		return a, err
	}
	return l.read()
}

// append writes the request with the headers of a phone's browser.
func (q question) append(b []byte, host string) []byte {
	b = append(b, "GET "...)
	if q.body != nil {
		b = append(b[:0], "POST "...)
	}
	b = append(append(b, q.path...), " HTTP/1.1\r\nHost: "...)
	b = append(append(b, host...), "\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile\r\nAccept-Language: zh-CN,zh;q=0.9\r\n"...)
	if q.kind == asJSON {
		b = append(b, "Accept: application/json\r\n"...)
	} else {
		b = append(b, "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"...)
	}
	if q.body != nil {
		b = append(append(b, "Origin: http://"...), host...)
		b = append(append(b, "\r\nSec-Fetch-Site: same-origin\r\nContent-Type: "...), q.kind...)
		b = strconv.AppendInt(append(b, "\r\nContent-Length: "...), int64(len(q.body)), 10)
		b = append(b, "\r\n"...)
	}
	return append(append(b, "\r\n"...), q.body...)
}

func (l *line) read() (a answer, err error) {
	first, err := l.r.ReadSlice('\n')
	if err != nil {
		return a, err
	}
	if len(first) < 12 || !bytes.HasPrefix(first, []byte("HTTP/1.1 ")) {
		return a, fmt.Errorf("%w: %.20q", errAnswer, first)
	}
	if a.status, err = strconv.Atoi(string(first[9:12])); err != nil {
		return a, fmt.Errorf("%w: %.20q", errAnswer, first)
	}
	length := -1
	for {
		head, err := l.r.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		if head = bytes.TrimRight(head, "\r\n"); len(head) == 0 {
			break
		}
		name, val, _ := bytes.Cut(head, []byte(": "))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			length, err = strconv.Atoi(string(val))
		case bytes.EqualFold(name, []byte("Location")):
			a.location = string(val)
		}
		if err != nil {
			return a, fmt.Errorf("%w: %.40q", errAnswer, head)
		}
	}
	if length < 0 || length > 16<<20 {
		return a, fmt.Errorf("%w: length %d", errAnswer, length)
	}
	if cap(l.body) < length {
		l.body = make([]byte, length)
	}
	a.body = l.body[:length]
	_, err = io.ReadFull(l.r, a.body)
	return a, err
}

// close ends the connection; of one that was never made it does nothing.
func (l *line) close() {
	if l != nil {
		l.conn.Close()
	}
}

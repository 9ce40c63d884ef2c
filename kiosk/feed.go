package kiosk

// The live feed: one observation a second at most for each round, which the hub hands to all who listen.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/page"
)

// feeds keep the newest observation of each round.
type feeds struct {
	mu sync.Mutex
	of map[string]*fresh
}

// fresh is an observation, or why there was none.
type fresh struct {
	mu    sync.Mutex
	at    time.Time
	state *page.Observation
	err   error
}

// refresh is how often an observation is made anew for those who listen.
const refresh = time.Second

// young is the age up to which an observation is good for the next who asks, and a failure is not tried again. It is
// less than refresh, so that every tick makes one.
const young = refresh * 9 / 10

// now is the observation of a round, at most a second old.
func (f *feeds) now(ctx context.Context, l *catalog.Live, clock time.Time) (*page.Observation, error) {
	f.mu.Lock()
	if f.of == nil {
		f.of = map[string]*fresh{}
	}
	x := f.of[l.ID()]
	if x == nil {
		x = &fresh{}
		f.of[l.ID()] = x
	}
	f.mu.Unlock()

	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.at.IsZero() && time.Since(x.at) < young {
		return x.state, x.err
	}
	state, err := observation(ctx, l, clock)
	if ctx.Err() == nil { // else it is the asker who has gone
		x.state, x.err, x.at = state, err, time.Now()
	}
	return state, err
}

// ErrCrowd: the server has as many listeners as it takes. The page asks for observe.json instead.
var ErrCrowd = errors.New("实时连接已满，请每 15 秒读取一次 observe.json / the live feed is full, ask for observe.json every 15 seconds")

// pollAgain is after how many seconds one who got no seat may try again.
const pollAgain = 15

// events is GET /r/ROUND/events: server-sent events, each an observation as JSON, at once, whenever it has changed, and
// every 15 seconds. The answer ends with its connection, whatever version of HTTP the listener speaks.
func (s *Server) events(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	if c.Method() != fiber.MethodHead && s.hub.full() {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(pollAgain))
		return c.Status(fiber.StatusServiceUnavailable).SendString(ErrCrowd.Error() + "\n")
	}
	c.Set(fiber.HeaderContentType, "text/event-stream; charset=utf-8")
	c.Set("X-Accel-Buffering", "no")
	c.Response().Header.SetConnectionClose()
	if c.Method() == fiber.MethodHead {
		return nil
	}
	head := bytes.Clone(c.Response().Header.Header())
	c.Context().HijackSetNoResponse(true)
	c.Context().Hijack(func(conn net.Conn) {
		for { // the hub keeps its own time
			kept, ok := conn.(interface{ UnsafeConn() net.Conn })
			if !ok {
				break
			}
			conn = kept.UnsafeConn()
		}
		s.hub.join(conn, head, l.ID(), func(ctx context.Context, last *frame) (*frame, error) { return s.next(ctx, l, last) })
	})
	return nil
}

// frame is an observation as it is sent. It never changes.
type frame struct {
	id   int64  // milliseconds since 1970 when it was made, larger than that of the last
	wire []byte // the event
	key  []byte // what must differ for it to be sent before the heartbeat: all but its time
}

// next is the frame that follows the last, which may be nil.
func (s *Server) next(ctx context.Context, l *catalog.Live, last *frame) (f *frame, err error) {
	defer func() {
		if p := recover(); p != nil { // no middleware stands before this, and votes must go on
			s.Log.Error("no frame", "round", l.ID(), "panic", p)
			f, err = nil, fmt.Errorf("panic: %v", p)
		}
	}()
	o, err := s.feeds.now(ctx, l, s.Env.Now())
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	timeless := *o
	timeless.At = time.Time{}
	key, err := json.Marshal(timeless)
	if err != nil {
		return nil, err
	}
	f = &frame{id: s.Env.Now().UnixMilli(), key: key}
	if last != nil {
		f.id = max(f.id, last.id+1)
		if bytes.Equal(key, last.key) {
			f.key = last.key
		}
	}
	f.wire = fmt.Appendf(nil, "id: %d\ndata: %s\n\n", f.id, data)
	return f, nil
}

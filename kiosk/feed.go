package kiosk

// The live feed: one observation a second at most for each round, sent to all who listen.

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"linli/catalog"
	"linli/kiosk/page"
)

// feeds keep the newest observation of each round.
type feeds struct {
	mu   sync.Mutex
	of   map[string]*fresh
	seat chan struct{} // one for each listener
}

// fresh is an observation, or why there was none.
type fresh struct {
	mu    sync.Mutex
	at    time.Time
	state *page.Observation
	err   error
}

// refresh is the age at which an observation is made anew; one that failed is not tried again before.
const refresh = time.Second

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
	if !x.at.IsZero() && time.Since(x.at) < refresh {
		return x.state, x.err
	}
	state, err := observation(ctx, l, clock)
	if ctx.Err() == nil { // else it is the asker who has gone
		x.state, x.err, x.at = state, err, time.Now()
	}
	return state, err
}

const (
	heartbeat    = 15 * time.Second // at the latest then a frame is sent, by which a gone listener is noticed
	writeTimeout = 5 * time.Second  // a listener that stops reading is let go
	maxListeners = 2000             // of all rounds; who comes later asks for observe.json, as without a feed
)

// events is GET /r/ROUND/events: server-sent events, each an observation as JSON, whenever it has changed.
func (s *Server) events(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	if c.Method() == fiber.MethodHead {
		return nil
	}
	select {
	case s.feeds.seat <- struct{}{}:
	default:
		return ErrTooFast
	}
	c.Set("Content-Type", "text/event-stream; charset=utf-8")
	c.Set("X-Accel-Buffering", "no")
	conn := c.Context().Conn()
	c.Context().SetBodyStreamWriter(fasthttp.StreamWriter(func(w *bufio.Writer) {
		defer func() { <-s.feeds.seat }()
		send := func(frame []byte) error {
			if err := conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
				return err
			}
			if _, err := w.Write(frame); err != nil {
				return err
			}
			return w.Flush()
		}
		s.listen(l, send)
	}))
	return nil
}

// listen sends frames until the listener is gone or the server stops.
func (s *Server) listen(l *catalog.Live, send func([]byte) error) {
	tick := time.NewTicker(refresh)
	defer tick.Stop()
	var last []byte
	quiet := time.Now()
	for {
		frame, err := s.frameOf(l)
		if err == nil && (!bytes.Equal(frame.key, last) || time.Since(quiet) >= s.pulse) {
			if send(fmt.Appendf(nil, "data: %s\n\n", frame.data)) != nil {
				return
			}
			last, quiet = frame.key, time.Now()
		}
		select {
		case <-tick.C:
		case <-s.stop:
			return
		}
	}
}

// event is an observation as JSON, and what of it must change for it to be sent again: all but its time.
type event struct{ data, key []byte }

func (s *Server) frameOf(l *catalog.Live) (event, error) {
	o, err := s.feeds.now(context.Background(), l, s.Env.Now())
	if err != nil {
		return event{}, err
	}
	data, err := json.Marshal(o)
	if err != nil {
		return event{}, err
	}
	timeless := *o
	timeless.At = time.Time{}
	key, err := json.Marshal(timeless)
	return event{data, key}, err
}

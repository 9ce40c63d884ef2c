package kiosk

// The hub: it holds the connections of all who listen and writes the newest frame of their round to a twentieth of them
// at a time, so that casts wait for no burst. Nobody who listens has a goroutine, and none is waited for.

import (
	"context"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	shares    = 20               // of the listeners, each of which has its turn once in a refresh
	step      = refresh / shares // from turn to turn
	heartbeat = 15 * time.Second // at the latest then something is sent, so that no proxy takes the feed for dead
	stallTime = 20 * time.Second // a listener whose connection takes nothing for so long is let go
	crowd     = 20_000           // listeners of all rounds at most; who comes later asks for observe.json, as without a feed
)

// seats is how many may listen to a server that may open so many files: a quarter of them is for those who vote.
func seats(files int64) int { return int(min(crowd, files/4*3)) }

// hub is made by newHub and ends with close. A hub without listeners has no goroutine.
type hub struct {
	limit  int           // listeners at most
	pulse  time.Duration // see heartbeat
	stall  time.Duration // see stallTime
	ctx    context.Context
	cancel context.CancelFunc
	under  sync.WaitGroup // goroutines
	turns  atomic.Uint32  // who came, for which share
	shards [shares]shard

	mu      sync.Mutex // guards what follows; taken after a shard's
	sources map[string]*source
	taken   int  // listeners
	writing bool // the goroutine that writes is there
	closed  bool
}

// source is a round that somebody listens to.
type source struct {
	round  string
	newest atomic.Pointer[frame] // nil at first
	due    chan struct{}         // a frame is to be made
	taken  int                   // listeners; under the hub's mutex
	cancel context.CancelFunc
}

// maker makes the frame that follows the last.
type maker func(ctx context.Context, last *frame) (*frame, error)

// shard is a share of the listeners.
type shard struct {
	mu    sync.Mutex
	all   []*listener
	eager []*listener // of these, who are tried at every step: they wait for their first frame, or have taken a part of one
}

func newHub(limit int) *hub {
	h := &hub{limit: limit, pulse: heartbeat, stall: stallTime, sources: map[string]*source{}}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	return h
}

// full tells whether there is no seat.
func (h *hub) full() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.taken >= h.limit
}

// join makes the connection a listener, which is sent the head and then the frames of the round. The connection is the
// hub's from now on; if there is no seat left, it is closed.
func (h *hub) join(conn net.Conn, head []byte, round string, next maker) {
	n := h.turns.Add(1)
	l := newListener(conn, greeting(head, n))
	s := &h.shards[n%shares]
	s.mu.Lock()
	defer s.mu.Unlock()
	if l.of = h.seat(round, next); l.of == nil {
		conn.Close()
		return
	}
	s.all = append(s.all, l)
	if h.tend(l, time.Now()) {
		s.eager = append(s.eager, l)
	}
}

// seat takes a seat, or returns nil.
func (h *hub) seat(round string, next maker) *source {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || h.taken >= h.limit {
		return nil
	}
	src := h.sources[round]
	if src == nil {
		src = &source{round: round, due: make(chan struct{}, 1)}
		h.sources[round] = src
		ctx, cancel := context.WithCancel(h.ctx)
		src.cancel = cancel
		h.under.Go(func() { src.follow(ctx, next) })
	}
	if !h.writing {
		h.writing = true
		h.under.Go(h.write)
	}
	h.taken++
	src.taken++
	return src
}

// leave closes a connection and gives its seat back.
func (h *hub) leave(l *listener) {
	l.hangUp()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.taken--
	if l.of.taken--; l.of.taken == 0 {
		l.of.cancel()
		delete(h.sources, l.of.round)
	}
}

// follow makes a frame at once, and whenever one is due, until nobody listens.
func (s *source) follow(ctx context.Context, next maker) {
	for ctx.Err() == nil {
		if f, err := next(ctx, s.newest.Load()); err == nil {
			s.newest.Store(f)
		}
		select {
		case <-s.due:
		case <-ctx.Done():
		}
	}
}

// call makes a frame due in every round; one that is still being made will do.
func (h *hub) call() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range h.sources {
		select {
		case s.due <- struct{}{}:
		default:
		}
	}
}

// write gives every share its turn until nobody listens. Turns that came due while the machine was busy are made up
// for, so that each keeps its place in the second. New frames are made a step before the first share's turn.
func (h *hub) write() {
	tick := time.NewTicker(step)
	defer tick.Stop()
	for began, done := time.Now(), 0; h.anyone(); {
		select {
		case <-tick.C:
		case <-h.ctx.Done():
			return
		}
		for i := range h.shards {
			h.hurry(&h.shards[i])
		}
		due := int(time.Since(began) / step)
		for done = max(done, due-shares); done < due; done++ {
			h.turn(&h.shards[done%shares])
			if done%shares == shares-1 {
				h.call()
			}
		}
	}
}

// anyone tells whether somebody listens; else the caller, which writes, is to end.
func (h *hub) anyone() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.writing = h.taken > 0
	return h.writing
}

// turn tends to everyone of a share.
func (h *hub) turn(s *shard) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.eager)
	s.eager = s.eager[:0]
	began := time.Now()
	s.all = slices.DeleteFunc(s.all, func(l *listener) bool {
		if l.left {
			return true
		}
		if !l.stuck.IsZero() && l.raw == nil && time.Since(began) > step/2 {
			return false // their share of the time is used up
		}
		if h.tend(l, began) {
			s.eager = append(s.eager, l)
		}
		return l.left
	})
}

// hurry tends to the eager of a share.
func (h *hub) hurry(s *shard) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.eager = slices.DeleteFunc(s.eager, func(l *listener) bool { return l.left || !h.tend(l, now) })
}

// tend sends a listener what it has not got and lets it go if it is gone or stalled. It tells whether to try again at
// the next step.
func (h *hub) tend(l *listener, now time.Time) (eager bool) {
	if l.gone() {
		h.leave(l)
		return false
	}
	moved, err := l.send(l.of.newest.Load(), now, h.pulse)
	if err != nil || !l.stuck.IsZero() && now.Sub(l.stuck) > h.stall {
		h.leave(l)
		return false
	}
	return l.seen == nil || moved && len(l.rest) > 0
}

// close ends all feeds and lets nobody in any more. It waits for what is under way until ctx is done.
func (h *hub) close(ctx context.Context) {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.cancel()
	for i := range h.shards {
		s := &h.shards[i]
		s.mu.Lock()
		for _, l := range s.all {
			if !l.left {
				h.leave(l)
			}
		}
		s.all, s.eager = nil, nil
		s.mu.Unlock()
	}
	ended := make(chan struct{})
	go func() { h.under.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-ctx.Done():
	}
}

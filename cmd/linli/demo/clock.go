package demo

// The clock and the random numbers of the demo, so that every run is the same.

import (
	"io"
	"math/rand/v2"
	"sync"
	"time"

	"linli/kiosk"
)

// Clock is the demo's own time: it stands still between the acts of the script.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// Now implements the clock of a round.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// set moves the clock to a day and hour in Shanghai, as in "2026-09-01 09:00".
func (c *Clock) set(when string) {
	t, err := time.ParseInLocation("2006-01-02 15:04", when, kiosk.Zone)
	if err != nil {
		panic(err) // the script's own dates
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.t) {
		c.t = t
	}
}

// pass lets some time go by.
func (c *Clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// Random is a source of randomness that gives the same bytes for the same seed, to one caller after the other.
func Random(seed uint64) io.Reader { return &source{of: chacha(seed, 0)} }

type source struct {
	mu sync.Mutex
	of *rand.ChaCha8
}

func (s *source) Read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.of.Read(b)
}

// chacha is the stream of that number of a seed.
func chacha(seed uint64, stream byte) *rand.ChaCha8 {
	key := [32]byte{'l', 'i', 'n', 'l', 'i', stream}
	for i := range 8 {
		key[8+i] = byte(seed >> (8 * i))
	}
	return rand.NewChaCha8(key)
}

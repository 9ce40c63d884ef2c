package kiosk

// What stands before every handler: security headers, the check that a request is clear and from no other site, the
// request log, the limit on guessing.

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/time/rate"
)

// secure sets the headers that keep a page to itself.
func secure(c *fiber.Ctx) error {
	guarded(c)
	return c.Next()
}

// guards are the headers of every answer.
var guards = []struct{ name, value []byte }{
	{[]byte("Content-Security-Policy"), []byte("default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")},
	{[]byte("X-Content-Type-Options"), []byte("nosniff")},
	{[]byte("Referrer-Policy"), []byte("no-referrer")},
	{[]byte("X-Frame-Options"), []byte("DENY")},
	{[]byte("Cross-Origin-Opener-Policy"), []byte("same-origin")},
	{[]byte("Permissions-Policy"), []byte("camera=(), microphone=(), geolocation=()")},
	{[]byte("Cache-Control"), []byte("no-store")},
}

func guarded(c *fiber.Ctx) {
	for _, g := range guards {
		c.Response().Header.SetCanonical(g.name, g.value)
	}
}

// framed refuses, and hangs up on, a request whose end a proxy before the server might see elsewhere, so that no part of
// it can pass for a request of somebody else; a body that is packed, for nobody can tell how large it is; and a form of
// more fields than any form has, each of which would take many times its length of memory.
func framed(c *fiber.Ctx) error {
	r := c.Request()
	why := unclear(r.Header.RawHeaders())
	if why == "" && bytes.HasPrefix(r.Header.ContentType(), []byte(fiber.MIMEApplicationForm)) && bytes.Count(r.Body(), []byte("&")) > maxFields {
		why = "fields"
	}
	if why == "" {
		err := c.Next()
		if c.Method() == fiber.MethodHead && c.Response().IsBodyStream() {
			c.Response().ResetBody() // else the end of its last chunk would be sent
		}
		return err
	}
	c.Context().SetConnectionClose()
	r.ResetBody() // the page that refuses looks for a language in it
	r.Header.Del(fiber.HeaderContentEncoding)
	return fmt.Errorf("%w: %s", ErrForm, why)
}

// maxFields is the most fields of a form. The longest, a batch of paper, has a hundred; a paper of 1,000 projects a thousand.
const maxFields = 4000

// unclear says what in the lines of a header keeps the body from being read as it stands; empty if nothing does. The
// length of a body is said once (RFC 9112, 6.3), and no line is folded (5.2).
func unclear(header []byte) string {
	lengths := 0
	for line := range bytes.Lines(header) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch {
		case line[0] == ' ', line[0] == '\t':
			return "folded header"
		case bytes.EqualFold(name, []byte(fiber.HeaderContentEncoding)):
			return "packed body"
		case bytes.EqualFold(name, []byte(fiber.HeaderContentLength)):
			lengths++
		case bytes.EqualFold(name, []byte(fiber.HeaderTransferEncoding)):
			if lengths++; !bytes.EqualFold(bytes.TrimSpace(value), []byte("chunked")) {
				return "transfer encoding"
			}
		}
	}
	if lengths > 1 {
		return "two lengths"
	}
	return ""
}

// sameSite refuses a POST that another site's page has sent.
func (s *Server) sameSite(c *fiber.Ctx) error {
	if c.Method() != fiber.MethodPost {
		return c.Next()
	}
	if site := c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return ErrSite
	}
	if origin := c.Get("Origin"); origin != "" && origin != "null" {
		u, err := url.Parse(origin)
		if err != nil || u.Host != string(c.Request().Host()) && u.Host != s.host() {
			return ErrSite
		}
	}
	return c.Next()
}

// record logs a request by its route, which holds no code, and nothing of what was sent.
func (s *Server) record(c *fiber.Ctx) error {
	began := time.Now()
	err := c.Next()
	if err != nil {
		if err := s.refuse(c, err); err != nil {
			return err
		}
	}
	s.Log.LogAttrs(c.UserContext(), slog.LevelInfo, "request", slog.String("method", c.Method()), slog.String("route", c.Route().Path),
		slog.Int("status", c.Response().StatusCode()), slog.Int64("ms", time.Since(began).Milliseconds()))
	return nil
}

// limiter slows down those who guess. Only failures count, and nobody is told from another by an address, so that a
// whole station behind one can go on; a voting machine has an allowance of its own, which strangers cannot use up.
type limiter struct {
	failures *rate.Limiter
	mu       sync.Mutex // guards what follows
	machines map[string]*rate.Limiter
	slips    map[string]*rate.Limiter
}

func newLimiter() *limiter {
	return &limiter{failures: rate.NewLimiter(20, 200), machines: map[string]*rate.Limiter{}, slips: map[string]*rate.Limiter{}}
}

// tried tells whether what was typed with a slip is right: of wrong ones five are taken at once, then one an hour. Who
// knows the neighbours could else find out by their names who proposed what.
func (l *limiter) tried(slip string, right bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	left := l.slips[slip]
	if left == nil {
		left = rate.NewLimiter(rate.Every(time.Hour), 5)
		l.slips[slip] = left
	}
	switch {
	case left.Tokens() < 1:
		return ErrTries
	case !right:
		left.Allow()
		return ErrWho
	}
	return nil
}

// failed passes a failure on, or [ErrTooFast] if there have been too many.
func (l *limiter) failed(err error) error {
	if err != nil && !l.failures.Allow() {
		return ErrTooFast
	}
	return err
}

// maxMachines is how many machines' failures are watched before all are forgotten.
const maxMachines = 1000

// failedAt is failed for a request that a voting machine may have sent.
func (l *limiter) failedAt(c *fiber.Ctx, err error) error {
	m, ok := machineOf(c)
	if !ok || err == nil {
		return l.failed(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	own := l.machines[m.secret]
	if own == nil {
		if len(l.machines) >= maxMachines {
			clear(l.machines)
		}
		own = rate.NewLimiter(1, 30)
		l.machines[m.secret] = own
	}
	if !own.Allow() {
		return ErrTooFast
	}
	return err
}

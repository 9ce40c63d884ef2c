package kiosk

// What stands before every handler: security headers, the same-site check, the request log, the limit on guessing.

import (
	"log/slog"
	"net/url"
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
	{[]byte("Permissions-Policy"), []byte("camera=(self), microphone=(), geolocation=()")},
	{[]byte("Cache-Control"), []byte("no-store")},
}

func guarded(c *fiber.Ctx) {
	for _, g := range guards {
		c.Response().Header.SetCanonical(g.name, g.value)
	}
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

// limiter slows down those who guess: only failures count, so that a whole station behind one address can go on.
type limiter struct{ failures *rate.Limiter }

func newLimiter() limiter { return limiter{rate.NewLimiter(20, 200)} }

// failed passes a failure on, or [ErrTooFast] if there have been too many.
func (l limiter) failed(err error) error {
	if err != nil && !l.failures.Allow() {
		return ErrTooFast
	}
	return err
}

package kiosk

// What a tracker leads to: the receipt after a cast, and later the answer whether the ballot is counted.

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
)

// receipt is GET /vote/receipt/TRACKER: only of a ballot that is durably in a box, and at a machine only in the turn of
// the voter whose it is.
func (s *Server) receipt(c *fiber.Ctx) error {
	if c.Query("turn") != turn(c) && kioskPath(c) != "" {
		return c.Redirect(kioskPath(c), fiber.StatusSeeOther)
	}
	tracker := ballot.Tidy(c.Params("tracker"))
	l, err := s.rounds.first(c.UserContext(), func(l *catalog.Live) bool {
		box, err := l.Box(c.UserContext())
		if err != nil {
			return false
		}
		_, ok := box.Holds(tracker)
		return ok
	})
	switch {
	case err != nil:
		return err
	case l == nil:
		return s.guess.failed(fmt.Errorf("%w: %s", catalog.ErrNoSuch, tracker))
	}
	v := page.Receipt{Tracker: tracker, At: s.Env.Now(), Station: s.stationName(c, l), QR: "/r/" + l.ID() + "/receipt/qr?tracker=" + tracker}
	v.Elsewhere = strings.Contains(c.Get(fiber.HeaderUserAgent), "MicroMessenger")
	return s.render(c, s.frame(c, l), v)
}

// receiptQR is GET /r/ROUND/receipt/qr?tracker=…: the look-up's address as a picture. It tells nothing of the box, so
// that it need not be guarded against guessing.
func (s *Server) receiptQR(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	tracker := ballot.Tidy(c.Query("tracker"))
	if tracker == "" || len(tracker) > 40 {
		return fmt.Errorf("%w: tracker", ErrForm)
	}
	svg, err := pdf.QR(s.Public + "/r/" + l.ID() + "/receipt?tracker=" + url.QueryEscape(tracker))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "image/svg+xml")
	return c.Send(svg)
}

// lookup is GET /r/ROUND/receipt?tracker=…: is it counted.
func (s *Server) lookup(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	tracker := ballot.Tidy(c.Query("tracker"))
	v := page.Lookup{Tracker: tracker, State: page.Unknown}
	if len(tracker) > 40 {
		return fmt.Errorf("%w: tracker", ErrForm)
	}
	box, err := l.Box(c.UserContext())
	if err == nil && tracker != "" {
		hash, held := box.Holds(tracker)
		if !held {
			if err := s.guess.failed(catalog.ErrNoSuch); errors.Is(err, ErrTooFast) {
				return err
			}
		}
		l.Read(func(r *catalog.Round) { lookedUp(language(c), r, &v, hash, held) })
	}
	return s.render(c, s.frame(c, l), v)
}

func lookedUp(l lang.Lang, r *catalog.Round, v *page.Lookup, hash ballot.Hash, held bool) {
	v.Form = page.Marking(r.Library.Paper.Form)
	record, opened := r.Poll.Record(v.Tracker)
	switch {
	case !held:
	case r.Superseded(v.Tracker):
		v.State = page.Replaced
	case opened:
		v.State = page.Opened
		for _, ch := range choices(l, r, record.Marks) {
			if ch.On() {
				v.Chosen = append(v.Chosen, ch)
			}
		}
	case r.Poll.IsPublished(hash):
		v.State = page.Published
	default:
		v.State = page.InBox
	}
}

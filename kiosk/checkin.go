package kiosk

// The clerk's screen: may this person have a sheet.

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/sync/errgroup"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// counter is a station where sheets are handed out.
type counter struct {
	live    *catalog.Live
	number  int
	name    string
	printed int
	open    bool // sheets are handed out now
	begun   bool // the poll has opened, and step four has not ended
	names   map[int]string
}

// counterOf finds the station of a request.
func (s *Server) counterOf(c *fiber.Ctx) (at counter, err error) {
	if at.live, err = s.round(c); err != nil {
		return at, err
	}
	if !may(me(c), "checkin") {
		return at, ErrRole
	}
	at.number, _ = strconv.Atoi(c.Params("station"))
	if err = at.look(); err == nil && !at.open { // another server may have opened the poll a moment ago
		if err = at.live.Ledger().Sync(c.UserContext()); err == nil {
			err = at.look()
		}
	}
	return at, err
}

// look reads the state of the station.
func (at *counter) look() (err error) {
	err = &catalog.FieldError{Field: "station", Err: catalog.ErrNoSuch}
	at.names = map[int]string{}
	at.live.Read(func(r *catalog.Round) {
		for n, st := range r.Stations {
			at.names[n] = st.Name
		}
		p := r.PollProgress()
		at.open, at.begun = p.IsOpen(), !p.Opened.IsZero() && r.Steps[4].IsOpen()
		if st := r.Stations[at.number]; st != nil {
			at.name, at.printed, err = st.Name, st.Printed, nil
		}
	})
	return err
}

// checkinForm is GET /desk/ROUND/checkin/STATION.
func (s *Server) checkinForm(c *fiber.Ctx) error {
	at, err := s.counterOf(c)
	if err != nil {
		return err
	}
	v := page.Checkin{}
	if !at.open {
		v.Answer = page.Shut
	}
	return s.showCheckin(c, at, v)
}

// showCheckin draws the clerk's screen. An answer that has been reached is shown even when the store can no longer be
// asked for the numbers around it.
func (s *Server) showCheckin(c *fiber.Ctx, at counter, v page.Checkin) error {
	l := language(c)
	v.Station, v.Name = at.number, at.name
	issued, _, err := turnout(c.UserContext(), at.live)
	switch {
	case err == nil:
		v.Facts = []page.Fact{
			{Label: lang.T(l, "checkin.issued"), Value: strconv.FormatInt(issued[at.number], 10)},
			{Label: lang.T(l, "checkin.printed"), Value: strconv.Itoa(at.printed)},
			{Label: lang.T(l, "checkin.left"), Value: strconv.FormatInt(int64(at.printed)-issued[at.number], 10), Alarm: int64(at.printed) <= issued[at.number]},
		}
	case v.Answer == "":
		return err
	}
	v.Acts = []page.Act{
		{Name: "sheets.exchange"}, {Name: "sheets.print"},
		{Name: "machine", Label: lang.T(l, "checkin.machine"), Href: "/kiosk/" + at.live.ID() + "/" + strconv.Itoa(at.number), Note: lang.T(l, "checkin.machine.note")},
	}
	f := s.frame(c, at.live)
	f.Station, f.Flash = at.name, flash(c)
	return s.render(c, f, v)
}

// checkin is POST /desk/ROUND/checkin/STATION: one identifier typed, or up to 500 in a JSON body.
func (s *Server) checkin(c *fiber.Ctx) error {
	at, err := s.counterOf(c)
	switch {
	case err != nil:
		return err
	case isJSON(c):
		return s.checkinMany(c, at)
	}
	id, _ := posted(c)("identifier")
	v := page.Checkin{Answer: page.Shut, Shown: masked(id)}
	if !at.open {
		c.Status(fiber.StatusConflict)
		return s.showCheckin(c, at, v)
	}
	first, err := at.live.Roll().CheckIn(c.UserContext(), id, at.number, s.Env.Now())
	status, _ := classify(err)
	switch {
	case err == nil:
		v.Answer = page.May
	case errors.Is(err, ballot.ErrCheckedIn):
		c.Status(status)
		v.Answer, v.Where = page.Already, at.names[first]
	case errors.Is(err, ballot.ErrIdentifier):
		c.Status(status)
		v.Answer, v.Detail = "", ""
		v.Asks = said(err, language(c))
	default:
		return err
	}
	return s.showCheckin(c, at, v)
}

// masked shows enough of an identifier to see what was typed, and not all of it.
func masked(id string) string {
	r := []rune(strings.TrimSpace(id))
	if len(r) < 8 {
		return ""
	}
	return string(r[:3]) + "…" + string(r[len(r)-4:])
}

// checkedIn is the answer for one identifier: "ok", "already" with the station, or "refused".
type checkedIn struct {
	Answer  string `json:"answer"`
	Station int    `json:"station,omitempty"`
}

// maxCheckins is the most identifiers of one request.
const maxCheckins = 500

// checkinMany enters the part of the roll that a station kept while it was offline; it may come after the close too.
func (s *Server) checkinMany(c *fiber.Ctx, at counter) error {
	var in struct {
		Identifiers []string `json:"identifiers"`
	}
	if err := strictJSON(c.Body(), &in); err != nil {
		return err
	}
	switch {
	case !at.begun:
		return fmt.Errorf("%w: %s", catalog.ErrStep, "checkin")
	case len(in.Identifiers) > maxCheckins:
		return fmt.Errorf("%w: %d > %d", ErrForm, len(in.Identifiers), maxCheckins)
	}
	out := make([]checkedIn, len(in.Identifiers))
	g, ctx := errgroup.WithContext(c.UserContext())
	g.SetLimit(32)
	for i, id := range in.Identifiers {
		g.Go(func() (err error) { out[i], err = at.enter(ctx, id, s.Env.Now()); return err })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return c.JSON(out)
}

func (at counter) enter(ctx context.Context, id string, now time.Time) (checkedIn, error) {
	first, err := at.live.Roll().CheckIn(ctx, id, at.number, now)
	switch {
	case err == nil:
		return checkedIn{Answer: "ok"}, nil
	case errors.Is(err, ballot.ErrCheckedIn):
		return checkedIn{"already", first}, nil
	case errors.Is(err, ballot.ErrIdentifier):
		return checkedIn{Answer: "refused"}, nil
	}
	return checkedIn{}, err
}

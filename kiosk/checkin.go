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
	live     *catalog.Live
	number   int
	name     string
	printed  int
	received int  // sheets brought there, by its last daily sheet
	open     bool // sheets are handed out now
	begun    bool // the poll has opened, and step four has not ended
	before   bool // step four is open, and the poll has not closed
	names    map[int]string
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
		at.before = r.Steps[4].IsOpen() && p.Closed.IsZero()
		if st := r.Stations[at.number]; st != nil {
			at.name, at.printed, at.received, err = st.Name, st.Printed, st.LastPile().Received, nil
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
	facts, err := s.handedOut(c.UserContext(), l, at)
	if err != nil && v.Answer == "" {
		return err
	}
	v.Facts = facts
	v.Acts = []page.Act{
		{Name: "sheets.exchange"}, {Name: "sheets.print"},
		{Name: "machine", Label: lang.T(l, "checkin.machine"), Href: bindPath(at.live, at.number), Note: lang.T(l, "checkin.machine.note")},
	}
	f := s.frame(c, at.live)
	f.Station, f.Flash = at.name, flash(c)
	return s.render(c, f, v)
}

// handedOut are the numbers around the clerk's answer: of the station, and how busy the last hour and this one have been
// at all stations together. The roll keeps no hours of one station, see [ballot.Turnout].
func (s *Server) handedOut(ctx context.Context, l lang.Lang, at counter) ([]page.Fact, error) {
	all, err := at.live.Known(ctx)
	if err != nil {
		return nil, err
	}
	turnout, err := at.live.Roll().Turnout(ctx)
	if err != nil {
		return nil, err
	}
	hour := s.Env.Now().UTC().Truncate(time.Hour)
	load := page.Fact{Label: lang.T(l, "checkin.load"), Value: strconv.Itoa(turnout.Hours[hour]), Of: lang.T(l, "checkin.load.before", turnout.Hours[hour.Add(-time.Hour)])}
	return append(handFacts(l, all[at.number], pile{at.printed, at.received}), load), nil
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
	if yes, _ := posted(c)("envelope"); yes == "yes" {
		number, err := at.live.Roll().Envelope(c.UserContext(), id, at.number)
		if err == nil {
			v.Answer, v.Envelope = page.Sealed, catalog.EnvelopeCode(at.number, number)
			return s.showCheckin(c, at, v)
		}
		return s.answerCheckin(c, at, v, id, number, err)
	}
	first, err := at.live.Roll().CheckIn(c.UserContext(), id, at.number, s.Env.Now())
	return s.answerCheckin(c, at, v, id, first, err)
}

// answerCheckin says what came of one identifier; number is the station of the answer.
func (s *Server) answerCheckin(c *fiber.Ctx, at counter, v page.Checkin, id string, number int, err error) error {
	status, _ := classify(err)
	switch {
	case err == nil:
		v.Answer = page.May
	case errors.Is(err, ballot.ErrEnvelope):
		v.Answer, v.Detail = page.Already, said(err, language(c))
	case errors.Is(err, ballot.ErrCheckedIn):
		v.Answer, v.Where = page.Already, at.names[number]
	case errors.Is(err, ballot.ErrHome) && number == at.number:
		v.Answer, v.Where, v.Detail = page.Elsewhere, at.names[number], lang.T(language(c), "roll.home.here")
	case errors.Is(err, ballot.ErrHome):
		v.Answer, v.Where, v.Give = page.Elsewhere, at.names[number], id
	case errors.Is(err, ballot.ErrIdentifier):
		v.Answer, v.Detail = page.Unread, said(err, language(c))
	default:
		return err
	}
	if err != nil {
		c.Status(status)
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

// checkedIn is the answer for one identifier: "ok", "already" with the station, "home" with the one whose part of the roll
// is out, or "refused".
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
	case errors.Is(err, ballot.ErrHome):
		return checkedIn{"home", first}, nil
	case errors.Is(err, ballot.ErrIdentifier):
		return checkedIn{Answer: "refused"}, nil
	}
	return checkedIn{}, err
}

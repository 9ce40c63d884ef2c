package kiosk

// A computer that has been turned into a voting machine of a station: a cookie names round, station and whose turn it
// is, so that a form that an earlier voter has left behind in the browser leads nowhere.

import (
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
)

// machine is GET /kiosk/ROUND/STATION: it makes this browser a voting machine and waits for the next voter. Nothing of
// the last voter's settings stays, nor the session of the staff member who has set the machine up.
func (s *Server) machine(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	n, _ := c.ParamsInt("station")
	found := false
	l.Read(func(r *catalog.Round) { found = r.Stations[n] != nil })
	if !found {
		return &catalog.FieldError{Field: "station", Err: catalog.ErrNoSuch}
	}
	turn := make([]byte, 8)
	if _, err := io.ReadFull(s.Env.Random, turn); err != nil {
		return err
	}
	next := l.ID() + "." + strconv.Itoa(n) + "." + hex.EncodeToString(turn)
	c.Request().Header.SetCookie("kiosk", next)
	c.Cookie(&fiber.Cookie{Name: "kiosk", Value: next, Path: "/", HTTPOnly: true, SameSite: "Strict"})
	c.Set("Clear-Site-Data", `"cache"`)
	if err := s.wipe(c); err != nil {
		return err
	}
	return s.render(c, s.frame(c, l), s.codePage(c, l))
}

// wipe ends the browser's staff session, and forgets the reader's settings unless this request sets one of them.
func (s *Server) wipe(c *fiber.Ctx) error {
	var gone []string
	if secret := c.Cookies("staff"); secret != "" {
		if err := s.staff.end(c.UserContext(), secret); err != nil {
			return err
		}
		gone = append(gone, "staff")
	}
	if c.FormValue("lang")+c.FormValue("size")+c.FormValue("contrast") == "" {
		gone = append(gone, "lang", "size", "contrast")
	}
	for _, name := range gone {
		c.Request().Header.DelCookie(name)
		forget(c, name)
	}
	return nil
}

// forget ends a cookie.
func forget(c *fiber.Ctx, name string) {
	c.Cookie(&fiber.Cookie{Name: name, Path: "/", Expires: time.Unix(1, 0), HTTPOnly: true, SameSite: "Strict"})
}

// via is the channel of a request: that of a machine if the browser is one of a station that exists.
func (s *Server) via(c *fiber.Ctx) ballot.Via {
	id, _, ok := machine(c)
	if !ok {
		return ballot.Phone
	}
	if l, err := s.rounds.get(c.UserContext(), id); err == nil && s.stationName(c, l) != "" {
		return ballot.Kiosk
	}
	return ballot.Phone
}

// machine tells which machine a request comes from.
func machine(c *fiber.Ctx) (round string, station int, ok bool) {
	round, rest, ok := strings.Cut(c.Cookies("kiosk"), ".")
	number, _, _ := strings.Cut(rest, ".")
	station, err := strconv.Atoi(number)
	return round, station, ok && err == nil && station > 0
}

// turn is whose turn it is at the request's machine, or empty.
func turn(c *fiber.Ctx) string {
	if parts := strings.Split(c.Cookies("kiosk"), "."); len(parts) == 3 {
		return parts[2]
	}
	return ""
}

// sameTurn leads a form that an earlier voter of the machine had before them, as the browser's Back would send it again,
// to the screen that invites.
func (s *Server) sameTurn(c *fiber.Ctx) error {
	if c.Method() != fiber.MethodPost || sentJSON(c) || c.FormValue("turn") == turn(c) {
		return c.Next()
	}
	to := machineOf(c)
	if to == "" {
		to = "/vote"
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

// machineOf is the path of the request's machine, or empty.
func machineOf(c *fiber.Ctx) string {
	round, station, ok := machine(c)
	if !ok || strings.ContainsAny(round, "/?#") {
		return ""
	}
	return "/kiosk/" + round + "/" + strconv.Itoa(station)
}

// stationName is the name of the request's machine's station, or empty on a phone.
func (s *Server) stationName(c *fiber.Ctx, l *catalog.Live) (name string) {
	round, station, ok := machine(c)
	if !ok || round != l.ID() {
		return ""
	}
	l.Read(func(r *catalog.Round) {
		if st := r.Stations[station]; st != nil {
			name = st.Name
		}
	})
	return name
}

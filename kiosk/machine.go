package kiosk

// A computer that has been turned into a voting machine of a station: a cookie names round and station.

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
)

// machine is GET /kiosk/ROUND/STATION: it makes this browser a voting machine and waits for the next voter.
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
	c.Cookie(&fiber.Cookie{Name: "kiosk", Value: l.ID() + "." + strconv.Itoa(n), Path: "/", HTTPOnly: true, SameSite: "Strict"})
	c.Set("Clear-Site-Data", `"cache"`)
	f := s.frame(c, l)
	f.Kiosk = "/kiosk/" + l.ID() + "/" + strconv.Itoa(n)
	return s.render(c, f, s.codePage(c, l))
}

// machine tells which machine a request comes from.
func machine(c *fiber.Ctx) (round string, station int, ok bool) {
	round, number, ok := strings.Cut(c.Cookies("kiosk"), ".")
	station, err := strconv.Atoi(number)
	return round, station, ok && err == nil && station > 0
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

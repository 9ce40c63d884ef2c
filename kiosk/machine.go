package kiosk

// A computer that is a voting machine of a station, as the staff have made it one (bind.go). A cookie names round,
// station and whose turn it is, so that a form that an earlier voter has left behind in the browser leads nowhere; and
// whatever else such a browser asks for, it is led back to the screen that invites.

import (
	"encoding/hex"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/page"
)

// machine is a browser that is a voting machine. After [Server.confined] a request has one only if the staff have made
// it so.
type machine struct {
	round   string
	station int
	secret  string // of this machine, 64 signs
	turn    string // of its present voter
}

// machineOf reads the machine of a request.
func machineOf(c *fiber.Ctx) (m machine, ok bool) {
	part := strings.Split(c.Cookies("kiosk"), ".")
	if len(part) != 4 || len(part[2]) != 64 || strings.ContainsAny(part[0], "/?#") {
		return m, false
	}
	n, err := strconv.Atoi(part[1])
	return machine{part[0], n, part[2], part[3]}, err == nil && n >= 0 && part[0] != ""
}

// path is the screen that invites; empty of no machine.
func (m machine) path() string {
	if m.round == "" {
		return ""
	}
	return "/kiosk/" + m.round + "/" + strconv.Itoa(m.station)
}

// kioskPath is the path of the request's machine, or empty.
func kioskPath(c *fiber.Ctx) string {
	m, _ := machineOf(c)
	return m.path()
}

// turn is whose turn it is at the request's machine, or empty.
func turn(c *fiber.Ctx) string {
	m, _ := machineOf(c)
	return m.turn
}

// confined leads a voting machine that asks for anything but a vote back to the screen that invites, and takes from a
// browser what says that it is one and is not true.
func (s *Server) confined(c *fiber.Ctx) error {
	m, ok := machineOf(c)
	if !ok {
		return c.Next()
	}
	is, err := s.bound(c.UserContext(), m)
	switch {
	case err != nil:
		return err
	case !is:
		c.Request().Header.DelCookie("kiosk")
		forget(c, "kiosk")
	case !m.open(c.Path()):
		return c.Redirect(m.path(), fiber.StatusSeeOther)
	}
	return c.Next()
}

// open tells whether a machine may show a path: the staff's way out; at a proposal point the form of proposals, the slip
// that it leads to and their pictures, elsewhere the vote and the picture on its receipt. The address of a sheet is none of
// them, for it would stay in the browser's history.
func (m machine) open(path string) bool {
	low := strings.ToLower(path) // as routes are matched
	switch base := "/r/" + m.round; {
	case low == "/kiosk/exit", low == m.path():
		return true
	case m.station == proposalPoint:
		return low == base+"/propose" || low == base+"/propose/qr" || strings.HasPrefix(low, base+"/photo/") || strings.HasPrefix(low, "/p/")
	default:
		return low == "/vote" || low == base+"/receipt/qr" || strings.HasPrefix(low, "/vote/")
	}
}

// invite is GET /kiosk/ROUND/STATION: the machine waits for the next voter, and nothing of the last one's settings
// stays. A browser that is no machine yet is led to where the staff make it one.
func (s *Server) invite(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	n, err := c.ParamsInt("station")
	if err != nil || !stands(l, n) {
		return &catalog.FieldError{Field: "station", Err: catalog.ErrNoSuch}
	}
	m, ok := machineOf(c)
	if !ok {
		return c.Redirect(bindPath(l, n), fiber.StatusSeeOther)
	}
	if err := s.keep(c, m); err != nil {
		return err
	}
	if err := s.wipe(c); err != nil {
		return err
	}
	v := s.codePage(c, l)
	if n == proposalPoint {
		v = s.pointPage(l)
	}
	return s.showCode(c, l, v)
}

// proposalPoint is the number of the machines of proposal points (项目提议点), which stand where no station is.
const proposalPoint = 0

// pointPage is the screen by which a proposal point's machine invites.
func (s *Server) pointPage(l *catalog.Live) (v page.Code) {
	v.Point, v.QR = true, "/r/"+l.ID()+"/propose/qr"
	l.Read(func(r *catalog.Round) { v.Open = r.Steps[2].IsOpen() && r.Scheme.InWindow(s.today()) == nil })
	return v
}

// stands tells whether a round has that station.
func stands(l *catalog.Live, n int) (found bool) {
	l.Read(func(r *catalog.Round) { found = n == proposalPoint || r.Stations[n] != nil })
	return found
}

// keep gives the machine its next turn.
func (s *Server) keep(c *fiber.Ctx, m machine) error {
	next := make([]byte, 8)
	if _, err := io.ReadFull(s.Env.Random, next); err != nil {
		return err
	}
	value := strings.Join([]string{m.round, strconv.Itoa(m.station), m.secret, hex.EncodeToString(next)}, ".")
	c.Request().Header.SetCookie("kiosk", value)
	c.Cookie(&fiber.Cookie{
		Name: "kiosk", Value: value, Path: "/", MaxAge: int(machineLife.Seconds()),
		HTTPOnly: true, SameSite: "Strict", Secure: s.secured(),
	})
	c.Set("Clear-Site-Data", `"cache"`)
	return nil
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

// via is the channel of a request.
func via(c *fiber.Ctx) ballot.Via {
	if _, ok := machineOf(c); ok {
		return ballot.Kiosk
	}
	return ballot.Phone
}

// sameTurn leads a form that an earlier voter of the machine had before them, as the browser's Back would send it again,
// to the screen that invites.
func (s *Server) sameTurn(c *fiber.Ctx) error {
	if c.Method() != fiber.MethodPost || sentJSON(c) || c.FormValue("turn") == turn(c) {
		return c.Next()
	}
	to := kioskPath(c)
	if to == "" {
		to = "/vote"
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

// stationName is the name of the request's machine's station, or empty on a phone.
func (s *Server) stationName(c *fiber.Ctx, l *catalog.Live) (name string) {
	m, ok := machineOf(c)
	if !ok || m.round != l.ID() {
		return ""
	}
	l.Read(func(r *catalog.Round) {
		if st := r.Stations[m.station]; st != nil {
			name = st.Name
		}
	})
	return name
}

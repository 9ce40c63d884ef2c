package kiosk

// How a computer becomes a voting machine of a station, and how it is set free.
//
// Only staff make one: at its own browser somebody signs in, sees the station's exit code and presses the button. That
// ends their session there and leaves a record of the machine, of which the store knows only a hash. From then on the
// browser shows nothing but the vote, until the exit code is typed at /kiosk/exit, or the station's machines are taken
// back at the desk, as when one is stolen. The browser itself has to be started so that it offers no other way out:
//
//	chromium --kiosk --incognito --no-first-run --noerrdialogs --disable-pinch --overscroll-history-navigation=0 URL
//
// where URL is …/kiosk/ROUND/STATION, which leads to the login first. Incognito also keeps no history on the disk.

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/ballot/store"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// machineLife is how long a browser remembers that it is a voting machine; longer than any poll.
const machineLife = 60 * 24 * time.Hour

// ErrExit: the code typed at a machine is not its station's exit code.
var ErrExit = errors.New("退出码不对 / that is not the exit code")

func bindPath(l *catalog.Live, station int) string {
	return "/desk/" + l.ID() + "/machine/" + strconv.Itoa(station)
}

// recordsOf is the beginning of the keys of a station's machines.
func recordsOf(round string, station int) []byte {
	return []byte("machine/" + round + "/" + strconv.Itoa(station) + "/")
}

func (m machine) record() []byte {
	sum := sha256.Sum256([]byte(m.secret))
	return append(recordsOf(m.round, m.station), hex.EncodeToString(sum[:])...)
}

// bound tells whether the staff have made this machine and not taken it back.
func (s *Server) bound(ctx context.Context, m machine) (bool, error) {
	it, err := s.Env.Store.Get(ctx, m.record())
	return it.Ver != 0, err
}

// exitCode is a station's exit code, six digits: all servers of a store derive the same, and no store holds it. What it
// guards is a browser and no ballot, and it can be tried slowly only.
func (s *Server) exitCode(round string, station int) string {
	mac := hmac.New(sha256.New, s.Env.RollKey)
	fmt.Fprintf(mac, "linli/exit\x00%s\x00%d", round, station)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%1_000_000)
}

// seatOf is the station that a machine is bound to, or the round's proposal points, which are [proposalPoint].
func (s *Server) seatOf(c *fiber.Ctx) (at counter, err error) {
	if c.Params("station") != strconv.Itoa(proposalPoint) {
		return s.counterOf(c)
	}
	at.live, err = s.roundFor(c, "proposal.submit")
	at.number, at.name = proposalPoint, lang.T(language(c), "point.name")
	return at, err
}

// bindForm is GET /desk/ROUND/machine/STATION.
func (s *Server) bindForm(c *fiber.Ctx) error {
	at, err := s.seatOf(c)
	if err != nil {
		return err
	}
	v := page.Machine{Station: at.number, Point: at.number == proposalPoint, Name: at.name, Exit: s.exitCode(at.live.ID(), at.number)}
	err = s.Env.Store.Scan(c.UserContext(), recordsOf(at.live.ID(), at.number), store.PrefixEnd(recordsOf(at.live.ID(), at.number)), func(store.Item) error { v.Bound++; return nil })
	if err != nil {
		return err
	}
	f := s.frame(c, at.live)
	f.Station = at.name
	return s.render(c, f, v)
}

// bind is POST /desk/ROUND/machine/STATION: it makes this browser a machine of the station, and ends the session of the
// staff member who has set it up.
func (s *Server) bind(c *fiber.Ctx) error {
	at, err := s.seatOf(c)
	if err != nil {
		return err
	}
	secret := make([]byte, 32)
	if _, err := io.ReadFull(s.Env.Random, secret); err != nil {
		return err
	}
	m := machine{round: at.live.ID(), station: at.number, secret: hex.EncodeToString(secret)}
	if _, err := s.Env.Store.Commit(c.UserContext(), nil, []store.Op{{Key: m.record(), Val: []byte("{}")}}); err != nil {
		return err
	}
	if err := s.keep(c, m); err != nil {
		return err
	}
	if err := s.wipe(c); err != nil {
		return err
	}
	return c.Redirect(m.path(), fiber.StatusSeeOther)
}

// takeBack is POST /desk/ROUND/machine/STATION/back: no browser is a machine of the station any more.
func (s *Server) takeBack(c *fiber.Ctx) error {
	at, err := s.seatOf(c)
	if err != nil {
		return err
	}
	from := recordsOf(at.live.ID(), at.number)
	var gone []store.Op
	err = s.Env.Store.Scan(c.UserContext(), from, store.PrefixEnd(from), func(it store.Item) error {
		gone = append(gone, store.Op{Key: it.Key})
		return nil
	})
	if err == nil && len(gone) > 0 {
		_, err = s.Env.Store.Commit(c.UserContext(), nil, gone)
	}
	if err != nil {
		return err
	}
	return c.Redirect(bindPath(at.live, at.number), fiber.StatusSeeOther)
}

// exitForm is GET /kiosk/exit.
func (s *Server) exitForm(c *fiber.Ctx) error {
	if kioskPath(c) == "" {
		return c.Redirect("/", fiber.StatusSeeOther)
	}
	return s.showExit(c, nil)
}

func (s *Server) showExit(c *fiber.Ctx, wrong error) error {
	var v page.Exit
	if wrong != nil {
		status, _ := classify(wrong)
		c.Status(status)
		v.Error = inLanguage(wrong.Error(), language(c))
	}
	return s.render(c, s.frame(c, s.latest(c)), v)
}

// exit is POST /kiosk/exit: with the station's code the browser is one like any other. After five wrong codes a machine
// waits, longer each time, as a login does; the desk can still take it back.
func (s *Server) exit(c *fiber.Ctx) error {
	m, ok := machineOf(c)
	if !ok {
		return c.Redirect("/", fiber.StatusSeeOther)
	}
	name := string(m.record())
	if !s.staff.attempt(name) {
		return s.showExit(c, ErrTooFast)
	}
	typed, code := sha256.Sum256([]byte(ballot.Tidy(c.FormValue("code")))), sha256.Sum256([]byte(s.exitCode(m.round, m.station)))
	if subtle.ConstantTimeCompare(typed[:], code[:]) != 1 {
		return s.showExit(c, ErrExit)
	}
	s.staff.forgive(name)
	if _, err := s.Env.Store.Commit(c.UserContext(), nil, []store.Op{{Key: m.record()}}); err != nil {
		return err
	}
	forget(c, "kiosk")
	c.Set("Clear-Site-Data", `"cache", "storage"`)
	return c.Redirect("/", fiber.StatusSeeOther)
}

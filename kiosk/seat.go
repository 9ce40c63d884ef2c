package kiosk

// The phones of those at the round table: they sign in with the meeting's code, and rank with an anonymous seat card.

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// seatRoutes are the pages of the phones.
func (s *Server) seatRoutes(a fiber.Router) {
	a.Get("/table/:code", s.signInForm)
	a.Post("/table/:code", s.signInAtTable)
	a.Get("/seat/:code", s.seat)
	a.Post("/seat/:code", s.prefer)
}

// door finds the round whose table meets under a code. Codes that lead nowhere count as guesses.
func (s *Server) door(c *fiber.Ctx) (*catalog.Live, error) {
	code, err := ballot.ParseSlip(c.Params("code"))
	if err != nil {
		return nil, s.guess.failed(catalog.ErrNoSuch)
	}
	l, err := s.rounds.first(c.UserContext(), func(l *catalog.Live) bool { return l.TableCode() == code })
	switch {
	case err != nil:
		return nil, err
	case l == nil:
		return nil, s.guess.failed(catalog.ErrNoSuch)
	}
	c.Locals("live", l)
	return l, l.DoorOpen()
}

// signInForm is GET /table/CODE.
func (s *Server) signInForm(c *fiber.Ctx) error {
	l, err := s.door(c)
	if err != nil {
		return err
	}
	return s.showDoor(c, l, nil)
}

// showDoor draws the form, with what was typed and why it was refused, or who is there once somebody has signed in.
func (s *Server) showDoor(c *fiber.Ctx, l *catalog.Live, err error) error {
	lg := language(c)
	v := page.Seat{Part: "arrive"}
	if c.Method() == fiber.MethodGet && c.Query("done") != "" {
		v.Part = "arrived"
	}
	l.Read(func(r *catalog.Round) {
		if r.Table != nil {
			v.Place, v.Present = r.Table.Place, r.Table.Present()
		}
	})
	v.Who = page.Field{Name: "who", Label: lang.T(lg, "field.who.table"), Help: lang.T(lg, "seat.who.help"), Kind: page.Text, Required: true, Max: 40, Value: posedAs(c, "who")}
	v.Slips = page.Field{Name: "slips", Label: lang.T(lg, "seat.slips"), Help: lang.T(lg, "seat.slips.help"), Kind: page.Textarea, Value: posedAs(c, "slips")}
	switch name, why := fieldOf(err); {
	case err == nil:
	case name == "who":
		v.Who.Error = said(why, lg)
	case name == "slips":
		v.Slips.Error = said(why, lg)
	default:
		v.Error = said(err, lg)
	}
	return s.render(c, s.frame(c, l), v)
}

// posedAs is what was typed into a field, as it can be shown again.
func posedAs(c *fiber.Ctx, name string) string {
	return showable(string(c.Request().PostArgs().Peek(name)))
}

// maxSlips is how many slips one person signs in with.
const maxSlips = 20

// signInAtTable is POST /table/CODE. A slip that is none counts as a guess.
func (s *Server) signInAtTable(c *fiber.Ctx) error {
	l, err := s.door(c)
	if err != nil {
		return err
	}
	slips := strings.FieldsFunc(c.FormValue("slips"), func(r rune) bool { return strings.ContainsRune("\n\r,，、;；", r) })
	who := strings.TrimSpace(c.FormValue("who"))
	if len(slips) > maxSlips {
		err = &catalog.FieldError{Field: "slips", Err: fmt.Errorf("%w: %d > %d", catalog.ErrLong, len(slips), maxSlips)}
	} else if err = l.SignIn(c.UserContext(), "resident", who, nonEmpty(slips)...); err == nil {
		return s.signedIn(c)
	}
	if name, _ := fieldOf(err); name == "slips" {
		if limited := s.guess.failed(err); errors.Is(limited, ErrTooFast) {
			return limited
		}
	}
	status, _ := classify(err)
	if wantsJSON(c) || status >= 500 {
		return err
	}
	c.Status(status)
	return s.showDoor(c, l, err)
}

func nonEmpty(list []string) (out []string) {
	for _, x := range list {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// signedIn goes on to a page that a reload leaves as it is.
func (s *Server) signedIn(c *fiber.Ctx) error {
	if wantsJSON(c) {
		return c.JSON(fiber.Map{"ok": true})
	}
	return c.Redirect("/table/"+c.Params("code")+"?done=1", fiber.StatusSeeOther)
}

// card finds the round of a seat card. Codes that lead nowhere count as guesses.
func (s *Server) card(c *fiber.Ctx) (*catalog.Live, ballot.Seat, error) {
	seat, err := ballot.ParseSeat(c.Params("code"))
	if err != nil {
		return nil, seat, s.guess.failed(catalog.ErrSeat)
	}
	l, err := s.rounds.first(c.UserContext(), func(l *catalog.Live) bool {
		_, err := l.Seat(seat)
		return !errors.Is(err, catalog.ErrSeat)
	})
	switch {
	case err != nil:
		return nil, seat, err
	case l == nil:
		return nil, seat, s.guess.failed(catalog.ErrSeat)
	}
	c.Locals("live", l)
	return l, seat, nil
}

// seat is GET /seat/CODE: what the card can rank, or that it has ranked; never how.
func (s *Server) seat(c *fiber.Ctx) error {
	l, seat, err := s.card(c)
	if err != nil {
		return err
	}
	v, err := s.seatView(c, l, seat)
	if err != nil {
		return err
	}
	return s.render(c, s.frame(c, l), v)
}

func (s *Server) seatView(c *fiber.Ctx, l *catalog.Live, seat ballot.Seat) (v page.Seat, err error) {
	items, err := l.Seat(seat)
	if errors.Is(err, catalog.ErrRanking) {
		return page.Seat{Part: "wait"}, nil
	}
	if err != nil {
		return v, err
	}
	v.Part = "rank"
	if ranked, err := l.HasRanked(c.UserContext(), seat); ranked || err != nil {
		return page.Seat{Part: "ranked"}, err
	}
	l.Read(func(r *catalog.Round) {
		for _, no := range items {
			p := r.Proposal(no)
			title, _ := p.Current()
			v.Items = append(v.Items, page.SeatItem{No: no, Name: title, Where: p.Place})
		}
	})
	return v, nil
}

// prefer is POST /seat/CODE: places by item, as in rank-3=1. They are shown once more before they are taken.
func (s *Server) prefer(c *fiber.Ctx) error {
	l, seat, err := s.card(c)
	if err != nil {
		return err
	}
	v, err := s.seatView(c, l, seat)
	if err != nil {
		return err
	}
	if v.Part == "wait" {
		return catalog.ErrRanking
	}
	order, err := placed(c, &v)
	if err == nil && c.FormValue("confirm") == "yes" {
		return s.preferred(c, l, seat, order)
	}
	if err != nil {
		if wantsJSON(c) {
			return err
		}
		status, _ := classify(err)
		c.Status(status)
		v.Error = said(err, language(c))
	} else if v.Part == "rank" && c.FormValue("edit") != "yes" {
		v.Part = "check"
	}
	return s.render(c, s.frame(c, l), v)
}

// preferred takes what a card ranks. The same again is the same answer.
func (s *Server) preferred(c *fiber.Ctx, l *catalog.Live, seat ballot.Seat, order []int) error {
	if err := l.Prefer(c.UserContext(), seat, order); err != nil {
		return err
	}
	if wantsJSON(c) {
		return c.JSON(fiber.Map{"ok": true})
	}
	return c.Redirect("/seat/"+seat.Code(), fiber.StatusSeeOther)
}

// placed reads the places of a form into the view, and the items in their order; places that nobody has are passed over.
func placed(c *fiber.Ctx, v *page.Seat) (order []int, err error) {
	places := map[int]int{}
	most := 0
	c.Request().PostArgs().VisitAll(func(key, value []byte) {
		name, ok := strings.CutPrefix(string(key), "rank-")
		text := strings.TrimSpace(string(value))
		if !ok || text == "" {
			return
		}
		no, bad := strconv.Atoi(name)
		place, wrong := strconv.Atoi(text)
		if bad != nil || wrong != nil || place < 1 || place > catalog.MaxPresent || places[place] != 0 {
			err = fmt.Errorf("%w: %s", ErrPlace, clip(text, 10))
		}
		if err == nil {
			places[place], most = no, max(most, place)
		}
	})
	for place := 1; place <= most; place++ {
		if no := places[place]; no != 0 {
			order = append(order, no)
		}
	}
	for i := range v.Items {
		v.Items[i].Rank = 1 + slices.Index(order, v.Items[i].No)
	}
	if err == nil && len(order) == 0 {
		err = &catalog.FieldError{Field: "order", Err: catalog.ErrMissing}
	}
	return order, err
}

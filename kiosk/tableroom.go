package kiosk

// Who is at the round table, and how it ranks, on the moderator's tablet.

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
)

// tablePeople is GET /desk/ROUND/table/people.
func (s *Server) tablePeople(c *fiber.Ctx) error {
	l, err := s.tableOf(c)
	if err != nil {
		return err
	}
	return s.showPeople(c, l, s.arriveForm(l, language(c)), "")
}

func (s *Server) arriveForm(l *catalog.Live, lg lang.Lang) (f *form) {
	d, _ := deedNamed("table.arrive", false)
	l.Read(func(r *catalog.Round) { f = newForm(d, lg, sceneOf(r, d), &catalog.Arrive{}) })
	return f
}

// showPeople draws who is at the table, and the code by which phones sign in while the table meets.
func (s *Server) showPeople(c *fiber.Ctx, l *catalog.Live, f *form, wrong string) error {
	v := page.Table{Part: "people", Error: wrong}
	for _, x := range f.page().Fields {
		switch x.Name {
		case "who":
			v.Who = x
		case "proposed":
			x.Kind, v.Own = page.Text, x
			v.Own.Value = strings.ReplaceAll(x.Value, "\n", "、")
		}
	}
	if v.Error == "" {
		v.Error = f.wrong
	}
	if l.DoorOpen() == nil {
		v.Code = l.TableCode()
		_, v.Address, _ = strings.Cut(s.Public+"/table/"+v.Code, "://")
		v.QR = tablePath(l.ID(), "qr")
	}
	l.Read(func(r *catalog.Round) {
		if r.Table == nil {
			return
		}
		for _, p := range r.Table.People {
			v.People = append(v.People, page.Seated{Who: p.Who, Proposed: joinedNumbers(p.Proposed), Left: p.Left, Known: p.Arrived})
		}
	})
	return s.showTable(c, l, v)
}

// joinedNumbers are numbers of proposals as people read them.
func joinedNumbers(nos []int) string {
	out := make([]string, len(nos))
	for i, no := range nos {
		out[i] = strconv.Itoa(no)
	}
	return strings.Join(out, "、")
}

// seatPeople is POST /desk/ROUND/table/people: somebody comes, or with leave goes.
func (s *Server) seatPeople(c *fiber.Ctx) error {
	l, err := s.tableOf(c)
	if err != nil {
		return err
	}
	typed := eachOn(c)
	f, act := s.arriveForm(l, language(c)), "table.arrive"
	if who, leaves := typed("leave"); leaves {
		act = "table.leave"
		_, err = l.Do(c.UserContext(), me(c).Login, &catalog.Leave{Who: who})
	} else {
		f.take(typed)
		if !f.read() {
			c.Status(fiber.StatusUnprocessableEntity)
			return s.showPeople(c, l, f, "")
		}
		_, err = s.carryOut(c, l, f)
	}
	if err == nil {
		return c.Redirect(tablePath(l.ID(), "people")+"?done="+act, fiber.StatusSeeOther)
	}
	status, _ := classify(err)
	if status >= 500 {
		return err
	}
	c.Status(status)
	if act == "table.leave" {
		return s.showPeople(c, l, f, said(err, language(c)))
	}
	f.refuse(err)
	return s.showPeople(c, l, f, "")
}

// tableQR is GET /desk/ROUND/table/qr: the address at which phones sign in, as a picture.
func (s *Server) tableQR(c *fiber.Ctx) error {
	l, err := s.tableOf(c)
	if err != nil {
		return err
	}
	if err := l.DoorOpen(); err != nil {
		return err
	}
	svg, err := pdf.QR(s.Public + "/table/" + l.TableCode())
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "image/svg+xml")
	return c.Send(svg)
}

// tableRanking is GET /desk/ROUND/table/ranking.
func (s *Server) tableRanking(c *fiber.Ctx) error {
	l, err := s.tableOf(c)
	if err != nil {
		return err
	}
	return s.showRanking(c, l, "")
}

// showRanking draws how far the ranking is; of cards that have not been opened only how many.
func (s *Server) showRanking(c *fiber.Ctx, l *catalog.Live, wrong string) error {
	voted, err := l.Preferred(c.UserContext())
	if err != nil {
		return err
	}
	v := page.Table{Part: "ranking", Error: wrong}
	l.Read(func(r *catalog.Round) { v.Ranking = rankingView(r) })
	v.Ranking.Voted = voted
	args := c.Request().PostArgs()
	for i := range v.Ranking.Hands {
		x := &v.Ranking.Hands[i]
		if name := "hands-" + strconv.Itoa(x.No); args.Has(name) {
			x.Value = showable(string(args.Peek(name)))
		}
	}
	return s.showTable(c, l, v)
}

func rankingView(r *catalog.Round) (v page.Ranked) {
	v.State, v.Cards = "early", r.SeatCards()
	for _, p := range r.Proposals {
		if r.Stage(p) == catalog.Surveyed {
			v.Left++
		}
	}
	if r.Table == nil {
		return v
	}
	t := r.Table
	counted, have := t.Counted()
	for i, x := range counted {
		v.Places = append(v.Places, page.Placed{Place: i + 1, Name: itemName(r, x.Item), Points: strconv.FormatInt(x.Points, 10)})
		v.Order = strings.TrimSpace(v.Order + " " + strconv.Itoa(x.Item))
	}
	for _, no := range toRank(r) {
		h := page.HandCount{No: no, Name: itemName(r, no), Most: t.Present() - len(r.Interested(no))}
		if n, ok := t.Ranked.Hands[no]; ok {
			h.Value = strconv.Itoa(n)
		}
		v.Hands = append(v.Hands, h)
	}
	switch {
	case len(t.Ranking) > 0:
		v.State = "done"
		if !have {
			for i, no := range t.Ranking {
				v.Places = append(v.Places, page.Placed{Place: i + 1, Name: itemName(r, no)})
			}
		}
	case t.Ranked.Closed:
		v.State = "closed"
	case t.Ranked.Items != nil:
		v.State = "open"
	case t.Ranked.Hands != nil:
		v.State = "hands"
	case v.Left == 0 && len(v.Hands) > 1:
		v.State = "ready"
	}
	return v
}

func itemName(r *catalog.Round, no int) string { return proposalPick(r.Proposal(no), false).label }

// toRank are the items that the table recommends, in the order received.
func toRank(r *catalog.Round) (nos []int) {
	for _, p := range r.Proposals {
		if r.Stage(p) == catalog.Recommended {
			nos = append(nos, p.No)
		}
	}
	return nos
}

// rankTable is POST /desk/ROUND/table/ranking: do is open, hands or rank.
func (s *Server) rankTable(c *fiber.Ctx) error {
	l, err := s.tableOf(c)
	if err != nil {
		return err
	}
	act, acts := "table."+c.FormValue("do"), []catalog.Act(nil)
	switch act {
	case "table.open":
		l.Read(func(r *catalog.Round) { acts = []catalog.Act{&catalog.OpenRanking{Items: toRank(r)}} })
	case "table.hands":
		acts, err = raised(c, l)
	case "table.rank":
		l.Read(func(r *catalog.Round) { acts = []catalog.Act{confirming(r)} })
	default:
		return fmt.Errorf("%w: do", ErrForm)
	}
	if err == nil && len(acts) == 0 {
		err = &catalog.FieldError{Field: "hands", Err: catalog.ErrMissing}
	}
	if err == nil {
		_, err = l.Do(c.UserContext(), me(c).Login, acts...)
	}
	if err == nil {
		return c.Redirect(tablePath(l.ID(), "ranking")+"?done="+act, fiber.StatusSeeOther)
	}
	status, _ := classify(err)
	if status >= 500 {
		return err
	}
	c.Status(status)
	return s.showRanking(c, l, said(err, language(c)))
}

// confirming is the ranking that was counted.
func confirming(r *catalog.Round) *catalog.Rank {
	a := &catalog.Rank{}
	if r.Table != nil {
		places, _ := r.Table.Counted()
		for _, p := range places {
			a.Order = append(a.Order, p.Item)
		}
	}
	return a
}

// raised are the counts of hands that were typed and are new.
func raised(c *fiber.Ctx, l *catalog.Live) (acts []catalog.Act, err error) {
	typed := eachOn(c)
	l.Read(func(r *catalog.Round) {
		for _, no := range toRank(r) {
			text, _ := typed("hands-" + strconv.Itoa(no))
			if text = strings.TrimSpace(text); text == "" {
				continue
			}
			n, bad := wholeNumber(text)
			if bad != nil {
				err = errors.Join(err, &catalog.FieldError{Field: "hands", Err: fmt.Errorf("%s: %w", proposalCode(no), bad)})
			}
			if was, ok := r.Table.Ranked.Hands[no]; !ok || was != int(n) {
				acts = append(acts, &catalog.Hands{No: no, Hands: int(min(n, catalog.MaxPresent+1))})
			}
		}
	})
	return slices.Clip(acts), err
}

// seating is an order of seat cards.
type seating struct {
	Number int `json:"number" limit:"200"`
}

// printSeats draws seat cards and prints them: the secrets are on that paper only.
func (s *Server) printSeats(c *fiber.Ctx, l *catalog.Live, in *seating) (done, error) {
	cards, err := l.PrintSeats(c.UserContext(), me(c).Login, in.Number)
	if err != nil {
		return done{}, err
	}
	return done{sent: true}, s.sendSeats(c, l, cards)
}

// closeRanking opens the seat cards.
func (s *Server) closeRanking(c *fiber.Ctx, l *catalog.Live, _ *nothing) (done, error) {
	_, err := l.CloseRanking(c.UserContext(), me(c).Login)
	return done{next: tablePath(l.ID(), "ranking") + "?done=table.prefer"}, err
}

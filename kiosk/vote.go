package kiosk

// The vote: code, choose, check, cast, receipt. The code is in the address of the first screen only, because a phone's
// camera opens it there; it is never logged, and every later screen carries it in the body.

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// voting is a request that carries a credential.
type voting struct {
	live  *catalog.Live
	box   *ballot.Box
	cred  ballot.Credential
	marks ballot.Marks
	typed map[int]int64 // the place or points of each project as typed, also where they make no marks
}

// ErrPlace: a place in a ranking that is none, or that two projects have.
var ErrPlace = errors.New("名次不对，每个名次只能给一个项目 / the places do not fit, each place is for one project only")

// finder finds the round and box that a credential belongs to.
type finder func(context.Context, ballot.Credential) (*catalog.Live, *ballot.Box, error)

// sheet finds the round of a code; refused tells why its sheet cannot be used now.
func (s *Server) sheet(c *fiber.Ctx, code string, find finder) (v voting, refused error, err error) {
	if v.cred, err = ballot.ParseCode(code); err != nil {
		return v, nil, err // its check sign is wrong: it says nothing, and nothing was looked up
	}
	v.live, v.box, err = find(c.UserContext(), v.cred)
	if v.live == nil {
		return v, nil, s.guess.failedAt(c, err)
	}
	if err := keepApart(c, v.live); err != nil {
		return v, nil, err
	}
	c.Locals("live", v.live)
	return v, err, nil
}

// scanned is GET /b/CODE: the address in a sheet's QR.
func (s *Server) scanned(c *fiber.Ctx) error { return s.begin(c, c.Params("code")) }

// enterCode is POST /vote: a code typed, or scanned by a keyboard wedge.
func (s *Server) enterCode(c *fiber.Ctx) error { return s.begin(c, c.FormValue("code")) }

func (s *Server) begin(c *fiber.Ctx, code string) error {
	v, refused, err := s.sheet(c, code, s.rounds.of)
	switch {
	case errors.Is(err, ballot.ErrMalformed) && !wantsJSON(c):
		return s.codeAgain(c, code, err)
	case err != nil:
		return err
	case errors.Is(refused, ballot.ErrSpent):
		return fmt.Errorf("%w: %s", refused, ballot.Group(v.cred.Tracker(v.live.ID()), 4))
	case refused != nil:
		return refused
	}
	return s.showChoice(c, v, nil)
}

// code is GET /vote.
func (s *Server) code(c *fiber.Ctx) error {
	l := s.latest(c)
	return s.showCode(c, l, s.codePage(c, l))
}

// showCode draws the one page that may use the camera.
func (s *Server) showCode(c *fiber.Ctx, l *catalog.Live, v page.Code) error {
	c.Set("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
	return s.render(c, s.frame(c, l), v)
}

func (s *Server) codeAgain(c *fiber.Ctx, code string, err error) error {
	l := s.latest(c)
	v := s.codePage(c, l)
	status, key := classify(err)
	v.Error = key
	if kioskPath(c) == "" && len(code) < 200 {
		v.Value = strings.ToValidUTF8(code, "")
	}
	c.Status(status)
	return s.showCode(c, l, v)
}

func (s *Server) codePage(c *fiber.Ctx, l *catalog.Live) page.Code {
	var v page.Code
	if l == nil {
		return v
	}
	l.Read(func(r *catalog.Round) {
		p := r.PollProgress()
		v.Open, v.Closes = p.IsOpen(), p.Closed
		if r.Library != nil {
			v.Paper = paperView(r)
		}
		v.Assist = assistance(language(c), r)
	})
	return v
}

// latest is the round of the request's machine, or else the newest round whose poll is open, or the newest.
func (s *Server) latest(c *fiber.Ctx) *catalog.Live {
	if m, ok := machineOf(c); ok {
		if l, err := s.rounds.get(c.UserContext(), m.round); err == nil {
			return l
		}
	}
	all, err := s.rounds.all(c.UserContext())
	if err != nil || len(all) == 0 {
		return nil
	}
	best := all[len(all)-1]
	for _, l := range all {
		if l.Open() {
			best = l
		}
	}
	return best
}

func paperView(r *catalog.Round) page.Paper {
	p := r.Library.Paper
	return page.Paper{Form: page.Marking(p.Form), Max: p.Max, Sum: p.Sum, Fund: p.Limit}
}

func projectView(l lang.Lang, p *catalog.Project) page.Project {
	v := page.Project{
		Number: p.Number, Name: p.Title, Place: p.Place, What: p.Text, Benefits: p.Benefits, Kind: lang.T(l, "kind."+p.Kind),
		Cost: p.Cost, Pays: pays(l, p), Department: p.Department, Opinion: p.Opinion, Priority: p.Carried(),
	}
	if p.Withdrawn != "" {
		v.Department, v.Opinion = "", lang.T(l, "project.withdrawn", p.Withdrawn)
	}
	return v
}

// choices are all projects of the paper with the voter's marks on them, in the order of numbers.
func choices(l lang.Lang, r *catalog.Round, marks ballot.Marks) []page.Choice {
	var out []page.Choice
	for _, p := range r.Library.Projects {
		ch := page.Choice{Project: projectView(l, p)}
		for i, m := range marks {
			if m.Project == p.Number {
				ch.Marked = r.Library.Paper.Form == ballot.Approval
				ch.Points = m.Points
				if r.Library.Paper.Form == ballot.Ranking {
					ch.Rank = i + 1
				}
			}
		}
		out = append(out, ch)
	}
	return out
}

// shuffled puts the choices into an order of this sheet's own, the same on every screen, so that no project is first
// for everybody.
func shuffled(code string, all []page.Choice) []page.Choice {
	sum := sha256.Sum256([]byte("order\x00" + code))
	r := rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])))
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// showChoice draws the screen of projects; wrong is why the marks were refused, or nil.
func (s *Server) showChoice(c *fiber.Ctx, v voting, wrong error) error {
	m := page.Choose{Code: v.cred.Code()}
	if wrong != nil {
		status, key := classify(wrong)
		c.Status(status)
		m.Error = lang.T(language(c), "error."+key+".why")
		if errors.Is(wrong, ErrPlace) {
			m.Error = inLanguage(ErrPlace.Error(), language(c))
		}
	}
	v.live.Read(func(r *catalog.Round) {
		m.Paper = paperView(r)
		m.Projects = shuffled(m.Code, v.kept(choices(language(c), r, v.marks)))
	})
	return s.render(c, s.frame(c, v.live), m)
}

// kept puts places and points on the choices as they were typed.
func (v voting) kept(all []page.Choice) []page.Choice {
	for i := range all {
		switch x := v.typed[all[i].Number]; {
		case v.typed == nil:
		case v.box.Paper().Form == ballot.Ranking:
			all[i].Rank = int(x)
		default:
			all[i].Points = x
		}
	}
	return all
}

// choose is POST /vote/choose: back to the projects with the same marks.
func (s *Server) choose(c *fiber.Ctx) error {
	v, err := s.marked(c, s.rounds.of)
	if v.live == nil || err != nil && wantsJSON(c) {
		return err
	}
	return s.showChoice(c, v, err)
}

// marked reads code and marks of a form or a JSON body. A sheet that cannot be used is refused without a round; marks
// that cannot be read are refused with the others kept. Marks that the paper does not allow are not refused here.
func (s *Server) marked(c *fiber.Ctx, find finder) (voting, error) {
	var body struct {
		Code  string       `json:"code"`
		Marks ballot.Marks `json:"marks"`
	}
	form := !sentJSON(c)
	if form {
		body.Code = c.FormValue("code")
	} else if err := strictJSON(c.Body(), &body); err != nil {
		return voting{}, err
	}
	v, refused, err := s.sheet(c, body.Code, find)
	if err != nil {
		return voting{}, err
	}
	if refused != nil && !errors.Is(refused, ballot.ErrSpent) {
		return voting{}, refused
	}
	if form {
		return v, v.readForm(c.Request().PostArgs())
	}
	v.marks = body.Marks
	return v, nil
}

// check is POST /vote/check: the list of what has been chosen, or back to the projects with what is wrong.
func (s *Server) check(c *fiber.Ctx) error {
	v, err := s.marked(c, s.rounds.of)
	if v.live == nil {
		return err
	}
	if err == nil {
		err = v.box.Paper().Check(v.marks)
	}
	switch {
	case err == nil:
		return s.showCheck(c, v, "")
	case wantsJSON(c):
		return err
	}
	return s.showChoice(c, v, err)
}

func (s *Server) showCheck(c *fiber.Ctx, v voting, problem string) error {
	m := page.Check{Code: v.cred.Code(), Error: problem}
	v.live.Read(func(r *catalog.Round) {
		m.Paper, m.Available = paperView(r), len(r.Library.Projects)
		all := choices(language(c), r, v.marks)
		for _, mark := range v.box.Paper().Normal(v.marks) {
			m.Chosen = append(m.Chosen, all[mark.Project-1])
			m.Total += all[mark.Project-1].Cost
		}
	})
	return s.render(c, s.frame(c, v.live), m)
}

// cast is POST /vote/cast. A ballot with which nothing is wrong is cast without looking its sheet up before, which the
// box does once more; of others, what is wrong with the sheet comes before what is wrong with the marks.
func (s *Server) cast(c *fiber.Ctx) error {
	v, err := s.marked(c, s.rounds.likely)
	if v.live == nil {
		return err
	}
	if err == nil && v.box.Paper().Check(v.marks) == nil && !unsaid(c, v.marks) {
		receipt, err := v.box.Cast(c.UserContext(), v.cred, v.marks, via(c))
		if !errors.Is(err, ballot.ErrUnknownCredential) && !errors.Is(err, ballot.ErrNotOpen) {
			return received(c, receipt, err)
		}
		c.Locals("live", nil)
	}
	return s.castClosely(c)
}

// unsaid tells whether a blank ballot from the form lacks its own tick.
func unsaid(c *fiber.Ctx, marks ballot.Marks) bool {
	return len(marks) == 0 && !sentJSON(c) && c.FormValue("blank") != "yes"
}

// castClosely casts a ballot whose sheet it has looked up.
func (s *Server) castClosely(c *fiber.Ctx) error {
	v, err := s.marked(c, s.rounds.of)
	if v.live == nil {
		return err
	}
	if err == nil {
		err = v.box.Paper().Check(v.marks)
	}
	switch {
	case err != nil && wantsJSON(c):
		return err
	case err != nil:
		return s.showChoice(c, v, err)
	case unsaid(c, v.marks):
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showCheck(c, v, lang.T(language(c), "check.blank.need"))
	}
	receipt, err := v.box.Cast(c.UserContext(), v.cred, v.marks, via(c))
	return received(c, receipt, err)
}

// received answers what came of a cast.
func received(c *fiber.Ctx, receipt ballot.Receipt, err error) error {
	switch {
	case err != nil:
		return err
	case wantsJSON(c):
		return c.JSON(receipt)
	}
	to := "/vote/receipt/" + receipt.Tracker
	if now := turn(c); now != "" {
		to += "?turn=" + now
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

package kiosk

// The vote: code, choose, check, cast, receipt. The code is in the address of the first screen only, because a phone's
// camera opens it there; it is never logged, and every later screen carries it in the body.

import (
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
	code  string
	marks ballot.Marks
	typed map[int]int64 // the place or points of each project as typed, also where they make no marks
}

// ErrPlace: a place in a ranking that is none, or that two projects have.
var ErrPlace = errors.New("名次不对，每个名次只能给一个项目 / the places do not fit, each place is for one project only")

// sheet finds the round of a code; refused tells why its sheet cannot be used now.
func (s *Server) sheet(c *fiber.Ctx, code string) (v voting, refused error, err error) {
	v.code = code
	if v.cred, err = ballot.ParseCode(code); err != nil {
		return v, nil, s.guess.failed(err)
	}
	v.code = v.cred.Code()
	v.live, v.box, err = s.rounds.of(c.UserContext(), v.cred)
	if v.live == nil {
		return v, nil, s.guess.failed(err)
	}
	c.Locals("live", v.live)
	return v, err, nil
}

// scanned is GET /b/CODE: the address in a sheet's QR.
func (s *Server) scanned(c *fiber.Ctx) error { return s.begin(c, c.Params("code")) }

// enterCode is POST /vote: a code typed, or scanned by a keyboard wedge.
func (s *Server) enterCode(c *fiber.Ctx) error { return s.begin(c, c.FormValue("code")) }

func (s *Server) begin(c *fiber.Ctx, code string) error {
	v, refused, err := s.sheet(c, code)
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
	return s.render(c, s.frame(c, l), s.codePage(c, l))
}

func (s *Server) codeAgain(c *fiber.Ctx, code string, err error) error {
	l := s.latest(c)
	v := s.codePage(c, l)
	status, key := classify(err)
	v.Error = key
	if machineOf(c) == "" && len(code) < 200 {
		v.Value = strings.ToValidUTF8(code, "")
	}
	c.Status(status)
	return s.render(c, s.frame(c, l), v)
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
	})
	return v
}

// latest is the round of the request's machine, or else the newest round whose poll is open, or the newest.
func (s *Server) latest(c *fiber.Ctx) *catalog.Live {
	if id, _, ok := machine(c); ok {
		if l, err := s.rounds.get(c.UserContext(), id); err == nil {
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
	return page.Paper{Form: page.Marking(p.Form), Max: p.Max, Sum: p.Sum}
}

func projectView(l lang.Lang, p *catalog.Project) page.Project {
	v := page.Project{
		Number: p.Number, Name: p.Title, Place: p.Place, What: p.Text, Benefits: p.Benefits, Kind: lang.T(l, "kind."+p.Kind),
		Cost: p.Cost, Department: p.Department, Opinion: p.Opinion,
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
	m := page.Choose{Code: v.code}
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
		m.Projects = shuffled(v.code, v.kept(choices(language(c), r, v.marks)))
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
	v, err := s.marked(c)
	if v.live == nil || err != nil && wantsJSON(c) {
		return err
	}
	return s.showChoice(c, v, err)
}

// marked reads code and marks of a form or a JSON body. A sheet that cannot be used is refused without a round; marks
// that cannot be read are refused with the others kept. Marks that the paper does not allow are not refused here.
func (s *Server) marked(c *fiber.Ctx) (voting, error) {
	code, read := c.FormValue("code"), func(v *voting) error { return v.readForm(c.Request().PostArgs()) }
	if strings.HasPrefix(c.Get("Content-Type"), "application/json") {
		var body struct {
			Code  string       `json:"code"`
			Marks ballot.Marks `json:"marks"`
		}
		if err := strictJSON(c.Body(), &body); err != nil {
			return voting{}, err
		}
		code, read = body.Code, func(v *voting) error { v.marks = body.Marks; return nil }
	}
	v, refused, err := s.sheet(c, code)
	if err != nil {
		return voting{}, err
	}
	if refused != nil && !errors.Is(refused, ballot.ErrSpent) {
		return voting{}, refused
	}
	return v, read(&v)
}

// check is POST /vote/check: the list of what has been chosen, or back to the projects with what is wrong.
func (s *Server) check(c *fiber.Ctx) error {
	v, err := s.marked(c)
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
	m := page.Check{Code: v.code, Error: problem}
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

// cast is POST /vote/cast. A blank ballot from the form needs its own tick.
func (s *Server) cast(c *fiber.Ctx) error {
	v, err := s.marked(c)
	if v.live == nil {
		return err
	}
	if err == nil {
		err = v.box.Paper().Check(v.marks)
	}
	form := !strings.HasPrefix(c.Get("Content-Type"), "application/json")
	switch {
	case err != nil && wantsJSON(c):
		return err
	case err != nil:
		return s.showChoice(c, v, err)
	case form && len(v.marks) == 0 && c.FormValue("blank") != "yes":
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showCheck(c, v, lang.T(language(c), "check.blank.need"))
	}
	receipt, err := v.box.Cast(c.UserContext(), v.cred, v.marks, s.via(c))
	if err != nil {
		return err
	}
	if wantsJSON(c) {
		return c.JSON(receipt)
	}
	return c.Redirect("/vote/receipt/"+receipt.Tracker, fiber.StatusSeeOther)
}

// receipt is GET /vote/receipt/TRACKER: only of a ballot that is durably in a box.
func (s *Server) receipt(c *fiber.Ctx) error {
	tracker := ballot.Tidy(c.Params("tracker"))
	all, err := s.rounds.all(c.UserContext())
	if err != nil {
		return err
	}
	for _, l := range all {
		box, err := l.Box(c.UserContext())
		if err != nil {
			continue
		}
		if _, ok := box.Holds(tracker); ok {
			return s.render(c, s.frame(c, l), page.Receipt{Tracker: tracker, At: s.Env.Now(), Station: s.stationName(c, l)})
		}
	}
	return s.guess.failed(fmt.Errorf("%w: %s", catalog.ErrNoSuch, tracker))
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

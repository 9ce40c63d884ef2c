package kiosk

// Correcting an entry of the ledger: the form of its act, filled with what it says, and why it is corrected.

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/ballot/ledger"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// mending is the correction of one entry, as it is filled in.
type mending struct {
	n    int64
	was  catalog.Act
	why  string
	form *form

	second string // the other officer, of what two do
}

// mending finds what a request corrects, and refuses what this member of the staff, or nobody, may correct.
func (s *Server) mending(c *fiber.Ctx) (*catalog.Live, *mending, error) {
	l, err := s.round(c)
	if err != nil {
		return nil, nil, err
	}
	n, err := strconv.ParseInt(c.Params("n"), 10, 64)
	if err != nil || n < 0 {
		return l, nil, fmt.Errorf("%w: %s", ledger.ErrSupersedes, clip(c.Params("n"), 20))
	}
	e, err := entryOf(c.UserContext(), l, n)
	if err != nil {
		return l, nil, err
	}
	switch err := l.Correctable(n); {
	case !may(me(c), e.Act):
		return l, nil, fmt.Errorf("%w: %s", ErrRole, e.Act)
	case anew[e.Act]:
		return l, nil, fmt.Errorf("%w: %s", catalog.ErrCorrect, e.Act)
	case err != nil:
		return l, nil, err
	}
	k, err := catalog.KindNamed(e.Act)
	if err != nil {
		return l, nil, err
	}
	m := &mending{n: n, was: k.New()}
	body := k.New()
	if err := json.Unmarshal(e.Body, m.was); err != nil {
		return l, nil, err
	}
	if err := json.Unmarshal(e.Body, body); err != nil {
		return l, nil, err
	}
	m.lay(language(c), l, k, body)
	return l, m, nil
}

// entryOf is an entry of the ledger; a number that it does not have is [ledger.ErrSupersedes].
func entryOf(ctx context.Context, l *catalog.Live, n int64) (e ledger.Entry, err error) {
	found := false
	err = l.Ledger().Each(ctx, n, n+1, func(x ledger.Entry) error {
		e, found = x, true
		return nil
	})
	if err == nil && !found {
		err = fmt.Errorf("%w: %d", ledger.ErrSupersedes, n)
	}
	return e, err
}

// lay makes the form. What is chosen among things of the round can also stay as it was.
func (m *mending) lay(lg lang.Lang, l *catalog.Live, k catalog.Kind, body catalog.Act) {
	d := deed{name: k.Name, step: k.Step, body: k.Type}
	var sc scene
	l.Read(func(r *catalog.Round) {
		sc = sceneOf(r, d)
		t := &telling{lang: lg, act: k.Name, round: r}
		for _, f := range catalog.Fields(k.Type) {
			if f.Kept || f.Kind == "photos" {
				d.hidden = append(d.hidden, f.Name)
			}
			v := reflect.ValueOf(m.was).Elem().Field(f.Index)
			now := page.Option{Value: v.String(), Label: v.String()}
			switch {
			case sc.picks[f.Name] == nil, !v.CanInt() && v.Kind() != reflect.String:
				continue
			case v.CanInt():
				now = page.Option{Value: strconv.FormatInt(v.Int(), 10), Label: t.number(f, v.Int())}
			}
			if !slices.ContainsFunc(sc.picks[f.Name], func(o page.Option) bool { return o.Value == now.Value }) {
				sc.picks[f.Name] = append([]page.Option{now}, sc.picks[f.Name]...)
			}
		}
	})
	m.form = newForm(d, lg, sc, body)
	why := catalog.Field{Name: "correction", Type: reflect.TypeFor[string](), Limit: 300}
	m.form.slots = append(m.form.slots, slot{Field: why, name: why.Name, at: reflect.ValueOf(&m.why).Elem()})
}

// act is the corrected act as the form has it, by that member of the staff.
func (m *mending) act(login string) catalog.Act {
	sign(m.form.body.Elem(), login, m.second)
	return m.form.body.Interface().(catalog.Act)
}

// show draws the form, or the question whether it is right.
func (s *Server) showMending(c *fiber.Ctx, l *catalog.Live, m *mending, confirm bool) error {
	p := m.form.page()
	lg := language(c)
	p.Title = lang.T(lg, "correct.title", m.n, p.Title)
	p.Intro, p.Danger, p.Back = lang.T(lg, "correct.how"), true, "/desk/"+l.ID()+"/ledger?n="+strconv.FormatInt(m.n, 10)
	if confirm {
		p.Confirm = true
		l.Read(func(r *catalog.Round) { p.Preview = differences(lg, r, m.form.deed.name, m.was, m.act(me(c).Login)) })
		p.Preview = append(p.Preview, lang.T(lg, "correct.preview", m.n, m.why))
	}
	return s.showForm(c, l, p)
}

// correctForm is GET /desk/ROUND/correct/N.
func (s *Server) correctForm(c *fiber.Ctx) error {
	l, m, err := s.mending(c)
	if err != nil {
		return err
	}
	return s.showMending(c, l, m, false)
}

// correct is POST /desk/ROUND/correct/N: a form, which is confirmed first; or {"correction": WHY, "body": {…}} as JSON.
func (s *Server) correct(c *fiber.Ctx) error {
	l, m, err := s.mending(c)
	switch {
	case err != nil:
		return err
	case isJSON(c):
		return s.correctJSON(c, l, m)
	}
	field := posted(c)
	m.form.take(field)
	if edit, _ := field("edit"); edit == "yes" {
		return s.showMending(c, l, m, false)
	}
	if !m.form.read() {
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showMending(c, l, m, false)
	}
	if yes, _ := field("confirm"); yes != "yes" && !m.form.hasOfficers() { // a password is typed once
		return s.showMending(c, l, m, true)
	}
	m.second, err = s.second(c, m.form.typed("second"), m.form.typed("second_password"))
	var done []ledger.Entry
	if err == nil {
		done, err = l.Correct(c.UserContext(), me(c).Login, m.n, m.why, m.act(me(c).Login))
	}
	if err == nil {
		n := strconv.FormatInt(done[0].N, 10)
		return c.Redirect("/desk/"+l.ID()+"/ledger?done=correct&n="+n, fiber.StatusSeeOther)
	}
	status, _ := classify(err)
	if status >= 500 {
		return err
	}
	m.form.refuse(err)
	c.Status(status)
	return s.showMending(c, l, m, false)
}

func (s *Server) correctJSON(c *fiber.Ctx, l *catalog.Live, m *mending) error {
	var in struct {
		Correction string          `json:"correction"`
		Body       json.RawMessage `json:"body"`
	}
	if err := strictJSON(c.Body(), &in); err != nil {
		return err
	}
	body, who, err := wired(deed{body: m.form.body.Elem().Type()}, in.Body)
	if err != nil {
		return err
	}
	second, err := s.second(c, who.Login, who.Password)
	if err != nil {
		return err
	}
	sign(reflect.ValueOf(body).Elem(), me(c).Login, second)
	entries, err := l.Correct(c.UserContext(), me(c).Login, m.n, in.Correction, body.(catalog.Act))
	if err != nil {
		return err
	}
	return c.JSON(done{N: entries[0].N, Entries: len(entries)})
}

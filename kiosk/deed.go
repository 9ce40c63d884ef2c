package kiosk

// A deed is something that the staff do in one go: an act of the ledger as it stands, or a special one that ends in
// several entries or needs more than its own body.

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
)

// deed is one thing to do at the desk.
type deed struct {
	name   string
	step   catalog.Step
	body   reflect.Type // of the form and of the JSON body
	hidden []string     // fields that run fills
	run    runner
}

// runner does a deed. body is a pointer to the deed's struct, with the members of the staff filled in.
type runner func(s *Server, c *fiber.Ctx, l *catalog.Live, body any) (done, error)

// done is what has been done.
type done struct {
	N       int64          `json:"n"`       // number of the first entry
	Entries int            `json:"entries"` // how many
	Slip    string         `json:"slip,omitempty"`
	Aside   map[int]string `json:"aside,omitempty"` // sheets set aside by their place from 1: why

	next string // where a form goes on to; empty is the desk
	sent bool   // the answer has been written
}

// deedNamed finds a deed by its act. wire tells that a JSON client asks: some deeds have a form of their own, and an
// act for programs.
func deedNamed(name string, wire bool) (deed, error) {
	if d, ok := specials[name]; ok && (!wire || !formOnly[name]) {
		d.name = name
		return d, nil
	}
	k, err := catalog.KindNamed(name)
	if err != nil {
		return deed{}, fmt.Errorf("%w: %q", catalog.ErrAct, clip(name, 40))
	}
	return deed{name: name, step: k.Step, body: k.Type, run: enter}, nil
}

// enter makes an act one entry of the ledger.
func enter(_ *Server, c *fiber.Ctx, l *catalog.Live, body any) (done, error) {
	entries, err := l.Do(c.UserContext(), me(c).Login, body.(catalog.Act))
	if err != nil {
		return done{}, err
	}
	return done{N: entries[0].N, Entries: len(entries)}, nil
}

// deed finds round and deed of a request, and refuses a member of the staff whose role does not have it, and what the
// round's way of deciding does not have.
func (s *Server) deed(c *fiber.Ctx) (*catalog.Live, deed, error) {
	l, err := s.round(c)
	if err != nil {
		return nil, deed{}, err
	}
	d, err := deedNamed(c.Params("act"), isJSON(c))
	if err == nil && !may(me(c), d.name) {
		err = fmt.Errorf("%w: %s", ErrRole, d.name)
	}
	if err == nil {
		l.Read(func(r *catalog.Round) { err = r.Suits(d.name) })
	}
	return l, d, err
}

// perform runs a deed and tells which entries it has made.
func (s *Server) perform(c *fiber.Ctx, l *catalog.Live, d deed, body any) (done, error) {
	before, _, err := l.Ledger().Tree()
	if err != nil {
		return done{}, err
	}
	out, err := d.run(s, c, l, body)
	if err != nil || out.Entries > 0 {
		return out, err
	}
	after, _, err := l.Ledger().Tree()
	out.N, out.Entries = before, int(after-before)
	return out, err
}

// sign fills in who acts: the member of the staff, and for an act of two the second officer; never what was sent.
func sign(v reflect.Value, mine, second string) {
	for _, f := range catalog.Fields(v.Type()) {
		switch at := v.Field(f.Index); {
		case f.Kind == "me":
			at.SetString(mine)
		case f.Kind == "officers" && second != "":
			at.Set(reflect.ValueOf([]string{mine, second}))
		case f.Kind == "officers":
			at.SetZero()
		case f.Kind == "" && at.Kind() == reflect.Struct:
			sign(at, mine, second)
		}
	}
}

// second is the other officer of an act of two, who signs with login and password on the same form; none if both are
// empty.
func (s *Server) second(c *fiber.Ctx, login, password string) (string, error) {
	switch {
	case login == "" && password == "":
		return "", nil
	case login == me(c).Login:
		return "", &catalog.FieldError{Field: "officers", Err: catalog.ErrOfficers}
	}
	m, err := s.staff.Check(c.UserContext(), login, password)
	if errors.Is(err, ErrPassword) { // the sender is signed in all the same: this is no 401
		err = &catalog.FieldError{Field: "second_password", Err: fmt.Errorf("%w: %w", catalog.ErrOfficers, err)}
	}
	return m.Login, err
}

package kiosk

// Doing acts by program: one act with its JSON body, or many in one segment of the ledger.

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
)

// officer is how the second officer signs in a JSON body: "second" as an object, or as the login with
// "second_password" beside it.
type officer struct {
	Login    string `json:"login"`
	Password string `json:"password"`
}

// wired reads a JSON body into a new struct of the deed, and who signs beside the sender. Officers and "me" fields of
// the body do not count.
func wired(d deed, raw []byte) (body any, second officer, err error) {
	fields := map[string]json.RawMessage{}
	if err := strictJSON(raw, &fields); err != nil {
		return nil, second, err
	}
	if x, ok := fields["second"]; ok && json.Unmarshal(x, &second.Login) != nil {
		if err := strictJSON(x, &second); err != nil {
			return nil, second, err
		}
	}
	if x, ok := fields["second_password"]; ok {
		if err := strictJSON(x, &second.Password); err != nil {
			return nil, second, err
		}
	}
	delete(fields, "second")
	delete(fields, "second_password")
	rest, err := json.Marshal(fields)
	if err != nil {
		return nil, second, fmt.Errorf("%w: %v", ErrForm, err)
	}
	body = reflect.New(d.body).Interface()
	return body, second, strictJSON(rest, body)
}

// doJSON does one act from a JSON body and answers {"n", "entries"}.
func (s *Server) doJSON(c *fiber.Ctx, l *catalog.Live, d deed) error {
	body, who, err := wired(d, c.Body())
	if err != nil {
		return err
	}
	second, err := s.second(c, who.Login, who.Password)
	if err != nil {
		return err
	}
	sign(reflect.ValueOf(body).Elem(), me(c).Login, second)
	out, err := s.perform(c, l, d, body)
	if err != nil || out.sent {
		return err
	}
	return c.JSON(out)
}

// ErrAlone: an act that is more than one entry cannot be one of many.
var ErrAlone = fmt.Errorf("%w: 此事项须单独办理 / this act is done on its own", ErrForm)

// wiredAct is one of many acts.
type wiredAct struct {
	Act  string          `json:"act"`
	Body json.RawMessage `json:"body"`
}

// maxActs is the most acts of one request.
const maxActs = 500

// doActs is POST /desk/ROUND/acts: an array of acts, done in one segment of the ledger, all of them or none.
func (s *Server) doActs(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	var in []wiredAct
	if err := strictJSON(c.Body(), &in); err != nil {
		return err
	}
	if len(in) == 0 || len(in) > maxActs {
		return fmt.Errorf("%w: %d", ErrForm, len(in))
	}
	acts, err := s.signedActs(c, in)
	if err != nil {
		return err
	}
	entries, err := l.Do(c.UserContext(), me(c).Login, acts...)
	if err != nil {
		return err
	}
	return c.JSON(done{N: entries[0].N, Entries: len(entries)})
}

// signedActs reads acts and fills in who acts. One officer's password is checked once.
func (s *Server) signedActs(c *fiber.Ctx, in []wiredAct) ([]catalog.Act, error) {
	known, acts := map[officer]string{{}: ""}, make([]catalog.Act, len(in))
	for i, x := range in {
		if _, own := specials[x.Act]; own && !formOnly[x.Act] && x.Act != "sheets.print" {
			return nil, fmt.Errorf("%w: %s", ErrAlone, x.Act)
		}
		k, err := catalog.KindNamed(x.Act)
		switch {
		case err != nil:
			return nil, err
		case !may(me(c), x.Act):
			return nil, fmt.Errorf("%w: %s", ErrRole, x.Act)
		}
		body, who, err := wired(deed{body: k.Type}, x.Body)
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i+1, err)
		}
		if _, ok := known[who]; !ok {
			if known[who], err = s.second(c, who.Login, who.Password); err != nil {
				return nil, err
			}
		}
		sign(reflect.ValueOf(body).Elem(), me(c).Login, known[who])
		acts[i] = body.(catalog.Act)
	}
	return acts, nil
}

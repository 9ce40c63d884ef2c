package kiosk

// The staff's door: login and logout.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/kiosk/page"
)

// strictJSON reads a whole JSON body into v; anything else is [ErrForm].
func strictJSON(body []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("%w: %v", ErrForm, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: more than one value", ErrForm)
	}
	return nil
}

func (s *Server) loginForm(c *fiber.Ctx) error {
	return s.render(c, s.frame(c, nil), page.Login{Next: next(c.Query("next"))})
}

// next is a page of the desk to go on to after the login.
func next(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(path.Clean(u.Path)+"/", "/desk/") || strings.ContainsAny(to, "\\\r\n") {
		return "/desk"
	}
	return to
}

func (s *Server) login(c *fiber.Ctx) error {
	in := struct {
		Name     string `json:"name"`
		Password string `json:"password"`
	}{c.FormValue("name"), c.FormValue("password")}
	if strings.HasPrefix(c.Get("Content-Type"), "application/json") {
		if err := strictJSON(c.Body(), &in); err != nil {
			return err
		}
	}
	a, err := s.staff.check(c.UserContext(), in.Name, in.Password)
	if err == nil {
		return s.signIn(c, a)
	}
	if wantsJSON(c) {
		return err
	}
	status, _ := classify(err)
	c.Status(status)
	name := strings.ToValidUTF8(in.Name, "")
	if len(name) > 40 {
		name = ""
	}
	return s.render(c, s.frame(c, nil), page.Login{Name: name, Next: next(c.FormValue("next")), Error: inLanguage(err.Error(), language(c))})
}

func (s *Server) signIn(c *fiber.Ctx, a account) error {
	secret, err := s.staff.begin(c.UserContext(), a)
	if err != nil {
		return err
	}
	c.Cookie(&fiber.Cookie{
		Name: "staff", Value: secret, Path: "/", MaxAge: int(sessionLife.Seconds()),
		HTTPOnly: true, SameSite: "Strict", Secure: s.secured(),
	})
	if wantsJSON(c) {
		return c.JSON(a.Member)
	}
	to := next(c.FormValue("next"))
	if own := s.ownStation(c, a.Member); to == "/desk" && own != "" {
		to = own
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

func (s *Server) logout(c *fiber.Ctx) error {
	if err := s.staff.end(c.UserContext(), c.Cookies("staff")); err != nil {
		return err
	}
	forget(c, "staff")
	return c.Redirect("/", fiber.StatusSeeOther)
}

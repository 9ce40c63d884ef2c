package kiosk

// What stands around every page, read from the request: the language, the settings, the round.

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// language of the reader: from the address or form, then the cookie, then Chinese.
func language(c *fiber.Ctx) lang.Lang { return lang.Parse(c.FormValue("lang"), c.Cookies("lang")) }

// settings are what a reader may set, and the values of each.
var settings = map[string][]string{"lang": {"zh", "en"}, "size": {"0", "1", "2"}, "contrast": {"0", "1"}}

// remember keeps the settings that the address or form names, and returns the size of the letters and the contrast.
func remember(c *fiber.Ctx) (size page.Size, contrast bool) {
	now := map[string]string{"size": c.Cookies("size"), "contrast": c.Cookies("contrast")}
	for name, values := range settings {
		v := c.FormValue(name)
		if !slices.Contains(values, v) {
			continue
		}
		c.Cookie(&fiber.Cookie{Name: name, Value: v, Path: "/", MaxAge: 365 * 24 * 3600, SameSite: "Lax"})
		now[name] = v
	}
	return page.ParseSize(now["size"]), now["contrast"] == "1"
}

// frame is what stands around a page; l may be nil outside a round.
func (s *Server) frame(c *fiber.Ctx, l *catalog.Live) page.Frame {
	f := page.Frame{Path: here(c), Kiosk: kioskPath(c), Printed: s.Env.Now()}
	f.Turn, f.IdleSeconds = turn(c), s.idle
	f.Size, f.Contrast = remember(c)
	if st, ok := c.Locals("staff").(Member); ok {
		f.Staff = st.Name
	}
	if l != nil {
		l.Read(func(r *catalog.Round) {
			f.RoundID, f.Community, f.Round, f.Rehearsal = r.ID, r.Scheme.Community, r.Scheme.Name, r.Of != ""
			f.Status, f.Phone, f.Council = status(r), r.Scheme.Phone, r.Scheme.Council()
		})
		f.Station = s.stationName(c, l)
	}
	return f
}

// here is the path of the page for its language and size links; never one with a code in it.
func here(c *fiber.Ctx) string {
	p := c.Path()
	low := strings.ToLower(p) // as routes are matched
	switch {
	case strings.HasPrefix(low, "/b/"), strings.HasPrefix(low, "/vote/") && !strings.HasPrefix(low, "/vote/receipt/"):
		return "/vote"
	case c.Method() != fiber.MethodGet:
		return p
	}
	q, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	for _, name := range []string{"lang", "size", "contrast", "code"} {
		q.Del(name)
	}
	if err != nil || len(q) == 0 {
		return p
	}
	return p + "?" + q.Encode()
}

// status is the round's status word.
func status(r *catalog.Round) page.Status {
	poll := r.PollProgress()
	switch r.Current() {
	case 1:
		return page.Drafting
	case 2:
		return page.Collecting
	case 3:
		return page.Screening
	case 4:
		switch {
		case r.Scheme.Council() && len(r.Council.Sittings) == 0:
			return page.Convening
		case r.Scheme.Council():
			return page.Deciding
		case !poll.Closed.IsZero():
			return page.Counting
		case !poll.Opened.IsZero():
			return page.Voting
		}
		return page.Announced
	case 5:
		if r.Notice == nil {
			return page.Preliminary
		}
		return page.Noticed
	case 6, 7:
		return page.Implementing
	case 8:
		if r.Steps[7].IsOpen() {
			return page.Implementing
		}
		return page.Evaluating
	}
	return page.Closed
}

// render draws a page; the frame's language is the reader's.
func (s *Server) render(c *fiber.Ctx, f page.Frame, v page.View) error {
	var b bytes.Buffer
	if err := page.Render(&b, language(c), f, v); err != nil {
		return err
	}
	c.Type("html", "utf-8")
	return c.Send(b.Bytes())
}

// Zone is the zone that dates are shown and read in.
var Zone = time.FixedZone("Asia/Shanghai", 8*3600)

// day reads a date field; an empty or wrong one is the zero time.
func day(s string) time.Time {
	t, _ := time.ParseInLocation(time.DateOnly, s, Zone)
	return t
}

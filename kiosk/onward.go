package kiosk

// Where an act leads once it is done: to the page of what comes next, with a way to the same act for what still waits.

import (
	"github.com/gofiber/fiber/v2"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// onwards are the pages on which an act goes on, below the round's desk; of others, the desk itself.
var onwards = map[string]string{"need.add": "/needs", "need.close": "/needs", "table.meet": "/table/people", "council.meet": "/council"}

// flashOf says what has just been done in a round and, if the same act waits for more, leads to it.
func flashOf(c *fiber.Ctx, l *catalog.Live) page.Flash {
	f := flash(c)
	if f.Text != "" {
		l.Read(func(r *catalog.Round) { f.Next = nextOf(language(c), r, me(c), c.Query("done")) })
	}
	return f
}

// nextOf leads to an act that can be done again; nowhere if nothing waits for it.
func nextOf(l lang.Lang, r *catalog.Round, m Member, act string) page.Link {
	d, err := deedNamed(act, false)
	if err != nil || !may(m, act) || blocked(l, r, act, d.step) != "" {
		return page.Link{}
	}
	href := "/desk/" + r.ID + "/act/" + act
	if n := waiting(r, act); n > 0 {
		return page.Link{Label: lang.T(l, "desk.next", lang.T(l, "act."+act), n), Href: href}
	}
	if act == "proposal.submit" || act == "need.add" {
		return page.Link{Label: lang.T(l, "desk.more", lang.T(l, "act."+act)), Href: href}
	}
	return page.Link{}
}

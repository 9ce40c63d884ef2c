package kiosk

// The ledger as people read it: a page of entries in words, and one entry as it was hashed.

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gofiber/fiber/v2"

	"linli/ballot/ledger"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// ledgerPage is how many entries a page of the ledger has.
const ledgerPage = 50

// mostRaw is how much of an entry's JSON stands on the page of the ledger; the rest is on the entry's own page.
const mostRaw = 1500

// ledger is GET /r/ROUND/ledger?to=N: the entries before N, the newest first; ?n=N begins with that entry.
func (s *Server) ledger(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	return s.showLedger(c, l, "/r/"+l.ID()+"/ledger", nil)
}

// deskLedger is GET /desk/ROUND/ledger: the same, with what this member of the staff may correct.
func (s *Server) deskLedger(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	m := me(c)
	return s.showLedger(c, l, "/desk/"+l.ID()+"/ledger", func(e ledger.Entry) string {
		if !may(m, e.Act) || anew[e.Act] || l.Correctable(e.N) != nil {
			return ""
		}
		return "/desk/" + l.ID() + "/correct/" + strconv.FormatInt(e.N, 10)
	})
}

// anew are acts that are corrected on their own page: a pair enters its batch anew.
var anew = map[string]bool{"count.enter": true}

// showLedger draws a page of the ledger at its base address. correct is where an entry is corrected, or empty.
func (s *Server) showLedger(c *fiber.Ctx, l *catalog.Live, base string, correct func(ledger.Entry) string) error {
	v, err := s.verification(c, l)
	if err != nil {
		return err
	}
	p := page.Ledger{Verify: v, Size: v.Size, Base: base, Exports: exportsOf(c, l.ID(), "entries")}
	to := int64(c.QueryInt("to"))
	if to < 1 || to > p.Size {
		to = p.Size
	}
	if n, err := strconv.ParseInt(c.Query("n"), 10, 64); err == nil && n >= 0 && n < p.Size {
		to = min(n+1, p.Size)
	}
	lines, err := l.Published(c.UserContext(), max(0, to-ledgerPage), to)
	if err != nil {
		return err
	}
	l.Read(func(r *catalog.Round) {
		for _, line := range slices.Backward(lines) {
			p.Entries = append(p.Entries, entryIn(language(c), r, line))
		}
	})
	for i, line := range slices.Backward(lines) {
		x := &p.Entries[len(lines)-1-i]
		if line.Entry != nil && correct != nil {
			x.Correct = correct(*line.Entry)
		}
	}
	p.Older, p.Newer = pagesOf(base, to, p.Size)
	f := s.frame(c, l)
	if correct != nil {
		f.Flash = flash(c)
	}
	return s.render(c, f, p)
}

// pagesOf are the addresses of the pages before and after the one that ends before entry to.
func pagesOf(base string, to, size int64) (older, newer []page.Link) {
	at := func(n int64) string { return base + "?to=" + strconv.FormatInt(n, 10) }
	if to > ledgerPage {
		older = []page.Link{{Label: "ledger.older", Href: at(to - ledgerPage)}, {Label: "ledger.oldest", Href: at(min(ledgerPage, size))}}
	}
	if to < size {
		newer = []page.Link{{Label: "ledger.newest", Href: base}, {Label: "ledger.newer", Href: at(min(size, to+ledgerPage))}}
	}
	return older, newer
}

// entryIn is a published entry in words, with what it has become.
func entryIn(l lang.Lang, r *catalog.Round, line ledger.Published) page.Entry {
	v := page.Entry{Number: line.N, Hash: line.Leaf.String(), Href: "/r/" + r.ID + "/ledger/" + strconv.FormatInt(line.N, 10)}
	if c, ok := r.Corrected(line.N); ok {
		v.Gave, v.By, v.ByWhy = true, c.By, c.Why
	}
	e := line.Entry
	if e == nil {
		return v
	}
	v.At, v.Actor, v.Act, v.Public = e.Time, actorName(l, e.Actor), e.Act, true
	v.Said = tell(l, r, *e)
	if e.Supersedes != nil {
		v.Corrects, v.Supersedes, v.Why = true, e.Supersedes.N, e.Supersedes.Why
	}
	raw := string(line.Bytes())
	v.Raw = clip(raw, mostRaw)
	v.Cut = v.Raw != raw
	return v
}

// actorName is who did it, in words if it is no login.
func actorName(l lang.Lang, actor string) string {
	if key := "actor." + actor; lang.Has(key) {
		return lang.T(l, key)
	}
	return actor
}

// entry is GET /r/ROUND/ledger/N: one entry as it was hashed, or its leaf if it is not public.
func (s *Server) entry(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(c.Params("n"), 10, 64)
	if err != nil {
		return ledger.ErrRange
	}
	lines, err := l.Published(c.UserContext(), n, n+1)
	switch {
	case err != nil:
		return err
	case len(lines) == 0, n < 0:
		return ledger.ErrRange
	}
	c.Type("json", "utf-8")
	return c.Send(lines[0].Bytes())
}

func entryView(l lang.Lang, e ledger.Entry) page.Entry {
	return page.Entry{Number: e.N, At: e.Time, Actor: actorName(l, e.Actor), Act: e.Act, Hash: e.Hash().String(), Public: e.Public}
}

// verification is what an outsider needs to check the round.
func (s *Server) verification(c *fiber.Ctx, l *catalog.Live) (v page.Verify, err error) {
	size, root, err := l.Ledger().Tree()
	if err != nil {
		return v, err
	}
	address := s.Public + "/r/" + l.ID()
	v = page.Verify{Round: l.ID(), Size: size, Root: root.String(), Key: l.Key(), Command: "linli verify " + address, Join: "linli witness " + address}
	l.Read(func(r *catalog.Round) { v.At, v.Counted = r.Updated, r.Outcome != nil && !r.Scheme.Council() })
	all, err := l.Witnesses(c.UserContext())
	for _, w := range all {
		v.Witnesses = append(v.Witnesses, page.Witness{Name: plainName(w.Name()), Key: w.Key, Size: w.Size, Now: w.Size == size})
	}
	return v, err
}

// plainName is what can be shown of a name that a stranger has chosen.
func plainName(name string) string {
	return clip(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name), 40)
}

// clip shortens a text to n characters.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

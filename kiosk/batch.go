package kiosk

// A batch of paper on its way: scanned, entered by both pairs, differences decided by a third person, sealed.

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// batchOf finds the batch of a request.
func (s *Server) batchOf(c *fiber.Ctx) (l *catalog.Live, no, station int, err error) {
	if l, err = s.round(c); err != nil {
		return nil, 0, 0, err
	}
	no, _ = strconv.Atoi(c.Params("batch"))
	if !may(me(c), "count.enter") {
		return l, no, 0, ErrRole
	}
	l.Read(func(r *catalog.Round) { station, err = countable(r, no) })
	return l, no, station, err
}

// batchPage is GET /desk/ROUND/count/BATCH.
func (s *Server) batchPage(c *fiber.Ctx) error {
	l, no, _, err := s.batchOf(c)
	if err != nil {
		return err
	}
	return s.showBatch(c, l, no, func(*page.Pile) {})
}

func (s *Server) showBatch(c *fiber.Ctx, l *catalog.Live, no int, more func(*page.Pile)) error {
	var v page.Pile
	l.Read(func(r *catalog.Round) { v = batchView(r, no, me(c).Login, language(c)) })
	more(&v)
	f := s.frame(c, l)
	f.Path, f.Station, f.Flash = c.Path(), v.Station, flash(c)
	return s.render(c, f, v)
}

// batchView is a batch as that member of the staff may see it.
func batchView(r *catalog.Round, no int, login string, l lang.Lang) page.Pile {
	v := page.Pile{Number: no, Station: r.Stations[stationOf(r, no)].Name, Most: ballot.MaxBatch}
	b := r.Count.Batches[no]
	for _, pair := range []string{"A", "B"} {
		link := page.Link{Label: lang.T(l, "batch.pair", pair), Href: batchPath(r, no, pair), Note: lang.T(l, "desk.batch.missing")}
		if b != nil && b.By[pair] != "" {
			link.Note = lang.T(l, "batch.by", b.By[pair])
		}
		v.Pairs = append(v.Pairs, link)
	}
	if b == nil {
		return v
	}
	if v.Scanned = b.Scanned != nil; v.Scanned {
		v.Said = scanSaid(l, b.Scanned)
	}
	v.Third, v.Ready, v.Sealed = !b.Knows(login), ready(b), b.Sealed
	paper, names := r.Library.Paper, projectNames(r)
	for _, place := range differing(b) {
		v.Differ = append(v.Differ, difference(l, paper, names, b, place, v.Third))
	}
	if b.Sealed {
		v.Sums, v.Sheets = batchSums(l, paper, names, b.Sheets)
	}
	for _, x := range b.Reopened {
		v.Reopened = append(v.Reopened, lang.T(l, "batch.reopened", x.N, x.Reason))
	}
	return v
}

// difference is a place at which the pairs differ; only a third person is told what each has entered.
func difference(l lang.Lang, paper ballot.Paper, names []string, b *catalog.Batch, place int, third bool) page.Difference {
	d := page.Difference{Place: place}
	if !third {
		return d
	}
	words := func(pair string) string {
		if place > len(b.Entered[pair]) {
			return lang.T(l, "batch.absent")
		}
		return sheetWords(l, paper, names, b.Entered[pair][place-1])
	}
	d.A, d.B = words("A"), words("B")
	return d
}

// batchSums are the sheets of a sealed batch in words, and what they add up to.
func batchSums(l lang.Lang, paper ballot.Paper, names []string, sheets []ballot.Sheet) (sums, words []string) {
	var sum page.Totals
	votes := make([]int64, len(names))
	of := map[ballot.Finding]int{}
	for i, s := range sheets {
		addUp(&sum, votes, paper, s)
		of[s.Finding]++
		words = append(words, strconv.Itoa(i+1)+"："+sheetWords(l, paper, names, s))
	}
	sums = []string{lang.T(l, "batch.sheets", len(sheets), sum.Valid, sum.Blank, sum.Invalid)}
	var why []string
	for _, f := range ballot.Invalid {
		why = append(why, lang.T(l, "told.sheet."+string(f))+" "+strconv.Itoa(of[f]))
	}
	sums = append(sums, lang.T(l, "batch.invalid", sum.Invalid, strings.Join(why, " + ")))
	return append(sums, lang.T(l, "batch.given."+string(paper.Form), sum.Valid, sum.Most, sum.Given, sum.Left())), words
}

// scanSaid is what a scan has found, a sentence each.
func scanSaid(l lang.Lang, a *catalog.Scan) []string {
	out := []string{lang.T(l, "batch.scanned", len(a.Genuine), len(a.Superseded), a.SetAside)}
	for _, why := range []struct {
		err error
		n   int
	}{
		{ballot.ErrMalformed, a.Unread}, {ballot.ErrForeign, a.Foreign}, {ballot.ErrUnknownCredential, a.Unknown}, {ballot.ErrVoid, a.Void}, {catalog.ErrCopied, a.Copied},
	} {
		if why.n > 0 {
			out = append(out, lang.T(l, "batch.aside", why.n, said(why.err, l)))
		}
	}
	return out
}

// scanCodes is POST /desk/ROUND/count/BATCH: codes, one a line, are looked at; with confirm they are entered. A program
// that asks for JSON is told which would be set aside, and why.
func (s *Server) scanCodes(c *fiber.Ctx) error {
	l, no, station, err := s.batchOf(c)
	switch {
	case err != nil:
		return err
	case !may(me(c), "count.scan"):
		return ErrRole
	}
	field := posted(c)
	text, _ := field("codes")
	list := codes(strings.Split(text, "\n"))
	if len(list) > ballot.MaxBatch {
		err = fmt.Errorf("%w: %d > %d", ballot.ErrSheet, len(list), ballot.MaxBatch)
	}
	if yes, _ := field("confirm"); yes == "yes" && err == nil {
		if _, err = l.ScanBatch(c.UserContext(), me(c).Login, no, station, list); err == nil {
			return c.Redirect(c.Path()+"?done=count.scan", fiber.StatusSeeOther)
		}
	}
	if err != nil {
		status, _ := classify(err)
		if status >= 500 || wantsJSON(c) {
			return err
		}
		c.Status(status)
		return s.showBatch(c, l, no, func(v *page.Pile) { v.Error, v.Codes = said(err, language(c)), showable(text) })
	}
	_, aside := l.LookBatch(no, station, list)
	looked := make([]page.Looked, len(list))
	for i := range looked {
		looked[i] = page.Looked{Place: i + 1}
		if why := aside[i+1]; why != nil {
			looked[i].Why = said(why, language(c))
		}
	}
	if wantsJSON(c) {
		return c.JSON(looked)
	}
	return s.showBatch(c, l, no, func(v *page.Pile) { v.Codes, v.Looked = showable(strings.Join(list, "\n")), looked })
}

// adjudicate enters a third person's decision and goes back to the batch.
func (s *Server) adjudicate(c *fiber.Ctx, l *catalog.Live, a *catalog.Adjudicate) (out done, err error) {
	if out, err = enter(s, c, l, a); err == nil {
		out.next = fmt.Sprintf("/desk/%s/count/%d?done=count.adjudicate", l.ID(), a.Batch)
	}
	return out, err
}

// sealed tells which batches two officers can open again.
func sealed(b *catalog.Batch) bool { return b.Sealed }

// batchesOf are the numbers of batches with that.
func batchesOf(r *catalog.Round, is func(*catalog.Batch) bool) []int {
	return slices.DeleteFunc(batchNumbers(r), func(no int) bool { return !is(r.Count.Batches[no]) })
}

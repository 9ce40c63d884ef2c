package kiosk

// A pair's entry of a batch of paper: one line a sheet. Neither pair sees what the other has typed.

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// pile is a batch as one pair sees it.
type pile struct {
	live    *catalog.Live
	round   string
	no      int
	pair    string
	station int
	paper   ballot.Paper
	scanned bool
	view    page.Count
}

// pileOf finds batch and pair of a request.
func (s *Server) pileOf(c *fiber.Ctx) (p pile, err error) {
	if p.live, err = s.round(c); err != nil {
		return p, err
	}
	p.pair = c.Params("pair")
	p.no, _ = strconv.Atoi(c.Params("batch"))
	switch {
	case !may(me(c), "count.enter"):
		return p, ErrRole
	case p.pair != "A" && p.pair != "B":
		return p, &catalog.FieldError{Field: "pair", Err: catalog.ErrNoSuch}
	}
	p.live.Read(func(r *catalog.Round) { err = p.look(r, me(c).Login, language(c)) })
	return p, err
}

// look copies out what this pair may see of the batch: its own entry, and, once both pairs have entered theirs, at
// which places they differ.
func (p *pile) look(r *catalog.Round, login string, l lang.Lang) error {
	p.station = stationOf(r, p.no)
	switch {
	case p.station == 0 || p.no > 100*batchesEach:
		return &catalog.FieldError{Field: "batch", Err: catalog.ErrNoSuch}
	case !pollClosed(r):
		return fmt.Errorf("%w: 投票尚未截止 / the poll has not closed", catalog.ErrFirst)
	}
	p.round, p.paper = r.ID, r.Library.Paper
	v := page.Count{
		Batch: p.no, Pair: p.pair, Station: r.Stations[p.station].Name, Paper: paperView(r), Projects: p.paper.Projects, Expected: ballot.MaxBatch, Open: true,
	}
	if b := r.Count.Batches[p.no]; b != nil {
		if b.By[p.pair] == login {
			for _, sheet := range b.Entered[p.pair] {
				v.Sheets = append(v.Sheets, page.Sheet{Marks: sheetText(p.paper, sheet)})
			}
		}
		if other := map[string]string{"A": "B", "B": "A"}[p.pair]; b.By[other] != "" {
			v.Expected, v.Open = len(b.Entered[other]), false
		}
		if p.scanned = b.Scanned != nil; p.scanned {
			v.Expected, v.Open = len(b.Scanned.Genuine), false
		}
		for _, place := range differing(b) {
			v.Differ = append(v.Differ, lang.T(l, "count.place", place))
		}
		v.Done = len(b.By) == 2 && len(v.Differ) == 0
	}
	p.view = v
	return nil
}

// lines fills the page up to as many lines as the batch can have: those scanned, or a full batch.
func (p *pile) lines() page.Count {
	v := p.view
	for most := ballot.MaxBatch; len(v.Sheets) < most && !(p.scanned && len(v.Sheets) >= v.Expected); {
		v.Sheets = append(v.Sheets, page.Sheet{})
	}
	return v
}

// countForm is GET /desk/ROUND/count/BATCH/PAIR.
func (s *Server) countForm(c *fiber.Ctx) error {
	p, err := s.pileOf(c)
	if err != nil {
		return err
	}
	return s.showCount(c, p)
}

func (s *Server) showCount(c *fiber.Ctx, p pile) error {
	f := s.frame(c, p.live)
	f.Path, f.Station, f.Flash = c.Path(), p.view.Station, flash(c)
	return s.render(c, f, p.lines())
}

// enterBatch is POST /desk/ROUND/count/BATCH/PAIR. If the sheets' codes are typed too, they are scanned first: those
// set aside have to leave the pile before it is entered.
func (s *Server) enterBatch(c *fiber.Ctx) error {
	p, err := s.pileOf(c)
	if err != nil {
		return err
	}
	sheets, ok := p.read(posted(c), language(c))
	if !ok {
		c.Status(fiber.StatusUnprocessableEntity)
		return s.showCount(c, p)
	}
	if clean, err := s.scanLines(c, &p); err != nil || !clean {
		return s.countAgain(c, p, err)
	}
	_, err = p.live.Do(c.UserContext(), me(c).Login, &catalog.Enter{
		Batch: p.no, Station: p.station, Pair: p.pair, Sheets: sheets, By: me(c).Login,
	})
	if err != nil {
		return s.countAgain(c, p, err)
	}
	return c.Redirect(c.Path()+"?done=count.enter", fiber.StatusSeeOther)
}

// countAgain shows the lines again with why they were refused.
func (s *Server) countAgain(c *fiber.Ctx, p pile, err error) error {
	status := fiber.StatusUnprocessableEntity
	if err != nil {
		if status, _ = classify(err); status >= 500 {
			return err
		}
		p.view.Error = said(err, language(c))
	}
	c.Status(status)
	return s.showCount(c, p)
}

// read takes the lines of the form; a line that cannot be read says why. Empty lines do not count.
func (p *pile) read(typed func(string) (string, bool), l lang.Lang) (sheets []ballot.Sheet, ok bool) {
	ok, p.view.Sheets = true, nil
	for i := 1; i <= ballot.MaxBatch; i++ {
		code, _ := typed("sheet-" + strconv.Itoa(i))
		marks, _ := typed("marks-" + strconv.Itoa(i))
		line := page.Sheet{Sheet: showable(strings.TrimSpace(code)), Marks: showable(strings.TrimSpace(marks))}
		if line.Sheet == "" && line.Marks == "" {
			continue
		}
		sheet, err := parseSheet(p.paper, line.Marks)
		if err != nil {
			line.Error, ok = said(err, l), false
		}
		sheets = append(sheets, sheet)
		p.view.Sheets = append(p.view.Sheets, line)
	}
	return sheets, ok
}

// scanLines scans the codes of the lines, if there are any and the batch has not been scanned. It tells whether no
// sheet was set aside.
func (s *Server) scanLines(c *fiber.Ctx, p *pile) (clean bool, err error) {
	var list []string
	for _, line := range p.view.Sheets {
		if line.Sheet != "" {
			list = append(list, line.Sheet)
		}
	}
	if len(list) == 0 || p.scanned {
		return true, nil
	}
	l := language(c)
	if len(list) < len(p.view.Sheets) {
		p.view.Error = lang.T(l, "count.allcodes")
		return false, nil
	}
	aside, err := p.live.ScanBatch(c.UserContext(), me(c).Login, p.no, p.station, list)
	if err != nil {
		return false, err
	}
	for place, why := range aside {
		p.view.Sheets[place-1].Error = lang.T(l, "count.aside", said(why, l))
	}
	return len(aside) == 0, nil
}

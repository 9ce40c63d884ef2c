package kiosk

// A pair's entry of a batch of paper: one line a sheet. Neither pair is ever sent what the other has typed.

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

// stack is a batch as one pair sees it.
type stack struct {
	live    *catalog.Live
	round   string
	no      int
	pair    string
	station int
	paper   ballot.Paper
	names   []string
	scanned bool
	view    page.Count
}

// pileOf finds batch and pair of a request.
func (s *Server) pileOf(c *fiber.Ctx) (p stack, err error) {
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

// countable refuses a batch of no station, and one of a poll that has not closed; it returns the station.
func countable(r *catalog.Round, no int) (station int, err error) {
	switch station = stationOf(r, no); {
	case station == 0 || no > 100*batchesEach:
		return 0, &catalog.FieldError{Field: "batch", Err: catalog.ErrNoSuch}
	case !pollClosed(r):
		return 0, fmt.Errorf("%w: 投票尚未截止 / the poll has not closed", catalog.ErrFirst)
	}
	return station, nil
}

// look copies out what this pair may see of the batch: its own entry, and, once both pairs have entered theirs, at
// which places they differ.
func (p *stack) look(r *catalog.Round, login string, l lang.Lang) (err error) {
	if p.station, err = countable(r, p.no); err != nil {
		return err
	}
	p.round, p.paper, p.names = r.ID, r.Library.Paper, projectNames(r)
	p.view = page.Count{
		Batch: p.no, Pair: p.pair, Station: r.Stations[p.station].Name, Paper: paperView(r), Expected: ballot.MaxBatch, Open: true,
		Draft: fmt.Sprintf("linli.count.%s.%d.%s.%s", r.ID, p.no, p.pair, login),
	}
	v := &p.view
	b := r.Count.Batches[p.no]
	if b == nil {
		return nil
	}
	if b.By[p.pair] == login {
		for _, sheet := range b.Entered[p.pair] {
			v.Sheets = append(v.Sheets, page.Sheet{Marks: sheetText(p.paper, sheet)})
		}
	}
	if p.scanned = b.Scanned != nil; p.scanned {
		v.Expected, v.Open = len(b.Scanned.Genuine), false
	}
	for _, place := range differing(b) {
		v.Differ = append(v.Differ, lang.T(l, "count.place", place))
	}
	v.Done = b.Sealed || len(b.By) == 2 && len(v.Differ) == 0
	return nil
}

// projectNames are the projects of the paper as they are read out, in the order of their numbers.
func projectNames(r *catalog.Round) (names []string) {
	for _, p := range r.Library.Projects {
		names = append(names, clip(p.Title, 10))
	}
	return names
}

// complete reads the lines back and adds them up, and fills the page up to as many lines as the batch can have: those
// scanned, or a full batch.
func (p *stack) complete(l lang.Lang) page.Count {
	v := p.view
	votes := make([]int64, len(p.names))
	for i := range v.Sheets {
		line := &v.Sheets[i]
		if sheet, err := parseSheet(p.paper, line.Marks); err == nil {
			line.Words = sheetWords(l, p.paper, p.names, sheet)
			addUp(&v.Sum, votes, p.paper, sheet)
		}
	}
	for i, name := range p.names {
		v.Names = append(v.Names, page.Counted{Number: i + 1, Name: name, Votes: votes[i]})
	}
	for most := ballot.MaxBatch; len(v.Sheets) < most && !(p.scanned && len(v.Sheets) >= v.Expected); {
		v.Sheets = append(v.Sheets, page.Sheet{})
	}
	return v
}

// addUp adds a sheet to the sum and its votes to those of the projects.
func addUp(sum *page.Totals, votes []int64, paper ballot.Paper, s ballot.Sheet) {
	switch s.Finding {
	case ballot.Blank:
		sum.Blank++
	case ballot.Marked:
		sum.Valid++
		each := int64(paper.Max)
		if paper.Form == ballot.Points {
			each = paper.Sum
		}
		sum.Most += each
		for i, m := range s.Marks {
			votes[m.Project-1] += paper.Score(s.Marks, i)
			sum.Given += max(1, m.Points)
		}
	default:
		sum.Invalid++
	}
}

// countForm is GET /desk/ROUND/count/BATCH/PAIR.
func (s *Server) countForm(c *fiber.Ctx) error {
	p, err := s.pileOf(c)
	if err != nil {
		return err
	}
	p.view.Saved = c.Query("done") == "count.enter"
	return s.showCount(c, p)
}

func (s *Server) showCount(c *fiber.Ctx, p stack) error {
	f := s.frame(c, p.live)
	f.Path, f.Station, f.Flash = c.Path(), p.view.Station, flash(c)
	return s.render(c, f, p.complete(language(c)))
}

// enterBatch is POST /desk/ROUND/count/BATCH/PAIR.
func (s *Server) enterBatch(c *fiber.Ctx) error {
	p, err := s.pileOf(c)
	if err != nil {
		return err
	}
	sheets, ok := p.read(posted(c), language(c))
	if !ok {
		return s.countAgain(c, p, nil)
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
func (s *Server) countAgain(c *fiber.Ctx, p stack, err error) error {
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

// read takes the lines of the form; a line that cannot be read says why. Empty lines at the end do not count; one between
// others is a sheet that was passed over.
func (p *stack) read(typed func(string) (string, bool), l lang.Lang) (sheets []ballot.Sheet, ok bool) {
	var lines []string
	for i := 1; i <= ballot.MaxBatch; i++ {
		marks, _ := typed("marks-" + strconv.Itoa(i))
		lines = append(lines, strings.TrimSpace(marks))
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	ok, p.view.Sheets = true, nil
	for _, text := range lines {
		line := page.Sheet{Marks: showable(text)}
		sheet, err := parseSheet(p.paper, text)
		if err != nil {
			line.Error, ok = said(err, l), false
		}
		sheets = append(sheets, sheet)
		p.view.Sheets = append(p.view.Sheets, line)
	}
	return slices.Clip(sheets), ok
}

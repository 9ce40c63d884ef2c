package kiosk

// The staff's desk: its routes, who may do what, and the page of a round with its eight steps.

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot/ledger"
	"linli/catalog"
	"linli/catalog/preset"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// deskRoutes are the pages behind [Server.staffOnly].
func (s *Server) deskRoutes(desk fiber.Router) {
	desk.Get("/", s.desk)
	desk.Get("/new", s.foundForm)
	desk.Post("/new", s.foundRound)
	desk.Get("/new/file", s.fileForm)
	desk.Post("/new/file", s.foundFromFile)
	desk.Get("/backup", s.backup) // no round of that name has a desk
	desk.Get("/clocks", s.allClocks)
	desk.Get("/figures", s.figures)
	desk.Get("/figures/:name", s.report)
	desk.Get("/:round", s.roundDesk)
	desk.Get("/:round/ledger", s.deskLedger)
	desk.Get("/:round/clocks", s.clocksPage)
	s.ledgerRoutes(desk, "")
	desk.Get("/:round/correct/:n", s.correctForm)
	desk.Post("/:round/correct/:n", s.correct)
	desk.Get("/:round/propose", s.deskProposeForm)
	desk.Post("/:round/propose", s.deskPropose)
	desk.Get("/:round/proposals", s.deskProposals)
	desk.Get("/:round/proposal/:no", s.deskProposal)
	desk.Get("/:round/exclusion/:name", s.exclusion)
	s.importRoutes(desk)
	s.needRoutes(desk)
	desk.Get("/:round/deck/:station", s.deck)
	desk.Get("/:round/council", s.councilForm)
	desk.Post("/:round/council", s.enterVotes)
	desk.Get("/:round/act/:act", s.actForm)
	desk.Post("/:round/act/:act", s.doAct)
	desk.Post("/:round/acts", s.doActs)
	s.tableRoutes(desk)
	s.stationRoutes(desk)
	desk.Get("/:round/checkin/:station", s.checkinForm)
	desk.Post("/:round/checkin/:station", s.checkin)
	desk.Get("/:round/machine/:station", s.bindForm)
	desk.Post("/:round/machine/:station", s.bind)
	desk.Post("/:round/machine/:station/back", s.takeBack)
	desk.Get("/:round/count/:batch", s.batchPage)
	desk.Post("/:round/count/:batch", s.scanCodes)
	desk.Get("/:round/count/:batch/:pair", s.countForm)
	desk.Post("/:round/count/:batch/:pair", s.enterBatch)
}

// duties are the acts of each role, by the beginning of their names. The office may do everything.
var duties = map[string][]string{
	"office":     {""},
	"clerk":      {"checkin", "sheets.", "station.day", "station.handover", "station.assist"},
	"counter":    {"count."},
	"department": {"screening.survey", "screening.estimate", "work."},
}

// may tells whether a member of the staff may do that act.
func may(m Member, act string) bool {
	return slices.ContainsFunc(duties[m.Role], func(p string) bool { return strings.HasPrefix(act, p) })
}

// desk is GET /desk: the rounds, and how to start one.
func (s *Server) desk(c *fiber.Ctx) error {
	all, err := s.rounds.all(c.UserContext())
	if err != nil {
		return err
	}
	var v page.Desk
	for _, l := range slices.Backward(all) {
		v.Rounds = append(v.Rounds, s.roundLine(c, l))
	}
	if may(me(c), "round.create") {
		v.Acts = foundingActs(language(c))
		v.Lists = []page.Link{{Label: lang.T(language(c), "figures.title"), Href: "/desk/figures"}, {Label: lang.T(language(c), "clocks.title"), Href: "/desk/clocks"}}
	}
	if may(me(c), "data.backup") && s.backsUp() {
		l := language(c)
		v.Acts = append(v.Acts, page.Act{Name: "data.backup", Label: lang.T(l, "desk.backup"), Note: lang.T(l, "desk.backup.note"), Href: "/desk/backup"})
	}
	return s.answer(c, nil, v)
}

// foundingActs are the programmes that a round can start from, and a file of one's own.
func foundingActs(l lang.Lang) (acts []page.Act) {
	for i, name := range preset.Names() {
		label := lang.T(l, "found.from", programmeName(l, name))
		acts = append(acts, page.Act{Name: "round.create", Label: label, Href: "/desk/new?preset=" + name, Main: i == 0})
	}
	return append(acts, page.Act{Name: "round.create", Label: lang.T(l, "found.file"), Href: "/desk/new/file"})
}

// answer is the desk as a page or, for a client that wants it, as JSON.
func (s *Server) answer(c *fiber.Ctx, l *catalog.Live, v page.Desk) error {
	if wantsJSON(c) {
		return c.JSON(v)
	}
	f := s.frame(c, l)
	if f.Flash = flash(c); l != nil {
		f.Flash = flashOf(c, l)
	}
	return s.render(c, f, v)
}

// roundDesk is GET /desk/ROUND.
func (s *Server) roundDesk(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	cast, lg, m := s.castIn(c, l), language(c), me(c)
	var v page.Desk
	today := s.Env.Now().In(Zone)
	calendar, err := l.Calendar(c.UserContext())
	if err != nil {
		return err
	}
	l.Read(func(r *catalog.Round) {
		v.Facts = facts(lg, r, cast)
		v.Warnings = append(warnings(lg, r, today), overdue(lg, r, calendar, s.today())...)
		for _, step := range steps(lg, r, cast) {
			v.Sections = append(v.Sections, section(lg, r, m, step))
		}
		v.Stations = stationLinks(lg, r, m, s.today())
		v.Batches = batchLinks(lg, r, m)
		v.Papers = papersOf(lg, r)
		v.Lists = []page.Link{{Label: lang.T(lg, "ledger.title"), Href: "/desk/" + r.ID + "/ledger"}, {Label: lang.T(lg, "ledgers.title"), Href: "/desk/" + r.ID + "/ledgers"}}
		v.Lists = append(v.Lists, rollingDesk(lg, r, m)...)
		if len(r.Deadlines()) > 0 {
			v.Lists = append(v.Lists, page.Link{Label: lang.T(lg, "clocks.title"), Href: "/desk/" + r.ID + "/clocks"})
		}
		lists, papers := rehearsalLinks(lg, r)
		v.Lists, v.Papers = append(v.Lists, lists...), append(papers, v.Papers...)
		if may(m, "proposal.people") {
			v.Lists = append(v.Lists, page.Link{Label: lang.T(lg, "proposal.list"), Href: "/desk/" + r.ID + "/proposals"})
		}
	})
	if v.Queue, err = s.queue(c.UserContext(), l, lg, m); err != nil {
		return err
	}
	for _, err := range l.Warnings() {
		s.Log.Warn("round", "id", l.ID(), "err", err)
		v.Warnings = append(v.Warnings, said(err, lg))
	}
	size, _, err := l.Ledger().Tree()
	if err != nil {
		return err
	}
	err = l.Ledger().Each(c.UserContext(), size-8, size, func(e ledger.Entry) error {
		v.Recent = append(v.Recent, entryView(lg, e))
		return nil
	})
	if err != nil {
		return err
	}
	slices.Reverse(v.Recent)
	return s.answer(c, l, v)
}

// stationLinks lead to the check-in of each station while sheets are handed out, first where the member works today, and
// ever after to the accounts of all.
func stationLinks(l lang.Lang, r *catalog.Round, m Member, today string) (links []page.Link) {
	if !may(m, "checkin") || len(r.Stations) == 0 || r.Scheme.Council() {
		return nil
	}
	for _, n := range stationNumbers(r) {
		if !r.Steps[4].IsOpen() {
			break
		}
		x := page.Link{Label: r.Stations[n].Name, Href: "/desk/" + r.ID + "/checkin/" + strconv.Itoa(n)}
		if r.Stations[n].Works(m.Login, today) {
			x.Note = lang.T(l, "station.mine")
			links = slices.Insert(links, 0, x)
			continue
		}
		links = append(links, x)
	}
	return append(links, page.Link{Label: lang.T(l, "station.all"), Href: "/desk/" + r.ID + "/stations"})
}

// batchLinks lead to the batches of paper that are not sealed, and to a new one of each station.
func batchLinks(l lang.Lang, r *catalog.Round, m Member) (links []page.Link) {
	if !may(m, "count.enter") || !r.Steps[4].IsOpen() || r.PollProgress().Closed.IsZero() {
		return nil
	}
	for _, no := range batchNumbers(r) {
		if b := r.Count.Batches[no]; !b.Sealed {
			links = append(links, page.Link{Label: lang.T(l, "desk.batch", no), Href: batchPath(r, no, ""), Note: batchNote(l, b)})
		}
	}
	for _, n := range stationNumbers(r) {
		label := lang.T(l, "desk.batch.new", r.Stations[n].Name)
		links = append(links, page.Link{Label: label, Href: batchPath(r, newBatch(r, n), "")})
	}
	return links
}

// flash says what has just been done, from the address that a form has led to. Only what this program says itself
// gets through.
func flash(c *fiber.Ctx) (f page.Flash) {
	act := c.Query("done")
	if act == "" || !lang.Has("act."+act) {
		return f
	}
	l := language(c)
	f.Text = lang.T(l, "desk.done", lang.T(l, "act."+act))
	if aside := c.Query("aside"); aside != "" && strings.Trim(aside, "0123456789.") == "" {
		f.Text += lang.T(l, "desk.aside", strings.ReplaceAll(aside, ".", "、"))
		f.Alarm = true
	}
	return f
}

// batchNumbers are the numbers of all batches, in order.
func batchNumbers(r *catalog.Round) (out []int) {
	for no := range r.Count.Batches {
		out = append(out, no)
	}
	slices.Sort(out)
	return out
}

// A batch entered at the desk has its station in its number: station 3's are 3001, 3002 and so on.
const batchesEach = 1000

// newBatch is the first number that a station has not used.
func newBatch(r *catalog.Round, station int) int {
	no := station*batchesEach + 1
	for r.Count.Batches[no] != nil {
		no++
	}
	return no
}

// stationOf is the station of a batch, or 0.
func stationOf(r *catalog.Round, batch int) int {
	if b := r.Count.Batches[batch]; b != nil {
		return b.Station
	}
	if n := batch / batchesEach; r.Stations[n] != nil && batch%batchesEach > 0 {
		return n
	}
	return 0
}

// batchPath leads to a batch, or to the entry of one of its pairs.
func batchPath(r *catalog.Round, no int, pair string) string {
	path := "/desk/" + r.ID + "/count/" + strconv.Itoa(no)
	if pair != "" {
		path += "/" + pair
	}
	return path
}

// batchNote tells what a batch that is not sealed waits for.
func batchNote(l lang.Lang, b *catalog.Batch) string {
	switch {
	case b.Scanned == nil:
		return lang.T(l, "batch.waits.scan")
	case len(b.By) < 2:
		return lang.T(l, "batch.waits.pairs", len(b.By))
	case len(differing(b)) > 0:
		return lang.T(l, "batch.waits.third", len(differing(b)))
	}
	return lang.T(l, "batch.waits.seal")
}

// emptied tells whether everything in the box has been opened after the close.
func emptied(r *catalog.Round) bool {
	return !r.PollProgress().Closed.IsZero() && r.Poll.Revealed == r.Poll.Ballots
}

// differing are the places of a batch that the two pairs, once both have entered it, see differently.
func differing(b *catalog.Batch) []int {
	if len(b.By) < 2 {
		return nil
	}
	return b.Differences()
}

// ready tells whether a batch can be sealed.
func ready(b *catalog.Batch) bool {
	return !b.Sealed && len(b.By) == 2 && b.Scanned != nil && len(differing(b)) == 0
}

package kiosk

// A rehearsal at the desk: beginning and ending it, what has come out so far, its papers.

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/ballot/store"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
)

// rehearsing says where it is rehearsed.
type rehearsing struct {
	Stations []int `json:"stations" kind:"checks"`
}

func (s *Server) beginRehearsal(c *fiber.Ctx, l *catalog.Live, in *rehearsing) (done, error) {
	live, err := l.BeginRehearsal(c.UserContext(), me(c).Login, in.Stations...)
	if err != nil {
		return done{}, err
	}
	live.Close() // the server opens its own
	return done{next: "/desk/" + catalog.RehearsalOf(l.ID()) + "?done=rehearsal.begin"}, nil
}

// wiping ends a rehearsal.
type wiping struct {
	Why      string   `json:"why" limit:"500" form:"lines optional"`
	Officers []string `json:"officers" kind:"officers"`
}

func (s *Server) endRehearsal(c *fiber.Ctx, l *catalog.Live, in *wiping) (done, error) {
	ctx := context.WithoutCancel(c.UserContext())
	var stations []int
	l.Read(func(r *catalog.Round) { stations = stationNumbers(r) })
	if err := l.EndRehearsal(ctx, me(c).Login, in.Why, in.Officers...); err != nil {
		return done{}, err
	}
	for _, n := range stations {
		if err := s.unbind(ctx, catalog.RehearsalOf(l.ID()), n); err != nil {
			return done{}, err
		}
	}
	_, _ = s.rounds.rehearsal(ctx, l.ID()) // lets go of it
	return done{}, nil
}

// unbind forgets the machines of a station.
func (s *Server) unbind(ctx context.Context, round string, station int) error {
	from := recordsOf(round, station)
	return s.Env.Store.Scan(ctx, from, store.PrefixEnd(from), func(it store.Item) error {
		_, err := s.Env.Store.Commit(ctx, nil, []store.Op{{Key: it.Key}})
		return err
	})
}

// outcomes lay what a rehearsal has counted beside what its deck adds up to.
func outcomes(lg lang.Lang, projects []*catalog.Project, want, counted ballot.Totals) (out []pdf.Expectation) {
	for i, p := range projects {
		e := pdf.Expectation{Name: fmt.Sprintf("%d. %s", p.Number, p.Title), Want: want.Votes[i]}
		if i < len(counted.Votes) {
			e.Counted = counted.Votes[i]
		}
		out = append(out, e)
	}
	for _, x := range []struct {
		name          string
		want, counted int
	}{{"ballots", want.Ballots, counted.Ballots}, {"blank", want.Blank, counted.Blank}, {"invalid", want.Invalid, counted.Invalid}} {
		out = append(out, pdf.Expectation{Name: lang.T(lg, "field.rehearsal.end."+x.name), Want: int64(x.want), Counted: int64(x.counted)})
	}
	return out
}

// soFar are the sentences about a rehearsal that is on: what differs from what its deck adds up to, or that nothing does.
func (s *Server) soFar(ctx context.Context, l *catalog.Live, lg lang.Lang) (out []string) {
	live, err := s.rounds.rehearsal(ctx, l.ID())
	if err != nil {
		return nil
	}
	var counted, want ballot.Totals
	live.Read(func(r *catalog.Round) { counted, err = r.Totals() })
	l.Read(func(r *catalog.Round) {
		if on := r.Rehearsing(); on != nil && err == nil {
			want = on.Expected
			for _, e := range outcomes(lg, r.Library.Projects, want, counted) {
				if e.Want != e.Counted {
					out = append(out, lang.T(lg, "rehearsal.differs", e.Name, e.Want, e.Counted))
				}
			}
		}
	})
	if len(out) == 0 && err == nil {
		out = append(out, lang.T(lg, "rehearsal.same", want.Ballots, want.Invalid))
	}
	return out
}

// rehearsalLinks lead from a round's desk to its rehearsal, and from a rehearsal to its papers.
func rehearsalLinks(lg lang.Lang, r *catalog.Round) (lists, papers []page.Link) {
	if r.Rehearsing() != nil {
		lists = append(lists, page.Link{Label: lang.T(lg, "rehearsal.desk"), Href: "/desk/" + catalog.RehearsalOf(r.ID)})
	}
	if r.Of == "" {
		return lists, nil
	}
	lists = append(lists, page.Link{Label: lang.T(lg, "rehearsal.end"), Href: "/desk/" + r.Of + "/act/rehearsal.end"})
	for _, n := range stationNumbers(r) {
		if r.Stations[n].Printed > 0 {
			label := lang.T(lg, "rehearsal.deck", r.Stations[n].Name, r.Stations[n].Printed)
			papers = append(papers, page.Link{Label: label, Href: "/desk/" + r.ID + "/deck/" + strconv.Itoa(n), Note: "PDF"})
		}
	}
	return lists, papers
}

// deck is GET /desk/ROUND/deck/STATION: the sheets of a station's test deck. They can be printed again, for they are
// secrets of nothing.
func (s *Server) deck(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	station, _ := c.ParamsInt("station")
	o := Order{Station: station, Public: s.Public, Size: PaperSize(l), Day: s.Env.Now()}
	deck, err := l.Deck(c.UserContext())
	if err != nil {
		return err
	}
	for _, d := range deck {
		if d.Serial.Station == station {
			o.Sheets = append(o.Sheets, d.Credential)
		}
	}
	if len(o.Sheets) == 0 {
		return fiber.ErrNotFound
	}
	return s.sendPaper(c, "deck", fmt.Sprintf("%s-deck-%02d.pdf", l.ID(), station), func(w io.Writer) ([]pdf.Missing, error) { return PrintTestDeck(w, l, o) })
}

// stock is the paper that a round's documents are printed on: a rehearsal's is striped.
func stock(c *fiber.Ctx, w io.Writer) io.Writer {
	if l, ok := c.Locals("live").(*catalog.Live); ok && l.IsRehearsal() {
		return pdf.Striped{Writer: w}
	}
	return w
}

func scriptReady(r *catalog.Round) bool { return r.Of != "" }
func wipedReady(r *catalog.Round) bool  { return len(wipedOf(r)) > 0 }

// wipedOf are the rehearsals that have ended.
func wipedOf(r *catalog.Round) (out []*catalog.RehearsalState) {
	for _, s := range r.Rehearsals {
		if s.End != nil {
			out = append(out, s)
		}
	}
	return out
}

// PrintScript prints what is to be done with each sheet of a rehearsal's deck; of another round it is [catalog.ErrFirst].
func PrintScript(ctx context.Context, w io.Writer, l *catalog.Live, _ string) ([]pdf.Missing, error) {
	deck, err := l.Deck(ctx)
	if err != nil {
		return nil, err
	}
	if len(deck) == 0 {
		return nil, errEarly("rehearsal-script")
	}
	var script pdf.Script
	l.Read(func(r *catalog.Round) {
		paper := r.Library.Paper
		script = pdf.Script{Title: r.Scheme.Community + programme(r.Scheme) + "演练脚本", Date: r.Library.Frozen}
		var tests []ballot.Test
		for _, d := range deck {
			tests = append(tests, d.Test)
			script.Sheets = append(script.Sheets, cue(paper, d))
		}
		want := paper.Expect(tests)
		script.Projects = outcomes(lang.Zh, r.Library.Projects, want, want)
	})
	return script.Print(w)
}

// cue is what is done with one sheet, in words.
func cue(paper ballot.Paper, d catalog.Dealt) pdf.Cue {
	x := pdf.Cue{Serial: d.Serial.String(), Way: lang.T(lang.Zh, "way."+string(d.Way))}
	screen := func() string {
		if len(d.Marks) == 0 {
			return lang.T(lang.Zh, "way.blank")
		}
		return sheetText(paper, ballot.Sheet{Finding: ballot.Marked, Marks: d.Marks})
	}
	switch d.Way {
	case ballot.ByKiosk, ballot.ByPhone, ballot.ByBoth:
		x.Screen = screen()
	}
	switch f := d.Sheet.Finding; f {
	case "":
	case ballot.Marked:
		x.Paper = sheetText(paper, d.Sheet)
	default:
		x.Paper = lang.T(lang.Zh, "way."+string(f))
	}
	return x
}

// PrintWiped prints the certificate that the last rehearsal has been wiped; before there is one it is [catalog.ErrFirst].
func PrintWiped(_ context.Context, w io.Writer, l *catalog.Live, _ string) ([]pdf.Missing, error) {
	at, err := pointOf(l, "rehearsal.end")
	if err != nil {
		return nil, err
	}
	var out pdf.Wiped
	l.Read(func(r *catalog.Round) {
		all := wipedOf(r)
		s := all[len(all)-1]
		out = pdf.Wiped{
			Title: r.Scheme.Community + programme(r.Scheme), Began: s.Began, Ended: s.Ended, Sheets: s.Sheets, CheckIns: s.End.CheckIns,
			Entries: s.End.Entries, Root: s.End.Root, Items: s.End.Wiped, Why: s.End.Why, Ledger: "本届台账" + at.String(),
			Results: outcomes(lang.Zh, r.Library.Projects, s.Expected, s.End.Counted),
		}
		copy(out.Officers[:], s.End.Officers)
	})
	return out.Print(w)
}

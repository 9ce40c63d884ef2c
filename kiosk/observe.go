package kiosk

// What observers see: turnout while the poll is open, the count after it, as a page, as JSON and as events.

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/tally"
)

// castSoFar is the number of electronic ballots in the box, 0 before there is one; while the store is away, those that
// this server knows of. It is not called inside Read.
func castSoFar(ctx context.Context, l *catalog.Live) int {
	box, err := l.Box(ctx)
	if err != nil {
		return 0
	}
	_ = box.Sync(ctx) // with those that other servers have taken
	return box.Count()
}

// castIn is the number of ballots in the round, by every channel, as the observers see it.
func (s *Server) castIn(c *fiber.Ctx, l *catalog.Live) int {
	o, err := s.feeds.now(c.UserContext(), l, s.Env.Now())
	if err != nil {
		return 0
	}
	return int(o.Cast)
}

func (s *Server) observe(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	council := false
	if l.Read(func(r *catalog.Round) { council = r.Scheme.Council() }); council {
		return s.council(c, l)
	}
	o, err := s.feeds.now(c.UserContext(), l, s.Env.Now())
	if err != nil {
		return err
	}
	verify, err := s.verification(c, l)
	if err != nil {
		return err
	}
	v := page.Observe{Observation: *o, Wall: c.Query("wall") == "1", Verify: verify}
	if o.Count != nil && o.Count.Final && !v.Wall {
		v.Compare = "/r/" + l.ID() + "/compare"
		measured(c.UserContext(), l)
		l.Read(func(r *catalog.Round) { v.Recount = recountOf(language(c), r) })
	}
	return s.render(c, s.frame(c, l), v)
}

func (s *Server) observeJSON(c *fiber.Ctx) error {
	l, err := s.round(c)
	if err != nil {
		return err
	}
	o, err := s.feeds.now(c.UserContext(), l, s.Env.Now())
	if err != nil {
		return err
	}
	return c.JSON(o)
}

// observation is the public state of the poll at one moment. Counts of projects are in it only when they are public:
// after the close, or earlier if the scheme says so.
func observation(ctx context.Context, l *catalog.Live, now time.Time) (*page.Observation, error) {
	cast := castSoFar(ctx, l)
	o := &page.Observation{Round: l.ID(), At: now.UTC().Truncate(time.Second)}
	stations, hours, err := turnout(ctx, l)
	if err != nil {
		return nil, err
	}
	electronic, via := spentAt(ctx, l)
	counts, early, err := l.EarlyCounts(ctx)
	if err != nil {
		return nil, err
	}
	l.Read(func(r *catalog.Round) {
		if o.Status = status(r); r.Scheme.Council() {
			if r.Library != nil {
				o.Count = councilStanding(r)
			}
			return
		}
		if r.HidesTurnout() {
			hide(o, r)
			return
		}
		o.Hours, o.Assisted = hours, assistedOf(r)
		o.Stations = stationCounts(r, stations, electronic)
		paper, both := 0, 0
		for _, st := range o.Stations {
			o.Cast += st.Cast
			o.Issued += st.Issued
			o.Electors += st.Electors
		}
		if slices.ContainsFunc(o.Stations, func(st page.StationCount) bool { return st.Electors == 0 }) {
			o.Electors = 0 // of all stations, or of none
		}
		for _, b := range r.Count.Batches {
			paper += len(b.Sheets)
			both += bothWays(b)
		}
		o.Cast = max(o.Cast, int64(cast))
		for _, ch := range []string{"kiosk", "phone"} {
			o.Channels = append(o.Channels, page.ChannelCount{Channel: ch, Cast: int64(via[ballot.Via(ch)])})
		}
		o.Channels = append(o.Channels, page.ChannelCount{Channel: "paper", Cast: int64(paper)})
		if both > 0 {
			o.Channels = append(o.Channels, page.ChannelCount{Channel: "both", Cast: -int64(both)})
		}
		switch {
		case r.Library != nil && !r.PollProgress().Closed.IsZero():
			o.Count = standing(r)
		case early && r.ShowsCounts():
			o.Count = soFar(r, counts)
		}
	})
	return o, nil
}

// hide leaves of an observation what may be told when the scheme has no numbers told before the close.
func hide(o *page.Observation, r *catalog.Round) {
	o.Hidden = true
	for _, n := range stationNumbers(r) {
		o.Stations = append(o.Stations, page.StationCount{Number: n, Name: r.Stations[n].Name})
	}
}

// soFar are the votes of the electronic ballots published while the poll is open, most first, equals by number.
func soFar(r *catalog.Round, counts tally.Counts) *page.Tally {
	t := &page.Tally{Early: true, Fund: r.Budget(), Entered: int64(counts.Ballots), Total: int64(counts.Ballots)}
	for i, p := range r.Library.Projects {
		t.Bars = append(t.Bars, page.Bar{Number: p.Number, Name: p.Title, Votes: counts.Votes[i], Cost: p.Cost})
	}
	slices.SortStableFunc(t.Bars, func(a, b page.Bar) int { return cmp.Compare(b.Votes, a.Votes) })
	return t
}

// spentAt is the number of sheets used electronically, by station and by channel.
func spentAt(ctx context.Context, l *catalog.Live) (map[int]int64, map[ballot.Via]int) {
	at, via := map[int]int64{}, map[ballot.Via]int{}
	box, err := l.Box(ctx)
	if err != nil {
		return at, via
	}
	for use, n := range box.Uses() {
		at[use.Station] += int64(n)
		via[use.Via] += n
	}
	return at, via
}

// bothWays is how many sheets of a sealed batch were also used electronically; each counts once, as paper.
func bothWays(b *catalog.Batch) int {
	if !b.Sealed || b.Scanned == nil {
		return 0
	}
	return len(b.Scanned.Superseded)
}

// turnout is the number of people who were handed a sheet: for each station in all, and for each hour in all stations,
// for a station's hour might be one person's.
func turnout(ctx context.Context, l *catalog.Live) (map[int]int64, []page.HourCount, error) {
	counted, err := l.Roll().Turnout(ctx)
	if err != nil || len(counted.Hours) == 0 {
		return nil, nil, err
	}
	stations := map[int]int64{}
	for station, n := range counted.Stations {
		stations[station] = int64(n)
	}
	begun := slices.SortedFunc(maps.Keys(counted.Hours), time.Time.Compare)
	var hours []page.HourCount
	for h := begun[0]; !h.After(begun[len(begun)-1]) && len(hours) < 31*24; h = h.Add(time.Hour) {
		hours = append(hours, page.HourCount{From: h, Cast: int64(counted.Hours[h])})
	}
	return stations, hours, nil
}

func stationCounts(r *catalog.Round, issued, electronic map[int]int64) []page.StationCount {
	var out []page.StationCount
	for _, n := range stationNumbers(r) {
		st := r.Stations[n]
		x := page.StationCount{Number: n, Name: st.Name, Electors: int64(st.Electors), Issued: issued[n], Cast: electronic[n], Reason: st.Reason}
		for _, b := range r.Count.Batches {
			if b.Station == n && b.Sealed {
				x.Cast += int64(len(b.Sheets) - bothWays(b))
			}
			if b.Station == n && !b.Sealed {
				x.Pending += int64(max(len(b.Entered["A"]), len(b.Entered["B"])))
			}
		}
		if a := st.Account; a != nil {
			x.Settled = true
			x.Issued, x.Cast, x.Spoiled = int64(a.Issued()), int64(a.Ballots()), int64(a.Spoiled)
			x.Difference = int64(a.Printed - a.Unused - a.Destroyed - a.Issued())
		}
		out = append(out, x)
	}
	return out
}

// standing is the state of the count: bars by rank, with the fund line where it lies as things stand. Ties are shown
// as a draw with an empty seed would break them until the tally fixes them.
func standing(r *catalog.Round) *page.Tally {
	t := &page.Tally{Fund: r.Budget(), Final: r.Outcome != nil}
	for _, b := range r.Count.Batches {
		t.Of++
		n := int64(max(len(b.Entered["A"]), len(b.Entered["B"])))
		t.Total += n
		if b.Sealed {
			t.Batches++
			t.Entered += n
		}
		t.Total -= int64(bothWays(b))
		t.Entered -= int64(bothWays(b))
	}
	t.Total += int64(r.Poll.Ballots)
	t.Entered += int64(r.Poll.Revealed)
	out := r.Outcome
	if out == nil {
		o, err := r.Reckon("-")
		if err != nil {
			return t
		}
		out = &o
	}
	funded := map[string]bool{}
	for _, id := range out.Funded {
		funded[id] = true
	}
	var cumulative int64
	for _, id := range out.Ranking {
		number, _ := strconv.Atoi(id)
		p := r.Project(number)
		if funded[id] {
			cumulative += p.Cost
		}
		t.Bars = append(t.Bars, page.Bar{Number: number, Name: p.Title, Votes: out.Reasons[id].Score, Cost: p.Cost, Cumulative: cumulative, Funded: funded[id]})
	}
	return t
}

// publicPapers are the printed documents that outsiders may read and that belong to a page.
func publicPapers(l lang.Lang, r *catalog.Round, name string) []page.Link {
	return []page.Link{{Label: lang.T(l, "paper."+name), Href: "/r/" + r.ID + "/paper/" + name + ".pdf", Note: "PDF"}}
}

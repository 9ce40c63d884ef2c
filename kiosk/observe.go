package kiosk

// What observers see: turnout while the poll is open, the count after it, as a page, as JSON and as events.

import (
	"context"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// castSoFar is the number of electronic ballots in the box, 0 before there is one. It is not called inside Read.
func castSoFar(ctx context.Context, l *catalog.Live) int {
	box, err := l.Box(ctx)
	if err != nil {
		return 0
	}
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
	o, err := s.feeds.now(c.UserContext(), l, s.Env.Now())
	if err != nil {
		return err
	}
	return s.render(c, s.frame(c, l), page.Observe{Observation: *o, Wall: c.Query("wall") == "1"})
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
	l.Read(func(r *catalog.Round) {
		o.Status, o.Hours = status(r), hours
		o.Stations = stationCounts(r, stations, electronic)
		paper, both := 0, 0
		for _, st := range o.Stations {
			o.Cast += st.Cast
			o.Issued += st.Issued
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
		if r.Library != nil && !r.PollProgress().Closed.IsZero() {
			o.Count = standing(r)
		}
	})
	return o, nil
}

// spentAt is the number of sheets used electronically, by station and by channel.
func spentAt(ctx context.Context, l *catalog.Live) (map[int]int64, map[ballot.Via]int) {
	at, via := map[int]int64{}, map[ballot.Via]int{}
	box, err := l.Box(ctx)
	if err != nil {
		return at, via
	}
	for _, x := range box.Spends() {
		if serial, ok := l.Printed(x.Commitment); ok {
			at[serial.Station]++
		}
		via[x.Via]++
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

// turnout is the number of people who were handed a sheet, by station and by hour.
func turnout(ctx context.Context, l *catalog.Live) (map[int]int64, []page.HourCount, error) {
	stations, byHour := map[int]int64{}, map[time.Time]int64{}
	var first, last time.Time
	err := l.Roll().Each(ctx, func(in ballot.CheckIn) {
		stations[in.Station]++
		byHour[in.Hour]++
		if first.IsZero() || in.Hour.Before(first) {
			first = in.Hour
		}
		if in.Hour.After(last) {
			last = in.Hour
		}
	})
	var hours []page.HourCount
	for h := first; !first.IsZero() && !h.After(last) && len(hours) < 31*24; h = h.Add(time.Hour) {
		hours = append(hours, page.HourCount{From: h, Cast: byHour[h]})
	}
	return stations, hours, err
}

func stationCounts(r *catalog.Round, issued, electronic map[int]int64) []page.StationCount {
	var out []page.StationCount
	for _, n := range stationNumbers(r) {
		st := r.Stations[n]
		x := page.StationCount{Number: n, Name: st.Name, Issued: issued[n], Cast: electronic[n], Reason: st.Reason}
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
	t := &page.Tally{Fund: r.Scheme.Fund, Final: r.Outcome != nil}
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

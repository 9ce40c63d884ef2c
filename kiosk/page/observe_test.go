package page_test

// A wall screen that cannot hold all shows pages in turn: every row has its turn, none is on two pages, and none is too many.

import (
	"fmt"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"linli/kiosk/gallery"
	"linli/kiosk/lang"
	. "linli/kiosk/page"
)

func TestWallTurns(t *testing.T) {
	for _, n := range []struct{ bars, stations int }{{20, 6}, {21, 7}, {40, 12}, {41, 13}, {100, 30}} {
		seen, line := map[string]int{}, 0
		pages := max((n.bars+WallBars-1)/WallBars, (n.stations+WallStations-1)/WallStations)
		for k := range pages {
			o := gallery.Observation(Counting, &Tally{Fund: 1})
			o.At, o.Stations = time.Unix(int64(12*k), 0), nil
			for i := range n.bars {
				o.Count.Bars = append(o.Count.Bars, Bar{Number: i + 1, Name: "P", Votes: 5, Funded: i < 20})
			}
			for i := range n.stations {
				o.Stations = append(o.Stations, StationCount{Number: i + 1, Name: "S"})
			}
			_, doc := draw(t, lang.Zh, Frame{}, Observe{Observation: o, Wall: true})
			shown := map[string]int{}
			for _, what := range []string{"number", "station"} {
				doc.Find("tr[data-" + what + "]:not([hidden])").Each(func(_ int, r *goquery.Selection) {
					shown[what]++
					seen[what+r.AttrOr("data-"+what, "")]++
				})
			}
			line += doc.Find(".bars .line:not([hidden])").Length()
			if shown["number"] > WallBars || shown["station"] > WallStations || shown["number"] == 0 || shown["station"] == 0 {
				t.Errorf("%+v: page %d shows %v", n, k, shown)
			}
			if paged := doc.Find("[data-paged]").Length() == 1; paged != (pages > 1) {
				t.Errorf("%+v: paged %v", n, paged)
			}
		}
		if len(seen) != n.bars+n.stations || line == 0 {
			t.Errorf("%+v: %d of %d rows have had a turn, the fund line %d", n, len(seen), n.bars+n.stations, line)
		}
		_, doc := draw(t, lang.Zh, Frame{}, Observe{Observation: Observation{Count: &Tally{Bars: make([]Bar, n.bars)}, Stations: make([]StationCount, n.stations)}})
		if hidden := doc.Find("tr[hidden]").Length(); hidden > 0 {
			t.Errorf("%+v: %d rows are hidden on a phone", n, hidden)
		}
	}
}

func TestShare(t *testing.T) {
	for _, c := range []struct {
		n, of int64
		want  string
	}{{0, 0, ""}, {5, 0, ""}, {0, 3, "0.0%"}, {1, 3, "33.3%"}, {2, 3, "66.7%"}, {3, 3, "100.0%"}, {812, 2140, "37.9%"}} {
		if got := Share(c.n, c.of); got != c.want {
			t.Error(fmt.Sprint(c, got))
		}
	}
}

package kiosk

// What the scheme says that observers see while the poll is open: nothing, the turnout, or counts of at least ten ballots.

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/page"
)

// live says in the scheme what is told before the close.
func live(word string) func(*catalog.Scheme) { return func(s *catalog.Scheme) { s.Live = word } }

// TestNothingTold: where the scheme says so, no page, JSON or event tells a number before the close; afterwards all do.
func TestNothingTold(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 8, live(catalog.LiveNothing))
	for i, sheet := range sheets[:7] {
		if _, err := l.Roll().CheckIn(t.Context(), fmt.Sprint(19900000000+i), 1, x.env.Now()); err != nil {
			t.Fatal(err)
		}
		x.cast(sheet, 1)
	}
	time.Sleep(refresh)
	b := x.browser()
	if o := b.observed(); !o.Hidden || o.Cast+o.Issued != 0 || o.Hours != nil || o.Channels != nil || o.Count != nil || len(o.Stations) != 1 || o.Stations[0].Cast+o.Stations[0].Issued != 0 {
		t.Errorf("%+v", o)
	}
	if o := x.listen("2026").next(2 * time.Second); !o.Hidden || o.Cast != 0 {
		t.Errorf("the event tells %+v", o)
	}
	for _, path := range []string{"/r/2026/observe", "/r/2026/observe?wall=1", "/r/2026"} {
		if text := b.get(path).text(); strings.Contains(text, "已投 7") || strings.Contains(text, "7 票") {
			t.Errorf("%s tells the turnout", path)
		}
	}
	if doc := b.get("/r/2026/observe").doc; doc.Find("[data-live=cast]").Length() != 0 || !strings.Contains(doc.Text(), "截止前不公布投票人数") {
		t.Error("the page does not say that nothing is told")
	}
	if err := l.ClosePoll(t.Context(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	time.Sleep(refresh)
	if o := b.observed(); o.Hidden || o.Cast != 7 || o.Issued != 7 || o.Count == nil {
		t.Errorf("after the close %+v", o)
	}
}

// TestEarlyBars: where the scheme says so, votes are told before the close, of published ballots only and without a fund
// line; ten at least, so that two looks never differ by one voter's choice.
func TestEarlyBars(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 12, live(catalog.LiveCounts))
	b := x.browser()
	look := func(ballots int64) page.Observation {
		t.Helper()
		if _, err := l.PublishBallots(t.Context(), "qin"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(refresh)
		o := b.observed()
		if o.Count == nil || !o.Count.Early || o.Count.Entered != ballots || len(o.Count.Bars) != 5 {
			t.Fatalf("%+v, want %d ballots", o.Count, ballots)
		}
		return o
	}
	for i, sheet := range sheets[:9] {
		x.cast(sheet, i%2+1)
	}
	look(0)
	x.cast(sheets[9], 2)
	o := look(10)
	if bar := o.Count.Bars[0]; bar.Votes != 5 || bar.Funded || o.Count.Bars[4].Votes != 0 {
		t.Errorf("%+v", o.Count.Bars)
	}
	x.cast(sheets[10], 5)
	if o = look(10); o.Cast != 11 {
		t.Errorf("%d have voted", o.Cast)
	}
	doc := b.get("/r/2026/observe").doc
	if doc.Find(".bars tr[data-number]").Length() != 5 || doc.Find(".bars .line").Length() != 0 || strings.Contains(doc.Find(".bars tbody").Text(), "入选") {
		t.Error("the page draws a fund line, or no bars")
	}
	if text := b.get("/r/2026/scheme").text(); !strings.Contains(text, "至少合并 10 张") || !strings.Contains(text, "不截取") {
		t.Error("the published scheme does not say what is told, or how paper is read")
	}
}

// TestTurnoutInPercent: only where somebody has counted who may vote; in all only if every station has.
func TestTurnoutInPercent(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	station := func(n, electors int) {
		x.acts(l, &catalog.Station{Number: n, Name: "Hall", Address: "Lane", Hours: "8-17", Phone: "0", Electors: electors})
		time.Sleep(refresh)
	}
	x.cast(sheets[0], 1)
	if _, err := l.Roll().CheckIn(t.Context(), "19900000000", 1, x.env.Now()); err != nil {
		t.Fatal(err)
	}
	b := x.browser()
	for _, c := range []struct {
		one, two       int
		station, total string
	}{{0, 0, "", ""}, {8, 0, "12.5%", ""}, {8, 2, "12.5%", "10.0%"}} {
		station(1, c.one)
		station(2, c.two)
		doc := b.get("/r/2026/observe").doc
		if got := doc.Find(`[data-live="station.1.rate"]`).Text(); got != c.station {
			t.Errorf("%+v: the station's is %q", c, got)
		}
		if got := doc.Find("[data-live=rate]").Text(); got != c.total {
			t.Errorf("%+v: the total is %q", c, got)
		}
	}
}

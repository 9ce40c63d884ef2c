package kiosk

// What observers see: the same numbers on the page, as JSON and as events; no project's votes before the close.

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// feed is one listener's frames.
type feed struct {
	t      *testing.T
	frames chan page.Observation // closed at the end of the stream
	cancel context.CancelFunc
}

func (x *street) listen(id string) *feed {
	x.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, x.base+"/r/"+id+"/events", nil)
	if err != nil {
		x.t.Fatal(err)
	}
	resp, err := (&http.Client{Transport: &http.Transport{}}).Do(req)
	if err != nil {
		x.t.Fatal(err)
	}
	if resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") || resp.Header.Get("Cache-Control") != "no-store" {
		x.t.Fatalf("events: %d %v", resp.StatusCode, resp.Header)
	}
	f := &feed{x.t, make(chan page.Observation, 100), cancel}
	go func() {
		defer resp.Body.Close()
		defer close(f.frames)
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			var o page.Observation
			if ok && json.Unmarshal([]byte(data), &o) == nil && !strings.Contains(data, `"count"`) {
				f.frames <- o
			}
		}
	}()
	x.t.Cleanup(cancel)
	return f
}

// next is the next frame, which must come within the time.
func (f *feed) next(limit time.Duration) page.Observation {
	f.t.Helper()
	select {
	case o, ok := <-f.frames:
		if !ok {
			f.t.Fatal("the stream has ended")
		}
		return o
	case <-time.After(limit):
		f.t.Fatalf("no frame within %v", limit)
	}
	return page.Observation{}
}

func (x *street) cast(sheet ballot.Credential, project int) {
	x.t.Helper()
	r := x.browser().json("/vote/cast", fmt.Sprintf(`{"code":%q,"marks":[{"p":%d}]}`, sheet.Code(), project))
	if r.status != 200 {
		x.t.Fatalf("cast: %d %s", r.status, r.body)
	}
}

// TestEvents: the first frame comes at once, another after a cast, to every listener; a server that stops ends them.
func TestEvents(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 3)
	one, two := x.listen("2026"), x.listen("2026")
	for _, f := range []*feed{one, two} {
		if o := f.next(2 * time.Second); o.Cast != 0 || o.Status != page.Voting {
			t.Errorf("the first frame is %+v", o)
		}
	}
	x.cast(sheets[0], 1)
	for _, f := range []*feed{one, two} {
		if o := f.next(4 * time.Second); o.Cast != 1 {
			t.Errorf("after a cast: %+v", o)
		}
	}
	one.cancel()
	x.cast(sheets[1], 1)
	if o := two.next(4 * time.Second); o.Cast != 2 {
		t.Errorf("after the other listener has gone: %+v", o)
	}
	if r := x.browser().do(http.MethodHead, "/r/2026/events", nil); r.status != 200 {
		t.Errorf("HEAD: %d", r.status)
	}
	if r := x.browser().get("/r/1999/events"); r.status != 404 {
		t.Errorf("events of no round: %d", r.status)
	}
	began := time.Now()
	if err := x.s.Shutdown(context.Background()); err != nil || time.Since(began) > 5*time.Second {
		t.Errorf("shutdown took %v: %v", time.Since(began), err)
	}
	select {
	case _, more := <-two.frames:
		if more {
			t.Error("a frame after the end")
		}
	case <-time.After(2 * time.Second):
		t.Error("the stream goes on after the server has stopped")
	}
	if err := <-x.served; err != nil {
		t.Errorf("serve ended with %v", err)
	}
}

// TestHeartbeat: when nothing changes, a frame is sent all the same after some time.
func TestHeartbeat(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	x.s.hub.pulse = 1500 * time.Millisecond
	f := x.listen("2026")
	f.next(2 * time.Second)
	began := time.Now()
	if f.next(5 * time.Second); time.Since(began) < refresh {
		t.Errorf("unchanged, and sent again after %v", time.Since(began))
	}
	if New(x.s.Config).hub.pulse != heartbeat || heartbeat > 15*time.Second {
		t.Error("the heart beats too slowly for proxies")
	}
}

// TestDeafListener: one that stops reading is let go, and holds nobody up; there is an end to how many may listen.
func TestDeafListener(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 2)
	before := runtime.NumGoroutine()
	for range 20 {
		conn, err := net.Dial("tcp", strings.TrimPrefix(x.base, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		conn.(*net.TCPConn).SetReadBuffer(1 << 10)
		fmt.Fprintf(conn, "GET /r/2026/events HTTP/1.1\r\nHost: h\r\n\r\n")
		defer conn.Close()
	}
	f := x.listen("2026")
	f.next(2 * time.Second)
	began := time.Now()
	x.cast(sheets[0], 2)
	if o := f.next(4 * time.Second); o.Cast != 1 || time.Since(began) > 4*time.Second {
		t.Errorf("beside deaf listeners: %+v after %v", o, time.Since(began))
	}
	eventually(t, "20 listeners are seated", 2*time.Second, func() bool { return x.s.hub.count() == 21 })
	x.s.hub.mu.Lock()
	x.s.hub.limit = 21
	x.s.hub.mu.Unlock()
	if r := x.browser().get("/r/2026/events", "Accept", "text/event-stream"); r.status != 503 || r.head.Get("Retry-After") != "15" || !strings.Contains(string(r.body), ErrCrowd.Error()) {
		t.Errorf("one listener too many: %d %v %s", r.status, r.head, r.body)
	}
	if o := x.browser().observed(); o.Cast != 1 {
		t.Errorf("who is refused a seat is told %+v when asking", o)
	}
	if err := x.s.Shutdown(context.Background()); err != nil {
		t.Errorf("shutdown with deaf listeners: %v", err)
	}
	eventually(t, "goroutines end", 3*time.Second, func() bool { return runtime.NumGoroutine() <= before+5 && x.s.hub.count() == 0 })
}

// count is how many listen.
func (h *hub) count() int { h.mu.Lock(); defer h.mu.Unlock(); return h.taken }

// TestSameNumbers: page, JSON and events say the same; before the close none of them tells a project's votes.
func TestSameNumbers(t *testing.T) {
	t.Parallel()
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 12)
	for i, sheet := range sheets[:7] {
		if _, err := l.Roll().CheckIn(t.Context(), fmt.Sprint(19900000000+i), 1, x.env.Now()); err != nil {
			t.Fatal(err)
		}
		x.cast(sheet, i%3+1)
	}
	machine := x.browser()
	machine.bind("2026")
	if r := machine.json("/vote/cast", fmt.Sprintf(`{"code":%q,"marks":[{"p":5}]}`, sheets[7].Code())); r.status != 200 {
		t.Fatalf("%d", r.status)
	}
	b := x.browser()
	time.Sleep(refresh) // observations are a second old at most
	o := b.observed()
	if o.Cast != 8 || o.Issued != 7 || o.Status != page.Voting || len(o.Stations) != 1 || o.Stations[0].Cast != 8 || o.Count != nil {
		t.Errorf("observed %+v", o)
	}
	if fmt.Sprint(o.Channels[:3]) != "[{kiosk 1} {phone 7} {paper 0}]" {
		t.Errorf("channels %v", o.Channels)
	}
	f := x.listen("2026")
	if e := f.next(2 * time.Second); e.Cast != o.Cast || e.Issued != o.Issued || fmt.Sprint(e.Stations) != fmt.Sprint(o.Stations) {
		t.Errorf("event %+v differs from %+v", e, o)
	}
	f.cancel()
	for _, path := range []string{"/r/2026/observe", "/r/2026/observe?wall=1", "/r/2026/observe.json", "/r/2026", "/r/2026/library", "/r/2026/ledger", "/r/2026/proposals"} {
		r := b.get(path)
		if text := string(r.body); strings.Contains(text, `"votes"`) || strings.Contains(text, `"bars"`) || r.doc.Find(".bars, [data-bar]").Length() > 0 {
			t.Errorf("%s tells a project's votes before the close", path)
		}
	}
	observed := b.get("/r/2026/observe")
	for name, want := range map[string]int64{
		"cast": o.Cast, "issued": o.Issued, "channel.kiosk": 1, "channel.phone": 7, "station.1.cast": o.Stations[0].Cast, "station.1.issued": o.Stations[0].Issued,
	} {
		if got := observed.doc.Find("[data-live='" + name + "']").First().Text(); got != fmt.Sprint(want) {
			t.Errorf("the page says %s = %q, the JSON %d", name, got, want)
		}
	}
	if observed.doc.Find("section.tally.sealed").Length() != 1 {
		t.Error("the page does not say that the count is sealed")
	}
	if !strings.Contains(b.get("/r/2026").text(), lang.T(lang.Zh, "fact.ballots")) {
		t.Error("the round's page does not tell the turnout")
	}
	if err := l.ClosePoll(t.Context(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	x.counted(l, b)
}

// observed is the state as JSON.
func (b *browser) observed() (o page.Observation) {
	b.t.Helper()
	r := b.get("/r/2026/observe.json")
	if err := json.Unmarshal(r.body, &o); err != nil || r.status != 200 {
		b.t.Fatalf("%d %s: %v", r.status, r.body, err)
	}
	return o
}

// counted expects the count of the eight ballots once the poll has closed.
func (x *street) counted(l *catalog.Live, b *browser) {
	x.t.Helper()
	time.Sleep(refresh)
	o := b.observed()
	if o.Status != page.Counting || o.Count == nil || o.Count.Entered != 8 || o.Count.Total != 8 || len(o.Count.Bars) != 5 {
		x.t.Fatalf("after the close %+v", o)
	}
	votes := map[int]int64{}
	for _, bar := range o.Count.Bars {
		votes[bar.Number] = bar.Votes
	}
	if fmt.Sprint(votes) != "map[1:3 2:2 3:2 4:0 5:1]" {
		x.t.Errorf("votes %v", votes)
	}
	page := b.get("/r/2026/observe")
	for _, bar := range o.Count.Bars {
		if !strings.Contains(page.doc.Find("section.tally").Text(), bar.Name) {
			x.t.Errorf("the page does not show %s", bar.Name)
		}
	}
	if got := page.doc.Find("[data-live=entered]").Text(); got != "8" {
		x.t.Errorf("the page says that %s ballots are counted", got)
	}
}

package kiosk

// A clock that is set forth and back while people vote.

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/catalog"
)

// TestClockJumps: while the clock is set a day forth and back, far and near, every voter votes, nothing closes before two
// officers close it, sessions of the kiosk go on, no entry is older than the one before, and the desk names the clock.
func TestClockJumps(t *testing.T) {
	x := newStreet(t)
	jumps := []time.Duration{0, 24 * time.Hour, -24 * time.Hour, -24 * time.Hour, 24 * time.Hour, time.Second, -time.Second, 23*time.Hour + 59*time.Minute, -48 * time.Hour, 30 * 24 * time.Hour, -30 * 24 * time.Hour, 0}
	l, sheets := x.voting("2026", ballot.Approval, 2*len(jumps)+2)
	machine := x.browser()
	machine.bind("2026")
	for i, jump := range jumps {
		check := x.browser().post("/vote/check", map[string][]string{"code": {sheets[2*i].Code()}, "p": {"1"}})
		turn := machine.get("/kiosk/2026/1")
		onKiosk := machine.press(machine.press(turn, "/vote", map[string][]string{"code": {sheets[2*i+1].Code()}}), "/vote/check", map[string][]string{"p": {"2"}})
		x.later(jump)
		if r := x.browser().press(check, "/vote/cast", nil); r.status != http.StatusSeeOther {
			t.Errorf("jump %d by %v: a phone is told %d %s", i, jump, r.status, r.text())
		}
		if r := machine.press(onKiosk, "/vote/cast", nil); r.status != http.StatusSeeOther {
			t.Errorf("jump %d by %v: a machine is told %d %s", i, jump, r.status, r.text())
		}
		if r := x.bureau.json("bao", deskPath+"/checkin/1", obj{"identifiers": []string{fmt.Sprintf("1990000%04d", 2000+i)}}); r.status >= 500 {
			t.Errorf("jump %d: a check-in: %d", i, r.status)
		}
		x.acts(l, &catalog.Station{Number: 1, Name: "Hall", Address: "Lane 58", Hours: fmt.Sprint(i), Phone: "0000"})
		if !l.Open() || x.inBox(l) != 2*i+2 {
			t.Fatalf("jump %d by %v: open %v, %d ballots", i, jump, l.Open(), x.inBox(l))
		}
		if r := x.browser().get("/r/2026/observe.json"); r.status != 200 {
			t.Errorf("jump %d: observers are told %d", i, r.status)
		}
	}
	x.orderly(l)
	there := x.beside() // which folds what has been written in all this
	x.later(-24 * time.Hour)
	if got := there.browser().castJSON(sheets[2*len(jumps)].Code(), `[{"p":1}]`); got != 200 {
		t.Errorf("a server that starts with the clock set back: %d", got)
	}
	if err := l.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	x.later(-24 * time.Hour)
	if got := x.browser().castJSON(sheets[2*len(jumps)+1].Code(), `[{"p":1}]`); got != 410 {
		t.Errorf("a cast after the close, with the clock set before it: %d", got)
	}
	l.Read(func(r *catalog.Round) {
		if r.Poll.Ballots != 2*len(jumps)+1 || r.Poll.Revealed != r.Poll.Ballots {
			t.Errorf("%d ballots, %d opened", r.Poll.Ballots, r.Poll.Revealed)
		}
	})
	x.orderly(l)
}

// orderly expects times on the ledger that never go back.
func (x *street) orderly(l *catalog.Live) {
	x.t.Helper()
	size, _, err := l.Ledger().Tree()
	if err != nil {
		x.t.Fatal(err)
	}
	var last ledger.Entry
	for _, e := range l.Ledger().Entries(0, size) {
		if e.Time.Before(last.Time) {
			x.t.Errorf("entry %d is of %v, the one before of %v", e.N, e.Time, last.Time)
		}
		last = e
	}
}

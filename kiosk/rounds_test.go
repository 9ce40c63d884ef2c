package kiosk

// What the short way of a cast must not change: which refusal comes first, what counts as a guess, and that a sheet is
// found whichever rounds are live.

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"net"
	"testing"
	"time"

	"linli/ballot"
)

// TestSheetBeforeMarks: what is wrong with a sheet is said before what is wrong with the marks; only then the marks.
func TestSheetBeforeMarks(t *testing.T) {
	x := newStreet(t)
	open, sheets := x.voting("open", ballot.Approval, 3)
	box, err := open.Box(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := box.Void(t.Context(), sheets[1]); err != nil {
		t.Fatal(err)
	}
	late, closed := x.voting("late", ballot.Approval, 1)
	if err := late.ClosePoll(t.Context(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code   string
		status int
		word   string
	}{
		{sheets[0].Code(), 422, "noproject"}, {sheets[1].Code(), 409, "void"}, {closed[0].Code(), 410, "closed"},
		{stranger(t, "open"), 404, "unknown"}, {foreign(t), 404, "foreign"},
	} {
		r := x.browser().json("/vote/cast", `{"code":"`+c.code+`","marks":[{"p":99}]}`)
		var said refusal
		if err := json.Unmarshal(r.body, &said); err != nil || r.status != c.status || said.Code != c.word {
			t.Errorf("%s: %d %s", c.word, r.status, r.body)
		}
	}
	if box.Count() != 0 {
		t.Errorf("%d ballots", box.Count())
	}
}

// TestGuessCountsOnce: a cast with a code of no sheet is one guess, with good marks and with bad ones; a slip of the
// finger, which the check sign tells, and a cast that succeeds are none.
func TestGuessCountsOnce(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("open", ballot.Approval, 1)
	x.s.guess.failures.SetLimit(0) // what is taken does not come back
	for _, c := range []struct {
		code, marks string
		guesses     float64
	}{
		{stranger(t, "open"), `[{"p":1}]`, 1}, {stranger(t, "open"), `[{"p":99}]`, 1}, {foreign(t), `[{"p":1}]`, 1}, {"ABC", `[]`, 0},
		{sheets[0].Code(), `[{"p":99}]`, 0}, {sheets[0].Code(), `[{"p":1}]`, 0},
	} {
		before := x.s.guess.failures.Tokens()
		r := x.browser().json("/vote/cast", `{"code":"`+c.code+`","marks":`+c.marks+`}`)
		if taken := before - x.s.guess.failures.Tokens(); math.Abs(taken-c.guesses) > 0.01 {
			t.Errorf("%s: %d took %.2f guesses, want %.0f", c.marks, r.status, taken, c.guesses)
		}
	}
}

// TestSheetOfARoundNotYetLive: a server on which only another round of the same tag is live finds the sheet's own.
func TestSheetOfARoundNotYetLive(t *testing.T) {
	x := newStreet(t)
	twin := "a"
	for i := 0; ballot.PollTag(twin) != ballot.PollTag("zz"); i++ {
		twin = fmt.Sprint("a", i)
	}
	x.frozen(x.collecting(twin, nil))
	_, sheets := x.voting("zz", ballot.Approval, 1)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	other := New(Config{Env: x.env, Public: "http://" + ln.Addr().String(), Log: slog.New(slog.DiscardHandler)})
	served := make(chan error, 1)
	go func() { served <- other.Serve(ln) }()
	defer func() { other.Shutdown(context.Background()); <-served }()
	if _, err := other.Round(t.Context(), twin); err != nil {
		t.Fatal(err)
	}
	b := x.browser()
	b.base = "http://" + ln.Addr().String()
	if r := b.json("/vote/cast", `{"code":"`+sheets[0].Code()+`","marks":[{"p":1}]}`); r.status != 200 {
		t.Errorf("%d %s", r.status, r.body)
	}
}

// TestOpeningHoldsUpNobody: while one round is being opened, which may take a while, the others answer.
func TestOpeningHoldsUpNobody(t *testing.T) {
	x := newStreet(t)
	x.voting("open", ballot.Approval, 1)
	x.s.rounds.opening.Lock()
	defer x.s.rounds.opening.Unlock()
	answered := make(chan int, 1)
	go func() { answered <- x.browser().get("/r/open").status }()
	select {
	case status := <-answered:
		if status != 200 {
			t.Errorf("status %d", status)
		}
	case <-time.After(10 * time.Second):
		t.Error("no answer")
	}
}

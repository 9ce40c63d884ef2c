package kiosk

// Everything pressed again: reload, back, forward and double tap; a server that goes away; too many marks, none, and
// another language on the way.

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"linli/ballot"
)

// history goes back or forward. Where the browser would ask whether to send a form again, the answer is yes.
func (p *tab) history(way string) {
	p.t.Helper()
	p.turn(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("(history."+way+"(), true)"))
		return err
	}))
	if valueOf[string](p, "location.protocol") == "chrome-error:" {
		p.turn(chromedp.Reload())
	}
}

// again reloads a screen, leaves it backwards and comes again; it must be the same screen after each.
func (v *voter) again(same func()) {
	v.tab.t.Helper()
	v.turn(chromedp.Reload())
	same()
	v.history("back")
	v.empty()
	v.history("forward")
	same()
}

// againAtEachStep: at each screen reload, back, forward and a double tap; there is one ballot, and one receipt.
func againAtEachStep(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval)
	v.open("/r/2026")
	v.open("/vote")
	v.again(func() { v.wants("form", "选票码") })
	v.do(v.click("#code"), press(v.sheet.Code()))
	v.turn(v.twice(toChoose))
	v.again(func() { v.wants("#p2", "Lamp") })
	v.do(v.click(mark(2)), v.click(mark(4)))
	v.turn(v.twice(toCheck))
	v.again(func() { v.wants("table", "Lamp"); v.wants("table", "Ramp") })
	v.empty()
	v.turn(v.twice(toCast))
	v.received()
	v.turn(chromedp.Reload())
	v.received()
	for range 2 {
		v.history("back")
		if v.text(".ticket") != "" {
			t.Errorf("back from the receipt is a receipt: %s", v.text("main"))
		}
		v.history("forward")
		v.received()
	}
	v.history("back")
	if v.text(toCheck) != "" {
		v.do(v.click(mark(2)), v.click(mark(4)))
		v.turn(v.click(toCheck))
	}
	if v.text(toCast) != "" {
		v.turn(v.twice(toCast))
		v.received()
	}
	v.holds(ballot.Marks{{Project: 2}, {Project: 4}})
}

// serverAway: a server that dies between check and cast; the page says that no answer came, nothing is cast, and the same
// page casts when the server is back.
func serverAway(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval)
	v.open("/vote")
	v.enter(v.click)
	v.do(v.click(mark(2)))
	v.turn(v.click(toCheck))
	if err := v.s.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	v.expectFaults(true)
	v.do(v.click(toCast))
	v.until("the page says that no answer came", "!document.getElementById('lost').hidden")
	v.wants("#lost", "没有收到回音")
	v.wants(toCast, "确认投票")
	v.expectFaults(false)
	v.restart()
	v.empty()
	v.turn(v.click(toCast))
	v.received()
	v.holds(ballot.Marks{{Project: 2}})
}

// expectFaults tells the window whether failed requests are to be expected.
func (p *tab) expectFaults(away bool) { p.mu.Lock(); p.away = away; p.mu.Unlock() }

// restart is the street's server anew, on the same store and address.
func (v *voter) restart() {
	v.tab.t.Helper()
	ln, err := net.Listen("tcp", strings.TrimPrefix(v.street.base, "http://"))
	if err != nil {
		v.tab.t.Fatal(err)
	}
	v.s = New(Config{Env: v.env, Public: v.street.base, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	go v.s.Serve(ln)
	if v.live, err = v.s.Round(context.Background(), "2026"); err != nil {
		v.tab.t.Fatal(err)
	}
}

// overTheLimit: one mark too many is taken, said, and can be taken back where it is said; the server says it too.
func overTheLimit(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval)
	v.open("/vote")
	v.enter(v.click)
	for _, project := range []int{1, 2, 3, 5} {
		v.do(v.click(mark(project)))
	}
	v.wants("#state", "已选4项，多了1项")
	v.turn(v.click(toCheck))
	v.wants("[role=alert]", "超过了这张选票允许的项数")
	v.wants("#state", "已选4项，多了1项")
	v.do(v.click("#swap button:not([hidden])"))
	v.wants("#state", "已选3项，还可选0项")
	for _, project := range []int{1, 3, 5} {
		if valueOf[bool](v.tab, fmt.Sprintf("document.querySelector('#p%d input').checked", project)) {
			v.do(v.click(mark(project)))
		}
	}
	if !valueOf[bool](v.tab, "document.querySelector('#p2 input').checked") {
		v.do(v.click(mark(2)))
	}
	v.wants("#state", "已选1项")
	v.turn(v.click(toCheck))
	v.wants("table", "Lamp")
	v.turn(v.click(toAmend))
	v.wants("#state", "已选1项")
	v.turn(v.click(toCheck))
	v.turn(v.click(toCast))
	v.received()
	v.holds(ballot.Marks{{Project: 2}})
}

// blankBallotTwice: a blank ballot needs its own tick before the button does anything.
func blankBallotTwice(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval)
	v.open("/vote")
	v.enter(v.click)
	v.turn(v.click(toCheck))
	v.wants("main", "一个项目也没有选")
	v.do(v.twice(toCast))
	v.wants("h1", "请核对")
	v.empty()
	v.do(v.click("[name=blank]"))
	v.turn(v.click(toCast))
	v.received()
	v.holds(nil)
}

// leaveAsksOnce: who leaves is asked once, may stay with every mark, and else nothing is kept.
func leaveAsksOnce(t *testing.T, root context.Context) {
	for _, scripts := range []bool{true, false} {
		var steps []chromedp.Action[chromedp.Void]
		if !scripts {
			steps = append(steps, noScripts)
		}
		v := newVoter(t, root, ballot.Approval, steps...)
		v.open("/vote")
		v.enter(v.click)
		v.do(v.click(mark(2)), v.click("[href='#leave']"))
		v.until("the question", "document.getElementById('leave').checkVisibility()")
		v.do(v.click("#leave a.main"))
		v.until("staying", "!document.getElementById('leave').checkVisibility()")
		if !valueOf[bool](v.tab, "document.querySelector('#p2 input').checked") {
			t.Error("staying has lost a mark")
		}
		v.do(v.click("[href='#leave']"))
		v.turn(v.click("#leave a:not(.main)"))
		if v.path() != "/vote" || v.text("#code") != "" {
			t.Errorf("leaving leads to %s: %s", v.path(), v.text("main"))
		}
		v.empty()
	}
}

// languagesInTheMiddle: another language and larger letters on the way keep every mark.
func languagesInTheMiddle(t *testing.T, root context.Context) {
	v := newVoter(t, root, ballot.Approval)
	v.open("/vote")
	v.enter(v.click)
	v.do(v.click(mark(4)))
	v.turn(v.click("button[name=lang]"))
	v.wants("#state", "1")
	v.wants("h1", "Choose")
	v.do(v.click(mark(2)))
	v.turn(v.click("button[name=size][value='2']"))
	if size := valueOf[string](v.tab, "document.documentElement.dataset.size"); size != "2" {
		t.Errorf("size %q", size)
	}
	v.turn(v.click("button[name=lang]"))
	v.wants("#state", "已选2项")
	v.turn(v.click(toCheck))
	v.turn(v.click(toCast))
	v.received()
	v.holds(ballot.Marks{{Project: 2}, {Project: 4}})
}

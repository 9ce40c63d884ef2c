package kiosk

// A machine whose server is gone, at each screen; and a machine that is used by keyboard alone.

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"linli/ballot"
)

const (
	awayShown  = "document.getElementById('away').checkVisibility()"
	backAtHome = "location.pathname === '" + machinePath + "' && !" + awayShown
)

// lostMachine: at whatever screen the server goes, the machine says so at once, sends to the paper, shows no success,
// and goes on where it was when the server is back.
func lostMachine(t *testing.T, root context.Context) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 1)
	f := newFront(t, x.base, (*httptest.Server).Start)
	v := &voter{x, openTab(t, root, f.URL), l, sheets[0]}
	v.machine()
	gone := func(steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		at := v.path()
		f.down.Store(true)
		v.expectFaults(true)
		v.do(steps...)
		v.within(8*time.Second, "the machine says that the server is gone", awayShown)
		v.wants("#away", "请改用手里的纸质选票")
		if v.path() != at || v.text(".ticket") != "" {
			t.Errorf("%s without a server leads to %s: %s", at, v.path(), v.text("main"))
		}
		v.empty()
		f.down.Store(false)
		v.until("the server is back", "!"+awayShown)
		v.expectFaults(false)
	}
	gone(press(v.sheet.Code() + "\r"))
	v.turn(press("\r"))
	v.do(v.click(mark(2)))
	gone(v.click(toCheck))
	if !valueOf[bool](v.tab, "document.querySelector('#p2 input').checked") {
		t.Error("the lost network has cost a mark")
	}
	v.turn(v.click(toCheck))
	gone(v.click(toCast))
	v.turn(v.click(toCast))
	v.received()
	v.holds(ballot.Marks{{Project: 2}})
}

// abandonedMachine: whoever leaves a machine without a server leaves nothing on its screen.
func abandonedMachine(t *testing.T, root context.Context) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 1)
	f := newFront(t, x.base, (*httptest.Server).Start)
	v := &voter{x, openTab(t, root, f.URL), l, sheets[0]}
	x.s.idle = 2
	v.machine()
	v.do(press(v.sheet.Code()))
	v.turn(press("\r"))
	v.do(v.click(mark(2)))
	f.down.Store(true)
	v.expectFaults(true)
	v.within(40*time.Second, "the wipe", "document.getElementById('main').innerText === ''")
	v.within(8*time.Second, "the machine says that the server is gone", awayShown)
	f.down.Store(false)
	v.within(30*time.Second, "the screen that invites", backAtHome)
	v.expectFaults(false)
	v.empty()
	v.wiped()
}

// lostAnswer: the ballot is cast, and the answer is lost. Nothing is claimed; the same again is the same receipt.
func lostAnswer(t *testing.T, root context.Context) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 1)
	f := newFront(t, x.base, (*httptest.Server).Start)
	v := &voter{x, openTab(t, root, f.URL), l, sheets[0]}
	v.machine()
	v.do(press(v.sheet.Code()))
	v.turn(press("\r"))
	v.do(v.click(mark(2)))
	v.turn(v.click(toCheck))
	f.lose.Store(true)
	v.expectFaults(true)
	v.do(v.click(toCast))
	v.until("the page says that no answer came", "!document.getElementById('lost').hidden")
	v.wants("#lost", "以纸票为准")
	if box, err := l.Box(context.Background()); err != nil || box.Count() != 1 {
		t.Errorf("%d ballots, %v: the answer to a cast was not lost", box.Count(), err)
	}
	f.lose.Store(false)
	v.expectFaults(false)
	v.turn(v.click(toCast))
	v.received()
	v.holds(ballot.Marks{{Project: 2}})
}

// machineByKeyboard: numbers, Enter and Esc are enough, as the screen says; a scanner that types into the ballot answers
// nothing.
func machineByKeyboard(t *testing.T, root context.Context) {
	type keys = chromedp.Action[chromedp.Void]
	still := chromedp.Sleep(800 * time.Millisecond)
	slowly := func(text string) (steps []keys) {
		for _, r := range text {
			steps = append(steps, press(string(r)), still)
		}
		return steps
	}
	for form, x := range map[ballot.Form]struct {
		type1, type2 []keys
		holds        ballot.Marks
	}{
		ballot.Approval: {slowly("23"), slowly("34"), ballot.Marks{{Project: 2}, {Project: 4}}},
		ballot.Ranking:  {slowly("34"), slowly("32"), ballot.Marks{{Project: 2}, {Project: 4}}},
		ballot.Points:   {slowly("27\r"), slowly("41\r"), ballot.Marks{{Project: 2, Points: 7}, {Project: 4, Points: 1}}},
	} {
		street := newStreet(t)
		l, sheets := street.voting("2026", form, 1)
		v := &voter{street, openTab(t, root, street.base), l, sheets[0]}
		v.machine()
		v.do(press(v.sheet.Code()))
		v.turn(press("\r"))
		v.wants("main", "按项目编号选或不选")
		v.do(still)
		v.do(press(v.sheet.Code()+"\r"), still) // a scanner, at the wrong screen
		v.wants("h1", "请选择项目")
		v.wants("#state", map[bool]string{true: "已给0分", false: "已选0项"}[form == ballot.Points])
		v.do(x.type1...)
		v.do(press("\x1b"))
		v.until("the question", "document.getElementById('leave').open")
		v.do(still, press("\x1b"), still)
		v.do(x.type2...)
		v.turn(press("\r"))
		v.wants("main", "Ramp")
		v.do(still, press(v.sheet.Code()+"\r"), still)
		v.wants("h1", "请核对")
		v.empty()
		v.turn(press("\x1b"))
		v.wants("h1", "请选择项目")
		v.do(still)
		v.turn(press("\r"))
		v.do(still)
		v.turn(press("\r"))
		v.received()
		v.holds(x.holds)
	}
}

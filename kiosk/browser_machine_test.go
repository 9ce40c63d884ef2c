package kiosk

// The voting machine in a browser: a scanner under an input method, nobody at the machine, and the next voter, who must
// not see the last.

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"linli/ballot"
)

const machinePath = "/kiosk/2026/1"

// newMachine is a voter before a machine that asks after so many seconds.
func newMachine(t *testing.T, root context.Context, seconds int) *voter {
	v := newVoter(t, root, ballot.Approval)
	v.s.idle = seconds
	v.machine()
	return v
}

// machine lets a clerk make the browser a voting machine.
func (v *voter) machine() {
	v.tab.t.Helper()
	v.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.SetCookie, network.SetCookieParams{Name: "staff", Value: v.cookies["bao"], URL: v.tab.base})
		return err
	}))
	v.open(machinePath)
	v.turn(v.click("form[action$='/machine/1'] .button.main"))
	if v.path() != machinePath {
		v.tab.t.Fatalf("the machine is at %s", v.path())
	}
}

// eaten presses keys that an input method takes for itself: all that is left of each is its place on the keyboard.
func eaten(keys string) chromedp.Action[chromedp.Void] {
	places := map[rune]string{':': "Semicolon", '/': "Slash", '.': "Period", '-': "Minus"}
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range strings.ToUpper(keys) {
			place, ok := places[r]
			switch {
			case ok:
			case r >= '0' && r <= '9':
				place = "Digit" + string(r)
			default:
				place = "Key" + string(r)
			}
			for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: "Process", Code: place, WindowsVirtualKeyCode: 229}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// scannerWithInputMethod: a scanner types the sheet's whole address into a machine whose input method takes every key,
// and leaves a sign of its own.
func scannerWithInputMethod(t *testing.T, root context.Context) {
	v := newMachine(t, root, 0)
	v.do(eaten(v.street.base + "/b/" + v.sheet.Code()))
	v.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.ImeSetComposition, input.ImeSetCompositionParams{Text: "码", SelectionStart: 1, SelectionEnd: 1})
		if err == nil {
			_, err = cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: "码"})
		}
		return err
	}))
	v.turn(press("\r"))
	v.wants("#p2", "Lamp")
	v.do(v.click(mark(2)))
	v.turn(v.click(toCheck))
	v.turn(v.click(toCast))
	v.received()
	v.holds(ballot.Marks{{Project: 2}})
}

// idleMachine: nobody at the machine is asked for, may stay, and after 20 seconds more everything is gone, also for Back.
func idleMachine(t *testing.T, root context.Context) {
	v := newMachine(t, root, 2)
	v.do(press(v.sheet.Code()))
	v.turn(press("\r"))
	v.do(v.click(mark(2)))
	asked := "document.getElementById('idle').checkVisibility()"
	v.until("the question", asked)
	v.do(v.click("#idle button"))
	v.until("the answer", "!"+asked)
	if !valueOf[bool](v.tab, "document.querySelector('#p2 input').checked") {
		t.Error("the question has cost a mark")
	}
	v.until("the question", asked)
	v.do(chromedp.Sleep(15 * time.Second))
	v.wants("#p2", "Lamp")
	v.wiped()
}

// machineAfterVote: the receipt goes by itself after 15 seconds, and Back does not bring the vote again.
func machineAfterVote(t *testing.T, root context.Context) {
	v := newMachine(t, root, 0)
	v.do(press(v.sheet.Code()))
	v.turn(press("\r"))
	v.do(v.click(mark(2)))
	v.turn(v.click("button[name=lang]"))
	v.turn(v.click(toCheck))
	v.turn(v.click(toCast))
	v.received()
	began := time.Now()
	v.do(chromedp.Sleep(10 * time.Second))
	v.received()
	v.wiped()
	if waited := time.Since(began); waited < 13*time.Second {
		t.Errorf("the receipt has gone after %v", waited)
	}
}

// forgotten looks through all that a browser keeps: of a voter there is nothing, and of the machine its cookie.
func (v *voter) forgotten() {
	v.tab.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, tabPatience)
	defer cancel()
	var kept []string
	_, err := chromedp.Run(ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		all, err := cdp.Call(ctx, t, network.GetCookies, network.GetCookiesParams{URLs: []string{v.tab.base}})
		if err == nil {
			for _, c := range all.Cookies {
				kept = append(kept, c.Name)
			}
		}
		return err
	}))
	if err != nil || !slices.Equal(kept, []string{"kiosk"}) {
		v.tab.t.Errorf("the browser keeps the cookies %v, %v", kept, err)
	}
	stored, err := chromedp.Run(ctx, chromedp.Evaluate[string]("(async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length, (await indexedDB.databases()).length, history.state].join())()", chromedp.EvalAwaitPromise))
	if err != nil || stored != "0,0,0,0," {
		v.tab.t.Errorf("the browser stores %s, %v", stored, err)
	}
	for _, secret := range []string{v.sheet.Code(), v.sheet.Tracker("2026")} {
		if all := v.addresses(); strings.Contains(all, secret) {
			v.tab.t.Errorf("the history holds %s: %s", secret, all)
		}
	}
}

// addresses are those that the window's history holds, with their titles.
func (p *tab) addresses() (all string) {
	p.t.Helper()
	p.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		h, err := cdp.Call(ctx, t, cdppage.GetNavigationHistory, cdp.Empty{})
		if err == nil {
			for _, e := range h.Entries {
				all += e.URL + " " + e.Title + "\n"
			}
		}
		return err
	}))
	return all
}

// wiped waits for the screen that invites, in the first language, and looks for the last voter by Back and Forward.
func (v *voter) wiped() {
	v.tab.t.Helper()
	v.until("the screen that invites", "location.pathname === '"+machinePath+"' && document.readyState === 'complete'")
	clean := func(when string) {
		v.tab.t.Helper()
		all := valueOf[string](v.tab, "document.documentElement.outerHTML + location.href + [...document.querySelectorAll('input')].map(x => x.value)")
		for _, secret := range []string{v.sheet.Code(), v.sheet.Tracker("2026"), "Lamp"} {
			if strings.Contains(all, secret) {
				v.tab.t.Errorf("%s, %s still has %q", when, v.path(), secret)
			}
		}
	}
	clean("after the wipe")
	v.forgotten()
	if got := valueOf[string](v.tab, "document.documentElement.lang"); got != "zh-CN" {
		v.tab.t.Errorf("the next voter begins in %s", got)
	}
	for range 3 {
		if valueOf[int](v.tab, "navigation.currentEntry.index") == 0 {
			break
		}
		v.history("back")
		clean("after Back")
	}
	for range 3 {
		if !valueOf[bool](v.tab, "navigation.canGoForward") {
			break
		}
		v.history("forward")
		clean("after Forward")
	}
}

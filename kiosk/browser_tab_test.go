package kiosk

// A private window of the browser: moves through pages by what people have, and hears what a page should never do.

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// tabPatience bounds every wait for a page.
const tabPatience = 20 * time.Second

// tab is one private window. Console errors, refused content and requests to other servers fail its test.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string
	seen int // pages marked; see turn

	mu     sync.Mutex
	faults []string
	away   bool // the server is: failed requests are no fault
}

func openTab(t *testing.T, root context.Context, base string, steps ...chromedp.Action[chromedp.Void]) *tab {
	t.Helper()
	p := &tab{t: t, base: base}
	ctx, cancel := chromedp.NewContext(root, chromedp.WithNewBrowserContext(), chromedp.WithListener(p.hear))
	p.ctx = ctx
	t.Cleanup(func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, x := range p.faults {
			t.Error(x)
		}
	})
	p.do(focused)
	p.do(steps...)
	return p
}

// focused makes a window behave as the one in front, although others are open.
func focused(ctx context.Context, t *chromedp.Target) (out chromedp.Void, err error) {
	_, err = cdp.Call(ctx, t, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return out, err
}

// hear notes what no page may do.
func (p *tab) hear(ev any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fault := ""
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, p.base+"/") && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "chrome-error:") {
			fault = "a request leaves the server: " + u
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 && e.Type != network.ResourceTypeDocument && e.Type != network.ResourceTypeFetch {
			fault = fmt.Sprintf("%d for %s", e.Response.Status, e.Response.URL)
		}
	case *log.EventEntryAdded: // with what the policy has refused; answers by status are above
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			fault = "the browser complains: " + e.Entry.Text
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			fault = "a script complains"
		}
	case *runtime.EventExceptionThrown:
		fault = "a script fails: " + e.ExceptionDetails.Text + " " + e.ExceptionDetails.Exception.Description
	}
	if fault != "" && !p.away {
		p.faults = append(p.faults, fault)
	}
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, tabPatience)
	defer cancel()
	if err := chromedp.Do(p.ctx); err != nil { // bound to the tab's life, not to this step's
		p.t.Fatal(err)
	}
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatalf("%v at %s", err, p.path())
	}
}

// valueOf evaluates an expression on the page.
func valueOf[T any](p *tab, expression string) T {
	p.t.Helper()
	out, err := try[T](p, expression)
	if err != nil {
		p.t.Fatalf("%s: %v", expression, err)
	}
	return out
}

func try[T any](p *tab, expression string) (out T, err error) {
	ctx, cancel := context.WithTimeout(p.ctx, tabPatience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string]("JSON.stringify("+expression+")", chromedp.EvalAwaitPromise))
	if err != nil {
		return out, err
	}
	return out, json.Unmarshal([]byte(text), &out)
}

// until waits for an expression to be true.
func (p *tab) until(what, expression string) {
	p.t.Helper()
	p.within(tabPatience, what, expression)
}

func (p *tab) within(limit time.Duration, what, expression string) {
	p.t.Helper()
	for end := time.Now().Add(limit); ; time.Sleep(20 * time.Millisecond) {
		if ok, err := try[bool](p, "!!("+expression+")"); err == nil && ok {
			return
		} else if time.Now().After(end) {
			p.t.Fatalf("%s: not within %v at %s (%v): %s", what, limit, p.path(), err, p.text("body"))
		}
	}
}

// turn does what leads to another page, or to the same anew, and waits until it is there with its scripts.
func (p *tab) turn(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	p.seen++
	if _, err := try[int](p, fmt.Sprintf("window.seen = %d", p.seen)); err != nil {
		p.t.Fatal(err)
	}
	p.do(steps...)
	p.until("another page", fmt.Sprintf("window.seen !== %d && document.readyState === 'complete'", p.seen))
}

// open goes to a path of the server.
func (p *tab) open(path string) {
	p.t.Helper()
	p.do(chromedp.Navigate(p.base + path))
}

func (p *tab) path() string {
	path, _ := try[string](p, "location.pathname")
	return path
}

// text is what people read in the first element, "" if there is none.
func (p *tab) text(selector string) string {
	text, _ := try[string](p, "(document.querySelector("+quoted(selector)+")?.innerText ?? '').trim()")
	return strings.Join(strings.Fields(text), " ")
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// wants fails unless the element says that.
func (p *tab) wants(selector, words string) {
	p.t.Helper()
	if got := p.text(selector); !strings.Contains(got, words) {
		p.t.Errorf("%s: %s says %q, want %q", p.path(), selector, got, words)
	}
}

// spot scrolls an element into the middle and returns its middle, in CSS pixels of the window.
func (p *tab) spot(selector string) (x, y float64) {
	p.t.Helper()
	at := valueOf[[]float64](p, `(() => {
		const el = document.querySelector(`+quoted(selector)+`);
		if (!el) return [];
		el.scrollIntoView({ block: "center", behavior: "instant" });
		const r = el.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
		return r.width && (el.closest("label") || el).contains(document.elementFromPoint(x, y)) ? [x, y] : [];
	})()`)
	if len(at) == 0 {
		p.t.Fatalf("%s: no %s to be seen, or something lies on it: %s", p.path(), selector, p.text("main"))
	}
	return at[0], at[1]
}

// tap and click press an element by finger and by mouse, wherever on the window it is.
func (p *tab) tap(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		x, y := p.spot(selector)
		return chromedp.Do(ctx, chromedp.TapXY(x, y))
	})
}

func (p *tab) click(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		x, y := p.spot(selector)
		return chromedp.Do(ctx, chromedp.MouseClickXY(x, y))
	})
}

// twice presses an element two times, the second before the first can be answered.
func (p *tab) twice(selector string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		x, y := p.spot(selector)
		for n := range int64(2) {
			for _, kind := range []input.DispatchMouseEventType{chromedp.MousePressed, chromedp.MouseReleased} {
				_, err := cdp.Call(ctx, t, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, ClickCount: n + 1})
				switch {
				case err != nil && n == 1 && strings.Contains(err.Error(), "navigated or closed"):
					return nil // the first tap has led away already
				case err != nil:
					return err
				}
			}
		}
		return nil
	})
}

// press presses keys one after another, as a keyboard without an input method sends them.
func press(keys string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, r := range keys {
			events := kb.Encode(r)
			down, up := events[0], events[len(events)-1]
			if len(events) == 3 { // the sign comes with its key, so that a page can refuse both
				down.Text, down.UnmodifiedText = events[1].Text, events[1].UnmodifiedText
			}
			for _, e := range []*input.DispatchKeyEventParams{down, up} {
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

package kiosk

// The staff and the observers in a browser.

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"linli/ballot"
	"linli/catalog"
)

// staffAtTheDesk: a login, a round's page, and a form that is refused with what was typed still in it.
func staffAtTheDesk(t *testing.T, root context.Context) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	p := openTab(t, root, x.base)
	p.open("/desk/2026")
	p.signIn("qin", "wrong-password")
	p.wants("[role=alert]", "密码不对")
	p.open("/desk/2026")
	p.signIn("qin", officePassword)
	if p.path() != "/desk/2026" {
		t.Fatalf("the login leads to %s", p.path())
	}
	p.turn(p.click("a[href='/desk/2026/act/proposal.submit']"))
	want := map[string]string{"title": "三号楼前的长椅", "place": "3幢北侧", "text": "腿脚不便的人，半路要歇。", "name": "周阿根", "phone": "199 0000 0101", "cost": "两千左右"}
	for name, value := range want {
		p.do(p.click("[name="+name+"]"), chromedp.KeyEvent(value))
	}
	p.do(chromedp.Submit(chromedp.CSS("main form")))
	p.until("the refusal", "document.getElementById('f-cost-error')")
	for name, value := range want {
		if got := valueOf[string](p, "document.querySelector('[name="+name+"]').value"); got != value {
			t.Errorf("%s is %q, was typed as %q", name, got, value)
		}
	}
	l.Read(func(r *catalog.Round) {
		if len(r.Proposals) != 0 {
			t.Error("a refused form has left a proposal")
		}
	})
}

// signIn types name and password.
func (p *tab) signIn(name, password string) {
	p.t.Helper()
	p.do(p.click("[name=name]"), press(name), p.click("[name=password]"), press(password))
	p.turn(press("\r"))
}

// observerLive: a ballot shows on the page by itself.
func observerLive(t *testing.T, root context.Context) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 2)
	p := openTab(t, root, x.base)
	p.open("/r/2026/observe")
	p.wants("[data-live=cast]", "0")
	for i, want := range []string{"1", "2"} {
		x.cast(sheets[i], 1)
		p.within(8*time.Second, want+" cast", "document.querySelector('[data-live=cast]').textContent === '"+want+"'")
	}
}

// observerWithoutFeed: where the stream is cut, the page asks by itself.
func observerWithoutFeed(t *testing.T, root context.Context) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1)
	p := openTab(t, root, x.base, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: x.base + "/r/2026/events", Block: true}}})
		return err
	}))
	p.open("/r/2026/observe")
	time.Sleep(3 * time.Second)
	x.cast(sheets[0], 1)
	time.Sleep(3 * time.Second)
	p.wants("[data-live=cast]", "0")
	p.within(15*time.Second, "1 cast", "document.querySelector('[data-live=cast]').textContent === '1'")
}

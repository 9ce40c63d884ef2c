package kiosk

// A phone in the built-in browser of a messenger, behind a proxy that sees every request and loses answers.

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"linli/ballot"
)

// front is a reverse proxy before the server, as an operator has one.
type front struct {
	*httptest.Server
	down  atomic.Bool // nothing gets through
	lose  atomic.Bool // requests to cast get through, and their answers are lost
	mu    sync.Mutex
	asked []string // address and head of each request
}

func newFront(t *testing.T, base string, start func(*httptest.Server)) *front {
	t.Helper()
	to, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	f := &front{}
	proxy := &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.SetURL(to); r.Out.Host = r.In.Host; r.SetXForwarded() },
		ModifyResponse: f.answered,
		ErrorHandler:   func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	f.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.down.Load() {
			panic(http.ErrAbortHandler)
		}
		f.mu.Lock()
		var head strings.Builder
		r.Header.Write(&head)
		f.asked = append(f.asked, r.Method+" "+r.URL.String()+"\n"+head.String())
		f.mu.Unlock()
		proxy.ServeHTTP(w, r)
	}))
	start(f.Server)
	t.Cleanup(f.Close)
	return f
}

func (f *front) answered(r *http.Response) error {
	if f.lose.Load() && r.Request.URL.Path == "/vote/cast" {
		return http.ErrAbortHandler
	}
	return nil
}

// messenger is the built-in browser of WeChat, as it calls itself.
func messenger(ctx context.Context, t *chromedp.Target) (out chromedp.Void, err error) {
	_, err = cdp.Call(ctx, t, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
		UserAgent: "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 MMWEBID/1 MicroMessenger/8.0.50 WeChat/arm64 Language/zh_CN",
	})
	return out, err
}

// phoneInMessenger: scan, vote, receipt. The code is in the address of the first request alone; reload, back, a double
// tap and a lost answer are one ballot and one receipt.
func phoneInMessenger(t *testing.T, root context.Context) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 1)
	f := newFront(t, x.base, (*httptest.Server).Start)
	v := &voter{x, openTab(t, root, f.URL, messenger, phone), l, sheets[0]}
	quiet := func() {
		t.Helper()
		all := valueOf[string](v.tab, "[document.title, document.referrer, location.href].join(' ')") + v.addresses()
		if strings.Contains(strings.ToUpper(all), v.sheet.Code()) {
			t.Errorf("%s shows the code to others: %s", v.path(), all)
		}
		if valueOf[bool](v.tab, "document.querySelector('[target],[download],a[href$=\".pdf\"]') !== null || [...document.querySelectorAll('[data-print],#camera,video')].some(e => e.checkVisibility())") {
			t.Errorf("%s has what a messenger cannot show", v.path())
		}
		v.fits(320)()
	}
	v.open("/b/" + v.sheet.Code())
	quiet()
	reload := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("(setTimeout(() => location.reload()), true)"))
		return err
	})
	for range 2 {
		v.wants("#p2", "Lamp")
		v.turn(reload) // to the code's page, which goes on by itself
		v.until("the ballot again", "document.getElementById('p2')")
		quiet()
	}
	v.do(v.tap(mark(2)))
	v.turn(v.tap(toCheck))
	quiet()
	v.history("back")
	v.until("the ballot again", "document.getElementById('p2')")
	v.history("forward")
	v.wants("table", "Lamp")
	f.lose.Store(true)
	v.expectFaults(true)
	v.do(v.twice(toCast))
	v.until("the page says that no answer came", "!document.getElementById('lost').hidden")
	v.wants("#lost", "纸质选票")
	if v.path() == "/vote/receipt/"+v.sheet.Tracker("2026") {
		t.Error("a receipt without an answer")
	}
	f.lose.Store(false)
	v.expectFaults(false)
	v.turn(v.twice(toCast))
	v.received()
	quiet()
	v.wants("main", "在浏览器打开")
	v.turn(chromedp.Reload())
	v.received()
	v.holds(ballot.Marks{{Project: 2}})
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, r := range f.asked {
		if strings.Contains(r, "Referer:") || strings.Contains(strings.ToUpper(r), v.sheet.Code()) && i > 0 {
			t.Errorf("request %d tells the code or where it came from: %.300s", i, r)
		}
	}
	if len(f.asked) < 10 {
		t.Errorf("only %d requests were seen", len(f.asked))
	}
}

package kiosk

// The server behind a reverse proxy that speaks TLS: it knows its public address by itself, and believes nobody's heads.

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/ballot"
	"linli/kiosk/pdf"
)

// TestBehindProxy: a whole vote through https, with the host that residents know and with the server's own; cookies are
// for TLS only, the receipt's picture holds the public address whatever the request claims, and other sites are refused.
func TestBehindProxy(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 2)
	f := newFront(t, x.base, (*httptest.Server).StartTLS)
	x.s.Public = f.URL
	for i, host := range []string{"", strings.TrimPrefix(x.base, "http://")} {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		c := f.Client()
		c.Jar, c.Timeout = jar, 20*time.Second
		c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		c.Transport = claims{c.Transport, host}
		b := &browser{&street{bureau: x.bureau, base: f.URL, secret: x.secret}, c}
		check := b.press(b.get("/b/"+sheets[i].Code()), "/vote/check", url.Values{"p": {"3"}})
		cast := b.post("/vote/cast", fields(check.doc.Find("form[action='/vote/cast']")), "Origin", f.URL)
		if cast.status != http.StatusSeeOther || !strings.HasPrefix(cast.head.Get("Location"), "/vote/receipt/") {
			t.Fatalf("cast through a proxy that says %q: %d %s %s", host, cast.status, cast.head.Get("Location"), cast.text())
		}
		receipt := b.get(cast.head.Get("Location"))
		picture := b.get(receipt.doc.Find("img.qr").AttrOr("src", ""))
		want, err := pdf.QR(f.URL + "/r/2026/receipt?tracker=" + sheets[i].Tracker("2026"))
		if err != nil || string(picture.body) != string(want) {
			t.Errorf("the receipt leads elsewhere than to %s, %v", f.URL, err)
		}
		if r := b.post("/vote/cast", nil, "Origin", "https://evil.example"); r.status != http.StatusForbidden {
			t.Errorf("another site through the proxy: %d", r.status)
		}
		login := b.login("bao", officePassword)
		bind := b.post("/desk/2026/machine/1", nil, "Origin", f.URL)
		for _, r := range []reply{login, bind} {
			if all := strings.Join(r.head.Values("Set-Cookie"), "\n"); r.status != http.StatusSeeOther || !strings.Contains(all, "secure") || strings.Contains(r.head.Get("Location"), "://") {
				t.Errorf("%d to %s with the cookies %s", r.status, r.head.Get("Location"), all)
			}
		}
	}
}

// claims are requests whose heads name other addresses than they come from and go to.
type claims struct {
	http.RoundTripper
	host string
}

func (c claims) RoundTrip(r *http.Request) (*http.Response, error) {
	for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Forwarded-For", "Forwarded", "X-Real-Ip"} {
		r.Header.Set(name, "evil.example")
	}
	if c.host != "" {
		r.Host = c.host
	}
	return c.RoundTripper.RoundTrip(r)
}

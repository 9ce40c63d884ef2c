package kiosk

// The staff's door: passwords, lock-out, sessions, where a login leads, and what another site's page cannot send.

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/kiosk/lang"
)

func (b *browser) login(name, password string, more ...string) reply {
	b.t.Helper()
	v := url.Values{"name": {name}, "password": {password}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return b.post("/login", v)
}

// TestLogin: a right password opens the desk until the session ends, by hand or by the clock.
func TestLogin(t *testing.T) {
	x := newStreet(t)
	b := x.browser()
	if r := b.get("/desk"); r.status != http.StatusSeeOther || r.head.Get("Location") != "/login?next=/desk" {
		t.Fatalf("not signed in: %d %s", r.status, r.head.Get("Location"))
	}
	for name, password := range map[string]string{"qin": "plum-rain-2", "nobody": officePassword, "": "", "QIN": officePassword, "staff/qin": officePassword, "q\x00": "x", strings.Repeat("q", 100_000): "x", "lu": ""} {
		r := b.login(name, password)
		if r.status != 401 || !strings.Contains(r.text(), "账号或密码不对") || len(r.head.Values("Set-Cookie")) > 0 || strings.Contains(string(r.body), officePassword) {
			t.Errorf("%.20q: %d %s", name, r.status, r.text())
		}
	}
	if r := b.json("/login", `{"name":"qin","password":"wrong"}`); r.status != 401 || !strings.Contains(string(r.body), `"code":"password"`) {
		t.Errorf("by program: %d %s", r.status, r.body)
	}
	r := b.login("qin", officePassword)
	cookie := r.head.Get("Set-Cookie")
	if r.status != http.StatusSeeOther || r.head.Get("Location") != "/desk" {
		t.Fatalf("login: %d %s", r.status, r.head.Get("Location"))
	}
	for _, flag := range []string{"staff=", "HttpOnly", "SameSite=Strict", "path=/", "max-age=43200"} {
		if !strings.Contains(strings.ToLower(cookie), strings.ToLower(flag)) {
			t.Errorf("the cookie has no %s: %s", flag, cookie)
		}
	}
	secret, _, _ := strings.Cut(strings.TrimPrefix(cookie, "staff="), ";")
	x.later(sessionLife - time.Second)
	if r := b.get("/desk"); r.status != 200 || !strings.Contains(r.doc.Text(), "秦闻") {
		t.Errorf("before the session ends: %d", r.status)
	}
	x.later(time.Second)
	if r := b.get("/desk"); r.status != http.StatusSeeOther {
		t.Errorf("after the session has ended: %d", r.status)
	}
	if r := b.get("/desk", "Accept", "application/json"); r.status != 401 || !strings.Contains(string(r.body), `"code":"signin"`) {
		t.Errorf("by program: %d %s", r.status, r.body)
	}
	for _, forged := range []string{"staff=" + strings.Repeat("0", 64), "staff=", "staff=" + secret[:63], "staff=" + strings.ToUpper(secret)} {
		if r := x.browser().get("/desk", "Cookie", forged); r.status != http.StatusSeeOther {
			t.Errorf("%s: %d", forged, r.status)
		}
	}
	if strings.Contains(x.log.String(), secret) || strings.Contains(x.log.String(), officePassword) {
		t.Error("the log holds a secret")
	}
}

// TestLogout: the session ends in the store, not only in the browser.
func TestLogout(t *testing.T) {
	x := newStreet(t)
	b := x.browser()
	cookie, _, _ := strings.Cut(b.login("qin", officePassword).head.Get("Set-Cookie"), ";")
	if r := b.get("/logout"); r.status != 405 {
		t.Errorf("a link signs out: %d", r.status)
	}
	if r := b.post("/logout", nil); r.status != http.StatusSeeOther || r.head.Get("Location") != "/" {
		t.Errorf("logout: %d %s", r.status, r.head.Get("Location"))
	}
	for _, r := range []reply{b.get("/desk"), x.browser().get("/desk", "Cookie", cookie)} {
		if r.status != http.StatusSeeOther {
			t.Errorf("after the logout: %d", r.status)
		}
	}
}

// TestLockout: after five failures a login waits, longer each time; other logins do not, and many tries at once are
// no way round.
func TestLockout(t *testing.T) {
	x := newStreet(t)
	b := x.browser()
	try := func(password string, want int) {
		t.Helper()
		if r := b.login("qin", password); r.status != want {
			t.Errorf("%d %s, want %d", r.status, r.doc.Find(".error").Text(), want)
		}
	}
	for range 5 {
		try("wrong", 401)
	}
	try(officePassword, 429)
	if r := b.login("qin", officePassword); !strings.Contains(r.text(), "尝试过于频繁") {
		t.Errorf("locked out: %s", r.text())
	}
	if r := x.browser().login("lu", officePassword); r.status != http.StatusSeeOther {
		t.Errorf("another login: %d", r.status)
	}
	x.later(14 * time.Second)
	try(officePassword, 429)
	x.later(time.Second)
	try("wrong", 401) // the sixth: 30 seconds
	x.later(29 * time.Second)
	try(officePassword, 429)
	x.later(time.Second)
	try(officePassword, http.StatusSeeOther)
	try("wrong", 401) // counted from the beginning
	try(officePassword, http.StatusSeeOther)

	var all sync.WaitGroup
	var mu sync.Mutex
	answers := map[int]int{}
	for range 40 {
		all.Go(func() {
			r, err := http.PostForm(x.base+"/login", url.Values{"name": {"bao"}, "password": {"wrong"}})
			if err != nil {
				t.Error(err)
				return
			}
			r.Body.Close()
			mu.Lock()
			defer mu.Unlock()
			answers[r.StatusCode]++
		})
	}
	all.Wait()
	if answers[401] != 5 || answers[429] != 35 {
		t.Errorf("forty tries at once: %v", answers)
	}
}

// TestManyLogins: tries with ever new logins do not fill the memory.
func TestManyLogins(t *testing.T) {
	x := newStreet(t)
	for i := range maxBad + 100 {
		if !x.s.staff.attempt("n" + strings.Repeat("a", i%15) + string(rune('a'+i%26)) + lang.Int(int64(i))) {
			t.Fatal("a new login has to wait")
		}
	}
	if n := len(x.s.staff.bad); n > maxBad {
		t.Errorf("%d logins are remembered", n)
	}
}

// TestNext: a login leads to the desk's own pages only.
func TestNext(t *testing.T) {
	x := newStreet(t)
	for asked, want := range map[string]string{
		"/desk/2026": "/desk/2026", "/desk/2026/act/poll.open?x=1": "/desk/2026/act/poll.open?x=1", "": "/desk", "/": "/desk", "/desk": "/desk", "/deskful": "/desk", "/desk.evil.example": "/desk",
		"https://evil.example/desk": "/desk", "//evil.example/desk": "/desk", "/\\evil.example": "/desk", "/desk\\..\\x": "/desk", "/desk\r\nSet-Cookie: x=1": "/desk",
		"javascript:alert(1)": "/desk", "/b/CODE": "/desk", "desk": "/desk", "/desk/../vote": "/desk", "/desk/%2e%2e/vote": "/desk",
	} {
		b := x.browser()
		form := b.get("/login?next=" + url.QueryEscape(asked))
		if got := form.doc.Find("input[name=next]").AttrOr("value", ""); got != want {
			t.Errorf("the form asked for %q leads to %q", asked, got)
		}
		if got := b.login("qin", officePassword, "next", asked).head.Get("Location"); got != want {
			t.Errorf("a login asked for %q leads to %q", asked, got)
		}
	}
	if to := x.browser().get("/desk/2026/act/poll.open&next=//evil").head.Get("Location"); to != "/login?next=/desk/2026/act/poll.open%26next%3D//evil" {
		t.Errorf("a page that needs a login leads to %q", to)
	}
}

// TestOtherSites: what another site's page sends is refused, with words; our own forms pass.
func TestOtherSites(t *testing.T) {
	x := newStreet(t)
	good := url.Values{"name": {"qin"}, "password": {officePassword}}
	for _, c := range []struct {
		name, value string
		ok          bool
	}{
		{"Origin", x.base, true}, {"Origin", "null", true}, {"Sec-Fetch-Site", "same-origin", true}, {"Sec-Fetch-Site", "none", true},
		{"Origin", "http://evil.example", false}, {"Origin", "https://evil.example:8080", false}, {"Origin", x.base + ".evil.example", false}, {"Origin", "http://127.0.0.1:1", false}, {"Origin", "::", false},
		{"Sec-Fetch-Site", "cross-site", false}, {"Sec-Fetch-Site", "same-site", false}, {"Sec-Fetch-Site", "x", false},
	} {
		for _, path := range []string{"/login", "/logout", "/vote", "/desk/new"} {
			r := x.browser().post(path, good, c.name, c.value)
			if refused := r.status == 403 && strings.Contains(r.text(), "请求来自别的网站"); refused == c.ok {
				t.Errorf("%s with %s: %s answers %d %.80s", path, c.name, c.value, r.status, r.text())
			}
		}
	}
	if r := x.browser().get("/", "Sec-Fetch-Site", "cross-site"); r.status != 200 {
		t.Errorf("a link from another site: %d", r.status)
	}
}

// TestHeadersEverywhere: the street looks at the headers of every answer; here are those that no handler makes.
func TestHeadersEverywhere(t *testing.T) {
	x := newStreet(t)
	b := x.browser()
	style, _ := b.get("/").doc.Find("link[rel=stylesheet]").Attr("href")
	if r := b.get(style); r.status != 200 || !strings.Contains(r.head.Get("Cache-Control"), "max-age") || !strings.Contains(r.head.Get("Content-Type"), "text/css") {
		t.Errorf("%s: %d %v", style, r.status, r.head)
	}
	for _, path := range []string{"/static/", "/static/nothing", "/static/%00", "/nothing", "/desk", "/r/x", "/r/x/events"} {
		for _, method := range []string{"GET", "HEAD", "POST", "OPTIONS", "DELETE"} {
			b.do(method, path, nil)
		}
	}
	fragile := New(Config{Env: x.env, Public: x.base, Log: x.s.Log})
	fragile.app.Get("/panic", func(*fiber.Ctx) error { panic("plum") })
	answer, err := fragile.app.Test(httptest.NewRequest("GET", "/panic", nil))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 500 || strings.Contains(string(text), "plum") || answer.Header.Get("X-Frame-Options") != "DENY" || !strings.Contains(string(text), "是我们的问题") {
		t.Errorf("a panic: %d %s", answer.StatusCode, text)
	}
	if !slices.Contains(strings.Fields(x.log.String()), "level=ERROR") {
		t.Error("a panic is not logged")
	}
}

package kiosk

// How a voting machine is made, what it shows from then on, and how it is set free.

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/ballot"
)

// TestOnlyStaffBind: nobody but staff with that duty makes a machine, and no other site's page can.
func TestOnlyStaffBind(t *testing.T) {
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	const path = "/desk/2026/machine/1"
	b := x.browser()
	for from, to := range map[string]string{"/kiosk/2026/1": path, path: "/login?next=" + path} {
		if r := b.get(from); r.status != http.StatusSeeOther || r.head.Get("Location") != to {
			t.Errorf("%s leads a stranger to %d %s", from, r.status, r.head.Get("Location"))
		}
	}
	if r := b.post(path, nil); r.status != http.StatusSeeOther || len(r.head.Values("Set-Cookie")) > 0 {
		t.Errorf("a stranger makes a machine: %d %v", r.status, r.head)
	}
	counter := x.browser()
	counter.login("he", officePassword)
	for _, r := range []reply{counter.get(path), counter.post(path, nil), counter.post(path+"/back", nil)} {
		if r.status != http.StatusForbidden || len(r.head.Values("Set-Cookie")) > 0 || strings.Contains(string(r.body), x.s.exitCode("2026", 1)) {
			t.Errorf("a counter at the machines: %d", r.status)
		}
	}
	clerk := x.browser()
	clerk.login("bao", officePassword)
	if r := clerk.post(path, nil, "Sec-Fetch-Site", "cross-site"); r.status != http.StatusForbidden || len(r.head.Values("Set-Cookie")) > 0 {
		t.Errorf("another site makes a machine: %d", r.status)
	}
	r := clerk.post(path, nil)
	cookie := strings.ToLower(strings.Join(r.head.Values("Set-Cookie"), "\n"))
	for _, flag := range []string{"kiosk=2026.1.", "httponly", "samesite=strict", "staff=;"} {
		if !strings.Contains(cookie, flag) {
			t.Errorf("no %s in %s", flag, cookie)
		}
	}
}

// TestMachineIsConfined: whatever a machine asks for but a vote or a proposal leads to the screen that invites, and
// nothing is done; also a member of the staff cannot sign in there.
func TestMachineIsConfined(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	b := x.browser()
	b.bind("2026")
	open := []string{"/vote", "/vote/receipt/:tracker", "/kiosk/exit", "/kiosk/:round/:station", "/r/:round/receipt/qr", "/r/:round/propose", "/p/:slip"}
	real := strings.NewReplacer(":round", "2026", ":station", "1", ":tracker", "AAAABBBBCCCC", ":slip", "AAAA", ":code", sheets[1].Code())
	n := 0
	for _, route := range x.s.app.GetRoutes(true) {
		if route.Method != http.MethodGet && route.Method != http.MethodPost || strings.HasPrefix(route.Path, "/static") || slices.Contains(open, route.Path) || strings.HasPrefix(route.Path, "/vote/") {
			continue
		}
		n++
		r := b.do(route.Method, real.Replace(route.Path), nil)
		if r.status != http.StatusSeeOther || r.head.Get("Location") != machinePath {
			t.Errorf("%s %s: %d %s", route.Method, route.Path, r.status, r.head.Get("Location"))
		}
	}
	for _, path := range []string{"/nowhere", "/VOTES", "/R/2026", "/kiosk/2026/2", "/r/2025/receipt/qr?tracker=AAAA", "/kiosk/2026/1/../../../desk"} {
		if r := b.get(path); r.status != http.StatusSeeOther || r.head.Get("Location") != machinePath {
			t.Errorf("%s: %d %s", path, r.status, r.head.Get("Location"))
		}
	}
	if n < 30 {
		t.Errorf("only %d routes were tried", n)
	}
	if r := b.login("bao", officePassword); r.status != http.StatusSeeOther || r.head.Get("Location") != machinePath || len(r.head.Values("Set-Cookie")) > 0 {
		t.Errorf("a login at a machine: %d %v", r.status, r.head)
	}
	for _, path := range []string{machinePath, "/vote", "/kiosk/exit"} {
		if r := b.get(path); r.status != 200 || !r.doc.Find("html").HasClass("kiosk") {
			t.Errorf("%s at a machine: %d", path, r.status)
		}
	}
	if r := b.castFor(sheets[0], 3); r.status != http.StatusSeeOther {
		t.Errorf("a vote at a machine: %d", r.status)
	}
	if box, err := l.Box(context.Background()); err != nil || box.Count() != 1 {
		t.Errorf("%d ballots, %v", box.Count(), err)
	}
}

// TestExit: the station's code sets a machine free, in the store too; five wrong ones make it wait; none is logged.
func TestExit(t *testing.T) {
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	b, right := x.browser(), x.s.exitCode("2026", 1)
	wrong := swappedDigit(right)
	if r := b.get("/kiosk/exit"); r.status != http.StatusSeeOther || r.head.Get("Location") != "/" {
		t.Errorf("the exit of a browser that is no machine: %d", r.status)
	}
	b.bind("2026")
	try := func(code string, want int) reply {
		t.Helper()
		r := b.post("/kiosk/exit", url.Values{"code": {code}})
		if r.status != want || strings.Contains(string(r.body), right) {
			t.Errorf("%d %s, want %d", r.status, r.text(), want)
		}
		return r
	}
	for _, code := range []string{"", wrong, right + "0", right[:5], strings.Repeat("9", 100_000)} {
		try(code, 403)
	}
	if r := try(right, 429); !strings.Contains(r.text(), "尝试过于频繁") {
		t.Errorf("after five wrong codes: %s", r.text())
	}
	x.later(15 * time.Second)
	u, err := url.Parse(x.base)
	if err != nil {
		t.Fatal(err)
	}
	kept := b.c.Jar.Cookies(u)
	wide := strings.Map(func(r rune) rune { return r - '0' + '０' }, right)
	if r := try(" "+wide, http.StatusSeeOther); r.head.Get("Location") != "/" || !strings.Contains(r.head.Get("Clear-Site-Data"), "storage") {
		t.Errorf("exit: %v", r.head)
	}
	if r := b.get("/r/2026"); r.status != 200 || r.doc.Find("html").HasClass("kiosk") {
		t.Errorf("after the exit: %d", r.status)
	}
	copied := x.browser()
	copied.c.Jar.SetCookies(u, kept)
	if r := copied.get("/r/2026"); r.status != 200 || !strings.Contains(strings.Join(r.head.Values("Set-Cookie"), ""), "kiosk=;") {
		t.Errorf("a copy of the machine after the exit: %d %v", r.status, r.head)
	}
	for _, code := range []string{right, wrong} {
		if strings.Contains(x.log.String(), code) {
			t.Error("the log holds an exit code")
		}
	}
}

func swappedDigit(code string) string {
	if code[0] == '9' {
		return "0" + code[1:]
	}
	return string(code[0]+1) + code[1:]
}

// TestExitCode: each station has its own, the clerk sees it, and other servers of the store know the same.
func TestExitCode(t *testing.T) {
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	code := x.s.exitCode("2026", 1)
	if code == x.s.exitCode("2026", 2) || code == x.s.exitCode("2027", 1) || len(code) != 6 {
		t.Errorf("the code %s serves elsewhere", code)
	}
	if other := New(Config{Env: x.env, Public: x.base, Log: x.s.Log}).exitCode("2026", 1); other != code {
		t.Errorf("another server has %s, want %s", other, code)
	}
	clerk := x.browser()
	clerk.login("bao", officePassword)
	if r := clerk.get("/desk/2026/machine/1"); r.doc.Find(".ticket .code").Text() != code {
		t.Errorf("the clerk sees %s", r.text())
	}
}

// TestTakeBack: the desk takes the machines of a station back, and none of another.
func TestTakeBack(t *testing.T) {
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	var machines []*browser
	for range 3 {
		b := x.browser()
		b.bind("2026")
		machines = append(machines, b)
	}
	clerk := x.browser()
	clerk.login("bao", officePassword)
	const path = "/desk/2026/machine/1"
	if r := clerk.get(path); !strings.Contains(r.text(), "现有投票机 3 台") {
		t.Errorf("three machines are told as %s", r.text())
	}
	if r := clerk.press(clerk.get(path), path+"/back", nil); r.status != http.StatusSeeOther {
		t.Errorf("taking back: %d", r.status)
	}
	for _, b := range machines {
		if r := b.get("/r/2026"); r.status != 200 || r.doc.Find("html").HasClass("kiosk") {
			t.Errorf("a machine that was taken back: %d", r.status)
		}
	}
	if r := clerk.get(path); r.doc.Find("form[action$='/back']").Length() != 0 {
		t.Errorf("after taking back: %s", r.text())
	}
}

// TestReceiptOfAnotherTurn: the receipt is shown in its voter's own turn only.
func TestReceiptOfAnotherTurn(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1)
	b := x.browser()
	b.bind("2026")
	to := b.castFor(sheets[0], 3).head.Get("Location")
	for range 2 {
		if r := b.get(to); r.status != 200 || r.doc.Find(".ticket").Length() != 1 {
			t.Errorf("the receipt in its turn: %d %s", r.status, r.text())
		}
	}
	b.get(machinePath)
	plain, _, _ := strings.Cut(to, "?")
	for _, path := range []string{to, plain, plain + "?turn="} {
		if r := b.get(path); r.status != http.StatusSeeOther || r.head.Get("Location") != machinePath {
			t.Errorf("the next voter sees a receipt: %d %s", r.status, r.text())
		}
	}
	if r := x.browser().get(plain); r.status != 200 {
		t.Errorf("on the voter's own phone: %d", r.status)
	}
}

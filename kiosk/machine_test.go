package kiosk

// A browser that has been turned into a voting machine.

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/ballot"
)

// bind makes the browser a voting machine of station 1, by a clerk who signs in at it, and returns the screen that
// invites.
func (b *browser) bind(round string) reply {
	b.t.Helper()
	if r := b.login("bao", officePassword); r.status != http.StatusSeeOther {
		b.t.Fatalf("login: %d", r.status)
	}
	const button = "/machine/1"
	r := b.press(b.get("/desk/"+round+button), "/desk/"+round+button, nil)
	if r.status != http.StatusSeeOther {
		b.t.Fatalf("bind: %d %s", r.status, r.text())
	}
	return b.get(r.head.Get("Location"))
}

// TestMachine: a machine casts by its own channel, forgets what the last voter had set, and ends the session of the
// staff; a station that does not exist has no machine, nor has a browser that only says so.
func TestMachine(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 4)
	b := x.browser()
	for _, path := range []string{"/kiosk/2026/9", "/kiosk/2026/x", "/kiosk/1999/1"} {
		if r := b.get(path); r.status != 404 || len(r.head.Values("Set-Cookie")) > 0 {
			t.Errorf("%s: %d %v", path, r.status, r.head.Values("Set-Cookie"))
		}
	}
	b.castFor(sheets[0], 3) // a phone still
	b.get("/vote?lang=en")
	r := b.bind("2026")
	if r.status != 200 || !r.doc.Find("html").HasClass("kiosk") || r.doc.Find("html").AttrOr("lang", "") != "zh-CN" {
		t.Errorf("machine: %d, %s", r.status, r.doc.Find("html").AttrOr("lang", ""))
	}
	if r := b.get("/desk"); r.status != http.StatusSeeOther {
		t.Errorf("the machine opens the desk to a voter: %d", r.status)
	}
	receipt := b.get(b.castFor(sheets[1], 3).head.Get("Location"))
	if !strings.Contains(receipt.text(), "Hall") || !strings.Contains(string(receipt.body), "15;url=/kiosk/2026/1") {
		t.Errorf("receipt at the machine: %s", receipt.text())
	}
	if links := receipt.doc.Find("main a[href]"); links.Length() != 1 || links.AttrOr("href", "") != "/kiosk/2026/1" {
		t.Error("the machine's receipt leads elsewhere")
	}
	for _, forged := range []string{"2026.9", "2026.1." + strings.Repeat("0", 64) + "."} {
		v := url.Values{"code": {sheets[3].Code()}, "p": {"1"}}
		if r := x.browser().post("/vote/cast", v, "Cookie", "kiosk="+forged); r.status != http.StatusSeeOther {
			t.Errorf("forged machine %.9s: %d", forged, r.status)
		}
	}
	box, err := l.Box(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	via := map[ballot.Via]int{}
	for _, spend := range box.Spends() {
		via[spend.Via]++
	}
	if via[ballot.Kiosk] != 1 || via[ballot.Phone] != 2 {
		t.Errorf("channels %v", via)
	}
}

// castFor casts by the screens, the code typed.
func (b *browser) castFor(sheet ballot.Credential, project int) reply {
	b.t.Helper()
	chosen := b.press(b.get("/vote"), "/vote", url.Values{"code": {sheet.Code()}})
	check := b.press(chosen, "/vote/check", url.Values{"p": {string(rune('0' + project))}})
	return b.press(check, "/vote/cast", nil)
}

// TestMachineKeepsSilent: what was typed at a machine is not shown again; on a phone it is.
func TestMachineKeepsSilent(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1)
	machine, phone := x.browser(), x.browser()
	machine.bind("2026")
	for _, typed := range []string{"SECRETLY-TYPED", sheets[0].Code()[:34] + "?", "<b>typed"} {
		r := machine.press(machine.get("/vote"), "/vote", url.Values{"code": {typed}})
		if r.status != 400 || strings.Contains(string(r.body), typed) || r.doc.Find("input[name=code]").AttrOr("value", "") != "" {
			t.Errorf("the machine shows %q: %d", typed, r.status)
		}
		if got := phone.post("/vote", url.Values{"code": {typed}}).doc.Find("input[name=code]").AttrOr("value", ""); got != typed {
			t.Errorf("a phone shows %q, typed %q", got, typed)
		}
	}
}

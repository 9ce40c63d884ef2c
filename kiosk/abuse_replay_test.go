package kiosk

// Replay and forgery: used codes elsewhere, codes that were made up, receipts, old forms, other sites' forms, sessions.

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
)

// inBox is how many ballots a box holds, to see that nothing has been added.
func (x *street) inBox(l *catalog.Live) int {
	x.t.Helper()
	box, err := l.Box(context.Background())
	if err != nil {
		x.t.Fatal(err)
	}
	return box.Count()
}

// TestReplayEverywhere: a code that has been used is used on every channel, on every server, in the round of its poll and
// in no other; the same ballot again gives the same receipt.
func TestReplayEverywhere(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	next, _ := x.voting("2027", ballot.Approval, 1)
	code, tracker := sheets[0].Code(), sheets[0].Tracker("2026")
	phone := x.browser()
	if to := phone.castFor(sheets[0], 2).head.Get("Location"); to != "/vote/receipt/"+tracker {
		t.Fatalf("the first cast leads to %q", to)
	}
	machine, elsewhere := x.browser(), x.beside().browser()
	machine.bind("2026")
	turned := fields(machine.get("/kiosk/2026/1").doc.Find("form[action='/vote']")).Get("turn")
	away := x.browser()
	away.bind("2027")
	strayed := fields(away.get("/kiosk/2027/1").doc.Find("form[action='/vote']")).Get("turn")
	for name, c := range map[string]struct {
		*browser
		turn string
	}{"phone": {phone, ""}, "another phone": {x.browser(), ""}, "machine": {machine, turned}, "machine of another round": {away, strayed}, "another server": {elsewhere, ""}} {
		same, other := url.Values{"code": {code}, "p": {"2"}, "turn": {c.turn}}, url.Values{"code": {code}, "p": {"1"}, "turn": {c.turn}}
		if r := c.post("/vote/cast", same); r.status != http.StatusSeeOther || !strings.HasPrefix(r.head.Get("Location"), "/vote/receipt/"+tracker) {
			t.Errorf("%s: the same ballot again: %d %s", name, r.status, r.head.Get("Location"))
		}
		for what, r := range map[string]reply{
			"another ballot": c.post("/vote/cast", other), "a blank one": c.post("/vote/cast", url.Values{"code": {code}, "blank": {"yes"}, "turn": {c.turn}}),
			"by program": c.json("/vote/cast", fmt.Sprintf(`{"code":%q,"marks":[{"p":1}]}`, code)), "lower case": c.post("/vote/cast", url.Values{"code": {strings.ToLower(code)}, "p": {"3"}, "turn": {c.turn}}),
			"with its address": c.post("/vote/cast", url.Values{"code": {"http://h/b/" + code}, "p": {"3"}, "turn": {c.turn}}), "scanned": c.get("/b/" + code), "typed": c.post("/vote", url.Values{"code": {ballot.Group(code, 5)}, "turn": {c.turn}}),
		} {
			toStart := r.status == http.StatusSeeOther && strings.HasPrefix(r.head.Get("Location"), "/kiosk/") && what == "scanned"
			if r.status != http.StatusConflict && !toStart {
				t.Errorf("%s: %s: %d %.100s", name, what, r.status, r.text())
			}
		}
	}
	if got, other := x.inBox(l), x.inBox(next); got != 1 || other != 0 {
		t.Errorf("%d ballots, and %d in the other round", got, other)
	}
}

// forgeries are codes that look like one of the sheet's and are none.
func forgeries(t *testing.T, sheet ballot.Credential, poll string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for bit := range len(sheet.Secret) * 8 {
		c := sheet
		c.Secret[bit/8] ^= 1 << (bit % 8)
		out["a bit of the secret"] = append(out["a bit of the secret"], c.Code())
	}
	for bit := range len(sheet.Tag) * 8 {
		c := sheet
		c.Tag[bit/8] ^= 1 << (bit % 8)
		out["a bit of the poll"] = append(out["a bit of the poll"], c.Code())
	}
	for _, n := range []int{1, 2, 3, 100, 262143} {
		c := sheet
		if c.Serial.Number == n {
			continue
		}
		c.Serial.Number = n
		out["another number"] = append(out["another number"], c.Code())
	}
	c := sheet
	c.Serial.Station = 2
	out["another station"] = []string{c.Code()}
	good := sheet.Code()
	for i := range good {
		for _, sign := range []byte("0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
			if good[i] != sign {
				out["one sign"] = append(out["one sign"], good[:i]+string(sign)+good[i+1:])
			}
		}
		out["one sign less"] = append(out["one sign less"], good[:i]+good[i+1:])
		out["one sign more"] = append(out["one sign more"], good[:i]+"7"+good[i:])
	}
	for _, of := range []string{poll, poll + "x", TestPoll(poll), ""} {
		strange, err := ballot.NewCredential(of, sheet.Serial, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		out["a drawn secret of "+of] = []string{strange.Code()}
	}
	return out
}

// TestForgedCodes: no sheet but a printed one casts: not with a bit or a sign changed, not with the secret of another
// serial, not of another poll or of the test deck.
func TestForgedCodes(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 3)
	x.secret = nil // forged neighbours of a code may stand in answers
	crossed := sheets[0]
	crossed.Secret = sheets[1].Secret
	all := forgeries(t, sheets[0], "2026")
	all["the secret of another serial"] = []string{crossed.Code()}
	n := 0
	for name, list := range all {
		for _, code := range list {
			c, err := ballot.ParseCode(code)
			if err == nil && slices.Contains(sheets, c) {
				continue // a sign that is read as another, as O is read as 0
			}
			r := x.asStaff("", "/vote/cast", obj{"code": code, "marks": []obj{{"p": 1}}})
			if r.status != 400 && r.status != 404 && r.status != 429 {
				t.Errorf("%s: %s answers %d %s", name, code, r.status, r.body)
			}
			for _, inner := range []string{"commitment", "hmac", sheets[0].Code()} {
				if strings.Contains(string(r.body), inner) {
					t.Errorf("%s: the answer tells %s", name, inner)
				}
			}
			n++
		}
	}
	if n < 900 {
		t.Errorf("only %d forgeries", n)
	}
	if got := x.inBox(l); got != 0 {
		t.Errorf("forged codes have cast %d ballots", got)
	}
	if r := x.browser().castFor(sheets[0], 1); r.status != http.StatusSeeOther {
		t.Errorf("the true sheet after all forgeries: %d", r.status)
	}
}

// TestForgedReceipts: a tracker that nobody has cast is no receipt and is counted nowhere, and a receipt tells nothing of
// the choice.
func TestForgedReceipts(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 2)
	b := x.browser()
	b.must("cast", b.castFor(sheets[0], 2), http.StatusSeeOther)
	tracker := sheets[0].Tracker("2026")
	forged := []string{sheets[1].Tracker("2026"), sheets[0].Tracker("2027"), tracker[:len(tracker)-1], tracker + "A", strings.Repeat("A", 12), strings.Repeat("A", 4000), "..%2f..%2fvote", "%00", sheets[0].Code()[:12]}
	for i := range tracker {
		sign := "A"
		if tracker[i] == 'A' {
			sign = "B"
		}
		forged = append(forged, tracker[:i]+sign+tracker[i+1:])
	}
	for _, f := range forged {
		if r := b.get("/vote/receipt/" + f); r.status < 400 || r.status >= 500 || r.doc.Find(".ticket").Length() > 0 {
			t.Errorf("the receipt %.20q: %d", f, r.status)
		}
		if r := b.get("/r/2026/receipt?tracker=" + url.QueryEscape(f)); r.doc.Find(".verdict:not(.is-unknown)").Length() > 0 || r.status >= 500 {
			t.Errorf("the tracker %.20q is found: %d", f, r.status)
		}
	}
	receipt := b.get("/vote/receipt/" + tracker)
	if receipt.status != 200 || strings.Contains(receipt.text(), "Lamp") {
		t.Errorf("the receipt: %d %s", receipt.status, receipt.text())
	}
}

// TestOldForms: a form of an earlier turn, of an earlier poll, or with a turn that was made up, leads back to the start.
func TestOldForms(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	b := x.browser()
	first := b.bind("2026")
	check := b.press(b.press(first, "/vote", url.Values{"code": {sheets[0].Code()}}), "/vote/check", url.Values{"p": {"1"}})
	second := b.get("/kiosk/2026/1") // the next voter
	for name, turn := range map[string][]string{"the last voter's": nil, "none": {""}, "another's": {strings.Repeat("0", 16)}, "two": {"x", "y"}} {
		changes := url.Values{}
		if turn != nil {
			changes["turn"] = turn
		}
		for _, action := range []string{"/vote/cast", "/vote/choose"} {
			r := b.press(check, action, changes)
			if r.status != http.StatusSeeOther || r.head.Get("Location") != "/kiosk/2026/1" || strings.Contains(string(r.body), "Bench") {
				t.Errorf("%s turn to %s: %d %s", name, action, r.status, r.head.Get("Location"))
			}
		}
	}
	if got := x.inBox(l); got != 0 {
		t.Fatalf("an old form has cast %d", got)
	}
	for _, cookie := range []string{"2026.1", "2026.1.", "2026.1.x.y", "..", "x", "2026.99.aa", "../../desk.1.aa", strings.Repeat("9", 3000)} {
		if r := x.browser().get("/vote", "Cookie", "kiosk="+cookie); r.status >= 500 {
			t.Errorf("the cookie %.20q: %d", cookie, r.status)
		}
	}
	check = b.press(b.press(second, "/vote", url.Values{"code": {sheets[1].Code()}}), "/vote/check", url.Values{"p": {"1"}})
	b.must("in one's own turn", b.press(check, "/vote/cast", nil), http.StatusSeeOther)
	check = x.browser().post("/vote/check", url.Values{"code": {sheets[0].Code()}, "p": {"1"}})
	if err := l.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	if r := x.browser().press(check, "/vote/cast", nil); r.status != http.StatusGone {
		t.Errorf("a form from before the close: %d", r.status)
	}
}

// TestCrossSitePosts: every route that takes a POST, and every act, refuses one that another site's page has sent, with an
// officer's session and without; nothing is done.
func TestCrossSitePosts(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	paths := []string{}
	for _, route := range x.routesOf(http.MethodPost) {
		paths = append(paths, addressed(route))
	}
	for _, k := range catalog.Kinds {
		paths = append(paths, act(k.Name))
	}
	for name := range specials {
		paths = append(paths, act(name))
	}
	before := x.kept()
	for _, path := range paths {
		for _, site := range [][2]string{{"Origin", "http://evil.example"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", strings.Replace(x.base, "http:", "https:", 1) + "0"}} {
			for _, kind := range []string{"application/x-www-form-urlencoded", "text/plain", "application/json", "multipart/form-data; boundary=x"} {
				for _, cookie := range []string{"", "staff=" + x.cookies["qin"]} {
					body := "code=" + sheets[0].Code() + "&p=1&confirm=yes&second=lu&second_password=" + officePassword
					switch {
					case strings.Contains(kind, "json"):
						body = `{}`
					case strings.Contains(kind, "multipart"):
						body = "--x\r\nContent-Disposition: form-data; name=confirm\r\n\r\nyes\r\n--x--\r\n"
					}
					r := x.noSecrets().do(http.MethodPost, path, strings.NewReader(body), "Content-Type", kind, "Cookie", cookie, site[0], site[1])
					if r.status != http.StatusForbidden {
						t.Errorf("%s from %s as %s: %d", path, site[1], kind, r.status)
					}
				}
			}
		}
	}
	if x.kept() != before || x.inBox(l) != 0 {
		t.Error("another site's page has done something")
	}
	if r := x.browser().get("/desk", "Cookie", "staff="+x.cookies["qin"]); r.status != 200 {
		t.Errorf("the session afterwards: %d", r.status)
	}
	for _, path := range []string{"/r/2026/observe", "/desk"} { // nor may another site read what is answered
		r := x.browser().get(path, "Origin", "http://evil.example", "Cookie", "staff="+x.cookies["qin"])
		for name := range r.head {
			if strings.HasPrefix(strings.ToLower(name), "access-control-") {
				t.Errorf("%s answers with %s", path, name)
			}
		}
	}
}

// TestSessionFixation: a session that somebody has put into a browser is never the one that a login opens, and a login
// gives a new one each time.
func TestSessionFixation(t *testing.T) {
	x := newStreet(t)
	planted := strings.Repeat("a", 64)
	seen := map[string]bool{planted: true}
	for range 3 {
		b := x.browser()
		r := b.post("/login", url.Values{"name": {"qin"}, "password": {officePassword}}, "Cookie", "staff="+planted)
		cookie, _, _ := strings.Cut(strings.TrimPrefix(r.head.Get("Set-Cookie"), "staff="), ";")
		if r.status != http.StatusSeeOther || len(cookie) != 64 || seen[cookie] {
			t.Errorf("login: %d, session %q", r.status, cookie)
		}
		seen[cookie] = true
		if r := x.browser().get("/desk", "Cookie", "staff="+planted); r.status == 200 {
			t.Error("the planted session is open")
		}
		for _, twice := range []string{"staff=" + planted + "; staff=" + cookie, "staff=" + cookie + "; staff=" + planted} {
			if r := x.browser().get("/desk", "Cookie", twice); r.status != 200 && r.status != http.StatusSeeOther {
				t.Errorf("two sessions: %d", r.status)
			}
		}
	}
	for _, at := range []string{"/desk?staff=", "/desk?session=", "/login?staff="} {
		for cookie := range seen {
			if r := x.browser().get(at + cookie); r.status == 200 && strings.HasPrefix(at, "/desk") {
				t.Error("a session in the address opens the desk")
			}
		}
	}
	if bytes.Contains([]byte(x.log.String()), []byte(planted)) {
		t.Error("the log holds a session")
	}
}

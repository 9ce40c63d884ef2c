package kiosk

// Sheets that cannot be used, receipts that can be looked up, and what a voting machine keeps to itself.

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/ballot"
	"linli/kiosk/lang"
)

// foreign is a genuine code of a poll that this server does not have.
func foreign(t *testing.T) string {
	t.Helper()
	c, err := ballot.NewCredential("elsewhere", ballot.Serial{Station: 1, Number: 1}, strings.NewReader("sixteen byte key"))
	if err != nil {
		t.Fatal(err)
	}
	return c.Code()
}

// stranger is a well-made code of the poll of which no sheet was printed.
func stranger(t *testing.T, poll string) string {
	t.Helper()
	c, err := ballot.NewCredential(poll, ballot.Serial{Station: 1, Number: 1}, strings.NewReader("sixteen byte key"))
	if err != nil {
		t.Fatal(err)
	}
	return c.Code()
}

// TestUselessSheets: each refusal of a sheet has its own status and words, in both languages, at every screen that
// takes a code; it names the round's help line, and nothing is cast.
func TestUselessSheets(t *testing.T) {
	x := newStreet(t)
	ctx := context.Background()
	open, sheets := x.voting("open", ballot.Approval, 3)
	box, err := open.Box(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := box.Void(ctx, sheets[1]); err != nil {
		t.Fatal(err)
	}
	if _, err := box.Cast(ctx, sheets[2], ballot.Marks{{Project: 3}}, ballot.Phone); err != nil {
		t.Fatal(err)
	}
	early := x.collecting("early", nil)
	x.frozen(early)
	unopened := x.print(early, 1)
	late, closed := x.voting("late", ballot.Approval, 1)
	if err := late.ClosePoll(ctx, "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	code := sheets[0].Code()
	wrongSign := code[:10] + swapped(code[10]) + code[11:]
	for _, c := range []struct {
		name, code string
		status     int
		word       string
	}{
		{"void", sheets[1].Code(), 409, "void"},
		{"spent", sheets[2].Code(), 409, "spent"},
		{"foreign", foreign(t), 404, "foreign"},
		{"unknown", stranger(t, "open"), 404, "unknown"},
		{"malformed", wrongSign, 400, "malformed"},
		{"too short", "ABC", 400, "malformed"},
		{"closed", closed[0].Code(), 410, "closed"},
		{"not open", unopened[0].Code(), 403, "unopened"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, l := range lang.All {
				x.refused(t, l, c.code, c.status, c.word)
			}
			r := x.browser().json("/vote/cast", `{"code":"`+c.code+`","marks":[{"p":2}]}`)
			var said refusal
			if err := json.Unmarshal(r.body, &said); err != nil || r.status != c.status || said.Code != c.word || said.Zh == "" || said.En == "" || said.Zh == said.En {
				t.Errorf("by program: %d %s", r.status, r.body)
			}
		})
	}
	if r := x.browser().get("/b/" + sheets[2].Code()); !strings.Contains(r.text(), ballot.Group(sheets[2].Tracker("open"), 4)) {
		t.Errorf("a spent sheet does not name its receipt: %s", r.text())
	}
	if box.Count() != 1 {
		t.Errorf("%d ballots", box.Count())
	}
}

// refused expects a page of that refusal from every screen that takes a code.
func (x *street) refused(t *testing.T, l lang.Lang, code string, status int, word string) {
	t.Helper()
	b, form := x.browser(), url.Values{"code": {code}, "p": {"1"}, "lang": {string(l)}}
	for what, r := range map[string]reply{
		"scan": b.get("/b/" + code + "?lang=" + string(l)), "code": b.post("/vote", form),
		"choose": b.post("/vote/choose", form), "check": b.post("/vote/check", form), "cast": b.post("/vote/cast", form),
	} {
		if word == "spent" && (what == "choose" || what == "check") {
			continue // whoever goes back after a lost answer may look and cast the same again
		}
		if r.status != status || !strings.Contains(r.text(), lang.T(l, "error."+word+".title")) || !strings.Contains(r.text(), lang.T(l, "error."+word+".next")) {
			t.Errorf("%s in %s: %d %s", what, l, r.status, r.text())
		}
		if known := word != "foreign" && word != "malformed" && word != "unknown"; known && r.doc.Find(".help a[href='tel:0512-1234501']").Length() != 1 {
			t.Errorf("%s in %s gives no help line", what, l)
		}
	}
}

func swapped(sign byte) string {
	if sign == 'A' {
		return "B"
	}
	return "A"
}

// TestRoundsOfOneTag: a round whose sheets look like another's at a glance does not stop the other's vote.
func TestRoundsOfOneTag(t *testing.T) {
	x := newStreet(t)
	twin := "a"
	for i := 0; ballot.PollTag(twin) != ballot.PollTag("zz"); i++ {
		twin = fmt.Sprint("a", i)
	}
	x.collecting(twin, nil)
	l, sheets := x.voting("zz", ballot.Approval, 2)
	if r := x.browser().get("/b/" + sheets[0].Code()); r.status != 200 {
		t.Errorf("beside a round without a library: %d %s", r.status, r.text())
	}
	twin2, err := x.s.Round(t.Context(), twin)
	if err != nil {
		t.Fatal(err)
	}
	x.frozen(twin2)
	if r := x.browser().json("/vote/cast", `{"code":"`+sheets[0].Code()+`","marks":[{"p":1}]}`); r.status != 200 {
		t.Errorf("beside a round with a library: %d %s", r.status, r.body)
	}
	if box, err := l.Box(t.Context()); err != nil || box.Count() != 1 {
		t.Errorf("the ballot is not in its own box: %v", err)
	}
}

// TestReceiptAndLookup: a receipt is shown of a ballot that is in a box, and can be looked up through all its states.
func TestReceiptAndLookup(t *testing.T) {
	x := newStreet(t)
	ctx := context.Background()
	l, sheets := x.voting("2026", ballot.Approval, 12)
	b := x.browser()
	tracker := sheets[0].Tracker("2026")
	want := func(code, state string) reply {
		t.Helper()
		r := b.get("/r/2026/receipt?tracker=" + url.QueryEscape(code))
		if r.status != 200 || r.doc.Find(".verdict.is-"+state).Length() != 1 || !strings.Contains(r.text(), lang.T(lang.Zh, "lookup."+state)) {
			t.Errorf("%s: %d %s, want %s", code, r.status, r.text(), state)
		}
		return r
	}
	if r := b.get("/vote/receipt/" + tracker); r.status != 404 {
		t.Errorf("receipt before the cast: %d", r.status)
	}
	want(tracker, "unknown")
	if r := b.get("/r/2026/receipt"); r.status != 200 || r.doc.Find(".verdict").Length() != 0 {
		t.Errorf("nothing asked: %d %s", r.status, r.text())
	}
	if r := b.get("/r/2026/receipt?tracker=" + strings.Repeat("A", 41)); r.status != 400 {
		t.Errorf("a long tracker: %d", r.status)
	}
	for _, sheet := range sheets[:11] {
		if r := b.json("/vote/cast", `{"code":"`+sheet.Code()+`","marks":[{"p":4}]}`); r.status != 200 {
			t.Fatalf("cast: %d %s", r.status, r.body)
		}
	}
	want(strings.ToLower(ballot.Group(tracker, 4)), "box")
	if _, err := l.PublishBallots(ctx, "qin"); err != nil {
		t.Fatal(err)
	}
	if r := want(tracker, "published"); strings.Contains(r.text(), "Ramp") {
		t.Error("the choices are told before the close")
	}
	if r := b.get("/r/2026/receipt?tracker=" + tracker + "&lang=en"); !strings.Contains(r.doc.Find(".settings a.size1").AttrOr("href", ""), "tracker="+tracker) {
		t.Error("choosing a letter size loses what was looked up")
	}
	b.get("/?lang=zh")
	if err := l.ClosePoll(ctx, "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	if r := want(tracker, "opened"); !strings.Contains(r.text(), "Ramp") || strings.Contains(r.text(), "Bench") {
		t.Errorf("the opened ballot is told as %s", r.text())
	}
	if _, err := l.ScanBatch(ctx, "he", 1, 1, []string{sheets[0].Code()}); err != nil {
		t.Fatal(err)
	}
	want(tracker, "replaced")
}

// TestCodeStaysSecret: the street looks at every answer and the log; here every way to write a code's address is tried.
func TestCodeStaysSecret(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 2)
	code := sheets[0].Code()
	if err := l.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	b := x.browser()
	for _, path := range []string{
		"/b/" + code, "/B/" + code, "/b/" + strings.ToLower(code), "/b/" + code + "/", "/b/" + code + "/x", "/vote/" + code, "/VOTE/" + code,
		"/vote?code=" + code, "/b/x?code=" + code, "/login?code=" + code, "/r/2026/observe?code=" + code,
	} {
		for _, setting := range []string{"", "?lang=en", "?size=2"} {
			if strings.Contains(path, "?") {
				setting = strings.ReplaceAll(setting, "?", "&")
			}
			b.get(path + setting)
			b.do(http.MethodHead, path+setting, nil)
			b.get(path+setting, "Accept", "application/json")
			b.post(path+setting, url.Values{"code": {code}})
		}
	}
	if !strings.Contains(x.log.String(), "route=/b/:code") {
		t.Errorf("requests are not logged by their routes:\n%s", x.log.String())
	}
}

// TestGuessing: who tries codes in great number is slowed down; a voter with a sheet is not, though the address is the
// same.
func TestGuessing(t *testing.T) {
	x := newStreet(t)
	_, sheets := x.voting("2026", ballot.Approval, 1)
	answers := map[int]int{}
	b := x.browser()
	for i := range 300 {
		path := []string{"/b/" + foreign(t), "/p/X", "/vote/receipt/X", "/b/" + stranger(t, "2026")}[i%4]
		answers[b.get(path, "Accept", "application/json").status]++
	}
	if answers[429] < 20 || answers[400]+answers[404] < 200 {
		t.Errorf("300 guesses are answered %v", answers)
	}
	for _, l := range lang.All {
		r := b.post("/vote", url.Values{"code": {stranger(t, "2026")}, "lang": {string(l)}})
		if ok := r.status == 429 && strings.Contains(r.text(), lang.T(l, "error.toofast.title")); !ok && r.status != 404 {
			t.Errorf("a guess too many: %d %s", r.status, r.text())
		}
	}
	if r := b.get("/b/" + sheets[0].Code()); r.status != 200 {
		t.Errorf("a voter beside the guesser: %d", r.status)
	}
}

package kiosk

// The paper count at the desk: neither pair is sent what the other has typed, whatever page it opens; every form of paper
// can be entered; a third person decides.

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
)

// pileOn is a round whose poll has closed, with batch 1001 scanned: so many sheets of paper.
func pileOn(t *testing.T, form ballot.Form, sheets int) *street {
	t.Helper()
	x := newStreet(t)
	l, all := x.voting("2026", form, sheets)
	if err := l.ClosePoll(t.Context(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	if r := x.scanPile("he", "1001", "yes", all...); r.status != http.StatusSeeOther {
		t.Fatalf("scan: %d %s", r.status, complaint(r))
	}
	return x
}

// asks is every address that a page leads to, fetched as that member of the staff, as pages and as JSON; with the ones
// of which no page tells.
func (o *bureau) asks(as string, look func(path string, body []byte)) (seen []string) {
	queue := []string{"/", "/desk", "/desk/2026", "/desk/2026/ledger", "/desk/2026/count/1001", "/desk/2026/count/1001/A", "/desk/2026/count/1001/B",
		"/desk/2026/act/count.adjudicate?batch=1001", "/desk/2026/act/count.seal", "/desk/2026/act/count.reopen", "/desk/2026/act/station.settle", "/desk/2026/act/poll.tally",
		"/r/2026/observe", "/r/2026/observe?wall=1", "/r/2026/observe.json", "/r/2026/export", "/r/2026/ledger"}
	o.read(func(r *catalog.Round) {
		for n := range r.Entries {
			queue = append(queue, "/r/2026/ledger/"+lang.Int(n), "/desk/2026/correct/"+lang.Int(n))
		}
	})
	for len(queue) > 0 && len(seen) < 400 {
		path := queue[0]
		queue = queue[1:]
		if slices.Contains(seen, path) {
			continue
		}
		seen = append(seen, path)
		for _, accept := range []string{"text/html", "application/json"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Header.Set("Accept", accept)
			got := o.send(as, r)
			look(path, got.body)
			for _, a := range got.doc.Find("a[href]").Nodes {
				for _, at := range a.Attr {
					u, err := url.Parse(at.Val)
					if at.Key == "href" && err == nil && u.Host == "" && strings.HasPrefix(u.Path, "/") && !strings.ContainsAny(u.RawQuery[:min(1, len(u.RawQuery))], "lsc") && !strings.HasSuffix(u.Path, ".pdf") {
						u.Fragment = ""
						queue = append(queue, u.String())
					}
				}
			}
		}
	}
	return seen
}

// TestPairsSeeNothing: until the batch is sealed, what pair A has typed is on no page and in no answer that anybody of pair
// B, anybody outside, or the export gets: not after the entry, nor when both differ, nor after A has corrected it, nor when
// the sealed batch is opened again.
func TestPairsSeeNothing(t *testing.T) {
	x := pileOn(t, ballot.Approval, 3)
	secret := [][]byte{[]byte("2 4 5"), []byte("2 Lamp · 4 Ramp · 5 Shed"), []byte(`{"p":2},{"p":4},{"p":5}`)}
	hidden := func(when string) {
		t.Helper()
		for _, as := range []string{"tai", ""} {
			seen := x.asks(as, func(path string, body []byte) {
				for _, s := range secret {
					if bytes.Contains(body, s) {
						t.Errorf("%s: %q is told %q at %s", when, as, s, path)
					}
				}
			})
			if len(seen) < 50 {
				t.Errorf("%d addresses only", len(seen))
			}
		}
	}
	shown := func(as, path string) bool { return bytes.Contains(x.get(as, path).body, secret[1]) }
	const desk, a, b = "/desk/2026/count/1001", "/desk/2026/count/1001/A", "/desk/2026/count/1001/B"
	enter := func(as, path string, want int, lines ...string) {
		t.Helper()
		if r := x.enterPile(as, path, lines...); r.status != want {
			t.Fatalf("%s at %s: %d %s", as, path, r.status, complaint(r))
		}
	}
	enter("he", a, 303, "2.4.5", "1", "0")
	hidden("after A's entry")
	if !shown("he", a) || shown("qin", desk) {
		t.Error("pair A does not see its own entry, or others do before both have entered")
	}
	enter("he", b, 409, "1", "1", "0")
	enter("tai", b, 303, "1", "1", "0")
	hidden("when both differ")
	if !shown("qin", desk) {
		t.Error("the third person is not shown what to decide")
	}
	enter("lu", a, 303, "5 4 2", "1", "0") // of pair A from now on
	if enter("tai", a, 409, "1", "1", "0"); shown("lu", desk) && !shown("qin", desk) {
		t.Error("who has entered for a pair is shown both")
	}
	hidden("after A was entered anew")
	enter("he", b, 409, "1", "1", "0") // who has entered for A once
	if r := x.submit("lu", "/desk/2026/act/count.adjudicate", "batch", "1001", "place", "1", "sheet", "1", "reason", "x", "observers", "周"); r.status != 409 {
		t.Errorf("one of a pair decides: %d", r.status)
	}
	if r := x.submit("qin", "/desk/2026/act/count.adjudicate", "batch", "1001", "place", "1", "sheet", "1", "reason", "只有一个勾", "observers", "周"); r.head.Get("Location") != desk+"?done=count.adjudicate" {
		t.Errorf("decided: %d %s", r.status, complaint(r))
	}
	hidden("after the decision")
	if r := x.submit("he", "/desk/2026/act/count.seal", "batch", "1001"); r.status != 303 {
		t.Fatalf("seal: %d %s", r.status, complaint(r))
	}
	if body := x.get("", "/r/2026/export").body; !bytes.Contains(body, secret[2]) {
		t.Error("what both pairs entered is not public after the seal")
	}
	if r := x.submit("qin", "/desk/2026/act/count.reopen", with(bySecond, "batch", "1001", "reason", "看错")...); r.status != 303 {
		t.Fatalf("reopen: %d %s", r.status, complaint(r))
	}
	secret = [][]byte{[]byte("1 Bench · 3 Tree · 5 Shed"), []byte(`{"p":1},{"p":3},{"p":5}`)}
	enter("he", a, 303, "1 3 5", "1", "0")
	hidden("after the batch was opened again")
}

// TestCountOtherPapers: ranking and points are typed, read back in words, and added up.
func TestCountOtherPapers(t *testing.T) {
	t.Parallel()
	for form, c := range map[ballot.Form]struct{ line, words, given, votes string }{
		ballot.Ranking: {"5。1，3", "5 Shed · 1 Bench · 3 Tree", "有效票共可选 3 = 已选 3 + 少选 0", "2 0 1 0 3"},
		ballot.Points:  {"３*4.2=5", "2 Lamp 5 分 · 3 Tree 4 分", "有效票共可选 10 = 已选 9 + 少选 1", "0 5 4 0 0"},
	} {
		x := pileOn(t, form, 2)
		if r := x.enterPile("he", "/desk/2026/count/1001/A", c.line, "废3"); r.status != 303 {
			t.Fatalf("%s: %d %s", form, r.status, complaint(r))
		}
		doc := x.get("he", "/desk/2026/count/1001/A").doc
		if got := doc.Find("td.words").First().Text(); got != c.words {
			t.Errorf("%s is read back %q", form, got)
		}
		if got := doc.Find("#given").Text(); got != c.given {
			t.Errorf("%s: %q", form, got)
		}
		if got := strings.Join(doc.Find(".tally b").Map(func(_ int, b *goquery.Selection) string { return b.Text() }), " "); got != c.votes {
			t.Errorf("%s: votes %q", form, got)
		}
		if got := doc.Find("#sum").Text(); got != "有效 1 + 空白 0 + 无效 1 = 已录 2 / 应有 2" {
			t.Errorf("%s: %q", form, got)
		}
	}
}

// TestScanRefused: too many codes, a batch of no station, a second scan, one without the right.
func TestScanRefused(t *testing.T) {
	t.Parallel()
	x := pileOn(t, ballot.Approval, 2)
	post := func(as, batch, codes string) int {
		return x.post(as, "/desk/2026/count/"+batch, url.Values{"codes": {codes}, "confirm": {"yes"}}).status
	}
	for want, got := range map[string]int{
		"422 too many": post("he", "1002", strings.Repeat("X\n", 51)), "404 station": post("he", "7001", "X"), "409 again": post("he", "1001", "X"), "403 role": post("bao", "1002", "X"),
	} {
		if !strings.HasPrefix(want, lang.Int(int64(got))) {
			t.Errorf("%s: %d", want, got)
		}
	}
}

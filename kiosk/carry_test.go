package kiosk

// Carry-over at the desk: what can be taken over and what not, the links of the two rounds, the mark on pages and paper.

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"linli/catalog"
	"linli/kiosk/lang"
)

// TestCarryOverAtTheDesk takes over by the form, finds the marks and both links, and is refused what cannot be taken.
func TestCarryOverAtTheDesk(t *testing.T) {
	b, l := nextYear(t)
	const at = "/desk/2027/carry"
	form := b.page("qin", at)
	if form.doc.Find("input[name=no][value='3']").Length() != 1 || form.doc.Find("input[name=no]").Length() != 1 {
		t.Fatalf("%d %s", form.status, form.doc.Find("main").Text())
	}
	for _, x := range []struct {
		as     string
		v      url.Values
		status int
		says   string
	}{
		{"jiang", url.Values{"from": {"2026"}, "no": {"3"}}, 403, ""},
		{"qin", url.Values{"from": {"2026"}}, 422, "勾选"},
		{"qin", url.Values{"from": {"2026"}, "no": {"1"}}, 409, "没有把这一件列入结转"},
		{"qin", url.Values{"from": {"2026"}, "no": {"x"}}, 422, ""},
		{"qin", url.Values{"from": {"2027"}, "no": {"3"}}, 409, "同一社区"},
		{"qin", url.Values{"from": {"nowhere"}, "no": {"3"}}, 404, ""},
	} {
		if r := b.form(x.as, at, x.v); r.status != x.status || !strings.Contains(r.doc.Find("main").Text(), x.says) {
			t.Errorf("%v: %d %s", x.v, r.status, r.doc.Find(".alarm, .error").Text())
		}
	}
	if r := b.wire("qin", "/desk/2027/act/proposal.submit", `{"person":{"name":"王"},"proposal":{"channel":"web","kind":"service","from":"resident","title":"x","place":"x","text":"x","benefits":"x","from_round":"2026","from_no":3}}`); r.status != 409 {
		t.Errorf("typed as if taken over: %d %s", r.status, r.body)
	}
	r := b.form("qin", at, url.Values{"from": {"2026"}, "no": {"3"}})
	if r.status != http.StatusSeeOther || r.head.Get("Location") != at+"?from=1&to=1" {
		t.Fatalf("%d %s %s", r.status, r.head.Get("Location"), r.doc.Find("main").Text())
	}
	done := b.page("qin", r.head.Get("Location"))
	if slips := b.page("qin", done.doc.Find(".strip.good a.main").AttrOr("href", "")); slips.status != 200 || !bytes.HasPrefix(slips.body, []byte("%PDF")) {
		t.Errorf("the slips: %d", slips.status)
	}
	if done.doc.Find("input[name=no]").Length() != 0 || !strings.Contains(done.text(), "已转入") {
		t.Errorf("offered again: %s", done.text())
	}
	if r := b.wire("qin", at, `{"from":"2026","nos":[3]}`); r.status != 409 {
		t.Errorf("again: %d %s", r.status, r.body)
	}
	b.linked(l)
	if r := b.wire("qin", "/desk/2027/act/person.erase", `{"no":1,"why":"request"}`); r.status != 200 {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if b.page("qin", "/desk/2026/act/person.erase?no=3").doc.Find("main .strip a[href='/desk/2027/proposal/1']").Length() != 0 {
		t.Error("what is erased there is said to stay there")
	}
}

// linked follows the links between the two rounds, and looks for the mark.
func (b *busy) linked(l *catalog.Live) {
	b.t.Helper()
	var old, now string
	b.l.Read(func(r *catalog.Round) { old = r.Proposal(3).Slip })
	l.Read(func(r *catalog.Round) { now = r.Proposal(1).Slip })
	for from, to := range map[string]string{old: now, now: old} {
		if b.page("", "/p/"+from).doc.Find("main a[href='/p/"+to+"']").Length() != 1 {
			b.t.Errorf("%s does not lead to %s", from, to)
		}
	}
	desk := b.page("qin", "/desk/2027/proposal/1")
	if desk.doc.Find("a[href='/p/"+old+"']").Length() != 1 {
		b.t.Error("the desk does not lead back")
	}
	for path, other := range map[string]string{"/desk/2026/act/person.erase?no=3": "/desk/2027/proposal/1", "/desk/2027/act/person.erase?no=1": "/desk/2026/proposal/3"} {
		form, english := b.page("qin", path), b.page("qin", path+"&lang=en")
		if form.doc.Find("main .strip a[href='"+other+"']").Length() != 1 || !strings.Contains(form.text(), "在别届也有记录") || !strings.Contains(english.text(), "a record in another round") {
			b.t.Errorf("%s does not say that %s stays: %s", path, other, form.text())
		}
	}
	for _, path := range []string{"/p/" + now, "/r/2027/proposals"} {
		if !strings.Contains(b.page("", path).text(), "上届结转") || !strings.Contains(b.page("", path+"?lang=en").text(), "Carried over") {
			b.t.Errorf("%s has no mark", path)
		}
	}
	if rows := b.shownCSV("/r/2027/ledgers/proposals.csv"); !slices.ContainsFunc(rows, func(row []string) bool { return slices.Contains(row, "2026 T-003") }) {
		b.t.Errorf("%v", rows)
	}
}

// TestCarriedOnPaper: what was carried over comes first in the library and bears the mark on every page and paper that lists
// projects, and nothing else does.
func TestCarriedOnPaper(t *testing.T) {
	b, l := nextYear(t)
	for i := range 7 {
		who := catalog.Person{Name: "李", Phone: "1"}
		_, err := l.Submit(context.Background(), "qin", who, catalog.Submit{Channel: "web", Kind: "engineering", From: "resident", Title: fmt.Sprint("新提议", i+1), Place: "中心广场东侧到菜场小路", Text: "做好它。", Benefits: "全体居民"})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.TakeOver(context.Background(), "qin", b.l, 3); err != nil {
		t.Fatal(err)
	}
	b.in(l, &catalog.CloseCollection{}, &catalog.Meet{Date: "2027-10-24", Place: "活动室", Moderator: "席", Recorder: "包", Present: []string{"楼长 石"}})
	for no := 1; no <= 8; no++ {
		b.in(l, catalog.Cleared(no, 3, "社区"), &catalog.Survey{No: no, Date: "2027-10-19", Who: "顾问", Finding: "可行。", Pass: true}, &catalog.Decide{No: no, Discussion: "议", Result: "recommend", Why: "急"},
			&catalog.Estimate{No: no, Department: "城管办", Low: 1_000_000, High: 1_000_000, Figure: 1_000_000, Basis: "单价"})
	}
	b.in(l, &catalog.Freeze{Drawn: true, Seed: "1-2-3"})
	r := b.page("", "/r/2027/library")
	cards := r.doc.Find("li.card")
	if cards.Length() != 8 || !strings.Contains(cards.First().Find("h2").Text(), "上届结转") || strings.Count(cards.Text(), "上届结转") != 1 {
		t.Errorf("%s", r.text())
	}
	if rows := b.shownCSV("/r/2027/ledgers/library.csv"); len(rows) != 8 || !slices.Contains(rows[0], "2026 T-003") {
		t.Errorf("%v", rows)
	}
	l.Read(func(r *catalog.Round) {
		for i, x := range choices(lang.Zh, r, nil) {
			if x.Priority != (i == 0) {
				t.Errorf("on the ballot's screen %d: %v", i+1, x.Priority)
			}
		}
	})
	for _, name := range []string{"sample", "library"} {
		if text := textOf(t, printed(t, l, name)); strings.Count(text, "上届结转") != 1 {
			t.Errorf("%s: %s", name, text)
		}
	}
	var slips bytes.Buffer
	if _, err := PrintSlips(context.Background(), &slips, l, 7, 8, testPublic); err != nil {
		t.Fatal(err)
	}
	if text := textOf(t, slips.Bytes()); strings.Count(text, "上届结转") != 1 || !strings.Contains(text, "T-008（上届结转）") {
		t.Errorf("slips: %s", text)
	}
}

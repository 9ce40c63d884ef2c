package kiosk

// Seminars: all proposals of a meeting entered together, or none.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/catalog"
)

// seminarOf is a seminar's form with so many good proposals.
func seminarOf(t testing.TB, n int, changes ...string) url.Values {
	v := url.Values{"date": {"2026-10-09"}, "place": {"会议室"}, "chair": {"书记 秦"}, "bodies": {"甲物业公司\r\n乙卫生站\r\n"}, "ideas": {fmt.Sprint(n + 1)}}
	for i := range n {
		for name, text := range map[string]string{
			"from": "unit", "name": "甲物业公司", "phone": "0000-7", "title": fmt.Sprint("第", i+1, "件"), "place": "南门", "kind": "engineering", "text": "加一张长椅", "cost": "2万", "token": newSlip(t),
		} {
			v.Set(fmt.Sprint(name, "-", i+1), text)
		}
	}
	for i := 0; i+1 < len(changes); i += 2 {
		v.Set(changes[i], changes[i+1])
	}
	return v
}

// TestSeminarForm: a seminar and its proposals are entered together, once, with slips for all.
func TestSeminarForm(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.clerk("qin")
	const at = "/desk/2026/seminar"
	if r := b.get("/desk/2026/act/seminar.meet"); r.head.Get("Location") != at {
		t.Errorf("the act leads to %q", r.head.Get("Location"))
	}
	page := b.get(at)
	if page.status != 200 || page.doc.Find("input[name=token-3]").Length() != 1 {
		t.Fatalf("%d %s", page.status, page.text())
	}
	more := b.post(at, seminarOf(t, 2, "more", "yes"))
	if more.status != 200 || more.doc.Find("input[name=token-6]").Length() != 1 || more.doc.Find("input[name=title-2]").AttrOr("value", "") != "第2件" {
		t.Errorf("more room: %d %s", more.status, more.text())
	}
	good := seminarOf(t, 3)
	r := b.post(at, good)
	if r.status != http.StatusSeeOther || r.head.Get("Location") != "/desk/2026/import?from=1&to=3" {
		t.Fatalf("%d %s %s", r.status, r.head.Get("Location"), r.text())
	}
	if r := b.post(at, good); r.head.Get("Location") != "/desk/2026/import?from=1&to=3" {
		t.Errorf("sent twice: %d %s", r.status, r.text())
	}
	n, p := handedIn(l)
	if n != 3 || p.Meeting != 1 || p.Channel != "seminar" || p.Date != "2026-10-09" || p.From != "unit" || p.Cost != 2_000_000 {
		t.Errorf("%d, %+v", n, p.Submit)
	}
	print := b.get(b.get("/desk/2026/import?from=1&to=3").doc.Find("a[href$='1-3.pdf']").AttrOr("href", "/none"))
	if print.status != 200 || !bytes.HasPrefix(print.body, []byte("%PDF")) {
		t.Errorf("the slips: %d", print.status)
	}
	if desk := b.get("/desk/2026/proposal/3"); !strings.Contains(desk.text(), "第1次座谈会") || !strings.Contains(desk.text(), "会议室") {
		t.Errorf("the desk says %s", desk.text())
	}
	twin := seminarOf(t, 1)
	if r := b.post(at, twin); r.status != 409 || r.doc.Find("input[name=again]").Length() != 1 {
		t.Errorf("the same again: %d %s", r.status, r.text())
	}
	twin.Set("again", "yes")
	if r := b.post(at, twin); r.status != http.StatusSeeOther {
		t.Errorf("the same on purpose: %d %s", r.status, r.text())
	}
	if r := x.clerk("bao").get(at); r.status != 403 {
		t.Errorf("a clerk: %d", r.status)
	}
}

// TestSeminarWrong: all that is wrong is told at once at its field, all words stay, and nothing is entered.
func TestSeminarWrong(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", func(s *catalog.Scheme) {
		s.ServiceProposers, s.ProposeFrom, s.ProposeTo = []string{"organisation"}, "2026-10-01", "2026-10-31"
	})
	b := x.clerk("qin")
	const at = "/desk/2026/seminar"
	before, _, _ := l.Ledger().Tree()
	for name, c := range map[string]struct {
		form  url.Values
		wrong string
	}{
		"several":          {seminarOf(t, 2, "place", "", "bodies", " \r\n", "title-1", "", "cost-2", "很多", "name-2", ""), "place bodies title-1 name-2 cost-2"},
		"no date":          {seminarOf(t, 1, "date", "昨天"), "date"},
		"tomorrow":         {seminarOf(t, 1, "date", "2026-10-13"), "date"},
		"before the dates": {seminarOf(t, 1, "date", "2026-09-30"), "date"},
		"not theirs":       {seminarOf(t, 2, "kind-2", "service"), "from-2"},
		"a stranger":       {seminarOf(t, 1, "from-1", "stranger"), "from-1"},
		"markup":           {seminarOf(t, 1, "title-1", strings.Repeat("<b>", 40)), "title-1"},
		"a made-up token":  {seminarOf(t, 1, "token-1", "x"), "title-1"},
		"none":             {seminarOf(t, 0), ""},
		"very many":        {seminarOf(t, 1, "ideas", "99999999", "title-1", ""), "title-1"},
	} {
		r := b.post(at, c.form)
		var got []string
		r.doc.Find(".error[id]").Each(func(_ int, n *goquery.Selection) {
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(n.AttrOr("id", ""), "f-"), "-error"))
		})
		if r.status < 400 || strings.Join(got, " ") != c.wrong {
			t.Errorf("%s: %d, wrong are %v, want %s: %s", name, r.status, got, c.wrong, r.doc.Find("[role=alert]").Text())
		}
		kept := fields(r.doc.Find("form[action='" + at + "']"))
		for _, field := range []string{"chair", "text-1", "phone-1"} {
			if kept.Get(field) != c.form.Get(field) {
				t.Errorf("%s: %s was lost", name, field)
			}
		}
		x.harmless(r)
	}
	if after, _, _ := l.Ledger().Tree(); after != before {
		t.Errorf("%d entries were made", after-before)
	}
	var refused map[string]any
	r := b.post(at, seminarOf(t, 1, "title-1", ""), "Accept", "application/json")
	if err := json.Unmarshal(r.body, &refused); err != nil || r.status != 422 {
		t.Errorf("a program: %d %s", r.status, r.body)
	}
}

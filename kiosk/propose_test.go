package kiosk

// A proposal by its form: what is taken, and what is refused with everything typed still there.

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
)

// idea is a good proposal with fields changed (name, value, …).
func idea(changes ...string) url.Values {
	v := url.Values{
		"title": {"3幢北侧积水"}, "place": {"3幢北侧"}, "kind": {"engineering"}, "text": {"下雨积水\r\n请抬高"}, "benefits": {"190户"},
		"cost": {"3.5万元"}, "name": {"周阿根"}, "phone": {"19900000101"}, "consent": {"yes"},
	}
	for i := 0; i+1 < len(changes); i += 2 {
		v.Set(changes[i], changes[i+1])
	}
	return v
}

func handedIn(l *catalog.Live) (n int, last catalog.Proposal) {
	l.Read(func(r *catalog.Round) {
		if n = len(r.Proposals); n > 0 {
			last = *r.Proposals[n-1]
		}
	})
	return n, last
}

// TestPropose: a good proposal leads to its slip, and is on the list; nobody's name is.
func TestPropose(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	r := b.press(b.get("/r/2026/propose"), "/r/2026/propose", idea())
	to := r.head.Get("Location")
	if r.status != http.StatusSeeOther || !strings.HasPrefix(to, "/p/") {
		t.Fatalf("%d %s %s", r.status, to, r.text())
	}
	n, p := handedIn(l)
	if n != 1 || p.Text != "下雨积水\n请抬高" || p.Cost != 3_500_000 || p.Channel != "web" || to != "/p/"+p.Slip+"?new=1" {
		t.Errorf("%d proposals, the last %+v; slip at %s", n, p.Submit, to)
	}
	slip := b.get(to)
	if code := strings.ReplaceAll(slip.doc.Find(".ticket .code").Text(), " ", ""); slip.status != 200 || code != p.Slip || slip.doc.Find(".strip.good").Length() != 1 {
		t.Errorf("slip: %d %s", slip.status, slip.text())
	}
	if again := b.get("/p/" + strings.ToLower(ballot.Group(p.Slip, 4))); again.status != 200 || again.doc.Find(".strip.good").Length() != 0 {
		t.Errorf("slip again: %d %s", again.status, again.text())
	}
	for _, path := range []string{to, "/r/2026/proposals", "/r/2026/ledger"} {
		if page := b.get(path); page.status != 200 || strings.Contains(string(page.body), "阿根") || strings.Contains(string(page.body), "19900000101") {
			t.Errorf("%s: %d, or it shows who has proposed", path, page.status)
		}
	}
	for _, code := range []string{"x", p.Slip[:9], "2222222222", "%00", strings.Repeat("A", 3000)} {
		if r := b.get("/p/" + code); r.status != 404 || !strings.Contains(r.text(), lang.T(lang.Zh, "error.notfound.title")) {
			t.Errorf("slip %.20s: %d %s", code, r.status, r.text())
		}
	}
	if r := b.post("/r/2026/propose", idea("benefits", "老人\r\n孩子"), "Accept", "application/json"); r.status != 200 || !strings.Contains(string(r.body), `"slip"`) {
		t.Errorf("by program: %d %s", r.status, r.body)
	}
	if _, p := handedIn(l); p.Benefits != "老人 孩子" {
		t.Errorf("benefits %q", p.Benefits)
	}
}

// TestProposeTwice: a form that is sent twice, as by a double tap, is one proposal with one slip.
func TestProposeTwice(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	token, _ := b.get("/r/2026/propose").doc.Find("input[name=token]").Attr("value")
	first := b.post("/r/2026/propose", idea("token", token))
	again := b.post("/r/2026/propose", idea("token", token))
	n, p := handedIn(l)
	if n != 1 || p.Slip != token || first.status != http.StatusSeeOther || first.head.Get("Location") != again.head.Get("Location") {
		t.Errorf("%d proposals; %d %s, then %d %s", n, first.status, first.head.Get("Location"), again.status, again.head.Get("Location"))
	}
	if r := b.post("/r/2026/propose", idea("token", "made up")); r.status != http.StatusBadRequest {
		t.Errorf("a made-up token answers %d", r.status)
	}
}

// TestProposeRefused: each wrong field is told, says why, and nothing that was typed is lost.
func TestProposeRefused(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	for _, c := range []struct{ name, field, typed, says string }{
		{"no title", "title", "", "请填写"},
		{"blank title", "title", "　 ", "请填写"},
		{"long title", "title", strings.Repeat("长", 41), "太长"},
		{"long text", "text", strings.Repeat("长", 601), "太长"},
		{"long benefits", "benefits", strings.Repeat("长", 201), "太长"},
		{"huge text", "text", strings.Repeat("长", 100_000), "太长"},
		{"no place", "place", "", "请填写"},
		{"no name", "name", "", "请填写"},
		{"long phone", "phone", strings.Repeat("1", 21), "太长"},
		{"no kind", "kind", "", "请填写"},
		{"strange kind", "kind", "gift", "请从所列选项中选择"},
		{"control", "title", "积\x07水", "不能使用的字符"},
		{"escape", "text", "积\x1b[2J水", "不能使用的字符"},
		{"line end in a title", "title", "积\n水", "不能使用的字符"},
		{"bidi", "place", "3幢\u202e北", "不能使用的字符"},
		{"bidi isolate", "name", "周\u2066", "不能使用的字符"},
		{"bad UTF-8", "text", "积\xff\xfe水", "不能使用的字符"},
		{"bad UTF-8 name", "name", "\xc3\x28", "不能使用的字符"},
		{"cost in words", "cost", "abc", "金额写成"},
		{"negative cost", "cost", "-5", "金额写成"},
		{"cost with e", "cost", "1e9", "金额写成"},
		{"cost too fine", "cost", "1.001", "金额写成"},
		{"cost too high", "cost", "1000000000", "金额写成"},
	} {
		t.Run(c.name, func(t *testing.T) {
			typed := idea(c.field, c.typed)
			r := b.post("/r/2026/propose", typed)
			form := r.doc.Find("form[action='/r/2026/propose']")
			wrong := form.Find("#f-" + c.field + "-error")
			if r.status != 422 || wrong.Length() != 1 || !strings.Contains(wrong.Text(), c.says) {
				t.Fatalf("%d %q", r.status, r.doc.Find(".error").Text())
			}
			kept := fields(form)
			for name := range idea() {
				want := strings.ReplaceAll(strings.ToValidUTF8(typed.Get(name), ""), "\r\n", "\n")
				if got := kept.Get(name); c.name != "huge text" && got != want && !(name == "kind" && c.field == "kind") {
					t.Errorf("%s is shown again as %q, was typed as %q", name, got, want)
				}
			}
			en := b.post("/r/2026/propose?lang=en", typed)
			if text := en.doc.Find("#f-" + c.field + "-error").Text(); text == "" || regexp.MustCompile(`\p{Han}`).MatchString(strings.ReplaceAll(text, "3.5万元", "")) {
				t.Errorf("in English it says %q", text)
			}
			b.get("/r/2026?lang=zh")
		})
	}
	if n, _ := handedIn(l); n != 0 {
		t.Errorf("refused forms have handed in %d proposals", n)
	}
}

// TestManyWrong: all that is wrong is said at once, at the top and at its field; a program is told the first.
func TestManyWrong(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	typed := idea("title", "", "name", "", "cost", "abc", "text", strings.Repeat("长", 601))
	r := x.browser().post("/r/2026/propose", typed)
	var at []string
	r.doc.Find("[role=alert] a").Each(func(_ int, n *goquery.Selection) { at = append(at, n.AttrOr("href", "")) })
	if got, want := strings.Join(at, " "), "#f-title #f-text #f-cost #f-name"; r.status != 422 || got != want {
		t.Errorf("%d, the summary leads to %q, want %q", r.status, got, want)
	}
	for _, href := range at {
		if field := r.doc.Find(href); field.AttrOr("aria-invalid", "") != "true" || strings.TrimSpace(r.doc.Find(href+"-error").Text()) == "" {
			t.Errorf("%s does not say what is wrong", href)
		}
	}
	if n, _ := handedIn(l); n != 0 {
		t.Errorf("refused forms have handed in %d proposals", n)
	}
}

// TestHostileProposal: markup is text on every page, and signs outside the basic plane are kept.
func TestHostileProposal(t *testing.T) {
	x := newStreet(t)
	l := x.collecting("2026", nil)
	b := x.browser()
	hostile := []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=x>`, `' onclick='x`, `{{.Secret}} ${x}`, `</title><base href=//x>`, `javascript:x`, "𠀀𠀀 rare 😀", `&lt;b&gt; &amp;`, `=1+1`,
	}
	for _, text := range hostile {
		r := b.post("/r/2026/propose", idea("title", text, "place", text, "text", text, "benefits", text, "name", text, "phone", text[:min(20, len(text))], "phone", "1"))
		if r.status != http.StatusSeeOther {
			t.Fatalf("%q: %d %s", text, r.status, r.text())
		}
		slip := b.get(r.head.Get("Location"))
		if got := slip.doc.Find("main h1").Text(); got != text {
			t.Errorf("the slip says %q, want %q", got, text)
		}
		x.harmless(slip)
	}
	list := b.get("/r/2026/proposals")
	for _, text := range hostile {
		if !strings.Contains(list.doc.Find("main").Text(), text) {
			t.Errorf("the list does not say %q", text)
		}
	}
	x.harmless(list)
	x.frozen(l)
	sheets := x.print(l, 1)
	x.acts(l, &catalog.OpenPoll{Officers: twoOfficers})
	for _, path := range []string{"/r/2026/library", "/b/" + sheets[0].Code()} {
		r := b.get(path)
		for _, text := range hostile {
			if !strings.Contains(r.doc.Find("main").Text(), text) {
				t.Errorf("%.8s does not say %q", path, text)
			}
		}
		x.harmless(r)
	}
}

// harmless expects no element that the program does not write itself.
func (x *street) harmless(r reply) {
	x.t.Helper()
	if r.doc.Find("script:not([src^='/static/']), base, [onerror], [onclick], img:not(.qr), iframe").Length() > 0 {
		x.t.Errorf("markup has come through: %s", r.body)
	}
}

// TestCollectionClosed: outside step two the form and what it sends are refused in words for residents.
func TestCollectionClosed(t *testing.T) {
	x := newStreet(t)
	x.frozen(x.collecting("2026", nil))
	for _, l := range lang.All {
		b := x.browser()
		for what, r := range map[string]reply{"form": b.get("/r/2026/propose?lang=" + string(l)), "post": b.post("/r/2026/propose?lang="+string(l), idea())} {
			if r.status != http.StatusConflict || !strings.Contains(r.text(), lang.T(l, "error.collection.title")) || !strings.Contains(r.text(), lang.T(l, "error.collection.next")) {
				t.Errorf("%s: %d %s", what, r.status, r.text())
			}
		}
	}
	if r := x.browser().get("/r/1999/propose"); r.status != 404 {
		t.Errorf("no such round: %d", r.status)
	}
}

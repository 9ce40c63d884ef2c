package kiosk

// What the public is told: every refusal and every word built at run time exists in both languages, and a page in one
// language has no other.

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
	"linli/tally"
)

// TestWordsOfRefusals: every row of the table has words, is on the list of the refusal page, and is found.
func TestWordsOfRefusals(t *testing.T) {
	codes := []string{"internal"}
	for i, r := range refusals {
		codes = append(codes, r.code)
		if status, code := classify(fmt.Errorf("tried: %w", r.err)); status != r.status || code != r.code {
			t.Errorf("row %d (%v) is hidden by another: %d %s", i, r.err, status, code)
		}
		if r.status < 400 || r.status > 599 {
			t.Errorf("%v has status %d", r.err, r.status)
		}
		if zh, en := inLanguage(r.err.Error(), lang.Zh), inLanguage(r.err.Error(), lang.En); !strings.Contains(r.err.Error(), "Entity") && (zh == en || !han.MatchString(zh) || han.MatchString(en)) {
			t.Errorf("%q is not said in both languages", r.err)
		}
	}
	for _, code := range codes {
		if !slices.Contains(page.Refusals, code) {
			t.Errorf("the refusal page does not list %q", code)
		}
		for _, part := range []string{"title", "why", "next"} {
			wantWords(t, "error."+code+"."+part)
		}
	}
	for _, err := range []error{context.Canceled, fmt.Errorf("disk on fire")} {
		if status, code := classify(err); status != 500 || code != "internal" {
			t.Errorf("%v is told to strangers: %d %s", err, status, code)
		}
	}
}

var han = regexp.MustCompile(`\p{Han}`)

// wantWords expects words for a key in both languages, and no Chinese in the English ones.
func wantWords(t *testing.T, key string) {
	t.Helper()
	zh, en := lang.T(lang.Zh, key), lang.T(lang.En, key)
	if !lang.Has(key) || zh == "" || en == "" || strings.HasPrefix(en, "⟦") || han.MatchString(en) || !han.MatchString(zh) {
		t.Errorf("%s: %q, %q", key, zh, en)
	}
}

// words of an act's field are those that its tag lists.
func fieldWords(t *testing.T, act any, name string) []string {
	t.Helper()
	for _, f := range catalog.Fields(reflect.TypeOf(act)) {
		if f.Name == name && len(f.Of) > 0 {
			return f.Of
		}
	}
	t.Fatalf("%T has no field %s with a list of words", act, name)
	return nil
}

// TestWordsBuiltAtRunTime: the keys that handlers and pages put together from values.
func TestWordsBuiltAtRunTime(t *testing.T) {
	groups := map[string][]string{
		"kind.": fieldWords(t, catalog.Submit{}, "kind"), "choice.": append(append(fieldWords(t, catalog.Submit{}, "from"), fieldWords(t, catalog.Submit{}, "channel")...), fieldWords(t, catalog.Opinion{}, "on")...),
		"paper.": {"library", "notice"}, "fact.": {"proposals", "projects", "ballots", "funded"}, "article.": {"scope", "process", "method", "who", "carry", "grounds"},
		"channel.": {"phone", "kiosk", "paper"}, "rule.": {"approval", "ranking", "points"},
		"lookup.":    {"unknown", "box", "published", "opened", "replaced", "unknown.how", "box.how", "published.how", "opened.how", "replaced.how"},
		"step.line.": {"5.before"}, "size.": {"0", "1", "2"}, "": {"check.blank.need", "propose.benefits.all"},
		"status.": {string(page.Drafting), string(page.Collecting), string(page.Screening), string(page.Announced), string(page.Voting), string(page.Counting), string(page.Preliminary), string(page.Noticed), string(page.Implementing), string(page.Evaluating), string(page.Closed)},
	}
	for n := 1; n <= catalog.Steps; n++ {
		groups["step.line."] = append(groups["step.line."], fmt.Sprint(n))
	}
	for _, st := range shown {
		groups["stage."] = append(groups["stage."], string(st))
	}
	for _, st := range stages {
		groups["stage."] = append(groups["stage."], string(st))
	}
	for group, names := range groups {
		for _, name := range names {
			wantWords(t, group+name)
		}
	}
	for _, k := range kinds(lang.Zh) {
		if !slices.Contains(groups["kind."], k.Value) {
			t.Errorf("the form offers a kind %q that is refused", k.Value)
		}
	}
}

// english is a scheme without a Chinese word in it.
func english(s *catalog.Scheme) {
	s.Name, s.Community, s.Street, s.District = "Small Works 2026", "Ferry Lane", "Willow", "Lakeside"
	s.Scope, s.Process, s.Method, s.WhoVotes, s.Carry = "Here.", "Eight steps.", "By votes.", "Residents.", "Next round."
	s.Grounds, s.Address = []string{"Not public"}, "Lane 58"
	s.Ties = []tally.Rung{tally.Cheaper, tally.Number}
}

// foreignWords is the Chinese of a page, but for the name of the service and the switch to the other language.
func foreignWords(r reply) string {
	doc := r.doc.Clone()
	doc.Find("[lang=zh-CN]:not(html), script, style").Remove()
	text := strings.NewReplacer("邻里", "", "3.5万元", "").Replace(doc.Text())
	var out []string
	for _, word := range strings.Fields(text) {
		if han.MatchString(word) {
			out = append(out, word)
		}
	}
	return strings.Join(out, " ")
}

// TestEnglish: ?lang=en keeps a cookie, and from then on every page is in English; the letter size is kept likewise.
func TestEnglish(t *testing.T) {
	x := newStreet(t)
	l, sheets := x.voting("2026", ballot.Approval, 4, english)
	open := x.collecting("open", english)
	b := x.browser()
	if foreignWords(b.get("/vote")) == "" {
		t.Fatal("a Chinese page has no Chinese: this test sees nothing")
	}
	if r := b.get("/?lang=en"); r.doc.Find("html").AttrOr("lang", "") != "en" || !strings.Contains(r.head.Get("Set-Cookie"), "lang=en") || foreignWords(r) != "" {
		t.Fatalf("%v %s", r.head["Set-Cookie"], foreignWords(r))
	}
	b.get("/?size=2")
	pages := []string{
		"/", "/r/2026", "/r/2026/scheme", "/r/2026/proposals", "/r/2026/library", "/r/2026/observe", "/r/2026/observe?wall=1", "/r/2026/receipt", "/r/2026/receipt?tracker=X", "/r/2026/ledger",
		"/r/2026/notice", "/r/2026/propose", "/r/" + open.ID(), "/r/open/propose", "/vote", "/b/" + sheets[0].Code(), "/b/x", "/b/" + stranger(t, "2026"), "/b/" + foreign(t), "/p/x", "/login", "/nowhere",
	}
	look := func(what string, r reply) {
		t.Helper()
		if words := foreignWords(r); words != "" || r.doc.Find("html").AttrOr("lang", "") != "en" || r.doc.Find("html").AttrOr("data-size", "") != "2" {
			t.Errorf("%s in English says %s (size %s)", what, words, r.doc.Find("html").AttrOr("data-size", ""))
		}
	}
	for _, path := range pages {
		if path == "/" {
			look(path, b.get("/?size=2"))
			continue
		}
		look(path, b.get(path))
	}
	check := b.press(b.get("/b/"+sheets[0].Code()), "/vote/check", map[string][]string{"p": {"1", "2"}})
	look("check", check)
	look("overvote", b.post("/vote/check", map[string][]string{"code": {sheets[0].Code()}, "p": {"1", "2", "3", "4"}}))
	look("blank", b.post("/vote/cast", map[string][]string{"code": {sheets[0].Code()}}))
	done := b.press(check, "/vote/cast", nil)
	look("receipt", b.get(done.head.Get("Location")))
	look("spent", b.get("/b/"+sheets[0].Code()))
	look("wrong password", b.login("qin", "x"))
	look("a refused form", b.post("/r/open/propose", idea("title", "", "place", "x", "text", "x", "benefits", "x", "name", "x", "cost", "1")))
	slip := b.post("/r/open/propose", idea("title", "x", "place", "x", "text", "x", "benefits", "x", "name", "x", "cost", "1"))
	look("slip", b.get(slip.head.Get("Location")))
	if err := l.ClosePoll(context.Background(), "qin", twoOfficers...); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/r/2026", "/r/2026/observe", "/b/" + sheets[1].Code(), "/r/2026/receipt?tracker=" + sheets[0].Tracker("2026"), "/r/2026/ledger"} {
		look(path+" after the close", b.get(path))
	}
	b.bind("2026")
	look("a machine after the close", b.get("/kiosk/2026/1?lang=en&size=2"))
}

// TestSettings: only what can be set is kept; both can be set at once; a form sets them too.
func TestSettings(t *testing.T) {
	x := newStreet(t)
	for query, want := range map[string][]string{
		"lang=en": {"lang=en"}, "size=1": {"size=1"}, "lang=zh&size=2": {"lang=zh", "size=2"}, "lang=fr": nil, "size=9": nil, "lang=en%3Bx": nil, "lang=": nil, "size=%0d%0a": nil,
	} {
		var got []string
		for _, c := range x.browser().get("/?" + query).head.Values("Set-Cookie") {
			pair, _, _ := strings.Cut(c, ";")
			got = append(got, pair)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("?%s keeps %v, want %v", query, got, want)
		}
	}
	if r := x.browser().get("/"); r.status != http.StatusOK || !strings.Contains(r.text(), lang.T(lang.Zh, "empty.title")) {
		t.Errorf("an empty server: %d %s", r.status, r.text())
	}
	_, sheets := x.voting("2026", ballot.Approval, 1)
	b := x.browser()
	form := fields(b.get("/b/" + sheets[0].Code()).doc.Find("form#ballot"))
	form["p"], form["lang"] = []string{"2"}, []string{"en"}
	r := b.post("/vote/choose", form)
	if got := r.chosen("/vote/check"); r.doc.Find("html").AttrOr("lang", "") != "en" || got.Get("p") != "2" {
		t.Errorf("the other language loses the marks: %v", got)
	}
	if r := b.get("/vote"); r.doc.Find("html").AttrOr("lang", "") != "en" {
		t.Error("the language that a form has set is not kept")
	}
}

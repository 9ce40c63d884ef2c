package kiosk

// The corpus typed into every field there is: into forms that refuse it and show it again, into rounds that consist of
// it, and into addresses; and what then stands on pages, in papers, exports and a real browser.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"linli/ballot"
	"linli/catalog"
)

// foreignMarkup selects what no page of the program has.
const foreignMarkup = "script:not([src^='/static/']), style, base, iframe, frame, object, embed, applet, marquee, math, video:not(#view), audio, xmp, template, noscript:not(:contains('content=\"15\"')), meta[http-equiv=refresh], a[href^='javascript'], a[href^='data'], a[href^='//'], " +
	"link:not([href^='/static/']):not([href='data:,']), form[action^='//'], form[action^='http'], [srcdoc], [formaction^='http'], img:not([src^='/']), [src^='//'], [style]"

// clean expects an answer without foreign markup, handlers, headers, or an inner error.
func clean(t *testing.T, what string, r reply) {
	t.Helper()
	if r.status >= 500 {
		t.Errorf("%s: %d", what, r.status)
	}
	if r.head.Get("X-Injected") != "" || len(r.head.Values("Set-Cookie")) > 6 || strings.Contains(r.head.Get("Location"), "evil") && !strings.HasPrefix(r.head.Get("Location"), "/") {
		t.Errorf("%s: headers %v", what, r.head)
	}
	if !strings.HasPrefix(r.head.Get("Content-Type"), "text/html") {
		return
	}
	if bad := r.doc.Find(foreignMarkup); bad.Length() > 0 {
		html, _ := goquery.OuterHtml(bad.First())
		t.Errorf("%s: markup has come through: %.200s", what, html)
	}
	r.doc.Find("*").Each(func(_ int, n *goquery.Selection) {
		for _, a := range n.Nodes[0].Attr {
			if strings.HasPrefix(strings.ToLower(a.Key), "on") {
				t.Errorf("%s: <%s> has %s", what, n.Nodes[0].Data, a.Key)
			}
		}
	})
	if !utf8.Valid(r.body) || bytes.ContainsRune(r.body, 0) {
		t.Errorf("%s: the page is no clean text", what)
	}
}

// textFields are the names of a form's fields that text is typed into.
func textFields(form *goquery.Selection) (names []string) {
	form.Find("input,textarea").Each(func(_ int, f *goquery.Selection) {
		name, kind := f.AttrOr("name", ""), f.AttrOr("type", "text")
		if name != "" && name != "second" && (goquery.NodeName(f) == "textarea" || kind == "text" || kind == "tel" || kind == "search") {
			names = append(names, name)
		}
	})
	return names
}

// typeIn sends a form with a text in all text fields; what is very long stands in the first only.
func (o *bureau) typeIn(as, action string, form *goquery.Selection, text string) (r reply, names []string) {
	o.t.Helper()
	v, names := fields(form), textFields(form)
	if len(names) == 0 {
		return reply{}, nil
	}
	if len(text) > 1000 {
		names = names[:1]
	}
	for _, name := range names {
		v.Set(name, text)
	}
	return o.post(as, action, v), names
}

// TestHostileForms: whatever is typed into every text field of every form of the desk is taken, or refused with the form
// and with all of it shown again as text; it never fails.
func TestHostileForms(t *testing.T) {
	o := newBureau(t)
	o.found()
	o.collect()
	o.screen()
	o.prepare()
	paths := []string{"/desk/new", deskPath + "/propose", deskPath + "/seminar", deskPath + "/checkin/1", "/login"}
	for _, k := range catalog.Kinds {
		paths = append(paths, act(k.Name))
	}
	for _, name := range slices.Sorted(maps.Keys(specials)) {
		paths = append(paths, act(name))
	}
	forms, all := 0, hostile()
	for _, path := range paths {
		page := o.get("qin", path)
		form := page.doc.Find("main form[method=post]").First()
		if form.Length() == 0 || len(textFields(form)) == 0 {
			continue
		}
		forms++
		action := form.AttrOr("action", path)
		for _, text := range all {
			if path == "/login" && len(text) > 20 {
				continue // each costs a hash
			}
			r, names := o.typeIn("qin", action, form, text)
			clean(t, fmt.Sprintf("%s with %.30q", path, text), r)
			if r.status != 422 || path == "/login" {
				continue
			}
			again := fields(r.doc.Find("main form[method=post]").First())
			want := strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
			for _, name := range names {
				got := again.Get(name)
				if strings.ContainsAny(want, "\r\x00") || utf8.RuneCountInString(want) > 4000 || strings.HasPrefix(path, deskPath+"/checkin") {
					continue // HTML has no sign for them; what is endless is cut
				}
				if got != want && strings.TrimSpace(got) != strings.TrimSpace(want) {
					t.Errorf("%s: %s shows %.40q again as %.40q", path, name, want, got)
				}
			}
		}
	}
	if forms < 25 {
		t.Errorf("only %d forms have been filled in", forms)
	}
}

// TestHostileQueries: whatever stands in any part of an address, or in a cookie, is refused or ignored.
func TestHostileQueries(t *testing.T) {
	x := newStreet(t)
	x.voting("2026", ballot.Approval, 1)
	o := x.bureau
	names := []string{"lang", "size", "contrast", "next", "tracker", "slip", "new", "done", "aside", "from", "to", "no", "preset", "wall", "old", "size", "n", "station", "batch", "code", "q", "page", "kind", "stage"}
	parts, long := regexp.MustCompile(`:[a-z]+|\*`), regexp.MustCompile(`/events|/paper/|/backup`)
	for i, text := range hostile() {
		if len(text) > 60 { // a head of more than 8 KiB is refused as a whole
			text = text[:60]
		}
		inHead := strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f {
				return '_'
			}
			return r
		}, text)
		v := url.Values{}
		for _, name := range names {
			v.Set(name, text)
		}
		for j, route := range x.routesOf(http.MethodGet) {
			paths := []string{addressed(route) + "?" + v.Encode()}
			if strings.Contains(route, ":") { // also one part of the address, or all
				all := parts.ReplaceAllLiteralString(route, url.PathEscape(text))
				one := parts.ReplaceAllLiteralString(strings.Replace(route, ":round", "2026", 1), url.PathEscape(text))
				paths = append(paths, one, all)
			}
			for _, path := range paths[(i+j)%len(paths):][:1] { // each at every third text
				if strings.HasPrefix(path, addressed(route)) && long.MatchString(route) {
					continue // without end, or long
				}
				req, err := http.NewRequest(http.MethodGet, path, nil)
				if err != nil {
					continue // no client can send it
				}
				req.Header.Set("Referer", "http://evil.example/"+url.PathEscape(text))
				req.Header.Set("Cookie", "lang="+inHead+"; size="+inHead+"; contrast="+inHead+"; kiosk="+inHead)
				as := ""
				if strings.HasPrefix(route, "/desk") {
					as = "qin"
				}
				clean(t, fmt.Sprintf("GET %.120q", path), o.send(as, req))
			}
		}
	}
}

// twisted carries a round through all eight steps with the corpus, from number at on, in every field that text is typed
// into, and returns what has been typed and how many texts were.
func (o *bureau) twisted(at int) (typed map[string]bool, n int) {
	typed = map[string]bool{}
	spared := map[string]bool{"id": true, "second": true, "identifier": true, "code": true, "codes": true, "ties": true, "order": true, "sheet": true}
	o.twist = func(form *goquery.Selection, v url.Values) {
		for _, name := range textFields(form) {
			f := form.Find("[name='" + name + "']")
			if spared[name] || name == "name" && strings.HasSuffix(form.AttrOr("action", ""), "station.set") || strings.Contains(form.AttrOr("action", ""), "/count.") || strings.Contains(form.AttrOr("action", ""), "/count/") || v.Get(name) == "" || f.AttrOr("inputmode", "") != "" || strings.HasPrefix(name, "sheet-") || strings.HasPrefix(name, "marks-") {
				continue
			}
			most, err := strconv.Atoi(f.AttrOr("maxlength", ""))
			if err != nil {
				continue
			}
			list := printable(most)
			v.Set(name, list[(at+n)%len(list)])
			typed[v.Get(name)] = true
			n++
		}
	}
	o.roundByForms()
	o.twist = nil
	return typed, n
}

// TestHostileRounds: rounds whose every text is of the corpus go through all eight steps; all their pages show it as text,
// all papers are printed, the export is JSON, and in a real browser nothing of it comes alive.
func TestHostileRounds(t *testing.T) {
	for total := 0; total < 200; {
		o := newBureau(t)
		typed, n := o.twisted(total)
		if n < 40 {
			t.Fatalf("only %d texts have been typed", n)
		}
		total += n
		shown := o.shownEverywhere(t)
		lost := 0
		for text := range typed {
			if !strings.Contains(shown, strings.Join(strings.Fields(text), " ")) {
				lost++
				t.Logf("%.40q is on no page", text)
			}
		}
		if lost > n/4 { // passwords of the second officer, phones and names are shown nowhere
			t.Errorf("%d of %d texts are on no page", lost, n)
		}
		o.papersOfHostile(t)
	}
}

// shownEverywhere gets every page of the round and returns what they say.
func (o *bureau) shownEverywhere(t *testing.T) string {
	t.Helper()
	paths := []string{"/", "/r/2026", "/r/2026/scheme", "/r/2026/proposals", "/r/2026/library", "/r/2026/observe", "/r/2026/observe?wall=1", "/r/2026/notice", "/r/2026/ledger", "/desk", "/desk/2026", "/desk/2026/ledger", "/desk/2026/proposals"}
	o.read(func(r *catalog.Round) {
		for _, p := range r.Proposals {
			paths = append(paths, "/p/"+p.Slip, fmt.Sprintf("/desk/2026/proposal/%d", p.No))
		}
	})
	for n := int64(0); n < o.size(); n++ {
		paths = append(paths, fmt.Sprintf("/r/2026/ledger/%d", n))
	}
	for _, k := range catalog.Kinds {
		paths = append(paths, act(k.Name))
	}
	var all strings.Builder
	for _, path := range paths {
		for _, l := range []string{"zh", "en"} {
			sep := "?"
			if strings.Contains(path, "?") {
				sep = "&"
			}
			as := ""
			if strings.HasPrefix(path, "/desk") {
				as = "qin"
			}
			r := o.get(as, path+sep+"lang="+l)
			clean(t, path, r)
			all.WriteString(strings.Join(strings.Fields(r.doc.Text()), " ") + "\n")
		}
	}
	export := o.get("", "/r/2026/export")
	for line := range bytes.Lines(export.body) {
		if bytes.HasPrefix(line, []byte("{")) && !json.Valid(line) {
			t.Errorf("a line of the export is no JSON: %.100s", line)
		}
	}
	if r := o.get("", "/r/2026/observe.json"); !json.Valid(r.body) || bytes.Contains(r.body, []byte("<script")) {
		t.Errorf("observe.json: %.200s", r.body)
	}
	return all.String()
}

// papersOfHostile prints everything that can be printed.
func (o *bureau) papersOfHostile(t *testing.T) {
	t.Helper()
	printed := 0
	for _, p := range Papers {
		r := o.get("qin", deskPath+"/paper/"+p.Name+".pdf")
		if r.status == http.StatusConflict {
			clean(t, p.Name, r) // its time is not, or no longer
			continue
		}
		if printed++; r.status != 200 || !bytes.HasPrefix(r.body, []byte("%PDF")) || !bytes.HasSuffix(bytes.TrimSpace(r.body), []byte("%%EOF")) {
			t.Errorf("%s: %d %.100s", p.Name, r.status, r.body)
		}
		for _, live := range []string{"/JavaScript", "/Launch", "/OpenAction", "/Type /EmbeddedFile", "/URI"} {
			if bytes.Contains(r.body, []byte(live)) {
				t.Errorf("%s has %s", p.Name, live)
			}
		}
	}
	if printed < 7 {
		t.Errorf("only %d papers are printed", printed)
	}
}

// TestBrowserHostile: a person looks at the pages of rounds that consist of the corpus in a real browser. Nothing of it
// runs, and nothing leaves the server, which the tab looks after.
func TestBrowserHostile(t *testing.T) {
	root := chromium(t)
	for total := 0; total < 200; {
		x := newStreet(t)
		_, n := x.bureau.twisted(total)
		total += n
		p := openTab(t, root, x.base)
		paths := []string{"/r/2026", "/r/2026/scheme", "/r/2026/proposals", "/r/2026/library", "/r/2026/notice", "/r/2026/observe", "/r/2026/ledger"}
		x.read(func(r *catalog.Round) { paths = append(paths, "/p/"+r.Proposal(1).Slip) })
		for _, path := range paths {
			p.open(path)
			if got := valueOf[[]int](p, "[window.hit === undefined ? 0 : 1, document.querySelectorAll('main').length, document.baseURI.startsWith(location.origin) ? 0 : 1]"); !slices.Equal(got, []int{0, 1, 0}) {
				t.Errorf("%s: %v", path, got)
			}
		}
		p.open("/login")
		p.signIn("qin", officePassword)
		for _, path := range []string{"/desk/2026", "/desk/2026/proposals", "/desk/2026/ledger", "/desk/2026/proposal/1"} {
			p.open(path)
			if got := valueOf[bool](p, "window.hit === undefined && document.querySelectorAll('main').length === 1"); !got {
				t.Errorf("%s: something has run", path)
			}
		}
	}
}

package page_test

// Every page in every state and language keeps the rules: one heading, labels, no inline code, nothing from elsewhere.

import (
	"bytes"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/kiosk/gallery"
	"linli/kiosk/lang"
	. "linli/kiosk/page"
)

func draw(t testing.TB, l lang.Lang, f Frame, v View) (string, *goquery.Document) {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, l, f, v); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), doc
}

func TestRules(t *testing.T) {
	titles := map[string]bool{}
	for _, l := range lang.All {
		for _, s := range gallery.Samples() {
			t.Run(string(l)+"/"+s.Name(), func(t *testing.T) {
				html, doc := draw(t, l, s.Frame, s.View)
				checkFrame(t, l, s, html, doc)
				checkCode(t, html, doc)
				checkFields(t, doc)
				checkLinks(t, doc)
				titles[doc.Find("title").Text()] = true
			})
		}
	}
	if len(titles) < 60 {
		t.Errorf("only %d different titles", len(titles))
	}
}

func checkFrame(t *testing.T, l lang.Lang, s gallery.Sample, html string, doc *goquery.Document) {
	if n := doc.Find("h1").Length(); n != 1 {
		t.Errorf("%d h1", n)
	}
	if strings.TrimSpace(doc.Find("h1").Text()) == "" || strings.TrimSpace(doc.Find("title").Text()) == "" {
		t.Error("empty h1 or title")
	}
	if got := doc.Find("html").AttrOr("lang", ""); got != l.Tag() {
		t.Errorf("lang=%q", got)
	}
	for _, flaw := range []string{"⟦", "%!", "ZgotmplZ", "<no value>"} {
		if i := strings.Index(html, flaw); i >= 0 {
			t.Errorf("a word is missing or unsafe near %q", html[max(0, i-40):min(len(html), i+60)])
		}
	}
	if doc.Find(".help").Length() != 1 || s.Frame.Phone != "" && doc.Find(`.help a[href^="tel:"]`).Length() != 1 {
		t.Error("no help line")
	}
	focus := Focused(s.View)
	if has := doc.Find("header, footer").Length() > 0; has == focus {
		t.Errorf("header or footer shown: %v, focus mode: %v", has, focus)
	}
	if !focus && s.Frame.Status != "" && strings.Count(html, lang.T(l, "status."+string(s.Frame.Status))) < 2 {
		t.Error("the status word is not in title and header")
	}
	if doc.Find("meta[name=viewport]").AttrOr("content", "") == "" || strings.Contains(html, "user-scalable") {
		t.Error("viewport")
	}
}

func checkCode(t *testing.T, html string, doc *goquery.Document) {
	doc.Find("*").Each(func(_ int, n *goquery.Selection) {
		for _, a := range n.Nodes[0].Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("inline %s on %s", a.Key, goquery.NodeName(n))
			}
		}
	})
	if doc.Find("style, script:not([src]), iframe, object").Length() > 0 {
		t.Error("inline style or script")
	}
	if strings.Contains(html, "<script>alert") || strings.Contains(html, "<img src=x") {
		t.Error("user text is not escaped")
	}
	if elsewhere := strings.ReplaceAll(html, gallery.Own, ""); strings.Contains(elsewhere, "http://") || strings.Contains(elsewhere, "https://") {
		t.Error("an address of another place")
	}
}

func checkFields(t *testing.T, doc *goquery.Document) {
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, n *goquery.Selection) {
		id := n.AttrOr("id", "")
		if ids[id] {
			t.Errorf("two elements have id %q", id)
		}
		ids[id] = true
	})
	doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, n *goquery.Selection) {
		name := n.AttrOr("name", "?")
		if n.AttrOr("aria-label", "") == "" && n.Closest("label").Length() == 0 && doc.Find(`label[for="`+n.AttrOr("id", "-")+`"]`).Length() == 0 {
			t.Errorf("field %q has no label", name)
		}
		for _, id := range strings.Fields(n.AttrOr("aria-describedby", "")) {
			if !ids[id] {
				t.Errorf("field %q is described by nothing: %q", name, id)
			}
		}
	})
	doc.Find("fieldset").Each(func(_ int, n *goquery.Selection) {
		if n.ChildrenFiltered("legend").Length() != 1 {
			t.Error("fieldset without legend")
		}
	})
	doc.Find("table").Each(func(_ int, n *goquery.Selection) {
		if n.Find("caption").Length() != 1 {
			t.Error("table without caption")
		}
	})
	doc.Find("img").Each(func(_ int, n *goquery.Selection) {
		if _, ok := n.Attr("alt"); !ok {
			t.Error("img without alt")
		}
	})
}

func checkLinks(t *testing.T, doc *goquery.Document) {
	for _, attr := range []string{"href", "src", "action", "formaction"} {
		doc.Find("[" + attr + "]").Each(func(_ int, n *goquery.Selection) {
			v := n.AttrOr(attr, "")
			u, err := url.Parse(v)
			switch {
			case err != nil:
				t.Errorf("%s=%q: %v", attr, v, err)
			case u.Scheme == "tel" || v == "data:,":
			case strings.HasPrefix(v, "#"):
				if doc.Find(v).Length() != 1 {
					t.Errorf("%s=%q leads nowhere", attr, v)
				}
			case !strings.HasPrefix(v, "/") || strings.HasPrefix(v, "//"):
				t.Errorf("%s=%q leaves this server", attr, v)
			case strings.HasPrefix(v, "/static/"):
				if f, err := Static.Open(strings.TrimPrefix(u.Path, "/static/")); err != nil {
					t.Error(err)
				} else {
					_ = f.Close()
				}
			}
		})
	}
	doc.Find("form").Each(func(_ int, n *goquery.Selection) {
		if m := n.AttrOr("method", ""); m != "get" && m != "post" || n.AttrOr("action", "") == "" {
			t.Errorf("form with method %q and action %q", m, n.AttrOr("action", ""))
		}
	})
}

func TestErrorWritesNothing(t *testing.T) {
	var b bytes.Buffer
	if err := Render(&b, "tlh", Frame{}, Home{}); err == nil || b.Len() > 0 {
		t.Errorf("unknown language: err %v, %d bytes", err, b.Len())
	}
	if err := Render(&b, lang.Zh, Frame{}, Broken{}); err == nil || b.Len() > 0 {
		t.Errorf("a view that does not fit: err %v, %d bytes", err, b.Len())
	}
}

func TestParallel(t *testing.T) {
	var wait sync.WaitGroup
	want, _ := draw(t, lang.Zh, gallery.Frame("/r/2026", Voting), gallery.Samples()[0].View)
	for range 8 {
		wait.Go(func() {
			var b bytes.Buffer
			if err := Render(&b, lang.Zh, gallery.Frame("/r/2026", Voting), gallery.Samples()[0].View); err != nil || b.String() != want {
				t.Errorf("drawn in parallel it differs (%v)", err)
			}
		})
	}
	wait.Wait()
}

func FuzzEscape(f *testing.F) {
	f.Add(gallery.Hostile)
	f.Add("javascript:alert(1)")
	f.Add("</title><svg onload=1>\x00\xff")
	f.Fuzz(func(t *testing.T, s string) {
		p := Project{Number: 1, Name: s, Place: s, What: s, Photo: s, PhotoAlt: s}
		fr := Frame{Path: s, Community: s, Phone: s, RoundID: s, Flash: Flash{Text: s}}
		_, doc := draw(t, lang.Zh, fr, Library{Projects: []Project{p}, Papers: []Link{{s, s, s}}})
		_, plain := draw(t, lang.Zh, Frame{Community: "x", Phone: "x", RoundID: "x", Flash: Flash{Text: "x"}},
			Library{Projects: []Project{{Name: "x", What: "x", Photo: "/x"}}, Papers: []Link{{"x", "/x", "x"}}})
		for _, tag := range []string{"script", "svg", "style", "iframe", "form", "button"} {
			if n, want := doc.Find(tag).Length(), plain.Find(tag).Length(); n != want {
				t.Fatalf("%d %s elements, want %d", n, tag, want)
			}
		}
		checkCodeAttrs(t, doc)
	})
}

// checkCodeAttrs finds handlers and script addresses that user text could have made.
func checkCodeAttrs(t *testing.T, doc *goquery.Document) {
	doc.Find("*").Each(func(_ int, n *goquery.Selection) {
		for _, a := range n.Nodes[0].Attr {
			if strings.HasPrefix(a.Key, "on") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") && (a.Key == "href" || a.Key == "src") {
				t.Fatalf("%s=%q", a.Key, a.Val)
			}
		}
	})
}

package kiosk

// The ledger in words, on pages; and what outsiders need to check it.

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/mod/sumdb/note"

	"linli/ballot/ledger"
	"linli/ballot/store"
	"linli/catalog"
	"linli/kiosk/lang"
)

// TestLedgerInWords: amounts in yuan, times of Shanghai, names of things; the JSON is there for who wants it.
func TestLedgerInWords(t *testing.T) {
	o := newBureau(t)
	o.screening()
	n := o.lastOf("screening.estimate")
	e := o.get("", "/r/2026/ledger").doc.Find("#e" + strconv.FormatInt(n, 10))
	text := e.Find("dl").Text()
	for _, want := range []string{"T-001 修路", "估算低值5,000元", "总造价5,500元", "估算依据询价", "部门城管办"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if strings.Contains(text, "550000") || strings.Contains(text, "figure") {
		t.Errorf("raw: %s", text)
	}
	if at := e.Find("p.soft").First().Text(); at != "2026-10-12 09:00:00 · jiang" {
		t.Errorf("at %q", at)
	}
	raw := o.get("", e.Find("details a").AttrOr("href", ""))
	entry, err := ledger.ParseEntry(raw.body)
	if err != nil || entry.N != n || e.Find("details pre").Text() != string(raw.body) || !strings.HasPrefix(raw.head.Get("Content-Type"), "application/json") {
		t.Errorf("%v %+v", err, entry)
	}
	for _, bad := range []string{"-1", "999", "x", "9999999999999999999999"} {
		if r := o.get("", "/r/2026/ledger/"+bad); r.status != 404 {
			t.Errorf("entry %s: %d", bad, r.status)
		}
	}
}

// TestEveryFieldHasWords: nothing of any kind of act is called by its JSON name, in either language.
func TestEveryFieldHasWords(t *testing.T) {
	r := &catalog.Round{}
	for _, k := range catalog.Kinds {
		a := k.New()
		fill(reflect.ValueOf(a).Elem())
		for _, l := range lang.All {
			all := tellAct(l, r, k.Name, a)
			if len(all) == 0 && reflect.TypeOf(a).Elem().NumField() > 0 {
				t.Errorf("%s says nothing", k.Name)
			}
			for _, s := range all {
				if strings.ToLower(s.Label) == s.Label && strings.Trim(s.Label, "abcdefghijklmnopqrstuvwxyz_-0123456789") == "" || strings.Contains(s.Label+strings.Join(s.Lines, ""), "⟦") {
					t.Errorf("%s in %s: %q %q", k.Name, l, s.Label, s.Lines)
				}
			}
		}
	}
}

// fill gives every field of an act a value.
func fill(v reflect.Value) {
	forms := map[string]catalog.Field{}
	if v.Kind() == reflect.Struct {
		for _, f := range catalog.Fields(v.Type()) {
			forms[v.Type().Field(f.Index).Name] = f
		}
	}
	for i := range v.NumField() {
		switch at := v.Field(i); {
		case !at.CanSet():
		case at.Kind() == reflect.Struct:
			fill(at)
		case at.Kind() == reflect.Slice:
			at.Set(reflect.MakeSlice(at.Type(), 5, 5))
			for j := range 5 {
				x := at.Index(j)
				if x.Kind() == reflect.Struct {
					fill(x)
				}
				if x.CanInt() {
					x.SetInt(1)
				}
				if x.Kind() == reflect.String {
					x.SetString("some")
					if of := forms[v.Type().Field(i).Name].Of; len(of) > 0 {
						x.SetString(of[0])
					}
				}
			}
		case at.Kind() == reflect.String:
			at.SetString("2026-11-22")
			if at.Type().Name() == "Finding" {
				at.SetString("blank")
			}
			if of := forms[v.Type().Field(i).Name].Of; len(of) > 0 {
				at.SetString(of[0])
			}
		case at.CanInt():
			at.SetInt(1)
		case at.Kind() == reflect.Bool:
			at.SetBool(true)
		}
	}
}

// TestLedgerPages: a long ledger is paged, every entry is on one page, and none is too long to load.
func TestLedgerPages(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	var many []any
	for range 140 {
		many = append(many, "scheme.opinion", obj{"on": "funds", "from": "居民", "text": strings.Repeat("好", 500)})
	}
	o.acts("qin", many...)
	size := int(o.size())
	seen, path := map[string]bool{}, "/r/2026/ledger"
	for pages := 0; path != "" && pages < 10; pages++ {
		r := o.get("", path)
		ids := r.doc.Find(".records > li").Map(func(_ int, x *goquery.Selection) string { return x.AttrOr("id", "") })
		if len(ids) == 0 || len(ids) > ledgerPage || len(r.body) > 1<<20 {
			t.Fatalf("%s: %d entries in %d bytes", path, len(ids), len(r.body))
		}
		for _, id := range ids {
			if seen[id] {
				t.Errorf("%s is on two pages", id)
			}
			seen[id] = true
		}
		path = ""
		for _, a := range r.doc.Find("main nav a").EachIter() {
			if a.Text() == "较早的" {
				path = a.AttrOr("href", "")
			}
		}
	}
	if len(seen) != size {
		t.Errorf("%d entries are on pages, of %d", len(seen), size)
	}
	for n, first := range map[string]string{"7": "e49", "100": "e100", "": "e140", "-5": "e140", "x": "e140", "99999": "e140"} {
		if got := o.get("", "/r/2026/ledger?n="+n).doc.Find(".records > li").First().AttrOr("id", ""); got != first && n != "7" {
			t.Errorf("?n=%s begins with %s, want %s", n, got, first)
		}
		if o.get("", "/r/2026/ledger?n="+n).doc.Find("#e"+n).Length() == 0 && first == "e"+n {
			t.Errorf("entry %s is not where its number leads", n)
		}
	}
}

// TestOutsidersFindWhatTheyNeed: home, ledger and observers' page lead to export and checkpoint, and show key, root and
// witnesses as they are.
func TestOutsidersFindWhatTheyNeed(t *testing.T) {
	o := newBureau(t)
	o.screening()
	l := o.round()
	private, key, err := note.GenerateKey(rand.Reader, "neighbour\u202e")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	own, err := note.NewVerifier(l.Key())
	if err != nil {
		t.Fatal(err)
	}
	look := func(says ...string) {
		t.Helper()
		size, root, err := l.Ledger().Tree()
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/r/2026", "/r/2026/ledger", "/r/2026/observe"} {
			v := o.get("", path).doc.Find("section.verify")
			text := v.Text()
			for _, want := range append(says, fmt.Sprintf("前 %d 条记录", size), l.Key(), "linli verify "+testPublic+"/r/2026", "linli witness "+testPublic+"/r/2026") {
				if !strings.Contains(text, want) {
					t.Errorf("%s does not say %q: %s", path, want, text)
				}
			}
			if got := strings.ReplaceAll(v.Find("dd code").First().Text(), " ", ""); got != root.String() {
				t.Errorf("%s has the root %s, want %s", path, got, root)
			}
			for _, to := range []string{"export", "checkpoint"} {
				if n := v.Find("a[href='/r/2026/" + to + "']").Length(); n != 1 {
					t.Errorf("%s has %d links to the %s", path, n, to)
				}
			}
		}
	}
	look("还没有见证人")
	n, err := note.Open(o.get("", "/r/2026/checkpoint").body, note.VerifierList(own))
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(n, signer)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Cosign(context.Background(), key, signed); err != nil {
		t.Fatal(err)
	}
	look("✓ 已签最新检查点 neighbour ")
	size := o.size()
	o.asJSON("jiang", fixing(o.lastOf("screening.estimate")), obj{"correction": "x", "body": obj{"no": 1, "department": "城管办", "high": 6, "figure": 5, "basis": "询价"}})
	look(fmt.Sprintf("签到第 %d 条 neighbour ", size))
	if n := o.get("", "/r/2026/observe?wall=1").doc.Find("section.verify").Length(); n != 0 {
		t.Error("the wall screen shows how to verify")
	}
}

// TestLedgerThatCannotBeRead: what the store no longer has as it was is an error on every page that shows entries, never
// an empty list.
func TestLedgerThatCannotBeRead(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	first := []byte("s/ledger/2026/0000000000000001")
	was, err := o.env.Store.Get(context.Background(), first)
	if err != nil || was.Ver == 0 {
		t.Fatalf("no first segment: %v", err)
	}
	put := func(val []byte) {
		t.Helper()
		if _, err := o.env.Store.Commit(context.Background(), nil, []store.Op{{Key: first, Val: val}}); err != nil {
			t.Fatal(err)
		}
	}
	pages := map[string]string{deskPath: "qin", deskPath + "/ledger": "qin", deskPath + "/correct/0": "qin", "/r/2026/ledger": "", "/r/2026/ledger/0": ""}
	look := func(what string, bad bool) {
		t.Helper()
		for path, as := range pages {
			if r := o.get(as, path); (r.status >= 500) != bad {
				t.Errorf("%s: %s answers %d", what, path, r.status)
			}
		}
	}
	kept := bytes.Clone(was.Val)
	look("sound", false)
	put([]byte("{}"))
	look("damaged", true)
	put(nil)
	look("gone", true)
	put(kept)
	look("sound again", false)
}

package kiosk

// Erasing who proposed: two steps, one word of a list, and nothing of the person anywhere afterwards.

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"linli/ballot/store"
	"linli/catalog"
)

func jsonRequest(path, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

// holds tells where in the store some words are.
func (o *bureau) holds(words string) (keys []string) {
	o.t.Helper()
	err := o.env.Store.Scan(context.Background(), nil, nil, func(it store.Item) error {
		if bytes.Contains(it.Val, []byte(words)) || bytes.Contains(it.Key, []byte(words)) {
			keys = append(keys, string(it.Key))
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return keys
}

// TestErase carries a round to its letters, erases one proposer, and looks everywhere.
func TestErase(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	for _, name := range []string{"司徒消失", "周阿根"} {
		o.asJSON("qin", act("proposal.submit"), obj{
			"person":   obj{"name": name, "phone": "1990000" + name, "consent": true},
			"proposal": obj{"channel": "point", "kind": "engineering", "from": "resident", "title": "修路", "place": "3幢", "text": "积水", "benefits": "190户"},
		})
	}
	page := o.get("qin", deskPath+"/proposal/1")
	if text := page.doc.Find("main").Text(); page.status != 200 || !strings.Contains(text, "司徒消失") || !strings.Contains(text, "1990000司徒消失") {
		t.Fatalf("%d %s", page.status, text)
	}
	to := page.doc.Find("main a.button").AttrOr("href", "")
	if to != act("person.erase")+"?no=1" {
		t.Fatalf("the button leads to %q", to)
	}
	if r := o.post("qin", act("person.erase"), url.Values{"no": {"1"}, "why": {"request"}}); r.status != 200 || !strings.Contains(r.doc.Find("section.preview").Text(), "T-001") || len(o.holds("司徒消失")) != 1 {
		t.Fatalf("not confirmed: %d %s", r.status, complaint(r))
	}
	before := o.size()
	for as, want := range map[string]int{"": 401, "bao": 403, "he": 403, "jiang": 403} {
		if r := o.json(as, act("person.erase"), obj{"no": 1, "why": "request"}); r.status != want {
			t.Errorf("%s erases: %d", as, r.status)
		}
	}
	for _, body := range []obj{{"no": 3, "why": "request"}, {"no": 1, "why": "司徒消失要求"}, {"no": 1}, {"no": 0, "why": "request"}} {
		if r := o.json("qin", act("person.erase"), body); r.status != 404 && r.status != 422 {
			t.Errorf("%v: %d %s", body, r.status, r.body)
		}
	}
	if o.size() != before || len(o.holds("司徒消失")) != 1 {
		t.Fatal("what was refused has done something")
	}
	if r := o.submit("qin", to, "why", "request"); r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, complaint(r))
	}
	if keys := o.holds("司徒消失"); len(keys) > 0 {
		t.Errorf("still under %q", keys)
	}
	if r := o.json("qin", act("person.erase"), obj{"no": 1, "why": "request"}); r.status != 409 || o.size() != before+1 {
		t.Errorf("erased twice: %d", r.status)
	}
	o.gone("司徒消失")
}

// gone looks for a name that was erased, that of proposal 1, in all that people can see.
func (o *bureau) gone(name string) {
	o.t.Helper()
	slip := ""
	o.read(func(r *catalog.Round) { slip = r.Proposal(1).Slip })
	for _, x := range []struct{ as, path, says string }{
		{"qin", deskPath + "/proposal/1", "个人信息已抹去"}, {"qin", deskPath + "/proposals", "已抹去"}, {"", "/p/" + slip, "个人信息已抹去"},
		{"qin", deskPath + "/ledger", "本人要求"}, {"", "/r/2026/ledger", "抹去个人信息"}, {"", "/r/2026/proposals", "修路"}, {"", "/r/2026/export", `"act":"person.erase"`}, {"qin", "/desk/backup", ""}, {"qin", deskPath, ""},
	} {
		r := o.get(x.as, x.path)
		if r.status != 200 || !bytes.Contains(r.body, []byte(x.says)) || bytes.Contains(r.body, []byte(name)) {
			o.t.Errorf("%s: %d, says it: %v, names: %v", x.path, r.status, bytes.Contains(r.body, []byte(x.says)), bytes.Contains(r.body, []byte(name)))
		}
	}
	if text := o.get("qin", deskPath+"/proposal/1").doc.Find("a[href*='person.erase']").Length(); text != 0 {
		o.t.Error("what is erased can be erased")
	}
	if text := o.get("qin", deskPath+"/proposals").doc.Text(); !strings.Contains(text, "周阿根") {
		o.t.Error("the other proposer is gone, too")
	}
}

// TestEraseTogether: others with the same phone are offered by name, ticked they go with the first in one step, what is
// not ticked stays, and with one refusal nobody goes.
func TestEraseTogether(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	for _, who := range [][2]string{{"司徒一", "13800000007"}, {"司徒二", "+86 138 0000 0007"}, {"周阿根", "13800000008"}, {"司徒三", "１３８００００-0007"}, {"司徒四", "138-0000-0007"}} {
		o.asJSON("qin", act("proposal.submit"), obj{
			"person":   obj{"name": who[0], "phone": who[1], "consent": true},
			"proposal": obj{"channel": "point", "kind": "engineering", "from": "resident", "title": "修路", "place": "3幢", "text": "积水", "benefits": "190户"},
		})
	}
	there := func(names ...string) {
		t.Helper()
		for _, name := range []string{"司徒一", "司徒二", "周阿根", "司徒三", "司徒四"} {
			if got, want := len(o.holds(name)) == 1, slices.Contains(names, name); got != want {
				t.Errorf("%s is there: %v, want %v", name, got, want)
			}
		}
	}
	offered := func(path string) string {
		return strings.Join(strings.Fields(o.get("qin", path).doc.Find("#f-also label").Text()), " ")
	}
	if got, want := offered(act("person.erase")+"?no=1"), "T-002 修路 司徒二 T-004 修路 司徒三 T-005 修路 司徒四"; got != want {
		t.Errorf("offered %q, want %q", got, want)
	}
	for _, path := range []string{"", "?no=3", "?no=9", "?no=x"} {
		if got := offered(act("person.erase") + path); got != "" {
			t.Errorf("%q: offered %q", path, got)
		}
	}
	before := o.size()
	for _, also := range [][]string{{"3"}, {"2", "3"}, {"1"}, {"x"}, {"2 3"}} {
		if r := o.post("qin", act("person.erase"), url.Values{"no": {"1"}, "why": {"request"}, "also": also, "confirm": {"yes"}}); r.status != 422 {
			t.Errorf("also %q: %d", also, r.status)
		}
	}
	if r := o.post("qin", act("person.erase"), url.Values{"no": {"1"}, "why": {"request"}, "also": {"2", "2"}, "confirm": {"yes"}}); r.status != 409 || o.size() != before {
		t.Errorf("one twice: %d", r.status)
	}
	there("司徒一", "司徒二", "周阿根", "司徒三", "司徒四")
	ask := o.post("qin", act("person.erase"), url.Values{"no": {"1"}, "why": {"request"}, "also": {"2", "5"}})
	if text := ask.doc.Find("section.preview").Text(); ask.status != 200 || strings.Count(text, "已抹去") != 3 || !strings.Contains(text, "保留不动：T-004 修路") || strings.Contains(text, "司徒") {
		t.Fatalf("%d %q", ask.status, text)
	}
	if r := o.post("qin", act("person.erase"), fields(ask.doc.Find("input[name=confirm]").Closest("form"))); r.status != http.StatusSeeOther || o.size() != before+3 {
		t.Fatalf("%d %s, %d entries", r.status, complaint(r), o.size()-before)
	}
	there("周阿根", "司徒三")
	r := o.json("qin", deskPath+"/acts", []obj{{"act": "person.erase", "body": obj{"no": 4, "why": "expired"}}, {"act": "person.erase", "body": obj{"no": 1, "why": "expired"}}})
	if r.status != 409 {
		t.Errorf("by program, one of them erased already: %d", r.status)
	}
	there("周阿根", "司徒三")
}

// TestLeftIsErasedAgain: what an erasure has left goes when a server opens the round.
func TestLeftIsErasedAgain(t *testing.T) {
	o := newBureau(t)
	o.collectionOf("司徒消失")
	kept, err := o.env.Store.Get(context.Background(), []byte(o.holds("司徒消失")[0]))
	if err != nil {
		t.Fatal(err)
	}
	o.acts("qin", "person.erase", obj{"no": 1, "why": "request"})
	if _, err := o.env.Store.Commit(context.Background(), nil, []store.Op{{Key: kept.Key, Val: kept.Val}}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.round().Check(context.Background()); !errors.Is(err, catalog.ErrLeft) {
		t.Fatal(err)
	}
	again := rounds{env: o.env}
	defer again.close()
	if l, err := again.get(context.Background(), "2026"); err != nil {
		t.Fatal(err)
	} else if _, err := l.Check(context.Background()); err != nil {
		t.Error(err)
	}
	if keys := o.holds("司徒消失"); len(keys) > 0 {
		t.Errorf("still under %q", keys)
	}
}

// collectionOf founds a round and hands in a proposal by somebody of that name.
func (o *bureau) collectionOf(name string) {
	o.t.Helper()
	o.foundByJSON()
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	o.asJSON("qin", act("proposal.submit"), obj{
		"person":   obj{"name": name, "phone": "13800000007", "consent": true},
		"proposal": obj{"channel": "point", "kind": "engineering", "from": "resident", "title": "修路", "place": "3幢", "text": "积水", "benefits": "190户"},
	})
}

// TestPeopleAreForTheOffice: names and phones are on no page of anybody else.
func TestPeopleAreForTheOffice(t *testing.T) {
	o := newBureau(t)
	o.screening()
	for _, path := range []string{deskPath + "/proposals", deskPath + "/proposal/1"} {
		for as, want := range map[string]int{"": 303, "bao": 403, "he": 403, "jiang": 403, "qin": 200} {
			r := o.get(as, path)
			if r.status != want || (as != "qin") == strings.Contains(r.doc.Text(), "周阿根") {
				t.Errorf("%s %q: %d", path, as, r.status)
			}
			if n := o.get(as, deskPath).doc.Find("a[href='" + deskPath + "/proposals']").Length(); (n == 1) != (as == "qin") {
				t.Errorf("%q sees %d links to the proposers", as, n)
			}
		}
	}
	for _, no := range []string{"0", "9", "x", "-1"} {
		if r := o.get("qin", deskPath+"/proposal/"+no); r.status != 404 {
			t.Errorf("proposal %s: %d", no, r.status)
		}
	}
}

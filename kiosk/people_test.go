package kiosk

// Erasing who proposed: two steps, one word of a list, and nothing of the person anywhere afterwards.

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
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

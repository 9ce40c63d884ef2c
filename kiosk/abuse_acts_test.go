package kiosk

// Acts by those who may not, with fields that the program fills in, of another round, with numbers beyond all bounds and
// lists without end.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
)

// everyAct are the names of all that can be done at a desk.
func everyAct() []string {
	names := slices.Collect(maps.Keys(specials))
	for _, k := range catalog.Kinds {
		names = append(names, k.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// TestRolesOfEveryAct: a clerk, a counter and a department do their own and nothing else, by form, by program, among many, as
// a correction, or on the pages beside; and nobody who has not signed in does anything.
func TestRolesOfEveryAct(t *testing.T) {
	o := toScreen(t)
	before := o.size()
	for login, role := range map[string]string{"bao": "clerk", "jiang": "department", "": ""} {
		for _, name := range everyAct() {
			if role != "" && may(Member{Role: role}, name) {
				continue
			}
			for how, r := range map[string]reply{
				"a form": o.get(login, act(name)), "a form that is sent": o.post(login, act(name), url.Values{"no": {"1"}, "confirm": {"yes"}}),
				"by program": o.json(login, act(name), obj{"no": 1}), "among many": o.json(login, deskPath+"/acts", []obj{{"act": name, "body": obj{"no": 1}}}),
			} {
				special := how == "among many" && r.status == 422 && role != "" // it is done on its own
				if r.status != 403 && r.status != 401 && r.status != 303 && !special && r.status != 400 || r.status == 303 && role != "" {
					t.Errorf("%q: %s %s: %d", login, name, how, r.status)
				}
			}
		}
		for _, path := range []string{"/needs/roll", "/needs/import", "/carry", "/seminar", "/table/people", "/table/ranking", "/table/1", "/council", "/propose", "/import", "/correct/0"} {
			if r := o.post(login, deskPath+path, url.Values{"from": {"2025"}, "no": {"1"}, "confirm": {"yes"}}); r.status != 403 && r.status != 401 && r.status != 303 || r.status == 303 && role != "" {
				t.Errorf("%q: %s: %d", login, path, r.status)
			}
		}
	}
	if o.size() != before {
		t.Errorf("%d entries more", o.size()-before)
	}
}

// TestOtherSitesActs: no page of another site does anything at a desk, at the table or with a slip.
func TestOtherSitesActs(t *testing.T) {
	o, slips := seatedBureau(t)
	code, before := o.met(), o.size()+1
	before--
	for _, path := range []string{act("screening.decide"), deskPath + "/acts", deskPath + "/table/1", deskPath + "/table/people", deskPath + "/carry", deskPath + "/needs/roll", "/table/" + code, "/p/" + slips[0] + "/review", "/r/2026/propose", "/seat/X"} {
		for name, value := range map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"} {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("who=x&no=1&confirm=yes"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(name, value)
			if got := o.send("qin", r); got.status != 403 {
				t.Errorf("%s with %s: %d", path, name, got.status)
			}
		}
	}
	if o.size() != before {
		t.Errorf("%d entries more", o.size()-before)
	}
}

// TestForgedFields: who acts and what is due is told by the program, whatever a client sends; what comes from another round, a
// photo or a meeting is not made up.
func TestForgedFields(t *testing.T) {
	o := toScreen(t)
	o.acts("qin", "screening.decide", obj{"no": 1, "by": "组", "applies": []string{"no", "yes", "no"}, "reasons": []string{"", "权属", ""}, "login": "lu"})
	if r := o.json("qin", act("screening.confirm"), obj{"no": 1, "agree": true, "login": "lu"}); r.status != 403 || !strings.Contains(string(r.body), `"same"`) {
		t.Errorf("one member under two names: %d %s", r.status, r.body)
	}
	o.acts("lu", "screening.confirm", obj{"no": 1, "agree": true})
	o.acts("qin", "screening.notify", obj{"no": 1, "number": "1", "date": "2026-10-12", "how": "door", "until": "2026-10-12"})
	o.acts("qin", "screening.decide", obj{"no": 2, "by": "组", "applies": []string{"no", "no", "no"}, "reasons": []string{"", "", ""}})
	o.read(func(r *catalog.Round) {
		p := r.Proposal(1)
		if p.Screening.Login != "qin" || p.Confirmed.Login != "lu" || p.ByList.Notice.Until != "2026-10-19" {
			t.Errorf("%+v %+v %+v", p.Screening, p.Confirmed, p.ByList.Notice)
		}
	})
	q := newBureau(t)
	q.foundByJSON()
	q.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	hash := strings.Repeat("a", 64)
	for name, more := range map[string]obj{
		"carried": {"from_round": "2025", "from_no": 1}, "half carried": {"from_no": 3}, "a meeting": {"meeting": 7, "channel": "seminar"}, "a date of a screen": {"channel": "web", "date": "2026-10-01"}, "a need": {"need": 99},
	} {
		body := obj{"channel": "point", "kind": "engineering", "from": "resident", "title": "路灯", "place": "3幢", "text": "暗", "benefits": "190户"}
		maps.Copy(body, more)
		if r := q.json("qin", act("proposal.submit"), obj{"person": obj{"name": "周阿根"}, "proposal": body}); r.status < 400 || r.status >= 500 {
			t.Errorf("%s: %d %s", name, r.status, r.body)
		}
	}
	out := q.asJSON("qin", act("proposal.submit"), obj{"person": obj{"name": "周阿根", "unit": true}, "proposal": obj{"proposer": "周阿根", "photo": hash, "channel": "point", "kind": "engineering", "from": "resident", "title": "路灯", "place": "3幢", "text": "暗", "benefits": "190户"}})
	q.read(func(r *catalog.Round) {
		if p := r.BySlip(out.Slip); p.Photo != "" || p.Proposer == "周阿根" || len(r.Proposals) != 1 {
			t.Errorf("%+v", p.Submit)
		}
	})
	o.acts("qin", "screening.survey", obj{"no": 2, "date": "2026-10-01", "who": "顾问", "finding": "可行", "pass": true, "login": "lu"})
	if r := o.json("qin", act("screening.survey"), obj{"no": 1, "date": "2026-10-01", "who": "顾问", "finding": "可行", "pass": true, "photos": []string{hash}}); r.status < 400 || r.status >= 500 {
		t.Errorf("a photo that nobody sent: %d", r.status)
	}
}

// wild are values that no field takes, or none of its kind.
func wild() []string {
	many := strings.TrimSuffix(strings.Repeat("1,", 10_000), ",")
	words := strings.TrimSuffix(strings.Repeat(`"a",`, 10_000), ",")
	return []string{
		"9223372036854775808", "-9223372036854775809", "9223372036854775807", "-1", "1e30", "1.5", "1000000000000001", "18446744073709551616", "null", "true", `"x"`, "{}", "[]", "[" + many + "]", "[" + words + "]",
		"[[[[]]]]", `[{"kind":"sponsor","fen":9223372036854775807},{"kind":"sponsor","fen":9223372036854775807}]`, "[9223372036854775807,9223372036854775807]", "[-1]", `"` + strings.Repeat("长", 100_000) + `"`, `"\u0000"`, `"\ud800"`,
	}
}

// TestWildValues: whatever stands in whatever field of whatever act, it is taken or refused, and never fails; of what none
// can hold nothing is taken.
func TestWildValues(t *testing.T) {
	o, _ := seatedBureau(t)
	o.met()
	o.acts("qin", "table.arrive", obj{"who": "甲 陈"}, "table.arrive", obj{"who": "乙 吴"}, "table.arrive", obj{"who": "丙 孙"})
	o.acts("qin", "table.decide", obj{"no": 1, "discussion": "好", "result": "recommend", "why": "急需"})
	sent, bodies := 0, map[string]string{
		"screening.estimate": `"no":1,"department":"办","low":1,"figure":1,"high":1,"basis":"据"`, "screening.refer": `"no":1,"department":"办","date":"2026-10-12","days":5`,
		"table.decide": `"no":2,"discussion":"好","result":"recommend","why":"急"`, "table.hands": `"no":1,"hands":1`, "table.arrive": `"who":"丁"`, "fast.grant": `"no":1,"date":"2026-10-12","number":"1","why":"急","by":"陆"`,
		"need.list": `"needs":[]`, "proposal.forward": `"no":2,"to":"street","why":"跨社区","communities":["a"]`,
	}
	for _, name := range everyAct() {
		d, err := deedNamed(name, true)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range catalog.Fields(d.body) {
			for _, value := range wild() {
				body := "{" + fmt.Sprintf("%q:%s", f.Name, value)
				for _, pair := range strings.SplitAfter(bodies[name], ",") {
					if key, _, _ := strings.Cut(pair, ":"); pair != "" && key != fmt.Sprintf("%q", f.Name) {
						body += "," + strings.TrimSuffix(pair, ",")
					}
				}
				r := httptest.NewRequest(http.MethodPost, act(name), strings.NewReader(body+"}"))
				r.Header.Set("Content-Type", "application/json")
				sent++
				if got := o.send("qin", r); got.status >= 500 {
					t.Errorf("%s: %s = %.40s: %d %.200s", name, f.Name, value, got.status, got.body)
				} else if got.status == 200 && (strings.Contains(value, "92233") || strings.Contains(value, "-1") || len(value) > 10_000 && reflect.Kind(f.Type.Kind()) != reflect.Slice) {
					t.Errorf("%s: %s = %.40s was taken: %s", name, f.Name, value, got.body)
				}
			}
		}
	}
	if sent < 3000 {
		t.Errorf("only %d bodies", sent)
	}
	for _, path := range []string{"/r/2026/needs?page=", "/models?page=", "/models/2026/", "/desk/2026/needs?page=", "/desk/2026/table/", "/desk/2026/clocks?page=", "/r/2026/propose?like=2026.", "/r/2026/propose?need="} {
		for _, n := range []string{"9223372036854775807", "-9223372036854775808", "99999999999999999999", "0", "-1", "1e9", "x"} {
			if r := o.get("qin", path+n); r.status >= 500 {
				t.Errorf("%s%s: %d", path, n, r.status)
			}
		}
	}
}

// TestDoorsOfTheTable: who signs in is called by letters that can be seen, once, and by no number; what is typed is text
// wherever it is shown; the list is as long as it may be and no longer, and the moderator can make room.
func TestDoorsOfTheTable(t *testing.T) {
	o, _ := seatedBureau(t)
	at := "/table/" + o.met()
	come := func(who string) reply { return o.post("", at, url.Values{"who": {who}}) }
	for _, who := range []string{"", " ", "\u200b", "居民\u202e王", "居民\x00王", "居民\n王", strings.Repeat("长", 41), "王 13900000000", "\xff\xfe", "。。。"} {
		if r := come(who); r.status != 422 {
			t.Errorf("%q: %d", who, r.status)
		}
	}
	if r := come("居民代表 王"); r.status != http.StatusSeeOther {
		t.Fatal(r.status)
	}
	for _, twin := range []string{"居民代表 王", "居民代表王", "居民代表\u200b王", "居民代表 王\u00ad", "居民代表　王"} {
		if r := come(twin); r.status != 409 {
			t.Errorf("%q signs in beside 居民代表 王: %d", twin, r.status)
		}
	}
	for _, text := range []string{`<script>hit=1</script>王`, `"><img src=x onerror=hit=1>`, `{{.}}吴`} {
		come(text)
	}
	for _, path := range []string{tableAt + "/people", tableAt, deskPath + "/ledger"} {
		clean(t, path, o.get("qin", path))
	}
	last := 0
	for i := range catalog.MaxPresent + 5 {
		last = come(fmt.Sprintf("居民 %d号", i)).status
	}
	present := 0
	o.read(func(r *catalog.Round) { present = len(r.Table.People) })
	if last != 409 || present != catalog.MaxPresent {
		t.Errorf("%d are on the list, the last is told %d", present, last)
	}
	if r := o.post("qin", tableAt+"/people", url.Values{"leave": {"居民 0号"}}); r.status != http.StatusSeeOther {
		t.Errorf("the moderator makes room: %d", r.status)
	}
}

// TestSeatsLeaveNothing: what a card ranks stands in no log, in no entry before the close, and after it beside no hour and
// in no order of coming; a page that has seen a card says nothing of it to caches, to other pages or in its title.
func TestSeatsLeaveNothing(t *testing.T) {
	x := newStreet(t)
	o := x.bureau
	l := x.collecting("2026", func(s *catalog.Scheme) { s.TableQuorum = 0 })
	for _, name := range []string{"Bench", "Lamp"} {
		if _, err := l.Submit(t.Context(), "qin", catalog.Person{Name: "Zhou"}, catalog.Submit{Channel: "web", Kind: "engineering", From: "resident", Title: name, Place: "House 3", Text: "Build it.", Benefits: "All."}); err != nil {
			t.Fatal(err)
		}
	}
	grounds := 0
	l.Read(func(r *catalog.Round) { grounds = len(r.Scheme.Grounds) })
	x.acts(l, &catalog.CloseCollection{})
	for no := 1; no <= 2; no++ {
		x.acts(l, catalog.Cleared(no, grounds, "Office"), &catalog.Survey{No: no, Date: "2026-10-01", Who: "Adviser", Finding: "Fit.", Pass: true})
	}
	x.acts(l, &catalog.Meet{Date: l.Today(), Place: "Hall", Moderator: "M", Recorder: "R", Present: []string{"P", "Q", "S", "T"}})
	for no := 1; no <= 2; no++ {
		x.acts(l, &catalog.Decide{No: no, Discussion: "d", Result: "recommend", Why: "w"})
	}
	cards, err := l.PrintSeats(t.Context(), "qin", 4)
	if err != nil {
		t.Fatal(err)
	}
	x.acts(l, &catalog.OpenRanking{Items: []int{1, 2}})
	before, _, _ := l.Ledger().Tree()
	order := []ballot.Seat{cards[2], cards[0], cards[3], cards[1]}
	for i, card := range order {
		b := x.browser()
		at := "/seat/" + card.Code()
		r := b.get(at)
		if r.head.Get("Cache-Control") != "no-store" || r.head.Get("Referrer-Policy") != "no-referrer" || strings.Contains(r.doc.Find("title").Text(), card.Code()[:6]) || len(r.head.Values("Set-Cookie")) > 0 {
			t.Errorf("%v %q", r.head, r.doc.Find("title").Text())
		}
		if r := b.post(at, url.Values{"rank-1": {fmt.Sprint(1 + i%2)}, "rank-2": {fmt.Sprint(2 - i%2)}, "confirm": {"yes"}}); r.status != http.StatusSeeOther {
			t.Fatal(r.status)
		}
		x.secret = append(x.secret, strings.ToUpper(card.Code()))
	}
	if n, _, _ := l.Ledger().Tree(); n != before {
		t.Errorf("%d entries while the ranking was open", n-before)
	}
	if _, err := l.CloseRanking(t.Context(), "qin"); err != nil {
		t.Fatal(err)
	}
	if n, _, _ := l.Ledger().Tree(); n != before+1 {
		t.Errorf("%d entries tell the ranking", n-before)
	}
	for _, path := range []string{"/r/2026/export", "/r/2026/ledger", fmt.Sprintf("/r/2026/ledger/%d", before)} {
		body := x.browser().get(path).body
		for _, card := range cards {
			if bytes.Contains(body, []byte(card.Code())) {
				t.Errorf("%s holds a card's code", path)
			}
		}
	}
	e, err := entryOf(t.Context(), l, before)
	if err != nil {
		t.Fatal(err)
	}
	var told catalog.Prefer
	if err := json.Unmarshal(e.Body, &told); err != nil || len(told.Rankings) != 4 || !slices.IsSortedFunc(told.Rankings, func(a, b catalog.Preference) int { return bytes.Compare(a.Card[:], b.Card[:]) }) {
		t.Errorf("%v %+v", err, told)
	}
	if r := o.json("", "/seat/"+cards[0].Code(), obj{}); r.status != 409 && r.status != 422 {
		t.Errorf("after the close: %d", r.status)
	}
	if text := x.log.String(); strings.Contains(text, "rank-") {
		t.Error("the log tells of a ranking")
	}
}

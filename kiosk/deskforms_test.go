package kiosk

// What a form does when it is refused, and who may open which.

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// TestFormKeepsWhatWasTyped: refused fields say so, and nothing that was typed is lost.
func TestFormKeepsWhatWasTyped(t *testing.T) {
	o := newBureau(t)
	r := o.submit("qin", "/desk/new", "id", "2026", "community", "问渡里社区", "street", "", "district", "澜屿区",
		"fund", "五万", "cap", "3.000001", "max_marks", "many", "ties", "猜拳", "address", "幸福弄", "phone", "0", "supervision", "0")
	if r.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", r.status)
	}
	for _, name := range []string{"street", "fund", "cap", "max_marks", "ties"} {
		if r.doc.Find("#f-"+name+"-error").Text() == "" {
			t.Errorf("field %s does not say what is wrong", name)
		}
	}
	form := fields(r.doc.Find("main form").First())
	for name, want := range map[string]string{"community": "问渡里社区", "fund": "五万", "cap": "3.000001", "max_marks": "many", "ties": "猜拳"} {
		if got := form.Get(name); got != want {
			t.Errorf("%s = %q, was typed as %q", name, got, want)
		}
	}
	if ids, err := catalog.List(t.Context(), o.env.Store); err != nil || len(ids) > 0 {
		t.Errorf("a refused form has founded %v, %v", ids, err)
	}
}

// TestAllThatIsWrong: with the first field that is refused, all others that are wrong say so, and the top leads to each.
func TestAllThatIsWrong(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	for _, text := range []string{"", "好\x07"} { // the form cannot be read; the act is refused
		r := o.submit("qin", act("scheme.opinion"), "on", "funds", "from", strings.Repeat("长", 31), "text", text)
		var at []string
		r.doc.Find("[role=alert] a").Each(func(_ int, n *goquery.Selection) { at = append(at, n.AttrOr("href", "")) })
		if got := strings.Join(at, " "); r.status != http.StatusUnprocessableEntity || got != "#f-from #f-text" {
			t.Errorf("%q: %d, the summary leads to %q", text, r.status, got)
		}
	}
}

// TestFieldRefusedByTheRound: a refusal that only the round knows comes back on its field too.
func TestFieldRefusedByTheRound(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	for _, x := range []struct{ name, act, field, value, wrong string }{
		{"ties without an end", "scheme.revise", "ties", "费用低的在前", "ties"},
		{"too long", "scheme.opinion", "from", strings.Repeat("长", 31), "from"},
		{"control character", "scheme.opinion", "from", "居\x07民", "from"},
		{"no choice", "scheme.opinion", "on", "weather", "on"},
		{"missing", "scheme.opinion", "text", "", "text"},
		{"no date", "scheme.train", "date", "昨天", "date"},
	} {
		t.Run(x.name, func(t *testing.T) {
			before := o.size()
			values := map[string][]string{
				"scheme.revise": {"why", "改"}, "scheme.opinion": {"on", "funds", "from", "居民", "text", "好"},
				"scheme.train": {"topic", "八步", "who", "代表", "attended", "4"},
			}[x.act]
			r := o.submit("qin", act(x.act), with(values, x.field, x.value)...)
			if r.status != http.StatusUnprocessableEntity || r.doc.Find("#f-"+x.wrong+"-error").Text() == "" {
				t.Errorf("%d %s", r.status, complaint(r))
			}
			if o.size() != before {
				t.Error("a refused form has left an entry")
			}
		})
	}
}

// TestSecondOfficer: an act of two is refused with one, with the same one twice, and with a wrong password; the
// password never comes back.
func TestSecondOfficer(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	o.prepareBeforeOpen()
	for name, x := range map[string][]string{
		"wrong password": {"second", "lu", "second_password", "plum-rain-2"},
		"nobody":         {"second", "", "second_password", ""},
		"oneself":        {"second", "qin", "second_password", officePassword},
	} {
		r := o.submit("qin", act("poll.open"), x...)
		if want := map[bool]int{true: 422, false: 403}[name == "nobody"]; r.status != want || r.doc.Find(".error").Length() == 0 {
			t.Errorf("%s: %d %s", name, r.status, r.doc.Find("main").Text())
		}
		if strings.Contains(string(r.body), "plum-rain") {
			t.Errorf("%s: the password comes back in the page", name)
		}
	}
	if o.round().Open() {
		t.Fatal("the poll has opened")
	}
	page := o.get("qin", act("poll.open"))
	if page.doc.Find("section.preview p").Length() < 2 {
		t.Error("the poll opens without showing what the public will see")
	}
	o.do("qin", "poll.open", bySecond...)
	if !o.round().Open() {
		t.Error("the poll has not opened")
	}
	if r := o.submit("qin", act("poll.publish")); r.status != http.StatusConflict || !strings.Contains(complaint(r), "10") {
		t.Errorf("too few ballots to publish: %d %s", r.status, complaint(r))
	}
}

// TestCheckinRefused: before the poll no sheets are handed out, and a number that is too short finds nobody.
func TestCheckinRefused(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	o.prepareBeforeOpen()
	path, form := deskPath+"/checkin/1", url.Values{"identifier": {"19900001000"}}
	if r := o.post("bao", path, form); r.status != http.StatusConflict || r.doc.Find(".verdict.is-shut").Length() != 1 {
		t.Errorf("before the poll: %d", r.status)
	}
	if r := o.json("bao", path, obj{"identifiers": []string{"19900001000"}}); r.status != http.StatusConflict {
		t.Errorf("many before the poll: %d", r.status)
	}
	o.do("qin", "poll.open", bySecond...)
	if r := o.post("bao", path, url.Values{"identifier": {"12"}}); r.status != http.StatusUnprocessableEntity || r.doc.Find(".verdict.is-unread").Length() != 1 {
		t.Errorf("too short: %d", r.status)
	}
	if r := o.json("bao", path, obj{"identifiers": make([]string, maxCheckins+1)}); r.status != http.StatusBadRequest {
		t.Errorf("too many at once: %d", r.status)
	}
	if r := o.post("bao", path, form); r.doc.Find(".verdict.is-may").Length() != 1 {
		t.Errorf("the first check-in that is due: %d", r.status)
	}
}

// TestDeskAsJSON: a program sees what can be done now, and why not.
func TestDeskAsJSON(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	r := httptest.NewRequest(http.MethodGet, deskPath, nil)
	r.Header.Set("Accept", "application/json")
	var desk page.Desk
	if err := json.Unmarshal(o.send("qin", r).body, &desk); err != nil || len(desk.Sections) != 8 {
		t.Fatalf("%d steps, %v", len(desk.Sections), err)
	}
	for _, a := range desk.Sections[0].Acts {
		if a.Blocked != (a.Name == "scheme.answer") || a.Blocked == (a.Note == "") {
			t.Errorf("%+v", a)
		}
	}
}

// prepareBeforeOpen does everything before the opening of the poll by program.
func (o *bureau) prepareBeforeOpen() {
	o.t.Helper()
	o.collectFast()
	o.acts("qin", "station.set", obj{"number": 1, "name": "大厅", "address": "幸福弄", "hours": "8:30-17:30", "phone": "0000"})
	if r := o.json("bao", act("sheets.print"), obj{"station": 1, "number": 2}); r.status != 200 {
		o.t.Fatalf("print: %d %s", r.status, r.body)
	}
}

// collectFast brings one proposal into the library.
func (o *bureau) collectFast() {
	o.t.Helper()
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	o.asJSON("qin", act("proposal.submit"), obj{
		"person":   obj{"name": "周阿根", "phone": "", "consent": false},
		"proposal": obj{"channel": "point", "kind": "service", "from": "resident", "title": "热饭", "place": "大厅", "text": "送餐", "benefits": "老人"},
	})
	o.acts("qin", "proposal.close", obj{})
	o.acts("qin", "screening.decide", obj{"no": 1, "by": "初审", "reasons": make([]string, 3), "applies": []string{"no", "no", "no"}})
	o.acts("qin", "screening.survey", obj{"no": 1, "date": "2026-10-01", "who": "顾问", "finding": "可行", "pass": true})
	o.acts("qin", "table.meet", obj{"date": "2026-10-02", "place": "会议室", "moderator": "书记", "recorder": "社工", "present": []string{"代表"}})
	o.acts("qin", "table.decide", obj{"no": 1, "discussion": "好", "result": "recommend", "why": "急需"})
	o.acts("qin", "screening.estimate", obj{"no": 1, "department": "城管办", "low": 100, "high": 300, "figure": 200, "basis": "询价"})
	o.acts("qin", "library.freeze", obj{"seed": "3-1-6", "drawn": false})
}

// TestConfirmAndEdit: an act that publishes is done on the second page only, and one can go back with all typed.
func TestConfirmAndEdit(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	before := o.size()
	r := o.post("qin", act("scheme.adopt"), url.Values{"body": {"居民代表会议"}})
	if r.status != 200 || !strings.Contains(r.doc.Find("section.preview").Text(), "居民代表会议") || o.size() != before {
		t.Fatalf("%d, preview %q, %d entries more", r.status, r.doc.Find("section.preview").Text(), o.size()-before)
	}
	edit := r.doc.Find("input[name=edit]").Closest("form")
	back := o.post("qin", act("scheme.adopt"), fields(edit))
	if got := fields(back.doc.Find("main form").First()).Get("body"); got != "居民代表会议" || o.size() != before {
		t.Errorf("back on the form it has %q", got)
	}
	done := o.post("qin", act("scheme.adopt"), fields(r.doc.Find("input[name=confirm]").Closest("form")))
	if done.status != http.StatusSeeOther || o.size() != before+1 {
		t.Errorf("confirmed: %d, %d entries more", done.status, o.size()-before)
	}
	flash := o.get("qin", done.head.Get("Location"))
	if !strings.Contains(flash.doc.Text(), "已办理：通过方案") {
		t.Error("the desk does not say what has been done")
	}
	if o.get("qin", deskPath+"?done=%3Cscript%3E").status != 200 || strings.Contains(o.get("qin", deskPath+"?done=act&aside=call+me").doc.Text(), "call me") {
		t.Error("the address can put words on the desk")
	}
}

// TestDoors: who may not see a page is told so, and another site's page can do nothing.
func TestDoors(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	for _, x := range []struct {
		as, path string
		status   int
	}{
		{"qin", "/desk", 200}, {"bao", deskPath, 200}, {"jiang", deskPath, 200}, {"he", "/desk/new", 403}, {"qin", "/desk/new?preset=none", 404},
		{"bao", act("scheme.adopt"), 403}, {"jiang", act("scheme.adopt"), 403}, {"he", deskPath + "/checkin/1", 403},
		{"bao", deskPath + "/count/1001/A", 403}, {"qin", deskPath + "/count/1001/C", 404}, {"qin", deskPath + "/count/x/A", 404},
		{"qin", deskPath + "/checkin/9", 404}, {"qin", act("no.such"), 404}, {"qin", "/desk/1999", 404}, {"jiang", act("screening.survey"), 409},
	} {
		if r := o.get(x.as, x.path); r.status != x.status {
			t.Errorf("GET %s as %s: %d, want %d", x.path, x.as, r.status, x.status)
		}
	}
	if r := o.get("", deskPath); r.status != http.StatusSeeOther || r.head.Get("Location") != "/login?next=/desk/2026" {
		t.Errorf("not signed in: %d %s", r.status, r.head.Get("Location"))
	}
	before := o.size()
	form := url.Values{"on": {"funds"}, "from": {"居民"}, "text": {"好"}}
	for header, value := range map[string]string{"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"} {
		r := httptest.NewRequest(http.MethodPost, act("scheme.opinion"), strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(header, value)
		if got := o.send("qin", r); got.status != http.StatusForbidden || o.size() != before {
			t.Errorf("%s %s: %d", header, value, got.status)
		}
	}
}

// TestDeskSaysWhy: an act that cannot be done now is no link, and its reason names what comes first.
func TestDeskSaysWhy(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	o.acts("qin", "scheme.opinion", obj{"on": "funds", "from": "居民", "text": "好"})
	doc := o.get("qin", deskPath).doc
	if got := doc.Find("#step1 .blocked").Text(); got != "通过方案" {
		t.Errorf("blocked are %q", got)
	}
	if why := doc.Find("#step1 .blocked").Parent().Find(".hint").Text(); !strings.Contains(why, "答复意见") || !strings.Contains(why, "1") {
		t.Errorf("because %q", why)
	}
	if got := doc.Find("#step1 a.main").Text(); !strings.Contains(got, "答复意见") {
		t.Errorf("the next act is %q", got)
	}
	if doc.Find("#step4 a").Length() > 0 {
		t.Error("a step that has not begun has links")
	}
	if clerk := o.get("bao", deskPath).doc.Find("ul.acts a").Length(); clerk != 0 {
		t.Errorf("a clerk is offered %d acts of step one", clerk)
	}
}

// TestEveryActHasAForm: each kind of act has a form whose fields and choices have words in both languages.
func TestEveryActHasAForm(t *testing.T) {
	sc := scene{grounds: []string{"甲"}, paper: ballot.Paper{Form: ballot.Approval, Projects: 2, Max: 2}}
	names := []string{"sheets.exchange"}
	for _, k := range catalog.Kinds {
		names = append(names, k.Name)
	}
	for _, name := range names {
		d, err := deedNamed(name, false)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lang.All {
			p := newForm(d, l, sc, reflect.New(d.body).Interface()).page()
			if strings.Contains(p.Title, "⟦") {
				t.Errorf("%s has no words", name)
			}
			for _, x := range p.Fields {
				if x.Label == x.Name || strings.Contains(x.Label+x.Help, "⟦") {
					t.Errorf("%s: field %s has no words in %s", name, x.Name, l)
				}
				for _, o := range x.Options {
					if strings.Contains(o.Label, "⟦") {
						t.Errorf("%s: choice %s of %s has no words in %s", name, o.Value, x.Name, l)
					}
				}
			}
		}
	}
}

// TestOfficersAreNotInTheBody: who acts is the sender, whatever the body says.
func TestOfficersAreNotInTheBody(t *testing.T) {
	body := &catalog.ClosePoll{Officers: []string{"a", "b"}}
	sign(reflect.ValueOf(body).Elem(), "qin", "")
	if body.Officers != nil {
		t.Errorf("without a second officer the act has %v", body.Officers)
	}
	entry := &catalog.Enter{By: "tai"}
	sign(reflect.ValueOf(entry).Elem(), "he", "lu")
	if entry.By != "he" {
		t.Errorf("entered by %q", entry.By)
	}
}

func TestSaid(t *testing.T) {
	err := &catalog.FieldError{Field: "scheme", Err: &catalog.FieldError{Field: "cap", Err: catalog.ErrNumber}}
	if name, why := fieldOf(err); name != "cap" || why != catalog.ErrNumber {
		t.Errorf("%s %v", name, why)
	}
	for l, want := range map[lang.Lang]string{lang.Zh: "数字不在允许范围内", lang.En: "the number is out of range"} {
		if got := said(err, l); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := said(ErrFew, lang.Zh); strings.Contains(got, "/") || !strings.Contains(got, "10") {
		t.Errorf("%q", got)
	}
	for _, x := range refusals { // also where the English has a colon of its own
		zh, en, _ := strings.Cut(x.err.Error(), " / ")
		for l, want := range map[lang.Lang]string{lang.Zh: zh, lang.En: en} {
			if got := said(fmt.Errorf("%w: A1", x.err), l); en != "" && errors.Unwrap(x.err) == nil && got != want+": A1" {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
}

// FuzzSheet: what a counter types is refused, or is a sheet that the paper allows and that is typed back the same.
func FuzzSheet(f *testing.F) {
	for _, text := range []string{"0", "x", "?", "1 4 7", "４，１、7", "1=5 4=3", "", "1 1", "99", "-1", "1=0", "9223372036854775808", "× "} {
		for form := range 3 {
			f.Add(text, form)
		}
	}
	f.Fuzz(func(t *testing.T, text string, form int) {
		p := ballot.Paper{Form: []ballot.Form{ballot.Approval, ballot.Ranking, ballot.Points}[uint(form)%3], Projects: 12, Max: 5, Sum: 10}
		sheet, err := parseSheet(p, text)
		if err != nil {
			return
		}
		if err := p.CheckSheets([]ballot.Sheet{sheet}); err != nil {
			t.Fatalf("%q is read as a sheet that the paper refuses: %v", text, err)
		}
		again, err := parseSheet(p, sheetText(p, sheet))
		if err != nil || !reflect.DeepEqual(again, sheet) {
			t.Fatalf("%q is %+v, typed back %+v, %v", text, sheet, again, err)
		}
	})
}

// FuzzWired: a body for any act is refused or read, and never decides who acts.
func FuzzWired(f *testing.F) {
	f.Add("poll.close", `{"officers":["a","b"],"second":"lu","second_password":"p"}`)
	f.Add("count.enter", `{"by":"tai","second":{"login":"lu","password":"p"}}`)
	f.Add("scheme.adopt", `{"second":{"login":1}}`)
	f.Add("sheets.print", `{"station":1,"commitments":["00"]}`)
	f.Fuzz(func(t *testing.T, name, raw string) {
		d, err := deedNamed(name, true)
		if err != nil {
			return
		}
		body, _, err := wired(d, []byte(raw))
		if err != nil {
			if status, _ := classify(err); status >= 500 {
				t.Fatalf("%s %s: %v", name, raw, err)
			}
			return
		}
		sign(reflect.ValueOf(body).Elem(), "qin", "")
		for _, x := range catalog.Fields(d.body) {
			if at := reflect.ValueOf(body).Elem().Field(x.Index); x.Kind == "me" && at.String() != "qin" || x.Kind == "officers" && at.Len() > 0 {
				t.Fatalf("%s: the body decides %s", name, x.Name)
			}
		}
	})
}

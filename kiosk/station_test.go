package kiosk

// A station at the desk, over HTTP: the clerk's answers, a station without network with its envelopes, what two sign.

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
)

const (
	atHall  = deskPath + "/station/1"
	checkAt = deskPath + "/checkin/"
)

// staffed opens the poll of two stations: 1 with three sheets, 2 with twenty.
func (o *bureau) staffed() []ballot.Credential {
	o.t.Helper()
	o.foundByJSON()
	o.collectFast()
	return o.prepare()
}

// upload sends a file in a form.
func (o *bureau) upload(as, path string, file []byte) reply {
	o.t.Helper()
	body, kind := multipartOf(o.t, string(file))
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.Header.Set("Content-Type", kind)
	return o.send(as, r)
}

// multipartOf is a form with a file, and its type.
func multipartOf(t *testing.T, file string) (*bytes.Buffer, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", "part.json")
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(file))
	w.Close()
	return &b, w.FormDataContentType()
}

// verdictOf is the clerk's answer to one identifier, and the words on the screen.
func (o *bureau) verdictOf(station, id string, more ...string) (answer, words string) {
	o.t.Helper()
	v := url.Values{"identifier": {id}}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	r := o.post("bao", checkAt+station, v)
	found := r.doc.Find(".verdict")
	if r.doc.Find("input#identifier[autofocus]").Length() != 1 || found.Find("h2").Length() != 1 {
		o.t.Fatalf("%s at %s: %d %s", id, station, r.status, r.doc.Find("main").Text())
	}
	return strings.TrimPrefix(found.AttrOr("class", ""), "verdict is-"), found.Text()
}

// TestProvisionalEnvelopes takes a part of the roll to a station without network and back: each envelope is opened or
// stays closed as it should, nothing of anybody gets into the ledger, and the accounts have them.
func TestProvisionalEnvelopes(t *testing.T) {
	o := newBureau(t)
	o.staffed()
	r := o.post("qin", atHall+"/part", url.Values{"identifiers": {"19900000001\r\n199 0000 0002\r\n"}})
	if r.status != 200 || !strings.HasPrefix(r.head.Get("Content-Disposition"), "attachment") || r.head.Get("X-Left-Out") != "0" {
		t.Fatalf("part: %d %s", r.status, complaint(r))
	}
	part, err := ballot.ParsePart(r.body)
	if err != nil {
		t.Fatal(err)
	}
	if r := o.post("qin", atHall+"/part", url.Values{"identifiers": {"19900000003"}}); r.status != http.StatusConflict || !strings.Contains(complaint(r), "离线") {
		t.Errorf("a second part: %d %s", r.status, complaint(r))
	}
	if r := o.post("qin", deskPath+"/station/2/part", url.Values{"identifiers": {"12"}}); r.status != 422 {
		t.Errorf("a part of nobody: %d", r.status)
	}

	for _, c := range []struct{ station, id, envelope, answer, words string }{
		{"2", "19900000003", "", "may", "可以投票"},
		{"2", "19900000003", "", "already", "棠织新村"},
		{"2", "12", "", "unread", "完整"},
		{"2", "19900000001", "", "home", "社区大厅"},
		{"2", "19900000001", "yes", "envelope", "02-E001"},
		{"2", "19900000001", "yes", "already", "暂存信封"},
		{"2", "19900000002", "yes", "envelope", "02-E002"},
		{"1", "19900000002", "", "home", "离线的电脑"},
	} {
		var more []string
		if c.envelope != "" {
			more = []string{"envelope", c.envelope}
		}
		if answer, words := o.verdictOf(c.station, c.id, more...); answer != c.answer || !strings.Contains(words, c.words) {
			t.Errorf("%+v: %s: %s", c, answer, words)
		}
	}
	for _, id := range []string{"19900000001", "19900000003", "19900000009"} { // of the part, with a sheet of station 2, of nobody
		if _, err := part.CheckIn(o.env.RollKey, id); err != nil {
			t.Fatal(err)
		}
	}
	if text := o.get("bao", atHall).doc.Find(".strip.alarm").Text(); !strings.Contains(text, "分册") {
		t.Errorf("the station does not say that its part is out: %q", text)
	}
	o.mergeParts(part)
	if r := o.get("", "/r/2026/ledger"); !strings.Contains(r.doc.Text(), "02-E002") || strings.Contains(string(r.body), "1990000") {
		t.Error("the ledger does not tell which envelope was opened, or tells whose it was")
	}
	turnout, err := o.round().Roll().Turnout(t.Context())
	if err != nil || turnout.Stations[1] != 2 || turnout.Stations[2] != 2 {
		t.Errorf("%+v %v", turnout, err)
	}
}

// mergeParts tries the merge, is refused as it must be, merges, and merges again.
func (o *bureau) mergeParts(part ballot.Part) {
	t := o.t
	t.Helper()
	const path = deskPath + "/merge"
	for _, bad := range []string{"", "{}", strings.Replace(string(part.Bytes()), `"station":1`, `"station":2`, 1)} {
		if r := o.upload("qin", path, []byte(bad)); r.status != 422 || !strings.Contains(complaint(r), "分册") {
			t.Errorf("a file that is no part: %d %s", r.status, complaint(r))
		}
	}
	if r := o.upload("bao", path, part.Bytes()); r.status != http.StatusForbidden {
		t.Errorf("merged by a clerk: %d", r.status)
	}
	r := o.upload("qin", path, part.Bytes())
	plan := strings.Join(strings.Fields(r.doc.Find("section.preview").Text()), " ")
	if r.status != 200 || !strings.Contains(plan, "领票 1 人；暂存信封拆开 2 个，不拆 2 个") || !strings.Contains(plan, "02-E001 不拆") || !strings.Contains(plan, "01-E002 拆开") {
		t.Fatalf("plan: %d %s", r.status, plan)
	}
	before := o.round().Ledger()
	size, _, _ := before.Tree()
	form := fields(r.doc.Find("main form[method=post]").First())
	form.Set("part", strings.ReplaceAll(form.Get("part"), "\n", "\r\n")) // as browsers do
	form.Set("second", "lu")
	form.Set("second_password", "wrong")
	if r := o.post("qin", path, form); r.status != http.StatusForbidden {
		t.Errorf("merged with a wrong password: %d", r.status)
	}
	if now, _, _ := before.Tree(); now != size {
		t.Error("a refused merge is in the ledger")
	}
	form.Set("second_password", officePassword)
	for range 2 {
		if r := o.post("qin", path, form); r.status != http.StatusSeeOther {
			t.Fatalf("merge: %d %s", r.status, complaint(r))
		}
	}
	if now, _, _ := before.Tree(); now != size+1 {
		t.Errorf("merged twice: %d entries", now-size)
	}
	o.read(func(r *catalog.Round) {
		one, two := r.Stations[1], r.Stations[2]
		if one.Accepted != 1 || one.Rejected != 1 || two.Accepted != 1 || two.Rejected != 1 {
			t.Errorf("%+v %+v", one, two)
		}
	})
}

// TestDayAndHandover signs a daily sheet and a handover by their forms, and prints them.
func TestDayAndHandover(t *testing.T) {
	o := newBureau(t)
	o.staffed()
	o.do("qin", "station.duty", "station", "2", "shifts", "2026-10-12 8:30-18:00 bao")
	for i := range 11 {
		o.verdictOf("2", fmt.Sprintf("199000010%02d", i))
	}
	page := o.get("bao", deskPath+"/station/2")
	day := page.doc.Find("ul.acts a[href*='station.day']").AttrOr("href", "")
	if !strings.Contains(page.doc.Text(), "包小满") || !strings.Contains(day, "received=20") {
		t.Fatalf("%d %q %s", page.status, day, page.doc.Find("main").Text())
	}
	sign := func(as, path string, more ...string) reply {
		return o.submit(as, path, with(bySecond, more...)...)
	}
	r := sign("bao", day, "remaining", "8")
	if r.status != 422 || !strings.Contains(complaint(r), "应有 9 张，清点 8 张") {
		t.Errorf("a difference without a reason: %d %s", r.status, complaint(r))
	}
	if r = sign("bao", day, "remaining", "9"); r.status != http.StatusSeeOther || r.head.Get("Location") != deskPath+"/station/2?done=station.day" {
		t.Fatalf("day: %d %s", r.status, complaint(r))
	}
	handover := strings.Replace(day, "station.day", "station.handover", 1)
	if r = sign("bao", handover, "remaining", "8", "reason", "还在找"); r.status != http.StatusSeeOther {
		t.Fatalf("handover: %d %s", r.status, complaint(r))
	}
	page = o.get("bao", deskPath+"/station/2")
	if row := page.doc.Find("tbody tr").First().Text(); !strings.Contains(row, "11") || !strings.Contains(row, "9") {
		t.Errorf("the daily sheet is not on the page: %q", row)
	}
	for _, path := range []string{"/station/2/day/2026-10-12.pdf", "/station/2/handover/1.pdf"} {
		if page.doc.Find("a[href='"+deskPath+path+"']").Length() != 1 {
			t.Errorf("%s is not on the page", path)
		}
		if r := o.get("bao", deskPath+path); r.status != 200 || !bytes.HasPrefix(r.body, []byte("%PDF")) {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	for _, path := range []string{"/station/2/day/2026-10-13.pdf", "/station/2/handover/2.pdf", "/station/2/handover/0.pdf", "/station/9"} {
		if r := o.get("bao", deskPath+path); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	for _, path := range []string{"/station/2", "/stations", "/station/2/day/2026-10-12.pdf", "/merge", "/station/2/part"} {
		if r := o.get("jiang", deskPath+path); r.status != http.StatusForbidden {
			t.Errorf("%s for a department: %d", path, r.status)
		}
	}
	body := obj{"station": 2, "date": "2026-10-12", "received": 20, "remaining": 9, "second": obj{"login": "lu", "password": officePassword}}
	if out := o.asJSON("bao", act("station.day"), body); out.Entries != 1 {
		t.Errorf("by program: %+v", out)
	}
}

// A clerk who is on duty today comes to that station at once; everybody else to the desk.
func TestOwnStationFirst(t *testing.T) {
	o := newBureau(t)
	o.staffed()
	signIn := func(login string) string {
		r := o.post("", "/login", url.Values{"name": {login}, "password": {officePassword}, "next": {"/desk"}})
		return r.head.Get("Location")
	}
	if to := signIn("bao"); to != "/desk" {
		t.Errorf("nobody is on duty: %s", to)
	}
	o.do("qin", "station.duty", "station", "2", "shifts", "2026-10-12 8:30-18:00 bao\n2026-10-13 8:30-18:00 lu")
	for login, want := range map[string]string{"bao": deskPath + "/station/2", "lu": "/desk", "he": "/desk"} {
		if to := signIn(login); to != want {
			t.Errorf("%s comes to %s, want %s", login, to, want)
		}
	}
	if first := o.get("bao", deskPath).doc.Find("aside ul.links a").First().Text(); first != "棠织新村" {
		t.Errorf("the first station is %q", first)
	}
}

// The accounts of all stations say which sums hold, which are pending and which differ.
func TestAccountsAtTheDesk(t *testing.T) {
	o := newBureau(t)
	sheets := o.staffed()
	box, err := o.round().Box(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, sheet := range sheets[:10] {
		if _, err := box.Cast(t.Context(), sheet, ballot.Marks{{Project: 1}}, ballot.Phone); err != nil {
			t.Fatal(err)
		}
	}
	states := func() map[string]int {
		n := map[string]int{}
		r := o.get("qin", deskPath+"/stations")
		for _, state := range []string{"holds", "pending", "differs"} {
			n[state] = r.doc.Find(".sums li.is-" + state).Length()
		}
		return n
	}
	if n := states(); n["differs"] != 1 || n["holds"] != 0 { // ten were cast, and nobody was handed a sheet
		t.Errorf("%v", n)
	}
	for i := range 10 {
		o.verdictOf("2", fmt.Sprintf("199000010%02d", i))
	}
	if n := states(); n["differs"] != 0 || n["pending"] != 16 {
		t.Errorf("%v", n)
	}
	o.do("qin", "poll.publish")
	o.do("qin", "poll.close", bySecond...)
	o.do("qin", "station.settle", with(bySecond, "station", "1", "unused", "3", "unused_sheets", "1-3")...)
	r := o.submit("qin", act("station.settle"), with(bySecond, "station", "2", "unused", "10", "unused_sheets", "1-10")...)
	if r.status != 422 || !strings.Contains(complaint(r), "被投过 10 张") {
		t.Errorf("used sheets listed as unused: %d %s", r.status, complaint(r))
	}
	o.do("qin", "station.settle", with(bySecond, "station", "2", "unused", "10", "unused_sheets", "11-20")...)
	if n := states(); n["holds"] != 16 {
		t.Errorf("%v: %s", n, o.get("qin", deskPath+"/stations").doc.Find(".sums").Text())
	}
}

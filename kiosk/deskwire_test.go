package kiosk

// The same tiny round by program, as a street office that moves from spreadsheets would send it.

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
	"linli/tally"
)

// obj is a JSON object.
type obj map[string]any

// acts does many acts in one segment.
func (o *bureau) acts(as string, list ...any) {
	o.t.Helper()
	var all []obj
	for i := 0; i < len(list); i += 2 {
		all = append(all, obj{"act": list[i], "body": list[i+1]})
	}
	if out := o.asJSON(as, deskPath+"/acts", all); out.Entries != len(all) {
		o.t.Fatalf("%d acts are %d entries", len(all), out.Entries)
	}
}

func act(name string) string { return deskPath + "/act/" + name }

// signed adds the second officer to a body.
func signed(body obj) obj {
	body["second"] = obj{"login": "lu", "password": officePassword}
	return body
}

func (o *bureau) foundByJSON() {
	o.t.Helper()
	scheme := testScheme("greedy-stop", []tally.Rung{"cheaper", "earlier", "number"})
	scheme.MaxMarks = 2
	o.asJSON("qin", "/desk/new", catalog.Create{ID: "2026", Scheme: scheme})
}

// prepareByJSON does steps one to three and the preparation of the poll by program.
func (o *bureau) prepareByJSON() (sheets []ballot.Credential) {
	o.t.Helper()
	o.acts("qin",
		"scheme.opinion", obj{"on": "funds", "from": "居民小组长", "text": "请封顶"},
		"scheme.train", obj{"date": "2026-09-05", "topic": "八步", "who": "居民代表", "attended": 40})
	o.acts("qin", "scheme.answer", obj{"no": 1, "answer": "已采纳"})
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	for _, title := range []string{"修路", "充电棚"} {
		out := o.asJSON("qin", act("proposal.submit"), obj{
			"person":   obj{"name": "周阿根", "phone": "19900000101", "consent": true},
			"proposal": obj{"channel": "point", "kind": "engineering", "from": "resident", "title": title, "place": "3幢", "text": "积水", "benefits": "190户"},
		})
		if _, err := ballot.ParseSlip(out.Slip); err != nil || out.Entries != 1 || out.N != o.size()-1 {
			o.t.Fatalf("submit answers %+v: %v", out, err)
		}
	}
	o.acts("qin", "proposal.close", obj{})
	grounds := make([]string, 3)
	o.acts("qin", "screening.decide", obj{"no": 1, "by": "初审", "reasons": grounds, "applies": []string{"no", "no", "no"}}, "screening.decide", obj{"no": 2, "by": "初审", "reasons": grounds, "applies": []string{"no", "no", "no"}})
	survey := obj{"date": "2026-10-01", "who": "顾问", "finding": "可行", "pass": true}
	for _, no := range []int{1, 2} {
		survey["no"] = no
		o.asJSON("jiang", act("screening.survey"), survey)
	}
	o.acts("qin", "table.meet", obj{"date": "2026-10-02", "place": "会议室", "moderator": "书记", "recorder": "社工", "present": []string{"居民代表"}})
	for _, no := range []int{1, 2} {
		o.acts("qin", "table.decide", obj{"no": no, "discussion": "好", "result": "recommend", "why": "急需"})
		o.asJSON("jiang", act("screening.estimate"), obj{"no": no, "department": "城管办", "low": 5_000_000, "high": 6_000_000, "figure": 5_500_000 + no, "basis": "询价"})
	}
	o.acts("qin", "library.freeze", obj{"seed": "3-1-6", "drawn": false})
	o.acts("qin", "station.set", obj{"number": 1, "name": "大厅", "address": "幸福弄", "hours": "8:30-17:30", "phone": "0000"})
	run, sheets, err := ballot.Print("2026", 1, 1, 14, rand.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	o.acts("bao", "sheets.print", run)
	o.acts("qin", "poll.open", signed(obj{"officers": []string{"nobody", "anybody"}}))
	return sheets
}

// countByJSON counts two papers, one of which nobody knows.
func (o *bureau) countByJSON(sheets []ballot.Credential) {
	o.t.Helper()
	stranger, err := ballot.NewCredential("2026", ballot.Serial{Station: 1, Number: 999}, rand.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	out := o.asJSON("he", act("count.scan"), obj{"batch": 1, "station": 1, "codes": []string{sheets[0].Code(), stranger.Code()}})
	if len(out.Aside) != 1 || out.Aside[2] == "" || out.Entries != 1 {
		o.t.Fatalf("scan answers %+v", out)
	}
	marks := []obj{{"finding": "marked", "marks": []obj{{"p": 1}}}}
	o.acts("he", "count.enter", obj{"batch": 1, "station": 1, "pair": "A", "sheets": marks, "by": "tai"})
	o.acts("tai", "count.enter", obj{"batch": 1, "station": 1, "pair": "B", "sheets": marks})
	o.asJSON("he", act("count.seal"), obj{"batch": 1})
}

// TestRoundByJSON carries a round through all eight steps by program.
func TestRoundByJSON(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	sheets := o.prepareByJSON()
	o.read(func(r *catalog.Round) {
		if got := o.officersOf("poll.open"); fmt.Sprint(got) != "[qin lu]" {
			t.Errorf("the poll was opened by %v", got)
		}
	})
	o.cast(sheets, 10)
	ids := []string{"19900001000", "1", "19900001000"}
	for i := range 10 {
		ids = append(ids, fmt.Sprint(19900002000+i))
	}
	r := o.json("bao", deskPath+"/checkin/1", obj{"identifiers": ids})
	var answers []checkedIn
	if err := json.Unmarshal(r.body, &answers); err != nil || len(answers) != len(ids) {
		t.Fatalf("check-in answers %d %s", r.status, r.body)
	}
	got := map[string]int{}
	for _, a := range answers {
		got[a.Answer]++
	}
	if got["ok"] != 11 || got["already"] != 1 || got["refused"] != 1 || !strings.Contains(string(r.body), `{"answer":"already","station":1}`) {
		t.Errorf("check-in answers %v: %s", got, r.body)
	}
	out := o.asJSON("qin", act("poll.close"), signed(obj{}))
	if out.Entries != 3 { // close, publish, reveal
		t.Errorf("the close is %+v", out)
	}
	o.countByJSON(sheets[10:])
	o.asJSON("qin", act("station.settle"), signed(obj{"station": 1, "unused": 2, "reason": "一张未交回，另一张在登记前损坏"}))
	o.asJSON("qin", act("poll.tally"), obj{"seed": ""})
	o.finishByJSON()
	o.read(func(r *catalog.Round) {
		if !r.Closed() || r.Outcome.Ballots != 11 {
			t.Errorf("closed %v, ballots %d", r.Closed(), r.Outcome.Ballots)
		}
		if b := r.Count.Batches[1]; b.By["A"] != "he" || b.By["B"] != "tai" {
			t.Errorf("pairs are %v: the body has decided who acts", b.By)
		}
	})
}

func (o *bureau) finishByJSON() {
	o.t.Helper()
	o.acts("qin", "notice.publish", obj{"number": "1号", "from": "2026-10-13", "to": "2026-10-20", "where": "公告栏"})
	o.acts("qin", "notice.close", obj{"proof": "已拍照"})
	o.acts("qin", "letter.issue", obj{"no": 1, "number": "1号"})
	o.acts("qin", "letter.deliver", obj{"no": 1, "how": "door", "date": "2026-10-21", "by": "网格员"})
	o.acts("qin", "letter.close", obj{})
	o.acts("jiang", "work.start", obj{"project": 2, "department": "城管办", "contractor": "某公司", "contract": 100, "due": "2026-12-01"})
	o.acts("jiang", "work.finish", obj{"project": 2, "date": "2026-11-30", "result": "合格"})
	o.acts("jiang", "work.close", obj{})
	o.acts("qin", "evaluation.record", obj{"project": 2, "marks": []int{3, 0, 0, 0, 0}, "by": "第三方"})
	o.acts("qin", "round.close", obj{"report": "办成一件"})
}

// officersOf are the officers that the ledger has of the last act of that name.
func (o *bureau) officersOf(name string) (officers []string) {
	l := o.round()
	size, _, err := l.Ledger().Tree()
	if err != nil {
		o.t.Fatal(err)
	}
	for _, e := range l.Ledger().Entries(0, size) {
		if e.Act == name {
			var body struct{ Officers []string }
			if err := json.Unmarshal(e.Body, &body); err != nil {
				o.t.Fatal(err)
			}
			officers = body.Officers
		}
	}
	return officers
}

// TestWireRefusals: what a program is refused, with status, code and field; a refused request leaves no entry.
func TestWireRefusals(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	opinion := obj{"on": "funds", "from": "居民", "text": "好"}
	cases := []struct {
		name, as, path string
		body           any
		status         int
		code, field    string
	}{
		{"no such act", "qin", act("poll.rig"), obj{}, 404, "notfound", ""},
		{"a box act as one of many", "qin", deskPath + "/acts", []obj{{"act": "poll.close", "body": obj{}}}, 400, "invalid", ""},
		{"an empty list", "qin", deskPath + "/acts", []obj{}, 400, "invalid", ""},
		{"no list", "qin", deskPath + "/acts", obj{}, 400, "invalid", ""},
		{"unknown field", "qin", act("scheme.opinion"), obj{"on": "funds", "from": "居民", "text": "好", "name": "周"}, 400, "invalid", ""},
		{"wrong type", "qin", act("scheme.opinion"), obj{"on": 7}, 400, "invalid", ""},
		{"missing text", "qin", act("scheme.opinion"), obj{"on": "funds", "from": "居民"}, 422, "invalid", "text"},
		{"wrong word", "qin", act("scheme.opinion"), obj{"on": "weather", "from": "居民", "text": "好"}, 422, "invalid", "on"},
		{"too long", "qin", act("scheme.opinion"), obj{"on": "funds", "from": strings.Repeat("长", 31), "text": "好"}, 422, "toolong", "from"},
		{"a step not open", "qin", act("proposal.close"), obj{}, 409, "step", ""},
		{"another's duty", "bao", act("scheme.opinion"), opinion, 403, "forbidden", ""},
		{"another's duty among many", "he", deskPath + "/acts", []obj{{"act": "scheme.opinion", "body": opinion}}, 403, "forbidden", ""},
		{"not signed in", "", act("scheme.opinion"), opinion, 401, "signin", ""},
		{"a round that is not there", "qin", "/desk/1999/act/scheme.opinion", opinion, 404, "notfound", ""},
		{"second officer with a wrong password", "qin", act("scheme.opinion"), obj{"second": "lu", "second_password": "guess"}, 403, "officers", "second_password"},
		{"the same officer twice", "qin", act("scheme.opinion"), obj{"second": "qin", "second_password": officePassword}, 403, "officers", "officers"},
		{"the round exists", "qin", "/desk/new", catalog.Create{ID: "2026", Scheme: testScheme("greedy-stop", []tally.Rung{"number"})}, 409, "done", ""},
		{"a new round by a clerk", "bao", "/desk/new", catalog.Create{}, 403, "forbidden", ""},
		{"check-in before the poll", "bao", deskPath + "/checkin/1", obj{"identifiers": []string{"19900001000"}}, 404, "notfound", "station"},
	}
	for _, x := range cases {
		t.Run(x.name, func(t *testing.T) {
			before := o.size()
			r := o.json(x.as, x.path, x.body)
			var got refusal
			if err := json.Unmarshal(r.body, &got); err != nil {
				t.Fatalf("%d %s", r.status, r.body)
			}
			if r.status != x.status || got.Code != x.code || got.Field != x.field {
				t.Errorf("%d %+v, want %d %s %s", r.status, got, x.status, x.code, x.field)
			}
			if got.Zh == "" || got.En == "" || strings.Contains(got.Zh, "⟦") {
				t.Errorf("refused without words: %+v", got)
			}
			if o.size() != before {
				t.Error("a refused request has left an entry")
			}
		})
	}
}

func (o *bureau) size() int64 {
	size, _, err := o.round().Ledger().Tree()
	if err != nil {
		o.t.Fatal(err)
	}
	return size
}

// TestNoHalfOfMany: of many acts with one that is refused none is done.
func TestNoHalfOfMany(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	before := o.size()
	good := obj{"act": "scheme.opinion", "body": obj{"on": "funds", "from": "居民", "text": "好"}}
	r := o.json("qin", deskPath+"/acts", []obj{good, {"act": "scheme.answer", "body": obj{"no": 9, "answer": "好"}}})
	if r.status < 400 || o.size() != before {
		t.Errorf("%d, %d entries more", r.status, o.size()-before)
	}
}

// TestSecretsOnlyOnPaper: the PDF of a print run has sheets that the box takes, and neither ledger nor page has a code.
func TestSecretsOnlyOnPaper(t *testing.T) {
	o := newBureau(t)
	o.foundByJSON()
	sheets := o.prepareByJSON()
	l := o.round()
	box, err := l.Box(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := box.Look(sheets[0]); err != nil {
		t.Fatal(err)
	}
	for _, e := range l.Ledger().Entries(0, o.size()) {
		for _, sheet := range sheets {
			if bytes.Contains(e.Body, []byte(sheet.Code())) || bytes.Contains(e.Body, []byte(fmt.Sprintf("%x", sheet.Secret))) {
				t.Fatalf("entry %d has the code of a sheet", e.N)
			}
		}
	}
}

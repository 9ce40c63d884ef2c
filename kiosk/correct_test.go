package kiosk

// Corrections at the desk: what is offered, what is refused, and what everybody sees afterwards.

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"linli/catalog"
)

func fixing(n int64) string { return deskPath + "/correct/" + strconv.FormatInt(n, 10) }

// lastOf is the number of the last entry of a kind.
func (o *bureau) lastOf(act string) int64 {
	o.t.Helper()
	for _, e := range slices.Backward(o.round().Ledger().Entries(0, 1<<40)) {
		if e.Act == act {
			return e.N
		}
	}
	o.t.Fatalf("no %s", act)
	return 0
}

// screening does steps one and two and begins step three: proposal 1 is estimated, for the wrong sum.
func (o *bureau) screening() {
	o.t.Helper()
	o.foundByJSON()
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	for _, title := range []string{"修路", "充电棚"} {
		o.asJSON("qin", act("proposal.submit"), obj{
			"person":   obj{"name": "周阿根", "phone": "19900000101", "consent": true},
			"proposal": obj{"channel": "point", "kind": "engineering", "from": "resident", "title": title, "place": "3幢", "text": "积水", "benefits": "190户"},
		})
	}
	o.acts("qin", "proposal.close", obj{})
	o.acts("qin", "screening.decide", obj{"no": 1, "by": "初审", "reasons": make([]string, 3), "applies": []string{"no", "no", "no"}})
	o.asJSON("jiang", act("screening.survey"), obj{"no": 1, "date": "2026-10-01", "who": "顾问", "finding": "可行", "pass": true})
	o.acts("qin", "table.meet", obj{"date": "2026-10-02", "place": "会议室", "moderator": "书记", "recorder": "社工", "present": []string{"居民代表"}},
		"table.decide", obj{"no": 1, "discussion": "好", "result": "recommend", "why": "急需"})
	o.asJSON("jiang", act("screening.estimate"), obj{"no": 1, "department": "城管办", "low": 500_000, "high": 600_000, "figure": 550_000, "basis": "询价"})
}

// TestCorrectAtTheDesk: an estimate with a slip of the pen is corrected by its own form; ledgers and slip say so.
func TestCorrectAtTheDesk(t *testing.T) {
	o := newBureau(t)
	o.screening()
	n := o.lastOf("screening.estimate")
	form := o.get("jiang", fixing(n)).doc
	got := fields(form.Find("main form"))
	if got.Get("figure") != "5500" || got.Get("no") != "1" || got.Get("basis") != "询价" || got.Get("correction") != "" {
		t.Fatalf("the form has %v", got)
	}
	r := o.post("jiang", fixing(n), got)
	if r.status != 422 || r.doc.Find("#f-correction-error").Length() != 1 || o.lastOf("screening.estimate") != n {
		t.Fatalf("without a reason: %d %s", r.status, complaint(r))
	}
	got.Set("correction", strings.Repeat("长", 301))
	got.Set("confirm", "yes")
	if r := o.post("jiang", fixing(n), got); r.status != 422 || r.doc.Find("#f-correction-error").Length() != 1 {
		t.Errorf("a long reason: %d %s", r.status, complaint(r))
	}
	got.Set("correction", "多写了一个零<b>")
	got.Set("figure", "9999万")
	if r := o.post("jiang", fixing(n), got); r.status != 422 || r.doc.Find("#f-figure-error").Length() != 1 {
		t.Errorf("an impossible sum: %d %s", r.status, complaint(r))
	}
	got.Set("low", "500")
	got.Set("figure", "550")
	got.Del("confirm")
	r = o.post("jiang", fixing(n), got)
	if text := r.doc.Find("section.preview").Text(); r.status != 200 || !strings.Contains(text, "总造价：5,500元 → 550元") || !strings.Contains(text, "多写了一个零<b>") || strings.Contains(text, "估算依据") {
		t.Fatalf("before it is confirmed: %d %s", r.status, text)
	}
	if o.lastOf("screening.estimate") != n {
		t.Fatal("corrected before it is confirmed")
	}
	r = o.post("jiang", fixing(n), fields(r.doc.Find("input[name=confirm]").Closest("form")))
	by := o.lastOf("screening.estimate")
	if to := r.head.Get("Location"); to != deskPath+"/ledger?done=correct&n="+strconv.FormatInt(by, 10) || by == n {
		t.Fatalf("%d %s %s", r.status, to, complaint(r))
	}
	o.read(func(r *catalog.Round) {
		if e := r.Proposal(1).Estimate; e.Figure != 55_000 || e.Low != 50_000 {
			t.Errorf("%+v", e)
		}
	})
	for _, x := range []struct{ as, path string }{{"", "/r/2026/ledger"}, {"jiang", deskPath + "/ledger"}} {
		doc := o.get(x.as, x.path).doc
		gave, corrects := doc.Find("#e"+strconv.FormatInt(n, 10)), doc.Find("#e"+strconv.FormatInt(by, 10))
		if !gave.HasClass("gave") || !strings.Contains(gave.Text(), "已由第 "+strconv.FormatInt(by, 10)+" 条更正") || !strings.Contains(gave.Text(), "多写了一个零<b>") {
			t.Errorf("%s: the corrected entry says %s", x.path, gave.Text())
		}
		if !strings.Contains(corrects.Text(), "更正第 "+strconv.FormatInt(n, 10)+" 条") || !strings.Contains(corrects.Text(), "多写了一个零<b>") {
			t.Errorf("%s: the correction says %s", x.path, corrects.Text())
		}
		if doc.Find("#e"+strconv.FormatInt(n, 10)+" a[href*='/correct/']").Length() != 0 {
			t.Error("a corrected entry can be corrected")
		}
	}
	slip := ""
	o.read(func(r *catalog.Round) { slip = r.Proposal(1).Slip })
	if text := o.get("", "/p/"+slip).doc.Find(".way").Text(); !strings.Contains(text, "已更正（台账第 "+strconv.FormatInt(by, 10)+" 条），原因：多写了一个零<b>") {
		t.Errorf("the slip says %s", text)
	}
}

// TestCorrectRefused: who may not, what cannot be, and what is not there.
func TestCorrectRefused(t *testing.T) {
	o := newBureau(t)
	o.screening()
	before := o.size()
	estimate, survey, screen := o.lastOf("screening.estimate"), o.lastOf("screening.survey"), o.lastOf("screening.decide")
	for _, c := range []struct {
		as     string
		n      string
		status int
		code   string
	}{
		{"", strconv.FormatInt(estimate, 10), 401, "signin"},
		{"bao", strconv.FormatInt(estimate, 10), 403, "forbidden"},
		{"jiang", strconv.FormatInt(screen, 10), 403, "forbidden"},
		{"qin", "-1", 404, "notfound"}, {"qin", "9999", 404, "notfound"}, {"qin", "x", 404, "notfound"},
		{"qin", "0", 409, "correct"},
		{"qin", strconv.FormatInt(o.lastOf("proposal.close"), 10), 409, "correct"},
		{"qin", strconv.FormatInt(o.lastOf("proposal.submit"), 10), 409, "step"},
		{"qin", strconv.FormatInt(screen, 10), 409, "correct"},
	} {
		body := obj{"correction": "x", "body": obj{"no": 1, "by": "初审", "reasons": []string{"违法", "", ""}, "applies": []string{"yes", "no", "no"}}}
		if r := o.json(c.as, deskPath+"/correct/"+c.n, body); r.status != c.status || !strings.Contains(string(r.body), `"code":"`+c.code+`"`) {
			t.Errorf("%s of %s: %d %s", c.as, c.n, r.status, r.body)
		}
	}
	for body, want := range map[string]int{`{`: 400, `{"correction":"x"}`: 400, `{"correction":"x","body":{"who":1}}`: 400, `{"correction":"","body":{}}`: 422, `{"correction":"x","body":{},"more":1}`: 400} {
		if r := o.send("qin", jsonRequest(fixing(estimate), body)); r.status != want {
			t.Errorf("%s: %d %s", body, r.status, r.body)
		}
	}
	if r := o.get("qin", fixing(0)); r.status != 409 || r.doc.Find(".refusal").Length() != 1 {
		t.Errorf("the form of what cannot be corrected: %d", r.status)
	}
	if o.size() != before {
		t.Fatal("something refused is in the ledger")
	}
	v := fields(o.get("qin", fixing(survey)).doc.Find("main form"))
	v.Set("correction", "看错")
	v.Set("pass", "no")
	v.Set("confirm", "yes")
	if r := o.post("qin", fixing(survey), v); r.status != 409 || !strings.Contains(complaint(r), "后来的记录以它为依据") {
		t.Errorf("a survey that a decision rests on: %d %s", r.status, complaint(r))
	}
	o.asJSON("jiang", fixing(estimate), obj{"correction": "x", "body": obj{"no": 1, "department": "城管办", "high": 6, "figure": 5, "basis": "询价"}})
	if r := o.json("jiang", fixing(estimate), obj{"correction": "x", "body": obj{"no": 1, "department": "城管办", "high": 6, "figure": 6, "basis": "询价"}}); r.status != 409 {
		t.Errorf("twice: %d %s", r.status, r.body)
	}
}

// TestCorrectIsOffered: on the desk's ledger exactly where it would not be refused; never in public.
func TestCorrectIsOffered(t *testing.T) {
	o := newBureau(t)
	o.screening()
	links := func(as, path string) (out []string) {
		for _, a := range o.get(as, path).doc.Find("a[href*='/correct/']").EachIter() {
			out = append(out, a.AttrOr("href", ""))
		}
		slices.Reverse(out)
		return out
	}
	want := map[string][]string{"qin": nil, "jiang": nil, "bao": nil}
	for _, e := range o.round().Ledger().Entries(0, 100) {
		for as := range want {
			switch r := o.get(as, fixing(e.N)); r.status {
			case http.StatusOK:
				want[as] = append(want[as], fixing(e.N))
			case http.StatusForbidden, http.StatusConflict:
			default:
				t.Errorf("%s %d: %d", as, e.N, r.status)
			}
		}
	}
	for as, list := range want {
		if got := links(as, deskPath+"/ledger"); !slices.Equal(got, list) {
			t.Errorf("%s is offered %v, want %v", as, got, list)
		}
	}
	if len(want["qin"]) != 5 || len(want["jiang"]) != 2 || len(want["bao"]) != 0 || len(links("qin", "/r/2026/ledger")) != 0 {
		t.Errorf("%v", want)
	}
}

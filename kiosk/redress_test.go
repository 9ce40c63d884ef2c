package kiosk

// Keeping a proposal out, from the first answer to the review: by forms, by two and three members of the staff, and by the
// proposer with the slip.

import (
	"bytes"
	"image"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"linli/catalog"
)

// toScreen is an office with two proposals, by 周阿根, to screen.
func toScreen(t *testing.T) *bureau {
	t.Helper()
	o := newBureau(t)
	o.foundByJSON()
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	for _, title := range []string{"换燃气立管", "充电棚"} {
		o.asJSON("qin", act("proposal.submit"), obj{
			"person":   obj{"name": "周阿根", "phone": "19900000101", "consent": true},
			"proposal": obj{"channel": "point", "kind": "engineering", "from": "resident", "title": title, "place": "3幢", "text": "生锈了", "benefits": "190户"},
		})
	}
	o.acts("qin", "proposal.close", obj{})
	return o
}

func (o *bureau) slip(no int) (slip string) {
	o.round().Read(func(r *catalog.Round) { slip = r.Proposal(no).Slip })
	return slip
}

func (o *bureau) stage(no int) (s catalog.Stage) {
	o.round().Read(func(r *catalog.Round) { s = r.Stage(r.Proposal(no)) })
	return s
}

var answeredNo = []string{"no", "1", "by", "初审小组", "applies-1", "no", "applies-2", "yes", "applies-3", "no"}

// keepOut has qin screen proposal 1 and lu agree.
func (o *bureau) keepOut() {
	o.t.Helper()
	o.do("qin", "screening.decide", with(answeredNo, "reasons-2", "燃气公司负责", "remains", "已转交")...)
	o.do("lu", "screening.confirm", "no", "1", "agree", "yes")
}

// TestGroundsAreAsked: the form asks yes or no and a reason for each ground, nothing chosen; what is left open comes back
// at its place.
func TestGroundsAreAsked(t *testing.T) {
	o := toScreen(t)
	form := o.get("qin", act("screening.decide")+"?no=1").doc.Find("main form")
	grounds := 0
	o.round().Read(func(r *catalog.Round) { grounds = len(r.Scheme.Grounds) })
	if n := form.Find("fieldset.field").Length(); n != grounds || form.Find("input[type=radio][name^=applies-]").Length() != 2*grounds || form.Find("input[type=radio]:checked").Length() != 0 {
		t.Errorf("%d grounds, the form has %d", grounds, n)
	}
	order := form.Find("[name^=applies-],[name^=reasons-]")
	for i, want := range []string{"applies-1", "applies-1", "reasons-1", "applies-2"} {
		if got := order.Eq(i).AttrOr("name", ""); got != want {
			t.Errorf("field %d is %s, want %s", i, got, want)
		}
	}
	before := o.size()
	r := o.submit("qin", act("screening.decide"), "no", "1", "by", "初审小组", "applies-1", "no", "applies-3", "no")
	if r.status != 422 || r.doc.Find("#f-applies-2 .error").Length() != 1 || r.doc.Find("#f-applies-1 .error").Length() != 0 {
		t.Errorf("a ground left open: %d %s", r.status, complaint(r))
	}
	r = o.submit("qin", act("screening.decide"), answeredNo...)
	if r.status != 422 || r.doc.Find("#f-reasons-2-error").Length() != 1 || r.doc.Find("input[name=applies-2][value=yes]:checked").Length() != 1 {
		t.Errorf("a yes without a reason: %d %s", r.status, complaint(r))
	}
	if o.size() != before {
		t.Error("something refused is in the ledger")
	}
}

// TestTwoLoginsExclude: one login alone cannot; the public sees nothing of it before; a dissent is kept and shown.
func TestTwoLoginsExclude(t *testing.T) {
	o := toScreen(t)
	o.do("qin", "screening.decide", with(answeredNo, "reasons-2", "燃气公司负责")...)
	for _, page := range []string{"/p/" + o.slip(1), "/r/2026/proposals"} {
		if text := o.get("", page).doc.Find("main").Text(); strings.Contains(text, "不列入") || strings.Contains(text, "燃气公司负责") {
			t.Errorf("%s tells what one member alone has said: %s", page, text)
		}
	}
	before := o.size()
	if r := o.submit("qin", act("screening.confirm"), "no", "1", "agree", "yes"); r.status != 403 || !strings.Contains(complaint(r), "没有经手过") {
		t.Errorf("by the same login: %d %s", r.status, complaint(r))
	}
	r := o.json("qin", act("screening.confirm"), obj{"no": 1, "agree": true, "login": "lu"})
	if r.status != 403 || !strings.Contains(string(r.body), `"code":"same"`) {
		t.Errorf("by the same login, which says it is another: %d %s", r.status, r.body)
	}
	if r := o.submit("lu", act("screening.confirm"), "no", "1", "agree", "no"); r.status != 422 || r.doc.Find("#f-why-error").Length() != 1 {
		t.Errorf("a dissent without a reason: %d %s", r.status, complaint(r))
	}
	if r := o.submit("lu", act("screening.confirm"), "no", "1", "why", "同意"); r.status != 422 || r.doc.Find("#f-agree .error").Length() != 1 {
		t.Errorf("neither yes nor no: %d %s", r.status, complaint(r))
	}
	if r := o.json("jiang", act("screening.confirm"), obj{"no": 1, "agree": true}); r.status != 403 {
		t.Errorf("a department agrees: %d", r.status)
	}
	if o.size() != before {
		t.Fatal("something refused is in the ledger")
	}
	o.do("lu", "screening.confirm", "no", "1", "agree", "no", "why", "立管是公共部位")
	if s := o.stage(1); s != catalog.Received {
		t.Errorf("after the dissent: %s", s)
	}
	text := o.get("qin", deskPath+"/proposal/1").doc.Find("#screening").Text()
	for _, want := range []string{"燃气公司负责", "立管是公共部位", "qin", "lu"} {
		if !strings.Contains(text, want) {
			t.Errorf("the desk's page does not show %q: %s", want, text)
		}
	}
	o.keepOut()
	if s := o.stage(1); s != catalog.Excluded {
		t.Errorf("after the second time: %s", s)
	}
	if text := o.get("", "/p/"+o.slip(1)).doc.Find("main").Text(); !strings.Contains(text, "有其他责任主体") || strings.Contains(text, "立管是公共部位") {
		t.Errorf("the slip says %s", text)
	}
}

// TestReviewWithTheSlip: told, the proposer asks with the slip; a third login decides, and slip and letter say what.
func TestReviewWithTheSlip(t *testing.T) {
	for _, uphold := range []string{"yes", "no"} {
		o := toScreen(t)
		o.keepOut()
		slip := "/p/" + o.slip(1)
		if o.get("", slip).doc.Find("#review").Length() != 0 {
			t.Error("a review can be asked for before the notice")
		}
		send := func(text, who string) reply {
			return o.post("", slip+"/review", url.Values{"text": {text}, "who": {who}})
		}
		if r := send("请再看看", "周阿根"); r.status != 409 {
			t.Errorf("before the notice: %d", r.status)
		}
		o.do("qin", "screening.notify", "no", "1", "number", "幸告知〔2026〕1号", "date", "2026-10-12", "how", "door", "waived", "no")
		if text := o.get("", slip).doc.Find("#review").Text(); !strings.Contains(text, "10月19日") {
			t.Errorf("the slip says %s", text)
		}
		before := o.size()
		for _, x := range []struct{ text, who, field string }{{"请再看看", "周阿大", "who"}, {"请再看看", "", "who"}, {"请再看看", "0101", "who"}, {"", "周阿根", "text"}, {strings.Repeat("长", 501), "周阿根", "text"}} {
			r := send(x.text, x.who)
			if r.status < 400 || r.status >= 500 || r.doc.Find("#f-"+x.field+"-error").Length() != 1 || r.doc.Find("textarea[name=text]").Text() != "\n"+x.text && r.doc.Find("textarea[name=text]").Text() != x.text {
				t.Errorf("%.9q by %q: %d %s", x.text, x.who, r.status, complaint(r))
			}
		}
		if r := o.post("", "/p/2222222222/review", url.Values{"text": {"请"}, "who": {"周阿根"}}); r.status != 404 {
			t.Errorf("with a slip that is not there: %d", r.status)
		}
		if o.size() != before {
			t.Fatal("something refused is in the ledger")
		}
		who := map[string]string{"yes": " 周 阿根 ", "no": "199 0000 0101"}[uphold]
		if r := send("立管是公共部位。\r\n请再看看。", who); r.status != http.StatusSeeOther || r.head.Get("Location") != slip+"#review" {
			t.Fatalf("asking: %d %s", r.status, complaint(r))
		}
		if r := send("再问一次", "周阿根"); r.status != 409 {
			t.Errorf("asked twice: %d", r.status)
		}
		doc := o.get("", slip).doc
		if doc.Find("#review form").Length() != 0 || !strings.Contains(doc.Find("#review").Text(), "正在办理") {
			t.Errorf("after asking: %s", doc.Find("#review").Text())
		}
		for _, login := range []string{"qin", "lu"} {
			if r := o.json(login, act("review.decide"), obj{"no": 1, "uphold": true, "why": "对"}); r.status != 403 || !strings.Contains(string(r.body), `"code":"same"`) {
				t.Errorf("%s decides: %d %s", login, r.status, r.body)
			}
		}
		o.do("yin", "review.decide", "no", "1", "uphold", uphold, "why", "查过产权")
		text := o.get("", slip).doc.Find("main").Text()
		if !strings.Contains(text, "查过产权") || strings.Contains(text, "维持") != (uphold == "yes") {
			t.Errorf("upheld %s, the slip says %s", uphold, text)
		}
		if s, want := o.stage(1), map[string]catalog.Stage{"yes": catalog.Excluded, "no": catalog.Screened}[uphold]; s != want {
			t.Errorf("upheld %s: %s", uphold, s)
		}
		o.round().Read(func(r *catalog.Round) {
			if course := Course("zh", r, r.Proposal(1)); strings.Contains(course, "查过产权") != (uphold == "yes") {
				t.Errorf("upheld %s, the letter says %s", uphold, course)
			}
		})
	}
}

// TestExclusionPaper: the notice is printed for whom may give it out, before and after; without a proposal kept out there is none.
func TestExclusionPaper(t *testing.T) {
	o := toScreen(t)
	path := deskPath + "/exclusion/1.pdf"
	if r := o.get("qin", path); r.status != 409 {
		t.Errorf("of what is not kept out: %d", r.status)
	}
	o.keepOut()
	for range 2 {
		for as, want := range map[string]int{"qin": 200, "bao": 403, "": 303} {
			if r := o.get(as, path); r.status != want || want == 200 && !bytes.HasPrefix(r.body, []byte("%PDF-")) {
				t.Errorf("%s: %d", as, r.status)
			}
		}
		if r := o.get("qin", deskPath+"/paper/exclusions.pdf"); r.status != 200 {
			t.Errorf("all: %d", r.status)
		}
		if r := o.get("", "/r/2026/paper/exclusions.pdf"); r.status != 404 {
			t.Errorf("in public: %d", r.status)
		}
		if r := o.json("qin", act("screening.notify"), obj{"no": 1, "number": "1", "date": "2026-10-12", "how": "door", "waived": false}); r.status != 200 && r.status != 409 {
			t.Errorf("%d %s", r.status, r.body)
		}
	}
	for _, bad := range []string{"/exclusion/x.pdf", "/exclusion/0.pdf"} {
		if r := o.get("qin", deskPath+bad); r.status != 404 {
			t.Errorf("%s: %d", bad, r.status)
		}
	}
}

// TestQueue: what is referred stands on the desk, the next due first, overdue marked, until the estimate.
func TestQueue(t *testing.T) {
	o := toScreen(t)
	for _, no := range []int{1, 2} {
		o.acts("qin", "screening.decide", obj{"no": no, "by": "初审", "reasons": make([]string, 3), "applies": []string{"no", "no", "no"}})
		o.acts("qin", "screening.survey", obj{"no": no, "date": "2026-09-01", "who": "顾问", "finding": "可行", "pass": true})
	}
	o.acts("qin", "table.meet", obj{"date": "2026-09-02", "place": "会议室", "moderator": "书记", "recorder": "社工", "present": []string{"代表"}})
	for _, no := range []int{1, 2} {
		o.acts("qin", "table.decide", obj{"no": no, "discussion": "好", "result": "recommend", "why": "急需"})
	}
	o.do("qin", "screening.refer", "no", "1", "department", "城管办", "date", "2026-10-12", "days", "3")
	o.do("qin", "screening.refer", "no", "2", "department", "应急办", "date", "2026-09-18", "days", "10")
	rows := o.get("jiang", deskPath).doc.Find("#queue tbody tr")
	if rows.Length() != 2 || !rows.Eq(0).HasClass("alarm") || rows.Eq(1).HasClass("alarm") {
		t.Fatalf("the queue is %s", rows.Text())
	}
	if text := rows.Eq(0).Text(); !strings.Contains(text, "充电棚") || !strings.Contains(text, "10月9日") || !strings.Contains(text, "逾期 2 个工作日") {
		t.Errorf("overdue: %s", text)
	}
	if text := rows.Eq(1).Text(); !strings.Contains(text, "城管办") || !strings.Contains(text, "10月15日") || !strings.Contains(text, "还有 3 个工作日") {
		t.Errorf("to come: %s", text)
	}
	if o.get("bao", deskPath).doc.Find("#queue").Length() != 0 {
		t.Error("a clerk has the departments' queue")
	}
	o.do("jiang", "screening.estimate", "no", "2", "department", "应急办", "low", "1万", "high", "2万", "figure", "1.5万", "basis", "询价")
	if n := o.get("qin", deskPath).doc.Find("#queue tbody tr").Length(); n != 1 {
		t.Errorf("%d rows after an estimate", n)
	}
}

// TestSurveyPhotos: photos come with the form, are cleaned, and are shown by their hash; what is none is refused at its field.
func TestSurveyPhotos(t *testing.T) {
	o := toScreen(t)
	o.acts("qin", "screening.decide", obj{"no": 1, "by": "初审", "reasons": make([]string, 3), "applies": []string{"no", "no", "no"}})
	form := o.get("jiang", act("screening.survey")).doc.Find("main form")
	if form.AttrOr("enctype", "") != "multipart/form-data" || form.Find("input[type=file]").Length() != maxPhotos {
		t.Fatal("the form takes no photos")
	}
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 48)), nil); err != nil {
		t.Fatal(err)
	}
	send := func(file []byte) reply {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		for name, text := range map[string]string{"no": "1", "date": "2026-10-10", "who": "顾问", "finding": "可行", "pass": "yes"} {
			if err := w.WriteField(name, text); err != nil {
				t.Fatal(err)
			}
		}
		part, err := w.CreateFormFile("photos-2", "a.jpg")
		if err != nil {
			t.Fatal(err)
		}
		part.Write(file)
		w.Close()
		r := httptest.NewRequest(http.MethodPost, act("screening.survey"), &body)
		r.Header.Set("Content-Type", w.FormDataContentType())
		return o.send("jiang", r)
	}
	if r := send([]byte("no picture")); r.status != 422 || r.doc.Find("#f-photos-2-error").Length() != 1 || r.doc.Find("input[name=who]").AttrOr("value", "") != "顾问" {
		t.Errorf("no picture: %d %s", r.status, complaint(r))
	}
	if r := send(picture.Bytes()); r.status != http.StatusSeeOther {
		t.Fatalf("a picture: %d %s", r.status, complaint(r))
	}
	src := o.get("qin", deskPath+"/proposal/1").doc.Find("#screening img").AttrOr("src", "")
	if r := o.get("", src); r.status != 200 || !bytes.HasPrefix(r.body, []byte("\xff\xd8\xff")) {
		t.Errorf("the photo at %q: %d", src, r.status)
	}
	if r := o.json("jiang", act("screening.survey"), obj{"no": 2, "date": "2026-10-10", "who": "顾问", "finding": "可行", "pass": true, "photos": []string{strings.Repeat("a", 64)}}); r.status == 200 {
		t.Error("a photo that was never kept is named")
	}
}

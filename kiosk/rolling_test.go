package kiosk

// What goes from round to round, as people meet it: needs, what is carried over, model projects.

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/catalog"
	"linli/kiosk/intake"
	"linli/kiosk/lang"
)

// nextYear is a busy office whose next round takes proposals; nothing has come into it yet.
func nextYear(t *testing.T) (*busy, *catalog.Live) {
	t.Helper()
	b := newBusy(t)
	b.env.Random = b.s.Env.Random
	scheme := testScheme("greedy-stop", literal)
	scheme.Year = 2027
	l, err := b.s.rounds.found(context.Background(), "qin", catalog.Create{ID: "2027", Scheme: scheme})
	if err != nil {
		t.Fatal(err)
	}
	b.in(l, &catalog.Adopt{Body: "居民代表会议"})
	return b, l
}

func (b *busy) in(l *catalog.Live, acts ...catalog.Act) {
	b.t.Helper()
	for _, a := range acts {
		if _, err := l.Do(context.Background(), "qin", a); err != nil {
			b.t.Fatalf("%T: %v", a, err)
		}
	}
}

// ask sends a request, as a form, as JSON or as a file, and reads the answer.
func (b *busy) ask(as string, r *http.Request) reply {
	b.t.Helper()
	if as != "" {
		r.AddCookie(&http.Cookie{Name: "staff", Value: b.cookie[as]})
	}
	resp, err := b.s.app.Test(r, -1)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(resp.Body); err != nil {
		b.t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body.Bytes()))
	if err != nil {
		b.t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header, body.Bytes(), doc}
}

func (b *busy) page(as, path string) reply {
	b.t.Helper()
	return b.ask(as, httptest.NewRequest(http.MethodGet, path, nil))
}

func (b *busy) form(as, path string, v url.Values) reply {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.ask(as, r)
}

func (b *busy) wire(as, path, body string) reply {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	return b.ask(as, r)
}

// shownCSV are the rows of a file below its head.
func (b *busy) shownCSV(path string) (rows [][]string) {
	b.t.Helper()
	r := b.page("", path)
	rows, err := csv.NewReader(bytes.NewReader(r.body)).ReadAll()
	if r.status != 200 || err != nil || len(rows) == 0 {
		b.t.Fatalf("%s: %d, %v", path, r.status, err)
	}
	return rows[1:]
}

// TestNeedsPages: needs are found, answered, rolled and closed; a form offers them; no filter breaks a page.
func TestNeedsPages(t *testing.T) {
	b, l := nextYear(t)
	desk := b.page("qin", "/desk/2027/needs")
	if desk.doc.Find("form[action='/desk/2027/needs/roll'] input[name=from][value='2026']").Length() != 1 {
		t.Fatalf("%d %s", desk.status, desk.text())
	}
	if r := b.form("jiang", "/desk/2027/needs/roll", url.Values{"from": {"2026"}}); r.status != 403 {
		t.Errorf("rolled by a department: %d", r.status)
	}
	if r := b.form("qin", "/desk/2026/needs/roll", url.Values{"from": {"2027"}}); r.status != 409 {
		t.Errorf("rolled back: %d", r.status)
	}
	for range 2 {
		if r := b.form("qin", "/desk/2027/needs/roll", url.Values{"from": {"2026"}}); r.status != http.StatusSeeOther {
			t.Fatalf("%d %s", r.status, r.text())
		}
	}
	if r := b.page("qin", "/desk/2027/needs"); r.doc.Find("form[action$=roll]").Length() != 0 || !strings.Contains(r.text(), "2026.1") {
		t.Errorf("after rolling: %s", r.text())
	}
	var token string
	form := b.page("", "/r/2027/propose?need=1")
	token = form.doc.Find("input[name=token]").AttrOr("value", "")
	if form.doc.Find("select[name=need] option[selected]").AttrOr("value", "") != "1" || form.doc.Find("input[name=place]").AttrOr("value", "") != "3幢" || !strings.Contains(form.text(), "楼道没有扶手") {
		t.Errorf("the form: %s", form.text())
	}
	v := url.Values{"token": {token}, "title": {"装扶手"}, "place": {"3幢"}, "kind": {"engineering"}, "text": {"装"}, "name": {"王"}, "phone": {"1"}, "need": {"9"}}
	for _, bad := range []string{"9", "x", "-1"} {
		v.Set("need", bad)
		if r := b.form("", "/r/2027/propose", v); r.status != 422 || r.doc.Find("#f-need[aria-invalid=true]").Length() != 1 {
			t.Errorf("need %s: %d %s", bad, r.status, r.text())
		}
	}
	v.Set("need", "1")
	if r := b.form("", "/r/2027/propose", v); r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, r.text())
	}
	b.in(l, &catalog.AddNeed{Text: "缺托管班", Place: "活动中心", Kind: "service", Source: "hotline", Date: "2027-02-01"}, &catalog.CloseNeed{No: 2, How: "已开班"})
	for query, want := range map[string][]string{
		"": {"1"}, "?state=closed": {"2"}, "?state=all": {"2", "1"}, "?state=all&kind=service": {"2"}, "?state=all&source=visit": {"1"}, "?state=all&q=2027.2": {"2"},
		"?q=%E6%89%B6": {"1"}, "?state=all&q=zzz": nil, "?state=%3Cscript%3E&kind=%27&page=-7": nil, "?page=99999": {"1"},
	} {
		r := b.page("", "/r/2027/needs"+query)
		var got []string
		r.doc.Find("li.card").Each(func(_ int, x *goquery.Selection) { got = append(got, strings.TrimPrefix(x.AttrOr("id", ""), "n")) })
		if r.status != 200 || !slices.Equal(got, want) {
			t.Errorf("%s: %d %v", query, r.status, got)
		}
	}
	if r := b.page("", "/r/2027/needs"); r.doc.Find("#n1 a[href^='/p/']").Length() != 1 || r.doc.Find("#n1 a[href='/r/2027/propose?need=1']").Length() != 1 {
		t.Errorf("%s", r.text())
	}
}

// TestManyNeeds: 4,500 needs of a round are read a page at a time, and a form that cannot list them asks for the number.
func TestManyNeeds(t *testing.T) {
	b, l := nextYear(t)
	for from := 0; from < 4500; from += catalog.MaxNeeds {
		a := &catalog.ListNeeds{}
		for i := range catalog.MaxNeeds {
			a.Needs = append(a.Needs, catalog.Need{Text: fmt.Sprint("第", from+i+1, "条"), Place: "弄", Kind: "service", Source: "online", Date: "2027-01-01"})
		}
		b.in(l, a)
	}
	first, last := b.page("", "/r/2027/needs"), b.page("", "/r/2027/needs?page=150")
	if first.doc.Find("li.card").Length() != needsShown || last.doc.Find("li.card").Length() != 4500-149*needsShown || last.doc.Find("#n1").Length() != 1 || len(first.body) > 100_000 {
		t.Errorf("%d and %d cards, %d bytes", first.doc.Find("li.card").Length(), last.doc.Find("li.card").Length(), len(first.body))
	}
	form := b.page("", "/r/2027/propose")
	if form.doc.Find("select[name=need]").Length() != 0 || form.doc.Find("input[name=need]").Length() != 1 || !strings.Contains(form.text(), "4500") {
		t.Errorf("the form: %s", form.text())
	}
	if rows := b.shownCSV("/r/2027/ledgers/needs.csv"); len(rows) != 4500 {
		t.Errorf("%d rows", len(rows))
	}
}

// TestNeedListByForm: a list of needs has no form of its own, and what is typed into none is refused.
func TestNeedListByForm(t *testing.T) {
	b, _ := nextYear(t)
	if r := b.form("qin", "/desk/2027/act/need.list", url.Values{"needs": {"灯"}, "ids": {"2026.1"}, "round": {"2026"}}); r.status != 422 {
		t.Errorf("%d %s", r.status, r.text())
	}
	if r := b.wire("qin", "/desk/2027/act/need.list", `{"round":"2026","ids":["2026.1"],"needs":[{"text":"x","place":"x","kind":"service","source":"visit","date":"2026-01-01"}]}`); r.status != 409 {
		t.Errorf("as if rolled: %d %s", r.status, r.body)
	}
	if r := b.wire("qin", "/desk/2027/act/need.list", `{"needs":[{"text":"x","place":"x","kind":"service","source":"visit","date":"2026-01-01"}]}`); r.status != 200 {
		t.Errorf("by a program: %d %s", r.status, r.body)
	}
}

// TestNeedImport: the dry run enters nothing, the word enters all, and once, however often it is sent.
func TestNeedImport(t *testing.T) {
	b, l := nextYear(t)
	const at = "/desk/2027/needs/import"
	send := func(as, list string) reply {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile("file", "需求.csv")
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(list))
		w.Close()
		r := httptest.NewRequest(http.MethodPost, at, &body)
		r.Header.Set("Content-Type", w.FormDataContentType())
		return b.ask(as, r)
	}
	held := func() (n int) { l.Read(func(r *catalog.Round) { n = len(r.Needs) }); return n }
	const head = "需求内容,地点,类别,来源,日期\n"
	if r := send("jiang", head+"灯,弄,工程,走访,2027-01-01\n"); r.status != 403 {
		t.Errorf("by a department: %d", r.status)
	}
	if r := send("qin", head+"灯,弄,工程,听说,2027-01-01\n"); r.status != 422 || !strings.Contains(r.text(), "D2") || r.doc.Find("form[action^='"+at+"/']").Length() > 0 {
		t.Errorf("%d %s", r.status, r.text())
	}
	if r := send("qin", "PK\x03\x04"); r.status != 422 {
		t.Errorf("no list: %d", r.status)
	}
	r := send("qin", head+strings.Repeat("灯,弄,工程,走访,2027-01-01\n", 1200))
	to := r.doc.Find("form[action^='"+at+"/']").AttrOr("action", "")
	if r.status != 200 || to == "" || held() != 0 {
		t.Fatalf("%d %s, %d needs", r.status, to, held())
	}
	for range 3 {
		if r := b.form("qin", to, nil); r.status != http.StatusSeeOther {
			t.Errorf("%d %s", r.status, r.text())
		}
	}
	if held() != 1200 {
		t.Errorf("%d needs", held())
	}
	if r := b.form("qin", at+"/234567890A", nil); r.status != 409 {
		t.Errorf("no such list: %d", r.status)
	}
	if r := b.page("qin", at+"?entered=1200"); !strings.Contains(r.text(), "1200") {
		t.Error(r.text())
	}
	for _, name := range []string{"needs.xlsx", "needs.csv"} {
		if r := b.page("qin", at+"/"+name); r.status != 200 || len(r.body) < 50 {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	if r := b.page("qin", at+"/other.csv"); r.status != 404 {
		t.Errorf("another: %d", r.status)
	}
}

// TestModels: model projects of all rounds, as page and as file, and a proposal like one of them.
func TestModels(t *testing.T) {
	b, _ := nextYear(t)
	var n int
	b.l.Read(func(r *catalog.Round) {
		for k := range r.Models {
			n = k
		}
	})
	all := b.page("", "/models")
	own := fmt.Sprintf("/models/2026/%d", n)
	if all.status != 200 || all.doc.Find("li.card a[href='"+own+"']").Length() != 1 || !strings.Contains(all.text(), "90.0%") {
		t.Fatalf("%d %s", all.status, all.text())
	}
	for query, want := range map[string]int{"?kind=engineering": 1, "?kind=service": 0, "?q=%E8%AE%A4%E9%A2%86": 1, "?q=zzz": 0, "?page=9": 1} {
		if r := b.page("", "/models"+query); r.status != 200 || r.doc.Find("li.card").Length() != want {
			t.Errorf("%s: %d, %d cards", query, r.status, r.doc.Find("li.card").Length())
		}
	}
	var rows []map[string]any
	if r := b.page("", "/models.json"); json.Unmarshal(r.body, &rows) != nil || len(rows) != 1 || rows[0]["satisfied"] != "90.0%" {
		t.Errorf("%s", r.body)
	}
	for _, end := range []string{"xlsx", "csv"} {
		if r := b.page("", "/models."+end); r.status != 200 || len(r.body) < 100 {
			t.Errorf("%s: %d", end, r.status)
		}
	}
	if r := b.page("", "/models.pdf"); r.status != 404 {
		t.Errorf("pdf: %d", r.status)
	}
	like := b.page("", own).doc.Find("a[href^='/r/2027/propose?like=']").AttrOr("href", "")
	form := b.page("", like)
	var title string
	b.l.Read(func(r *catalog.Round) { title = r.Project(n).Title })
	if form.doc.Find("input[name=title]").AttrOr("value", "") != title || form.doc.Find("input[name=kind][checked]").AttrOr("value", "") != "engineering" {
		t.Errorf("%s: %s", like, form.text())
	}
	for _, path := range []string{"/models/2026/999", "/models/2026/x", "/models/nowhere/1"} {
		if r := b.page("", path); r.status != 404 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	if r := b.page("", "/r/2027/propose?like=nowhere.x"); r.status != 200 {
		t.Errorf("like nothing: %d", r.status)
	}
}

// TestRollingWords: what the pages add has words in both languages, and a source or state of a need is never told as its code.
func TestRollingWords(t *testing.T) {
	for _, l := range lang.All {
		for _, code := range sourceCodes {
			if !lang.Has("choice."+code) || lang.T(l, "choice."+code) == code {
				t.Errorf("%s: no word for the source %s", l, code)
			}
		}
	}
	if len(intake.NeedColumns) != 5 {
		t.Errorf("%d columns", len(intake.NeedColumns))
	}
}

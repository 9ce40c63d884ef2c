package kiosk

// Proposals entered from a list: the dry run enters nothing, the word enters all or nothing, and once.

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"linli/catalog"
	"linli/kiosk/page"
	"linli/kiosk/pdf"
)

const importAt = deskPath + "/import"

// listOf is a CSV of so many proposals, from a number on.
func listOf(from, n int) string {
	out := "名称,地点,类别,内容,大约多少钱,提议人,电话\n"
	for i := from; i < from+n; i++ {
		out += fmt.Sprintf("第%d张长椅,幸福弄%d号,工程类,给老人歇脚,约5万,提议者%d号,1990000%04d\n", i, i, i, i)
	}
	return out
}

// collecting is an office whose round takes proposals.
func collecting(t *testing.T) *bureau {
	t.Helper()
	o := newBureau(t)
	o.foundByJSON()
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	return o
}

// tried is the dry run of a list, and the form that enters it.
func (o *bureau) tried(as, list string) (r reply, to string) {
	o.t.Helper()
	r = o.upload(as, importAt, []byte(list))
	return r, r.doc.Find("main form[action^='"+importAt+"/']").AttrOr("action", "")
}

func (o *bureau) proposals() (n int) {
	o.t.Helper()
	o.read(func(r *catalog.Round) { n = len(r.Proposals) })
	return n
}

// TestImport goes from the template to the slips in the proposers' hands.
func TestImport(t *testing.T) {
	o := collecting(t)
	if href, ok := o.get("qin", deskPath).doc.Find("#step2 a[href='" + importAt + "']").Attr("href"); !ok {
		t.Fatalf("the desk does not lead to it: %q", href)
	}
	form := o.get("qin", importAt)
	form.doc.Find("ul.links a[href*='proposals.']").Each(func(_ int, a *goquery.Selection) {
		template := o.get("qin", a.AttrOr("href", ""))
		r, to := o.tried("qin", string(template.body))
		if template.status != 200 || r.status != 422 || to != "" || !strings.Contains(r.doc.Find("tbody").Text(), "示例行") {
			t.Errorf("%s: %d, tried: %d %s", a.AttrOr("href", ""), template.status, r.status, complaint(r))
		}
	})
	if form.doc.Find("ul.links a[href*='proposals.']").Length() != 2 {
		t.Fatalf("no templates: %s", form.doc.Find("main").Text())
	}
	raw, err := simplifiedchinese.GB18030.NewEncoder().String(listOf(1, 30))
	if err != nil {
		t.Fatal(err)
	}
	before := o.size()
	r, to := o.tried("qin", raw)
	if text := r.doc.Find("main").Text(); r.status != 200 || to == "" || !strings.Contains(text, "GB18030") || !strings.Contains(text, "提议者30号") || !strings.Contains(text, "约 5万元") {
		t.Fatalf("%d %s", r.status, text)
	}
	if o.size() != before || len(o.holds("提议者30号")) > 0 {
		t.Fatal("the dry run has entered something")
	}
	done := o.post("qin", to, nil)
	where := done.head.Get("Location")
	if done.status != http.StatusSeeOther || o.size() != before+30 || where != importAt+"?from=1&to=30" {
		t.Fatalf("%d %s, %d entries, %s", done.status, where, o.size()-before, complaint(done))
	}
	o.read(func(r *catalog.Round) {
		if p := r.Proposal(30); p.Title != "第30张长椅" || p.Channel != "spreadsheet" || p.Cost != 5_000_000 || p.Received.Actor != "qin" {
			t.Errorf("%+v", p)
		}
	})
	o.slipsOf(where)
}

// slipsOf prints the slips from the page after an import, and follows the codes on them.
func (o *bureau) slipsOf(where string) {
	o.t.Helper()
	done := o.get("qin", where)
	href := done.doc.Find("main a.button.main").AttrOr("href", "")
	file := o.get("qin", href)
	if !strings.Contains(done.doc.Find(".strip.good").Text(), "30") || file.status != 200 || file.head.Get("Content-Type") != "application/pdf" {
		o.t.Fatalf("%s: %d %s", href, file.status, file.head.Get("Content-Type"))
	}
	codes, err := pdf.Scan(file.body)
	if err != nil || len(codes) != 30 {
		o.t.Fatalf("%d codes, %v", len(codes), err)
	}
	for i, code := range codes {
		path, ok := strings.CutPrefix(code, testPublic)
		if r := o.get("", path); !ok || r.status != 200 || !strings.Contains(r.doc.Find("h1").Text(), fmt.Sprintf("第%d张长椅", i+1)) {
			o.t.Errorf("slip %d leads to %s: %d", i+1, code, r.status)
		}
	}
	for path, want := range map[string]int{"/slips/0-1.pdf": 404, "/slips/2-1.pdf": 404, "/slips/1-31.pdf": 404, "/slips/1-2.zip": 404, "/slips/x.pdf": 404, "/slips/3-3.pdf": 200} {
		if r := o.get("qin", deskPath+path); r.status != want {
			o.t.Errorf("%s: %d", path, r.status)
		}
	}
}

// TestImportShowsAll: the dry run shows each value as it was understood, the date too.
func TestImportShowsAll(t *testing.T) {
	o := collecting(t)
	head, line := "名称,地点,类别,内容,费用,提议人,交表日期\n", "长椅,南门,工程类,三张,约5万,王,%s\n"
	for typed, want := range map[string]string{"2026年1月5日": "2026-01-05", "2026/1/5": "2026-01-05", "": ""} {
		r, _ := o.tried("qin", head+fmt.Sprintf(line, typed))
		text := r.doc.Find("main tbody").First().Text()
		if said := strings.Contains(text, "交表日期"); r.status != 200 || said != (want != "") || !strings.Contains(text, want) || !strings.Contains(text, "约 5万元") {
			t.Errorf("%q: %d %s", typed, r.status, text)
		}
	}
	for _, typed := range []string{"1月5日", "2026-02-30", "2199-01-01", "46027"} {
		if r, to := o.tried("qin", head+fmt.Sprintf(line, typed)); r.status != 422 || to != "" || !strings.Contains(r.doc.Find("tbody").Text(), "G2") {
			t.Errorf("%q: %d %s", typed, r.status, r.doc.Find("main").Text())
		}
	}
}

// TestImportRefused: every bad file is refused with its reason, and nothing is entered or kept.
func TestImportRefused(t *testing.T) {
	o := collecting(t)
	before := o.size()
	merged := func(f *excelize.File) error { return f.MergeCell("Sheet1", "A1", "C1") }
	formula := func(f *excelize.File) error { return f.SetCellFormula("Sheet1", "B2", "1+1") }
	for name, x := range map[string]struct {
		file   string
		status int
		says   string
	}{
		"nothing":       {"", 422, "表格是空的"},
		"no list":       {"甲,乙\n1,2\n", 422, "找不到表头"},
		"half a column": {"名称,地点,类别,内容\na,b,工程,c\n", 422, "第 1 行 提议人 缺少这一列"},
		"encoding":      {"名称,地点\n\xff\xff\xff", 422, "编码无法识别"},
		"old":           {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 422, "旧版 .xls"},
		"picture":       {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", 422, "编码无法识别"},
		"merged":        {workbookOf(t, merged), 422, "A1:C1"},
		"formula":       {workbookOf(t, formula), 422, "B2"},
		"bomb":          {bomb(t), 422, "32 MB"},
		"many rows":     {listOf(1, 101), 422, "一次最多录入 100 件"},
		"100,000 rows":  {"名称,地点\n" + strings.Repeat("a,b\n", 100_000), 422, "5000 行"},
		"too many":      {"名称,地点,类别,内容,提议人\n" + strings.Repeat("a,,x,,\n", 100), 422, "还有 300 处没有列出"},
		"one bad row":   {listOf(1, 9) + "第10张,弄堂,工程类,给老人,五万,某人,\n", 422, "E11 大约多少钱 金额写成"},
		"a proposer":    {strings.Replace(listOf(1, 3), "提议者2号", "", 1), 422, "F3 提议人 请填写"},
		"control":       {strings.Replace(listOf(1, 3), "第2张", "第\u202e2张", 1), 422, "A3 名称 含有不能使用的字符"},
	} {
		r, to := o.tried("qin", x.file)
		if text := strings.Join(strings.Fields(r.doc.Find("main").Text()), ""); r.status != x.status || to != "" || !strings.Contains(text, strings.ReplaceAll(x.says, " ", "")) {
			t.Errorf("%s: %d %q %.300s", name, r.status, to, text)
		}
	}
	if o.size() != before || len(o.s.uploads.list) > 0 {
		t.Error("something was entered or kept")
	}
	for as, want := range map[string]int{"bao": 403, "he": 403, "jiang": 403, "": http.StatusSeeOther} {
		for path, r := range map[string]reply{
			"form": o.get(as, importAt), "file": o.upload(as, importAt, []byte(listOf(1, 1))), "enter": o.post(as, importAt+"/AAAABBBBCCCC", nil),
			"template": o.get(as, importAt+"/proposals.csv"), "slips": o.get(as, deskPath+"/slips/1-1.pdf"), "done": o.get(as, importAt+"?from=1&to=1"),
		} {
			if r.status != want {
				t.Errorf("%s as %q: %d", path, as, r.status)
			}
		}
	}
	if r := o.post("qin", importAt, url.Values{"file": {listOf(1, 1)}}); r.status != 400 {
		t.Errorf("no file: %d", r.status)
	}
}

// workbookOf is a workbook with a list that one thing is wrong with.
func workbookOf(t *testing.T, spoil func(*excelize.File) error) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	err := f.SetSheetRow("Sheet1", "A1", &[]string{"名称", "地点", "类别", "内容", "提议人"})
	if err == nil {
		err = f.SetSheetRow("Sheet1", "A2", &[]string{"a", "b", "工程", "c", "王"})
	}
	if err == nil {
		err = spoil(f)
	}
	var b bytes.Buffer
	if err == nil {
		err = f.Write(&b)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// bomb is a small file that would unpack to a large one.
func bomb(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	for range 40 {
		if err == nil {
			_, err = w.Write(make([]byte, 1<<20))
		}
	}
	if err != nil || z.Close() != nil || b.Len() > 1<<19 {
		t.Fatal(err, b.Len())
	}
	return b.String()
}

// TestImportTwice: a form sent twice, even at once, is one import; the same file again is shown for what it is, and entered
// only on a word.
func TestImportTwice(t *testing.T) {
	o := collecting(t)
	_, to := o.tried("qin", listOf(1, 5))
	var all sync.WaitGroup
	where := make([]string, 6)
	for i := range where {
		all.Go(func() {
			r := httptest.NewRequest(http.MethodPost, to, strings.NewReader(""))
			where[i] = o.send("qin", r).head.Get("Location")
		})
	}
	all.Wait()
	for _, x := range where {
		if x != importAt+"?from=1&to=5" {
			t.Errorf("sent at once: %q", x)
		}
	}
	if o.proposals() != 5 {
		t.Fatalf("%d proposals", o.proposals())
	}
	r, to := o.tried("qin", listOf(4, 3))
	if text := r.doc.Find("main").Text(); r.status != 200 || !strings.Contains(text, "有 2 行") || !strings.Contains(text, "与 T-004 一样") || strings.Contains(text, "与 T-006") {
		t.Fatalf("%d %s", r.status, text)
	}
	if r := o.post("qin", to, nil); r.status != 409 || o.proposals() != 5 || r.doc.Find("[role=alert]").Length() != 1 {
		t.Fatalf("without a word: %d, %d proposals", r.status, o.proposals())
	}
	if r := o.post("qin", to, url.Values{"again": {"yes"}}); r.status != http.StatusSeeOther || o.proposals() != 8 {
		t.Fatalf("with a word: %d, %d proposals", r.status, o.proposals())
	}
	if r := o.post("qin", to, url.Values{"again": {"yes"}}); r.head.Get("Location") != importAt+"?from=6&to=8" || o.proposals() != 8 {
		t.Fatalf("again by the same form: %s, %d proposals", r.head.Get("Location"), o.proposals())
	}
}

// TestImportKept: a list is entered by whom it was shown to, in its round, while it is kept and proposals are collected.
func TestImportKept(t *testing.T) {
	o := collecting(t)
	_, first := o.tried("qin", listOf(1, 2))
	_, to := o.tried("qin", listOf(1, 3))
	_, other := o.tried("lu", listOf(5, 1))
	for name, path := range map[string]string{"replaced": first, "of another": other, "never there": importAt + "/AAAABBBBCCCC"} {
		if r := o.post("qin", path, nil); r.status != 409 || o.proposals() > 0 || !strings.Contains(complaint(r), "重新上传") {
			t.Errorf("%s: %d %s", name, r.status, complaint(r))
		}
	}
	token := strings.TrimPrefix(to, importAt+"/")
	now := o.env.Now()
	for round, want := range map[string]bool{"2026": true, "2027": false} {
		if _, ok := o.s.uploads.find(token, round, "qin", now.Add(uploadLife-time.Second)); ok != want {
			t.Errorf("round %s: %v", round, ok)
		}
	}
	for i := range 2 * maxUploads {
		o.s.uploads.keep(upload{token: fmt.Sprint(i), round: fmt.Sprint(i), login: "x"}, now)
	}
	if n := len(o.s.uploads.list); n != maxUploads {
		t.Errorf("%d are kept", n)
	}
	if _, ok := o.s.uploads.find("39", "39", "x", now.Add(uploadLife)); ok || len(o.s.uploads.list) > 0 {
		t.Error("kept too long")
	}
	o.tried("qin", listOf(1, 1))
	_, to = o.tried("qin", listOf(1, 3))
	o.asJSON("qin", act("proposal.submit"), obj{
		"person": obj{"name": "周阿根"}, "proposal": obj{"channel": "point", "kind": "engineering", "from": "resident", "title": "修路", "place": "3幢", "text": "积水", "benefits": "190户"},
	})
	o.acts("qin", "proposal.close", obj{})
	for name, r := range map[string]reply{"enter": o.post("qin", to, nil), "form": o.get("qin", importAt), "file": o.upload("qin", importAt, []byte(listOf(1, 1)))} {
		if r.status != 409 || o.proposals() != 1 {
			t.Errorf("after the end, %s: %d, %d proposals", name, r.status, o.proposals())
		}
	}
}

// TestImportWire: a program gets the faults and the numbers as JSON.
func TestImportWire(t *testing.T) {
	o := collecting(t)
	program := func(path, file string) (r reply, v page.Import) {
		t.Helper()
		body, kind := multipartOf(t, file)
		req := httptest.NewRequest(http.MethodPost, path, body)
		req.Header.Set("Content-Type", kind)
		req.Header.Set("Accept", "application/json")
		r = o.send("qin", req)
		if err := json.Unmarshal(r.body, &v); err != nil {
			t.Fatalf("%s: %v %s", path, err, r.body)
		}
		return r, v
	}
	if r, v := program(importAt, listOf(1, 2)+"x\n"); r.status != 422 || len(v.Faults) != 4 || v.Faults[0].Cell != "B4" || len(v.Rows) != 2 || v.Token != "" {
		t.Errorf("%d %+v", r.status, v)
	}
	r, v := program(importAt, listOf(1, 2))
	if r.status != 200 || v.Token == "" || v.Twins != 0 {
		t.Fatalf("%d %+v", r.status, v)
	}
	if r, v := program(importAt+"/"+v.Token, ""); r.status != 200 || v.Done != 2 || v.From != "T-001" || v.To != "T-002" || v.Print != deskPath+"/slips/1-2.pdf" {
		t.Errorf("%d %s", r.status, r.body)
	}
	_, v = program(importAt, listOf(1, 2))
	for path, code := range map[string]string{importAt + "/" + v.Token: "done", importAt + "/AAAABBBBCCCC": "upload", importAt: "file"} {
		if r, _ := program(path, ""); r.status < 400 || !bytes.Contains(r.body, []byte(`"code":"`+code+`"`)) || o.proposals() != 2 {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
}

// TestLikely: a proposal shows which others it may be one with, and why; merged from there, both proposers stay.
func TestLikely(t *testing.T) {
	o := collecting(t)
	list := "名称,地点,类别,内容,提议人\n3栋楼下加装电动车充电桩,祥里小区3栋东侧,工程,居民飞线充电很危险，希望加装充电桩。,周阿根\n" +
		"楼道加装扶手,祥里小区5栋,工程,老人上下楼不便，希望楼道装上扶手。,李四\n安装电动车充电桩,祥里小区３栋东侧,服务,3栋楼下没有充电的地方，飞线充电危险，请安装充电桩。,王五\n夜间路灯维修,祥里小区南门,工程,南门路灯坏了三个月。,赵六\n"
	_, to := o.tried("qin", list)
	if r := o.post("qin", to, nil); r.status != http.StatusSeeOther {
		t.Fatal(r.status, complaint(r))
	}
	shown := o.get("qin", deskPath+"/proposal/3").doc.Find("main section.strip")
	href := shown.Find("a.button").AttrOr("href", "")
	if text := shown.Text(); !strings.Contains(text, "T-001") || strings.Contains(text, "T-002") || !strings.Contains(text, "地点 100%") || !strings.Contains(text, "类别不同") || href != act("proposal.merge")+"?no=3&into=1" {
		t.Fatalf("%q %s", text, href)
	}
	if text := o.get("qin", deskPath+"/proposal/4").doc.Find("section.strip").Text(); text != "" {
		t.Errorf("like 4: %s", text)
	}
	into := o.get("qin", href).doc.Find("select[name=into] option")
	if first := into.Eq(0).Text(); !strings.Contains(first, "T-001") || !strings.Contains(first, "相似") || into.Filter("[value='3']").Length() > 0 {
		t.Errorf("the form offers %q first", first)
	}
	if r := o.submit("qin", href, "why", "同一处的同一件事"); r.status != http.StatusSeeOther {
		t.Fatal(r.status, complaint(r))
	}
	for path, says := range map[string][]string{"1": {"周阿根", "T-003", "同一处的同一件事"}, "3": {"王五", "T-001", "同一处的同一件事"}} {
		r := o.get("qin", deskPath+"/proposal/"+path)
		for _, s := range says {
			if !strings.Contains(r.doc.Find("main").Text(), s) {
				t.Errorf("proposal %s does not say %s", path, s)
			}
		}
		if r.doc.Find("section.strip").Length() > 0 {
			t.Errorf("proposal %s still looks like another", path)
		}
	}
	slip := ""
	o.read(func(r *catalog.Round) { slip = r.Proposal(3).Slip })
	if !strings.Contains(o.get("", "/p/"+slip).doc.Find("main").Text(), "同一处的同一件事") {
		t.Error("the other proposer is not told")
	}
}

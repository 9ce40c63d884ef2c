package kiosk

// Papers of a round, from its ledger to the PDF: what they say, who may have them, when it is too early.

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
)

// printed is a paper of the round as bytes.
func printed(t *testing.T, l *catalog.Live, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	missing, err := paperNamed(t, name).Print(context.Background(), &b, l, testPublic)
	if err != nil || len(missing) > 0 {
		t.Fatalf("%s: %v, missing %v", name, err, missing)
	}
	if out := os.Getenv("PAPERS"); out != "" { // a folder to look at them
		if err := os.WriteFile(filepath.Join(out, name+".pdf"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func paperNamed(t *testing.T, name string) Paper {
	t.Helper()
	for _, p := range Papers {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("no paper %q", name)
	return Paper{}
}

// textOf is the text of a PDF without white space, read by pdftotext.
func textOf(t *testing.T, file []byte) string {
	t.Helper()
	bin, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("pdftotext is missing")
		}
		t.Skip("pdftotext is missing: the printed text is not checked")
	}
	cmd := exec.Command(bin, "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(file)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), "")
}

func TestPapersSayWhatHappened(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	for name, parts := range map[string][]string{
		"library": {"关于幸福里社区2026年度“和谐微实事”候选项目的公示", "提议12件", "6个项目列入项目库", "3幢北侧道路和雨水管翻建", "请选出最多6项", "幸福里社区居民委员会", "长桥街道办事处"},
		"minutes": {"邻里圆桌会纪要", "2026年10月24日", "席慧中", "暂缓，这次不列入项目库", "会议室年底前腾不出来", "修改后推荐列入项目库", "只抬路面会把水逼进车库", "推荐排序", "签到表"},
		"notice":  {"幸公示〔2026〕3号", "投票结果的公示", "共发出选票7张，有效票7张", "名单已停在6号项目", "登记早的2号在前", "各投票站账目相符", "2026年11月23日", "5个工作日", "0512-1234509", testPublic + "/r/2026/notice"},
		"letters": {"感谢信", "幸谢〔2026〕1号", "负面清单第2条", "优先列入下届实施项目库", "差5,000元", "送达回执"},
		"sample":  {"样票", "请选出最多6项，少选有效，多选无效。", "老人午餐配送"},
	} {
		text := textOf(t, printed(t, p.l, name))
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%s: %q is missing in\n%s", name, part, text)
			}
		}
	}
}

// A letter names its proposer only, and nobody once the name is erased.
func TestErasedName(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	var ref string
	p.l.Read(func(r *catalog.Round) { ref = r.Proposal(3).Proposer })
	who, err := p.l.Person(context.Background(), ref)
	if err != nil {
		t.Fatal(err)
	}
	if text := textOf(t, printed(t, p.l, "letters")); !strings.Contains(text, "尊敬的"+who.Name) {
		t.Errorf("%s is not greeted", who.Name)
	}
	if _, err := p.l.Do(context.Background(), "qin", &catalog.Erase{No: 3, Why: "request"}); err != nil {
		t.Fatal(err)
	}
	text := textOf(t, printed(t, p.l, "letters"))
	if strings.Contains(text, who.Name) || !strings.Contains(text, "尊敬的提议人：") {
		t.Errorf("after erasing: %s", text)
	}
}

// Whoever opens the same ledger, whenever, prints the same bytes; and the notice stays as it was posted.
func TestSameLedgerSameBytes(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	was := map[string][]byte{}
	for _, x := range Papers {
		ready := false
		if p.l.Read(func(r *catalog.Round) { ready = x.Exists(r) }); ready {
			was[x.Name] = printed(t, p.l, x.Name)
		}
	}
	if len(was) < 8 {
		t.Fatalf("only %d papers are ready", len(was))
	}
	env := p.env
	env.Now = func() time.Time { return p.now.AddDate(1, 2, 3) }
	again, err := catalog.Open(context.Background(), env, "2026")
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for name, first := range was {
		if !bytes.Equal(printed(t, again, name), first) {
			t.Errorf("%s differs", name)
		}
	}
	p.do(&catalog.StartWork{Project: 1, Department: "城管办", Contractor: "某公司", Contract: 3_900_000, Due: "2026-12-20"})
	for _, name := range []string{"minutes", "library", "notice", "letters"} {
		if !bytes.Equal(printed(t, p.l, name), was[name]) {
			t.Errorf("%s changed with a later act", name)
		}
	}
}

// The point of the ledger on a document is what the ledger said of itself at that moment.
func TestPointOf(t *testing.T) {
	p := newPlayed(t, "greedy-stop", literal...)
	if _, err := pointOf(p.l, "scheme.adopt"); !errors.Is(err, catalog.ErrFirst) {
		t.Errorf("before: %v", err)
	}
	p.do(&catalog.Opinion{On: "funds", From: "居民", Text: "好"}, &catalog.OpinionAnswer{No: 1, Answer: "谢谢"}, &catalog.Adopt{Body: "居民代表会议"})
	size, root, err := p.l.Ledger().Tree()
	if err != nil {
		t.Fatal(err)
	}
	at, err := pointOf(p.l, "round.create", "scheme.adopt")
	if err != nil || at.size != size || at.root != root {
		t.Errorf("point %v, %v; want %d %v", at, err, size, root)
	}
	if first, err := pointOf(p.l, "round.create"); err != nil || first.size != 1 || !first.time.Before(at.time) {
		t.Errorf("first %v, %v", first, err)
	}
}

func TestEarlyPapers(t *testing.T) {
	p := newPlayed(t, "greedy-stop", literal...)
	for _, x := range Papers {
		var b bytes.Buffer
		if x.Name == "scheme" {
			continue // a round begins with it
		}
		if _, err := x.Print(context.Background(), &b, p.l, testPublic); !errors.Is(err, catalog.ErrFirst) || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", x.Name, err, b.Len())
		}
	}
	p.l.Read(func(r *catalog.Round) {
		if links := papersOf(lang.Zh, r); len(links) > 1 || !strings.Contains(links[0].Href, "/scheme.pdf") {
			t.Errorf("papers before their step: %v", links)
		}
	})
	if _, err := PrintBallots(io.Discard, p.l, Order{Station: 1}); !errors.Is(err, catalog.ErrFirst) {
		t.Errorf("ballots: %v", err)
	}
}

// The codes on printed sheets, read back, are the credentials, in order; those on letters are the slips.
func TestScanBack(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	for _, size := range []pdf.Size{pdf.A5, pdf.A4} {
		var b bytes.Buffer
		if _, err := PrintBallots(&b, p.l, Order{Station: 1, Sheets: p.sheets, Public: testPublic, Size: size}); err != nil {
			t.Fatal(err)
		}
		if out := os.Getenv("PAPERS"); out != "" {
			if err := os.WriteFile(filepath.Join(out, fmt.Sprintf("ballots-%d.pdf", size)), b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		codes, err := pdf.Scan(b.Bytes())
		if err != nil || len(codes) != len(p.sheets) {
			t.Fatalf("%d codes, %v", len(codes), err)
		}
		for i, code := range codes {
			if !strings.HasPrefix(code, testPublic+"/b/") {
				t.Errorf("code %q", code)
			}
			if c, err := ballot.ParseCode(code); err != nil || c != p.sheets[i] {
				t.Errorf("sheet %d: %v, %v", i, c.Serial, err)
			}
		}
		if text := textOf(t, b.Bytes()); !strings.Contains(text, p.sheets[9].Serial.String()) {
			t.Errorf("serial %s is not printed", p.sheets[9].Serial)
		}
	}
	codes, err := pdf.Scan(printed(t, p.l, "letters"))
	if err != nil {
		t.Fatal(err)
	}
	p.l.Read(func(r *catalog.Round) {
		for i, x := range r.Unsuccessful() {
			if want := testPublic + "/p/" + x.Slip; i >= len(codes) || codes[i] != want {
				t.Errorf("letter %d: %v", i, codes)
			}
		}
	})
}

func TestNoSuchStation(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	if _, err := PrintBallots(io.Discard, p.l, Order{Station: 9, Sheets: p.sheets, Public: testPublic}); !errors.Is(err, catalog.ErrNoSuch) {
		t.Errorf("got %v", err)
	}
}

// A few sheets come as one PDF, many as a zip of files of at most 500 sheets.
func TestPrintBallots(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	s := p.server()
	_, many, err := ballot.Print("2026", 1, 1, ballot.MaxRun, rand.NewChaCha8([32]byte{9}))
	if err != nil {
		t.Fatal(err)
	}
	extra, err := ballot.NewCredential("2026", ballot.Serial{Station: 1, Number: 501}, rand.NewChaCha8([32]byte{8}))
	if err != nil {
		t.Fatal(err)
	}
	app := fiber.New()
	app.Get("/few", func(c *fiber.Ctx) error {
		return s.printBallots(c, p.l, Order{Station: 1, Sheets: p.sheets, Public: testPublic})
	})
	app.Get("/many", func(c *fiber.Ctx) error {
		return s.printBallots(c, p.l, Order{Station: 1, Sheets: append(many, extra), Public: testPublic})
	})
	get := func(path string) (string, []byte) {
		res, err := app.Test(httptest.NewRequest("GET", path, nil), -1)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != 200 || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment; filename=") {
			t.Fatalf("%s: %d %v %v", path, res.StatusCode, res.Header, err)
		}
		return res.Header.Get("Content-Type"), body
	}
	kind, body := get("/few")
	if codes, err := pdf.Scan(body); kind != "application/pdf" || err != nil || len(codes) != 10 {
		t.Errorf("few: %s, %d codes, %v", kind, len(codes), err)
	}
	kind, body = get("/many")
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil || kind != "application/zip" || len(z.File) != 2 {
		t.Fatalf("many: %s, %v", kind, err)
	}
	if a, b := z.File[0].Name, z.File[1].Name; a != "ballots-01-0001-0500.pdf" || b != "ballots-01-0501-0501.pdf" {
		t.Errorf("files %s, %s", a, b)
	}
}

// Outsiders get what is public, the office all, others of the staff nothing with names in it.
func TestPaperHandler(t *testing.T) {
	p := answered(t, "greedy-stop", literal...)
	s := p.server()
	cookie := map[string]string{"": ""}
	for _, role := range []string{"office", "counter"} {
		m := Member{Login: role, Name: role, Role: role}
		if err := s.staff.Set(context.Background(), m, "long enough"); err != nil {
			t.Fatal(err)
		}
		cookie[role] = "staff=" + signedIn(t, s, role, "long enough")
	}
	for _, c := range []struct {
		role, path string
		want       int
	}{
		{"", "/r/2026/paper/notice.pdf", 200},
		{"", "/r/2026/paper/library.pdf", 200},
		{"", "/r/2026/paper/minutes.pdf", 200},
		{"", "/r/2026/paper/letters.pdf", 404},
		{"", "/r/2026/paper/sample.pdf", 404},
		{"office", "/r/2026/paper/letters.pdf", 404},
		{"", "/r/2026/paper/notice", 404},
		{"", "/r/2025/paper/notice.pdf", 404},
		{"", "/desk/2026/paper/letters.pdf", 303},
		{"office", "/desk/2026/paper/letters.pdf", 200},
		{"counter", "/desk/2026/paper/letters.pdf", 403},
		{"counter", "/desk/2026/paper/sample.pdf", 200},
		{"office", "/desk/2026/paper/other.pdf", 404},
	} {
		req := httptest.NewRequest("GET", c.path, nil)
		req.Header.Set("Cookie", cookie[c.role])
		res, err := s.app.Test(req, -1)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode != c.want || c.want == 200 && (res.Header.Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(body, []byte("%PDF-"))) {
			t.Errorf("%q %s: %d %s", c.role, c.path, res.StatusCode, res.Header.Get("Content-Type"))
		}
	}
	p.l.Read(func(r *catalog.Round) {
		for _, link := range papersOf(lang.Zh, r) {
			req := httptest.NewRequest("GET", link.Href, nil)
			req.Header.Set("Cookie", cookie["office"])
			if res, err := s.app.Test(req, -1); err != nil || res.StatusCode != 200 {
				t.Errorf("%s: %v %v", link.Href, res, err)
			}
		}
	})
}

// A paper whose step has not come is refused as such, and signs that no font has are counted.
func TestPaperRefusedAndMissing(t *testing.T) {
	p := newPlayed(t, "greedy-stop", literal...)
	s := p.server()
	get := func() (int, string) {
		res, err := s.app.Test(httptest.NewRequest("GET", "/r/2026/paper/library.pdf", nil), -1)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, res.Header.Get("X-Missing-Glyphs")
	}
	if status, _ := get(); status != 409 {
		t.Errorf("early: %d", status)
	}
	p.collect()
	p.screen()
	live, err := s.Round(context.Background(), "2026")
	if err != nil {
		t.Fatal(err)
	}
	if err := live.Ledger().Sync(context.Background()); err != nil {
		t.Fatal(err)
	}
	if status, missing := get(); status != 200 || missing != "" {
		t.Errorf("library: %d, missing %q", status, missing)
	}
	live.Read(func(r *catalog.Round) { r.Library.Projects[0].Title = "装扶手😀" })
	if status, missing := get(); status != 200 || missing != "1" {
		t.Errorf("emoji: %d, missing %q", status, missing)
	}
}

func TestBodies(t *testing.T) {
	for _, c := range []struct{ name, year, want string }{
		{"和谐微实事", "2026", "2026年度“和谐微实事”"},
		{"“和谐微实事”", "2026", "2026年度“和谐微实事”"},
		{"2026年度“和谐微实事”", "2026", "2026年度“和谐微实事”"},
	} {
		if got := programme(catalog.Scheme{Name: c.name, Year: 2026}); got != c.want {
			t.Errorf("%s: %s", c.name, got)
		}
	}
	if got := committee(catalog.Scheme{Community: "幸福里社区"}) + committee(catalog.Scheme{Community: "某村村民委员会"}) + streetOffice(catalog.Scheme{Street: "长桥街道"}); got != "幸福里社区居民委员会某村村民委员会长桥街道办事处" {
		t.Error(got)
	}
	if a := attendee("项目顾问（市政工程） 柴立人"); a.Name != "柴立人" || a.Role != "项目顾问（市政工程）" {
		t.Errorf("%+v", a)
	}
	for form, want := range map[ballot.Form]string{ballot.Approval: "最多3项", ballot.Ranking: "最多写到3", ballot.Points: "合计不超过10分"} {
		if got := marking(ballot.Paper{Form: form, Projects: 9, Max: 3, Sum: 10}); !strings.Contains(got, want) {
			t.Errorf("%s: %s", form, got)
		}
	}
	begin, end := wallPeriod(catalog.Scheme{NoticeDays: 5}, time.Date(2026, 11, 5, 20, 0, 0, 0, time.UTC)) // the 6th, a Friday, in China
	if got := begin.Format(time.DateOnly) + " " + end.Format(time.DateOnly); got != "2026-11-07 2026-11-13" {
		t.Error(got)
	}
	if n := wallDays(catalog.Scheme{NoticeDays: 5}, day("2026-11-23"), day("2026-11-25")); n != 3 {
		t.Error(n)
	}
}

package kiosk

// What a page of a ledger shows, every file of it has, with the same filters; and persons are in none of the public's.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/workbook"
)

// busy is a round whose works are under way, so that every list has rows, and its server.
type busy struct {
	*played
	s      *Server
	cookie map[string]string // by login; "" is an outsider
}

func newBusy(t *testing.T) *busy {
	t.Helper()
	p := newPlayed(t, "greedy-stop", literal...)
	p.tiered(catalog.Tier{Body: "枕棠街道办事处", Days: 10})
	p.do(&catalog.Opinion{On: "funds", From: "居民", Text: "能不能多一点？"}, &catalog.OpinionAnswer{No: 1, Answer: "=1+1 不行"},
		&catalog.Training{Date: "2026-10-12", Topic: "怎样提议", Who: "居民代表", Attended: 31})
	p.collect()
	p.screen()
	p.do(&catalog.Station{Number: 1, Name: "服务中心投票站", Address: "幸福路8号", Hours: "每日8:30—17:30", Phone: "0512-1234501"},
		&catalog.Duty{Station: 1, Shifts: []string{"2026-11-21 8:30-12:00 bao", "2026-11-22 8:30-12:00 bao"}})
	p.vote()
	p.approved()
	p.do(&catalog.PublishNotice{Number: "幸公示〔2026〕3号", From: "2026-11-23", To: "2026-11-27", Where: "公示栏"}, &catalog.Object{From: "居民", Text: "会不会挡光？"},
		&catalog.Object{From: "物业", Text: "什么时候施工？"}, &catalog.ObjectionAnswer{No: 1, Answer: "不会。", By: "街道"}, &catalog.ObjectionAnswer{No: 2, Answer: "年底。", By: "街道"},
		&catalog.CloseNotice{Proof: "已张贴"}, &catalog.IssueLetter{No: 3, Number: "1号"}, &catalog.DeliverLetter{No: 3, How: "door", Date: "2026-12-01", By: "包"},
		&catalog.Talk{No: 3, Note: "换一处\n再提"}, &catalog.CarryOver{No: 3, Why: "经费"})
	var funded []int
	p.l.Read(func(r *catalog.Round) {
		for _, x := range projects(r) {
			if r.Funded(x.Number) {
				funded = append(funded, x.Number)
			}
		}
	})
	n := funded[0]
	p.do(&catalog.StartWork{Project: n, Department: "城管办", Contractor: "某公司", Contract: 390_000_50, Due: "2026-12-20"},
		&catalog.Milestone{Project: n, Due: "2026-12-10", Done: "2026-12-09", Text: "基础完成", Paid: 123_456_78}, &catalog.FinishWork{Project: n, Date: "2026-12-18", Result: "合格"},
		&catalog.Evaluate{Project: n, Marks: []int{6, 3, 1, 0, 0}, By: "第三方", Remark: "好"},
		&catalog.AddModel{Project: n, Why: "居民认领维护"}, &catalog.AddNeed{Text: "楼道没有扶手", Place: "3幢", Kind: "engineering", Source: "visit", Date: "2026-10-13"},
		&catalog.AddNeed{Text: "缺托管班", Place: "活动中心", Kind: "service", Source: "hotline", Date: "2026-10-14"}, &catalog.CloseNeed{No: 2, How: "已开班"})
	return p.manned()
}

// manned is the round's server with staff who are signed in.
func (p *played) manned() *busy {
	t := p.t
	t.Helper()
	b := &busy{played: p, s: p.server(), cookie: map[string]string{}}
	t.Cleanup(b.s.rounds.close)
	for _, m := range []Member{{"qin", "秦", "office"}, {"jiang", "蒋", "department"}} {
		if err := b.s.staff.Set(context.Background(), m, officePassword); err != nil {
			t.Fatal(err)
		}
		b.cookie[m.Login] = signedIn(t, b.s, m.Login, officePassword)
	}
	return b
}

func (b *busy) get(as, path string) (int, []byte) {
	b.t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if as != "" {
		r.AddCookie(&http.Cookie{Name: "staff", Value: b.cookie[as]})
	}
	resp, err := b.s.app.Test(r, -1)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, body
}

// plain is a cell without what only the eye needs: groups of three, zeros at the end of decimals, the apostrophe of a CSV.
func plain(cell string) string {
	cell = strings.TrimPrefix(strings.TrimSpace(cell), "'")
	if strings.Trim(cell, "0123456789,.") == "" && strings.Contains(cell, ".") {
		cell = strings.TrimRight(strings.TrimRight(cell, "0"), ".")
	}
	if strings.Trim(cell, "0123456789,.") == "" {
		cell = strings.ReplaceAll(cell, ",", "")
	}
	return strings.Join(strings.Fields(cell), " ")
}

// shownRows are the rows of all pages of a list, the heads first.
func (b *busy) shownRows(as, path string) (rows [][]string) {
	b.t.Helper()
	for path != "" {
		status, body := b.get(as, path)
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
		if err != nil || status != 200 {
			b.t.Fatalf("%s: %d, %v: %s", path, status, err, body)
		}
		doc.Find("main thead tr, main tbody tr, main tfoot tr").Each(func(i int, tr *goquery.Selection) {
			if i == 0 && len(rows) > 0 {
				return
			}
			var row []string
			tr.Find("th, td").Each(func(_ int, cell *goquery.Selection) { row = append(row, plain(cell.Text())) })
			rows = append(rows, row)
		})
		path = ""
		doc.Find("main nav a").Each(func(_ int, a *goquery.Selection) {
			if text := a.Text(); text == lang.T(lang.Zh, "ledgers.after") || text == lang.T(lang.En, "ledgers.after") {
				path = a.AttrOr("href", "")
			}
		})
	}
	return rows
}

// readRows are the rows of a file, as the reader of imports reads them.
func (b *busy) readRows(as, path string, width int) (rows [][]string) {
	b.t.Helper()
	status, body := b.get(as, path)
	file, err := workbook.Read(body)
	if err != nil || status != 200 {
		b.t.Fatalf("%s: %d, %v", path, status, err)
	}
	for _, r := range file.Rows {
		var row []string
		for i := range width {
			row = append(row, plain(r.Cell(i)))
		}
		rows = append(rows, row)
	}
	return rows
}

// jsonRows are the cells of a JSON file in their order, which maps would lose.
func (b *busy) jsonRows(as, path string) (n int) {
	b.t.Helper()
	status, body := b.get(as, path)
	var all []map[string]any
	if err := json.Unmarshal(body, &all); err != nil || status != 200 {
		b.t.Fatalf("%s: %d, %v", path, status, err)
	}
	return len(all)
}

func (b *busy) same(as, base, query string) int {
	b.t.Helper()
	shown := b.shownRows(as, base+query)
	if len(shown) == 0 {
		for _, kind := range []string{".xlsx", ".csv"} {
			if got := b.readRows(as, base+kind+query, 1); len(got) != 1 {
				b.t.Errorf("%s%s%s has %d rows, the page none", base, kind, query, len(got))
			}
		}
		return 0
	}
	for _, kind := range []string{".xlsx", ".csv"} {
		got := b.readRows(as, base+kind+query, len(shown[0]))
		if !slices.EqualFunc(got, shown, slices.Equal) {
			b.t.Errorf("%s%s%s:\n got %q\nwant %q", base, kind, query, got, shown)
		}
	}
	if got := b.jsonRows(as, base+".json"+query); got != len(shown)-1 {
		b.t.Errorf("%s.json%s has %d rows, the page %d", base, query, got, len(shown)-1)
	}
	return len(shown) - 1
}

// counselled is a round that the residents' council has decided, and its server.
func counselled(t *testing.T) *busy {
	o := atCouncil(t)
	o.do("qin", "council.adjourn", "place", "议事厅", "members", "15", "present", "10", "why", "到会不足", "next", "2026-10-13")
	o.sit()
	if r := o.councilRow("yes-1", "9", "no-1", "2", "recused-1", "提议人周", "yes-2", "3", "no-2", "9"); r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, complaint(r))
	}
	o.do("qin", "council.close", bySecond...)
	return &busy{played: &played{t: t}, s: o.s, cookie: o.cookies}
}

func TestLedgersArePagesAndFilesAlike(t *testing.T) {
	voted, council := newBusy(t), counselled(t)
	for _, x := range Listings {
		b := voted
		if x.Name == "council" {
			b = council
		}
		b.cookie["qin"] = signedIn(t, b.s, "qin", officePassword) // the clock goes on a minute with every look
		base := "/desk/2026/ledgers/" + x.Name
		all := b.same("qin", base, "")
		if all == 0 {
			t.Errorf("%s is empty", x.Name)
		}
		if x.Public {
			if n := b.same("", "/r/2026/ledgers/"+x.Name, ""); n != all {
				t.Errorf("%s has %d rows for the public and %d for the staff", x.Name, n, all)
			}
		}
		if n := b.same("qin", base, "?q="+url.QueryEscape("没有这几个字")); n != 0 {
			t.Errorf("%s has %d rows with what is nowhere", x.Name, n)
		}
		for _, col := range x.columns {
			sum := 0
			for _, code := range col.of {
				if strings.Contains(code, ".") && !strings.HasPrefix(code, "table.") && !strings.HasPrefix(code, "count.") {
					sum += len(b.readRows("qin", base+".csv?"+col.key+"="+code, 1)) - 1
					continue
				}
				sum += b.same("qin", base, "?"+col.key+"="+code)
			}
			if col.of != nil && sum != all {
				t.Errorf("%s by %s: %d rows of %d", x.Name, col.key, sum, all)
			}
		}
	}
}

// TestLedgersInEnglish: in English too a file is what the page shows, and no head or code of it has only Chinese words.
func TestLedgersInEnglish(t *testing.T) {
	b := newBusy(t)
	for _, x := range Listings {
		base := "/desk/2026/ledgers/" + x.Name
		if n, zh := b.same("qin", base, "?lang=en"), len(b.readRows("qin", base+".csv", 1))-1; n != zh {
			t.Errorf("%s has %d rows in English and %d in Chinese", x.Name, n, zh)
		}
		for i, head := range b.readRows("qin", base+".csv?lang=en", len(x.columns))[0] {
			if head == "" || strings.ContainsFunc(head, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
				t.Errorf("%s: column %s is %q in English", x.Name, x.columns[i].key, head)
			}
		}
	}
}

func TestLedgerFilters(t *testing.T) {
	b := newBusy(t)
	for query, want := range map[string]int{
		"proposals?stage=merged": 2, "proposals?kind=service": 0, "proposals?place=12": 1, "proposals?q=" + url.QueryEscape("扶手"): 2, "proposals?since=2026-10-13": 0,
		"proposals?until=2026-10-12": 12, "proposals?stage=merged&title=" + url.QueryEscape("北侧"): 1, "works?result=evaluated": 1, "milestones?since=2026-12-09&until=2026-12-09": 1,
		"milestones?until=2026-12-08": 0, "letters?result=door": 1, "shifts?since=2026-11-22": 1, "entries?act=proposal.submit": 12, "outcome?result=funded": 2, "proposals?page=99": 12, "proposals?page=-1&lang=zh": 12,
	} {
		rows := b.shownRows("qin", "/desk/2026/ledgers/"+query)
		if n := max(0, len(rows)-1); n != want {
			t.Errorf("%s: %d rows, want %d", query, n, want)
		}
	}
	for path, want := range map[string]int{
		"/r/2026/ledgers/proposals?stage=fnuded": 422, "/r/2026/ledgers/proposals?since=2026-13-01": 422, "/r/2026/ledgers/proposals.csv?kind=x": 422, "/r/2026/ledgers/nothing": 404,
		"/r/2026/ledgers/proposals.pdf": 404, "/r/2026/ledgers/letters": 404, "/r/2026/ledgers/shifts.csv": 404, "/r/1999/ledgers/proposals": 404, "/desk/2026/ledgers/proposals": 303, "/desk/2026/ledgers": 303,
		"/r/2026/ledgers": 200,
	} {
		if status, _ := b.get("", path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
}

// TestLedgersOfPersons: names and phones are for those who may see proposers, and in no public file.
func TestLedgersOfPersons(t *testing.T) {
	b := newBusy(t)
	for _, kind := range []string{"", ".csv", ".json"} {
		if _, body := b.get("qin", "/desk/2026/ledgers/proposals"+kind); !bytes.Contains(body, []byte("13800000000")) || !bytes.Contains(body, []byte("王一英")) {
			t.Errorf("proposals%s lacks the proposer for the office", kind)
		}
		for _, x := range Listings {
			for as, path := range map[string]string{"": "/r/2026/ledgers/", "jiang": "/desk/2026/ledgers/"} {
				_, body := b.get(as, path+x.Name+kind)
				for _, secret := range []string{"13800000000", "王一英", "王丁英"} {
					if bytes.Contains(body, []byte(secret)) {
						t.Errorf("%s%s%s tells %s of %q", path, x.Name, kind, secret, as)
					}
				}
			}
		}
	}
	b.do(&catalog.Erase{No: 1, Why: "request"})
	if _, body := b.get("qin", "/desk/2026/ledgers/proposals.csv?title="+url.QueryEscape("楼道装扶手")); bytes.Contains(body, []byte("王一英")) || !bytes.Contains(body, []byte("已抹去")) {
		t.Errorf("after erasing: %s", body)
	}
}

// TestLongLedgers: a long list has pages that together are the file, and no text of it is a formula.
func TestLongLedgers(t *testing.T) {
	b := newBusy(t)
	var acts []catalog.Act
	for i := range 2*rowsShown + 7 {
		acts = append(acts, &catalog.Milestone{Project: 0, Due: "2026-12-10", Done: "2026-12-09", Text: fmt.Sprintf("=进度%d", i), Paid: int64(i)})
	}
	b.l.Read(func(r *catalog.Round) {
		for _, p := range projects(r) {
			if r.Funded(p.Number) && r.Works[p.Number] == nil {
				for _, a := range acts {
					a.(*catalog.Milestone).Project = p.Number
				}
				acts = append([]catalog.Act{&catalog.StartWork{Project: p.Number, Department: "城管办", Contractor: "某公司", Contract: 1, Due: "2026-12-20"}}, acts...)
				return
			}
		}
	})
	if _, err := b.l.Do(context.Background(), "qin", acts...); err != nil {
		t.Fatal(err)
	}
	if n := b.same("qin", "/desk/2026/ledgers/milestones", ""); n != 2*rowsShown+8 {
		t.Errorf("%d rows", n)
	}
	if _, body := b.get("", "/r/2026/ledgers/milestones.csv"); bytes.Contains(body, []byte(",=进度")) || !bytes.Contains(body, []byte("'=进度7")) {
		t.Error("a text of the CSV is a formula")
	}
}

// TestListsLeadToTheirFiles: each list of the public and of the desk says where its files are, and they are there.
func TestListsLeadToTheirFiles(t *testing.T) {
	b := newBusy(t)
	for path, as := range map[string]string{"/r/2026/proposals": "", "/r/2026/library": "", "/r/2026/notice": "", "/r/2026/ledger": "", "/desk/2026/proposals": "qin", "/desk/2026/ledger": "qin", "/desk/2026/ledgers": "jiang"} {
		_, body := b.get(as, path)
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		links := doc.Find("main a[href*='/ledgers/']")
		if links.Length() < 4 {
			t.Errorf("%s has %d links to files", path, links.Length())
		}
		links.Each(func(_ int, a *goquery.Selection) {
			if status, _ := b.get(as, a.AttrOr("href", "")); status != 200 {
				t.Errorf("%s leads to %s: %d", path, a.AttrOr("href", ""), status)
			}
		})
	}
}

// TestProposalsLedger: when it was handed in on paper, at which seminar, whether it has a photo, which need it answers.
func TestProposalsLedger(t *testing.T) {
	p := newPlayed(t, "greedy-stop", literal...)
	p.do(&catalog.Adopt{Body: "居民代表会议"}, &catalog.AddNeed{Text: "楼道没有扶手", Place: "3幢", Kind: "engineering", Source: "visit", Date: "2026-10-10"},
		&catalog.Seminar{Date: "2026-10-11", Place: "会议室", Chair: "书记 王", Bodies: []string{"物业"}})
	plain := catalog.Submit{Channel: "point", Kind: "engineering", From: "resident", Title: "坡道", Place: "门口", Text: "难走", Benefits: "大家"}
	full := plain
	full.Title, full.Channel, full.Date, full.Meeting, full.Need = "扶手", "seminar", "2026-10-11", 1, 1
	who := catalog.Person{Name: "王英", Phone: "13800000000"}
	if _, err := p.l.SubmitAll(t.Context(), "qin", []catalog.Handing{{Person: who, Proposal: plain}, {Person: who, Proposal: full, Photo: snapshot(t, 32, 32)}}, false); err != nil {
		t.Fatal(err)
	}
	b := p.manned()
	for title, want := range map[string][]string{"扶手": {"2026-10-11", "会议室", "有", "1"}, "坡道": {"无"}} {
		row := b.rowOf("/desk/2026/ledgers/proposals", title)
		for _, cell := range want {
			if !slices.ContainsFunc(row, func(c string) bool { return c == cell || cell == "会议室" && strings.Contains(c, cell) }) {
				t.Errorf("%s: no %q in %q", title, cell, row)
			}
		}
	}
	for _, way := range []string{"yes", "no"} {
		if n := b.same("qin", "/desk/2026/ledgers/proposals", "?pictured="+way); n != 1 {
			t.Errorf("%d proposals with photo %s", n, way)
		}
	}
}

package kiosk

// A clock is one thing everywhere: its due date as it was entered, its stops reckoned; also after the calendar was amended.

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// amended is the notice of 2026 with one more day off.
func amended(t *testing.T, date string) []byte {
	t.Helper()
	raw, err := os.ReadFile("../catalog/workday/data/cn-2026.json")
	if err != nil {
		t.Fatal(err)
	}
	var year map[string]any
	if err := json.Unmarshal(raw, &year); err != nil {
		t.Fatal(err)
	}
	year["days"] = append(year["days"].([]any), map[string]any{"name": "国庆节", "date": date, "isOffDay": true})
	slices.SortFunc(year["days"].([]any), func(a, b any) int {
		return strings.Compare(a.(map[string]any)["date"].(string), b.(map[string]any)["date"].(string))
	})
	if raw, err = json.Marshal(year); err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestClocksAreOne: Wednesday the 14th becomes a day off while two approvals run that began on 9 October, Saturday the
// 10th being worked. The one that is not handed back keeps its date, the 22nd, with seven days of it left; the other,
// handed back and in again on the 12th, has by the new calendar until the 26th, and nine days.
func TestClocksAreOne(t *testing.T) {
	p, funded := awaiting(t)
	back, kept := funded[0], funded[1]
	p.do(&catalog.SubmitApproval{Project: back, Date: "2026-10-09"}, &catalog.SubmitApproval{Project: kept, Date: "2026-10-09"})
	if _, err := catalog.ImportYear(t.Context(), p.env.Store, amended(t, "2026-10-14")); err != nil {
		t.Fatal(err)
	}
	p.do(&catalog.ReturnApproval{Project: back, Date: "2026-10-12", Why: "缺预算书"})
	b := p.manned()
	title := func(n int) (title string) {
		p.l.Read(func(r *catalog.Round) { title = r.Project(n).Title })
		return title
	}
	b.everywhere(title(back), "", "停止计时，还剩 9 个工作日", "9")
	p.do(&catalog.ResubmitApproval{Project: back, Date: "2026-10-12"})
	b = p.manned()
	b.everywhere(title(back), "2026-10-26", "还有 9 个工作日", "9")
	b.everywhere(title(kept), "2026-10-22", "还有 7 个工作日", "7")
	p.l.Read(func(r *catalog.Round) {
		v := slipView(lang.Zh, r, r.Project(kept).Proposal)
		if !slices.ContainsFunc(v.Way, func(w page.WayPoint) bool { return strings.Contains(w.Text, "10月22日") }) {
			t.Errorf("the slip: %+v", v.Way)
		}
	})
}

// everywhere looks for the clock of a project on the desk, on the page of clocks, and in the ledgers of staff and public.
func (b *busy) everywhere(title, due, words, days string) {
	b.t.Helper()
	shown := "—"
	if due != "" {
		shown = lang.Date(lang.Zh, day(due))
	}
	for _, path := range []string{"/desk/2026", "/desk/2026/clocks", "/desk/clocks"} {
		found := 0
		b.doc("qin", path).Find("table.cards tbody tr").Each(func(_ int, tr *goquery.Selection) {
			if text := tr.Text(); strings.Contains(text, title) {
				if found++; !strings.Contains(text, shown) || !strings.Contains(text, words) {
					b.t.Errorf("%s: %q, want %s, %s", path, text, shown, words)
				}
			}
		})
		if found != 1 {
			b.t.Errorf("%s has %d clocks of %s", path, found, title)
		}
	}
	for _, base := range []string{"/desk/2026/ledgers/", "/r/2026/ledgers/"} {
		if row := b.rowOf(base+"clocks", title); !slices.Contains(row, days) || due != "" && !slices.Contains(row, due) || due == "" && strings.Contains(strings.Join(row, " "), "2026-10-2") {
			b.t.Errorf("%sclocks: %q, want %s", base, row, due)
		}
		if row := b.rowOf(base+"approvals", title); due != "" && !slices.Contains(row, due) || due == "" && strings.Contains(strings.Join(row, " "), "2026-10-2") {
			b.t.Errorf("%sapprovals: %q, want %s", base, row, due)
		}
	}
}

// rowOf is the row of a ledger that names something.
func (b *busy) rowOf(base, title string) []string {
	b.t.Helper()
	for _, row := range b.readRows("qin", base+".csv", 16) {
		if strings.Contains(strings.Join(row, " "), title) {
			return row
		}
	}
	b.t.Fatalf("%s has no %s", base, title)
	return nil
}

func (b *busy) doc(as, path string) *goquery.Document {
	b.t.Helper()
	status, body := b.get(as, path)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil || status != 200 {
		b.t.Fatalf("%s: %d %v", path, status, err)
	}
	return doc
}

// TestReviewClocks: until when a review can be asked for, and until when it is to be decided, are clocks of the desk; the
// right lapses and alarms nobody, the decision and a department's answer do.
func TestReviewClocks(t *testing.T) {
	asked, idle := toScreen(t), toScreen(t)
	for _, o := range []*bureau{asked, idle} {
		o.keepOut()
		o.do("qin", "screening.notify", "no", "1", "number", "1号", "how", "door", "waived", "no", "date", "2026-10-09")
		o.queued("提议人", "2026年10月15日", "还有 3 个工作日") // 13, 14, 15
	}
	asked.do("qin", "review.ask", "no", "1", "text", "请再看看")
	asked.queued("幸福里社区", "2026年10月19日", "还有 5 个工作日")
	asked.referred(2)
	for _, o := range []*bureau{asked, idle} {
		o.wait(14) // Monday 26 October
	}
	warned := asked.get("qin", deskPath).doc.Find(".strip.alarm").Text()
	for _, want := range []string{"幸福里社区应于 10月19日", "已逾期 5 个工作日", "城管办应于 10月15日", "已逾期 7 个工作日"} {
		if !strings.Contains(warned, want) {
			t.Errorf("no %q in %q", want, warned)
		}
	}
	asked.do("yin", "review.decide", "no", "1", "uphold", "yes", "why", "确属此条")
	if ended := asked.get("qin", deskPath+"/clocks").doc.Find("main").Text(); !strings.Contains(ended, "逾期 5 个工作日") || !strings.Contains(ended, "按期，用了 2 个工作日") {
		t.Errorf("decided: %s", ended)
	}
	page := idle.get("qin", deskPath).doc
	if page.Find("#queue").Length() != 0 || strings.Contains(page.Find(".strip.alarm").Text(), "应于") {
		t.Errorf("what has lapsed alarms the desk: %s", page.Find("#queue, .strip.alarm").Text())
	}
	if text := idle.get("qin", deskPath+"/clocks").doc.Find("main").Text(); !strings.Contains(text, "期满，没有申请复核") {
		t.Errorf("lapsed: %s", text)
	}
	if csv := string(idle.get("", "/r/2026/ledgers/clocks.csv?result=lapsed").body); !strings.Contains(csv, "提议人") || !strings.Contains(csv, "期满未申请") {
		t.Errorf("the ledger: %s", csv)
	}
}

// queued wants one row of the desk's queue to say all that.
func (o *bureau) queued(words ...string) {
	o.t.Helper()
	rows := o.get("qin", deskPath).doc.Find("#queue tbody tr")
	if rows.Length() != 1 {
		o.t.Fatalf("the queue: %s", rows.Text())
	}
	for _, w := range words {
		if !strings.Contains(rows.Text(), w) {
			o.t.Errorf("no %q in the queue: %s", w, rows.Text())
		}
	}
}

// referred has a proposal wait for a department, three working days from 12 October.
func (o *bureau) referred(no int) {
	o.t.Helper()
	o.acts("qin", "screening.decide", obj{"no": no, "by": "初审", "reasons": make([]string, 3), "applies": []string{"no", "no", "no"}})
	o.acts("jiang", "screening.survey", obj{"no": no, "date": "2026-09-01", "who": "顾问", "finding": "可行", "pass": true})
	o.acts("qin", "table.meet", obj{"date": "2026-10-12", "place": "会议室", "moderator": "书记", "recorder": "社工", "present": []string{"代表"}})
	o.acts("qin", "table.decide", obj{"no": no, "discussion": "好", "result": "recommend", "why": "急需"})
	o.do("qin", "screening.refer", "no", "2", "department", "城管办", "date", "2026-10-12", "days", "3")
}

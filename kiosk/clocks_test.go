package kiosk

// Clocks and approvals as people see them: words counted by hand, warnings, the page, and a year that the calendar lacks.

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"linli/catalog"
	"linli/catalog/workday"
	"linli/kiosk/lang"
)

// tiered gives the scheme those tiers of approval.
func (p *played) tiered(tiers ...catalog.Tier) {
	p.t.Helper()
	var s catalog.Scheme
	p.l.Read(func(r *catalog.Round) { s = r.Scheme })
	s.Tiers = tiers
	p.do(&catalog.Revise{Scheme: s, Why: "写明审批"})
}

// approved has everything approved that awaits it.
func (p *played) approved() {
	p.t.Helper()
	var all []int
	p.l.Read(func(r *catalog.Round) { all = r.Unapproved() })
	for _, n := range all {
		p.do(&catalog.SubmitApproval{Project: n, Date: "2026-11-20"})
		p.do(&catalog.DecideApproval{Project: n, Date: "2026-11-23", Approved: true, Number: "枕街批1号", By: "主任陆"})
	}
}

// awaiting is a round whose funded projects await their approval by the street.
func awaiting(t *testing.T) (p *played, funded []int) {
	t.Helper()
	p = newPlayed(t, "greedy-stop", literal...)
	p.tiered(catalog.Tier{Body: "枕棠街道办事处", Days: 10})
	p.collect()
	p.screen()
	p.vote()
	p.l.Read(func(r *catalog.Round) { funded = r.Unapproved() })
	if len(funded) < 2 {
		t.Fatalf("%v are funded", funded)
	}
	return p, funded
}

// TestReadClock reads clocks over the National Day of 2026 in words, counted by hand.
func TestReadClock(t *testing.T) {
	run := workday.Clock{Start: "2026-09-18", Limit: 10} // due on 9 October
	held := workday.Clock{Start: "2026-09-18", Limit: 10, Stops: []workday.Stop{{From: "2026-09-22"}}}
	for _, x := range []struct {
		name  string
		d     catalog.Deadline
		today string
		state clockState
		want  string
	}{
		{"running", catalog.Deadline{Clock: run, Due: "2026-10-09"}, "2026-09-29", clockRuns, "还有 3 个工作日"},
		{"its last day", catalog.Deadline{Clock: run, Due: "2026-10-09"}, "2026-10-09", clockRuns, "还有 0 个工作日"},
		{"over", catalog.Deadline{Clock: run, Due: "2026-10-09"}, "2026-10-12", clockOverdue, "已逾期 2 个工作日"}, // 10 (Saturday, work), 12
		{"stands still", catalog.Deadline{Clock: held, Due: "2026-10-09"}, "2026-11-20", clockStands, "停止计时，还剩 8 个工作日"},
		{"in time", catalog.Deadline{Clock: run, Due: "2026-10-09", Ended: "2026-09-29"}, "2026-11-20", clockInTime, "按期，用了 7 个工作日"},
		{"late", catalog.Deadline{Clock: run, Due: "2026-10-09", Ended: "2026-10-12"}, "2026-11-20", clockLate, "逾期 2 个工作日"},
		{"before it began", catalog.Deadline{Clock: run, Due: "2026-10-09"}, "2026-09-01", clockRuns, "还有 10 个工作日"},
		{"beyond the calendar", catalog.Deadline{Clock: run, Due: "2026-10-09"}, "2027-01-05", clockOverdue, "已逾期"},
	} {
		got := readClock(x.d, workday.Known(), x.today)
		if got.state != x.state || got.words(lang.Zh) != x.want {
			t.Errorf("%s: %s %q, want %s %q", x.name, got.state, got.words(lang.Zh), x.state, x.want)
		}
	}
	x := readClock(catalog.Deadline{Clock: run, Due: "2026-10-09"}, workday.Known(), "2027-01-05")
	if text := lacking(lang.Zh, []timed{x}); !strings.Contains(text, "2027") || !strings.Contains(text, "linli calendar import") {
		t.Errorf("the missing year: %q", text)
	}
}

// TestClocksPage: what awaits an answer is on the page of clocks, the next due first, overdue ones are warnings of the desk.
func TestClocksPage(t *testing.T) {
	p, funded := awaiting(t)
	one, two := funded[0], funded[1]
	p.do(&catalog.SubmitApproval{Project: one, Date: "2026-09-21"}, &catalog.SubmitApproval{Project: two, Date: "2026-09-18"})
	b := p.manned()
	text := b.main("/desk/2026/clocks", "main")
	if first, second := strings.Index(text, strconv.Itoa(two)+" "), strings.Index(text, strconv.Itoa(one)+" "); first < 0 || second < first || !strings.Contains(text, "枕棠街道办事处") || !strings.Contains(text, "2026年10月9日") {
		t.Errorf("%s", text)
	}
	if warned := b.main("/desk/2026", ".strip.alarm"); !strings.Contains(warned, "枕棠街道办事处应于") || !strings.Contains(warned, "已逾期 2 个工作日") || strings.Count(warned, "枕棠街道办事处") != 1 {
		t.Errorf("warned of %q", warned)
	}
	p.do(&catalog.ReturnApproval{Project: one, Date: "2026-10-12", Why: "缺预算书"})
	b = p.manned() // which has read that
	if all := b.main("/desk/clocks", "main"); !strings.Contains(all, "缺预算书") || !strings.Contains(all, "停止计时，还剩 1 个工作日") || !strings.Contains(all, "幸福里社区") {
		t.Errorf("%s", all)
	}
	if status, _ := b.get("", "/desk/2026/clocks"); status == http.StatusOK {
		t.Error("an outsider sees the page of the staff")
	}
}

// main is the text of a part of a page.
func (b *busy) main(path, part string) string {
	b.t.Helper()
	status, body := b.get("qin", path)
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	if err != nil || status != http.StatusOK {
		b.t.Fatalf("%s: %d %v", path, status, err)
	}
	return doc.Find(part).Text()
}

// TestMissingYearAtTheDesk: an act whose clock would run into a year without a calendar is refused by name, with how to
// import it.
func TestMissingYearAtTheDesk(t *testing.T) {
	p, funded := awaiting(t)
	_, err := p.l.Do(t.Context(), "qin", &catalog.SubmitApproval{Project: funded[0], Date: "2026-12-24"})
	status, code := classify(err)
	if text := said(err, lang.Zh) + lang.T(lang.Zh, "error."+code+".next"); status != http.StatusConflict || !strings.Contains(text, "2027") || !strings.Contains(text, "calendar import") {
		t.Errorf("%d %s", status, text)
	}
}

// TestApprovalOnSlip: the proposer's slip says who must answer and until when, and what came of it.
func TestApprovalOnSlip(t *testing.T) {
	p, funded := awaiting(t)
	one, two := funded[0], funded[1]
	p.do(&catalog.SubmitApproval{Project: one, Date: "2026-11-20"}, &catalog.SubmitApproval{Project: two, Date: "2026-11-20"})
	told := func(n int) (text string) {
		p.l.Read(func(r *catalog.Round) {
			v := slipView(lang.Zh, r, r.Project(n).Proposal)
			raw, _ := json.Marshal(v)
			text = string(raw)
		})
		return text
	}
	if text := told(one); !strings.Contains(text, "由枕棠街道办事处审批") || !strings.Contains(text, "12月4日") {
		t.Errorf("%s", text)
	}
	p.do(&catalog.DecideApproval{Project: one, Date: "2026-11-23", Approved: true, Number: "批1号", By: "陆"})
	p.do(&catalog.DecideApproval{Project: two, Date: "2026-11-23", Number: "批2号", Why: "与道路改造重复", By: "陆"})
	if text := told(one); !strings.Contains(text, `"approved"`) || !strings.Contains(text, "批1号") {
		t.Errorf("%s", text)
	}
	if text := told(two); !strings.Contains(text, "审批没有通过（批2号）：与道路改造重复。") || !strings.Contains(text, `"Ended":true`) {
		t.Errorf("%s", text)
	}
	p.l.Read(func(r *catalog.Round) {
		if why := Why(lang.Zh, r, two); !strings.Contains(why, "与道路改造重复") {
			t.Errorf("the notice does not say why: %s", why)
		}
		if letter := Course(lang.En, r, r.Project(two).Proposal); !strings.Contains(letter, "refused its approval") {
			t.Errorf("the letter does not say why: %s", letter)
		}
	})
}

package kiosk

// A tiny round carried through all eight steps, as the staff do it: by forms, and by program.

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"linli/ballot"
	"linli/catalog"
)

var bySecond = []string{"second", "lu", "second_password", officePassword}

func with(changes []string, more ...string) []string {
	return append(append([]string{}, changes...), more...)
}

// found starts the round by the form.
func (o *bureau) found() {
	o.t.Helper()
	r := o.submit("qin", "/desk/new", "id", "2026", "community", "问渡里社区", "street", "枕棠街道", "district", "澜屿区",
		"fund", "5万元", "cap", "40000", "max_marks", "2", "table_quorum", "2", "address", "幸福弄58号", "phone", "0000-1234501", "supervision", "0000-1234509",
		"ties", "费用低的在前\n提议早的在前\n编号小的在前")
	if r.status != http.StatusSeeOther || r.head.Get("Location") != "/desk/2026?done=round.create" {
		o.t.Fatalf("found: %d %s %s", r.status, r.head.Get("Location"), complaint(r))
	}
}

// collect does steps one and two by forms: proposals 1 to 5, of which 4 is merged into 1.
func (o *bureau) collect() {
	o.t.Helper()
	o.do("qin", "scheme.revise", "why", "采纳意见", "cap", "3万")
	o.do("qin", "scheme.opinion", "on", "funds", "from", "居民小组长", "text", "请给单个项目封顶")
	o.do("qin", "scheme.answer", "no", "1", "answer", "已采纳")
	o.do("qin", "scheme.train", "topic", "八步怎么走", "who", "居民代表", "attended", "４６")
	o.do("qin", "scheme.adopt", "body", "居民代表会议")
	for _, title := range []string{"修路", "充电棚", "扶手", "再修路", "燃气管"} {
		o.do("qin", "proposal.submit", "name", "周阿根", "phone", "19900000101", "consent", "yes", "kind", "engineering",
			"title", title, "place", "3幢北侧", "text", "下雨积水\n请抬高", "benefits", "190户", "cost", "")
	}
	o.do("qin", "proposal.merge", "no", "4", "into", "1", "why", "同一件事")
	o.do("qin", "proposal.close")
}

// screen does step three by forms: 5 is excluded, 3 is declined, 1 and 2 are in the library.
func (o *bureau) screen() {
	o.t.Helper()
	passes := []string{"by", "初审小组"}
	o.round().Read(func(r *catalog.Round) {
		for i := range r.Scheme.Grounds {
			passes = append(passes, "applies-"+strconv.Itoa(i+1), "no")
		}
	})
	o.do("qin", "screening.decide", with(passes, "no", "5", "applies-2", "yes", "reasons-2", "燃气公司负责", "remains", "已转交")...)
	o.do("lu", "screening.confirm", "no", "5", "agree", "yes")
	o.do("qin", "screening.notify", "no", "5", "number", "告知1号", "how", "door", "waived", "no")
	o.do("qin", "review.ask", "no", "5", "text", "请再看看")
	o.do("yin", "review.decide", "no", "5", "uphold", "yes", "why", "确属此条")
	for _, no := range []string{"1", "2", "3"} {
		o.do("qin", "screening.decide", with(passes, "no", no)...)
		o.do("jiang", "screening.survey", "no", no, "who", "顾问、提议人", "finding", "可行")
	}
	o.do("qin", "table.meet", "place", "社区会议室", "moderator", "书记 王", "recorder", "社工 李", "present", "居民代表 周\n顾问 吴")
	o.do("qin", "table.decide", "no", "1", "discussion", "先清管", "result", "recommend", "why", "急需")
	o.do("qin", "table.decide", "no", "2", "discussion", "分散建", "result", "recommend", "why", "安全", "new_title", "三处充电棚", "change_why", "走得远没人去")
	o.do("qin", "table.decide", "no", "3", "discussion", "部分楼道太窄", "result", "decline", "why", "先做试点")
	o.do("qin", "table.rank", "order", "2\n1")
	o.do("qin", "screening.refer", "no", "1", "department", "城管办")
	o.do("jiang", "screening.estimate", "no", "1", "department", "城管办", "low", "2.8万", "high", "30000", "figure", "29,000.50", "basis", "按合同单价")
	o.do("jiang", "screening.estimate", "no", "2", "department", "应急办", "low", "20000", "high", "3万元", "figure", "2.5万元", "basis", "询价")
	o.do("qin", "library.freeze", "seed", "3-1-6", "drawn", "no")
}

// prepare sets two stations up and prints sheets: station 1 from the form as PDF, station 2 by a program that knows
// them. The poll is open afterwards.
func (o *bureau) prepare() (sheets []ballot.Credential) {
	o.t.Helper()
	for _, name := range []string{"社区大厅", "棠织新村"} {
		o.do("qin", "station.set", "name", name, "address", "幸福弄58号", "hours", "8:30-17:30", "phone", "0000-1234501", "days", "2026-10-12 8:30-17:30\n2026-10-13 8:30-12:00")
	}
	o.do("qin", "station.duty", "station", "1", "shifts", "2026-10-13 8:30-12:00 tai")
	r := o.submit("bao", deskPath+"/act/sheets.print", "station", "1", "number", "3")
	if r.status != 200 || !bytes.HasPrefix(r.body, []byte("%PDF")) {
		o.t.Fatalf("print: %d %s", r.status, complaint(r))
	}
	run, sheets, err := ballot.Print("2026", 2, 1, 20, rand.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	o.asJSON("bao", deskPath+"/act/sheets.print", run)
	o.do("qin", "poll.open", bySecond...)
	return sheets
}

// cast casts so many ballots for project 2 electronically, from the first sheet on.
func (o *bureau) cast(sheets []ballot.Credential, n int) {
	o.t.Helper()
	box, err := o.round().Box(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, sheet := range sheets[:n] {
		if _, err := box.Cast(context.Background(), sheet, ballot.Marks{{Project: 2}}, ballot.Phone); err != nil {
			o.t.Fatal(err)
		}
	}
}

// checkIn hands so many sheets out at station 2, the last in exchange for a spoiled one.
func (o *bureau) checkIn(n int, spoiled ballot.Credential) {
	o.t.Helper()
	for i := range n {
		r := o.submit("bao", deskPath+"/checkin/2", "identifier", "1990000"+strconv.Itoa(1000+i))
		if r.status != 200 || r.doc.Find(".verdict.is-may").Length() != 1 {
			o.t.Fatalf("check-in %d: %d %s", i, r.status, r.doc.Find("main").Text())
		}
	}
	r := o.submit("bao", deskPath+"/checkin/2", "identifier", "1990000 1000")
	if r.status != http.StatusConflict || !strings.Contains(r.doc.Find(".verdict.is-already").Text(), "棠织新村") {
		o.t.Fatalf("second check-in: %d %s", r.status, r.doc.Find("main").Text())
	}
	r = o.submit("bao", deskPath+"/act/sheets.exchange", "code", spoiled.Code())
	if to := r.head.Get("Location"); to != deskPath+"/checkin/2?done=sheets.exchange" {
		o.t.Fatalf("exchange: %d %s %s", r.status, to, complaint(r))
	}
}

// enterPile types the lines of a batch as one counter of a pair.
func (o *bureau) enterPile(as, path string, lines ...string) reply {
	o.t.Helper()
	v := url.Values{}
	for i, line := range lines {
		v.Set("marks-"+strconv.Itoa(i+1), line)
	}
	return o.post(as, path, v)
}

// scanPile looks at the codes of a batch, or with confirm enters them.
func (o *bureau) scanPile(as, batch, confirm string, sheets ...ballot.Credential) reply {
	o.t.Helper()
	text := ""
	for _, s := range sheets {
		text += s.Code() + "\r\n"
	}
	return o.post(as, deskPath+"/count/"+batch, url.Values{"codes": {text}, "confirm": {confirm}})
}

// countPaper counts three papers of station 2 in one batch, with a copy and a difference on the way. The second of
// them was also cast electronically.
func (o *bureau) countPaper(sheets []ballot.Credential) {
	o.t.Helper()
	r := o.submit("he", deskPath+"/act/count.enter", "station", "2", "pair", "A")
	path := deskPath + "/count/2001/A"
	if to := r.head.Get("Location"); to != path {
		o.t.Fatalf("a new batch leads to %q: %s", to, complaint(r))
	}
	if o.get("he", path).doc.Find("table.sheets tbody tr").Length() != ballot.MaxBatch {
		o.t.Error("a new batch has not as many lines as sheets can be in it")
	}
	r = o.scanPile("he", "2001", "", sheets[0], sheets[1], sheets[1], sheets[2])
	if bad := r.doc.Find(".scan li.alarm"); r.status != 200 || bad.Length() != 1 || !strings.Contains(bad.Text(), "第 3 张搁置") || !strings.Contains(bad.Text(), "复印件") {
		o.t.Fatalf("a copy in the pile: %d %s", r.status, r.doc.Find("main").Text())
	}
	if r = o.scanPile("he", "2001", "yes", sheets[0], sheets[1], sheets[1], sheets[2]); r.status != http.StatusSeeOther {
		o.t.Fatalf("the scan: %d %s", r.status, complaint(r))
	}
	if n := o.get("he", path).doc.Find("table.sheets tbody tr").Length(); n != 3 {
		o.t.Errorf("%d lines for three sheets", n)
	}
	if r = o.enterPile("he", path, "1", "2 1 9", ""); r.status != 422 || r.doc.Find("tr.alarm").Length() != 1 {
		o.t.Errorf("a number that is not on the paper: %d", r.status)
	}
	if r = o.enterPile("he", path, "1", "", "x"); r.status != 422 || r.doc.Find("tr.alarm").Length() != 1 {
		o.t.Errorf("a sheet passed over: %d", r.status)
	}
	if r = o.enterPile("he", path, "１", "2。1", "x1"); r.status != http.StatusSeeOther {
		o.t.Fatalf("pair A: %d %s", r.status, complaint(r))
	}
	other := deskPath + "/count/2001/B"
	if text := fields(o.get("tai", other).doc.Find("form#sheets")); text.Get("marks-1") != "" {
		o.t.Error("pair B sees what pair A has typed")
	}
	if r = o.enterPile("he", other, "1"); r.status != http.StatusConflict {
		o.t.Errorf("one counter in both pairs: %d", r.status)
	}
	if r = o.enterPile("tai", other, "1", "2", "x"); r.status != http.StatusSeeOther {
		o.t.Fatalf("pair B: %d %s", r.status, complaint(r))
	}
	if text := o.get("tai", other).doc.Find(".strip.alarm").Text(); !strings.Contains(text, "第 2 张") {
		o.t.Errorf("the difference is not shown: %q", text)
	}
	o.do("qin", "count.adjudicate", "batch", "2001", "place", "2", "sheet", "1 2", "reason", "两个勾都清楚", "observers", "提议人 周")
	o.do("he", "count.seal", "batch", "2001")
	for _, want := range []string{"3 张 = 有效 2 + 空白 0 + 无效 1", "选得太多，无效 1", "= 选了 3 + 少选"} {
		if text := o.get("he", deskPath+"/count/2001").doc.Find(".sums").Text(); !strings.Contains(text, want) {
			o.t.Errorf("%q is not in %q", want, text)
		}
	}
}

// scanFirst counts a batch of one paper whose codes are scanned on their own, together with one that nobody has printed;
// it is sealed wrongly, opened again and sealed as it is.
func (o *bureau) scanFirst(sheet ballot.Credential) {
	o.t.Helper()
	stranger, err := ballot.NewCredential("2026", ballot.Serial{Station: 2, Number: 99}, rand.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	r := o.submit("he", act("count.scan"), "batch", "2002", "station", "2", "codes", sheet.Code()+"\n\n"+stranger.Code())
	if to := r.head.Get("Location"); to != deskPath+"?aside=2&done=count.scan" {
		o.t.Fatalf("scan: %d %s %s", r.status, to, complaint(r))
	}
	if text := o.get("he", r.head.Get("Location")).doc.Text(); !strings.Contains(text, "第 2 张已搁置") {
		o.t.Error("the desk does not say which sheet is set aside")
	}
	if text := o.get("he", deskPath+"/count/2002").doc.Find(".scan").Text(); !strings.Contains(text, "真票 1 张") || !strings.Contains(text, "搁置 1 张：") {
		o.t.Errorf("the batch does not say why: %q", text)
	}
	both := func(line string) {
		o.t.Helper()
		for who, pair := range map[string]string{"he": "A", "tai": "B"} {
			path := deskPath + "/count/2002/" + pair
			if n := o.get(who, path).doc.Find("table.sheets tbody tr").Length(); n != 1 {
				o.t.Errorf("%d lines for one sheet", n)
			}
			if r := o.enterPile(who, path, line); r.status != http.StatusSeeOther {
				o.t.Fatalf("pair %s: %d %s", pair, r.status, complaint(r))
			}
		}
		o.do("he", "count.seal", "batch", "2002")
	}
	both("2")
	if r := o.submit("he", act("count.reopen"), "batch", "2002", "reason", "看错了行"); r.status == http.StatusSeeOther {
		o.t.Error("one person opens a sealed batch")
	}
	o.do("he", "count.reopen", with(bySecond, "batch", "2002", "reason", "看错了行")...)
	if text := o.get("tai", deskPath+"/count/2002").doc.Find("main").Text(); !strings.Contains(text, "看错了行") {
		o.t.Error("the batch does not say why it was opened again")
	}
	both("1")
}

// TestRoundByForms carries a round through all eight steps by nothing but forms.
func TestRoundByForms(t *testing.T) {
	newBureau(t).roundByForms()
}

func (o *bureau) roundByForms() {
	t := o.t
	o.found()
	o.wantStep(1, true)
	o.collect()
	o.wantStep(3, true)
	o.screen()
	o.wantStep(4, true)
	sheets := o.prepare()
	o.cast(sheets, 10)
	o.checkIn(14, sheets[15]) // ten electronic, three on paper only, one kept, one spoiled and exchanged for another
	o.do("qin", "poll.publish")
	o.do("qin", "poll.close", bySecond...)
	o.do("qin", "station.assist", with(bySecond, "station", "1", "elderly", "1", "companion", "1")...)
	o.countPaper([]ballot.Credential{sheets[9], sheets[10], sheets[11]})
	o.scanFirst(sheets[12])
	o.do("qin", "station.settle", with(bySecond, "station", "1", "unused", "3")...)
	o.do("qin", "station.settle", with(bySecond, "station", "2", "unused", "5", "exchanged", "1")...)
	o.read(func(r *catalog.Round) {
		a := r.Stations[2].Account
		if d := a.Differences(); len(d) > 0 || a.Paper != 4 || a.Both != 1 || a.Electronic != 10 || a.Spoiled != 1 || a.NotReturned != 1 || a.Foreign != 2 {
			t.Fatalf("account %+v: %v", a, d)
		}
	})
	o.do("qin", "poll.tally", "seed", "")
	o.wantStep(5, true)
	o.finish()
	o.read(func(r *catalog.Round) {
		if !r.Closed() || r.Outcome.Ballots != 12 || !r.Funded(2) || r.Funded(1) {
			t.Errorf("closed %v, ballots %d, funded %v", r.Closed(), r.Outcome.Ballots, r.Outcome.Funded)
		}
	})
	doc := o.get("qin", deskPath).doc
	if n := doc.Find("section.section.is-done").Length(); n != 8 {
		t.Errorf("%d steps are done at the end", n)
	}
	if doc.Find("ul.acts a.button").Length() != 0 {
		t.Error("acts are offered after the round")
	}
	if n := o.get("qin", deskPath).doc.Find("a[href='" + deskPath + "/stations']").Length(); n != 1 {
		t.Errorf("%d links to the accounts of the stations when the round is over", n)
	}
}

// finish does steps five to eight by forms.
func (o *bureau) finish() {
	o.t.Helper()
	o.do("qin", "notice.publish", "number", "问公〔2026〕1号", "to", "2026-10-20", "where", "三个小区公告栏")
	o.do("qin", "notice.object", "from", "居民", "text", "计票是否公开")
	o.do("qin", "notice.answer", "no", "1", "answer", "已公开", "by", "居委会")
	o.do("qin", "notice.close", "proof", "10月13日张贴，已拍照")
	o.wantStep(6, true)
	o.wantStep(7, true)
	for _, no := range []string{"1", "3", "4", "5"} {
		o.do("qin", "letter.issue", "no", no)
		o.do("qin", "letter.deliver", "no", no, "how", "door", "by", "网格员")
	}
	o.do("qin", "letter.talk", "no", "1", "note", "下届再提")
	o.do("qin", "letter.carry", "no", "1", "why", "只因经费不够")
	o.do("qin", "letter.close")
	o.do("jiang", "work.start", "project", "2", "department", "应急办", "contractor", "某公司", "contract", "2.4万", "due", "2026-12-01")
	o.do("jiang", "work.milestone", "project", "2", "due", "2026-11-01", "text", "基础完工", "paid", "1万")
	o.do("jiang", "work.finish", "project", "2", "result", "合格")
	o.do("jiang", "work.close")
	o.do("qin", "evaluation.record", "project", "2", "marks-1", "10", "marks-2", "5", "marks-5", "1", "by", "第三方")
	o.do("qin", "round.close", "report", "办成一件，下届再来")
}

package kiosk

// A round that the residents' council decides, carried from the library to its close by forms; what is not offered in it;
// and what everybody reads of it.

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"linli/catalog"
	"linli/catalog/audit"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// atCouncil is a round at its fourth step, with two projects of which the fund pays one.
func atCouncil(t *testing.T) *bureau {
	t.Helper()
	o := newBureau(t)
	o.found()
	o.do("qin", "scheme.revise", "why", "由议事会决定", "route", "council", "quorum", "67", "majority", "majority_present", "cap", "3万")
	l, costs := o.round(), map[int]int64{1: 29_000_50, 2: 25_000_00}
	do := func(acts ...catalog.Act) {
		t.Helper()
		if _, err := l.Do(t.Context(), "qin", acts...); err != nil {
			t.Fatal(err)
		}
	}
	do(&catalog.Adopt{Body: "居民代表会议"})
	for _, title := range []string{"修路", "充电棚", "扶手", "再修路", "燃气管"} {
		a := catalog.Submit{Channel: "point", Kind: "engineering", From: "resident", Title: title, Place: "3幢北侧", Text: "下雨积水", Benefits: "190户"}
		if _, err := l.Submit(t.Context(), "qin", catalog.Person{Name: "周阿根", Phone: "19900000101", Consent: true}, a); err != nil {
			t.Fatal(err)
		}
	}
	do(&catalog.Merge{No: 4, Into: 1, Why: "同一件事"}, &catalog.CloseCollection{})
	do(&catalog.Meet{Date: "2026-10-09", Place: "会议室", Moderator: "李", Recorder: "周", Present: strings.Fields("代表陈 代表吴 代表郑 代表钱 代表孙 代表冯 代表褚 代表卫 代表蒋 代表沈")})
	for _, no := range []int{1, 2, 3, 5} {
		do(catalog.Cleared(no, 7, "初审小组"), &catalog.Survey{No: no, Date: "2026-10-01", Who: "顾问", Finding: "可行", Pass: true})
		if costs[no] == 0 {
			do(&catalog.Decide{No: no, Discussion: "议过", Result: "decline", Why: "先做试点"})
			continue
		}
		do(&catalog.Decide{No: no, Discussion: "议过", Result: "recommend", Why: "急需"})
		do(&catalog.Estimate{No: no, Department: "城管办", Low: costs[no], Figure: costs[no], High: costs[no], Basis: "询价"})
	}
	do(&catalog.Freeze{})
	return o
}

// sit opens a meeting of twelve of fifteen.
func (o *bureau) sit() {
	o.t.Helper()
	o.do("qin", "council.meet", "place", "议事厅", "chair", "议事长孙", "recorder", "社工李", "members", "15", "present", "12", "observers", "居民吴\n物业郑")
}

// councilRow posts the table with these fields filled in.
func (o *bureau) councilRow(values ...string) reply {
	o.t.Helper()
	v := url.Values{}
	for i := 0; i < len(values); i += 2 {
		v.Set(values[i], values[i+1])
	}
	return o.post("qin", deskPath+"/council", v)
}

// verified audits the round's export.
func (o *bureau) verified() {
	o.t.Helper()
	r := o.get("", "/r/2026/export")
	report := audit.Audit(bytes.NewReader(r.body), audit.Trust{})
	for _, x := range report.Results {
		if x.State == audit.Failed {
			o.t.Errorf("%s: %v", x.Name, x.Problems)
		}
	}
}

func TestCouncilByForms(t *testing.T) {
	o := atCouncil(t)
	o.councilMeets()
	o.councilVotes()
	o.councilCloses()
	o.finish()
	o.verified()
	o.read(func(r *catalog.Round) {
		if !r.Closed() || r.Outcome.Ballots != 0 || !r.Funded(2) || r.Funded(1) {
			t.Errorf("closed %v, %+v", r.Closed(), r.Outcome)
		}
	})
	letters := textOf(t, printed(t, o.round(), "letters"))
	for _, want := range []string{"赞成8，反对3，弃权1", "它已通过", "差4,000.50元"} {
		if !strings.Contains(strings.ReplaceAll(letters, "\n", ""), want) {
			t.Errorf("the letter does not say %q:\n%s", want, letters)
		}
	}
}

// councilMeets holds two meetings; too few come to the first.
func (o *bureau) councilMeets() {
	o.t.Helper()
	home := o.get("", "/r/2026").doc
	if text := home.Find("main").Text(); !strings.Contains(text, "由居民议事会表决，欢迎旁听") || strings.Contains(text, "我要投票") || !strings.Contains(text, "居民议事会表决，项目共决") {
		o.t.Errorf("home: %s", text)
	}
	if text := o.get("", "/r/2026/library").doc.Find("main").Text(); strings.Contains(text, "最多选") {
		o.t.Error("the library tells how many projects a ballot may have")
	}
	few := []string{"place", "议事厅", "chair", "孙", "recorder", "李", "members", "15", "present", "10"}
	if r := o.submit("qin", act("council.meet"), few...); r.status != http.StatusConflict || !strings.Contains(r.doc.Find("#f-present-error").Text(), "10 人，至少 11 人") {
		o.t.Errorf("a meeting of too few: %d %s", r.status, complaint(r))
	}
	if r := o.get("qin", deskPath+"/council"); !strings.Contains(r.doc.Find("main").Text(), "先登记开会") || r.doc.Find("form#votes input").Length() != 0 {
		o.t.Error("votes can be typed while nobody meets")
	}
	if r := o.councilRow("yes-1", "9"); r.status != http.StatusConflict {
		o.t.Errorf("votes while nobody meets: %d", r.status)
	}
	o.do("qin", "council.adjourn", "place", "议事厅", "members", "15", "present", "10", "why", "到会不足", "next", "2026-10-13")
	if f := fields(o.get("qin", act("council.meet")).doc.Find("main form").First()); f.Get("members") != "15" {
		o.t.Errorf("the members are asked again: %v", f)
	}
	o.sit()
	if r := o.get("qin", act("council.meet")); r.status != http.StatusConflict {
		o.t.Errorf("a second meeting while one is on: %d", r.status)
	}
	o.wantActs("council.adjourn", "council.vote", "council.close", "library.withdraw")
}

// wantActs checks which acts the desk offers in step four.
func (o *bureau) wantActs(names ...string) {
	o.t.Helper()
	var want, got []string
	for _, name := range names {
		want = append(want, lang.T(lang.Zh, "act."+name))
	}
	for _, b := range o.get("qin", deskPath).doc.Find("#step4 ul.acts .button").EachIter() {
		b.Find(".count").Remove()
		got = append(got, strings.TrimSpace(b.Text()))
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		o.t.Errorf("the desk offers %v, want %v", got, want)
	}
}

// councilVotes enters the votes by the table, one with a fault first, and corrects one.
func (o *bureau) councilVotes() {
	o.t.Helper()
	before := o.size()
	r := o.councilRow("yes-1", "９", "no-1", "2", "recused-1", "提议人周", "yes-2", "9", "no-2", "2")
	if r.status != 422 || o.size() != before || r.doc.Find("tr.alarm").Length() != 1 || !strings.Contains(r.doc.Find("tr.alarm .error").Text(), "9+2+0=11，到会 12 减回避 0 为 12") {
		o.t.Errorf("a row that does not add up: %d %s", r.status, r.doc.Find("main").Text())
	}
	if v := fields(r.doc.Find("form#votes")); v.Get("yes-1") != "９" || v.Get("recused-1") != "提议人周" || v.Get("no-2") != "2" {
		o.t.Errorf("what was typed is lost: %v", v)
	}
	for _, bad := range [][]string{{"yes-1", "many"}, {"yes-1", "-1", "no-1", "13"}, {}, {"yes-1", "11", "recused-1", "周、周"}} {
		if r := o.councilRow(bad...); r.status != 422 || r.doc.Find(".error, .strip.alarm").Length() == 0 || o.size() != before {
			o.t.Errorf("%v: %d", bad, r.status)
		}
	}
	if r := o.councilRow("yes-1", "9", "no-1", "2", "recused-1", "提议人周", "yes-2", "10", "abstain-2", "2"); r.status != http.StatusSeeOther {
		o.t.Fatalf("the votes: %d %s", r.status, r.doc.Find("main").Text())
	}
	doc := o.get("qin", deskPath+"/council").doc
	if doc.Find("form#votes input").Length() != 0 || !strings.Contains(doc.Find("main").Text(), "赞成 9，反对 2，弃权 0 · 通过") {
		o.t.Errorf("after the votes: %s", doc.Find("main").Text())
	}
	fix, _ := doc.Find("form#votes a[href*='/correct/']").First().Attr("href")
	if r := o.submit("qin", fix, "yes", "8", "no", "3", "abstain", "1", "recused", "", "correction", "唱票有误"); r.status != http.StatusSeeOther {
		o.t.Fatalf("the correction: %d %s", r.status, complaint(r))
	}
	if next, _ := o.get("qin", deskPath+"/council").doc.Find("form#votes a[href*='/correct/']").First().Attr("href"); next == fix {
		o.t.Error("the table leads to an entry that has given way")
	}
	if text := o.get("", "/r/2026/observe").doc.Find("main").Text(); !strings.Contains(text, "已更正") || !strings.Contains(text, "到会 12 人，成员 15 人，法定人数 11 人") || !strings.Contains(text, "到会不足") {
		o.t.Errorf("the public page: %s", text)
	}
	seen, err := observation(o.t.Context(), o.round(), o.s.Env.Now())
	if err != nil || seen.Status != page.Deciding || len(seen.Count.Bars) != 2 || seen.Count.Bars[0].Votes != 10 || seen.Count.Final {
		o.t.Errorf("the feed: %v %+v", err, seen)
	}
	if text := textOf(o.t, printed(o.t, o.round(), "council")); !strings.Contains(text, "表决尚未结束") || !strings.Contains(text, "议事长孙") {
		o.t.Errorf("the minutes: %s", text)
	}
	o.verified()
}

func (o *bureau) councilCloses() {
	o.t.Helper()
	if r := o.submit("qin", act("council.close"), "second", "qin", "second_password", officePassword); r.status != http.StatusForbidden {
		o.t.Errorf("one officer closes: %d %s", r.status, complaint(r))
	}
	if text := o.get("qin", act("council.close")).doc.Find("section.preview").Text(); !strings.Contains(text, "通过 2 项，没有通过 0 项") || !strings.Contains(text, "充电棚：赞成 10") {
		o.t.Errorf("closing does not show what it gives: %q", text)
	}
	o.do("qin", "council.close", bySecond...)
	o.wantStep(4, false)
	o.wantStep(5, true)
	csv := string(o.get("", "/r/2026/ledgers/council.csv").body)
	if !strings.Contains(csv, "延期") || strings.Count(csv, "通过") < 3 {
		o.t.Errorf("the ledger of votes: %s", csv)
	}
	minutes := strings.ReplaceAll(textOf(o.t, printed(o.t, o.round(), "council")), "\n", "")
	for _, want := range []string{"第一次会议", "第二次会议", "到会不足", "没有列入", "列入实施", "经办人"} {
		if !strings.Contains(minutes, want) {
			o.t.Errorf("the minutes do not say %q: %s", want, minutes)
		}
	}
	for _, path := range []string{"/r/2026/compare", "/r/2026/ballots.pb"} {
		if r := o.get("", path); r.status != http.StatusConflict || !strings.Contains(r.doc.Find("main").Text(), "居民议事会表决") {
			o.t.Errorf("%s: %d", path, r.status)
		}
	}
}

// TestCouncilDoesNotVote: what the residents' vote consists of is offered nowhere and refused by name, by form and by
// program; and the council's acts in a round that the residents vote on.
func TestCouncilDoesNotVote(t *testing.T) {
	o, vote := atCouncil(t), newBureau(t)
	vote.foundByJSON()
	o.wantActs("council.meet", "council.adjourn", "council.vote", "council.close", "library.withdraw")
	for _, name := range append(actsOf(4), "poll.reveal", "roll.merge") {
		if name == "poll.draw" || name == "library.withdraw" {
			continue
		}
		where, words := o, "没有居民投票"
		if strings.HasPrefix(name, "council.") {
			where, words = vote, "没有议事会表决"
		}
		if r := where.get("qin", act(name)); r.status != http.StatusConflict || !strings.Contains(r.doc.Find("main").Text(), words) || !strings.Contains(r.doc.Find("main").Text(), name) {
			t.Errorf("form of %s: %d %s", name, r.status, r.doc.Find("main").Text())
		}
		if r := where.json("qin", act(name), obj{}); r.status != http.StatusConflict {
			t.Errorf("%s by program: %d %s", name, r.status, r.body)
		}
	}
	if r := vote.get("qin", deskPath+"/council"); r.status != http.StatusConflict {
		t.Errorf("the table of a council that there is not: %d", r.status)
	}
	for _, who := range []string{"bao", "he", "jiang"} {
		if r := o.get(who, deskPath+"/council"); r.status != http.StatusForbidden {
			t.Errorf("%s opens the table: %d", who, r.status)
		}
	}
	if r := o.get("qin", deskPath+"/paper/sample.pdf"); r.status == 200 {
		t.Error("there is a sample of a ballot that nobody will have")
	}
}

// TestCouncilDoesNotCarry: a letter says how many yes were lacking, in either language, and the notice too.
func TestCouncilDoesNotCarry(t *testing.T) {
	o := atCouncil(t)
	o.sit()
	if r := o.councilRow("yes-1", "5", "no-1", "5", "abstain-1", "1", "recused-1", "提议人周", "yes-2", "12"); r.status != http.StatusSeeOther {
		t.Fatal(r.status)
	}
	o.do("qin", "council.close", bySecond...)
	o.read(func(r *catalog.Round) {
		zh, en := Why(lang.Zh, r, 1), Why(lang.En, r, 1)
		if zh != "没有通过：须赞成6票，差1票。" || en != "Not carried: it needs 6 votes of yes and lacks 1 vote." {
			t.Errorf("%q %q", zh, en)
		}
		course := Course(lang.Zh, r, r.Proposals[0])
		if !strings.Contains(course, "交居民议事会表决") || !strings.Contains(course, "到会12人，11人参加本项表决：赞成5，反对5，弃权1。") || !strings.Contains(course, "通过须赞成6票，差1票，没有通过") || strings.Contains(course, "选票") {
			t.Error(course)
		}
		if rule := RuleSentence(lang.En, r.Scheme); !strings.Contains(rule, "67 per cent") || !strings.Contains(rule, "more than half of those who vote") {
			t.Error(rule)
		}
	})
	o.do("qin", "notice.publish", "number", "1", "to", "2026-10-20", "where", "公告栏")
	doc := o.get("", "/r/2026/notice").doc
	if text := doc.Find("main").Text(); !strings.Contains(text, "到会 12 人，成员 15 人") || !strings.Contains(text, "差1票") || strings.Contains(text, "有效票") || doc.Find("table.account, a[href$='/compare']").Length() > 0 {
		t.Errorf("the notice: %s", text)
	}
	for _, name := range []string{"notice", "notice-large", "library", "scheme"} {
		if text := strings.ReplaceAll(textOf(t, printed(t, o.round(), name)), "\n", ""); !strings.Contains(text, "居民议事会") || strings.Contains(text, "有效票") || strings.Contains(text, "交居民投票") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

package kiosk

// The round table over the wire: the moderator's tablet, the phones, every refusal, and no script anywhere.

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"linli/ballot"
	"linli/catalog"
	"linli/tally"
)

const tableAt = deskPath + "/table"

// seatedBureau is an office whose round has four proposals before a table that needs three people and meets today.
func seatedBureau(t *testing.T) (o *bureau, slips []string) {
	o = newBureau(t)
	scheme := testScheme("greedy-stop", []tally.Rung{"cheaper", "earlier", "number"})
	scheme.TableQuorum = 3
	o.asJSON("qin", "/desk/new", catalog.Create{ID: "2026", Scheme: scheme})
	o.acts("qin", "scheme.adopt", obj{"body": "居民代表会议"})
	for _, title := range []string{"修路", "充电棚", "电动车充电棚", "扶手"} {
		out := o.asJSON("qin", act("proposal.submit"), obj{
			"person":   obj{"name": "周阿根", "phone": "19900000101", "consent": true},
			"proposal": obj{"channel": "point", "kind": "engineering", "from": "resident", "title": title, "place": "3幢", "text": "积水\n难走", "benefits": "190户"},
		})
		slips = append(slips, out.Slip)
	}
	o.acts("qin", "proposal.close", obj{})
	n := 0
	o.read(func(r *catalog.Round) { n = len(r.Scheme.Grounds) })
	for no := 1; no <= 4; no++ {
		o.acts("qin", "screening.decide", obj{"no": no, "by": "小组", "applies": slices.Repeat([]string{"no"}, n), "reasons": make([]string, n)})
		o.acts("jiang", "screening.survey", obj{"no": no, "date": "2026-10-01", "who": "顾问", "finding": "可行", "pass": true})
	}
	return o, slips
}

// met opens the meeting with nobody there.
func (o *bureau) met() (code string) {
	o.t.Helper()
	o.acts("qin", "table.meet", obj{"date": o.round().Today(), "place": "会议室", "moderator": "书记 王", "recorder": "社工 李", "present": []string{}})
	return o.round().TableCode()
}

// wants checks the status of an answer and that its page says something.
func (o *bureau) wants(r reply, status int, words ...string) {
	o.t.Helper()
	text := r.doc.Find("main").Text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			o.t.Errorf("no %q in: %s", w, strings.Join(strings.Fields(text), " "))
		}
	}
	if r.status != status {
		o.t.Fatalf("%d, want %d: %s", r.status, status, complaint(r))
	}
}

func typedIn(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// TestTable is a meeting from the agenda to the minutes, on the tablet and on phones.
func TestTable(t *testing.T) {
	o, slips := seatedBureau(t)
	o.wants(o.get("qin", tableAt), 200, "还没有召开", "T-001", "修路", "踏勘", "可行", "可能相同")
	o.wants(o.get("qin", tableAt+"/people"), 200, "只有开会当天")
	code := o.met()
	o.wants(o.get("qin", tableAt+"/1"), 200, "还差 3 人", "第 1 项，共 4 项", "提议原文")
	o.phones(code, slips)
	o.wants(o.get("qin", tableAt+"/people"), 200, "居民代表 陈", "提议：2", "到会 4 人")
	if r := o.get("qin", tableAt+"/qr"); r.status != 200 || !strings.HasPrefix(string(r.body), "<svg") {
		t.Errorf("%d %.40s", r.status, r.body)
	}
	o.decisions()
	o.rankingByCards()
	for _, paper := range []string{"/r/2026/paper/agenda.pdf", "/r/2026/paper/minutes.pdf", deskPath + "/paper/attendance.pdf"} {
		if r := o.get("qin", paper); r.status != 200 || !strings.HasPrefix(string(r.body), "%PDF") {
			t.Errorf("%s: %d", paper, r.status)
		}
	}
	o.wants(o.get("", "/r/2026/ledgers/table"), 200, "已合并", "与T-002《充电棚》合并 · 同一件事")
	o.wants(o.get("", "/p/"+slips[2]), 200, "合并")
	if r := o.get("", "/r/2026/paper/attendance.pdf"); r.status != 404 {
		t.Errorf("a stranger gets the code of the meeting: %d", r.status)
	}
}

// phones sign in, one as the proposer of the second and third item.
func (o *bureau) phones(code string, slips []string) {
	o.t.Helper()
	at := "/table/" + code
	o.wants(o.get("", at), 200, "会议室", "写进公开的会议记录")
	o.wants(o.post("", at, typedIn("who", "", "slips", "")), 422, "请填写")
	o.wants(o.post("", at, typedIn("who", "居民代表 陈", "slips", "2222222222")), 404, "没有找到")
	r := o.post("", at, typedIn("who", "居民代表 陈", "slips", slips[1]+"\n"+strings.ToLower(slips[1])))
	if r.status != http.StatusSeeOther {
		o.t.Fatalf("%d %s", r.status, complaint(r))
	}
	o.wants(o.get("", r.head.Get("Location")), 200, "已签到", "到会 1 人")
	o.wants(o.post("", at, typedIn("who", "居民代表 陈", "slips", "")), 409, "请再写一个字")
	for _, who := range []string{"居民代表 吴", "顾问 孙"} {
		if r := o.post("", at, typedIn("who", who)); r.status != http.StatusSeeOther {
			o.t.Fatalf("%d %s", r.status, complaint(r))
		}
	}
	o.wants(o.post("qin", tableAt+"/people", typedIn("who", "", "proposed", "9")), 422, "请填写")
	o.wants(o.post("qin", tableAt+"/people", typedIn("who", "网格员 刁", "proposed", "9")), 404, "没有找到")
	for _, v := range []url.Values{typedIn("who", "网格员 刁", "proposed", "3、4"), typedIn("who", "物业 钱"), typedIn("leave", "物业 钱")} {
		if r := o.post("qin", tableAt+"/people", v); r.status != http.StatusSeeOther {
			o.t.Fatalf("%v: %d %s", v, r.status, complaint(r))
		}
	}
	o.wants(o.post("qin", tableAt+"/people", typedIn("leave", "物业 钱")), 404, "没有找到")
}

// decisions: the first item is recommended with a new text, the second with recusals and votes, the third merged into it,
// the fourth recommended.
func (o *bureau) decisions() {
	o.t.Helper()
	one := typedIn("discussion", "先清管", "new_title", "修路", "new_text", "积水\n难走\n请抬高", "change_why", "", "result", "recommend", "why", "急需", "remains", "")
	o.wants(o.post("qin", tableAt+"/1", typedIn("do", "look", "new_title", "修整道路", "new_text", "难走")), 200, "改动之处", "加上整")
	o.wants(o.post("qin", tableAt+"/1", one), 422, "请填写")
	one.Set("change_why", "说清楚")
	o.decided("1", one)
	o.wants(o.get("qin", tableAt+"/1"), 200, "✓ 推选", "改动之处", "请抬高", "改动的原因：说清楚")
	o.wants(o.post("qin", tableAt+"/1", one), 422) // not offered any more
	o.read(func(r *catalog.Round) {
		if d := r.Proposal(1).Decision; d.NewTitle != "" || d.NewText == "" {
			o.t.Errorf("%+v", d)
		}
	})

	r := o.get("qin", tableAt+"/2")
	if on := r.doc.Find("[name=recused][checked]"); on.Length() != 1 || on.AttrOr("value", "") != "居民代表 陈" {
		o.t.Errorf("recused to begin with: %d", on.Length())
	}
	o.wants(o.post("qin", tableAt+"/2", typedIn("do", "merge", "into", "3", "why", "同一件事")), 409, "须先回避")
	o.wants(o.post("qin", tableAt+"/3", typedIn("do", "merge", "into", "", "why", "同一件事")), 422, "请填写")
	merge := typedIn("do", "merge", "into", "2", "why", "同一件事", "recused", "居民代表 陈", "recused", "网格员 刁", "votes_for", "2")
	o.decided("3", merge)
	o.wants(o.get("qin", tableAt+"/3"), 200, "✓ 已合并", "T-002", "回避：居民代表 陈、网格员 刁", "赞成 2")
	two := typedIn("discussion", "分散建", "result", "recommend", "why", "安全", "votes_for", "2", "recused", "居民代表 陈")
	o.wants(o.post("qin", tableAt+"/2", two), 409, "须先回避", "网格员 刁") // who proposed what was merged into it
	two.Add("recused", "网格员 刁")
	two.Set("votes_for", "3")
	o.wants(o.post("qin", tableAt+"/2", two), 422, "能表决的有 2 人")
	two.Set("votes_for", "1")
	two.Set("votes_against", "1")
	o.wants(o.post("qin", tableAt+"/2", two), 422, "票数不符")
	two.Set("votes_for", "2")
	two.Set("votes_against", "0")
	o.decided("2", two)
	o.decided("4", typedIn("discussion", "要做", "result", "recommend", "why", "为老", "recused", "网格员 刁"))
	o.wants(o.post("qin", tableAt+"/9", two), 404)
}

func (o *bureau) decided(no string, v url.Values) {
	o.t.Helper()
	if r := o.post("qin", tableAt+"/"+no, v); r.status != http.StatusSeeOther {
		o.t.Fatalf("%s: %d %s", no, r.status, complaint(r))
	}
}

// rankingByCards: cards are printed, three people rank, the moderator sees how many, closes and confirms.
func (o *bureau) rankingByCards() {
	o.t.Helper()
	at := tableAt + "/ranking"
	o.wants(o.get("qin", at), 200, "用排序卡排序", "举手排序", "已印 0 张")
	o.wants(o.post("qin", at, typedIn("do", "open")), 409, "还没有印排序卡")
	if r := o.post("qin", act("table.seats"), typedIn("number", "5")); r.status != 200 || !strings.HasPrefix(string(r.body), "%PDF") {
		o.t.Fatalf("%d %s", r.status, complaint(r))
	}
	o.wants(o.post("qin", act("table.seats"), typedIn("number", "201")), 422)
	cards, err := o.round().PrintSeats(context.Background(), "qin", 4)
	if err != nil {
		o.t.Fatal(err)
	}
	o.wants(o.get("", "/seat/"+cards[0].Code()), 200, "主持人开始排序后")
	if r := o.post("", "/seat/"+cards[0].Code(), typedIn("rank-1", "1", "confirm", "yes")); r.status != 409 || !strings.Contains(complaint(r), "不能排序") {
		o.t.Errorf("%d %s", r.status, complaint(r))
	}
	o.wants(o.post("qin", at, typedIn("do", "rank")), 422)
	o.wants(o.post("qin", at, typedIn("do", "dance")), 400)
	if r := o.post("qin", at, typedIn("do", "open")); r.status != http.StatusSeeOther {
		o.t.Fatalf("%d %s", r.status, complaint(r))
	}
	o.wants(o.post("qin", at, typedIn("do", "hands", "hands-1", "2")), 409, "只能用一种")
	o.ranks(cards)
	r := o.get("qin", at)
	o.wants(r, 200, "已有 3 张排过，到会 4 人")
	if strings.Contains(r.doc.Find("main").Text(), "扶手") {
		o.t.Error("the moderator sees more than how many")
	}
	o.wants(o.post("qin", at, typedIn("do", "rank")), 422)
	o.wants(o.post("qin", act("table.prefer"), typedIn()), 200, "看不到是谁的卡")
	if r := o.post("qin", act("table.prefer"), typedIn("confirm", "yes")); r.status != http.StatusSeeOther {
		o.t.Fatalf("%d %s", r.status, complaint(r))
	}
	o.wants(o.get("qin", at), 200, "T-004 扶手6", "T-001 修路5", "充电棚2", "确认这个名次")
	o.wants(o.post("qin", act("table.rank"), typedIn("order", "1\n2\n4")), 422, "与统计结果不一致")
	if r := o.post("qin", at, typedIn("do", "rank")); r.status != http.StatusSeeOther {
		o.t.Fatalf("%d %s", r.status, complaint(r))
	}
	o.wants(o.get("qin", at), 200, "名次已确认")
	if r := o.post("", "/seat/"+cards[3].Code(), typedIn("rank-1", "1", "confirm", "yes")); r.status != 409 {
		o.t.Errorf("after the close: %d", r.status)
	}
	o.read(func(r *catalog.Round) {
		if !slices.Equal(r.Table.Ranking, []int{4, 1, 2}) {
			o.t.Error(r.Table.Ranking)
		}
	})
}

// ranks has three cards rank by hand, without a script.
func (o *bureau) ranks(cards []ballot.Seat) {
	o.t.Helper()
	for i, v := range []url.Values{typedIn("rank-4", "1", "rank-1", "2", "rank-2", "3"), typedIn("rank-4", "1"), typedIn("rank-4", "2", "rank-1", "1", "rank-2", "3")} {
		at := "/seat/" + cards[i].Code()
		o.wants(o.get("", at), 200, "扶手", "第1名")
		o.wants(o.post("", at, typedIn("rank-4", "1", "rank-1", "1")), 422, "名次不对")
		o.wants(o.post("", at, typedIn("rank-3", "1", "confirm", "yes")), 404) // merged into another
		o.wants(o.post("", at, typedIn()), 422, "请填写")
		o.wants(o.post("", at, v), 200, "核对名次", "确认后不能改")
		v.Set("edit", "yes")
		o.wants(o.post("", at, v), 200, "看一遍再确认")
		v.Del("edit")
		v.Set("confirm", "yes")
		for range 2 { // tapped twice: the same answer
			if r := o.post("", at, v); r.status != http.StatusSeeOther || r.head.Get("Location") != at {
				o.t.Fatalf("%d %s", r.status, complaint(r))
			}
		}
		o.wants(o.get("", at), 200, "已经排过")
		if r := o.post("", at, typedIn("rank-2", "1", "confirm", "yes")); r.status != 409 || !strings.Contains(complaint(r), "已经排过") {
			o.t.Errorf("%d %s", r.status, complaint(r))
		}
	}
}

// TestHandsAtTheTable: hands are counted item by item, and the ranking follows from them.
func TestHandsAtTheTable(t *testing.T) {
	o, _ := seatedBureau(t)
	at := tableAt + "/ranking"
	o.wants(o.get("qin", at), 200, "还没有召开", "4 项没有议")
	o.met()
	for _, who := range []string{"甲 陈", "乙 吴", "丙 孙"} {
		o.acts("qin", "table.arrive", obj{"who": who})
	}
	for no := 1; no <= 4; no++ {
		o.acts("qin", "table.decide", obj{"no": no, "discussion": "好", "result": map[bool]string{true: "recommend", false: "decline"}[no < 4], "why": "急需"})
	}
	o.wants(o.post("qin", at, typedIn("do", "hands")), 422, "请填写")
	o.wants(o.post("qin", at, typedIn("do", "hands", "hands-1", "许多")), 422)
	o.wants(o.post("qin", at, typedIn("do", "hands", "hands-1", "4")), 422)
	for _, v := range []url.Values{typedIn("do", "hands", "hands-1", "1", "hands-2", "３"), typedIn("do", "hands", "hands-1", "2", "hands-2", "3", "hands-3", "2")} {
		if r := o.post("qin", at, v); r.status != http.StatusSeeOther {
			t.Fatalf("%d %s", r.status, complaint(r))
		}
	}
	o.wants(o.post("qin", at, typedIn("do", "open")), 409)
	if r := o.post("qin", at, typedIn("do", "rank")); r.status != http.StatusSeeOther {
		t.Fatalf("%d %s", r.status, complaint(r))
	}
	o.wants(o.post("qin", at, typedIn("do", "rank")), 409)
	o.read(func(r *catalog.Round) {
		if !slices.Equal(r.Table.Ranking, []int{2, 1, 3}) {
			t.Error(r.Table.Ranking)
		}
	})
}

// Whose is not the office's gets none of it, and codes that lead nowhere say nothing and are slowed down.
func TestTableStrangers(t *testing.T) {
	o, _ := seatedBureau(t)
	code := o.met()
	for _, path := range []string{"", "/1", "/people", "/ranking", "/qr"} {
		if r := o.get("bao", tableAt+path); r.status != 403 {
			t.Errorf("a clerk at %q: %d", path, r.status)
		}
		if r := o.get("", tableAt+path); r.status != 303 && r.status != 401 {
			t.Errorf("nobody at %q: %d", path, r.status)
		}
	}
	for path, status := range map[string]int{"/table/" + code[1:]: 404, "/table/2222222222": 404, "/seat/X": 404, "/seat/" + (ballot.Seat{}).Code(): 404} {
		if r := o.get("", path); r.status != status {
			t.Errorf("%s: %d", path, r.status)
		}
	}
	if _, err := o.round().Correct(context.Background(), "qin", o.lastOf("table.meet"), "改期", &catalog.Meet{Date: "2020-01-01", Place: "室", Moderator: "甲", Recorder: "乙"}); err != nil {
		t.Fatal(err)
	}
	if r := o.get("", "/table/"+code); r.status != 403 || !strings.Contains(complaint(r), "不能") {
		t.Errorf("on another day: %d %s", r.status, complaint(r))
	}
	if r := o.get("qin", tableAt+"/qr"); r.status != 403 {
		t.Errorf("a code on another day: %d", r.status)
	}
	slow := false
	for range 400 {
		slow = slow || o.get("", "/seat/"+(ballot.Seat{}).Code()).status == 429
	}
	if !slow {
		t.Error("nobody slows down who guesses")
	}
}

// TestSeatRaces: one card, many phones, two rankings: one of them is taken, every other phone is told so.
func TestSeatRaces(t *testing.T) {
	o, _ := seatedBureau(t)
	o.met()
	for _, who := range []string{"甲 陈", "乙 吴", "丙 孙"} {
		o.acts("qin", "table.arrive", obj{"who": who})
	}
	for no := 1; no <= 4; no++ {
		o.acts("qin", "table.decide", obj{"no": no, "discussion": "好", "result": "recommend", "why": "急需"})
	}
	cards, err := o.round().PrintSeats(context.Background(), "qin", 1)
	if err != nil {
		t.Fatal(err)
	}
	o.acts("qin", "table.open", obj{"items": []int{1, 2, 3, 4}})
	var wait sync.WaitGroup
	var mu sync.Mutex
	got := map[string][]int{}
	for i := range 24 {
		wait.Go(func() {
			first := []string{"rank-1", "rank-2"}[i%2]
			r := httptest.NewRequest(http.MethodPost, "/seat/"+cards[0].Code(), strings.NewReader(typedIn(first, "1", "confirm", "yes").Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			answer, err := o.s.app.Test(r, -1)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			got[first] = append(got[first], answer.StatusCode)
		})
	}
	wait.Wait()
	taken := 0
	for first, all := range got {
		slices.Sort(all)
		switch all := slices.Compact(all); {
		case slices.Equal(all, []int{303}):
			taken++
		case !slices.Equal(all, []int{409}):
			t.Errorf("%s: %v", first, all)
		}
	}
	if n, err := o.round().Preferred(context.Background()); n != 1 || taken != 1 || err != nil {
		t.Errorf("%d cards ranked, %d rankings taken: %v", n, taken, err)
	}
}

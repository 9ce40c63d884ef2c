package kiosk

// Every form of a correction, as it stands, enters what was there: tried with every entry of two rounds, one that the
// residents decide and one that their council does.

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"linli/catalog"
	"linli/catalog/audit"
)

// proofread corrects every entry that can be by its form as it stands, and notes of which kinds there were any.
func (o *bureau) proofread(kinds map[string]bool) {
	o.t.Helper()
	for _, e := range o.round().Ledger().Entries(0, 1000) {
		as := "qin"
		if o.cookies[e.Actor] != "" {
			as = e.Actor // of some entries who acts is a part
		}
		r := o.get(as, fixing(e.N))
		if r.status != http.StatusOK {
			continue
		}
		v := fields(r.doc.Find("main form"))
		v.Set("correction", "核对")
		v.Set("confirm", "yes")
		if r.doc.Find("main form [name=second]").Length() > 0 { // what two officers did, two correct
			v.Set("second", bySecond[1])
			v.Set("second_password", "wrong")
			if r := o.post(as, fixing(e.N), v); r.status != http.StatusForbidden {
				o.t.Errorf("%s is corrected by one officer: %d", e.Act, r.status)
			}
			v.Set("second_password", bySecond[3])
		}
		if r := o.post(as, fixing(e.N), v); r.status != http.StatusSeeOther {
			o.t.Fatalf("%d %s %s: %d %s", e.N, e.Act, e.Body, r.status, complaint(r))
		}
		size := o.size()
		if now := o.round().Ledger().Entries(size-1, size)[0]; !bytes.Equal(now.Body, e.Body) {
			o.t.Errorf("%s was\n%s and is\n%s", e.Act, e.Body, now.Body)
		}
		kinds[e.Act] = true
	}
}

// TestCorrectFormsAreFaithful: at the end of each step every entry that can be corrected is, by its form as it stands: what
// is entered is what was there. The rounds end as they would have, and their exports stand the audit.
func TestCorrectFormsAreFaithful(t *testing.T) {
	kinds := map[string]bool{}
	o := newBureau(t)
	o.before = func(act string) {
		if slices.Contains([]string{"scheme.adopt", "proposal.close", "library.freeze", "poll.open", "count.seal", "notice.close", "letter.close", "work.close", "round.close"}, act) {
			o.proofread(kinds)
		}
	}
	o.roundByForms()
	for path, mends := range map[string]int{"/r/2026/scheme": 2, "/r/2026/notice": 2} { // of the thing and of its answer
		if n := strings.Count(o.get("", path).doc.Find(".answered").Text(), "，原因：核对"); n != mends {
			t.Errorf("%s shows %d corrections", path, n)
		}
	}
	o.audited()
	newBureau(t).otherWays(kinds)
	for _, k := range catalog.Kinds {
		if k.Correctable && !anew[k.Name] && !kinds[k.Name] {
			t.Errorf("no %s was corrected", k.Name)
		}
	}
}

// audited wants the round's export to stand the audit.
func (o *bureau) audited() {
	o.t.Helper()
	if report := audit.Audit(bytes.NewReader(o.get("", "/r/2026/export").body), audit.Trust{}); !report.OK() {
		o.t.Errorf("%+v", report.Results)
	}
}

// otherWays is a round with all that the residents' vote of [bureau.roundByForms] does without, up to its approvals.
func (o *bureau) otherWays(kinds map[string]bool) {
	o.t.Helper()
	o.found()
	o.do("qin", "scheme.revise", "why", "由议事会决定", "route", "council", "quorum", "67", "majority", "majority_present", "cap", "3万",
		"need_fit", "asked", "cross_community", "街道民生事务部", "tiers", "不限 枕棠街道办事处 10")
	o.do("qin", "scheme.adopt", "body", "居民代表会议")
	o.acts("qin", "seminar.meet", obj{"date": o.round().Today(), "place": "会议室", "chair": "书记 王", "bodies": []string{"物业", "居委会"}})
	for _, title := range []string{"修路", "充电棚", "扶手", "跨区路灯"} {
		o.do("qin", "proposal.submit", "name", "周阿根", "phone", "19900000101", "consent", "yes", "kind", "engineering",
			"title", title, "place", "3幢北侧", "text", "下雨积水\n请抬高", "benefits", "190户", "cost", "")
	}
	o.proofread(kinds)
	o.do("qin", "proposal.close")
	o.table(kinds)
	o.do("qin", "library.freeze", "seed", "3-1-6", "drawn", "no")
	o.do("qin", "council.adjourn", "place", "议事厅", "members", "15", "present", "10", "why", "到会不足", "next", "2026-10-13")
	o.sit()
	if r := o.councilRow("yes-1", "9", "no-1", "2", "recused-1", "提议人周", "yes-2", "9", "no-2", "3"); r.status != http.StatusSeeOther {
		o.t.Fatalf("%d %s", r.status, complaint(r))
	}
	o.proofread(kinds)
	o.do("qin", "council.close", bySecond...)
	o.approvals(kinds)
	o.verified()
}

// table brings the first two of four proposals into the library; the third is merged, the fourth is the street's.
func (o *bureau) table(kinds map[string]bool) {
	o.t.Helper()
	n := 0
	o.read(func(r *catalog.Round) { n = len(r.Scheme.Grounds) })
	for no := 1; no <= 4; no++ {
		o.acts("qin", "need.fit", obj{"no": no, "fits": true, "why": "与走访一致", "by": "两委"})
	}
	o.proofread(kinds)
	o.acts("qin", "proposal.forward", obj{"no": 4, "to": "street", "communities": []string{"邻社区"}, "why": "共用一条路"})
	for no := 1; no <= 3; no++ {
		o.acts("qin", "screening.decide", obj{"no": no, "by": "小组", "applies": slices.Repeat([]string{"no"}, n), "reasons": make([]string, n)})
		o.acts("jiang", "screening.survey", obj{"no": no, "date": "2026-10-01", "who": "顾问", "finding": "可行", "pass": true})
	}
	o.do("qin", "table.meet", "place", "会议室", "moderator", "书记 王", "recorder", "社工 李")
	for _, who := range []string{"居民代表 陈", "居民代表 吴", "网格员 刁"} {
		o.acts("qin", "table.arrive", obj{"who": who, "proposed": map[string][]int{"网格员 刁": {2, 3}}[who]})
	}
	o.acts("qin", "table.leave", obj{"who": "居民代表 吴"})
	o.proofread(kinds)
	o.acts("qin", "table.merge", obj{"no": 3, "into": 2, "why": "同一件事", "recused": []string{"网格员 刁"}, "votes_for": 1},
		"table.decide", obj{"no": 1, "discussion": "好", "result": "recommend", "why": "急需", "votes_for": 2},
		"table.decide", obj{"no": 2, "discussion": "好", "result": "recommend", "why": "急需", "recused": []string{"网格员 刁"}, "votes_for": 1})
	o.acts("qin", "table.hands", obj{"no": 1, "hands": 2}, "table.hands", obj{"no": 2, "hands": 1})
	o.proofread(kinds)
	o.acts("qin", "table.rank", obj{"order": []int{1, 2}})
	for no := 1; no <= 2; no++ {
		o.asJSON("jiang", act("screening.estimate"), obj{"no": no, "department": "城管办", "low": 2_000_000, "high": 2_500_000, "figure": 2_200_000, "basis": "询价"})
	}
	o.proofread(kinds)
}

// approvals are handed in, given back, handed in again and decided, and corrected at each turn.
func (o *bureau) approvals(kinds map[string]bool) {
	o.t.Helper()
	o.acts("qin", "approval.submit", obj{"project": 1, "date": "2026-09-18"}, "approval.submit", obj{"project": 2, "date": "2026-09-18"})
	o.proofread(kinds)
	o.acts("qin", "approval.return", obj{"project": 1, "date": "2026-09-22", "why": "缺预算书"})
	o.proofread(kinds)
	o.acts("qin", "approval.resubmit", obj{"project": 1, "date": "2026-09-24"})
	o.proofread(kinds)
	o.acts("qin", "approval.decide", obj{"project": 1, "date": "2026-09-29", "approved": true, "number": "批1号", "by": "主任陆"},
		"approval.decide", obj{"project": 2, "date": "2026-09-29", "approved": false, "number": "批2号", "why": "与道路改造重复", "by": "主任陆"})
	o.proofread(kinds)
}

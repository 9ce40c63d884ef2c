package kiosk

// Co-funding and the fast track as residents read them: Liuzhou's 11,000 and 10,000 yuan, on every page and paper.

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"linli/catalog"
	"linli/kiosk/lang"
)

const toVote = "本届已随报随审批准 1 个项目，合计8,000元，其余8.7万元交表决。"

const liuzhou = "总造价2.1万元：单位赞助 柳州机械厂 1.1万元，资金支付1万元。"

// correctEstimate has the estimate of a proposal say something else.
func (p *played) correctEstimate(no int, change func(*catalog.Estimate)) {
	p.t.Helper()
	var e catalog.Estimate
	n := int64(-1)
	p.l.Read(func(r *catalog.Round) {
		e = *r.Proposal(no).Estimate
		for _, x := range r.Proposal(no).Way {
			if x.Act == "screening.estimate" {
				n = x.N
			}
		}
	})
	change(&e)
	if _, err := p.l.Correct(p.t.Context(), "qin", n, "补充出资", &e); err != nil {
		p.t.Fatal(err)
	}
}

// shared is a round in which the works pay 11,000 yuan for proposal 9 and the fund the other 10,000, and proposal 10 was
// granted for 8,000 before the vote.
func shared(t *testing.T) *played {
	t.Helper()
	p := newPlayed(t, "greedy-skip", literal...)
	var s catalog.Scheme
	p.l.Read(func(r *catalog.Round) { s = r.Scheme })
	s.Tiers = []catalog.Tier{{UpTo: 1_000_000, Body: "居民代表会议"}, {Body: "街道办事处", Days: 5}}
	s.FastBelow, s.Cofunding = 1_000_000, []string{catalog.Sponsor}
	p.do(&catalog.Revise{Scheme: s, Why: "写明审批"})
	p.before = func() {
		p.correctEstimate(9, func(e *catalog.Estimate) {
			e.Low, e.High, e.Figure = 2_100_000, 2_100_000, 2_100_000
			e.Cofunding = []catalog.Payer{{Kind: catalog.Sponsor, Name: "柳州机械厂", Fen: 1_100_000}}
		})
		p.correctEstimate(10, func(e *catalog.Estimate) { e.Low, e.Figure = 800_000, 800_000 })
		p.do(&catalog.Grant{No: 10, Date: "2026-10-10", Number: "随报1号", Why: "小额。", By: "书记秦"})
	}
	p.collect()
	p.screen()
	return p
}

func TestSharesOnEveryPaper(t *testing.T) {
	p := shared(t)
	b := p.manned()
	library := b.main("/r/2026/library", "main")
	for _, want := range []string{liuzhou, toVote, "1001", "晾衣架"} {
		if !strings.Contains(library, want) {
			t.Errorf("the library does not say %q: %s", want, library)
		}
	}
	if _, err := PrintLibrary(t.Context(), io.Discard, p.l, testPublic); err != nil {
		t.Error(err)
	}
	p.vote()
	p.approved()
	p.do(&catalog.PublishNotice{Number: "1", From: "2026-11-23", To: "2026-11-27", Where: "公示栏"})
	b = p.manned() // which has read all of that
	notice := b.main("/r/2026/notice", "main")
	for _, want := range []string{liuzhou, toVote, "1001号“晾衣架”：随报随审：2026年10月10日由居民代表会议批准（随报1号），资金支付8,000元。小额。"} {
		if !strings.Contains(notice, want) {
			t.Errorf("the notice does not say %q: %s", want, notice)
		}
	}
	if _, err := PrintNotice(t.Context(), io.Discard, p.l, testPublic); err != nil {
		t.Error(err)
	}
	works := b.main("/desk/2026/ledgers/works", "main table")
	for _, want := range []string{"单位赞助 柳州机械厂 1.1万元", "21,000", "1,001"} {
		if !strings.Contains(works, want) {
			t.Errorf("the ledger of works does not say %q: %s", want, works)
		}
	}
	if all := b.main("/r/2026/ledgers/approvals", "main table"); !strings.Contains(all, "随报随审批准") || !strings.Contains(all, "居民代表会议") {
		t.Errorf("%s", all)
	}
}

// TestGrantOnSlip: who granted it, and neither a vote nor a letter for its proposer.
func TestGrantOnSlip(t *testing.T) {
	p := shared(t)
	p.vote()
	p.l.Read(func(r *catalog.Round) {
		x := r.Proposal(10)
		raw, _ := json.Marshal(slipView(lang.Zh, r, x))
		if text := string(raw); !strings.Contains(text, `"granted"`) || !strings.Contains(text, "居民代表会议批准") || !strings.Contains(text, `"Ended":false`) {
			t.Errorf("%s", text)
		}
		if slices.Contains(r.Unsuccessful(), x) || Remains(lang.Zh, r, x) != "" {
			t.Error("its proposer gets a letter")
		}
		if course := Course(lang.En, r, x); !strings.Contains(course, "went the fast track") {
			t.Error(course)
		}
		if proposalLine(lang.Zh, r, x).Stage != "granted" {
			t.Error(proposalLine(lang.Zh, r, x).Stage)
		}
	})
	p.approved()
	p.do(&catalog.StartWork{Project: 1001, Department: "办", Contractor: "甲", Contract: 1, Due: "2026-12-31"})
	p.l.Read(func(r *catalog.Round) {
		if st := proposalLine(lang.Zh, r, r.Proposal(10)).Stage; st != "building" {
			t.Error(st)
		}
	})
}

// TestForwardOnSlip: the slip and the letter say where a proposal went and what came of it, in both languages.
func TestForwardOnSlip(t *testing.T) {
	p := newPlayed(t, "greedy-skip", literal...)
	var s catalog.Scheme
	p.l.Read(func(r *catalog.Round) { s = r.Scheme })
	s.CrossCommunity = "街道民生事务部"
	p.do(&catalog.Revise{Scheme: s, Why: "写明转报"})
	p.collect()
	p.do(&catalog.Forward{No: 12, To: "street", Communities: []string{"邻社区"}, Why: "两个社区共用"})
	told := func(l lang.Lang) (text string) {
		p.l.Read(func(r *catalog.Round) {
			raw, _ := json.Marshal(slipView(l, r, r.Proposal(12)))
			text = string(raw) + Course(l, r, r.Proposal(12)) + Remains(l, r, r.Proposal(12))
		})
		return text
	}
	if text := told(lang.Zh); !strings.Contains(text, "涉及邻社区，已转报街道民生事务部：两个社区共用。街道民生事务部尚未答复") || !strings.Contains(text, `"forwarded"`) {
		t.Error(text)
	}
	for taken, want := range map[bool]string{false: "没有列入：资料不全。", true: "已列入其项目：资料不全。"} {
		p.do(&catalog.ForwardAnswer{No: 12, Date: "2026-10-12", Taken: taken, Why: "资料不全", By: "街道"})
		if text := told(lang.Zh); !strings.Contains(text, want) {
			t.Errorf("%v: %s", taken, text)
		}
		if text := told(lang.En); han.MatchString(strings.NewReplacer("邻社区", "", "街道民生事务部", "", "两个社区共用。", "", "资料不全。", "", "街道", "").Replace(text[strings.Index(text, "Your proposal"):])) {
			t.Errorf("not in English: %s", text)
		}
	}
}

// TestGrantsAtTheDesk: what the fast track is for is offered, and what it leaves is said before it is granted.
func TestGrantsAtTheDesk(t *testing.T) {
	p := newPlayed(t, "greedy-skip", literal...)
	b := p.manned()
	for _, act := range []string{"fast.grant", "approval.submit", "proposal.forward", "fast.part"} {
		if text := b.main("/desk/2026", "main"); strings.Contains(text, lang.T(lang.Zh, "act."+act)) {
			t.Errorf("%s is offered in a scheme that has none", act)
		}
	}
	q := newPlayed(t, "greedy-skip", literal...)
	var s catalog.Scheme
	q.l.Read(func(r *catalog.Round) { s = r.Scheme })
	s.FastBelow = 6_000_000
	q.do(&catalog.Revise{Scheme: s, Why: "快"})
	q.before = func() {
		b := q.manned()
		if text := b.main("/desk/2026", "main"); !strings.Contains(text, lang.T(lang.Zh, "act.fast.grant")) {
			t.Errorf("not offered: %s", text)
		}
		q.l.Read(func(r *catalog.Round) {
			text := strings.Join(previewGrant(r, lang.Zh, &catalog.Grant{No: 9, By: "书记秦"}), "")
			if !strings.Contains(text, "资金支付1万元，由书记秦批准") || !strings.Contains(text, "还剩8.5万元") {
				t.Error(text)
			}
		})
	}
	q.collect()
	q.screen()
	if status, _ := p.manned().get("", "/desk/clocks"); status == http.StatusOK {
		t.Error("an outsider sees the clocks")
	}
}

// TestEstimateForm: years and payers are typed a line each, shown again as they were typed, and a wrong line is refused.
func TestEstimateForm(t *testing.T) {
	d, err := deedNamed("screening.estimate", false)
	if err != nil {
		t.Fatal(err)
	}
	e := &catalog.Estimate{Parts: []int64{15_000_000, 13_000_000}, Cofunding: []catalog.Payer{{Kind: catalog.Sponsor, Name: "机械厂", Fen: 1_100_000}}}
	f := newForm(d, lang.Zh, scene{}, e)
	for name, want := range map[string]string{"parts": "150000\n130000", "cofunding": "单位 机械厂 1.1万元"} {
		if got := f.typed(name); got != want {
			t.Errorf("%s is shown as %q, want %q", name, got, want)
		}
	}
	typed := map[string]string{"no": "1", "department": "办", "basis": "据", "parts": "10万\n5万元", "cofunding": "居民众筹 3000"}
	take := func(name string) (string, bool) { text, ok := typed[name]; return text, ok }
	f.take(take)
	if !f.read() || !slices.Equal(e.Parts, []int64{10_000_000, 5_000_000}) || e.Cofunding[0] != (catalog.Payer{Kind: catalog.Residents, Fen: 300_000}) {
		t.Errorf("%+v", e)
	}
	for name, wrong := range map[string]string{"parts": "10万\n很多", "cofunding": "机械厂"} {
		was := typed[name]
		typed[name] = wrong
		if f.take(take); f.read() {
			t.Errorf("%s takes %q", name, wrong)
		}
		typed[name] = was
	}
}

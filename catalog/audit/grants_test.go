package audit

// Rounds with approvals, grants, parts and co-funding: none is found fault with, every forgery is.

import (
	"slices"
	"strings"
	"testing"

	"linli/catalog"
	"linli/tally"
)

// permits is a scheme with all that there is beside the vote.
func permits(s *catalog.Scheme) {
	s.Route, s.Quorum, s.Majority, s.Rule, s.Ties = catalog.ByCouncil, 66, catalog.MajorityPresent, "greedy-skip", []tally.Rung{tally.Number}
	s.EachEngineering, s.SplitMost, s.SplitYears, s.Packages = 150_000_00, 300_000_00, 2, "allowed"
	s.Tiers = []catalog.Tier{{UpTo: 120_000_00, Body: "居民代表会议"}, {Body: "街道办事处", Days: 10}}
	s.FastBelow, s.FastUrgent, s.Engineering = 30_000_00, "allowed", 450_000_00
	s.Cofunding, s.CrossCommunity = []string{catalog.Sponsor}, "街道民生事务部"
}

func costed(no int, fen int64) *catalog.Estimate {
	return &catalog.Estimate{No: no, Department: "建设办", Low: fen, Figure: fen, High: fen, Basis: "询价"}
}

func granted(no int) *catalog.Grant {
	return &catalog.Grant{No: no, Date: "2026-10-12", Number: "随报1号", Why: "小额", By: "陆"}
}

// allows plays a round: proposal 1 is granted, 2 filed with the street, 3 split, 4 co-funded, 5 refused by the street, 6
// not carried and granted after the outcome.
func allows(t *testing.T) *round {
	t.Helper()
	r := newRound(t, permits)
	r.do(&catalog.Adopt{Body: "会议"})
	for range 6 {
		r.submit("件")
	}
	r.do(&catalog.CloseCollection{})
	grounds := 0
	r.Read(func(x *catalog.Round) { grounds = len(x.Scheme.Grounds) })
	for no := 1; no <= 6; no++ {
		r.do(catalog.Cleared(no, grounds, "小组"))
		if no != 2 {
			r.do(&catalog.Survey{No: no, Date: "2026-09-01", Who: "顾问", Finding: "可行", Pass: true})
		}
	}
	urgent := costed(1, 80_000_00)
	urgent.Urgent = "管道破裂"
	r.do(urgent)
	r.do(granted(1))
	r.do(&catalog.Revoke{Project: 1001, Why: "写错文号"})
	r.do(granted(1))
	r.do(&catalog.Forward{No: 2, To: "street", Communities: []string{"邻社区"}, Why: "共用一条路"})
	r.do(&catalog.ForwardAnswer{No: 2, Date: "2026-10-20", Taken: true, Why: "列入明年", By: "街道"})
	r.do(&catalog.Meet{Date: "2026-09-01", Place: "会议室", Moderator: "李", Recorder: "周", Present: []string{"代表"}})
	parts, shared := costed(3, 280_000_00), costed(4, 21_000_00)
	parts.Parts = []int64{150_000_00, 130_000_00}
	shared.Cofunding = []catalog.Payer{{Kind: catalog.Sponsor, Name: "机械厂", Fen: 11_000_00}}
	for _, e := range []*catalog.Estimate{parts, shared, costed(5, 140_000_00), costed(6, 20_000_00)} {
		r.do(&catalog.Decide{No: e.No, Discussion: "议过", Result: "recommend", Why: "好"}, e)
	}
	r.do(&catalog.Freeze{})
	r.do(&catalog.Convene{Date: "2026-08-20", Place: "厅", Chair: "孙", Recorder: "周", Members: 15, Present: 12})
	for n := 1; n <= 4; n++ {
		yes := 12
		if n == 4 {
			yes = 1
		}
		r.do(&catalog.Resolve{Project: n, Yes: yes, No: 12 - yes})
	}
	r.must(r.CloseCouncil(r.ctx, "office", "qin", "lu"))
	r.look()
	return r
}

// approves plays the approvals of projects 1 to 3 and a late grant, to the end of the round.
func (r *round) approves() {
	r.t.Helper()
	for n := 1; n <= 3; n++ {
		r.do(&catalog.SubmitApproval{Project: n, Date: "2026-11-09"})
	}
	r.do(&catalog.ReturnApproval{Project: 1, Date: "2026-11-10", Why: "缺图"})
	r.do(&catalog.ResubmitApproval{Project: 1, Date: "2026-11-12"})
	for n := 1; n <= 3; n++ {
		r.do(&catalog.DecideApproval{Project: n, Date: "2026-11-13", Approved: n < 3, Number: "批1号", Why: "重复建设", By: "陆"})
	}
	r.do(granted(6))
	r.after()
}

func TestGrantedRound(t *testing.T) {
	r := allows(t)
	if !slices.Equal(r.report.Funded, []int{1, 2, 3, 1002}) {
		t.Fatalf("funded %v", r.report.Funded)
	}
	r.approves()
	if !slices.Equal(r.report.Funded, []int{1, 2, 1002, 1003}) {
		t.Errorf("funded %v", r.report.Funded)
	}
	r.Read(func(x *catalog.Round) {
		for _, n := range []int{1, 2, 3, 4, 1001, 1002, 1003} {
			if x.Funded(n) != slices.Contains(r.report.Funded, n) {
				t.Errorf("the round and the audit differ about project %d", n)
			}
		}
	})
}

var forgeriesOfGrants = []forgery{
	{"a second grant", "grants", func(f *forger) { f.double("fast.grant", 1) }},
	{"a grant of what was filed", "grants", func(f *forger) { change(f, "fast.grant", 1, func(a *grant) { a.No = 2 }) }},
	{"a grant of what is neither small nor urgent", "grants", func(f *forger) { change(f, "fast.grant", 2, func(a *grant) { a.No = 5 }) }},
	{"a grant before any estimate", "steps", func(f *forger) { f.move("fast.grant", "screening.decide") }},
	{"a grant before its estimate", "grants", func(f *forger) {
		f.take("screening.estimate", 1, "screening.survey")
		f.take("screening.estimate", 1, "proposal.forward") // which had been the first
	}},
	{"a grant by another body", "grants", func(f *forger) { change(f, "fast.grant", 1, func(a *grant) { a.Body = "社区" }) }},
	{"a grant without a number", "grants", func(f *forger) { change(f, "fast.grant", 1, func(a *grant) { a.Number = " " }) }},
	{"a grant while the paper is fixed", "grants", func(f *forger) { f.take("fast.grant", 2, "council.meet") }},
	{"a revocation of what begun", "grants", func(f *forger) { f.insert("fast.revoke", `{"project":1002,"why":"错"}`, "work.start") }},
	{"a revocation of nothing", "grants", func(f *forger) { change(f, "fast.revoke", 0, func(a *revoke) { a.Project = 1007 }) }},
	{"a grant left out", "outcome", func(f *forger) { f.drop("fast.grant", 1) }},
	{"a dearer grant", "outcome", func(f *forger) { change(f, "screening.estimate", 0, func(a *estimate) { a.Figure += 100 }) }},
	{"urgency invented", "grants", func(f *forger) { change(f, "screening.estimate", 0, func(a *estimate) { a.Urgent = "" }) }},
	{"no letter to a refused one", "letters", func(f *forger) { f.drop("letter.issue", 1) }},

	{"approved by another body", "approvals", func(f *forger) { change(f, "approval.submit", 0, func(a *approving) { a.Body = "居民代表会议" }) }},
	{"more days for the body", "approvals", func(f *forger) { change(f, "approval.submit", 0, func(a *approving) { a.Days = 20 }) }},
	{"no day on which it is due", "approvals", func(f *forger) { change(f, "approval.submit", 0, func(a *approving) { a.Due = "" }) }},
	{"submitted twice", "approvals", func(f *forger) { f.double("approval.submit", 0) }},
	{"a project that lost submitted", "approvals", func(f *forger) { change(f, "approval.submit", 0, func(a *approving) { a.Project = 4 }) }},
	{"decided before it was submitted", "approvals", func(f *forger) { change(f, "approval.decide", 0, func(a *approving) { a.Date = "2026-11-01" }) }},
	{"decided while it was returned", "approvals", func(f *forger) { f.drop("approval.resubmit", 0) }},
	{"returned for no reason", "approvals", func(f *forger) { change(f, "approval.return", 0, func(a *approving) { a.Why = "" }) }},
	{"submitted again without a return", "steps", func(f *forger) { f.drop("approval.return", 0) }},
	{"submitted again though not returned", "approvals", func(f *forger) { f.double("approval.resubmit", 0) }},
	{"refused for no reason", "approvals", func(f *forger) { change(f, "approval.decide", 2, func(a *approving) { a.Why = "" }) }},
	{"a refusal that became an approval", "letters", func(f *forger) { change(f, "approval.decide", 2, func(a *approving) { a.Approved = true }) }},
	{"an approval that became a refusal", "works", func(f *forger) { change(f, "approval.decide", 0, func(a *approving) { a.Approved = false }) }},
	{"a notice without the approval", "approvals", func(f *forger) { f.take("approval.decide", 2, "notice.publish") }},

	{"a payer that the scheme does not name", "library", func(f *forger) {
		change(f, "screening.estimate", 2, func(a *estimate) { a.Cofunding[0].Kind = "residents" })
	}},
	{"a sponsor who pays less", "outcome", func(f *forger) { change(f, "screening.estimate", 2, func(a *estimate) { a.Cofunding[0].Fen -= 100 }) }},
	{"parts that do not add up", "library", func(f *forger) { change(f, "screening.estimate", 1, func(a *estimate) { a.Parts[1] -= 100 }) }},
	{"a part above the cap", "library", func(f *forger) {
		change(f, "screening.estimate", 1, func(a *estimate) { a.Parts = []int64{160_000_00, 120_000_00} })
	}},
	{"a package that is not urgent", "library", func(f *forger) { change(f, "screening.estimate", 3, func(a *estimate) { a.Package = "整修" }) }},
	{"filed with another body", "screening", func(f *forger) { change(f, "proposal.forward", 0, func(a *forward) { a.Body = "我" }) }},
	{"filed with nobody", "screening", func(f *forger) { change(f, "proposal.forward", 0, func(a *forward) { a.To = "district" }) }},
	{"filed twice", "screening", func(f *forger) { f.double("proposal.forward", 0) }},
	{"an answer for what was not filed", "steps", func(f *forger) { f.drop("proposal.forward", 0) }},

	{"a higher limit of the fast track, hashed", "library", func(f *forger) { f.reform(func(s *scheme) { s.Cofunding = []string{"residents"} }) }},
	{"no urgent fast track, hashed", "grants", func(f *forger) { f.reform(func(s *scheme) { s.FastUrgent = "" }) }},
	{"no approval, hashed", "approvals", func(f *forger) { f.reform(func(s *scheme) { s.Tiers = nil }) }},
	{"one year, hashed", "library", func(f *forger) { f.reform(func(s *scheme) { s.SplitYears = 1 }) }},
}

// take puts the nth entry of a kind right behind the first of another.
func (f *forger) take(act string, nth int, behind string) {
	f.t.Helper()
	i := f.place(act, nth)
	line := f.lines[i]
	f.lines = slices.Delete(f.lines, i, i+1)
	f.lines = slices.Insert(f.lines, f.place(behind, 0)+1, line)
}

func TestForgedGrants(t *testing.T) {
	r := allows(t)
	r.approves()
	for _, x := range forgeriesOfGrants {
		f := r.forger()
		x.do(f)
		if got := failed(auditText(f.signed())); !slices.Contains(got, x.check) {
			t.Errorf("%s: %v fail, not %s", x.name, got, x.check)
		}
	}
	if honest := r.forger().signed(); !auditText(honest).OK() {
		t.Errorf("signed anew: %v", failed(auditText(honest)))
	}
}

// TestOverspentGrants: an organiser who grants more than there is, from the fund or from the cap of a kind.
func TestOverspentGrants(t *testing.T) {
	for name, shrink := range map[string]func(*scheme){
		"fund": func(s *scheme) { s.Fund = 79_000_00 }, "cap": func(s *scheme) { s.Engineering = 79_000_00 },
	} {
		r := newRound(t, permits)
		r.library([]int64{100_000_00})
		f := r.forger()
		f.lines = f.lines[:f.place("library.freeze", 0)]
		f.insert("fast.grant", `{"body":"居民代表会议","by":"陆","date":"2026-10-12","no":1,"number":"1","why":"急"}`, "screening.estimate")
		change(f, "screening.estimate", 0, func(a *estimate) { a.Urgent, a.Figure = "急", 80_000_00 })
		honest := failed(auditText(f.signed()))
		f.reform(shrink)
		if got := failed(auditText(f.signed())); slices.Contains(honest, "grants") || !slices.Contains(got, "grants") {
			t.Errorf("%s: %v fail, before %v", name, got, honest)
		}
	}
}

// TestContinuedRound: the next part of a split project in the next round, and forgeries of it.
func TestContinuedRound(t *testing.T) {
	r := allows(t)
	r.approves()
	next := &round{t: t, ctx: r.ctx, env: r.env, random: r.random}
	s := catalog.Scheme{}
	r.Read(func(x *catalog.Round) { s = x.Scheme })
	s.Year = 2027
	l, err := catalog.Found(r.ctx, r.env, "office", catalog.Create{ID: "next", Scheme: s})
	r.must(err)
	t.Cleanup(l.Close)
	next.Live = l
	next.do(&catalog.Adopt{Body: "会议"})
	next.submit("件")
	next.do(&catalog.CloseCollection{})
	_, err = l.TakePart(r.ctx, "office", catalog.TakePart{FromRound: "r", FromProject: 1, Date: "2027-03-01", Number: "1", By: "陆"})
	r.must(err)
	next.look()
	if !slices.Equal(next.report.Funded, []int{1001}) || !strings.Contains(notes(next.report, "grants"), "project 1 of round r") {
		t.Errorf("funded %v, %q", next.report.Funded, notes(next.report, "grants"))
	}
	for name, do := range map[string]func(*forger){
		"the first part":    func(f *forger) { change(f, "fast.part", 0, func(a *part) { a.Part = 1 }) },
		"a part too many":   func(f *forger) { change(f, "fast.part", 0, func(a *part) { a.Part = 3 }) },
		"a negative part":   func(f *forger) { change(f, "fast.part", 0, func(a *part) { a.Parts[0] = -1 }) },
		"of itself":         func(f *forger) { change(f, "fast.part", 0, func(a *part) { a.FromRound = "next" }) },
		"twice":             func(f *forger) { f.double("fast.part", 0) },
		"above the cap":     func(f *forger) { change(f, "fast.part", 0, func(a *part) { a.Parts[1] = 151_000_00 }) },
		"by another body":   func(f *forger) { change(f, "fast.part", 0, func(a *part) { a.Body = "社区" }) },
		"beyond the fund":   func(f *forger) { f.reform(func(s *scheme) { s.Fund = 1 }) },
		"beyond the kind's": func(f *forger) { f.reform(func(s *scheme) { s.Engineering = 1 }) },
	} {
		f := next.forger()
		do(f)
		if got := failed(auditText(f.signed())); !slices.Contains(got, "grants") {
			t.Errorf("%s: %v fail", name, got)
		}
	}
}

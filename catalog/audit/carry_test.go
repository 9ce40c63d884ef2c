package audit

// What goes from round to round, in real rounds and in forged ones.

import (
	"bytes"
	"slices"
	"testing"

	"linli/ballot/ledger"
	"linli/catalog"
)

// next is a round that follows on the same store.
func (r *round) next(id string, change func(*catalog.Scheme)) *round {
	r.t.Helper()
	var s catalog.Scheme
	r.Read(func(x *catalog.Round) { s = x.Scheme })
	s.Year++
	if change != nil {
		change(&s)
	}
	n := *r
	n.seen, n.report = Seen{}, nil
	live, err := catalog.Found(r.ctx, r.env, "office", catalog.Create{ID: id, Scheme: s})
	r.must(err)
	n.Live = live
	r.t.Cleanup(live.Close)
	n.look()
	return &n
}

// needs enters needs of a year.
func (r *round) needs(n int) {
	for range n {
		r.do(&catalog.AddNeed{Text: "楼道没有扶手", Place: "幸福弄", Kind: "engineering", Source: "visit", Date: "2026-08-01"})
	}
}

// TestCarriedRound plays a round whose unsuccessful proposals come first in the next, with needs and a model; an outsider
// audits every step of both.
func TestCarriedRound(t *testing.T) {
	r := newRound(t, func(s *catalog.Scheme) { s.Fund, s.MaxMarks = 100_00, 3 })
	r.needs(3)
	r.do(&catalog.CloseNeed{No: 2, How: "已装"})
	r.library([]int64{100_00, 90_00, 80_00}, 2)
	r.shut()
	r.settle(1, 2, 0, "")
	r.carries = true
	r.end("1")
	r.do(&catalog.AddModel{Project: r.report.Funded[0], Why: "可推广"}, &catalog.DropModel{Project: r.report.Funded[0], Why: "弄错"}, &catalog.AddModel{Project: r.report.Funded[0], Why: "可推广"})

	n := r.next("r2", func(s *catalog.Scheme) { s.NeedFit = "asked" })
	if took, err := n.RollNeeds(n.ctx, "office", r.Live); took != 2 || err != nil {
		t.Fatal(took, err)
	}
	n.look()
	grounds := 0
	n.Read(func(x *catalog.Round) { grounds = len(x.Scheme.Grounds) })
	n.do(&catalog.Adopt{Body: "居民代表会议"})
	for i := range 3 {
		_, err := n.Submit(n.ctx, "resident", catalog.Person{Name: "李"}, catalog.Submit{Channel: "web", Kind: "service", From: "resident", Title: "新的", Place: "弄", Text: "内容", Benefits: "全体", Need: i % 3})
		n.must(err)
		n.look()
	}
	var lost []int
	r.Read(func(x *catalog.Round) {
		for _, p := range x.CarriedOver() {
			lost = append(lost, p.No)
		}
	})
	_, err := n.TakeOver(n.ctx, "office", r.Live, lost...)
	n.must(err)
	n.look()
	n.do(&catalog.CloseNeed{No: 1, How: "已有提议"}, &catalog.CloseCollection{}, &catalog.Meet{Date: "2026-09-01", Place: "会议室", Moderator: "李", Recorder: "周", Present: []string{"代表"}})
	for no := 1; no <= 3+len(lost); no++ {
		n.do(&catalog.JudgeFit{No: no, Fits: true, Why: "对应", By: "两委"}, catalog.Cleared(no, grounds, "小组"),
			&catalog.Survey{No: no, Date: "2027-10-01", Who: "顾问", Finding: "可行", Pass: true},
			&catalog.Decide{No: no, Discussion: "议过", Result: "recommend", Why: "急需"},
			&catalog.Estimate{No: no, Department: "建设办", Low: 1, Figure: int64(no), High: 99, Basis: "询价"})
	}
	n.do(&catalog.Freeze{Drawn: true, Seed: "1"})
	n.Read(func(x *catalog.Round) {
		for i, p := range x.Library.Projects {
			if p.Proposal.Carried() != (i < len(lost)) {
				t.Errorf("place %d: %+v", i+1, p.Proposal.Submit)
			}
		}
	})
	forgeCarried(t, n)
}

// forgeCarried changes what the round says of an earlier one, its needs and the fit.
func forgeCarried(t *testing.T, n *round) {
	var whole bytes.Buffer
	x, err := n.Export()
	n.must(err)
	_, err = x.WriteTo(&whole)
	n.must(err)
	key, signed, lines := taken(t, whole.Bytes())
	c, err := ledger.OpenCheckpoint(signed, key)
	n.must(err)
	forging := func() *forger { return &forger{t: t, lines: slices.Clone(lines), origin: c.Origin, more: c.More} }
	found := func(f *forger) []string { return failed(Audit(bytes.NewReader(f.signed()), Trust{})) }
	for _, c := range []struct {
		name, check string
		forge       func(*forger)
	}{
		{"carried twice", "library", func(f *forger) {
			var first submit
			change(f, "proposal.submit", 3, func(s *submit) { first = *s })
			change(f, "proposal.submit", 4, func(s *submit) { s.FromNo = first.FromNo })
		}},
		{"carried from nowhere", "library", func(f *forger) { change(f, "proposal.submit", 3, func(s *submit) { s.FromNo = 0 }) }},
		{"carried from itself", "library", func(f *forger) { change(f, "proposal.submit", 3, func(s *submit) { s.FromRound = "r2" }) }},
		{"an answer to a need that is not there", "needs", func(f *forger) { change(f, "proposal.submit", 0, func(s *submit) { s.Need = 9 }) }},
		{"an answer to a closed need", "needs", func(f *forger) { f.move("need.close", "scheme.adopt") }},
		{"closed without a word", "needs", func(f *forger) { change(f, "need.close", 0, func(c *closeNeed) { c.How = " " }) }},
		{"closed twice", "needs", func(f *forger) { f.double("need.close", 0) }},
		{"rolled twice", "needs", func(f *forger) { f.double("need.list", 0) }},
		{"rolled without ids", "needs", func(f *forger) { change(f, "need.list", 0, func(l *listNeeds) { l.IDs = nil }) }},
		{"a fit that is not judged", "needs", func(f *forger) { f.drop("need.fit", 2) }},
		{"a fit judged twice", "needs", func(f *forger) { f.double("need.fit", 2) }},
		{"unfit, and let pass", "needs", func(f *forger) { change(f, "need.fit", 2, func(j *judgeFit) { j.Fits = false }) }},
	} {
		f := forging()
		if c.forge(f); !slices.Contains(found(f), c.check) {
			t.Errorf("%s: %v", c.name, found(f))
		}
	}
	if got := found(forging()); len(got) > 0 {
		t.Errorf("unchanged: %v", got)
	}
}

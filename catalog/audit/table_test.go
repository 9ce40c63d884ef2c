package audit

// The round table in an export: recusals, votes, a merge, and a ranking by cards or by hands; and its forgeries.

import (
	"slices"
	"testing"

	"linli/ballot"
	"linli/catalog"
)

var forgeriesOfTable = []forgery{
	{"recused, and not there", "table", func(f *forger) { f.also("table.decide", `"recused":["nobody"]`) }},
	{"decided by nobody", "table", func(f *forger) { change(f, "table.meet", 0, func(m *meet) { m.Present = []string{} }) }},
	{"more votes than people", "table", func(f *forger) { f.also("table.decide", `"votes_for":3`) }},
	{"voted down, and recommended", "table", func(f *forger) { f.also("table.decide", `"votes_against":1`) }},
	{"a quorum that was not there, hashed", "table", func(f *forger) {
		change(f, "scheme.revise", 0, func(c *revise) {
			c.Scheme = changed(f.t, c.Scheme, func(s *scheme) { s.TableQuorum = 40 })
		})
		f.rehash()
	}},
	{"a proposer who decides", "table", func(f *forger) {
		f.insert("table.arrive", `{"proposed":[1],"who":"x"}`, "table.meet")
	}},
	{"arrived twice", "table", func(f *forger) {
		f.insert("table.arrive", `{"who":"x"}`, "table.meet")
		f.insert("table.arrive", `{"who":"x"}`, "table.meet")
	}},
	{"left, and was never there", "table", func(f *forger) { f.insert("table.leave", `{"who":"x"}`, "table.meet") }},
	{"merged after it was decided", "table", func(f *forger) {
		f.insert("table.merge", `{"into":2,"no":1,"why":"x"}`, "table.rank")
	}},
	{"another ranking than the hands'", "table", func(f *forger) {
		f.insert("table.hands", `{"hands":2,"no":1}`, "table.decide")
	}},
	{"opened, and ranked without a card", "table", func(f *forger) {
		f.insert("table.open", `{"items":[1,2,3]}`, "table.decide")
	}},
}

// tableRound is a round whose table has met on four items, of which it merges 3 into 2, and is about to rank 1, 2 and 4.
func tableRound(t *testing.T) *round {
	r := newRound(t, func(s *catalog.Scheme) { s.TableQuorum = 3 })
	r.do(&catalog.Adopt{Body: "居民代表会议"})
	for _, title := range []string{"一", "二", "三", "四"} {
		r.submit(title)
	}
	r.do(&catalog.CloseCollection{}, &catalog.Meet{Date: "2026-09-01", Place: "会议室", Moderator: "李", Recorder: "周", Present: []string{"代表 陈", "代表 吴"}},
		&catalog.Arrive{Who: "顾问 孙"}, &catalog.Arrive{Who: "代表 陈", Proposed: []int{3}}, &catalog.Arrive{Who: "网格员 刁"}, &catalog.Leave{Who: "网格员 刁"}, &catalog.Arrive{Who: "网格员 刁"})
	for no := range 4 {
		r.do(catalog.Cleared(no+1, len(grounds(r)), "小组"), &catalog.Survey{No: no + 1, Date: "2026-09-01", Who: "顾问", Finding: "可行", Pass: true})
	}
	mine := []string{"代表 陈"}
	r.do(&catalog.Join{No: 3, Into: 2, Why: "一起办", Recused: mine, For: 3},
		&catalog.Decide{No: 2, Discussion: "议", Result: "recommend", Why: "好", Recused: mine, For: 2, Against: 1},
		&catalog.Decide{No: 1, Discussion: "议", Result: "recommend", Why: "好"}, &catalog.Decide{No: 4, Discussion: "议", Result: "recommend", Why: "好"})
	return r
}

func grounds(r *round) (out []string) {
	r.Read(func(x *catalog.Round) { out = x.Scheme.Grounds })
	return out
}

// costed ends step three after the ranking.
func (r *round) costed() {
	for _, no := range []int{1, 2, 4} {
		r.do(&catalog.Estimate{No: no, Department: "办", Low: 1, Figure: 1, High: 1, Basis: "据"})
	}
	r.do(&catalog.Freeze{})
}

func byCards(t *testing.T) *round {
	r := tableRound(t)
	cards, err := r.PrintSeats(r.ctx, "office", 6)
	r.must(err)
	r.do(&catalog.OpenRanking{Items: []int{1, 2, 4}})
	r.must(r.Prefer(r.ctx, cards[0], []int{4}))
	_, err = r.CloseRanking(r.ctx, "office") // too few
	r.must(err)
	r.do(&catalog.OpenRanking{Items: []int{1, 2, 4}})
	for i, order := range [][]int{{4, 2, 1}, {2, 4}, {4}} {
		r.must(r.Prefer(r.ctx, cards[i], order))
	}
	_, err = r.CloseRanking(r.ctx, "office")
	r.must(err)
	r.do(&catalog.Rank{Order: []int{4, 2, 1}})
	r.costed()
	return r
}

func byHands(t *testing.T) *round {
	r := tableRound(t)
	r.do(&catalog.Hands{No: 1, Hands: 2}, &catalog.Hands{No: 2, Hands: 3}, &catalog.Hands{No: 4, Hands: 2}, &catalog.Rank{Order: []int{2, 1, 4}})
	r.costed()
	return r
}

func TestTableForgeries(t *testing.T) {
	for name, x := range map[string]struct {
		play      func(*testing.T) *round
		forgeries map[string]func(*forger)
	}{
		"cards": {byCards, map[string]func(*forger){
			"another order":  func(f *forger) { change(f, "table.rank", 0, func(r *rank) { r.Order = []int{2, 4, 1} }) },
			"a card dropped": func(f *forger) { change(f, "table.prefer", 1, func(p *prefer) { p.Rankings = p.Rankings[1:] }) },
			"a card doubled": func(f *forger) { change(f, "table.prefer", 1, func(p *prefer) { p.Rankings[1] = p.Rankings[0] }) },
			"a card not printed": func(f *forger) {
				change(f, "table.prefer", 1, func(p *prefer) { p.Rankings[0].Card = ballot.Commitment{} })
			},
			"an item twice": func(f *forger) {
				change(f, "table.prefer", 1, func(p *prefer) { p.Rankings[0].Order = []int{2, 2} })
			},
			"an item that is none": func(f *forger) {
				change(f, "table.prefer", 1, func(p *prefer) { p.Rankings[0].Order = []int{3} })
			},
			"cards in the order of printing": func(f *forger) { change(f, "table.seats", 0, func(s *seats) { slices.Reverse(s.Commitments) }) },
			"an item left out":               func(f *forger) { change(f, "table.open", 1, func(o *openRanking) { o.Items = o.Items[1:] }) },
			"never opened":                   func(f *forger) { f.drop("table.prefer", 1) },
			"nobody else may recuse":         func(f *forger) { change(f, "table.decide", 0, func(d *decide) { d.Recused = []string{"代表 吴"} }) },
			"merged though voted down":       func(f *forger) { change(f, "table.merge", 0, func(m *mergeAtTable) { m.Against, m.For = 3, 0 }) },
			"proposed by more":               func(f *forger) { change(f, "table.arrive", 0, func(a *arrive) { a.Proposed = []int{1} }) },
		}},
		"hands": {byHands, map[string]func(*forger){
			"another order":   func(f *forger) { change(f, "table.rank", 0, func(r *rank) { r.Order = []int{1, 2, 4} }) },
			"more hands":      func(f *forger) { change(f, "table.hands", 1, func(h *hands) { h.Hands = 4 }) },
			"hands moved":     func(f *forger) { change(f, "table.hands", 2, func(h *hands) { h.Hands = 3 }) },
			"one not counted": func(f *forger) { f.drop("table.hands", 0) },
			"a quorum that was not there": func(f *forger) {
				f.drop("table.arrive", 0)
				f.drop("table.arrive", 1)
				f.drop("table.leave", 0)
				f.drop("table.arrive", 1)
			},
		}},
	} {
		r := x.play(t)
		r.look()
		if got := failed(auditText(r.forger().signed())); got != nil {
			t.Fatalf("%s, signed anew: %v", name, got)
		}
		for what, do := range x.forgeries {
			f := r.forger()
			do(f)
			if got := failed(auditText(f.signed())); !slices.Contains(got, "table") {
				t.Errorf("%s, %s: found by %v", name, what, got)
			}
		}
	}
}

package catalog

// The public draw: once, after the count, before the tally.

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"linli/ballot"
	"linli/tally"
)

// drawing is a round that is counted and settled: of the three projects the fund pays for one, and a draw decides between
// two.
func drawing(t *testing.T) *play { return tied(t, 300_000_00) }

// tied is the same round with another fund.
func tied(t *testing.T, fund int64) *play {
	p := newPlay(t)
	s := scheme(t)
	s.Fund, s.Cap, s.Ties = fund, 0, []tally.Rung{tally.Draw}
	p.do(&Revise{Scheme: s, Why: "资金减少"})
	p.agree()
	p.collect()
	p.screen()
	p.polling()
	for i, no := range []int{1, 2} {
		_, err := p.Roll().CheckIn(p.ctx, fmt.Sprintf("1380000000%d", i), 1, p.env.Now())
		p.must(err)
		_, err = p.box().Cast(p.ctx, p.sheets[i], p.marks(no), ballot.Kiosk)
		p.must(err)
	}
	p.closed()
	return p
}

func (p *play) settled() {
	_, err := p.Settle(p.ctx, "office", ballot.Account{Station: 1, Unused: 10}, "", "qin", "lu")
	p.must(err)
}

func thrown(seed string) *Draw {
	return &Draw{Seed: seed, How: "当众掷五枚骰子", Witnesses: []string{"居民代表陈"}, Officers: []string{"qin", "lu"}}
}

// TestDrawCannotBeRepeatedUntilItPleases: elsewhere a ranking could be made again, which deleted the log of every draw
// before it, until the draw pleased. Here the seed stands once: not a second one, not a correction, not a tally with
// another, and none without a draw.
func TestDrawCannotBeRepeatedUntilItPleases(t *testing.T) {
	p := drawing(t)
	p.settled()
	for _, seed := range []string{"1", "2", "3"} {
		if err := p.Tally(p.ctx, "office", seed); !errors.Is(err, ErrFirst) {
			t.Errorf("a tally that tries the seed %s: %v", seed, err)
		}
	}
	p.do(thrown("5-3-6-1-2"))
	n := p.entries() - 1
	p.refuse(ErrDone, "seed", thrown("1-1-1-1-1"))
	if _, err := p.Correct(p.ctx, "office", n, "再抽一次", thrown("1-1-1-1-1")); !errors.Is(err, ErrCorrect) {
		t.Errorf("a correction: %v", err)
	}
	if err := p.Tally(p.ctx, "office", "1-1-1-1-1"); !errors.Is(err, ErrSeed) {
		t.Errorf("a tally with another seed: %v", err)
	}
	p.must(p.Tally(p.ctx, "office", ""))
	p.Read(func(r *Round) {
		lots, err := r.Lots("")
		if err != nil || len(lots) != 1 || !lots[0].Decisive || r.Outcome.Ladder.Seed != "5-3-6-1-2" {
			t.Errorf("%+v %v %+v", lots, err, r.Outcome.Ladder)
		}
		first, second := lots[0].Projects[0], lots[0].Projects[1]
		if l := r.Outcome.Ladder; l.Lot(first) >= l.Lot(second) || r.Outcome.Funded[0] != first {
			t.Errorf("the larger lot won: %+v", r.Outcome)
		}
	})
	p.refuse(ErrStep, "", thrown("1-1-1-1-1"))
}

// A tie that decides only the order, because the fund pays for all who are in it, waits for nobody: the seed that the
// tally names is enough. Lots that were drawn in public anyway are those of the order.
func TestDrawOfTheOrderOnly(t *testing.T) {
	for _, draw := range []bool{false, true} {
		p, seed := tied(t, 5_000_000_00), "3-1-4"
		p.settled()
		if draw {
			seed = "5-3-6-1-2"
			p.do(thrown(seed))
		}
		p.must(p.Tally(p.ctx, "office", seed))
		p.Read(func(r *Round) {
			lots, err := r.Lots("")
			if err != nil || len(lots) == 0 || lots[0].Decisive || !r.Funded(p.numberOf(r, 1)) || !r.Funded(p.numberOf(r, 2)) {
				t.Fatalf("%+v %v %v", lots, err, r.Outcome.Funded)
			}
			first, second := lots[0].Projects[0], lots[0].Projects[1]
			if l := r.Outcome.Ladder; l.Lot(first) >= l.Lot(second) || l.Seed != seed {
				t.Errorf("drawn %v: %+v", draw, r.Outcome.Ladder)
			}
		})
	}
}

func TestDrawRefusals(t *testing.T) {
	p := drawing(t)
	p.refuse(ErrFirst, "", thrown("1-2-3")) // the accounts are open
	p.settled()
	for field, change := range map[string]func(*Draw){
		"seed": func(a *Draw) { a.Seed = "" }, "how": func(a *Draw) { a.How = " " }, "witnesses": func(a *Draw) { a.Witnesses = nil },
	} {
		a := thrown("1-2-3")
		change(a)
		p.refuse(ErrMissing, field, a)
	}
	a := thrown("1-2-3")
	a.Officers[1] = "QIN"
	p.refuse(ErrOfficers, "officers", a)
}

// TestMeasure: distances, margin and comparison are those that the rule gives when asked directly, the outcome's bytes
// stay what they were, and a round without an outcome has none.
func TestMeasure(t *testing.T) {
	p := at(t, 4)
	if err := p.Measure(p.ctx); !errors.Is(err, ErrFirst) {
		t.Errorf("before the tally: %v", err)
	}
	p.vote()
	p.closed()
	p.count()
	p.tally()
	p.must(p.Measure(p.ctx))
	p.Read(func(r *Round) {
		rule, _ := tally.RuleNamed(r.Scheme.Rule)
		c, err := r.Contest()
		p.must(err)
		all, err := rule.Distances(p.ctx, c, r.Outcome.Ladder, r.Library.Paper, 100)
		p.must(err)
		lost := p.numberOf(r, 3)
		d, ok := r.Distance(lost)
		if !ok || d != all[fmt.Sprint(lost)] || d.Votes == 0 {
			t.Errorf("%+v, want %+v", d, all)
		}
		if _, ok := r.Distance(p.numberOf(r, 1)); ok {
			t.Error("a funded project has a distance")
		}
		m := r.Measured()
		if m == nil || m.Compared[0].Rule != r.Scheme.Rule || len(m.Compared) != len(tally.Rules()) || !m.Margin.Known {
			t.Errorf("%+v", m)
		}
		if again := r.Outcome.Hash(); again != r.OutcomeHash {
			t.Errorf("the outcome has become %s", again)
		}
	})
	ctx, cancel := context.WithCancel(p.ctx)
	cancel()
	p.must(p.Measure(ctx)) // it is known: nothing to wait for
}

func (p *play) numberOf(r *Round, proposal int) int { return r.Proposals[proposal-1].Project }

// TestRecount: the papers by batch and place; all of them when the margin is small, and drawn by the seed.
func TestRecount(t *testing.T) {
	p := at(t, 5)
	p.must(p.Measure(p.ctx))
	p.Read(func(r *Round) {
		x, ok := r.Recount()
		if !ok || len(x.Papers) != 4 || x.Papers[0] != "1-1" || x.Papers[3] != "1-4" || x.Need != 4 {
			t.Errorf("%+v %v", x, ok)
		}
	})
}

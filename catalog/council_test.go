package catalog

// Rounds that the residents' council decides: its meetings, its votes, what they may not be, and what comes of them.

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"linli/tally"
)

// council is the play's round decided by a council of 15, of whom ten must be there, at its fourth step.
var council struct {
	once sync.Once
	file []byte
}

func atCouncil(t testing.TB) *play {
	t.Helper()
	council.once.Do(func() {
		p := newPlayOf(t, councilScheme(t))
		p.agree()
		p.collect()
		p.screen()
		council.file = p.saved()
	})
	return restored(t, council.file)
}

func councilScheme(t testing.TB) Scheme {
	s := scheme(t)
	s.Route, s.Quorum, s.Majority, s.Rule = ByCouncil, 66, MajorityPresent, "greedy-skip"
	return s
}

// convened has eleven of the fifteen there.
func (p *play) convened() {
	p.t.Helper()
	p.do(&Convene{Date: "2026-08-20", Place: "议事厅", Chair: "议事长孙", Recorder: "记录员周", Members: 15, Present: 11, Observers: []string{"居民吴"}})
}

// number is the project of a proposal.
func (p *play) number(proposal int) (n int) {
	p.Read(func(r *Round) { n = r.Proposals[proposal-1].Project })
	return n
}

// resolved carries proposals 1 and 2, with nine and seven yes, and not 3, whose proposer is recused.
func (p *play) resolved() {
	p.t.Helper()
	p.do(&Resolve{Project: p.number(1), Yes: 9, No: 1, Abstain: 1})
	p.do(&Resolve{Project: p.number(2), Yes: 7, No: 4})
	p.do(&Resolve{Project: p.number(3), Yes: 5, No: 3, Abstain: 2, Recused: []string{"居民代表王"}})
}

func (p *play) closeCouncil() error { return p.CloseCouncil(p.ctx, "office", "qin", "lu") }

// TestCouncil plays the whole of step four and what follows it: items are carried by the majority of those who vote,
// and the letter goes to the proposer of the one that was not.
func TestCouncil(t *testing.T) {
	p := atCouncil(t)
	p.convened()
	p.resolved()
	p.must(p.closeCouncil())
	p.Read(func(r *Round) {
		reason := func(proposal int) tally.Reason {
			x, _ := r.Reason(r.Proposals[proposal-1].Project)
			return x
		}
		first, second, third := reason(1), reason(2), reason(3)
		if r.Outcome.Rule != tally.CouncilSkip || r.Outcome.Ballots != 0 || first.Code != tally.Funded || first.Score != 9 || second.Code != tally.Funded {
			t.Errorf("%+v", r.Outcome)
		}
		if third.Code != tally.NotCarried || third.Lacks != 1 || r.Council.Votes[p.number(3)].Needed != 6 || third.Rank != 3 {
			t.Errorf("of ten who vote five do not carry: %+v", third)
		}
		if r.Stage(r.Proposals[2]) != NotFunded || r.Steps[4].IsOpen() || !r.Steps[5].IsOpen() || r.OutcomeHash != r.Outcome.Hash() {
			t.Errorf("%q %+v", r.Stage(r.Proposals[2]), r.Steps)
		}
	})
	p.must(p.Measure(p.ctx))
	p.Read(func(r *Round) {
		if m := r.Measured(); m == nil || m.Margin.Known || len(m.Compared) > 0 || len(m.Distances) > 0 {
			t.Errorf("measured without ballots: %+v", m)
		}
	})
	p.notice()
	p.thank()
	p.build()
	p.evaluate()
	p.Read(func(r *Round) {
		if !r.Closed() {
			t.Error("the round is not closed")
		}
	})
}

// TestCouncilRefusals: who is too few, sums that are none, items out of order, and a single officer.
func TestCouncilRefusals(t *testing.T) {
	p := atCouncil(t)
	good := Convene{Date: "2026-08-20", Place: "议事厅", Chair: "孙", Recorder: "周", Members: 15, Present: 10}
	meet := func(present int) *Convene { a := good; a.Present = present; return &a }
	p.refuse(ErrFirst, "", &Resolve{Project: 1, Yes: 11})
	p.refuse(ErrQuorum, "present", meet(9))
	p.refuse(ErrNumber, "present", meet(16))
	p.refuse(ErrQuorate, "present", &Adjourn{Date: "2026-08-20", Place: "议事厅", Members: 15, Present: 10, Why: "天晚"})
	p.refuse(ErrNumber, "present", &Adjourn{Date: "2026-08-20", Place: "议事厅", Members: 15, Present: 16, Why: "天晚"})
	p.refuse(ErrFirst, "", &Conclude{Officers: []string{"qin", "lu"}, Hash: "x"})
	late := good
	late.Date = "2062-08-20"
	p.refuse(ErrAhead, "date", &late)
	p.refuse(ErrAhead, "date", &Adjourn{Date: "2062-08-20", Place: "议事厅", Members: 15, Present: 9, Why: "天晚"})
	p.do(meet(10))
	p.refuse(ErrDone, "", meet(11))
	p.refuse(ErrNoSuch, "project", &Resolve{Project: 9, Yes: 10})
	for _, a := range []Resolve{{Yes: 10, No: 1}, {Yes: 9}, {}, {Yes: 10, Recused: []string{"甲"}}, {Yes: 6, No: 4, Abstain: 1}} {
		a.Project = 1
		p.refuse(ErrVotes, "yes", &a)
	}
	p.refuse(ErrVotes, "recused", &Resolve{Project: 1, Yes: 8, Recused: []string{"居民代表王", "居民代表 王"}})
	p.do(&Withdraw{Project: 3, Why: "已另行安排"})
	p.refuse(ErrNoSuch, "project", &Resolve{Project: 3, Yes: 10})
	p.do(&Resolve{Project: 1, Yes: 10})
	p.refuse(ErrDone, "project", &Resolve{Project: 1, Yes: 10})
	if err := p.closeCouncil(); !errors.Is(err, ErrFirst) || !strings.Contains(err.Error(), "2 号项目") {
		t.Errorf("closed without a vote on project 2: %v", err)
	}
	p.do(&Resolve{Project: 2, No: 10})
	p.refuse(ErrOutcome, "", &Conclude{Officers: []string{"qin", "lu"}, Hash: strings.Repeat("0", 64)})
	if err := p.CloseCouncil(p.ctx, "office", "qin", "Qin"); !errors.Is(err, ErrOfficers) {
		t.Errorf("one officer: %v", err)
	}
	p.refuse(ErrNoSuch, "", &Draw{Seed: "1", How: "骰子", Witnesses: []string{"吴"}, Officers: []string{"qin", "lu"}})
	p.must(p.closeCouncil())
}

// TestEitherRoute: nothing of the residents' vote can be done in a round of the council, and the other way about; the
// refusal names the act.
func TestEitherRoute(t *testing.T) {
	council, vote := atCouncil(t), at(t, 4)
	for _, k := range Kinds {
		if k.Step != 4 || k.Name == "library.withdraw" || k.Name == "poll.draw" {
			continue
		}
		p, want := council, ErrCouncil
		if strings.HasPrefix(k.Name, "council.") {
			p, want = vote, ErrVote
		}
		if _, err := p.Live.do(p.ctx, "office", []Act{k.New()}); !errors.Is(err, want) || !strings.Contains(err.Error(), k.Name) {
			t.Errorf("%s: %v", k.Name, err)
		}
	}
	_, err := council.PrintSheets(council.ctx, "office", 1, 12)
	_, err2 := council.BeginRehearsal(council.ctx, "office", 1)
	if !errors.Is(err, ErrCouncil) || !errors.Is(err2, ErrCouncil) || !errors.Is(vote.CloseCouncil(vote.ctx, "office", "qin", "lu"), ErrVote) {
		t.Error(err, err2)
	}
}

// TestCouncilMeetsAgain: a meeting that too few come to decides nothing; one that breaks off keeps what it has voted, and
// the next may vote on it anew. Each item goes by the numbers of its own meeting.
func TestCouncilMeetsAgain(t *testing.T) {
	p := atCouncil(t)
	p.do(&Adjourn{Date: "2026-08-18", Place: "议事厅", Members: 15, Present: 9, Why: "到会不足", Next: "2026-08-20"})
	p.refuse(ErrFirst, "", &Resolve{Project: 1, Yes: 9})
	p.convened()
	p.do(&Resolve{Project: 1, Yes: 5, No: 6}, &Resolve{Project: 2, Yes: 11})
	p.do(&Adjourn{Date: "2026-08-20", Place: "议事厅", Members: 15, Present: 11, Why: "停电", Next: "2026-08-21"})
	p.refuse(ErrFirst, "", &Resolve{Project: 3, Yes: 11})
	p.do(&Convene{Date: "2026-08-21", Place: "议事厅", Chair: "孙", Recorder: "周", Members: 15, Present: 15})
	p.do(&Resolve{Project: 3, Yes: 7, No: 8}, &Resolve{Project: 1, Yes: 8, No: 7})
	p.Read(func(r *Round) {
		c := r.Council
		if len(c.Sittings) != 3 || c.Sittings[0].Open() || c.Sittings[1].Adjourned != "停电" || c.Sittings[0].Next != "2026-08-20" || len(c.Sittings[1].Votes) != 2 {
			t.Errorf("%+v", c.Sittings)
		}
		if v := c.Votes[1]; v.Sitting != 3 || v.Needed != 8 || !v.Carried() || c.Votes[3].Carried() || c.Votes[2].Needed != 6 {
			t.Errorf("%+v", v)
		}
	})
	p.must(p.closeCouncil())
	p.Read(func(r *Round) {
		if !r.Funded(1) || !r.Funded(2) || r.Funded(3) {
			t.Errorf("%v", r.Outcome.Funded)
		}
	})
}

// TestCouncilCorrected: a vote can be corrected until the council is closed, and the numbers of a meeting only as its
// votes allow.
func TestCouncilCorrected(t *testing.T) {
	p := atCouncil(t)
	p.convened()
	meeting := p.entries() - 1
	p.resolved()
	vote := p.entries() - 1
	correct := func(n int64, a Act) error {
		_, err := p.Correct(p.ctx, "office", n, "唱票有误", a)
		return err
	}
	fixed := &Resolve{Project: p.number(3), Yes: 6, No: 3, Abstain: 1, Recused: []string{"居民代表王"}}
	other := Convene{Date: "2026-08-20", Place: "议事厅", Chair: "孙", Recorder: "周", Members: 15, Present: 12}
	if err := correct(meeting, &other); !errors.Is(err, ErrRests) {
		t.Errorf("another number of people, under votes that add up to the first: %v", err)
	}
	if err := correct(vote, &Resolve{Project: p.number(3), Yes: 6, No: 3, Abstain: 1}); !errors.Is(err, ErrVotes) {
		t.Errorf("a sum that is none: %v", err)
	}
	p.must(correct(vote, fixed))
	p.Read(func(r *Round) {
		if v := r.Council.Votes[p.number(3)]; v.Yes != 6 || !v.Carried() {
			t.Errorf("%+v", v)
		}
	})
	p.must(p.closeCouncil())
	if err := correct(p.entries()-2, fixed); !errors.Is(err, ErrStep) {
		t.Errorf("after the close: %v", err)
	}
}

// TestCouncilDraw: a tie that the ladder leaves to a draw waits for a public one; its seed then stands in the outcome.
func TestCouncilDraw(t *testing.T) {
	s := councilScheme(t)
	s.Ties = []tally.Rung{tally.Cheaper, tally.Draw}
	p := newPlayOf(t, s)
	p.agree()
	p.collect()
	p.screen()
	p.convened()
	for n := 1; n <= 3; n++ {
		p.do(&Resolve{Project: n, Yes: 9, No: 2})
	}
	if err := p.closeCouncil(); !errors.Is(err, ErrFirst) {
		t.Errorf("closed without a draw: %v", err)
	}
	p.do(&Draw{Seed: "3-1-4", How: "当众掷骰子", Witnesses: []string{"居民吴"}, Officers: []string{"qin", "lu"}})
	p.must(p.closeCouncil())
	p.Read(func(r *Round) {
		if r.Outcome.Ladder.Seed != "3-1-4" || len(r.Outcome.Ties) != 1 || r.Outcome.Ties[0].By != tally.Draw {
			t.Errorf("%+v", r.Outcome)
		}
	})
}

// TestYesToCarry: it is the least number that carries, whatever the majority, with one yes less it does not.
func TestYesToCarry(t *testing.T) {
	for _, majority := range []string{MajorityPresent, MajorityMembers, TwoThirdsPresent} {
		s := Scheme{Majority: majority, Quorum: 67}
		for members := 1; members <= 31; members++ {
			need := s.QuorumOf(members)
			if !s.Quorate(need, members) || s.Quorate(need-1, members) {
				t.Fatalf("quorum of %d: %d", members, need)
			}
			for voting := range members + 1 {
				yes := s.YesToCarry(voting, members)
				if voting > 0 && (!s.Carries(yes, voting, members) || s.Carries(yes-1, voting, members)) || yes < 1 {
					t.Fatalf("%s: %d of %d voting, %d members", majority, yes, voting, members)
				}
			}
		}
	}
}

// TestCouncilFoldsTheSame: the state after a restart is the state before.
func TestCouncilFoldsTheSame(t *testing.T) {
	p := atCouncil(t)
	p.do(&Adjourn{Date: "2026-08-18", Place: "议事厅", Members: 15, Present: 9, Why: "到会不足"})
	p.convened()
	p.resolved()
	p.must(p.closeCouncil())
	show := func(l *Live) (out string) {
		l.Read(func(r *Round) {
			for _, s := range r.Council.Sittings {
				out += fmt.Sprintf("%+v %d\n", *s, len(s.Votes))
			}
			out = fmt.Sprint(slices.Sorted(strings.SplitSeq(out, " ")), r.OutcomeHash)
		})
		return strings.NewReplacer("0x", "").Replace(out[strings.LastIndex(out, "]"):])
	}
	before := show(p.Live)
	again := restored(t, p.saved())
	if after := show(again.Live); after != before || len(before) < 60 {
		t.Errorf("%s\n%s", before, after)
	}
}

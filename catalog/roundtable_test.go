package catalog

// The round table: who is there, who decides, and who may not.

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"linli/catalog/preset"
)

// seated is a round whose table is about to meet on items 1 to n, with a quorum of three people.
func seated(t *testing.T, n int) *play {
	t.Helper()
	s := scheme(t)
	s.TableQuorum = 3
	p := newPlayOf(t, s)
	p.do(&Adopt{Body: "居民代表会议"})
	for i := range n + 1 {
		_, err := p.Submit(p.ctx, "resident", Person{Name: "王"}, submission(1+i%5))
		p.must(err)
	}
	p.do(&Merge{n + 1, 1, "同一处"}, &CloseCollection{})
	for no := 1; no <= n; no++ {
		p.surveyed(no)
	}
	return p
}

// surveyed takes a proposal through screening and survey.
func (p *play) surveyed(no int) {
	p.t.Helper()
	p.do(Cleared(no, 7, "组"), &Survey{No: no, Date: "2026-09-01", Who: "人", Finding: "好", Pass: true})
}

func meeting(who ...string) *Meet {
	return &Meet{Date: "2026-09-01", Place: "室", Moderator: "书记 李", Recorder: "社工 周", Present: who}
}

func recommended(no int) *Decide {
	return &Decide{No: no, Discussion: "议", Result: "recommend", Why: "好"}
}

func TestAttendance(t *testing.T) {
	p := seated(t, 3)
	p.refuse(ErrFirst, "", &Arrive{Who: "代表 陈"})
	p.refuse(ErrFirst, "", &Leave{Who: "代表 陈"})
	p.refuse(ErrDone, "present", meeting("代表 陈", "代表 陈"))
	p.refuse(ErrNumber, "present", meeting(many(MaxPresent+1)...))
	p.do(meeting("代表 陈", "代表 吴"))
	p.do(&Arrive{Who: "代表 陈", Proposed: []int{1}}) // on the list: says what they proposed
	p.refuse(ErrDone, "who", &Arrive{Who: "代表 陈"})
	p.refuse(ErrNoSuch, "proposed", &Arrive{Who: "顾问 孙", Proposed: []int{9}})
	p.refuse(ErrDone, "proposed", &Arrive{Who: "顾问 孙", Proposed: []int{2, 2}})
	p.refuse(ErrLong, "who", &Arrive{Who: strings.Repeat("长", 41)})
	p.do(&Arrive{Who: "顾问 孙"})
	p.there(3, 1)
	p.do(&Leave{Who: "代表 陈"})
	p.refuse(ErrNoSuch, "who", &Leave{Who: "代表 陈"})
	p.refuse(ErrNoSuch, "who", &Leave{Who: "代表 钱"})
	p.there(2, 0)
	p.do(&Arrive{Who: "代表 陈", Proposed: []int{4}}) // is back, and was the proposer of 1 all the time
	p.there(3, 1)
	p.reopened(t)
	p.there(3, 1)
}

// there checks how many are at the table, and how many of them proposed item 1.
func (p *play) there(present, interested int) {
	p.t.Helper()
	p.Read(func(r *Round) {
		if r.Table.Present() != present || len(r.Interested(1)) != interested {
			p.t.Errorf("%d present, %d interested", r.Table.Present(), len(r.Interested(1)))
		}
	})
}

func many(n int) (who []string) {
	for i := range n {
		who = append(who, "代表 "+strings.Repeat("甲", 1+i%30)+strings.Repeat("乙", i/30))
	}
	return who
}

func TestFullTable(t *testing.T) {
	p := seated(t, 1)
	p.do(meeting(many(MaxPresent)...))
	p.refuse(ErrFull, "", &Arrive{Who: "代表 陈"})
	gone := many(1)[0]
	p.do(&Leave{Who: gone})
	p.refuse(ErrFull, "", &Arrive{Who: "代表 陈"}) // the list has room for no other
	p.do(&Arrive{Who: gone})
}

// The quorum holds for everything that the table decides, and says how many are missing.
func TestTableQuorum(t *testing.T) {
	p := seated(t, 3)
	p.do(meeting())
	acts := func() []Act { return []Act{recommended(1), &Join{No: 2, Into: 3, Why: "同"}, &Hands{No: 1, Hands: 1}} }
	for _, a := range acts() {
		p.refuse(ErrTableQuorum, "", a)
	}
	p.do(&Arrive{Who: "代表 陈"}, &Arrive{Who: "代表 吴"})
	if _, err := p.Do(p.ctx, "office", recommended(1)); !errors.Is(err, ErrTableQuorum) || !strings.Contains(err.Error(), "还差 1 人 / 1 more") {
		t.Error(err)
	}
	p.do(&Arrive{Who: "顾问 孙"}, recommended(1))
	p.do(&Leave{Who: "顾问 孙"})
	p.refuse(ErrTableQuorum, "", recommended(2))
	p.refuse(ErrTableQuorum, "", &Rank{[]int{1}})
	p.refuse(ErrTableQuorum, "", &OpenRanking{[]int{1}})
}

// Whoever proposed an item, or one merged into it, is recused while at the table.
func TestRecusal(t *testing.T) {
	p := seated(t, 3)
	p.do(meeting("代表 陈", "代表 吴", "顾问 孙"), &Arrive{Who: "代表 陈", Proposed: []int{4}}) // 4 was merged into 1
	a := recommended(1)
	p.refuse(ErrRecuse, "recused", a)
	a.Recused = []string{"代表 吴"}
	p.refuse(ErrRecuse, "recused", a)
	a.Recused = []string{"代表 钱"}
	p.refuse(ErrNoSuch, "recused", a)
	a.Recused = []string{"代表 陈", "代表 陈"}
	p.refuse(ErrNoSuch, "recused", a)
	a.Recused = []string{"代表 陈", "代表 吴", "顾问 孙"}
	p.refuse(ErrTableQuorum, "", a) // nobody is left
	a.Recused = []string{"代表 陈"}
	a.For, a.Against, a.Abstain = 1, 1, 1
	p.refuse(ErrNumber, "votes_for", a)
	a.For, a.Against, a.Abstain = 1, 1, 0
	p.refuse(ErrVoices, "result", a)
	a.Result, a.For, a.Against = "decline", 2, 0
	p.refuse(ErrVoices, "result", a)
	a.Result = "recommend"
	p.do(a)

	p.do(&Arrive{Who: "代表 吴", Proposed: []int{3}})
	p.refuse(ErrRecuse, "recused", &Join{No: 2, Into: 3, Why: "同", For: 2})
	p.do(&Leave{Who: "代表 陈"}, &Arrive{Who: "代表 陈"}, recommended(2)) // nothing to do with 2
	// A later entry cannot make a decision wrong that was right.
	n := p.entry("table.arrive", 0)
	if _, err := p.Correct(p.ctx, "office", n, "漏记", &Arrive{Who: "代表 陈", Proposed: []int{4, 2}}); !errors.Is(err, ErrRests) {
		t.Error(err)
	}
	p.reopened(t)
}

// entry is the number of the nth entry of a kind.
func (p *play) entry(act string, nth int) int64 {
	p.t.Helper()
	for _, e := range p.Ledger().Entries(0, 1<<20) {
		if e.Act == act {
			if nth == 0 {
				return e.N
			}
			nth--
		}
	}
	p.t.Fatalf("no %s", act)
	return 0
}

// Two items become one at the table, and what was merged before goes along.
func TestJoin(t *testing.T) {
	p := seated(t, 4)
	p.do(meeting("代表 陈", "代表 吴", "顾问 孙"), &Arrive{Who: "代表 陈", Proposed: []int{5}}) // 5 was merged into 1
	join := &Join{No: 1, Into: 2, Why: "一起办"}
	p.refuse(ErrRecuse, "recused", join)
	join.Recused = []string{"代表 陈"}
	for field, a := range map[string]Join{"no": {No: 9, Into: 2}, "into": {No: 1, Into: 9}} {
		a.Why = "同"
		p.refuse(ErrNoSuch, field, &a)
	}
	p.refuse(ErrNoSuch, "into", &Join{No: 1, Into: 1, Why: "同"})
	p.refuse(ErrDone, "no", &Join{No: 5, Into: 2, Why: "同"})
	p.refuse(ErrDone, "into", &Join{No: 2, Into: 5, Why: "同"})
	join.Against = 1
	p.refuse(ErrVoices, "votes_for", join)
	join.Against = 0
	p.do(join)
	p.refuse(ErrDone, "no", join)
	p.refuse(ErrRecuse, "recused", recommended(2)) // whoever proposed 5 has proposed 2 by now
	p.do(&Decide{No: 2, Discussion: "议", Result: "recommend", Why: "好", Recused: []string{"代表 陈"}}, recommended(3))
	p.refuse(ErrDone, "into", &Join{No: 4, Into: 3, Why: "同"})
	p.refuse(ErrDone, "no", &Join{No: 3, Into: 4, Why: "同"})
	p.Read(func(r *Round) {
		merged, first, old := r.Proposal(2).Merged, r.Proposal(1), r.Proposal(5)
		if !slices.Equal(merged, []int{1, 5}) || first.Into != 2 || old.Into != 2 || first.MergeWhy != "一起办" || old.MergeWhy != "同一处" || r.Stage(first) != MergedInto {
			t.Errorf("%v %+v", merged, first)
		}
		if got := len(r.Agenda()); got != 4 {
			t.Errorf("%d items", got)
		}
	})
	p.reopened(t)
}

// What is not surveyed is before no table.
func TestJoinNeedsSurvey(t *testing.T) {
	p := at(t, 3)
	p.surveyed(1)
	p.do(meeting("代表 陈"))
	p.refuse(ErrFirst, "into", &Join{No: 1, Into: 2, Why: "同"})
	p.refuse(ErrFirst, "no", &Join{No: 2, Into: 1, Why: "同"})
}

// The meeting's code lets in who was shown it, on its day.
func TestSignIn(t *testing.T) {
	p := seated(t, 2)
	if p.TableCode() != "" {
		t.Error("a code before the meeting")
	}
	today := meeting()
	today.Date = p.Today()
	p.do(today)
	code := p.TableCode()
	var slips []string
	p.Read(func(r *Round) { slips = []string{r.Proposal(2).Slip, strings.ToLower(r.Proposal(2).Slip)} })
	p.must(p.SignIn(p.ctx, "resident", "代表 陈", slips...))
	p.Read(func(r *Round) {
		if got := r.Interested(2); len(got) != 1 || got[0].Who != "代表 陈" {
			t.Error(got)
		}
	})
	for want, err := range map[error]error{
		ErrDone:   p.SignIn(p.ctx, "resident", "代表 陈"),
		ErrNoSuch: p.SignIn(p.ctx, "resident", "代表 吴", "2222222222"),
	} {
		if !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	if err := p.SignIn(p.ctx, "resident", "代表 吴", "X"); err == nil {
		t.Error("a slip of one sign")
	}
	p.reopened(t)
	if p.TableCode() != code || len(code) != 10 {
		t.Errorf("%q, then %q", code, p.TableCode())
	}
	other := *today
	other.Date = "2026-08-31"
	if _, err := p.Correct(p.ctx, "office", p.entry("table.meet", 0), "改期", &other); err != nil {
		t.Fatal(err)
	}
	if err := p.SignIn(p.ctx, "resident", "代表 吴"); !errors.Is(err, ErrDoor) {
		t.Error(err)
	}
}

func TestPresetsHaveATableQuorum(t *testing.T) {
	for _, name := range preset.Names() {
		x, err := preset.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		if q := Draft(x).TableQuorum; q < 3 || q > 50 {
			t.Errorf("%s: %d people", name, q)
		}
	}
}

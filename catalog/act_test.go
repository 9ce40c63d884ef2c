package catalog

// What holds for every act: its step, its kind, its actor, its place among others.

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"linli/ballot"
	"linli/tally"
)

// Every kind of act is refused in a round whose step is not open: before the first step that could allow it, and
// after the round has been closed.
func TestActOutOfStep(t *testing.T) {
	begun, over := newPlay(t), at(t, 8)
	over.evaluate()
	sits := newPlayOf(t, councilScheme(t))
	for _, k := range Kinds[1:] {
		a, early, late := filled(k), begun, ErrStep
		if routeOf(k.Name) == ByCouncil {
			early, late = sits, ErrVote
		}
		if k.Step > 1 {
			early.refuse(ErrStep, "", a)
		}
		if k.Step > 0 {
			over.refuse(late, "", a)
		}
	}
}

// filled is an act of the kind whose form is right.
func filled(k Kind) Act {
	officers := []string{"qin", "lu"}
	sheet := ballot.Sheet{Finding: ballot.Blank}
	s, _ := ballot.NewSlip(strings.NewReader("12345"))
	sub := submission(1)
	sub.Slip, sub.Proposer = s, strings.Repeat("a", 2*refBytes)
	const day, some = "2026-11-22", "有"
	for _, a := range []Act{
		&Revise{Why: some}, &Opinion{On: "scope", From: some, Text: some}, &OpinionAnswer{1, some}, &Training{day, some, some, 1}, &Adopt{some},
		&Seminar{day, some, some, officers}, &sub, &Merge{1, 2, some}, &CloseCollection{},
		&Screen{No: 1, By: some}, &Confirm{No: 1, Login: some}, &Survey{No: 1, Date: day, Who: some, Finding: some, Pass: true},
		&Notify{No: 1, Number: some, Date: day, How: "door"}, &AskReview{No: 1, Date: day, Text: some}, &Review{No: 1, Why: some, Login: some}, &Refer{No: 1, Department: some, Date: day, Days: 1}, &Meet{day, some, some, some, officers, nil}, &Arrive{Who: some}, &Leave{some}, &Join{No: 1, Into: 2, Why: some}, &Seats{make([]ballot.Commitment, 1)}, &OpenRanking{[]int{1}}, &Prefer{}, &Hands{No: 1},
		&Decide{No: 1, Discussion: some, Result: "decline", Why: some}, &Rank{[]int{1}}, &Estimate{No: 1, Department: some, Low: 1, High: 1, Figure: 1, Basis: some}, &Freeze{}, &Withdraw{1, some},
		&Station{Number: 1, Name: some, Address: some, Hours: some, Phone: some}, &Duty{Station: 1}, &Handover{Station: 1, Date: day, Officers: officers}, &StationDay{Station: 1, Date: day, Officers: officers},
		&MergePart{Station: 1, Part: some, Officers: officers}, &PrintRun{}, &BeginRehearsal{Stations: []int{1}, Sheets: 1, Expected: ballot.Totals{Votes: []int64{1}}},
		&EndRehearsal{Counted: ballot.Totals{Votes: []int64{1}}, Entries: 1, Root: some, Key: some, Wiped: 1, Codes: []string{some}, Officers: officers}, &Assist{Station: 1, Officers: officers}, &OpenPoll{officers}, &Publish{make([]ballot.Hash, 1)}, &ClosePoll{Officers: officers},
		&Reveal{}, &Enter{1, 1, "A", nil, some}, &Scan{Batch: 1, Station: 1}, &Adjudicate{1, 1, sheet, some, some, officers}, &SealBatch{Batch: 1}, &Reopen{1, some, officers},
		&SettleStation{Officers: officers}, &Draw{some, some, officers, officers}, &Tally{Hash: some},
		&Forward{No: 1, To: "street", Communities: officers, Why: some}, &ForwardAnswer{1, day, true, some, some}, &Grant{No: 1, Date: day, Number: some, Why: some, By: some}, &Revoke{1, some},
		&TakePart{FromRound: some, FromProject: 1, Date: day, Number: some, By: some, Brought: Brought{some, some, some, some, "service", some, 2, []int64{1, 1}, 2}},
		&Convene{Date: day, Place: some, Chair: some, Recorder: some, Members: 3, Present: 3}, &Adjourn{Date: day, Place: some, Members: 3, Why: some}, &Resolve{Project: 1, Yes: 3}, &Conclude{officers, some},
		&SubmitApproval{Project: 1, Date: day}, &ReturnApproval{1, day, some}, &ResubmitApproval{Project: 1, Date: day}, &DecideApproval{1, day, true, some, "", some},
		&PublishNotice{some, day, day, some}, &Object{some, some}, &ObjectionAnswer{1, some, some}, &CloseNotice{some},
		&IssueLetter{1, some}, &DeliverLetter{1, "door", day, some}, &Talk{1, some}, &CarryOver{1, some}, &CloseLetters{},
		&StartWork{1, some, some, 1, day}, &Milestone{1, day, day, some, 0, ""}, &FinishWork{1, day, some}, &CloseWorks{},
		&Evaluate{1, []int{1, 0, 0, 0, 0}, "", some}, &CloseRound{some},
		&JudgeFit{No: 1, Why: some, By: some}, &AddNeed{some, some, "service", "visit", day}, &ListNeeds{Needs: []Need{{some, some, "service", "visit", day}}}, &CloseNeed{1, some}, &AddModel{1, some}, &DropModel{1, some},
		&Erase{1, "request"}, &RemovePhoto{1, "unfit"},
	} {
		if kind, err := kindOf(a); err == nil && kind.Name == k.Name {
			if r, ok := a.(*Revise); ok {
				r.Scheme = revised
			}
			return a
		}
	}
	panic("no filled act of kind " + k.Name)
}

// revised is a scheme whose form is right.
var revised = Scheme{
	Preset: "wuzhong", Name: "微实事", Community: "甲", Street: "乙", District: "丙", Year: 2026, Fund: 1, Scope: "有", Process: "有", Method: "有", WhoVotes: "有", Carry: "有",
	Grounds: []string{"有"}, Form: ballot.Approval, MaxMarks: 1, Rule: "greedy-skip", Ties: []tally.Rung{tally.Number}, NoticeDays: 1, Address: "有", Phone: "1", Supervision: "1",
}

// What is no act is refused: nothing, a nil pointer, a kind that only borrows an act's methods, an unknown name.
func TestNoAct(t *testing.T) {
	p := newPlay(t)
	for _, a := range []Act{nil, (*Adopt)(nil), &Proposal{}, &OpinionState{}} {
		if _, err := p.Do(p.ctx, "office", a); !errors.Is(err, ErrAct) {
			t.Errorf("%T: %v", a, err)
		}
	}
	if _, err := KindNamed("scheme.forget"); !errors.Is(err, ErrAct) {
		t.Error(err)
	}
	if entries, err := p.Do(p.ctx, "office"); err != nil || entries != nil {
		t.Error(entries, err)
	}
}

// The actor is plain text, too.
func TestActor(t *testing.T) {
	p := newPlay(t)
	for actor, want := range map[string]error{"": ErrMissing, "a\x00": ErrText, "\xff": ErrText, strings.Repeat("长", 41): ErrLong} {
		if _, err := p.Do(p.ctx, actor, &Adopt{Body: "会议"}); !errors.Is(err, want) {
			t.Errorf("%q: %v", actor, err)
		}
	}
}

// Several acts are done all or none, each checked after those before it: two that are allowed one by one but not
// together must not get into the ledger, which could not be read any more.
func TestManyActs(t *testing.T) {
	p := at(t, 2)
	for n := 1; n <= 2; n++ {
		_, err := p.Submit(p.ctx, "resident", Person{Name: "王"}, submission(n))
		p.must(err)
	}
	for want, acts := range map[error][]Act{
		ErrDone: {&Merge{1, 2, "同"}, &Merge{2, 1, "同"}},
		ErrStep: {&CloseCollection{}, &CloseCollection{}},
	} {
		before := p.entries()
		if _, err := p.Do(p.ctx, "office", acts...); !errors.Is(err, want) || p.entries() != before {
			t.Errorf("%v: %v", want, err)
		}
	}
	p.do(&CloseCollection{}, Cleared(1, 7, "组"))
	if entries := p.Ledger().Entries(0, 1<<30); int64(len(entries)) != p.entries() {
		t.Error("the ledger and the round differ")
	}
	p.reopened(t)
}

// What the caller does to an act afterwards does not reach the round.
func TestActIsCopied(t *testing.T) {
	p := at(t, 3)
	a := Cleared(1, 7, "组")
	p.do(a)
	a.Reasons[0] = "改了"
	p.Read(func(r *Round) {
		if r.Proposal(1).Screening.Reasons[0] != "" {
			t.Error("the round has changed without an entry")
		}
	})
}

// What is checked is what the ledger will hold. JSON changes the bytes of this tracker, and with them the hash that was
// published; had the act been checked as it was handed in, the ledger could not be read again.
func TestActIsCheckedAsWritten(t *testing.T) {
	p := at(t, 4)
	p.polling()
	odd := ballot.Record{Tracker: "\xff", Marks: p.marks(1)}
	for _, a := range []Act{&ClosePoll{Officers: []string{"qin", "lu"}, Ballots: 1}, &Publish{[]ballot.Hash{odd.Hash("2026")}}} {
		_, err := p.Live.do(p.ctx, "office", []Act{a})
		p.must(err)
	}
	p.refuse(ErrNoSuch, "records", &Reveal{Records: []ballot.Record{odd}})
	p.reopened(t)
}

// The acts that speak for the box are not done by hand.
func TestBoxActs(t *testing.T) {
	p := at(t, 4)
	p.vote()
	for _, a := range []Act{&Publish{}, &ClosePoll{Officers: []string{"qin", "lu"}}, &Reveal{}} {
		if _, err := p.Do(p.ctx, "office", a); !errors.Is(err, ErrBox) {
			t.Errorf("%T: %v", a, err)
		}
	}
}

// A round is founded once; its ID can stand in an address.
func TestFound(t *testing.T) {
	p := newPlay(t)
	if _, err := Found(p.ctx, p.env, "office", Create{ID: "2026", Scheme: scheme(t)}); !errors.Is(err, ErrDone) {
		t.Error(err)
	}
	for _, id := range []string{"", "A", "a/b", "-a", "a b", "届", "a\n", strings.Repeat("a", 41)} {
		if _, err := Found(p.ctx, p.env, "office", Create{ID: id, Scheme: scheme(t)}); !errors.Is(err, ErrID) {
			t.Errorf("%q: %v", id, err)
		}
		if _, err := Open(p.ctx, p.env, id); !errors.Is(err, ErrRound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if _, err := Open(p.ctx, p.env, "2025"); !errors.Is(err, ErrRound) {
		t.Error(err)
	}
	second, err := Found(p.ctx, p.env, "office", Create{ID: "2025", Scheme: scheme(t)})
	p.must(err)
	defer second.Close()
	if ids, err := List(p.ctx, p.store); err != nil || !slices.Equal(ids, []string{"2025", "2026"}) {
		t.Error(ids, err)
	}
}

// An act whose context has ended is not done.
func TestCancelled(t *testing.T) {
	p := newPlay(t)
	ctx, cancel := context.WithCancel(p.ctx)
	cancel()
	if _, err := p.Do(ctx, "office", &Adopt{Body: "会议"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

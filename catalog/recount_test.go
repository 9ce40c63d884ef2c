package catalog

// A sealed batch that was read wrongly is opened again by two, entered anew and sealed; nobody learns what the other pair has
// typed before that.

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"linli/ballot"
)

// whole is everything that outsiders get of the round: its export, and entry by entry.
func (p *play) whole() string {
	p.t.Helper()
	lines, err := p.Published(p.ctx, 0, p.entries())
	p.must(err)
	var b bytes.Buffer
	for _, x := range lines {
		b.Write(x.Bytes())
		b.WriteByte('\n')
	}
	return b.String()
}

func TestReopen(t *testing.T) {
	p := polled(t)
	reopen := &Reopen{Batch: 1, Reason: "两张票粘在一起", Officers: []string{"qin", "lu"}}
	p.refuse(ErrNoSuch, "batch", reopen)
	p.entered()
	p.refuse(ErrFirst, "batch", reopen)
	p.do(p.decision())
	p.must(p.SealBatch(p.ctx, "office", 1))
	p.refuse(ErrOfficers, "officers", &Reopen{Batch: 1, Reason: "x", Officers: []string{"qin", "Q in"}})
	p.refuse(ErrMissing, "reason", &Reopen{Batch: 1, Officers: []string{"qin", "lu"}})
	before := p.votes()
	p.do(reopen)
	if got := p.votes(); slices.Equal(got, before) {
		t.Error("the votes of a batch that was opened again still count")
	}
	p.Read(func(r *Round) {
		b := r.Count.Batches[1]
		if b.Sealed || len(b.By) > 0 || b.Scanned == nil || len(b.Reopened) != 1 || b.Reopened[0].Reason != reopen.Reason || r.unsealed() != 1 {
			t.Errorf("%+v", b)
		}
	})
	p.refuse(ErrFirst, "", &SettleStation{Account: counted, Officers: []string{"qin", "lu"}})

	secret := []ballot.Sheet{{Finding: ballot.Signed}, {Finding: ballot.Marked, Marks: p.marks(1, 2)}, {Finding: ballot.Blank}, {Finding: ballot.Overvote}}
	p.do(&Enter{Batch: 1, Station: 1, Pair: "A", Sheets: secret, By: "zhou"}) // the pairs may change sides: all they knew is public
	if text := p.whole(); bytes.Contains([]byte(text), []byte(ballot.Signed)) || !bytes.Contains([]byte(text), []byte(ballot.Unclear)) {
		t.Error("what was public with the first seal is not any more, or the new entry is")
	}
	p.do(&Enter{Batch: 1, Station: 1, Pair: "B", Sheets: secret, By: "chen"})
	p.must(p.SealBatch(p.ctx, "office", 1))
	if !bytes.Contains([]byte(p.whole()), []byte(ballot.Signed)) {
		t.Error("the new entries are withheld after the new seal")
	}
	p.reopened(t)
	_, err := p.Settle(p.ctx, "office", counted, "", "qin", "lu")
	p.must(err)
	p.tally()
	p.refuse(ErrStep, "", reopen)
}

// votes are those of the ballots counted so far.
func (p *play) votes() (votes []int64) {
	p.Read(func(r *Round) {
		c, err := r.Contest()
		p.must(err)
		votes = c.Counts.Votes
	})
	return votes
}

// Who has ever entered a batch for one pair does not enter it for the other, though another has entered it anew.
func TestNobodyOfBothPairs(t *testing.T) {
	p := polled(t)
	enter := func(pair, by string) *Enter {
		return &Enter{Batch: 1, Station: 1, Pair: pair, Sheets: p.papers(), By: by}
	}
	p.do(enter("A", "chen"))
	p.do(enter("A", "he"))
	for _, who := range []string{"chen", "Chen ", "he"} {
		p.refuse(ErrPairs, "pair", enter("B", who))
	}
	if _, err := p.Do(p.ctx, "office", enter("A", "bao"), enter("B", "bao")); err == nil {
		t.Error("both pairs in one go")
	}
	p.do(enter("B", "zhou"))
	p.refuse(ErrPairs, "pair", enter("A", "zhou"))
	p.do(enter("B", "lu")) // corrected by another of the same pair
	p.Read(func(r *Round) {
		for who, knows := range map[string]bool{"chen": true, "he": true, "zhou": true, "LU": true, "qin": false} {
			if r.Count.Batches[1].Knows(who) != knows {
				t.Errorf("%s: knows %v", who, !knows)
			}
		}
	})
}

// Why papers were set aside is in the entry, and adds up.
func TestScanTellsWhy(t *testing.T) {
	p := polled(t)
	foreign, err := ballot.NewCredential("2025", ballot.Serial{Station: 1, Number: 1}, p.env.Random)
	p.must(err)
	codes := []string{p.sheets[3].Code(), foreign.Code(), p.sheets[7].Code(), "nonsense", p.sheets[3].Code(), ""}
	looked, _ := p.LookBatch(1, 1, codes)
	_, err = p.ScanBatch(p.ctx, "office", 1, 1, codes)
	p.must(err)
	want := Aside{Unread: 2, Foreign: 1, Void: 1, Copied: 1}
	p.Read(func(r *Round) {
		s := r.Count.Batches[1].Scanned
		if s.Aside != want || s.SetAside != 5 || fmt.Sprint(*looked) != fmt.Sprint(*s) {
			t.Errorf("%+v, looked at %+v", s, looked)
		}
	})
	p.refuse(ErrNumber, "set_aside", &Scan{Batch: 2, Station: 1, SetAside: 2, Aside: Aside{Unknown: 1}})
	p.do(&Scan{Batch: 2, Station: 1, SetAside: 2}) // as the first release wrote it
}

// Before the close counts of projects are told only if the scheme says so, and only of ballots that were published.
func TestEarlyCounts(t *testing.T) {
	for _, live := range []string{"", LiveTurnout, LiveNothing, LiveCounts} {
		p := newPlay(t)
		s := scheme(t)
		s.Live = live
		p.do(&Revise{Scheme: s, Why: "公布方式"})
		for _, step := range p.steps()[:3] {
			step()
		}
		p.polling()
		for i := range 9 {
			_, err := p.box().Cast(p.ctx, p.sheets[i], p.marks(1), ballot.Phone)
			p.must(err)
		}
		look := func(ballots int) {
			t.Helper()
			counts, ok, err := p.EarlyCounts(p.ctx)
			if err != nil || ok != (live == LiveCounts) || counts.Ballots != ballots {
				t.Errorf("%q: %+v %v %v, want %d ballots", live, counts, ok, err, ballots)
			}
		}
		_, err := p.PublishBallots(p.ctx, "office")
		p.must(err)
		look(0) // nine are too few
		_, err = p.box().Cast(p.ctx, p.sheets[9], p.marks(1), ballot.Phone)
		p.must(err)
		look(0) // ten, and not published
		n, err := p.PublishBallots(p.ctx, "office")
		p.must(err)
		_, err = p.box().Cast(p.ctx, p.sheets[10], p.marks(1), ballot.Phone)
		p.must(err)
		if live == LiveCounts {
			look(n) // the eleventh waits for nine others
		} else {
			look(0)
		}
		p.Read(func(r *Round) {
			if r.HidesTurnout() != (live == LiveNothing) {
				t.Errorf("%q hides the turnout: %v", live, r.HidesTurnout())
			}
		})
		p.closed()
		look2, ok, err := p.EarlyCounts(p.ctx)
		if ok || err != nil || look2.Ballots > 0 {
			t.Error("early counts after the close")
		}
	}
}

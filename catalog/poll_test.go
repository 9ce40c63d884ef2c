package catalog

// Refusals of the poll, and what it promises while and after it is open.

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"linli/ballot"
	"linli/ballot/store"
)

func TestPrintRefusals(t *testing.T) {
	p := at(t, 4)
	p.refuse(ErrFirst, "", &OpenPoll{[]string{"qin", "lu"}}) // no sheets
	if _, err := p.PrintSheets(p.ctx, "office", 1, 1); !errors.Is(err, ErrNoSuch) {
		t.Error(err)
	}
	p.do(&Station{Number: 1, Name: "站", Address: "址", Hours: "时", Phone: "1"})
	p.refuse(ErrNumber, "number", &Station{Number: 64, Name: "站", Address: "址", Hours: "时", Phone: "1"})
	for _, n := range []int{0, -1} {
		if _, err := p.PrintSheets(p.ctx, "office", 1, n); !errors.Is(err, ballot.ErrRun) {
			t.Error(n, err)
		}
	}
	run, _, err := ballot.Print("2026", 1, 1, 3, p.env.Random)
	p.must(err)
	spoil := func(field string, change func(*ballot.Run)) {
		t.Helper()
		a := &PrintRun{Run: run}
		a.Commitments = slices.Clone(run.Commitments)
		change(&a.Run)
		p.refuse(ballot.ErrRun, field, a)
	}
	spoil("first", func(r *ballot.Run) { r.First = 2 })
	spoil("first", func(r *ballot.Run) { r.First = -1 })
	spoil("commitments", func(r *ballot.Run) { r.Commitments = nil })
	spoil("commitments", func(r *ballot.Run) { r.Commitments = make([]ballot.Commitment, ballot.MaxRun+1) })
	spoil("commitments", func(r *ballot.Run) { r.Commitments[2] = r.Commitments[0] })
	p.refuse(ErrNoSuch, "station", &PrintRun{Run: ballot.Run{Station: -1, First: 1}})
	p.do(&PrintRun{Run: run})
	spoil("commitments", func(r *ballot.Run) { r.First = 4 }) // the same sheets under other numbers
}

// More sheets than one run holds are entered in runs whose numbers follow one another.
func TestPrintManySheets(t *testing.T) {
	p := at(t, 4)
	p.do(&Station{Number: 7, Name: "站", Address: "址", Hours: "时", Phone: "1"})
	sheets, err := p.PrintSheets(p.ctx, "office", 7, ballot.MaxRun+2)
	p.must(err)
	for i, c := range sheets {
		if s, ok := p.Printed(c.Commitment("2026")); !ok || s != (ballot.Serial{Station: 7, Number: i + 1}) {
			t.Fatalf("sheet %d is %v", i, s)
		}
	}
}

// The poll is opened and closed, and late sheets are printed, by two different officers.
func TestOfficers(t *testing.T) {
	p := at(t, 4)
	p.do(&Station{Number: 1, Name: "站", Address: "址", Hours: "时", Phone: "1"})
	_, err := p.PrintSheets(p.ctx, "office", 1, 1)
	p.must(err)
	for _, officers := range [][]string{{"qin"}, {"qin", "qin"}, {"qin", "QIN"}, {"qin", " qin"}, {"qin", "ｑｉｎ"}, {"qin", "q.in"}, {"qin", "q\u200bin"}, {"qin", "..."}, {"qin", "lu", "bao"}} {
		p.refuse(ErrOfficers, "officers", &OpenPoll{officers})
	}
	p.refuse(ErrMissing, "officers", &OpenPoll{})
	p.refuse(ErrMissing, "officers", &OpenPoll{[]string{"qin", ""}})
	p.do(&OpenPoll{[]string{"qin", "lu"}})
	p.refuse(ErrDone, "", &OpenPoll{[]string{"qin", "lu"}})
	if _, err := p.PrintSheets(p.ctx, "office", 1, 1); !errors.Is(err, ErrOfficers) {
		t.Error("late sheets:", err)
	}
	_, err = p.PrintSheets(p.ctx, "office", 1, 1, "qin", "lu")
	p.must(err)
	for _, officers := range [][]string{nil, {"qin"}, {"qin", "qin"}} {
		if err := p.ClosePoll(p.ctx, "office", officers...); !errors.Is(err, ErrOfficers) {
			t.Error(officers, err)
		}
	}
	if err := p.ClosePoll(p.ctx, "office", "qin", "lu\x00"); !errors.Is(err, ErrText) || p.box().Sealed() {
		t.Error("a close that is refused has sealed the box:", err)
	}
	p.closed()
	if _, err := p.PrintSheets(p.ctx, "office", 1, 1, "qin", "lu"); !errors.Is(err, ErrDone) {
		t.Error("sheets after the close:", err)
	}
	p.refuse(ErrDone, "", &ClosePoll{Officers: []string{"qin", "lu"}})
}

// There is no box before the library, no ballot before the poll, no close before the opening, no box after Close.
func TestBoxOutOfOrder(t *testing.T) {
	p := at(t, 3)
	if _, err := p.Box(p.ctx); !errors.Is(err, ErrNoLibrary) {
		t.Error(err)
	}
	p.Read(func(r *Round) {
		if _, err := r.Reckon("seed"); !errors.Is(err, ErrNoLibrary) {
			t.Error(err)
		}
	})
	if err := p.Tally(p.ctx, "office", "seed"); !errors.Is(err, ErrNoLibrary) {
		t.Error(err)
	}
	p.screen()
	p.do(&Station{Number: 1, Name: "站", Address: "址", Hours: "时", Phone: "1"})
	sheets, err := p.PrintSheets(p.ctx, "office", 1, 1)
	p.must(err)
	if _, err := p.box().Cast(p.ctx, sheets[0], p.marks(1), ballot.Phone); !errors.Is(err, ballot.ErrNotOpen) {
		t.Error(err)
	}
	if err := p.ClosePoll(p.ctx, "office", "qin", "lu"); !errors.Is(err, ErrFirst) || p.box().Sealed() {
		t.Error(err)
	}
	p.refuse(ErrFirst, "", &Publish{make([]ballot.Hash, 1)})
	p.refuse(ErrFirst, "", &Reveal{})
	p.Close()
	if _, err := p.Box(p.ctx); !errors.Is(err, store.ErrClosed) {
		t.Error(err)
	}
}

// While the poll is open, ballots are published by ten or more; the rest when it has closed.
func TestPublishBallots(t *testing.T) {
	p := at(t, 4)
	p.polling()
	for i, want := range []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0} {
		_, err := p.box().Cast(p.ctx, p.sheets[i], p.marks(1), ballot.Phone)
		p.must(err)
		if n, err := p.PublishBallots(p.ctx, "system"); err != nil || n != want {
			t.Errorf("after %d ballots: %d, %v", i+1, n, err)
		}
	}
	hashes := p.box().Hashes()
	p.refuse(ErrNumber, "hashes", &Publish{hashes[:9]})
	p.refuse(ErrDone, "hashes", &Publish{hashes}) // ten of them again
	p.refuse(ErrNumber, "ballots", &ClosePoll{Officers: []string{"qin", "lu"}, Ballots: 9})
	p.closed()
	p.Read(func(r *Round) {
		if r.Poll.Published != 12 || r.Poll.Revealed != 12 || !r.revealed() || r.Poll.ByVia()[ballot.Phone] != 12 {
			t.Errorf("published %d, revealed %d", r.Poll.Published, r.Poll.Revealed)
		}
	})
	p.refuse(ErrNumber, "hashes", &Publish{[]ballot.Hash{{1}}}) // more than the box held
	p.closed()                                                  // again: nothing to do
}

// Published hashes and opened lists are in strict order: their order tells nothing, and nothing is there twice.
func TestRevealRefusals(t *testing.T) {
	p := at(t, 4)
	p.vote()
	box := p.box()
	p.must(box.Seal(p.ctx))
	records, err := box.Records()
	p.must(err)
	spends, voids, hashes := box.Spends(), box.Voids(), box.Hashes()
	_, err = p.Live.do(p.ctx, "office", []Act{&ClosePoll{Officers: []string{"qin", "lu"}, Ballots: 4, Voids: 1}})
	p.must(err)
	back := slices.Clone(hashes)
	slices.Reverse(back)
	p.refuse(ErrDone, "hashes", &Publish{back})
	p.refuse(ErrNoSuch, "records", &Reveal{Records: records}) // not published
	_, err = p.Live.do(p.ctx, "office", []Act{&Publish{hashes}})
	p.must(err)

	twice := []ballot.Record{records[0], records[0]}
	p.refuse(ErrDone, "records", &Reveal{Records: twice})
	forged := slices.Clone(records[:1])
	forged[0].Marks = p.marks(3)
	p.refuse(ErrNoSuch, "records", &Reveal{Records: forged})
	p.refuse(ErrNumber, "records", &Reveal{})
	p.refuse(ErrNumber, "records", &Reveal{Voids: make([]ballot.Commitment, MaxReveal+1)})
	p.refuse(ErrDone, "spends", &Reveal{Spends: []ballot.Spend{spends[0], spends[0]}})
	p.refuse(ballot.ErrUnknownCredential, "spends", &Reveal{Spends: []ballot.Spend{{Via: ballot.Kiosk}}})
	p.refuse(ballot.ErrVia, "spends", &Reveal{Spends: []ballot.Spend{{Commitment: spends[0].Commitment, Via: "post"}}})
	p.refuse(ballot.ErrUnknownCredential, "voids", &Reveal{Voids: []ballot.Commitment{{}}})
	p.refuse(ErrDone, "voids", &Reveal{Voids: append(voids, voids...)})
	more := []ballot.Commitment{voids[0], p.sheets[9].Commitment("2026")}
	slices.SortFunc(more, byBytes[ballot.Commitment])
	p.refuse(ErrNumber, "voids", &Reveal{Voids: more})

	_, err = p.Live.do(p.ctx, "office", []Act{&Reveal{Records: records, Spends: spends}})
	p.must(err)
	p.refuse(ErrNoSuch, "records", &Reveal{Records: records[:1]})
	p.refuse(ErrDone, "spends", &Reveal{Spends: spends[:1]})
	p.Read(func(r *Round) {
		if r.revealed() {
			t.Error("the box is not open before its voided sheets are known")
		}
	})
	p.refuse(ErrFirst, "", &Scan{Batch: 1, Station: 1})
}

// faulty fails one commit: before it happens, or after it has happened without telling.
type faulty struct {
	store.Store
	until atomic.Int64 // so many commits succeed before the one that fails
	after bool
}

func (f *faulty) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if f.until.Add(-1) != -1 {
		return f.Store.Commit(ctx, checks, ops)
	}
	if f.after {
		if _, err := f.Store.Commit(ctx, checks, ops); err != nil {
			return 0, err
		}
	}
	return 0, store.ErrFull
}

// A close that is interrupted after any of its parts goes on, with the same end.
func TestClosePollGoesOn(t *testing.T) {
	for _, after := range []bool{false, true} {
		for n := int64(0); ; n++ {
			if !interrupted(t, n, after) {
				if n != 4 {
					t.Errorf("closing takes %d commits, want 4: seal, close, publish, reveal", n)
				}
				break
			}
		}
	}
}

// interrupted fails the close at commit n, and tells whether there was such a commit.
func interrupted(t *testing.T, n int64, after bool) bool {
	p := at(t, 4)
	p.vote()
	p.Close()
	f := &faulty{Store: p.store, after: after}
	f.until.Store(n)
	env := p.env
	env.Store = f
	l, err := Open(p.ctx, env, "2026")
	p.must(err)
	err = l.ClosePoll(p.ctx, "office", "qin", "lu")
	l.Close()
	p.Live, _ = Open(p.ctx, p.env, "2026") // the machine is started again
	p.closed()
	p.Read(func(r *Round) {
		if !r.revealed() || r.Poll.Ballots != 4 || r.Poll.Published != 4 || r.Poll.void != 1 {
			t.Errorf("interrupted at %d: %+v", n, r.Poll)
		}
	})
	return err != nil
}

// Votes race the close, on two processes: what was accepted is counted and revealed, all of it and nothing else.
func TestVotesRaceClose(t *testing.T) {
	p := at(t, 4)
	p.do(&Station{Number: 1, Name: "站", Address: "址", Hours: "时", Phone: "1"})
	sheets, err := p.PrintSheets(p.ctx, "office", 1, 200)
	p.must(err)
	p.do(&OpenPoll{[]string{"qin", "lu"}})
	other, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	defer other.Close()
	marks := p.marks(1)
	var accepted sync.Map
	var votes sync.WaitGroup
	half := make(chan bool, len(sheets))
	for i, c := range sheets {
		votes.Go(func() {
			box, err := []*Live{p.Live, other}[i%2].Box(p.ctx)
			if err != nil {
				t.Error(err)
				return
			}
			switch receipt, err := box.Cast(p.ctx, c, marks, ballot.Phone); {
			case err == nil:
				accepted.Store(receipt.Tracker, true)
			case !errors.Is(err, ballot.ErrSealed) && !errors.Is(err, ballot.ErrNotOpen):
				t.Error(err)
			}
			half <- true
		})
	}
	for range len(sheets) / 4 {
		<-half
	}
	p.closed()
	votes.Wait()
	p.Read(func(r *Round) {
		n := 0
		accepted.Range(func(tracker, _ any) bool {
			n++
			if _, ok := r.Poll.Record(tracker.(string)); !ok {
				t.Errorf("ballot %s was accepted and is not revealed", tracker)
			}
			return true
		})
		contest, err := r.Contest()
		if err != nil || n != r.Poll.Ballots || n != r.Poll.Revealed || n != contest.Counts.Ballots {
			t.Errorf("accepted %d, in the box %d, revealed %d, counted %d: %v", n, r.Poll.Ballots, r.Poll.Revealed, contest.Counts.Ballots, err)
		}
	})
}

// The roll may have a store of its own; a check-in leaves nothing in the round's.
func TestRolls(t *testing.T) {
	p := at(t, 4)
	q := newPlay(t)
	p.env.Rolls = q.store
	l, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	defer l.Close()
	_, err = l.Roll().CheckIn(p.ctx, "13800000000", 1, p.env.Now())
	p.must(err)
	p.must(p.store.Scan(p.ctx, nil, nil, func(it store.Item) error {
		if bytes.HasPrefix(it.Key, []byte("roll/")) {
			t.Errorf("%s", it.Key)
		}
		return nil
	}))
	if at, err := l.Roll().CheckIn(p.ctx, "138 0000 0000", 2, p.env.Now()); at != 1 || !errors.Is(err, ballot.ErrCheckedIn) {
		t.Errorf("station %d: %v", at, err)
	}
}

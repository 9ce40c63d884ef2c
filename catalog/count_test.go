package catalog

// The paper count: two pairs, a scan, adjudication, the accounts, the tally.

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"linli/ballot"
	"linli/tally"
)

// polled is a round whose poll has closed.
func polled(t testing.TB) *play {
	p := at(t, 4)
	p.vote()
	p.closed()
	return p
}

func TestEnterRefusals(t *testing.T) {
	p := at(t, 4)
	p.vote()
	enter := func(change func(*Enter)) *Enter {
		a := &Enter{Batch: 1, Station: 1, Pair: "A", Sheets: p.papers(), By: "chen"}
		change(a)
		return a
	}
	p.refuse(ErrFirst, "", enter(func(*Enter) {})) // the poll is open
	p.closed()
	p.refuse(ErrNoSuch, "station", enter(func(a *Enter) { a.Station = 2 }))
	p.refuse(ErrMissing, "batch", enter(func(a *Enter) { a.Batch = 0 }))
	p.refuse(ErrNumber, "batch", enter(func(a *Enter) { a.Batch = -1 }))
	p.refuse(ErrChoice, "pair", enter(func(a *Enter) { a.Pair = "C" }))
	for _, sheets := range [][]ballot.Sheet{
		make([]ballot.Sheet, ballot.MaxBatch+1), {{}}, {{Finding: "torn"}}, {{Finding: ballot.Marked}},
		{{Finding: ballot.Blank, Marks: p.marks(1)}}, {{Finding: ballot.Marked, Marks: p.marks(1, 2, 3)}},
		{{Finding: ballot.Marked, Marks: ballot.Marks{{Project: -1}}}}, {{Finding: ballot.Marked, Marks: ballot.Marks{{Project: 4}}}},
	} {
		p.refuse(ballot.ErrSheet, "sheets", enter(func(a *Enter) { a.Sheets = sheets }))
	}
	p.do(enter(func(*Enter) {}))
	for _, who := range []string{"chen", "CHEN", " chen"} {
		p.refuse(ErrPairs, "pair", enter(func(a *Enter) { a.Pair, a.By = "B", who }))
	}
	p.do(enter(func(a *Enter) { a.By = "zhou" }))                      // pair A corrects itself, now typed by another
	p.refuse(ErrPairs, "pair", enter(func(a *Enter) { a.Pair = "B" })) // who has typed A's entry before
	p.do(enter(func(a *Enter) { a.Pair, a.By = "B", "he" }))
	p.do(&Station{Number: 2, Name: "站", Address: "址", Hours: "时", Phone: "1"})
	p.refuse(ErrNoSuch, "station", enter(func(a *Enter) { a.Station = 2 })) // the batch is station 1's
}

// The order in which a pair types the marks of a sheet makes no difference.
func TestEnterInAnyOrder(t *testing.T) {
	p := polled(t)
	p.do(&Enter{Batch: 1, Station: 1, Pair: "A", Sheets: []ballot.Sheet{{Finding: ballot.Marked, Marks: p.marks(1, 2)}}, By: "chen"})
	p.do(&Enter{Batch: 1, Station: 1, Pair: "B", Sheets: []ballot.Sheet{{Finding: ballot.Marked, Marks: p.marks(2, 1)}}, By: "zhou"})
	p.Read(func(r *Round) {
		if diff := r.Count.Batches[1].Differences(); diff != nil {
			t.Error(diff)
		}
	})
}

// Codes that do not count are set aside, each with its reason.
func TestScanSetsAside(t *testing.T) {
	p := polled(t)
	foreign, err := ballot.NewCredential("2025", ballot.Serial{Station: 1, Number: 1}, p.env.Random)
	p.must(err)
	unknown, err := ballot.NewCredential("2026", ballot.Serial{Station: 1, Number: 1}, p.env.Random)
	p.must(err)
	good := p.sheets[3].Code()
	aside, err := p.ScanBatch(p.ctx, "office", 1, 1, []string{good, foreign.Code(), unknown.Code(), p.sheets[7].Code(), "nonsense", good, "", "https://host/b/" + p.sheets[4].Code()})
	p.must(err)
	want := map[int]error{2: ballot.ErrForeign, 3: ballot.ErrUnknownCredential, 4: ballot.ErrVoid, 5: ballot.ErrMalformed, 6: ErrCopied, 7: ballot.ErrMalformed}
	if !maps.EqualFunc(aside, want, func(got, want error) bool { return errors.Is(got, want) }) {
		t.Errorf("%v", aside)
	}
	p.Read(func(r *Round) {
		if s := r.Count.Batches[1].Scanned; len(s.Genuine) != 2 || len(s.Superseded) != 1 || s.SetAside != 6 || !r.Superseded(s.Superseded[0]) {
			t.Errorf("%+v", s)
		}
	})
	if _, err := p.ScanBatch(p.ctx, "office", 1, 1, []string{good}); !errors.Is(err, ErrDone) {
		t.Error("scanned twice:", err)
	}
	if aside, err := p.ScanBatch(p.ctx, "office", 2, 1, []string{good}); err != nil || !errors.Is(aside[1], ErrCopied) {
		t.Error("a copy in another batch:", aside, err)
	}
}

func TestScanRefusals(t *testing.T) {
	p := polled(t)
	of := func(i int) ballot.Commitment { return p.sheets[i].Commitment("2026") }
	sorted := func(s ...ballot.Commitment) []ballot.Commitment {
		slices.SortFunc(s, byBytes[ballot.Commitment])
		return s
	}
	t0, t3 := p.sheets[0].Tracker("2026"), p.sheets[3].Tracker("2026")
	two := sorted(of(4), of(5))
	for _, c := range []struct {
		field string
		want  error
		scan  Scan
	}{
		{"station", ErrNoSuch, Scan{Station: 2}},
		{"set_aside", ErrNumber, Scan{Station: 1, SetAside: -1}},
		{"genuine", ballot.ErrUnknownCredential, Scan{Station: 1, Genuine: make([]ballot.Commitment, 1)}},
		{"genuine", ballot.ErrVoid, Scan{Station: 1, Genuine: sorted(of(7))}},
		{"genuine", ErrCopied, Scan{Station: 1, Genuine: []ballot.Commitment{two[0], two[0]}}},
		{"genuine", ErrCopied, Scan{Station: 1, Genuine: []ballot.Commitment{two[1], two[0]}}},
		{"genuine", ErrNumber, Scan{Station: 1, Genuine: make([]ballot.Commitment, ballot.MaxBatch+1)}},
		{"superseded", ErrNumber, Scan{Station: 1, Genuine: sorted(of(3))}}, // hides that it was cast too
		{"superseded", ErrNumber, Scan{Station: 1, Genuine: two, Superseded: []string{t3}}},
		{"superseded", ErrNumber, Scan{Station: 1, Genuine: sorted(of(3), of(0)), Superseded: []string{t3, t3}}},
		{"superseded", ErrNoSuch, Scan{Station: 1, Genuine: sorted(of(3)), Superseded: []string{"ABC"}}},
	} {
		c.scan.Batch = 1
		p.refuse(c.want, c.field, &c.scan)
	}
	p.do(&Scan{Batch: 1, Station: 1, Genuine: sorted(of(3)), Superseded: []string{t3}})
	p.refuse(ErrCopied, "genuine", &Scan{Batch: 2, Station: 1, Genuine: sorted(of(3)), Superseded: []string{t3}})
	p.refuse(ErrNoSuch, "superseded", &Scan{Batch: 2, Station: 1, Genuine: sorted(of(0)), Superseded: []string{t3}})
	p.do(&Scan{Batch: 2, Station: 1, Genuine: sorted(of(0)), Superseded: []string{t0}})
}

func TestSealRefusals(t *testing.T) {
	p := polled(t)
	if err := p.SealBatch(p.ctx, "office", 1); !errors.Is(err, ErrNoSuch) {
		t.Error(err)
	}
	p.refuse(ErrNoSuch, "batch", &SealBatch{Batch: 1})
	p.do(&Enter{Batch: 1, Station: 1, Pair: "A", Sheets: p.papers(), By: "chen"})
	p.refuse(ErrFirst, "", &SealBatch{Batch: 1, Sheets: p.papers()}) // not scanned
	p.refuse(ErrFirst, "", p.decision())                             // pair B has not entered
	p.entered()
	if err := p.SealBatch(p.ctx, "office", 1); !errors.Is(err, ErrDiffers) {
		t.Error(err)
	}
	p.refuse(ErrDiffers, "", &SealBatch{Batch: 1, Sheets: p.papers()})
	spoil := func(want error, field string, change func(*Adjudicate)) {
		t.Helper()
		a := p.decision()
		change(a)
		p.refuse(want, field, a)
	}
	spoil(ErrNoSuch, "batch", func(a *Adjudicate) { a.Batch = 2 })
	spoil(ErrNoSuch, "place", func(a *Adjudicate) { a.Place = 1 }) // they agree there
	spoil(ErrNoSuch, "place", func(a *Adjudicate) { a.Place = 50 })
	spoil(ErrNumber, "place", func(a *Adjudicate) { a.Place = -1 })
	spoil(ErrThird, "officer", func(a *Adjudicate) { a.Officer = "chen" })
	spoil(ErrThird, "officer", func(a *Adjudicate) { a.Officer = "Zhou" })
	spoil(ErrMissing, "observers", func(a *Adjudicate) { a.Observers = nil })
	spoil(ballot.ErrSheet, "sheet", func(a *Adjudicate) { a.Sheet = ballot.Sheet{} })
	p.do(p.decision())
	p.refuse(ErrDiffers, "sheets", &SealBatch{Batch: 1, Sheets: p.papers()[:3]})
	p.must(p.SealBatch(p.ctx, "office", 1))
	p.refuse(ErrDone, "batch", &SealBatch{Batch: 1, Sheets: p.papers()})
	p.refuse(ErrDone, "batch", p.decision())
	p.refuse(ErrDone, "batch", &Enter{Batch: 1, Station: 1, Pair: "A", Sheets: p.papers(), By: "chen"})
	p.refuse(ErrDone, "batch", &Scan{Batch: 1, Station: 1})
}

// A batch is sealed with as many sheets as were scanned; a corrected entry makes adjudications void.
func TestSealNumbers(t *testing.T) {
	p := polled(t)
	p.entered()
	p.do(p.decision())
	short := p.papers()[:2]
	p.do(&Enter{Batch: 1, Station: 1, Pair: "A", Sheets: short, By: "chen"})
	p.Read(func(r *Round) {
		if diff := r.Count.Batches[1].Differences(); !slices.Equal(diff, []int{3, 4}) {
			t.Error(diff)
		}
	})
	p.do(&Enter{Batch: 1, Station: 1, Pair: "B", Sheets: short, By: "zhou"})
	if err := p.SealBatch(p.ctx, "office", 1); !errors.Is(err, ErrSheets) {
		t.Error(err)
	}
}

// The account comes from the records: spoiled and exchanged, not returned, and a sheet that was photographed, cast and
// dropped into the box all the same. Its paper wins: the ballot is out of the tally, the sheet counts once.
func TestAccount(t *testing.T) {
	p := polled(t)
	p.count()
	want := ballot.Account{Station: 1, Printed: 12, Unused: 2, Destroyed: 1, CheckIns: 8, Exchanged: 1, Spoiled: 1, Electronic: 4, Paper: 4, Both: 1, Foreign: 2, NotReturned: 1}
	votes := p.marks(1, 2, 3)
	p.Read(func(r *Round) {
		if got := *r.Stations[1].Account; got != want || got.Differences() != nil {
			t.Errorf("\n got %+v\nwant %+v\n%v", got, want, got.Differences())
		}
		contest, err := r.Contest()
		if err != nil || contest.Counts.Ballots != want.Ballots()-invalid(r) || contest.Counts.Blank != 1 {
			t.Errorf("%+v %v", contest.Counts, err)
		}
		for i, n := range []int64{4, 3, 1} { // proposal 3 would have 2 if the superseded ballot counted
			if got := contest.Counts.Votes[votes[i].Project-1]; got != n {
				t.Errorf("proposal %d has %d votes, want %d", i+1, got, n)
			}
		}
	})
}

func TestSettleRefusals(t *testing.T) {
	p := polled(t)
	p.entered()
	settle := func(change func(*ballot.Account), reason string, officers ...string) error {
		given := counted
		change(&given)
		_, err := p.Settle(p.ctx, "office", given, reason, officers...)
		return err
	}
	right := func(*ballot.Account) {}
	expect := func(want, err error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	expect(ErrFirst, settle(right, "", "qin", "lu")) // a batch is not sealed
	p.do(p.decision())
	p.must(p.SealBatch(p.ctx, "office", 1))
	expect(ErrNoSuch, settle(func(a *ballot.Account) { a.Station = 2 }, "", "qin", "lu"))
	expect(ErrNoSuch, settle(func(a *ballot.Account) { a.Station = -1 }, "", "qin", "lu"))
	expect(ErrOfficers, settle(right, "", "qin", "Qin"))
	expect(ErrNumber, settle(func(a *ballot.Account) { a.Unused, a.Destroyed = -1, 4 }, "", "qin", "lu")) // the sum would fit
	expect(ErrNumber, settle(func(a *ballot.Account) { a.Unused = 1 << 62 }, "", "qin", "lu"))
	expect(ErrMissing, settle(func(a *ballot.Account) { a.Unused = 3 }, "", "qin", "lu")) // a difference without a reason
	p.refuse(ErrNumber, "", &SettleStation{Account: counted, Officers: []string{"qin", "lu"}})
	expect(ErrFirst, p.Tally(p.ctx, "office", "seed"))
	expect(nil, settle(func(a *ballot.Account) { a.Unused = 3 }, "多出一张，原因不明", "qin", "lu"))
	expect(nil, settle(right, "", "qin", "lu")) // counted again, and right
}

func TestTallyRefusals(t *testing.T) {
	p := polled(t)
	expect := func(want error) {
		t.Helper()
		if err := p.Tally(p.ctx, "office", "seed"); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	expect(ErrFirst) // no account
	p.entered()
	expect(ErrFirst) // a batch is not sealed
	p.do(p.decision())
	p.must(p.SealBatch(p.ctx, "office", 1))
	_, err := p.Settle(p.ctx, "office", counted, "", "qin", "lu")
	p.must(err)
	p.refuse(ErrOutcome, "", &Tally{Seed: "seed", Hash: "00"})
	if err := p.Tally(p.ctx, "office", ""); !errors.Is(err, tally.ErrLadder) {
		t.Error("a draw without a seed:", err)
	}
	late := []ballot.Sheet{{Finding: ballot.Marked, Marks: p.marks(3)}} // one more paper is found
	_, err = p.ScanBatch(p.ctx, "office", 2, 1, []string{p.sheets[8].Code()})
	p.must(err)
	p.do(&Enter{Batch: 2, Station: 1, Pair: "A", Sheets: late, By: "chen"}, &Enter{Batch: 2, Station: 1, Pair: "B", Sheets: late, By: "zhou"})
	p.must(p.SealBatch(p.ctx, "office", 2))
	expect(ErrFirst) // the account is not what the records say any more
	_, err = p.Settle(p.ctx, "office", counted, "", "qin", "lu")
	p.must(err)
	expect(nil)
	expect(ErrStep)
}

// A project withdrawn after the paper was fixed keeps its number and votes, and is not funded.
func TestWithdraw(t *testing.T) {
	p := polled(t)
	n := p.marks(1)[0].Project
	p.refuse(ErrNoSuch, "project", &Withdraw{4, "撤回"})
	p.do(&Withdraw{n, "提议人撤回"})
	p.refuse(ErrDone, "project", &Withdraw{n, "撤回"})
	p.count()
	p.tally()
	p.Read(func(r *Round) {
		if reason, ok := r.Reason(n); !ok || reason.Code != tally.Withdrawn || reason.Score != 4 || r.Funded(n) {
			t.Errorf("%+v", reason)
		}
	})
}

// invalid is the number of sealed sheets that do not count: overvoted or unclear.
func invalid(r *Round) (n int) {
	for _, b := range r.Count.Batches {
		for _, s := range b.Sheets {
			if s.Finding == ballot.Overvote || s.Finding == ballot.Unclear {
				n++
			}
		}
	}
	return n
}

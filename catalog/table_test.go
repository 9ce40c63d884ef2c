package catalog

// The bulk of a round: packed, tried on top of, and taken over by a round that is folded anew.

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/tally"
)

// inside compares everything inside, unexported fields too.
var inside = cmp.Exporter(func(reflect.Type) bool { return true })

func TestTable(t *testing.T) {
	var under table[int, string]
	under.put(1, "one")
	under.put(2, "two")
	over := under.over()
	over.put(2, "zwei")
	over.put(3, "drei")
	for k, want := range map[int]string{1: "one", 2: "zwei", 3: "drei"} {
		if got, ok := over.get(k); !ok || got != want {
			t.Errorf("%d is %q", k, got)
		}
	}
	if under.has(3) || over.has(4) {
		t.Error("there is what was not put")
	}
	got := map[int]string{}
	for k, v := range over.all() {
		if _, twice := got[k]; twice {
			t.Errorf("%d twice", k)
		}
		got[k] = v
	}
	if d := cmp.Diff(map[int]string{1: "one", 2: "zwei", 3: "drei"}, got); d != "" {
		t.Error(d)
	}
	for range over.all() {
		break
	}
	if d := cmp.Diff(map[int]string{1: "one", 2: "two"}, under.own); d != "" {
		t.Error(d)
	}
}

// FuzzOpened: a record that is regular comes out of the pack as it went in.
func FuzzOpened(f *testing.F) {
	f.Add("ABCDEFGHJKMN", "000102030405060708090a0b0c0d0e0f", 1, int64(0), 999, int64(math.MaxInt64))
	f.Add("\xff", "00", 1, int64(1), 2, int64(3))
	f.Fuzz(func(t *testing.T, tracker, salt string, p1 int, n1 int64, p2 int, n2 int64) {
		rec := ballot.Record{Tracker: tracker, Salt: salt, Marks: ballot.Marks{{Project: p1, Points: n1}, {Project: p2, Points: n2}}}
		paper := ballot.Paper{Form: ballot.Points, Projects: 999, Max: 2, Sum: math.MaxInt64}
		if n1 == 0 && n2 == 0 {
			paper.Form = ballot.Ranking
		}
		blank := ballot.Record{Tracker: "blank ballot", Salt: salt, Marks: ballot.Marks{}}
		if !regular(rec) || tracker == blank.Tracker || paper.Check(rec.Marks) != nil {
			return
		}
		var o opened
		o.put(nil)
		o.put([]ballot.Record{blank, rec})
		for _, want := range []ballot.Record{rec, blank} {
			if got, ok := o.get(want.Tracker); !ok || !reflect.DeepEqual(got, want) {
				t.Errorf("%+v came out as %+v", want, got)
			}
		}
		if _, ok := o.get(tracker + " "); ok {
			t.Error("there is what was not put")
		}
	})
}

func TestRegular(t *testing.T) {
	const salt = "000102030405060708090a0b0c0d0e0f"
	for _, c := range []struct {
		tracker, salt string
		want          bool
	}{
		{"ABCDEFGHJKMN", salt, true}, {"ABCDEFGHJKM", salt, false}, {"ABCDEFGHJKMNP", salt, false}, {"", salt, false},
		{"ABCDEFGHJKMN", salt[2:], false}, {"ABCDEFGHJKMN", salt + "00", false}, {"ABCDEFGHJKMN", "0A" + salt[2:], false}, {"ABCDEFGHJKMN", "zz" + salt[2:], false},
	} {
		if got := regular(ballot.Record{Tracker: c.tracker, Salt: c.salt}); got != c.want {
			t.Errorf("%q %q: %v", c.tracker, c.salt, got)
		}
	}
}

// At every step of a whole round, a round that is folded anew on the bulk is the same round; the counts that were kept
// are those of all ballots; and what is tried on top leaves no trace: a twin on which nothing is tried stays the same.
func TestFoldedAnew(t *testing.T) {
	entries := whole(t, func(*play) {}).Ledger().Entries(0, 1<<30)
	live, twin := &Live{round: newRound(), loaded: true}, &Live{round: newRound(), loaded: true}
	for i, e := range entries {
		at := fmt.Sprintf("entry %d (%s)", i, e.Act)
		again, err := refold(live.entries, live.round.Poll.bulk)
		if d := cmp.Diff(live.round, again, inside); err != nil || d != "" {
			t.Fatalf("before %s: %v\n%s", at, err, d)
		}
		again.Poll.bulk = again.Poll.over()
		if _, err := again.fold(e); err != nil && e.Supersedes == nil {
			t.Fatalf("trying %s: %v", at, err)
		}
		if d := cmp.Diff(twin.round, live.round, inside); d != "" {
			t.Fatalf("%s was tried, and left:\n%s", at, d)
		}
		if err := errors.Join(live.fold(e), twin.fold(e)); err != nil {
			t.Fatalf("%s: %v", at, err)
		}
		if r := live.round; r.Library != nil {
			kept, err1 := r.counts()
			counted, err2 := tally.Count(r.Library.Paper, r.Ballots())
			if err := errors.Join(err1, err2); err != nil || cmp.Diff(counted, kept) != "" {
				t.Fatalf("after %s: %+v, counted %+v: %v", at, kept, counted, err)
			}
		}
	}
}

// Several acts with a refusal in the middle leave no trace, also where acts in bulk are among them.
func TestManyActsInBulk(t *testing.T) {
	p := at(t, 4)
	p.polling()
	run := func(first int) *PrintRun {
		run, _, err := ballot.Print("2026", 1, first, 3, p.env.Random)
		p.must(err)
		return &PrintRun{Run: run, Officers: []string{"qin", "lu"}}
	}
	printed := run(13)
	fresh, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	defer fresh.Close()
	for want, acts := range map[error][]Act{
		ballot.ErrRun: {printed, run(15)},
		ErrDone:       {printed, &OpenPoll{Officers: []string{"qin", "lu"}}},
	} {
		if _, err := p.Do(p.ctx, "office", acts...); !errors.Is(err, want) {
			t.Errorf("%v: %v", want, err)
		}
		if d := differ(t, p.Live, fresh); d != "" {
			t.Errorf("%v left a trace:\n%s", want, d)
		}
	}
	p.do(printed, run(16))
	p.Read(func(r *Round) {
		if s, ok := r.Poll.Printed(printed.Commitments[2]); !ok || s.Number != 15 || r.Stations[1].Printed != 18 {
			t.Errorf("%v %v, %d printed", s, ok, r.Stations[1].Printed)
		}
	})
	p.reopened(t)
}

// Acts that race, several at once, of two processes: each lot is in the ledger whole and together, or refused whole.
func TestManyActsRace(t *testing.T) {
	const lots, processes = 12, 2
	p := at(t, 4)
	p.do(&Station{Number: 1, Name: "活动室", Address: "幸福弄58号", Hours: "9–17", Phone: "0000-2"})
	other, err := Open(p.ctx, p.env, "2026")
	p.must(err)
	defer other.Close()
	before := p.entries()
	var all sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for i := range lots * processes {
		l := []*Live{p.Live, other}[i%processes]
		all.Go(func() {
			for try, tries := true, 0; try && tries < 1000; tries++ {
				first := 0
				l.Read(func(r *Round) { first = 1 + r.Stations[1].Printed })
				one, _, err1 := ballot.Print("2026", 1, first, 2, p.env.Random)
				two, _, err2 := ballot.Print("2026", 1, first+2, 2, p.env.Random)
				_, err := l.Do(context.Background(), "office", &PrintRun{Run: one}, &PrintRun{Run: two})
				mu.Lock()
				if try = errors.Is(err, ballot.ErrRun); !try {
					done++
				}
				mu.Unlock()
				if err1 != nil || err2 != nil || !try && err != nil {
					t.Error(err1, err2, err)
				}
			}
		})
	}
	all.Wait()
	p.must(p.Ledger().Sync(p.ctx))
	if p.entries() != before+2*lots*processes || done != lots*processes {
		t.Errorf("%d entries of %d lots", p.entries()-before, done)
	}
	p.Read(func(r *Round) {
		if r.Stations[1].Printed != 4*lots*processes || len(r.Poll.sheets.own) != 4*lots*processes {
			t.Errorf("%d printed, %d in the manifest", r.Stations[1].Printed, len(r.Poll.sheets.own))
		}
	})
	awaitSame(t, p.Live, other)
	p.reopened(t)
}

// A correction after the box was opened, and after a station was settled twice, folds anew.
func TestCorrectAfterTheBulk(t *testing.T) {
	p := polled(t)
	p.entered()
	p.do(p.decision())
	decision := p.decision()
	decision.Reason = "三人看过"
	p.mend(-1, decision)
	p.must(p.SealBatch(p.ctx, "office", 1))
	for _, unused := range []int{3, 2} {
		given := counted
		given.Unused = unused
		_, err := p.Settle(p.ctx, "office", given, "点错了", "qin", "lu")
		p.must(err)
	}
	p.tally()
	p.do(&PublishNotice{Number: "1", From: "2026-11-23", To: "2026-11-27", Where: "公告栏"})
	p.mend(-1, &PublishNotice{Number: "2", From: "2026-11-23", To: "2026-11-27", Where: "公告栏"})
	p.Read(func(r *Round) {
		if r.Notice.Number != "2" || r.Stations[1].Account.Electronic != 4 || r.Poll.Revealed != 4 || r.Outcome.Ballots != 6 {
			t.Errorf("%+v %+v", r.Notice, r.Stations[1].Account)
		}
	})
	p.reopened(t)
}

// While a ledger is loaded, corrections wait for one another, and for the next act in bulk.
func TestLoadingWithCorrections(t *testing.T) {
	p := at(t, 4)
	station := func(name string) *Station {
		return &Station{Number: 1, Name: name, Address: "幸福弄58号", Hours: "9–17", Phone: "0000-2"}
	}
	p.do(station("一"))
	p.mend(-1, station("二"))
	p.mend(-1, station("三"))
	_, err := p.PrintSheets(p.ctx, "office", 1, 3)
	p.must(err)
	p.do(station("四"))
	p.mend(-1, station("五"))
	p.do(&OpenPoll{Officers: []string{"qin", "lu"}})
	p.Read(func(r *Round) {
		if r.Stations[1].Name != "五" || r.Stations[1].Printed != 3 || r.poll.Opened.IsZero() {
			t.Errorf("%+v", r.Stations[1])
		}
	})
	p.reopened(t)
}

// What in a ledger is not kept is read again from the store for the export.
func TestBulkIsNotKept(t *testing.T) {
	p := polled(t)
	bodies := 0
	for _, e := range p.Live.entries {
		if _, ok := map[string]bool{"sheets.print": true, "poll.publish": true, "poll.reveal": true, "count.scan": true}[e.Act]; ok {
			bodies++
			if e.Body != nil || e.again == nil {
				t.Errorf("%s is kept with its body", e.Act)
			}
		}
	}
	if bodies < 3 {
		t.Errorf("%d entries in bulk", bodies)
	}
	all := p.Ledger().Entries(0, 1<<30)
	if slices.ContainsFunc(all, func(e ledger.Entry) bool { return len(e.Body) == 0 }) {
		t.Error("an entry without a body")
	}
}

// Counts that would pass int64 are refused when they are asked for, not when the box is opened; without the ballots that
// gave way to paper they may be right again.
func TestOverflow(t *testing.T) {
	const salt = "000102030405060708090a0b0c0d0e0f"
	paper := ballot.Paper{Form: ballot.Points, Projects: 2, Max: 2, Sum: math.MaxInt64}
	all := ballot.Marks{{Project: 2, Points: math.MaxInt64}}
	r := newRound()
	r.Library = &Library{Paper: paper}
	r.Poll.open(paper, []ballot.Record{{Tracker: "ABCDEFGHJKMN", Salt: salt, Marks: all}, {Tracker: "NMKJHGFEDCBA", Salt: salt, Marks: all}})
	if _, err := r.counts(); !errors.Is(err, tally.ErrOverflow) {
		t.Errorf("%v", err)
	}
	r.Poll.supersede(paper, []string{"ABCDEFGHJKMN"})
	if n, err := r.counts(); err != nil || n.Ballots != 1 || n.Votes[1] != math.MaxInt64 {
		t.Errorf("%+v %v", n, err)
	}
}

package catalog

// Parts of the roll that stations without a network took out: each comes back once, whoever brings it.

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"linli/ballot"
)

// part takes people out of the roll for station 2.
func (p *play) part(people ...string) ballot.Part {
	p.t.Helper()
	x, _, err := p.Roll().Part(p.ctx, 2, people, p.env.Random)
	p.must(err)
	return x
}

// attended is what the staff of station 1 do while people vote: a duty list, a handover, a daily sheet of few people, and a
// part of the roll that comes back.
func (p *play) attended() {
	p.t.Helper()
	p.do(&Duty{Station: 1, Shifts: []string{"2026-11-20 8:30-13:00 qin"}}, &Handover{Station: 1, Date: "2026-11-20", Officers: twoOfUs})
	a, err := p.Day(p.ctx, 1, "2026-11-20", Pile{Received: 12, Remaining: 4})
	p.must(err)
	a.Officers = twoOfUs
	_, err = p.CloseDay(p.ctx, "office", a)
	p.must(err)
	part, _, err := p.Roll().Part(p.ctx, 1, nil, p.env.Random)
	p.must(err)
	_, err = p.Merge(p.ctx, "office", part, twoOfUs...)
	p.must(err)
}

// A part that is merged by four at once is entered once; envelopes enter the accounts.
func TestMergeOnce(t *testing.T) {
	p := forty(t)
	part := p.part("13700000001", "13700000002")
	p.arrive(0, 1)
	if n, err := p.Roll().Envelope(p.ctx, "13700000001", 1); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	for _, id := range []string{"13700000001", "13900000000", "13700000009"} { // of the part; has a sheet; of nobody
		if _, err := part.CheckIn(p.env.RollKey, id); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Day(p.ctx, 2, "2026-11-20", Pile{}); !errors.Is(err, ballot.ErrOut) {
		t.Error("a day while the part is out:", err)
	}
	if _, err := p.Merge(p.ctx, "office", part, "qin", "Qin"); !errors.Is(err, ErrOfficers) {
		t.Error(err)
	}
	if known, err := p.Known(p.ctx); err != nil || known[1].Envelopes != 1 || !known[2].Out || known[0].CheckIns != 1 {
		t.Errorf("%+v %v", known, err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := p.Merge(p.ctx, "office", part, twoOfUs...); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	p.Read(func(r *Round) {
		one, two := r.Stations[1], r.Stations[2]
		if !slices.Equal(r.merged, []string{part.ID}) || one.Rejected != 1 || one.Accepted != 0 || two.Rejected != 1 || two.Accepted != 1 || !slices.Contains(two.Envelopes, "02-E002") {
			t.Errorf("%v %+v %+v", r.merged, one, two)
		}
	})
	merge := func(change func(*MergePart)) *MergePart {
		a := &MergePart{Station: 2, Part: "x", Officers: twoOfUs}
		change(a)
		return a
	}
	p.refuse(ErrDone, "part", merge(func(a *MergePart) { a.Part = part.ID }))
	p.refuse(ErrNoSuch, "rejected", merge(func(a *MergePart) { a.Rejected, a.Reason = []string{"02-E001"}, "?" }))
	p.refuse(ErrNoSuch, "accepted", merge(func(a *MergePart) { a.Accepted = []string{"02-E03"} }))
	p.refuse(ErrMissing, "reason", merge(func(a *MergePart) { a.Rejected = []string{"02-E003"} }))
	p.refuse(ErrNoSuch, "station", merge(func(a *MergePart) { a.Station = 9 }))
	if _, err := p.Do(p.ctx, "office", merge(func(*MergePart) {})); !errors.Is(err, ErrBox) {
		t.Error("a merge by hand:", err)
	}
	p.closed()
	a, err := p.Settle(p.ctx, "office", ballot.Account{Station: 1, Unused: 38}, "", twoOfUs...)
	if err != nil || a.Rejected != 1 || a.CheckIns != 1 || a.NotReturned != 1 {
		t.Errorf("%+v %v", a, err)
	}
}

// A merge whose entry was lost, as by a crash in between, is entered by the next try.
func TestMergeGoesOn(t *testing.T) {
	p := forty(t)
	part := p.part("13700000001")
	if _, err := part.CheckIn(p.env.RollKey, "13700000001"); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Roll().Merge(p.ctx, part, p.env.Now()); err != nil { // and no entry
		t.Fatal(err)
	}
	before := p.entries()
	for range 2 {
		if _, err := p.Merge(p.ctx, "office", part, twoOfUs...); err != nil {
			t.Fatal(err)
		}
	}
	if n := p.entries() - before; n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestSettleWaitsForParts(t *testing.T) {
	p := forty(t)
	part := p.part()
	p.closed()
	if _, err := p.Settle(p.ctx, "office", ballot.Account{Station: 1, Unused: 40}, "", twoOfUs...); !errors.Is(err, ballot.ErrOut) {
		t.Error(err)
	}
	_, err := p.Merge(p.ctx, "office", part, twoOfUs...)
	p.must(err)
	_, err = p.Settle(p.ctx, "office", ballot.Account{Station: 1, Unused: 40}, "", twoOfUs...)
	p.must(err)
}

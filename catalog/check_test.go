package catalog

// Check and archive of a round.

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"linli/ballot"
	"linli/ballot/store"
)

func TestCheckFindsAllWell(t *testing.T) {
	p := newPlay(t)
	for i, through := range p.steps() {
		through()
		f, err := p.Check(p.ctx)
		if err != nil || f.Entries != p.entries() {
			t.Errorf("after step %d: %+v, %v", i+1, f, err)
		}
	}
	f, err := p.Check(p.ctx)
	if err != nil || !f.Sealed || f.Ballots == 0 || f.People == 0 || f.CheckIns == 0 {
		t.Errorf("%+v, %v", f, err)
	}
}

// A box on sound chains that has lost a ballot, or holds one that was opened otherwise, is not that of its ledger.
func TestCheckFindsAnotherBox(t *testing.T) {
	for name, change := range map[string]func(*Round){
		"published, not there": func(r *Round) { r.Poll.published.put(ballot.Hash{1}, struct{}{}); r.Poll.Published++ },
		"never printed":        func(r *Round) { clear(r.Poll.sheets.own) },
		"another number":       func(r *Round) { r.Poll.Ballots++ },
		"another number void":  func(r *Round) { r.Poll.Voids++ },
		"opened otherwise": func(r *Round) {
			for t := range r.Poll.opened.at.own {
				x, _ := r.Poll.Record(string(t[:]))
				x.Marks = append(x.Marks, ballot.Mark{Project: 3})
				r.Poll.opened.put([]ballot.Record{x})
			}
		},
	} {
		p := at(t, 5)
		change(p.round)
		if _, err := p.Check(p.ctx); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Personal data that are left after their erasure are found and erased again; those that are gone without one are a loss.
func TestCheckFindsPeople(t *testing.T) {
	p := at(t, 2)
	var all []*Submit
	for i := range 3 {
		a, err := p.Submit(p.ctx, "resident", Person{Name: "王小明", Phone: "0000-7"}, submission(i+1))
		p.must(err)
		all = append(all, a)
	}
	p.do(&Erase{No: 2, Why: "request"})
	before, err := p.Check(p.ctx)
	if err != nil || before.People != 2 || before.Erased != 1 {
		t.Fatalf("%+v, %v", before, err)
	}
	put := func(ref string, val []byte) {
		_, err := p.store.Commit(p.ctx, nil, []store.Op{{Key: p.personKey(ref), Val: val}})
		p.must(err)
	}
	kept, err := p.store.Get(p.ctx, p.personKey(all[0].Proposer))
	p.must(err)
	put(all[1].Proposer, kept.Val)
	if _, err := p.Check(p.ctx); !errors.Is(err, ErrLeft) || errors.Is(err, store.ErrDamaged) || !strings.HasSuffix(err.Error(), ": [2]") {
		t.Errorf("left behind: %v", err)
	}
	put(all[2].Proposer, nil)
	if f, err := p.Check(p.ctx); !errors.Is(err, ErrLeft) || !slices.Equal(f.Missing, []int{3}) {
		t.Errorf("gone without an erasure: %+v, %v", f, err)
	}
	put(all[2].Proposer, kept.Val)
	if n, err := p.EraseAgain(p.ctx); n != 1 || err != nil {
		t.Errorf("erased %d again: %v", n, err)
	}
	if after, err := p.Check(p.ctx); err != nil || !reflect.DeepEqual(after, before) {
		t.Errorf("%+v, %v", after, err)
	}
	if n, err := p.EraseAgain(p.ctx); n != 0 || err != nil {
		t.Errorf("erased %d once more: %v", n, err)
	}
}

// A poll is archived after its notice: the round stays the same.
func TestArchive(t *testing.T) {
	if _, err := at(t, 5).Archive(t.Context()); !errors.Is(err, ErrFirst) {
		t.Errorf("before the notice has ended: %v", err)
	}
	p := at(t, 7)
	before, err := p.Check(p.ctx)
	p.must(err)
	p.Close()
	l, err := Open(p.ctx, p.env, "2026") // a round whose box has not been opened
	p.must(err)
	n, err := l.Archive(p.ctx)
	l.Close()
	if err != nil || n != before.Ballots {
		t.Errorf("%d of %d ballots were archived: %v", n, before.Ballots, err)
	}
	l, err = Open(p.ctx, p.env, "2026")
	p.must(err)
	defer l.Close()
	if after, err := l.Check(p.ctx); err != nil || !reflect.DeepEqual(after, before) {
		t.Errorf("%+v, before %+v: %v", after, before, err)
	}
}

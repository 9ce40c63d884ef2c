package catalog

// Check and archive of a round.

import (
	"errors"
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
	if after, err := l.Check(p.ctx); err != nil || after != before {
		t.Errorf("%+v, before %+v: %v", after, before, err)
	}
}

package catalog

// The bulk of a round: what there is one of for every sheet and every ballot.

import (
	"slices"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/tally"
)

// sheet is a printed sheet, and what became of it.
type sheet struct {
	number      uint32
	batch       uint32 // in which it was found in a paper box, or 0
	station     uint8
	spent, void bool
}

func (s sheet) serial() ballot.Serial {
	return ballot.Serial{Station: int(s.station), Number: int(s.number)}
}

// bulk is what the acts in bulk have filled in. No correction reaches it, so that a round that is folded anew takes it
// over as it stands: see [bulky].
type bulk struct {
	sheets    table[ballot.Commitment, sheet]
	published table[ballot.Hash, struct{}]
	opened    opened
	dead      table[tracker, struct{}] // those of electronic ballots that gave way to paper
	counts    tally.Counts             // of opened ballots that are not dead
	overflown bool                     // counts are of no use
}

// inBulk tells whether the entry's act is bulky.
func inBulk(e ledger.Entry) bool {
	k, err := KindNamed(e.Act)
	if err != nil {
		return false
	}
	_, ok := k.New().(bulky)
	return ok
}

// bulky is an act that enters hundreds of sheets or ballots. Its entry is not kept for a fold anew.
type bulky interface {
	Act
	// again is how another round, which has the bulk that r has after the act, comes to the rest of what the act did; a
	// round that does not allow it refuses it.
	again(r *Round) func(*Round) error
}

// over is a bulk over b, to try acts on while b does not change.
func (b *bulk) over() *bulk {
	o := *b
	o.sheets, o.published, o.opened.at, o.dead = b.sheets.over(), b.published.over(), b.opened.at.over(), b.dead.over()
	o.opened.parts = b.opened.parts[:len(b.opened.parts):len(b.opened.parts)]
	o.counts.Votes, o.counts.Marked = slices.Clone(b.counts.Votes), slices.Clone(b.counts.Marked)
	return &o
}

// change sets what became of a printed sheet.
func (b *bulk) change(c ballot.Commitment, set func(*sheet)) {
	s, _ := b.sheets.get(c)
	set(&s)
	b.sheets.put(c, s)
}

// shown tells whether the opened box has shown that a sheet was used or is void.
func (b *bulk) shown(c ballot.Commitment) bool {
	s, _ := b.sheets.get(c)
	return s.spent || s.void
}

// open adds opened ballots.
func (b *bulk) open(paper ballot.Paper, records []ballot.Record) {
	b.opened.put(records)
	for _, rec := range records {
		b.overflown = b.overflown || b.counts.Add(paper, rec.Marks) != nil
	}
}

// supersede ends the counting of opened ballots that gave way to paper.
func (b *bulk) supersede(paper ballot.Paper, trackers []string) {
	for _, text := range trackers {
		t, _ := trackerOf(text)
		b.dead.put(t, struct{}{})
		if rec, ok := b.opened.get(text); ok && !b.overflown {
			b.counts.Remove(paper, rec.Marks)
		}
	}
}

// ballots calls yield with the marks of the opened ballots that are not dead, which are its own until it returns.
func (b *bulk) ballots(yield func(ballot.Marks) bool) bool {
	var marks ballot.Marks
	for t, at := range b.opened.at.all() {
		if marks = b.opened.marks(marks[:0], at); !b.dead.has(t) && !yield(marks) {
			return false
		}
	}
	return true
}

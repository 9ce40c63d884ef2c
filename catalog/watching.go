package catalog

// Step four: what observers may be told of the poll while it is open, as the published scheme says.

import (
	"context"
	"sync"

	"linli/ballot"
	"linli/tally"
)

// What [Scheme.Live] says. Nothing said is [LiveTurnout], as in the first release.
const (
	LiveTurnout = "turnout" // how many have come and voted; votes of projects are hidden until the close
	LiveNothing = "nothing" // neither
	LiveCounts  = "counts"  // both: the electronic votes of projects, in groups of at least MinPublish ballots
)

// HidesTurnout tells whether nobody is told now how many have voted.
func (r *Round) HidesTurnout() bool { return r.poll.IsOpen() && r.Scheme.Live == LiveNothing }

// ShowsCounts tells whether votes of projects are told while the poll is open.
func (r *Round) ShowsCounts() bool { return r.poll.IsOpen() && r.Scheme.Live == LiveCounts }

// early keeps the last count made before the close.
type early struct {
	mu        sync.Mutex
	published int
	counts    tally.Counts
}

// EarlyCounts are the votes of the electronic ballots whose hashes have been published, if the scheme shows them before
// the close; else ok is false. Ballots are published [MinPublish] or more at a time, in an entry of the ledger that every
// server has, so that no two looks at the counts, at whatever servers, differ by fewer.
func (l *Live) EarlyCounts(ctx context.Context) (counts tally.Counts, ok bool, err error) {
	published := 0
	l.Read(func(r *Round) { ok, published = r.ShowsCounts(), r.Poll.Published })
	if !ok {
		return counts, false, nil
	}
	box, err := l.Box(ctx)
	if err != nil {
		return counts, false, err
	}
	l.early.mu.Lock()
	defer l.early.mu.Unlock()
	if e := &l.early; e.published != published || e.counts.Votes == nil {
		if err = box.Sync(ctx); err != nil { // what another server took, and published
			return counts, false, err
		}
		met := map[ballot.Hash]bool{}
		l.Read(func(r *Round) {
			published = r.Poll.Published
			for h := range r.Poll.published.all() {
				met[h] = true
			}
		})
		fresh, err := tally.Count(box.Paper(), box.Among(func(h ballot.Hash) bool { return met[h] }))
		if err != nil {
			return counts, false, err
		}
		e.published, e.counts = published, fresh
	}
	return l.early.counts, true, nil
}

package catalog

// What is worked out of an outcome once it stands: how far the others were, how close it was, what other rules would have
// done. It is no part of the outcome and of no record: whoever has the ledger can work it out again.

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"

	"linli/ballot"
	"linli/tally"
)

// Measured is what an outcome has been measured to be.
type Measured struct {
	Distances map[string]tally.Distance // of the projects that are not funded, by id; none if there are too many ballots
	Margin    tally.Margin
	Compared  []tally.Compared // the scheme's rule first
}

// yuan is how finely costs are told to residents, in fen.
const yuan = 100

// measuring is the work on one outcome.
type measuring struct {
	hash string
	done chan struct{} // closed when it is done
	Measured
	err error
}

// measures is the work on the last outcome.
type measures struct {
	life context.Context // of the round
	mu   sync.Mutex      // guards last
	last *measuring
}

// Measure has the outcome measured, once for all who ask, and waits for it as long as ctx allows; afterwards
// [Round.Measured] tells it. Without an outcome it is [ErrFirst]. The work goes on when ctx ends and stops when the round
// is closed. After the votes of a council there are no ballots that could be measured, and nothing is. It takes milliseconds under the greedy rules; under the others a thousand ballots can take a minute.
func (l *Live) Measure(ctx context.Context) error {
	hash := ""
	l.Read(func(r *Round) { hash = r.OutcomeHash })
	if hash == "" {
		return fmt.Errorf("%w: 尚未计票 / there is no outcome yet", ErrFirst)
	}
	m := l.measures.of(hash, l.measure)
	select {
	case <-m.done:
	default:
		select {
		case <-m.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if m.err == nil {
		l.Read(func(r *Round) {
			if r.OutcomeHash == hash {
				r.measured.Store(&m.Measured)
			}
		})
	}
	return m.err
}

// of is the work on the outcome with that hash, begun if nobody has.
func (ms *measures) of(hash string, work func(context.Context, *measuring)) *measuring {
	ms.mu.Lock()
	defer ms.mu.Unlock()
	if ms.last == nil || ms.last.hash != hash {
		ms.last = &measuring{hash: hash, done: make(chan struct{})}
		go work(ms.life, ms.last)
	}
	return ms.last
}

// measure does the work.
func (l *Live) measure(ctx context.Context, m *measuring) {
	defer close(m.done)
	var c tally.Contest
	var ladder tally.Ladder
	var name string
	var paper ballot.Paper
	council := false
	l.Read(func(r *Round) {
		if council = r.Scheme.Council(); council {
			return
		}
		name, ladder, paper = r.Scheme.Rule, r.Outcome.Ladder, r.Library.Paper
		if c, m.err = r.Contest(); m.err == nil {
			c.Profile = r.Profile()
		}
	})
	if council {
		return
	}
	rule, err := tally.RuleNamed(name)
	if m.err == nil {
		m.err = err
	}
	if m.err == nil {
		if m.Distances, m.err = rule.Distances(ctx, c, ladder, paper, yuan); errors.Is(m.err, tally.ErrLarge) {
			m.err = nil // what else there is to say does not hang on them
		}
	}
	if m.err == nil {
		m.Margin, m.err = rule.Margin(c, ladder)
	}
	if m.err == nil {
		m.Compared, m.err = tally.Compare(c, ladder, name)
	}
}

// Measured is what the outcome has been measured to be, or nil as long as nobody has waited for [Live.Measure].
func (r *Round) Measured() *Measured {
	if r.measured == nil || r.Outcome == nil {
		return nil
	}
	return r.measured.Load()
}

// Distance is how far the project of that number was from being funded, once that has been measured.
func (r *Round) Distance(number int) (tally.Distance, bool) {
	m := r.Measured()
	if m == nil {
		return tally.Distance{}, false
	}
	d, ok := m.Distances[strconv.Itoa(number)]
	return d, ok
}

// Recount is what a recount of the papers looks at.
type Recount struct {
	Margin tally.Margin
	Papers []string // every sheet of the paper count, as BATCH-PLACE, in order
	Need   int64    // how many of them are to be compared with their records; see [tally.Margin.Sheets]
}

// Recount tells how many papers a recount has to look at; false as long as that has not been measured. Electronic ballots
// have no paper: each voter can look up the own one by its tracker.
func (r *Round) Recount() (x Recount, ok bool) {
	m := r.Measured()
	if m == nil {
		return x, false
	}
	x.Margin = m.Margin
	for _, no := range slices.Sorted(maps.Keys(r.Count.Batches)) {
		for place := range r.Count.Batches[no].Sheets {
			x.Papers = append(x.Papers, fmt.Sprintf("%d-%d", no, place+1))
		}
	}
	x.Need = m.Margin.Sheets(int64(len(x.Papers)), tally.Most(r.Library.Paper))
	return x, true
}

package catalog

// Correction by supersession.

import (
	"context"
	"fmt"
	"time"

	"linli/ballot/ledger"
)

// Correct does an act that supersedes entry n of the ledger, which was of the same kind, and says why; both stay. The act
// must be allowed as the round now stands: what can be done once only is not done again by this. Refusals: those of
// [Live.Do], [ledger.ErrSupersedes], [ErrNoSuch].
func (l *Live) Correct(ctx context.Context, actor string, n int64, why string, a Act) ([]ledger.Entry, error) {
	d, err := draft(actor, a)
	if err != nil {
		return nil, err
	}
	if k, err := kindOf(a); err == nil && k.Box {
		return nil, fmt.Errorf("%w: %s", ErrBox, k.Name)
	}
	if err := (Field{Limit: 300}).text(why); err != nil {
		return nil, &FieldError{"why", err}
	}
	d.Supersedes = &ledger.Supersession{N: n, Why: why}
	return l.ledger.Append(ctx, func(now time.Time) ([]ledger.Draft, error) {
		l.mu.RLock()
		defer l.mu.RUnlock()
		if n < 0 || n >= int64(len(l.entries)) {
			return nil, fmt.Errorf("%w: %d", ledger.ErrSupersedes, n)
		}
		if was := l.entries[n].Act; was != d.Act {
			return nil, fmt.Errorf("%w: 第 %d 条是 %s / entry %d is %s", ErrNoSuch, n, was, n, was)
		}
		return []ledger.Draft{d}, l.allow(now, []ledger.Draft{d})
	})
}

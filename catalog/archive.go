package catalog

// The archive of a poll, after its objection period.

import (
	"context"
	"fmt"

	"linli/ballot"
)

// Archive rewrites the box of the round so that nothing in the store joins sheets to ballots: see [ballot.Archive].
// While objections may still come it is [ErrFirst]. Returns the number of ballots. The box must not be open anywhere.
func (l *Live) Archive(ctx context.Context) (ballots int, err error) {
	over := false
	l.Read(func(r *Round) { over = !r.Steps[5].Closed.IsZero() })
	if !over {
		return 0, fmt.Errorf("%w: 公示尚未结束 / the notice has not ended", ErrFirst)
	}
	return ballot.Archive(ctx, l.env.Store, l.id)
}

package kiosk

// What the server does by itself: every few minutes the hashes of new ballots enter the ledger.

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"linli/catalog"
)

// publisherName is the actor of entries that the server makes by itself.
const publisherName = "linli"

// publisher publishes new ballots of the open polls, each time after Config.Publish, so that a voter finds theirs on the
// ledger without anybody's doing. Where fewer than [catalog.MinPublish] wait it leaves them for the next time. It ends
// with the context.
func (s *Server) publisher(ctx context.Context) {
	tick := time.NewTicker(s.Publish)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, l := range s.rounds.open() {
			_, err := l.PublishBallots(ctx, publisherName)
			if err != nil && !errors.Is(err, catalog.ErrDone) && ctx.Err() == nil { // done: another server was faster
				s.Log.Warn("publish", "round", l.ID(), "error", err.Error())
			}
		}
	}
}

// open are the live rounds whose poll is open.
func (r *rounds) open() (out []*catalog.Live) {
	r.mu.RLock()
	live := slices.Collect(maps.Values(r.live))
	r.mu.RUnlock()
	for _, l := range live {
		l.Read(func(x *catalog.Round) {
			if x.PollProgress().IsOpen() {
				out = append(out, l)
			}
		})
	}
	return out
}

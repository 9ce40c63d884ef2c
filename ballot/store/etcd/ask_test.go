package etcd

// How long a question is asked.

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"linli/ballot/store"
)

// A cluster that has not answered for all the patience there is gets a glance at a time, until it answers once.
func TestAwayIsRemembered(t *testing.T) {
	t.Parallel()
	s := &Store{patience: 2 * glance}
	limited := func(ctx context.Context) time.Duration {
		until, _ := ctx.Deadline()
		return time.Until(until)
	}
	asked := 0
	away := func(ctx context.Context) error {
		if asked++; asked == 1 && limited(ctx) <= glance || asked > 1 && s.away.Load() && limited(ctx) > glance {
			t.Errorf("question %d may take %s", asked, limited(ctx))
		}
		return status.Error(codes.Unavailable, "no")
	}
	for range 2 {
		if err := s.ask(t.Context(), away); !errors.Is(err, store.ErrAway) || !s.away.Load() {
			t.Fatalf("%v; it is remembered: %v", err, s.away.Load())
		}
	}
	if asked < 4 {
		t.Errorf("asked %d times only", asked)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.ask(ctx, away); !errors.Is(err, context.Canceled) || !s.away.Load() {
		t.Errorf("%v", err)
	}
	if err := s.ask(t.Context(), func(context.Context) error { return nil }); err != nil || s.away.Load() {
		t.Errorf("%v; an answer is remembered: %v", err, !s.away.Load())
	}
	if err := s.ask(t.Context(), func(ctx context.Context) error {
		if limited(ctx) <= glance {
			t.Errorf("a question after an answer may take %s", limited(ctx))
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

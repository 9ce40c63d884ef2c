package kiosk

// A check-in that has been recorded is never told otherwise, though the store is away a moment later.

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"linli/ballot"
	"linli/ballot/store"
)

// leaving is a real store that is away after its next commit, until it is back.
type leaving struct {
	store.Store
	armed, away atomic.Bool
}

func (s *leaving) Get(ctx context.Context, key []byte) (store.Item, error) {
	if s.away.Load() {
		return store.Item{}, store.ErrAway
	}
	return s.Store.Get(ctx, key)
}

func (s *leaving) Scan(ctx context.Context, from, to []byte, fn func(store.Item) error) error {
	if s.away.Load() {
		return store.ErrAway
	}
	return s.Store.Scan(ctx, from, to, fn)
}

func (s *leaving) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if s.away.Load() {
		return 0, store.ErrAway
	}
	ver, err := s.Store.Commit(ctx, checks, ops)
	s.away.Store(s.armed.Load())
	return ver, err
}

func TestCheckedInAndAway(t *testing.T) {
	x := newStreet(t)
	rolls := &leaving{Store: x.env.Store}
	x.s.rounds.env.Rolls = rolls
	x.voting("2026", ballot.Approval, 3)
	clerk := x.browser()
	clerk.login("bao", officePassword)
	const at = "/desk/2026/checkin/1"
	ask := func() reply { return clerk.post(at, url.Values{"identifier": {"19900001000"}}) }
	rolls.armed.Store(true)
	if r := ask(); r.status != http.StatusOK || !strings.Contains(r.text(), "可以投票") {
		t.Errorf("recorded: %d %s", r.status, r.text())
	}
	if r := ask(); r.status != http.StatusServiceUnavailable {
		t.Errorf("away: %d %s", r.status, r.text())
	}
	if r := clerk.get(at); r.status != http.StatusServiceUnavailable {
		t.Errorf("the form while away: %d", r.status)
	}
	rolls.armed.Store(false)
	rolls.away.Store(false)
	if r := ask(); r.status != http.StatusConflict || !strings.Contains(r.text(), "Hall") {
		t.Errorf("back: %d %s", r.status, r.text())
	}
}

package kiosk

// The live rounds of a server, and how a request finds its own.

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
)

// rounds are the live rounds of a server, opened when first asked for. What an erasure has left goes as a round opens.
type rounds struct {
	env     catalog.Env
	opening sync.Mutex   // one round at a time is opened, and no other waits for it
	mu      sync.RWMutex // guards what follows
	live    map[string]*catalog.Live
	dresses map[string]dress // rehearsals by their rounds
}

func (r *rounds) get(ctx context.Context, id string) (*catalog.Live, error) {
	if real, is := strings.CutSuffix(id, rehearsalSuffix); is {
		return r.rehearsal(ctx, real)
	}
	if l := r.opened(id); l != nil {
		return l, nil
	}
	r.opening.Lock()
	defer r.opening.Unlock()
	if l := r.opened(id); l != nil {
		return l, nil
	}
	l, err := catalog.Open(ctx, r.env, id)
	if err != nil {
		return nil, err
	}
	if _, err := l.EraseAgain(ctx); err != nil {
		l.Close()
		return nil, err
	}
	r.keep(l)
	return l, nil
}

// opened is a round that is live already, or nil.
func (r *rounds) opened(id string) *catalog.Live {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.live[id]
}

func (r *rounds) keep(l *catalog.Live) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.live == nil {
		r.live = map[string]*catalog.Live{}
	}
	r.live[l.ID()] = l
}

// taken are the addresses under /desk that are no rounds.
var taken = []string{"new", "backup", "figures"}

// found starts a round.
func (r *rounds) found(ctx context.Context, actor string, a catalog.Create) (*catalog.Live, error) {
	if slices.Contains(taken, a.ID) {
		return nil, &catalog.FieldError{Field: "id", Err: catalog.ErrID}
	}
	r.opening.Lock()
	defer r.opening.Unlock()
	l, err := catalog.Found(ctx, r.env, actor, a)
	if err != nil {
		return nil, err
	}
	r.keep(l)
	return l, nil
}

// all are the live rounds, by ID.
func (r *rounds) all(ctx context.Context) ([]*catalog.Live, error) {
	ids, err := catalog.List(ctx, r.env.Store)
	if err != nil {
		return nil, err
	}
	var out []*catalog.Live
	for _, id := range ids {
		l, err := r.get(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// first is the first round that is it, or nil: those that are live are asked before the store is.
func (r *rounds) first(ctx context.Context, is func(*catalog.Live) bool) (*catalog.Live, error) {
	r.mu.RLock()
	live := slices.Collect(maps.Values(r.live))
	r.mu.RUnlock()
	if i := slices.IndexFunc(live, is); i >= 0 {
		return live[i], nil
	}
	all, err := r.all(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		if !slices.Contains(live, l) && is(l) {
			return l, nil
		}
	}
	return nil, nil
}

// of finds the round and box that a credential belongs to, or refuses it as a cast would.
func (r *rounds) of(ctx context.Context, c ballot.Credential) (l *catalog.Live, box *ballot.Box, refused error) {
	refused = ballot.ErrForeign
	l, err := r.first(ctx, func(l *catalog.Live) bool {
		if ballot.PollTag(l.ID()) != c.Tag {
			return false
		}
		b, err := look(ctx, l, c)
		switch {
		case errors.Is(err, catalog.ErrNoLibrary): // another round with the same tag
			return false
		case errors.Is(err, ballot.ErrUnknownCredential):
			refused = err
			return false
		}
		box, refused = b, err
		return true
	})
	switch {
	case err != nil:
		return nil, nil, err
	case errors.Is(refused, ballot.ErrForeign):
		return r.rehearsed(ctx, c)
	case box == nil:
		return nil, nil, refused
	}
	return l, box, refused
}

// look asks the round's box about a credential. Before a sheet is called unknown, or the poll not open, what other
// servers have entered is read.
func look(ctx context.Context, l *catalog.Live, c ballot.Credential) (*ballot.Box, error) {
	ask := func() (*ballot.Box, error) {
		b, err := l.Box(ctx)
		if err == nil {
			err = b.Look(c)
		}
		return b, err
	}
	b, err := ask()
	for _, late := range []error{ballot.ErrUnknownCredential, ballot.ErrNotOpen, catalog.ErrNoLibrary} {
		if errors.Is(err, late) && l.Ledger().Sync(ctx) == nil {
			return ask()
		}
	}
	return b, err
}

// likely is the only live round whose sheets bear the credential's tag, whatever may be said of the sheet. If there is
// none, or if there are several, it is as [rounds.of].
func (r *rounds) likely(ctx context.Context, c ballot.Credential) (*catalog.Live, *ballot.Box, error) {
	var found *catalog.Live
	n := 0
	r.mu.RLock()
	for id, l := range r.live {
		if ballot.PollTag(id) == c.Tag {
			found, n = l, n+1
		}
	}
	r.mu.RUnlock()
	if n == 1 {
		if box, err := found.Box(ctx); err == nil {
			return found, box, nil
		}
	}
	return r.of(ctx, c)
}

func (r *rounds) close() {
	r.opening.Lock()
	defer r.opening.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.live {
		l.Close()
	}
	for _, d := range r.dresses {
		d.Close()
	}
	r.live, r.dresses = nil, nil
}

// round is the live round of a request.
func (s *Server) round(c *fiber.Ctx) (*catalog.Live, error) {
	l, err := s.rounds.get(c.UserContext(), c.Params("round"))
	if err == nil {
		c.Locals("live", l)
	}
	return l, err
}

// roundFor is the live round of a request, for those whose duties let them do an act; anybody else is refused.
func (s *Server) roundFor(c *fiber.Ctx, act string) (*catalog.Live, error) {
	l, err := s.round(c)
	if err == nil && !may(me(c), act) {
		return nil, ErrRole
	}
	return l, err
}

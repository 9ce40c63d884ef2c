package kiosk

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/catalog"
)

// rounds are the live rounds of a server, opened when first asked for.
type rounds struct {
	env  catalog.Env
	mu   sync.Mutex
	live map[string]*catalog.Live
}

func (r *rounds) get(ctx context.Context, id string) (*catalog.Live, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if l := r.live[id]; l != nil {
		return l, nil
	}
	l, err := catalog.Open(ctx, r.env, id)
	if err != nil {
		return nil, err
	}
	r.keep(l)
	return l, nil
}

func (r *rounds) keep(l *catalog.Live) {
	if r.live == nil {
		r.live = map[string]*catalog.Live{}
	}
	r.live[l.ID()] = l
}

// taken are the addresses under /desk that are no rounds.
var taken = []string{"new", "backup"}

// found starts a round.
func (r *rounds) found(ctx context.Context, actor string, a catalog.Create) (*catalog.Live, error) {
	if slices.Contains(taken, a.ID) {
		return nil, &catalog.FieldError{Field: "id", Err: catalog.ErrID}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
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

// of finds the round and box that a credential belongs to, or refuses it as a cast would.
func (r *rounds) of(ctx context.Context, c ballot.Credential) (*catalog.Live, *ballot.Box, error) {
	all, err := r.all(ctx)
	if err != nil {
		return nil, nil, err
	}
	refused := ballot.ErrForeign
	for _, l := range all {
		if ballot.PollTag(l.ID()) != c.Tag {
			continue
		}
		box, err := l.Box(ctx)
		switch {
		case errors.Is(err, catalog.ErrNoLibrary):
			continue // another round with the same tag
		case err != nil:
			return nil, nil, err
		}
		switch err := box.Look(c); {
		case errors.Is(err, ballot.ErrUnknownCredential):
			refused = err
		default:
			return l, box, err
		}
	}
	return nil, nil, refused
}

func (r *rounds) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.live {
		l.Close()
	}
	r.live = nil
}

// round is the live round of a request.
func (s *Server) round(c *fiber.Ctx) (*catalog.Live, error) {
	l, err := s.rounds.get(c.UserContext(), c.Params("round"))
	if err == nil {
		c.Locals("live", l)
	}
	return l, err
}

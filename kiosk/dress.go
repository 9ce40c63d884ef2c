package kiosk

// Rehearsals beside the rounds: which one a code belongs to, and that neither takes the other's sheets.

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"linli/ballot"
	"linli/ballot/store"
	"linli/catalog"
)

// Refusals that keep a rehearsal and its round apart. Each is a [ballot.ErrForeign] that says more.
var (
	// ErrTestSheet: a rehearsal's sheet, where or when it is not rehearsed.
	ErrTestSheet error = apartError("这是演练用的测试票，不能投票 / this is a test sheet of a rehearsal, nobody can vote with it")
	// ErrRealSheet: a sheet of the poll at a machine of its rehearsal.
	ErrRealSheet error = apartError("这是正式选票，演练不收，请收好 / this is a real sheet, a rehearsal does not take it, keep it")
)

// apartError is a refusal of another poll's sheet, in words of its own.
type apartError string

func (e apartError) Error() string { return string(e) }
func (e apartError) Unwrap() error { return ballot.ErrForeign }

// rehearsalSuffix ends the ID of every rehearsal, and of no round; see [catalog.RehearsalOf].
var rehearsalSuffix = catalog.RehearsalOf("")

// dress is a rehearsal that is open; no tells which of its round it is, from 1.
type dress struct {
	*catalog.Live
	no int
}

// rehearsal is the rehearsal that is on of that round; if none is, [catalog.ErrRound]. One that has ended is let go.
func (r *rounds) rehearsal(ctx context.Context, round string) (*catalog.Live, error) {
	real, err := r.get(ctx, round)
	if err != nil {
		return nil, err
	}
	no := 0
	real.Read(func(x *catalog.Round) {
		if x.Rehearsing() != nil {
			no = len(x.Rehearsals)
		}
	})
	r.mu.RLock()
	open := r.dresses[round]
	r.mu.RUnlock()
	if no > 0 && open.no == no {
		return open.Live, nil
	}
	return r.change(ctx, real, no)
}

// change lets go of a round's rehearsal that has ended, and opens that which is on.
func (r *rounds) change(ctx context.Context, real *catalog.Live, no int) (*catalog.Live, error) {
	r.opening.Lock()
	defer r.opening.Unlock()
	r.mu.RLock()
	open := r.dresses[real.ID()]
	r.mu.RUnlock()
	if no > 0 && open.no == no {
		return open.Live, nil
	}
	next := dress{no: no}
	if no > 0 {
		var err error
		if next.Live, err = real.Rehearsal(ctx); errors.Is(err, store.ErrClosed) || errors.Is(err, catalog.ErrNoSuch) {
			no = 0 // it is just being ended
		} else if err != nil {
			return nil, err
		}
	}
	r.mu.Lock()
	if r.dresses == nil {
		r.dresses = map[string]dress{}
	}
	delete(r.dresses, real.ID())
	if no > 0 {
		r.dresses[real.ID()] = next
	}
	r.mu.Unlock()
	if open.Live != nil {
		open.Close()
	}
	if no == 0 {
		return nil, fmt.Errorf("%w: %s", catalog.ErrRound, catalog.RehearsalOf(real.ID()))
	}
	return next.Live, nil
}

// rehearsed finds the rehearsal that a credential belongs to: the test sheet of a round that rehearses is for its box,
// that of another is [ErrTestSheet]. If it is no test sheet of any round, it is [ballot.ErrForeign].
func (r *rounds) rehearsed(ctx context.Context, c ballot.Credential) (*catalog.Live, *ballot.Box, error) {
	real, err := r.first(ctx, func(l *catalog.Live) bool { return ballot.PollTag(catalog.RehearsalOf(l.ID())) == c.Tag })
	if err != nil || real == nil {
		return nil, nil, errors.Join(err, ballot.ErrForeign)
	}
	l, err := r.rehearsal(ctx, real.ID())
	switch {
	case errors.Is(err, catalog.ErrRound):
		return nil, nil, ErrTestSheet
	case err != nil:
		return nil, nil, err
	}
	box, err := look(ctx, l, c)
	if errors.Is(err, ballot.ErrUnknownCredential) { // of an earlier rehearsal
		return nil, nil, fmt.Errorf("%w: %w", ErrTestSheet, err)
	}
	return l, box, err
}

// keepApart refuses a sheet of the poll at a machine of its rehearsal, and a test sheet at one of the poll.
func keepApart(c *fiber.Ctx, l *catalog.Live) error {
	m, ok := machineOf(c)
	if !ok || m.round == l.ID() {
		return nil
	}
	switch {
	case l.IsRehearsal():
		return ErrTestSheet
	case strings.HasSuffix(m.round, rehearsalSuffix):
		return ErrRealSheet
	}
	return nil
}

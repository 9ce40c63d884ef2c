package catalog

// The seat cards of a live round: how they are drawn, how each ranks once, and how all are opened together.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/ballot/store"
)

// PrintSeats draws n seat cards and enters their commitments. The cards exist in the returned slice only, in no order that
// the ledger knows: print them and forget them. Refusals are those of [Seats].
func (l *Live) PrintSeats(ctx context.Context, actor string, n int) ([]ballot.Seat, error) {
	if n < 1 || n > MaxPresent {
		return nil, &FieldError{"number", fmt.Errorf("%w: %d (1-%d)", ErrNumber, n, MaxPresent)}
	}
	cards, a := make([]ballot.Seat, n), &Seats{}
	for i := range cards {
		card, err := ballot.NewSeat(l.env.Random)
		if err != nil {
			return nil, err
		}
		cards[i] = card
		a.Commitments = append(a.Commitments, card.Commitment(l.id))
	}
	slices.SortFunc(a.Commitments, func(x, y ballot.Commitment) int { return bytes.Compare(x[:], y[:]) })
	if _, err := l.Do(ctx, actor, a); err != nil {
		return nil, err
	}
	return cards, nil
}

// preferences are what the cards of an open ranking have ranked: one value under one key, in the byte order of the
// commitments, so that neither a place nor the version of a record tells who ranked when. It is emptied when they are
// opened.
type preferences struct {
	Open     int64        `json:"open"` // the entry that opened the ranking
	Closed   bool         `json:"closed,omitempty"`
	Rankings []Preference `json:"rankings,omitempty"`

	ver uint64 // of the item
}

func (l *Live) preferKey() []byte { return []byte("prefer/" + l.id) }

func (l *Live) preferences(ctx context.Context) (p preferences, err error) {
	it, err := l.env.Store.Get(ctx, l.preferKey())
	if err != nil || it.Ver == 0 {
		return p, err
	}
	if err := json.Unmarshal(it.Val, &p); err != nil {
		return p, fmt.Errorf("%w: prefer: %v", store.ErrDamaged, err)
	}
	p.ver = it.Ver
	return p, nil
}

// of are the preferences of the ranking that entry n opened; [ErrRanking] if it is over, or not the last one.
func (p preferences) of(n int64) (preferences, error) {
	switch {
	case p.Open > n, p.Open == n && p.Closed:
		return p, ErrRanking
	case p.Open < n:
		return preferences{Open: n, ver: p.ver}, nil
	}
	return p, nil
}

// Seat tells what a card can rank now: the items in the order
// received. A card that was not printed for this round is [ErrSeat], one that cannot rank now [ErrRanking].
func (l *Live) Seat(card ballot.Seat) (items []int, err error) {
	l.Read(func(r *Round) {
		switch {
		case !r.seats[card.Commitment(r.ID)]:
			err = ErrSeat
		case !r.RankingOpen():
			err = ErrRanking
		default:
			items = slices.Clone(r.Table.Ranked.Items)
		}
	})
	return items, err
}

// Prefer takes what a card ranks, best first. Of any number of racing ones of one card, in all processes, exactly one is
// taken; the same again is no error, another is [ErrRanked]. What it returns nil for is counted when the ranking is closed.
// Refusals: [ErrRanking], also of one that comes after the close; [ErrFull] of more cards than people at the table;
// [ErrSeat]; [FieldError] of "order". [store.ErrUnknown]: it may have been taken; send the same again.
func (l *Live) Prefer(ctx context.Context, card ballot.Seat, order []int) error {
	x := Preference{Card: card.Commitment(l.id), Order: slices.Clone(order)}
	for {
		open, most, err := l.mayPrefer(x)
		if err != nil {
			return err
		}
		kept, err := l.preferences(ctx)
		if err == nil {
			kept, err = kept.of(open)
		}
		if err != nil {
			return err
		}
		i, found := slices.BinarySearchFunc(kept.Rankings, x, byCard)
		switch {
		case found && slices.Equal(kept.Rankings[i].Order, x.Order):
			return nil
		case found:
			return ErrRanked
		case len(kept.Rankings) >= most:
			return fmt.Errorf("%w: %d", ErrFull, most)
		}
		kept.Rankings = slices.Insert(kept.Rankings, i, x)
		val, err := json.Marshal(kept)
		if err != nil {
			return err
		}
		_, err = l.env.Store.Commit(ctx, []store.Check{{Key: l.preferKey(), Ver: kept.ver}}, []store.Op{{Key: l.preferKey(), Val: val}})
		if again := errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrUnknown); !again || ctx.Err() != nil {
			return err
		}
	}
}

func byCard(x, y Preference) int { return bytes.Compare(x.Card[:], y.Card[:]) }

// mayPrefer tells which entry opened the ranking, and how many cards may rank.
func (l *Live) mayPrefer(x Preference) (open int64, most int, err error) {
	l.Read(func(r *Round) {
		if !r.RankingOpen() {
			err = ErrRanking
			return
		}
		open, most, err = r.Table.Ranked.Open, len(r.Table.People), r.ranks(x)
	})
	return open, most, err
}

// Preferred is how many cards have ranked so far in the ranking that is open: all that anybody is told before it is closed.
func (l *Live) Preferred(ctx context.Context) (int, error) {
	var open int64
	l.Read(func(r *Round) {
		if r.RankingOpen() {
			open = r.Table.Ranked.Open
		}
	})
	kept, err := l.preferences(ctx)
	if err != nil || open == 0 || kept.Open != open {
		return 0, err
	}
	return len(kept.Rankings), nil
}

// HasRanked tells whether the card has ranked in the ranking that is open; not how.
func (l *Live) HasRanked(ctx context.Context, card ballot.Seat) (bool, error) {
	var open int64
	l.Read(func(r *Round) {
		if r.Table != nil {
			open = r.Table.Ranked.Open
		}
	})
	kept, err := l.preferences(ctx)
	if err != nil || kept.Open != open {
		return false, err
	}
	_, found := slices.BinarySearchFunc(kept.Rankings, Preference{Card: card.Commitment(l.id)}, byCard)
	return found, nil
}

// CloseRanking ends the ranking by seat cards: in one commit what they ranked is entered, see [Prefer], and taken out of
// the store. It tells how many cards ranked. Refusals: [ErrRanking], [ErrStep].
func (l *Live) CloseRanking(ctx context.Context, actor string) (int, error) {
	for {
		var open int64
		l.Read(func(r *Round) {
			if r.Table != nil {
				open = r.Table.Ranked.Open
			}
		})
		kept, err := l.preferences(ctx)
		if err == nil {
			kept, err = kept.of(open)
		}
		if err != nil {
			return 0, err
		}
		n := len(kept.Rankings)
		if err := l.closeRanking(ctx, actor, kept); !errors.Is(err, store.ErrConflict) {
			return n, err
		}
		if err := ctx.Err(); err != nil {
			return 0, err
		}
	}
}

// closeRanking tries once. [store.ErrConflict]: another card has ranked meanwhile.
func (l *Live) closeRanking(ctx context.Context, actor string, kept preferences) error {
	a := &Prefer{Rankings: kept.Rankings}
	if n := len(kept.Rankings); n < MinRankings {
		a = &Prefer{Few: n}
	}
	d, err := draft(actor, a)
	if err != nil {
		return err
	}
	val, err := json.Marshal(preferences{Open: kept.Open, Closed: true})
	if err != nil {
		return err
	}
	checks := []store.Check{{Key: l.preferKey(), Ver: kept.ver}}
	_, err = l.ledger.AppendIf(ctx, checks, func(now time.Time) ([]ledger.Draft, error) {
		l.mu.RLock()
		defer l.mu.RUnlock()
		return []ledger.Draft{d}, l.allow(now, []ledger.Draft{d})
	}, store.Op{Key: l.preferKey(), Val: val})
	return err
}

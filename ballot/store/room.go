package store

// A room: a part of a store that exists for a while, takes nothing any more once its door is shut, and is cleared.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Room is a part of a store, a [Store] by itself: what lies in it lies under "NAME/in/" of the other, and neither reaches
// what is not. Its door lies under "NAME/door". Every commit in the room checks the door, so that from the moment that
// [Room.Shut] returns nobody writes into the room, in whatever process.
//
// A commit in a room takes one check fewer than [MaxOps], and its keys are shorter by the prefix than [MaxKey]. Closing a
// room leaves the store open and the room as it is.
type Room struct {
	store Store
	name  string
	ver   uint64 // of the open door
}

// open is the value of an open door; a shut one has a note behind shut.
const open, shut = "open", "shut "

// Enter is the room of that name, made if there is none. One that has been shut is [ErrClosed].
func Enter(ctx context.Context, s Store, name string) (*Room, error) {
	r := &Room{store: s, name: name}
	for {
		door, err := s.Get(ctx, r.door())
		switch {
		case err != nil:
			return nil, err
		case string(door.Val) == open:
			r.ver = door.Ver
			return r, nil
		case door.Ver > 0:
			return nil, ErrClosed
		}
		r.ver, err = s.Commit(ctx, []Check{{Key: r.door()}}, []Op{{Key: r.door(), Val: []byte(open)}})
		if !errors.Is(err, ErrConflict) {
			return r, err
		}
	}
}

func (r *Room) door() []byte { return []byte(r.name + "/door") }
func (r *Room) in() []byte   { return []byte(r.name + "/in/") }

func (r *Room) key(key []byte) []byte { return slices.Concat(r.in(), key) }

// out is an item as those in the room see it.
func (r *Room) out(it Item) Item {
	it.Key = it.Key[len(r.in()):]
	return it
}

// Get implements [Store].
func (r *Room) Get(ctx context.Context, key []byte) (Item, error) {
	it, err := r.store.Get(ctx, r.key(key))
	it.Key = key
	return it, err
}

// Scan implements [Store].
func (r *Room) Scan(ctx context.Context, from, to []byte, fn func(Item) error) error {
	end := PrefixEnd(r.in())
	if to != nil {
		end = r.key(to)
	}
	return r.store.Scan(ctx, r.key(from), end, func(it Item) error { return fn(r.out(it)) })
}

// Commit implements [Store]. Once the door is shut it is [ErrClosed].
func (r *Room) Commit(ctx context.Context, checks []Check, ops []Op) (uint64, error) {
	if err := Fits(checks, ops); err != nil {
		return 0, err
	}
	in := []Check{{Key: r.door(), Ver: r.ver}}
	for _, c := range checks {
		in = append(in, Check{r.key(c.Key), c.Ver})
	}
	var writes []Op
	for _, o := range ops {
		writes = append(writes, Op{r.key(o.Key), o.Val})
	}
	ver, err := r.store.Commit(ctx, in, writes)
	if !errors.Is(err, ErrConflict) {
		return ver, err
	}
	door, gone := r.store.Get(ctx, r.door())
	if gone == nil && door.Ver != r.ver {
		err = ErrClosed
	}
	return 0, errors.Join(err, gone)
}

// Watch implements [Store].
func (r *Room) Watch(ctx context.Context, prefix []byte) (<-chan []Item, error) {
	ctx, stop := context.WithCancel(ctx)
	changes, err := r.store.Watch(ctx, r.key(prefix))
	if err != nil {
		stop()
		return nil, err
	}
	out := make(chan []Item)
	go func() {
		defer stop()
		defer close(out)
		for items := range changes {
			items = slices.Clone(items) // others watch too
			for i := range items {
				items[i] = r.out(items[i])
			}
			select {
			case out <- items:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, nil
}

// Close implements [Store]; it does nothing.
func (r *Room) Close() error { return nil }

// Shut shuts the door of the room of that name for good and leaves a note on it; one that is shut gets another note.
// A room that there is not is [ErrClosed].
func Shut(ctx context.Context, s Store, name string, note []byte) error {
	r := &Room{store: s, name: name}
	for {
		door, err := s.Get(ctx, r.door())
		if err != nil {
			return err
		}
		if door.Ver == 0 {
			return ErrClosed
		}
		_, err = s.Commit(ctx, []Check{{r.door(), door.Ver}}, []Op{{r.door(), append([]byte(shut), note...)}})
		if !errors.Is(err, ErrConflict) {
			return err
		}
	}
}

// Note is the note on the door of a room, if the door is shut.
func Note(ctx context.Context, s Store, name string) (note []byte, is bool, err error) {
	door, err := s.Get(ctx, (&Room{name: name}).door())
	note, is = bytes.CutPrefix(door.Val, []byte(shut))
	return note, is, err
}

// Furniture is how many items lie in the room of that name.
func Furniture(ctx context.Context, s Store, name string) (n int, err error) {
	in := (&Room{name: name}).in()
	err = s.Scan(ctx, in, PrefixEnd(in), func(Item) error { n++; return nil })
	return n, err
}

// Clear removes what lies in a room that has been shut, a commit for each [MaxOps] items; only the door stays, for which
// it returns the op that removes it. A room that is not shut is [ErrBusy].
func Clear(ctx context.Context, s Store, name string) (Op, error) {
	r := &Room{store: s, name: name}
	if _, is, err := Note(ctx, s, name); err != nil || !is {
		return Op{}, errors.Join(err, fmt.Errorf("%w: %s", ErrBusy, name))
	}
	var rest []Op
	err := s.Scan(ctx, r.in(), PrefixEnd(r.in()), func(it Item) error {
		rest = append(rest, Op{Key: it.Key})
		return nil
	})
	for part := range slices.Chunk(rest, MaxOps) {
		if err == nil {
			_, err = s.Commit(ctx, nil, part)
		}
	}
	return Op{Key: r.door()}, err
}

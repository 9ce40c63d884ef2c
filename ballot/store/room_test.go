package store_test

// Rooms: what is in them goes when they are cleared, and a door that is shut lets nothing in.

import (
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/ballot/store/storetest"
)

// house is a room that closes its store, as the law of storage would have it.
type house struct {
	store.Store
	around store.Store
}

func (h house) Close() error { return h.around.Close() }

// A room keeps the law of storage, but for the sizes of a commit that it says itself.
func TestRoom(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store {
		s := data(t)
		room, err := store.Enter(t.Context(), s, "room")
		if err != nil {
			t.Fatal(err)
		}
		return house{room, s}
	}, "limits")
}

func data(t *testing.T) store.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// keys are all keys of a store.
func keys(t *testing.T, s store.Store) (out []string) {
	t.Helper()
	if err := s.Scan(t.Context(), nil, nil, func(it store.Item) error {
		out = append(out, string(it.Key))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// What writers are told is in the room when its door is shut; afterwards they are refused, and a cleared room leaves
// nothing but what lies around it.
func TestRoomShut(t *testing.T) {
	s, ctx := data(t), t.Context()
	for _, key := range []string{"a", "room/in", "room/in0", "room0/in/x"} {
		if _, err := s.Commit(ctx, nil, []store.Op{{Key: []byte(key), Val: []byte("around")}}); err != nil {
			t.Fatal(err)
		}
	}
	around := keys(t, s)
	room, err := store.Enter(ctx, s, "room")
	if err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	var mu sync.Mutex
	written := 0
	for w := range 8 {
		writers.Go(func() {
			for i := 0; ; i++ {
				_, err := room.Commit(ctx, nil, []store.Op{{Key: []byte{byte('a' + w), byte(i >> 8), byte(i)}, Val: []byte("x")}})
				if errors.Is(err, store.ErrClosed) {
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				written++
				mu.Unlock()
			}
		})
	}
	for {
		if n, err := store.Furniture(ctx, s, "room"); err != nil || n > 150 {
			break
		}
	}
	if _, err := store.Clear(ctx, s, "room"); !errors.Is(err, store.ErrBusy) {
		t.Errorf("a room was cleared while its door was open: %v", err)
	}
	if err := store.Shut(ctx, s, "room", []byte("why")); err != nil {
		t.Fatal(err)
	}
	n, err := store.Furniture(ctx, s, "room")
	writers.Wait()
	if err != nil || n != written {
		t.Errorf("%d items when the door was shut, %d were written (%v)", n, written, err)
	}
	if note, is, err := store.Note(ctx, s, "room"); string(note) != "why" || !is || err != nil {
		t.Errorf("note %q %v %v", note, is, err)
	}
	if _, err := store.Enter(ctx, s, "room"); !errors.Is(err, store.ErrClosed) {
		t.Errorf("a shut room was entered: %v", err)
	}
	door, err := store.Clear(ctx, s, "room")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Commit(ctx, nil, []store.Op{door}); err != nil {
		t.Fatal(err)
	}
	if got := keys(t, s); !slices.Equal(got, around) {
		t.Errorf("left: %q, want %q", got, around)
	}
	again, err := store.Enter(ctx, s, "room")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := room.Commit(ctx, nil, []store.Op{{Key: []byte("k"), Val: []byte("late")}}); !errors.Is(err, store.ErrClosed) {
		t.Errorf("who was in the room before writes into the next of that name: %v", err)
	}
	if it, err := again.Get(ctx, []byte("k")); err != nil || it.Ver != 0 {
		t.Errorf("the new room has %v %v", it, err)
	}
}

package ledger

// Entries read again from the store, whole exports among them, and a store that has something else.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"linli/ballot/store"
)

// read is the numbers of the entries that Each hands out.
func read(t *testing.T, l *Ledger, from, to int64) (numbers []int64, err error) {
	t.Helper()
	err = l.Each(t.Context(), from, to, func(e Entry) error {
		if size, _, err := l.Tree(); err != nil || e.N >= size { // the ledger may be called
			t.Errorf("entry %d of %d: %v", e.N, size, err)
		}
		numbers = append(numbers, e.N)
		return nil
	})
	return numbers, err
}

// parted is a ledger of ten entries in segments of 3, 1, 4 and 2.
func parted(t *testing.T, s store.Store) *Ledger {
	t.Helper()
	l := openLedger(t, s, ignore)
	for _, n := range []int{3, 1, 4, 2} {
		drafts := make([]Draft, n)
		for i := range drafts {
			drafts[i] = act("x")
		}
		record(t, l, drafts...)
	}
	return l
}

func TestEach(t *testing.T) {
	l := parted(t, newStore(t))
	for from := int64(-1); from <= 11; from++ {
		for to := int64(-1); to <= 12; to++ {
			got, err := read(t, l, from, to)
			first, end := max(from, 0), min(to, 10)
			if err != nil || int64(len(got)) != max(0, end-first) || len(got) > 0 && (got[0] != first || got[len(got)-1] != end-1) {
				t.Errorf("%d to %d: %v, %v", from, to, got, err)
			}
		}
	}
	enough, calls := errors.New("enough"), 0
	if err := l.Each(t.Context(), 0, 10, func(Entry) error { calls++; return enough }); err != enough || calls != 1 {
		t.Errorf("after %d calls: %v", calls, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Each(ctx, 0, 10, ignore); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestEachFindsDamage(t *testing.T) {
	for what, damage := range map[string]func(seg []byte) []byte{
		"a byte changed":   func(seg []byte) []byte { return bytes.Replace(seg, []byte("clerk"), []byte("clark"), 1) },
		"an entry missing": func(seg []byte) []byte { return seg[bytes.IndexByte(seg, '\n')+1:] },
		"emptied":          func([]byte) []byte { return []byte{} },
		"deleted":          func([]byte) []byte { return nil },
	} {
		s := newStore(t)
		l := parted(t, s)
		it, err := s.Get(t.Context(), l.segment(3))
		if err != nil || it.Ver == 0 {
			t.Fatalf("segment: %v", err)
		}
		if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: it.Key, Val: damage(bytes.Clone(it.Val))}}); err != nil {
			t.Fatal(err)
		}
		if got, err := read(t, l, 0, 10); !errors.Is(err, store.ErrDamaged) || len(got) > 8 {
			t.Errorf("%s: %v, %v", what, got, err)
		}
		if got := l.Entries(5, 7); got != nil {
			t.Errorf("%s: %d entries", what, len(got))
		}
		if got := l.Entries(0, 4); len(got) != 4 {
			t.Errorf("%s: %d sound entries", what, len(got))
		}
	}
}

func TestExportFromTheStore(t *testing.T) {
	s := newStore(t)
	l := openLedger(t, s, ignore)
	for i := range 4 {
		record(t, l, Draft{Actor: "clerk", Act: "act", Body: i, Public: i%2 == 0})
	}
	signer, key := keys(t)
	signed, err := l.Checkpoint(signer)
	if err != nil {
		t.Fatal(err)
	}
	record(t, l, act("later"))
	x, err := l.Export(key, signed, map[int64]bool{3: true})
	if err != nil {
		t.Fatal(err)
	}
	want := bytes.NewBufferString("linli export 1\n" + key + "\n\n" + string(signed) + "\n")
	for _, e := range l.Entries(0, 4) {
		fmt.Fprintf(want, "%s\n", e.Publish(e.N == 1).Bytes())
	}
	var got bytes.Buffer
	n, err := x.WriteTo(&got)
	if err != nil || n != int64(got.Len()) || !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Errorf("wrote %d:\n%s\nwant\n%s\n%v", n, &got, want, err)
	}
	_, other := keys(t)
	if _, err := l.Export(other, signed, nil); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("another's key: %v", err)
	}
	if _, err := openLedger(t, newStore(t), ignore).Export(key, signed, nil); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("a checkpoint of more than there is: %v", err)
	}
	s.Close()
	if _, err := x.WriteTo(&got); !errors.Is(err, store.ErrClosed) {
		t.Errorf("from a closed store: %v", err)
	}
}

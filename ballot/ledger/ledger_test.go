package ledger

// A ledger on a real store: folding, deciding, racing, doubt and time.

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

func openStore(t *testing.T, path string) *bolt.Store {
	t.Helper()
	s, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func newStore(t *testing.T) *bolt.Store { return openStore(t, filepath.Join(t.TempDir(), "db")) }

func at(clock *time.Time) func() time.Time { return func() time.Time { return *clock } }

func ignore(Entry) error { return nil }

func openLedger(t *testing.T, s store.Store, fold func(Entry) error) *Ledger {
	t.Helper()
	clock := noon
	l, err := Open(t.Context(), s, "r", at(&clock), rand.Reader, fold)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func always(drafts ...Draft) func(time.Time) ([]Draft, error) {
	return func(time.Time) ([]Draft, error) { return drafts, nil }
}

func record(t *testing.T, l *Ledger, drafts ...Draft) []Entry {
	t.Helper()
	entries, err := l.Append(t.Context(), always(drafts...))
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func act(name string) Draft {
	return Draft{Actor: "clerk", Act: name, Body: map[string]any{"b": 1, "a": "<"}, Public: true}
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, path)
	var folded []string
	l := openLedger(t, s, func(e Entry) error { folded = append(folded, e.Act); return nil })
	secret := act("two")
	secret.Public = false
	record(t, l, act("one"), secret)
	record(t, l, act("three"))
	size, root, err := l.Tree()
	if err != nil || size != 3 || strings.Join(folded, " ") != "one two three" {
		t.Fatalf("%d entries, folded %q: %v", size, folded, err)
	}
	before := l.Entries(0, 99)
	s.Close()
	var again []string
	l2 := openLedger(t, openStore(t, path), func(e Entry) error { again = append(again, e.Act); return nil })
	size2, root2, err := l2.Tree()
	if err != nil || size2 != size || root2 != root || fmt.Sprint(again) != fmt.Sprint(folded) {
		t.Fatalf("reopened: %d entries, root %v, folded %q: %v", size2, root2, again, err)
	}
	for i, e := range l2.Entries(0, 99) {
		if !bytes.Equal(before[i].Bytes(), e.Bytes()) || len(e.Salt) != 32 && !e.Public {
			t.Errorf("entry %d is %s, was %s", i, e.Bytes(), before[i].Bytes())
		}
	}
	if l2.Entries(3, 9) != nil || l2.Entries(2, 1) != nil || len(l2.Entries(-5, 2)) != 2 {
		t.Error("entries out of range")
	}
}

// TestAppendIf: while a check does not hold nothing is written, and it is said so at once; while it holds, others who
// append in between are no reason to give up.
func TestAppendIf(t *testing.T) {
	s := newStore(t)
	l, other := openLedger(t, s, ignore), openLedger(t, s, ignore)
	free := []store.Check{{Key: []byte("mark")}}
	mark := store.Op{Key: []byte("mark"), Val: []byte("v")}
	asked := 0
	entries, err := l.AppendIf(t.Context(), free, func(time.Time) ([]Draft, error) {
		if asked++; asked == 1 {
			record(t, other, act("elsewhere"))
		}
		return []Draft{act("x")}, nil
	}, mark)
	if err != nil || len(entries) != 1 || entries[0].N != 1 || asked != 2 {
		t.Fatalf("%d times: %+v, %v", asked, entries, err)
	}
	record(t, other, act("later"))
	if _, err := l.AppendIf(t.Context(), free, always(act("y")), mark); !errors.Is(err, store.ErrConflict) {
		t.Errorf("with the mark there: %v", err)
	}
	it, err := s.Get(t.Context(), mark.Key)
	if err != nil || l.Sync(t.Context()) != nil || len(l.Entries(0, 9)) != 3 {
		t.Errorf("%d entries, %v", len(l.Entries(0, 9)), err)
	}
	if _, err := l.AppendIf(t.Context(), []store.Check{{Key: mark.Key, Ver: it.Ver}}, always(act("z")), mark); err != nil {
		t.Error(err)
	}
}

func TestDecide(t *testing.T) {
	s := newStore(t)
	folded := 0
	l := openLedger(t, s, func(Entry) error { folded++; return nil })
	other := openLedger(t, s, ignore)
	record(t, other, act("elsewhere"))
	no := errors.New("no")
	extra := store.Op{Key: []byte("extra"), Val: []byte("v")}
	_, err := l.Append(t.Context(), func(time.Time) ([]Draft, error) {
		if folded != 1 {
			t.Errorf("decided on %d entries", folded)
		}
		return []Draft{act("x")}, no
	}, extra)
	if err != no {
		t.Fatalf("refused with %v", err)
	}
	if entries, err := l.Append(t.Context(), always(), extra); err != nil || entries != nil {
		t.Fatalf("nothing to append: %v, %v", entries, err)
	}
	if _, err := l.Append(t.Context(), always(Draft{Body: func() {}}), extra); err == nil {
		t.Fatal("a body that is no JSON was appended")
	}
	if it, _ := s.Get(t.Context(), extra.Key); it.Ver != 0 || folded != 1 {
		t.Fatalf("a refused act left a trace: %d, %d", it.Ver, folded)
	}
	if _, err := l.Append(t.Context(), always(act("y")), extra); err != nil {
		t.Fatal(err)
	}
	if it, _ := s.Get(t.Context(), extra.Key); it.Ver == 0 {
		t.Fatal("the extra op is missing")
	}
	if err := other.Sync(t.Context()); err != nil || len(other.Entries(0, 9)) != 2 {
		t.Fatalf("the other process: %v", err)
	}
}

// Many processes that each append once what nobody has appended before: none is lost, doubled or out of number.
func TestRacing(t *testing.T) {
	const processes, acts = 4, 25
	s := newStore(t)
	var all sync.WaitGroup
	for range processes {
		all.Go(func() {
			seen := map[string]bool{}
			l := openLedger(t, s, func(e Entry) error { seen[e.Act] = true; return nil })
			for i := range acts {
				_, err := l.Append(t.Context(), func(time.Time) ([]Draft, error) {
					if seen[fmt.Sprint(i)] {
						return nil, nil
					}
					return []Draft{act(fmt.Sprint(i))}, nil
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	entries := openLedger(t, s, ignore).Entries(0, 1000)
	seen := map[string]int{}
	for i, e := range entries {
		if seen[e.Act]++; e.N != int64(i) || seen[e.Act] > 1 {
			t.Errorf("entry %d is %d, %s the %d. time", i, e.N, e.Act, seen[e.Act])
		}
	}
	if len(entries) != acts {
		t.Errorf("%d entries", len(entries))
	}
}

// doubtful is a store that loses answers: the commit happens at once, or late, or never, and the answer is ErrUnknown.
type doubtful struct {
	store.Store
	fate []string // of the next commits
	late func()
}

func (d *doubtful) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if len(d.fate) == 0 {
		return d.Store.Commit(ctx, checks, ops)
	}
	fate := d.fate[0]
	d.fate = d.fate[1:]
	switch fate {
	case "done":
		_, err := d.Store.Commit(ctx, checks, ops)
		return 0, errors.Join(store.ErrUnknown, err)
	case "late":
		d.late = func() { d.Store.Commit(ctx, checks, ops) }
	case "overtaken": // by the late one
		d.late()
		return d.Store.Commit(ctx, checks, ops)
	}
	return 0, store.ErrUnknown
}

func TestUnknownOutcome(t *testing.T) {
	for _, fate := range [][]string{{"done"}, {"never"}, {"never", "never", "done"}, {"late", "overtaken"}, {"late", "never", "overtaken"}} {
		for _, public := range []bool{true, false} {
			d := &doubtful{Store: newStore(t), fate: fate}
			folded := 0
			l := openLedger(t, d, func(Entry) error { folded++; return nil })
			draft := act("x")
			draft.Public = public
			entries, err := l.Append(t.Context(), always(draft))
			got := openLedger(t, d.Store, ignore).Entries(0, 9)
			if err != nil || len(got) != 1 || folded != 1 || !bytes.Equal(got[0].Bytes(), entries[0].Bytes()) {
				t.Errorf("%q: %d entries, %d folded: %v", fate, len(got), folded, err)
			}
		}
	}
}

// An act of the same bytes that another process appended first is not taken for one's own.
func TestConflictIsNotSuccess(t *testing.T) {
	s := newStore(t)
	l, other := openLedger(t, s, ignore), openLedger(t, s, ignore)
	asked := 0
	_, err := l.Append(t.Context(), func(time.Time) ([]Draft, error) {
		if asked++; asked == 1 {
			record(t, other, act("same"))
		}
		return []Draft{act("same")}, nil
	}, store.Op{Key: []byte("mine"), Val: []byte("v")})
	if it, _ := s.Get(t.Context(), []byte("mine")); err != nil || asked != 2 || it.Ver == 0 || len(l.Entries(0, 9)) != 2 {
		t.Fatalf("asked %d times, extra at %d, %d entries: %v", asked, it.Ver, len(l.Entries(0, 9)), err)
	}
}

func TestCancelled(t *testing.T) {
	l := openLedger(t, newStore(t), ignore)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Append(ctx, always(act("x"))); !errors.Is(err, context.Canceled) {
		t.Fatalf("append: %v", err)
	}
	if _, err := Open(ctx, newStore(t), "r", time.Now, rand.Reader, ignore); !errors.Is(err, context.Canceled) {
		t.Fatalf("open: %v", err)
	}
	record(t, l, act("y"))
}

func TestFoldRefuses(t *testing.T) {
	s := newStore(t)
	record(t, openLedger(t, s, ignore), act("a"), act("b"), act("c"))
	no := errors.New("no")
	fold := func(e Entry) error {
		if e.Act == "b" {
			return no
		}
		return nil
	}
	if _, err := Open(t.Context(), s, "r", time.Now, rand.Reader, fold); !errors.Is(err, no) || errors.Is(err, store.ErrDamaged) {
		t.Fatalf("open: %v", err)
	}
	s2 := newStore(t)
	l := openLedger(t, s2, fold)
	record(t, openLedger(t, s2, ignore), act("a"), act("b"))
	for range 2 {
		if err := l.Sync(t.Context()); !errors.Is(err, no) {
			t.Fatalf("sync: %v", err)
		}
		if _, err := l.Append(t.Context(), always(act("d"))); !errors.Is(err, no) {
			t.Fatalf("append: %v", err)
		}
	}
}

func TestSalt(t *testing.T) {
	l := openLedger(t, newStore(t), ignore)
	private := act("x")
	private.Public = false
	e := record(t, l, private, private, act("y"))
	if e[0].Salt == e[1].Salt || len(e[0].Salt) != 32 || e[2].Salt != "" {
		t.Errorf("salts %q, %q, %q", e[0].Salt, e[1].Salt, e[2].Salt)
	}
	l.random = strings.NewReader("short")
	if _, err := l.Append(t.Context(), always(private)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("without randomness: %v", err)
	}
}

func TestClockSetBack(t *testing.T) {
	s, clock := newStore(t), noon.Add(999*time.Millisecond)
	l, err := Open(t.Context(), s, "r", at(&clock), rand.Reader, ignore)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct{ now, want time.Duration }{{0, 0}, {-time.Hour, 0}, {time.Hour, time.Hour}, {time.Minute, time.Hour}} {
		clock = noon.Add(step.now)
		e, err := l.Append(t.Context(), func(now time.Time) ([]Draft, error) {
			if !now.Equal(noon.Add(step.want)) {
				t.Errorf("decided at %v", now)
			}
			return []Draft{act("x")}, nil
		})
		if err != nil || !e[0].Time.Equal(noon.Add(step.want)) {
			t.Errorf("at %v the entry says %v: %v", clock, e[0].Time, err)
		}
	}
	clock = clock.In(time.FixedZone("", 8*3600)).Add(2 * time.Hour)
	if e := record(t, l, act("x")); e[0].Time.Location() != time.UTC || e[0].Time.Nanosecond() != 0 {
		t.Errorf("time %v", e[0].Time)
	}
	if _, err := Open(t.Context(), s, "r", at(&clock), rand.Reader, ignore); err != nil {
		t.Error(err)
	}
}

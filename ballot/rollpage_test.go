package ballot

// The pages of a roll: their bytes, their places, and what is refused.

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"linli/ballot/store"
)

func FuzzPage(f *testing.F) {
	two := people{{[32]byte{1}, 1}, {[32]byte{2}, maxStation}}
	f.Add("", two.bytes())
	f.Add("0000000", two.bytes())
	f.Add("01", []byte{})
	f.Add(strings.Repeat("0", 300), two.bytes())
	f.Fuzz(func(t *testing.T, bits string, raw []byte) {
		p, err := parsePage(bits, raw)
		if err != nil {
			wantErr(t, err, store.ErrDamaged)
			return
		}
		if !bytes.Equal(p.bytes(), raw) {
			t.Errorf("%d people are written otherwise than they were read", len(p))
		}
		for i, x := range p {
			if at, found := p.find(x.hash); at != i || !found || !begins(x.hash, bits) {
				t.Errorf("person %d is found at %d (%v)", i, at, found)
			}
		}
	})
}

func TestPagesAreRefused(t *testing.T) {
	good := people{{[32]byte{0x40}, 1}, {[32]byte{0x41}, 2}}
	if _, err := parsePage("010", good.bytes()); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{
		"empty": {}, "cut": good.bytes()[:65], "out of order": people{good[1], good[0]}.bytes(), "a double": people{good[0], good[0]}.bytes(),
		"no station": people{{[32]byte{0x40}, 0}}.bytes(), "a station too many": people{{[32]byte{0x40}, 64}}.bytes(),
		"on another page": people{{[32]byte{0x80}, 1}}.bytes(),
	} {
		if _, err := parsePage("010", raw); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whoever comes first, the pages are the same, and none has fewer than 500 people once there are two.
func TestSplit(t *testing.T) {
	random := rand.New(rand.NewChaCha8([32]byte{1}))
	for _, n := range []int{0, 1, 999, 1000, 1200, 3000, 20_000} {
		all := people{}
		for range n {
			x := person{station: 1 + random.IntN(maxStation)}
			for i := range x.hash {
				x.hash[i] = byte(random.Uint32())
			}
			place, _ := all.find(x.hash)
			all = slices.Insert(all, place, x)
		}
		parts := map[string]people{}
		split("", all, parts)
		var again people
		for _, bits := range slices.Sorted(maps.Keys(parts)) {
			p := parts[bits]
			again = append(again, p...)
			if len(parts) > 1 && len(p) < fewest || len(p.bytes()) > 64<<10 {
				t.Errorf("%d people: page %q has %d", n, bits, len(p))
			}
			if _, err := parsePage(bits, p.bytes()); n > 0 && err != nil {
				t.Errorf("page %q: %v", bits, err)
			}
		}
		if !slices.Equal(again, all) || n < 2*fewest && len(parts) != 1 || n > 4*fewest && len(parts) < n/1200 {
			t.Errorf("%d people lie on %d pages", n, len(parts))
		}
	}
}

// A real roll of several pages is the same whether people came one after the other or all at once, to one server or two;
// but for the versions.
func TestPagesHaveNoOrder(t *testing.T) {
	const n = 1100
	var rolls [2]map[string]string
	for k := range rolls {
		s := newStore(t)
		r, other := NewRoll(s, poll, rollKey), NewRoll(s, poll, rollKey)
		enter := func(r *Roll, i int) {
			if _, err := r.CheckIn(t.Context(), phone(i), 1+i%5, noon.Add(time.Duration(i)*time.Minute)); err != nil {
				t.Error(err)
			}
		}
		var all sync.WaitGroup
		for i := range n {
			if k == 0 {
				enter(r, i)
			} else {
				all.Go(func() { enter([]*Roll{r, other}[i%2], i) })
			}
		}
		all.Wait()
		rolls[k] = map[string]string{}
		versions := map[uint64]bool{}
		err := s.Scan(t.Context(), nil, nil, func(it store.Item) error {
			rolls[k][string(it.Key)] = string(it.Val)
			versions[it.Ver] = true
			return nil
		})
		if got, wrong := r.Check(t.Context()); got != n || wrong != nil || err != nil || len(rolls[k]) < 3 || len(versions) > len(rolls[k]) {
			t.Errorf("%d people in %d items of %d versions: %v, %v", got, len(rolls[k]), len(versions), wrong, err)
		}
		for i := range n { // everybody is found again, on whatever page
			if at, err := r.CheckIn(t.Context(), phone(i), 1, noon); at != 1+i%5 || !errors.Is(err, ErrCheckedIn) {
				t.Fatalf("person %d: station %d, %v", i, at, err)
			}
		}
	}
	if !maps.Equal(rolls[0], rolls[1]) {
		t.Error("the order of check-ins is in the pages")
	}
}

// singles puts entries of the first release on the roll.
func singles(t *testing.T, s store.Store, r *Roll, people ...int) {
	t.Helper()
	for _, i := range people {
		if err := putSingle(t.Context(), s, r, i); err != nil {
			t.Fatal(err)
		}
	}
}

func putSingle(ctx context.Context, s store.Store, r *Roll, i int) error {
	hash, err := r.hash(phone(i))
	if err != nil {
		return err
	}
	val, err := json.Marshal(single{1 + i%3, noon.Truncate(time.Hour)})
	if err == nil {
		_, err = s.Commit(ctx, nil, []store.Op{{Key: r.singleKey(hash), Val: val}})
	}
	return err
}

func TestFirstReleaseIsHonoured(t *testing.T) {
	s := newStore(t)
	r := NewRoll(s, poll, rollKey)
	singles(t, s, r, 0, 1, 2, 3)
	if at, err := r.CheckIn(t.Context(), phone(2), 1, noon); at != 3 || !errors.Is(err, ErrCheckedIn) {
		t.Errorf("station %d, %v", at, err)
	}
	if _, err := r.CheckIn(t.Context(), phone(4), 2, noon); err != nil {
		t.Fatal(err)
	}
	got, err := r.Turnout(t.Context())
	if err != nil || got.People() != 5 || got.Stations[1] != 2 || got.Stations[2] != 2 || got.Hours[noon.Truncate(time.Hour)] != 5 {
		t.Errorf("%v, %v", got, err)
	}
	if n, err := r.Check(t.Context()); n != 5 || err != nil {
		t.Errorf("%d people: %v", n, err)
	}
	singles(t, s, r, 4)
	_, err = r.Check(t.Context())
	wantErr(t, err, store.ErrDamaged)
	if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte(r.prefix() + "00"), Val: []byte("{")}}); err != nil {
		t.Fatal(err)
	}
	_, err = r.Turnout(t.Context())
	wantErr(t, err, store.ErrDamaged)
}

// meddler does something just before each commit, and may change its answer.
type meddler struct {
	store.Store
	before func()
	answer func(ver uint64, err error) (uint64, error)
}

func (m *meddler) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	m.before()
	ver, err := m.Store.Commit(ctx, checks, ops)
	return m.answer(ver, err)
}

func nothing()                                      {}
func asIs(ver uint64, err error) (uint64, error)    { return ver, err }
func unknown(ver uint64, err error) (uint64, error) { return 0, store.ErrUnknown }

// A server of the first release may let the person in while this one does: the commit itself checks.
func TestFirstReleaseRaces(t *testing.T) {
	s := newStore(t)
	m := &meddler{Store: s, answer: asIs}
	r := NewRoll(m, poll, rollKey)
	m.before = func() { singles(t, s, r, 5) }
	if at, err := r.CheckIn(t.Context(), phone(5), 1, noon); at != 3 || !errors.Is(err, ErrCheckedIn) {
		t.Errorf("station %d, %v", at, err)
	}
	if n, err := r.Check(t.Context()); n != 1 || err != nil {
		t.Errorf("%d people: %v", n, err)
	}
}

func TestCheckInUnknown(t *testing.T) {
	s := newStore(t)
	m := &meddler{s, nothing, unknown}
	r := NewRoll(m, poll, rollKey)
	_, err := r.CheckIn(t.Context(), phone(0), 4, noon)
	wantErr(t, err, store.ErrUnknown)
	m.answer = asIs
	if at, err := r.CheckIn(t.Context(), phone(0), 4, noon); at != 4 || !errors.Is(err, ErrCheckedIn) {
		t.Errorf("it was recorded, and the next try says %d, %v", at, err)
	}
	r.store = &dying{s, 0}
	_, err = r.CheckIn(t.Context(), phone(1), 4, noon)
	wantErr(t, err, store.ErrClosed)
	r.store = s
	if at, err := r.CheckIn(t.Context(), phone(1), 5, noon); at != 5 || err != nil {
		t.Errorf("it was not recorded, and the next try says %d, %v", at, err)
	}
	if n, err := r.Check(t.Context()); n != 2 || err != nil {
		t.Errorf("%d people: %v", n, err)
	}
}

// refuser meets a conflict at every commit.
type refuser struct {
	store.Store
	tried atomic.Int32
}

func (r *refuser) Commit(context.Context, []store.Check, []store.Op) (uint64, error) {
	r.tried.Add(1)
	return 0, store.ErrConflict
}

// Conflicts without end, and a check-in ahead that does not end, are left when ctx ends.
func TestCheckInEndsWithContext(t *testing.T) {
	s := &refuser{Store: newStore(t)}
	r := NewRoll(s, poll, rollKey)
	ahead, end := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { _, err := r.CheckIn(ahead, phone(0), 1, noon); ended <- err }()
	for s.tried.Load() < 3 {
		time.Sleep(time.Millisecond)
	}
	soon, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := r.CheckIn(soon, phone(1), 1, noon)
	wantErr(t, err, context.DeadlineExceeded)
	end()
	wantErr(t, <-ended, context.Canceled)
}

func TestRollDamage(t *testing.T) {
	for name, change := range map[string]func(r *Roll) store.Op{
		"no index":     func(r *Roll) store.Op { return store.Op{Key: r.indexKey()} },
		"no page":      func(r *Roll) store.Op { return store.Op{Key: r.pageKey("")} },
		"a cut page":   func(r *Roll) store.Op { return store.Op{Key: r.pageKey(""), Val: []byte("x")} },
		"another page": func(r *Roll) store.Op { return store.Op{Key: r.pageKey("0"), Val: []byte("x")} },
		"no words":     func(r *Roll) store.Op { return store.Op{Key: r.indexKey(), Val: []byte("{")} },
		"no counts":    func(r *Roll) store.Op { return store.Op{Key: r.indexKey(), Val: []byte(`{"pages":[""],"hours":null}`)} },
		"another count": func(r *Roll) store.Op {
			return store.Op{Key: r.indexKey(), Val: []byte(`{"pages":[""],"stations":{"1":4},"hours":{"2026-03-05T04:00:00Z":4}}`)}
		},
		"other stations": func(r *Roll) store.Op {
			return store.Op{Key: r.indexKey(), Val: []byte(`{"pages":[""],"stations":{"1":1,"2":2},"hours":{"2026-03-05T04:00:00Z":3}}`)}
		},
		"an hour too much": func(r *Roll) store.Op {
			return store.Op{Key: r.indexKey(), Val: []byte(`{"pages":[""],"stations":{"1":3},"hours":{"2026-03-05T04:00:00Z":4}}`)}
		},
	} {
		s := newStore(t)
		r := NewRoll(s, poll, rollKey)
		for i := range 3 {
			if _, err := r.CheckIn(t.Context(), phone(i), 1, noon); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.Commit(t.Context(), nil, []store.Op{change(r)}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Check(t.Context()); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.HasPrefix(name, "another") && !strings.HasPrefix(name, "other") && !strings.HasPrefix(name, "an hour") {
			_, err := r.CheckIn(t.Context(), phone(7), 1, noon)
			if !errors.Is(err, store.ErrDamaged) {
				t.Errorf("%s: a check-in: %v", name, err)
			}
		}
	}
}

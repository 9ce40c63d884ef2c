package storetest

// The law of chains, as it follows from that of the store.

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"testing"

	"linli/ballot/store"
)

// segments reads a chain anew.
func segments(t *testing.T, s store.Store, name string) ([]string, error) {
	var got []string
	c := store.NewChain(s, name)
	err := c.Sync(t.Context(), func(seg []byte) error {
		got = append(got, string(seg))
		return nil
	})
	if err == nil && c.Len() != uint64(len(got)) {
		t.Errorf("%d segments, the chain says %d", len(got), c.Len())
	}
	return got, err
}

func extend(t *testing.T, c *store.Chain, segs ...string) {
	t.Helper()
	for _, seg := range segs {
		if err := c.Append(t.Context(), []byte(seg)); err != nil {
			t.Fatal(err)
		}
	}
}

func chain(t *testing.T, s store.Store) {
	a, b := store.NewChain(s, "c"), store.NewChain(s, "c")
	ch, err := s.Watch(t.Context(), a.Prefix())
	wantErr(t, err, nil)
	extend(t, a, "one")
	next(t, ch)
	err = b.Append(t.Context(), []byte("elsewhere"), store.Op{Key: []byte("extra"), Val: []byte("v")})
	wantErr(t, err, store.ErrConflict)
	want(t, s, "extra", "", 0)
	var seen []string
	keep := func(seg []byte) error { seen = append(seen, string(seg)); return nil }
	wantErr(t, b.Sync(t.Context(), keep), nil)
	if b.Hash() != a.Hash() || b.Len() != 1 {
		t.Fatal("two readers of one chain differ")
	}
	err = b.Append(t.Context(), []byte("two"), store.Op{Key: []byte("extra"), Val: []byte("v")})
	wantErr(t, err, nil)
	if read(t, s, "extra").Ver == 0 {
		t.Fatal("the extra op is missing")
	}
	extend(t, b, "three")
	wantErr(t, a.Sync(t.Context(), keep), nil)
	wantErr(t, a.Sync(t.Context(), keep), nil)
	if fmt.Sprint(seen) != "[one two three]" || a.Hash() != b.Hash() {
		t.Fatalf("the readers saw %q", seen)
	}
	if got, err := segments(t, s, "other"); err != nil || got != nil {
		t.Fatalf("another chain has %q: %v", got, err)
	}
}

func chainEmpty(t *testing.T, s store.Store) {
	c := store.NewChain(s, "c")
	wantErr(t, c.Append(t.Context(), nil), nil)
	extend(t, c, "", "x")
	if got, err := segments(t, s, "c"); err != nil || len(got) != 3 || got[2] != "x" {
		t.Fatalf("%q, %v", got, err)
	}
}

// chainRefusal: a chain stays before the segment that its reader refuses, and goes on from there.
func chainRefusal(t *testing.T, s store.Store) {
	extend(t, store.NewChain(s, "c"), "one", "two", "three")
	c, no := store.NewChain(s, "c"), errors.New("no")
	var seen []string
	for range 2 {
		err := c.Sync(t.Context(), func(seg []byte) error {
			if string(seg) == "two" {
				return no
			}
			seen = append(seen, string(seg))
			return nil
		})
		wantErr(t, err, no)
		if errors.Is(err, store.ErrDamaged) || c.Len() != 1 {
			t.Fatalf("%v at %d", err, c.Len())
		}
		wantErr(t, c.Append(t.Context(), []byte("four")), store.ErrConflict)
	}
	wantErr(t, c.Sync(t.Context(), func(seg []byte) error { seen = append(seen, string(seg)); return nil }), nil)
	if fmt.Sprint(seen) != "[one two three]" {
		t.Fatalf("saw %q", seen)
	}
}

// chainDamaged changes, drops and swaps what a chain consists of.
func chainDamaged(t *testing.T, s store.Store) {
	segs := []string{"one", "two", "three"}
	name := 0
	damage := func(keys []string, change func(i int, val []byte) []byte) {
		name++
		extend(t, store.NewChain(s, fmt.Sprint("c", name)), segs...)
		var ops []store.Op
		for i, k := range keys {
			key := fmt.Sprintf(k, fmt.Sprint("c", name))
			ops = append(ops, store.Op{Key: []byte(key), Val: change(i, read(t, s, key).Val)})
		}
		if _, err := s.Commit(t.Context(), nil, ops); err != nil {
			t.Fatal(err)
		}
		_, err := segments(t, s, fmt.Sprint("c", name))
		wantErr(t, err, store.ErrDamaged)
		err = store.NewChain(s, fmt.Sprint("c", name)).Sync(t.Context(), func([]byte) error { return errors.New("no") })
		wantErr(t, err, store.ErrDamaged)
	}
	for n, seg := range segs {
		key := []string{fmt.Sprintf("s/%%s/%016x", n+1)}
		for at := range len(seg) {
			damage(key, func(_ int, val []byte) []byte { val = bytes.Clone(val); val[at] ^= 1; return val })
		}
		damage(key, func(_ int, val []byte) []byte { return nil })
	}
	for at := range 40 {
		damage([]string{"h/%s"}, func(_ int, val []byte) []byte { val = bytes.Clone(val); val[at] ^= 1; return val })
	}
	damage([]string{"h/%s"}, func(int, []byte) []byte { return nil })
	damage([]string{"h/%s"}, func(_ int, val []byte) []byte { return val[:39] })
	damage([]string{"s/%s/0000000000000001", "s/%s/0000000000000002"}, func(i int, _ []byte) []byte { return []byte(segs[1-i]) })
}

// chainRacing: several appenders lose and double nothing, and agree on the chain.
func chainRacing(t *testing.T, s store.Store) {
	const appenders, each = 4, 50
	var all sync.WaitGroup
	for a := range appenders {
		all.Go(func() {
			c := store.NewChain(s, "c")
			for i := range each {
				for {
					err := c.Append(t.Context(), fmt.Append(nil, a, "/", i))
					if err == nil {
						break
					}
					if !store.Retry(err) {
						t.Error(err)
						return
					}
					if err := c.Sync(t.Context(), func([]byte) error { return nil }); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	all.Wait()
	got, err := segments(t, s, "c")
	wantErr(t, err, nil)
	seen := map[string]bool{}
	for _, seg := range got {
		seen[seg] = true
	}
	if len(got) != appenders*each || len(seen) != len(got) {
		t.Fatalf("%d segments, %d different, of %d", len(got), len(seen), appenders*each)
	}
}

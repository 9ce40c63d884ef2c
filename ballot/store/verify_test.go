package store_test

// Chains verified as a whole, and rewritten.

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

func newStore(t *testing.T) store.Store {
	t.Helper()
	s, err := bolt.Open(filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// chain appends n segments to a chain.
func chain(t *testing.T, s store.Store, name string, n int) *store.Chain {
	t.Helper()
	c := store.NewChain(s, name)
	if err := c.Sync(t.Context(), func([]byte) error { return nil }); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if err := c.Append(t.Context(), fmt.Appendf(nil, "%s %d", name, i)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// verify returns the chains found and what is wrong with each.
func verify(t *testing.T, s store.Store, seen ...store.Head) (heads map[string]store.Head, wrong map[string]error) {
	t.Helper()
	heads, wrong = map[string]store.Head{}, map[string]error{}
	err := store.Verify(t.Context(), s, seen, func(h store.Head, err error) {
		heads[h.Name] = h
		if err != nil {
			wrong[h.Name] = err
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return heads, wrong
}

func TestVerify(t *testing.T) {
	s := newStore(t)
	a := chain(t, s, "a", 5)
	chain(t, s, "b/c", 3)
	earlier, wrong := verify(t, s)
	if len(earlier) != 2 || len(wrong) != 0 || earlier["a"] != (store.Head{Name: "a", Len: 5, Hash: a.Hash()}) {
		t.Fatalf("%v, %v", earlier, wrong)
	}
	chain(t, s, "a", 4)
	if _, wrong := verify(t, s, earlier["a"], earlier["b/c"]); len(wrong) != 0 {
		t.Errorf("after more was appended: %v", wrong)
	}
	other := earlier["a"]
	other.Hash[0] ^= 1
	gone := store.Head{Name: "gone", Len: 1}
	further := store.Head{Name: "b/c", Len: 4}
	if _, wrong := verify(t, s, other, gone, further); len(wrong) != 3 {
		t.Errorf("another, a missing and a shorter chain: %v", wrong)
	}
}

func TestVerifyFindsDamage(t *testing.T) {
	for name, ops := range map[string][]store.Op{
		"changed":         {{Key: []byte("s/a/0000000000000002"), Val: []byte("x")}},
		"missing":         {{Key: []byte("s/a/0000000000000002")}},
		"first missing":   {{Key: []byte("s/a/0000000000000001")}},
		"last missing":    {{Key: []byte("s/a/0000000000000003")}},
		"behind the head": {{Key: []byte("s/a/0000000000000004"), Val: []byte("x")}},
		"no head":         {{Key: []byte("h/a")}},
		"bad head":        {{Key: []byte("h/a"), Val: []byte("x")}},
		"no number":       {{Key: []byte("s/a"), Val: []byte("x")}},
	} {
		s := newStore(t)
		chain(t, s, "a", 3)
		if _, err := s.Commit(t.Context(), nil, ops); err != nil {
			t.Fatal(err)
		}
		_, wrong := verify(t, s)
		if len(wrong) != 1 {
			t.Errorf("%s: %v", name, wrong)
		}
		for _, err := range wrong {
			if !errors.Is(err, store.ErrDamaged) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestRewrite(t *testing.T) {
	s := newStore(t)
	c, late := chain(t, s, "a", 300), store.NewChain(s, "a")
	if err := late.Rewrite(t.Context(), segs("x")); !errors.Is(err, store.ErrConflict) {
		t.Errorf("by one who has not read the chain: %v", err)
	}
	if err := c.Rewrite(t.Context(), segs()); !errors.Is(err, store.ErrLimit) {
		t.Errorf("no segments: %v", err)
	}
	if err := c.Rewrite(t.Context(), segs("one", "two")); err != nil {
		t.Fatal(err)
	}
	if _, wrong := verify(t, s); len(wrong) != 1 {
		t.Errorf("the old segments are still there: %v", wrong)
	}
	if err := c.Trim(t.Context()); err != nil {
		t.Fatal(err)
	}
	if heads, wrong := verify(t, s); len(wrong) != 0 || heads["a"].Len != 2 {
		t.Errorf("%v, %v", heads, wrong)
	}
	var got []string
	if err := late.Sync(t.Context(), func(seg []byte) error { got = append(got, string(seg)); return nil }); err != nil || fmt.Sprint(got) != "[one two]" {
		t.Errorf("%v, %v", got, err)
	}
	if err := c.Append(t.Context(), []byte("three")); err != nil {
		t.Error(err)
	}
}

// Package storetest proves that a keeper keeps the law of storage.
package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"linli/ballot/store"
)

// laws are the tests, each on a store of its own.
var laws = []struct {
	name string
	test func(t *testing.T, s store.Store)
}{
	{"get", get},
	{"commit", commit},
	{"conflict", conflict},
	{"limits", limits},
	{"large", large},
	{"model", model},
	{"scan", scan},
	{"scan pages", scanPages},
	{"scan while writing", scanWhileWriting},
	{"scan of one moment", scanMoment},
	{"race", race},
	{"cancel before", cancelBefore},
	{"cancel after", cancelAfter},
	{"close", closing},
	{"close while committing", closeWhileCommitting},
	{"watch", watch},
	{"watch racing commits", watchRacing},
	{"watch ends", watchEnds},
	{"watch too slowly", watchSlowly},
	{"chain", chain},
	{"chain empty segment", chainEmpty},
	{"chain refusal", chainRefusal},
	{"chain damaged", chainDamaged},
	{"chain racing", chainRacing},
	{"chain rewritten", chainRewritten},
}

// Run proves the law on stores that open makes: each call gives an empty one, which open closes when t ends (closing
// twice is no error). The laws are proven side by side, for they mostly wait for the disk. A store that says of a law that
// it does not keep it names it in except.
func Run(t *testing.T, open func(t *testing.T) store.Store, except ...string) {
	for _, law := range laws {
		if slices.Contains(except, law.name) {
			continue
		}
		t.Run(law.name, func(t *testing.T) {
			t.Parallel()
			law.test(t, open(t))
		})
	}
}

// put commits one key without a check.
func put(t *testing.T, s store.Store, key, val string) uint64 {
	t.Helper()
	ver, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte(key), Val: []byte(val)}})
	if err != nil {
		t.Fatalf("put %q: %v", key, err)
	}
	return ver
}

func read(t *testing.T, s store.Store, key string) store.Item {
	t.Helper()
	it, err := s.Get(t.Context(), []byte(key))
	if err != nil {
		t.Fatalf("get %q: %v", key, err)
	}
	return it
}

// want demands an item, absent if ver is 0.
func want(t *testing.T, s store.Store, key, val string, ver uint64) {
	t.Helper()
	it := read(t, s, key)
	if it.Ver != ver || string(it.Val) != val || ver > 0 && (it.Val == nil || string(it.Key) != key) {
		t.Fatalf("%q is %q at %d, want %q at %d", key, it.Val, it.Ver, val, ver)
	}
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

// all scans a range, and demands that it is in order and inside the bounds.
func all(t *testing.T, s store.Store, from, to []byte) (items []store.Item) {
	t.Helper()
	err := s.Scan(t.Context(), from, to, func(it store.Item) error {
		if n := len(items); n > 0 && bytes.Compare(items[n-1].Key, it.Key) >= 0 {
			return fmt.Errorf("%q before %q", items[n-1].Key, it.Key)
		}
		if bytes.Compare(it.Key, from) < 0 || to != nil && bytes.Compare(it.Key, to) >= 0 || it.Ver == 0 {
			return fmt.Errorf("%q at %d in [%q, %q)", it.Key, it.Ver, from, to)
		}
		items = append(items, it)
		return nil
	})
	if err != nil {
		t.Fatalf("scan: %v", err)
	}
	return items
}

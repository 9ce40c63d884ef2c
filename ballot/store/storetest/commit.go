package storetest

// The law of reading and of the conditional commit.

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"linli/ballot/store"
)

func get(t *testing.T, s store.Store) {
	want(t, s, "k", "", 0)
	one := put(t, s, "k", "v")
	want(t, s, "k", "v", one)
	two := put(t, s, "k", "")
	want(t, s, "k", "", two)
	if two <= one || one == 0 {
		t.Fatalf("versions %d, %d", one, two)
	}
	it := read(t, s, "k")
	put(t, s, "k", "later")
	if len(it.Val) != 0 {
		t.Fatalf("an item that was handed out became %q", it.Val)
	}
}

func commit(t *testing.T, s store.Store) {
	ops := []store.Op{{Key: []byte("a"), Val: []byte("1")}, {Key: []byte("b"), Val: []byte("2")}}
	ver, err := s.Commit(t.Context(), []store.Check{{Key: []byte("a")}, {Key: []byte("z")}}, ops)
	wantErr(t, err, nil)
	want(t, s, "a", "1", ver)
	want(t, s, "b", "2", ver)
	_, err = s.Commit(t.Context(), []store.Check{{Key: []byte("b"), Ver: ver}}, []store.Op{{Key: []byte("a")}, {Key: []byte("absent")}})
	wantErr(t, err, nil)
	want(t, s, "a", "", 0)
	again, err := s.Commit(t.Context(), []store.Check{{Key: []byte("a")}}, ops[:1])
	wantErr(t, err, nil)
	if again <= ver+1 {
		t.Fatalf("version %d after %d and a deletion", again, ver)
	}
	want(t, s, "a", "1", again)
	if _, err = s.Commit(t.Context(), []store.Check{{Key: []byte("a"), Ver: again}}, nil); err != nil {
		t.Fatalf("a commit of checks only: %v", err)
	}
}

func conflict(t *testing.T, s store.Store) {
	ver := put(t, s, "guard", "1")
	newer := put(t, s, "other", "1")
	for _, checks := range [][]store.Check{
		{{Key: []byte("guard")}},
		{{Key: []byte("guard"), Ver: ver + 1}},
		{{Key: []byte("guard"), Ver: newer}},
		{{Key: []byte("absent"), Ver: ver}},
		{{Key: []byte("guard"), Ver: ver}, {Key: []byte("other"), Ver: ver}},
		{{Key: []byte("other"), Ver: ver}, {Key: []byte("guard"), Ver: ver}},
	} {
		got, err := s.Commit(t.Context(), checks, []store.Op{
			{Key: []byte("guard")}, {Key: []byte("new"), Val: []byte("x")}, {Key: []byte("other"), Val: []byte("x")}})
		wantErr(t, err, store.ErrConflict)
		if got != 0 {
			t.Fatalf("version %d of a refused commit", got)
		}
		want(t, s, "guard", "1", ver)
		want(t, s, "other", "1", newer)
		want(t, s, "new", "", 0)
	}
}

// limits: a commit that no keeper takes is refused, and those that wait beside it are not.
func limits(t *testing.T, s store.Store) {
	many := make([]store.Op, store.MaxOps+1)
	checks := make([]store.Check, store.MaxOps+1)
	for i := range many {
		many[i] = store.Op{Key: fmt.Append(nil, "k", i), Val: []byte("v")}
		checks[i] = store.Check{Key: many[i].Key}
	}
	long := bytes.Repeat([]byte("k"), store.MaxKey+1)
	bad := [][]store.Op{many, {{Key: nil, Val: []byte("v")}}, {{Key: long, Val: []byte("v")}}, {{Key: []byte("good"), Val: []byte("v")}, {Key: []byte{}}}}
	failed := make(chan error, 100)
	for i := range 100 {
		go func() {
			_, err := s.Commit(t.Context(), nil, []store.Op{{Key: fmt.Append(nil, "beside", i), Val: []byte("v")}})
			failed <- err
		}()
		_, err := s.Commit(t.Context(), nil, bad[i%len(bad)])
		wantErr(t, err, store.ErrLimit)
	}
	for range cap(failed) {
		wantErr(t, <-failed, nil)
	}
	_, err := s.Commit(t.Context(), checks, nil)
	wantErr(t, err, store.ErrLimit)
	want(t, s, "good", "", 0)
	_, err = s.Commit(t.Context(), checks[1:], append(many[2:], store.Op{Key: long[1:], Val: []byte("v")}))
	wantErr(t, err, nil)
}

func large(t *testing.T, s store.Store) {
	val := bytes.Repeat([]byte("0123456789abcdef"), 1<<16)
	for i := range 5 {
		val[i] = 'x'
		put(t, s, fmt.Sprint("large", i), string(val))
		if it := read(t, s, fmt.Sprint("large", i)); !bytes.Equal(it.Val, val) {
			t.Fatalf("large value %d came back with %d bytes", i, len(it.Val))
		}
	}
	if n := len(all(t, s, []byte("large"), []byte("largf"))); n != 5 {
		t.Fatalf("scan found %d large values", n)
	}
}

// model runs random commits beside a map.
func model(t *testing.T, s store.Store) {
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		run++
		prefix := fmt.Sprintf("run%04d/", run)
		items := map[string]store.Item{}
		key := rapid.Custom(func(r *rapid.T) string { return prefix + rapid.StringMatching(`[ab\x00\xff]{0,2}`).Draw(r, "key") })
		var last uint64
		for range rapid.IntRange(1, 6).Draw(r, "commits") {
			last = modelCommit(r, s, items, key, last)
		}
		modelScan(r, s, items, []byte(prefix))
	})
}

// modelScan demands that the store has what the map has.
func modelScan(r *rapid.T, s store.Store, items map[string]store.Item, prefix []byte) {
	var got []store.Item
	err := s.Scan(r.Context(), prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		got = append(got, it)
		return nil
	})
	keys := slices.Sorted(maps.Keys(items))
	if err != nil || len(got) != len(keys) {
		r.Fatalf("scan: %v, %d of %d", err, len(got), len(keys))
	}
	for i, it := range got {
		if m := items[keys[i]]; string(it.Key) != keys[i] || !bytes.Equal(it.Val, m.Val) || it.Ver != m.Ver {
			r.Fatalf("%q = %q at %d, want %q = %q at %d", it.Key, it.Val, it.Ver, keys[i], m.Val, m.Ver)
		}
	}
}

// modelCommit makes one random commit on the store and on the map, and tells the newest version.
func modelCommit(r *rapid.T, s store.Store, items map[string]store.Item, key *rapid.Generator[string], last uint64) uint64 {
	var checks []store.Check
	holds := true
	for range rapid.IntRange(0, 2).Draw(r, "checks") {
		k := key.Draw(r, "checked")
		ver := items[k].Ver
		if rapid.IntRange(0, 3).Draw(r, "wrong") == 0 {
			ver, holds = ver+1, false
		}
		checks = append(checks, store.Check{Key: []byte(k), Ver: ver})
	}
	ops := map[string][]byte{}
	for range rapid.IntRange(0, 3).Draw(r, "ops") {
		val := rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(r, "val")
		if rapid.Bool().Draw(r, "delete") {
			val = nil
		}
		ops[key.Draw(r, "written")] = val
	}
	var list []store.Op
	for k, v := range ops {
		list = append(list, store.Op{Key: []byte(k), Val: v})
	}
	ver, err := s.Commit(r.Context(), checks, list)
	switch {
	case !holds && !errors.Is(err, store.ErrConflict), holds && (err != nil || ver <= last):
		r.Fatalf("commit: version %d after %d, %v; checks hold: %v", ver, last, err, holds)
	case !holds:
		return last
	}
	for k, v := range ops {
		if delete(items, k); v != nil {
			items[k] = store.Item{Val: v, Ver: ver}
		}
	}
	return ver
}

package storetest

// The law of chains that are rewritten.

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"linli/ballot/store"
)

// chainRewritten: a chain of many segments becomes one of others, of more bytes than one commit takes; it grows on, and
// what is damaged in it is found.
func chainRewritten(t *testing.T, s store.Store) {
	a, behind := store.NewChain(s, "c"), store.NewChain(s, "c")
	extend(t, a, "one", "two")
	wantErr(t, behind.Sync(t.Context(), func([]byte) error { return nil }), nil)
	extend(t, a, "three")
	anew := [][]byte{bytes.Repeat([]byte("x"), 1<<20), bytes.Repeat([]byte("y"), 1<<20), []byte("z")}
	wantErr(t, a.Rewrite(t.Context(), slices.Values(anew)), nil)
	wantErr(t, a.Trim(t.Context()), nil)
	wantErr(t, behind.Append(t.Context(), []byte("lost")), store.ErrConflict)
	wantErr(t, behind.Sync(t.Context(), func([]byte) error { t.Error("an old reader goes on"); return nil }), store.ErrDamaged)
	extend(t, a, "w")
	got, err := segments(t, s, "c")
	if err != nil || len(got) != 4 || got[0] != string(anew[0]) || got[1] != string(anew[1]) || got[2] != "z" || got[3] != "w" {
		t.Fatalf("%d segments: %v", len(got), err)
	}
	if keys := all(t, s, []byte("s/c/"), store.PrefixEnd([]byte("s/c/"))); len(keys) != 4 {
		t.Fatalf("%d segments are left", len(keys))
	}
	extend(t, store.NewChain(s, "plain"), "one")
	put(t, s, "h/plain", string(read(t, s, "h/plain").Val)+"\x00\x00\x00\x00\x00\x00\x00\x00")
	_, err = segments(t, s, "plain")
	wantErr(t, err, store.ErrDamaged)
	head := read(t, s, "h/c").Val
	for _, bad := range [][]byte{nil, head[:40], append(head[:40:40], make([]byte, 8)...), append(head[:47:47], head[47]+1), append(head[:48:48], 0)} {
		if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: []byte("h/c"), Val: bad}}); err != nil {
			t.Fatal(err)
		}
		_, err := segments(t, s, "c")
		wantErr(t, err, store.ErrDamaged)
		if err := store.NewChain(s, "c").Append(t.Context(), []byte(fmt.Sprint("over ", len(bad)))); bad != nil && err == nil {
			t.Fatal("appended to a damaged chain")
		}
	}
}

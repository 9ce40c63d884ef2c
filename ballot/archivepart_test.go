package ballot

// The archive of a box that is larger than one commit.

import (
	"errors"
	"path/filepath"
	"reflect"
	"testing"

	"linli/ballot/store"
)

// filled is a sealed box of n ballots that nobody has cast.
func filled(t *testing.T, path string, n int) {
	t.Helper()
	s := openStore(t, path)
	fill(t, s, n, maxSegment)
	m, all := sheets(poll, 3)
	b := openBox(t, s, m)
	for _, c := range all {
		wantErr(t, b.Void(t.Context(), c), nil)
	}
	wantErr(t, b.Seal(t.Context()), nil)
	b.Close()
	wantErr(t, s.Close(), nil)
}

// Interrupted between any two commits, the archive of many parts leaves a box that opens the same; done again it is
// the same as if it had never been interrupted.
func TestArchiveOfManyParts(t *testing.T) {
	const n = 24_000
	m, _ := sheets(poll, 3)
	path := filepath.Join(t.TempDir(), "db")
	filled(t, path, n)
	before := contentOf(t, path, m)
	for commits := 0; ; commits++ {
		s := openStore(t, path)
		_, err := Archive(t.Context(), &dying{s, commits}, poll)
		wantErr(t, s.Close(), nil)
		if !reflect.DeepEqual(before, contentOf(t, path, m)) {
			t.Fatalf("interrupted after %d commits, the box is another", commits)
		}
		if err == nil {
			break
		}
	}
	s := openStore(t, path)
	chain, largest, bytes := store.NewChain(s, "box/"+poll), 0, 0
	err := chain.Sync(t.Context(), func(seg []byte) error {
		largest, bytes = max(largest, len(seg)), bytes+len(seg)
		return nil
	})
	if err != nil || chain.Len() < 3 || largest > maxBytes+1<<16 {
		t.Errorf("%d parts of %d bytes, the largest of %d: %v", chain.Len(), bytes, largest, err)
	}
	other := filepath.Join(t.TempDir(), "db")
	filled(t, other, n)
	if got := archive(t, other); got != n {
		t.Errorf("%d ballots were archived", got)
	}
	once := store.NewChain(openStore(t, other), "box/"+poll)
	wantErr(t, once.Sync(t.Context(), func([]byte) error { return nil }), nil)
	if once.Hash() != chain.Hash() {
		t.Error("the interrupted archive is another")
	}
	if err := store.Verify(t.Context(), s, nil, func(_ store.Head, err error) { wantErr(t, err, nil) }); err != nil {
		t.Error(err)
	}
}

// A box of the first release is archived in the form of today, and holds the same.
func TestArchiveOfTheFirstRelease(t *testing.T) {
	m, _ := sheets(poll, 4)
	l := someLists()
	path := filepath.Join(t.TempDir(), "db")
	s := openStore(t, path)
	chain := store.NewChain(s, "box/"+poll)
	for _, seg := range []lists{l, {Seal: true}} {
		wantErr(t, chain.Append(t.Context(), first(seg)), nil)
	}
	wantErr(t, s.Close(), nil)
	before := contentOf(t, path, m)
	if n := archive(t, path); n != 3 || !reflect.DeepEqual(before, contentOf(t, path, m)) {
		t.Errorf("%d ballots were archived, or the box is another", n)
	}
	s = openStore(t, path)
	if err := store.NewChain(s, "box/"+poll).Sync(t.Context(), func(seg []byte) error {
		if seg[0] != segmentForm {
			return errors.New("a segment of the first form is left")
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

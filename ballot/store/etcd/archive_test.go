package etcd_test

// The archive of a box on a cluster.

import (
	"reflect"
	"sync"
	"testing"

	"linli/ballot"
	"linli/ballot/store"
	"linli/ballot/store/etcd"
)

// TestArchive: a box of more bytes than the cluster takes in one commit is archived, is the same, and is done again.
func TestArchive(t *testing.T) {
	const n, casters = 15_000, 500
	s := newStore(t)
	manifest, all := sheets(n)
	paper := ballot.Paper{Form: ballot.Ranking, Projects: 20, Max: 20}
	marks := ballot.Marks{}
	for p := range paper.Max {
		marks = append(marks, ballot.Mark{Project: p + 1})
	}
	box, err := ballot.OpenBox(t.Context(), s, poll, paper, manifest)
	wantErr(t, err, nil)
	var casting sync.WaitGroup
	for c := range casters {
		casting.Go(func() {
			for i := c; i < n; i += casters {
				if _, err := box.Cast(t.Context(), all[i], marks, ballot.Phone); err != nil {
					t.Error(err)
				}
			}
		})
	}
	casting.Wait()
	wantErr(t, box.Seal(t.Context()), nil)
	before, err := box.Records()
	wantErr(t, err, nil)
	box.Close()
	for range 2 {
		if got, err := ballot.Archive(t.Context(), s, poll); got != n || err != nil {
			t.Fatalf("%d ballots were archived: %v", got, err)
		}
		again, err := ballot.OpenBox(t.Context(), s, poll, paper, manifest)
		wantErr(t, err, nil)
		after, err := again.Records()
		again.Close()
		if err != nil || len(after) != n || !reflect.DeepEqual(before, after) || !reflect.DeepEqual(box.Spends(), again.Spends()) {
			t.Errorf("%d ballots became %d others: %v", len(before), len(after), err)
		}
	}
	chain, size := store.NewChain(s, "box/"+poll), 0
	wantErr(t, chain.Sync(t.Context(), func(seg []byte) error { size += len(seg); return nil }), nil)
	if size <= etcd.MaxBytes || chain.Len() < 2 {
		t.Errorf("%d bytes in %d segments: this test proves nothing", size, chain.Len())
	}
	wantErr(t, store.Verify(t.Context(), s, nil, func(_ store.Head, err error) { wantErr(t, err, nil) }), nil)
}

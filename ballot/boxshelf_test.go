package ballot

// The shelf beside a map.

import (
	"bytes"
	"encoding/binary"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// Keys that are all alike at their beginning, or all over the place, come back with their entries; what was seen stays
// as it was while more is added.
func TestShelf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, want := shelf{key: 7}, map[[7]byte][][]byte{}
		few := rapid.Bool().Draw(t, "few")
		var order, seen []byte
		var view [][]byte
		n := rapid.IntRange(0, 3000).Draw(t, "entries")
		for i := range n {
			var key [8]byte
			binary.BigEndian.PutUint64(key[:], uint64(i)*0x9E3779B97F4A7C15)
			if few {
				binary.BigEndian.PutUint64(key[:], uint64(0xFFFFFFFF00000000)+uint64(i%400)<<8)
			}
			entry := append(key[:7:7], bytes.Repeat([]byte{byte(i)}, i%50)...)
			if i%1000 == 777 {
				entry = append(entry, make([]byte, 1<<chunkBits)...)
			}
			s.add(entry)
			want[[7]byte(key[:])] = append(want[[7]byte(key[:])], entry)
			order = append(order, entry...)
			if i == n/2 {
				view, seen = s.view(), slices.Clone(order)
			}
		}
		for key, entries := range want {
			met := 0
			for entry := range s.all(key[:]) {
				if !slices.ContainsFunc(entries, func(e []byte) bool { return bytes.HasPrefix(entry, e) }) {
					t.Fatalf("%x has %.60x", key, entry)
				}
				met++
			}
			if met != len(entries) || s.find(key[:]) == nil {
				t.Fatalf("%x has %d entries of %d", key, met, len(entries))
			}
			other := key
			other[6] ^= 1
			if want[other] == nil && s.find(other[:]) != nil {
				t.Fatalf("%x was never added", other)
			}
		}
		if !bytes.Equal(slices.Concat(s.view()...), order) || !bytes.Equal(slices.Concat(view...), seen) || s.n != n {
			t.Fatal("the entries are not in the order in which they came")
		}
	})
}

// The box is read while it takes ballots: what is seen is whole, and nothing that was seen goes away.
func TestReadingWhileCasting(t *testing.T) {
	const n = 600
	m, all := sheets(poll, n)
	b := openBox(t, newStore(t), m)
	var casting sync.WaitGroup
	for i, c := range all {
		casting.Go(func() {
			if _, err := b.Cast(t.Context(), c, marks(1+i%20), Kiosk); err != nil {
				t.Error(err)
			}
			if h, ok := b.Holds(c.Tracker(poll)); !ok || h != record(c, marks(1+i%20)).Hash(poll) {
				t.Errorf("the box holds %x for sheet %d", h, i)
			}
		})
	}
	seen := map[Hash]bool{}
	for len(seen) < n && !t.Failed() {
		hashes, spends := b.Hashes(), b.Spends()
		if len(hashes) < len(seen) || len(spends) < len(hashes) {
			t.Errorf("%d hashes after %d, %d spends", len(hashes), len(seen), len(spends))
		}
		for _, h := range hashes {
			seen[h] = true
		}
	}
	casting.Wait()
	if len(seen) != n {
		t.Errorf("%d different hashes of %d ballots were seen", len(seen), n)
	}
}

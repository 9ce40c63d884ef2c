package ballot

// How many sheets were used electronically, counted as they come.

import (
	"slices"
	"sync"
)

// Use is where a sheet was handed out and the channel that it was used on. Station 0 is of sheets that this process
// has not yet seen printed.
type Use struct {
	Station int
	Via     Via
}

// uses is a count of the spends that lie before a place on their shelf.
type uses struct {
	mu      sync.Mutex
	chunk   int // the place: so many bytes of that chunk have been counted
	bytes   int
	counts  map[Use]int
	unknown []Spend // of sheets that were not in the manifest yet
}

// Uses is the number of sheets used electronically, by station and channel. It looks at those that have come since the
// last call only.
func (b *Box) Uses() map[Use]int {
	u := &b.uses
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.counts == nil {
		u.counts = map[Use]int{}
	}
	_, chunks := b.view(&b.content.spends)
	fresh := u.unknown
	u.unknown = nil
	for ; u.chunk < len(chunks); u.chunk, u.bytes = u.chunk+1, 0 {
		chunk := chunks[u.chunk]
		for spend := range slices.Chunk(chunk[u.bytes:], spendBytes) {
			fresh = append(fresh, unpackSpend(spend))
		}
		if u.chunk == len(chunks)-1 {
			u.bytes = len(chunk)
			break // more may come into it
		}
	}
	out := map[Use]int{}
	for _, s := range fresh {
		if serial, ok := b.manifest.Printed(s.Commitment); ok {
			u.counts[Use{serial.Station, s.Via}]++
		} else {
			u.unknown = append(u.unknown, s)
			out[Use{0, s.Via}]++
		}
	}
	for use, n := range u.counts {
		out[use] += n
	}
	return out
}

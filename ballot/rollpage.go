package ballot

// The pages of a roll: who lies on which, and their bytes.

import (
	"bytes"
	"fmt"
	"slices"

	"linli/ballot/store"
)

// person is one on the roll.
type person struct {
	hash    [32]byte
	station int
}

// people are a page, in order of their hashes, without doubles. Its bytes are 33 for each: the hash and the station.
type people []person

const personBytes = 33

func (p people) find(hash [32]byte) (place int, found bool) {
	return slices.BinarySearchFunc(p, hash, func(x person, h [32]byte) int { return bytes.Compare(x.hash[:], h[:]) })
}

func (p people) with(place int, x person) people { return slices.Insert(slices.Clone(p), place, x) }

func (p people) bytes() []byte {
	out := make([]byte, 0, len(p)*personBytes)
	for _, x := range p {
		out = append(append(out, x.hash[:]...), byte(x.station))
	}
	return out
}

// parsePage reads the page of those hashes that begin with the bits. It takes nothing but what a roll writes.
func parsePage(bits string, raw []byte) (people, error) {
	if len(raw) == 0 || len(raw)%personBytes != 0 {
		return nil, fmt.Errorf("%w: roll: a page of %d bytes", store.ErrDamaged, len(raw))
	}
	var out people
	for b := range slices.Chunk(raw, personBytes) {
		x := person{[32]byte(b[:32]), int(b[32])}
		n := len(out)
		if x.station < 1 || x.station > maxStation || !begins(x.hash, bits) || n > 0 && bytes.Compare(out[n-1].hash[:], x.hash[:]) >= 0 {
			return nil, fmt.Errorf("%w: roll: person %d of page %q", store.ErrDamaged, n+1, bits)
		}
		out = append(out, x)
	}
	return out, nil
}

// begins tells whether a hash begins with those bits, written as 0 and 1.
func begins(hash [32]byte, bits string) bool {
	if len(bits) > 8*len(hash) {
		return false
	}
	for i := range bits {
		if hash[i/8]>>(7-i%8)&1 != bits[i]-'0' {
			return false
		}
	}
	return true
}

// fewest is how many people a page has at least, unless it is the only one. A page is two as soon as both have so many;
// so the pages depend on who is on the roll, not on the order in which they came. With hashes it has 1,100 at most, some
// 36 KB.
const fewest = 500

// split makes the pages of those people whose hashes begin with the bits.
func split(bits string, p people, out map[string]people) {
	middle, _ := slices.BinarySearchFunc(p, true, func(x person, _ bool) int {
		if begins(x.hash, bits+"1") {
			return 1
		}
		return -1
	})
	if middle < fewest || len(p)-middle < fewest {
		out[bits] = p
		return
	}
	split(bits+"0", p[:middle], out)
	split(bits+"1", p[middle:], out)
}

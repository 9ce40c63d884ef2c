package ballot

// The shelf: entries found by the key that each begins with, in memory without pointers.

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
)

// shelf keeps entries that are never changed, side by side in chunks. Each begins with a key of random bytes (a hash,
// or what is derived like one). Beside its own bytes an entry takes 11 to 16 bytes of an open table, none of which the
// garbage collector has to follow. Several entries may have one key.
type shelf struct {
	key    int // bytes of a key, at least 4
	n      int
	chunks [][]byte
	slots  []uint64 // 0, or 28 bits of the key's beginning, then 36 bits of the entry's place plus 1
}

const (
	keyBits   = 28
	placeBits = 64 - keyBits // 64 GiB of entries
	chunkBits = 18           // a place is the number of a chunk and, in so many bits, where the entry begins in it
)

func short(key []byte) uint64 { return uint64(binary.BigEndian.Uint32(key)) >> (32 - keyBits) }

// first is where the search for a key begins: slots are in the order of the keys, more or less, so that a sorted list
// is entered from one end of the table to the other.
func (s *shelf) first(short uint64) int { return int(short * uint64(len(s.slots)) >> keyBits) }

func (s *shelf) next(i int) int {
	if i++; i < len(s.slots) {
		return i
	}
	return 0
}

// all gives the entries of a key, each with what lies behind it in its chunk.
func (s *shelf) all(key []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if s.n == 0 {
			return
		}
		begin := short(key)
		for i := s.first(begin); s.slots[i] != 0; i = s.next(i) {
			if s.slots[i]>>placeBits != begin {
				continue
			}
			entry := s.at(s.slots[i]&(1<<placeBits-1) - 1)
			if bytes.Equal(entry[:s.key], key) && !yield(entry) {
				return
			}
		}
	}
}

// find is one entry of a key, or nil.
func (s *shelf) find(key []byte) []byte {
	for entry := range s.all(key) {
		return entry
	}
	return nil
}

func (s *shelf) at(place uint64) []byte {
	return s.chunks[place>>chunkBits][place&(1<<chunkBits-1):]
}

// add copies an entry onto the shelf.
func (s *shelf) add(entry []byte) {
	if s.n >= len(s.slots)/4*3 {
		s.grow()
	}
	last := len(s.chunks) - 1
	if last < 0 || len(s.chunks[last])+len(entry) > cap(s.chunks[last]) {
		size := 1 << 9
		if last >= 0 {
			size = min(2*cap(s.chunks[last]), 1<<chunkBits)
		}
		s.chunks = append(s.chunks, make([]byte, 0, max(size, len(entry))))
		last++
	}
	place := uint64(last)<<chunkBits | uint64(len(s.chunks[last]))
	s.chunks[last] = append(s.chunks[last], entry...)
	s.put(short(entry)<<placeBits | (place + 1))
	s.n++
}

func (s *shelf) put(slot uint64) {
	i := s.first(slot >> placeBits)
	for s.slots[i] != 0 {
		i = s.next(i)
	}
	s.slots[i] = slot
}

// grow makes the table half as large again. The entries stay where they are, and are not read.
func (s *shelf) grow() {
	old := s.slots
	s.slots = make([]uint64, max(16, len(old)/8*12))
	for _, slot := range old {
		if slot != 0 {
			s.put(slot)
		}
	}
}

// view is all that is on the shelf now, entry behind entry. It stays as it is while more is added.
func (s *shelf) view() [][]byte { return slices.Clone(s.chunks) }

package ballot

// What lies in a box, as one process has read it.

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"linli/ballot/store"
)

// content is what the box has taken, without a pointer for each ballot: see [shelf].
type content struct {
	spends  shelf // by commitment, packed
	records shelf // by tracker, packed
	voids   shelf
	sealed  bool
}

func newContent() content {
	return content{spends: shelf{key: commitmentBytes}, records: shelf{key: trackerBytes}, voids: shelf{key: commitmentBytes}}
}

func (c *content) used(commitment []byte) bool {
	return c.spends.find(commitment) != nil || c.void(commitment)
}

func (c *content) void(commitment []byte) bool { return c.voids.find(commitment) != nil }

// apply takes a segment into memory, and refuses one that breaks a promise of the box as [store.ErrDamaged].
func (b *Box) apply(raw []byte) error {
	s, err := parseSegment(raw)
	if err != nil {
		return err
	}
	if !s.hashed(newHasher(b.poll)) {
		return fmt.Errorf("%w: ballots out of order", store.ErrDamaged)
	}
	return b.take(s)
}

// hashed tells whether the records are in order of their hashes, none twice.
func (s segment) hashed(h *hasher) bool {
	var last Hash
	for i, rest := 0, s.records; len(rest) > 0; i++ {
		var hash Hash
		if hash, rest = h.hash(rest); i > 0 && bytes.Compare(last[:], hash[:]) >= 0 {
			return false
		}
		last = hash
	}
	return true
}

// take is apply for a segment that is sound in itself.
func (b *Box) take(s segment) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := &b.content
	if c.sealed {
		return fmt.Errorf("%w: something after the seal", store.ErrDamaged)
	}
	for spend := range slices.Chunk(s.spends, spendBytes) {
		if c.used(spend[:commitmentBytes]) {
			return fmt.Errorf("%w: a sheet is used twice", store.ErrDamaged)
		}
		c.spends.add(spend)
	}
	for void := range slices.Chunk(s.voids, commitmentBytes) {
		if c.used(void) {
			return fmt.Errorf("%w: a used sheet is void", store.ErrDamaged)
		}
		c.voids.add(void)
	}
	var scratch Marks
	for rest := s.records; len(rest) > 0; {
		record := rest
		scratch, rest, _ = cutRecord(rest, scratch)
		record = record[:len(record)-len(rest)]
		for other := range c.records.all(record[:trackerBytes]) {
			if bytes.HasPrefix(other, record) {
				return fmt.Errorf("%w: a ballot is in the box twice", store.ErrDamaged)
			}
		}
		c.records.add(record)
	}
	c.sealed = s.seal
	return nil
}

// Count is the number of ballots in the box.
func (b *Box) Count() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.content.records.n
}

// Sealed tells whether the box has been sealed.
func (b *Box) Sealed() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.content.sealed
}

// view is what is on a shelf now, and how many entries it is. It is read without holding the box up.
func (b *Box) view(s *shelf) (n int, chunks [][]byte) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return s.n, s.view()
}

// hashed is a packed record with its hash.
type hashed struct {
	hash   Hash
	record []byte
}

// hashes are all ballots in order of their hashes.
func (b *Box) hashes() []hashed {
	n, chunks := b.view(&b.content.records)
	out, h := make([]hashed, 0, n), newHasher(b.poll)
	for _, rest := range chunks {
		for len(rest) > 0 {
			hash, behind := h.hash(rest)
			out = append(out, hashed{hash, rest[:len(rest)-len(behind)]})
			rest = behind
		}
	}
	slices.SortFunc(out, func(x, y hashed) int { return bytes.Compare(x.hash[:], y.hash[:]) })
	return out
}

// Hashes are the hashes of all ballots in the box, in order.
func (b *Box) Hashes() []Hash {
	all := b.hashes()
	out := make([]Hash, len(all))
	for i, x := range all {
		out[i] = x.hash
	}
	return out
}

// Records opens the box: all ballots, sorted by tracker. Until the box is sealed it is ErrNotSealed.
func (b *Box) Records() ([]Record, error) {
	if !b.Sealed() {
		return nil, ErrNotSealed
	}
	n, chunks := b.view(&b.content.records)
	out := make([]Record, 0, n)
	for _, rest := range chunks {
		for len(rest) > 0 {
			var r Record
			r, rest = unpackRecord(rest)
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(x, y Record) int { return cmp.Compare(x.Tracker, y.Tracker) })
	return out, nil
}

// Spends are all electronic uses of sheets, in order of the commitments.
func (b *Box) Spends() []Spend {
	n, chunks := b.view(&b.content.spends)
	out := make([]Spend, 0, n)
	for _, chunk := range chunks {
		for spend := range slices.Chunk(chunk, spendBytes) {
			out = append(out, unpackSpend(spend))
		}
	}
	slices.SortFunc(out, func(x, y Spend) int { return bytes.Compare(x.Commitment[:], y.Commitment[:]) })
	return out
}

// Voids are the commitments of all voided sheets, in order.
func (b *Box) Voids() []Commitment {
	n, chunks := b.view(&b.content.voids)
	out := make([]Commitment, 0, n)
	for _, chunk := range chunks {
		for void := range slices.Chunk(chunk, commitmentBytes) {
			out = append(out, Commitment(void))
		}
	}
	slices.SortFunc(out, func(x, y Commitment) int { return bytes.Compare(x[:], y[:]) })
	return out
}

// Holds tells the hash of the ballot with that tracker, if it is in the box.
func (b *Box) Holds(tracker string) (Hash, bool) {
	key, ok := decode(tracker, trackerBytes)
	if !ok || len(tracker) != trackerSigns {
		return Hash{}, false
	}
	b.mu.RLock()
	defer b.mu.RUnlock()
	record := b.content.records.find(key)
	if record == nil {
		return Hash{}, false
	}
	hash, _ := newHasher(b.poll).hash(record)
	return hash, true
}

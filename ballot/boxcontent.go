package ballot

// What lies in a box, and the form of its segments.

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"linli/ballot/store"
)

// Spend says that a sheet has been used electronically. The digest lets a repeated cast be known as the same.
type Spend struct {
	Commitment Commitment `json:"commitment"`
	Digest     Hash       `json:"digest"`
	Via        Via        `json:"via"`
}

// segment is what one append puts into the box: two lists, each in hash order, or the seal.
type segment struct {
	Spends  []Spend      `json:"spends,omitempty"`
	Records []Record     `json:"records,omitempty"`
	Voids   []Commitment `json:"voids,omitempty"`
	Seal    bool         `json:"seal,omitempty"`
}

type content struct {
	spends   map[Commitment]Spend
	voids    map[Commitment]bool
	records  map[Hash]Record
	trackers map[string]Hash
	sealed   bool
}

func newContent() content {
	return content{spends: map[Commitment]Spend{}, voids: map[Commitment]bool{}, records: map[Hash]Record{}, trackers: map[string]Hash{}}
}

// form makes the segment of requests that use different sheets. It puts them in order of their commitments.
func form(taken []*request) (s segment) {
	slices.SortFunc(taken, func(x, y *request) int { return bytes.Compare(x.hash[:], y.hash[:]) })
	for _, r := range taken {
		if !r.void {
			s.Records = append(s.Records, r.record)
		}
	}
	slices.SortFunc(taken, func(x, y *request) int {
		return bytes.Compare(x.spend.Commitment[:], y.spend.Commitment[:])
	})
	for _, r := range taken {
		if r.void {
			s.Voids = append(s.Voids, r.spend.Commitment)
		} else {
			s.Spends = append(s.Spends, r.spend)
		}
	}
	return s
}

func parseSegment(raw []byte) (s segment, err error) {
	if err := json.Unmarshal(raw, &s); err != nil {
		return s, fmt.Errorf("%w: %v", store.ErrDamaged, err)
	}
	return s, nil
}

// apply takes a segment into memory, and refuses one that breaks a promise of the box as [store.ErrDamaged].
func (b *Box) apply(raw []byte) error {
	s, err := parseSegment(raw)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.content.sealed || len(s.Spends) != len(s.Records) {
		return fmt.Errorf("%w: ballots after the seal, or without a spend", store.ErrDamaged)
	}
	for _, x := range s.Spends {
		if b.content.used(x.Commitment) {
			return fmt.Errorf("%w: a sheet is used twice", store.ErrDamaged)
		}
		b.content.spends[x.Commitment] = x
	}
	for _, c := range s.Voids {
		if b.content.used(c) {
			return fmt.Errorf("%w: a used sheet is void", store.ErrDamaged)
		}
		b.content.voids[c] = true
	}
	for _, r := range s.Records {
		hash := r.Hash(b.poll)
		if _, twice := b.content.records[hash]; twice {
			return fmt.Errorf("%w: a ballot is in the box twice", store.ErrDamaged)
		}
		b.content.records[hash], b.content.trackers[r.Tracker] = r, hash
	}
	b.content.sealed = s.Seal
	return nil
}

func (c *content) used(x Commitment) bool {
	_, spent := c.spends[x]
	return spent || c.voids[x]
}

func (s segment) bytes() []byte {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // plain data
	}
	return raw
}

// Count is the number of ballots in the box.
func (b *Box) Count() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.content.records)
}

// Sealed tells whether the box has been sealed.
func (b *Box) Sealed() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.content.sealed
}

// Hashes are the hashes of all ballots in the box, in order.
func (b *Box) Hashes() []Hash {
	b.mu.RLock()
	defer b.mu.RUnlock()
	out := make([]Hash, 0, len(b.content.records))
	for h := range b.content.records {
		out = append(out, h)
	}
	slices.SortFunc(out, func(x, y Hash) int { return bytes.Compare(x[:], y[:]) })
	return out
}

// Records opens the box: all ballots, sorted by tracker. Until the box is sealed it is ErrNotSealed.
func (b *Box) Records() ([]Record, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if !b.content.sealed {
		return nil, ErrNotSealed
	}
	out := make([]Record, 0, len(b.content.records))
	for _, r := range b.content.records {
		out = append(out, r)
	}
	slices.SortFunc(out, func(x, y Record) int { return cmp.Compare(x.Tracker, y.Tracker) })
	return out, nil
}

// Spends are all electronic uses of sheets, in order of the commitments.
func (b *Box) Spends() []Spend {
	b.mu.RLock()
	defer b.mu.RUnlock()
	out := make([]Spend, 0, len(b.content.spends))
	for _, s := range b.content.spends {
		out = append(out, s)
	}
	slices.SortFunc(out, func(x, y Spend) int { return bytes.Compare(x.Commitment[:], y.Commitment[:]) })
	return out
}

// Voids are the commitments of all voided sheets, in order.
func (b *Box) Voids() []Commitment {
	b.mu.RLock()
	defer b.mu.RUnlock()
	out := make([]Commitment, 0, len(b.content.voids))
	for c := range b.content.voids {
		out = append(out, c)
	}
	slices.SortFunc(out, func(x, y Commitment) int { return bytes.Compare(x[:], y[:]) })
	return out
}

// Holds tells the hash of the ballot with that tracker, if it is in the box.
func (b *Box) Holds(tracker string) (Hash, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	h, ok := b.content.trackers[tracker]
	return h, ok
}

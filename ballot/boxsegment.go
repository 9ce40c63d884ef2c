package ballot

// The form of a box's segments.

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"linli/ballot/store"
)

// segment is what one append puts into the box: two lists, each in hash order, or the seal. Its bytes are a function of
// the two sets, so they tell nothing about who came first.
//
// The bytes are 2 (the form), the number of ballots and that of voids as varints, 1 if it seals the box or else 0, then
// the spends, the records and the voids as they are here. There is one way to write a segment: what parses would be
// written the same. Segments of the first release are JSON, and are read for ever.
type segment struct {
	ballots int
	spends  []byte // packed, in order of the commitments
	records []byte // packed, in order of the hashes
	voids   []byte // commitments, in order
	seal    bool
}

const segmentForm = 2

// Spend says that a sheet has been used electronically. The digest lets a repeated cast be known as the same.
type Spend struct {
	Commitment Commitment `json:"commitment"`
	Digest     Hash       `json:"digest"`
	Via        Via        `json:"via"`
}

// spendBytes are those of a packed spend: commitment, digest, and the place of the channel in vias.
const (
	spendBytes = commitmentBytes + 32 + 1
	viaAt      = spendBytes - 1
)

var vias = []Via{1: Kiosk, 2: Phone}

func (s Spend) pack(b []byte) []byte {
	b = append(append(b, s.Commitment[:]...), s.Digest[:]...)
	return append(b, byte(slices.Index(vias, s.Via)))
}

func unpackSpend(b []byte) Spend {
	return Spend{Commitment(b[:commitmentBytes]), Hash(b[commitmentBytes:viaAt]), vias[b[viaAt]]}
}

// form makes the segment of requests that use different sheets. It puts them in order of their commitments.
func form(taken []*request) (s segment) {
	slices.SortFunc(taken, func(x, y *request) int { return bytes.Compare(x.hash[:], y.hash[:]) })
	for _, r := range taken {
		s.records = append(s.records, r.record...)
	}
	slices.SortFunc(taken, func(x, y *request) int {
		return bytes.Compare(x.spend.Commitment[:], y.spend.Commitment[:])
	})
	for _, r := range taken {
		if r.void {
			s.voids = append(s.voids, r.spend.Commitment[:]...)
		} else {
			s.spends = r.spend.pack(s.spends)
		}
	}
	s.ballots = len(s.spends) / spendBytes
	return s
}

// size is the bytes of the lists.
func (s segment) size() int { return len(s.spends) + len(s.records) + len(s.voids) }

func (s segment) bytes() []byte {
	b := make([]byte, 0, segmentHead+s.size())
	b = binary.AppendUvarint(append(b, segmentForm), uint64(s.ballots))
	b = binary.AppendUvarint(b, uint64(len(s.voids)/commitmentBytes))
	seal := byte(0)
	if s.seal {
		seal = 1
	}
	return append(append(append(append(b, seal), s.spends...), s.records...), s.voids...)
}

// segmentHead is the most that a segment's bytes are longer than its lists.
const segmentHead = 2 + 2*binary.MaxVarintLen64

// parseSegment reads a segment of either form and refuses, as [store.ErrDamaged], all that no box writes. That the
// records are in order of their hashes is for its caller to see.
func parseSegment(raw []byte) (s segment, err error) {
	switch {
	case len(raw) > 0 && raw[0] == segmentForm:
		err = s.parse(raw[1:])
	case len(raw) > 0 && raw[0] == '{':
		err = s.parseFirst(raw)
	default:
		err = fmt.Errorf("a segment of no known form")
	}
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return segment{}, fmt.Errorf("%w: %v", store.ErrDamaged, err)
	}
	return s, nil
}

func (s *segment) parse(b []byte) error {
	ballots, b, ok := cutVarint(b)
	voids, b, also := cutVarint(b)
	if !ok || !also || len(b) == 0 || b[0] > 1 {
		return fmt.Errorf("no head")
	}
	s.seal, b = b[0] == 1, b[1:]
	most := uint64(len(b))
	if ballots > most || voids > most || ballots*spendBytes+voids*commitmentBytes > most {
		return fmt.Errorf("%d ballots and %d voids in %d bytes", ballots, voids, most)
	}
	s.ballots = int(ballots)
	s.spends, b = b[:ballots*spendBytes], b[ballots*spendBytes:]
	s.records, s.voids = b[:uint64(len(b))-voids*commitmentBytes], b[uint64(len(b))-voids*commitmentBytes:]
	return nil
}

// parseFirst reads the form of the first release.
func (s *segment) parseFirst(raw []byte) error {
	var first struct {
		Spends  []Spend      `json:"spends"`
		Records []Record     `json:"records"`
		Voids   []Commitment `json:"voids"`
		Seal    bool         `json:"seal"`
	}
	if err := json.Unmarshal(raw, &first); err != nil {
		return err
	}
	s.ballots, s.seal = len(first.Spends), first.Seal
	for _, x := range first.Spends {
		if !slices.Contains(vias[1:], x.Via) {
			return ErrVia
		}
		s.spends = x.pack(s.spends)
	}
	for _, r := range first.Records {
		var err error
		if s.records, err = r.pack(s.records); err != nil {
			return err
		}
	}
	for _, c := range first.Voids {
		s.voids = append(s.voids, c[:]...)
	}
	return nil
}

// check demands whole records, as many as spends, and the order of the other lists.
func (s *segment) check() error {
	n, scratch := 0, Marks(nil)
	for b := s.records; len(b) > 0; n++ {
		var ok bool
		if scratch, b, ok = cutRecord(b, scratch); !ok {
			return fmt.Errorf("record %d", n)
		}
	}
	if n != s.ballots {
		return fmt.Errorf("%d records of %d spends", n, s.ballots)
	}
	for spend := range slices.Chunk(s.spends, spendBytes) {
		if via := spend[viaAt]; via < 1 || int(via) >= len(vias) {
			return ErrVia
		}
	}
	if !rising(s.spends, spendBytes) || !rising(s.voids, commitmentBytes) {
		return fmt.Errorf("sheets out of order")
	}
	return nil
}

// rising tells whether entries of one size are in order of the commitments that they begin with, none twice.
func rising(b []byte, size int) bool {
	for ; len(b) > size; b = b[size:] {
		if bytes.Compare(b[:commitmentBytes], b[size:size+commitmentBytes]) >= 0 {
			return false
		}
	}
	return true
}

// cutVarint cuts a number off the front; false if there is none, or one that could be written shorter.
func cutVarint(b []byte) (uint64, []byte, bool) {
	v, n := binary.Uvarint(b)
	if n <= 0 || n > 1 && b[n-1] == 0 {
		return 0, b, false
	}
	return v, b[n:], true
}

// Package ballot holds the right to vote, the marks, the box, the roll and the accounts.
//
// A sheet's [Credential] is committed to before the poll opens. The [Box] takes at most one ballot for each
// credential, over phone, kiosk and paper together, and keeps what was spent and what was chosen as two lists, each
// in hash order. The [Roll] keeps who has received a sheet, as keyed hashes, without a serial. So no record holds a
// person and a sheet. What the order of records can still tell, and until when, is said at [Roll] and [Box].
//
// Read them in the order of a vote: [Paper] says which [Marks] are allowed, [Print] draws a [Run] of sheets, the
// roll hands one out, the box takes what is cast, two pairs enter each paper as a [Sheet] and [Differences] compares
// them, and an [Account] tells where every sheet of a station is. A [Seat] is the same idea at a round table: the
// right to rank once, without a name.
package ballot

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Hash identifies a ballot before it is opened: SHA-256 over label, poll, tracker, salt and marks.
type Hash [32]byte

// MarshalText writes the hash in hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(h[:])), nil }

// UnmarshalText reads what MarshalText wrote.
func (h *Hash) UnmarshalText(b []byte) error { return unhex(h[:], b) }

// Record is a ballot as kept (a cast vote record): the choices, with the tracker and the salt that open its hash.
// It holds no name, no serial, no time and no station.
type Record struct {
	Tracker string `json:"tracker"`
	Salt    string `json:"salt"`  // 16 bytes in hexadecimal, derived from the sheet
	Marks   Marks  `json:"marks"` // normal order
}

// Receipt proves that a ballot was cast, not how.
type Receipt struct {
	Tracker string `json:"tracker"`
}

func hashHead(poll string) []byte { return []byte("linli1/ballot\x00" + poll + "\x00") }

// Hash of the record in that poll. The marks enter it as canonical JSON (see [ledger.Canonical]).
func (r Record) Hash(poll string) Hash {
	b := append(hashHead(poll), r.Tracker+"\x00"+r.Salt+"\x00"...)
	return sha256.Sum256(r.Marks.canonical(b))
}

// hasher hashes packed records, without a new allocation for each: a box hashes every ballot at start.
type hasher struct {
	text  []byte
	head  int
	marks Marks
}

func newHasher(poll string) *hasher {
	head := hashHead(poll)
	return &hasher{text: slices.Grow(head, 160), head: len(head)}
}

// hash is [Record.Hash] of the first of the packed records, and the rest of them.
func (h *hasher) hash(packed []byte) (_ Hash, rest []byte) {
	b := appendSigns(h.text[:h.head], packed[:trackerBytes], trackerSigns)
	b = hex.AppendEncode(append(b, 0), packed[trackerBytes:marksAt])
	h.marks, rest, _ = cutMarks(packed[marksAt:], h.marks)
	h.text = h.marks.canonical(append(b, 0))
	return sha256.Sum256(h.text), rest
}

// canonical appends the canonical JSON of the marks. It is written by hand because a box hashes every ballot at start.
func (m Marks) canonical(b []byte) []byte {
	b = append(b, '[')
	for i, x := range m {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		if x.Points != 0 {
			b = append(strconv.AppendInt(append(b, `"n":`...), x.Points, 10), ',')
		}
		b = append(strconv.AppendInt(append(b, `"p":`...), int64(x.Project), 10), '}')
	}
	return append(b, ']')
}

// A packed record is its tracker's 7 bytes, the 16 bytes of the salt, and as varints twice the number of marks, plus 1
// if they have points, and of each mark the project and then the points, if they have.
const (
	trackerBytes = 7
	saltBytes    = 16
	marksAt      = trackerBytes + saltBytes
)

// pack appends the record; one that no sheet makes is refused.
func (r Record) pack(b []byte) ([]byte, error) {
	tracker, ok := decode(r.Tracker, trackerBytes)
	salt, err := hex.DecodeString(r.Salt)
	if !ok || err != nil || len(r.Tracker) != trackerSigns || len(salt) != saltBytes || hex.EncodeToString(salt) != r.Salt {
		return b, fmt.Errorf("ballot: tracker %q, salt %q", r.Tracker, r.Salt)
	}
	for _, m := range r.Marks {
		if m.Project < 1 || m.Project > math.MaxInt32 || m.Points < 0 {
			return b, fmt.Errorf("%w: %d, %d", ErrNoProject, m.Project, m.Points)
		}
	}
	return r.Marks.pack(append(append(b, tracker...), salt...)), nil
}

func (m Marks) pack(b []byte) []byte {
	kind := uint64(0)
	if slices.ContainsFunc(m, func(x Mark) bool { return x.Points > 0 }) {
		kind = 1
	}
	b = binary.AppendUvarint(b, 2*uint64(len(m))+kind)
	for _, x := range m {
		b = binary.AppendUvarint(b, uint64(x.Project))
		if kind == 1 {
			b = binary.AppendUvarint(b, uint64(x.Points))
		}
	}
	return b
}

// cutMarks cuts packed marks off the front, into scratch; false if they are not what pack makes.
func cutMarks(b []byte, scratch Marks) (m Marks, rest []byte, ok bool) {
	head, b, ok := cutVarint(b)
	if !ok || head/2 > uint64(len(b)) {
		return scratch, b, false
	}
	m, points := slices.Grow(scratch[:0], int(head/2)), uint64(0)
	for range head / 2 {
		var project, given uint64
		project, b, ok = cutVarint(b)
		if ok && head%2 == 1 {
			given, b, ok = cutVarint(b)
		}
		if !ok || project < 1 || project > math.MaxInt32 || given > math.MaxInt64 {
			return m, b, false
		}
		m, points = append(m, Mark{int(project), int64(given)}), points|given
	}
	return m, b, head%2 == 0 || points > 0
}

// cutRecord cuts a packed record off the front, its marks into scratch.
func cutRecord(b []byte, scratch Marks) (m Marks, rest []byte, ok bool) {
	if len(b) < marksAt {
		return scratch, b, false
	}
	return cutMarks(b[marksAt:], scratch)
}

// unpackRecord cuts a sound record off the front.
func unpackRecord(b []byte) (Record, []byte) {
	marks, rest, _ := cutRecord(b, Marks{})
	return Record{
		Tracker: encode(b[:trackerBytes], trackerSigns),
		Salt:    hex.EncodeToString(b[trackerBytes:marksAt]),
		Marks:   marks,
	}, rest
}

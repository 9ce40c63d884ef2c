// Package ballot holds the right to vote, the marks, the box and the accounts.
//
// A sheet's [Credential] is committed to before the poll opens. The [Box] takes at most one ballot for each
// credential, over phone, kiosk and paper together, and keeps what was spent and what was chosen as two lists, each
// in hash order. The [Roll] keeps who has received a sheet, as keyed hashes, without a serial. So no record holds a
// person and a sheet. What the order of records can still tell, and until when, is said at [Roll] and [Box].
package ballot

import (
	"crypto/sha256"
	"encoding/hex"
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

// Hash of the record in that poll. The marks enter it as canonical JSON (see [ledger.Canonical]).
func (r Record) Hash(poll string) Hash {
	b := []byte("linli1/ballot\x00" + poll + "\x00" + r.Tracker + "\x00" + r.Salt + "\x00")
	return sha256.Sum256(r.Marks.canonical(b))
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

// record makes the credential's record of marks.
func (c Credential) record(poll string, marks Marks) Record {
	if marks == nil {
		marks = Marks{}
	}
	return Record{Tracker: c.Tracker(poll), Salt: hex.EncodeToString(c.derive("salt", poll)[:16]), Marks: marks}
}

// digest tells a repeated cast from another one, and nothing to a reader of the store: SHA-256 over the sheet's retry
// secret and the ballot's hash.
func (c Credential) digest(poll string, h Hash) Hash {
	return sha256.Sum256(append(append([]byte("linli1/digest\x00"), c.derive("retry", poll)...), h[:]...))
}

// Receipt proves that a ballot was cast, not how.
type Receipt struct {
	Tracker string `json:"tracker"`
}

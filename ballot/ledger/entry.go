// Package ledger is an append-only, Merkle-hashed record of every act of a round, on a chain of a store.
//
// Nothing in it is edited: a correction is a new entry that names the one it supersedes. The leaf of an entry is
// [tlog.RecordHash] of its canonical JSON, and the tree over the leaves is that of RFC 6962. A checkpoint is the
// tree's size and root, signed as a note (C2SP checkpoint body). Names, phones and addresses never enter a ledger:
// they lie under their own keys, and an entry holds a reference.
package ledger

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Entry is one act. Entries are numbered from 0, and their times never decrease.
type Entry struct {
	N      int64           `json:"n"`
	Time   time.Time       `json:"time"`  // UTC, whole seconds
	Actor  string          `json:"actor"` // a staff login, or the kind of outsider: "resident", "system"
	Act    string          `json:"act"`
	Body   json.RawMessage `json:"body"`           // canonical JSON
	Public bool            `json:"public"`         // false: outsiders get the leaf hash only
	Salt   string          `json:"salt,omitempty"` // 16 random bytes in hexadecimal, if not public

	Supersedes *Supersession `json:"supersedes,omitempty"` // the entry that this one corrects, if it does
}

const saltBytes = 16

// ErrEntry: bytes that are not the canonical JSON of an entry.
var ErrEntry = errors.New("台账记录格式不对 / not a ledger entry")

// Bytes is the canonical JSON of the entry.
func (e Entry) Bytes() []byte {
	b, err := Canonical(e)
	if err != nil {
		panic("ledger: entry with an unencodable body: " + err.Error()) // bodies are checked when drafted
	}
	return b
}

// Hash is the entry's leaf in the tree.
func (e Entry) Hash() tlog.Hash { return tlog.RecordHash(e.Bytes()) }

// ParseEntry reads an entry from its canonical JSON; other bytes are [ErrEntry], even if they mean the same. So are
// a time that is not in UTC or not in whole seconds, and a salt that is missing or not called for.
func ParseEntry(b []byte) (Entry, error) {
	var e Entry
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&e); err != nil {
		return e, fmt.Errorf("%w: %v", ErrEntry, err)
	}
	again, err := Canonical(e)
	if err != nil || !bytes.Equal(again, b) {
		return e, fmt.Errorf("%w: not canonical", ErrEntry)
	}
	if e.N < 0 || e.Time.Location() != time.UTC || e.Time.Nanosecond() != 0 || !e.salted() {
		return e, fmt.Errorf("%w: number, time or salt", ErrEntry)
	}
	if err := e.Supersedes.check(e.N); err != nil {
		return e, fmt.Errorf("%w: %w", ErrEntry, err)
	}
	return e, nil
}

// salted tells whether the entry has a salt if and only if it needs one.
func (e Entry) salted() bool {
	if e.Public {
		return e.Salt == ""
	}
	salt, err := hex.DecodeString(e.Salt)
	return err == nil && len(salt) == saltBytes
}

// Canonical is v as JSON with sorted keys, no spaces, no HTML escapes and numbers as they were written, so that the
// same value has the same bytes everywhere.
func Canonical(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

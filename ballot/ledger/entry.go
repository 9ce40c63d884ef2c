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
	"strconv"
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
	body, err := Canonical(e.Body)
	if err == nil {
		body, err = e.with(body)
	}
	if err != nil {
		panic("ledger: entry that is no JSON: " + err.Error()) // bodies are checked when drafted
	}
	return body
}

// with is the entry's canonical JSON with that body, which is canonical. Bodies are long: they are not written twice.
func (e Entry) with(body []byte) ([]byte, error) {
	at, err := e.Time.MarshalJSON()
	if err != nil {
		return nil, err
	}
	b := appendText(append(make([]byte, 0, len(body)+256), `{"act":`...), e.Act)
	b = appendText(append(b, `,"actor":`...), e.Actor)
	b = append(append(b, `,"body":`...), body...)
	b = strconv.AppendInt(append(b, `,"n":`...), e.N, 10)
	b = strconv.AppendBool(append(b, `,"public":`...), e.Public)
	if e.Salt != "" {
		b = appendText(append(b, `,"salt":`...), e.Salt)
	}
	if s := e.Supersedes; s != nil {
		b = strconv.AppendInt(append(b, `,"supersedes":{"n":`...), s.N, 10)
		b = append(appendText(append(b, `,"why":`...), s.Why), '}')
	}
	return append(append(append(b, `,"time":`...), at...), '}'), nil
}

// Hash is the entry's leaf in the tree.
func (e Entry) Hash() tlog.Hash { return tlog.RecordHash(e.Bytes()) }

// ParseEntry reads an entry from its canonical JSON; other bytes are [ErrEntry], even if they mean the same. So are
// a time that is not in UTC or not in whole seconds, and a salt that is missing or not called for.
func ParseEntry(b []byte) (Entry, error) {
	var e Entry
	if err := json.Unmarshal(b, &e); err != nil {
		return e, fmt.Errorf("%w: %v", ErrEntry, err)
	}
	body := e.Body
	if body == nil {
		body = json.RawMessage("null")
	}
	body, _ = appendCanonical(make([]byte, 0, len(body)), body)
	if again, err := e.with(body); err != nil || !bytes.Equal(again, b) {
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

package ledger

// The published form of an entry: whole, or as its leaf only.

import (
	"bytes"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Published is what outsiders get of an entry: all of it, or its leaf hash, which the salt makes impossible to guess
// from. A private entry that is disclosed later, body and salt, has the leaf that was published before.
type Published struct {
	N     int64
	Leaf  tlog.Hash
	Entry *Entry // nil: not published, or not yet
}

// withheld is a line of which only the leaf is public.
type withheld struct {
	Hash tlog.Hash `json:"hash"`
	N    int64     `json:"n"`
}

// Publish is the entry as outsiders get it: whole if it is public or disclosed, else its leaf.
func (e Entry) Publish(disclosed bool) Published {
	p := Published{N: e.N, Leaf: e.Hash()}
	if e.Public || disclosed {
		p.Entry = &e
	}
	return p
}

// Bytes is the published form as canonical JSON, one line without its end.
func (p Published) Bytes() []byte {
	if p.Entry != nil {
		return p.Entry.Bytes()
	}
	b, err := Canonical(withheld{p.Leaf, p.N})
	if err != nil {
		panic("ledger: a hash and a number: " + err.Error())
	}
	return b
}

// ParsePublished reads what [Published.Bytes] wrote, and works out the leaf of an entry; anything else is [ErrEntry].
func ParsePublished(b []byte) (Published, error) {
	if !bytes.HasPrefix(b, []byte(`{"hash":`)) {
		e, err := ParseEntry(b)
		return Published{e.N, tlog.RecordHash(b), &e}, err
	}
	var w withheld
	if err := json.Unmarshal(b, &w); err != nil {
		return Published{}, fmt.Errorf("%w: %v", ErrEntry, err)
	}
	p := Published{N: w.N, Leaf: w.Hash}
	if w.N < 0 || !bytes.Equal(p.Bytes(), b) {
		return p, fmt.Errorf("%w: not canonical", ErrEntry)
	}
	return p, nil
}

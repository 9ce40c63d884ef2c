package ballot

// The entries that the first release made, which are on the roll for ever.

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"linli/ballot/store"
)

// single is such an entry: a key for each person, with the hour. There are no new ones.
type single struct {
	Station int       `json:"station"`
	Hour    time.Time `json:"hour"` // UTC, whole hours
}

func (r *Roll) singleKey(hash [32]byte) []byte {
	return []byte(r.prefix() + hex.EncodeToString(hash[:]))
}

// single looks for a person among the entries of the first release.
func (r *Roll) single(ctx context.Context, hash [32]byte) (station int, found bool, err error) {
	it, err := r.store.Get(ctx, r.singleKey(hash))
	if err != nil || it.Ver == 0 {
		return 0, false, err
	}
	e, err := parseSingle(it)
	return e.Station, true, err
}

// singles calls fn for each entry of the first release: those whose names are hexadecimal.
func (r *Roll) singles(ctx context.Context, fn func(name string, e single) error) error {
	from, to := []byte(r.prefix()+"0"), []byte(r.prefix()+"g")
	return r.store.Scan(ctx, from, to, func(it store.Item) error {
		e, err := parseSingle(it)
		if err != nil {
			return err
		}
		return fn(strings.TrimPrefix(string(it.Key), r.prefix()), e)
	})
}

func parseSingle(it store.Item) (e single, err error) {
	if err = json.Unmarshal(it.Val, &e); err != nil {
		err = fmt.Errorf("%w: roll: %v", store.ErrDamaged, err)
	}
	return e, err
}

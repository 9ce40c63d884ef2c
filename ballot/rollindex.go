package ballot

// The index of a roll's pages, and how a check-in changes both.

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"linli/ballot/store"
)

// index is which pages there are, and the turnout of those who lie on them.
type index struct {
	Pages []string `json:"pages"` // the bits with which the hashes of each begin, in order
	Turnout
	ver uint64
}

// page is the one on which a hash lies.
func (in index) page(hash [32]byte) string {
	for _, bits := range in.Pages {
		if begins(hash, bits) {
			return bits
		}
	}
	return ""
}

func (r *Roll) prefix() string             { return "roll/" + r.poll + "/" }
func (r *Roll) indexKey() []byte           { return []byte(r.prefix() + "index") }
func (r *Roll) pageKey(bits string) []byte { return []byte(r.prefix() + "page/" + bits) }

func (r *Roll) index(ctx context.Context) (in index, err error) {
	it, err := r.store.Get(ctx, r.indexKey())
	if err != nil {
		return in, err
	}
	in = index{Pages: []string{""}, Turnout: newTurnout()}
	if it.Ver > 0 {
		in.Pages = nil
		if err := json.Unmarshal(it.Val, &in); err != nil || in.Stations == nil || in.Hours == nil {
			return in, fmt.Errorf("%w: roll: the index: %v", store.ErrDamaged, err)
		}
	}
	in.ver = it.Ver
	return in, nil
}

// leaf is a page as it lies in the store.
type leaf struct {
	people people
	ver    uint64
}

// page reads a page that the index names. [store.ErrConflict]: the index is another meanwhile.
func (r *Roll) page(ctx context.Context, in index, bits string) (l leaf, err error) {
	it, err := r.store.Get(ctx, r.pageKey(bits))
	if err != nil {
		return l, err
	}
	if (it.Ver == 0) == (in.ver == 0) {
		if it.Ver > 0 {
			l.people, err = parsePage(bits, it.Val)
		}
		l.ver = it.Ver
		return l, err
	}
	switch now, err := r.index(ctx); {
	case err != nil:
		return l, err
	case now.ver != in.ver:
		return l, store.ErrConflict
	}
	return l, fmt.Errorf("%w: roll: index and page %q do not fit", store.ErrDamaged, bits)
}

// ops write the page with one more person, in two if it is large enough, and the index that counts the person.
func (r *Roll) ops(in index, bits string, p people, station int, hour time.Time) []store.Op {
	in.Stations[station]++
	in.Hours[hour]++
	parts := map[string]people{}
	split(bits, p, parts)
	in.Pages = slices.DeleteFunc(in.Pages, func(old string) bool { return old == bits })
	ops := []store.Op{{Key: r.pageKey(bits)}}
	if len(parts) == 1 {
		ops = nil
	}
	for _, bits := range slices.Sorted(maps.Keys(parts)) {
		in.Pages = append(in.Pages, bits)
		ops = append(ops, store.Op{Key: r.pageKey(bits), Val: parts[bits].bytes()})
	}
	slices.Sort(in.Pages)
	return append(ops, store.Op{Key: r.indexKey(), Val: in.bytes()})
}

func (in index) bytes() []byte {
	raw, err := json.Marshal(in)
	if err != nil {
		panic(err) // plain data
	}
	return raw
}

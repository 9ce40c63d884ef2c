package ballot

// How many have received a sheet, and whether a roll is whole.

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/ballot/store"
)

// Turnout counts the people of a roll by station and, apart from that, by hour: of no station's people the hours are
// kept, and of nobody. Publish no finer than this; a station's hours would tell what its few voters of a quiet hour cast.
type Turnout struct {
	Stations map[int]int       `json:"stations"`
	Hours    map[time.Time]int `json:"hours"` // by the hour's beginning, UTC
}

func newTurnout() Turnout { return Turnout{map[int]int{}, map[time.Time]int{}} }

// People is how many they are.
func (t Turnout) People() (n int) {
	for _, at := range t.Stations {
		n += at
	}
	return n
}

func (t Turnout) hours() (n int) {
	for _, in := range t.Hours {
		n += in
	}
	return n
}

// Turnout counts the roll.
func (r *Roll) Turnout(ctx context.Context) (Turnout, error) {
	in, err := r.index(ctx)
	if err != nil {
		return Turnout{}, err
	}
	err = r.singles(ctx, func(_ string, e single) error {
		in.Stations[e.Station]++
		in.Hours[e.Hour]++
		return nil
	})
	return in.Turnout, err
}

// Check reads the whole roll and returns how many people are on it. What does not fit is [store.ErrDamaged]. Nobody may
// check in meanwhile.
func (r *Roll) Check(ctx context.Context) (people int, err error) {
	in, err := r.index(ctx)
	if err != nil {
		return 0, err
	}
	stations, seen, err := r.leaves(ctx, in)
	if err != nil {
		return 0, err
	}
	if n := in.hours(); n != len(seen) || in.People() != n {
		return 0, fmt.Errorf("%w: roll: %d people, %d by station, %d by hour", store.ErrDamaged, len(seen), in.People(), n)
	}
	for station, n := range in.Stations {
		if stations[station] != n {
			return 0, fmt.Errorf("%w: roll: station %d has %d people, counted %d", store.ErrDamaged, station, stations[station], n)
		}
	}
	err = r.singles(ctx, func(name string, _ single) error {
		if seen[name] {
			return fmt.Errorf("%w: roll: a person is on it twice", store.ErrDamaged)
		}
		seen[name] = true
		return nil
	})
	if err != nil {
		return 0, err
	}
	out, err := r.away(ctx)
	if err != nil {
		return 0, err
	}
	for _, x := range out.homes() {
		if seen[hex.EncodeToString(x.hash[:])] {
			return 0, fmt.Errorf("%w: roll: a person is on it and on a part that is out", store.ErrDamaged)
		}
	}
	return len(seen), nil
}

// leaves reads all pages, which must be those of the index.
func (r *Roll) leaves(ctx context.Context, in index) (stations map[int]int, seen map[string]bool, err error) {
	stations, seen = map[int]int{}, map[string]bool{}
	var pages []string
	if in.ver == 0 {
		in.Pages = nil
	}
	prefix := r.pageKey("")
	err = r.store.Scan(ctx, prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		bits := strings.TrimPrefix(string(it.Key), string(prefix))
		pages = append(pages, bits)
		if !slices.Contains(in.Pages, bits) {
			return nil
		}
		p, err := parsePage(bits, it.Val)
		for _, x := range p {
			stations[x.station]++
			seen[hex.EncodeToString(x.hash[:])] = true
		}
		return err
	})
	if err == nil && !slices.Equal(pages, in.Pages) {
		err = fmt.Errorf("%w: roll: pages %q, in the index %q", store.ErrDamaged, pages, in.Pages)
	}
	return stations, seen, err
}

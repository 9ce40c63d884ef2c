package catalog

// The calendar of working days that all rounds of a store share.

import (
	"context"
	"fmt"
	"strconv"

	"linli/ballot/store"
	"linli/catalog/workday"
)

// yearKey is where an imported year lies; the keys end in the year, as in calendar/2027.
func yearKey(year int) []byte { return []byte("calendar/" + strconv.Itoa(year)) }

// Calendar is the working-day calendar: the years of this release, and those imported, which stand before released ones.
func Calendar(ctx context.Context, s store.Store) (workday.Calendar, error) {
	c := workday.Known()
	err := s.Scan(ctx, []byte("calendar/"), []byte("calendar0"), func(it store.Item) error {
		y, err := workday.Parse(it.Val)
		if err != nil {
			return fmt.Errorf("%w: %s: %v", store.ErrDamaged, it.Key, err)
		}
		c = c.With(y)
		return nil
	})
	return c, err
}

// Calendar is the calendar of the round's store: see the function of that name.
func (l *Live) Calendar(ctx context.Context) (workday.Calendar, error) {
	return Calendar(ctx, l.env.Store)
}

// ImportYear adds a year's notice for all rounds, or puts it in place of the one there was: notices do change. Dates that
// are due stay as they are on the ledger, for each was entered with its day. It refuses with [workday.ErrFile], and
// nothing is changed then.
func ImportYear(ctx context.Context, s store.Store, raw []byte) (workday.Year, error) {
	y, err := workday.Parse(raw)
	if err != nil {
		return y, err
	}
	_, err = s.Commit(ctx, nil, []store.Op{{Key: yearKey(y.Year), Val: raw}})
	return y, err
}

package catalog_test

// The calendar in a store.

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/catalog"
	"linli/catalog/workday"
)

// notice is a year's file in which January has holidays from that day on, eleven in all.
func notice(year, day int) []byte {
	var days []string
	for n := range 11 {
		days = append(days, fmt.Sprintf(`{"name":"春节","date":"%d-01-%02d","isOffDay":true}`, year, day+n))
	}
	return []byte(fmt.Sprintf(`{"year":%d,"papers":["试"],"days":[%s]}`, year, strings.Join(days, ",")))
}

// TestCalendar: a year is added without a release, seen after a restart, mended, and a bad file changes nothing.
func TestCalendar(t *testing.T) {
	ctx, path := context.Background(), t.TempDir()+"/x.db"
	open := func() store.Store {
		s, err := bolt.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	due := func() string {
		c, err := catalog.Calendar(ctx, s)
		if err != nil {
			t.Fatal(err)
		}
		d, err := c.Due("2026-12-31", 1)
		if err != nil {
			return err.Error()
		}
		return d
	}
	if got := due(); !strings.Contains(got, "2027") || !strings.Contains(got, "calendar import") {
		t.Errorf("before: %s", got)
	}
	if y, err := catalog.ImportYear(ctx, s, notice(2027, 1)); err != nil || y.Year != 2027 {
		t.Fatal(y, err)
	}
	if got := due(); got != "2027-01-12" {
		t.Errorf("imported: %s", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	defer s.Close()
	if _, err := catalog.ImportYear(ctx, s, []byte(`{"year":2027}`)); !errors.Is(err, workday.ErrFile) {
		t.Errorf("bad: %v", err)
	}
	if got := due(); got != "2027-01-12" {
		t.Errorf("after a restart and a bad file: %s", got)
	}
	if _, err := catalog.ImportYear(ctx, s, notice(2027, 4)); err != nil {
		t.Fatal(err)
	}
	if got := due(); got != time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) {
		t.Errorf("mended: %s", got)
	}
	if _, err := s.Commit(ctx, nil, []store.Op{{Key: []byte("calendar/2028"), Val: []byte("x")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := catalog.Calendar(ctx, s); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("damaged: %v", err)
	}
}

package ledger

// A clock that stands before the last entry is named, and stops nobody.

import (
	"crypto/rand"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	s, clock := newStore(t), noon
	l, err := Open(t.Context(), s, "r", at(&clock), rand.Reader, ignore)
	if err != nil {
		t.Fatal(err)
	}
	clock = time.Time{}
	if err := l.Clock(); err != nil {
		t.Errorf("before the first entry: %v", err)
	}
	clock = noon
	record(t, l, act("x"))
	for _, c := range []struct {
		back time.Duration
		want error
	}{{-time.Hour, nil}, {0, nil}, {Slack, nil}, {Slack + time.Nanosecond, ErrClock}, {48 * time.Hour, ErrClock}, {30 * 365 * 24 * time.Hour, ErrClock}} {
		clock = noon.Add(-c.back)
		if err := l.Clock(); !errors.Is(err, c.want) {
			t.Errorf("%v back: %v", c.back, err)
		}
	}
	if err := l.Clock(); !strings.Contains(err.Error(), "1996-03-12 12:00:00 < 2026-03-05 12:00:00") {
		t.Errorf("%v", err)
	}
}

// Data whose last entry lies years ahead open, warn, and go on with that entry's time.
func TestEntriesFromTheFuture(t *testing.T) {
	s, clock := newStore(t), noon.AddDate(4, 0, 0)
	l, err := Open(t.Context(), s, "r", at(&clock), rand.Reader, ignore)
	if err != nil {
		t.Fatal(err)
	}
	record(t, l, act("x"))
	clock = noon
	if l, err = Open(t.Context(), s, "r", at(&clock), rand.Reader, ignore); err != nil {
		t.Fatal(err)
	}
	if err := l.Clock(); !errors.Is(err, ErrClock) {
		t.Errorf("at the opening: %v", err)
	}
	e := record(t, l, act("y"))[0]
	if !e.Time.Equal(noon.AddDate(4, 0, 0)) {
		t.Errorf("the entry says %v", e.Time)
	}
	if err := l.Clock(); !errors.Is(err, ErrClock) {
		t.Errorf("after an entry: %v", err)
	}
	clock = noon.AddDate(4, 0, 1)
	if err := l.Clock(); err != nil {
		t.Errorf("when that time has come: %v", err)
	}
}

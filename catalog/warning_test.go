package catalog

// Warnings.

import (
	"errors"
	"testing"
	"time"

	"linli/ballot/ledger"
)

// A clock that has been set back is a warning as long as it stands back, and no refusal.
func TestClockSetBackIsAWarning(t *testing.T) {
	p := newPlay(t)
	if w := p.Warnings(); len(w) != 0 {
		t.Errorf("%v", w)
	}
	now := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	p.env.Now = func() time.Time { return now }
	p.Live.Close()
	var err error
	p.Live, err = Open(p.ctx, p.env, "2026")
	p.must(err)
	p.do(&Opinion{On: "scope", From: "居民", Text: "?"})
	if w := p.Warnings(); len(w) != 1 || !errors.Is(w[0], ledger.ErrClock) {
		t.Errorf("%v", w)
	}
	p.Read(func(r *Round) {
		if r.Updated.Before(r.Steps[1].Opened) {
			t.Errorf("%v before %v", r.Updated, r.Steps[1].Opened)
		}
		now = r.Updated
	})
	if w := p.Warnings(); len(w) != 0 {
		t.Errorf("%v", w)
	}
}

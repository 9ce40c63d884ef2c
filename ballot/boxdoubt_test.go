package ballot

// A box whose store loses answers, is full, or holds what no box has written.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"linli/ballot/store"
)

// doubtful is a store that loses answers: of the next commits each is done, or done late, or never, without an answer.
type doubtful struct {
	store.Store
	fate []string
	late func()
	then func() // after each of them
}

func (d *doubtful) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	if len(d.fate) == 0 {
		return d.Store.Commit(ctx, checks, ops)
	}
	fate := d.fate[0]
	d.fate = d.fate[1:]
	if d.then != nil {
		defer d.then()
	}
	switch fate {
	case "done":
		_, err := d.Store.Commit(ctx, checks, ops)
		return 0, errors.Join(store.ErrUnknown, err)
	case "late":
		d.late = func() { d.Store.Commit(context.Background(), checks, ops) }
	case "overtaken": // by the late one
		d.late()
		return d.Store.Commit(ctx, checks, ops)
	case "full":
		return 0, store.ErrFull
	}
	return 0, store.ErrUnknown
}

func TestUnknownOutcomes(t *testing.T) {
	for _, c := range []struct {
		fate []string
		want error
	}{
		{[]string{"done"}, nil}, {[]string{"never"}, nil}, {[]string{"never", "done"}, nil}, {[]string{"late", "overtaken"}, nil},
		{[]string{"never", "late", "overtaken"}, nil}, {[]string{"full"}, store.ErrFull},
		{[]string{"never", "never", "never"}, store.ErrUnknown}, {[]string{"never", "never", "done"}, store.ErrUnknown},
		{[]string{"never", "full"}, store.ErrUnknown},
	} {
		m, all := sheets(poll, 3)
		d := &doubtful{Store: newStore(t), fate: c.fate}
		b := openBox(t, d, m)
		_, err := b.Cast(t.Context(), all[0], marks(1), Kiosk)
		wantErr(t, err, c.want)
		d.fate = nil
		r, err := b.Cast(t.Context(), all[0], marks(1), Phone)
		if err != nil || r.Tracker != all[0].Tracker(poll) {
			t.Errorf("%q, again: %v", c.fate, err)
		}
		_, err = b.Cast(t.Context(), all[0], marks(2), Phone)
		wantErr(t, err, ErrSpent)
		if in := opened(t, openBox(t, d.Store, m)); len(in) != 1 {
			t.Errorf("%q: the box holds %v", c.fate, in)
		}
	}
}

// The poll closes while the outcome of a cast is unknown: the voter is not told that nothing happened.
func TestPollClosesInDoubt(t *testing.T) {
	for _, fate := range [][]string{{"late", "overtaken"}, {"never"}, {"late", "never", "never"}} {
		m, all := sheets(poll, 1)
		d := &doubtful{Store: newStore(t), fate: fate, then: func() { m.closed.Store(true) }}
		b := openBox(t, d, m)
		_, err := b.Cast(t.Context(), all[0], marks(1), Kiosk)
		if d.late != nil {
			d.late()
		}
		in := opened(t, openBox(t, d.Store, m))
		if err == nil && len(in) != 1 || err != nil && !errors.Is(err, store.ErrUnknown) {
			t.Errorf("%q: %v, the box holds %v", fate, err, in)
		}
	}
}

// A closed poll still knows, in every process, the ballots that any process took.
func TestClosedPollKnowsAllBallots(t *testing.T) {
	s := newStore(t)
	m, all := sheets(poll, 2)
	a, b := openBox(t, s, m), openBox(t, s, m)
	_, err := a.Cast(t.Context(), all[0], marks(1), Kiosk)
	wantErr(t, err, nil)
	m.closed.Store(true)
	r, err := b.Cast(t.Context(), all[0], marks(1), Kiosk)
	if err != nil || r.Tracker != all[0].Tracker(poll) {
		t.Errorf("the same ballot in another process: %v", err)
	}
	_, err = b.Cast(t.Context(), all[0], marks(2), Kiosk)
	wantErr(t, err, ErrSpent)
	_, err = b.Cast(t.Context(), all[1], marks(2), Kiosk)
	wantErr(t, err, ErrNotOpen)
}

// Segments that no box has written: a box that holds one does not open.
func TestForgedSegments(t *testing.T) {
	m, all := sheets(poll, 3)
	one := func(i int) ([]Spend, []Record) {
		return []Spend{{Commitment: all[i].Commitment(poll), Via: Kiosk}}, []Record{all[i].record(poll, marks(1))}
	}
	s0, r0 := one(0)
	s1, r1 := one(1)
	c0 := []Commitment{all[0].Commitment(poll)}
	good := segment{Spends: s0, Records: r0}
	for name, segs := range map[string][]segment{
		"twice":                 {good, good},
		"twice in a segment":    {{Spends: append(s0, s0...), Records: append(r0, r1...)}},
		"another ballot":        {good, {Spends: s0, Records: r1}},
		"the same ballot":       {good, {Spends: s1, Records: r0}},
		"ballot without spend":  {{Records: r0}},
		"spend without ballot":  {{Spends: s0}},
		"after the seal":        {{Seal: true}, good},
		"two seals":             {{Seal: true}, {Seal: true}},
		"void, then spent":      {{Voids: c0}, good},
		"spent, then void":      {good, {Voids: c0}},
		"void twice":            {{Voids: c0}, {Voids: c0}},
		"both in one":           {{Spends: s0, Records: r0, Voids: c0}},
		"and a sound beginning": {good, {Spends: s1, Records: r1}, good},
	} {
		s := newStore(t)
		chain := store.NewChain(s, "box/"+poll)
		for _, seg := range segs {
			if err := chain.Append(t.Context(), seg.bytes()); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := OpenBox(t.Context(), s, poll, paper, m); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := newStore(t)
	if err := store.NewChain(s, "box/"+poll).Append(t.Context(), []byte("{")); err != nil {
		t.Fatal(err)
	}
	_, err := OpenBox(t.Context(), s, poll, paper, m)
	wantErr(t, err, store.ErrDamaged)
}

// What decodes re-encodes to the same, and what a box applies keeps its promises.
func FuzzSegment(f *testing.F) {
	_, all := sheets(poll, 4)
	var requests []*request
	for i, c := range all {
		record := c.record(poll, marks(i+1))
		spend := Spend{Commitment: c.Commitment(poll), Digest: c.digest(poll, record.Hash(poll)), Via: Phone}
		requests = append(requests, &request{spend: spend, record: record, hash: record.Hash(poll), void: i == 3})
	}
	f.Add(form(requests).bytes())
	f.Add(segment{Seal: true}.bytes())
	f.Add([]byte(`{"spends":[{},{}],"records":[{},{"marks":[{}]}]}`))
	f.Add([]byte(`{"spends":[{"via":"\ud800"}],"records":[{"marks":null}],"seal":true,"more":1}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := parseSegment(raw)
		if err != nil {
			if !errors.Is(err, store.ErrDamaged) {
				t.Fatalf("error %v", err)
			}
			return
		}
		once := s.bytes()
		again, err := parseSegment(once)
		if err != nil || string(again.bytes()) != string(once) {
			t.Fatalf("%s, then %s: %v", once, again.bytes(), err)
		}
		b := &Box{poll: poll, content: newContent()}
		if err := b.apply(raw); err != nil {
			return
		}
		if len(b.Spends()) != len(s.Spends) || b.Count() != len(s.Spends) || len(b.Voids()) != len(s.Voids) || b.Sealed() != s.Seal {
			t.Fatalf("%s became %d spends, %d ballots, %d voids", raw, len(b.Spends()), b.Count(), len(b.Voids()))
		}
		if len(s.Spends)+len(s.Voids) > 0 || s.Seal {
			if err := b.apply(raw); !errors.Is(err, store.ErrDamaged) {
				t.Fatalf("%s was applied twice: %v", raw, err)
			}
		}
	})
}

// The bytes of a segment are frozen: what was written must be read for ever.
func TestSegmentIsFrozen(t *testing.T) {
	c := sheet(poll, 0)
	record := c.record(poll, marks(2))
	r := &request{spend: Spend{Commitment: c.Commitment(poll), Digest: c.digest(poll, record.Hash(poll)), Via: Kiosk}, record: record}
	hex := func(x any) string { b, _ := json.Marshal(x); return string(b) }
	want := fmt.Sprintf(`{"spends":[{"commitment":%s,"digest":%s,"via":"kiosk"}],"records":[{"tracker":%q,"salt":%q,"marks":[{"p":2}]}]}`,
		hex(r.spend.Commitment), hex(r.spend.Digest), record.Tracker, record.Salt)
	if got := string(form([]*request{r}).bytes()); got != want {
		t.Errorf("a segment is %s, was %s", got, want)
	}
}

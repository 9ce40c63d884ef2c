package ballot

// The form of segments: frozen, strict, and that of the first release beside it.

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"linli/ballot/store"
)

// first is a segment as the first release wrote it.
func first(l lists) []byte {
	raw, err := json.Marshal(struct {
		Spends  []Spend      `json:"spends,omitempty"`
		Records []Record     `json:"records,omitempty"`
		Voids   []Commitment `json:"voids,omitempty"`
		Seal    bool         `json:"seal,omitempty"`
	}{l.Spends, l.Records, l.Voids, l.Seal})
	if err != nil {
		panic(err) // plain data
	}
	return raw
}

// Segments that no box has written: a box that holds one does not open, whatever form they have.
func TestForgedSegments(t *testing.T) {
	m, all := sheets(poll, 3)
	one := func(i int) ([]Spend, []Record) {
		return []Spend{{Commitment: all[i].Commitment(poll), Via: Kiosk}}, []Record{record(all[i], marks(1))}
	}
	s0, r0 := one(0)
	s1, r1 := one(1)
	odd, salty, via := slices.Clone(r0), slices.Clone(r0), slices.Clone(s0)
	odd[0].Tracker, salty[0].Salt, via[0].Via = "2PAE7F3NC6XUA", "AB"+r0[0].Salt[2:], "post"
	c0, c1 := []Commitment{all[0].Commitment(poll)}, []Commitment{all[1].Commitment(poll)}
	good := lists{Spends: s0, Records: r0}
	both := form([]*request{asked(all[0], marks(1), Kiosk), asked(all[1], marks(1), Kiosk)}).lists()
	swap := func(l lists, spends, records bool) lists {
		l.Spends, l.Records = slices.Clone(l.Spends), slices.Clone(l.Records)
		if spends {
			slices.Reverse(l.Spends)
		}
		if records {
			slices.Reverse(l.Records)
		}
		return l
	}
	for name, segs := range map[string][]lists{
		"twice":                  {good, good},
		"twice in a segment":     {{Spends: append(s0, s0...), Records: append(r0, r1...)}},
		"one ballot, two spends": {{Spends: both.Spends, Records: append(r0, r0...)}},
		"another ballot":         {good, {Spends: s0, Records: r1}},
		"the same ballot":        {good, {Spends: s1, Records: r0}},
		"ballot without spend":   {{Records: r0}},
		"spend without ballot":   {{Spends: s0}},
		"after the seal":         {{Seal: true}, good},
		"two seals":              {{Seal: true}, {Seal: true}},
		"void, then spent":       {{Voids: c0}, good},
		"spent, then void":       {good, {Voids: c0}},
		"void twice":             {{Voids: c0}, {Voids: c0}},
		"void twice at once":     {{Voids: append(c0, c0...)}},
		"both in one":            {{Spends: s0, Records: r0, Voids: c0}},
		"and a sound beginning":  {good, {Spends: s1, Records: r1}, good},
		"spends out of order":    {swap(both, true, false)},
		"ballots out of order":   {swap(both, false, true)},
	} {
		for _, write := range []func(lists) []byte{first, func(l lists) []byte { return l.segment().bytes() }} {
			damaged(t, name, m, apart(segs, write)...)
		}
	}
	pointless := good.segment()
	pointless.records = append(pointless.records[:marksAt:marksAt], 3, 1, 0) // one mark with points, project 1, no points
	damaged(t, "points without points", m, pointless.bytes())
	damaged(t, "a tracker", m, first(lists{Spends: s0, Records: odd}))
	damaged(t, "a salt", m, first(lists{Spends: s0, Records: salty}))
	damaged(t, "a channel", m, first(lists{Spends: via, Records: r0}))
	for _, raw := range []string{"", "{", "x", "\x01", "\x02", "\x02\x00\x00", "\x02\x00\x00\x02", "\x02\x80\x00\x00\x00", "\x02\x00\x00\x00\x00"} {
		damaged(t, fmt.Sprintf("%q", raw), m, []byte(raw))
	}
	if opened(t, openBoxOf(t, m, first(good), lists{Voids: c1}.segment().bytes()))[r0[0].Tracker] == nil {
		t.Error("a sound box of both forms")
	}
}

func apart(segs []lists, write func(lists) []byte) (out [][]byte) {
	for _, l := range segs {
		out = append(out, write(l))
	}
	return out
}

func openForged(t *testing.T, m Manifest, segs ...[]byte) (*Box, error) {
	t.Helper()
	s := newStore(t)
	chain := store.NewChain(s, "box/"+poll)
	for _, raw := range segs {
		if err := chain.Append(t.Context(), raw); err != nil {
			t.Fatal(err)
		}
	}
	return OpenBox(t.Context(), s, poll, paper, m)
}

func damaged(t *testing.T, name string, m Manifest, segs ...[]byte) {
	t.Helper()
	if _, err := openForged(t, m, segs...); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("%s: %v", name, err)
	}
}

func openBoxOf(t *testing.T, m Manifest, segs ...[]byte) *Box {
	t.Helper()
	b, err := openForged(t, m, segs...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return b
}

func someLists() lists {
	_, all := sheets(poll, 4)
	var requests []*request
	for i, c := range all {
		r := asked(c, Marks{{Project: 1 + 300*i, Points: int64(i) << 40}}, vias[1+i%2])
		r.void = i == 3
		if r.void {
			r.record = nil
		}
		requests = append(requests, r)
	}
	return form(requests).lists()
}

// What parses would be written the same, and what a box applies keeps its promises. A segment of the first release
// becomes one that says the same.
func FuzzSegment(f *testing.F) {
	f.Add(someLists().segment().bytes())
	f.Add(lists{Seal: true}.segment().bytes())
	f.Add(first(someLists()))
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
		if once := s.bytes(); raw[0] != '{' && !bytes.Equal(once, raw) {
			t.Fatalf("%x would be written as %x", raw, once)
		} else if again, err := parseSegment(once); err != nil || !bytes.Equal(again.bytes(), once) {
			t.Fatalf("%x came back as %x: %v", once, again.bytes(), err)
		}
		l := s.lists()
		if raw[0] == '{' {
			sameAsFirst(t, l, raw)
		}
		if again := l.segment().bytes(); !bytes.Equal(again, s.bytes()) {
			t.Fatalf("%+v is %x, was %x", l, again, s.bytes())
		}
		b := &Box{poll: poll, content: newContent()}
		if err := b.apply(raw); err != nil {
			return
		}
		if len(b.Spends()) != len(l.Spends) || b.Count() != len(l.Spends) || len(b.Voids()) != len(l.Voids) || b.Sealed() != l.Seal {
			t.Fatalf("%q became %d spends, %d ballots, %d voids", raw, len(b.Spends()), b.Count(), len(b.Voids()))
		}
		if len(l.Spends)+len(l.Voids) > 0 || l.Seal {
			if err := b.apply(raw); !errors.Is(err, store.ErrDamaged) {
				t.Fatalf("%q was applied twice: %v", raw, err)
			}
		}
	})
}

func sameAsFirst(t *testing.T, l lists, raw []byte) {
	t.Helper()
	var was lists
	if err := json.Unmarshal(raw, &was); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(l.Spends, was.Spends) || !slices.Equal(l.Voids, was.Voids) || l.Seal != was.Seal {
		t.Fatalf("%+v, was %+v", l, was)
	}
	if !slices.EqualFunc(l.Records, was.Records, func(x, y Record) bool { return x.Hash(poll) == y.Hash(poll) }) {
		t.Fatalf("%+v, was %+v", l.Records, was.Records)
	}
}

// The bytes of a segment are frozen: what was written must be read for ever.
func TestSegmentIsFrozen(t *testing.T) {
	c := sheet(poll, 0)
	p := c.in(poll)
	seg := form([]*request{asked(c, Marks{{Project: 2}, {Project: 300}}, Phone)})
	text := func(x []byte) string { return hex.EncodeToString(x) }
	commitment, hash := p.commitment(), record(c, Marks{{Project: 2}, {Project: 300}}).Hash(poll)
	digest := p.digest(hash)
	want := "02010000" + text(commitment[:]) + text(digest[:]) + "02" + text(p.tracker()) + text(p.derive("salt")[:16]) + "0402ac02"
	if got := text(seg.bytes()); got != want {
		t.Errorf("a segment is %s, was %s", got, want)
	}
	r := seg.lists().Records[0]
	old := fmt.Sprintf(`{"spends":[{"commitment":%q,"digest":%q,"via":"phone"}],"records":[{"tracker":%q,"salt":%q,"marks":[{"p":2},{"p":300}]}]}`,
		text(commitment[:]), text(digest[:]), r.Tracker, r.Salt)
	if s, err := parseSegment([]byte(old)); err != nil || !bytes.Equal(s.bytes(), seg.bytes()) {
		t.Errorf("%s became %x: %v", old, s.bytes(), err)
	}
	if got := string(first(seg.lists())); got != old {
		t.Errorf("the first form is %s, was %s", got, old)
	}
}

// Marks come back from their packed form, are hashed in it as they are outside, and take what the box reckons.
func TestPackedMarks(t *testing.T) {
	c := sheet(poll, 0)
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
			return Mark{rapid.IntRange(1, 1<<31-1).Draw(t, "project"), rapid.Int64Min(0).Draw(t, "points")}
		}), 0, 5).Draw(t, "marks")
		r := asked(c, m, Kiosk)
		out, rest := unpackRecord(r.record)
		if len(rest) > 0 || !slices.Equal(out.Marks, m) || out.Hash(poll) != r.hash || out.Tracker != c.Tracker(poll) {
			t.Fatalf("%v came back as %v", m, out)
		}
		if again, err := out.pack(nil); err != nil || !bytes.Equal(again, r.record) {
			t.Fatalf("%v is %x, was %x: %v", out, again, r.record, err)
		}
		if size := len(form([]*request{r}).bytes()); size > r.size()+segmentHead {
			t.Fatalf("%v takes %d bytes, reckoned %d", m, size, r.size())
		}
	})
	for _, m := range []Marks{{{Project: 0}}, {{Project: -1}}, {{Project: 1 << 31}}, {{Project: 1, Points: -1}}} {
		r := record(c, nil)
		r.Marks = m
		if _, err := r.pack(nil); err == nil {
			t.Errorf("%v was packed", m)
		}
	}
}

package ballot

// The running count of uses is that of all spends, whenever it is asked.

import (
	"maps"
	"testing"
)

func TestUses(t *testing.T) {
	m, all := sheets(poll, 300)
	s := newStore(t)
	b, other := openBox(t, s, m), openBox(t, s, m)
	for i, c := range all {
		via := Kiosk
		if i%3 == 0 {
			via = Phone
		}
		if _, err := b.Cast(t.Context(), c, marks(1), via); err != nil {
			t.Fatal(err)
		}
		if i%7 > 0 && i < len(all)-1 {
			continue
		}
		if err := other.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := map[Use]int{}
		for _, x := range b.Spends() {
			want[Use{m.serials[x.Commitment].Station, x.Via}]++
		}
		for k, box := range []*Box{b, other} {
			if got := box.Uses(); !maps.Equal(got, want) {
				t.Fatalf("box %d after %d casts: %v, want %v", k, i+1, got, want)
			}
		}
	}
}

// A sheet that another server has printed is at station 0 until its print run has been read here.
func TestUsesOfALateSheet(t *testing.T) {
	m, all := sheets(poll, 2)
	late, _ := sheets(poll, 1)
	s := newStore(t)
	b, behind := openBox(t, s, m), openBox(t, s, late)
	for _, c := range all {
		if _, err := b.Cast(t.Context(), c, nil, Phone); err != nil {
			t.Fatal(err)
		}
	}
	if err := behind.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := Use{all[0].Serial.Station, Phone}
	for range 2 {
		if got := behind.Uses(); got[first] != 1 || got[Use{0, Phone}] != 1 || len(got) != 2 {
			t.Fatalf("%v", got)
		}
	}
	late.serials = m.serials
	if got := behind.Uses(); !maps.Equal(got, b.Uses()) {
		t.Fatalf("%v, want %v", got, b.Uses())
	}
}

package etcd

// The guess at how far a page's range reaches.

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestBeyond(t *testing.T) {
	for _, c := range []struct{ a, b, to, want string }{
		{"s/00", "s/01", "t", "s/05"},
		{"s/00", "s/0z", "s/0zz", "s/0zz"},
		{"k", "k", "l", "k\x00\x00\x00\x00\x00\x00\x00\x04"},
		{"\xffa", "\xffz", "\xff\xff", "\xff\xde"},
		{"a\xf0", "a\xff", "c", "b"},
		{"\xf0", "\xff", "\xff\xff", "\xff\xff"},
	} {
		got := bytes.TrimRight(beyond([]byte(c.a), []byte(c.b), 4, []byte(c.to)), "\x00")
		if c.a == c.b {
			got = beyond([]byte(c.a), []byte(c.b), 4, []byte(c.to))
		}
		if string(got) != c.want {
			t.Errorf("beyond %q and %q, to %q: %q, want %q", c.a, c.b, c.to, got, c.want)
		}
	}
}

// FuzzBeyond: a scan goes forward and never beyond its end.
func FuzzBeyond(f *testing.F) {
	f.Add([]byte("a"), []byte("b"), []byte("c"), uint64(4))
	f.Add([]byte{}, []byte("\xff\xff\xff\xff\xff\xff\xff\xff"), []byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff"), uint64(2))
	f.Fuzz(func(t *testing.T, a, b, to []byte, times uint64) { forward(t, a, b, to, times) })
}

func TestBeyondGoesForward(t *testing.T) {
	key := rapid.SliceOfN(rapid.SampledFrom([]byte("\x00\x01a\xfe\xff")), 0, 12)
	rapid.Check(t, func(r *rapid.T) {
		forward(r, key.Draw(r, "a"), key.Draw(r, "b"), key.Draw(r, "to"), rapid.Uint64().Draw(r, "times"))
	})
}

func forward(t interface{ Fatalf(string, ...any) }, a, b, to []byte, times uint64) {
	if bytes.Compare(a, b) > 0 {
		a, b = b, a
	}
	times = times%8 + 1
	if bytes.Compare(b, to) >= 0 {
		return
	}
	got := beyond(bytes.Clone(a), bytes.Clone(b), times, to)
	if bytes.Compare(got, b) <= 0 || bytes.Compare(got, to) > 0 {
		t.Fatalf("beyond %q and %q, %s times, to %q: %q", a, b, fmt.Sprint(times), to, got)
	}
}

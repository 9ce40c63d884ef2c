package ballot

// Seat cards are read as they were printed, and every other code is refused.

import (
	"errors"
	"strings"
	"testing"
)

func TestSeat(t *testing.T) {
	s, err := NewSeat(strings.NewReader("0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	code := s.Code()
	for _, typed := range []string{code, strings.ToLower(code), Group(code, 4), "https://example.org/seat/" + code, code + "\n"} {
		if got, err := ParseSeat(typed); err != nil || got != s {
			t.Errorf("%q: %v, %v", typed, got, err)
		}
	}
	for _, wrong := range []string{"", code[1:], code + "2", code[:26] + "*", strings.Repeat("Z", 27), code[1:2] + code[:1] + code[2:]} {
		if _, err := ParseSeat(wrong); !errors.Is(err, ErrMalformed) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if s.Commitment("2026") == s.Commitment("2027") {
		t.Error("a card counts in two rounds")
	}
	if _, err := NewSeat(strings.NewReader("short")); err == nil {
		t.Error("a secret of five bytes")
	}
}

// What is read is written again as it was.
func FuzzParseSeat(f *testing.F) {
	s, _ := NewSeat(strings.NewReader("0123456789abcdef"))
	f.Add(s.Code())
	f.Add("https://example.org/seat/" + strings.ToLower(s.Code()) + "/")
	f.Add(strings.Repeat("Z", 27))
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSeat(text)
		if err != nil {
			return
		}
		if again, err := ParseSeat(s.Code()); err != nil || again != s || !strings.Contains(Tidy(text), s.Code()) {
			t.Errorf("%q reads as %s", text, s.Code())
		}
	})
}

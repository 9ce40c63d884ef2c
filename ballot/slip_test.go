package ballot

// The proposer's slip: what parses is the code, and slips of the finger are refused.

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code, err := NewSlip(bytes.NewReader(rapid.SliceOfN(rapid.Byte(), 5, 5).Draw(t, "random")))
		if err != nil || len(code) != slipSigns+1 {
			t.Fatalf("%q: %v", code, err)
		}
		for _, typed := range []string{code, strings.ToLower(code), Group(code, 4), " " + Group(code, 5) + "\n"} {
			if got, err := ParseSlip(typed); err != nil || got != code {
				t.Fatalf("%q is %q: %v", typed, got, err)
			}
		}
		for i := range code {
			slip := code[:i] + string(alphabet[rapid.IntRange(0, 30).Draw(t, "sign")]) + code[i+1:]
			if _, err := ParseSlip(slip); slip != code && !errors.Is(err, ErrMalformed) {
				t.Fatalf("%q was read for %q: %v", slip, code, err)
			}
			if i > 0 && code[i] != code[i-1] {
				slip := code[:i-1] + string(code[i]) + string(code[i-1]) + code[i+1:]
				if _, err := ParseSlip(slip); !errors.Is(err, ErrMalformed) {
					t.Fatalf("%q was read for %q: %v", slip, code, err)
				}
			}
		}
	})
	if code, err := NewSlip(strings.NewReader("four")); err == nil {
		t.Errorf("%q without randomness", code)
	}
}

func FuzzParseSlip(f *testing.F) {
	f.Add("2222222222")
	f.Add("ZZZZ-ZZZZ-ZZ")
	f.Fuzz(func(t *testing.T, text string) {
		code, err := ParseSlip(text)
		switch {
		case err != nil && !errors.Is(err, ErrMalformed):
			t.Fatalf("error %v", err)
		case err == nil:
			if again, err := ParseSlip(code); err != nil || again != code || code != Tidy(text) {
				t.Fatalf("%q was read as %q, then as %q: %v", text, code, again, err)
			}
		}
	})
}

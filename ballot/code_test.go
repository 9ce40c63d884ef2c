package ballot

// Codes and serials: what parses re-encodes, and slips of the finger are refused.

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawSerial(t *rapid.T) Serial {
	return Serial{rapid.IntRange(1, maxStation).Draw(t, "station"), rapid.IntRange(1, maxNumber).Draw(t, "number")}
}

func drawCredential(t *rapid.T) Credential {
	return Credential{
		Tag:    [2]byte(rapid.SliceOfN(rapid.Byte(), 2, 2).Draw(t, "tag")),
		Serial: drawSerial(t),
		Secret: [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "secret")),
	}
}

func TestCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCredential(t)
		code := c.Code()
		wide := strings.Map(func(r rune) rune { return r + 0xFF01 - '!' }, code)
		for _, text := range []string{
			code, strings.ToLower(code), Group(code, 5), Group(code, 4) + "\n", " " + code[:9] + "　" + code[9:],
			"https://linli.example/b/" + code, "http://192.168.1.7:8080/b/" + Group(strings.ToLower(code), 7) + "/ \r\n", wide,
			strings.ReplaceAll(Group(code, 5), "-", "—"),
		} {
			if got, err := ParseCode(text); err != nil || got != c {
				t.Fatalf("%q is %v: %v", text, got, err)
			}
		}
	})
}

func TestCodeSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := drawCredential(t).Code()
		for i := range code {
			for _, sign := range []byte{alphabet[rapid.IntRange(0, 30).Draw(t, "sign")], '0', '1', 'O', '?', 0xff} {
				slip := code[:i] + string(sign) + code[i+1:]
				if sign == code[i] {
					continue
				}
				if _, err := ParseCode(slip); !errors.Is(err, ErrMalformed) {
					t.Fatalf("%q was read for %q: %v", slip, code, err)
				}
			}
			if i+1 < len(code) && code[i] != code[i+1] {
				slip := code[:i] + string(code[i+1]) + string(code[i]) + code[i+2:]
				if _, err := ParseCode(slip); !errors.Is(err, ErrMalformed) {
					t.Fatalf("%q was read for %q: %v", slip, code, err)
				}
			}
			for _, slip := range []string{code[:i] + code[i+1:], code[:i] + code[i:i+1] + code[i:], code[:i]} {
				if _, err := ParseCode(slip); !errors.Is(err, ErrMalformed) {
					t.Fatalf("%q was read for %q: %v", slip, code, err)
				}
			}
		}
	})
}

// parseSerial reads a serial as somebody copies it from a sheet: its check sign finds every slip of one sign and every swap
// of neighbours.
func parseSerial(text string) (Serial, error) {
	t := Tidy(text)
	if len(t) < 7 {
		return Serial{}, fmt.Errorf("%w: %q", ErrMalformed, text)
	}
	var s Serial
	s.Station, _ = strconv.Atoi(t[:2])
	s.Number, _ = strconv.Atoi(t[2 : len(t)-1])
	if !s.valid() || Tidy(s.String()) != t {
		return Serial{}, fmt.Errorf("%w: %q", ErrMalformed, text)
	}
	return s, nil
}

func TestSerial(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSerial(t)
		text := s.String()
		for _, typed := range []string{text, strings.ToLower(text), Tidy(text), " " + text + " "} {
			if got, err := parseSerial(typed); err != nil || got != s {
				t.Fatalf("%q is %v: %v", typed, got, err)
			}
		}
		digits := Tidy(text)
		for i := range digits {
			slip := digits[:i] + string(alphabet[rapid.IntRange(0, 30).Draw(t, "sign")]) + digits[i+1:]
			if _, err := parseSerial(slip); slip != digits && !errors.Is(err, ErrMalformed) {
				t.Fatalf("%q was read for %q: %v", slip, text, err)
			}
			if i > 0 && i < len(digits)-1 && digits[i-1] != digits[i] {
				slip := digits[:i-1] + string(digits[i]) + string(digits[i-1]) + digits[i+1:]
				if _, err := parseSerial(slip); !errors.Is(err, ErrMalformed) {
					t.Fatalf("%q was read for %q: %v", slip, text, err)
				}
			}
		}
	})
	for _, bad := range []string{"", "-", "03", "030417", "00-0001-2", "64-0001-2", "03-0000-2", "03-262144-2", "３-1-2", "+3-0417-D", "03-00417-T"} {
		if s, err := parseSerial(bad); !errors.Is(err, ErrMalformed) {
			t.Errorf("%q is %v: %v", bad, s, err)
		}
	}
}

func TestCredential(t *testing.T) {
	for _, s := range []Serial{{}, {0, 1}, {1, 0}, {64, 1}, {1, 1 << 18}, {-1, 1}} {
		if _, err := NewCredential(poll, s, rand.Reader); !errors.Is(err, ErrRun) {
			t.Errorf("serial %v: %v", s, err)
		}
	}
	if _, err := NewCredential(poll, Serial{1, 1}, strings.NewReader("short")); err == nil {
		t.Error("a credential without randomness")
	}
	a, err := NewCredential(poll, Serial{1, 1}, rand.Reader)
	b, err2 := NewCredential(poll, Serial{1, 1}, rand.Reader)
	if err != nil || err2 != nil || a.Secret == b.Secret || a.Commitment(poll) == b.Commitment(poll) || a.Tracker(poll) == b.Tracker(poll) {
		t.Errorf("two sheets are alike: %v, %v", err, err2)
	}
	other := a
	other.Serial.Number++
	if a.Commitment(poll) == a.Commitment("x") || a.Tracker(poll) == a.Tracker("x") || a.Commitment(poll) == other.Commitment(poll) {
		t.Error("poll or serial do not enter the derivation")
	}
}

// What is printed on paper must be read for ever: the derivation, written a second time, and frozen.
func TestDerivationIsFrozen(t *testing.T) {
	c := Credential{Tag: PollTag("p"), Serial: Serial{3, 417}, Secret: [16]byte([]byte("0123456789abcdef"))}
	mac := func(label string) []byte {
		m := hmac.New(sha256.New, []byte("0123456789abcdef"))
		m.Write([]byte("linli1/" + label + "\x00p\x00\x00\x0c\x01\xa1"))
		return m.Sum(nil)
	}
	if want := sha256.Sum256(append([]byte("linli1/commit\x00p\x00\x00\x0c\x01\xa1"), mac("spend")...)); c.Commitment("p") != want {
		t.Error("commitment")
	}
	r, _ := unpackRecord(c.in("p").record(marks(7, 12)))
	if r.Salt != hex.EncodeToString(mac("salt")[:16]) {
		t.Error("salt")
	}
	hash := r.Hash("p")
	if want := sha256.Sum256([]byte("linli1/ballot\x00p\x00" + r.Tracker + "\x00" + r.Salt + "\x00" + `[{"p":7},{"p":12}]`)); hash != want {
		t.Error("hash")
	}
	if want := sha256.Sum256(append(append([]byte("linli1/digest\x00"), mac("retry")...), hash[:]...)); c.in("p").digest(hash) != want {
		t.Error("digest")
	}
	commitment, _ := c.Commitment("p").MarshalText()
	got := strings.Join([]string{c.Code(), c.Serial.String(), string(commitment), r.Tracker}, " ")
	if got != frozen {
		t.Errorf("%s, was %s", got, frozen)
	}
}

const frozen = "KWQ3CUXQQ3ZWWPYBM4XUHUEEFXEFFTGNVYX 03-0417-T " +
	"7aea63b944a3578b1ecb5e8a55eaae7378bf9b77e8d441a481ad4cdf8fa2edd4 2PAE7F3NC6XU"

func TestHexadecimal(t *testing.T) {
	want := sheet(poll, 1).Commitment(poll)
	text, _ := want.MarshalText()
	var c Commitment
	if err := c.UnmarshalText(text); err != nil || c != want {
		t.Errorf("%s came back as %x: %v", text, c, err)
	}
	for _, bad := range []string{"", string(text[1:]), string(text) + "0", string(text) + "00", "zz" + string(text[2:])} {
		if err := c.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestPrint(t *testing.T) {
	run, all, err := Print(poll, 3, 100, 5, rand.Reader)
	if err != nil || len(all) != 5 || len(run.Commitments) != 5 {
		t.Fatalf("%d sheets: %v", len(all), err)
	}
	for i, c := range all {
		if c.Serial != run.Serial(i) || c.Serial != (Serial{3, 100 + i}) || c.Commitment(poll) != run.Commitments[i] {
			t.Errorf("sheet %d is %v", i, c.Serial)
		}
	}
	for _, bad := range [][3]int{{3, 1, 0}, {3, 1, MaxRun + 1}, {3, 0, 1}, {0, 1, 1}, {3, maxNumber, 2}} {
		if _, sheets, err := Print(poll, bad[0], bad[1], bad[2], rand.Reader); !errors.Is(err, ErrRun) || sheets != nil {
			t.Errorf("run %v: %v", bad, err)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add(sheet(poll, 1).Code())
	f.Add("https://linli.example/b/" + Group(strings.ToLower(sheet(poll, 2).Code()), 5) + "/\n")
	f.Add(strings.Repeat("2", 35))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCode(text)
		switch {
		case err != nil && !errors.Is(err, ErrMalformed):
			t.Fatalf("error %v", err)
		case err == nil && !strings.HasSuffix(strings.TrimRight(Tidy(text), "/"), c.Code()):
			t.Fatalf("%q was read as %s", text, c.Code())
		case err == nil && !c.Serial.valid():
			t.Fatalf("%q has the serial %v", text, c.Serial)
		}
		if once := Tidy(text); Tidy(once) != once {
			t.Fatalf("%q is tidied to %q, then to %q", text, once, Tidy(once))
		}
	})
}

// What is in base 31 is a number of so many bytes, or refused.
func FuzzDecode(f *testing.F) {
	f.Add(strings.Repeat("Z", 34))
	f.Add("2222A")
	f.Fuzz(func(t *testing.T, s string) {
		for _, size := range []int{3, 21} {
			b, ok := decode(s, size)
			if ok && encode(b, len(s)) != s {
				t.Fatalf("%q is %x, which is %q", s, b, encode(b, len(s)))
			}
		}
		b := binary.BigEndian.AppendUint64(nil, uint64(len(s))*0x9E3779B97F4A7C15)
		if got, ok := decode(encode(b, 14), 8); !ok || !bytes.Equal(got, b) {
			t.Fatalf("%x came back as %x", b, got)
		}
	})
}

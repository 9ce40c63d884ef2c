package catalog

// Amounts read and written.

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestYuan(t *testing.T) {
	good := map[string]int64{
		"": 0, "0": 0, "1": 100, "35000": 3_500_000, "35,000.50元": 3_500_050, "3.5万元": 3_500_000, "3.5万": 3_500_000, "３．５万元": 3_500_000, "３５０００": 3_500_000,
		"¥1,200": 120_000, "￥ 0.01": 1, "0.000001万": 1, "12，000": 1_200_000, " 8 万 元": 8_000_000, "999999999.99": 99_999_999_999, "99999.999999万元": 99_999_999_999, "007": 700,
	}
	for text, want := range good {
		if got, err := Yuan(text); err != nil || got != want {
			t.Errorf("Yuan(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{" ", "元", "万", ".", "1.", ".5", "-1", "+1", "1e9", "0x10", "1.001", "0.0000001万", "1000000000", "100000万", "3.5万万", "3元5", "3.5.1", "一万", "3,5万", "1,2", "35,00", "3,5000", "1,,000", ",500", "5,", "1000,000", "2000 3000", "3¥5", "三万五", "3-5万", "1_000", "NaN", "١٢", "1\x00", "\xff", strings.Repeat("9", 400)} {
		if got, err := Yuan(text); err == nil {
			t.Errorf("Yuan(%q) = %d", text, got)
		}
	}
}

var plainAmount = regexp.MustCompile(`^([0-9]+)(?:\.([0-9]+))?(万)?元?$`)

// FuzzYuan: what is read is the very amount that the text writes, from 0 to below the limit; nothing else is read.
func FuzzYuan(f *testing.F) {
	for _, s := range []string{"", "3.5万元", "35,000.50元", "1e9", "-1", "９９", "0.000001万", "999999999.99", "1.001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Yuan(text)
		if err != nil || text == "" {
			return
		}
		plain := strings.Map(func(r rune) rune {
			if strings.ContainsRune(",， 　¥￥", r) {
				return -1
			}
			if r >= '０' && r <= '９' || r == '．' {
				return r - 0xFEE0
			}
			return r
		}, text)
		m := plainAmount.FindStringSubmatch(plain)
		if m == nil {
			t.Fatalf("Yuan(%q) reads what is no amount: %d", text, got)
		}
		want, ok := new(big.Rat).SetString(m[1] + "." + m[2] + "0")
		if !ok {
			t.Fatal(plain)
		}
		want.Mul(want, big.NewRat(100, 1))
		if m[3] != "" {
			want.Mul(want, big.NewRat(10_000, 1))
		}
		if want.Cmp(big.NewRat(got, 1)) != 0 || got < 0 || got >= maxYuan*100 {
			t.Fatalf("Yuan(%q) = %d, want %s", text, got, fmt.Sprint(want))
		}
	})
}

// TestWritten: what is written is read as the same amount.
func TestWritten(t *testing.T) {
	for fen, want := range map[int64]string{0: "0元", 1: "0.01元", 99_999_90: "99999.9元", 10_000_00: "1万元", 16_500_000: "16.5万元", 5_000_00: "5000元", 200_000_00: "20万元"} {
		if got := Written(fen); got != want {
			t.Errorf("%d: %s, want %s", fen, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		fen := rapid.Int64Range(0, maxYuan*100-1).Draw(t, "fen")
		if back, err := Yuan(Written(fen)); err != nil || back != fen {
			t.Fatalf("%d is written %s and read %d, %v", fen, Written(fen), back, err)
		}
	})
}

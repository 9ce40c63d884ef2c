package ballot

// Codes that people read and type: base 31 without the letters and digits that look alike (0 O 1 I L).

import (
	"math/big"
	"strings"
)

// alphabet has 31 signs, a prime, so that one check sign finds every wrong sign and every swap of neighbours.
const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

var base = big.NewInt(int64(len(alphabet)))

// encode writes b as exactly n signs; n must be large enough for len(b) bytes.
func encode(b []byte, n int) string {
	if len(b) <= 8 {
		return string(appendSigns(nil, b, n))
	}
	out := make([]byte, n)
	x, r := new(big.Int).SetBytes(b), new(big.Int)
	for i := n - 1; i >= 0; i-- {
		x.DivMod(x, base, r)
		out[i] = alphabet[r.Int64()]
	}
	return string(out)
}

// appendSigns appends at most 8 bytes as exactly n signs.
func appendSigns(dst, b []byte, n int) []byte {
	x := uint64(0)
	for _, c := range b {
		x = x<<8 | uint64(c)
	}
	dst = append(dst, make([]byte, n)...)
	for i := range n {
		dst[len(dst)-1-i] = alphabet[x%uint64(len(alphabet))]
		x /= uint64(len(alphabet))
	}
	return dst
}

// decode is the inverse of encode for size bytes; it tells false for a sign outside the alphabet or a larger number.
func decode(s string, size int) ([]byte, bool) {
	x := new(big.Int)
	for _, c := range []byte(s) {
		i := strings.IndexByte(alphabet, c)
		if i < 0 {
			return nil, false
		}
		x.Add(x.Mul(x, base), big.NewInt(int64(i)))
	}
	if x.BitLen() > 8*size {
		return nil, false
	}
	return x.FillBytes(make([]byte, size)), true
}

// checkSign is the sign that makes the weighted sum of all signs a multiple of 31.
func checkSign(s string) byte {
	sum := 0
	for i, c := range []byte(s) {
		sum += (i%30 + 1) * strings.IndexByte(alphabet, c)
	}
	return alphabet[((-sum)%31+31)%31]
}

// Tidy makes what was typed or scanned comparable: upper case, full-width forms narrowed, spaces and dashes dropped.
// Tidying twice changes nothing more.
func Tidy(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFF01 - '!'
		}
		switch {
		case r == '-' || r == ' ' || r == '\u3000' || r == '\t' || r == '\r' || r == '\n' || r == '\u00a0' || r >= '\u2010' && r <= '\u2015' || r == '\u2212':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

// Group writes a code in groups of n signs, for people to read.
func Group(code string, n int) string {
	var b strings.Builder
	for i, c := range code {
		if i > 0 && i%n == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(c)
	}
	return b.String()
}

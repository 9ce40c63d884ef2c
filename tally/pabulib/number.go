package pabulib

// This file reads decimal numbers exactly and puts them on one scale.

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// decimal is n / 10^digits, with the fewest digits.
type decimal struct {
	n      int64
	digits int
}

// maxDigits is the largest power of ten in int64.
const maxDigits = 18

// parseDecimal reads digits with at most one decimal point, which may be a comma. A comma before exactly three digits
// is refused: it may as well separate thousands. The error is [ErrNumber] or [ErrRange].
func parseDecimal(s string) (decimal, error) {
	whole, part, pointed := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	if !digits(whole) || pointed && !digits(part) || strings.Contains(s, ",") && len(part) == 3 {
		return decimal{}, ErrNumber
	}
	part = strings.TrimRight(part, "0")
	n, err := strconv.ParseInt(whole+part, 10, 64)
	if err != nil || len(part) > maxDigits {
		return decimal{}, ErrRange
	}
	return decimal{n, len(part)}, nil
}

// parseCount reads a number of things.
func parseCount(s string) (int, error) {
	d, err := parseDecimal(s)
	if err == nil && d.digits > 0 {
		err = ErrNumber
	}
	return int(d.n), err
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// on is the number in units of 1/10^digits; false past int64.
func (d decimal) on(digits int) (int64, bool) {
	return times(d.n, digits-d.digits)
}

// times is n × 10^digits; false past int64.
func times(n int64, digits int) (int64, bool) {
	for range digits {
		if n > math.MaxInt64/10 {
			return 0, false
		}
		n *= 10
	}
	return n, true
}

// ceil is the number in units of 1/scale, rounded up; false past int64.
func (d decimal) ceil(scale int64) (int64, bool) {
	unit := power(d.digits)
	n := new(big.Int).Mul(big.NewInt(d.n), big.NewInt(scale))
	n.Add(n, big.NewInt(unit-1)).Div(n, big.NewInt(unit))
	return n.Int64(), n.IsInt64()
}

// power is 10^digits.
func power(digits int) int64 {
	n, _ := times(1, digits)
	return n
}

// format writes n/scale as a decimal number without needless zeros.
func format(n, scale int64) string {
	s := strconv.FormatInt(n/scale, 10)
	if n%scale != 0 {
		part := strconv.FormatInt(scale+n%scale, 10)[1:] // with leading zeros
		s += "." + strings.TrimRight(part, "0")
	}
	return s
}

// floor is the number in units of 1/10^digits, rounded down; no number, or one past int64, is 0.
func (d *decimal) floor(digits int) int64 {
	switch {
	case d == nil:
		return 0
	case d.digits > digits:
		return d.n / power(d.digits-digits)
	}
	n, _ := d.on(digits)
	return n
}

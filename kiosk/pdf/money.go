package pdf

// This file writes amounts, which are int64 fen, as residents read them.

import (
	"fmt"
	"strings"
)

const (
	fenPerYuan = 100
	fenPerWan  = 10_000 * fenPerYuan
	fenPerYi   = 10_000 * fenPerWan
)

// mostFen is the largest amount that is printed: two hundred of them add up without overflow.
const mostFen = 1e15

// amounts refuses what cannot be an amount of a neighbourhood's money.
func amounts(list ...int64) error {
	for _, fen := range list {
		if fen < 0 || fen > mostFen {
			return fmt.Errorf("%w: %d", ErrAmount, fen)
		}
	}
	return nil
}

// Amount writes 「4.8万元」, below 10,000 yuan 「8,600元」, from a hundred million
// on 「1.2亿元」. An amount that two decimals would round is written in full,
// as 「48,123.50元」: no printed amount is ever inexact.
func Amount(fen int64) string {
	neg, v := magnitude(fen)
	switch {
	case v >= fenPerYi && v%(fenPerYi/100) == 0:
		return neg + decimal(v/(fenPerYi/100)) + "亿元"
	case v >= fenPerWan && v%(fenPerWan/100) == 0:
		return neg + decimal(v/(fenPerWan/100)) + "万元"
	}
	return Yuan(fen)
}

// Yuan writes 「48,000元」, with fen only when there are any.
func Yuan(fen int64) string {
	neg, v := magnitude(fen)
	s := neg + grouped(v/fenPerYuan)
	if r := v % fenPerYuan; r != 0 {
		s += fmt.Sprintf(".%02d", r)
	}
	return s + "元"
}

// Wan writes an amount in units of 10,000 yuan for a table: two decimals,
// half rounded away from zero, no unit.
func Wan(fen int64) string {
	neg, v := magnitude(fen)
	v = hundredths(v)
	return fmt.Sprintf("%s%s.%02d", neg, grouped(v/100), v%100)
}

// hundredths of 10,000 yuan, rounded.
func hundredths(v uint64) uint64 {
	q, r := v/(fenPerWan/100), v%(fenPerWan/100)
	if 2*r >= fenPerWan/100 {
		q++
	}
	return q
}

// roundingShows tells whether a column of Wan amounts adds up to another figure
// than its printed total, so that a remark is due.
func roundingShows(amounts []int64) bool {
	var exact, shown uint64
	for _, a := range amounts {
		_, v := magnitude(a)
		exact += v
		shown += hundredths(v)
	}
	return shown != hundredths(exact)
}

func magnitude(fen int64) (sign string, v uint64) {
	if fen < 0 {
		return "-", -uint64(fen)
	}
	return "", uint64(fen)
}

// count writes a number of people, sheets or votes.
func count(n int) string {
	sign, v := magnitude(int64(n))
	return sign + grouped(v)
}

// decimal writes hundredths without trailing zeros.
func decimal(v uint64) string {
	s := fmt.Sprintf("%s.%02d", grouped(v/100), v%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

func grouped(v uint64) string {
	s := fmt.Sprint(v)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

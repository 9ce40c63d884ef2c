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

// Capital writes an amount in the full figures of bills, as 人民币壹万陆仟肆佰零玖元零贰分.
func Capital(fen int64) string {
	sign, v := magnitude(fen)
	if sign != "" {
		sign = "负"
	}
	yuan, jiao, cent := v/fenPerYuan, v%fenPerYuan/10, v%10
	s := sign + "人民币"
	if yuan > 0 || v == 0 {
		s += capitalYuan(yuan) + "元"
	}
	if jiao == 0 && cent == 0 {
		return s + "整"
	}
	if yuan > 0 && (jiao == 0 || yuan%10 == 0) {
		s += "零"
	}
	if jiao > 0 {
		s += capitals[jiao] + "角"
	}
	if cent > 0 {
		s += capitals[cent] + "分"
	}
	return s
}

var capitals = [10]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}

// capitalYuan writes whole yuan; a run of zeros is one 零, and none at the end.
func capitalYuan(v uint64) string {
	if v == 0 {
		return "零"
	}
	places := [4]string{"", "拾", "佰", "仟"}
	groups := [6]string{"", "万", "亿", "万亿", "亿亿"}
	digits := fmt.Sprint(v)
	s, zero, any := "", false, false
	for i, d := range digits {
		at := len(digits) - 1 - i
		if d == '0' {
			zero = true
		} else {
			if zero && s != "" {
				s += "零"
			}
			s += capitals[d-'0'] + places[at%4]
			zero, any = false, true
		}
		if at%4 == 0 {
			if any {
				s += groups[at/4]
				zero = false // 拾万柒仟: zeros before a new group are not read
			}
			any = false
		}
	}
	return s
}

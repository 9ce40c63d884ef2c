package catalog

// Amounts of money as people write them.

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// ErrYuan: an amount of money that cannot be read.
var ErrYuan = errors.New("金额写成 35000 或 3.5万元 的样子 / write the amount like 35000 or 3.5万元")

// narrow makes a full-width digit, comma, point or space a plain one.
func narrow(r rune) rune {
	switch {
	case r >= '０' && r <= '９', r == '，', r == '．':
		return r - '０' + '0'
	case r == '\u3000':
		return ' '
	}
	return r
}

const maxYuan = 1_000_000_000

// amount is an amount in plain digits: with commas between groups of three, or without.
var amount = regexp.MustCompile(`^[¥￥]? *([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))? *(万)? *元?$`)

// Yuan reads an amount of money, as in 35000, 35,000.50元 or 3.5万元, in digits of either width, and returns it in fen,
// exactly. Nothing typed is 0. Anything else, commas that part no groups of three (3,5万 is not guessed), a negative amount,
// parts of a fen, and 1,000,000,000 yuan or more are [ErrYuan].
func Yuan(text string) (fen int64, err error) {
	if text == "" {
		return 0, nil
	}
	m := amount.FindStringSubmatch(strings.TrimSpace(strings.Map(narrow, text)))
	if m == nil {
		return 0, fmt.Errorf("%w: %q", ErrYuan, text)
	}
	whole, part, digits := strings.ReplaceAll(m[1], ",", ""), m[2], 2
	if m[3] != "" {
		digits = 6
	}
	if len(part) > digits || len(whole) > 12 {
		return 0, fmt.Errorf("%w: %q", ErrYuan, text)
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", digits-len(part)), 10, 64)
	if err != nil || n >= maxYuan*100 {
		return 0, fmt.Errorf("%w: %q", ErrYuan, text)
	}
	return n, nil
}

// Guess reads an amount as residents guess it: as [Yuan] does, or with one word that makes it rough, as in 约5万 or
// 3.5万元左右, which about tells. A range, as 3-5万, and what only says more or less than an amount are [ErrYuan].
func Guess(text string) (fen int64, about bool, err error) {
	s := strings.TrimSpace(text)
	for _, word := range []string{"大约", "大概", "约"} {
		if rest, ok := strings.CutPrefix(s, word); ok {
			s, about = rest, true
			break
		}
	}
	if rest, ok := strings.CutSuffix(s, "左右"); ok && !about {
		s, about = rest, true
	}
	if s == "" && about {
		return 0, false, fmt.Errorf("%w: %q", ErrYuan, text)
	}
	fen, err = Yuan(s)
	return fen, about && err == nil, err
}

// Written is an amount of fen as [Yuan] reads it and an office writes it: 35000元, and round amounts as 3.5万元.
func Written(fen int64) string {
	if fen >= 1_000_000 && fen%10_000 == 0 {
		return decimals(fen/10_000, 2) + "万元"
	}
	return decimals(fen, 2) + "元"
}

// decimals is n with so many digits behind the point, without the zeros at its end.
func decimals(n int64, digits int) string {
	s := fmt.Sprintf("%0*d", digits+1, n)
	s = s[:len(s)-digits] + "." + s[len(s)-digits:]
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

package kiosk

// Small things said and read in the same way on every page.

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"linli/kiosk/page"
)

// proposalCode is a proposal's public number.
func proposalCode(no int) string { return fmt.Sprintf("T-%03d", no) }

func sortWay(way []page.WayPoint) {
	slices.SortStableFunc(way, func(a, b page.WayPoint) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
}

// ErrYuan: an amount of money that cannot be read.
var ErrYuan = errors.New("金额写成 35000 或 3.5万元 的样子 / write the amount like 35000 or 3.5万元")

// narrow makes a full-width digit a plain one.
func narrow(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

const maxYuan = 1_000_000_000

// Yuan reads an amount of money, as in 35000, 35,000.50元 or 3.5万元, in digits of either width, and returns it in fen,
// exactly. Nothing typed is 0. Anything else, a negative amount, parts of a fen, and 1,000,000,000 yuan or more are [ErrYuan].
func Yuan(text string) (fen int64, err error) {
	s := strings.NewReplacer(",", "", "，", "", " ", "", "　", "", "¥", "", "￥", "", "．", ".").Replace(strings.Map(narrow, text))
	s = strings.TrimSuffix(s, "元")
	digits := 2
	if rest, ok := strings.CutSuffix(s, "万"); ok {
		s, digits = rest, 6
	}
	if s == "" && text == "" {
		return 0, nil
	}
	whole, part, dot := strings.Cut(s, ".")
	if whole == "" || dot && part == "" || len(part) > digits || strings.Trim(whole+part, "0123456789") != "" || len(whole) > 12 {
		return 0, fmt.Errorf("%w: %q", ErrYuan, text)
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", digits-len(part)), 10, 64)
	if err != nil || n >= maxYuan*100 {
		return 0, fmt.Errorf("%w: %q", ErrYuan, text)
	}
	return n, nil
}

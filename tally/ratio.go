package tally

// This file is the rule greedy-ratio.

import (
	"cmp"
	"math"
	"math/bits"
)

var greedyRatio = Rule{
	Name:    "greedy-ratio",
	Chinese: "按得票数与费用之比从高到低入选，资金不足的项目跳过，继续看后面的项目。",
	English: "Projects are funded by votes per unit of cost, highest first; one that the remaining money cannot pay is passed over, and the list goes on.",
	decide:  greedy{order: byRatio, level: ratioGap}.decide,
}

// byRatio puts more score per cost first. Projects that cost nothing come before all that cost something, whatever
// their scores, and among themselves by score; so the order is total up to equal ratios.
func byRatio(a, b entry) int {
	if a.Cost == 0 || b.Cost == 0 {
		if a.Cost == b.Cost {
			return byScore(a, b)
		}
		return cmp.Compare(a.Cost, b.Cost)
	}
	return compareProducts(b.score, a.Cost, a.score, b.Cost)
}

// compareProducts compares a×b with c×d in 128 bits. None may be negative.
func compareProducts(a, b, c, d int64) int {
	hi1, lo1 := bits.Mul64(uint64(a), uint64(b))
	hi2, lo2 := bits.Mul64(uint64(c), uint64(d))
	return cmp.Or(cmp.Compare(hi1, hi2), cmp.Compare(lo1, lo2))
}

// ratioGap is the least number of votes that would bring a to last's ratio: ceil(last.score × a.Cost / last.Cost)
// less what it has; 0 if last cost nothing, as no number would do, and at most 2^63-1.
func ratioGap(a, last entry) int64 {
	if last.Cost == 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(last.score), uint64(a.Cost))
	lo, carry := bits.Add64(lo, uint64(last.Cost-1), 0)
	hi += carry
	if hi >= uint64(last.Cost) {
		return math.MaxInt64
	}
	need, _ := bits.Div64(hi, lo, uint64(last.Cost))
	return max(0, int64(min(need, math.MaxInt64))-a.score)
}

package tally

// This file is the rule greedy-skip.

import "cmp"

var greedySkip = Rule{
	Name:    "greedy-skip",
	Chinese: "按得票数从高到低入选，资金不足的项目跳过，继续看后面费用较低的项目。",
	English: "Projects are funded by votes, highest first; one that the remaining money cannot pay is passed over, and the list goes on.",
	decide:  greedy{order: byScore, level: scoreGap}.decide,
}

// byScore puts more votes first.
func byScore(a, b entry) int { return cmp.Compare(b.score, a.score) }

// scoreGap is what a lacks to draw level with last.
func scoreGap(a, last entry) int64 { return max(0, last.score-a.score) }

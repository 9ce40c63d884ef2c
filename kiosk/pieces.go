package kiosk

// What became of a text, piece by piece, for people to see at a glance.

import (
	"unicode"

	"linli/kiosk/page"
)

// pieces parts the two versions of a text into what stays, what goes and what comes, by a longest common subsequence
// (Wagner and Fischer, The string-to-string correction problem, Journal of the ACM 21, 1974) of its signs; letters and
// digits that make a word stay together. Two texts of 1,000 signs take a million steps.
func pieces(was, is string) (out []page.Piece) {
	a, b := signs(was), signs(is)
	common := make([][]int, len(a)+1) // of the ends from i and j
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	add := func(kind, text string) {
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += text
			return
		}
		out = append(out, page.Piece{Kind: kind, Text: text})
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			add("", a[i])
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			add("del", a[i])
			i++
		default:
			add("ins", b[j])
			j++
		}
	}
	return out
}

// signs are the signs of a text, with words of Latin letters and digits whole.
func signs(text string) (out []string) {
	word := false
	for _, r := range text {
		latin := r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r))
		if latin && word {
			out[len(out)-1] += string(r)
		} else {
			out = append(out, string(r))
		}
		word = latin
	}
	return out
}

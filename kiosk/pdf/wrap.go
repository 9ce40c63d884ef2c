package pdf

// This file breaks Chinese text into lines: no line begins with a closing mark
// or ends with an opening one, words, figures and their units, …… and —— stay
// whole, and a stop may hang in the margin. No character is ever lost.

import (
	"strings"
	"unicode"
)

const (
	noStart = "，。、；：？！）》〉」』】〕〗］｝”’…—～·％‰℃々,.;:?!)]}%"
	noEnd   = "（《〈「『【〔〖［｛“‘￥$([{№"
	stops   = "，。、；："
	closing = "，。、；：？！）》〉」』】〕〗”’"
	opening = "（《〈「『【〔〖“‘"
	units   = "年月日号元万亿项件票人名个张份场次天届时点分秒米平公月周%％‰℃㎡"
	joints  = "/-_.@?&=#"
)

// span is one line: text[from:to], its width without trailing spaces, and the
// part of that width that hangs in the margin.
type span struct {
	from, to    int
	width, hung float64
	last        bool
}

// galley is a text measured for breaking: kern[i] is added between i-1 and i.
type galley struct {
	text  []rune
	width []float64
	kern  []float64
	hang  bool
}

// wrap breaks the galley into lines of the given widths. Joined, the spans are the text.
func (g *galley) wrap(first, rest float64) []span {
	var out []span
	avail := first
	for i := 0; i < len(g.text); {
		to, hung := g.lineEnd(i, avail)
		s := span{from: i, to: to, hung: hung, last: to == len(g.text)}
		s.width = g.natural(i, to) - hung
		out = append(out, s)
		i, avail = to, rest
	}
	return out
}

// natural is the width of a line without its trailing spaces.
func (g *galley) natural(from, to int) float64 {
	for to > from && isSpace(g.text[to-1]) {
		to--
	}
	sum := 0.0
	for i := from; i < to; i++ {
		sum += g.width[i]
		if i > from {
			sum += g.kern[i]
		}
	}
	return sum
}

// lineEnd finds where the line that starts at i ends, and how much of it hangs.
func (g *galley) lineEnd(i int, avail float64) (end int, hung float64) {
	const slack = 1e-6
	x, hard, soft, space, filled := 0.0, i, i, i, 0.0
	j := i
	for ; j < len(g.text); j++ {
		w := g.width[j]
		if j > i {
			w += g.kern[j]
		}
		if x+w > avail+slack && !isSpace(g.text[j]) {
			break
		}
		x += w
		switch {
		case g.breakAt(j + 1):
			hard, filled = j+1, x
		case g.jointAt(j + 1):
			soft = j + 1
		case isSpace(g.text[j]) && !isSpace(g.text[j+1]):
			space = j + 1
		}
	}
	switch {
	case j == len(g.text):
		return j, 0
	case g.hang && j > i && has(stops, g.text[j]) && !isSpace(g.text[j-1]) && g.breakAt(j+1):
		return g.pastSpaces(j + 1), g.width[j] + g.kern[j]
	case hard > i && (filled > 0.75*avail || soft <= hard):
		return hard, 0
	case soft > i:
		return soft, 0
	case space > i:
		return space, 0 // a telephone number wider than the line
	}
	return max(j, i+1), 0 // one piece wider than the line: cut it
}

func (g *galley) pastSpaces(j int) int {
	for j < len(g.text) && isSpace(g.text[j]) {
		j++
	}
	return j
}

// breakAt tells whether a line may end before text[j].
func (g *galley) breakAt(j int) bool {
	if j >= len(g.text) {
		return true
	}
	a, b := g.text[j-1], g.text[j]
	switch {
	case isSpace(b), has(noStart, b), has(noEnd, a):
		return false
	case isSpace(a):
		return !(isDigit(b) && j > 1 && isDigit(g.text[j-2])) // a telephone number
	case inWord(a) && inWord(b):
		return false
	case isDigit(b) && has(",.:", a) && j > 1 && isDigit(g.text[j-2]):
		return false
	case isDigit(a) && has(units, b), a == '第' && isDigit(b), has("万亿", a) && b == '元':
		return false
	}
	return true
}

// jointAt tells whether a long word may be cut before text[j], as after a slash.
func (g *galley) jointAt(j int) bool {
	return j < len(g.text) && has(joints, g.text[j-1]) && inWord(g.text[j]) &&
		!has(joints, g.text[j]) && !isDigit(g.text[j])
}

// kernOf is the share of an em by which b moves towards a: two marks that meet
// need only one gap between them.
func kernOf(a, b rune) float64 {
	if has(closing, a) && (has(closing, b) || has(opening, b)) || has(opening, a) && has(opening, b) {
		return -0.5
	}
	return 0
}

func has(set string, r rune) bool { return strings.ContainsRune(set, r) }
func isSpace(r rune) bool         { return r == ' ' || r == '　' }
func isDigit(r rune) bool         { return '0' <= r && r <= '9' }

func inWord(r rune) bool {
	return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || has("-_/.@&+#'=?:~%", r))
}

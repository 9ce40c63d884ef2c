package pdf

// This file breaks headings and names into lines by sense: a heading into lines of about equal length, a name where
// a phrase ends, so that it is read as it is spoken.

import (
	"math"
	"slices"
)

// even breaks the galley into as few lines as width allows, of about equal
// length, and rather around a quotation than inside it.
func (g *galley) even(width, em float64) []span {
	spans := g.wrap(width, width)
	switch n := len(spans); {
	case n == 2:
		return g.halves(spans, width, em)
	case n > 2:
		w := min(width, g.natural(0, len(g.text))/float64(n)+1.2*em)
		if tried := g.wrap(w, w); len(tried) == n {
			return tried
		}
	}
	return spans
}

// halves finds the best place to break a heading of two lines.
func (g *galley) halves(spans []span, width, em float64) []span {
	best, depth := spans[0].width*10, g.quoted()
	for j := 1; j < len(g.text); j++ {
		if !g.breakAt(j) {
			continue
		}
		a, b := g.natural(0, j), g.natural(j, len(g.text))
		cost := max(a-b, b-a) + 8*em*float64(depth[j])
		if a <= width && b <= width && cost < best {
			best = cost
			spans = []span{{from: 0, to: j, width: a}, {from: j, to: len(g.text), width: b, last: true}}
		}
	}
	return spans
}

// phrases breaks a name into as few lines as width allows, each as full as may be, rather after a stop, before a small
// word and outside a quotation, and leaves no line of one or two characters at the end.
func (g *galley) phrases(width, em float64) []span {
	filled := g.wrap(width, width)
	if len(filled) < 2 {
		return filled
	}
	n := len(g.text)
	depth := g.quoted()
	best, from := make([]float64, n+1), make([]int, n+1) // of the lines up to a place: their cost, and where the last begins
	for j := 1; j <= n; j++ {
		best[j] = math.Inf(1)
	}
	for i := 0; i < n; i++ {
		for j := i + 1; j <= n && !math.IsInf(best[i], 1); j++ {
			w := g.natural(i, j)
			if w > width+1e-6 {
				break
			}
			if !g.breakAt(j) {
				continue
			}
			if cost := best[i] + 1000 + g.raggedness(j, w, width, em, depth); cost < best[j] {
				best[j], from[j] = cost, i
			}
		}
	}
	if math.IsInf(best[n], 1) || int(best[n]/1000+0.5) > len(filled) {
		return filled // a word wider than the line
	}
	var out []span
	for j := n; j > 0; j = from[j] {
		out = append(out, span{from: from[j], to: j, width: g.natural(from[j], j), last: j == n})
	}
	slices.Reverse(out)
	return out
}

// raggedness is how badly a line of width w ends before text[j]; 0 is well.
func (g *galley) raggedness(j int, w, width, em float64, depth []int) float64 {
	if j == len(g.text) {
		return pick(w < 2.5*em, 1.0, 0)
	}
	spare := (width - w) / width
	cost := spare*spare + 0.5*float64(depth[j])
	switch a, b := g.text[j-1], g.text[j]; {
	case has("，。、；：？！）》”」—　 ", a):
		cost -= 0.35
	case has("的了及", a), has("和与及并给为把让在从到", b):
		cost -= 0.1
	}
	return cost
}

// quoted tells how many quotations and brackets are open before each place.
func (g *galley) quoted() []int {
	depth := make([]int, len(g.text)+1)
	for i, r := range g.text {
		depth[i+1] = depth[i]
		switch {
		case has(opening, r):
			depth[i+1]++
		case depth[i] > 0 && has("）》〉」』】〕〗”’", r):
			depth[i+1]--
		}
	}
	return depth
}

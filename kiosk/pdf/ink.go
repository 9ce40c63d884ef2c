package pdf

// This file is what a page is made of before it is painted: pieces of ink at
// places in mm from the top left corner.

// ink is one thing on a page.
type ink interface{ paint(*pen) }

// page is a sheet of paper's side.
type page struct {
	w, h float64
	inks []ink
}

func (p *page) add(inks ...ink) { p.inks = append(p.inks, inks...) }

// A4 and A5 in mm, portrait.
const (
	a4w, a4h = 210.0, 297.0
	a5w, a5h = 148.0, 210.0
)

// words is one line of text: each character has its own place on the baseline y.
type words struct {
	style style
	text  []rune
	at    []float64
	y     float64
}

// stroke is a line; dash 0 is solid.
type stroke struct{ x1, y1, x2, y2, width, dash float64 }

// box is a rectangle: outlined when width > 0, filled when fill is set, with gray 0…1.
type box struct {
	x, y, w, h, width float64
	fill              bool
	gray              float64
}

// ring is a circle around x, y.
type ring struct {
	x, y, r, width float64
	fill           bool
}

// tick is a drawn ✓ in a square of side s around x, y.
type tick struct{ x, y, s float64 }

// stamp is large grey text turned by angle degrees around its middle x, y.
type stamp struct {
	style       style
	text        string
	x, y, angle float64
}

// line sets text with its left end at x on baseline y.
func (p *press) line(st style, x, y float64, text string) words {
	g := p.galley(st, text)
	return place(st, g, span{0, len(g.text), 0, 0, true}, x, y, 0)
}

// measure gives the width of a text on one line in mm.
func (p *press) measure(st style, text string) float64 {
	g := p.galley(st, text)
	return g.natural(0, len(g.text)) - st.track
}

// centred sets text around x.
func (p *press) centred(st style, x, y float64, text string) words {
	return p.line(st, x-p.measure(st, text)/2, y, text)
}

// flushRight sets text ending at x.
func (p *press) flushRight(st style, x, y float64, text string) words {
	return p.line(st, x-p.measure(st, text), y, text)
}

// galley proofs and measures a text.
func (p *press) galley(st style, text string) *galley {
	rs := []rune(p.proof(text))
	g := &galley{text: rs, width: make([]float64, len(rs)), kern: make([]float64, len(rs)), hang: true}
	for i, r := range rs {
		g.width[i] = st.advance(p.fonts, r)
		if i > 0 && g.width[i] > 0.9*st.em() && g.width[i-1] > 0.9*st.em() {
			g.kern[i] = kernOf(rs[i-1], r) * st.em()
		}
	}
	return g
}

// stretch is the most that a gap may grow when a line is justified, in em.
const stretch = 0.2

// place sets one span of a galley at x; spare mm are spread over its gaps.
func place(st style, g *galley, s span, x, y, spare float64) words {
	to := s.to
	for to > s.from && isSpace(g.text[to-1]) {
		to--
	}
	w := words{style: st, text: g.text[s.from:to], y: y, at: make([]float64, 0, to-s.from)}
	gap := 0.0
	if n := g.gaps(s.from, to); n > 0 && spare > 0 && spare/float64(n) <= stretch*st.em() {
		gap = spare / float64(n)
	}
	for i := s.from; i < to; i++ {
		if i > s.from {
			x += g.kern[i]
			if g.gapAt(i) {
				x += gap
			}
		}
		w.at = append(w.at, x)
		x += g.width[i]
	}
	return w
}

// gapAt tells whether justification may widen the gap before text[i]: never inside a word.
func (g *galley) gapAt(i int) bool {
	a, b := g.text[i-1], g.text[i]
	return !(inWord(a) && inWord(b)) && !(a == b && has("…—", a)) && !(isDigit(a) && has(",.", b)) && !(has(",.", a) && isDigit(b))
}

func (g *galley) gaps(from, to int) (n int) {
	for i := from + 1; i < to; i++ {
		if g.gapAt(i) {
			n++
		}
	}
	return n
}

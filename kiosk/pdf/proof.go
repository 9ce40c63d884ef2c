package pdf

// This file makes any string printable and reports what cannot be drawn.

import (
	"io"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// press is one print job: it proofs texts and knows the fonts.
type press struct {
	fonts   *[faces]*sfnt
	name    string // what is printed, as Missing calls it
	missing []Missing
	seen    map[Missing]bool
}

func newPress(name string) (*press, error) {
	fonts, err := typefaces()
	if err != nil {
		return nil, err
	}
	return &press{fonts: fonts, name: name, seen: map[Missing]bool{}}, nil
}

// job lays a document out and, if nothing was refused, writes it.
func job(name string, w io.Writer, title string, date time.Time, lay func(*press) ([]*page, error)) ([]Missing, error) {
	p, err := newPress(name)
	if err != nil {
		return nil, err
	}
	pages, err := lay(p)
	if err != nil {
		return nil, err
	}
	return p.print(w, title, date, pages)
}

// proof returns s as it will be printed and notes each character printed as 〓.
func (p *press) proof(s string) string {
	shown := []rune(clean(s))
	var lost []Missing
	for i, r := range shown {
		if !p.drawable(r) {
			lost = append(lost, Missing{Document: p.name, At: i + 1, Rune: r})
			shown[i] = geta
		}
	}
	out := string(shown)
	for _, m := range lost {
		m.Text = out
		if !p.seen[m] {
			p.seen[m] = true
			p.missing = append(p.missing, m)
		}
	}
	return out
}

// drawable tells whether a font holds r. Private-use characters mean something
// only to the system that sent them, and U+FFFD marks bytes that were lost.
func (p *press) drawable(r rune) bool {
	if r == unicode.ReplacementChar || unicode.Is(unicode.Co, r) || unicode.Is(unicode.M, r) {
		return false
	}
	return p.fonts[song].glyph[r] != 0 || p.fonts[hei].glyph[r] != 0
}

// clean makes s well-formed, composed and free of what has no shape of its
// own: controls, direction marks, joiners and variation selectors. Line ends
// and tabs become one space each.
func clean(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', r == '\u0085':
			return ' '
		case r == '\u3000':
			return r
		case unicode.Is(unicode.Z, r):
			return ' '
		case unicode.Is(unicode.C, r) && !unicode.Is(unicode.Co, r):
			return -1
		case unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, s)
}

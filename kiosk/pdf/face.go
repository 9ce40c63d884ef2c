package pdf

// This file holds the two embedded typefaces and the styles set in them.

import (
	_ "embed"
	"sync"
)

//go:embed fonts/NotoSerifSC-Regular.ttf
var serifTTF []byte

//go:embed fonts/NotoSansSC-Regular.ttf
var sansTTF []byte

// face names a typeface.
type face int

const (
	song face = iota // 宋: running text
	hei              // 黑: headings, tables, ballots
	faces
)

const geta = '〓' // stands for a character that cannot be drawn

var faceNames = [faces]string{"song", "hei"}

// typefaces are parsed once and only read afterwards.
var typefaces = sync.OnceValues(func() (*[faces]*sfnt, error) {
	serif, err := parseSFNT(serifTTF)
	if err != nil {
		return nil, err
	}
	sans, err := parseSFNT(sansTTF)
	if err != nil {
		return nil, err
	}
	return &[faces]*sfnt{song: serif, hei: sans}, nil
})

// style is how a text is set.
type style struct {
	face  face
	pt    float64 // size in points
	bold  bool    // thickened by a stroke: there is no third font
	gray  float64 // 0 black … 1 white
	track float64 // mm added after each character
}

const mmPerPt = 25.4 / 72

func (s style) em() float64           { return s.pt * mmPerPt }
func (s style) size(pt float64) style { s.pt = pt; return s }
func (s style) heavy() style          { s.bold = true; return s }
func (s style) in(f face) style       { s.face = f; return s }

// glyphOf finds who draws r: the face asked for, else the other one.
func glyphOf(set *[faces]*sfnt, want face, r rune) (face, uint16) {
	if g := set[want].glyph[r]; g != 0 {
		return want, g
	}
	other := faces - 1 - want
	if g := set[other].glyph[r]; g != 0 {
		return other, g
	}
	return want, set[want].glyph[geta]
}

// advance is the width of r in mm, tracking included.
func (s style) advance(set *[faces]*sfnt, r rune) float64 {
	f, g := glyphOf(set, s.face, r)
	units, _ := set[f].metric(g)
	return float64(units)/float64(set[f].upem)*s.em() + s.track
}

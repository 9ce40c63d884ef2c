package pdf

// This file reads a TrueType font: its tables, which glyph draws a character, and how wide it is.

import (
	"encoding/binary"
	"errors"
	"fmt"
)

var errFont = errors.New("字体文件损坏，请重新安装程序 / the font file is damaged: install the program again")

// sfnt is a TrueType font whose bytes are only ever read.
type sfnt struct {
	table  map[string][]byte
	glyph  map[rune]uint16
	upem   int
	long   bool // loca holds 32-bit offsets
	hmetas int  // full entries of hmtx
	glyphs int
}

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

// parseSFNT reads a font with glyf outlines. Damaged bytes are an error, never a panic.
func parseSFNT(b []byte) (f *sfnt, err error) {
	defer func() {
		if recover() != nil {
			f, err = nil, errFont
		}
	}()
	if len(b) < 12 || u32(b, 0) != 0x00010000 {
		return nil, fmt.Errorf("%w: no glyf outlines", errFont)
	}
	f = &sfnt{table: map[string][]byte{}}
	for i := range u16(b, 4) {
		e := b[12+16*i:]
		at, n := u32(e, 8), u32(e, 12)
		f.table[string(e[:4])] = b[at : at+n : at+n]
	}
	for _, need := range []string{"cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "OS/2", "post"} {
		if f.table[need] == nil {
			return nil, fmt.Errorf("%w: no table %q", errFont, need)
		}
	}
	f.upem, f.long = u16(f.table["head"], 18), u16(f.table["head"], 50) == 1
	f.hmetas, f.glyphs = u16(f.table["hhea"], 34), u16(f.table["maxp"], 4)
	f.glyph = readCmap(f.table["cmap"])
	if f.upem == 0 || f.hmetas == 0 || len(f.glyph) == 0 {
		return nil, fmt.Errorf("%w: empty", errFont)
	}
	return f, nil
}

// readCmap collects what the Unicode subtables of formats 4 and 12 map.
func readCmap(c []byte) map[rune]uint16 {
	m := make(map[rune]uint16, 1<<15)
	for i := range u16(c, 2) {
		platform, encoding := u16(c, 4+8*i), u16(c, 6+8*i)
		sub := c[u32(c, 8+8*i):]
		switch u16(sub, 0) {
		case 4:
			if platform == 0 || platform == 3 && encoding == 1 {
				readCmap4(sub, m)
			}
		case 12:
			if platform == 0 || platform == 3 && encoding == 10 {
				readCmap12(sub, m)
			}
		}
	}
	return m
}

func readCmap4(s []byte, m map[rune]uint16) {
	n := u16(s, 6)
	for j := 0; j < n; j += 2 {
		last, first := u16(s, 14+j), u16(s, 16+n+j)
		delta, offset := u16(s, 16+2*n+j), u16(s, 16+3*n+j)
		for ch := first; ch <= last && ch != 0xFFFF; ch++ {
			g := ch
			if offset != 0 {
				if g = u16(s, 16+3*n+j+offset+2*(ch-first)); g == 0 {
					continue
				}
			}
			if g = (g + delta) & 0xFFFF; g != 0 {
				m[rune(ch)] = uint16(g)
			}
		}
	}
}

func readCmap12(s []byte, m map[rune]uint16) {
	for j := range u32(s, 12) {
		q := s[16+12*j:]
		first, last, gid := u32(q, 0), u32(q, 4), u32(q, 8)
		for ch := first; ch <= last; ch++ {
			m[rune(ch)] = uint16(gid + ch - first)
		}
	}
}

// metric gives a glyph's advance and left side bearing in font units.
func (f *sfnt) metric(g uint16) (advance, bearing int) {
	h, i := f.table["hmtx"], int(g)
	if i < f.hmetas {
		return u16(h, 4*i), u16(h, 4*i+2)
	}
	return u16(h, 4*f.hmetas-4), u16(h, 4*f.hmetas+2*(i-f.hmetas))
}

// outline gives a glyph's bytes in the glyf table; a blank glyph has none.
func (f *sfnt) outline(g uint16) []byte {
	l, i := f.table["loca"], int(g)
	if f.long {
		return f.table["glyf"][u32(l, 4*i):u32(l, 4*i+4)]
	}
	return f.table["glyf"][2*u16(l, 2*i) : 2*u16(l, 2*i+2)]
}

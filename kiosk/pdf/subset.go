package pdf

// This file cuts from a font the few glyphs one document uses, keyed by codes
// below U+FFFF because gofpdf knows no others. Every cut is a fresh slice:
// gofpdf writes into the font it is given.

import (
	"encoding/binary"
	"maps"
	"slices"
)

// kept unchanged in a cut font.
var keptTables = []string{"OS/2", "cvt ", "fpgm", "gasp", "prep"}

// subset makes a font that maps each code to the glyph given.
func (f *sfnt) subset(codes map[rune]uint16) []byte {
	order := f.closure(codes)
	index := make(map[uint16]uint16, len(order))
	for i, g := range order {
		index[g] = uint16(i)
	}
	t := map[string][]byte{"name": {0, 0, 0, 0, 0, 6}}
	for _, name := range keptTables {
		if b := f.table[name]; b != nil {
			t[name] = b
		}
	}
	t["cmap"] = writeCmap(codes, index)
	t["glyf"], t["loca"] = f.outlines(order, index)
	for _, g := range order {
		advance, bearing := f.metric(g)
		t["hmtx"] = be16(t["hmtx"], advance, bearing)
	}
	t["head"] = patched(f.table["head"], 50, 1)
	t["hhea"] = patched(f.table["hhea"], 34, len(order))
	t["maxp"] = patched(f.table["maxp"], 4, len(order))
	t["post"] = patched(f.table["post"][:32], 0, 3)
	return assemble(t)
}

// closure lists glyph 0, the glyphs asked for and those they are composed of.
func (f *sfnt) closure(codes map[rune]uint16) []uint16 {
	seen := map[uint16]bool{0: true}
	queue := []uint16{0}
	for _, g := range codes {
		if !seen[g] {
			seen[g] = true
			queue = append(queue, g)
		}
	}
	for len(queue) > 0 {
		g := queue[0]
		queue = queue[1:]
		eachPart(f.outline(g), func(at int, part uint16) {
			if !seen[part] && int(part) < f.glyphs {
				seen[part] = true
				queue = append(queue, part)
			}
		})
	}
	return slices.Sorted(maps.Keys(seen))
}

// eachPart calls fn for every component of a composite glyph, with the place of its number.
func eachPart(outline []byte, fn func(at int, part uint16)) {
	const words, scale, more, xyScale, matrix = 1, 8, 0x20, 0x40, 0x80
	if len(outline) < 10 || u16(outline, 0) < 0x8000 {
		return
	}
	for at := 10; at+4 <= len(outline); {
		flags := u16(outline, at)
		fn(at+2, uint16(u16(outline, at+2)))
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&xyScale != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			return
		}
	}
}

func (f *sfnt) outlines(order []uint16, index map[uint16]uint16) (glyf, loca []byte) {
	for _, g := range order {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		start := len(glyf)
		glyf = append(glyf, f.outline(g)...)
		own := glyf[start:]
		eachPart(own, func(at int, part uint16) {
			binary.BigEndian.PutUint16(own[at:], index[part])
		})
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
	}
	return glyf, binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
}

// writeCmap writes a format 4 table, one segment for each run of codes and glyphs.
func writeCmap(codes map[rune]uint16, index map[uint16]uint16) []byte {
	type segment struct{ first, last, delta int }
	var segs []segment
	for _, r := range slices.Sorted(maps.Keys(codes)) {
		delta := int(index[codes[r]]) - int(r)
		if k := len(segs) - 1; k >= 0 && segs[k].last == int(r)-1 && segs[k].delta == delta {
			segs[k].last = int(r)
			continue
		}
		segs = append(segs, segment{int(r), int(r), delta})
	}
	segs = append(segs, segment{0xFFFF, 0xFFFF, 1})
	n := len(segs)
	b := be16(nil, 0, 1, 3, 1, 0, 12, 4, 16+8*n, 0, 2*n, 0, 0, 0)
	for _, s := range segs {
		b = be16(b, s.last)
	}
	b = be16(b, 0)
	for _, s := range segs {
		b = be16(b, s.first)
	}
	for _, s := range segs {
		b = be16(b, s.delta)
	}
	return append(b, make([]byte, 2*n)...)
}

func assemble(t map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(t))
	out := be16(nil, 1, 0, len(names), 0, 0, 0)
	at := 12 + 16*len(names)
	for _, name := range names {
		out = append(out, name...)
		out = append(out, 0, 0, 0, 0)
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t[name])))
		at += (len(t[name]) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, t[name]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func be16(b []byte, values ...int) []byte {
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func patched(table []byte, at, value int) []byte {
	b := slices.Clone(table)
	binary.BigEndian.PutUint16(b[at:], uint16(value))
	return b
}

package pdf

// This file proves that the embedded fonts are the documented ones and that a cut keeps its glyphs.

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"
)

func TestFontsAreThoseOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("fonts/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"serif": serifTTF, "sans": sansTTF} {
		sum := sha256.Sum256(b)
		if !strings.Contains(string(readme), hex.EncodeToString(sum[:])) {
			t.Errorf("%s: SHA-256 not in fonts/README.md", name)
		}
	}
}

func TestFontsCoverNamesAndMarks(t *testing.T) {
	set, err := typefaces()
	if err != nil {
		t.Fatal(err)
	}
	for f, font := range set {
		for _, r := range "〓邻里堃喆珺玥𬭎㛃䶮，。“”……——·〔〕℃㎡①0aZ " {
			if font.glyph[r] == 0 {
				t.Errorf("face %d lacks %q", f, r)
			}
		}
	}
}

func TestSubsetKeepsGlyphsAndWidths(t *testing.T) {
	set, err := typefaces()
	if err != nil {
		t.Fatal(err)
	}
	for f, font := range set {
		codes := map[rune]uint16{}
		for _, r := range "邻里·é…12%" {
			codes[r] = font.glyph[r]
		}
		codes[0xE000] = font.glyph['𬭎']
		cut, err := parseSFNT(font.subset(codes))
		if err != nil {
			t.Fatal(err)
		}
		for r, g := range codes {
			want, bearing := font.metric(g)
			got, gotBearing := cut.metric(cut.glyph[r])
			if cut.glyph[r] == 0 || got != want || gotBearing != bearing || len(font.outline(g)) > len(cut.outline(cut.glyph[r])) {
				t.Errorf("face %d: %U is not the same after the cut", f, r)
			}
		}
		if len(cut.glyph) != len(codes) {
			t.Errorf("face %d: %d codes, want %d", f, len(cut.glyph), len(codes))
		}
	}
}

func FuzzParseSFNT(f *testing.F) {
	set, err := typefaces()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(set[hei].subset(map[rune]uint16{'邻': set[hei].glyph['邻']}))
	f.Add([]byte{0, 1, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		font, err := parseSFNT(b)
		if err != nil && !errors.Is(err, errFont) {
			t.Fatalf("another error: %v", err)
		}
		if err == nil && len(font.glyph) == 0 {
			t.Fatal("a font without glyphs was accepted")
		}
	})
}

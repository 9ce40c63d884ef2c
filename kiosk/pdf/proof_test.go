package pdf

// This file proves that any string becomes printable and that every 〓 is reported.

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestProof(t *testing.T) {
	for in, want := range map[string]string{
		"王\x00建\u202E国\u200B":   "王建国",
		"e\u0301":               "é",
		"一\n二\t三":               "一 二 三",
		"李𬭎㛃䶮":                  "李𬭎㛃䶮",
		"坏\xff字":                "坏〓字",
		"笑😀脸":                   "笑〓脸",
		"葛\U000E0100城":          "葛城",
		"私\uE863":               "私〓",
		"<b>&amp;</b>":          "<b>&amp;</b>",
		"a\u00A0b\u2028c\u00AD": "a b c",
	} {
		p, err := newPress("t")
		if err != nil {
			t.Fatal(err)
		}
		got := p.proof(in)
		if got != want {
			t.Errorf("%q → %q, want %q", in, got, want)
		}
		lost := 0
		for _, r := range got {
			if r == geta {
				lost++
			}
		}
		if lost != len(p.missing) {
			t.Errorf("%q: %d printed as 〓, %d reported", in, lost, len(p.missing))
		}
	}
}

func TestMissingNamesItsPlace(t *testing.T) {
	b := demoLetters(2)
	b.Letters[1].Name = "王😀"
	missing, err := b.Print(discard{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range missing {
		at := map[string]int{"感谢信 幸谢〔2026〕2号": 5, "感谢信目录": 2}[m.Document] // 尊敬的王〓居民：
		if at == 0 || m.At != at || []rune(m.Text)[at-1] != geta || m.Rune != '😀' {
			t.Errorf("%+v", m)
		}
	}
	if len(missing) != 2 {
		t.Errorf("%d reports, want the letter and the list: %+v", len(missing), missing)
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

func FuzzProof(f *testing.F) {
	for _, s := range []string{"", "邻里", "e\u0301", "\xf0\x9f", "👩‍👩‍👧", "\uFFFE\U00020000", "ﷺ"} {
		f.Add(s)
	}
	p, err := newPress("fuzz")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p.missing, p.seen = nil, map[Missing]bool{}
		out := p.proof(s)
		if !utf8.ValidString(out) || p.proof(out) != out {
			t.Fatalf("%q → %q is not settled", s, out)
		}
		for _, r := range out {
			if !p.drawable(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				t.Fatalf("%q → %q holds %U", s, out, r)
			}
		}
		if norm.NFC.String(s) == out && utf8.ValidString(s) && len(p.missing) > 0 {
			t.Fatalf("%q is unchanged, yet %v missing", s, p.missing)
		}
	})
}

package pdf

// This file proves what hangs and lies at proposal points: one page that can be read from afar and scanned, a form with room
// to write.

import (
	"math"
	"strings"
	"testing"
)

func TestPosterSaysWhatItMust(t *testing.T) {
	for _, large := range []bool{false, true} {
		b := demoPoster()
		b.Large = large
		holds(t, b, b.Round, b.Title, "征集时间：2026年11月21日至2026年12月5日", b.Ways[0], b.Ways[2], b.Notes[0], b.URL, "0000-1234501")
		pages := pagesOf(t, b.pages)
		if len(pages) != 1 {
			t.Fatalf("%d pages", len(pages))
		}
		k, width := 1.0, 0.0
		if large {
			k = math.Sqrt2
		}
		for _, x := range pages[0].inks {
			switch x := x.(type) {
			case code:
				width = x.side
			case words:
				if x.style.pt < posterLeast*k-0.01 {
					t.Errorf("%q is set in %.1f points", string(x.text), x.style.pt)
				}
			}
		}
		if math.Abs(pages[0].w-210*k) > 0.5 || width < 50*k {
			t.Errorf("%.1f mm wide, the code %.1f mm", pages[0].w, width)
		}
		if got, err := Scan(printed(t, b)); err != nil || len(got) != 1 || got[0] != b.URL {
			t.Errorf("read back: %+v %v", got, err)
		}
	}
	b := demoPoster()
	for want, do := range map[string]func(*Poster){
		"征集到2026年12月5日为止": func(b *Poster) { b.From = Poster{}.From },
		"2026年11月21日开始征集": func(b *Poster) { b.To = Poster{}.To },
	} {
		c := b
		do(&c)
		holds(t, c, want)
	}
	b.From, b.To, b.URL = Poster{}.From, Poster{}.To, ""
	if text := textOf(t, printed(t, b)); strings.Contains(text, "征集时间") || strings.Contains(text, "扫一扫") {
		t.Errorf("dates or a code that there are not: %s", text)
	}
}

// TestPosterShrinks: more words are set smaller, down to the least that old eyes read, and stay on the page.
func TestPosterShrinks(t *testing.T) {
	b := demoPoster()
	b.Notes = append(b.Notes, strings.Repeat("还有一些说明。", 4))
	pages := pagesOf(t, b.pages)
	if len(pages) != 1 {
		t.Errorf("%d pages", len(pages))
	}
}

func TestBlankFormSaysWhatItMust(t *testing.T) {
	b := demoBlankForm()
	want := append([]string{b.Round, "提议表", b.When, b.Consent, b.Privacy, b.List, "交表日期", "提议人签字", "收表人", "提议编号", "0000-1234501"}, b.Grounds...)
	for _, x := range b.Fields {
		want = append(append(want, x.Label, x.Help), x.Options...)
	}
	holds(t, b, want...)
	pages := pagesOf(t, b.pages)
	if len(pages) != 2 {
		t.Fatalf("%d pages, not front and back", len(pages))
	}
	full := demoBlankForm()
	full.Fields[4].Help = "例如「1至6号楼的老人和孩子，约300人」"
	if n := len(pagesOf(t, full.pages)); n != 2 || full.Fields[3].Lines != 7 {
		t.Errorf("a fuller form has %d pages and %d lines", n, full.Fields[3].Lines)
	}
	ticks, deepest := 0, 0.0
	for _, x := range pages[0].inks {
		if x, is := x.(box); is {
			if x.w == x.h {
				ticks++
			}
			deepest = max(deepest, x.h)
		}
	}
	if ticks != 2+5+1 || deepest < 7*writeLine {
		t.Errorf("%d boxes to tick, the largest room is %.0f mm high", ticks, deepest)
	}
	if got, err := Scan(printed(t, b)); err != nil || len(got) != 1 || got[0] != b.URL {
		t.Errorf("read back: %+v %v", got, err)
	}
}

// pagesOf lays a document out.
func pagesOf(t *testing.T, lay func(*press) ([]*page, error)) []*page {
	t.Helper()
	p, err := newPress("t")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := lay(p)
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

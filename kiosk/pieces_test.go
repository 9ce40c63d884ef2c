package kiosk

// A text and its change, piece by piece, on random texts.

import (
	"testing"

	"pgregory.net/rapid"

	"linli/kiosk/page"
)

// What stays and what goes is the old text, what stays and what comes the new one; a text that did not change is whole.
func TestPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("充电棚ab12 ，\n")))
		was, is := text.Draw(t, "was"), text.Draw(t, "is")
		var before, after, stays string
		for i, p := range pieces(was, is) {
			if p.Kind != "ins" {
				before += p.Text
			}
			if p.Kind != "del" {
				after += p.Text
			}
			if p.Kind == "" {
				stays += p.Text
			}
			if p.Text == "" || i > 0 && pieces(was, is)[i-1].Kind == p.Kind {
				t.Fatalf("%q is no piece of its own", p.Text)
			}
		}
		if before != was || after != is || was == is && stays != was {
			t.Fatalf("%q, %q: %q, %q", was, is, before, after)
		}
	})
	got := pieces("建12个充电棚", "建3个充电棚和灯")
	want := []page.Piece{{Kind: "", Text: "建"}, {Kind: "del", Text: "12"}, {Kind: "ins", Text: "3"}, {Kind: "", Text: "个充电棚"}, {Kind: "ins", Text: "和灯"}}
	if len(got) != len(want) {
		t.Fatal(got)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Error(got[i], want[i])
		}
	}
}

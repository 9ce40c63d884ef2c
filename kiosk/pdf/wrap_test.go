package pdf

// This file proves by thousands of random texts that the line breaker loses nothing and keeps its rules.

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// measured with a full width of 1 for han and a half for the rest.
func toyGalley(s string) *galley {
	g := &galley{text: []rune(s), hang: true}
	g.width, g.kern = make([]float64, len(g.text)), make([]float64, len(g.text))
	for i, r := range g.text {
		g.width[i] = 1
		if r < 0x2E80 && r != '…' && r != '—' {
			g.width[i] = 0.5
		}
		if i > 0 && g.width[i] == 1 && g.width[i-1] == 1 {
			g.kern[i] = kernOf(g.text[i-1], r)
		}
	}
	return g
}

func lines(g *galley, width float64) []string {
	var out []string
	for _, s := range g.wrap(width, width) {
		out = append(out, string(g.text[s.from:s.to]))
	}
	return out
}

func TestWrapKeepsEveryCharacterAndEveryRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alphabet := []rune("项目邻里年元万2026.8，,。、：；！？（）《》“”……——%第 　abcXYZ/-@𬭎é\u0301😀")
		s := string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 0, 120).Draw(t, "text"))
		first := rapid.Float64Range(0, 12).Draw(t, "first")
		rest := rapid.Float64Range(0, 12).Draw(t, "rest")
		g := toyGalley(s)
		at, avail := 0, first
		for _, sp := range g.wrap(first, rest) {
			if sp.from != at || sp.to <= sp.from {
				t.Fatalf("line %d–%d after %d", sp.from, sp.to, at)
			}
			checkLine(t, g, sp, avail)
			at, avail = sp.to, rest
		}
		if at != len(g.text) {
			t.Fatalf("lost %q", string(g.text[at:]))
		}
	})
}

// checkLine: a line that could be broken rightly is, and fits.
func checkLine(t *rapid.T, g *galley, s span, avail float64) {
	could := false
	for j := s.from + 1; j < s.to; j++ {
		if g.breakAt(j) && g.natural(s.from, j) <= avail {
			could = true
		}
	}
	shown := len(strings.Trim(strings.Map(plain, string(g.text[s.from:s.to])), " "))
	if s.hung > 0 {
		shown--
	}
	if s.width > avail+1e-3 && (could || shown > 1) {
		t.Fatalf("%q is %v wide in %v", string(g.text[s.from:s.to]), s.width, avail)
	}
	if could && !g.breakAt(s.to) && !g.jointAt(s.to) {
		t.Fatalf("%q ends wrongly before %q", string(g.text[s.from:s.to]), string(g.text[s.to]))
	}
}

// plain stands a letter for every character but spaces.
func plain(r rune) rune {
	if isSpace(r) {
		return ' '
	}
	return 'x'
}

func TestWrapExamples(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  string
	}{
		{"本届资金总额。现将结果公示", 6, "本届资金总额。|现将结果公示"},                         // a stop hangs
		{"他说这是“好”事", 5, "他说这是|“好”事"},                                   // no opening mark at the end
		{"共发出选票12,345张", 6, "共发出选票|12,345张"},                           // figures with their unit
		{"方案……好的", 3, "方|案……|好的"},                                      // …… is whole and starts no line
		{"打电话0512-6555 0123", 6, "打电话|0512-6555 |0123"},                // wider than the line: at the space
		{"电话0512-65 01", 6.5, "电话|0512-65 01"},                         // else a number is whole
		{"见 http://a.cn/bcdefgh/ijk", 8, "见 http://a.cn/|bcdefgh/ijk"}, // an address is cut at its joints
		{"预算4.8万元左右", 4, "预算|4.8万元|左右"},
	} {
		if got := strings.Join(lines(toyGalley(c.text), c.width), "|"); got != c.want {
			t.Errorf("%q in %v: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestEvenKeepsQuotationsWhole(t *testing.T) {
	g := toyGalley("关于幸福里社区2026年度“和谐微实事”项目投票结果的公示")
	g.hang = false
	spans := g.even(20, 1)
	if len(spans) != 2 || g.text[spans[1].from] != '“' {
		t.Errorf("second line begins with %q", string(g.text[spans[1].from:]))
	}
}

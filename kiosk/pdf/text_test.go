package pdf

// This file proves on paper, with pdftotext as the reader, what wrap_test proves of the line breaker: nothing is lost,
// nothing is out of order, and no line begins or ends with a forbidden mark.

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// rare are the characters above U+FFFF that the fonts hold and that stand for themselves.
func rare(t testing.TB) []rune {
	t.Helper()
	fonts, err := typefaces()
	if err != nil {
		t.Fatal(err)
	}
	var out []rune
	for _, r := range slices.Sorted(maps.Keys(fonts[song].glyph)) {
		if r > 0xFFFF && fonts[hei].glyph[r] != 0 && norm.NFC.IsNormalString(string(r)) {
			out = append(out, r)
		}
	}
	if len(out) < 100 {
		t.Fatalf("%d rare characters", len(out))
	}
	return out
}

// sentence draws text as people write it: words, figures, names, quotations, brackets, and stops after them.
func sentence(t *rapid.T, seldom []rune) string {
	han := []rune("项目邻里居民提议圆桌会商量着办投票公示感谢信实施评价年月元万件名第天区街道社区服务中心")
	word := rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			return rapid.StringMatching(`[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\.[0-9]{1,2})?`).Draw(t, "figure")
		case 1:
			return rapid.StringMatching(`[A-Za-z]{1,12}`).Draw(t, "latin")
		case 2:
			return string(rapid.SliceOfN(rapid.SampledFrom(seldom), 1, 4).Draw(t, "rare"))
		case 3:
			return rapid.SampledFrom([]string{"http://192.168.1.20:8080/r/2026/notice", "0512-65550123", "64.5%", "〔2026〕3号", "《实施办法（试行）》", "1—2号楼", "￥800"}).Draw(t, "set")
		}
		return string(rapid.SliceOfN(rapid.SampledFrom(han), 1, 9).Draw(t, "han"))
	})
	var b strings.Builder
	for range rapid.IntRange(1, 60).Draw(t, "words") {
		w := word.Draw(t, "word")
		switch rapid.IntRange(0, 11).Draw(t, "mark") {
		case 0:
			w = "“" + w + "”"
		case 1:
			w = "（" + w + "）"
		case 2, 3, 4:
			w += rapid.SampledFrom([]string{"，", "。", "、", "；", "：", "？", "！", "……", "——"}).Draw(t, "stop")
		}
		b.WriteString(w)
	}
	return b.String()
}

var pageNumber = regexp.MustCompile(`^\s*(— \d+ —|第 \d+ 页.*)\s*$`)

func TestPaperKeepsEveryCharacterAndEveryRule(t *testing.T) {
	reader, seldom := tool(t, "pdftotext"), rare(t)
	file := filepath.Join(t.TempDir(), "p.pdf")
	rapid.Check(t, func(t *rapid.T) {
		text := sentence(t, seldom)
		large := rapid.Bool().Draw(t, "large")
		p, err := newPress("t")
		if err != nil {
			t.Fatal(err)
		}
		f := p.flow(pick(large, wall(), official()))
		f.paras(text)
		checkLines(t, f.pages)
		var b bytes.Buffer
		missing, err := p.print(&b, "t", day, f.finish())
		if err != nil || len(missing) > 0 {
			t.Fatalf("%v, missing %v", err, missing)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(reader, "-raw", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for line := range strings.Lines(strings.ReplaceAll(string(out), "\f", "")) {
			line = strings.TrimSpace(line)
			if line == "" || pageNumber.MatchString(line) {
				continue
			}
			got += line
		}
		if got, want := squeeze(got), squeeze(text); got != want {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			t.Fatalf("printed %q\nread    %q\nfrom    %+q\nand     %+q", text, got, want[at:min(len(want), at+30)], got[at:min(len(got), at+30)])
		}
	})
}

// checkLines wants no line but the first to begin with a closing mark, and none to end with an opening one.
func checkLines(t *rapid.T, pages []*page) {
	n := 0
	for _, pg := range pages {
		for _, k := range pg.inks {
			line := k.(words).text
			if n++; n > 1 && has(noStart, line[0]) || has(noEnd, line[len(line)-1]) {
				t.Fatalf("the line %q", string(line))
			}
		}
	}
}

// The library's own ways of setting text lose characters: see wrap.go.
func TestTextIsSetByUsAlone(t *testing.T) {
	lossy := regexp.MustCompile(`\.(MultiCell|SplitText|SplitLines|Write|Writef|WriteAligned|Cell|CellFormat|Cellf)\(`)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") || !bytes.Contains(src, []byte("gofpdf\"")) {
			continue
		}
		if m := lossy.Find(src); m != nil {
			t.Errorf("%s calls %s", name, m)
		}
	}
}

// Four levels of headings and a list look as GB/T 9704 wants them.
func TestHeadingsAndLists(t *testing.T) {
	p, err := newPress("t")
	if err != nil {
		t.Fatal(err)
	}
	f := p.flow(official())
	for level := 1; level <= 4; level++ {
		f.heading(level, 2, "标题")
	}
	f.list(f.body, f.lead, "甲", strings.Repeat("乙", 40))
	var got []string
	for _, k := range f.pages[0].inks {
		if w, ok := k.(words); ok {
			got = append(got, string(w.text))
		}
	}
	want := []string{"二、标题", "（二）标题", "2.标题", "（2）标题", "1.", "甲", "2.", strings.Repeat("乙", 26), strings.Repeat("乙", 14)}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	in := f.pages[0].inks
	if a, b := in[len(in)-1].(words), in[len(in)-2].(words); a.at[0] != b.at[0] {
		t.Errorf("the lines of an item begin at %v and %v mm", a.at[0], b.at[0])
	}
}

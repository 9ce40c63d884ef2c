package page

// The look: contrast of the tokens, weight and names of the files.

import (
	"io/fs"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var token = regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`)

// themes are where each set of colours begins; what a theme does not name it has from the first.
var themes = []struct{ name, head string }{
	{"light", "\n:root {"},
	{"high contrast", "\nhtml[data-contrast=\"1\"] {"},
	{"high contrast of the system", "\n@media (prefers-contrast: more) { :root {"},
	{"wall", "\nhtml[data-theme=\"wall\"] {"},
}

// tokens are the colours of a theme as relative luminance.
func tokens(t *testing.T, theme int) map[string]float64 {
	t.Helper()
	css, err := fs.ReadFile(Static, "linli.css")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]float64{}
	for _, head := range []string{themes[0].head, themes[theme].head} {
		_, block, ok := strings.Cut(string(css), head)
		if !ok {
			t.Fatalf("no theme %q", head)
		}
		block, _, _ = strings.Cut(block, "}")
		for _, m := range token.FindAllStringSubmatch(block, -1) {
			n, err := strconv.ParseUint(m[2], 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			all[m[1]] = 0.2126*linear(n>>16) + 0.7152*linear(n>>8&255) + 0.0722*linear(n&255)
		}
	}
	return all
}

func linear(c uint64) float64 {
	v := float64(c) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// TestContrast: text of voters 7:1 on whatever it stands, also white on the accent; borders and bars 3:1.
func TestContrast(t *testing.T) {
	pairs := []struct {
		front string
		backs []string
		least float64
	}{
		{"ink", []string{"paper", "ground", "mist", "blush"}, 7},
		{"soft", []string{"paper", "ground", "mist", "blush"}, 7},
		{"accent", []string{"paper", "ground", "mist"}, 7},
		{"deep", []string{"paper", "mist"}, 7},
		{"alarm", []string{"paper", "ground", "blush"}, 7},
		{"line", []string{"paper", "ground"}, 3},
	}
	for i, theme := range themes {
		lum := tokens(t, i)
		for _, p := range pairs {
			for _, back := range p.backs {
				a, okA := lum[p.front]
				b, okB := lum[back]
				if !okA || !okB {
					t.Fatalf("no token %s or %s", p.front, back)
				}
				if got := (max(a, b) + 0.05) / (min(a, b) + 0.05); got < p.least {
					t.Errorf("%s: %s on %s has contrast %.2f, want %.1f", theme.name, p.front, back, got, p.least)
				}
			}
		}
	}
	cookie, system := tokens(t, 1), tokens(t, 2)
	if !maps.Equal(cookie, system) || maps.Equal(cookie, tokens(t, 0)) {
		t.Error("high contrast differs between the cookie and the system, or is none")
	}
}

// TestTokensOnly keeps colours out of the rest of the styles, so that TestContrast speaks for all of them.
func TestTokensOnly(t *testing.T) {
	colour := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(`)
	for name := range assets() {
		b, err := fs.ReadFile(Static, name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, ".css") {
			rest := token.ReplaceAllString(string(b), "")
			for _, c := range colour.FindAllString(rest, -1) {
				if c != "#000" && c != "rgb(" { // black ink in print; the bar's shadow
					t.Errorf("%s has the colour %s", name, c)
				}
			}
		}
		if strings.Contains(string(b), "://") {
			t.Errorf("%s names another place", name)
		}
	}
}

// staffOnly are the folders of screens that only staff open, and of what only voting machines load, which stand beside
// the server; they have an allowance of their own.
var staffOnly = []string{"act", "checkin", "clocks", "count", "desk", "import", "ledger", "ledgers", "machine", "pile", "resolve", "station", "table"}

// TestWeight keeps all that residents and observers load within 40 KiB, and what staff screens add within 16.
func TestWeight(t *testing.T) {
	var public, staff int
	for name, where := range assets() {
		b, err := fs.ReadFile(Static, name)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case folder(where) == "gallery": // for those who draw pages, not for those who use them
		case slices.Contains(staffOnly, folder(where)):
			staff += len(b)
		default:
			public += len(b)
		}
	}
	if public > 40<<10 || staff > 16<<10 {
		t.Errorf("styles and scripts weigh %d bytes for the public and %d more for staff, not at most 40 and 16 KiB", public, staff)
	}
}

func TestStaticNames(t *testing.T) {
	for _, name := range []string{"home.html", "page.go", "../page.go", "_shared/linli.css", "", "."} {
		if f, err := Static.Open(name); err == nil {
			_ = f.Close()
			t.Errorf("%q is served", name)
		}
	}
}

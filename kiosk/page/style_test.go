package page

// The look: contrast of the tokens, weight and names of the files.

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var token = regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`)

// tokens are the colours of :root as relative luminance.
func tokens(t *testing.T) map[string]float64 {
	css, err := fs.ReadFile(Static, "linli.css")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]float64{}
	for _, m := range token.FindAllStringSubmatch(string(css), -1) {
		n, err := strconv.ParseUint(m[2], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		all[m[1]] = 0.2126*linear(n>>16) + 0.7152*linear(n>>8&255) + 0.0722*linear(n&255)
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

func TestContrast(t *testing.T) {
	lum := tokens(t)
	for _, c := range []struct {
		front string
		backs []string
		least float64
	}{
		{"ink", []string{"paper", "ground", "accent-soft", "alarm-soft"}, 7},
		{"soft", []string{"paper", "ground", "accent-soft", "alarm-soft"}, 7},
		{"accent", []string{"paper", "ground", "accent-soft"}, 7},
		{"accent-deep", []string{"paper", "accent-soft"}, 7},
		{"alarm", []string{"paper", "ground", "alarm-soft"}, 7},
		{"line", []string{"paper", "ground"}, 3},
	} {
		for _, back := range c.backs {
			a, okA := lum[c.front]
			b, okB := lum[back]
			if !okA || !okB {
				t.Fatalf("no token %s or %s", c.front, back)
			}
			if got := (max(a, b) + 0.05) / (min(a, b) + 0.05); got < c.least {
				t.Errorf("%s on %s has contrast %.2f, want %.1f", c.front, back, got, c.least)
			}
		}
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

func TestWeight(t *testing.T) {
	total := 0
	for name := range assets() {
		b, err := fs.ReadFile(Static, name)
		if err != nil {
			t.Fatal(err)
		}
		total += len(b)
	}
	if total > 40<<10 {
		t.Errorf("styles and scripts weigh %d bytes, more than 40 KiB", total)
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

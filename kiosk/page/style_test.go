package page

// The look: contrast of the tokens, weight of the files, and, in a real browser, no page wider than a small phone.

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/kiosk/lang"
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

// harness measures every page in a frame of 320 pixels, at 200 % letters, and with the largest size.
const harness = `<!doctype html><title>wait</title><body><script>
const names = %s, wide = [];
async function look(name) {
  const f = document.createElement("iframe");
  f.width = 320; f.height = 640; f.src = name;
  document.body.append(f);
  await new Promise(done => { f.onload = done; });
  const d = f.contentDocument.documentElement;
  for (const size of ["", "200%%"]) {
    d.style.fontSize = size;
    if (d.scrollWidth > 321) wide.push(name + " " + (size || "100%%") + " is " + d.scrollWidth);
  }
  d.style.fontSize = "";
  for (const b of d.querySelectorAll("main .button, .pick")) {
    const box = b.getBoundingClientRect();
    if (box.width && Math.min(box.width, box.height) < 60) wide.push(name + ": a control of " + box.height);
  }
  for (const b of d.querySelectorAll(".settings a, .settings button, summary, .foot a, .links a, .brand")) {
    const box = b.getBoundingClientRect();
    if (box.width && box.height < 43.9) wide.push(name + ": " + b.textContent + " of " + box.height);
  }
  f.remove();
}
(async () => { for (const n of names) await look(n); document.body.innerHTML = "<pre id=out></pre>"; out.textContent = "DONE\n" + wide.join("\n"); })();
</script>`

func TestSmallPhone(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no chromium")
		}
		t.Skip("no chromium: the width of pages is not measured")
	}
	pages := map[string][]byte{}
	for _, l := range lang.All {
		for _, s := range shots() {
			if o, ok := s.view.(Observe); ok && o.Wall {
				continue
			}
			html, _ := draw(t, l, s.frame, s.view)
			pages["/"+string(l)+"-"+s.name] = []byte(html)
		}
	}
	server := httptest.NewServer(serve(pages))
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(), "--timeout=100000", "--virtual-time-budget=90000", "--dump-dom", server.URL+"/harness").Output()
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(out), "DONE")
	if !ok {
		t.Fatalf("the browser did not finish: %.300s", out)
	}
	after, _, _ = strings.Cut(after, "</pre>")
	for _, line := range strings.Split(strings.TrimSpace(after), "\n") {
		if line != "" {
			t.Error(line)
		}
	}
}

// serve answers pages, static files and the harness; scripts are left out, so that nothing moves.
func serve(pages map[string][]byte) http.Handler {
	script := regexp.MustCompile(`<script[^>]*></script>`)
	var names []string
	for name := range pages {
		names = append(names, strconv.Quote(name))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch html, ok := pages[r.URL.Path]; {
		case ok:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(script.ReplaceAll(html, nil))
		case r.URL.Path == "/harness":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, harness, "["+strings.Join(names, ",")+"]")
		default:
			b, err := fs.ReadFile(Static, path.Base(r.URL.Path))
			if err != nil {
				http.NotFound(w, r)
				return
			}
			http.ServeContent(w, r, path.Base(r.URL.Path), time.Time{}, bytes.NewReader(b))
		}
	})
}

package camera

// The camera sees what a page looks like and what goes wrong in it, and does not wait for ever.

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

func TestFind(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Find(""); !errors.Is(err, ErrBrowser) {
		t.Errorf("nothing on PATH: %v", err)
	}
	if _, err := Find("no-such-browser"); !errors.Is(err, ErrBrowser) || !strings.Contains(err.Error(), "no-such-browser") {
		t.Errorf("a browser that is not there: %v", err)
	}
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if path, err := Find(own); err != nil || path != own {
		t.Errorf("a browser by its path: %s, %v", path, err)
	}
}

// open starts a camera, or skips.
func open(t *testing.T) *Camera {
	t.Helper()
	path, err := Find("")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no Chromium: nothing is photographed")
	}
	c, err := Open(t.Context(), path, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// pages are a good page, and one for each thing that can go wrong.
var pages = map[string]string{
	"/good":   `<body style="margin:0;background:#fff"><div style="height:50px;background:#f00"></div>`,
	"/high":   `<body style="margin:0"><div style="height:2000px"></div>`,
	"/wide":   `<body style="margin:0"><div style="width:500px">x</div>`,
	"/throws": `<script>throw new Error("broken on purpose")</script>`,
	"/errors": `<script>console.error("said on purpose")</script>`,
	"/lost":   `<img src="/no-such-picture">`,
}

func serve(t *testing.T) string {
	mux := http.NewServeMux()
	for path, body := range pages {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte(`<!doctype html><link rel="icon" href="data:,">` + body))
		})
	}
	mux.HandleFunc("/stuck", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func take(t *testing.T, c *Camera, s Shot) (image.Image, []string) {
	t.Helper()
	b, wrong, err := c.Take(s)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return picture, wrong
}

func TestTake(t *testing.T) {
	c, base := open(t), serve(t)
	picture, wrong := take(t, c, Shot{Name: "good", URL: base + "/good", Width: 300, Height: 200})
	if got := picture.Bounds().Size(); got != image.Pt(300, 200) || len(wrong) > 0 {
		t.Errorf("a good page: %v, %q", got, wrong)
	}
	if red := color.RGBAModel.Convert(picture.At(150, 25)); red != (color.RGBA{255, 0, 0, 255}) {
		t.Errorf("at the top it is %v", red)
	}
	if white := color.RGBAModel.Convert(picture.At(150, 150)); white != (color.RGBA{255, 255, 255, 255}) {
		t.Errorf("below it is %v", white)
	}
	picture, wrong = take(t, c, Shot{Name: "high", URL: base + "/high", Width: 300, Height: 200})
	if got := picture.Bounds().Size(); got != image.Pt(300, 2000) || len(wrong) > 0 {
		t.Errorf("a high page: %v, %q", got, wrong)
	}
	for path, part := range map[string]string{"/wide": "500 > 300", "/throws": "broken on purpose", "/errors": "said on purpose", "/lost": "404"} {
		if _, wrong := take(t, c, Shot{Name: path, URL: base + path, Width: 300, Height: 200}); !strings.Contains(strings.Join(wrong, "\n"), part) {
			t.Errorf("%s: %q, want %q", path, wrong, part)
		}
	}
	picture, wrong = take(t, c, Shot{Name: "wall", URL: base + "/high", Width: 300, Height: 200, Fixed: true})
	if got := picture.Bounds().Size(); got != image.Pt(300, 200) || !strings.Contains(strings.Join(wrong, "\n"), "2000 > 200") {
		t.Errorf("a high page on a wall: %v, %q", got, wrong)
	}
}

func TestTakeEnds(t *testing.T) {
	c, base := open(t), serve(t)
	c.Patience = time.Second
	if _, _, err := c.Take(Shot{Name: "stuck", URL: base + "/stuck", Width: 300, Height: 200}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a page that never comes: %v", err)
	}
	c.Patience = 30 * time.Second
	if _, wrong := take(t, c, Shot{Name: "good", URL: base + "/good", Width: 300, Height: 200}); len(wrong) > 0 {
		t.Errorf("the page after it: %q", wrong)
	}
}

func TestOpenRefuses(t *testing.T) {
	own, err := os.Executable() // a program that is no browser
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GO_CAMERA_TEST", "1")
	if c, err := Open(t.Context(), own, t.TempDir()); err == nil {
		c.Close()
		t.Error("any program is taken for a browser")
	}
}

// TestOpenStops: a camera that is opened when all is over does not wait.
func TestOpenStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if c, err := Open(ctx, "/bin/true", t.TempDir()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", c, err)
	}
}

// TestMain ends at once when the test itself is started as a browser.
func TestMain(m *testing.M) {
	if os.Getenv("GO_CAMERA_TEST") != "" {
		os.Exit(1)
	}
	os.Exit(m.Run())
}

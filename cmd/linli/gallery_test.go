package main

// The photographs: refused where they would do harm, of the right size, and not blank.

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/cmd/linli/camera"
)

func TestGalleryRefuses(t *testing.T) {
	own, err := os.Executable() // stands for a browser that is never started
	if err != nil {
		t.Fatal(err)
	}
	full := t.TempDir()
	litter(t, filepath.Join(full, "letter.docx"))
	for _, c := range []struct {
		cmd  galleryCmd
		want error
	}{
		{galleryCmd{Shots: t.TempDir(), Browser: "no-such-browser"}, camera.ErrBrowser},
		{galleryCmd{Shots: t.TempDir(), Browser: own, Only: "nothing"}, ErrNoPage},
		{galleryCmd{Shots: full, Browser: own}, ErrShotsFolder},
	} {
		if err := c.cmd.Run(env{ctx: t.Context(), stdout: os.Stderr, stderr: os.Stderr}); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v, want %v", c.cmd, err, c.want)
		}
	}
	if entries, _ := os.ReadDir(full); len(entries) != 1 {
		t.Errorf("a refused folder holds %d files", len(entries))
	}
}

func TestShotsFolder(t *testing.T) {
	for _, c := range []struct {
		name string
		ok   bool
	}{{"index.html", true}, {"home-voting-zh-phone.png", true}, {"refused-kiosk-malformed-en-kiosk.png", true}, {"holiday.png", false}, {"home-voting-zh-phone.png.bak", false}, {"INDEX.HTML", false}} {
		dir := t.TempDir()
		litter(t, filepath.Join(dir, c.name))
		if err := shotsFolder(dir); (err == nil) != c.ok {
			t.Errorf("a folder with %s: %v", c.name, err)
		}
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "index.html"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := shotsFolder(dir); !errors.Is(err, ErrShotsFolder) {
		t.Errorf("a folder inside: %v", err)
	}
	if err := shotsFolder(filepath.Join(dir, "new", "one")); err != nil {
		t.Errorf("a new folder: %v", err)
	}
}

func litter(t *testing.T, name string) {
	t.Helper()
	if err := os.WriteFile(name, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestGalleryNames keeps every file that is written among those that a later run may replace.
func TestGalleryNames(t *testing.T) {
	all, files := (&galleryCmd{}).pictures("http://127.0.0.1:1"), map[string]bool{}
	for _, p := range all {
		if files[p.file] || !shotFile.MatchString(p.file) {
			t.Errorf("a photograph is called %s", p.file)
		}
		files[p.file] = true
	}
	if zh := (&galleryCmd{Lang: "zh"}).pictures(""); 2*len(zh) != len(all) || len(all) < 300 {
		t.Errorf("%d photographs, %d in Chinese", len(all), len(zh))
	}
}

// TestGalleryShots photographs three pages on their screens, twice into the same folder.
func TestGalleryShots(t *testing.T) {
	if _, err := camera.Find(""); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("no Chromium: nothing is photographed")
	}
	dir := t.TempDir()
	for page, language := range map[string]string{"rounds": "zh", "login": "en", "receipt": "zh"} {
		var out bytes.Buffer
		c := galleryCmd{Shots: dir, Only: page, Lang: language}
		if err := c.Run(env{ctx: t.Context(), stdout: &out, stderr: &out}); err != nil {
			t.Errorf("%s: %v\n%s", page, err, &out)
		}
		for _, p := range c.pictures("") {
			wellTaken(t, filepath.Join(dir, p.file), p)
		}
		sheet, err := os.ReadFile(filepath.Join(dir, "index.html"))
		if err != nil || strings.Count(string(sheet), "<img") != len(c.pictures("")) {
			t.Errorf("the contact sheet of %s: %v\n%s", page, err, sheet)
		}
	}
}

// wellTaken expects a picture as wide as the screen, at least as high, and with as many colours as letters have.
func wellTaken(t *testing.T, file string, p picture) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	size := img.Bounds().Size()
	if size.X != p.Width || size.Y < p.Height {
		t.Errorf("%s is %v", p.Name, size)
	}
	colours := map[[3]uint32]int{}
	for y := 0; y < p.Height; y += 2 {
		for x := 0; x < size.X; x += 2 {
			r, g, b, _ := img.At(x, y).RGBA()
			colours[[3]uint32{r, g, b}]++
		}
	}
	if len(colours) < 20 {
		t.Errorf("%s is blank: %d colours", p.Name, len(colours))
	}
}

func TestGalleryStops(t *testing.T) {
	if _, err := camera.Find(""); err != nil {
		t.Skip("no Chromium: nothing is photographed")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c := galleryCmd{Shots: t.TempDir(), Only: "rounds"}
	if err := c.Run(env{ctx: ctx, stdout: os.Stderr, stderr: os.Stderr}); err == nil {
		t.Error("an interrupted run reports success")
	}
}

// TestReportShots: what a page reports is printed, and the run fails.
func TestReportShots(t *testing.T) {
	var out bytes.Buffer
	all := []picture{{camera.Shot{Name: "a"}, "a.png"}, {camera.Shot{Name: "b"}, "b.png"}}
	if err := reportShots(&out, "x", all, [][]string{nil, {"boom"}}); !errors.Is(err, ErrPagesWrong) || !strings.Contains(out.String(), "b: boom") {
		t.Errorf("%v: %s", err, &out)
	}
	if err := reportShots(&out, "x", all, [][]string{nil, nil}); err != nil {
		t.Error(err)
	}
}

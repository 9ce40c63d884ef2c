package page_test

// Writes every page as a file, with the styles and scripts beside them, so that people can look at them.

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"linli/kiosk/gallery"
	"linli/kiosk/lang"
	. "linli/kiosk/page"
)

var shotsDir = flag.String("shots", "", "write every page into this directory: go test -run TestShots -shots DIR")

func TestShots(t *testing.T) {
	if *shotsDir == "" {
		t.Skip("no -shots DIR")
	}
	for name := range Assets() {
		b, err := fs.ReadFile(Static, name)
		if err != nil {
			t.Fatal(err)
		}
		save(t, filepath.Join("static", name), b)
	}
	for _, l := range lang.All {
		for _, s := range gallery.Samples() {
			html, _ := draw(t, l, s.Frame, s.View)
			save(t, string(l)+"-"+s.Name()+".html", []byte(html))
		}
	}
}

func save(t *testing.T, name string, b []byte) {
	t.Helper()
	where := filepath.Join(*shotsDir, name)
	if err := os.MkdirAll(filepath.Dir(where), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(where, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

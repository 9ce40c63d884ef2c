package main

// The house: which packages may import which, where outside libraries may appear, and what lies on the top level.

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// order is the direction of imports: a package may import those of earlier lines, and those below its own folder.
var order = []string{"ballot/store", "ballot/ledger", "ballot", "tally", "catalog", "kiosk", "cmd"}

// places are the only folders in which an outside library, or a family of them, may be imported.
var places = []struct{ library, folder string }{
	{"github.com/gofiber/fiber", "kiosk"},
	{"github.com/valyala/fasthttp", "kiosk"},
	{"github.com/jung-kurt/gofpdf", "kiosk/pdf"},
	{"github.com/skip2/go-qrcode", "kiosk/pdf"},
	{"github.com/makiuchi-d/gozxing", "kiosk/pdf"},
	{"go.etcd.io/bbolt", "ballot/store/bolt"},
	{"go.etcd.io/etcd", "ballot/store/etcd"},
	{"html/template", "kiosk/page"},
}

// bare are the folders that stay free of web, PDF and database code, so that an auditor can read them alone.
var bare = []string{"ballot", "tally", "catalog"}

// topLevel is all that is visible on the top level.
var topLevel = []string{"README.md", "ballot", "catalog", "cmd", "go.mod", "go.sum", "kiosk", "tally"}

// rank is the place of a folder in the order; longer names first, so that ballot/store is not taken for ballot.
func rank(folder string) int {
	best, long := -1, 0
	for i, name := range order {
		if (folder == name || strings.HasPrefix(folder, name+"/")) && len(name) > long {
			best, long = i, len(name)
		}
	}
	return best
}

func within(folder, in string) bool { return folder == in || strings.HasPrefix(folder, in+"/") }

// wrong says what is wrong with a file of that folder importing that path, or nothing.
func wrong(folder, imported string) string {
	if own, ok := strings.CutPrefix(imported, "linli/"); ok {
		from, to := rank(folder), rank(own)
		if to < 0 || to > from || to == from && !within(own, order[from]) {
			return fmt.Sprintf("%s imports %s, which stands above it", folder, own)
		}
		return ""
	}
	for _, p := range places {
		if within(imported, p.library) && !within(folder, p.folder) {
			return fmt.Sprintf("%s imports %s, which belongs into %s", folder, imported, p.folder)
		}
	}
	if imported == "net/http" || strings.HasPrefix(imported, "database/") {
		if slices.ContainsFunc(bare, func(b string) bool { return within(folder, b) }) {
			return fmt.Sprintf("%s imports %s", folder, imported)
		}
	}
	return ""
}

func TestImportsFollowTheHouse(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		files++
		for _, imp := range f.Imports {
			imported, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			if w := wrong(path.Dir(filepath.ToSlash(rel)), imported); w != "" {
				t.Errorf("%s: %s", rel, w)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Errorf("only %d files were looked at", files)
	}
}

func TestWrongImportsAreFound(t *testing.T) {
	for _, c := range []struct{ folder, imported string }{
		{"ballot", "linli/tally"},
		{"ballot/store", "linli/ballot"},
		{"ballot/ledger", "linli/catalog"},
		{"tally", "linli/kiosk/page"},
		{"catalog", "linli/kiosk"},
		{"kiosk/page", "linli/cmd/linli/demo"},
		{"catalog", "linli/somewhere"},
		{"cmd/linli", "github.com/gofiber/fiber/v2"},
		{"kiosk", "github.com/jung-kurt/gofpdf"},
		{"ballot/store", "go.etcd.io/bbolt"},
		{"catalog", "net/http"},
		{"kiosk", "html/template"},
	} {
		if wrong(c.folder, c.imported) == "" {
			t.Errorf("%s may import %s", c.folder, c.imported)
		}
	}
	for _, c := range []struct{ folder, imported string }{
		{"ballot", "linli/ballot/store"}, {"catalog", "linli/tally"}, {"catalog", "linli/catalog/preset"}, {"kiosk", "linli/kiosk/pdf"},
		{"kiosk/pdf", "github.com/jung-kurt/gofpdf"}, {"cmd/linli", "net/http"}, {"tally/pabulib", "linli/tally"},
	} {
		if w := wrong(c.folder, c.imported); w != "" {
			t.Error(w)
		}
	}
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			seen = append(seen, e.Name())
		}
	}
	if !slices.Equal(seen, topLevel) {
		t.Errorf("on the top level: %v, want %v", seen, topLevel)
	}
}

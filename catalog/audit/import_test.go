package audit

// The audit stands alone: it must not lean on what it audits.

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

func TestSharesNothingWithTheRound(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 8 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, imp := range f.Imports {
			if strings.Contains(imp.Path.Value, "linli/catalog") || strings.Contains(imp.Path.Value, "linli/ballot/store") {
				t.Errorf("%s imports %s", name, imp.Path.Value)
			}
		}
	}
}

package main

// The README tells of every verb, and as many checks as there are.

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"linli/catalog/audit"
)

func TestReadme(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for i := range reflect.TypeFor[verbs]().NumField() {
		if verb := strings.ToLower(reflect.TypeFor[verbs]().Field(i).Name); !regexp.MustCompile(`linli ` + verb + `\b`).MatchString(text) {
			t.Errorf("the README does not tell of linli %s", verb)
		}
	}
	f, err := os.Open(filepath.Join("..", "..", "catalog", "audit", "testdata", "first.export"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := len(audit.Audit(f, audit.Trust{}).Results)
	for _, words := range []string{fmt.Sprintf("%d named checks", n), fmt.Sprintf("共 %d 项", n)} {
		if !strings.Contains(text, words) {
			t.Errorf("the README does not say %q", words)
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([a-z][^)#:]*)\)`).FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join("..", "..", link[1])); err != nil {
			t.Errorf("the README leads nowhere: %v", err)
		}
	}
}

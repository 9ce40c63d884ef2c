package catalog

// Spellings of officers.

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// What two spellings of one person are is a line that the round and its auditor draw alike.
func TestSpellings(t *testing.T) {
	var vectors []struct {
		A, B        string
		One, Nobody bool // one person; an empty name
	}
	raw, err := os.ReadFile(filepath.Join("audit", "testdata", "spellings.json"))
	if err == nil {
		err = json.Unmarshal(raw, &vectors)
	}
	if err != nil || len(vectors) == 0 {
		t.Fatal(err)
	}
	for _, v := range vectors {
		if got := same(v.A, v.B); got != v.One || got != same(v.B, v.A) {
			t.Errorf("%q and %q are one: %v, want %v", v.A, v.B, got, v.One)
		}
		if got, want := pair([]string{v.A, v.B}), !v.One && !v.Nobody; got != want {
			t.Errorf("%q and %q are two officers: %v, want %v", v.A, v.B, got, want)
		}
	}
}

package pdf

// This file writes documents into the folder named by PAPERS, for people to look at.

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestLook(t *testing.T) {
	dir := os.Getenv("PAPERS")
	if dir == "" {
		t.Skip("PAPERS names no folder")
	}
	docs := demos()
	for _, size := range []Size{A5, A4} {
		for _, n := range []int{5, 8, 12, 16, 20, 24, 30, 40} {
			b := demoBallots(n, 1)
			b.Size = size
			docs[fmt.Sprintf("ballot-a%d-%02d", 5-int(size), n)] = b
		}
	}
	for name, d := range docs {
		f, err := os.Create(filepath.Join(dir, name+".pdf"))
		if err != nil {
			t.Fatal(err)
		}
		if missing, err := d.Print(f); err != nil || len(missing) > 0 {
			t.Logf("%s: %v, missing %v", name, err, missing)
		}
		f.Close()
	}
}

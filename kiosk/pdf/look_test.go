package pdf

// This file writes documents into the folder named by PAPERS, for people to look at.

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
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
	for _, n := range []int{24, 40} {
		b := demoBallots(n, 3)
		for i := range b.Projects {
			b.Projects[i].Name = lengthen(b.Projects[i].Name, 30)
		}
		docs[fmt.Sprintf("ballot-long-%02d", n)] = b
	}
	for form, name := range map[Form]string{Ranking: "ranking", Points: "points"} {
		b := demoBallots(8, 1)
		b.Form = form
		docs["ballot-"+name] = b
	}
	odd := demoBallots(9, 1)
	odd.Projects[0].Name = strings.Repeat("棠织新村的居民", 11) + "的家园"
	odd.Projects[1].Name, odd.Projects[2].Name = "李𬭎、㛃䶮、"+string(rare(t)[40:44]), "笑😀脸 \u202Egnp.exe"
	odd.Projects[3].Cost = 1e12
	docs["ballot-odd"] = odd
	deck := demoBallots(6, 1)
	deck.Kind = TestDeck
	docs["ballot-test"] = deck
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

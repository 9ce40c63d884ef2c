package main

// The main job, whole: the demo is played twice, and what it leaves behind is read back.

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"linli/ballot"
	"linli/ballot/store"
	"linli/catalog"
	"linli/kiosk/pdf"
)

// playDemo plays the demo in a folder of its own and returns the folder and what was printed.
func playDemo(t *testing.T, seed string) (dir, printed string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "demo")
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"demo", "--no-serve", "--dir", dir, "--seed", seed}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit %d\n%s", code, &errs)
	}
	return dir, out.String()
}

var outcomeHash = regexp.MustCompile(`hash of the outcome ([0-9a-f]{64})`)

func TestDemo(t *testing.T) {
	dir, printed := playDemo(t, "7")
	hash := outcomeHash.FindStringSubmatch(printed)
	if hash == nil {
		t.Fatalf("no hash of the outcome in\n%s", printed)
	}
	t.Run("sheets", func(t *testing.T) { readSheets(t, dir) })
	t.Run("documents", func(t *testing.T) { readDocuments(t, dir) })
	t.Run("round", func(t *testing.T) { readRound(t, dir, hash[1]) })
	t.Run("again", func(t *testing.T) {
		second, printed := playDemo(t, "7")
		if again := outcomeHash.FindStringSubmatch(printed); again == nil || again[1] != hash[1] {
			t.Errorf("the same seed gave the outcome %v, then %v", hash[1], again)
		}
		sameFiles(t, filepath.Join(dir, "out"), filepath.Join(second, "out"))
	})
	t.Run("other folder", func(t *testing.T) { keepsOthers(t, dir) })
}

// readSheets scans all 1,500 printed codes back.
func readSheets(t *testing.T, dir string) {
	seen := map[string]bool{}
	for _, name := range []string{"ballots-1.pdf", "ballots-2.pdf", "ballots-3.pdf"} {
		file, err := os.ReadFile(filepath.Join(dir, "out", name))
		if err != nil {
			t.Fatal(err)
		}
		texts, err := pdf.Scan(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range texts {
			if _, err := ballot.ParseCode(text); err != nil || !strings.HasPrefix(text, "http://127.0.0.1:8080/b/") {
				t.Fatalf("%s: %q: %v", name, text, err)
			}
			seen[text] = true
		}
	}
	if len(seen) != 1500 {
		t.Errorf("%d different codes, want 1500", len(seen))
	}
}

// readDocuments looks for the Chinese text of each document, as pdftotext finds it.
func readDocuments(t *testing.T, dir string) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("pdftotext is missing")
		}
		t.Skip("pdftotext is not installed")
	}
	for name, words := range map[string][]string{
		"ballots-1.pdf": {"问渡里社区2026年度", "选票编号", "01-0001-", "投入票箱"},
		"library.pdf":   {"项目", "万元", "枕棠街道"},
		"minutes.pdf":   {"圆桌会", "席**", "推荐排序"},
		"notice.pdf":    {"公示", "资金总额50万元", "监督电话", "并列"},
		"letters.pdf":   {"感谢信", "阿依努尔·买买提江", "此致", "送达回执", "名单"},
	} {
		out, err := exec.Command("pdftotext", "-enc", "UTF-8", filepath.Join(dir, "out", name), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(string(out)), "")
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %s", name, w)
			}
		}
	}
}

// readRound opens the demo's data as the server would, and checks what is promised of the play.
func readRound(t *testing.T, dir, hash string) {
	data, err := openData(dir, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	defer closeData(data)
	live, err := catalog.Open(context.Background(), data, "2026")
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	namesStayOut(t, live)
	live.Read(func(r *catalog.Round) {
		if !r.Closed() || r.OutcomeHash != hash || r.Outcome.Hash() != hash {
			t.Errorf("closed %v, hash %s, want %s", r.Closed(), r.OutcomeHash, hash)
		}
		grounds, channels := map[int]int{}, map[string]int{}
		for _, p := range r.Proposals {
			channels[p.Channel]++
			if p.Screening != nil {
				for _, ground := range p.Screening.Applying() {
					grounds[ground]++
				}
			}
			if letter := r.Letters[p.No]; r.Stage(p) == catalog.NotFunded && (letter == nil || letter.Delivered == nil) {
				t.Errorf("proposal %d was not funded and has no delivered letter", p.No)
			}
		}
		for ground := 1; ground <= 7; ground++ {
			if grounds[ground] == 0 {
				t.Errorf("no proposal fell under ground %d", ground)
			}
		}
		if len(r.Proposals) < 60 || len(channels) < 6 || len(r.Library.Projects) != 16 {
			t.Errorf("%d proposals over %v, %d projects", len(r.Proposals), channels, len(r.Library.Projects))
		}
		decisive := 0
		for _, tie := range r.Outcome.Ties {
			if tie.Decisive {
				decisive++
			}
		}
		if decisive != 1 {
			t.Errorf("%d ties at the cut, want 1", decisive)
		}
		for n, s := range r.Stations {
			if s.Printed != 500 || s.Account == nil || len(s.Account.Differences()) > 0 && s.Reason == "" {
				t.Errorf("station %d: %+v", n, s)
			}
		}
	})
}

// namesStayOut looks for the names and phones of all proposers in every entry of the ledger.
func namesStayOut(t *testing.T, live *catalog.Live) {
	var refs []string
	live.Read(func(r *catalog.Round) {
		for _, p := range r.Proposals {
			if p.From == "resident" {
				refs = append(refs, p.Proposer)
			}
		}
	})
	var all bytes.Buffer
	for _, e := range live.Ledger().Entries(0, 1<<40) {
		all.Write(e.Bytes())
	}
	for _, ref := range refs {
		who, err := live.Person(context.Background(), ref)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(all.Bytes(), []byte(who.Name)) || bytes.Contains(all.Bytes(), []byte(who.Phone)) {
			t.Errorf("the ledger knows %s", who.Name)
		}
	}
}

func sameFiles(t *testing.T, a, b string) {
	entries, err := os.ReadDir(a)
	if err != nil || len(entries) < 7 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for _, e := range entries {
		x, errX := os.ReadFile(filepath.Join(a, e.Name()))
		y, errY := os.ReadFile(filepath.Join(b, e.Name()))
		if errX != nil || errY != nil || !bytes.Equal(x, y) {
			t.Errorf("%s differs between two plays of one seed", e.Name())
		}
	}
}

// keepsOthers plays over an earlier demo, and refuses a folder that holds anything else.
func keepsOthers(t *testing.T, dir string) {
	data, err := openData(dir, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	if err := clearDemo(dir); !errors.Is(err, store.ErrBusy) {
		t.Errorf("a demo that is being served is not refused: %v", err)
	}
	if err := closeData(data); err != nil {
		t.Fatal(err)
	}
	if err := clearDemo(dir); err != nil {
		t.Errorf("an earlier demo is not played anew: %v", err)
	}
	other := t.TempDir()
	mine := filepath.Join(other, "thesis.txt")
	if err := os.WriteFile(mine, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	if code := run(context.Background(), []string{"demo", "--no-serve", "--dir", other}, nil, &errs, &errs); code != 1 || !strings.Contains(errs.String(), "--dir") {
		t.Errorf("exit %d: %s", code, &errs)
	}
	if entries, err := os.ReadDir(other); err != nil || len(entries) != 1 {
		t.Errorf("the folder now holds %v, %v", entries, err)
	}
}

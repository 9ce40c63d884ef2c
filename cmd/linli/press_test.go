package main

// Printing is killed at any moment: afterwards every sheet under a name is in the manifest, every sheet of the manifest
// is under a name, and nothing else is left.

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/pdf"
)

// folder checks an output folder against the manifest and gives the sheets found and the station's number of sheets.
func folder(t *testing.T, p *polling, out string) (found, printed int) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(escaped(out), "*"))
	p.must(err)
	met := map[ballot.Commitment]bool{}
	for _, name := range names {
		base := filepath.Base(name)
		if base == lockName || strings.HasSuffix(base, "-labels.pdf") {
			continue
		}
		if !strings.HasPrefix(base, linkRound+"-ballots-") || !strings.HasSuffix(base, ".pdf") {
			t.Errorf("%s is left", base)
			continue
		}
		b, err := os.ReadFile(name)
		p.must(err)
		codes, err := pdf.Scan(b)
		p.must(err)
		for _, url := range codes {
			c, err := ballot.ParseCode(url)
			p.must(err)
			if s, ok := p.live.Printed(c.Commitment(linkRound)); !ok || s != c.Serial || met[c.Commitment(linkRound)] {
				t.Errorf("%s: sheet %v is not in the manifest, or twice", base, c.Serial)
			}
			met[c.Commitment(linkRound)] = true
		}
	}
	p.live.Read(func(r *catalog.Round) { printed = r.Stations[1].Printed })
	return len(met), printed
}

func TestPrintingIsKilled(t *testing.T) {
	linli, err := exec.LookPath("linli")
	if err != nil {
		t.Fatal(err)
	}
	const before = 3
	p := newPolling(t, 1, before)
	p.shut()
	out := filepath.Join(t.TempDir(), "out [1]*")
	order := func(count string) *exec.Cmd {
		return exec.Command(linli, "ballots", "print", "--dir", p.dir, "--station", "1", "--count", count, "--public", "http://a.cn",
			"--by", "qin", "--officer", "qin", "--officer", "lu", "-o", out)
	}
	draw := rand.New(rand.NewPCG(3, 1))
	for range 8 {
		cmd := order("6000")
		p.must(cmd.Start())
		time.Sleep(time.Duration(200+draw.IntN(2500)) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
	}
	if msg, err := order("1").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, msg)
	}
	p.open()
	found, printed := folder(t, p, out)
	if found != printed-before || found < 2 {
		t.Errorf("%d sheets on paper, %d in the manifest", found, printed-before)
	}
	t.Logf("%d sheets", found)
}

// Every state that a crash can leave: a file that was never whole, one that was not entered, one that was entered but
// not named.
func TestPressSettles(t *testing.T) {
	p := newPolling(t, 1, 3)
	out := t.TempDir()
	draw := func(first int) (ballot.Run, []byte) {
		run, sheets, err := ballot.Print(linkRound, 1, first, 2, rand.NewChaCha8([32]byte{byte(first)}))
		p.must(err)
		return run, sheetsFile(t, sheets)
	}
	enter := func(run ballot.Run) func() error {
		return func() error {
			_, err := p.live.Do(t.Context(), "office", &catalog.PrintRun{Run: run, Officers: []string{"qin", "lu"}})
			return err
		}
	}
	pr, err := openPress(out, p.live)
	p.must(err)
	defer pr.close()

	run, file := draw(pr.next(1))
	p.must(durable(pr.path(run)+pending, file[:len(file)/2])) // the power went while it was written
	p.must(pr.settle(io.Discard))
	p.must(durable(pr.path(run)+pending, file)) // … before it was entered
	p.must(pr.settle(io.Discard))
	if found, _ := folder(t, p, out); found != 0 {
		t.Errorf("%d sheets that nobody entered have a name", found)
	}
	p.must(durable(pr.path(run)+pending, file)) // … before it was named
	p.must(enter(run)())
	p.must(pr.settle(io.Discard))
	if found, printed := folder(t, p, out); found != 2 || printed != 5 {
		t.Errorf("%d sheets found, %d printed", found, printed)
	}

	run, file = draw(99) // refused: the numbers are not in order
	if err := pr.issue(run, file, enter(run)); err == nil {
		t.Error("a run out of order is entered")
	}
	run, file = draw(pr.next(1))
	p.must(pr.issue(run, file, func() error {
		whole, err := os.ReadFile(pr.path(run) + pending)
		if _, named := os.Lstat(pr.path(run)); err != nil || !bytes.Equal(whole, file) || !os.IsNotExist(named) {
			t.Errorf("when its sheets are entered the file has %d of %d bytes, %v, %v", len(whole), len(file), err, named)
		}
		return enter(run)()
	}))
	if err := pr.issue(run, file, enter(run)); err == nil {
		t.Error("a file is overwritten")
	}
	if found, printed := folder(t, p, out); found != 4 || printed != 7 {
		t.Errorf("%d sheets found, %d printed", found, printed)
	}
}

// sheetsFile is a printed file of these sheets.
func sheetsFile(t *testing.T, sheets []ballot.Credential) []byte {
	t.Helper()
	b := pdf.Ballots{Title: "选票", Rule: "选一项。", Projects: []pdf.Choice{{Number: "1", Name: "长椅"}}, Date: time.Unix(1, 0)}
	for _, c := range sheets {
		b.Sheets = append(b.Sheets, pdf.Sheet{Serial: c.Serial.String(), URL: "http://a.cn/b/" + c.Code()})
	}
	var out strings.Builder
	if _, err := b.Print(&out); err != nil {
		t.Fatal(err)
	}
	return []byte(out.String())
}

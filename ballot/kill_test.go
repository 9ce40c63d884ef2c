package ballot

// A box whose process is killed: what was acknowledged is in it, once.

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"linli/ballot/store/bolt"
)

const victimEnv = "LINLI_TEST_VICTIM"

const (
	victimSheets  = 20_000
	victimCasters = 16
)

func victimMarks(i int) Marks { return marks(1+i%20, 1+(i+7)%20) }

// victim casts every sheet, in an order of its own, and prints what is acknowledged until it is killed.
func victim(path string) {
	s, err := bolt.Open(path)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	m, all := sheets(poll, victimSheets)
	b, err := OpenBox(context.Background(), s, poll, paper, m)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	order := rand.Perm(len(all))
	var print sync.Mutex
	var casting sync.WaitGroup
	for w := range victimCasters {
		casting.Go(func() {
			for _, i := range order[w*len(order)/victimCasters : (w+1)*len(order)/victimCasters] {
				r, err := b.Cast(context.Background(), all[i], victimMarks(i), Kiosk)
				print.Lock()
				fmt.Println("cast", i, r.Tracker, err)
				print.Unlock()
			}
		})
	}
	casting.Wait()
	os.Exit(0)
}

// kill runs a victim, kills it a moment after its first word, and adds to acks what it has acknowledged.
func kill(t *testing.T, path string, acks map[int]string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), victimEnv+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for first := true; lines.Scan(); first = false {
		if first {
			time.AfterFunc(time.Duration(20+rand.IntN(150))*time.Millisecond, func() { cmd.Process.Kill() })
		}
		var i int
		var tracker, outcome string
		if n, _ := fmt.Sscanf(lines.Text(), "cast %d %s %s", &i, &tracker, &outcome); n < 3 {
			t.Logf("a line that the kill cut, or a failure: %q", lines.Text())
			continue
		}
		if outcome != "<nil>" || acks[i] != "" && acks[i] != tracker {
			t.Errorf("sheet %d, acknowledged as %q: %s", i, acks[i], lines.Text())
		}
		acks[i] = tracker
	}
	if err := cmd.Wait(); err == nil {
		t.Log("the victim was done before it was killed")
	}
}

func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	acks := map[int]string{}
	for range 5 {
		before := len(acks)
		kill(t, path, acks)
		t.Logf("%d acknowledged", len(acks)-before)
	}
	if len(acks) < 50 {
		t.Fatalf("only %d ballots were acknowledged", len(acks))
	}
	m, all := sheets(poll, victimSheets)
	b := openBox(t, openStore(t, path), m)
	for i, tracker := range acks {
		r, err := b.Cast(t.Context(), all[i], victimMarks(i), Phone)
		if err != nil || r.Tracker != tracker {
			t.Fatalf("sheet %d again: %q, was %q: %v", i, r.Tracker, tracker, err)
		}
		if i%20 == 0 {
			_, err := b.Cast(t.Context(), all[i], marks(3), Phone)
			wantErr(t, err, ErrSpent)
		}
	}
	in := opened(t, b)
	for i, tracker := range acks {
		if fmt.Sprint(in[tracker]) != fmt.Sprint(paper.Normal(victimMarks(i))) {
			t.Errorf("sheet %d holds %v", i, in[tracker])
		}
	}
	t.Logf("%d acknowledged, %d in the box", len(acks), len(in))
	if n := b.Count(); n != len(in) || n < len(acks) || n > len(acks)+5*maxSegment {
		t.Errorf("%d ballots, %d trackers, %d acknowledged", n, len(in), len(acks))
	}
}

package ballot

// Every file call of a cast fails in turn: the program ends with an error, the file stays sound, and nothing is
// acknowledged that is not in it.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

const oneShotEnv = "LINLI_TEST_ONE_SHOT"

// oneShot opens the file, casts the second sheet and says what came of it.
func oneShot(path string) {
	fail := func(err error) {
		if err != nil {
			fmt.Println("refused:", err)
			os.Exit(1)
		}
	}
	s, err := bolt.Open(path)
	fail(err)
	m, all := sheets(poll, 2)
	b, err := OpenBox(context.Background(), s, poll, paper, m)
	fail(err)
	_, err = b.Cast(context.Background(), all[1], marks(2), Kiosk)
	fail(err)
	fmt.Println("acknowledged")
	os.Exit(0)
}

// tracer finds strace. In CI it must be there; that a machine forbids tracing, as many containers do, is not the
// program's fault, and skips the test there too.
func tracer(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatal("strace is not installed")
	case err != nil:
		t.Skip("strace is not installed: no file call was made to fail")
	}
	if out, err := exec.Command(path, "-f", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("this machine forbids tracing (ptrace): no file call was made to fail: %v: %s", err, out)
	}
	return path
}

func TestEveryFileCallFails(t *testing.T) {
	strace := tracer(t)
	for _, existing := range []bool{true, false} {
		for _, call := range []string{"openat", "pwrite64", "fdatasync", "fsync", "ftruncate", "mmap"} {
			failed := 0
			for failed < 40 && failOne(t, strace, call, failed+1, existing) {
				failed++
			}
			t.Logf("%s: %d calls failed in turn (existing file: %v)", call, failed, existing)
			if failed == 0 && (call != "ftruncate" && call != "fsync" || !existing) {
				t.Errorf("no %s was made to fail (existing file: %v)", call, existing)
			}
		}
	}
}

// failOne runs a cast whose n-th call of that name on the file or its folder fails, and tells whether there was one.
func failOne(t *testing.T, strace, call string, n int, existing bool) (injected bool) {
	t.Helper()
	dir := t.TempDir()
	path, log := filepath.Join(dir, "db"), filepath.Join(t.TempDir(), "log")
	if existing {
		castFirst(t, path)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, strace, "-f", "-o", log, "-P", path, "-P", dir,
		"-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:error=EIO:when=%d", call, n), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), oneShotEnv+"="+path)
	out, err := cmd.CombinedOutput()
	traced, _ := os.ReadFile(log)
	injected = bytes.Contains(traced, []byte("(INJECTED)"))
	what := fmt.Sprintf("%s %d fails (existing file: %v): %q", call, n, existing, out)
	acknowledged := strings.HasPrefix(string(out), "acknowledged")
	var failed *exec.ExitError
	switch {
	case err != nil && (!errors.As(err, &failed) || failed.ExitCode() != 1):
		t.Errorf("%s: %v", what, err)
	case (err == nil) != acknowledged, !acknowledged && !bytes.HasPrefix(out, []byte("refused: ")):
		t.Errorf("%s: it ends with %v", what, err)
	case !injected && !acknowledged:
		t.Errorf("%s: nothing was injected, and nothing was acknowledged", what)
	}
	afterFault(t, path, what, existing, acknowledged)
	return injected
}

func castFirst(t *testing.T, path string) {
	t.Helper()
	s := openStore(t, path)
	m, all := sheets(poll, 2)
	if _, err := openBox(t, s, m).Cast(t.Context(), all[0], marks(1), Kiosk); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// afterFault demands a sound file with the first ballot and, if it was acknowledged, the second; casting goes on.
func afterFault(t *testing.T, path, what string, existing, acknowledged bool) {
	t.Helper()
	s, err := bolt.Open(path)
	if (errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrForeign)) && !existing && !acknowledged {
		return // a new file that was never whole is refused, and held nothing
	}
	if err != nil {
		t.Errorf("%s: afterwards %v", what, err)
		return
	}
	m, all := sheets(poll, 2)
	b := openBox(t, s, m)
	in := b.Count()
	if existing && in < 1 || acknowledged && errors.Is(b.Look(all[1]), nil) {
		t.Errorf("%s: %d ballots are in the box", what, in)
	}
	if _, err := b.Cast(t.Context(), all[1], marks(2), Kiosk); err != nil {
		t.Errorf("%s: casting again: %v", what, err)
	}
	if n := b.Count(); existing && n != 2 || !existing && n != 1 {
		t.Errorf("%s: %d ballots after casting again", what, n)
	}
	b.Close()
	s.Close()
	sound(t, path, what)
}

// sound demands what linli check does of a file.
func sound(t *testing.T, path, what string) {
	t.Helper()
	v, err := bolt.View(path)
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	defer v.Close()
	if _, err := v.Check(); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	if err := store.Verify(t.Context(), v, nil, func(_ store.Head, err error) {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

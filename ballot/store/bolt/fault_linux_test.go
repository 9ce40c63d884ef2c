package bolt_test

// A disk that is really full, a folder that really may not be written, and a second process that is really another.

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

// A disk of 24 MiB fills up: commits are refused as such, what was acknowledged stays, and after space is freed
// commits go on without reopening. The header of a new file wants 16 MiB.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("a small disk cannot be mounted here: %v (TestFull does the same by a limit)", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	path, ballast := filepath.Join(dir, "db"), filepath.Join(dir, "ballast")
	s := open(t, path)
	acked := 0
	put := func() error {
		_, err := s.Commit(t.Context(), nil, []store.Op{{Key: itemKey(acked), Val: make([]byte, 200_000)}})
		if err == nil {
			acked++
		}
		return err
	}
	if err := put(); err != nil {
		t.Fatal(err)
	}
	fill(t, ballast)
	var err error
	for err == nil && acked < 500 {
		err = put()
	}
	if !errors.Is(err, store.ErrFull) || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("after %d commits: %v", acked, err)
	}
	if err := s.Backup(t.Context(), filepath.Join(dir, "copy")); err == nil {
		t.Error("a backup was made on a full disk")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "copy*")); len(left) > 0 {
		t.Errorf("a backup that failed has left %v", left)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := put(); err != nil {
			t.Fatalf("after space was freed: %v", err)
		}
	}
	s.Close()
	v := view(t, path)
	if n, err := v.Check(); err != nil || n != acked {
		t.Errorf("%d items, %d acknowledged: %v", n, acked, err)
	}
}

// fill takes all space that is left.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 64<<10); err == nil; {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
}

const readOnlyEnv = "LINLI_TEST_READ_ONLY"

func TestMain(m *testing.M) {
	if dir := os.Getenv(readOnlyEnv); dir != "" {
		for _, name := range []string{"db", "new"} {
			_, err := bolt.Open(filepath.Join(dir, name))
			fmt.Println(name, errors.Is(err, os.ErrPermission))
		}
		os.Exit(0)
	}
	if path := os.Getenv(secondEnv); path != "" {
		s, err := bolt.Open(path)
		if err == nil {
			_, err = s.Commit(context.Background(), nil, []store.Op{{Key: []byte("second"), Val: []byte("v")}})
		}
		fmt.Println(err == nil, errors.Is(err, store.ErrBusy))
		if err == nil {
			time.Sleep(time.Minute) // it is killed before
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const secondEnv = "LINLI_TEST_SECOND"

// second starts this program again, to open the file and hold it, and tells what it says of that.
func second(t *testing.T, path string) (said string, kill func()) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), secondEnv+"="+path), os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	kill = sync.OnceFunc(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	t.Cleanup(kill)
	said, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return said, kill
}

// Two processes never have one file: the second is told so, whoever it is, and the first may be killed at any time.
func TestTwoProcesses(t *testing.T) {
	path := filled(t, 3)
	s := open(t, path)
	if said, _ := second(t, path); said != "false true\n" {
		t.Errorf("the second process: %s", said)
	}
	s.Close()
	said, kill := second(t, path)
	if said != "true false\n" {
		t.Errorf("the only process: %s", said)
	}
	refused(t, path, store.ErrBusy)
	if _, err := bolt.View(path); !errors.Is(err, store.ErrBusy) {
		t.Errorf("viewing: %v", err)
	}
	kill()
	if it, err := open(t, path).Get(t.Context(), []byte("second")); err != nil || it.Ver != 4 {
		t.Errorf("what the killed process committed is at %d: %v", it.Ver, err)
	}
}

// Root may write everywhere, so somebody else tries: this program again, as nobody.
func TestReadOnlyAsNobody(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can become somebody else (TestReadOnly does the same)")
	}
	const nobody = 65534
	data, err := os.ReadFile(filled(t, 1))
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "linli-readonly-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	exe := filepath.Join(dir, "program")
	err = errors.Join(os.WriteFile(filepath.Join(dir, "db"), data, 0o644), os.WriteFile(exe, program, 0o755), os.Chmod(dir, 0o555))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), readOnlyEnv+"="+dir)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, os.ErrPermission) {
		t.Skipf("this machine lets nobody run programs in its temporary folder: %v", err)
	}
	if err != nil || strings.TrimSpace(string(out)) != "db true\nnew true" {
		t.Errorf("%v: %s", err, out)
	}
	if now, err := os.ReadFile(filepath.Join(dir, "db")); err != nil || string(now) != string(data) {
		t.Error("the file was changed")
	}
}

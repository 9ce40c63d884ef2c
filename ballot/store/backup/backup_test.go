package backup

// A backup is read whole or refused.

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

var members = map[string]string{"linli.db": "the data, 数据", "roll.db": "the roll"}

func written(t testing.TB) []byte {
	t.Helper()
	dir := t.TempDir()
	for name, text := range members {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := Write(&b, dir, "linli.db", "roll.db"); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type kept struct {
	bytes.Buffer
	closed bool
}

func (k *kept) Close() error { k.closed = true; return nil }

func read(raw []byte) (map[string]*kept, error) {
	got := map[string]*kept{}
	_, err := Read(bytes.NewReader(raw), func(name string) (io.WriteCloser, error) {
		got[name] = &kept{}
		return got[name], nil
	})
	return got, err
}

func TestThereAndBack(t *testing.T) {
	got, err := read(written(t))
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	for name, text := range members {
		if got[name].String() != text || !got[name].closed {
			t.Errorf("%s: %q", name, got[name])
		}
	}
	names, err := Read(bytes.NewReader(written(t)), nil)
	if err != nil || len(names) != 2 || names[0] != "linli.db" {
		t.Error(names, err)
	}
}

// Every byte that says anything is covered: flipped or cut off, it is refused.
func TestDamagedBackup(t *testing.T) {
	raw := written(t)
	for i := range raw {
		bad := bytes.Clone(raw)
		bad[i] ^= 0x20
		refusedOrWhole(t, bad)
	}
	for n := range raw {
		refusedOrWhole(t, raw[:n])
	}
	if _, err := read(raw[:len(raw)/2]); !errors.Is(err, ErrBackup) {
		t.Errorf("cut in half: %v", err)
	}
}

func refusedOrWhole(t *testing.T, raw []byte) {
	t.Helper()
	got, err := read(raw)
	if err != nil {
		if !errors.Is(err, ErrBackup) && !errors.Is(err, ErrNewer) {
			t.Errorf("%v", err)
		}
		return
	}
	for name, text := range members {
		if got[name] == nil || got[name].String() != text {
			t.Errorf("%s is taken for sound: %q", name, got[name])
		}
	}
}

func archived(t *testing.T, files ...[2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f[0], Mode: 0o600, Size: int64(len(f[1])), ModTime: time.Unix(0, 0)}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const sumOfX = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881" // SHA-256 of "x"

func TestForeignBackups(t *testing.T) {
	good := [2]string{listName, sumOfX + "  a.db\n"}
	if _, err := read(archived(t, good, [2]string{"a.db", "x"})); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"nothing":            {nil, ErrBackup},
		"not tar":            {bytes.Repeat([]byte("垃圾"), 500), ErrBackup},
		"another tar":        {archived(t, [2]string{"a.db", "x"}), ErrBackup},
		"newer":              {archived(t, [2]string{"linli-backup-2", "?"}), ErrNewer},
		"empty list":         {archived(t, [2]string{listName, ""}), ErrBackup},
		"path":               {archived(t, [2]string{listName, sumOfX + "  ../a.db\n"}, [2]string{"../a.db", "x"}), ErrBackup},
		"listed, not there":  {archived(t, good), ErrBackup},
		"there, not listed":  {archived(t, good, [2]string{"a.db", "x"}, [2]string{"b.db", "x"}), ErrBackup},
		"another name":       {archived(t, good, [2]string{"b.db", "x"}), ErrBackup},
		"another hash":       {archived(t, good, [2]string{"a.db", "y"}), ErrBackup},
		"twice":              {archived(t, [2]string{listName, good[1] + good[1]}, [2]string{"a.db", "x"}, [2]string{"a.db", "x"}), ErrBackup},
		"no end of the line": {archived(t, [2]string{listName, sumOfX + "  a.db"}, [2]string{"a.db", "x"}), ErrBackup},
	} {
		if _, err := read(c.raw); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The form is what the documentation says: tar and sha256sum understand it.
func TestOtherPrograms(t *testing.T) {
	for _, name := range []string{"tar", "sha256sum"} {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal(err)
			}
			t.Skipf("%s is not installed", name)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "b.tar"), written(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"tar", "xf", "b.tar"}, {"sha256sum", "--strict", "-c", listName}} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v: %v\n%s", args, err, out)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
func (f failing) Close() error              { return nil }

// A disk that is full is no fault of the backup.
func TestWhereItGoesFails(t *testing.T) {
	full := errors.New("full")
	_, err := Read(bytes.NewReader(written(t)), func(string) (io.WriteCloser, error) { return failing{full}, nil })
	if !errors.Is(err, full) || errors.Is(err, ErrBackup) {
		t.Error(err)
	}
	if err := Write(io.Discard, t.TempDir(), "../x.db"); err == nil {
		t.Error("a path was taken as a name")
	}
	if err := Write(io.Discard, t.TempDir(), "linli.db"); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// FuzzRead: what is read without an error has the hashes that are listed, so writing it anew gives a backup of the same.
func FuzzRead(f *testing.F) {
	f.Add(written(f))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := read(raw)
		if err != nil {
			if !errors.Is(err, ErrBackup) && !errors.Is(err, ErrNewer) {
				t.Errorf("%v", err)
			}
			return
		}
		dir := t.TempDir()
		var names []string
		for name, k := range got {
			names = append(names, name)
			if err := os.WriteFile(filepath.Join(dir, name), k.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var again bytes.Buffer
		if err := Write(&again, dir, names...); err != nil {
			t.Fatal(err)
		}
		twice, err := read(again.Bytes())
		if err != nil || len(twice) != len(got) {
			t.Errorf("%d members, then %d: %v", len(got), len(twice), err)
		}
	})
}

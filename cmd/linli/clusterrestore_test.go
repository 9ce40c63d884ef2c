package main

// Restoring into a cluster: from either keeper, into nothing only, and what an interrupted one leaves.

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/ballot/store/etcd"
)

// on is a prefix of a cluster, with the keys in a folder.
func on(base, prefix, keys string) place { return place{keys, keeper{Store: base + prefix}} }

// contents are the items of both stores of a place, without their versions, which are the keeper's own.
func contents(t *testing.T, p place) (out []string) {
	t.Helper()
	data, rolls, err := p.view(t.Context(), p.Dir)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	defer rolls.Close()
	for _, s := range []store.Store{data, rolls} {
		err := s.Scan(t.Context(), nil, nil, func(it store.Item) error {
			out = append(out, fmt.Sprintf("%q %x", it.Key, it.Val))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, "")
	}
	return out
}

func TestRestoreIntoCluster(t *testing.T) {
	_, base := newCluster(t)
	for name, test := range map[string]func(*testing.T, string){
		"across keepers": restoreAcrossKeepers, "refused": restoreIntoClusterRefuses, "killed": restoreIsKilled, "too large": restoreTooLarge,
	} {
		t.Run(name, func(t *testing.T) { test(t, base) })
	}
}

// A finished round goes from a folder to a cluster, from there to another prefix, and back into a folder: it is the
// same everywhere, and is served and archived in the end.
func restoreAcrossKeepers(t *testing.T, base string) {
	out := t.TempDir()
	file := func(name string) string { return filepath.Join(out, name) }
	first := place{Dir: v1(t)}
	copyKey(t, rollFile, first.Dir)
	copyKey(t, signFile, first.Dir)
	want := contents(t, first)
	keys := file("keys")
	second, third, last := on(base, "second", keys), on(base, "third", keys), place{Dir: file("last")}

	said(t, 0, "backup", "--dir", first.Dir, "-o", file("1.tar"), "--with-keys")
	if printed := said(t, 0, "restore", file("1.tar"), "--store", second.Store, "--dir", keys); !strings.Contains(printed, "restored and checked") {
		t.Error(printed)
	}
	said(t, 0, "backup", "--store", second.Store, "--dir", keys, "-o", file("2.tar"))
	if printed := said(t, 0, "restore", file("2.tar"), "--store", third.Store); !strings.Contains(printed, "put back the keys") {
		t.Error(printed)
	}
	said(t, 0, "backup", "--store", third.Store, "--dir", keys, "-o", file("3.tar"), "--with-keys")
	said(t, 0, "restore", file("3.tar"), "--dir", last.Dir)

	for _, p := range []place{second, third, last} {
		got := slices.DeleteFunc(contents(t, p), func(it string) bool { return strings.HasPrefix(it, `"keys" `) })
		if !slices.Equal(got, want) {
			t.Errorf("%+v holds %d items, want %d", p, len(got), len(want))
		}
		env, err := p.openData(t.Context(), p.Dir, systemClock, systemRandom)
		if err != nil {
			t.Fatal(err)
		}
		if err := closeData(env); err != nil {
			t.Error(err)
		}
		export := filepath.Join(t.TempDir(), "r.export")
		said(t, 0, "export", "--dir", p.Dir, "--store", p.Store, "-o", export)
		said(t, 1, "export", "--dir", t.TempDir(), "--store", p.Store, "-o", export+"2")
		said(t, 0, "archive", "--dir", p.Dir, "--store", p.Store, "--round", "2026")
		said(t, 0, "check", "--dir", p.Dir, "--store", p.Store)
	}
	if printed := said(t, 0, "archive", "--dir", keys, "--store", second.Store, "--round", "2026"); !strings.Contains(printed, "snapshots of etcdctl") {
		t.Error(printed)
	}
}

// Nothing is written where anything lies, and keys that are not those of the data are refused before that.
func restoreIntoClusterRefuses(t *testing.T, base string) {
	dir, _ := town(t)
	out := t.TempDir()
	file := filepath.Join(out, "b.tar")
	said(t, 0, "backup", "--dir", dir, "-o", file)
	taken := on(base, "taken", dir)
	said(t, 0, "restore", file, "--store", taken.Store, "--dir", dir)
	before := contents(t, taken)
	if printed := said(t, 1, "restore", file, "--store", taken.Store); !strings.Contains(printed, "left alone") || !strings.Contains(printed, "taken") {
		t.Error(printed)
	}
	if !slices.Equal(contents(t, taken), before) {
		t.Error("a refused restore has changed what lies there")
	}

	stranger, _ := town(t)
	with := filepath.Join(out, "with.tar")
	said(t, 0, "backup", "--dir", dir, "-o", with, "--with-keys")
	for _, args := range [][]string{{with, "--dir", stranger}, {file, "--dir", stranger}} {
		if printed := said(t, 1, append([]string{"restore", "--store", base + "new"}, args...)...); !strings.Contains(printed, "not those of the data") {
			t.Error(printed)
		}
	}
	for verb, more := range map[string]string{"export": "--round=2026", "backup": "--with-keys"} {
		if printed := said(t, 1, verb, "--store", taken.Store, "--dir", stranger, "-o", filepath.Join(out, "x"), more); !strings.Contains(printed, "not those of the data") {
			t.Errorf("%s with a stranger's keys: %s", verb, printed)
		}
	}
	said(t, 2, "restore", file)
	said(t, 2, "archive", "--round", "2026")
	said(t, 1, "restore", file, "--store", "etcd://nowhere")
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(out, "bad.tar")
	if err := os.WriteFile(bad, raw[:len(raw)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	said(t, 1, "restore", bad, "--store", base+"new")
	for verb, args := range map[string][]string{"check": nil, "backup": {"-o", filepath.Join(out, "c.tar")}, "export": {"-o", filepath.Join(out, "c")}, "archive": {"--round", "2026"}} {
		if printed := said(t, 1, append([]string{verb, "--store", base + "new", "--dir", dir}, args...)...); !strings.Contains(printed, "no data of linli") {
			t.Errorf("%s of nothing: %s", verb, printed)
		}
	}
	if entries, err := os.ReadDir(out); err != nil || len(entries) != 3 {
		t.Errorf("what was refused has left %v, %v", entries, err)
	}
}

// large is a backup whose restore takes a while.
func large(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	data, rolls, err := openFolder(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	c := store.NewChain(data, "box/r")
	for i := range 120 {
		if err := c.Append(t.Context(), bytes.Repeat([]byte{byte(i)}, 300_000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(rolls.Close(), data.Close()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "large.tar")
	said(t, 0, "backup", "--dir", dir, "-o", file)
	return file
}

// A restore that is killed leaves a prefix that every verb refuses, and the next restore makes it whole.
func restoreIsKilled(t *testing.T, base string) {
	file := large(t)
	p := on(base, "killed", t.TempDir())
	linli, err := exec.LookPath("linli")
	if err != nil {
		t.Fatal(err)
	}
	killed := 0
	for range 3 {
		cmd := exec.Command(linli, "restore", file, "--store", p.Store)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		refused := unfinished(t, p)
		cmd.Process.Kill()
		cmd.Wait()
		if !refused {
			continue
		}
		killed++
		for _, args := range [][]string{{"check"}, {"backup", "-o", "b.tar"}, {"export", "-o", "e"}, {"archive", "--round", "r"}, {"serve"}} {
			printed := said(t, 1, append(args, "--store", p.Store, "--dir", p.Dir)...)
			if !strings.Contains(printed, "was not finished") || !strings.Contains(printed, "恢复没有完成") {
				t.Errorf("%v: %s", args, printed)
			}
		}
	}
	if killed < 3 {
		t.Fatalf("only %d of 3 were killed on their way", killed)
	}
	said(t, 0, "restore", file, "--store", p.Store)
	said(t, 0, "check", "--store", p.Store, "--dir", p.Dir)
	if got := contents(t, p); len(got) != 120+2+1 {
		t.Errorf("%d items", len(got))
	}
}

// unfinished waits until a restore has begun.
func unfinished(t *testing.T, p place) bool {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(5 * time.Millisecond) {
		data, rolls, err := p.view(t.Context(), p.Dir)
		if errors.Is(err, etcd.ErrUnfinished) {
			return true
		}
		if err == nil {
			data.Close()
			rolls.Close()
			return false
		}
	}
	return false
}

// What no commit on a cluster takes is refused before anything is written, and still goes into a folder.
func restoreTooLarge(t *testing.T, base string) {
	dir, _ := town(t)
	s, err := bolt.Open(filepath.Join(dir, dbFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.NewChain(s, "big").Append(t.Context(), make([]byte, 2<<20)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "b.tar")
	said(t, 0, "backup", "--dir", dir, "-o", file)
	if printed := said(t, 1, "restore", file, "--store", base+"big"); !strings.Contains(printed, "s/big/") {
		t.Error(printed)
	}
	_, _, err = on(base, "big", dir).view(t.Context(), dir)
	wantErr(t, err, etcd.ErrNone)
	said(t, 0, "restore", file, "--dir", filepath.Join(t.TempDir(), "new"))
}

package main

// Backup, restore and check, and who was erased before.

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
	"linli/catalog"
	"linli/catalog/preset"
)

// said runs linli, expects an exit code, and returns what it printed.
func said(t *testing.T, code int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if got := run(context.Background(), args, nil, &out, &out); got != code {
		t.Fatalf("linli %s exits with %d, want %d\n%s", strings.Join(args, " "), got, code, &out)
	}
	return out.String()
}

// town is a data folder with a round in which proposals are being collected.
func town(t *testing.T) (dir string, proposers []string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	return dir, townAt(t, place{Dir: dir})
}

func townAt(t *testing.T, p place) (proposers []string) {
	t.Helper()
	data, err := p.openData(t.Context(), p.Dir, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	defer closeData(data)
	wuzhong, err := preset.Named("wuzhong")
	if err != nil {
		t.Fatal(err)
	}
	s := catalog.Draft(wuzhong)
	s.Community, s.Street, s.District, s.Year, s.Address, s.Phone, s.Supervision = "甲社区", "乙街道", "丙区", 2026, "-", "-", "-"
	live, err := catalog.Found(t.Context(), data, "office", catalog.Create{ID: "2026", Scheme: s})
	if err == nil {
		_, err = live.Do(t.Context(), "office", &catalog.Adopt{Body: "居民代表会议"})
	}
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	for _, name := range []string{"欧阳留存", "司徒消失"} {
		a, err := live.SubmitWith(t.Context(), "resident", catalog.Handing{Person: catalog.Person{Name: name, Phone: "0000-" + name}, Proposal: catalog.Submit{
			Channel: "spreadsheet", Kind: "engineering", From: "resident", Title: "路灯", Place: "北门", Text: "太暗", Benefits: "全体居民",
		}, Photo: []byte("\xff\xd8\xff\xe0" + "照片里有" + name)})
		if err != nil {
			t.Fatal(err)
		}
		proposers = append(proposers, a.Proposer)
	}
	return proposers
}

func erase(t *testing.T, dir, ref string) {
	t.Helper()
	eraseAt(t, place{Dir: dir}, ref)
}

func eraseAt(t *testing.T, p place, ref string) {
	t.Helper()
	data, err := p.openData(t.Context(), p.Dir, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	defer closeData(data)
	live, err := catalog.Open(t.Context(), data, "2026")
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	no := 0
	live.Read(func(r *catalog.Round) {
		for _, p := range r.Proposals {
			if p.Proposer == ref {
				no = p.No
			}
		}
	})
	if _, err := live.Do(t.Context(), "office", &catalog.Erase{No: no, Why: "request"}); err != nil {
		t.Fatal(err)
	}
}

// holding are the files below a folder, or the file, that hold the words.
func holding(t *testing.T, dir, words string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		if bytes.Contains(b, []byte(words)) {
			names = append(names, filepath.Base(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// Who was erased is in no backup made later, in nothing that is restored from it, and after check --compact in no page
// of the live file; the others stay.
func TestErasedPeopleAreGone(t *testing.T) {
	dir, refs := town(t)
	out := t.TempDir()
	said(t, 0, "backup", "--dir", dir, "-o", filepath.Join(out, "before.tar"))
	erase(t, dir, refs[1])
	if got := holding(t, dir, "司徒消失"); len(got) != 1 {
		t.Fatalf("the live file's free pages do not hold the erased person (%v): this test proves nothing", got)
	}
	said(t, 0, "backup", "--dir", dir, "-o", filepath.Join(out, "after.tar"))
	restored := filepath.Join(out, "restored")
	said(t, 0, "restore", filepath.Join(out, "after.tar"), "--dir", restored)
	said(t, 0, "check", "--dir", restored)
	if got := holding(t, out, "司徒消失"); len(got) != 1 || got[0] != "before.tar" {
		t.Errorf("the erased person is in %v", got)
	}
	if got := holding(t, out, "欧阳留存"); len(got) != 3 {
		t.Errorf("the person who stays is in %v", got)
	}
	if printed := said(t, 0, "check", "--dir", dir, "--compact"); strings.Contains(printed, "欧阳留存") {
		t.Error("check prints names")
	}
	if got := holding(t, dir, "司徒消失"); len(got) != 0 {
		t.Errorf("after check --compact the erased person is in %v", got)
	}
	if got := holding(t, dir, "欧阳留存"); len(got) != 1 {
		t.Errorf("after check --compact the person who stays is in %v", got)
	}
}

// What an erasure has left, and who is missing without one, is found, each with what to do.
func TestCheckFindsWhatIsLeftOfTheErased(t *testing.T) {
	dir, refs := town(t)
	key := []byte("person/2026/" + refs[1])
	change := func(ref string, val func([]byte) []byte) {
		t.Helper()
		s, err := bolt.Open(filepath.Join(dir, dbFile))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		it, err := s.Get(t.Context(), []byte("person/2026/"+ref))
		if err == nil {
			_, err = s.Commit(t.Context(), nil, []store.Op{{Key: key, Val: val(bytes.Clone(it.Val))}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	erase(t, dir, refs[1])
	if out := said(t, 0, "check", "--dir", dir); strings.Contains(out, "older linli") {
		t.Error(out)
	}
	change(refs[0], func(kept []byte) []byte { return kept })
	if out := said(t, 1, "check", "--dir", dir); !strings.Contains(out, "erases them again") || !strings.Contains(out, ": [2]") || strings.Contains(out, "linli restore") {
		t.Error(out)
	}
	change(refs[1], func([]byte) []byte { return nil })
	said(t, 0, "check", "--dir", dir)
	key = []byte("person/2026/" + refs[0])
	change(refs[0], func([]byte) []byte { return nil })
	if out := said(t, 0, "check", "--dir", dir); !strings.Contains(out, "unless an older linli erased them, restore a backup: [1]") {
		t.Error(out)
	}
}

// Keys enter a backup only if they are asked for, and data without their keys are not served with new ones.
func TestBackupAndKeys(t *testing.T) {
	dir, _ := town(t)
	out := t.TempDir()
	key, err := os.ReadFile(filepath.Join(dir, rollFile))
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]string{"plain": nil, "keys": {"--with-keys"}} {
		file, restored := filepath.Join(out, name+".tar"), filepath.Join(out, name)
		said(t, 0, append([]string{"backup", "--dir", dir, "-o", file}, args...)...)
		if got := holding(t, file, string(key)); (len(got) > 0) != (name == "keys") {
			t.Errorf("backup %q: the key is in %v", name, got)
		}
		printed := said(t, 0, "restore", file, "--dir", restored)
		_, err := openData(restored, systemClock, systemRandom)
		if name == "plain" {
			wantErr(t, err, errKeys)
			if !strings.Contains(printed, rollFile) {
				t.Error(printed)
			}
			continue
		}
		if err != nil {
			t.Errorf("with its keys a restored folder does not open: %v", err)
		}
	}
}

// Restore is all or nothing, and never touches a folder that holds anything.
func TestRestoreRefuses(t *testing.T) {
	dir, _ := town(t)
	out := t.TempDir()
	file := filepath.Join(out, "b.tar")
	said(t, 0, "backup", "--dir", dir, "-o", file)
	said(t, 1, "backup", "--dir", dir, "-o", file)
	said(t, 1, "restore", file, "--dir", dir)
	said(t, 1, "restore", filepath.Join(out, "absent.tar"), "--dir", filepath.Join(out, "new"))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{600, len(whole) / 4, len(whole) / 2} {
		bad := bytes.Clone(whole)
		bad[at] ^= 1
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if printed := said(t, 1, "restore", file, "--dir", filepath.Join(out, "new")); !strings.Contains(printed, "backup") {
			t.Error(printed)
		}
	}
	entries, err := os.ReadDir(out)
	if err != nil || len(entries) != 1 {
		t.Errorf("refused restores have left %v, %v", entries, err)
	}
	said(t, 1, "backup", "--dir", filepath.Join(out, "nothing"), "-o", filepath.Join(out, "c.tar"))
	said(t, 1, "archive", "--dir", filepath.Join(out, "nothing"), "--round", "2026")
	if _, err := os.Stat(filepath.Join(out, "nothing")); err == nil {
		t.Error("a folder was made where none was")
	}
}

// An empty folder may be restored into, and what an interrupted backup left behind goes at the next start.
func TestRestoreIntoEmptyFolder(t *testing.T) {
	dir, _ := town(t)
	out := t.TempDir()
	said(t, 0, "backup", "--dir", dir, "-o", filepath.Join(out, "b.tar"), "--with-keys")
	to := filepath.Join(out, "empty")
	if err := os.Mkdir(to, 0o700); err != nil {
		t.Fatal(err)
	}
	said(t, 0, "restore", filepath.Join(out, "b.tar"), "--dir", to)
	if err := os.Mkdir(filepath.Join(to, ".linli-backup-1"), 0o700); err != nil {
		t.Fatal(err)
	}
	data, err := openData(to, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	defer closeData(data)
	if _, err := os.Stat(filepath.Join(to, ".linli-backup-1")); err == nil {
		t.Error("what an interrupted backup left behind is still there")
	}
	wantErr(t, place{Dir: to}.check(t.Context(), &bytes.Buffer{}, nil), store.ErrBusy)
}

package main

// A folder whose files are not all there, or not in their places, is refused by all verbs, and nothing is made in it.

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/ballot/store/bolt"
)

func TestFolderRefused(t *testing.T) {
	remove := func(name string) func(string) error {
		return func(dir string) error { return os.Remove(filepath.Join(dir, name)) }
	}
	cut := func(name string) func(string) error {
		return func(dir string) error { return os.Truncate(filepath.Join(dir, name), 5) }
	}
	swap := func(dir string) error {
		third := filepath.Join(dir, "third")
		for _, r := range [][2]string{{filepath.Join(dir, dbFile), third}, {filepath.Join(dir, rollDB), filepath.Join(dir, dbFile)}, {third, filepath.Join(dir, rollDB)}} {
			if err := os.Rename(r[0], r[1]); err != nil {
				return err
			}
		}
		return nil
	}
	for _, c := range []struct {
		name, want string
		do         func(dir string) error
	}{
		{"without the rolls", "roll.db is missing", remove(rollDB)},
		{"without the data", "linli.db is missing", remove(dbFile)},
		{"each in the other's place", "have each other's names", swap},
		{"a roll key cut short", "the key file is damaged", cut(rollFile)},
		{"a signing key cut short", "the key file is damaged", cut(signFile)},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := withKeys(t)
			if err := c.do(dir); err != nil {
				t.Fatal(err)
			}
			before := listed(t, dir)
			if out := said(t, 1, "check", "--dir", dir); !strings.Contains(out, c.want) || strings.Contains(out, "all is well") {
				t.Errorf("check says %s", out)
			}
			if _, err := openData(dir, systemClock, systemRandom); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("opened: %v", err)
			}
			if after := listed(t, dir); after != before {
				t.Errorf("there is %s, there was %s", after, before)
			}
		})
	}
}

// TestFolderHalfMade: a first start that ended between both files goes on.
func TestFolderHalfMade(t *testing.T) {
	dir := t.TempDir()
	half, err := bolt.Open(filepath.Join(dir, dbFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := half.Close(); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{rollFile, signFile} {
		copyKey(t, key, dir)
	}
	data, err := openData(dir, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	if err := closeData(data); err != nil {
		t.Fatal(err)
	}
}

// withKeys is a copy of the first release's folder with keys of its own.
func withKeys(t *testing.T) string {
	t.Helper()
	dir := v1(t)
	for _, key := range []string{rollFile, signFile} {
		copyKey(t, key, dir)
	}
	return dir
}

func listed(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(entries)
}

// TestCheckTellsOfAnOlderRoll: a roll that lacks people whom the accounts count is worth a look.
func TestCheckTellsOfAnOlderRoll(t *testing.T) {
	dir := v1(t)
	const note = "look for the right roll.db"
	if out := said(t, 0, "check", "--dir", dir); strings.Contains(out, note) {
		t.Error(out)
	}
	if err := os.Remove(filepath.Join(dir, rollDB)); err != nil {
		t.Fatal(err)
	}
	empty, err := bolt.Open(filepath.Join(dir, rollDB))
	if err != nil {
		t.Fatal(err)
	}
	if err := empty.Close(); err != nil {
		t.Fatal(err)
	}
	if out := said(t, 0, "check", "--dir", dir); !strings.Contains(out, note) {
		t.Error(out)
	}
}

package main

// What the system refuses is told in both languages, and what to do about it.

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCauses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"restore", filepath.Join(dir, "none"), "--dir", filepath.Join(dir, "new")}, "没有这个文件或文件夹，请检查路径 / there is no such file"},
		{[]string{"tally", filepath.Join(dir, "none.pb")}, "no such file or folder, check the path"},
	} {
		if out := said(t, 1, c.args...); !strings.Contains(out, c.want) {
			t.Errorf("%s: %s", c.args, out)
		}
	}
	if _, err := os.Open("/dev/full"); err == nil {
		f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		_, err = f.Write([]byte("x"))
		if text := explained(err).Error(); !strings.HasSuffix(text, "free some and try again") || !strings.Contains(text, "/dev/full") {
			t.Error(text)
		}
	}
}

package main

// The first released bytes of the store, the ledger, the box and the backup: they must open for ever. Never change
// what lies in testdata/v1.

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linli/catalog"
)

const (
	v1Outcome = "8803fa06cfba05d938ee40a117b64b44d66a12fd2d122245652868c07573187f"
	v1Root    = "+IkuyMCdbgT61Cfw3efHFfUUYG/OfOs2ZTWIi8Y35vM="
)

func TestV1Opens(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{dbFile, rollDB} {
		copyFile(t, filepath.Join("testdata", "v1", name), filepath.Join(dir, name))
	}
	readV1(t, dir)
	for _, key := range []string{rollFile, signFile} {
		copyKey(t, key, dir)
	}
	data, err := openData(dir, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	live, err := catalog.Open(t.Context(), data, "2026")
	if err != nil {
		t.Fatal(err)
	}
	live.Close()
	if err := closeData(data); err != nil {
		t.Fatal(err)
	}
	said(t, 0, "archive", "--dir", dir, "--round", "2026")
	readV1(t, dir)
}

func TestV1BackupRestores(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "restored")
	said(t, 0, "restore", filepath.Join("testdata", "v1", "backup.tar"), "--dir", dir)
	readV1(t, dir)
}

// readV1 checks the folder, folds its round and compares what it says.
func readV1(t *testing.T, dir string) {
	t.Helper()
	if out := said(t, 0, "check", "--dir", dir); !strings.Contains(out, "62 entries, 4 ballots, 8 check-ins") {
		t.Error(out)
	}
	data, rolls, err := viewFolder(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	defer rolls.Close()
	live, err := catalog.Open(t.Context(), catalog.Env{Store: data, Rolls: rolls, Now: systemClock, Random: systemRandom}, "2026")
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	_, root, err := live.Ledger().Tree()
	if err != nil || root.String() != v1Root {
		t.Errorf("the root is %s, %v", root, err)
	}
	live.Read(func(r *catalog.Round) {
		if r.OutcomeHash != v1Outcome || r.Outcome.Hash() != v1Outcome || !r.Closed() {
			t.Errorf("the outcome is %s", r.OutcomeHash)
		}
	})
	f, err := live.Check(t.Context())
	if err != nil || f.People != 4 || !slices.Equal(f.Missing, []int{3}) || !f.Sealed {
		t.Errorf("%+v, %v", f, err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// copyKey gives a folder a key of another one, for no key lies in testdata.
func copyKey(t *testing.T, key, dir string) {
	t.Helper()
	other := t.TempDir()
	data, err := openData(other, systemClock, systemRandom)
	if err != nil {
		t.Fatal(err)
	}
	if err := closeData(data); err != nil {
		t.Fatal(err)
	}
	copyFile(t, filepath.Join(other, key), filepath.Join(dir, key))
}

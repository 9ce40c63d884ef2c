package main

// What check finds on a cluster, and who was erased there.

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/etcd"
	"linli/ballot/store/etcd/etcdtest"
)

// plant changes items of a store on a cluster behind everybody's back.
func plant(t *testing.T, p place, ops ...store.Op) {
	t.Helper()
	c, err := p.etcd()
	if err != nil {
		t.Fatal(err)
	}
	s, err := etcd.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Commit(t.Context(), nil, ops); err != nil {
		t.Fatal(err)
	}
}

func TestCheckOfCluster(t *testing.T) {
	cluster, base := newCluster(t)
	t.Run("damage", func(t *testing.T) { checkFindsDamage(t, base) })
	t.Run("remembered", func(t *testing.T) { checkRemembers(t, base) })
	t.Run("away", func(t *testing.T) { checkOfClusterThatIsAway(t, cluster, base) })
}

func checkFindsDamage(t *testing.T, base string) {
	t.Helper()
	file, keys := filepath.Join("testdata", "v1", "backup.tar"), t.TempDir()
	key := func(name string) []byte { return []byte(name) }
	first := key("s/ledger/2026/0000000000000001")
	for name, c := range map[string]struct {
		op   store.Op
		says string
	}{
		"changed-segment":    {store.Op{Key: first, Val: []byte("{}")}, "chain ledger/2026"},
		"missing-segment":    {store.Op{Key: first}, "segment 1 is missing"},
		"missing-ballots":    {store.Op{Key: key("s/box/2026/0000000000000001")}, "chain box/2026"},
		"changed-head":       {store.Op{Key: key("h/ledger/2026"), Val: make([]byte, 40)}, "chain ledger/2026"},
		"missing-head":       {store.Op{Key: key("h/box/2026")}, "chain box/2026"},
		"behind-the-head":    {store.Op{Key: key("s/box/2026/00000000000000ff"), Val: []byte("{}")}, "chain box/2026"},
		"a-round-of-nothing": {store.Op{Key: key("round/2027"), Val: []byte{}}, "round 2027"},
	} {
		t.Run(name, func(t *testing.T) {
			p := on(base, name, keys)
			said(t, 0, "restore", file, "--store", p.Store)
			seen := filepath.Join(t.TempDir(), "seen")
			said(t, 0, "check", "--store", p.Store, "--dir", keys, "--seen", seen)
			plant(t, p, c.op)
			printed := said(t, 1, "check", "--store", p.Store, "--dir", keys, "--seen", seen)
			for _, words := range []string{c.says, "损坏 / wrong", "怎么办", "What to do", "etcdctl snapshot save", "linli restore", "--store"} {
				if !strings.Contains(printed, words) {
					t.Errorf("the check lacks %q:\n%s", words, printed)
				}
			}
		})
	}
}

// A prefix that was exchanged for an older one is sound, and only remembered ends tell.
func checkRemembers(t *testing.T, base string) {
	t.Helper()
	dir := t.TempDir()
	p := on(base, "now", filepath.Join(dir, "keys"))
	townAt(t, p)
	seen, old := filepath.Join(dir, "seen"), filepath.Join(dir, "old.tar")
	said(t, 0, "backup", "--store", p.Store, "--dir", p.Dir, "-o", old)
	data, rolls, err := p.open(t.Context(), p.Dir)
	if err != nil {
		t.Fatal(err)
	}
	c := store.NewChain(data, "ledger/2026")
	if err := c.Sync(t.Context(), func([]byte) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := c.Append(t.Context(), []byte{}); err != nil {
		t.Fatal(err)
	}
	data.Close()
	rolls.Close()
	said(t, 0, "check", "--store", p.Store, "--dir", p.Dir, "--seen", seen)
	said(t, 0, "restore", old, "--store", base+"old", "--dir", p.Dir)
	said(t, 0, "check", "--store", base+"old", "--dir", p.Dir)
	if printed := said(t, 1, "check", "--store", base+"old", "--dir", p.Dir, "--seen", seen); !strings.Contains(printed, "wrong 链 / chain ledger/2026") {
		t.Error(printed)
	}
}

// A cluster without a majority is not called damaged.
func checkOfClusterThatIsAway(t *testing.T, cluster *etcdtest.Cluster, base string) {
	t.Helper()
	p := on(base, "away", filepath.Join(t.TempDir(), "keys"))
	townAt(t, p)
	cluster.Kill(0)
	said(t, 0, "check", "--store", p.Store, "--dir", p.Dir)
	cluster.Kill(1)
	printed := said(t, 1, "check", "--store", p.Store, "--dir", p.Dir)
	if strings.Contains(printed, "What to do") || !strings.Contains(printed, store.ErrAway.Error()) {
		t.Error(printed)
	}
}

// Who was erased is in no backup and no export made later, in nothing that is restored from it, nowhere in the store,
// and after check --compact in no file of a member's keys; the others stay.
func TestErasedPeopleAreGoneFromCluster(t *testing.T) {
	const gone, stays = "司徒消失", "欧阳留存"
	cluster, base := newCluster(t)
	keys, out := filepath.Join(t.TempDir(), "keys"), t.TempDir()
	p := on(base, "town", keys)
	refs := townAt(t, p)
	file := func(name string) string { return filepath.Join(out, name) }
	said(t, 0, "backup", "--store", p.Store, "--dir", keys, "-o", file("before.tar"))
	eraseAt(t, p, refs[1])
	if inFiles(t, cluster.Files(), gone) == 0 {
		t.Fatal("no member holds the erased person: this test proves nothing")
	}
	said(t, 0, "backup", "--store", p.Store, "--dir", keys, "-o", file("after.tar"))
	said(t, 0, "export", "--store", p.Store, "--dir", keys, "-o", file("town.export"))
	said(t, 0, "restore", file("after.tar"), "--dir", file("folder"))
	said(t, 0, "restore", file("after.tar"), "--store", base+"restored")
	if got := holding(t, out, gone); len(got) != 1 || got[0] != "before.tar" {
		t.Errorf("the erased person is in %v", got)
	}
	if got := holding(t, out, stays); len(got) != 3 {
		t.Errorf("the person who stays is in %v", got)
	}
	for _, at := range []place{p, on(base, "restored", keys)} {
		all := strings.Join(contents(t, at), "\n")
		if strings.Contains(all, fmt.Sprintf("%x", gone)) || !strings.Contains(all, fmt.Sprintf("%x", stays)) {
			t.Errorf("%s holds the wrong people", at.Store)
		}
	}
	sameLedger(t, file("folder"), base+"restored")
	if printed := said(t, 0, "check", "--store", p.Store, "--dir", keys, "--compact"); !strings.Contains(printed, "defragmented") || strings.Contains(printed, stays) {
		t.Error(printed)
	}
	if n := inFiles(t, cluster.Files(), gone); n != 0 {
		t.Errorf("after check --compact %d members hold the erased person", n)
	}
	if n := inFiles(t, cluster.Files(), stays); n != 3 {
		t.Errorf("after check --compact %d members hold the person who stays", n)
	}
}

// sameLedger demands that a ledger of a folder and of a cluster with the same data are the same file.
func sameLedger(t *testing.T, dir, url string) {
	t.Helper()
	out := t.TempDir()
	var files [2][]byte
	for i, from := range [][]string{{"--dir", dir}, {"--store", url}} {
		name := filepath.Join(out, fmt.Sprint(i, ".csv"))
		said(t, 0, append([]string{"ledger", "proposals", "-o", name}, from...)...)
		files[i], _ = os.ReadFile(name)
	}
	if len(files[0]) == 0 || !bytes.Equal(files[0], files[1]) {
		t.Errorf("the ledgers differ:\n%s\n%s", files[0], files[1])
	}
}

func inFiles(t *testing.T, files []string, words string) (n int) {
	t.Helper()
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(words)) {
			n++
		}
	}
	return n
}

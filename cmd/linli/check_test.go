package main

// What check finds: each kind of damage to the files of a data folder.

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linli/ballot/store"
	"linli/ballot/store/bolt"
)

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}

// v1 is a copy of the finished round of testdata/v1.
func v1(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{dbFile, rollDB} {
		copyFile(t, filepath.Join("testdata", "v1", name), filepath.Join(dir, name))
	}
	return dir
}

// changed lets a function change the bytes of a copy's database.
func changed(t *testing.T, change func([]byte) []byte) string {
	t.Helper()
	dir := v1(t)
	path := filepath.Join(dir, dbFile)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func flip(words string) func([]byte) []byte {
	return func(raw []byte) []byte {
		i := bytes.Index(raw, []byte(words))
		raw[i+len(words)-1] ^= 0x02
		return raw
	}
}

func TestCheckFindsDamage(t *testing.T) {
	for name, c := range map[string]struct {
		change func([]byte) []byte
		says   string
	}{
		"empty":                  {func([]byte) []byte { return nil }, "empty"},
		"garbage":                {func(raw []byte) []byte { return bytes.Repeat([]byte("垃圾"), len(raw)/6) }, "damaged"},
		"cut to a page":          {func(raw []byte) []byte { return raw[:4096] }, "damaged"},
		"cut in half":            {func(raw []byte) []byte { return raw[:len(raw)/2] }, "bytes"},
		"a byte of an entry":     {flip(`"act":"poll.tally"`), "ledger/2026"},
		"a byte of a ballot":     {flip(`"records":[{"tracker":"`), "box/2026"},
		"a byte of a reason":     {flip(`楼道`), "ledger/2026"},
		"both headers":           {func(raw []byte) []byte { clear(raw[:8192]); return raw }, "damaged"},
		"a byte of a chain head": {func(raw []byte) []byte { return afterKey(raw, "h/ledger/2026") }, "ledger/2026"},
	} {
		t.Run(name, func(t *testing.T) {
			out := said(t, 1, "check", "--dir", changed(t, c.change))
			if !strings.Contains(out, c.says) {
				t.Errorf("nothing is said of %q:\n%s", c.says, out)
			}
			for _, advice := range []string{"怎么办", "What to do", "linli restore"} {
				if !strings.Contains(out, advice) {
					t.Errorf("the advice lacks %q:\n%s", advice, out)
				}
			}
		})
	}
}

func zeroNewest(raw []byte) []byte {
	const txid = 16 + 48
	at := 0
	if binary.NativeEndian.Uint64(raw[4096+txid:]) > binary.NativeEndian.Uint64(raw[txid:]) {
		at = 4096
	}
	clear(raw[at : at+4096])
	return raw
}

// The last write is lost with the newest header. The check tells of the header, and --seen of what is missing; once
// others have written, only --seen does.
func TestCheckLostHeader(t *testing.T) {
	dir, _ := town(t)
	append1(t, dir)
	seen, path := filepath.Join(t.TempDir(), "seen"), filepath.Join(dir, dbFile)
	said(t, 0, "check", "--dir", dir, "--seen", seen)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, zeroNewest(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := said(t, 1, "check", "--dir", dir); !strings.Contains(out, "header") || !strings.Contains(out, "文件头") {
		t.Error(out)
	}
	s, err := bolt.Open(path)
	if err == nil {
		_, err = s.Commit(t.Context(), nil, []store.Op{{Key: []byte("session/x"), Val: []byte("{}")}})
	}
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	said(t, 0, "check", "--dir", dir)
	if out := said(t, 1, "check", "--dir", dir, "--seen", seen); !strings.Contains(out, "wrong 链 / chain ledger/2026") {
		t.Error(out)
	}
}

// afterKey flips a bit of the hash in a chain's head, which lies behind its key and its version.
func afterKey(raw []byte, key string) []byte {
	i := bytes.LastIndex(raw, append([]byte(key), 0, 0, 0, 0, 0, 0))
	raw[i+len(key)+8+8+5] ^= 0x10
	return raw
}

// Every byte of every segment is covered by its chain.
func TestCheckFindsEveryFlippedByte(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "v1", dbFile))
	if err != nil {
		t.Fatal(err)
	}
	segments := map[string][]byte{}
	data, rolls, err := viewFolder(t.Context(), v1(t))
	if err != nil {
		t.Fatal(err)
	}
	defer rolls.Close()
	defer data.Close()
	err = data.Scan(t.Context(), []byte("s/"), store.PrefixEnd([]byte("s/")), func(it store.Item) error {
		segments[string(it.Key)] = it.Val
		return nil
	})
	if err != nil || len(segments) < 20 {
		t.Fatalf("%d segments, %v", len(segments), err)
	}
	tried := 0
	for key, val := range segments {
		at := bytes.Index(raw, val)
		if at < 0 {
			t.Fatalf("%s does not lie in one piece", key)
		}
		at += len(val) * (tried % 7) / 7
		dir := changed(t, func(raw []byte) []byte { raw[at] ^= 1 << (tried % 8); return raw })
		if err := (place{Dir: dir}).check(t.Context(), &bytes.Buffer{}, nil); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("a flipped bit of %s: %v", key, err)
		}
		tried++
	}
}

// A folder that was exchanged for an older copy of itself is sound, and only remembered ends tell.
func TestCheckRemembers(t *testing.T) {
	dir, _ := town(t)
	seen := filepath.Join(t.TempDir(), "seen")
	old := filepath.Join(t.TempDir(), "old.tar")
	said(t, 0, "check", "--dir", dir, "--seen", seen)
	said(t, 0, "backup", "--dir", dir, "-o", old)
	append1(t, dir)
	said(t, 0, "check", "--dir", dir, "--seen", seen)
	said(t, 0, "check", "--dir", dir, "--seen", seen)
	restored := filepath.Join(t.TempDir(), "old")
	said(t, 0, "restore", old, "--dir", restored)
	said(t, 0, "check", "--dir", restored)
	before, _ := os.ReadFile(seen)
	if out := said(t, 1, "check", "--dir", restored, "--seen", seen); !strings.Contains(out, "ledger/2026") {
		t.Error(out)
	}
	if after, _ := os.ReadFile(seen); !bytes.Equal(before, after) || len(after) == 0 {
		t.Error("a check that found damage has changed what is remembered")
	}
	if err := os.WriteFile(seen, []byte("something else\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := said(t, 1, "check", "--dir", dir, "--seen", seen); !strings.Contains(out, "--seen") {
		t.Error(out)
	}
}

// append1 appends one segment to the round's chain, as a server would.
func append1(t *testing.T, dir string) {
	t.Helper()
	s, err := bolt.Open(filepath.Join(dir, dbFile))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := store.NewChain(s, "ledger/2026")
	if err := c.Sync(t.Context(), func([]byte) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if err := c.Append(t.Context(), []byte{}); err != nil {
		t.Fatal(err)
	}
}

// A box that holds what the ledger knows nothing of, on sound chains, is found by comparing the two.
func TestCheckComparesBoxAndLedger(t *testing.T) {
	dir := v1(t)
	s, err := bolt.Open(filepath.Join(dir, dbFile))
	if err != nil {
		t.Fatal(err)
	}
	c := store.NewChain(s, "box/2026")
	var segs [][]byte
	if err := c.Sync(t.Context(), func(seg []byte) error { segs = append(segs, seg); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := c.Rewrite(t.Context(), slices.Values(segs[1:])); err != nil { // without its first ballots
		t.Fatal(err)
	}
	if err := errors.Join(c.Trim(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	if out := said(t, 1, "check", "--dir", dir); !strings.Contains(out, "round 2026") || strings.Contains(out, "wrong 链") {
		t.Error(out)
	}
}

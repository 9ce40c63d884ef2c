package ledger

// What outsiders get: proofs, published entries, exports, checkpoints, keys, corrections.

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func grown(t *testing.T, n int) *Ledger {
	t.Helper()
	l := openLedger(t, newStore(t), ignore)
	for i := range n {
		record(t, l, Draft{Actor: "clerk", Act: "act", Body: i, Public: i%2 == 0})
	}
	return l
}

func TestProofs(t *testing.T) {
	const n = 9
	l := grown(t, n)
	entries := l.Entries(0, n)
	for size := int64(1); size <= n; size++ {
		root, err := l.RootAt(size)
		if err != nil {
			t.Fatal(err)
		}
		for i := range size {
			proof, err := l.Inclusion(i, size)
			if err != nil || tlog.CheckRecord(proof, size, root, i, entries[i].Hash()) != nil {
				t.Errorf("entry %d in %d: %v", i, size, err)
			}
			if tlog.CheckRecord(proof, size, root, i, entries[(i+1)%n].Hash()) == nil {
				t.Errorf("entry %d in %d: proves another entry", i, size)
			}
		}
		for from := int64(1); from <= size; from++ {
			before, err := l.RootAt(from)
			if err != nil {
				t.Fatal(err)
			}
			proof, err := l.Consistency(from, size)
			if err != nil || tlog.CheckTree(proof, size, root, from, before) != nil {
				t.Errorf("%d to %d: %v", from, size, err)
			}
			if tlog.CheckTree(proof, size, root, from, tlog.Hash{1}) == nil {
				t.Errorf("%d to %d: proves a fork", from, size)
			}
		}
	}
	for _, bad := range [][2]int64{{0, 3}, {-1, 3}, {4, 3}, {3, n + 1}} {
		if _, err := l.Consistency(bad[0], bad[1]); !errors.Is(err, ErrRange) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	for _, bad := range [][2]int64{{-1, 3}, {3, 3}, {3, n + 1}} {
		if _, err := l.Inclusion(bad[0], bad[1]); !errors.Is(err, ErrRange) {
			t.Errorf("%v: %v", bad, err)
		}
	}
	for _, bad := range []int64{-1, n + 1} {
		if _, err := l.RootAt(bad); !errors.Is(err, ErrRange) {
			t.Errorf("%d: %v", bad, err)
		}
	}
}

func TestRootOf(t *testing.T) {
	l := grown(t, 5)
	var leaves []tlog.Hash
	for _, e := range l.Entries(0, 5) {
		leaves = append(leaves, e.Hash())
	}
	_, want, err := l.Tree()
	if got, err2 := RootOf(leaves); err != nil || err2 != nil || got != want {
		t.Errorf("%v, want %v: %v, %v", got, want, err, err2)
	}
}

func TestSupersession(t *testing.T) {
	l := grown(t, 2)
	for _, s := range []Supersession{{-1, "x"}, {2, "x"}, {99, "x"}, {0, ""}} {
		if _, err := l.Append(t.Context(), always(Draft{Body: 1, Public: true, Supersedes: &s})); !errors.Is(err, ErrSupersedes) {
			t.Errorf("%+v: %v", s, err)
		}
	}
	e := record(t, l, Draft{Body: 1, Public: true, Supersedes: &Supersession{1, "错了"}})[0]
	if !strings.Contains(string(e.Bytes()), `"supersedes":{"n":1,"why":"错了"}`) {
		t.Errorf("%s", e.Bytes())
	}
	if got, err := ParseEntry(e.Bytes()); err != nil || *got.Supersedes != *e.Supersedes {
		t.Errorf("%+v: %v", got, err)
	}
	e.Supersedes = &Supersession{2, "错了"} // itself
	if _, err := ParseEntry(e.Bytes()); !errors.Is(err, ErrEntry) || !errors.Is(err, ErrSupersedes) {
		t.Errorf("%v", err)
	}
}

func keys(t testing.TB) (note.Signer, string) {
	t.Helper()
	private, key, err := note.GenerateKey(rand.Reader, "linli")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := VerifierKey(private); err != nil || got != key {
		t.Fatalf("the verifier key is %q, want %q: %v", got, key, err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer, key
}

func TestVerifierKeyRefusals(t *testing.T) {
	_, key := keys(t)
	for _, bad := range []string{"", "x", key, "PRIVATE+KEY+a+b+c"} {
		if got, err := VerifierKey(bad); !errors.Is(err, ErrKey) {
			t.Errorf("%q gave %q: %v", bad, got, err)
		}
	}
}

func TestOpenCheckpoint(t *testing.T) {
	l := grown(t, 3)
	signer, key := keys(t)
	_, other := keys(t)
	signed, err := l.Checkpoint(signer, "scheme 00")
	if err != nil {
		t.Fatal(err)
	}
	_, root, _ := l.Tree()
	c, err := OpenCheckpoint(signed, key)
	if err != nil || c.Origin != "linli/r" || c.Size != 3 || c.Root != root || len(c.More) != 1 || c.More[0] != "scheme 00" {
		t.Errorf("%+v: %v", c, err)
	}
	name, rest, _ := strings.Cut(key, "+")
	hash, data, _ := strings.Cut(rest, "+")
	for what, x := range map[string]struct{ signed, key string }{
		"another's key": {string(signed), other}, "no key": {string(signed), ""}, "changed": {strings.Replace(string(signed), "3", "4", 1), key},
		"no note": {"linli/r\n3\n", key}, "another writing of the key": {string(signed), name + "+0" + strings.ToUpper(hash) + "+" + data},
	} {
		if _, err := OpenCheckpoint([]byte(x.signed), x.key); !errors.Is(err, ErrCheckpoint) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestParseCheckpointRefusals(t *testing.T) {
	root := tlog.Hash{}.String()
	for _, bad := range []string{"", "\n", "a\n1\n", "\n1\n" + root + "\n", "a\n-1\n" + root + "\n", "a\n01\n" + root + "\n", "a\n1\nx\n", "a\n1\n" + root} {
		if c, err := ParseCheckpoint(bad); !errors.Is(err, ErrCheckpoint) {
			t.Errorf("%q is %+v: %v", bad, c, err)
		}
	}
}

func TestParsePublishedRefusals(t *testing.T) {
	p := Published{N: 3, Leaf: tlog.Hash{1}}
	good := string(p.Bytes())
	if got, err := ParsePublished([]byte(good)); err != nil || got != p {
		t.Fatalf("%+v: %v", got, err)
	}
	for _, change := range [][2]string{{`"n":3`, `"n":-3`}, {`"n":3`, `"n":03`}, {`"n":3`, `"n":3,"x":1`}, {`,"n":3`, ``}, {"=", "A"}, {`}`, `} `}} {
		if got, err := ParsePublished([]byte(strings.Replace(good, change[0], change[1], 1))); !errors.Is(err, ErrEntry) {
			t.Errorf("%v: %+v, %v", change, got, err)
		}
	}
}

// What is read as a published entry is written as the same bytes.
func FuzzParsePublished(f *testing.F) {
	e := Entry{Time: noon, Actor: "a", Act: "b", Body: json.RawMessage(`1`), Public: true}
	hidden := Entry{N: 1, Time: noon, Body: json.RawMessage(`{}`), Salt: salt, Supersedes: &Supersession{0, "x"}}
	for _, line := range [][]byte{e.Bytes(), hidden.Bytes(), hidden.Publish(false).Bytes()} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := ParsePublished(b)
		if err != nil {
			if !errors.Is(err, ErrEntry) {
				t.Fatal(err)
			}
			return
		}
		if again := p.Bytes(); !bytes.Equal(again, b) || p.Leaf != tlog.RecordHash(b) && p.Entry != nil {
			t.Fatalf("%q was read, and written as %q", b, again)
		}
	})
}

// What is read as a checkpoint, or as a proof, is written as the same text.
func FuzzParseCheckpoint(f *testing.F) {
	f.Add("linli/r\n3\n" + tlog.Hash{}.String() + "\nscheme x\n")
	f.Add(tlog.Hash{}.String() + "\n")
	f.Fuzz(func(t *testing.T, s string) {
		if c, err := ParseCheckpoint(s); err == nil && c.Text() != s {
			t.Fatalf("%q was read as %+v", s, c)
		}
		if p, err := ParseProof(s); err == nil && FormatProof(p) != s {
			t.Fatalf("%q was read as %v", s, p)
		} else if err != nil && !errors.Is(err, ErrProof) {
			t.Fatal(err)
		}
	})
}

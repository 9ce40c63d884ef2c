package ledger

// Tampering, forged segments, the tree and its checkpoint.

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/store"
)

// Any change of any byte of a stored segment is damage, whatever it looks like.
func TestTampering(t *testing.T) {
	s := newStore(t)
	private := act("secret")
	private.Public = false
	l := openLedger(t, s, ignore)
	record(t, l, act("a"), private)
	record(t, l, act("b"))
	for n := 1; n <= 2; n++ {
		key := fmt.Appendf(nil, "s/ledger/r/%016x", n)
		it, err := s.Get(t.Context(), key)
		if err != nil || it.Ver == 0 {
			t.Fatal(err)
		}
		for i := range it.Val {
			bad := bytes.Clone(it.Val)
			bad[i] ^= 1 << (i % 8)
			tamper(t, s, key, bad)
		}
		tamper(t, s, key, it.Val[:len(it.Val)-1])
		tamper(t, s, key, append(bytes.Clone(it.Val), '\n'))
		if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: key, Val: it.Val}}); err != nil {
			t.Fatal(err)
		}
	}
	openLedger(t, s, ignore)
}

func tamper(t *testing.T, s store.Store, key, val []byte) {
	t.Helper()
	if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: key, Val: val}}); err != nil {
		t.Fatal(err)
	}
	if l, err := Open(t.Context(), s, "r", time.Now, rand.Reader, ignore); !errors.Is(err, store.ErrDamaged) || l != nil {
		t.Errorf("opened with segment %q: %v", val, err)
	}
}

// A chain that is sound, but holds what no ledger would have appended.
func TestForgedSegments(t *testing.T) {
	e := Entry{Time: noon, Actor: "a", Act: "b", Body: json.RawMessage(`1`), Public: true}
	earlier, gap := e, e
	earlier.N, earlier.Time, gap.N = 1, noon.Add(-time.Second), 2
	for _, forged := range [][]Entry{{e, earlier}, {e, gap}, {e, e}, {gap}} {
		s := newStore(t)
		var seg []byte
		for _, e := range forged {
			seg = append(append(seg, e.Bytes()...), '\n')
		}
		if err := store.NewChain(s, "ledger/r").Append(t.Context(), seg); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), s, "r", time.Now, rand.Reader, ignore); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("opened with %s: %v", seg, err)
		}
	}
}

// merkle is the tree hash of RFC 6962, section 2.1, word for word.
func merkle(leaves [][]byte) [32]byte {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		left, right := merkle(leaves[:k]), merkle(leaves[k:])
		return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
	}
}

func TestTreeAndCheckpoint(t *testing.T) {
	l := openLedger(t, newStore(t), ignore)
	private, public, err := note.GenerateKey(rand.Reader, "linli.example")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	var leaves [][]byte
	for n := range int64(71) {
		size, root, err := l.Tree()
		if want := tlog.Hash(merkle(leaves)); err != nil || size != n || root != want {
			t.Fatalf("tree of %d at %d is %v, want %v: %v", size, n, root, want, err)
		}
		signed, err := l.Checkpoint(signer)
		if err != nil {
			t.Fatal(err)
		}
		opened, err := note.Open(signed, note.VerifierList(verifier))
		if want := fmt.Sprintf("linli/r\n%d\n%s\n", n, root); err != nil || opened.Text != want {
			t.Fatalf("checkpoint %q: %v", signed, err)
		}
		signed[9]++
		if _, err := note.Open(signed, note.VerifierList(verifier)); err == nil {
			t.Fatal("a changed checkpoint opens")
		}
		leaves = append(leaves, record(t, l, act(fmt.Sprint(n)))[0].Bytes())
	}
}

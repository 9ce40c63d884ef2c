package main

// Witnessing against servers that lie: rolled back, forked, under another key or name, without a proof, gone, two at once.

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/ledger"
)

// liar serves a ledger as its organiser pleases: signed with a real key, with real proofs of whatever tree it shows.
type liar struct {
	t      *testing.T
	server *httptest.Server
	signer note.Signer
	key    string

	mu     sync.Mutex
	origin string
	leaves []tlog.Hash
	proof  func(w http.ResponseWriter, honest string) // nil: the honest one
	spoil  func(signed string) string
	handed []string // cosigned checkpoints
}

func newLiar(t *testing.T, seed byte, leaves int) *liar {
	t.Helper()
	private, key, err := note.GenerateKey(rand.NewChaCha8([32]byte{seed}), "linli")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	x := &liar{t: t, signer: signer, key: key, origin: "linli/r", leaves: history("true", leaves)}
	x.server = httptest.NewServer(x)
	t.Cleanup(x.server.Close)
	return x
}

// history is so many leaves of a history of that name; histories share their first ten leaves.
func history(name string, n int) (leaves []tlog.Hash) {
	for i := range n {
		if i < 10 {
			leaves = append(leaves, tlog.RecordHash([]byte{byte(i)}))
		} else {
			leaves = append(leaves, tlog.RecordHash(fmt.Append(nil, name, i)))
		}
	}
	return leaves
}

// ReadHashes implements [tlog.HashReader] over the leaves.
func (x *liar) ReadHashes(indexes []int64) (out []tlog.Hash, err error) {
	var stored []tlog.Hash
	for i, leaf := range x.leaves {
		more, err := tlog.StoredHashesForRecordHash(int64(i), leaf, tlog.HashReaderFunc(func(at []int64) (got []tlog.Hash, _ error) {
			for _, n := range at {
				got = append(got, stored[n])
			}
			return got, nil
		}))
		if err != nil {
			return nil, err
		}
		stored = append(stored, more...)
	}
	for _, n := range indexes {
		out = append(out, stored[n])
	}
	return out, nil
}

func (x *liar) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch r.URL.Path {
	case "/r/r/key":
		fmt.Fprintln(w, x.key)
	case "/r/r/checkpoint":
		root, err := ledger.RootOf(x.leaves)
		if err != nil {
			x.t.Error(err)
		}
		signed, err := note.Sign(&note.Note{Text: ledger.Checkpoint{Origin: x.origin, Size: int64(len(x.leaves)), Root: root}.Text()}, x.signer)
		if err != nil {
			x.t.Error(err)
		}
		if x.spoil != nil {
			signed = []byte(x.spoil(string(signed)))
		}
		w.Write(signed)
	case "/r/r/proof":
		from, _ := strconv.ParseInt(r.FormValue("from"), 10, 64)
		to, _ := strconv.ParseInt(r.FormValue("to"), 10, 64)
		proof, err := tlog.ProveTree(to, from, x)
		switch honest := ledger.FormatProof(proof); {
		case err != nil:
			http.Error(w, err.Error(), http.StatusNotFound)
		case x.proof != nil:
			x.proof(w, honest)
		default:
			io.WriteString(w, honest)
		}
	case "/r/r/cosign":
		b, _ := io.ReadAll(r.Body)
		x.handed = append(x.handed, string(b))
	default:
		http.NotFound(w, r)
	}
}

// look runs linli witness once.
func look(t *testing.T, server, state string, more ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	args := append([]string{"witness", server + "/r/r", "--state", state, "--key", filepath.Join(filepath.Dir(state), "own.key")}, more...)
	code = run(context.Background(), args, nil, &out, &errs)
	return code, out.String(), errs.String()
}

func TestWitnessRefuses(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(x *liar)
		says string // empty: it is signed
	}{
		{"the same again", func(x *liar) {}, ""},
		{"grown", func(x *liar) { x.leaves = history("true", 19) }, ""},
		{"rolled back", func(x *liar) { x.leaves = history("true", 11) }, "rewritten or forked"},
		{"rolled back to nothing", func(x *liar) { x.leaves = nil }, "rewritten or forked"},
		{"another history of the same size", func(x *liar) { x.leaves = history("false", 12) }, "rewritten or forked"},
		{"a longer history that began otherwise", func(x *liar) { x.leaves = history("false", 19) }, "rewritten or forked"},
		{"no proof", func(x *liar) {
			x.leaves = history("true", 19)
			x.proof = func(w http.ResponseWriter, _ string) { http.Error(w, "gone", http.StatusNotFound) }
		}, "cannot be fetched"},
		{"an empty proof", func(x *liar) {
			x.leaves = history("true", 19)
			x.proof = func(http.ResponseWriter, string) {}
		}, "rewritten or forked"},
		{"half a proof", func(x *liar) {
			x.leaves = history("true", 19)
			x.proof = func(w http.ResponseWriter, honest string) { io.WriteString(w, honest[45:]) }
		}, "rewritten or forked"},
		{"a proof that is none", func(x *liar) {
			x.leaves = history("true", 19)
			x.proof = func(w http.ResponseWriter, _ string) { io.WriteString(w, "yes, it is\n") }
		}, "not a proof"},
		{"another key", func(x *liar) { y := newLiar(x.t, 9, 0); x.signer, x.key = y.signer, y.key }, "not signed by this key"},
		{"another name for the round", func(x *liar) { x.origin = "linli/r2" }, "gives another round"},
		{"a forged size", func(x *liar) { x.spoil = func(s string) string { return strings.Replace(s, "\n12\n", "\n13\n", 1) } }, "not signed by this key"},
		{"no signature", func(x *liar) { x.spoil = func(s string) string { s, _, _ = strings.Cut(s, "— "); return s } }, "not well formed"},
		{"nothing", func(x *liar) { x.spoil = func(string) string { return "" } }, "gives another round"},
		{"gone", func(x *liar) { x.server.Close() }, "cannot be fetched"},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := newLiar(t, 1, 12)
			state := filepath.Join(t.TempDir(), "seen.json")
			if code, out, errs := look(t, x.server.URL, state); code != 0 || !strings.Contains(out, "— linli-witness ") {
				t.Fatalf("the first look: %d\n%s%s", code, out, errs)
			}
			before, err := os.ReadFile(state)
			if err != nil {
				t.Fatal(err)
			}
			handed := len(x.handed)
			c.do(x)
			code, out, errs := look(t, x.server.URL, state)
			after, err := os.ReadFile(state)
			if err != nil {
				t.Fatal(err)
			}
			switch signed := strings.Contains(out, "— linli-witness "); {
			case c.says == "" && (code != 0 || !signed):
				t.Errorf("refused: %d\n%s", code, errs)
			case c.says != "" && (code != 1 || signed || !strings.Contains(errs, c.says) || len(x.handed) != handed || !bytes.Equal(before, after)):
				t.Errorf("exit %d, signed %v, handed %d, want %q:\n%s", code, signed, len(x.handed)-handed, c.says, errs)
			}
		})
	}
}

// A first look under a key that was named: a server with another one is refused at once.
func TestWitnessFirstLook(t *testing.T) {
	x, y := newLiar(t, 1, 12), newLiar(t, 2, 12)
	state := filepath.Join(t.TempDir(), "seen.json")
	if code, _, errs := look(t, x.server.URL, state, "--log", y.key); code != 1 || !strings.Contains(errs, "not signed by this key") {
		t.Errorf("%d %s", code, errs)
	}
	if _, err := os.Stat(state); err == nil {
		t.Error("what was refused is remembered")
	}
	if code, _, errs := look(t, x.server.URL, state, "--log", x.key); code != 0 {
		t.Errorf("%d %s", code, errs)
	}
	if code, _, errs := look(t, x.server.URL, state, "--log", y.key); code != 1 || !strings.Contains(errs, "rewritten or forked") {
		t.Errorf("another key than before: %d %s", code, errs)
	}
}

// A memory that is damaged in any way is not taken for an empty one, and is left as it is.
func TestWitnessDamagedMemory(t *testing.T) {
	x := newLiar(t, 1, 12)
	dir := t.TempDir()
	state := filepath.Join(dir, "seen.json")
	if code, _, errs := look(t, x.server.URL, state); code != 0 {
		t.Fatal(errs)
	}
	good, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	x.leaves = history("false", 19)
	for name, bad := range map[string][]byte{
		"cut": good[:len(good)/2], "empty": {}, "zeros": make([]byte, len(good)), "a list": []byte("[]"), "another root": bytes.Replace(good, []byte(`"root": "`), []byte(`"root": "A`), 1),
	} {
		if err := os.WriteFile(state, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, errs := look(t, x.server.URL, state)
		if now, err := os.ReadFile(state); code != 1 || out != "" || !strings.Contains(errs, "state file cannot be read") || err != nil || !bytes.Equal(now, bad) {
			t.Errorf("%s: %d %s%s %v", name, code, out, errs, err)
		}
	}
}

// Many witnesses with one memory look at once, at servers that show two histories: only one is ever signed.
func TestWitnessesRace(t *testing.T) {
	for round := range 5 {
		dir := t.TempDir()
		state := filepath.Join(dir, "seen.json")
		x, y := newLiar(t, 1, 12), newLiar(t, 1, 12)
		if code, _, errs := look(t, x.server.URL, state); code != 0 {
			t.Fatal(errs)
		}
		x.leaves, y.leaves = append(history("true", 12), history("true", 15+round)[12:]...), append(history("true", 12), history("false", 14+round)[12:]...)
		var signed [2]atomic.Int32
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if code, out, _ := look(t, []string{x.server.URL, y.server.URL}[i%2], state); code == 0 && strings.Contains(out, "— linli-witness ") {
					signed[i%2].Add(1)
				}
			})
		}
		all.Wait()
		if a, b := signed[0].Load(), signed[1].Load(); a > 0 == (b > 0) {
			t.Fatalf("one history was signed %d times, the other %d times", a, b)
		}
	}
}

// Witnesses of different ledgers with one memory: none forgets what another has seen.
func TestMemoryIsShared(t *testing.T) {
	state := filepath.Join(t.TempDir(), "seen.json")
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			s, err := openSeen(state)
			if err != nil {
				t.Error(err)
				return
			}
			origin := fmt.Sprint("linli/", i)
			for size := range int64(10) {
				now, _ := s.get(origin)
				now.Size = size + 1
				if err := s.put(origin, now); err != nil {
					t.Error(err)
				}
				if s, err = openSeen(state); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	s, err := openSeen(state)
	if err != nil || len(s.was) != 8 {
		t.Fatalf("%d ledgers remembered: %v", len(s.was), err)
	}
	for origin, seen := range s.was {
		if seen.Size != 10 {
			t.Errorf("%s: %d", origin, seen.Size)
		}
	}
}

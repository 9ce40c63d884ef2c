package audit

// Tools of the tests: the first export that was ever released, and a dishonest organiser who changes it and signs again.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot"
	"linli/ballot/ledger"
)

// released is the file that must be readable for ever.
func released(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "first.export"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// forger changes an export and signs it with a key of their own.
type forger struct {
	t      testing.TB
	lines  []ledger.Published
	origin string
	more   []string // the scheme's line, kept unless changed
}

func newForger(t testing.TB) *forger {
	t.Helper()
	key, signed, lines := taken(t, released(t))
	c, err := ledger.OpenCheckpoint(signed, key)
	if err != nil {
		t.Fatal(err)
	}
	return &forger{t: t, lines: lines, origin: c.Origin, more: c.More}
}

// taken is an export taken apart: its key, its signed checkpoint, its entries.
func taken(t testing.TB, text []byte) (key string, signed []byte, lines []ledger.Published) {
	t.Helper()
	in := newReader(bytes.NewReader(text))
	key, signed, err := in.head()
	for err == nil {
		var line []byte
		if line, err = in.line(); err != nil {
			break
		}
		var p ledger.Published
		p, err = ledger.ParsePublished(slices.Clone(line))
		lines = append(lines, p)
	}
	if err != io.EOF {
		t.Fatal(err)
	}
	return key, signed, lines
}

// text is an export put together.
func text(key string, signed []byte, lines []ledger.Published) []byte {
	b := fmt.Appendf(nil, "%s\n%s\n\n%s\n", firstLine, key, signed)
	for _, p := range lines {
		b = append(append(b, p.Bytes()...), '\n')
	}
	return b
}

// place is that of the nth entry of a kind, from 0.
func (f *forger) place(act string, nth int) int {
	f.t.Helper()
	for i, line := range f.lines {
		if line.Entry != nil && line.Entry.Act == act {
			if nth == 0 {
				return i
			}
			nth--
		}
	}
	f.t.Fatalf("no such entry: %s", act)
	return 0
}

// entry lets change a copy of the nth entry of a kind.
func (f *forger) entry(act string, nth int, change func(*ledger.Entry)) {
	f.t.Helper()
	i := f.place(act, nth)
	e := *f.lines[i].Entry
	change(&e)
	f.lines[i].Entry = &e
}

// change lets change the record in the nth entry of a kind.
func change[T any](f *forger, act string, nth int, fn func(*T)) {
	f.t.Helper()
	f.entry(act, nth, func(e *ledger.Entry) { e.Body = changed(f.t, e.Body, fn) })
}

func changed[T any](t testing.TB, body []byte, fn func(*T)) []byte {
	t.Helper()
	var v T
	whole := map[string]any{} // fields that T does not have stay
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(body, &whole); err != nil {
		t.Fatal(err)
	}
	fn(&v)
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &whole); err != nil {
		t.Fatal(err)
	}
	out, err := ledger.Canonical(whole)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (f *forger) drop(act string, nth int) {
	i := f.place(act, nth)
	f.lines = slices.Delete(f.lines, i, i+1)
}

func (f *forger) double(act string, nth int) {
	i := f.place(act, nth)
	f.lines = slices.Insert(f.lines, i, f.lines[i])
}

// move puts an entry right behind the first of another kind.
func (f *forger) move(act string, behind string) {
	i := f.place(act, 0)
	line := f.lines[i]
	f.lines = slices.Delete(f.lines, i, i+1)
	f.lines = slices.Insert(f.lines, f.place(behind, 0)+1, line)
}

// rehash puts the hash of the adopted scheme, as it now stands, on the checkpoint.
func (f *forger) rehash() { f.hashOf("scheme.revise") }

// hashOf puts the hash of the scheme in the first entry of a kind on the checkpoint.
func (f *forger) hashOf(act string) {
	var c create
	if err := json.Unmarshal(f.lines[f.place(act, 0)].Entry.Body, &c); err != nil {
		f.t.Fatal(err)
	}
	sum := sha256.Sum256(c.Scheme)
	f.more = []string{"scheme " + hex.EncodeToString(sum[:])}
}

// recast changes an opened ballot together with its published hash.
func (f *forger) recast(fn func(*ballot.Record)) {
	var before, after ballot.Hash
	change(f, "poll.reveal", 0, func(r *reveal) {
		before = r.Records[0].Hash("2026")
		fn(&r.Records[0])
		after = r.Records[0].Hash("2026")
	})
	change(f, "poll.publish", 0, func(p *publish) {
		p.Hashes[slices.Index(p.Hashes, before)] = after
		slices.SortFunc(p.Hashes, func(x, y ballot.Hash) int { return bytes.Compare(x[:], y[:]) })
	})
}

// until is the round when it had n entries, of which some were still withheld.
func (f *forger) until(n int) *forger {
	early := *f
	early.lines = slices.Clone(f.lines[:n])
	if n <= f.place("scheme.adopt", 0) {
		early.more = nil
	}
	for i, line := range early.lines {
		if line.Entry.Act == "count.enter" && n <= f.place("count.seal", 0) {
			early.lines[i].Entry = nil
		}
	}
	return &early
}

// signed numbers the entries anew and signs them.
func (f *forger) signed() []byte {
	f.t.Helper()
	private, key, err := note.GenerateKey(rand.NewChaCha8([32]byte{9}), "linli")
	if err != nil {
		f.t.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		f.t.Fatal(err)
	}
	var lines []ledger.Published
	var leaves []tlog.Hash
	for i, line := range f.lines {
		line.N = int64(i)
		if line.Entry != nil {
			e := *line.Entry
			e.N = int64(i)
			line.Entry, line.Leaf = &e, e.Hash()
		}
		lines, leaves = append(lines, line), append(leaves, line.Leaf)
	}
	root, err := ledger.RootOf(leaves)
	if err != nil {
		f.t.Fatal(err)
	}
	c := ledger.Checkpoint{Origin: f.origin, Size: int64(len(leaves)), Root: root, More: f.more}
	signed, err := note.Sign(&note.Note{Text: c.Text()}, signer)
	if err != nil {
		f.t.Fatal(err)
	}
	return text(key, signed, lines)
}

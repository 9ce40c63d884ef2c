package main

// The demo's export: nobody's personal data are in it, it verifies, and what is changed in it is found.

import (
	"bytes"
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"linli/catalog"
	"linli/catalog/audit"
)

// exportDemo plays the demo and exports it.
func exportDemo(t *testing.T) (dir string, text []byte) {
	t.Helper()
	dir, _ = playDemo(t, "7")
	file := filepath.Join(t.TempDir(), "round.export")
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"export", "--dir", dir, "-o", file}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit %d\n%s", code, &errs)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return dir, text
}

func TestDemoExport(t *testing.T) {
	dir, text := exportDemo(t)
	if report := audit.Audit(bytes.NewReader(text), audit.Trust{}); !report.OK() || len(report.Funded) == 0 {
		t.Errorf("%+v", report)
	}
	t.Run("persons", func(t *testing.T) { holdsNobody(t, dir, string(text)) })
	t.Run("lines", func(t *testing.T) { changedLines(t, text) })
}

// holdsNobody looks for every proposer's name and phone.
func holdsNobody(t *testing.T, dir, text string) {
	c := exportCmd{place: place{Dir: dir}}
	live, err := c.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer live.close()
	var refs []string
	live.Read(func(r *catalog.Round) {
		for _, p := range r.Proposals {
			refs = append(refs, p.Proposer)
		}
	})
	met := 0
	for _, ref := range refs {
		who, err := live.Person(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		met++
		if !who.Unit && strings.Contains(text, who.Name) || who.Phone != "" && strings.Contains(text, who.Phone) {
			t.Errorf("%+v is in the export", who)
		}
	}
	if met < 60 {
		t.Errorf("only %d persons were looked for", met)
	}
}

// changedLines changes, drops, doubles and swaps a line of every kind of act.
func changedLines(t *testing.T, text []byte) {
	lines := bytes.SplitAfter(text, []byte("\n"))
	done := map[string]bool{}
	found := func(what string, parts ...[]byte) {
		t.Helper()
		if audit.Audit(bytes.NewReader(slices.Concat(parts...)), audit.Trust{}).OK() {
			t.Errorf("%s: not found", what)
		}
	}
	for i, line := range lines {
		act, _, is := strings.Cut(strings.TrimPrefix(string(line), `{"act":"`), `"`)
		if !is || done[act] || len(act) == len(line) || i+1 >= len(lines)-1 {
			continue
		}
		done[act] = true
		before, after := bytes.Join(lines[:i], nil), bytes.Join(lines[i+1:], nil)
		other := bytes.Clone(line)
		other[len(other)/2] ^= 1
		found(act+" changed", before, other, after)
		found(act+" dropped", before, after)
		found(act+" doubled", before, line, line, after)
		found(act+" swapped", before, lines[i+1], line, bytes.Join(lines[i+2:], nil))
	}
	if len(done) < 35 {
		t.Errorf("only %d kinds of acts", len(done))
	}
}

// released is an export that must verify for ever.
func released(t *testing.T) (path string, text []byte) {
	t.Helper()
	path = filepath.Join("..", "..", "catalog", "audit", "testdata", "first.export")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, text
}

// verify runs linli verify with a memory that remembers nothing.
func verify(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), append([]string{"verify", "--state", filepath.Join(t.TempDir(), "seen.json")}, args...), nil, &out, &errs)
	return code, out.String(), errs.String()
}

// Witnesses are asked for by their keys: enough of them, none wrong.
func TestVerifyWitnesses(t *testing.T) {
	_, text := released(t)
	parts := strings.SplitN(string(text), "\n\n", 4)
	keys, lines := make([]string, 3), ""
	for i := range keys {
		private, key, err := note.GenerateKey(rand.NewChaCha8([32]byte{50, byte(i)}), "neighbour")
		if err != nil {
			t.Fatal(err)
		}
		signer, err := note.NewSigner(private)
		if err != nil {
			t.Fatal(err)
		}
		signed, err := note.Sign(&note.Note{Text: parts[1] + "\n"}, signer)
		if err != nil {
			t.Fatal(err)
		}
		keys[i] = key
		if _, line, _ := strings.Cut(string(signed), "\n\n"); i < 2 {
			lines += "\n" + strings.TrimSuffix(line, "\n")
		}
	}
	parts[2] += lines
	file := filepath.Join(t.TempDir(), "cosigned.export")
	if err := os.WriteFile(file, []byte(strings.Join(parts, "\n\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{nil, 0, "there are 2 other signatures, and no witness was named"},
		{[]string{"--witness", keys[0], "--witness", keys[1]}, 0, "通过 ok       见证人联署"},
		{[]string{"--witness", keys[0], "--witness", keys[2]}, 1, "signed by 1 witnesses, 2 are needed"},
		{[]string{"--witness", keys[0], "--witness", keys[2], "--quorum", "1"}, 0, "not signed by " + keys[2]},
		{[]string{"--witness", keys[0], "--quorum", "2"}, 1, "--quorum is between"},
		{[]string{"--quorum=-1"}, 1, "--quorum is between"},
	} {
		code, out, errs := verify(t, append([]string{file}, c.args...)...)
		if code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("%v: exit %d, want %d and %q\n%s%s", c.args, code, c.code, c.says, out, errs)
		}
	}
}

// An address that gives the export of another round is refused, and nothing is remembered of it.
func TestVerifyAddress(t *testing.T) {
	_, text := released(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write(text) }))
	defer server.Close()
	for address, want := range map[string]int{"/r/2026": 0, "/r/2026/": 0, "/r/2026/export": 0, "/r/2025": 1, "/r/2025/export": 1} {
		code, out, errs := verify(t, server.URL+address)
		if code != want || want == 1 && !strings.Contains(errs, "gives another round") {
			t.Errorf("%s: %d\n%s%s", address, code, out, errs)
		}
	}
}

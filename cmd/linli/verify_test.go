package main

// The demo's export: nobody's personal data are in it, it verifies, and what is changed in it is found.

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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
	c := exportCmd{Dir: dir}
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

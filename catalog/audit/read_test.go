package audit

// The reader: whatever bytes come, it comes to an end with a report; what it takes, a ledger could have written.

import (
	"bytes"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"linli/ballot/ledger"
)

func TestReadEntry(t *testing.T) {
	for _, line := range newForger(t).lines {
		e, err := readEntry(line.Entry.Bytes())
		if err != nil || e.leaf != line.Leaf || e.n != line.N || e.act != line.Entry.Act || !e.time.Equal(line.Entry.Time) || e.public != line.Entry.Public {
			t.Fatalf("%+v: %v", e, err)
		}
	}
	good := `{"act":"poll.open","actor":"qin","body":{},"n":3,"public":true,"supersedes":{"n":1,"why":"x"},"time":"2026-09-01T01:02:00Z"}`
	if e, err := readEntry([]byte(good)); err != nil || e.supersedes.N != 1 {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"poll.open"`, `null`}, {`"qin"`, `7`}, {`"n":3`, `"n":-3`}, {`"n":3`, `"n":99999999999999999999`}, {`"n":3`, `"n":"3"`}, {`true`, `false`}, {`true`, `null`},
		{`true`, `true,"salt":"00000000000000000000000000000000"`}, {`true`, `false,"salt":"0000"`}, {`"n":1,`, ``}, {`"x"`, `3`}, {`,"why":"x"`, `,"why":"x","z":1`},
		{`00Z`, `00+00:00`}, {`00Z`, `00.5Z`}, {`09-01`, `9-1`}, {`"act":"poll.open",`, ``}, {`"body":{},`, ``}, {`"n":3,`, `"n":3,"o":1,`}, {`}`, `} `},
	} {
		if _, err := readEntry([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil {
			t.Errorf("%v: taken", change)
		}
	}
}

// What is no export, or not all of it, is refused before any check.
func TestFormat(t *testing.T) {
	text := string(released(t))
	lines := strings.SplitAfter(text, "\n")
	for name, bad := range map[string]string{
		"empty": "", "head only": lines[0], "another program's": strings.Replace(text, "linli", "limli", 1), "half a line": text[:len(text)-1],
		"no key": lines[0] + strings.Join(lines[2:], ""), "an empty line": text + "\n", "cut before the entries": strings.Join(lines[:8], ""),
		"returns": strings.ReplaceAll(text, "\n", "\r\n"), "two keys": lines[0] + lines[1] + strings.Join(lines[1:], ""),
	} {
		r := auditText([]byte(bad))
		if got := failed(r); !slices.Equal(got, []string{"format"}) || !strings.Contains(r.Results[0].Problems[0], "not an export of linli") {
			t.Errorf("%s: %v", name, got)
		}
	}
	r := auditText([]byte(strings.Replace(text, "export 1", "export 2", 1)))
	if got := failed(r); !slices.Equal(got, []string{"format"}) || !strings.Contains(r.Results[0].Problems[0], "a newer linli wrote the export") {
		t.Errorf("a newer form: %v, %q", got, r.Results[0].Problems)
	}
}

// FuzzReadEntry: a line that is taken is one that a ledger takes too, with the same leaf.
func FuzzReadEntry(f *testing.F) {
	for _, line := range newForger(f).lines {
		f.Add(line.Entry.Bytes())
	}
	f.Add([]byte(`{"hash":"FuaWS7/S5NRA5o45/xwKmKNa3RR0RWlUcsKStIYwVGo=","n":3}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := readEntry(line)
		if err != nil || e.supersedes != nil && (e.supersedes.Why == "" || e.supersedes.N >= e.n) { // found by a check of its own
			return
		}
		p, err := ledger.ParsePublished(line)
		if err != nil || p.Leaf != e.leaf || p.N != e.n || (p.Entry == nil) != e.withheld {
			t.Errorf("%q: %+v, %v", line, e, err)
		}
	})
}

// FuzzExport: whatever the text, the audit ends; what differs from an export in any byte is found.
func FuzzExport(f *testing.F) {
	text := released(f)
	f.Add(uint16(0), uint16(0), []byte{})
	f.Add(uint16(700), uint16(9), []byte("{}\n"))
	f.Add(uint16(0), uint16(65535), []byte("linli export 1\nk\n\na\n\nb\n\n"))
	f.Fuzz(func(t *testing.T, at, cut uint16, put []byte) {
		from := min(int(at), len(text))
		to := min(from+int(cut), len(text))
		changed := slices.Concat(text[:from], put, text[to:])
		if r := auditText(changed); r.OK() != bytes.Equal(changed, text) {
			t.Errorf("%v after %q for %q", failed(r), put, text[from:to])
		}
	})
}

// endless is a text without an end: of one line, or of ever more lines.
type endless struct{ line string }

func (e endless) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) {
		n += copy(b[n:], e.line)
	}
	return n, nil
}

// A text without end is refused, not kept.
func TestEndless(t *testing.T) {
	head := string(released(t)[:400])
	for _, text := range []io.Reader{
		endless{"x"}, io.MultiReader(strings.NewReader(firstLine+"\n"), endless{"x"}), io.MultiReader(strings.NewReader(firstLine+"\n"), endless{"x\n"}),
		io.MultiReader(strings.NewReader(head), endless{"\x00"}),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if got := failed(Audit(text, Trust{})); !slices.Equal(got, []string{"format"}) {
			t.Errorf("%v", got)
		}
		runtime.ReadMemStats(&after)
		if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 32 {
			t.Errorf("%d MiB for a text without end", mib)
		}
	}
}

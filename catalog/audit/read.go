package audit

// The reader: an export line by line, each entry as its leaf and what its text says.

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"linli/ballot/ledger"
)

// maxLine is the longest line that is read, in bytes. The longest that a round writes has about a quarter of it.
const maxLine = 4 << 20

// firstLine is the family of what linli exports, and the version of the form that is read here.
const (
	family    = "linli export "
	firstLine = family + "1"
)

// reader reads whole lines.
type reader struct {
	in *bufio.Reader
	n  int
}

func newReader(r io.Reader) *reader { return &reader{in: bufio.NewReaderSize(r, maxLine)} }

// wrong is [ledger.ErrExport] at the line that was read last.
func (r *reader) wrong(err error) error {
	if err == nil {
		return fmt.Errorf("%w: 第 %d 行 / line %d", ledger.ErrExport, r.n, r.n)
	}
	return fmt.Errorf("%w: 第 %d 行 / line %d: %w", ledger.ErrExport, r.n, r.n, err)
}

// line is the next line without its end, good until the one after; io.EOF after the last one.
func (r *reader) line() ([]byte, error) {
	b, err := r.in.ReadSlice('\n')
	if err == io.EOF && len(b) == 0 {
		return nil, io.EOF
	}
	r.n++
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, r.wrong(err)
	}
	return b[:len(b)-1], nil
}

// text is a line of the head.
func (r *reader) text() (string, error) {
	b, err := r.line()
	if err == io.EOF {
		err = r.wrong(io.ErrUnexpectedEOF)
	}
	return string(b), err
}

// paragraph is the lines up to an empty one, which it drops; there is at least one.
func (r *reader) paragraph() (string, error) {
	var out strings.Builder
	for {
		line, err := r.text()
		switch {
		case err != nil:
			return "", err
		case line == "" && out.Len() > 0:
			return out.String(), nil
		case line == "" || out.Len() > maxHead:
			return "", r.wrong(nil)
		}
		out.WriteString(line + "\n")
	}
}

// maxHead bounds a paragraph of the head, in bytes.
const maxHead = 64 << 10

// head reads what stands before the entries: the ledger's key and its signed checkpoint.
func (r *reader) head() (key string, note []byte, err error) {
	first, err := r.text()
	if err != nil {
		return "", nil, err
	}
	version, _ := strconv.Atoi(strings.TrimPrefix(first, family))
	switch {
	case first == firstLine:
	case version > 1 && first == family+strconv.Itoa(version):
		return "", nil, fmt.Errorf("%w: %q", ledger.ErrNewer, first)
	default:
		return "", nil, r.wrong(nil)
	}
	if key, err = r.paragraph(); err != nil || strings.Count(key, "\n") != 1 {
		return "", nil, errors.Join(err, r.wrong(nil))
	}
	text, err := r.paragraph()
	if err != nil {
		return "", nil, err
	}
	signatures, err := r.paragraph()
	return strings.TrimSuffix(key, "\n"), []byte(text + "\n" + signatures), err
}

// entry is an entry as published, or of one that is withheld its number and leaf.
type entry struct {
	leaf       tlog.Hash
	withheld   bool
	n          int64
	time       time.Time
	act        string
	body       []byte // canonical JSON
	public     bool
	supersedes *ledger.Supersession
}

// readEntry reads the line of an entry; what is not written as the package's documentation says is [ledger.ErrEntry].
func readEntry(line []byte) (e entry, err error) {
	if bytes.HasPrefix(line, []byte(`{"hash":`)) {
		p, err := ledger.ParsePublished(line)
		return entry{leaf: p.Leaf, withheld: true, n: p.N}, err
	}
	members, err := object(line)
	if err != nil {
		return e, fmt.Errorf("%w: %w", ledger.ErrEntry, err)
	}
	e.leaf = tlog.RecordHash(line)
	keys := ""
	for _, m := range members {
		read := entryFields[m.key]
		if read == nil || !read(&e, m.value) {
			return e, fmt.Errorf("%w: %s", ledger.ErrEntry, m.key)
		}
		keys += m.key + " "
	}
	keys = strings.Replace(keys, "supersedes ", "", 1)
	if e.public && keys != "act actor body n public time " || !e.public && keys != "act actor body n public salt time " {
		return e, fmt.Errorf("%w: %s", ledger.ErrEntry, keys)
	}
	return e, nil
}

// entryFields read the fields of an entry; they tell false for what cannot be there.
var entryFields = map[string]func(*entry, []byte) bool{
	"act":   func(e *entry, v []byte) (ok bool) { e.act, ok = plainText(v); return ok },
	"actor": func(e *entry, v []byte) (ok bool) { _, ok = plainText(v); return ok },
	"body":  func(e *entry, v []byte) bool { e.body = v; return true },
	"n":     func(e *entry, v []byte) (ok bool) { e.n, ok = number(v); return ok },
	"public": func(e *entry, v []byte) bool {
		e.public = string(v) == "true"
		return e.public || string(v) == "false"
	},
	"salt": func(e *entry, v []byte) bool {
		s, ok := plainText(v)
		salt, err := hex.DecodeString(s)
		return ok && err == nil && len(salt) == 16
	},
	"supersedes": func(e *entry, v []byte) (ok bool) { e.supersedes, ok = supersession(v); return ok },
	"time":       func(e *entry, v []byte) (ok bool) { e.time, ok = seconds(v); return ok },
}

func plainText(value []byte) (s string, ok bool) {
	return s, len(value) > 0 && value[0] == '"' && json.Unmarshal(value, &s) == nil
}

func number(value []byte) (int64, bool) {
	n, err := strconv.ParseInt(string(value), 10, 64)
	return n, err == nil && n >= 0
}

// seconds reads a time in UTC and whole seconds.
func seconds(value []byte) (time.Time, bool) {
	const form = `"2006-01-02T15:04:05Z"`
	t, err := time.Parse(form, string(value))
	return t, err == nil && t.Format(form) == string(value)
}

func supersession(value []byte) (*ledger.Supersession, bool) {
	members, err := object(value)
	if err != nil || len(members) != 2 || members[0].key != "n" || members[1].key != "why" {
		return nil, false
	}
	n, isNumber := number(members[0].value)
	why, isText := plainText(members[1].value)
	return &ledger.Supersession{N: n, Why: why}, isNumber && isText
}

package ledger

// The export: everything public of a ledger as one text.

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Export is everything public of a ledger. As text it is, in UTF-8 and with a line feed after every line:
//
//	linli export 1
//	the verifier key of the ledger, as package note writes it
//	(an empty line)
//	the checkpoint: origin, size, root, further signed lines
//	(an empty line)
//	its signature, as package note writes it
//	(an empty line)
//	the entries by number, see [Published.Bytes], a line each
//
// The same export has the same bytes.
type Export struct {
	Key        string
	Checkpoint []byte // a signed note
	Lines      []Published

	from     *Ledger // nil: Lines hold everything
	withheld map[int64]bool
}

// Export is the export of the ledger up to a checkpoint that the key has signed; withheld are the entries of which
// outsiders get the leaf only. Its Lines hold nothing but leaves: [Export.WriteTo] reads the entries from the store, one
// after the other. A checkpoint of another key, or larger than the ledger, is [ErrCheckpoint].
func (l *Ledger) Export(key string, checkpoint []byte, withheld map[int64]bool) (*Export, error) {
	c, err := OpenCheckpoint(checkpoint, key)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.Size > l.tree.n {
		return nil, fmt.Errorf("%w: %d > %d", ErrCheckpoint, c.Size, l.tree.n)
	}
	x := &Export{Key: key, Checkpoint: checkpoint, Lines: make([]Published, c.Size), from: l, withheld: withheld}
	for n := range x.Lines {
		x.Lines[n] = Published{N: int64(n), Leaf: l.tree.at(int64(n))}
	}
	return x, nil
}

const exportHead = "linli export 1"

// ErrExport: text that is not an export.
var ErrExport = errors.New("这不是邻里的导出文件，或已残缺 / this is not an export of linli, or not all of it")

// WriteTo writes the export as text. What it cannot read from the ledger ends it with the error of [Ledger.Each].
func (x *Export) WriteTo(w io.Writer) (int64, error) {
	b := bufio.NewWriter(w)
	n, err := fmt.Fprintf(b, "%s\n%s\n\n%s\n", exportHead, x.Key, x.Checkpoint)
	total := int64(n)
	if err == nil {
		err = x.each(func(line []byte) error {
			n, err := b.Write(line)
			total += int64(n) + 1
			return cmp.Or(err, b.WriteByte('\n'))
		})
	}
	if err == nil {
		err = b.Flush()
	}
	return total, err
}

// each calls fn with the lines of the entries.
func (x *Export) each(fn func(line []byte) error) error {
	if x.from != nil {
		return x.from.lines(context.Background(), 0, int64(len(x.Lines)), func(n int64, line []byte) error {
			if x.withheld[n] {
				line = x.Lines[n].Bytes()
			}
			return fn(line)
		})
	}
	for _, p := range x.Lines {
		if err := fn(p.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// ReadExport reads what [Export.WriteTo] wrote. Other text is [ErrExport], with the number of the line that is wrong; of
// signatures and numbers it reads the form only.
func ReadExport(r io.Reader) (*Export, error) {
	in := &lines{r: bufio.NewReaderSize(r, 1<<20)}
	if head := in.next(); head != exportHead {
		return nil, in.wrong(nil)
	}
	x := &Export{Key: in.next()}
	if in.next() != "" || in.err != nil {
		return nil, in.wrong(nil)
	}
	text, signature := in.paragraph(), in.paragraph()
	if in.err == nil && strings.Count(signature, "\n") != 1 {
		return nil, in.wrong(nil)
	}
	x.Checkpoint = []byte(text + "\n" + signature)
	for in.err == nil {
		line := in.next()
		if in.err != nil {
			break
		}
		p, err := ParsePublished([]byte(line))
		if err != nil {
			return nil, in.wrong(err)
		}
		x.Lines = append(x.Lines, p)
	}
	if in.err != io.EOF {
		return nil, in.wrong(in.err)
	}
	return x, nil
}

// lines reads whole lines until the first error, which is io.EOF at the end of a line only.
type lines struct {
	r   *bufio.Reader
	n   int
	err error
}

func (l *lines) next() string {
	if l.err != nil {
		return ""
	}
	b, err := l.r.ReadBytes('\n')
	l.n++
	if l.err = err; err == io.EOF && len(b) > 0 {
		l.err = io.ErrUnexpectedEOF
	}
	return string(bytes.TrimSuffix(b, []byte("\n")))
}

// paragraph reads up to an empty line, which it drops.
func (l *lines) paragraph() string {
	var b strings.Builder
	for {
		line := l.next()
		if l.err == io.EOF {
			l.err = io.ErrUnexpectedEOF
		}
		if l.err != nil || line == "" {
			return b.String()
		}
		b.WriteString(line + "\n")
	}
}

func (l *lines) wrong(err error) error {
	if err == nil {
		return fmt.Errorf("%w: 第 %d 行 / line %d", ErrExport, l.n, l.n)
	}
	return fmt.Errorf("%w: 第 %d 行 / line %d: %w", ErrExport, l.n, l.n, err)
}

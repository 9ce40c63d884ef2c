package ledger

// The export: everything public of a ledger as one text.

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"golang.org/x/mod/sumdb/tlog"
)

// Export is everything public of a ledger. As text it is, in UTF-8 and with a line feed after every line:
//
//	linli export 1
//	the verifier key of the ledger, as package note writes it
//	(an empty line)
//	the checkpoint: origin, size, root, further signed lines
//	(an empty line)
//	its signature, as package note writes it, and those of witnesses, a line each
//	(an empty line)
//	the entries by number, see [Published.Bytes], a line each
//
// The same export has the same bytes.
type Export struct {
	Key        string
	Checkpoint []byte // a signed note
	Size       int64  // entries

	from     *Ledger
	withheld map[int64]bool
}

// Export is the export of the ledger up to a checkpoint that the key has signed; withheld are the entries of which
// outsiders get the leaf only. [Export.WriteTo] reads the entries from the store, one after the other. A checkpoint of
// another key, or larger than the ledger, is [ErrCheckpoint].
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
	return &Export{Key: key, Checkpoint: checkpoint, Size: c.Size, from: l, withheld: withheld}, nil
}

const exportHead = "linli export 1"

// ErrExport: text that is not an export.
var ErrExport = errors.New("这不是邻里的导出文件，或已残缺 / this is not an export of linli, or not all of it")

// ErrNewer: an export in a form that this program does not know.
var ErrNewer = errors.New("导出由更新版本的邻里写出，请用新版核对 / a newer linli wrote the export, verify it with that")

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
	return x.from.lines(context.Background(), 0, x.Size, func(n int64, line []byte) error {
		if x.withheld[n] {
			line = Published{N: n, Leaf: tlog.RecordHash(line)}.Bytes()
		}
		return fn(line)
	})
}

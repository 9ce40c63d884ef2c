package ledger

// The export: everything public of a ledger as one text.

import (
	"bufio"
	"bytes"
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
}

const exportHead = "linli export 1"

// ErrExport: text that is not an export.
var ErrExport = errors.New("这不是邻里的导出文件，或已残缺 / this is not an export of linli, or not all of it")

// WriteTo writes the export as text.
func (x *Export) WriteTo(w io.Writer) (int64, error) {
	b := bufio.NewWriter(w)
	n, err := fmt.Fprintf(b, "%s\n%s\n\n%s\n", exportHead, x.Key, x.Checkpoint)
	total := int64(n)
	for _, line := range x.Lines {
		if err != nil {
			return total, err
		}
		n, err = b.Write(append(line.Bytes(), '\n'))
		total += int64(n)
	}
	if err == nil {
		err = b.Flush()
	}
	return total, err
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

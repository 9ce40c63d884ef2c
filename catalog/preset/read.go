package preset

// A programme's file, field by field: every fault is found with its line, not only the first.

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Faults of a file. Whoever reads the fields adds what is wrong with their values.
var (
	ErrSyntax = errors.New("写法不对，每项写成 名称 = 值，文字写在引号里 / this is not written right, write each field as name = value, texts in quotation marks")
	ErrValue  = errors.New("值的类型不对：应为文字、整数或文字的列表 / the value is of a wrong type: write a text, a whole number or a list of texts")
	ErrTwice  = errors.New("写了两次 / is there twice")
	ErrKey    = errors.New("没有这个字段 / there is no such field")
	ErrFile   = errors.New("文件不是 UTF-8 文字，或超过 64 KiB / the file is no UTF-8 text, or above 64 KiB")
)

// MaxFile is the most bytes that a file may have.
const MaxFile = 64 << 10

// Entry is one field as it stands in a file.
type Entry struct {
	Key   string
	Line  int // from 1
	Value any // string, int64, []string or []int64
}

// Fault is what is wrong with one field.
type Fault struct {
	Line int    // from 1; 0: the field is not in the file
	Key  string // empty: no field
	Err  error
}

// Error is the line, the field and what is wrong, in both languages.
func (f *Fault) Error() string {
	where := fmt.Sprintf("第 %d 行 / line %d", f.Line, f.Line)
	if f.Line == 0 {
		where = "文件里没有 / not in the file"
	}
	if f.Key != "" {
		where += ": " + f.Key
	}
	return where + ": " + f.Err.Error()
}

// Unwrap gives what is wrong, without its place.
func (f *Fault) Unwrap() error { return f.Err }

// Faults are all faults of a file, by line.
type Faults []*Fault

// Sort puts them in the order of their lines, those of absent fields last.
func (f Faults) Sort() {
	slices.SortStableFunc(f, func(a, b *Fault) int { return cmp.Compare(uint(a.Line-1), uint(b.Line-1)) })
}

// Error is one fault a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives each fault.
func (f Faults) Unwrap() []error {
	all := make([]error, len(f))
	for i, x := range f {
		all[i] = x
	}
	return all
}

// Read reads the fields of a file, and all faults of its form: [ErrSyntax], [ErrValue], [ErrTwice], [ErrFile]. After a
// line that is not written right it goes on with the next one that begins a field.
func Read(raw []byte) (entries []Entry, faults Faults) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if len(raw) > MaxFile || !utf8.Valid(raw) {
		return nil, Faults{{Line: 1, Err: ErrFile}}
	}
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")) // within texts too, as TOML allows
	seen := map[string]bool{}
	for from := 0; from < len(raw); {
		var p unstable.Parser
		p.Reset(raw[from:])
		base := bytes.Count(raw[:from], []byte("\n"))
		for p.NextExpression() {
			e, fault := entry(&p, base)
			switch {
			case fault != nil:
				faults = append(faults, fault)
			case seen[e.Key]:
				faults = append(faults, &Fault{e.Line, e.Key, ErrTwice})
			default:
				entries = append(entries, e)
			}
			seen[e.Key] = true
		}
		if p.Error() == nil {
			break
		}
		offset := failed(&p)
		faults = append(faults, &Fault{base + 1 + bytes.Count(raw[from:from+offset], []byte("\n")), keyAt(raw[:from+offset]), ErrSyntax})
		from = next(raw, from+offset)
	}
	return entries, faults
}

// failed is the offset at which a parser could not go on.
func failed(p *unstable.Parser) int {
	pe := new(unstable.ParserError)
	if !errors.As(p.Error(), &pe) || len(pe.Highlight) == 0 {
		return 0
	}
	return int(p.Range(pe.Highlight).Offset)
}

var begins = regexp.MustCompile(`(?:\n|^)([A-Za-z0-9_-]+)[ \t]*=`)

// keyAt is the field that was begun last; "" if none was.
func keyAt(raw []byte) string {
	all := begins.FindAllSubmatch(raw, -1)
	if len(all) == 0 {
		return ""
	}
	return string(all[len(all)-1][1])
}

// next is where the next field begins, or the end.
func next(raw []byte, from int) int {
	line := bytes.IndexByte(raw[from:], '\n')
	if line < 0 {
		return len(raw)
	}
	from += line + 1
	if at := begins.FindSubmatchIndex(raw[from:]); at != nil {
		return from + at[2]
	}
	return len(raw)
}

func entry(p *unstable.Parser, base int) (Entry, *Fault) {
	n := p.Expression()
	if n.Kind != unstable.KeyValue { // a table: fields have no parts
		key := n.Child()
		return Entry{}, &Fault{base + p.Shape(key.Raw).Start.Line, string(key.Data), ErrKey}
	}
	var names []string
	line := 0
	for it := n.Key(); it.Next(); {
		names = append(names, string(it.Node().Data))
		line = base + p.Shape(it.Node().Raw).Start.Line
	}
	e := Entry{Key: strings.Join(names, "."), Line: line}
	v, err := value(n.Value())
	if e.Value = v; err != nil {
		return e, &Fault{line, e.Key, err}
	}
	return e, nil
}

func value(n *unstable.Node) (any, error) {
	switch n.Kind {
	case unstable.String:
		return string(n.Data), nil
	case unstable.Integer:
		whole, err := strconv.ParseInt(strings.ReplaceAll(string(n.Data), "_", ""), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%w: %s", ErrValue, n.Data)
		}
		return whole, nil
	case unstable.Array:
		return list(n)
	}
	return nil, fmt.Errorf("%w: %s", ErrValue, n.Kind)
}

// list is a list of texts, or of whole numbers.
func list(n *unstable.Node) (any, error) {
	texts, numbers := []string{}, []int64{}
	for it := n.Children(); it.Next(); {
		v, err := value(it.Node())
		if err != nil {
			return nil, err
		}
		switch v := v.(type) {
		case string:
			texts = append(texts, v)
		case int64:
			numbers = append(numbers, v)
		default:
			return nil, ErrValue
		}
	}
	switch {
	case len(texts) > 0 && len(numbers) > 0:
		return nil, ErrValue
	case len(numbers) > 0:
		return numbers, nil
	}
	return texts, nil
}

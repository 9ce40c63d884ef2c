package workbook

// Reading CSV, as spreadsheet programs of Chinese offices save it.

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func readText(raw []byte) (f File, err error) {
	text, kind, err := decode(raw)
	if err != nil {
		return f, err
	}
	f.Kind = kind
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.Comma = -1, separator(text)
	for within := 0; ; { // lines within cells, which a spreadsheet does not count as rows
		cells, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return File{}, fmt.Errorf("%w: %w", ErrFile, spoken(err))
		}
		line, _ := r.FieldPos(0)
		row := line - within
		for i := range cells {
			within += strings.Count(cells[i], "\n")
			cells[i] = strings.TrimSpace(cells[i])
		}
		if err := f.add(row, cells); err != nil {
			return File{}, err
		}
	}
	if len(f.Rows) == 0 {
		return File{}, ErrEmpty
	}
	return f, nil
}

// spoken says where a CSV breaks.
func spoken(err error) error {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		return fmt.Errorf("第 %d 行的引号不配对 / the quotes of line %d do not match", p.StartLine, p.StartLine)
	}
	return err
}

// decode tells the encoding of a text: by its mark, as UTF-8 if it is that, else as GB18030, of which GBK and GB2312 are
// parts. Every end of a line becomes \n, which alone was \r once. Bytes that are no text in it, and control characters, are
// [ErrEncoding].
func decode(raw []byte) (text, kind string, err error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}), bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		b, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(raw)
		text, kind = string(b), "UTF-16"
		if err != nil || len(raw)%2 == 1 {
			return "", "", fmt.Errorf("%w: UTF-16", ErrEncoding)
		}
	case utf8.Valid(raw):
		text, kind = string(bytes.TrimPrefix(raw, []byte("\ufeff"))), "UTF-8"
	default:
		b, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
		if err != nil {
			return "", "", fmt.Errorf("%w: %v", ErrEncoding, err)
		}
		text, kind = string(b), "GB18030"
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	for line, rest := 1, text; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\t' {
			return "", "", fmt.Errorf("%w: 第 %d 行 / line %d", ErrEncoding, line, line)
		}
		if r == '\n' {
			line++
		}
		rest = rest[n:]
	}
	return text, kind, nil
}

// separator is what stands most often in the first line outside of quotes: a comma, a tab or a semicolon.
func separator(text string) rune {
	seen, quoted := map[rune]int{}, false
	for _, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted {
			seen[r]++
		}
		if r == '\n' && !quoted {
			break
		}
	}
	best := ','
	for _, r := range ",\t;" {
		if seen[r] > seen[best] {
			best = r
		}
	}
	return best
}

package workbook

// The cells of a sheet (ECMA-376-1, 18.3), each as a person would type it; what cannot be read for sure is refused with
// its place.

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// The most of a sheet (ECMA-376-1, 18.3.1.73; the limits of the programs that write such files).
const (
	lastRow    = 1 << 20
	lastColumn = 1 << 14
)

// sheet is what has been read of a sheet.
type sheet struct {
	*book
	out   *File
	row   int
	cells []string

	column  int    // of the cell, from 0
	kind    string // of its value: see [sheet.value]
	style   string
	text    strings.Builder
	taking  bool // what stands between elements is the value
	aside   bool // it is how a text is pronounced
	formula bool
}

// read takes the rows of the sheet.
func (b *book) read(f *File) error {
	x := &sheet{book: b, out: f}
	return b.parts.walk(b.sheet, x.begin, x.end, x.take)
}

func (x *sheet) take(text []byte) {
	if x.taking && !x.aside {
		x.text.Write(text)
	}
}

func (x *sheet) begin(t xml.StartElement) error {
	switch t.Name.Local {
	case "row":
		n := x.row + 1
		if at := attr(t, "r"); at != "" {
			n, _ = strconv.Atoi(at)
		}
		if n <= x.row || n > lastRow {
			return broken(fmt.Errorf("row %d after %d", n, x.row))
		}
		x.row, x.column, x.cells = n, -1, nil
	case "c":
		return x.beginCell(t)
	case "f":
		x.formula = true
	case "v", "t":
		x.taking = true
	case "rPh":
		x.aside = true
	case "mergeCell":
		return fmt.Errorf("%w: %s", ErrMerged, clipped(attr(t, "ref")))
	}
	return nil
}

func (x *sheet) beginCell(t xml.StartElement) error {
	column := x.column + 1
	if at := attr(t, "r"); at != "" {
		column = columnOf(at, x.row)
	}
	if column <= x.column || column >= lastColumn || x.row == 0 {
		return broken(fmt.Errorf("cell %q in row %d", clipped(attr(t, "r")), x.row))
	}
	x.column, x.kind, x.style, x.formula = column, attr(t, "t"), attr(t, "s"), false
	x.text.Reset()
	return nil
}

func (x *sheet) end(name string) error {
	switch name {
	case "v", "t":
		x.taking = false
	case "rPh":
		x.aside = false
	case "c":
		return x.endCell()
	case "row":
		return x.out.add(x.row, x.cells)
	}
	return nil
}

// endCell keeps the value of a cell. Formulas are refused also where the file does not say what they come to.
func (x *sheet) endCell() error {
	at := place(x.column, x.row)
	if x.formula {
		return fmt.Errorf("%w: %s", ErrFormula, at)
	}
	value, err := x.value()
	if err != nil {
		return fmt.Errorf("%w: %s", err, at)
	}
	if value = strings.TrimSpace(value); value == "" {
		return nil
	}
	if x.column >= MaxColumns {
		return tooWide(x.row)
	}
	for len(x.cells) <= x.column {
		x.cells = append(x.cells, "")
	}
	x.cells[x.column] = value
	return nil
}

// value is what a cell holds, by its kind (ECMA-376-1, 18.18.11).
func (x *sheet) value() (string, error) {
	raw := x.text.String()
	switch x.kind {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(raw))
		if err != nil || n < 0 || n >= len(x.texts) {
			return "", broken(fmt.Errorf("text %q", clipped(raw)))
		}
		return x.texts[n], nil
	case "e":
		return "", fmt.Errorf("%w: %s", ErrValue, clipped(raw))
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[raw], nil
	case "d":
		day, _, _ := strings.Cut(raw, "T")
		return day, nil
	case "str", "inlineStr":
		return unescaped(raw), nil
	}
	style, _ := strconv.Atoi(x.style)
	return x.typed(strings.TrimSpace(raw), style >= 0 && style < len(x.dates) && x.dates[style]), nil
}

// columnOf is the column of a cell named as in B7, from 0; -1 if it does not stand in the row.
func columnOf(at string, row int) int {
	letters := strings.TrimRight(at, "0123456789")
	if at[len(letters):] != strconv.Itoa(row) || len(letters) > 3 {
		return -1
	}
	n := 0
	for _, r := range strings.ToUpper(letters) {
		if r < 'A' || r > 'Z' {
			return -1
		}
		n = n*26 + int(r-'A') + 1
	}
	return n - 1
}

// clipped is as much of a text as a refusal repeats.
func clipped(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

package workbook

// Writing a table as .xlsx, CSV and JSON.

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// WriteCSV writes a table in UTF-8 with a byte order mark, by which spreadsheet programs know it, and lines that end as
// RFC 4180 has it. A text that a spreadsheet would take for a formula gets an apostrophe before it (CWE-1236).
func (t Table) WriteCSV(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	line := make([]string, len(t.Columns))
	for i, col := range t.Columns {
		line[i] = harmless(col.Title)
	}
	if err := c.Write(line); err != nil {
		return err
	}
	for _, row := range t.Rows {
		for i, col := range t.Columns {
			line[i] = col.text(row[i])
		}
		if err := c.Write(line); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func (c Column) text(v any) string {
	switch v := v.(type) {
	case int64:
		if c.Kind == Money {
			return yuan(v)
		}
		return strconv.FormatInt(v, 10)
	case string:
		return harmless(v)
	}
	return ""
}

// harmless puts an apostrophe before what a spreadsheet would take for a formula, in letters of either width.
func harmless(s string) string {
	if s != "" && strings.ContainsAny(s[:firstRune(s)], "=+-@\t\r\n\x00＝＋－＠") {
		return "'" + s
	}
	return s
}

func firstRune(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// WriteJSON writes the rows as an array of objects by the keys of the columns, in their order; money in fen, empty cells
// as null.
func (t Table) WriteJSON(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString("[")
	for n, row := range t.Rows {
		if n > 0 {
			b.WriteString(",")
		}
		b.WriteString("\n{")
		for i, col := range t.Columns {
			if i > 0 {
				b.WriteString(",")
			}
			key, _ := json.Marshal(col.Key)
			value, err := json.Marshal(row[i])
			if err != nil {
				return err
			}
			b.Write(key)
			b.WriteString(":")
			b.Write(value)
		}
		b.WriteString("}")
	}
	b.WriteString("\n]\n")
	return b.Flush()
}

// WriteXLSX writes a workbook of one sheet with a fixed head that repeats on every printed page. Texts are cells of
// text, whatever they begin with; amounts are numbers in yuan.
func (t Table) WriteXLSX(w io.Writer) (err error) {
	book := excelize.NewFile()
	defer func() {
		if e := book.Close(); err == nil {
			err = e
		}
	}()
	name := sheetName(t.Title)
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return err
	}
	if err := t.stream(book, name); err != nil {
		return err
	}
	err = book.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + name + "'!$1:$1", Scope: name})
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return err
	}
	_, err = out.WriteTo(w)
	return err
}

// stream writes the rows one after another, so that a long list needs little memory.
func (t Table) stream(book *excelize.File, name string) error {
	s, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	styles, err := t.styles(book)
	if err != nil {
		return err
	}
	head := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		if err := s.SetColWidth(i+1, i+1, c.width()); err != nil {
			return err
		}
		head[i] = excelize.Cell{StyleID: styles[len(t.Columns)], Value: printable(c.Title)}
	}
	if err := s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := s.SetRow("A1", head); err != nil {
		return err
	}
	line := make([]any, len(t.Columns))
	for n, row := range t.Rows {
		for i, c := range t.Columns {
			line[i] = excelize.Cell{StyleID: styles[i], Value: c.value(row[i])}
		}
		if err := s.SetRow(fmt.Sprintf("A%d", n+2), line); err != nil {
			return err
		}
	}
	return s.Flush()
}

// styles are those of the columns, and at the end that of the head.
func (t Table) styles(book *excelize.File) ([]int, error) {
	var out []int
	for _, c := range t.Columns {
		s := excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: c.Kind == Text}, NumFmt: c.format()}
		id, err := book.NewStyle(&s)
		if err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	head, err := book.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EDF2"}},
	})
	return append(out, head), err
}

// format is the built-in number format of a column (ECMA-376-1, 18.8.30): 3 is #,##0, 4 is #,##0.00, 49 is text.
func (c Column) format() int {
	switch c.Kind {
	case Number:
		return 3
	case Money:
		return 4
	}
	return 49
}

func (c Column) width() float64 {
	switch {
	case c.Width > 0:
		return c.Width
	case c.Kind == Text:
		return 24
	}
	return 14
}

func (c Column) value(v any) any {
	switch v := v.(type) {
	case int64:
		if c.Kind == Money {
			return float64(v) / 100 // exact to the fen below 10^13 yuan
		}
		return v
	case string:
		return printable(v)
	}
	return nil
}

// printable leaves out what XML cannot hold, and cuts a text where a cell of a workbook ends (32,767 characters).
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 32000 {
		return string(r[:32000]) + "…"
	}
	return s
}

// sheetName is a title as a workbook takes it: without signs that it forbids, at most 31 characters.
func sheetName(title string) string {
	name := []rune(strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return -1
		}
		return r
	}, title), "' "))
	if len(name) > 31 {
		name = name[:31]
	}
	if len(name) == 0 {
		return "台账"
	}
	return string(name)
}

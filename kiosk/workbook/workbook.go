// Package workbook reads and writes tables as offices keep them: .xlsx workbooks, and CSV in UTF-8 or GB18030.
//
// Whatever is read becomes rows of text as typed, so that one reader of amounts and dates serves forms and files alike;
// what cannot be read for sure (a formula, merged cells, a broken encoding) is refused with its place, never guessed.
// Whatever is written opens in a spreadsheet as it stands on the screen: no text in it is ever taken for a formula.
package workbook

import (
	"bytes"
	"errors"
	"fmt"
)

// Limits of a file that is read.
const (
	MaxBytes   = 5 << 20 // of the file
	MaxRows    = 5000    // with the head
	MaxColumns = 64
	maxCell    = 8000     // characters; longer than any field of a form
	maxPlain   = 32 << 20 // bytes of a workbook when unpacked
)

// Refusals of a file. Each names the place where there is one.
var (
	ErrFile     = errors.New("文件打不开，请另存为 .xlsx 或 CSV 后再试 / the file cannot be read, save it anew as .xlsx or CSV")
	ErrOld      = errors.New("这是旧版 .xls 文件，或设有密码，请另存为不带密码的 .xlsx / this is an old .xls file or has a password, save it as .xlsx without one")
	ErrLarge    = errors.New("文件太大，请分成几个文件 / the file is too large, split it")
	ErrMerged   = errors.New("有合并单元格，请取消合并 / cells are merged, split them")
	ErrFormula  = errors.New("单元格是公式，请复制后选择性粘贴为数值 / a cell is a formula, paste its value instead")
	ErrValue    = errors.New("单元格是错误值，请改正 / a cell holds an error, correct it")
	ErrEncoding = errors.New("文字编码无法识别，请存为 UTF-8 或 GB18030（GBK） / the characters are neither UTF-8 nor GB18030")
	ErrEmpty    = errors.New("表格是空的 / the table is empty")
)

// Row is a row of a table that was read. Empty ones are left out.
type Row struct {
	N     int      // as the file counts it, from 1
	Cells []string // without spaces around; none at the end is empty
}

// Cell is the text in a column from 0; "" if the row is shorter.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// File is a table that was read.
type File struct {
	Kind string // "xlsx", "UTF-8", "UTF-16" or "GB18030"; what is shown before an import, for a wrong one shows in the text
	Rows []Row
}

// Read reads the first table of a workbook, or a CSV, telling them apart by their bytes. It refuses with one of the
// errors above.
func Read(raw []byte) (File, error) {
	switch {
	case len(raw) > MaxBytes:
		return File{}, fmt.Errorf("%w: %d > %d MB", ErrLarge, len(raw)>>20, MaxBytes>>20)
	case bytes.HasPrefix(raw, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return File{}, ErrOld
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return readWorkbook(raw)
	}
	return readText(raw)
}

// add takes a row into the file, or refuses what is too much.
func (f *File) add(n int, cells []string) error {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	switch {
	case len(cells) == 0:
		return nil
	case len(f.Rows) == MaxRows:
		return fmt.Errorf("%w: 超过 %d 行 / more than %d rows", ErrLarge, MaxRows, MaxRows)
	case len(cells) > MaxColumns:
		return tooWide(n)
	}
	for i, c := range cells {
		if len(c) > 4*maxCell {
			return fmt.Errorf("%w: %s 超过 %d 字 / more than %d characters", ErrLarge, place(i, n), maxCell, maxCell)
		}
	}
	f.Rows = append(f.Rows, Row{n, cells})
	return nil
}

func tooWide(n int) error {
	return fmt.Errorf("%w: 第 %d 行超过 %d 列 / row %d has more than %d columns", ErrLarge, n, MaxColumns, n, MaxColumns)
}

// place names a cell as a spreadsheet does, as in B7, by its column from 0 and its row from 1.
func place(column, row int) string { return fmt.Sprintf("%s%d", Letters(column), row) }

// Letters name a column from 0 as a spreadsheet does: A, B, ... Z, AA.
func Letters(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

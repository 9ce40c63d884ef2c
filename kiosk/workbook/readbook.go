package workbook

// Reading .xlsx.

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// readWorkbook reads the first sheet that people see. The library has been made to panic by hostile files; such a file
// is one that cannot be read.
func readWorkbook(raw []byte) (f File, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = File{}, fmt.Errorf("%w: %v", ErrFile, p)
		}
	}()
	if err := unpacks(raw); err != nil {
		return f, err
	}
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: maxPlain, UnzipXMLSizeLimit: maxPlain})
	if err != nil {
		return f, fmt.Errorf("%w: %v", ErrFile, err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	name, err := seen(book)
	if err != nil {
		return f, err
	}
	f.Kind = "xlsx"
	if err := f.fill(book, name); err != nil {
		return File{}, err
	}
	return f, nil
}

// unpacks refuses an archive that would unpack to more than a table has.
func unpacks(raw []byte) error {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return fmt.Errorf("%w: %v", ErrFile, err)
	}
	var plain uint64
	for _, entry := range z.File {
		if plain += entry.UncompressedSize64; plain > maxPlain || len(z.File) > 1000 {
			return fmt.Errorf("%w: 解压后超过 %d MB / unpacks to more than %d MB", ErrLarge, maxPlain>>20, maxPlain>>20)
		}
	}
	return nil
}

// seen is the first sheet that is not hidden.
func seen(book *excelize.File) (string, error) {
	for _, name := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(name); err == nil && visible {
			return name, nil
		}
	}
	return "", ErrEmpty
}

// fill takes the rows of a sheet; only when there are not too many does it ask for what the library holds in memory.
func (f *File) fill(book *excelize.File, name string) error {
	plain, err := texts(book, name, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	shown, err := texts(book, name)
	if err != nil {
		return err
	}
	merged, err := book.GetMergeCells(name)
	if err != nil {
		return fmt.Errorf("%w: %v", ErrFile, err)
	}
	if len(merged) > 0 {
		return fmt.Errorf("%w: %s:%s", ErrMerged, merged[0].GetStartAxis(), merged[0].GetEndAxis())
	}
	for i, row := range plain.Rows {
		for j := range row.Cells {
			at := place(j, row.N)
			if formula, err := book.GetCellFormula(name, at); err != nil || formula != "" {
				return errors.Join(fmt.Errorf("%w: %s", ErrFormula, at), err)
			}
			if kind, err := book.GetCellType(name, at); err == nil && (kind == excelize.CellTypeUnset || kind == excelize.CellTypeNumber) {
				row.Cells[j] = typed(row.Cells[j], shown.Rows[i].Cell(j))
			}
		}
	}
	f.Rows = plain.Rows
	if len(f.Rows) == 0 {
		return ErrEmpty
	}
	return nil
}

// texts reads a sheet row by row, as kept or as shown.
func texts(book *excelize.File, name string, how ...excelize.Options) (f File, err error) {
	rows, err := book.Rows(name)
	if err != nil {
		return f, fmt.Errorf("%w: %v", ErrFile, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for n := 1; rows.Next(); n++ {
		cells, err := rows.Columns(how...)
		if err != nil {
			return f, fmt.Errorf("%w: 第 %d 行 / row %d: %v", ErrFile, n, n, err)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(strings.ToValidUTF8(cells[i], "�"))
		}
		if err := f.add(n, cells); err != nil {
			return f, err
		}
	}
	if err := rows.Error(); err != nil {
		return f, fmt.Errorf("%w: %v", ErrFile, err)
	}
	return f, nil
}

var (
	number   = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
	dateLike = regexp.MustCompile(`[0-9][-/.年][0-9]{1,2}[-/.月][0-9]|[0-9]月[0-9]|[0-9]-[A-Z][a-z]{2}`)
)

// typed is a cell of a number as a person would type it: a number in full, whatever its format rounds; a date as 2026-10-01; other
// things as they are. A date is kept as the number of a day, and only its format tells it from a number.
func typed(plain, shown string) string {
	if !number.MatchString(plain) {
		return plain
	}
	if day, err := strconv.ParseFloat(plain, 64); err == nil && shown != plain && dateLike.MatchString(shown) && day >= firstDay && day < lastDay {
		at, err := excelize.ExcelDateToTime(day, false)
		if err == nil {
			return at.Format(time.DateOnly)
		}
	}
	if !strings.ContainsAny(plain, "eE") {
		return plain
	}
	exact, ok := new(big.Rat).SetString(plain)
	if !ok || len(plain) > 30 {
		return shown
	}
	if exact.IsInt() {
		return exact.Num().String()
	}
	return strings.TrimRight(exact.FloatString(10), "0")
}

// Days of a workbook that may be dates of a round: 2000-01-01 to 2099-12-31.
const firstDay, lastDay = 36526, 73051

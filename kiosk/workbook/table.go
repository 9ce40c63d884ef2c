package workbook

// A table to be written: columns with a kind, rows of values.

import "strconv"

// Kind is what a column holds.
type Kind int

const (
	Text   Kind = iota // string
	Number             // int64
	Money              // int64, fen; shown in yuan with two decimals
	Date               // string, as in 2026-10-01, or ""
)

// Column is a column of a table.
type Column struct {
	Key   string // in JSON
	Title string // in its head, with the unit
	Kind  Kind
	Width float64 // characters of Latin text; 0: as the kind needs
}

// Table is a list as a page shows it.
type Table struct {
	Title   string // names the sheet
	Columns []Column
	Rows    [][]any // string or int64, as the columns say; nil is an empty cell
}

// yuan writes fen with two decimals and without groups, as spreadsheets read it back.
func yuan(fen int64) string {
	sign := ""
	if fen < 0 {
		sign = "-"
	}
	s := strconv.FormatUint(magnitude(fen), 10)
	for len(s) < 3 {
		s = "0" + s
	}
	return sign + s[:len(s)-2] + "." + s[len(s)-2:]
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

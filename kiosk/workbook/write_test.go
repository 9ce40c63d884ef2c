package workbook

// What is written, read back.

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

var columns = []Column{{Key: "no", Title: "序号", Kind: Number}, {Key: "title", Title: "名称"}, {Key: "cost", Title: "费用（元）", Kind: Money}, {Key: "date", Title: "日期", Kind: Date}}

// TestWritten: a table is the same after CSV, xlsx and JSON, for all text that people can see.
func TestWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := Table{Title: rapid.StringMatching(`[':/?*一-龥]{0,40}`).Draw(t, "title"), Columns: columns}
		for n := range rapid.IntRange(0, 8).Draw(t, "rows") {
			title := strings.TrimSpace(rapid.StringMatching(`[-=+@＝a-z"，,'一-龥𠮷㐂]{1,12}`).Draw(t, "text"))
			table.Rows = append(table.Rows, []any{int64(n + 1), title, rapid.Int64Range(-1e12, 1e12).Draw(t, "fen"), "2026-10-01"})
		}
		for kind, write := range map[string]func(*bytes.Buffer) error{
			"UTF-8": func(b *bytes.Buffer) error { return table.WriteCSV(b) }, "xlsx": func(b *bytes.Buffer) error { return table.WriteXLSX(b) },
		} {
			var out bytes.Buffer
			if err := write(&out); err != nil {
				t.Fatal(err)
			}
			back, err := Read(out.Bytes())
			if err != nil || back.Kind != kind || len(back.Rows) != len(table.Rows)+1 {
				t.Fatalf("%s: %+v %v", kind, back, err)
			}
			for i, row := range table.Rows {
				text := row[1].(string)
				if kind == "UTF-8" {
					text = harmless(text)
				}
				got := back.Rows[i+1]
				if got.Cell(0) != fmt.Sprint(row[0]) || got.Cell(1) != text || fen(t, got.Cell(2)) != row[2] || got.Cell(3) != row[3] {
					t.Fatalf("%s: wrote %v, read %q", kind, row, got.Cells)
				}
			}
		}
		var out bytes.Buffer
		var back []map[string]any
		if err := table.WriteJSON(&out); err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(&out)
		d.UseNumber()
		if err := d.Decode(&back); err != nil || len(back) != len(table.Rows) {
			t.Fatalf("JSON: %v", err)
		}
		for i, row := range table.Rows {
			if fmt.Sprint(back[i]["cost"]) != fmt.Sprint(row[2]) || back[i]["title"] != row[1] {
				t.Fatalf("JSON: wrote %v, read %v", row, back[i])
			}
		}
	})
}

// fen reads an amount in yuan as a spreadsheet writes it, with none to two decimals.
func fen(t *rapid.T, yuan string) int64 {
	whole, part, _ := strings.Cut(yuan, ".")
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil || len(part) > 2 {
		t.Fatalf("%q: %v", yuan, err)
	}
	return n
}

// TestFormulas: text that begins like a formula is none in any program: an apostrophe stands before it in CSV, and in a
// workbook it is a cell of text.
func TestFormulas(t *testing.T) {
	table := Table{Columns: columns[1:2]}
	for _, s := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠a", "=cmd|' /C calc'!A0"} {
		table.Rows = append(table.Rows, []any{s})
	}
	var out bytes.Buffer
	if err := table.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\ufeff"))).ReadAll()
	if err != nil || len(lines) != len(table.Rows)+1 {
		t.Fatal(err)
	}
	for _, l := range lines[1:] {
		if l[0][0] != '\'' {
			t.Errorf("%q", l[0])
		}
	}
	out.Reset()
	if err := table.WriteXLSX(&out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	for i := range table.Rows {
		at := place(0, i+2)
		formula, err1 := book.GetCellFormula("台账", at)
		kind, err2 := book.GetCellType("台账", at)
		if err1 != nil || err2 != nil || formula != "" || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s: %q %v %v %v", at, formula, kind, err1, err2)
		}
	}
}

// TestEmptyCells: nil is an empty cell in each form.
func TestEmptyCells(t *testing.T) {
	table := Table{Columns: columns, Rows: [][]any{{nil, "x", nil, ""}}}
	var text, data bytes.Buffer
	if err := table.WriteCSV(&text); err != nil || !strings.HasSuffix(text.String(), "\r\n,x,,\r\n") {
		t.Errorf("%q %v", text.String(), err)
	}
	if err := table.WriteJSON(&data); err != nil || !strings.Contains(data.String(), `{"no":null,"title":"x","cost":null,"date":""}`) {
		t.Errorf("%s %v", data.String(), err)
	}
}

// TestLetters names columns as spreadsheets do.
func TestLetters(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := Letters(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

// BenchmarkXLSX writes a ledger of 20,000 rows.
func BenchmarkXLSX(b *testing.B) {
	table := Table{Title: "台账", Columns: columns}
	for n := range int64(20_000) {
		table.Rows = append(table.Rows, []any{n, "楼道加装扶手", n * 100, "2026-10-01"})
	}
	for b.Loop() {
		var out bytes.Buffer
		if err := table.WriteXLSX(&out); err != nil {
			b.Fatal(err)
		}
	}
}

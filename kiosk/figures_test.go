package kiosk

// The programme's figures as tables, files and the printed bulletin: their totals are those that were published.

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/pdf"
	"linli/kiosk/workbook"
)

// published are Zhangjiagang's 618 projects of engineering and 306 services for 43,296,700 yuan, from 1,448 proposals,
// spread over 197 communities of nine towns and nine months.
func published() catalog.Figures {
	f := catalog.Figures{}
	spread := func(n int, kind string, phase catalog.Phase, money int64) {
		for i := range int64(n) {
			h := catalog.Heading{Month: fmt.Sprintf("2020-%02d", i%9+1), District: "张家港市", Street: fmt.Sprintf("镇%d", i%197%9+1), Community: fmt.Sprintf("社区%03d", i%197+1), Kind: kind, Phase: phase}
			f[h] = f[h].Plus(catalog.Figure{Number: 1, Money: money*(i+1)/int64(n) - money*i/int64(n)})
		}
	}
	spread(1000, "engineering", catalog.Proposed, 0)
	spread(448, "service", catalog.Proposed, 0)
	spread(618, "engineering", catalog.Approved, 30_000_000_00)
	spread(306, "service", catalog.Approved, 13_296_700_00)
	spread(500, "engineering", catalog.Begun, 25_000_000_00)
	spread(480, "engineering", catalog.Done, 24_000_000_00)
	spread(480, "engineering", catalog.Spent, 23_999_999_99)
	return f
}

// last are the cells of the last row by the keys of the columns.
func last(t *testing.T, table workbook.Table) map[string]any {
	t.Helper()
	if len(table.Rows) == 0 {
		t.Fatal("no rows")
	}
	out := map[string]any{}
	for i, c := range table.Columns {
		out[c.Key] = table.Rows[len(table.Rows)-1][i]
	}
	return out
}

func TestQuarters(t *testing.T) {
	f := published()
	for _, c := range []struct {
		where    map[string]string
		projects int64
		money    int64
	}{
		{nil, 924, 43_296_700_00},
		{map[string]string{"kind": "engineering"}, 618, 30_000_000_00},
		{map[string]string{"kind": "service", "street": ""}, 306, 13_296_700_00},
	} {
		table, err := Quarters(lang.Zh, f, c.where)
		if err != nil {
			t.Fatal(err)
		}
		if got := last(t, table); got["approved"] != c.projects || got["approved-money"] != c.money {
			t.Errorf("%v: %v", c.where, got)
		}
		var number, money int64
		for _, row := range table.Rows[:len(table.Rows)-1] {
			number, money = number+row[7].(int64), money+row[8].(int64)
		}
		if table.Columns[7].Key != "approved" || number != c.projects || money != c.money {
			t.Errorf("%v: the rows give %d for %d", c.where, number, money)
		}
	}
	quarters := int64(0)
	for _, q := range []string{"2020-Q1", "2020-Q2", "2020-Q3"} {
		table, err := Quarters(lang.Zh, f, map[string]string{"quarter": q})
		if err != nil {
			t.Fatal(err)
		}
		quarters += last(t, table)["approved"].(int64)
	}
	if quarters != 924 {
		t.Errorf("the quarters have %d projects", quarters)
	}
	for _, where := range []map[string]string{{"quarter": "2020-Q5"}, {"kind": "goods"}, {"month": "2020-09"}, {"quarter": "2020"}} {
		if _, err := Quarters(lang.Zh, f, where); !errors.Is(err, ErrFilter) {
			t.Errorf("%v: %v", where, err)
		}
	}
}

// TestQuarterFiles reads the files again: 618 and 306, 924 together, and the money to the fen.
func TestQuarterFiles(t *testing.T) {
	table, err := Quarters(lang.Zh, published(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"xlsx", "csv"} {
		var b bytes.Buffer
		if err := WriteTable(&b, kind, table); err != nil {
			t.Fatal(err)
		}
		file, err := workbook.Read(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if head := file.Rows[0].Cells; head[0] != "季度" || head[7] != "立项（件）" || head[8] != "立项金额（元）" {
			t.Errorf("%s: %q", kind, head)
		}
		sums := map[string]int64{}
		var fen int64
		for _, row := range file.Rows[1 : len(file.Rows)-1] {
			n, err1 := catalog.Yuan(row.Cell(7))
			money, err2 := catalog.Yuan(row.Cell(8))
			if row.Cell(8) == "0" || row.Cell(8) == "0.00" {
				err2, money = nil, 0
			}
			if row.Cell(7) == "0" {
				err1, n = nil, 0
			}
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			sums[row.Cell(4)] += n / 100
			fen += money
		}
		if sums["工程类"] != 618 || sums["服务类"] != 306 || fen != 43_296_700_00 {
			t.Errorf("%s: %v, %d", kind, sums, fen)
		}
		if end := file.Rows[len(file.Rows)-1]; end.Cell(0) != "合计" || plain(end.Cell(7)) != "924" || plain(end.Cell(8)) != "43296700" {
			t.Errorf("%s ends with %q", kind, end.Cells)
		}
	}
	if err := WriteTable(&bytes.Buffer{}, "xls", table); !errors.Is(err, ErrFileKind) {
		t.Error(err)
	}
}

func TestMonthTable(t *testing.T) {
	f := published()
	table, err := MonthTable(lang.Zh, f, map[string]string{"month": "2020-09"})
	if err != nil {
		t.Fatal(err)
	}
	got := last(t, table)
	if got["town"] != "合计" || got["year-approved"] != int64(924) || got["year-approved-money"] != int64(43_296_700_00) || got["working"] != int64(20) || got["year-spent-money"] != int64(23_999_999_99) {
		t.Errorf("%v", got)
	}
	if n := len(table.Rows); n != 10 {
		t.Errorf("%d rows for nine towns", n)
	}
	if n := got["month-approved"].(int64); n < 90 || n > 110 {
		t.Errorf("%d projects in the month", n)
	}
	table, err = MonthTable(lang.Zh, f, map[string]string{"month": "2020-04", "street": "镇2"})
	if err != nil || len(table.Rows) != 23 {
		t.Errorf("%d rows for 22 communities, %v", len(table.Rows), err)
	}
	for _, where := range []map[string]string{{}, {"month": "2020-13"}, {"month": "2020-9"}, {"quarter": "2020-Q1", "month": "2020-09"}} {
		if _, err := MonthTable(lang.Zh, f, where); !errors.Is(err, ErrFilter) {
			t.Errorf("%v: %v", where, err)
		}
	}
}

func TestMonthlyBulletin(t *testing.T) {
	b, err := Bulletin(published(), "2020-09", "")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if missing, err := b.Print(&out); err != nil || len(missing) > 0 {
		t.Fatal(err, missing)
	}
	text := textOf(t, out.Bytes())
	for _, part := range []string{"民生项目月度通报", "2020年9月", "2020年1月至9月", "镇9", "43,296,700元", "23,999,999.99元", "合计1,448924"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in %s", part, text)
		}
	}
	if _, err := Bulletin(published(), "2020-9-1", ""); !errors.Is(err, ErrFilter) {
		t.Error(err)
	}
	if b, err := Bulletin(published(), "2019-12", ""); err != nil {
		t.Error(err)
	} else if _, err := b.Print(&out); !errors.Is(err, pdf.ErrEmpty) {
		t.Errorf("before all records: %v", err)
	}
}

// TestFiguresAtTheDesk: the office has them as page, files and paper, nobody else; and they are those of the rounds.
func TestFiguresAtTheDesk(t *testing.T) {
	b := newBusy(t)
	for path, want := range map[string]int{
		"/desk/figures": 200, "/desk/figures/quarters": 200, "/desk/figures/quarters.xlsx": 200, "/desk/figures/bulletin?month=2026-12": 200, "/desk/figures/bulletin.pdf?month=2026-12": 200,
		"/desk/figures/bulletin.pdf?month=1999-01": 404, "/desk/figures/nothing": 404, "/desk/figures/quarters?quarter=3": 422, "/desk/figures/quarters.pdf": 404,
	} {
		status, body := b.get("qin", path)
		if status != want {
			t.Errorf("%s: %d, want %d: %.300s", path, status, want, body)
		}
		if status, _ := b.get("jiang", path); status != http.StatusForbidden {
			t.Errorf("%s for a department: %d", path, status)
		}
	}
	if n := b.same("qin", "/desk/figures/quarters", "?community="+url.QueryEscape("幸福里社区")); n != 2 { // the fourth quarter, and all
		t.Errorf("%d rows", n)
	}
	if _, body := b.get("qin", "/desk/figures/quarters.csv"); !bytes.Contains(body, []byte(",12,0.00,2,70000.00,1,390000.50,1,390000.50,1,123456.78")) {
		t.Errorf("%s", body)
	}
	if got := quarterOf(time.Date(2026, 12, 1, 0, 0, 0, 0, Zone).Format("2006-01")); got != "2026-Q4" {
		t.Error(got)
	}
}

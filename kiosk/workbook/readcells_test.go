package workbook

// Workbooks as other programs than ours write them, part by part, and some that nobody should.

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// written is a workbook of these parts; those that every one needs are filled in.
func written(t *testing.T, sheet string, more map[string]string) []byte {
	t.Helper()
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	parts := map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Id="a" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="` + office + `"><sheets><sheet name="名单" sheetId="1" r:id="b"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml":   "<worksheet><sheetData>" + sheet + "</sheetData></worksheet>",
		"xl/sharedStrings.xml":       "<sst/>",
		"xl/styles.xml":              "<styleSheet/>",
		"xl/_rels/workbook.xml.rels": "<Relationships>" + relation(office, "b", "worksheet", "worksheets/sheet1.xml") + relation(office, "c", "sharedStrings", "/xl/sharedStrings.xml") + relation(office, "d", "styles", "styles.xml") + "</Relationships>",
	}
	for name, text := range more {
		parts[name] = text
	}
	return packed(t, parts)
}

func relation(office, id, kind, target string) string {
	return fmt.Sprintf(`<Relationship Id="%s" Type="%s/%s" Target="%s"/>`, id, office, kind, target)
}

// row is a row of cells in the sheet's own words.
func row(n int, cells ...string) string {
	return fmt.Sprintf(`<row r="%d">%s</row>`, n, strings.Join(cells, ""))
}

const styles = `<styleSheet><numFmts><numFmt numFmtId="200" formatCode="m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="201" formatCode="0.0&quot; day&quot;"/><numFmt numFmtId="202" formatCode="[$-804]aaaa"/><numFmt numFmtId="203" formatCode="[h]:mm:ss"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="58"/><xf numFmtId="200"/><xf numFmtId="201"/><xf numFmtId="202"/><xf numFmtId="203"/></cellXfs></styleSheet>`

// TestCells: numbers with the digits that people see, days by the formats of Chinese offices and from either year of
// beginning, texts with all their parts but how they are pronounced.
func TestCells(t *testing.T) {
	shared := `<sst><si><r><t>南门</t></r><r><t xml:space="preserve"> 车棚 </t></r><rPh><t>nan</t></rPh></si><si><t>一_x000D_
二 _x005F_x0041_</t></si></sst>`
	cells := []string{`<c r="A1"><v>0.30000000000000004</v></c>`, `<c><v>1.3812345678E10</v></c>`, `<c r="C1" s="1"><v>46296</v></c>`, `<c r="D1" s="2"><v>46296.75</v></c>`, `<c s="3"><v>46296</v></c>`,
		`<c s="4"><v>46296</v></c>`, `<c s="5"><v>46296</v></c>`, `<c s="6"><v>46296</v></c>`, `<c t="s"><v>0</v></c>`, `<c t="s"><v>1</v></c>`, `<c t="b"><v>1</v></c>`, `<c t="d"><v>2026-10-01T08:00:00</v></c>`,
		`<c t="inlineStr"><is><t>约5万</t></is></c>`, `<c t="str"><v>007</v></c>`, `<c s="99"><v>-0.1</v></c>`, `<c s="1"/>`}
	want := []string{"0.3", "13812345678", "2026-10-01", "2026-10-01", "2026-10-01", "46296", "2026-10-01", "46296", "南门 车棚", "一\r\n二 _x0041_", "TRUE", "2026-10-01", "约5万", "007", "-0.1"}
	parts := map[string]string{"xl/styles.xml": styles, "xl/sharedStrings.xml": shared}
	if f, err := Read(written(t, row(1, cells...), parts)); err != nil || !slices.Equal(f.Rows[0].Cells, want) {
		t.Errorf("%v %v", f.Rows, err)
	}
	parts["xl/workbook.xml"] = `<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet r:id="b"/></sheets></workbook>`
	if f, err := Read(written(t, row(1, `<c s="1"><v>44834</v></c>`), parts)); err != nil || f.Rows[0].Cell(0) != "2026-10-01" {
		t.Errorf("from 1904: %v %v", f.Rows, err)
	}
}

// TestCellsRefused: what cannot be read for sure is refused with its place, and what no program writes as damaged.
func TestCellsRefused(t *testing.T) {
	a := `<c r="A1"><v>1</v></c>`
	for name, x := range map[string]struct {
		sheet string
		want  error
		says  string
	}{
		"a formula without its value, at the end": {row(1, a, `<c r="B1"><f>1+1</f></c>`), ErrFormula, "B1"},
		"a row of nothing else":                   {row(1, a) + row(2, `<c r="A2"><f>A1</f></c>`), ErrFormula, "A2"},
		"a part of a shared formula":              {row(1, a, `<c r="C1"><f t="shared" si="7"/><v>4</v></c>`), ErrFormula, "C1"},
		"an error":                                {row(1, a, `<c r="B1" t="e"><v>#N/A</v></c>`), ErrValue, "#N/A: B1"},
		"a text that is not there":                {row(1, `<c t="s"><v>0</v></c>`), ErrFile, ""},
		"a row twice":                             {row(1, a) + row(1, a), ErrFile, ""},
		"a row below all":                         {row(2_000_000_000, `<c><v>1</v></c>`), ErrFile, ""},
		"a cell before the one before it":         {row(1, `<c r="B1"><v>1</v></c>`, a), ErrFile, ""},
		"a cell of another row":                   {row(2, a), ErrFile, ""},
		"a cell to the right of all":              {row(1, `<c r="XFE1"><v>1</v></c>`), ErrFile, ""},
		"cut off":                                 {`<row r="1"><c r="A1"><v>1`, ErrFile, ""},
		"deep":                                    {row(1, a) + strings.Repeat("<a>", 1_000_000), ErrFile, "64"},
		"an entity":                               {row(1, `<c t="str"><v>&bomb;</v></c>`), ErrFile, ""},
	} {
		f, err := Read(written(t, x.sheet, nil))
		if !errors.Is(err, x.want) || !strings.Contains(fmt.Sprint(err), x.says) || len(f.Rows) > 0 {
			t.Errorf("%s: %v %v", name, f.Rows, err)
		}
	}
	for name, main := range map[string]string{"a document": `<document/>`, "no XML": "\x83\x01", "a sheet that is not there": `<workbook xmlns:r="r"><sheets><sheet r:id="z"/></sheets></workbook>`} {
		if f, err := Read(written(t, row(1, a), map[string]string{"xl/workbook.xml": main})); !errors.Is(err, ErrFile) && !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %v %v", name, f.Rows, err)
		}
	}
}

// TestSmallAndLarge: a small file that would fill the memory, or keep a server busy, does neither.
func TestSmallAndLarge(t *testing.T) {
	var rows, merges strings.Builder
	for n := 1; n <= 2500; n++ {
		rows.WriteString(row(n, strings.Repeat(`<c t="s"><v>0</v></c>`, 20)))
	}
	for n := range 200_000 {
		fmt.Fprintf(&merges, `<mergeCell ref="A%d:B%d"/>`, n, n)
	}
	half := `<r><t>` + strings.Repeat("a", 15_000) + `</t></r>`
	for name, x := range map[string]struct {
		raw  []byte
		want error
	}{
		"a long text in every cell": {written(t, rows.String(), map[string]string{"xl/sharedStrings.xml": "<sst><si>" + half + half + "</si></sst>"}), nil},
		"a text too long":           {written(t, rows.String(), map[string]string{"xl/sharedStrings.xml": "<sst><si>" + strings.Repeat(half, 1000) + "</si></sst>"}), ErrLarge},
		"merged everywhere":         {written(t, row(1, `<c><v>1</v></c>`)+"</sheetData><mergeCells>"+merges.String()+"</mergeCells><sheetData>", nil), ErrMerged},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f, err := Read(x.raw)
		runtime.ReadMemStats(&after)
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; !errors.Is(err, x.want) || used > 64 {
			t.Errorf("%s: %d rows for %d MB: %v", name, len(f.Rows), used, err)
		}
	}
}

// TestRowsOfText: rows are counted as a spreadsheet counts them, whatever ends a line, and lines within a cell are none.
func TestRowsOfText(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r"} {
		f, err := Read([]byte(strings.Join([]string{`名称,内容`, `a,"一`, `二`, `三"`, ``, `b,c`, ``}, end)))
		if err != nil || len(f.Rows) != 3 || f.Rows[1].Cell(1) != "一\n二\n三" || f.Rows[2].N != 4 || f.Rows[2].Cell(0) != "b" {
			t.Errorf("%q: %+v %v", end, f.Rows, err)
		}
	}
}

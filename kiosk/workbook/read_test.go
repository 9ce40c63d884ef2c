package workbook

// Files as offices send them, and files that nobody should.

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const list = "名称,地点,费用\r\n\"楼道,加装扶手\",𠮷祥里3栋,3.5万元\r\n\r\n㐂乐亭,\"一行\n两行\",约5万\r\n"

func encoded(t *testing.T, e encoding.Encoding, text string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestEncodings reads one list in every encoding in which offices save it.
func TestEncodings(t *testing.T) {
	for kind, raw := range map[string][]byte{
		"UTF-8":   []byte(list),
		"UTF-8 ":  []byte("\ufeff" + list),
		"GB18030": encoded(t, simplifiedchinese.GB18030, list),
		"UTF-16":  encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), list),
		"UTF-16 ": encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), strings.ReplaceAll(list, ",", "\t")),
		"UTF-8  ": []byte(strings.ReplaceAll(list, ",", ";")),
	} {
		f, err := Read(raw)
		if err != nil || f.Kind != strings.TrimSpace(kind) || len(f.Rows) != 3 {
			t.Fatalf("%s: %+v %v", kind, f, err)
		}
		r := f.Rows[1]
		if r.N != 2 || !strings.HasPrefix(r.Cell(0), "楼道") || r.Cell(1) != "𠮷祥里3栋" || r.Cell(2) != "3.5万元" || r.Cell(3) != "" || r.Cell(-1) != "" {
			t.Errorf("%s: %q", kind, r.Cells)
		}
		if r := f.Rows[2]; r.N != 4 || r.Cell(0) != "㐂乐亭" || r.Cell(1) != "一行\n两行" {
			t.Errorf("%s: %q", kind, r.Cells)
		}
	}
}

// TestTextRefused: each refusal says where.
func TestTextRefused(t *testing.T) {
	gb := encoded(t, simplifiedchinese.GB18030, list)
	for name, x := range map[string]struct {
		raw  []byte
		want error
		says string
	}{
		"nothing":        {nil, ErrEmpty, ""},
		"spaces":         {[]byte(" , ,\r\n ,\r\n"), ErrEmpty, ""},
		"half a quote":   {[]byte("a,b\nc,\"d\ne,f\n"), ErrFile, "2"},
		"broken GB18030": {append(slices.Clone(gb[:len(gb)-4]), 0xff, 0x20), ErrEncoding, ""},
		"half UTF-16":    {[]byte("\xff\xfea\x00b"), ErrEncoding, "UTF-16"},
		"control":        {[]byte("a,b\nc\x00,d\n"), ErrEncoding, "2"},
		"picture":        {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), ErrEncoding, ""},
		"old":            {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ErrOld, ""},
		"large":          {make([]byte, MaxBytes+1), ErrLarge, "5 MB"},
		"100,000 rows":   {bytes.Repeat([]byte("a,b\n"), 100_000), ErrLarge, "5000"},
		"65 columns":     {[]byte(strings.Repeat("a,", 64) + "a\n"), ErrLarge, "64"},
		"long cell":      {[]byte("a\n" + strings.Repeat("字", 4*maxCell) + "\n"), ErrLarge, "A2"},
	} {
		f, err := Read(x.raw)
		if !errors.Is(err, x.want) || !strings.Contains(fmt.Sprint(err), x.says) || len(f.Rows) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// made is a workbook that another library writes.
func made(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(t *testing.T, f *excelize.File, at string, v any, style *excelize.Style) {
	t.Helper()
	if err := f.SetCellValue("Sheet1", at, v); err != nil {
		t.Fatal(err)
	}
	if style != nil {
		id, err := f.NewStyle(style)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", at, at, id); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTyped: a cell is read as a person would type it, whatever its format hides.
func TestTyped(t *testing.T) {
	chinese, rounded := `yyyy"年"m"月"d"日"`, "0.0"
	raw := made(t, func(f *excelize.File) {
		set(t, f, "A1", "名称", nil)
		set(t, f, "A3", 35000.55, &excelize.Style{CustomNumFmt: &rounded})
		set(t, f, "B3", 35000, &excelize.Style{NumFmt: 4})
		set(t, f, "C3", 46296, &excelize.Style{NumFmt: 14})
		set(t, f, "D3", 46296, &excelize.Style{CustomNumFmt: &chinese})
		set(t, f, "E3", int64(13812345678), &excelize.Style{NumFmt: 11})
		set(t, f, "F3", " 约5万 ", nil)
		set(t, f, "G3", 46296, nil)
		set(t, f, "H3", "2026-10-01", nil)
		set(t, f, "I3", 36526, &excelize.Style{NumFmt: 4})
		set(t, f, "J3", "0e0", nil)
	})
	f, err := Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"35000.55", "35000", "2026-10-01", "2026-10-01", "13812345678", "约5万", "46296", "2026-10-01", "36526", "0e0"}
	if len(f.Rows) != 2 || f.Rows[1].N != 3 || !slices.Equal(f.Rows[1].Cells, want) {
		t.Errorf("got %q", f.Rows[len(f.Rows)-1].Cells)
	}
}

// TestBookRefused: each refusal names the cell.
func TestBookRefused(t *testing.T) {
	good := made(t, func(f *excelize.File) { set(t, f, "A1", "名称", nil); set(t, f, "B2", "x", nil) })
	for name, x := range map[string]struct {
		raw  []byte
		want error
		says string
	}{
		"merged": {made(t, func(f *excelize.File) {
			set(t, f, "A1", "名称", nil)
			if err := f.MergeCell("Sheet1", "B2", "C4"); err != nil {
				t.Fatal(err)
			}
		}), ErrMerged, "B2:C4"},
		"formula": {made(t, func(f *excelize.File) {
			set(t, f, "A1", "名称", nil)
			set(t, f, "C7", 5, nil)
			if err := f.SetCellFormula("Sheet1", "C7", "1+4"); err != nil {
				t.Fatal(err)
			}
		}), ErrFormula, "C7"},
		"empty":     {made(t, func(*excelize.File) {}), ErrEmpty, ""},
		"cut off":   {good[:len(good)/2], ErrFile, ""},
		"no book":   {packed(t, map[string]string{"a.txt": "x"}), ErrFile, ""},
		"bomb":      {packed(t, map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat("\x00", maxPlain+1)}), ErrLarge, "32 MB"},
		"many rows": {made(t, many), ErrLarge, "5000"},
		"wide":      {made(t, func(f *excelize.File) { set(t, f, "BM3", "x", nil) }), ErrLarge, "64"},
	} {
		f, err := Read(x.raw)
		if !errors.Is(err, x.want) || !strings.Contains(fmt.Sprint(err), x.says) || len(f.Rows) > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// many fills 100,000 rows.
func many(f *excelize.File) {
	s, err := f.NewStreamWriter("Sheet1")
	for n := 1; n <= 100_000 && err == nil; n++ {
		err = s.SetRow(fmt.Sprintf("A%d", n), []any{"名称", n})
	}
	if err == nil {
		err = s.Flush()
	}
	if err != nil {
		panic(err)
	}
}

func packed(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestHidden: what people do not see is not read in its place.
func TestHidden(t *testing.T) {
	raw := made(t, func(f *excelize.File) {
		set(t, f, "A1", "草稿", nil)
		if _, err := f.NewSheet("名单"); err != nil {
			t.Fatal(err)
		}
		f.SetActiveSheet(1)
		if err := errors.Join(f.SetCellValue("名单", "A1", "名称"), f.SetSheetVisible("Sheet1", false)); err != nil {
			t.Fatal(err)
		}
	})
	if f, err := Read(raw); err != nil || f.Rows[0].Cell(0) != "名称" {
		t.Errorf("%+v %v", f, err)
	}
}

// FuzzRead: whatever the bytes, there is an answer within the limits, and never both rows and a refusal.
func FuzzRead(f *testing.F) {
	f.Add([]byte(list))
	f.Add([]byte("\xff\xfea\x00"))
	b := excelize.NewFile()
	_ = b.SetCellValue("Sheet1", "B2", "x")
	var out bytes.Buffer
	_ = b.Write(&out)
	f.Add(out.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		got, err := Read(raw)
		if err != nil {
			for _, known := range []error{ErrFile, ErrOld, ErrLarge, ErrMerged, ErrFormula, ErrEncoding, ErrEmpty} {
				if errors.Is(err, known) && len(got.Rows) == 0 {
					return
				}
			}
			t.Fatalf("%v with %d rows", err, len(got.Rows))
		}
		last := 0
		for _, r := range got.Rows {
			if r.N <= last || len(r.Cells) == 0 || len(r.Cells) > MaxColumns || r.Cells[len(r.Cells)-1] == "" {
				t.Fatalf("row %+v after %d", r, last)
			}
			last = r.N
		}
		if len(got.Rows) == 0 || len(got.Rows) > MaxRows {
			t.Fatalf("%d rows", len(got.Rows))
		}
	})
}

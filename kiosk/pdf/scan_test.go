package pdf

// This file proves that Scan reads or refuses, whatever it is given.

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"testing"
	"unicode/utf8"
)

func TestScanRefuses(t *testing.T) {
	notice := demoNotice()
	notice.CheckURL = ""
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":       {nil, ErrNotPDF},
		"a picture":     {[]byte("\x89PNG\r\n"), ErrNotPDF},
		"an empty PDF":  {[]byte("%PDF-1.3\n%%EOF"), ErrNoCode},
		"no code in it": {printed(t, notice), ErrNoCode},
		"a false code":  {[]byte("%PDF-1.3\nstream\nq BI /W 21 /H 21 /BPC 1 /IM true /D [1 0] /F /AHx ID " + string(bytes.Repeat([]byte("A5"), 63)) + ">\nEI Q\nendstream"), ErrNoCode},
		"a bomb":        {bomb(), ErrNoCode},
	} {
		if got, err := Scan(c.file); !errors.Is(err, c.want) || got != nil {
			t.Errorf("%s: %q, %v, want %v", name, got, err, c.want)
		}
	}
}

// bomb is streams that inflate to far more than Scan will hold.
func bomb() []byte {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestCompression)
	z.Write(make([]byte, 2*maxStream))
	z.Close()
	one := fmt.Appendf(nil, "stream\n%s\nendstream\n", b.Bytes())
	return append([]byte("%PDF-1.3\n"), bytes.Repeat(one, 6)...)
}

func TestScanReadsOneBrokenFileAsBroken(t *testing.T) {
	file := printed(t, demoBallots(5, 2))
	for cut := len(file) / 3; cut < len(file); cut += len(file) / 9 {
		if got, err := Scan(file[:cut]); err == nil && len(got) > 2 {
			t.Errorf("cut at %d: %q", cut, got)
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("%PDF-1.3\n"))
	f.Add(bytes.Join([][]byte{[]byte("%PDF-1.3\nstream\nq"), page1(f), []byte("\nendstream")}, nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		texts, err := Scan(b)
		if (err == nil) == (len(texts) == 0) {
			t.Fatalf("%q with error %v", texts, err)
		}
		if err != nil && !errors.Is(err, ErrNoCode) && !errors.Is(err, ErrNotPDF) {
			t.Fatalf("another error: %v", err)
		}
		for _, s := range texts {
			if !utf8.ValidString(s) {
				t.Fatalf("%q is no text", s)
			}
		}
	})
}

// page1 is the raw content of a page with one code.
func page1(t testing.TB) []byte {
	c, err := newCode("http://192.168.1.20:8080/b/ABCDEFGHJK", 0, 0, codeMM)
	if err != nil {
		t.Fatal(err)
	}
	n := len(c.bits)
	b := fmt.Appendf(nil, " BI /W %d /H %d /BPC 1 /IM true /D [1 0] /F /AHx ID ", n, n)
	return append(c.hex(b), ">\nEI Q"...)
}

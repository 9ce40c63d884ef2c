package pdf

// This file measures printing, and template and mask beside the naive way.

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/jung-kurt/gofpdf"
	qrcode "github.com/skip2/go-qrcode"
)

func BenchmarkBallots500(b *testing.B) {
	batch := demoBallots(12, MaxSheets)
	b.ReportAllocs()
	for b.Loop() {
		printed(b, batch)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/MaxSheets, "µs/sheet")
}

// BenchmarkBallotsNaive is what the template and the mask are measured against:
// the whole font, the whole page drawn again and a PNG for every sheet. Twenty
// sheets, as five hundred would take minutes.
func BenchmarkBallotsNaive(b *testing.B) {
	const sheets = 20
	batch := demoBallots(12, sheets)
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range batch.Sheets {
			naive(b, batch, s)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/sheets, "µs/sheet")
}

func naive(b *testing.B, batch Ballots, s Sheet) {
	doc := gofpdf.New("P", "mm", "A5", "")
	doc.AddUTF8FontFromBytes("f", "", bmpFont(b))
	doc.AddPage()
	doc.SetFont("f", "", 14)
	for i, c := range batch.Projects {
		y := 40 + 10*float64(i)
		doc.Circle(20, y, 4.1, "D")
		doc.Text(30, y, c.Number+" "+bmp(c.Name))
		doc.Text(30, y+4, c.Place+" "+Amount(c.Cost))
	}
	png, err := qrcode.Encode(s.URL, qrcode.Medium, 256)
	if err != nil {
		b.Fatal(err)
	}
	doc.RegisterImageOptionsReader(s.Serial, gofpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(png))
	doc.ImageOptions(s.Serial, 17, 170, 27, 27, false, gofpdf.ImageOptions{}, 0, "")
	if err := doc.Output(discard{}); err != nil {
		b.Fatal(err)
	}
}

// bmpFont is all of the font that gofpdf can take, a copy for each document.
func bmpFont(b *testing.B) []byte {
	return append([]byte(nil), sansTTF...)
}

func BenchmarkDocuments(b *testing.B) {
	for name, d := range demos() {
		b.Run(fmt.Sprint(name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				printed(b, d)
			}
		})
	}
}

func BenchmarkScan500(b *testing.B) {
	file := printed(b, demoBallots(12, MaxSheets))
	for b.Loop() {
		if _, err := Scan(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFonts(b *testing.B) {
	for b.Loop() {
		if _, err := parseSFNT(serifTTF); err != nil {
			b.Fatal(err)
		}
	}
}

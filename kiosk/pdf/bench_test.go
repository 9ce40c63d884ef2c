package pdf

// This file measures printing, and template and mask beside the naive way.

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"
	qrcode "github.com/skip2/go-qrcode"
)

// BenchmarkBallots prints ten thousand sheets as they are ordered, in files of 500, and in the same run twenty in the
// naive way: the whole font, the whole page drawn again and a PNG for every sheet; more of them would take minutes. The
// peak is that of the heap while ours are printed.
func BenchmarkBallots(b *testing.B) {
	const sheets, few = 10_000, 20
	batch := demoBallots(12, MaxSheets)
	var size, peak uint64
	var ours, theirs time.Duration
	for b.Loop() {
		runtime.GC()
		stop := watchHeap(&peak)
		begin := time.Now()
		size = 0
		for range sheets / MaxSheets {
			size += uint64(len(printed(b, batch)))
		}
		ours = time.Since(begin)
		stop()
		begin = time.Now()
		for _, s := range batch.Sheets[:few] {
			naive(b, batch, s)
		}
		theirs = time.Since(begin)
	}
	b.ReportMetric(ours.Seconds(), "s/10000")
	b.ReportMetric(float64(size)/1e6, "MB/10000")
	b.ReportMetric(float64(peak)/1e6, "peak-MB")
	b.ReportMetric(float64(theirs)/few/(float64(ours)/sheets), "naive/ours")
}

// watchHeap notes the most that the heap holds until stop is called.
func watchHeap(peak *uint64) (stop func()) {
	done, ended := make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			*peak = max(*peak, m.HeapInuse)
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() { close(done); <-ended }
}

func BenchmarkLetters1000(b *testing.B) {
	batch := demoLetters(1000)
	var size int
	b.ReportAllocs()
	for b.Loop() {
		size = len(printed(b, batch))
	}
	b.ReportMetric(float64(size)/1e6, "MB")
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

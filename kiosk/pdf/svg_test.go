package pdf

// This file proves that a QR picture for screens reads as the text it was made of.

import (
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var run = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// drawn are the modules of a picture without its white rim, which it wants to be white.
func drawn(t *testing.T, svg []byte) [][]bool {
	t.Helper()
	var x struct {
		Box   string `xml:"viewBox,attr"`
		Paths []struct {
			Fill string `xml:"fill,attr"`
			D    string `xml:"d,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(svg, &x); err != nil || len(x.Paths) != 2 || x.Paths[0].Fill != "#fff" {
		t.Fatalf("%v: %.200s", err, svg)
	}
	side, err := strconv.Atoi(x.Box[strings.LastIndexByte(x.Box, ' ')+1:])
	if err != nil {
		t.Fatal(err)
	}
	bits := make([][]bool, side-2*quiet)
	for i := range bits {
		bits[i] = make([]bool, len(bits))
	}
	for _, m := range run.FindAllStringSubmatch(x.Paths[1].D, -1) {
		var at [4]int
		for i := range at {
			at[i], _ = strconv.Atoi(m[i+1])
		}
		for k := range at[2] {
			bits[at[1]-quiet][at[0]-quiet+k] = true // outside the rim it panics
		}
	}
	return bits
}

func TestQRReads(t *testing.T) {
	for _, text := range []string{"x", "https://vote.example/r/2026/receipt?tracker=K7Q2MX9TR4VN", "邻里投票", strings.Repeat("K7", 90)} {
		svg, err := QR(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := decode(drawn(t, svg)); err != nil || got != text {
			t.Errorf("%q reads as %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", strings.Repeat("long", 200), strings.Repeat("long", 5000)} {
		if svg, err := QR(text); !errors.Is(err, ErrCode) || svg != nil {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
}

func FuzzQR(f *testing.F) {
	f.Add("a")
	f.Fuzz(func(t *testing.T, text string) {
		svg, err := QR(text)
		if (err == nil) == (svg == nil) {
			t.Fatal(fmt.Errorf("%d bytes with error %w", len(svg), err))
		}
		if err == nil {
			drawn(t, svg)
		}
	})
}

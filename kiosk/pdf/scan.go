package pdf

// This file reads the QR codes back out of a file printed here, in pure Go: it
// is how a demonstration, and a clerk without a scanner, casts a printed ballot.

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"io"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

const (
	maxStream = 16 << 20 // bytes of one inflated stream
	maxTotal  = 64 << 20 // bytes of all of them
	maxCodes  = 2 * MaxSheets
)

// Scan returns the texts of the QR codes in a file printed by this package, in
// the order of its pages. It gives ErrNotPDF for other files, and ErrNoCode when
// there is no code or one cannot be read: it never guesses and never panics.
func Scan(file []byte) ([]string, error) {
	if !bytes.HasPrefix(file, []byte("%PDF-")) {
		return nil, ErrNotPDF
	}
	var texts []string
	budget := maxTotal
	for s := range streams(file) {
		content := inflate(s, min(maxStream, budget))
		budget -= len(content)
		for bits := range masks(content) {
			if len(texts) == maxCodes {
				return nil, fmt.Errorf("%w: > %d", ErrNoCode, maxCodes)
			}
			text, err := decode(bits)
			if err != nil {
				return nil, fmt.Errorf("%w: %d: %v", ErrNoCode, len(texts)+1, err)
			}
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		return nil, ErrNoCode
	}
	return texts, nil
}

// streams yields the bytes between each stream and its endstream.
func streams(file []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for {
			_, rest, ok := bytes.Cut(file, []byte("stream\n"))
			if !ok {
				return
			}
			body, after, ok := bytes.Cut(rest, []byte("\nendstream"))
			if !ok || !yield(body) {
				return
			}
			file = after
		}
	}
}

// inflate undoes FlateDecode; what is not compressed is returned as it is.
func inflate(b []byte, limit int) []byte {
	r, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		return b[:min(len(b), max(limit, 0))]
	}
	defer r.Close()
	out, _ := io.ReadAll(io.LimitReader(r, int64(max(limit, 0))))
	return out
}

// masks yields the modules of each inline image that code.paint wrote.
func masks(content []byte) func(yield func([][]bool) bool) {
	return func(yield func([][]bool) bool) {
		for {
			_, rest, ok := bytes.Cut(content, []byte(" BI /W "))
			if !ok {
				return
			}
			var w, h int
			if n, _ := fmt.Sscanf(string(rest[:min(len(rest), 40)]), "%d /H %d /BPC 1 /IM true", &w, &h); n == 2 {
				_, data, found := bytes.Cut(rest[:min(len(rest), 120)], []byte(" ID "))
				at := len(rest[:min(len(rest), 120)]) - len(data)
				if bits := modules(rest[at:], w, h); found && bits != nil && !yield(bits) {
					return
				}
			}
			content = rest
		}
	}
}

// modules reads h rows of w bits in hexadecimal, padded to bytes; nil when they are not there.
func modules(hex []byte, w, h int) [][]bool {
	stride := (w + 7) / 8 * 2
	if w < 21 || w > 177 || h != w || len(hex) < stride*h {
		return nil
	}
	bits := make([][]bool, h)
	for y := range bits {
		bits[y] = make([]bool, w)
		for x := range bits[y] {
			d := nibble(hex[y*stride+x/4])
			if d < 0 {
				return nil
			}
			bits[y][x] = d>>(3-x%4)&1 == 1
		}
	}
	return bits
}

func nibble(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// decode reads one code as a camera would: painted, with white around it.
func decode(bits [][]bool) (text string, err error) {
	defer func() {
		if r := recover(); r != nil { // the reader is not ours, the file may be anyone's
			text, err = "", fmt.Errorf("decoder: %v", r)
		}
	}()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture(bits))
	if err != nil {
		return "", err
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_PURE_BARCODE: true,
	})
	if err != nil {
		return "", err
	}
	return result.GetText(), nil
}

// picture paints a code with three dots a module and its quiet zone.
func picture(bits [][]bool) image.Image {
	const dots = 3
	side := (len(bits) + 2*quiet) * dots
	img := image.NewGray(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			my, mx := y/dots-quiet, x/dots-quiet
			dark := my >= 0 && my < len(bits) && mx >= 0 && mx < len(bits) && bits[my][mx]
			if !dark {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return img
}

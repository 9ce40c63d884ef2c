package photo

// Pictures as phones send them, and files that only look like pictures.

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// corners is a picture whose four corners have colours of their own: red, green, blue, black from the top left, clockwise.
func corners(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := [2][2]color.RGBA{{{255, 0, 0, 255}, {0, 255, 0, 255}}, {{0, 0, 0, 255}, {0, 0, 255, 255}}}[y*2/h][x*2/w]
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

func asJPEG(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// noted puts EXIF with a tag of orientation, and a secret, into a JPEG.
func noted(raw []byte, order binary.AppendByteOrder, value uint16) []byte {
	mark := "II*\x00"
	if order.String() == "BigEndian" {
		mark = "MM\x00*"
	}
	b := order.AppendUint32([]byte(mark), 8)
	b = order.AppendUint16(b, 2)
	for _, tag := range [][2]uint16{{0x010e, 1}, {0x0112, value}} {
		b = order.AppendUint16(b, tag[0])
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, tag[1])
		b = append(b, 0, 0)
	}
	b = append(append([]byte("Exif\x00\x00"), b...), "\x00\x00\x00\x00GPS 31.27N 120.63E"...)
	out := append([]byte{}, raw[:2]...)
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(b)+2))
	return append(append(out, b...), raw[2:]...)
}

func decoded(t *testing.T, raw []byte) image.Image {
	t.Helper()
	p, err := jpeg.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// at names the colour near a corner.
func at(p image.Image, x, y int) string {
	r, g, b, _ := p.At(x, y).RGBA()
	switch {
	case r > 0xc000 && g < 0x4000 && b < 0x4000:
		return "red"
	case g > 0xc000 && r < 0x4000 && b < 0x4000:
		return "green"
	case b > 0xc000 && r < 0x4000 && g < 0x4000:
		return "blue"
	case r < 0x4000 && g < 0x4000 && b < 0x4000:
		return "black"
	}
	return "?"
}

// TestUpright: whatever way the camera was held, the picture stands as it was seen. The stored picture is red, green,
// blue, black clockwise from the top left; the list is what the eight notes make of it (CIPA DC-008).
func TestUpright(t *testing.T) {
	want := map[uint16][4]string{
		0: {"red", "green", "blue", "black"}, 1: {"red", "green", "blue", "black"},
		2: {"green", "red", "black", "blue"}, 3: {"blue", "black", "red", "green"}, 4: {"black", "blue", "green", "red"},
		5: {"red", "black", "blue", "green"}, 6: {"black", "red", "green", "blue"}, 7: {"blue", "green", "red", "black"}, 8: {"green", "blue", "black", "red"},
		9: {"red", "green", "blue", "black"},
	}
	stored := asJPEG(t, corners(64, 32))
	for value, colours := range want {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			out, err := Clean(noted(stored, order, value))
			if err != nil {
				t.Fatal(err)
			}
			p := decoded(t, out)
			w, h := p.Bounds().Dx(), p.Bounds().Dy()
			if wide := value < 5 || value == 9; wide != (w == 64) || wide != (h == 32) {
				t.Errorf("%d: %d × %d", value, w, h)
			}
			got := [4]string{at(p, 4, 4), at(p, w-5, 4), at(p, w-5, h-5), at(p, 4, h-5)}
			if got != colours {
				t.Errorf("%d %v: %v, want %v", value, order, got, colours)
			}
		}
	}
}

// TestNothingElse: what the camera wrote beside the picture is gone.
func TestNothingElse(t *testing.T) {
	raw := noted(asJPEG(t, corners(64, 32)), binary.LittleEndian, 6)
	out, err := Clean(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"GPS", "Exif", "120.63"} {
		if !bytes.Contains(raw, []byte("GPS")) || bytes.Contains(out, []byte(secret)) {
			t.Errorf("%s is still there", secret)
		}
	}
}

// TestSize: large pictures become smaller and keep their shape; small ones stay; what was transparent is white.
func TestSize(t *testing.T) {
	for _, x := range [][4]int{{4000, 3000, 1600, 1200}, {300, 5000, 96, 1600}, {10, 20, 10, 20}, {12000, 3, 1600, 1}} {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, x[0], x[1]))); err != nil {
			t.Fatal(err)
		}
		out, err := Clean(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		p := decoded(t, out)
		if p.Bounds().Dx() != x[2] || p.Bounds().Dy() != x[3] {
			t.Errorf("%v: %v", x, p.Bounds())
		}
		if r, g, bl, _ := p.At(0, 0).RGBA(); min(r, g, bl) < 0xf000 {
			t.Errorf("%v: not white", x)
		}
	}
}

// TestNoise: even what cannot be packed comes out no larger than is kept.
func TestNoise(t *testing.T) {
	p := image.NewRGBA(image.Rect(0, 0, 1600, 1600))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range p.Pix {
		p.Pix[i] = byte(r.Uint32())
	}
	out, err := Clean(asJPEG(t, p))
	if err != nil || len(out) > MaxKept || len(out) < MaxKept/4 {
		t.Fatalf("%d bytes, %v", len(out), err)
	}
}

// header is the beginning of a PNG of that size, with no picture after it.
func header(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	b = binary.BigEndian.AppendUint32(b, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, 8, 6, 0, 0, 0)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
}

func TestRefused(t *testing.T) {
	good := asJPEG(t, corners(64, 32))
	for name, x := range map[string]struct {
		raw  []byte
		want error
	}{
		"nothing":              {nil, ErrPhoto},
		"text":                 {[]byte("<svg/>"), ErrPhoto},
		"half":                 {good[:len(good)/2], ErrPhoto},
		"100 megapixels":       {header(10_000, 10_000), ErrLarge},
		"50,000 a side":        {header(50_000, 2), ErrLarge},
		"2,147,483,647 a side": {header(1<<31-1, 1<<31-1), ErrPhoto},
		"no picture":           {header(100, 100), ErrPhoto},
		"bytes":                {make([]byte, MaxBytes+1), ErrLarge},
	} {
		if out, err := Clean(x.raw); !errors.Is(err, x.want) || out != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzClean: whatever the bytes, there is a picture within the limits, or one of the two refusals.
func FuzzClean(f *testing.F) {
	f.Add(asJPEG(f, corners(8, 4)))
	f.Add(noted(asJPEG(f, corners(8, 4)), binary.BigEndian, 8))
	f.Add(header(3, 3))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if c, _, err := image.DecodeConfig(bytes.NewReader(raw)); err == nil && c.Width*c.Height > 1<<20 {
			return // the time for large ones is better spent on many small ones
		}
		out, err := Clean(raw)
		if err != nil {
			if !errors.Is(err, ErrPhoto) && !errors.Is(err, ErrLarge) {
				t.Fatal(err)
			}
			return
		}
		p, err := jpeg.DecodeConfig(bytes.NewReader(out))
		if err != nil || max(p.Width, p.Height) > Side {
			t.Fatalf("%+v %v", p, err)
		}
	})
}

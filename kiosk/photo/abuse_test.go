package photo

// Pictures made to do harm: bombs of few bytes, pictures that are something else as well, and notes that lie.

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// segment is a segment of a JPEG.
func segment(marker byte, body ...byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

// progressive is a grey JPEG of that size and so many scans, each of which goes through every block and says nothing: one
// code tells runs of up to 32,767 blocks.
func progressive(w, h uint16, scans int) []byte {
	b := []byte{0xff, 0xd8}
	table := make([]byte, 64)
	for i := range table {
		table[i] = 1
	}
	b = append(b, segment(0xdb, append([]byte{0}, table...)...)...)
	b = append(b, segment(0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 1, 1, 0x11, 0)...)
	lengths := make([]byte, 16)
	lengths[0] = 1
	b = append(b, segment(0xc4, append(append([]byte{0x10}, lengths...), 0xe0)...)...)
	blocks := (int(w) + 7) / 8 * ((int(h) + 7) / 8)
	for range scans {
		b = append(b, segment(0xda, 1, 1, 0, 1, 63, 0)...)
		for n := 0; n < blocks; n += 16 << 10 {
			b = append(b, 0, 0) // a run of 16,384, and one bit too many
		}
	}
	return append(b, 0xff, 0xd9)
}

// chunk is a chunk of a PNG.
func chunk(kind string, body []byte) []byte {
	b := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), kind...)
	b = append(b, body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// deepHead is the beginning of a PNG of that size with 16 bits a hue, and no picture after it.
func deepHead(w, h uint32) []byte {
	b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(b, 16, 6, 0, 0, 0))...)
}

// TestBombs: a picture that would take minutes, or gigabytes, to unpack is refused before a pixel of it is.
func TestBombs(t *testing.T) {
	for name, raw := range map[string][]byte{
		"a thousand scans":      progressive(64, 64, 1000),
		"a scan too many":       progressive(64, 64, maxScans+1),
		"40 MP in many scans":   progressive(6300, 6300, 2000),
		"40 MP, progressive":    progressiveColour(6300, 6300, 0x11),
		"35 MP, 16 bits a hue":  deepHead(7000, 5000),
		"as a lying header":     append(header(10_000, 4_000), make([]byte, 100)...)[:33],
		"two frames, one large": append(progressive(64, 64, 1)[:2], append(segment(0xc2, 8, 0x18, 0, 0x18, 0, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0), progressive(64, 64, 1)[2:]...)...),
	} {
		if out, err := Clean(raw); !errors.Is(err, ErrLarge) && !errors.Is(err, ErrPhoto) || out != nil {
			t.Errorf("%s, %d bytes: %d bytes, %v", name, len(raw), len(out), err)
		}
	}
	for name, raw := range map[string][]byte{"of scans": progressive(64, 64, 1000), "of coefficients": progressiveColour(6300, 6300, 0x11), "of bits": deepHead(7000, 5000)} {
		if _, err := Clean(raw); !errors.Is(err, ErrLarge) {
			t.Errorf("a bomb %s is not known as one: %v", name, err)
		}
	}
	for name, raw := range map[string][]byte{
		"ten scans":               progressive(640, 480, 10),
		"a phone's, progressive":  progressiveColour(4000, 3000, 0x22),
		"16 bits, of a fair size": deepHead(4000, 3000),
	} {
		if err := weighed(raw); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Clean(progressive(640, 480, 10)); err != nil {
		t.Errorf("ten scans: %v", err)
	}
}

// progressiveColour is the head of a progressive JPEG of three components, the first sampled like that.
func progressiveColour(w, h uint16, first byte) []byte {
	frame := segment(0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 3, 1, first, 0, 2, 0x11, 0, 3, 0x11, 0)
	return append(append(append([]byte{0xff, 0xd8}, frame...), segment(0xda, 1, 1, 0, 0, 0, 0)...), 0xff, 0xd9)
}

// weighed is what Clean says of the size of a picture before it is unpacked.
func weighed(raw []byte) error {
	c, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	return bearable(raw, c)
}

// TestOdd: forms of the two formats that cameras seldom write become a picture like all others; of an animation its first.
func TestOdd(t *testing.T) {
	grey16, small := image.NewGray16(image.Rect(0, 0, 40, 30)), corners(64, 32)
	var deep, plain bytes.Buffer
	if err := errors.Join(png.Encode(&deep, grey16), png.Encode(&plain, small)); err != nil {
		t.Fatal(err)
	}
	end := plain.Len() - 12
	with := func(more ...[]byte) []byte {
		return append(append(append([]byte{}, plain.Bytes()[:33]...), bytes.Join(more, nil)...), plain.Bytes()[33:]...)
	}
	secret := "王小明 13900000000 <script>alert(1)</script>"
	for name, raw := range map[string][]byte{
		"16 bits":             deep.Bytes(),
		"16 bits, interlaced": interlaced16(t),
		"an animation":        append(with(chunk("acTL", []byte{0, 0, 0, 9, 0, 0, 0, 0})), []byte(secret)...),
		"large text chunks":   with(chunk("tEXt", append([]byte("Comment\x00"), bytes.Repeat([]byte(secret), 50_000)...)), chunk("eXIf", []byte("II*\x00"+secret))),
		"packed text":         with(chunk("zTXt", append([]byte("Comment\x00\x00"), zeros(t, 64<<20)...))),
		"HTML after a PNG":    append(append([]byte{}, plain.Bytes()[:end+12]...), []byte(secret)...),
		"HTML in a JPEG":      append(append([]byte{0xff, 0xd8}, segment(0xfe, []byte(secret)...)...), asJPEG(t, small)[2:]...),
		"HTML after a JPEG":   append(asJPEG(t, small), []byte(secret)...),
		"a ZIP after it":      append(asJPEG(t, small), []byte("PK\x03\x04"+secret)...),
	} {
		out, err := Clean(raw)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !bytes.HasPrefix(out, []byte("\xff\xd8\xff")) || !bytes.HasSuffix(out, []byte("\xff\xd9")) || bytes.Contains(out, []byte("script")) || bytes.Contains(out, []byte("139000")) || strings.Contains(string(out), "PK\x03") {
			t.Errorf("%s: something else came along: %d bytes", name, len(out))
		}
		if p := decoded(t, out); p.Bounds().Dx() > Side {
			t.Errorf("%s: %v", name, p.Bounds())
		}
	}
}

// zeros are so many noughts, packed.
func zeros(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	block := make([]byte, 1<<20)
	for range n >> 20 {
		z.Write(block)
	}
	z.Close()
	return b.Bytes()
}

// interlaced16 is an interlaced PNG of 16 bits a hue, eight by eight pixels.
func interlaced16(t testing.TB) []byte {
	t.Helper()
	var data bytes.Buffer
	z := zlib.NewWriter(&data)
	for _, pass := range [][2]int{{1, 1}, {1, 1}, {2, 1}, {2, 2}, {4, 2}, {4, 4}, {8, 4}} { // pixels and lines of each (PNG 8.1)
		for range pass[1] {
			z.Write(make([]byte, 1+8*pass[0]))
		}
	}
	z.Close()
	head := []byte{0, 0, 0, 8, 0, 0, 0, 8, 16, 6, 0, 0, 1}
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", head), chunk("IDAT", data.Bytes()), chunk("IEND", nil)}, nil)
}

// TestLyingNotes: a note that says eight ways to look at the picture, or none that there is, or that leads out of itself,
// turns nothing and breaks nothing.
func TestLyingNotes(t *testing.T) {
	stored := asJPEG(t, corners(64, 32))
	for name, tiff := range map[string]string{
		"a directory outside":    "II*\x00\xff\xff\xff\x7f",
		"a negative place":       "II*\x00\xff\xff\xff\xff",
		"a directory of itself":  "II*\x00\x00\x00\x00\x00",
		"65,535 entries":         "MM\x00*\x00\x00\x00\x08\xff\xff",
		"the ninth way":          "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00",
		"of another kind":        "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x02\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00",
		"nothing but its name":   "II*\x00",
		"neither end of numbers": "XX*\x00\x08\x00\x00\x00",
	} {
		note := segment(0xe1, []byte("Exif\x00\x00"+tiff+strings.Repeat("\x00", 8))...)
		out, err := Clean(append(append([]byte{0xff, 0xd8}, note...), stored[2:]...))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if p := decoded(t, out); p.Bounds() != image.Rect(0, 0, 64, 32) || at(p, 4, 4) != "red" {
			t.Errorf("%s: %v, %s", name, p.Bounds(), at(p, 4, 4))
		}
	}
}

// TestHalved: what is shrunk in steps shows what it showed, and nothing of it becomes darker at the edges.
func TestHalved(t *testing.T) {
	p := image.NewNRGBA(image.Rect(0, 0, 7001, 3001))
	for y := range 3001 {
		for x := range 7001 {
			p.SetNRGBA(x, y, color.NRGBA{200, 100, 50, 255})
		}
	}
	out := shrunk(halved(p), Side)
	if b := out.Bounds(); b.Dx() != Side || b.Dy() < 684 || b.Dy() > 687 {
		t.Errorf("%v", b)
	}
	for _, at := range [][2]int{{0, 0}, {Side - 1, 0}, {0, out.Bounds().Dy() - 1}, {800, 300}} {
		if c := out.RGBAAt(at[0], at[1]); c.R < 198 || c.R > 202 || c.G < 98 || c.G > 102 || c.B < 48 || c.B > 52 {
			t.Errorf("%v: %v", at, c)
		}
	}
	if err := jpeg.Encode(&bytes.Buffer{}, out, nil); err != nil {
		t.Error(err)
	}
}

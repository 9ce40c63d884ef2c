package pdf

// This file proves that the code of a printed ballot is still read when the sheet is scanned badly or photographed:
// turned, blurred, seen aslant, half in shadow, with noise, as a JPEG.

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// rendered is a page of a file, from 1, at 200 dots an inch.
func rendered(t *testing.T, file []byte, no int) *image.Gray {
	t.Helper()
	draw, dir := tool(t, "pdftoppm"), t.TempDir()
	if out, err := exec.Command(draw, "-r", "200", "-gray", "-png", "-f", fmt.Sprint(no), "-l", fmt.Sprint(no), saved(t, file), filepath.Join(dir, "p")).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	pages, _ := filepath.Glob(filepath.Join(dir, "p*.png"))
	f, err := os.Open(pages[0])
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	gray := image.NewGray(img.Bounds())
	for y := range gray.Rect.Dy() {
		for x := range gray.Rect.Dx() {
			gray.Set(x, y, img.At(x, y))
		}
	}
	return gray
}

// look is how a sheet meets a lens.
type look struct {
	turn    float64 // degrees
	aslant  float64 // share of the width by which the far edge is shorter
	blur    int     // passes of a 3 × 3 box
	shadow  float64 // share of light lost at the far corner
	noise   float64 // grey levels
	quality int     // of the JPEG
}

var looks = map[string]look{
	"scan":          {quality: 90},
	"crooked":       {turn: 1.5, quality: 75},
	"upside down":   {turn: 180, quality: 75},
	"badly crooked": {turn: 5, blur: 2, noise: 8, quality: 50},
	"photo":         {turn: 3, aslant: 0.04, blur: 1, shadow: 0.4, noise: 5, quality: 50},
	"poor photo":    {turn: -6, aslant: 0.08, blur: 2, shadow: 0.5, noise: 6, quality: 40},
	"sideways":      {turn: 90, aslant: 0.03, blur: 1, shadow: 0.3, noise: 4, quality: 60},
}

// seen is the sheet on a grey desk as the lens has it.
func (l look) seen(t *testing.T, sheet *image.Gray, random *rand.Rand) image.Image {
	t.Helper()
	w, h := float64(sheet.Rect.Dx()), float64(sheet.Rect.Dy())
	side := int(math.Hypot(w, h)) + 20
	out := image.NewGray(image.Rect(0, 0, side, side))
	sin, cos := math.Sincos(l.turn * math.Pi / 180)
	for y := range side {
		for x := range side {
			dx, dy := float64(x)-float64(side)/2, float64(y)-float64(side)/2
			v := 120.0
			depth := 1 - l.aslant*(dy/h) // a plane tilted away from the lens
			u := (dx*cos+dy*sin)/depth + w/2
			s := (dy*cos-dx*sin)/depth + h/2
			if u >= 0 && s >= 0 && u < w-1 && s < h-1 {
				v = bilinear(sheet, u, s)
			}
			v *= 1 - l.shadow*float64(x+y)/float64(2*side)
			v += random.NormFloat64() * l.noise
			out.SetGray(x, y, color.Gray{Y: uint8(min(max(v, 0), 255))})
		}
	}
	for range l.blur {
		out = blurred(out)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, out, &jpeg.Options{Quality: l.quality}); err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func bilinear(g *image.Gray, x, y float64) float64 {
	i, j := int(x), int(y)
	a, b := x-float64(i), y-float64(j)
	at := func(i, j int) float64 { return float64(g.Pix[j*g.Stride+i]) }
	return (at(i, j)*(1-a)+at(i+1, j)*a)*(1-b) + (at(i, j+1)*(1-a)+at(i+1, j+1)*a)*b
}

func blurred(g *image.Gray) *image.Gray {
	out := image.NewGray(g.Rect)
	copy(out.Pix, g.Pix)
	for y := 1; y < g.Rect.Dy()-1; y++ {
		for x := 1; x < g.Rect.Dx()-1; x++ {
			sum := 0
			for j := -1; j <= 1; j++ {
				for i := -1; i <= 1; i++ {
					sum += int(g.Pix[(y+j)*g.Stride+x+i])
				}
			}
			out.Pix[y*g.Stride+x] = uint8(sum / 9)
		}
	}
	return out
}

// readPhoto reads the one code in a picture, with the reader of Scan.
func readPhoto(img image.Image) (string, error) {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return "", err
	}
	r, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return "", err
	}
	return r.GetText(), nil
}

func TestCodeIsReadFromPhotographs(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for i, c := range []struct {
		size     Size
		projects int
		page     int // of the file, with the first ballot's code
	}{{A5, 8, 2}, {A4, 24, 3}, {A5, 40, 3}} {
		b := demoBallots(c.projects, 1)
		b.Size = c.size
		sheet := rendered(t, printed(t, b), c.page)
		for name, l := range looks {
			if i > 0 && l.aslant == 0 { // the flat ones say nothing new
				continue
			}
			img := l.seen(t, sheet, random)
			if dir := os.Getenv("PAPERS"); dir != "" {
				f, err := os.Create(filepath.Join(dir, fmt.Sprintf("photo-%d-%s.jpg", i, name)))
				if err != nil {
					t.Fatal(err)
				}
				jpeg.Encode(f, img, nil)
				f.Close()
			}
			if got, err := readPhoto(img); err != nil || got != b.Sheets[0].URL {
				t.Errorf("%v, %s: %q, %v", c, name, got, err)
			}
		}
	}
}

// Package photo makes the pictures that people send fit to be kept: upright, of moderate size, and without anything but
// the picture. What a camera writes beside it (place, time, owner) does not survive.
package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // the two forms in which phones send pictures

	"golang.org/x/image/draw"
)

// Limits of a picture that is sent, and the size of one that is kept.
const (
	MaxBytes  = 14 << 20   // of the file
	maxPixels = 40_000_000 // of the picture
	maxSide   = 12_000     // pixels
	maxWeight = 240 << 20  // bytes that it takes unpacked
	maxScans  = 64         // in which a JPEG tells its picture; those of cameras and programs have up to ten
	Side      = 1600       // pixels of the longer side that are kept
	MaxKept   = 1 << 20    // bytes of one that is kept
	quality   = 82
)

// Refusals of a picture.
var (
	ErrPhoto = errors.New("照片打不开，请换成 JPEG 或 PNG / the picture cannot be read, send it as JPEG or PNG")
	ErrLarge = errors.New("照片太大，请缩小后再上传（不超过 14 MB、4000 万像素） / the picture is too large, at most 14 MB and 40 megapixels")
)

// Clean reads a JPEG or PNG and returns a JPEG with no more than the picture: turned upright, its longer side at most
// [Side] pixels and its size at most [MaxKept], what was transparent white. It refuses with [ErrPhoto] and [ErrLarge]; the
// size, and what unpacking takes, is known before a pixel is unpacked. At its largest a picture takes some 300 MB for a
// moment: let few run at once.
func Clean(raw []byte) (out []byte, err error) {
	if len(raw) > MaxBytes {
		return nil, fmt.Errorf("%w: %d MB", ErrLarge, len(raw)>>20)
	}
	c, kind, err := image.DecodeConfig(bytes.NewReader(raw))
	switch {
	case err != nil || c.Width < 1 || c.Height < 1:
		return nil, fmt.Errorf("%w: %w", ErrPhoto, errors.Join(err))
	case c.Width > maxSide || c.Height > maxSide || c.Width*c.Height > maxPixels:
		return nil, fmt.Errorf("%w: %d × %d", ErrLarge, c.Width, c.Height)
	}
	if err := bearable(raw, c); err != nil {
		return nil, err
	}
	decoded, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPhoto, err)
	}
	picture := halved(decoded)
	turn := upright
	if kind == "jpeg" {
		turn = orientation(raw)
	}
	for side := Side; ; side = side * 3 / 4 { // only noise is ever made smaller
		var b bytes.Buffer
		if err := jpeg.Encode(&b, turned(shrunk(picture, side), turn), &jpeg.Options{Quality: quality}); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrPhoto, err)
		}
		if b.Len() <= MaxKept {
			return b.Bytes(), nil
		}
	}
}

// bearable refuses what would take too much memory or time to unpack, though it is not large.
func bearable(raw []byte, c image.Config) error {
	weight := int64(c.Width) * int64(c.Height)
	switch c.ColorModel {
	case color.NRGBA64Model, color.RGBA64Model:
		weight *= 8
	default:
		weight *= 4
	}
	made := makingOf(raw)
	weight += made.coefficients
	if weight > maxWeight || made.scans > maxScans {
		return fmt.Errorf("%w: %d MB, %d scans", ErrLarge, weight>>20, made.scans)
	}
	return nil
}

// halved draws a picture of more than twice the size that is kept on white, at half its size, and again: what the last step
// takes does not grow with the picture.
func halved(p image.Image) image.Image {
	for {
		w, h := p.Bounds().Dx(), p.Bounds().Dy()
		if max(w, h) <= 2*Side {
			return p
		}
		out := white(max(1, w/2), max(1, h/2))
		draw.ApproxBiLinear.Scale(out, out.Bounds(), p, p.Bounds(), draw.Over, nil)
		p = out
	}
}

func white(w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	return out
}

// shrunk draws the picture on white, its longer side no longer than that.
func shrunk(p image.Image, side int) *image.RGBA {
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	if long := max(w, h); long > side {
		w, h = max(1, w*side/long), max(1, h*side/long)
	}
	out := white(w, h)
	draw.CatmullRom.Scale(out, out.Bounds(), p, p.Bounds(), draw.Over, nil)
	return out
}

// turned is the picture as a camera's note says it is to be looked at.
func turned(p *image.RGBA, o turn) *image.RGBA {
	if o == upright {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	if o.swaps() {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			out.SetRGBA(x, y, p.RGBAAt(o.from(x, y, w, h)))
		}
	}
	return out
}

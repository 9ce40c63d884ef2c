package demo

// The photos that some residents send along: drawn here, so that no picture of a real place is needed.

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
)

// Size of a photo in pixels.
const (
	wide = 640
	high = 480
)

// picture is a row of houses under a sky, with a sign where something is to be built; another one for every key.
func picture(key string) ([]byte, error) {
	h := fnv.New32a()
	h.Write([]byte(key))
	n := h.Sum32()
	p := image.NewRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			p.SetRGBA(x, y, color.RGBA{byte(150 + y/8), byte(190 + y/12), byte(225 + y/16), 255})
		}
	}
	fill := func(x, y, w, h int, c color.RGBA) {
		draw.Draw(p, image.Rect(x, y, x+w, y+h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(0, 330, wide, high-330, color.RGBA{150, 150, 140, 255})
	fill(0, 330, wide, 30, color.RGBA{90, 130, 80, 255})
	for i := range 4 {
		left, top := 20+i*158, 90+int(n>>(4*i))%80
		fill(left, top, 130, 330-top, color.RGBA{byte(180 + i*15), 170, 150, 255})
		for row := top + 15; row < 310; row += 40 {
			for col := range 3 {
				fill(left+12+col*40, row, 24, 22, color.RGBA{70, 90, 110, 255})
			}
		}
	}
	at := 60 + int(n)%480
	fill(at+28, 300, 8, 110, color.RGBA{80, 80, 80, 255})
	fill(at, 260, 64, 50, color.RGBA{200, 40, 30, 255})
	fill(at+8, 268, 48, 34, color.RGBA{250, 245, 235, 255})
	var b bytes.Buffer
	err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 75})
	return b.Bytes(), err
}

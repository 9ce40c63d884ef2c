package pdf

// This file draws QR codes: level M, at least 0.6 mm a module, four white modules around.

import (
	"fmt"

	qrcode "github.com/skip2/go-qrcode"
)

const (
	minModule  = 0.6 // mm
	quiet      = 4   // modules of white on each side
	maxModules = 57  // version 10: beyond it a phone reads badly
)

// code is a QR code whose top left module is at x, y; side is without the quiet zone.
type code struct {
	x, y, side float64
	bits       [][]bool
}

// newCode encodes text in a square of side mm, larger when its modules would be too small.
func newCode(text string, x, y, side float64) (code, error) {
	if text == "" {
		return code{}, fmt.Errorf("%w: %q", ErrCode, text)
	}
	q, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return code{}, fmt.Errorf("%w: %d bytes: %v", ErrCode, len(text), err)
	}
	q.DisableBorder = true
	c := code{x, y, side, q.Bitmap()}
	if len(c.bits) > maxModules {
		return code{}, fmt.Errorf("%w: %d bytes", ErrCode, len(text))
	}
	c.side = max(side, minModule*float64(len(c.bits)))
	return c, nil
}

// rim is the width of the white that must be left around the code.
func (c code) rim() float64 { return quiet * c.side / float64(len(c.bits)) }

// paint writes the code as a one-bit image mask inside the page, small and crisp.
func (c code) paint(n *pen) {
	_, h := n.pdf.GetPageSize()
	side, m := c.side/mmPerPt, len(c.bits)
	b := fmt.Appendf(nil, "q %.3f 0 0 %.3f %.3f %.3f cm BI /W %d /H %d /BPC 1 /IM true /D [1 0] /F /AHx ID ",
		side, side, (n.left+c.x)/mmPerPt, (h-c.y-c.side)/mmPerPt, m, m)
	n.pdf.RawWriteStr(string(c.hex(b)) + ">\nEI Q")
}

// hex appends the rows, padded to bytes, a set bit for a dark module.
func (c code) hex(b []byte) []byte {
	const digits = "0123456789ABCDEF"
	for _, row := range c.bits {
		for i := 0; i < len(row); i += 8 {
			var v byte
			for t := i; t < i+8; t++ {
				v <<= 1
				if t < len(row) && row[t] {
					v |= 1
				}
			}
			b = append(b, digits[v>>4], digits[v&15])
		}
	}
	return b
}

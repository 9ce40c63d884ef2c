package pdf

// A QR code as a picture for screens, with the same density and white rim as in print.

import (
	"fmt"
	"strings"
)

// QR draws text as an SVG picture of a QR code in black on white, level M, with the quiet zone of 4 modules. A text
// that is empty or needs more than 57 modules, about 210 bytes, is [ErrCode].
func QR(text string) ([]byte, error) {
	c, err := newCode(text, 0, 0, 0)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	side := len(c.bits) + 2*quiet
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="`, side, side, side, side)
	for y, row := range c.bits {
		for x := 0; x < len(row); x++ {
			from := x
			for x < len(row) && row[x] {
				x++
			}
			if x > from {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return []byte(b.String()), nil
}

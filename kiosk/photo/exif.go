package photo

// The one thing that is read of what a camera writes beside a picture: which way up it is.

import "encoding/binary"

// turn is the tag Orientation of EXIF (CIPA DC-008, 4.6.4 A): 1 upright to 8, the eight ways to turn and mirror.
type turn uint16

const upright turn = 1

// swaps tells whether the picture has its width for height.
func (o turn) swaps() bool { return o >= 5 }

// from is the place in the picture as stored that belongs to a place in the upright one of that width and height.
func (o turn) from(x, y, w, h int) (int, int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return h - 1 - y, x
	}
	return x, y
}

// orientation finds the tag in a JPEG; upright if there is none, or none that makes sense.
func orientation(raw []byte) turn {
	for marker, body := range segments(raw) {
		if marker == 0xda {
			break
		}
		if marker == 0xe1 && len(body) > 14 && string(body[:6]) == "Exif\x00\x00" {
			return inTIFF(body[6:])
		}
	}
	return upright
}

// inTIFF reads the first directory of the notes, which are a TIFF.
func inTIFF(t []byte) turn {
	var order binary.ByteOrder = binary.LittleEndian
	switch string(t[:4]) {
	case "II*\x00":
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	at := int(order.Uint32(t[4:]))
	if at < 8 || at+2 > len(t) {
		return upright
	}
	for n := int(order.Uint16(t[at:])); n > 0 && at+14 <= len(t); n-- {
		tag, kind, value := order.Uint16(t[at+2:]), order.Uint16(t[at+4:]), turn(order.Uint16(t[at+10:]))
		if tag == 0x0112 && kind == 3 && value >= 1 && value <= 8 {
			return value
		}
		at += 12
	}
	return upright
}

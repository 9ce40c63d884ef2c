package photo

// How a JPEG is made: what its segments tell of the work of unpacking it, before anything is unpacked.

import (
	"encoding/binary"
	"iter"
)

// segments are the marker and the body of each segment of a JPEG up to its end, without what is packed between them (ITU-T
// T.81, B.1.1). What is no JPEG has none.
func segments(raw []byte) iter.Seq2[byte, []byte] {
	return func(yield func(byte, []byte) bool) {
		for at := 2; at+4 <= len(raw); {
			marker := raw[at+1]
			switch {
			case raw[at] != 0xff, marker == 0x00, marker >= 0xd0 && marker <= 0xd7: // packed, or a restart within it
				at++
				continue
			case marker == 0xff, marker == 0x01, marker == 0xd8: // without a body
				at++
				continue
			case marker == 0xd9:
				return
			}
			size := int(binary.BigEndian.Uint16(raw[at+2:]))
			if size < 2 || at+2+size > len(raw) || !yield(marker, raw[at+4:at+2+size]) {
				return
			}
			at += 2 + size
		}
	}
}

// making is the work of unpacking a JPEG; nothing of what is none.
type making struct {
	coefficients int64 // bytes of those that are kept until the last scan, of a progressive one
	scans        int
}

// makingOf reads the frames and counts the scans.
func makingOf(raw []byte) (m making) {
	if len(raw) < 2 || raw[0] != 0xff || raw[1] != 0xd8 {
		return m
	}
	for marker, body := range segments(raw) {
		switch {
		case marker == 0xda:
			m.scans++
		case marker == 0xc2 && len(body) > 6:
			m.coefficients = max(m.coefficients, coefficients(body))
		}
	}
	return m
}

// coefficients are four bytes for each sample of each component of a frame (T.81, B.2.2): those of the first are as many as
// pixels, those of the others in proportion.
func coefficients(frame []byte) int64 {
	pixels := int64(binary.BigEndian.Uint16(frame[1:])) * int64(binary.BigEndian.Uint16(frame[3:]))
	first, all := int64(0), int64(0)
	for at := 6; at+3 <= len(frame); at += 3 {
		each := int64(frame[at+1]>>4) * int64(frame[at+1]&15)
		if all += each; at == 6 {
			first = each
		}
	}
	return 4 * pixels * all / max(first, 1)
}

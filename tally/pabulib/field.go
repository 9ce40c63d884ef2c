package pabulib

// This file splits a line into fields and quotes fields for writing.

import "strings"

// field is the text of one field, spaces around it removed, and the byte of the line at which that text begins.
type field struct {
	text string
	at   int
}

// split appends the fields of a line. A field whose first character is a quote runs to the closing quote, "" standing
// for a quote; what follows up to the next semicolon is kept as it is, and so is a quote elsewhere: real files have
// both. unclosed is the byte of a quote that is never closed, or -1.
func split(dst []field, line string) (fields []field, unclosed int) {
	for at := 0; ; {
		text, n, ok := cut(line[at:])
		if !ok {
			return dst, at
		}
		start := at
		if line[at:at+n] != text { // it was quoted
			start++
		}
		trimmed := strings.TrimSpace(text)
		start += strings.Index(text, trimmed)
		dst = append(dst, field{trimmed, min(start, at+n)})
		at += n
		if at == len(line) {
			return dst, -1
		}
		at++ // the semicolon
	}
}

// cut takes the first field of s and tells how many bytes it takes there; false if its quote is not closed.
func cut(s string) (text string, n int, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		n = end(s, 0)
		return s[:n], n, true
	}
	var b strings.Builder
	for i := 1; ; {
		j := strings.IndexByte(s[i:], '"')
		if j < 0 {
			return "", 0, false
		}
		b.WriteString(s[i : i+j])
		i += j + 1
		if !strings.HasPrefix(s[i:], `"`) {
			n = end(s, i)
			return b.String() + s[i:n], n, true
		}
		b.WriteByte('"')
		i++
	}
}

// end is where the field that holds byte i ends.
func end(s string, i int) int {
	if j := strings.IndexByte(s[i:], ';'); j >= 0 {
		return i + j
	}
	return len(s)
}

// quote writes a field so that split reads it back.
func quote(s string) string {
	if !strings.ContainsAny(s, `";`) {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

package ledger

// Canonical JSON: the one text of a value.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Canonical is v as JSON with sorted keys, no spaces, no HTML escapes and numbers as they were written, so that the
// same value has the same bytes everywhere.
func Canonical(v any) ([]byte, error) {
	raw, ok := v.(json.RawMessage)
	if !ok || raw == nil {
		var err error
		if raw, err = json.Marshal(v); err != nil {
			return nil, err
		}
	} else if !json.Valid(raw) {
		return nil, fmt.Errorf("%w: no JSON", ErrEntry)
	}
	out, _ := appendCanonical(make([]byte, 0, len(raw)), raw)
	return out, nil
}

// appendCanonical appends the canonical form of the first value of raw, which is valid JSON, and returns what follows.
func appendCanonical(out, raw []byte) (_, rest []byte) {
	raw = unspaced(raw)
	switch raw[0] {
	case '{':
		return appendObject(out, raw)
	case '[':
		return appendArray(out, raw)
	case '"':
		text, rest := cutString(raw)
		return appendString(out, text), rest
	}
	end := bytes.IndexAny(raw, ",]} \t\r\n")
	if end < 0 {
		end = len(raw)
	}
	return append(out, raw[:end]...), raw[end:]
}

// unspaced drops the spaces in front.
func unspaced(raw []byte) []byte {
	for len(raw) > 0 && (raw[0] == ' ' || raw[0] == '\n' || raw[0] == '\t' || raw[0] == '\r') {
		raw = raw[1:]
	}
	return raw
}

func appendArray(out, raw []byte) (_, rest []byte) {
	out = append(out, '[')
	for raw = unspaced(raw[1:]); raw[0] != ']'; {
		out, raw = appendCanonical(out, raw)
		if raw = unspaced(raw); raw[0] == ',' {
			out, raw = append(out, ','), raw[1:]
		}
	}
	return append(out, ']'), raw[1:]
}

// member is a member of an object: its key, and where in the object its canonical text lies.
type member struct {
	key      string
	from, to int
}

// appendObject appends the members of an object by their keys; of those with the same key the last one counts.
func appendObject(out, raw []byte) (_, rest []byte) {
	out = append(out, '{')
	var few [8]member
	start, members, sorted := len(out), few[:0], true
	for raw = unspaced(raw[1:]); raw[0] != '}'; raw = unspaced(raw) {
		if raw[0] == ',' {
			out, raw = append(out, ','), unspaced(raw[1:])
		}
		from := len(out)
		text, value := cutString(raw)
		out = append(appendString(out, text), ':')
		out, raw = appendCanonical(out, unspaced(value)[1:])
		m := member{unquoted(text), from - start, len(out) - start}
		sorted = sorted && (len(members) == 0 || members[len(members)-1].key < m.key)
		members = append(members, m)
	}
	if !sorted {
		out = append(out[:start], inOrder(out[start:], members)...)
	}
	return append(out, '}'), raw[1:]
}

// inOrder is the text of the members, by their keys.
func inOrder(text []byte, members []member) []byte {
	slices.SortStableFunc(members, func(a, b member) int { return strings.Compare(a.key, b.key) })
	out := make([]byte, 0, len(text))
	for i, m := range members {
		if i+1 < len(members) && members[i+1].key == m.key {
			continue
		}
		if len(out) > 0 {
			out = append(out, ',')
		}
		out = append(out, text[m.from:m.to]...)
	}
	return out
}

// cutString cuts a string, with its quotes, off the front.
func cutString(raw []byte) (text, rest []byte) {
	for i := 1; ; i++ {
		switch raw[i] {
		case '\\':
			i++
		case '"':
			return raw[:i+1], raw[i+1:]
		}
	}
}

// appendString appends a string in quotes as it is canonically written.
func appendString(out, text []byte) []byte {
	if plain(text) {
		return append(out, text...)
	}
	return appendText(out, unquoted(text))
}

// appendText appends s as a string in quotes, with U+FFFD for each byte that is not UTF-8.
func appendText(out []byte, s string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(string([]rune(s))); err != nil {
		panic("ledger: a string: " + err.Error())
	}
	return append(out, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

// plain tells whether a string in quotes is surely canonical as it stands: it has no escapes and needs none.
func plain(text []byte) bool {
	ascii := true
	for _, c := range text {
		if c == '\\' {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.Valid(text) && !bytes.Contains(text, []byte("\u2028")) && !bytes.Contains(text, []byte("\u2029"))
}

// unquoted is what a string in quotes says.
func unquoted(text []byte) string {
	if plain(text) {
		return string(text[1 : len(text)-1])
	}
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		panic("ledger: a string: " + err.Error())
	}
	return s
}

package audit

// Canonical JSON, read without building anything: the one text that a value may have.

import (
	"bytes"
	"errors"
	"unicode/utf8"
)

// errCanonical: text that is not the canonical JSON of its value.
var errCanonical = errors.New("不是规范的 JSON / not canonical JSON")

// member is a key of an object and the text of its value.
type member struct {
	key   string
	value []byte
}

// object splits the text of an object into its members; other text is errCanonical.
func object(text []byte) (members []member, err error) {
	s := scanner{b: text}
	ok := s.object(func(key, value []byte) { members = append(members, member{string(key), value}) })
	if !ok || len(s.b) != 0 {
		return nil, errCanonical
	}
	return members, nil
}

// scanner reads canonical JSON off the front of b. Its methods tell false for anything else.
type scanner struct {
	b    []byte
	deep int
}

const deepest = 32

func (s *scanner) take(sign byte) bool {
	if len(s.b) == 0 || s.b[0] != sign {
		return false
	}
	s.b = s.b[1:]
	return true
}

func (s *scanner) value() bool {
	if s.deep++; s.deep > deepest || len(s.b) == 0 {
		return false
	}
	defer func() { s.deep-- }()
	switch s.b[0] {
	case '{':
		return s.object(func(key, value []byte) {})
	case '[':
		return s.array()
	case '"':
		return s.text()
	case 't':
		return s.word("true")
	case 'f':
		return s.word("false")
	case 'n':
		return s.word("null")
	}
	return s.integer()
}

func (s *scanner) word(w string) bool {
	rest, ok := bytes.CutPrefix(s.b, []byte(w))
	s.b = rest
	return ok
}

func (s *scanner) array() bool {
	if !s.take('[') {
		return false
	}
	if s.take(']') {
		return true
	}
	for s.value() {
		if s.take(']') {
			return true
		}
		if !s.take(',') {
			return false
		}
	}
	return false
}

// object reads members whose keys ascend.
func (s *scanner) object(each func(key, value []byte)) bool {
	if !s.take('{') {
		return false
	}
	if s.take('}') {
		return true
	}
	var last []byte
	for {
		key, ok := s.key()
		if !ok || bytes.Compare(last, key) >= 0 || !s.take(':') {
			return false
		}
		last = key
		before := s.b
		if !s.value() {
			return false
		}
		each(key, before[:len(before)-len(s.b)])
		if s.take('}') {
			return true
		}
		if !s.take(',') {
			return false
		}
	}
}

// key reads a key of a–z, 0–9 and _, which is not empty: no two readers can take two such keys for one.
func (s *scanner) key() ([]byte, bool) {
	if !s.take('"') {
		return nil, false
	}
	n := bytes.IndexByte(s.b, '"')
	if n < 1 {
		return nil, false
	}
	key := s.b[:n]
	for _, c := range key {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return nil, false
		}
	}
	s.b = s.b[n+1:]
	return key, true
}

func (s *scanner) integer() bool {
	minus := s.take('-')
	n := 0
	for n < len(s.b) && s.b[n] >= '0' && s.b[n] <= '9' {
		n++
	}
	if n == 0 || s.b[0] == '0' && (n > 1 || minus) {
		return false
	}
	s.b = s.b[n:]
	return true
}

func (s *scanner) text() bool {
	if !s.take('"') {
		return false
	}
	for len(s.b) > 0 {
		switch c := s.b[0]; {
		case c == '"':
			s.b = s.b[1:]
			return true
		case c == '\\':
			if !s.escape() {
				return false
			}
		case c < ' ':
			return false
		case c < utf8.RuneSelf:
			s.b = s.b[1:]
		default:
			r, n := utf8.DecodeRune(s.b)
			if r == utf8.RuneError && n == 1 || r == '\u2028' || r == '\u2029' {
				return false
			}
			s.b = s.b[n:]
		}
	}
	return false
}

// escapes are what has to be escaped, beside \u00xx: the short forms, and the two ends of lines that JavaScript knows.
var escapes = []string{`\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`, `\u2028`, `\u2029`}

func (s *scanner) escape() bool {
	for _, e := range escapes {
		if bytes.HasPrefix(s.b, []byte(e)) {
			s.b = s.b[len(e):]
			return true
		}
	}
	if len(s.b) < 6 || !bytes.HasPrefix(s.b, []byte(`\u00`)) {
		return false
	}
	const digits = "0123456789abcdef"
	hi, lo := s.b[4], bytes.IndexByte([]byte(digits), s.b[5])
	if hi != '0' && hi != '1' || lo < 0 || hi == '0' && bytes.IndexByte([]byte("\b\t\n\f\r"), byte(lo)) >= 0 {
		return false
	}
	s.b = s.b[6:]
	return true
}

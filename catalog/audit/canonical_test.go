package audit

// Canonical JSON: what the scanner takes is what a ledger writes, and nothing else.

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"linli/ballot/ledger"
)

func isCanonical(b []byte) bool {
	s := scanner{b: b}
	return s.value() && len(s.b) == 0
}

func TestCanonical(t *testing.T) {
	for _, good := range []string{
		`{}`, `[]`, `{"a":1,"b":[true,false,null,-7,0,""]}`, `{"a_1":{"a":{}}}`, `"\"\\\b\f\n\r\t\u0000\u001f\u2028\u2029"`, "\"\x7f<>&/\u00e9你😀\ufffd\"",
		`123456789012345678901234567890`,
	} {
		if !isCanonical([]byte(good)) {
			t.Errorf("refused: %s", good)
		}
	}
	for _, bad := range []string{
		``, ` {}`, `{} `, `{ }`, `{"b":1,"a":1}`, `{"a":1,"a":1}`, `{"A":1}`, `{"":1}`, `{"\u0061":1}`, `{"a" :1}`, `{"a":1,}`, `[1,]`, `[1 ,2]`, `[`, `{"a"`, `{"a":`,
		`01`, `-0`, `-`, `1.0`, `1e3`, `+1`, `"`, `"\/"`, `"\u0041"`, `"\u0009"`, `"\u000A"`, `"\u001F"`, `"\u00e9"`, `"\ud83d\ude00"`, `"\x"`, "\"\x01\"", "\"\xff\"", "\"\u2028\"",
		`tru`, `nul`, `"\u00`, `"\`, strings.Repeat("[", 99) + strings.Repeat("]", 99),
	} {
		if isCanonical([]byte(bad)) {
			t.Errorf("taken: %s", bad)
		}
	}
}

var (
	plainKey = regexp.MustCompile(`^[a-z0-9_]+$`)
	integers = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)
)

// plain tells whether keys, numbers and depth of a value are such as records have.
func plain(v any, deep int) bool {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if !plainKey.MatchString(key) || !plain(inner, deep+1) {
				return false
			}
		}
	case []any:
		for _, inner := range v {
			if !plain(inner, deep+1) {
				return false
			}
		}
	case json.Number:
		return integers.MatchString(v.String()) && deep <= deepest
	}
	return deep <= deepest
}

// FuzzCanonical: the scanner takes a text if and only if it is what [ledger.Canonical] makes of it, and its keys and
// numbers are plain.
func FuzzCanonical(f *testing.F) {
	for _, line := range newForger(f).lines {
		f.Add([]byte(line.Entry.Body))
	}
	f.Add([]byte(`{"a":"\u2028\"\\\u001f<>\ufffd","b":[-1,0,{"c":null}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		want := false
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		var tree any
		if json.Valid(b) && d.Decode(&tree) == nil && plain(tree, 1) {
			again, err := ledger.Canonical(json.RawMessage(b))
			want = err == nil && bytes.Equal(again, b)
		}
		if got := isCanonical(b); got != want {
			t.Errorf("taken %v, want %v: %q", got, want, b)
		}
		members, err := object(b)
		if err != nil {
			return
		}
		joined := []string{}
		for _, m := range members {
			joined = append(joined, `"`+m.key+`":`+string(m.value))
		}
		if "{"+strings.Join(joined, ",")+"}" != string(b) {
			t.Errorf("%q came as %q", b, joined)
		}
	})
}

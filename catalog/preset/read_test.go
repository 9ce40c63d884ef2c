package preset

// A file of fields: each fault at its line, and never one more.

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestRead reads every form of a value, behind a mark of byte order and with either end of line.
func TestRead(t *testing.T) {
	got, faults := Read([]byte("\ufeffa = \"一\"\r\nb = 1_000 # 二\n\nc = [\n  \"x\",\n  \"y\",\n]\nd = [1, 2]\ne = []\nf = '''\r\n三\r\n四'''\n\"g\" = -3\n"))
	want := []Entry{{"a", 1, "一"}, {"b", 2, int64(1000)}, {"c", 4, []string{"x", "y"}}, {"d", 8, []int64{1, 2}}, {"e", 9, []string{}}, {"f", 10, "三\n四"}, {"g", 13, int64(-3)}}
	if len(faults) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n%v", got, faults)
	}
}

// TestReadFaults: all faults of a file at once, each with its line and its field.
func TestReadFaults(t *testing.T) {
	text := `a = 1
b = 五十万
c = "ok"
a = 2
d = 1.5
e = true
f = [1, "x"]
g = [[1]]
[table]
h = 2026-01-01
i = "no end
j = ["x"
  "y"]
k = 99999999999999999999
l = {x = 1}
just words
m = 7
n.o = 1
`
	entries, faults := Read([]byte(text))
	var got []string
	for _, f := range faults {
		got = append(got, fmt.Sprintf("%d %s %v", f.Line, f.Key, map[bool]string{true: "syntax", false: "value"}[errors.Is(f, ErrSyntax)]))
	}
	want := []string{
		"2 b syntax", "4 a value", "5 d value", "6 e value", "7 f value", "8 g value", "9 table value", "10 h value", "11 i syntax", "13 j syntax", "14 k value", "15 l value", "16 l syntax",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\n%v", got, faults)
	}
	var keys []string
	for _, e := range entries {
		keys = append(keys, e.Key)
	}
	if !slices.Equal(keys, []string{"a", "c", "m", "n.o"}) {
		t.Errorf("%q", keys)
	}
	for err, file := range map[error]string{ErrTwice: "a = 1\na = 1", ErrKey: "[x]", ErrFile: "a = \"\xff\"", ErrValue: "a = 1.5"} {
		if _, f := Read([]byte(file)); len(f) != 1 || !errors.Is(f, err) {
			t.Errorf("%q: %v, want %v", file, f, err)
		}
	}
	if _, f := Read([]byte("a = \"" + strings.Repeat("x", MaxFile) + "\"")); len(f) != 1 || !errors.Is(f, ErrFile) {
		t.Errorf("a file too large: %v", f)
	}
}

// FuzzRead: every line that is told lies in the file, no field is read twice, and a file read without faults is read the
// same when its fields are in the other order.
func FuzzRead(f *testing.F) {
	for _, name := range Names() {
		p, _ := Named(name)
		f.Add(p.Text)
	}
	f.Add([]byte("a = 1\nb = [\n\"x\"\n]\nc = [[[\n"))
	f.Add([]byte("a = \"\\"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		entries, faults := Read(raw)
		last, seen := strings.Count(string(raw), "\n")+1, map[string]bool{}
		for _, e := range entries {
			if e.Line < 1 || e.Line > last || seen[e.Key] {
				t.Fatalf("%+v of %d lines", e, last)
			}
			seen[e.Key] = true
		}
		for _, x := range faults {
			if x.Line < 1 || x.Line > last || !utf8.ValidString(x.Error()) {
				t.Fatalf("%v of %d lines", x, last)
			}
		}
		var b strings.Builder
		for _, e := range slices.Backward(entries) {
			if n, ok := e.Value.(int64); ok && !strings.ContainsAny(e.Key, ".\"\\\n\r\t") && plainKey(e.Key) {
				fmt.Fprintf(&b, "%s = %d\n", e.Key, n)
			}
		}
		again, faults := Read([]byte(b.String()))
		slices.Reverse(again)
		for _, e := range again {
			if !slices.ContainsFunc(entries, func(x Entry) bool { return x.Key == e.Key && x.Value == e.Value }) {
				t.Fatalf("%+v was not in the file", e)
			}
		}
		if len(faults) > 0 {
			t.Fatal(faults)
		}
	})
}

func plainKey(key string) bool {
	return key != "" && strings.Trim(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == ""
}

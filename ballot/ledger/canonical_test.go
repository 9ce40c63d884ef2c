package ledger

// Canonical JSON against its definition in package json.

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
)

func TestCanonical(t *testing.T) {
	for _, c := range []struct {
		in   any
		want string
	}{
		{map[string]any{"b": 1, "a": []int{2}}, `{"a":[2],"b":1}`},
		{json.RawMessage(` { "z" : 1.50 , "a" : 1e3 } `), `{"a":1e3,"z":1.50}`},
		{json.RawMessage(`{"z":{"y":1,"x":2}}`), `{"z":{"x":2,"y":1}}`},
		{json.RawMessage("[\t1 , [ ] ,\r{ } \n]"), `[1,[],{}]`},
		{json.RawMessage(`{"a":1,"b":2,"a":3}`), `{"a":3,"b":2}`},
		{json.RawMessage(`{"a!":1,"a":2,"\u0061\"":3}`), `{"a":2,"a!":1,"a\"":3}`},
		{"<b>&邻里", `"<b>&邻里"`},
		{json.RawMessage(`"\u003c\u90bb"`), `"<邻"`},
		{json.RawMessage("\"\u2028\x7f\xff\""), "\"\\u2028\x7f\ufffd\""},
		{int64(9007199254740993), `9007199254740993`},
		{nil, `null`},
		{json.RawMessage(nil), `null`},
	} {
		got, err := Canonical(c.in)
		if err != nil || string(got) != c.want {
			t.Errorf("%v is %s, want %s: %v", c.in, got, c.want, err)
		}
	}
	for _, bad := range []any{json.RawMessage(`{`), json.RawMessage(`1 2`), json.RawMessage{}, func() {}} {
		if got, err := Canonical(bad); err == nil {
			t.Errorf("%T became %s", bad, got)
		}
	}
	if _, err := Canonical(json.RawMessage(`{`)); !errors.Is(err, ErrEntry) {
		t.Errorf("%v", err)
	}
}

// defined is canonical JSON by way of package json: sorted maps, numbers as text, an encoder without HTML escapes.
func defined(t *testing.T, raw []byte) []byte {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		t.Fatalf("%q: %v", raw, err)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		t.Fatalf("%q: %v", raw, err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

// Canonical JSON is what package json defines it to be, and its own canonical JSON.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{`{"b":1,"a":[null,true,"\u2028\u003c"]}`, `1e400`, `-0`, `"\ud800"`, "\"\xff\"", `{"a":1,"a":2}`, ` [ ] `,
		`{"b":{"d":1,"c":2},"a":{"y":[{"n":0,"m":1}],"x":"\\\""}, "\u0061b" : "é邻" ,"a\u0000":-1.50E+3}`, "{\"\u2029\":\"\u2028\",\"\xe2\x80\":1}"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		once, err := Canonical(json.RawMessage(b))
		if (err == nil) != (b == nil || json.Valid(b)) {
			t.Fatalf("%q: %v", b, err)
		}
		if err != nil || b == nil {
			return
		}
		if want := defined(t, b); !bytes.Equal(once, want) {
			t.Fatalf("%q is %q, want %q", b, once, want)
		}
		twice, err := Canonical(json.RawMessage(once))
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%q, then %q: %v", once, twice, err)
		}
		if bytes.ContainsRune(once, '\n') {
			t.Fatalf("%q is more than a line", once)
		}
	})
}

// An entry's bytes are the canonical JSON of its fields.
func FuzzEntryBytes(f *testing.F) {
	f.Add(int64(3), "clerk", "poll.open", []byte(`{"b":1,"a":"<"}`), true, "", int64(0), "")
	f.Add(int64(4), "\u2028", "a\"<\xff", []byte(`null`), false, salt, int64(2), "错了")
	f.Fuzz(func(t *testing.T, n int64, actor, act string, body []byte, public bool, salt string, super int64, why string) {
		e := Entry{N: n, Time: noon, Actor: actor, Act: act, Body: body, Public: public, Salt: salt}
		if !json.Valid(body) {
			return
		}
		if why != "" {
			e.Supersedes = &Supersession{super, why}
		}
		raw, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if want := defined(t, raw); !bytes.Equal(e.Bytes(), want) {
			t.Fatalf("%q, want %q", e.Bytes(), want)
		}
	})
}

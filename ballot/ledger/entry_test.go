package ledger

// The form of an entry.

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 5, 4, 0, 0, 0, time.UTC)

const salt = "000102030405060708090a0b0c0d0e0f"

func TestParseEntry(t *testing.T) {
	public := Entry{N: 3, Time: noon, Actor: "clerk", Act: "poll.open", Body: json.RawMessage(`{"a":1}`), Public: true}
	private := public
	private.Public, private.Salt = false, salt
	for _, e := range []Entry{public, private} {
		got, err := ParseEntry(e.Bytes())
		if err != nil || !bytes.Equal(got.Bytes(), e.Bytes()) || got.Hash() != e.Hash() {
			t.Errorf("%s came back as %s: %v", e.Bytes(), got.Bytes(), err)
		}
	}
	want := `{"act":"poll.open","actor":"clerk","body":{"a":1},"n":3,"public":true,"time":"2026-03-05T04:00:00Z"}`
	if got := string(public.Bytes()); got != want {
		t.Fatalf("an entry is %s", got)
	}
	for _, change := range []struct{ old, new string }{
		{`"n":3`, `"n":03`}, {`"n":3`, `"n":3.0`}, {`"n":3`, `"n":-3`}, {`"n":3`, `"N":3`}, {`"n":3`, `"n":3,"n":3`},
		{`"n":3`, `"n": 3`}, {`"n":3`, `"n":3,"o":1`}, {`,"n":3`, ``}, {`{"a":1}`, `{"a":1,"A":2,"a":1}`},
		{`{"a":1}`, `{"b":1,"a":1}`}, {`{"a":1}`, `"\u003c"`}, {`"body":{"a":1},`, ``}, {`"clerk"`, `null`},
		{`true`, `false`}, {`true`, `true,"salt":"` + salt + `"`}, {`04:00:00Z`, `12:00:00+08:00`},
		{`04:00:00Z`, `04:00:00.5Z`}, {`04:00:00Z`, `04:00:00.0Z`}, {want, want + "\n"}, {want, want + want}, {want, ``},
		{want, `{}`}, {want, `null`}, {want, `[]`},
	} {
		text := bytes.Replace([]byte(want), []byte(change.old), []byte(change.new), 1)
		if e, err := ParseEntry(text); !errors.Is(err, ErrEntry) {
			t.Errorf("%s was read as %+v: %v", text, e, err)
		}
	}
	for _, bad := range []string{"", salt[1:], salt + "00", "zz" + salt[2:]} {
		e := private
		e.Salt = bad
		if _, err := ParseEntry(e.Bytes()); !errors.Is(err, ErrEntry) {
			t.Errorf("salt %q: %v", bad, err)
		}
	}
}

// What parses is the bytes of what it parses to.
func FuzzParseEntry(f *testing.F) {
	e := Entry{Time: noon, Actor: "a", Act: "b", Body: json.RawMessage(`{"<":"\ufffd","y":[1.0,-0,1e9]}`), Salt: salt}
	f.Add(e.Bytes())
	e = Entry{N: 9, Time: noon, Body: json.RawMessage("null"), Public: true}
	f.Add(e.Bytes())
	f.Add([]byte("{\"act\":\"\xff\",\"actor\":\"\",\"body\":\"\\ud800\",\"n\":0,\"public\":true,\"time\":\"0000-01-01T00:00:00Z\"}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := ParseEntry(b)
		switch {
		case err != nil && !errors.Is(err, ErrEntry):
			t.Fatalf("error %v", err)
		case err == nil && !bytes.Equal(e.Bytes(), b):
			t.Fatalf("%q was read as %q", b, e.Bytes())
		}
	})
}

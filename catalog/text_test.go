package catalog

// The form of acts' fields.

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// Texts: what people write is taken as it is, what cannot be shown or printed is refused.
func TestText(t *testing.T) {
	const long = "一二三四五六七八九十"
	for _, c := range []struct {
		form string
		text string
		want error
	}{
		{"", "文字, text", nil},
		{"", "<b>&\"引'", nil}, // it is text; pages escape it
		{"", "𠀀𠮷", nil},       // U+20000, U+20BB7
		{"", "👩‍👧 e\u0301", nil},
		{"", long, nil},
		{"", long + "一", ErrLong},
		{"", "", ErrMissing},
		{"", " \u3000", ErrMissing},
		{"optional", "", nil},
		{"optional", " ", ErrMissing},
		{"", "两\n行", ErrText},
		{"lines", "两\n行", nil},
		{"lines", "两\r\n行", ErrText},
		{"lines", "两\u2028行", ErrText},
		{"", "a\x00", ErrText},
		{"", "a\x1b[31m", ErrText},
		{"", "a\u0085", ErrText},
		{"", "abc\u202Ecba", ErrText}, // turns the rest around
		{"", "a\u2066b", ErrText},
		{"", "\xff\xfe", ErrText},
		{"", "\uFFFD", ErrText},
	} {
		f := Field{Limit: 10, Lines: c.form == "lines", Optional: c.form == "optional"}
		if err := f.text(c.text); !errors.Is(err, c.want) {
			t.Errorf("%s %q: %v, want %v", c.form, c.text, err, c.want)
		}
	}
}

// Every text field of every act refuses what is too long, hostile, or missing; the error names the field.
func TestEveryTextField(t *testing.T) {
	for _, k := range Kinds {
		for _, f := range Fields(k.Type) {
			if f.Type.Kind().String() != "string" {
				continue
			}
			if f.Limit == 0 && len(f.Of) == 0 && f.Kind != "date" {
				t.Errorf("%s.%s has no limit", k.Name, f.Name)
			}
			for _, bad := range []string{strings.Repeat("长", 3000), "a\u202Eb", "\xff", "a\x00"} {
				if f.text(bad) == nil {
					t.Errorf("%s.%s takes %.9q", k.Name, f.Name, bad)
				}
			}
			if err := f.text(""); (err == nil) != f.Optional {
				t.Errorf("%s.%s, left empty: %v", k.Name, f.Name, err)
			}
		}
	}
}

// Dates, choices, numbers and lists.
func TestOtherFields(t *testing.T) {
	p := newPlay(t)
	good := Training{Date: "2026-09-01", Topic: "题", Who: "人", Attended: 1}
	for _, date := range []string{"2026-9-2", "2026-02-30", "02.09.2026", "2026-09-02 ", "二〇二六"} {
		a := good
		a.Date = date
		p.refuse(ErrDate, "date", &a)
	}
	for n, want := range map[int]error{0: ErrMissing, -1: ErrNumber, 100001: ErrNumber} {
		a := good
		a.Attended = n
		p.refuse(want, "attended", &a)
	}
	p.refuse(ErrChoice, "on", &Opinion{On: "weather", From: "人", Text: "文"})
	p.refuse(ErrMissing, "on", &Opinion{From: "人", Text: "文"})
	for want, list := range map[error][]string{ErrMissing: nil, ErrText: {"好", "\u202E"}, ErrLong: make([]string, maxList+1)} {
		a := Revise{Scheme: revised, Why: "改"}
		a.Scheme.Grounds = list
		p.refuse(want, "grounds", &a)
	}
}

// TestFlaws: all fields that break their form are told, also of an inner struct, and an act is refused with the first.
func TestFlaws(t *testing.T) {
	body := Submit{Kind: "gift", Title: "长椅", Text: strings.Repeat("长", 601), Cost: -1}
	told := map[string]error{}
	for _, flaw := range Flaws(&body) {
		told[flaw.Field] = flaw.Err
	}
	for field, want := range map[string]error{"kind": ErrChoice, "place": ErrMissing, "text": ErrLong, "cost": ErrNumber} {
		if !errors.Is(told[field], want) {
			t.Errorf("%s: %v, want %v", field, told[field], want)
		}
	}
	if told["title"] != nil {
		t.Errorf("a good title: %v", told["title"])
	}
	if err := validate(reflect.ValueOf(body)); !errors.Is(err, Flaws(&body)[0].Err) {
		t.Errorf("refused with %v, not with the first flaw", err)
	}
	outer := struct {
		In Submit `json:"in"`
	}{body}
	if got, want := len(Flaws(&outer)), len(told); got != want {
		t.Errorf("%d flaws inside a struct, want %d", got, want)
	}
}

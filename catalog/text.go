package catalog

// The form of an act's fields: what may be typed, checked here once and drawn by the screens.

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Refusals of a field. They are wrapped in a [FieldError].
var (
	ErrMissing = errors.New("请填写 / please fill this in")
	ErrLong    = errors.New("太长 / too long")
	ErrText    = errors.New("含有不能使用的字符 / has characters that cannot be used")
	ErrChoice  = errors.New("请从所列选项中选择 / choose one of those listed")
	ErrDate    = errors.New("日期写成 2026-11-22 的样子 / write the date like 2026-11-22")
	ErrNumber  = errors.New("数字不在允许范围内 / the number is out of range")
)

// FieldError tells which field of an act is refused.
type FieldError struct {
	Field string // its JSON name
	Err   error
}

// Error is the field and what is wrong with it.
func (e *FieldError) Error() string { return e.Field + ": " + e.Err.Error() }

// Unwrap gives what is wrong, without the field.
func (e *FieldError) Unwrap() error { return e.Err }

// Field is the form of one field of an act, read from its struct tags:
//
//	limit:"60"      most characters of a text; for numbers, the largest value; for lists, of each text in them
//	form:"lines"    the text may have several lines, parted by \n
//	form:"optional" the field may be left empty (several forms are separated by spaces)
//	of:"a b c"      the text is one of these words
//	form:"kept"     a correction does not change it
//	form:"asked"    yes or no, of which neither is there to begin with
//	head:"money"    a part of the form begins here, under that heading
//	kind:"money"    what the field stands for: money (fen), date, proposal, project, station, officers …; me: the login
//	                of who acts, due: a date that the program reckons, earlier: of an earlier round, needs: those of a list; no form asks for these four
//
// Numbers are never negative, and 0 only if optional; a list has at most [maxList] items. What a form cannot say
// (numbers in a list, sheets, the fields of an embedded struct) the act checks itself.
type Field struct {
	Name     string // JSON name
	Index    int
	Type     reflect.Type
	Limit    int64
	Lines    bool
	Optional bool
	Kept     bool
	Asked    bool
	Of       []string
	Kind     string
	Head     string
}

const maxList = 10000

// Fields are the fields of a struct in their order. Embedded structs are left out.
func Fields(t reflect.Type) []Field {
	var out []Field
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			continue
		}
		limit, _ := strconv.ParseInt(f.Tag.Get("limit"), 10, 64)
		form := strings.Fields(f.Tag.Get("form"))
		out = append(out, Field{
			Name: name, Index: i, Type: f.Type, Limit: limit, Of: strings.Fields(f.Tag.Get("of")), Kind: f.Tag.Get("kind"), Head: f.Tag.Get("head"),
			Lines: slices.Contains(form, "lines"), Optional: slices.Contains(form, "optional"), Kept: slices.Contains(form, "kept"), Asked: slices.Contains(form, "asked"),
		})
	}
	return out
}

// validate refuses a struct whose fields break their form, with a [FieldError]. Inside a struct that has no kind, as
// the scheme of an act, the error names the inner field.
func validate(v reflect.Value) error {
	if all := flaws(v); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Flaws are all fields of a struct, given by its pointer, that break their form, in their order: those of which an act
// is refused with the first.
func Flaws(body any) []*FieldError { return flaws(reflect.ValueOf(body).Elem()) }

func flaws(v reflect.Value) (all []*FieldError) {
	for _, f := range Fields(v.Type()) {
		field := v.Field(f.Index)
		if field.Kind() == reflect.Struct && f.Kind == "" {
			all = append(all, flaws(field)...)
		} else if err := f.check(field); err != nil {
			all = append(all, &FieldError{f.Name, err})
		}
	}
	return all
}

func (f Field) check(v reflect.Value) error {
	switch v.Kind() {
	case reflect.String:
		return f.text(v.String())
	case reflect.Int, reflect.Int64:
		return f.number(v.Int())
	case reflect.Slice:
		return f.list(v)
	}
	return nil
}

func (f Field) number(n int64) error {
	switch {
	case n < 0 || f.Limit > 0 && n > f.Limit:
		return ErrNumber
	case n == 0 && !f.Optional:
		return ErrMissing
	}
	return nil
}

func (f Field) list(v reflect.Value) error {
	switch {
	case v.Len() == 0 && !f.Optional:
		return ErrMissing
	case v.Len() > maxList:
		return fmt.Errorf("%w: %d > %d", ErrLong, v.Len(), maxList)
	case v.Type().Elem().Kind() != reflect.String:
		return nil
	}
	for i := range v.Len() {
		if err := f.text(v.Index(i).String()); err != nil {
			return fmt.Errorf("%d: %w", i+1, err)
		}
	}
	return nil
}

func (f Field) text(s string) error {
	switch {
	case s == "" && f.Optional:
		return nil
	case strings.TrimSpace(s) == "":
		return ErrMissing
	case len(f.Of) > 0 && !slices.Contains(f.Of, s):
		return ErrChoice
	case f.Limit > 0 && int64(utf8.RuneCountInString(s)) > f.Limit:
		return fmt.Errorf("%w: %d > %d", ErrLong, utf8.RuneCountInString(s), f.Limit)
	}
	if f.Kind == "date" {
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return ErrDate
		}
	}
	return plain(s, f.Lines)
}

// plain refuses what cannot be shown and printed as it stands: invalid UTF-8, control characters, characters that turn
// the direction of the text around, and other ends of lines than \n.
func plain(s string, lines bool) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("%w: UTF-8", ErrText)
	}
	for _, r := range s {
		if r == '\n' && lines {
			continue
		}
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp) {
			return fmt.Errorf("%w: U+%04X", ErrText, r)
		}
	}
	return nil
}

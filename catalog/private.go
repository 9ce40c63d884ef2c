package catalog

// What nobody types into the public record, though a field would hold it: numbers by which a person is called or known.

import (
	"errors"
	"reflect"
	"regexp"

	"golang.org/x/text/unicode/norm"
)

// ErrPrivate: a text that everybody reads, and that is never removed, holds the number of somebody's phone or identity card.
var ErrPrivate = errors.New("这里的文字会公开，请删去手机号、身份证号 / everybody can read this: leave out mobile and identity card numbers")

// privateNumber is a mobile number (工信部《电信网编号计划》: 11 digits from 13 to 19, also in groups) or an identity card's
// (GB 11643: 17 digits and a digit or X), with no digit before or after it.
var privateNumber = regexp.MustCompile(`(?:^|[^0-9])(?:1[3-9][0-9](?:[ \-]?[0-9]){8}|[1-9][0-9]{16}[0-9Xx])(?:$|[^0-9])`)

// Private refuses a text with [ErrPrivate].
func Private(text string) error {
	if privateNumber.MatchString(norm.NFKC.String(text)) {
		return ErrPrivate
	}
	return nil
}

// private refuses an act of steps two and three, or of none, of which a text holds such a number; what names a document or
// a seed is no text.
func private(k Kind, a Act) error {
	if k.Step != 0 && k.Step != 2 && k.Step != 3 {
		return nil
	}
	v := reflect.ValueOf(a).Elem()
	for _, f := range Fields(k.Type) {
		if f.Kept || f.Kind != "" && f.Kind != "present" || len(f.Of) > 0 || f.Name == "number" || f.Name == "seed" {
			continue
		}
		var all []string
		switch at := v.Field(f.Index); {
		case at.Kind() == reflect.String:
			all = []string{at.String()}
		case at.Type() == reflect.TypeFor[[]string]():
			all = at.Interface().([]string)
		}
		for _, text := range all {
			if err := Private(text); err != nil {
				return &FieldError{f.Name, err}
			}
		}
	}
	return nil
}

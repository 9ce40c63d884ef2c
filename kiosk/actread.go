package kiosk

// How one value of a form is shown and read: text, choice, money, number, yes or no, list, a sheet's marks.

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"linli/ballot"
	"linli/catalog"
	"linli/kiosk/lang"
	"linli/kiosk/page"
)

// show is a slot's value as it is typed.
func (x slot) show(l lang.Lang, paper ballot.Paper) string {
	if !x.at.IsValid() {
		return ""
	}
	switch v := x.at; {
	case v.Type() == reflect.TypeFor[ballot.Sheet]():
		return sheetText(paper, v.Interface().(ballot.Sheet))
	case v.Kind() == reflect.Slice && x.Kind == "checks" && len(x.Of) > 0:
		return strings.Trim(fmt.Sprint(v.Interface()), "[]")
	case v.Kind() == reflect.Slice:
		lines := make([]string, v.Len())
		for i := range lines {
			item := slot{Field: x.Field, at: v.Index(i)}
			lines[i] = item.show(l, paper)
			if len(x.Of) > 0 {
				lines[i] = lang.T(l, "choice."+lines[i])
			}
		}
		return strings.Join(lines, "\n")
	case v.Kind() == reflect.Bool:
		return map[bool]string{true: "yes", false: "no"}[v.Bool()]
	case v.CanInt() && v.Int() == 0:
		return ""
	case v.CanInt() && x.Kind == "money":
		return strings.ReplaceAll(lang.Yuan(v.Int()), ",", "")
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case isLine(v.Type()):
		return v.Addr().Interface().(catalog.Line).String()
	default:
		return v.String()
	}
}

// isLine tells whether a list of such items is typed one a line, each read by the item itself.
func isLine(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[catalog.Line]())
}

// read fills the slot's value from what was typed. Lengths are the act's own affair.
func (x slot) read(l lang.Lang, paper ballot.Paper) error {
	if !x.at.IsValid() {
		return nil
	}
	text := strings.TrimSpace(x.typed)
	switch {
	case text == "" && !x.Optional:
		return catalog.ErrMissing
	case text == "":
		x.at.SetZero()
		return nil
	case x.options != nil && !x.offers(text):
		return catalog.ErrChoice
	case x.at.Type() == reflect.TypeFor[ballot.Sheet]():
		s, err := parseSheet(paper, text)
		x.at.Set(reflect.ValueOf(s))
		return err
	case x.at.Kind() == reflect.Slice:
		return x.readList(l, text)
	case x.at.Kind() == reflect.Bool:
		x.at.SetBool(text == "yes")
		return nil
	case x.Kind == "money":
		fen, err := catalog.Yuan(text)
		x.at.SetInt(fen)
		return err
	case x.at.CanInt():
		n, err := wholeNumber(text)
		x.at.SetInt(n)
		return err
	}
	x.at.SetString(text)
	return nil
}

// offers tells whether what was chosen, or all that was ticked, is there to choose.
func (x slot) offers(text string) bool {
	chosen := []string{text}
	if x.Kind == "checks" {
		chosen = strings.Fields(text)
	}
	return !slices.ContainsFunc(chosen, func(value string) bool {
		return !slices.ContainsFunc(x.options, func(o page.Option) bool { return o.Value == value })
	})
}

// readList reads one text a line, or numbers in any lines.
func (x slot) readList(l lang.Lang, text string) error {
	elem, out := x.at.Type().Elem(), reflect.MakeSlice(x.at.Type(), 0, 0)
	split := func(r rune) bool { return r == '\n' }
	if x.Kind == "checks" && len(x.Of) > 0 {
		split = unicode.IsSpace
	}
	if elem.Kind() == reflect.Int {
		split = func(r rune) bool { return strings.ContainsRune("\n \t,，、;；", r) }
	}
	for _, line := range strings.FieldsFunc(text, split) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		v := reflect.New(elem).Elem()
		switch {
		case elem.Kind() == reflect.Int:
			n, err := wholeNumber(line)
			if err != nil {
				return err
			}
			v.SetInt(n)
		case x.Kind == "money":
			fen, err := catalog.Yuan(line)
			if err != nil {
				return err
			}
			v.SetInt(fen)
		case isLine(elem):
			if err := v.Addr().Interface().(catalog.Line).Take(line); err != nil {
				return err
			}
		case len(x.Of) > 0:
			word := x.worded(l, line)
			if word == "" {
				return fmt.Errorf("%w: %s", catalog.ErrChoice, line)
			}
			v.SetString(word)
		default:
			v.SetString(line)
		}
		out = reflect.Append(out, v)
	}
	x.at.Set(out)
	return nil
}

// worded finds which of the field's words was typed, as itself or as people say it.
func (x slot) worded(l lang.Lang, text string) string {
	for _, word := range x.Of {
		if text == word || text == lang.T(l, "choice."+word) || text == lang.T(lang.Zh, "choice."+word) {
			return word
		}
	}
	return ""
}

// wholeNumber reads a number as people type it: full-width digits and groups of three are understood.
func wholeNumber(text string) (int64, error) {
	digits := strings.ReplaceAll(norm.NFKC.String(text), ",", "")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%w: %s", catalog.ErrNumber, clip(text, 20))
	}
	return n, nil
}

// fieldOf is the innermost field that a refusal names, and why it is refused.
func fieldOf(err error) (name string, why error) {
	for fe := new(catalog.FieldError); errors.As(err, &fe); fe = new(catalog.FieldError) {
		name, err = fe.Field, fe.Err
	}
	return name, err
}

// said is a refusal as a sentence: of each of its parts, "中文 / English", the half in the reader's language.
func said(err error, l lang.Lang) string {
	if _, inner := fieldOf(err); inner != err {
		err = inner
	}
	text := err.Error()
	for _, x := range leaves(err) { // whole, for it may have a colon of its own
		text = strings.Replace(text, x, inLanguage(x, l), 1)
	}
	parts := strings.Split(text, ": ")
	for i, part := range parts {
		parts[i] = inLanguage(part, l)
	}
	return strings.ToValidUTF8(strings.Join(slices.Compact(parts), ": "), "") // what was typed may stand in it
}

// leaves are the texts of the refusals that an error is made of.
func leaves(err error) (all []string) {
	switch x := err.(type) {
	case interface{ Unwrap() error }:
		if inner := x.Unwrap(); inner != nil {
			return leaves(inner)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range x.Unwrap() {
			all = append(all, leaves(inner)...)
		}
		return all
	}
	return []string{err.Error()}
}

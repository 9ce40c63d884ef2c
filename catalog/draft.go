package catalog

// A scheme's first draft, from a file: a preset, or one that an office has written.

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"linli/catalog/preset"
)

// Draft is a scheme with a programme's usual values; what each community writes itself ([Local]) is still empty.
func Draft(p preset.Preset) Scheme {
	s, _ := ReadScheme(p.Text) // a test reads them all
	return s
}

// Local are the fields that a file may leave open, because each community has its own.
var Local = []string{"community", "street", "district", "year", "address", "phone", "supervision"}

// ReadScheme reads a scheme from TOML: the fields are named as in its JSON, amounts are whole yuan or as [Yuan] reads
// them, lists of lines are lists of texts as typed on the desk. It gives what could be read, and every fault with its
// line: those of [preset.Read], fields that no scheme has, values of a wrong type or form, fields left out that are not
// [Local], and contradictions.
func ReadScheme(raw []byte) (Scheme, preset.Faults) {
	var s Scheme
	entries, faults := preset.Read(raw)
	if errors.Is(faults, preset.ErrFile) {
		return s, faults // nothing of it could be read
	}
	lines, broken := map[string]int{}, map[string]bool{}
	for _, x := range faults {
		broken[x.Key] = true
	}
	for _, e := range entries {
		lines[e.Key] = e.Line
		if err := s.set(e); err != nil {
			faults = append(faults, &preset.Fault{Line: e.Line, Key: e.Key, Err: err})
			broken[e.Key] = true
		}
	}
	for _, x := range flaws(reflect.ValueOf(s)) {
		if left := lines[x.Field] == 0 && slices.Contains(Local, x.Field); !left && !broken[x.Field] {
			faults = append(faults, &preset.Fault{Line: lines[x.Field], Key: x.Field, Err: x.Err})
			broken[x.Field] = true
		}
	}
	for _, x := range append(s.contradictions(broken), s.repeats(broken)...) {
		faults = append(faults, &preset.Fault{Line: lines[x.Field], Key: x.Field, Err: x.Err})
	}
	faults.Sort()
	return s, faults
}

// Open are the [Local] fields that are still empty.
func (s Scheme) Open() (open []string) {
	for _, x := range flaws(reflect.ValueOf(s)) {
		if slices.Contains(Local, x.Field) && errors.Is(x, ErrMissing) {
			open = append(open, x.Field)
		}
	}
	return open
}

// Refusals of a value in a file.
var (
	errText   = errors.New("应为文字，写在引号里 / must be a text in quotation marks")
	errWhole  = errors.New("应为整数 / must be a whole number")
	errAmount = errors.New("应为整数的元，或 \"3.5万元\" 这样的文字 / must be whole yuan, or a text like \"3.5万元\"")
	errTexts  = errors.New("应为文字的列表，如 [\"甲\", \"乙\"] / must be a list of texts, like [\"甲\", \"乙\"]")
	errWholes = errors.New("应为整数的列表，如 [10, 15] / must be a list of whole numbers, like [10, 15]")
)

// set fills one field from a file.
func (s *Scheme) set(e preset.Entry) error {
	for _, f := range Fields(reflect.TypeFor[Scheme]()) {
		if f.Name == e.Key {
			return f.set(reflect.ValueOf(s).Elem().Field(f.Index), e.Value)
		}
	}
	return preset.ErrKey
}

func (f Field) set(at reflect.Value, value any) error {
	text, isText := value.(string)
	n, isWhole := value.(int64)
	switch {
	case f.Kind == "money" && isText:
		fen, err := Yuan(text)
		at.SetInt(fen)
		return err
	case f.Kind == "money" && (!isWhole || n > maxYuan || n < -maxYuan):
		return errAmount
	case f.Kind == "money":
		at.SetInt(n * 100)
	case at.CanInt() && !isWhole:
		return errWhole
	case at.CanInt():
		at.SetInt(n)
	case at.Kind() == reflect.Slice:
		return setList(at, value)
	case !isText:
		return errText
	default:
		at.SetString(text)
	}
	return nil
}

func setList(at reflect.Value, value any) error {
	numbers, isWholes := value.([]int64)
	texts, isTexts := value.([]string)
	ofNumbers := at.Type().Elem().Kind() == reflect.Int
	switch {
	case ofNumbers && !isWholes && len(texts) > 0, ofNumbers && !isWholes && !isTexts:
		return errWholes
	case !ofNumbers && !isTexts:
		return errTexts
	}
	for _, n := range numbers {
		at.Set(reflect.Append(at, reflect.ValueOf(int(n))))
	}
	for i, text := range texts {
		item := reflect.New(at.Type().Elem())
		if x, ok := item.Interface().(Line); !ok {
			item.Elem().SetString(text)
		} else if err := x.Take(text); err != nil {
			return fmt.Errorf("%d: %w", i+1, err)
		}
		at.Set(reflect.Append(at, item.Elem()))
	}
	return nil
}

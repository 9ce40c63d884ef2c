package audit

// The table of kinds is written by hand; here it is held against what a round writes.

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"linli/catalog"
)

// fieldsOf are the fields of a record, those of embedded structs among them.
func fieldsOf(t reflect.Type) (names []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			names = append(names, fieldsOf(f.Type)...)
		} else {
			names = append(names, name)
		}
	}
	return names
}

func TestKindsAreThoseOfARound(t *testing.T) {
	for _, k := range catalog.Kinds {
		own, ok := kinds[k.Name]
		if !ok {
			t.Errorf("the audit does not know %s", k.Name)
			continue
		}
		want, got := fieldsOf(k.Type), strings.Fields(own.fields)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s has the fields %v, the audit knows %v", k.Name, want, got)
		}
		if int(k.Step) != own.step && k.Name != "round.create" && k.Step > 0 || k.Step == 0 && own.step != 9 {
			t.Errorf("%s is of step %d, the audit says %d", k.Name, k.Step, own.step)
		}
		if k.Correctable != own.mend || k.Public == (k.Name == "count.enter") {
			t.Errorf("%s: correctable %v, the audit says %v; public %v", k.Name, k.Correctable, own.mend, k.Public)
		}
		for _, f := range catalog.Fields(k.Type) {
			if f.Kept != slices.Contains(strings.Fields(own.kept), f.Name) {
				t.Errorf("%s.%s: kept %v", k.Name, f.Name, f.Kept)
			}
		}
	}
	if len(kinds) != len(catalog.Kinds) {
		t.Errorf("%d kinds, the audit knows %d", len(catalog.Kinds), len(kinds))
	}
	for name, k := range kinds {
		hangs := k.after + " " + k.until + " " + steps[k.step].opened + " " + steps[k.step].closed
		for _, other := range strings.Fields(strings.ReplaceAll(hangs, "|", " ")) {
			if _, ok := kinds[other]; !ok {
				t.Errorf("%s hangs on %q, which is not there", name, other)
			}
		}
	}
}

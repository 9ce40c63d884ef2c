package catalog

// Drafts of all presets.

import (
	"reflect"
	"testing"

	"linli/catalog/preset"
)

// Every preset gives a scheme that can be adopted once the community's own fields are filled in.
func TestDraft(t *testing.T) {
	for _, name := range preset.Names() {
		programme, err := preset.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		s := Draft(programme)
		s.Community, s.Street, s.District, s.Year, s.Address, s.Phone, s.Supervision = "甲", "乙", "丙", 2026, "丁", "1", "2"
		if err := validate(reflect.ValueOf(s)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if s.Fund != programme.Fund*100 {
			t.Errorf("%s: %d yuan are %d fen", name, programme.Fund, s.Fund)
		}
	}
}

package catalog

// Proposers' personal data.

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"linli/ballot/store"
)

// What the public sees of a name.
func TestMasked(t *testing.T) {
	for _, c := range []struct {
		who  Person
		want string
	}{
		{Person{Name: "王小明", Consent: true}, "王**"},
		{Person{Name: "王明", Consent: true}, "王**"},
		{Person{Name: "王", Consent: true}, "王**"},
		{Person{Name: " 王明 ", Consent: true}, "王**"},
		{Person{Name: "欧阳修", Consent: true}, "欧阳**"},
		{Person{Name: "诸葛孔明", Consent: true}, "诸葛**"},
		{Person{Name: "东方", Consent: true}, "东**"}, // a given name of one syllable
		{Person{Name: "𠀀明", Consent: true}, "𠀀**"},
		{Person{Name: "阿依古丽·买买提", Consent: true}, "阿**"}, // long, and yet a person
		{Person{Name: "Maria Schmidt", Consent: true}, "M**"},
		{Person{Name: "甲物业公司", Consent: true, Unit: true}, "甲物业公司"},
		{Person{Name: "物业", Consent: true, Unit: true}, "物业"},
		{Person{Name: "王小明"}, ""},
		{Person{Name: "甲物业公司", Unit: true}, ""},
		{Person{Consent: true}, ""},
	} {
		if got := c.who.Masked(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.who, got, c.want)
		}
	}
}

// Names and phones lie under their own key, never in the ledger; erased, they are gone, and the proposal stays.
func TestPerson(t *testing.T) {
	p := at(t, 2)
	a, err := p.Submit(p.ctx, "resident", Person{Name: "王小明", Phone: "0000-7", Consent: true}, submission(1))
	p.must(err)
	unit := submission(2)
	unit.From = "unit"
	b, err := p.Submit(p.ctx, "resident", Person{Name: "甲物业公司", Consent: true}, unit)
	p.must(err)
	for ref, want := range map[string]Person{
		a.Proposer: {Name: "王小明", Phone: "0000-7", Consent: true}, b.Proposer: {Name: "甲物业公司", Consent: true, Unit: true},
	} {
		if got, err := p.Person(p.ctx, ref); err != nil || got != want {
			t.Errorf("%+v %v", got, err)
		}
	}
	for _, e := range p.Ledger().Entries(0, 100) {
		if bytes.Contains(e.Bytes(), []byte("王小明")) || bytes.Contains(e.Bytes(), []byte("0000-7")) {
			t.Errorf("in the ledger: %s", e.Bytes())
		}
	}
	p.do(&Erase{No: 1, Why: "request"})
	for no, want := range map[int]error{1: ErrDone, 3: ErrNoSuch} {
		if _, err := p.Do(p.ctx, "office", &Erase{No: no, Why: "request"}); !errors.Is(err, want) {
			t.Errorf("erasing the proposer of %d: %v, want %v", no, err, want)
		}
	}
	if _, err := p.Do(p.ctx, "office", &Erase{No: 2, Why: "王小明 asked"}); !errors.Is(err, ErrChoice) {
		t.Errorf("a reason in free words: %v", err)
	}
	if _, err := p.Person(p.ctx, b.Proposer); err != nil {
		t.Errorf("a refused erasure has erased: %v", err)
	}
	if _, err := p.Person(p.ctx, a.Proposer); !errors.Is(err, ErrNoSuch) {
		t.Error(err)
	}
	p.must(p.store.Scan(p.ctx, nil, nil, func(it store.Item) error {
		if bytes.Contains(it.Val, []byte("王小明")) {
			t.Errorf("still under %q", it.Key)
		}
		return nil
	}))
	p.Read(func(r *Round) {
		if x := r.BySlip(a.Slip); x == nil || !x.Erased || r.BySlip(b.Slip).Erased {
			t.Errorf("%+v", x)
		}
	})
	p.reopened(t)
}

// Several are erased together or not at all; who has the same phone is found, however it was typed.
func TestEraseTogether(t *testing.T) {
	p := at(t, 2)
	for i, phone := range []string{"138 0000 0007", "+86-13800000007", "", "１３８０００００００７", "13800000008", ""} {
		_, err := p.Submit(p.ctx, "resident", Person{Name: "王小明", Phone: phone}, submission(1+i%3))
		p.must(err)
	}
	same := func(no int, want ...int) {
		t.Helper()
		if got, err := p.SamePhone(p.ctx, no); err != nil || !slices.Equal(got, want) {
			t.Errorf("same phone as %d: %v, want %v: %v", no, got, want, err)
		}
	}
	same(1, 2, 4)
	same(4, 1, 2)
	same(3)
	same(5)
	same(0)
	same(7)
	before := p.entries()
	if _, err := p.Do(p.ctx, "office", &Erase{1, "request"}, &Erase{2, "request"}, &Erase{1, "request"}); !errors.Is(err, ErrDone) || p.entries() != before {
		t.Errorf("one twice: %v", err)
	}
	if _, err := p.Do(p.ctx, "office", &Erase{1, "request"}, &Erase{2, "request"}, &Erase{9, "request"}); !errors.Is(err, ErrNoSuch) || p.entries() != before {
		t.Errorf("one that is not there: %v", err)
	}
	if f, err := p.Check(p.ctx); err != nil || f.Erased != 0 {
		t.Errorf("what was refused has erased: %+v, %v", f, err)
	}
	if _, err := p.Do(p.ctx, "office", &Erase{1, "request"}, &Erase{2, "request"}); err != nil || p.entries() != before+2 {
		t.Error(err)
	}
	if f, err := p.Check(p.ctx); err != nil || f.Erased != 2 || f.People != 4 {
		t.Errorf("%+v, %v", f, err)
	}
	same(4)
	same(1)
	p.reopened(t)
}

// A refused proposal leaves no personal data behind.
func TestPersonRefused(t *testing.T) {
	p := at(t, 2)
	for _, c := range []struct {
		want error
		who  Person
		a    Submit
	}{
		{ErrMissing, Person{}, submission(1)},
		{ErrText, Person{Name: "王\u202E"}, submission(1)},
		{ErrLong, Person{Name: "王", Phone: "0000000000000000000000000000000"}, submission(1)},
		{ErrMissing, Person{Name: "王"}, Submit{From: "resident", Channel: "web", Kind: "service"}},
		{ErrChoice, Person{Name: "王"}, Submit{From: "alien", Channel: "web", Kind: "service"}},
	} {
		if a, err := p.Submit(p.ctx, "resident", c.who, c.a); !errors.Is(err, c.want) || a != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
	prefix := []byte("person/")
	p.must(p.store.Scan(p.ctx, prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		t.Errorf("%s", it.Key)
		return nil
	}))
}

package ballot

// Parts of a roll: nobody gets two sheets that count, whatever comes together at whatever station, and a merge is whole.

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"linli/ballot/store"
)

func taken(t testing.TB, r *Roll, station int, people ...int) Part {
	t.Helper()
	var ids []string
	for _, i := range people {
		ids = append(ids, phone(i))
	}
	p, _, err := r.Part(t.Context(), station, ids, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPartAnswers(t *testing.T) {
	r := NewRoll(newStore(t), poll, rollKey)
	if _, err := r.CheckIn(t.Context(), phone(9), 1, noon); err != nil {
		t.Fatal(err)
	}
	p, left, err := r.Part(t.Context(), 3, []string{phone(1), "+86 " + phone(1), phone(2), phone(9)}, rand.Reader)
	if err != nil || left != 1 || len(p.Homes) != 2 {
		t.Fatalf("%d left out of %+v: %v", left, p, err)
	}
	for _, c := range []struct {
		id     string
		number int
		want   error
	}{
		{phone(1), 0, nil}, {"+86 " + phone(1), 0, ErrCheckedIn}, {phone(9), 1, nil}, {phone(9), 1, ErrEnvelope}, {phone(5), 2, nil}, {"12", 0, ErrIdentifier},
	} {
		if n, err := p.CheckIn(rollKey, c.id); n != c.number || !errors.Is(err, c.want) {
			t.Errorf("%s: %d, %v", c.id, n, err)
		}
	}
	back, err := ParsePart(p.Bytes())
	if err != nil || !bytes.Equal(back.Bytes(), p.Bytes()) {
		t.Error(err)
	}
	if at, err := r.CheckIn(t.Context(), phone(2), 1, noon); at != 3 || !errors.Is(err, ErrHome) {
		t.Errorf("a home of station 3 at station 1: %d, %v", at, err)
	}
	if at, err := r.CheckIn(t.Context(), phone(2), 3, noon); at != 3 || !errors.Is(err, ErrHome) {
		t.Errorf("a home of station 3, while its part is out: %d, %v", at, err)
	}
	if _, _, err := r.Part(t.Context(), 3, []string{phone(7)}, rand.Reader); !errors.Is(err, ErrOut) {
		t.Error("a second part:", err)
	}
	if again := taken(t, r, 3); again.ID != p.ID || len(again.Homes) != 2 || len(again.In) != 0 {
		t.Errorf("the part once more: %+v", again)
	}
}

// An envelope is opened exactly if its person has no sheet anywhere else.
func TestMerge(t *testing.T) {
	r := NewRoll(newStore(t), poll, rollKey)
	p := taken(t, r, 3, 1, 2, 3)
	envelope := func(who, station, number int, want error) {
		t.Helper()
		if n, err := r.Envelope(t.Context(), phone(who), station); n != number || !errors.Is(err, want) {
			t.Errorf("envelope of %d: %d, %v", who, n, err)
		}
	}
	envelope(1, 1, 1, nil)
	envelope(1, 2, 1, ErrEnvelope)
	envelope(2, 2, 1, nil)
	envelope(7, 2, 0, ErrNoEnvelope)
	envelope(3, 3, 0, ErrOut)
	if _, err := r.CheckIn(t.Context(), phone(8), 1, noon); err != nil {
		t.Fatal(err)
	}
	envelope(8, 2, 0, ErrCheckedIn)
	for _, who := range []int{1, 8, 9} { // a home, one who has a sheet of station 1, one who has none
		if _, err := p.CheckIn(rollKey, phone(who)); err != nil {
			t.Fatal(err)
		}
	}
	plan, err := r.Plan(t.Context(), p)
	want := fmt.Sprint([]Decided{{1, 1, false}, {2, 1, true}, {3, 1, false}, {3, 2, true}})
	if err != nil || plan.People != 1 || fmt.Sprint(plan.Envelopes) != want {
		t.Fatalf("%+v, %v", plan, err)
	}
	if n, err := r.Check(t.Context()); n != 1 || err != nil {
		t.Errorf("a plan has changed the roll: %d, %v", n, err)
	}
	done, err := r.Merge(t.Context(), p, noon)
	if err != nil || fmt.Sprint(done) != fmt.Sprint(plan) {
		t.Errorf("merged %+v, planned %+v: %v", done, plan, err)
	}
	if n, err := r.Check(t.Context()); n != 4 || err != nil {
		t.Errorf("%d people: %v", n, err)
	}
	again, err := r.Merge(t.Context(), p, noon)
	if err != nil || !again.Before || fmt.Sprint(again.Envelopes) != want {
		t.Errorf("merged again: %+v, %v", again, err)
	}
	p.In = nil
	if _, err := r.Merge(t.Context(), p, noon); !errors.Is(err, ErrPart) {
		t.Error("another copy:", err)
	}
	if at, err := r.CheckIn(t.Context(), phone(3), 1, noon); at != 1 || err != nil {
		t.Errorf("the homes are anybody's again: %d, %v", at, err)
	}
}

// A part that was changed, of another poll, or that nobody took out, is refused and changes nothing.
func TestMergeRefusals(t *testing.T) {
	s := newStore(t)
	r, other := NewRoll(s, poll, rollKey), NewRoll(s, poll+"2", rollKey)
	p := taken(t, r, 3, 1, 2)
	for name, change := range map[string]func(*Part){
		"another station":   func(p *Part) { p.Station = 4 },
		"unknown":           func(p *Part) { p.ID = "00" },
		"one home fewer":    func(p *Part) { p.Homes = p.Homes[1:] },
		"one home more":     func(p *Part) { p.Homes = append(p.Homes[:2:2], keyed{255, 255}) },
		"other numbers":     func(p *Part) { p.First = 9 },
		"of another poll's": func(p *Part) { p.Poll += "2" },
	} {
		x := p
		change(&x)
		if _, err := r.Merge(t.Context(), x, noon); !errors.Is(err, ErrPart) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := other.Merge(t.Context(), p, noon); !errors.Is(err, ErrPart) {
		t.Error("at another poll:", err)
	}
	if out, err := r.Out(t.Context()); err != nil || len(out.Parts) != 1 {
		t.Errorf("%+v %v", out, err)
	}
}

// An envelope of one part whose home is on another waits for that one.
func TestMergeWaitsForAnotherPart(t *testing.T) {
	r := NewRoll(newStore(t), poll, rollKey)
	three, four := taken(t, r, 3, 1), taken(t, r, 4, 2)
	for _, who := range []int{2, 5} {
		if _, err := three.CheckIn(rollKey, phone(who)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := four.CheckIn(rollKey, phone(5)); err != nil {
		t.Fatal(err)
	}
	m, err := r.Merge(t.Context(), three, noon)
	if err != nil || m.Waiting != 1 || fmt.Sprint(m.Envelopes) != fmt.Sprint([]Decided{{3, 2, true}}) {
		t.Fatalf("%+v %v", m, err)
	}
	m, err = r.Merge(t.Context(), four, noon)
	if err != nil || fmt.Sprint(m.Envelopes) != fmt.Sprint([]Decided{{3, 1, true}, {4, 1, false}}) {
		t.Fatalf("%+v %v", m, err)
	}
	if out, err := r.Out(t.Context()); err != nil || len(out.Parts)+len(out.Waiting) != 0 {
		t.Errorf("%+v %v", out, err)
	}
}

// While two stations work without network and two servers with it, everybody tries everywhere, also while parts are taken
// out and merged: in the end nobody has more than one sheet that counts, and everybody has one.
func TestNobodyTwiceWithParts(t *testing.T) {
	const people = 60
	s := newStore(t)
	servers := [2]*Roll{NewRoll(s, poll, rollKey), NewRoll(s, poll, rollKey)}
	var counts [people]atomic.Int32 // sheets that count
	var all sync.WaitGroup
	online := func() {
		for i := range people {
			for n, r := range servers {
				all.Go(func() {
					switch _, err := r.CheckIn(t.Context(), phone(i), 1+n, noon); {
					case err == nil:
						counts[i].Add(1)
					case errors.Is(err, ErrHome):
						if _, err := r.Envelope(t.Context(), phone(i), 1+n); err != nil && !errors.Is(err, ErrEnvelope) && !errors.Is(err, ErrNoEnvelope) && !errors.Is(err, ErrCheckedIn) {
							t.Error(err)
						}
					case !errors.Is(err, ErrCheckedIn):
						t.Error(err)
					}
				})
			}
		}
	}
	var ids [2][]int
	for i := range people / 3 {
		ids[i%2] = append(ids[i%2], i)
	}
	online()
	parts := [2]Part{taken(t, servers[0], 3, ids[0]...), taken(t, servers[1], 4, ids[1]...)}
	online()
	for n := range parts {
		for i := range people {
			if number, err := parts[n].CheckIn(rollKey, phone(i)); err == nil && number == 0 {
				counts[i].Add(1)
			}
		}
	}
	opened := 0
	for n, p := range parts {
		all.Go(func() {
			if _, err := servers[n].Merge(t.Context(), p, noon); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for n, p := range parts {
		m, err := servers[1-n].Merge(t.Context(), p, noon)
		if err != nil || !m.Before || m.Double != 0 {
			t.Errorf("%+v %v", m, err)
		}
		for _, e := range m.Envelopes {
			if e.Accepted {
				opened++
			}
		}
	}
	sheets := opened
	for i := range counts {
		sheets += int(counts[i].Load())
		if counts[i].Load() > 1 {
			t.Errorf("person %d has %d sheets outside envelopes", i, counts[i].Load())
		}
	}
	if n, err := servers[0].Check(t.Context()); err != nil || n != people || sheets != people {
		t.Errorf("%d on the roll, %d sheets that count, of %d people: %v", n, sheets, people, err)
	}
}

// FuzzPart: what parses is what was written.
func FuzzPart(f *testing.F) {
	p := Part{Linli: partForm, Poll: poll, ID: "07", Station: 3, First: 1, Homes: []keyed{{1}, {2}}, In: []keyed{}, Envelopes: []keyed{}}
	f.Add(p.Bytes())
	p.In, p.Envelopes = p.Homes[:1], []keyed{{3}}
	f.Add(p.Bytes())
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := ParsePart(raw)
		switch {
		case err != nil && !errors.Is(err, ErrPart):
			t.Error(err)
		case err == nil && !bytes.Equal(p.Bytes(), raw):
			t.Errorf("%q is not %q", p.Bytes(), raw)
		}
	})
}

// The sums of an account hold exactly if no difference is said, whatever the numbers.
func TestAccountsOfAnyNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string) int { return rapid.IntRange(0, 40).Draw(t, name) }
		a := Account{Station: 1, Unused: n("unused"), Destroyed: n("destroyed"), CheckIns: n("check-ins"), Exchanged: n("exchanged"), Rejected: n("rejected"),
			Electronic: n("electronic"), Paper: n("paper"), Both: n("both"), Spoiled: n("spoiled")}
		a.Printed = a.Unused + a.Destroyed + a.Issued()
		a = a.Settle()
		sound := a.NotReturned >= 0 && a.Exchanged <= a.Spoiled && a.Both <= min(a.Electronic, a.Paper)
		if (len(a.Differences()) == 0) != sound {
			t.Fatalf("%+v: %q", a, a.Differences())
		}
		b := a
		b.Printed++
		if len(b.Differences()) != len(a.Differences())+1 {
			t.Fatalf("a sheet more: %q", b.Differences())
		}
		if sum := a.Plus(a); sum.Issued() != 2*a.Issued() || sum.Ballots() != 2*a.Ballots() || sound && len(sum.Differences()) > 0 {
			t.Fatalf("together %+v: %q", sum, sum.Differences())
		}
	})
}

func TestPartsUnreadable(t *testing.T) {
	s := newStore(t)
	r := NewRoll(s, poll, rollKey)
	if _, err := s.Commit(t.Context(), nil, []store.Op{{Key: r.awayKey(), Val: []byte(`{"homes":"AA=="}`)}}); err != nil {
		t.Fatal(err)
	}
	_, err := r.CheckIn(t.Context(), phone(1), 1, noon)
	wantErr(t, err, store.ErrDamaged)
	_, err = r.Check(t.Context())
	wantErr(t, err, store.ErrDamaged)
}

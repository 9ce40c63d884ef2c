package catalog

// What stations do while people vote: duty lists, daily sheets, handovers, and the sums at any moment.

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"linli/ballot"
)

var twoOfUs = []string{"qin", "lu"}

func TestParseHours(t *testing.T) {
	for text, want := range map[string]string{
		"2026-11-21 8:30-17:30": "2026-11-21 08:30-17:30", " 2026-11-21 08:30 – 17:30 ": "2026-11-21 08:30-17:30",
		"２０２６－１１－２１　８：３０－１７：３０": "2026-11-21 08:30-17:30", "2026-11-21 8:30至13:00 bao": "2026-11-21 08:30-13:00 bao",
	} {
		if h, err := ParseHours(text); err != nil || h.String() != want {
			t.Errorf("%q: %q, %v", text, h, err)
		}
	}
	for _, text := range []string{"", "8:30-17:30", "2026-02-30 8:30-9:00", "2026-11-21 9:00-9:00", "2026-11-21 18:00-9:00", "2026-11-21 8:30-24:30", "2026-11-21 8:30-9:00 包小满", "2026-11-21 8:30-9:00 bao x"} {
		if h, err := ParseHours(text); !errors.Is(err, ErrHours) {
			t.Errorf("%q is %v, %v", text, h, err)
		}
	}
}

// FuzzHours: what is read is written as one line that reads as the same.
func FuzzHours(f *testing.F) {
	f.Add("2026-11-21 8:30-17:30 bao")
	f.Add("２０２６－１１－２１ 8:30~9:00")
	f.Fuzz(func(t *testing.T, text string) {
		h, err := ParseHours(text)
		if err != nil {
			return
		}
		if again, err := ParseHours(h.String()); err != nil || again != h || h.From >= h.To {
			t.Errorf("%q: %+v, %+v, %v", text, h, again, err)
		}
	})
}

// pollingPlace is a station of that number.
func pollingPlace(n int, days ...string) *Station {
	return &Station{Number: n, Name: fmt.Sprintf("站%d", n), Address: "址", Hours: "时", Phone: "1", Days: days}
}

func TestDuty(t *testing.T) {
	p := at(t, 4)
	p.do(pollingPlace(1, "2026-11-22 9:00-12:00", "2026-11-21 8:30-12:00", "2026-11-21 13:00-17:30"), pollingPlace(2))
	p.refuse(ErrHours, "days", pollingPlace(3, "2026-11-21 8:30-12:00 bao"))
	p.refuse(ErrDone, "days", pollingPlace(3, "2026-11-21 8:30-12:00", "2026-11-21 11:30-13:00"))
	p.refuse(ErrNoSuch, "station", &Duty{Station: 3})
	p.refuse(ErrHours, "shifts", &Duty{Station: 1, Shifts: []string{"2026-11-21 8:30-12:00"}})
	p.do(&Duty{Station: 1, Shifts: []string{"2026-11-21 13:00-17:30 qin", "2026-11-21 8:30-13:00 bao"}})
	p.refuse(ErrTwoPlaces, "shifts", &Duty{Station: 2, Shifts: []string{"2026-11-21 12:59-14:00 bao"}})
	p.do(&Duty{Station: 2, Shifts: []string{"2026-11-21 13:00-14:00 bao"}})
	p.Read(func(r *Round) {
		s := r.Stations[1]
		if open := s.OpenOn("2026-11-21"); len(open) != 2 || open[0].From != "08:30" || !s.Works("bao", "2026-11-21") || s.Works("bao", "2026-11-22") || s.OnDuty("2026-11-21")[0].Login != "bao" {
			t.Errorf("%v %v", open, s.Duty)
		}
	})
	p.do(&Duty{Station: 1})
	p.Read(func(r *Round) {
		if len(r.Stations[1].Duty) > 0 {
			t.Error("an empty list does not end the list")
		}
	})
}

// arrive checks people in at station 1, from number from on.
func (p *play) arrive(from, n int) {
	p.t.Helper()
	for i := range n {
		_, err := p.Roll().CheckIn(p.ctx, fmt.Sprintf("139%08d", from+i), 1, p.env.Now())
		p.must(err)
	}
}

// forty is an open poll with forty sheets at station 1, and station 2 without any.
func forty(t testing.TB) *play {
	p := at(t, 4)
	p.do(pollingPlace(1), pollingPlace(2))
	sheets, err := p.PrintSheets(p.ctx, "office", 1, 40)
	p.must(err)
	p.sheets = sheets
	p.do(&OpenPoll{Officers: twoOfUs})
	return p
}

// closeDay signs the daily sheet of a pile.
func (p *play) closeDay(date string, remaining int, reason string) (StationDay, error) {
	p.t.Helper()
	a, err := p.Day(p.ctx, 1, date, Pile{Received: 40, Remaining: remaining})
	p.must(err)
	a.Reason, a.Officers = reason, twoOfUs
	return p.CloseDay(p.ctx, "office", a)
}

// No published figure is of fewer than ten people, and yet the sums go on; a difference has a reason.
func TestDaySheets(t *testing.T) {
	p := forty(t)
	p.arrive(0, 12)
	if _, err := p.closeDay("2026-11-20", 27, ""); !errors.Is(err, ErrMissing) {
		t.Error("a difference without a reason:", err)
	}
	if a, err := p.closeDay("2026-11-20", 27, "掉了一张"); err != nil || a.Missing != 1 {
		t.Error(a, err)
	}
	shown := func(date string, quiet bool, issued int) {
		t.Helper()
		p.Read(func(r *Round) {
			all := r.Stations[1].Closed
			if x := all[len(all)-1]; x.Date != date || x.Quiet != quiet || x.Issued != issued || quiet && x.any() {
				t.Errorf("%+v", x)
			}
		})
	}
	p.arrive(12, 9)
	if a, err := p.closeDay("2026-11-21", 19, ""); err != nil || a.Issued != 21 || a.Missing+a.Extra != 0 {
		t.Errorf("%+v %v", a, err)
	}
	shown("2026-11-21", true, 0) // nine more
	p.arrive(21, 1)
	if a, err := p.closeDay("2026-11-21", 18, ""); err != nil || a.Issued != 22 {
		t.Errorf("%+v %v", a, err)
	}
	shown("2026-11-21", false, 22) // ten more; it supersedes the first of that day
	p.arrive(22, 3)
	day := StationDay{Station: 1, Date: "2026-11-22", Officers: twoOfUs, Issued: 25, Pile: Pile{Received: 40, Remaining: 15}}
	p.refuse(ErrNumber, "issued", &day) // by hand, three people after the last figures
	day.Quiet = true
	p.refuse(ErrBalance, "quiet", &day)
	p.refuse(ErrDone, "date", &StationDay{Station: 1, Date: "2026-11-20", Officers: twoOfUs, Quiet: true})
	p.refuse(ErrOfficers, "officers", &StationDay{Station: 1, Date: "2026-11-22", Officers: []string{"qin", "Qin"}, Quiet: true})
	p.refuse(ErrBalance, "remaining", &StationDay{Station: 1, Date: "2026-11-22", Officers: twoOfUs, Issued: 35, Pile: Pile{Received: 40}})
	p.refuse(ErrBalance, "extra", &StationDay{Station: 1, Date: "2026-11-22", Officers: twoOfUs, Quiet: true, Missing: 1, Extra: 1, Reason: "?"})
	p.refuse(ErrNoSuch, "station", &StationDay{Station: 9, Date: "2026-11-22", Officers: twoOfUs, Quiet: true})
	if _, err := p.Day(p.ctx, 9, "2026-11-22", Pile{}); !errors.Is(err, ErrNoSuch) {
		t.Error(err)
	}
	p.closed()
	if _, err := p.closeDay("2026-11-22", 15, ""); err != nil {
		t.Error(err)
	}
	shown("2026-11-22", false, 25) // after the close the total is public
}

func TestHandover(t *testing.T) {
	p := at(t, 4)
	p.do(pollingPlace(1))
	h := Handover{Station: 1, Date: "2026-11-20", Officers: twoOfUs}
	p.refuse(ErrFirst, "", &h)
	_, err := p.PrintSheets(p.ctx, "office", 1, 2)
	p.must(err)
	p.do(&OpenPoll{Officers: twoOfUs}, &h)
	h.Missing = 1
	p.refuse(ErrMissing, "reason", &h)
	h.Reason = "还在找"
	p.do(&h)
	p.Read(func(r *Round) {
		if all := r.Stations[1].Handovers; len(all) != 2 || all[1].Missing != 1 || all[1].At.IsZero() {
			t.Errorf("%+v", all)
		}
	})
}

// A sheet that lies unused in the pile and was cast all the same is an alarm, which the account says and nothing hides.
func TestUnusedAndCast(t *testing.T) {
	p := polled(t)
	p.entered()
	p.do(p.decision())
	p.must(p.SealBatch(p.ctx, "office", 1))
	settle := func(reason, unused, destroyed string) error {
		_, err := p.SettleWith(p.ctx, "office", SettleStation{Account: counted, Reason: reason, Officers: twoOfUs, UnusedSheets: strings.Fields(unused), DestroyedSheets: strings.Fields(destroyed)})
		return err
	}
	for _, c := range []struct {
		unused, destroyed string
		want              error
	}{
		{"10-9", "", ErrSerials}, {"x", "", ErrSerials}, {"0-1", "", ErrSerials}, {"12-13", "", ErrSerials}, {"10 10", "", ErrSerials}, {"11 10", "", ErrSerials},
		{"10", "", ErrNumber}, {"10-11", "11", ErrSerials}, {"10-11", "11-12", ErrNumber}, {"2 11", "12", ErrMissing},
	} {
		if err := settle("", c.unused, c.destroyed); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	p.must(settle("已报警", "2 11", "12"))
	p.Read(func(r *Round) {
		if s := r.Stations[1]; fmt.Sprint(s.Alarms) != fmt.Sprint([]ballot.Serial{{Station: 1, Number: 2}}) || r.Identities(1, Known{})[4].State != Differs {
			t.Errorf("%v %+v", s.Alarms, r.Identities(1, Known{})[4])
		}
	})
	p.must(settle("", "10-11", "12"))
	p.Read(func(r *Round) {
		if len(r.Stations[1].Alarms) > 0 || r.Identities(1, Known{})[4].State != Holds {
			t.Error("the right numbers still alarm")
		}
	})
}

var figure = regexp.MustCompile(`-?\d+`)

// The nine sums come true one after the other, and differ as soon as they cannot.
func TestIdentities(t *testing.T) {
	p := at(t, 4)
	wants := func(when string, now Known, want map[string]Standing) {
		t.Helper()
		p.Read(func(r *Round) {
			for _, i := range append(r.Identities(1, now), r.PollIdentities(now.Electronic)...) {
				state := Pending
				if s, ok := want[i.Name]; ok {
					state = s
				}
				if i.State != state {
					t.Errorf("%s: %s is %s, want %s: %s", when, i.Name, i.State, state, i.Says)
				}
				if zh, en, _ := strings.Cut(i.Says, " / "); !slices.Equal(figure.FindAllString(zh, -1), figure.FindAllString(en, -1)) {
					t.Errorf("%s: %s has other figures in English: %s", when, i.Name, i.Says)
				}
			}
		})
	}
	p.vote()
	known, err := p.Known(p.ctx)
	p.must(err)
	if k := known[1]; k != (Known{CheckIns: 8, Electronic: 4, Machine: 4, Voids: 1}) || known[0] != k {
		t.Errorf("%+v", known)
	}
	wants("while open", known[1], nil)
	wants("more cast than handed out", Known{CheckIns: 3, Electronic: 4}, map[string]Standing{"I4": Differs})
	wants("more handed out than printed", Known{CheckIns: 13}, map[string]Standing{"I1": Differs})
	p.closed()
	wants("closed", known[1], map[string]Standing{"I3": Holds, "I6": Holds, "I7": Holds, "I8": Holds, "I9": Holds})
	p.entered()
	wants("pairs differ", known[1], map[string]Standing{"I6": Holds, "I8": Holds, "I9": Differs})
	p.do(p.decision())
	p.must(p.SealBatch(p.ctx, "office", 1))
	_, err = p.SettleWith(p.ctx, "office", SettleStation{Account: counted, Officers: twoOfUs, UnusedSheets: []string{"10-11"}})
	p.must(err)
	all := map[string]Standing{}
	for i := 1; i <= 9; i++ {
		all[fmt.Sprintf("I%d", i)] = Holds
	}
	wants("settled", Known{}, all)
	short := counted
	short.Unused--
	_, err = p.SettleWith(p.ctx, "office", SettleStation{Account: short, Reason: "少一张", Officers: twoOfUs})
	p.must(err)
	all["I1"], all["I5"] = Differs, Pending
	wants("one sheet missing", Known{}, all)
}

// However many come on a day, a pile that is counted right never differs, one that is not differs by just that, and no
// published figure is of fewer than ten people.
func TestDaysOfAnyPile(t *testing.T) {
	p := forty(t)
	random := rand.New(rand.NewPCG(1, 2))
	issued := 0
	for i := range 12 {
		n := random.IntN(6)
		if issued+n > 37 {
			n = 0
		}
		p.arrive(issued, n)
		issued += n
		off := random.IntN(3) - 1
		a, err := p.Day(p.ctx, 1, fmt.Sprintf("2026-11-%02d", i+1), Pile{Received: 40, Destroyed: 1, Remaining: 40 - 1 - issued - off})
		p.must(err)
		if a.Missing-a.Extra != off || a.Issued != issued {
			t.Fatalf("%d issued, off by %d: %+v", issued, off, a)
		}
		a.Reason, a.Officers = "点过两遍", twoOfUs
		_, err = p.CloseDay(p.ctx, "office", a)
		p.must(err)
	}
	last := 0
	p.Read(func(r *Round) {
		for _, d := range r.Stations[1].Closed {
			if n := d.Issued - last; !d.Quiet && n != 0 && n < MinPublish {
				t.Errorf("figures of %d people", n)
			}
			last = max(last, d.Issued)
		}
	})
	if last == 0 {
		t.Error("no figures at all")
	}
}

// FuzzSerials: ranges that are read hold as many numbers as they say, all of them printed, none of them twice.
func FuzzSerials(f *testing.F) {
	f.Add("1-3\n5\n７-９", 12)
	f.Add("3-1", 4)
	f.Fuzz(func(t *testing.T, text string, printed int) {
		printed %= 1000
		all, n, err := parseSerials(strings.Split(text, "\n"), printed)
		if err != nil {
			return
		}
		held := 0
		for number := 1; number <= printed; number++ {
			if holds(all, number) {
				held++
			}
		}
		if held != n {
			t.Errorf("%q of %d: %d numbers, said %d", text, printed, held, n)
		}
	})
}

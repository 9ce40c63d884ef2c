package catalog

// A whole rehearsal beside a round: what it counts, and that nothing of it gets out.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/ballot/store"
)

// ready is a round with two stations, twelve sheets and the poll not yet open, on keys with which it can be exported.
func ready(t testing.TB) *play {
	t.Helper()
	p := at(t, 4)
	p.Close()
	private, key, err := note.GenerateKey(p.env.Random, "linli")
	p.must(err)
	p.env.Key = key
	p.env.Signer, err = note.NewSigner(private)
	p.must(err)
	p.Live, err = Open(p.ctx, p.env, "2026")
	p.must(err)
	for n := 1; n <= 2; n++ {
		p.do(&Station{Number: n, Name: fmt.Sprint("站", n), Address: "幸福弄58号", Hours: "9–17", Phone: "0000-2"})
	}
	p.sheets, err = p.PrintSheets(p.ctx, "office", 1, 12)
	p.must(err)
	return p
}

// items are all items of the store by their keys; those of the round's ledger are left out.
func (p *play) items() map[string]string {
	p.t.Helper()
	all := map[string]string{}
	p.must(p.env.Store.Scan(p.ctx, nil, nil, func(it store.Item) error {
		if key := string(it.Key); !strings.HasPrefix(key, "s/ledger/2026/") && key != "h/ledger/2026" {
			all[key] = fmt.Sprintf("%x", it.Val)
		}
		return nil
	}))
	return all
}

// lines are the entries of an export.
func (p *play) lines() []string {
	p.t.Helper()
	x, err := p.Export()
	p.must(err)
	var text bytes.Buffer
	_, err = x.WriteTo(&text)
	p.must(err)
	parts := strings.Split(text.String(), "\n\n")
	return strings.Split(strings.TrimSuffix(parts[len(parts)-1], "\n"), "\n")
}

// run plays a rehearsal to its tally, as staff and helpers do with the deck: check-ins, phones, kiosks, an exchange, the
// close, the count by two pairs, the accounts.
func run(t testing.TB, live *Live) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	do := func(acts ...Act) { t.Helper(); _, err := live.Do(ctx, "office", acts...); must(err) }
	deck, err := live.Deck(ctx)
	must(err)
	do(&OpenPoll{Officers: []string{"qin", "lu"}})
	box, err := live.Box(ctx)
	must(err)
	stations := map[int][]Dealt{}
	for i, d := range deck {
		stations[d.Serial.Station] = append(stations[d.Serial.Station], d)
		_, err := live.Roll().CheckIn(ctx, fmt.Sprintf("rehearsal-%d", i), d.Serial.Station, live.env.Now())
		must(err)
		switch d.Way {
		case ballot.ByKiosk:
			_, err = box.Cast(ctx, d.Credential, d.Marks, ballot.Kiosk)
		case ballot.ByPhone, ballot.ByBoth:
			_, err = box.Cast(ctx, d.Credential, d.Marks, ballot.Phone)
		case ballot.ByVoid:
			err = box.Void(ctx, d.Credential)
		}
		must(err)
	}
	must(live.ClosePoll(ctx, "office", "qin", "lu"))
	for station, dealt := range stations {
		var codes []string
		var sheets []ballot.Sheet
		for _, d := range dealt {
			if d.Sheet.Finding != "" {
				codes, sheets = append(codes, d.Code()), append(sheets, d.Sheet)
			}
		}
		aside, err := live.ScanBatch(ctx, "office", station, station, codes)
		must(err)
		if len(aside) > 0 {
			t.Errorf("set aside: %v", aside)
		}
		do(&Enter{Batch: station, Station: station, Pair: "A", Sheets: sheets, By: "chen"})
		do(&Enter{Batch: station, Station: station, Pair: "B", Sheets: sheets, By: "zhou"})
		must(live.SealBatch(ctx, "office", station))
		_, err = live.Settle(ctx, "office", ballot.Account{Station: station}, "", "qin", "lu")
		must(err)
	}
	must(live.Tally(ctx, "office", "seed"))
}

// rehearsed has the poll of station 1 rehearsed.
func (p *play) rehearsed() {
	p.t.Helper()
	p.do(&Station{Number: 1, Name: "活动室", Address: "幸福弄58号", Hours: "9–17", Phone: "0000-2"})
	live, err := p.BeginRehearsal(p.ctx, "qin", 1)
	p.must(err)
	defer live.Close()
	run(p.t, live)
	p.must(p.EndRehearsal(p.ctx, "qin", "", "qin", "lu"))
}

// A whole rehearsal changes nothing of the round but for its two acts: not the manifest, not the box, not the roll, not
// the rest of the store; and counts what the deck adds up to.
func TestRehearsal(t *testing.T) {
	p := ready(t)
	before, was := p.items(), p.lines()
	live, err := p.BeginRehearsal(p.ctx, "qin", 2, 1)
	p.must(err)
	defer live.Close()
	run(t, live)
	p.refuse(ErrRehearsal, "", &OpenPoll{Officers: []string{"qin", "lu"}})
	if p.Open() {
		t.Error("the poll is open though only the rehearsal's is")
	}
	p.must(p.EndRehearsal(p.ctx, "qin", "", "qin", "lu"))

	if after := p.items(); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the store has changed:\n%v\n%v", before, after)
	}
	is := p.lines()
	if len(is) != len(was)+2 || !slices.Equal(was, is[:len(was)]) {
		t.Fatalf("the ledger had %d entries and has %d", len(was), len(is))
	}
	for i, act := range []string{"rehearsal.begin", "rehearsal.end"} {
		if e, err := ledger.ParseEntry([]byte(is[len(was)+i])); err != nil || e.Act != act {
			t.Errorf("entry %d is %+v: %v", i, e, err)
		}
	}
	p.Read(func(r *Round) {
		s := r.Rehearsals[0]
		if r.Rehearsing() != nil || !s.AsExpected() || s.End.Why != "" || s.End.Wiped < 10 || len(s.End.Codes) != s.Sheets || s.End.CheckIns != s.Sheets {
			t.Errorf("the rehearsal ended as %+v of %+v", s.End, s.BeginRehearsal)
		}
		if n := r.printed(); n != 12 {
			t.Errorf("%d sheets in the manifest", n)
		}
	})
	turnout, err := p.Roll().Turnout(p.ctx)
	if err != nil || len(turnout.Stations) > 0 {
		t.Errorf("on the roll: %v %v", turnout, err)
	}
	p.do(&OpenPoll{Officers: []string{"qin", "lu"}})
	p.reopened(t)
}

// No sheet of either poll is taken by the other: not in the box, not on paper.
func TestRehearsalSheetsApart(t *testing.T) {
	p := ready(t)
	live, err := p.BeginRehearsal(p.ctx, "qin", 1)
	p.must(err)
	defer live.Close()
	deck, err := live.Deck(p.ctx)
	p.must(err)
	_, err = live.Do(p.ctx, "qin", &OpenPoll{Officers: []string{"qin", "lu"}})
	p.must(err)
	theirs, err := live.Box(p.ctx)
	p.must(err)
	for _, c := range p.sheets {
		if _, err := theirs.Cast(p.ctx, c, nil, ballot.Kiosk); !errors.Is(err, ballot.ErrForeign) {
			t.Errorf("the rehearsal took sheet %s: %v", c.Serial, err)
		}
	}
	for _, d := range deck {
		if _, err := p.box().Cast(p.ctx, d.Credential, nil, ballot.Kiosk); !errors.Is(err, ballot.ErrForeign) {
			t.Errorf("the poll took test sheet %s: %v", d.Serial, err)
		}
		// with the other poll's tag it is no printed sheet either
		disguised := d.Credential
		disguised.Tag = ballot.PollTag("2026")
		if _, err := p.box().Cast(p.ctx, disguised, nil, ballot.Kiosk); !errors.Is(err, ballot.ErrUnknownCredential) {
			t.Errorf("the poll took a disguised test sheet %s: %v", d.Serial, err)
		}
	}
	p.must(live.ClosePoll(p.ctx, "qin", "qin", "lu"))
	aside, err := live.ScanBatch(p.ctx, "qin", 1, 1, []string{p.sheets[0].Code(), deck[0].Code()})
	if err != nil || len(aside) != 1 || !errors.Is(aside[1], ballot.ErrForeign) {
		t.Errorf("set aside %v, %v", aside, err)
	}
}

// FuzzRehearsalSheets: whatever secret and serial a sheet has, at most one of the two polls takes it, and neither takes
// one that was not printed for it.
func FuzzRehearsalSheets(f *testing.F) {
	p := ready(f)
	live, err := p.BeginRehearsal(f.Context(), "qin", 1)
	p.must(err)
	deck, err := live.Deck(f.Context())
	p.must(err)
	theirs, err := live.Box(f.Context())
	p.must(err)
	boxes, known := []*ballot.Box{p.box(), theirs}, []map[string]bool{{}, {}}
	for _, c := range p.sheets {
		known[0][c.Code()] = true
	}
	for _, d := range deck {
		known[1][d.Code()] = true
	}
	for _, c := range []ballot.Credential{p.sheets[0], p.sheets[11], deck[0].Credential, deck[len(deck)-1].Credential} {
		for tag := range uint8(3) {
			f.Add(c.Secret[:], c.Serial.Station, c.Serial.Number, tag)
		}
	}
	f.Fuzz(func(t *testing.T, secret []byte, station, number int, tag uint8) {
		polls := []string{"2026", RehearsalOf("2026"), "2025"}
		c := ballot.Credential{Tag: ballot.PollTag(polls[tag%3]), Serial: ballot.Serial{Station: station, Number: number}}
		copy(c.Secret[:], secret)
		if again, err := ballot.ParseCode(c.Code()); err != nil || again != c {
			return
		}
		for i, box := range boxes {
			refused := box.Look(c)
			unknown := errors.Is(refused, ballot.ErrForeign) || errors.Is(refused, ballot.ErrUnknownCredential)
			if known[i][c.Code()] == unknown {
				t.Errorf("box %d, sheet %s: printed for it: %v, refused: %v", i, c.Code(), known[i][c.Code()], refused)
			}
		}
	})
}

// The rehearsal's keys are its own, the same each time it is opened, and others for each rehearsal.
func TestRehearsalKeys(t *testing.T) {
	p := ready(t)
	live, err := p.BeginRehearsal(p.ctx, "qin", 1)
	p.must(err)
	again, err := p.Rehearsal(p.ctx)
	p.must(err)
	defer again.Close()
	if live.Key() == "" || live.Key() != again.Key() || live.Key() == p.Key() || !bytes.Equal(live.env.RollKey, again.env.RollKey) || bytes.Equal(live.env.RollKey, p.env.RollKey) {
		t.Errorf("keys %q %q %q", live.Key(), again.Key(), p.Key())
	}
	if diff := differ(t, live, again); diff != "" {
		t.Errorf("opened twice:\n%s", diff)
	}
	live.Close()
	p.must(p.EndRehearsal(p.ctx, "qin", "没有演完", "qin", "lu"))
	next, err := p.BeginRehearsal(p.ctx, "qin", 1)
	p.must(err)
	defer next.Close()
	if next.Key() == live.Key() {
		t.Error("two rehearsals with one key")
	}
	old, err := live.Deck(p.ctx)
	if err == nil && len(old) > 0 {
		deck, err := next.Deck(p.ctx)
		p.must(err)
		if old[0].Code() != deck[0].Code() {
			t.Error("a rehearsal that has ended still has its deck")
		}
	}
}

// What a rehearsal refuses, and what is refused because of one.
func TestRehearsalRefusals(t *testing.T) {
	p := at(t, 4)
	_, err := p.BeginRehearsal(p.ctx, "qin")
	if !errors.Is(err, ErrMissing) {
		t.Errorf("a rehearsal of no station: %v", err)
	}
	if _, err := p.Rehearsal(p.ctx); !errors.Is(err, ErrNoSuch) {
		t.Errorf("none is on: %v", err)
	}
	if err := p.EndRehearsal(p.ctx, "qin", "", "qin", "lu"); !errors.Is(err, ErrFirst) {
		t.Errorf("none is on: %v", err)
	}
	p = ready(t)
	for _, stations := range [][]int{{3}, {1, 1}} {
		if _, err := p.BeginRehearsal(p.ctx, "qin", stations...); !errors.Is(err, ErrNoSuch) {
			t.Errorf("stations %v: %v", stations, err)
		}
	}
	p.refuse(ErrNumber, "stations", &BeginRehearsal{Stations: []int{1}, Sheets: MaxDeck + 1, Expected: ballot.Totals{Votes: []int64{1}}})
	if _, err := p.Do(p.ctx, "qin", &BeginRehearsal{Stations: []int{1}, Sheets: 1, Expected: ballot.Totals{Votes: []int64{1}}}); !errors.Is(err, ErrBox) {
		t.Errorf("a rehearsal begun by hand: %v", err)
	}
	if _, err := Found(p.ctx, p.env, "qin", Create{ID: "2027", Of: "2026", Scheme: scheme(t)}); !errors.Is(err, ErrID) {
		t.Errorf("a rehearsal founded by hand: %v", err)
	}
	if _, err := Found(p.ctx, p.env, "qin", Create{ID: RehearsalOf("2026"), Of: "2026", Scheme: scheme(t)}); !errors.Is(err, ErrID) {
		t.Errorf("a round of a rehearsal's name: %v", err)
	}
	live, err := p.BeginRehearsal(p.ctx, "qin", 1)
	p.must(err)
	defer live.Close()
	if _, err := p.BeginRehearsal(p.ctx, "qin", 1); !errors.Is(err, ErrRehearsal) {
		t.Errorf("two at once: %v", err)
	}
	if _, err := live.BeginRehearsal(p.ctx, "qin", 1); !errors.Is(err, ErrRehearsed) {
		t.Errorf("a rehearsal of a rehearsal: %v", err)
	}
	if _, err := live.PrintSheets(p.ctx, "qin", 1, 1); !errors.Is(err, ErrRehearsed) {
		t.Errorf("sheets beside the deck: %v", err)
	}
	if _, err := live.Do(p.ctx, "qin", &PublishNotice{}); err == nil {
		t.Error("a rehearsal has a notice")
	}
	for officers, want := range map[string]error{"qin qin": ErrOfficers, "qin lu": ErrMissing} {
		if err := p.EndRehearsal(p.ctx, "qin", "", strings.Fields(officers)...); !errors.Is(err, want) {
			t.Errorf("ended by %s without a reason: %v", officers, err)
		}
	}
	if _, err := p.Rehearsal(p.ctx); err != nil {
		t.Errorf("a refused end has ended it: %v", err)
	}
	p.must(p.EndRehearsal(p.ctx, "qin", "没有演完", "qin", "lu"))
	if _, err := live.Roll().CheckIn(p.ctx, "13800000000", 1, p.env.Now()); !errors.Is(err, store.ErrClosed) {
		t.Errorf("checked in after the end: %v", err)
	}
	p.do(&OpenPoll{Officers: []string{"qin", "lu"}})
	if _, err := p.BeginRehearsal(p.ctx, "qin", 1); !errors.Is(err, ErrDone) {
		t.Errorf("a rehearsal of an open poll: %v", err)
	}
}

// dying is a store that takes so many more commits and then fails, as a machine that is switched off.
type dying struct {
	store.Store
	mu   sync.Mutex
	left int
}

var errOff = errors.New("switched off")

func (d *dying) Commit(ctx context.Context, checks []store.Check, ops []store.Op) (uint64, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.left--; d.left < 0 {
		return 0, errOff
	}
	return d.Store.Commit(ctx, checks, ops)
}

// Wherever a beginning or an end of a rehearsal is interrupted, it goes on there; and nothing is left in any case.
func TestRehearsalInterrupted(t *testing.T) {
	for left := 0; ; left++ {
		p := ready(t)
		before := p.items()
		p.Live.Close()
		failing := &dying{Store: p.env.Store, left: left}
		env := p.env
		env.Store = failing
		l, err := Open(p.ctx, env, "2026")
		p.must(err)
		whole := false
		if live, err := l.BeginRehearsal(p.ctx, "qin", 1, 2); err == nil {
			live.Close()
			whole = l.EndRehearsal(p.ctx, "qin", "没有演完", "qin", "lu") == nil
		}
		l.Close()
		p.Live, err = Open(p.ctx, p.env, "2026")
		p.must(err)
		began := false
		p.Read(func(r *Round) { began = r.Rehearsing() != nil })
		if began {
			p.must(p.EndRehearsal(p.ctx, "lu", "断电", "qin", "lu"))
		}
		if after := p.items(); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("after %d commits the store has changed:\n%v\n%v", left, before, after)
		}
		p.Read(func(r *Round) {
			if began && r.Rehearsals[0].End.Wiped < 5 {
				t.Errorf("after %d commits: wiped %d", left, r.Rehearsals[0].End.Wiped)
			}
		})
		p.do(&OpenPoll{Officers: []string{"qin", "lu"}})
		if whole {
			return
		}
	}
}

package catalog

// Running a rehearsal: a round of its own in a room of the store, made from the frozen library, and wiped as a whole.

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/ballot/store"
)

// roomOf is the room of the store in which everything of a round's rehearsal lies: ledger, box, roll and deck.
func roomOf(round string) string { return "rehearsal/" + round }

// BeginRehearsal begins a rehearsal with a test deck at each of the stations, and opens it as [Live.Rehearsal] does.
// Refusals: [ErrRehearsal] while one is on, [ErrDone] once the poll has opened, [ErrStep], [ErrNoLibrary], [FieldError].
func (l *Live) BeginRehearsal(ctx context.Context, actor string, stations ...int) (*Live, error) {
	a, err := &BeginRehearsal{Stations: slices.Sorted(slices.Values(stations))}, error(nil)
	l.Read(func(r *Round) {
		if err = r.Suits("rehearsal.begin"); err != nil || r.Library == nil {
			return
		}
		paper := r.Library.Paper
		deck := paper.Deck()
		a.Sheets = len(deck) * len(stations)
		a.Expected = paper.Expect(slices.Repeat(deck, len(stations)))
	})
	if err != nil {
		return nil, err
	}
	if a.Sheets == 0 {
		return nil, &FieldError{"stations", errors.Join(ErrMissing, ErrNoLibrary)}
	}
	if _, err := l.do(ctx, actor, []Act{a}); err != nil {
		return nil, err
	}
	return l.Rehearsal(ctx)
}

// Rehearsal opens the round's rehearsal that is on, which the caller closes; if there is none it is [ErrNoSuch]. It is a
// round like others, with the scheme, the library and the stations of this one and a deck of printed sheets, so that all
// that can be done up to the tally can be done with it: on its own ledger, signed with a key of its own, with its own
// manifest, box and roll. Its poll is another, and so is every hash that its sheets give. Nothing of it lies outside its
// room in the store, and its secrets are derived from a number that lies there: when that is wiped, nobody has them.
func (l *Live) Rehearsal(ctx context.Context) (*Live, error) {
	on := l.rehearsing()
	if on == nil {
		return nil, fmt.Errorf("%w: 没有正在进行的演练 / no rehearsal is on", ErrNoSuch)
	}
	room, err := store.Enter(ctx, l.env.Store, roomOf(l.id))
	if err != nil {
		return nil, err
	}
	env, err := l.env.apart(ctx, room)
	if err != nil {
		return nil, err
	}
	live, err := load(ctx, env, RehearsalOf(l.id))
	if err != nil {
		return nil, err
	}
	if err = live.stage(ctx, l.story()); err == nil {
		err = live.deal(ctx, on.Stations)
	}
	if err != nil {
		live.Close()
		return nil, err
	}
	return live, nil
}

// IsRehearsal tells whether the round is the rehearsal of another.
func (l *Live) IsRehearsal() (is bool) {
	l.Read(func(r *Round) { is = r.Of != "" })
	return is
}

// rehearsing is a copy of the rehearsal that is on, or nil.
func (l *Live) rehearsing() (on *RehearsalState) {
	l.Read(func(r *Round) {
		if s := r.Rehearsing(); s != nil {
			copied := *s
			on = &copied
		}
	})
	return on
}

// apart is an environment on a room, with secrets of its own.
func (e Env) apart(ctx context.Context, room *store.Room) (Env, error) {
	seed := make([]byte, 32)
	if _, err := io.ReadFull(e.Random, seed); err != nil {
		return e, err
	}
	key := []byte("seed")
	_, err := room.Commit(ctx, []store.Check{{Key: key}}, []store.Op{{Key: key, Val: seed}})
	if errors.Is(err, store.ErrConflict) {
		var it store.Item
		it, err = room.Get(ctx, key)
		seed = it.Val
	}
	if err != nil {
		return e, err
	}
	derive := func(label string) []byte {
		m := hmac.New(sha256.New, e.RollKey)
		m.Write(append([]byte("linli1/rehearsal/"+label+"\x00"), seed...))
		return m.Sum(nil)
	}
	out := Env{Store: room, Now: e.Now, Random: e.Random, RollKey: derive("roll")}
	signing, _, err := note.GenerateKey(bytes.NewReader(derive("sign")), "linli-rehearsal")
	if err == nil {
		out.Signer, err = note.NewSigner(signing)
	}
	if err == nil {
		out.Key, err = ledger.VerifierKey(signing)
	}
	return out, err
}

// story is what brings a new round to where this one's library was frozen: its acts up to there, as last corrected, with
// what was granted by then, and its stations; under the rehearsal's name.
func (l *Live) story() (drafts []ledger.Draft) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	frozen := false
	for _, e := range l.entries {
		k, err := KindNamed(e.Act)
		frozen = frozen || e.Act == "library.freeze"
		if err != nil || e.Supersedes != nil || k.Step > 3 && k.Name != "station.set" && k.Name != "library.withdraw" || k.Step == 0 && (frozen || !strings.HasPrefix(k.Name, "fast.")) {
			continue
		}
		body := e.Body
		for c, more := l.round.Corrected(e.N); more; c, more = l.round.Corrected(c.By) {
			body = l.entries[c.By].Body
		}
		a, err := k.read(body)
		if err != nil {
			continue
		}
		if c, is := a.(*Create); is {
			c.ID, c.Of = RehearsalOf(l.id), l.id
		}
		drafts = append(drafts, ledger.Draft{Actor: e.Actor, Act: e.Act, Body: a, Public: e.Public})
	}
	return drafts
}

// staged is how many acts of a story become one segment.
const staged = 20

// stage does what is still to do of a story; of several processes that do, each act is done once.
func (l *Live) stage(ctx context.Context, drafts []ledger.Draft) error {
	for {
		entries, err := l.ledger.Append(ctx, func(time.Time) ([]ledger.Draft, error) {
			l.mu.RLock()
			defer l.mu.RUnlock()
			n := min(len(l.entries), len(drafts))
			if n > 0 && l.round.printed() > 0 {
				return nil, nil
			}
			return drafts[n:min(n+staged, len(drafts))], nil
		})
		if err != nil || len(entries) == 0 {
			return err
		}
	}
}

// deal prints the deck of each station, and keeps the codes beside, in one commit: they are secrets of nothing.
func (l *Live) deal(ctx context.Context, stations []int) error {
	var paper ballot.Paper
	l.Read(func(r *Round) { paper = r.Library.Paper })
	size := len(paper.Deck())
	for _, station := range stations {
		for {
			first := 0
			l.Read(func(r *Round) { first = r.Stations[station].Printed + 1 })
			if first > size {
				break
			}
			run, sheets, err := ballot.Print(l.id, station, first, min(size-first+1, ballot.MaxRun), l.env.Random)
			if err != nil {
				return err
			}
			var codes []string
			for _, c := range sheets {
				codes = append(codes, c.Code())
			}
			_, err = l.do(ctx, "system", []Act{&PrintRun{Run: run}}, store.Op{Key: fmt.Appendf(nil, "deck/%02d/%06d", station, first), Val: []byte(strings.Join(codes, "\n"))})
			if err != nil && !errors.Is(err, ballot.ErrRun) { // else another process has dealt it
				return err
			}
		}
	}
	return nil
}

// Dealt is a sheet of a rehearsal's deck, and what is to be done with it.
type Dealt struct {
	ballot.Credential
	ballot.Test
}

// Deck is the deck of a rehearsal, by station and number; of another round it is empty.
func (l *Live) Deck(ctx context.Context) (all []Dealt, err error) {
	var deck []ballot.Test
	l.Read(func(r *Round) {
		if r.Of != "" {
			deck = r.Library.Paper.Deck()
		}
	})
	prefix := []byte("deck/")
	err = l.env.Store.Scan(ctx, prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		for code := range strings.Lines(string(it.Val)) {
			c, err := ballot.ParseCode(strings.TrimSuffix(code, "\n"))
			if err != nil || c.Serial.Number > len(deck) {
				return fmt.Errorf("%w: deck: %w", store.ErrDamaged, err)
			}
			all = append(all, Dealt{c, deck[c.Serial.Number-1]})
		}
		return nil
	})
	return all, err
}

// EndRehearsal ends the rehearsal that is on: what it has counted is taken down, nobody in any process can write to it any
// more, all that was kept of it is wiped, and the end is entered together with the removal of the last of it. If it was
// interrupted, calling it again goes on where it stopped, with what was said first. why is asked if the count is not what
// the deck adds up to. Refusals: [ErrFirst], [FieldError]; with one the rehearsal goes on.
func (l *Live) EndRehearsal(ctx context.Context, actor, why string, officers ...string) error {
	a, err := l.ending(ctx, why, officers)
	if err != nil {
		return err
	}
	room := roomOf(l.id)
	if a.Wiped == 0 {
		if a.Wiped, err = store.Furniture(ctx, l.env.Store, room); err != nil {
			return err
		}
		if err := l.noteEnd(ctx, a); err != nil {
			return err
		}
	}
	door, err := store.Clear(ctx, l.env.Store, room)
	if err != nil {
		return err
	}
	_, err = l.do(ctx, actor, []Act{a}, door)
	return err
}

// ending shuts the room of a rehearsal with the end on its door; or is the end that an earlier try has left there.
func (l *Live) ending(ctx context.Context, why string, officers []string) (*EndRehearsal, error) {
	a := &EndRehearsal{Why: why, Officers: officers}
	if l.rehearsing() == nil {
		return nil, fmt.Errorf("%w: 没有正在进行的演练 / no rehearsal is on", ErrFirst)
	}
	switch end, is, err := store.Note(ctx, l.env.Store, roomOf(l.id)); {
	case err != nil:
		return nil, err
	case is:
		return a, json.Unmarshal(end, a)
	}
	live, err := l.Rehearsal(ctx)
	if err != nil {
		return nil, err
	}
	defer live.Close()
	if err := a.take(ctx, live); err != nil {
		return nil, err
	}
	l.Read(func(r *Round) {
		a.Wiped = 1 // not yet known
		err = r.allow(a)
		a.Wiped = 0
	})
	if err != nil {
		return nil, err
	}
	return a, l.noteEnd(ctx, a)
}

func (l *Live) noteEnd(ctx context.Context, a *EndRehearsal) error {
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return store.Shut(ctx, l.env.Store, roomOf(l.id), raw)
}

// take takes down what a rehearsal has come to.
func (a *EndRehearsal) take(ctx context.Context, live *Live) error {
	turnout, err := live.Roll().Turnout(ctx)
	if err != nil {
		return err
	}
	for _, n := range turnout.Stations {
		a.CheckIns += n
	}
	deck, err := live.Deck(ctx)
	if err != nil {
		return err
	}
	for _, sheet := range deck {
		a.Codes = append(a.Codes, sheet.Code())
	}
	entries, root, err := live.Ledger().Tree()
	if err != nil {
		return err
	}
	a.Entries, a.Root, a.Key = entries, root.String(), live.env.Key
	live.Read(func(r *Round) { a.Counted, err = r.Totals() })
	return err
}

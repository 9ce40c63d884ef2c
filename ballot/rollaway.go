package ballot

// Parts of a roll that are out at stations without network: whose homes they are, and which envelopes wait for them.

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"linli/ballot/store"
)

// Refusals while a part is out.
var (
	// ErrHome: this person's home station has no network and keeps its own part of the roll.
	ErrHome = errors.New("此人的名册在一个离线的投票站：请到那里领票，或者领暂存信封 / this person's part of the roll is out at a station without network: ask for a sheet there, or give a provisional envelope")
	// ErrOut: the station has a part out already.
	ErrOut = errors.New("该站的离线分册还没有交回合并 / this station's part is out and has not been merged yet")
	// ErrNoEnvelope: a person who may simply receive a sheet.
	ErrNoEnvelope = errors.New("此人可以直接领票，不用暂存信封 / this person may simply receive a sheet, without an envelope")
)

// away is what the roll keeps beside its pages while parts are out, and of parts that have been merged. Of people it
// holds hashes until the last part is merged, then only numbers.
type away struct {
	Out     map[string]int    `json:"out"`     // parts by ID: their stations
	Homes   []byte            `json:"homes"`   // people as on a page, with their home stations
	Waiting []envelope        `json:"waiting"` // for parts that are out, by station and number
	Last    map[int]int       `json:"last"`    // number of the last envelope, by station
	Merged  map[string]Merged `json:"merged"`  // by ID
	ver     uint64
}

// envelope is a provisional envelope that is neither accepted nor rejected.
type envelope struct {
	Station int   `json:"station"`
	Number  int   `json:"number"`
	Hash    keyed `json:"hash"`
}

func byNumber(x, y envelope) int {
	return cmp.Or(cmp.Compare(x.Station, y.Station), cmp.Compare(x.Number, y.Number))
}

func (r *Roll) awayKey() []byte { return []byte(r.prefix() + "offline") }

func (r *Roll) away(ctx context.Context) (a away, err error) {
	it, err := r.store.Get(ctx, r.awayKey())
	if err != nil {
		return a, err
	}
	a = away{Out: map[string]int{}, Last: map[int]int{}, Merged: map[string]Merged{}}
	if it.Ver > 0 {
		if err := json.Unmarshal(it.Val, &a); err != nil || len(a.Homes)%personBytes != 0 || a.Out == nil || a.Last == nil || a.Merged == nil {
			return away{}, fmt.Errorf("%w: roll: parts: %v", store.ErrDamaged, err)
		}
	}
	a.ver = it.Ver
	return a, nil
}

func (r *Roll) awayOp(a away) store.Op {
	raw, err := json.Marshal(a)
	if err != nil {
		panic(err) // plain data
	}
	return store.Op{Key: r.awayKey(), Val: raw}
}

func (r *Roll) awayCheck(a away) store.Check { return store.Check{Key: r.awayKey(), Ver: a.ver} }

// home is the station of the part on which a person lies, or 0.
func (a away) home(hash [32]byte) int {
	n := len(a.Homes) / personBytes
	at := func(i int) []byte { return a.Homes[i*personBytes : (i+1)*personBytes] }
	low, high := 0, n
	for low < high {
		if mid := (low + high) / 2; bytes.Compare(at(mid)[:32], hash[:]) < 0 {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < n && bytes.Equal(at(low)[:32], hash[:]) {
		return int(at(low)[32])
	}
	return 0
}

// homes are the people of the parts that are out.
func (a away) homes() (all people) {
	for b := range slices.Chunk(a.Homes, personBytes) {
		all = append(all, person{[32]byte(b[:32]), int(b[32])})
	}
	return all
}

// outAt is the part that is out at a station, or "".
func (a away) outAt(station int) string {
	for id, at := range a.Out {
		if at == station {
			return id
		}
	}
	return ""
}

// part is the part that is out under an ID, as it went out.
func (a away) part(poll, id string) Part {
	p := Part{Linli: partForm, Poll: poll, ID: id, Station: a.Out[id], First: 1, Homes: []keyed{}, In: []keyed{}, Envelopes: []keyed{}}
	for _, x := range a.homes() {
		if x.station == p.Station {
			p.Homes = append(p.Homes, x.hash)
		}
	}
	p.First = a.Last[p.Station] + 1
	return p
}

// Part takes the people with those identifiers out of the roll for a station that is going to work without network: from
// now on nobody but that part gives them a sheet. Those who have received one, or are on another part, are left out; their
// number is returned. Without identifiers it gives the part that is out there once more, or one without homes, whose
// station gives everybody an envelope. Refusals: [ErrOut], [ErrIdentifier], [ErrStation], [ErrPart] with more than
// [MaxHomes].
func (r *Roll) Part(ctx context.Context, station int, identifiers []string, random io.Reader) (p Part, left int, err error) {
	if station < 1 || station > maxStation {
		return p, 0, fmt.Errorf("%w: %d (1-%d)", ErrStation, station, maxStation)
	}
	var hashes []keyed
	for _, id := range identifiers {
		h, err := r.hash(id)
		if err != nil {
			return p, 0, fmt.Errorf("%w: %s", err, clip([]byte(id)))
		}
		hashes = append(hashes, h)
	}
	slices.SortFunc(hashes, byKeyed)
	hashes = slices.Compact(hashes)
	name := make([]byte, 8)
	if _, err := io.ReadFull(random, name); err != nil {
		return p, 0, err
	}
	for {
		p, left, err = r.takeOut(ctx, hex.EncodeToString(name), station, hashes)
		if !errors.Is(err, store.ErrConflict) {
			return p, left, err
		}
	}
}

// takeOut tries once. [store.ErrConflict]: others have written meanwhile.
func (r *Roll) takeOut(ctx context.Context, id string, station int, hashes []keyed) (p Part, left int, err error) {
	in, a, err := r.both(ctx)
	if err != nil {
		return p, 0, err
	}
	if out := a.outAt(station); out != "" {
		if len(hashes) > 0 {
			return p, 0, fmt.Errorf("%w: %d", ErrOut, station)
		}
		return a.part(r.poll, out), 0, nil
	}
	all, checks, err := r.everyone(ctx, in)
	if err != nil {
		return p, 0, err
	}
	homes := a.homes()
	for _, h := range hashes {
		_, on, err := r.on(ctx, all, h)
		if err != nil {
			return p, 0, err
		}
		place, out := homes.find(h)
		if on || out {
			left++
			continue
		}
		homes = slices.Insert(homes, place, person{h, station})
	}
	if len(homes) > MaxHomes {
		return p, 0, fmt.Errorf("%w: %d > %d", ErrPart, len(homes), MaxHomes)
	}
	a.Out[id], a.Homes = station, homes.bytes()
	_, err = r.store.Commit(ctx, append(checks, r.awayCheck(a)), []store.Op{r.awayOp(a)})
	return a.part(r.poll, id), left, err
}

// both reads the index and what is out.
func (r *Roll) both(ctx context.Context) (in index, a away, err error) {
	if in, err = r.index(ctx); err == nil {
		a, err = r.away(ctx)
	}
	return in, a, err
}

// Envelope records that a person of a part that is out receives a sheet in a provisional envelope at another station, and
// returns its number. Refusals: [ErrCheckedIn]; [ErrEnvelope] with the number of the first; [ErrNoEnvelope];
// [ErrIdentifier]; [ErrStation].
func (r *Roll) Envelope(ctx context.Context, identifier string, station int) (number int, err error) {
	hash, err := r.hash(identifier)
	if err != nil {
		return 0, err
	}
	if station < 1 || station > maxStation {
		return 0, fmt.Errorf("%w: %d (1-%d)", ErrStation, station, maxStation)
	}
	for {
		number, err = r.wait(ctx, hash, station)
		if !errors.Is(err, store.ErrConflict) {
			return number, err
		}
	}
}

// wait tries once to record an envelope. [store.ErrConflict]: others have written meanwhile.
func (r *Roll) wait(ctx context.Context, hash keyed, station int) (number int, err error) {
	in, a, err := r.both(ctx)
	if err != nil {
		return 0, err
	}
	all, checks, err := r.everyone(ctx, in)
	if err != nil {
		return 0, err
	}
	switch _, on, err := r.on(ctx, all, hash); {
	case err != nil:
		return 0, err
	case on:
		return 0, ErrCheckedIn
	case a.home(hash) == 0:
		return 0, ErrNoEnvelope
	case a.outAt(station) != "":
		return 0, fmt.Errorf("%w: %d", ErrOut, station)
	}
	if i := slices.IndexFunc(a.Waiting, func(e envelope) bool { return e.Hash == hash }); i >= 0 {
		return a.Waiting[i].Number, ErrEnvelope
	}
	a.Last[station]++
	a.Waiting = append(a.Waiting, envelope{station, a.Last[station], hash})
	slices.SortFunc(a.Waiting, byNumber)
	_, err = r.store.Commit(ctx, append(checks, r.awayCheck(a)), []store.Op{r.awayOp(a)})
	return a.Last[station], err
}

// everyone reads all pages, with the checks that nothing of them changes.
func (r *Roll) everyone(ctx context.Context, in index) (all people, checks []store.Check, err error) {
	checks = []store.Check{{Key: r.indexKey(), Ver: in.ver}}
	if in.ver == 0 {
		return nil, checks, nil
	}
	for _, bits := range in.Pages {
		l, err := r.page(ctx, in, bits)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, l.people...)
	}
	return all, checks, nil
}

// on tells whether a person is on the roll, and at which station.
func (r *Roll) on(ctx context.Context, all people, hash [32]byte) (station int, on bool, err error) {
	if i, found := all.find(hash); found {
		return all[i].station, true, nil
	}
	return r.single(ctx, hash)
}

// Out is what is out of a roll: the stations that have a part, by its ID, and how many envelopes of each station wait.
type Out struct {
	Parts   map[string]int
	Waiting map[int]int
}

// Out tells what is out.
func (r *Roll) Out(ctx context.Context) (Out, error) {
	a, err := r.away(ctx)
	out := Out{Parts: a.Out, Waiting: map[int]int{}}
	for _, e := range a.Waiting {
		out.Waiting[e.Station]++
	}
	return out, err
}

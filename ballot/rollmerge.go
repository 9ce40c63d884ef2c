package ballot

// A part comes back: its people enter the roll, and each envelope is accepted or rejected, all of it at once.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"linli/ballot/store"
)

// Merged is what the merge of a part does: numbers, and nobody's hash.
type Merged struct {
	Station   int       `json:"station"`
	People    int       `json:"people"`           // of its homes, who received a sheet there
	Double    int       `json:"double,omitempty"` // who have one of another station too, which only a copy of a part can cause
	Envelopes []Decided `json:"envelopes"`        // in the order of stations and numbers
	Waiting   int       `json:"waiting"`          // envelopes of the part that wait for other parts
	Digest    string    `json:"digest"`           // of the file
	Before    bool      `json:"-"`                // it was merged before; nothing is done again
}

// Decided is a provisional envelope after the merge. One that is accepted is opened, its sheet goes into the paper box
// among the others; one that is rejected stays closed. The sheet in it is anybody's guess: whoever cast it by phone before
// sealing it, unseen by the clerk, has two ballots in the count, and the account of the station has one sheet more cast
// and closed than was issued, which needs a reason.
type Decided struct {
	Station  int  `json:"station"`
	Number   int  `json:"number"`
	Accepted bool `json:"accepted"`
}

// Plan tells what [Roll.Merge] would do now, and does nothing.
func (r *Roll) Plan(ctx context.Context, p Part) (Merged, error) {
	m, _, err := r.plan(ctx, p)
	return m, err
}

// Merge enters a part that has come back, all of it or nothing: whoever received a sheet there is on the roll with that
// station, the homes are anybody's again, and envelopes are decided: accepted if the person is not on the roll, who then
// is; else rejected. Envelopes of other stations that waited for this part are decided with it; those of the part itself
// whose homes lie on another part wait. A roll of some 30,000 people is as much as etcd takes at once. The hour of the people is that of now: a part keeps no hours. Merged a second
// time it does nothing and returns the same. Refusals: [ErrPart], also for another copy of a part that was merged.
func (r *Roll) Merge(ctx context.Context, p Part, now time.Time) (Merged, error) {
	for {
		m, w, err := r.plan(ctx, p)
		if err != nil || m.Before {
			return m, err
		}
		_, err = r.store.Commit(ctx, w.checks, r.mergeOps(w, p, m, now.UTC().Truncate(time.Hour)))
		if !errors.Is(err, store.ErrConflict) {
			return m, err
		}
	}
}

// work is a roll as a merge finds it, and the people that it adds.
type work struct {
	in     index
	away   away
	all    people
	fresh  []person
	checks []store.Check
}

// plan works out a merge.
func (r *Roll) plan(ctx context.Context, p Part) (m Merged, w work, err error) {
	if w.in, w.away, err = r.both(ctx); err != nil {
		return m, w, err
	}
	sum := sha256.Sum256(p.Bytes())
	m = Merged{Station: p.Station, Envelopes: []Decided{}, Digest: hex.EncodeToString(sum[:])}
	if done, ok := w.away.Merged[p.ID]; ok {
		if done.Digest != m.Digest {
			return m, w, fmt.Errorf("%w: 另一份已经合并 / another copy has been merged", ErrPart)
		}
		done.Before = true
		return done, w, nil
	}
	if err := r.known(w.away, p); err != nil {
		return m, w, err
	}
	if w.all, w.checks, err = r.everyone(ctx, w.in); err != nil {
		return m, w, err
	}
	w.checks = append(w.checks, r.awayCheck(w.away))
	for _, k := range p.In {
		entered, err := r.enroll(ctx, &w, person{k, p.Station})
		if err != nil {
			return m, w, err
		}
		m.People++
		if !entered {
			m.Double++
		}
	}
	return m, w, r.decide(ctx, &w, &m, p)
}

// known refuses a part that is not out, or not as it went out.
func (r *Roll) known(a away, p Part) error {
	went, out := a.part(r.poll, p.ID), a.Out[p.ID] > 0
	if !out || p.Poll != r.poll || p.Station != went.Station || p.First != went.First || !slices.Equal(p.Homes, went.Homes) {
		return fmt.Errorf("%w: %s", ErrPart, p.ID)
	}
	return nil
}

// enroll adds a person to the work, unless that person is on the roll.
func (r *Roll) enroll(ctx context.Context, w *work, x person) (entered bool, err error) {
	_, on, err := r.on(ctx, w.all, x.hash)
	if err != nil || on {
		return false, err
	}
	place, _ := w.all.find(x.hash)
	w.all = slices.Insert(w.all, place, x)
	w.fresh = append(w.fresh, x)
	return true, nil
}

// decide decides the envelopes that wait for the part, and those that it brings.
func (r *Roll) decide(ctx context.Context, w *work, m *Merged, p Part) error {
	envelopes := slices.Clone(w.away.Waiting)
	for i, k := range p.Envelopes {
		envelopes = append(envelopes, envelope{p.Station, p.First + i, k})
	}
	slices.SortFunc(envelopes, byNumber)
	w.away.Waiting = nil
	for _, e := range envelopes {
		if home := w.away.home(e.Hash); home > 0 && home != p.Station {
			w.away.Waiting = append(w.away.Waiting, e)
			if e.Station == p.Station && e.Number >= p.First {
				m.Waiting++
			}
			continue
		}
		accepted, err := r.enroll(ctx, w, person{e.Hash, e.Station})
		if err != nil {
			return err
		}
		m.Envelopes = append(m.Envelopes, Decided{e.Station, e.Number, accepted})
	}
	return nil
}

// mergeOps write the roll anew: as with check-ins, who lies on which page depends on who is on it alone.
func (r *Roll) mergeOps(w work, p Part, m Merged, hour time.Time) (ops []store.Op) {
	if len(w.fresh) > 0 {
		ops = r.pagesOps(w, hour)
	}
	a := w.away
	a.Homes = slices.DeleteFunc(a.homes(), func(x person) bool { return x.station == p.Station }).bytes()
	a.Last[p.Station] = max(a.Last[p.Station], p.First+len(p.Envelopes)-1)
	delete(a.Out, p.ID)
	a.Merged[p.ID] = m
	return append(ops, r.awayOp(a))
}

// pagesOps write all pages and the index.
func (r *Roll) pagesOps(w work, hour time.Time) (ops []store.Op) {
	parts := map[string]people{}
	split("", w.all, parts)
	for _, bits := range w.in.Pages {
		if _, stays := parts[bits]; !stays && w.in.ver > 0 {
			ops = append(ops, store.Op{Key: r.pageKey(bits)})
		}
	}
	w.in.Pages = nil
	for _, bits := range slices.Sorted(maps.Keys(parts)) {
		w.in.Pages = append(w.in.Pages, bits)
		ops = append(ops, store.Op{Key: r.pageKey(bits), Val: parts[bits].bytes()})
	}
	for _, x := range w.fresh {
		w.in.Stations[x.station]++
		w.in.Hours[hour]++
	}
	return append(ops, store.Op{Key: r.indexKey(), Val: w.in.bytes()})
}

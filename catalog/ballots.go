package catalog

// The box, the roll and the sheets of a live round: what the staff do with them, each ending in acts of the ledger.

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"linli/ballot"
	"linli/ballot/store"
	"linli/tally"
)

// Printed implements [ballot.Manifest].
func (l *Live) Printed(c ballot.Commitment) (s ballot.Serial, ok bool) {
	l.Read(func(r *Round) { s, ok = r.Poll.Printed(c) })
	return s, ok
}

// Open implements [ballot.Manifest]: whether the poll takes ballots.
func (l *Live) Open() (open bool) {
	l.Read(func(r *Round) { open = r.poll.IsOpen() })
	return open
}

// ErrNoLibrary: there is no ballot paper before the library is frozen.
var ErrNoLibrary = fmt.Errorf("%w: 项目库尚未定稿 / the library is not frozen", ErrFirst)

// Box is the round's ballot box, open until [Live.Close]. Before the library is frozen it is [ErrNoLibrary].
func (l *Live) Box(ctx context.Context) (*ballot.Box, error) {
	l.boxMu.Lock()
	defer l.boxMu.Unlock()
	switch {
	case l.closed:
		return nil, store.ErrClosed
	case l.box != nil:
		return l.box, nil
	}
	var paper ballot.Paper
	l.Read(func(r *Round) {
		if r.Library != nil {
			paper = r.Library.Paper
		}
	})
	if paper.Projects == 0 {
		return nil, ErrNoLibrary
	}
	box, err := ballot.OpenBox(ctx, l.env.Store, l.id, paper, l)
	if err != nil {
		return nil, err
	}
	l.box = box
	return box, nil
}

// Roll is the round's roll of people who have received a sheet.
func (l *Live) Roll() *ballot.Roll { return l.roll }

// PrintSheets draws n sheets for a station and enters them into the manifest, a run of at most [ballot.MaxRun] at a
// time. The credentials are in the returned slice only; with an error it holds those of the runs that were entered.
// Late sheets, when the poll is open, need two officers.
func (l *Live) PrintSheets(ctx context.Context, actor string, station, n int, officers ...string) ([]ballot.Credential, error) {
	if n < 1 {
		return nil, fmt.Errorf("%w: %d", ballot.ErrRun, n)
	}
	var all []ballot.Credential
	var err error
	if l.Read(func(r *Round) { err = r.Suits("sheets.print") }); err != nil {
		return nil, err
	}
	for n > 0 {
		first := 0
		l.Read(func(r *Round) {
			if s := r.Stations[station]; s != nil {
				first = s.Printed + 1
			}
		})
		if first == 0 {
			return all, &FieldError{"station", ErrNoSuch}
		}
		run, sheets, err := ballot.Print(l.id, station, first, min(n, ballot.MaxRun), l.env.Random)
		if err != nil {
			return all, err
		}
		if _, err := l.Do(ctx, actor, &PrintRun{Run: run, Officers: officers}); err != nil {
			return all, err
		}
		all, n = append(all, sheets...), n-len(sheets)
	}
	return all, nil
}

// PublishBallots enters the hashes of ballots that are not yet published, whichever process took them, if there are at
// least [MinPublish] of them or the poll has closed, and returns how many it entered.
func (l *Live) PublishBallots(ctx context.Context, actor string) (int, error) {
	box, err := l.Box(ctx)
	if err != nil {
		return 0, err
	}
	if err := box.Sync(ctx); err != nil {
		return 0, err
	}
	closed, published := false, 0
	l.Read(func(r *Round) { closed, published = r.closedPoll(), r.Poll.Published })
	if waiting := box.Count() - published; waiting == 0 || waiting < MinPublish && !closed {
		return 0, nil
	}
	hashes := l.unpublished(box.Hashes())
	n := 0
	for part := range slices.Chunk(hashes, 10*MaxReveal) {
		if len(part) < MinPublish && !closed {
			break
		}
		if _, err := l.do(ctx, actor, []Act{&Publish{Hashes: part}}); err != nil {
			return n, err
		}
		n += len(part)
	}
	return n, nil
}

// unpublished are those of the hashes that are not published yet. It lets others into the round between parts of them.
func (l *Live) unpublished(hashes []ballot.Hash) []ballot.Hash {
	rest := hashes[:0]
	for part := range slices.Chunk(hashes, 10*MaxReveal) {
		l.Read(func(r *Round) {
			for _, h := range part {
				if !r.Poll.IsPublished(h) {
					rest = append(rest, h)
				}
			}
		})
	}
	return rest
}

// ClosePoll seals the box and, after two officers' act, publishes and opens what is in it. If it was interrupted, it
// goes on where it stopped; when nothing is left to do it does nothing. An act that would be refused seals nothing.
func (l *Live) ClosePoll(ctx context.Context, actor string, officers ...string) error {
	if !pair(officers) {
		return &FieldError{"officers", ErrOfficers}
	}
	box, err := l.Box(ctx)
	if err != nil {
		return err
	}
	a, closed := &ClosePoll{Officers: officers}, false
	l.Read(func(r *Round) {
		if closed = r.closedPoll(); !closed {
			a.Ballots = r.Poll.Published
			err = r.allow(a)
		}
	})
	if err != nil {
		return err
	}
	if err := box.Seal(ctx); err != nil {
		return err
	}
	if !closed {
		a.Ballots, a.Voids = box.Count(), len(box.Voids())
		if _, err := l.do(ctx, actor, []Act{a}); err != nil {
			return err
		}
	}
	if _, err := l.PublishBallots(ctx, actor); err != nil {
		return err
	}
	return l.reveal(ctx, actor, box)
}

// reveal opens what has not been opened yet.
func (l *Live) reveal(ctx context.Context, actor string, box *ballot.Box) error {
	records, err := box.Records()
	if err != nil {
		return err
	}
	spends, voids := box.Spends(), box.Voids()
	most := min(MaxReveal, max(1, maxMarks/box.Paper().Max))
	l.Read(func(r *Round) {
		records = slices.DeleteFunc(records, func(x ballot.Record) bool { return r.Poll.opened.has(x.Tracker) })
		spends = slices.DeleteFunc(spends, func(x ballot.Spend) bool { return r.Poll.shown(x.Commitment) })
		voids = slices.DeleteFunc(voids, func(x ballot.Commitment) bool { return r.Poll.shown(x) })
	})
	for len(records)+len(spends)+len(voids) > 0 {
		a := &Reveal{Records: head(&records, most), Spends: head(&spends, MaxReveal), Voids: head(&voids, MaxReveal)}
		if _, err := l.do(ctx, actor, []Act{a}); err != nil {
			return err
		}
	}
	return nil
}

// maxMarks bounds the marks of one entry of opened ballots, so that it stays below half a megabyte.
const maxMarks = 25_000

// head cuts at most so many items off the front.
func head[T any](s *[]T, most int) []T {
	n := min(len(*s), most)
	out := (*s)[:n]
	*s = (*s)[n:]
	return out
}

// ScanBatch enters what the QR codes of a batch said, each as scanned. Codes that are unknown, void, foreign or met
// before are set aside; the result tells which and why, by their place from 1: [ballot.ErrMalformed],
// [ballot.ErrForeign], [ballot.ErrUnknownCredential], [ballot.ErrVoid], [ErrCopied].
func (l *Live) ScanBatch(ctx context.Context, actor string, batch, station int, codes []string) (aside map[int]error, err error) {
	a, aside := l.LookBatch(batch, station, codes)
	_, err = l.Do(ctx, actor, a)
	return aside, err
}

// LookBatch is what [Live.ScanBatch] would enter, and which codes it would set aside, and enters nothing.
func (l *Live) LookBatch(batch, station int, codes []string) (a *Scan, aside map[int]error) {
	a, aside = &Scan{Batch: batch, Station: station}, map[int]error{}
	l.Read(func(r *Round) {
		met := map[ballot.Commitment]bool{}
		for i, code := range codes {
			c, err := ballot.ParseCode(code)
			commitment := c.Commitment(l.id)
			if err == nil {
				err = r.genuine(c, commitment)
			}
			if err == nil && met[commitment] {
				err = ErrCopied
			}
			if err != nil {
				aside[i+1] = err
				a.Aside.count(err)
				continue
			}
			met[commitment] = true
			a.Genuine = append(a.Genuine, commitment)
			if s, _ := r.Poll.sheets.get(commitment); s.spent {
				a.Superseded = append(a.Superseded, c.Tracker(l.id))
			}
		}
	})
	slices.SortFunc(a.Genuine, func(x, y ballot.Commitment) int { return bytes.Compare(x[:], y[:]) })
	slices.Sort(a.Superseded)
	a.SetAside = len(aside)
	return a, aside
}

// genuine tells whether a sheet found in a paper box counts.
func (r *Round) genuine(c ballot.Credential, commitment ballot.Commitment) error {
	s, ok := r.Poll.sheets.get(commitment)
	switch {
	case c.Tag != ballot.PollTag(r.PollID()):
		return ballot.ErrForeign
	case !ok || s.serial() != c.Serial:
		return ballot.ErrUnknownCredential
	case s.void:
		return ballot.ErrVoid
	case s.batch > 0:
		return ErrCopied
	}
	return nil
}

// SealBatch seals a batch with the sheets that both pairs agree on, or that were adjudicated.
func (l *Live) SealBatch(ctx context.Context, actor string, batch int) error {
	a, err := &SealBatch{Batch: batch}, error(&FieldError{"batch", ErrNoSuch})
	l.Read(func(r *Round) {
		if b := r.Count.Batches[batch]; b != nil {
			a.Sheets, err = b.Agreed()
		}
	})
	if err != nil {
		return err
	}
	_, err = l.Do(ctx, actor, a)
	return err
}

// Settle closes a station's account: unused and destroyed sheets and exchanges are given, counted by hand; the rest
// comes from the roll and the records. It returns the account, also when it is refused for want of a reason. While a part
// of the roll is out, or an envelope of the station waits for one, it is [ballot.ErrOut].
func (l *Live) Settle(ctx context.Context, actor string, given ballot.Account, reason string, officers ...string) (ballot.Account, error) {
	return l.SettleWith(ctx, actor, SettleStation{Account: given, Reason: reason, Officers: officers})
}

// SettleWith is [Live.Settle] with the numbers of the sheets that are left.
func (l *Live) SettleWith(ctx context.Context, actor string, a SettleStation) (ballot.Account, error) {
	turnout, err := l.Roll().Turnout(ctx)
	if err != nil {
		return a.Account, err
	}
	out, err := l.Roll().Out(ctx)
	switch {
	case err != nil:
		return a.Account, err
	case len(out.Parts) > 0 || out.Waiting[a.Station] > 0:
		return a.Account, ballot.ErrOut
	}
	a.CheckIns = turnout.Stations[a.Station]
	l.Read(func(r *Round) { a.Account = r.Account(a.Account) })
	_, err = l.Do(ctx, actor, &a)
	return a.Account, err
}

// Tally fixes the outcome by the scheme's rule. An empty seed is that of the public draw, if there was one.
func (l *Live) Tally(ctx context.Context, actor, seed string) error {
	a, err := &Tally{Seed: seed}, error(ErrNoLibrary)
	l.Read(func(r *Round) {
		if r.Library != nil {
			if r.Draw != nil && seed == "" {
				a.Seed = r.Draw.Seed
			}
			var outcome tally.Outcome
			outcome, err = r.Reckon(a.Seed)
			a.Hash = outcome.Hash()
		}
	})
	if err != nil {
		return err
	}
	_, err = l.Do(ctx, actor, a)
	return err
}

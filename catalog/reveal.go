package catalog

// Step four, the second part: ballots are published while the poll is open, the poll closes, the box is opened.

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"linli/ballot"
	"linli/ballot/ledger"
)

// MinPublish is the fewest ballots published at once while the poll is open.
const MinPublish = 10

// Publish enters the hashes of ballots, in hash order: at least [MinPublish] of them, or after the close the rest; at
// most 10·[MaxReveal].
type Publish struct {
	Hashes []ballot.Hash `json:"hashes"`
}

func (a *Publish) check(r *Round) error {
	if err := r.checkPublish(len(a.Hashes)); err != nil {
		return err
	}
	if !ascending(a.Hashes, byBytes[ballot.Hash]) || slices.ContainsFunc(a.Hashes, r.Poll.IsPublished) {
		return &FieldError{"hashes", ErrDone}
	}
	return nil
}

// checkPublish refuses so many hashes at once.
func (r *Round) checkPublish(n int) error {
	if !r.openPoll() {
		return fmt.Errorf("%w: 投票尚未开始 / the poll has not opened", ErrFirst)
	}
	fewest, most := MinPublish, 10*MaxReveal
	if r.closedPoll() {
		fewest, most = 1, min(most, r.Poll.Ballots-r.Poll.Published)
	}
	if n < fewest || n > most {
		return &FieldError{"hashes", fmt.Errorf("%w: %d (%d–%d)", ErrNumber, n, fewest, most)}
	}
	return nil
}

// ascending tells whether the items are in order and none is among them twice.
func ascending[T any](items []T, compare func(a, b T) int) bool {
	for i := 1; i < len(items); i++ {
		if compare(items[i-1], items[i]) >= 0 {
			return false
		}
	}
	return true
}

func byBytes[T ~[32]byte](a, b T) int { return bytes.Compare(a[:], b[:]) }

func (a *Publish) apply(r *Round, _ ledger.Entry) {
	for _, h := range a.Hashes {
		r.Poll.published.put(h, struct{}{})
	}
	r.Poll.Published += len(a.Hashes)
}

func (a *Publish) again(*Round) func(*Round) error {
	n := len(a.Hashes)
	return func(r *Round) error {
		err := r.checkPublish(n)
		if err == nil {
			r.Poll.Published += n
		}
		return err
	}
}

// ClosePoll records that two officers have closed the poll, after the box has been sealed: what was in it.
type ClosePoll struct {
	Officers []string `json:"officers" kind:"officers" limit:"40"`
	Ballots  int      `json:"ballots" form:"optional"`
	Voids    int      `json:"voids" form:"optional"`
}

func (a *ClosePoll) check(r *Round) error {
	switch {
	case !r.openPoll():
		return fmt.Errorf("%w: 投票尚未开始 / the poll has not opened", ErrFirst)
	case r.closedPoll():
		return ErrDone
	case !pair(a.Officers):
		return &FieldError{"officers", ErrOfficers}
	case a.Ballots < r.Poll.Published:
		return &FieldError{"ballots", fmt.Errorf("%w: %d < %d", ErrNumber, a.Ballots, r.Poll.Published)}
	}
	return nil
}

func (a *ClosePoll) apply(r *Round, e ledger.Entry) {
	r.poll.Closed = e.Time
	r.Poll.Ballots, r.Poll.Voids = a.Ballots, a.Voids
}

// Reveal enters a part of the opened box, at most [MaxReveal] of each kind: records in order of their trackers, used and
// voided sheets in order of their commitments.
type Reveal struct {
	Records []ballot.Record     `json:"records" form:"optional"`
	Spends  []ballot.Spend      `json:"spends" form:"optional"`
	Voids   []ballot.Commitment `json:"voids" form:"optional"`
}

// MaxReveal bounds one entry of opened ballots.
const MaxReveal = 500

func (a *Reveal) check(r *Round) error {
	if !r.closedPoll() {
		return fmt.Errorf("%w: %w", ErrFirst, ballot.ErrNotSealed)
	}
	if n := max(len(a.Records), len(a.Spends), len(a.Voids)); n < 1 || n > MaxReveal {
		return &FieldError{"records", fmt.Errorf("%w: %d", ErrNumber, n)}
	}
	if err := r.checkRecords(a.Records); err != nil {
		return &FieldError{"records", err}
	}
	if err := r.checkSpends(a.Spends); err != nil {
		return &FieldError{"spends", err}
	}
	if err := r.checkVoids(a.Voids); err != nil {
		return &FieldError{"voids", err}
	}
	return nil
}

// checkRecords refuses records that are not new, published and such as the paper allows.
func (r *Round) checkRecords(records []ballot.Record) error {
	if !ascending(records, func(a, b ballot.Record) int { return cmp.Compare(a.Tracker, b.Tracker) }) {
		return ErrDone
	}
	for _, rec := range records {
		if !regular(rec) || r.Poll.opened.has(rec.Tracker) || !r.Poll.published.has(rec.Hash(r.PollID())) {
			return fmt.Errorf("%w: %s", ErrNoSuch, rec.Tracker)
		}
		if err := r.Library.Paper.Check(rec.Marks); err != nil {
			return err
		}
	}
	return nil
}

// checkSpends refuses used sheets that are not new and printed, or more of them than there are ballots.
func (r *Round) checkSpends(spends []ballot.Spend) error {
	if !ascending(spends, func(a, b ballot.Spend) int { return byBytes(a.Commitment, b.Commitment) }) {
		return ErrDone
	}
	for _, s := range spends {
		if s.Via != ballot.Kiosk && s.Via != ballot.Phone {
			return ballot.ErrVia
		}
		if err := r.unmet(s.Commitment); err != nil {
			return err
		}
	}
	if n := r.Poll.spent + len(spends); n > r.Poll.Ballots {
		return fmt.Errorf("%w: %d > %d", ErrNumber, n, r.Poll.Ballots)
	}
	return nil
}

// checkVoids refuses voided sheets that are not new and printed, or more of them than the box held.
func (r *Round) checkVoids(voids []ballot.Commitment) error {
	if !ascending(voids, byBytes[ballot.Commitment]) {
		return ErrDone
	}
	for _, c := range voids {
		if err := r.unmet(c); err != nil {
			return err
		}
	}
	if n := r.Poll.void + len(voids); n > r.Poll.Voids {
		return fmt.Errorf("%w: %d > %d", ErrNumber, n, r.Poll.Voids)
	}
	return nil
}

// unmet refuses a sheet that was never printed, or that the opened box has shown before.
func (r *Round) unmet(c ballot.Commitment) error {
	if !r.Poll.sheets.has(c) {
		return ballot.ErrUnknownCredential
	}
	if r.Poll.shown(c) {
		return ErrDone
	}
	return nil
}

func (a *Reveal) apply(r *Round, _ ledger.Entry) {
	r.Poll.open(r.Library.Paper, a.Records)
	for _, s := range a.Spends {
		r.Poll.change(s.Commitment, func(x *sheet) { x.spent = true })
	}
	for _, c := range a.Voids {
		r.Poll.change(c, func(x *sheet) { x.void = true })
	}
	a.sums(r).addTo(r)
}

func (a *Reveal) again(r *Round) func(*Round) error {
	s := a.sums(r)
	return func(r *Round) error {
		if !r.closedPoll() {
			return fmt.Errorf("%w: %w", ErrFirst, ballot.ErrNotSealed)
		}
		s.addTo(r)
		return nil
	}
}

// sums is what an opened part of the box adds up to.
type sums struct {
	records, spends, voids int
	via                    map[ballot.Via]int
	found                  perStation
}

func (a *Reveal) sums(r *Round) sums {
	s := sums{len(a.Records), len(a.Spends), len(a.Voids), map[ballot.Via]int{}, perStation{}}
	for _, x := range a.Spends {
		s.via[x.Via]++
		s.found.add(r.stationOf(x.Commitment), found{electronic: 1})
	}
	for _, c := range a.Voids {
		s.found.add(r.stationOf(c), found{spoiled: 1})
	}
	return s
}

func (s sums) addTo(r *Round) {
	r.Poll.Revealed += s.records
	r.Poll.spent += s.spends
	r.Poll.void += s.voids
	for via, n := range s.via {
		r.Poll.via[via] += n
	}
	s.found.addTo(r)
}

// revealed tells whether the whole box has been opened: every ballot, every used and every voided sheet.
func (r *Round) revealed() bool {
	return r.closedPoll() && r.Poll.Revealed == r.Poll.Ballots && r.Poll.spent == r.Poll.Ballots && r.Poll.void == r.Poll.Voids
}

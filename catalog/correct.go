package catalog

// Correction by supersession: a corrected entry counts as its last correction has it, at its own place in the order.

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"linli/ballot/ledger"
	"linli/catalog/workday"
)

// Refusals of a correction.
var (
	// ErrCorrect: entries of that kind are done anew, taken back by another act, or stand for good.
	ErrCorrect = errors.New("这一类记录不能更正 / entries of this kind cannot be corrected")
	// ErrCorrected: the entry has given way already; what it gave way to can be corrected.
	ErrCorrected = errors.New("这一条已经更正过，请更正后来的那一条 / this entry has been corrected already, correct the later one")
	// ErrRests: with that correction a later entry would not have been allowed.
	ErrRests = errors.New("后来的记录以它为依据，不能这样更正 / later entries rest on it, it cannot be corrected like that")
	// ErrKept: a correction of what ties the entry to something outside the ledger, as the slip.
	ErrKept = errors.New("更正不能改这一项 / a correction cannot change this")
)

// Correction is what an entry gave way to.
type Correction struct {
	By   int64 // the entry that supersedes it
	Why  string
	Time time.Time
}

// Corrected tells what entry n of the ledger gave way to, if it did.
func (r *Round) Corrected(n int64) (c Correction, ok bool) {
	c, ok = r.corrections[n]
	return c, ok
}

// foldError is a refusal met at one entry of many.
type foldError struct {
	n   int64
	err error
}

func (e *foldError) Error() string { return fmt.Sprintf("entry %d: %v", e.n, e.err) }
func (e *foldError) Unwrap() error { return e.err }

// refold makes the round of all entries of a ledger, of which those in bulk have been folded into b. What fails is a
// foldError.
func refold(entries []kept, b *bulk) (*Round, error) {
	by := map[int64]int64{}
	for _, e := range entries {
		if e.Supersedes != nil {
			by[e.Supersedes.N] = e.N
		}
	}
	r := newRound()
	r.Poll.bulk = b
	for _, e := range entries {
		if s := e.Supersedes; s != nil {
			r.corrections[s.N] = Correction{e.N, s.Why, e.Time}
			r.Entries++
			r.Updated = e.Time
			continue
		}
		for last, more := by[e.N]; more; last, more = by[last] {
			r.others = append(r.others, signer(e.Entry))
			e.Body, e.fresh = entries[last].Body, entries[last].fresh
		}
		if err := r.foldAgain(e); err != nil {
			return nil, &foldError{e.N, err}
		}
		r.others = nil
	}
	return r, nil
}

// signer is the login that an entry's body tells, or empty.
func signer(e ledger.Entry) string {
	a, err := actOf(e)
	if err != nil {
		return ""
	}
	v := reflect.ValueOf(a).Elem()
	for _, f := range Fields(v.Type()) {
		if f.Kind == "me" {
			return v.Field(f.Index).String()
		}
	}
	return ""
}

// signers are all who had a hand in the entry that is being folded: whoever signs it as it stands, and where it was
// corrected whoever signed what gave way. It tells none of the first release, which had no logins.
func (r *Round) signers(login string) []string {
	return slices.DeleteFunc(append(slices.Clone(r.others), login), func(s string) bool { return s == "" })
}

// meet tells whether somebody is among both.
func meet(some, others []string) bool {
	return slices.ContainsFunc(some, func(s string) bool {
		return slices.ContainsFunc(others, func(o string) bool { return same(s, o) })
	})
}

// Correct does an act that supersedes entry n of the ledger, which was of the same kind, and says why; both stay. From
// then on the round is what it would be had entry n been a from the beginning. That is refused when the step of the act
// is over ([ErrStep]), the kind is not correctable ([ErrCorrect], [ErrBox]), n has given way already ([ErrCorrected]), a
// would not have been allowed then (those of the act, of its time too: see [Live.inTime]), or a later entry would not or
// stands for what n says ([ErrRests]). Other refusals: [FieldError], [ledger.ErrSupersedes], [ErrNoSuch].
//
// Where the date of an approval's step moves, the due dates of its later resubmissions are corrected with it, in the same
// commit.
//
// It folds all other entries anew, twice, and nobody reads the round the second time; what is in bulk is taken over as it
// is. That took 3 ms with 100,000 ballots and 6 ms with a million (phase "correct" of BenchmarkGrowth, two shared cores).
func (l *Live) Correct(ctx context.Context, actor string, n int64, why string, a Act) ([]ledger.Entry, error) {
	d, err := draft(actor, a)
	if err != nil {
		return nil, err
	}
	days, err := l.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	l.Read(func(r *Round) { err = reckon(r, days, d.Body.(Act)) })
	if err != nil {
		return nil, err
	}
	if err := l.pictured(ctx, d.Body.(Act)); err != nil {
		return nil, err
	}
	switch k, err := KindNamed(d.Act); {
	case err != nil:
		return nil, err
	case k.Box:
		return nil, fmt.Errorf("%w: %s", ErrBox, k.Name)
	}
	if err := (Field{Limit: 300}).text(why); err != nil {
		return nil, &FieldError{"correction", err}
	}
	d.Supersedes = &ledger.Supersession{N: n, Why: why}
	return l.ledger.Append(ctx, func(now time.Time) ([]ledger.Draft, error) {
		l.mu.RLock()
		defer l.mu.RUnlock()
		if err := l.correctable(n, d.Act); err != nil {
			return nil, err
		}
		more, err := l.rehearse(n, d, days, now)
		return append([]ledger.Draft{d}, more...), err
	})
}

// Correctable refuses an entry that no correction can be made of, whatever it says.
func (l *Live) Correctable(n int64) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if n < 0 || n >= int64(len(l.entries)) {
		return fmt.Errorf("%w: %d", ledger.ErrSupersedes, n)
	}
	return l.correctable(n, l.entries[n].Act)
}

// correctable is [Live.Correctable] for a correction of that kind. l.mu is held.
func (l *Live) correctable(n int64, act string) error {
	if n < 0 || n >= int64(len(l.entries)) {
		return fmt.Errorf("%w: %d", ledger.ErrSupersedes, n)
	}
	if was := l.entries[n].Act; was != act {
		return fmt.Errorf("%w: 第 %d 条是 %s / entry %d is %s", ErrNoSuch, n, was, n, was)
	}
	k, err := KindNamed(act)
	switch c, done := l.round.Corrected(n); {
	case err != nil:
		return err
	case !k.Correctable:
		return fmt.Errorf("%w: %s", ErrCorrect, act)
	case done:
		return fmt.Errorf("%w: %d", ErrCorrected, c.By)
	case !l.round.Steps[k.Step].IsOpen():
		return fmt.Errorf("%w: %s", ErrStep, act)
	}
	return nil
}

// rehearse refuses a correction with which the ledger would not fold, and tells what else is corrected with it. l.mu is
// held.
func (l *Live) rehearse(n int64, d ledger.Draft, days workday.Calendar, now time.Time) ([]ledger.Draft, error) {
	a := d.Body.(Act)
	was, err := actOf(l.entries[n].Entry)
	if err == nil {
		err = l.keeps(was, a)
	}
	if err == nil {
		err = l.inTime(n, was, a, now)
	}
	if err != nil {
		return nil, err
	}
	r, err := l.with(now, d)
	var more []ledger.Draft
	if err == nil {
		more, err = l.moved(r, days, n, d)
	}
	if err == nil && len(more) > 0 {
		_, err = l.with(now, append([]ledger.Draft{d}, more...)...)
	}
	refused := new(foldError)
	switch {
	case !errors.As(err, &refused):
		return more, err
	case refused.n == l.first(n):
		return nil, refused.err
	}
	return nil, fmt.Errorf("%w: #%d", ErrRests, refused.n)
}

// with is the round as it would be with those entries more.
func (l *Live) with(now time.Time, drafts ...ledger.Draft) (*Round, error) {
	all := slices.Clip(l.entries)
	for _, d := range drafts {
		body, err := ledger.Canonical(d.Body)
		if err != nil {
			return nil, err
		}
		e := ledger.Entry{N: int64(len(all)), Time: now, Actor: d.Actor, Act: d.Act, Body: body, Supersedes: d.Supersedes}
		all = append(all, kept{Entry: e, fresh: true})
	}
	return refold(all, l.round.Poll.bulk)
}

// first is the entry at whose place in the order entry n counts: itself, or the first of those that gave way up to it.
func (l *Live) first(n int64) int64 {
	for s := l.entries[n].Supersedes; s != nil; s = l.entries[n].Supersedes {
		n = s.N
	}
	return n
}

// settled is an act whose words something later stands for though it does not repeat them: then they are not corrected.
type settled interface{ settled(r *Round) error }

// keeps refuses a correction that changes a field which is kept, or what has been acted upon.
func (l *Live) keeps(was, a Act) error {
	old, new := reflect.ValueOf(was).Elem(), reflect.ValueOf(a).Elem()
	for _, f := range Fields(old.Type()) {
		if f.Kept && !old.Field(f.Index).Equal(new.Field(f.Index)) {
			return &FieldError{f.Name, ErrKept}
		}
	}
	for _, x := range []Act{was, a} {
		if x, ok := x.(settled); ok {
			if err := x.settled(l.round); err != nil {
				return err
			}
		}
	}
	return nil
}

// inTime refuses a correction with which the entry would not have been allowed when it was entered, or, as long as what it
// corrects could still be entered, not now: else a date corrected backwards would end a time that is running.
func (l *Live) inTime(n int64, was, a Act, now time.Time) error {
	x, ok := a.(timely)
	if !ok {
		return nil
	}
	err := x.timely(l.round, l.entries[l.first(n)].Time)
	if err == nil && was.(timely).timely(l.round, now) == nil {
		err = x.timely(l.round, now)
	}
	return err
}

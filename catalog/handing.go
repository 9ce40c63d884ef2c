package catalog

// Many proposals handed in at once, as from a list: all of them or none.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/ballot/store"
)

// Handing is a proposal with its proposer's personal data, and a photo as [Live.KeepPhoto] takes it, or none.
type Handing struct {
	Person   Person
	Proposal Submit
	Photo    []byte
}

// MaxHandings is the most proposals that one commit takes: each has its proposer under a key of their own.
const MaxHandings = 100

// Refusals of many proposals.
var (
	ErrMany = errors.New("一次最多录入 100 件，请分成几个文件 / at most 100 proposals at a time, split the list")
	ErrTwin = errors.New("已有名称、地点和内容都一样的提议 / a proposal of the same title, place and text is there already")
)

// handed checks a proposer's personal data and the photo, draws what the caller has not drawn, and returns what the store
// keeps of them.
func (l *Live) handed(h *Handing) (ops []store.Op, err error) {
	if h.Proposal.brought() {
		return nil, ErrBrought
	}
	h.Person.Unit = h.Proposal.From != "resident"
	if err := validate(reflect.ValueOf(h.Person)); err != nil {
		return nil, err
	}
	val, err := json.Marshal(h.Person)
	if err != nil {
		return nil, err
	}
	if h.Proposal.Photo = ""; len(h.Photo) > 0 {
		hash, op, err := l.photoOp(h.Photo)
		if err != nil {
			return nil, &FieldError{"photo", err}
		}
		h.Proposal.Photo, ops = hash, []store.Op{op}
	}
	if h.Proposal.Proposer, err = l.random(refBytes); err != nil {
		return nil, err
	}
	if h.Proposal.Slip == "" {
		h.Proposal.Slip, err = ballot.NewSlip(l.env.Random)
	}
	return append(ops, store.Op{Key: l.personKey(h.Proposal.Proposer), Val: val}), err
}

// SubmitAll hands in proposals with their proposers' personal data, in one commit: all of them in their order or, with
// the first refusal, none. It returns them as they were handed in. Unless again is true, one that says the same as one of
// the round or as one before it in the list is [ErrTwin], so that a list is not handed in twice by mistake, even by two
// at once. Other refusals: [ErrMany], and those of [Live.Submit]; that of a field says its place in the list, from 1.
func (l *Live) SubmitAll(ctx context.Context, actor string, all []Handing, again bool) ([]Submit, error) {
	out, drafts, kept, err := l.handedAll(actor, all)
	if err != nil {
		return nil, err
	}
	return out, l.hand(ctx, out, drafts, kept, again, func() {})
}

// SubmitSeminar enters a seminar with the proposals that were made at it, in one commit: all of it or, with the first
// refusal, nothing. They are of its date. Refusals: those of [Live.SubmitAll], and of the seminar's fields.
func (l *Live) SubmitSeminar(ctx context.Context, actor string, a Seminar, all []Handing, again bool) ([]Submit, error) {
	if err := validate(reflect.ValueOf(a)); err != nil {
		return nil, err
	}
	first, err := draft(actor, &a)
	if err != nil {
		return nil, err
	}
	all = slices.Clone(all)
	for i := range all {
		all[i].Proposal.Channel, all[i].Proposal.Date = "seminar", a.Date
	}
	out, drafts, kept, err := l.handedAll(actor, all)
	if err != nil {
		return nil, err
	}
	return out, l.hand(ctx, out, append([]ledger.Draft{first}, drafts...), kept, again, func() {
		for i, d := range drafts {
			out[i].Meeting = len(l.round.Seminars) + 1
			d.Body.(*Submit).Meeting = out[i].Meeting
		}
	})
}

// handedAll makes drafts of a list, and what the store keeps beside them.
func (l *Live) handedAll(actor string, all []Handing) (out []Submit, drafts []ledger.Draft, kept []store.Op, err error) {
	if len(all) == 0 || len(all) > MaxHandings {
		return nil, nil, nil, fmt.Errorf("%w: %d", ErrMany, len(all))
	}
	size := 0
	for i, h := range all {
		if size += len(h.Photo); size > MaxPhoto { // all of one commit
			return nil, nil, nil, fmt.Errorf("%d: %w", i+1, &FieldError{"photo", ErrPhoto})
		}
		ops, err := l.handed(&h)
		if err == nil {
			err = validate(reflect.ValueOf(h.Proposal))
		}
		if err != nil {
			return nil, nil, nil, fmt.Errorf("%d: %w", i+1, err)
		}
		d, err := draft(actor, &h.Proposal)
		if err != nil {
			return nil, nil, nil, err
		}
		out, drafts, kept = append(out, h.Proposal), append(drafts, d), append(kept, ops...)
	}
	return out, drafts, kept, nil
}

// hand enters drafts that begin or end with proposals; place fills in what depends on where they come to stand.
func (l *Live) hand(ctx context.Context, list []Submit, drafts []ledger.Draft, kept []store.Op, again bool, place func()) error {
	_, err := l.ledger.Append(ctx, func(now time.Time) ([]ledger.Draft, error) {
		l.mu.RLock()
		defer l.mu.RUnlock()
		if twins := l.round.Twins(list); !again && len(twins) > 0 {
			return nil, ErrTwin
		}
		place()
		return drafts, l.allow(now, drafts)
	}, kept...)
	return err
}

// wish is what two proposals that say the same have in common.
type wish struct{ title, place, text string }

func wishOf(a Submit) wish { return wish{a.Title, a.Place, a.Text} }

// Twins are the places in a list, from 0, of proposals that say the same as a proposal of the round, with its number, or
// as one before them in the list, with 0.
func (r *Round) Twins(list []Submit) map[int]int {
	seen := map[wish]int{}
	for _, p := range r.Proposals {
		seen[wishOf(p.Submit)] = p.No
	}
	out := map[int]int{}
	for i, a := range list {
		w := wishOf(a)
		if no, ok := seen[w]; ok {
			out[i] = no
			continue
		}
		seen[w] = 0
	}
	return out
}

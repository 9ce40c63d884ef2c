package catalog

// Many proposals handed in at once, as from a list: all of them or none.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/ballot/store"
)

// Handing is a proposal with its proposer's personal data.
type Handing struct {
	Person   Person
	Proposal Submit
}

// MaxHandings is the most proposals that one commit takes: each has its proposer under a key of their own.
const MaxHandings = 100

// Refusals of many proposals.
var (
	ErrMany = errors.New("一次最多录入 100 件，请分成几个文件 / at most 100 proposals at a time, split the list")
	ErrTwin = errors.New("已有名称、地点和内容都一样的提议 / a proposal of the same title, place and text is there already")
)

// handed checks a proposer's personal data, draws what the caller has not drawn, and returns what the store keeps of
// the person.
func (l *Live) handed(h *Handing) (op store.Op, err error) {
	h.Person.Unit = h.Proposal.From != "resident"
	if err := validate(reflect.ValueOf(h.Person)); err != nil {
		return op, err
	}
	val, err := json.Marshal(h.Person)
	if err != nil {
		return op, err
	}
	if h.Proposal.Proposer, err = l.random(refBytes); err != nil {
		return op, err
	}
	if h.Proposal.Slip == "" {
		h.Proposal.Slip, err = ballot.NewSlip(l.env.Random)
	}
	return store.Op{Key: l.personKey(h.Proposal.Proposer), Val: val}, err
}

// SubmitAll hands in proposals with their proposers' personal data, in one commit: all of them in their order or, with
// the first refusal, none. It returns them as they were handed in. Unless again is true, one that says the same as one of
// the round or as one before it in the list is [ErrTwin], so that a list is not handed in twice by mistake, even by two
// at once. Other refusals: [ErrMany], and those of [Live.Submit]; that of a field says its place in the list, from 1.
func (l *Live) SubmitAll(ctx context.Context, actor string, all []Handing, again bool) ([]Submit, error) {
	if len(all) == 0 || len(all) > MaxHandings {
		return nil, fmt.Errorf("%w: %d", ErrMany, len(all))
	}
	var drafts []ledger.Draft
	var people []store.Op
	out := make([]Submit, len(all))
	for i, h := range all {
		op, err := l.handed(&h)
		if err == nil {
			err = validate(reflect.ValueOf(h.Proposal))
		}
		if err != nil {
			return nil, fmt.Errorf("%d: %w", i+1, err)
		}
		d, err := draft(actor, &h.Proposal)
		if err != nil {
			return nil, err
		}
		out[i], drafts, people = h.Proposal, append(drafts, d), append(people, op)
	}
	_, err := l.ledger.Append(ctx, func(now time.Time) ([]ledger.Draft, error) {
		l.mu.RLock()
		defer l.mu.RUnlock()
		if twins := l.round.Twins(out); !again && len(twins) > 0 {
			return nil, ErrTwin
		}
		return drafts, l.allow(now, drafts)
	}, people...)
	if err != nil {
		return nil, err
	}
	return out, nil
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

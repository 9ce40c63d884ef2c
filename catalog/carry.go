package catalog

// Carry-over: good proposals that failed in an earlier round come first into the library of this one.

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/ballot/store"
)

// MaxTakeOver is the most proposals that are taken over in one commit: each is marked in the earlier round's place and
// has its proposer under a new key.
const MaxTakeOver = 50

// Refusals of what is taken from another round.
var (
	// ErrCarried: the earlier round did not carry it over, is no earlier round of the same community, or is unknown.
	ErrCarried = errors.New("上届没有把这一件列入结转，请在上届“列入下届”中办理 / the earlier round did not carry this over, do that there first")
	// ErrNotEarlier: a round of another community, a later one, or a rehearsal.
	ErrNotEarlier = errors.New("只能从同一社区以前的届次转入 / only earlier rounds of the same community can be taken from")
	// ErrTakenOver: it has been taken over, by this round or another.
	ErrTakenOver = fmt.Errorf("%w：已经转入 / taken over already", ErrDone)
	// ErrBrought: an act that takes something from another round was entered by itself.
	ErrBrought = errors.New("从上届转入要在“上届结转”页上办理，不能单独录入 / what comes from another round is taken over on its own page, it cannot be entered by itself")
	// ErrFirstCarried: a carried proposal would lose its place by being merged into one that is not.
	ErrFirstCarried = errors.New("上届结转的提议排在前面，请把另一件并入它 / a proposal carried over comes first, merge the other one into it")
)

// brought is an act that takes something from another round, or does not: [Live.Do] sees one round only, so that
// [Live.TakeOver] and [Live.RollNeeds] enter those that do.
type brought interface{ brought() bool }

func (a *Submit) brought() bool { return a.FromRound != "" || a.FromNo != 0 }

// Carried tells whether the proposal was taken over from an earlier round. It keeps what that round found as a link, but
// is screened, surveyed and estimated anew: the grounds, the site and the prices are those of this year, and no reason of
// this round may rest on another one's records. What it keeps is its place: see [Freeze].
func (p *Proposal) Carried() bool { return p.FromRound != "" }

// Carried tells whether the proposal that it was made of was taken over from an earlier round.
func (p *Project) Carried() bool { return p.Proposal != nil && p.Proposal.Carried() }

// CarriedOver are the proposals that go first into the next round's library, by [CarryOver], in the order received.
func (r *Round) CarriedOver() (out []*Proposal) {
	for _, p := range r.Proposals {
		if l := r.Letters[p.No]; l != nil && l.Carried != "" {
			out = append(out, p)
		}
	}
	return out
}

// TakenFrom is the proposal that was taken over from that one of an earlier round, or nil.
func (r *Round) TakenFrom(round string, no int) *Proposal {
	for _, p := range r.Proposals {
		if p.FromRound == round && p.FromNo == no && round != "" {
			return p
		}
	}
	return nil
}

// Follows tells whether r is a round of the same community as an earlier one, of a later year or begun later in the same
// year, and neither a rehearsal.
func (r *Round) Follows(earlier *Round) bool {
	a, b := r.Scheme, earlier.Scheme
	return r.ID != earlier.ID && r.Of == "" && earlier.Of == "" && a.Community == b.Community && a.Street == b.Street && a.District == b.District &&
		(a.Year > b.Year || a.Year == b.Year && r.Steps[1].Opened.After(earlier.Steps[1].Opened))
}

// origin refuses a carried proposal that is half told or there already.
func (a *Submit) origin(r *Round) error {
	switch {
	case (a.FromRound == "") != (a.FromNo == 0), a.FromRound != "" && (!idForm.MatchString(a.FromRound) || a.FromRound == r.ID):
		return &FieldError{"from_round", ErrCarried}
	case r.TakenFrom(a.FromRound, a.FromNo) != nil:
		return &FieldError{"from_no", ErrTakenOver}
	}
	return nil
}

// takeover is a proposal on its way from one round to another.
type takeover struct {
	Submit
	person *Person // nil: erased, or lost
}

// takenKey marks a proposal of a round as taken over by another round, whose ID it holds.
func takenKey(round string, no int) []byte { return fmt.Appendf(nil, "carried/%s/%d", round, no) }

// TakenBy is the ID of the round that has taken a proposal of this one over, or empty.
func (l *Live) TakenBy(ctx context.Context, no int) (string, error) {
	it, err := l.env.Store.Get(ctx, takenKey(l.id, no))
	return string(it.Val), err
}

// TakeOver hands in proposals that an earlier round of the same community carried over, in one commit, in the order given,
// and returns them as handed in: title and text as they stood at the end, a slip of their own, the proposer's data copied
// under a new key. Whoever has been erased stays erased. Each is taken over once, by one round, and only while the earlier
// round says that it is carried: all of that is checked at the moment of the commit. Refusals: [ErrNotEarlier], [ErrCarried],
// [ErrTakenOver], [ErrMany] above [MaxTakeOver], and those of [Live.Submit]; that of one says its number in the earlier round.
func (l *Live) TakeOver(ctx context.Context, actor string, earlier *Live, nos ...int) ([]Submit, error) {
	if len(nos) == 0 || len(nos) > MaxTakeOver {
		return nil, fmt.Errorf("%w: %d（%d）", ErrMany, len(nos), MaxTakeOver)
	}
	for {
		out, err := l.takeOver(ctx, actor, earlier, nos)
		if !errors.Is(err, store.ErrConflict) { // else the earlier round has changed meanwhile
			return out, err
		}
	}
}

func (l *Live) takeOver(ctx context.Context, actor string, earlier *Live, nos []int) ([]Submit, error) {
	head, err := earlier.head(ctx)
	if err != nil {
		return nil, err
	}
	all, err := l.takeovers(ctx, earlier, nos)
	if err != nil {
		return nil, err
	}
	checks, ops := []store.Check{head}, []store.Op{}
	out := make([]Submit, len(all))
	for i := range all {
		key := takenKey(earlier.id, nos[i])
		checks, ops = append(checks, store.Check{Key: key}), append(ops, store.Op{Key: key, Val: []byte(l.id)})
		if who := all[i].person; who != nil {
			val, err := json.Marshal(who)
			if err != nil {
				return nil, err
			}
			ops = append(ops, store.Op{Key: l.personKey(all[i].Proposer), Val: val})
		}
		out[i] = all[i].Submit
	}
	_, err = l.ledger.AppendIf(ctx, checks, func(now time.Time) ([]ledger.Draft, error) { return l.taking(actor, now, all) }, ops...)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// head is a check that nothing is appended to the round's ledger from now on, which is read up to here.
func (l *Live) head(ctx context.Context) (store.Check, error) {
	key := store.NewChain(l.env.Store, "ledger/"+l.id).Prefix()
	it, err := l.env.Store.Get(ctx, key)
	if err == nil {
		err = l.ledger.Sync(ctx)
	}
	return store.Check{Key: key, Ver: it.Ver}, err
}

// takeovers are the proposals of an earlier round, ready to be handed in here.
func (l *Live) takeovers(ctx context.Context, earlier *Live, nos []int) ([]takeover, error) {
	var first Round // of both, what tells which was first
	l.Read(func(r *Round) { first = *r })
	all := make([]takeover, len(nos))
	refs := make([]string, len(nos))
	var err error
	earlier.Read(func(r *Round) {
		if !first.Follows(r) {
			err = ErrNotEarlier
		}
		carried := r.CarriedOver()
		for i, no := range nos {
			at := slices.IndexFunc(carried, func(p *Proposal) bool { return p.No == no })
			if at < 0 {
				err = cmp.Or(err, fmt.Errorf("%d: %w", no, ErrCarried))
				continue
			}
			if all[i].Submit = carried[at].onward(earlier.id); !carried[at].Erased {
				refs[i] = carried[at].Proposer
			}
		}
	})
	for i := range all {
		if err == nil {
			err = l.equip(ctx, earlier, &all[i], refs[i])
		}
	}
	return all, err
}

// onward is a proposal as it is handed in anew: as it stood at the end, or, if that is longer than a proposal may be, as
// it was handed in.
func (p *Proposal) onward(round string) Submit {
	a := p.Submit
	title, text := p.Current()
	a.Title = title
	if utf8.RuneCountInString(text) <= mostText {
		a.Text = text
	}
	a.Date, a.Photo, a.Meeting, a.Need = "", "", 0, 0 // they stay with the earlier round
	a.FromRound, a.FromNo = round, p.No
	return a
}

// mostText is the limit of [Submit.Text] in characters.
const mostText = 600

// equip looks whether a takeover is free, and gives it slip, reference and person.
func (l *Live) equip(ctx context.Context, earlier *Live, t *takeover, ref string) (err error) {
	if by, err := earlier.TakenBy(ctx, t.FromNo); err != nil || by != "" {
		return cmp.Or(err, fmt.Errorf("%d: %w", t.FromNo, ErrTakenOver))
	}
	if ref != "" {
		who, err := earlier.Person(ctx, ref)
		if err == nil {
			t.person = &who
		} else if !errors.Is(err, ErrNoSuch) {
			return err
		}
	}
	if t.Proposer, err = l.random(refBytes); err == nil {
		t.Slip, err = ballot.NewSlip(l.env.Random)
	}
	return err
}

// taking is what a takeover enters: the proposals, and after them which proposers are gone.
func (l *Live) taking(actor string, now time.Time, all []takeover) ([]ledger.Draft, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	acts := make([]Act, len(all))
	for i := range all {
		acts[i] = &all[i].Submit
		if all[i].person == nil {
			acts = append(acts, &Erase{No: len(l.round.Proposals) + i + 1, Why: "expired"})
		}
	}
	drafts := make([]ledger.Draft, len(acts))
	for i, a := range acts {
		d, err := draft(actor, a)
		if err != nil {
			return nil, err
		}
		drafts[i] = d
	}
	return drafts, l.allow(now, drafts)
}

// since refuses a merger that would cost a carried proposal its place.
func (a *Merge) since(r *Round) error {
	if r.Proposal(a.No).Carried() && !r.Proposal(a.Into).Carried() {
		return &FieldError{"into", ErrFirstCarried}
	}
	return nil
}

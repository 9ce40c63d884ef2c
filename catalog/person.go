package catalog

// Proposers' personal data, which is kept apart from the ledger so that it can be erased.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/ballot/store"
)

// Person is a proposer's personal data. It lies under its own key, never in the ledger, and can be erased.
type Person struct {
	Name    string `json:"name" limit:"40"`
	Phone   string `json:"phone" limit:"20" form:"optional"`
	Consent bool   `json:"consent"`        // to show the surname in public
	Unit    bool   `json:"unit,omitempty"` // not a person: its name is public. Set by [Live.Submit]
}

func (l *Live) personKey(ref string) []byte { return []byte("person/" + l.id + "/" + ref) }

// refBytes is the size of a reference to a person, which is written in hexadecimal.
const refBytes = 12

// Submit hands in a proposal together with its proposer's personal data, in one commit, and returns it with the
// proposer's reference, and the slip if the caller has not drawn it. A slip that has been used is [ErrDone] of the field
// "slip". Refusals: [FieldError], [ErrStep].
func (l *Live) Submit(ctx context.Context, actor string, who Person, a Submit) (*Submit, error) {
	return l.SubmitWith(ctx, actor, Handing{Person: who, Proposal: a})
}

// SubmitWith is [Live.Submit] with a photo. A photo that cannot be kept is [ErrPhoto] of the field "photo".
func (l *Live) SubmitWith(ctx context.Context, actor string, h Handing) (*Submit, error) {
	ops, err := l.handed(&h)
	if err != nil {
		return nil, err
	}
	if _, err = l.do(ctx, actor, []Act{&h.Proposal}, ops...); err != nil {
		return nil, err
	}
	return &h.Proposal, nil
}

// Person finds personal data by its reference; erased or unknown is [ErrNoSuch].
func (l *Live) Person(ctx context.Context, ref string) (Person, error) {
	it, err := l.env.Store.Get(ctx, l.personKey(ref))
	if err != nil {
		return Person{}, err
	}
	if it.Ver == 0 {
		return Person{}, fmt.Errorf("%w: %s", ErrNoSuch, ref)
	}
	var p Person
	if err := json.Unmarshal(it.Val, &p); err != nil {
		return p, fmt.Errorf("%w: person: %v", store.ErrDamaged, err)
	}
	return p, nil
}

// Erase removes the personal data of a proposal's proposer and the photo that came with it for good, in one commit with
// the entry that says so; the proposal stays, and a photo that something else shows too. Why is one word of a list, so that no reason says more about a person. It may be done at any time.
type Erase struct {
	No  int    `json:"no" kind:"proposal"`
	Why string `json:"why" of:"request expired mistake"`
}

func (a *Erase) check(r *Round) error {
	switch p := r.Proposal(a.No); {
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Erased:
		return &FieldError{"no", ErrDone}
	}
	return nil
}

func (a *Erase) apply(r *Round, _ ledger.Entry) { r.Proposal(a.No).Erased = true }

// gone is what acts remove from the store: personal data, and photos that nothing else shows. What they name and is not
// there is left to their checks.
func (l *Live) gone(drafts []ledger.Draft) (gone []store.Op) {
	var acts []Act
	for _, d := range drafts {
		acts = append(acts, d.Body.(Act))
	}
	l.Read(func(r *Round) {
		for _, a := range acts {
			if x, ok := a.(*Erase); ok && r.Proposal(x.No) != nil {
				gone = append(gone, store.Op{Key: l.personKey(r.Proposal(x.No).Proposer)})
			}
		}
		for _, hash := range r.bared(acts) {
			gone = append(gone, store.Op{Key: l.photoKey(hash)})
		}
	})
	return gone
}

// EraseAgain removes personal data and photos that the ledger says were erased and that are still in the store: see
// [ErrLeft]. It tells how many there were.
func (l *Live) EraseAgain(ctx context.Context) (n int, err error) {
	var keys [][]byte
	l.Read(func(r *Round) {
		for _, p := range r.Proposals {
			if p.Erased {
				keys = append(keys, l.personKey(p.Proposer))
			}
			if p.Photo != "" && !r.Shows(p.Photo) {
				keys = append(keys, l.photoKey(p.Photo))
			}
		}
	})
	for _, key := range keys {
		it, err := l.env.Store.Get(ctx, key)
		if err == nil && it.Ver > 0 {
			n++
			_, err = l.env.Store.Commit(ctx, nil, []store.Op{{Key: key}})
		}
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// SamePhone are the numbers of the other proposals whose proposers have the phone of that of proposal no, in order: it
// may be one person, or several of one family. Those who were erased have none.
func (l *Live) SamePhone(ctx context.Context, no int) (others []int, err error) {
	var refs []string
	l.Read(func(r *Round) {
		for _, p := range r.Proposals {
			refs = append(refs, p.Proposer)
		}
	})
	phones := make([]string, len(refs))
	for i, ref := range refs {
		p, err := l.Person(ctx, ref)
		if err != nil && !errors.Is(err, ErrNoSuch) {
			return nil, err
		}
		phones[i] = p.Phone
	}
	for i := range phones {
		if no >= 1 && no <= len(phones) && i != no-1 && ballot.SameIdentifier(phones[i], phones[no-1]) {
			others = append(others, i+1)
		}
	}
	return others, nil
}

// compound are the surnames of two characters that a mask must not split.
var compound = strings.Fields("欧阳 上官 司马 诸葛 尉迟 皇甫 慕容 长孙 宇文 司徒 令狐 东方 夏侯 公孙 轩辕 端木 呼延 南宫 独孤 申屠 闻人 澹台 濮阳 钟离 鲜于 太史 百里 西门")

// Masked is the name as the public may see it: a unit's name whole, of a person's name the surname and **, and without
// consent nothing. Of a name that is not Chinese it is the first letter and **.
func (p Person) Masked() string {
	name := strings.TrimSpace(p.Name)
	r := []rune(name)
	switch {
	case !p.Consent || len(r) == 0:
		return ""
	case p.Unit:
		return name
	}
	for _, c := range compound {
		if strings.HasPrefix(name, c) && len(r) > 2 {
			return c + "**"
		}
	}
	return string(r[0]) + "**"
}

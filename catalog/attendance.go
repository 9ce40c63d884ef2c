package catalog

// Who is at the round table: on the moderator's list, by the meeting's code, and who has left; and the quorum.

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"linli/ballot"
	"linli/ballot/ledger"
)

// MaxPresent is the most people that a round table has on its list, those who have left among them.
const MaxPresent = 200

// Refusals at the door of the round table.
var (
	// ErrDoor: the code of a meeting that is not today's.
	ErrDoor = errors.New("现在不能用这个码签到，请找主持人 / nobody can sign in with this code now, ask the moderator")
	// ErrFull: a list that takes nobody more.
	ErrFull = errors.New("签到人数已满，请找主持人 / the list is full, ask the moderator")

	errNamesake = fmt.Errorf("%w: 已经有人以这个身份签到。是您本人就不用再签；是另一位，请再写一个字，如“居民代表 王（3号楼）” / somebody has signed in like that: if it was you, all is well, if not add a word to tell you apart, as in “residents' representative Wang, house 3”", ErrDone)
)

// Attendee is somebody at the round table: role and surname, nothing more.
type Attendee struct {
	Who      string
	Proposed []int // what they proposed, as they or the desk say
	Arrived  bool  // by an entry of their own
	Left     bool
}

// at finds who is at the table by role and surname, or nil.
func (t *RoundTable) at(who string) *Attendee {
	for _, p := range t.People {
		if p.Who == who && !p.Left {
			return p
		}
	}
	return nil
}

// Present is how many are at the table now.
func (t *RoundTable) Present() (n int) {
	for _, p := range t.People {
		if !p.Left {
			n++
		}
	}
	return n
}

// Quorate refuses, with [ErrTableQuorum] and how many are missing, while fewer are at the table than the scheme asks for.
func (r *Round) Quorate() error {
	if r.Table == nil {
		return errNoTable
	}
	if lack := max(r.Scheme.TableQuorum, 1) - r.Table.Present(); lack > 0 {
		return fmt.Errorf("%w: 还差 %[2]d 人 / %[2]d more", ErrTableQuorum, lack)
	}
	return nil
}

// Interested are those at the table who proposed one of these items, or one merged into it.
func (r *Round) Interested(items ...int) (who []*Attendee) {
	if r.Table == nil {
		return nil
	}
	for _, p := range r.Table.People {
		if !p.Left && slices.ContainsFunc(p.Proposed, func(no int) bool { return slices.Contains(items, r.standing(no)) }) {
			who = append(who, p)
		}
	}
	return who
}

// standing is the proposal that stands for one: itself, or that which it was merged into.
func (r *Round) standing(no int) int {
	for r.Proposal(no) != nil && r.Proposal(no).Into > 0 {
		no = r.Proposal(no).Into
	}
	return no
}

// Arrive is that somebody has come to the table, or, of one on the moderator's list, what they have proposed; who has left
// comes back with it. It is public: role and surname, and the numbers of the proposals that they say are theirs.
type Arrive struct {
	Who      string `json:"who" limit:"40"` // role and surname
	Proposed []int  `json:"proposed,omitempty" kind:"proposals" form:"optional"`
}

func (a *Arrive) check(r *Round) error {
	if r.Table == nil {
		return errNoTable
	}
	switch p := r.Table.at(a.Who); {
	case p != nil && p.Arrived:
		return &FieldError{"who", errNamesake}
	case p == nil && !r.Table.left(a.Who) && len(r.Table.People) >= MaxPresent:
		return fmt.Errorf("%w: %d", ErrFull, MaxPresent)
	case twice(a.Proposed):
		return &FieldError{"proposed", ErrDone}
	}
	for _, no := range a.Proposed {
		if r.Proposal(no) == nil {
			return &FieldError{"proposed", fmt.Errorf("%w: %d", ErrNoSuch, no)}
		}
	}
	return nil
}

// since refuses somebody whom only what cannot be seen tells from somebody at the table, and who has no letter to be
// called by.
func (a *Arrive) since(r *Round) error {
	if letters(a.Who) == "" {
		return &FieldError{"who", ErrMissing}
	}
	for _, p := range r.Table.People {
		if !p.Left && p.Who != a.Who && same(p.Who, a.Who) {
			return &FieldError{"who", errNamesake}
		}
	}
	return nil
}

// left tells whether somebody of that role and surname has left.
func (t *RoundTable) left(who string) bool {
	return t.at(who) == nil && slices.ContainsFunc(t.People, func(p *Attendee) bool { return p.Who == who })
}

func (a *Arrive) apply(r *Round, _ ledger.Entry) {
	i := slices.IndexFunc(r.Table.People, func(p *Attendee) bool { return p.Who == a.Who && (!p.Left || r.Table.at(a.Who) == nil) })
	if i < 0 {
		r.Table.People = append(r.Table.People, &Attendee{Who: a.Who, Proposed: a.Proposed, Arrived: true})
		return
	}
	p := r.Table.People[i]
	p.Arrived, p.Left = true, false
	for _, no := range a.Proposed {
		if !slices.Contains(p.Proposed, no) {
			p.Proposed = append(p.Proposed, no)
		}
	}
}

// Leave is that somebody has left the table.
type Leave struct {
	Who string `json:"who" kind:"present" limit:"40"`
}

func (a *Leave) check(r *Round) error {
	switch {
	case r.Table == nil:
		return errNoTable
	case r.Table.at(a.Who) == nil:
		return &FieldError{"who", ErrNoSuch}
	}
	return nil
}

func (a *Leave) apply(r *Round, _ ledger.Entry) {
	p := r.Table.at(a.Who)
	p.Left, p.Arrived = true, false
}

// TableCode is what the meeting's QR carries, or empty before the round table meets: 10 signs that only this server's
// secret makes, of the round and the meeting's entry, so that nobody signs in who has not been shown it.
func (l *Live) TableCode() (code string) {
	l.Read(func(r *Round) {
		if r.Table == nil || len(l.env.RollKey) == 0 {
			return
		}
		mac := hmac.New(sha256.New, l.env.RollKey)
		fmt.Fprintf(mac, "linli1/table\x00%s\x00%d", r.ID, r.Table.N)
		code, _ = ballot.NewSlip(bytes.NewReader(mac.Sum(nil)))
	})
	return code
}

// DoorOpen refuses, with [ErrDoor], unless the round table meets today and step three is open.
func (l *Live) DoorOpen() (err error) {
	today := l.Today()
	l.Read(func(r *Round) {
		if r.Table == nil || r.Table.Date != today || !r.Steps[3].IsOpen() {
			err = ErrDoor
		}
	})
	return err
}

// SignIn enters somebody who was shown the meeting's code, with the codes on the slips of what they have proposed.
// Refusals: [ErrDoor]; [FieldError] of "slips" for a code that is no slip of this round, and those of [Arrive].
func (l *Live) SignIn(ctx context.Context, actor, who string, slips ...string) error {
	if err := l.DoorOpen(); err != nil {
		return err
	}
	a := &Arrive{Who: who}
	for _, text := range slips {
		slip, err := ballot.ParseSlip(text)
		if err != nil {
			return &FieldError{"slips", err}
		}
		no := 0
		l.Read(func(r *Round) {
			if p := r.BySlip(slip); p != nil {
				no = p.No
			}
		})
		if no == 0 {
			return &FieldError{"slips", fmt.Errorf("%w: %s", ErrNoSuch, ballot.Group(slip, 4))}
		}
		if !slices.Contains(a.Proposed, no) {
			a.Proposed = append(a.Proposed, no)
		}
	}
	_, err := l.Do(ctx, actor, a)
	return err
}

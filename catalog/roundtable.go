package catalog

// Step three, 邻里圆桌会: the round table meets and decides on one item after another.

import (
	"errors"
	"fmt"
	"slices"

	"linli/ballot/ledger"
)

// Refusals of the round table.
var (
	// ErrTableQuorum: fewer people are at the table than the scheme asks for.
	ErrTableQuorum = errors.New("到会人数不足，不能作结论；请等人到齐，签到后再办 / too few are at the table to decide, wait for more and enter them first")
	// ErrRecuse: somebody who is at the table has proposed the item and is not recused.
	ErrRecuse = errors.New("提议人在场，须先回避：请在“回避”中选上 / a proposer of this item is at the table and must be recused first: tick them under “recused”")
	// ErrVoices: the votes do not carry what was concluded.
	ErrVoices = errors.New("结论与表决票数不符，请核对 / the votes do not carry this conclusion, check them")
)

// RoundTable is the neighbourhood round table: the meeting, who is there, in the order decided its items, and the ranking.
type RoundTable struct {
	Meet
	N       int64       // of the entry with which it began; see [Round.Corrected]
	People  []*Attendee // all who have been there, in the order entered
	Items   []int       // proposals
	Ranking []int       // proposals, best first
	Ranked  Ranking     // how it came about
}

// Meet opens the round table. Present are those who are there at the beginning; others come by [Arrive].
type Meet struct {
	Date      string   `json:"date" kind:"date"`
	Place     string   `json:"place" limit:"60"`
	Moderator string   `json:"moderator" limit:"40"` // role and surname
	Recorder  string   `json:"recorder" limit:"40"`
	Present   []string `json:"present" limit:"40" form:"optional"` // roles and surnames
	Observers []string `json:"observers" limit:"40" form:"optional"`
}

func (a *Meet) check(r *Round) error {
	if r.Table != nil {
		return ErrDone
	}
	return nil
}

// since refuses a list on which two people cannot be told apart. Ledgers of the first release hold such lists.
func (a *Meet) since(*Round) error {
	for i, who := range a.Present {
		if letters(who) == "" || slices.ContainsFunc(a.Present[:i], func(o string) bool { return same(o, who) }) {
			return &FieldError{"present", errNamesake}
		}
	}
	if len(a.Present) > MaxPresent {
		return &FieldError{"present", fmt.Errorf("%w: %d > %d", ErrNumber, len(a.Present), MaxPresent)}
	}
	return nil
}

func (a *Meet) apply(r *Round, e ledger.Entry) {
	r.Table = &RoundTable{Meet: *a, N: e.N}
	for _, who := range a.Present {
		r.Table.People = append(r.Table.People, &Attendee{Who: who})
	}
}

// errNoTable refuses what needs a meeting.
var errNoTable = fmt.Errorf("%w: 圆桌会 / the round table has not met", ErrFirst)

// Agenda are the proposals that are before the round table: those that have passed the site survey, in the order received,
// the ones already decided too.
func (r *Round) Agenda() (items []*Proposal) {
	for _, p := range r.Proposals {
		if p.Decision != nil || p.Joined != nil || r.Stage(p) == Surveyed {
			items = append(items, p)
		}
	}
	return items
}

// Decide is the round table's decision on one item. New texts stand beside the original, which is kept. Recused are those
// at the table who take no part, among them whoever proposed the item or one merged into it. Votes, where a vote was
// taken, are on recommending the item, by those at the table who are not recused: it is recommended by more for than
// against, and not declined by that.
type Decide struct {
	No         int      `json:"no" kind:"proposal"`
	Discussion string   `json:"discussion" limit:"1000" form:"lines"`
	Result     string   `json:"result" of:"recommend put_off decline"`
	Why        string   `json:"why" limit:"300"`
	NewTitle   string   `json:"new_title" limit:"40" form:"optional"`
	NewText    string   `json:"new_text" limit:"1000" form:"lines optional"`
	ChangeWhy  string   `json:"change_why" limit:"300" form:"optional"`
	Remains    string   `json:"remains" limit:"300" form:"optional"`
	Recused    []string `json:"recused,omitempty" kind:"present" limit:"40" form:"optional"` // roles and surnames
	For        int      `json:"votes_for,omitempty" limit:"200" form:"optional"`
	Against    int      `json:"votes_against,omitempty" limit:"200" form:"optional"`
	Abstain    int      `json:"abstain,omitempty" limit:"200" form:"optional"`
}

func (a *Decide) check(r *Round) error {
	p := r.Proposal(a.No)
	switch {
	case r.Table == nil:
		return errNoTable
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case p.Decision != nil:
		return &FieldError{"no", ErrDone}
	case r.Stage(p) != Surveyed:
		return &FieldError{"no", ErrFirst}
	case (a.NewTitle != "" || a.NewText != "") && a.ChangeWhy == "":
		return &FieldError{"change_why", ErrMissing}
	}
	v := voices{a.Recused, a.For, a.Against, a.Abstain}
	if err := r.decides(v, a.No); err != nil {
		return err
	}
	if a.Result == "recommend" && !v.carry() || a.Result == "decline" && v.taken() && v.carry() {
		return &FieldError{"result", fmt.Errorf("%w: %d : %d", ErrVoices, a.For, a.Against)}
	}
	return nil
}

func (a *Decide) apply(r *Round, _ ledger.Entry) {
	r.Proposal(a.No).Decision = a
	r.Table.Items = append(r.Table.Items, a.No)
}

// Join merges an item into another one at the table, before either is decided on: what two texts ask for is then decided
// as one. Those that were merged into it before go along; all proposers are kept. Recused and votes are as in [Decide], the
// proposers of both items are recused.
type Join struct {
	No      int      `json:"no" kind:"proposal"`
	Into    int      `json:"into" kind:"proposal"`
	Why     string   `json:"why" limit:"300"`
	Recused []string `json:"recused,omitempty" kind:"present" limit:"40" form:"optional"`
	For     int      `json:"votes_for,omitempty" limit:"200" form:"optional"`
	Against int      `json:"votes_against,omitempty" limit:"200" form:"optional"`
	Abstain int      `json:"abstain,omitempty" limit:"200" form:"optional"`
}

func (a *Join) check(r *Round) error {
	p, into := r.Proposal(a.No), r.Proposal(a.Into)
	switch {
	case r.Table == nil:
		return errNoTable
	case p == nil:
		return &FieldError{"no", ErrNoSuch}
	case into == nil, a.No == a.Into:
		return &FieldError{"into", ErrNoSuch}
	case p.Decision != nil, p.Into > 0:
		return &FieldError{"no", ErrDone}
	case into.Decision != nil, into.Into > 0:
		return &FieldError{"into", ErrDone}
	case r.Stage(p) != Surveyed:
		return &FieldError{"no", ErrFirst}
	case r.Stage(into) != Surveyed:
		return &FieldError{"into", ErrFirst}
	}
	v := voices{a.Recused, a.For, a.Against, a.Abstain}
	if err := r.decides(v, a.No, a.Into); err != nil {
		return err
	}
	if !v.carry() {
		return &FieldError{"votes_for", fmt.Errorf("%w: %d : %d", ErrVoices, a.For, a.Against)}
	}
	return nil
}

func (a *Join) apply(r *Round, _ ledger.Entry) {
	p, into := r.Proposal(a.No), r.Proposal(a.Into)
	p.Joined, p.Into, p.MergeWhy = a, a.Into, a.Why
	for _, no := range p.Merged {
		r.Proposal(no).Into = a.Into
	}
	into.Merged = append(append(into.Merged, a.No), p.Merged...)
	p.Merged = nil
	r.Table.Items = append(r.Table.Items, a.No)
}

// voices are who took no part in a decision of the table, and the votes of the others.
type voices struct {
	recused               []string
	votes, against, blank int
}

func (v voices) taken() bool { return v.votes+v.against+v.blank > 0 }
func (v voices) carry() bool { return !v.taken() || v.votes > v.against }

// decides refuses a decision on items for which too few are at the table, or the wrong ones, or which more have voted on
// than may.
func (r *Round) decides(v voices, items ...int) error {
	if err := r.Quorate(); err != nil {
		return err
	}
	for i, who := range v.recused {
		if r.Table.at(who) == nil || slices.Contains(v.recused[:i], who) {
			return &FieldError{"recused", fmt.Errorf("%w: %s", ErrNoSuch, who)}
		}
	}
	for _, p := range r.Interested(items...) {
		if !slices.Contains(v.recused, p.Who) {
			return &FieldError{"recused", fmt.Errorf("%w: %s", ErrRecuse, p.Who)}
		}
	}
	left := r.Table.Present() - len(v.recused)
	if left < 1 {
		return fmt.Errorf("%w: 没有可以作结论的人 / nobody is left to decide", ErrTableQuorum)
	}
	if sum := v.votes + v.against + v.blank; sum > left {
		return &FieldError{"votes_for", fmt.Errorf("%w: 共 %[2]d 票，能表决的有 %[3]d 人 / %[2]d votes by %[3]d people", ErrNumber, sum, left)}
	}
	return nil
}

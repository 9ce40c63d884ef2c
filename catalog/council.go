package catalog

// Step four where the residents' council (居民议事会) decides in place of a vote: what does not apply then, and the
// council's meetings.

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/ballot/ledger"
)

// Refusals of a council.
var (
	// ErrCouncil: an act of the residents' vote, in a round that the residents' council decides.
	ErrCouncil = errors.New("按本届方案由居民议事会表决，没有居民投票；请办理“议事会开会”“议事会表决” / by the scheme the residents' council decides this round and there is no residents' vote; use “the council meets” and “the council votes”")
	// ErrVote: an act of the council, in a round that the residents vote on.
	ErrVote = errors.New("按本届方案由居民投票决定，没有议事会表决 / by the scheme the residents vote on this round, no council does")
	// ErrQuorum: too few of the council's members are there for it to decide anything.
	ErrQuorum = errors.New("到会人数不足，不能表决；请办理“议事会延期” / too few are there to decide, record it as “the council adjourns”")
	// ErrQuorate: enough are there, so that there is no reason to put the meeting off before it has begun.
	ErrQuorate = errors.New("到会人数已够，请办理“议事会开会” / enough are there, record it as “the council meets”")
	// ErrVotes: yes, no and abstentions are not as many as may vote on the item.
	ErrVotes = errors.New("赞成、反对、弃权之和不等于参加表决的人数 / yes, no and abstentions do not add up to those who vote")
)

// routeOf is the way of deciding that an act of that name belongs to; empty: to either. sheets.exchange and checkin are
// no entries of the ledger.
func routeOf(act string) string {
	family, _, _ := strings.Cut(act, ".")
	switch {
	case family == "council":
		return ByCouncil
	case act == "poll.draw":
		return ""
	case slices.Contains([]string{"station", "sheets", "checkin", "rehearsal", "poll", "roll", "count"}, family):
		return ByVote
	}
	return ""
}

// Suits refuses an act, given by its name, of the way of deciding that the scheme does not take: with [ErrCouncil] what
// the residents' vote consists of, with [ErrVote] what the council does.
func (r *Round) Suits(act string) error {
	switch route := routeOf(act); {
	case route == ByVote && r.Scheme.Council():
		return fmt.Errorf("%w: %s", ErrCouncil, act)
	case route == ByCouncil && !r.Scheme.Council():
		return fmt.Errorf("%w: %s", ErrVote, act)
	}
	return nil
}

// CouncilState is what the residents' council did.
type CouncilState struct {
	Sittings []*Sitting        // all meetings in order, those that were adjourned too
	Votes    map[int]*ItemVote // by project: the vote that counts, which is its last
	Officers []string          // who closed the votes
}

// Sitting is a meeting of the council.
type Sitting struct {
	Date, Place     string
	Chair, Recorder string // empty if it was adjourned before it began
	Members         int    // of the council
	Present         int
	Observers       []string
	Adjourned       string // why, or empty
	Next            string // when it is to meet again, if it was adjourned and that is known
	Votes           []*ItemVote
	N               int64 // of the entry with which it began; see [Round.Corrected]
}

// Open tells whether the council sits.
func (s *Sitting) Open() bool { return s.Chair != "" && s.Adjourned == "" }

// Sitting is the meeting of the council that is open, or nil.
func (c *CouncilState) Sitting() *Sitting {
	if n := len(c.Sittings); n > 0 && c.Sittings[n-1].Open() {
		return c.Sittings[n-1]
	}
	return nil
}

// QuorumOf is how many members must be there for a council of so many to decide: see [Scheme.Quorate].
func (s Scheme) QuorumOf(members int) int { return max(1, (s.Quorum*members+99)/100) }

// Convene opens a meeting of the council. It is refused with [ErrQuorum] if too few are there: the quorum is the scheme's
// part of all members, and those who will recuse themselves from an item count towards it.
type Convene struct {
	Date      string   `json:"date" kind:"date"`
	Place     string   `json:"place" limit:"60"`
	Chair     string   `json:"chair" limit:"40"` // role and surname
	Recorder  string   `json:"recorder" limit:"40"`
	Members   int      `json:"members" limit:"1000"` // of the council
	Present   int      `json:"present" limit:"1000"`
	Observers []string `json:"observers,omitempty" limit:"40" form:"optional"` // roles and surnames
}

func (a *Convene) check(r *Round) error {
	if r.Council.Sitting() != nil {
		return fmt.Errorf("%w: 会议正在进行 / the council is in session", ErrDone)
	}
	if err := presence(a.Present, a.Members); err != nil {
		return err
	}
	if !r.Scheme.Quorate(a.Present, a.Members) {
		need := r.Scheme.QuorumOf(a.Members)
		return &FieldError{"present", fmt.Errorf("%w: %d 人，至少 %d 人 / %d, at least %d are needed", ErrQuorum, a.Present, need, a.Present, need)}
	}
	return nil
}

func (a *Convene) timely(_ *Round, now time.Time) error { return notAhead(a.Date, now) }

// presence refuses more people than the council has.
func presence(present, members int) error {
	if present > members {
		return &FieldError{"present", fmt.Errorf("%w: %d > %d", ErrNumber, present, members)}
	}
	return nil
}

func (a *Convene) apply(r *Round, e ledger.Entry) {
	r.Council.Sittings = append(r.Council.Sittings, &Sitting{
		Date: a.Date, Place: a.Place, Chair: a.Chair, Recorder: a.Recorder, Members: a.Members, Present: a.Present, Observers: a.Observers, N: e.N,
	})
}

// Adjourn ends a meeting before all is decided, or records one that could not begin because too few came. What has been
// voted stands; another meeting follows, which may vote on an item anew.
type Adjourn struct {
	Date    string `json:"date" kind:"date"`
	Place   string `json:"place" limit:"60"`
	Members int    `json:"members" limit:"1000"`
	Present int    `json:"present" form:"optional" limit:"1000"`
	Why     string `json:"why" limit:"300"`
	Next    string `json:"next,omitempty" kind:"date" form:"optional"` // when it is to meet again
}

func (a *Adjourn) check(r *Round) error {
	if err := presence(a.Present, a.Members); err != nil {
		return err
	}
	if r.Council.Sitting() == nil && r.Scheme.Quorate(a.Present, a.Members) {
		need := r.Scheme.QuorumOf(a.Members)
		return &FieldError{"present", fmt.Errorf("%w: %d 人，至少 %d 人 / %d, at least %d are needed", ErrQuorate, a.Present, need, a.Present, need)}
	}
	return nil
}

func (a *Adjourn) timely(_ *Round, now time.Time) error { return notAhead(a.Date, now) }

func (a *Adjourn) apply(r *Round, e ledger.Entry) {
	s := r.Council.Sitting()
	if s == nil {
		s = &Sitting{Date: a.Date, Place: a.Place, Members: a.Members, Present: a.Present, N: e.N}
		r.Council.Sittings = append(r.Council.Sittings, s)
	}
	s.Adjourned, s.Next = a.Why, a.Next
}

package catalog

// What the residents' council votes on each project, and the outcome that this gives.

import (
	"context"
	"fmt"
	"slices"

	"linli/ballot/ledger"
	"linli/tally"
)

// ItemVote is a vote of the council on one project.
type ItemVote struct {
	Resolve
	Sitting int   // number of the meeting from 1
	Voting  int   // members who took part: those present less those who recused themselves
	Needed  int   // yes that carry it
	N       int64 // of its entry; see [Round.Corrected]
}

// Carried tells whether the council carried the project.
func (v *ItemVote) Carried() bool { return v.Yes >= v.Needed }

// YesToCarry is the least number of yes that carries an item, of so many who vote in a council of so many members: see
// [Scheme.Carries]. Where nobody may vote it is 1, which nobody gives.
func (s Scheme) YesToCarry(voting, members int) int {
	for yes := 1; yes <= members; yes++ {
		if s.Carries(yes, voting, members) {
			return yes
		}
	}
	return 1
}

// Resolve is the council's vote on one project. Members who recuse themselves (回避), as the proposer does, are not counted
// as present for that item: yes, no and abstentions must be exactly those present less those who are recused, and the
// majority is that of these.
type Resolve struct {
	Project int      `json:"project" kind:"project"`
	Yes     int      `json:"yes" form:"optional" limit:"1000"`
	No      int      `json:"no" form:"optional" limit:"1000"`
	Abstain int      `json:"abstain" form:"optional" limit:"1000"`
	Recused []string `json:"recused,omitempty" limit:"40" form:"optional"` // roles and surnames
}

func (a *Resolve) check(r *Round) error {
	s, p := r.Council.Sitting(), r.Project(a.Project)
	switch {
	case s == nil:
		return fmt.Errorf("%w: 议事会尚未开会 / the council does not sit", ErrFirst)
	case p == nil:
		return &FieldError{"project", ErrNoSuch}
	case p.Withdrawn != "":
		return &FieldError{"project", fmt.Errorf("%w: 已撤回 / it is withdrawn", ErrNoSuch)}
	case slices.ContainsFunc(s.Votes, func(v *ItemVote) bool { return v.Project == a.Project }):
		return &FieldError{"project", ErrDone}
	}
	return a.Adds(s.Present)
}

// Adds refuses a vote with [ErrVotes] whose sums are not those of a meeting at which so many are present, or that names
// somebody twice.
func (a *Resolve) Adds(present int) error {
	if a.sameTwice() {
		return &FieldError{"recused", fmt.Errorf("%w: 有人写了两次，同姓的请加以区分 / one is there twice; tell people of the same surname apart", ErrVotes)}
	}
	if got, want := a.Yes+a.No+a.Abstain, present-len(a.Recused); got != want {
		return &FieldError{"yes", fmt.Errorf("%w: %d+%d+%d=%d，到会 %d 减回避 %d 为 %d / %d, but %d present less %d recused are %d",
			ErrVotes, a.Yes, a.No, a.Abstain, got, present, len(a.Recused), want, got, present, len(a.Recused), want)}
	}
	return nil
}

// sameTwice tells whether one person is recused twice.
func (a *Resolve) sameTwice() bool {
	for i, name := range a.Recused {
		if slices.ContainsFunc(a.Recused[:i], func(other string) bool { return same(other, name) }) {
			return true
		}
	}
	return false
}

func (a *Resolve) apply(r *Round, e ledger.Entry) {
	s := r.Council.Sitting()
	voting := s.Present - len(a.Recused)
	v := &ItemVote{Resolve: *a, Sitting: len(r.Council.Sittings), Voting: voting, Needed: r.Scheme.YesToCarry(voting, s.Members), N: e.N}
	s.Votes = append(s.Votes, v)
	if r.Council.Votes == nil {
		r.Council.Votes = map[int]*ItemVote{}
	}
	r.Council.Votes[a.Project] = v
}

// Conclude fixes the outcome of the council's votes, an act of two officers. It is refused unless the outcome is exactly
// what the votes and the scheme give; with a tie that is left to a draw, lots must have been drawn in public before.
type Conclude struct {
	Officers []string `json:"officers" kind:"officers" limit:"40"`
	Hash     string   `json:"hash" limit:"64" kind:"outcome"`
}

func (a *Conclude) check(r *Round) error {
	if !pair(a.Officers) {
		return &FieldError{"officers", ErrOfficers}
	}
	if err := r.resolved(); err != nil {
		return err
	}
	if r.Draw == nil {
		drawn, err := r.Lots(anySeed)
		if err == nil && len(drawn) > 0 {
			err = fmt.Errorf("%w: 票数相同，须先公开抽签并登记 / there is a tie, lots must be drawn in public first", ErrFirst)
		}
		if err != nil {
			return err
		}
	}
	outcome, err := r.Reckon(r.drawn())
	if err != nil {
		return err
	}
	if hash := outcome.Hash(); a.Hash != hash {
		return fmt.Errorf("%w: %s", ErrOutcome, hash)
	}
	return nil
}

// anySeed stands for one that has not been drawn yet: which projects come to a draw does not hang on it.
const anySeed = "-"

// drawn is the seed of the public draw, or empty.
func (r *Round) drawn() string {
	if r.Draw == nil {
		return ""
	}
	return r.Draw.Seed
}

func (a *Conclude) apply(r *Round, e ledger.Entry) {
	outcome, err := r.Reckon(r.drawn())
	if err != nil {
		panic(err) // check has seen it succeed
	}
	r.Outcome, r.OutcomeHash, r.Council.Officers = &outcome, a.Hash, a.Officers
	r.close(4, e)
	r.open(5, e)
}

// resolved refuses with [ErrFirst] as long as the council has a project to vote on.
func (r *Round) resolved() error {
	if left := r.Undecided(); len(left) > 0 {
		no := left[0].Number
		return fmt.Errorf("%w: 议事会尚未表决 %d 号项目 / the council has not voted on project %d", ErrFirst, no, no)
	}
	return nil
}

// Undecided are the projects that the council has still to vote on.
func (r *Round) Undecided() (all []*Project) {
	if r.Library == nil || !r.Scheme.Council() {
		return nil
	}
	for _, p := range r.Library.Projects {
		if p.Withdrawn == "" && r.Council.Votes[p.Number] == nil {
			all = append(all, p)
		}
	}
	return all
}

// resolve is the outcome of the council's votes. A draw that has not been held is none of the ladder's rungs; the number
// stands in its place, so that an outcome that needs no draw names no seed.
func (r *Round) resolve(c tally.Contest, seed string) (tally.Outcome, error) {
	needs := make([]int64, len(c.Projects))
	for i := range needs {
		needs[i] = 1
		if v := r.Council.Votes[i+1]; v != nil {
			needs[i] = int64(v.Needed)
		}
	}
	ladder := tally.Ladder{Rungs: slices.Clone(r.Scheme.Ties)}
	if at := slices.Index(ladder.Rungs, tally.Draw); at >= 0 && seed != "" {
		ladder.Seed = seed
	} else if at >= 0 {
		ladder.Rungs = append(slices.DeleteFunc(ladder.Rungs[:at], func(x tally.Rung) bool { return x == tally.Number }), tally.Number)
	}
	return tally.Council(c, needs, tally.CouncilReading(r.Scheme.Rule), ladder)
}

// yes are the council's votes as a rule reads them. Nobody cast a ballot.
func (r *Round) yes() tally.Counts {
	n := tally.Counts{Votes: make([]int64, len(r.Library.Projects)), Marked: make([]int64, len(r.Library.Projects))}
	for number, v := range r.Council.Votes {
		n.Votes[number-1] = int64(v.Yes)
	}
	return n
}

// CloseCouncil fixes the outcome of the council's votes; the two officers are those who close the meeting.
func (l *Live) CloseCouncil(ctx context.Context, actor string, officers ...string) error {
	a, err := &Conclude{Officers: officers}, error(ErrNoLibrary)
	l.Read(func(r *Round) {
		if err = r.Suits("council.close"); err == nil && r.Library == nil {
			err = ErrNoLibrary
		}
		if err == nil {
			var outcome tally.Outcome
			outcome, err = r.Reckon(r.drawn())
			a.Hash = outcome.Hash()
		}
	})
	if err != nil {
		return err
	}
	_, err = l.Do(ctx, actor, a)
	return err
}

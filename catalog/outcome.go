package catalog

// Step four, the last part: the ballots that count, and the outcome that the scheme's rule gives.

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"

	"linli/ballot"
	"linli/ballot/ledger"
	"linli/tally"
)

// Tally fixes the outcome. It is refused unless it is exactly what the records and the scheme's rule give.
type Tally struct {
	Seed string `json:"seed" limit:"100" form:"optional"` // of the public draw, used if the ladder of ties comes to it
	Hash string `json:"hash" limit:"64" kind:"outcome"`
}

// ErrOutcome: another outcome than the records give.
var ErrOutcome = errors.New("结果与记录不符 / the outcome is not what the records give")

func (a *Tally) check(r *Round) error {
	if err := r.counted(); err != nil {
		return err
	}
	if r.Draw != nil && a.Seed != r.Draw.Seed {
		return &FieldError{"seed", ErrSeed}
	}
	outcome, err := r.Reckon(a.Seed)
	if err != nil {
		return err
	}
	if hash := outcome.Hash(); a.Hash != hash {
		return fmt.Errorf("%w: %s", ErrOutcome, hash)
	}
	return nil
}

// counted refuses with [ErrFirst] as long as there are ballots to count or accounts to settle, or projects that the
// council has to vote on.
func (r *Round) counted() error {
	if r.Scheme.Council() {
		return r.resolved()
	}
	if !r.revealed() || r.unsealed() > 0 {
		return fmt.Errorf("%w: 点票尚未结束 / the count is not finished", ErrFirst)
	}
	for _, n := range slices.Sorted(maps.Keys(r.Stations)) {
		if s := r.Stations[n]; !r.settled(s) {
			return fmt.Errorf("%w: %s 的账目尚未结清 / the account of station %d is not settled", ErrFirst, s.Name, n)
		}
	}
	return nil
}

// settled tells whether a station has no sheets, or an account that is still what the records say.
func (r *Round) settled(s *StationState) bool {
	return s.Printed == 0 || s.Account != nil && *s.Account == r.Account(*s.Account)
}

func (a *Tally) apply(r *Round, e ledger.Entry) {
	outcome, err := r.Reckon(a.Seed)
	if err != nil {
		panic(err) // check has seen it succeed
	}
	r.Outcome, r.OutcomeHash = &outcome, a.Hash
	r.close(4, e)
	r.open(5, e)
}

// Ballots are the ballots counted so far, in no order, each until the next: opened electronic ones that no paper
// supersedes, and sealed sheets that are marked or blank.
func (r *Round) Ballots() iter.Seq[ballot.Marks] {
	return func(yield func(ballot.Marks) bool) {
		for marks := range r.papers() {
			if !yield(marks) {
				return
			}
		}
		r.Poll.ballots(yield)
	}
}

// papers are the marks of sealed sheets that count.
func (r *Round) papers() iter.Seq[ballot.Marks] {
	return func(yield func(ballot.Marks) bool) {
		for _, b := range r.Count.Batches {
			for _, s := range b.Sheets {
				if (s.Finding == ballot.Marked || s.Finding == ballot.Blank) && !yield(s.Marks) {
					return
				}
			}
		}
	}
}

// Superseded tells whether the electronic ballot with that tracker gave way to paper with the same sheet.
func (r *Round) Superseded(tracker string) bool {
	t, ok := trackerOf(tracker)
	return ok && r.Poll.dead.has(t)
}

// Contest is what the rule decides on, with the ballots counted so far, but without the ballots themselves: see
// [Round.Profile]; or with the yes of the council's votes so far. A project's ID is its number. Before the library is frozen it is [ErrNoLibrary].
func (r *Round) Contest() (tally.Contest, error) {
	if r.Library == nil {
		return tally.Contest{}, ErrNoLibrary
	}
	counts, err := r.counts()
	c := tally.Contest{Budget: r.Budget(), Counts: counts, Form: r.Library.Paper.Form, Options: r.Options()}
	for _, p := range r.Library.Projects {
		c.Projects = append(c.Projects, tally.Project{
			ID: strconv.Itoa(p.Number), Number: p.Number, Cost: p.Cost, Received: int64(p.Proposal.No),
			Withdrawn: p.Withdrawn != "", Kind: p.Kind, Group: p.Group,
		})
	}
	return c, err
}

// Profile is the ballots counted so far, equal ones together. It takes the memory of the different ballots, so it is
// made only for rules that need it.
func (r *Round) Profile() []tally.Group { return tally.Profile(r.Library.Paper, r.Ballots()) }

// counts adds the papers to what the opened ballots were found to give when they were opened.
func (r *Round) counts() (tally.Counts, error) {
	if r.Scheme.Council() {
		return r.yes(), nil
	}
	if r.Poll.overflown {
		return tally.Count(r.Library.Paper, r.Ballots())
	}
	return r.Poll.counts.Plus(r.Library.Paper, r.papers())
}

// Reckon applies the scheme's rule to the ballots counted so far, or decides by the council's votes so far. The seed is
// that of the public draw; for a council, empty is none.
func (r *Round) Reckon(seed string) (tally.Outcome, error) {
	c, err := r.Contest()
	if err != nil {
		return tally.Outcome{}, err
	}
	if r.Scheme.Council() {
		return r.resolve(c, seed)
	}
	rule, err := tally.RuleNamed(r.Scheme.Rule)
	if err != nil {
		return tally.Outcome{}, err
	}
	if rule.Needs() {
		c.Profile = r.Profile()
	}
	ladder := tally.Ladder{Rungs: r.Scheme.Ties}
	if slices.Contains(ladder.Rungs, tally.Draw) {
		ladder.Seed = seed
	}
	return rule.Decide(c, ladder)
}

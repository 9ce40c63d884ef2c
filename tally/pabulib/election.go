// Package pabulib reads and writes .pb files, the format in which cities publish participatory-budgeting elections
// (pabulib.org).
//
// A file has three sections, META, PROJECTS and VOTES; each is a header line and data lines of fields separated by
// semicolons. [Parse] is strict: whatever it does not understand is refused with an [Error] that says where it is and
// what to do, and what it read around (a project twice on one ballot, say) is in [Election.Warnings]. Amounts and
// points may be decimal fractions; they are held as int64 at the smallest power of ten that makes all of them whole.
//
// Projects are numbered from 1 in code-point order of project_id, not in file order, so the tie ladders "number" and
// "id" agree on every election. Voters' ids and personal columns (age, sex, district) are not needed to count and are
// not kept; [Election.Write] numbers the ballots instead.
package pabulib

import (
	"slices"

	"linli/ballot"
	"linli/tally"
)

// Election is a parsed file. Parsing what [Election.Write] wrote gives an equal election, warnings apart.
type Election struct {
	Meta       []Pair    // in file order, keys in lower case, each once
	Columns    []string  // names of the project columns other than project_id and cost
	Projects   []Project // in code-point order of ID; Projects[i] has number i+1
	Paper      ballot.Paper
	Ballots    []ballot.Marks // in file order, each normal on Paper
	Budget     int64          // in 1/MoneyScale of the currency
	MoneyScale int64          // the smallest power of ten that makes budget and costs whole
	PointScale int64          // the same for points; 1 unless the ballots give fractional points
	Warnings   []*Error       // what was read around, in file order
}

// Pair is one line of META.
type Pair struct{ Key, Value string }

// Project is one line of PROJECTS.
type Project struct {
	ID     string
	Cost   int64    // in 1/MoneyScale of the currency
	Fields []string // by Election.Columns
}

// WithdrawnCost is the cost, in whole currency units, by which a file says that a project was withdrawn.
const WithdrawnCost = 999_999_999

// Value is that key's value in META, or "".
func (e *Election) Value(key string) string {
	for _, p := range e.Meta {
		if p.Key == key {
			return p.Value
		}
	}
	return ""
}

// Field is a column of a project, such as "name", or "" if the file has none.
func (e *Election) Field(p Project, column string) string {
	if i := slices.Index(e.Columns, column); i >= 0 {
		return p.Fields[i]
	}
	return ""
}

// Withdrawn tells whether the project carries [WithdrawnCost], and that is past the budget.
func (e *Election) Withdrawn(p Project) bool {
	return p.Cost > e.Budget && p.Cost%e.MoneyScale == 0 && p.Cost/e.MoneyScale == WithdrawnCost
}

// Money is an amount of the election as a decimal number, exactly.
func (e *Election) Money(amount int64) string { return format(amount, e.MoneyScale) }

// Points is a score of the election as a decimal number, exactly.
func (e *Election) Points(score int64) string { return format(score, e.PointScale) }

// MinVotes is the score that META asks of a project that is to be funded (min_project_score_threshold), in 1/PointScale,
// rounded up; false if it asks none.
func (e *Election) MinVotes() (int64, bool) {
	d, err := parseDecimal(e.Value("min_project_score_threshold"))
	if err != nil {
		return 0, false
	}
	n, ok := d.ceil(e.PointScale)
	return n, ok
}

// Ladder is how published elections break ties: the smallest project_id by code point first.
func Ladder() tally.Ladder { return tally.Ladder{Rungs: []tally.Rung{tally.ID}} }

// Contest counts the ballots; see [tally.Count] for what it refuses.
func (e *Election) Contest() (tally.Contest, error) {
	counts, err := tally.Count(e.Paper, slices.Values(e.Ballots))
	c := tally.Contest{
		Budget: e.Budget, Counts: counts, Form: e.Paper.Form, Profile: tally.Profile(e.Paper, slices.Values(e.Ballots)),
		Options: tally.Options{Step: e.MoneyScale}, // add1 goes by one unit of the currency
	}
	for i, p := range e.Projects {
		c.Projects = append(c.Projects, tally.Project{
			ID: p.ID, Number: i + 1, Cost: p.Cost, Received: int64(i + 1), Withdrawn: e.Withdrawn(p),
		})
	}
	return c, err
}

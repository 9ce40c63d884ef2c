package catalog

// A round's vote in the format in which cities publish theirs, so that anyone's program can count it.

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"linli/ballot"
	"linli/tally"
	"linli/tally/pabulib"
)

// Pabulib writes the decided vote of a round as a .pb file; before the tally it is [ErrFirst], and of a round
// that its council decides, which has no ballots, [ErrCouncil]. Amounts are in yuan. The
// ID of a project is its number with as many digits as the largest has, so that the order of IDs is that of numbers. A
// withdrawn project has the cost by which the format says so. Ballots are sorted by what they mark, so that their order
// tells nothing of when they were cast. The format has no place for caps of kinds, exclusive groups, a ladder of
// ties and what was granted before the vote, which is no part of the budget: a comment names those that there are.
func (r *Round) Pabulib(w io.Writer) error {
	if err := r.Suits("poll.tally"); err != nil {
		return err
	}
	if r.Outcome == nil {
		return fmt.Errorf("%w: 尚未计票 / there is no outcome yet", ErrFirst)
	}
	e := &pabulib.Election{
		Meta: r.pabulibMeta(), Columns: []string{"votes", "name", "category", "selected"},
		Paper: r.Library.Paper, Budget: r.Budget(), MoneyScale: 100, PointScale: 1,
	}
	width := len(strconv.Itoa(len(r.Library.Projects)))
	for _, p := range r.Library.Projects {
		cost, reason := p.Cost, r.Outcome.Reasons[strconv.Itoa(p.Number)]
		if p.Withdrawn != "" {
			cost = pabulib.WithdrawnCost * e.MoneyScale
		}
		selected := "0"
		if r.Funded(p.Number) {
			selected = "1"
		}
		e.Projects = append(e.Projects, pabulib.Project{
			ID: fmt.Sprintf("%0*d", width, p.Number), Cost: cost,
			Fields: []string{strconv.FormatInt(reason.Score, 10), oneLine(p.Title), p.Kind, selected},
		})
	}
	for _, g := range r.Profile() {
		e.Ballots = append(e.Ballots, slices.Repeat([]ballot.Marks{g.Marks}, g.N)...)
	}
	return e.Write(w)
}

// shanghai is the zone of the dates of a vote.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// pabulibRules are the names that the format has for rules; it has none for others.
var pabulibRules = map[string]string{"greedy-stop": "greedy-no-skip", "greedy-skip": "greedy", "mes-cost": "equalshares", "mes-cost-add1": "equalshares/add1"}

func (r *Round) pabulibMeta() []pabulib.Pair {
	s, rule := r.Scheme, pabulibRules[r.Scheme.Rule]
	if rule == "greedy" && s.MinVotes > 0 {
		rule = "greedy-threshold"
	}
	if rule == "" {
		rule = "unknown"
	}
	const day = "02.01.2006"
	begin, end := r.Steps[4].Opened.In(shanghai).Format(day), r.Steps[4].Closed.In(shanghai).Format(day)
	meta := []pabulib.Pair{
		{Key: "description", Value: oneLine(fmt.Sprintf("%s %d %s", s.Community, s.Year, s.Name))}, {Key: "country", Value: "China"},
		{Key: "unit", Value: oneLine(s.District)}, {Key: "subunit", Value: oneLine(s.Community)}, {Key: "instance", Value: r.ID},
		{Key: "num_projects"}, {Key: "num_votes"}, {Key: "budget"}, {Key: "currency", Value: "CNY"}, {Key: "vote_type"}, {Key: "rule", Value: rule},
		{Key: "date_begin", Value: begin}, {Key: "date_end", Value: end}, {Key: "language", Value: "zh"},
		{Key: "min_length", Value: "0"}, {Key: "max_length", Value: strconv.Itoa(r.Library.Paper.Max)},
	}
	if s.Form == ballot.Points {
		meta = append(meta, pabulib.Pair{Key: "max_sum_points", Value: strconv.FormatInt(s.Sum, 10)})
	}
	if s.Limit > 0 {
		meta = append(meta, pabulib.Pair{Key: "max_sum_cost", Value: fmt.Sprintf("%d.%02d", s.Limit/100, s.Limit%100)})
	}
	if s.MinVotes > 0 {
		meta = append(meta, pabulib.Pair{Key: "min_project_score_threshold", Value: strconv.FormatInt(s.MinVotes, 10)})
	}
	return append(meta, pabulib.Pair{Key: "comment", Value: r.pabulibComment()})
}

// pabulibComment is what a count must heed that the format has no place for.
func (r *Round) pabulibComment() string {
	notes := []string{"rule: " + r.Scheme.Rule, "ties: " + strings.Join(rungs(r.Scheme.Ties), ", ")}
	for kind, most := range r.Options().Caps {
		notes = append(notes, fmt.Sprintf("cap of %s: %d.%02d", kind, most/100, most%100))
	}
	if granted := r.Scheme.Fund - r.Budget(); granted > 0 {
		notes = append(notes, fmt.Sprintf("granted before the vote: %d projects, %d.%02d", len(r.beside()), granted/100, granted%100))
	}
	groups := map[string][]string{}
	for _, p := range r.Library.Projects {
		if p.Group != "" {
			groups[p.Group] = append(groups[p.Group], strconv.Itoa(p.Number))
		}
	}
	for _, numbers := range groups {
		if len(numbers) > 1 {
			notes = append(notes, "at most one of: "+strings.Join(numbers, ", "))
		}
	}
	slices.Sort(notes)
	for i := range notes {
		notes[i] = fmt.Sprintf("#%d: %s", i+1, notes[i])
	}
	return strings.Join(notes, " ")
}

func rungs(ladder []tally.Rung) (out []string) {
	for _, r := range ladder {
		out = append(out, string(r))
	}
	return out
}

// oneLine is a text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

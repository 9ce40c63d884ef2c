package tally

// This file compares what the rules would have done with the same ballots.

import "slices"

// Compared is what one rule would have funded, and how the voters would have fared. Of one contest only the outcome of
// the rule that was fixed before the vote counts.
type Compared struct {
	Rule    string   `json:"rule"`
	Funded  []string `json:"funded"` // ids, in the order of the rule
	Spent   int64    `json:"spent"`
	Ballots int      `json:"ballots"`
	Served  int64    `json:"served"` // ballots with a mark on at least one funded project
	Chosen  int64    `json:"chosen"` // marks on funded projects, over all ballots; Chosen/Ballots is a voter's mean
}

// Compare decides the contest under every rule, the one named first and the others in the order of [Rules]. The contest
// must hold the profile. It refuses an unknown name with [ErrRule], and what [Rule.Decide] refuses.
func Compare(c Contest, l Ladder, first string) ([]Compared, error) {
	own, err := RuleNamed(first)
	if err != nil {
		return nil, err
	}
	var all []Compared
	for _, r := range append([]Rule{own}, rules...) {
		if r.Name == first && len(all) > 0 {
			continue
		}
		out, err := r.Decide(c, l)
		if err != nil {
			return nil, err
		}
		all = append(all, c.compared(out))
	}
	return all, nil
}

// compared counts what the voters got of an outcome.
func (c Contest) compared(out Outcome) Compared {
	x := Compared{Rule: out.Rule, Funded: out.Funded, Spent: out.Spent, Ballots: c.Counts.Ballots}
	funded := make([]bool, len(c.Projects))
	for i, p := range c.Projects {
		funded[i] = slices.Contains(out.Funded, p.ID)
	}
	for _, g := range c.Profile {
		var got int64
		for _, m := range g.Marks {
			if funded[m.Project-1] {
				got++
			}
		}
		x.Chosen += got * int64(g.N)
		if got > 0 {
			x.Served += int64(g.N)
		}
	}
	return x
}

// Mean is how many projects of their choice are funded per voter, in hundredths, rounded half up; 0 without ballots.
func (x Compared) Mean() int64 {
	if x.Ballots == 0 {
		return 0
	}
	return (200*x.Chosen + int64(x.Ballots)) / (2 * int64(x.Ballots))
}

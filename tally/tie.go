package tally

// This file ranks projects and reports the ties that were broken.

import "slices"

// Tie is a set of projects that the rule found equal, in the order that the ladder gave them. Withdrawn projects are
// not in it.
//
// Decisive says that another order of these projects would have funded other projects. The greedy rules find that out
// for all orders. Where funding one project changes what others can get (the mes and phragmen rules, caps, exclusive
// groups), the rule decides again with each of the others put first and with the order reversed.
type Tie struct {
	Projects []string `json:"projects"`
	Scores   []int64  `json:"scores"`  // of each; all the same where the rule goes by votes
	Between  []Rung   `json:"between"` // Between[i] put Projects[i] before Projects[i+1]
	By       Rung     `json:"by"`      // the lowest rung that had to be asked
	Decisive bool     `json:"decisive"`
}

// entry is a project with its score.
type entry struct {
	Project
	score int64
}

// entries are the projects with their scores.
func (c Contest) entries() []entry {
	list := make([]entry, len(c.Projects))
	for i, p := range c.Projects {
		list[i] = entry{p, c.Counts.Votes[i]}
	}
	return list
}

// ranked sorts projects by order, then by the ladder, and returns the groups that order alone finds equal.
func ranked(list []entry, order func(a, b entry) int, u umpire) [][]entry {
	slices.SortFunc(list, order)
	var groups [][]entry
	for len(list) > 0 {
		n := 1
		for n < len(list) && order(list[0], list[n]) == 0 {
			n++
		}
		slices.SortFunc(list[:n], u.before)
		groups, list = append(groups, list[:n:n]), list[n:]
	}
	return groups
}

// tie describes an ordered group; false if fewer than two projects stand in it.
func (l Ladder) tie(group []entry) (Tie, bool) {
	t := Tie{Projects: []string{}, Scores: []int64{}, Between: []Rung{}}
	var before *entry
	for i := range group {
		e := &group[i]
		if e.Withdrawn {
			continue
		}
		if before != nil {
			_, by := l.compare(before.Project, e.Project)
			t.Between = append(t.Between, by)
			if slices.Index(l.Rungs, by) > slices.Index(l.Rungs, t.By) {
				t.By = by
			}
		}
		t.Projects, t.Scores, before = append(t.Projects, e.ID), append(t.Scores, e.score), e
	}
	return t, len(t.Projects) > 1
}

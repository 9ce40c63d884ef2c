package tally_test

// This file tests the decision of a council: by hand, and on random votes against a slow and obvious definition.

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"linli/tally"
)

func TestCouncil(t *testing.T) {
	c := contest(100,
		project{id: "road", score: 9, cost: 60},
		project{id: "hall", score: 8, cost: 50},
		project{id: "bench", score: 7, cost: 30},
		project{id: "tower", score: 12, cost: 10},
		project{id: "gone", score: 15, cost: 5, withdrawn: true},
		project{id: "lamp", score: 7, cost: 10})
	needs := []int64{8, 8, 6, 14, 8, 7}
	for reading, want := range map[string]string{tally.CouncilSkip: "road bench lamp", tally.CouncilStop: "road"} {
		out, err := tally.Council(c, needs, reading, byID)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(out.Funded, " "); got != want || out.Rule != reading || strings.Join(out.Ranking, " ") != "road hall bench lamp gone tower" {
			t.Errorf("%s: %s, %v", reading, got, out.Ranking)
		}
		if r := out.Reasons["tower"]; r.Code != tally.NotCarried || r.Lacks != 2 || r.Behind != 0 {
			t.Errorf("%s: %+v", reading, r)
		}
		if r := out.Reasons["hall"]; r.Short != 10 || r.Code == tally.Funded {
			t.Errorf("%s: %+v", reading, r)
		}
		if behind := out.Reasons["bench"].Behind; reading == tally.CouncilStop && behind != 2 {
			t.Errorf("bench is %d behind the last one funded", behind)
		}
		if len(out.Ties) != 1 || out.Ties[0].By != tally.ID || out.Ties[0].Decisive {
			t.Errorf("%s: %+v", reading, out.Ties)
		}
	}
}

func TestCouncilRefusals(t *testing.T) {
	c := contest(1, project{id: "a", cost: 1})
	for name, x := range map[string]struct {
		needs   []int64
		reading string
		ladder  tally.Ladder
		want    error
	}{
		"needs of another council": {[]int64{1, 1}, tally.CouncilSkip, byID, tally.ErrContest},
		"none is needed":           {[]int64{0}, tally.CouncilSkip, byID, tally.ErrContest},
		"no such reading":          {[]int64{1}, "greedy-skip", byID, tally.ErrRule},
		"a ladder that ends":       {[]int64{1}, tally.CouncilSkip, tally.Ladder{}, tally.ErrLadder},
	} {
		if _, err := tally.Council(c, x.needs, x.reading, x.ladder); !errors.Is(err, x.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for rule, want := range map[string]string{"greedy-stop": tally.CouncilStop, "greedy-skip": tally.CouncilSkip, "greedy-ratio": tally.CouncilSkip, "phragmen": tally.CouncilSkip} {
		if got := tally.CouncilReading(rule); got != want {
			t.Errorf("%s: %s", rule, got)
		}
	}
}

func TestCouncilHolds(t *testing.T) { rapid.Check(t, councilHolds) }
func FuzzCouncil(f *testing.F)      { f.Fuzz(rapid.MakeFuzz(councilHolds)) }

// councilHolds: what is funded is what the slow definition funds, every project has its reason with the figures that are
// missing, and one more yes to a project never takes its money away.
func councilHolds(t *rapid.T) {
	c := drawContest(t)
	reading := rapid.SampledFrom([]string{tally.CouncilSkip, tally.CouncilStop}).Draw(t, "reading")
	needs := make([]int64, len(c.Projects))
	for i := range needs {
		needs[i] = rapid.Int64Range(1, 5).Draw(t, "needed")
	}
	l := tally.Ladder{Rungs: []tally.Rung{tally.Cheaper, tally.Number}}
	out, err := tally.Council(c, needs, reading, l)
	if err != nil {
		t.Fatal(err)
	}
	if want := slowCouncil(c, needs, reading); !slices.Equal(out.Funded, want) {
		t.Fatalf("funded %v, want %v\n%+v", out.Funded, want, out)
	}
	if out.Spent+out.Remaining != c.Budget || out.Remaining < 0 || len(out.Reasons) != len(c.Projects) {
		t.Fatalf("%+v", out)
	}
	for i, p := range c.Projects {
		r := out.Reasons[p.ID]
		if lacks := needs[i] - c.Counts.Votes[i]; (r.Code == tally.NotCarried) != (lacks > 0 && !p.Withdrawn) || r.Code == tally.NotCarried && r.Lacks != lacks {
			t.Fatalf("%s: %+v lacks %d", p.ID, r, lacks)
		}
		if open := reading == tally.CouncilSkip && r.Code == tally.OverBudget; open && p.Cost <= out.Remaining || r.Code == tally.BelowMinimum {
			t.Fatalf("%s: %+v, and %d left", p.ID, r, out.Remaining)
		}
		if r.Code == tally.Funded {
			oneMore(t, c, needs, reading, l, i)
		}
	}
}

// oneMore gives funded project i one more yes.
func oneMore(t *rapid.T, c tally.Contest, needs []int64, reading string, l tally.Ladder, i int) {
	c.Counts.Votes = slices.Clone(c.Counts.Votes)
	c.Counts.Votes[i]++
	out, err := tally.Council(c, needs, reading, l)
	if err != nil || !slices.Contains(out.Funded, c.Projects[i].ID) {
		t.Fatalf("one more yes takes the money of %s: %v\n%+v", c.Projects[i].ID, err, out)
	}
}

// slowCouncil funds by the definition: again and again the carried project with most yes, the cheaper, the lower number,
// that nothing but money may bar; it is funded, passed over, or the end.
func slowCouncil(c tally.Contest, needs []int64, reading string) []string {
	funded, used, groups, left := []string{}, map[string]int64{}, map[string]bool{}, c.Budget
	var carried []tally.Project
	for i, p := range c.Projects {
		if !p.Withdrawn && c.Counts.Votes[i] >= needs[i] {
			carried = append(carried, p)
		}
	}
	yes := func(p tally.Project) int64 { return c.Counts.Votes[p.Number-1] }
	for len(carried) > 0 {
		p := slices.MinFunc(carried, func(a, b tally.Project) int {
			return cmp.Or(cmp.Compare(yes(b), yes(a)), cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Number, b.Number))
		})
		carried = slices.DeleteFunc(carried, func(q tally.Project) bool { return q.ID == p.ID })
		most, capped := c.Options.Caps[p.Kind]
		switch {
		case capped && used[p.Kind]+p.Cost > most, p.Group != "" && groups[p.Group]:
		case p.Cost <= left:
			funded, left = append(funded, p.ID), left-p.Cost
			used[p.Kind] += p.Cost
			groups[p.Group] = true
		case reading == tally.CouncilStop:
			return funded
		}
	}
	return funded
}

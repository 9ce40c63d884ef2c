package tally_test

// This file tests the rules and the reasons on contests small enough to check by hand.

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/tally"
)

// contest numbers projects in order; each is an id, a score and a cost.
func contest(budget int64, projects ...project) tally.Contest {
	c := tally.Contest{Budget: budget}
	for i, p := range projects {
		c.Projects = append(c.Projects, tally.Project{
			ID: p.id, Number: i + 1, Cost: p.cost, Received: p.received, Withdrawn: p.withdrawn})
		c.Counts.Votes = append(c.Counts.Votes, p.score)
	}
	return c
}

type project struct {
	id          string
	score, cost int64
	received    int64
	withdrawn   bool
}

var byID = tally.Ladder{Rungs: []tally.Rung{tally.ID}}

// decide applies a rule by name.
func decide(t testing.TB, rule string, c tally.Contest, l tally.Ladder) tally.Outcome {
	t.Helper()
	r, err := tally.RuleNamed(rule)
	if err != nil {
		t.Fatal(err)
	}
	out, err := r.Decide(c, l)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRules(t *testing.T) {
	street := contest(100,
		project{id: "road", score: 50, cost: 60},
		project{id: "hall", score: 30, cost: 50},
		project{id: "bench", score: 20, cost: 30},
		project{id: "tower", score: 10, cost: 101},
		project{id: "lamp", score: 9, cost: 10},
		project{id: "choir", score: 0, cost: 0})
	for rule, want := range map[string]string{
		"greedy-stop":  "road",
		"greedy-skip":  "road bench lamp choir",
		"greedy-ratio": "choir lamp road bench",
	} {
		out := decide(t, rule, street, byID)
		if got := strings.Join(out.Funded, " "); got != want {
			t.Errorf("%s funds %q, want %q", rule, got, want)
		}
		if out.Spent+out.Remaining != 100 || out.Rule != rule || len(out.Reasons) != 6 || len(out.Ranking) != 6 {
			t.Errorf("%s: %+v", rule, out)
		}
	}
}

func TestReasonsWhenStopping(t *testing.T) {
	out := decide(t, "greedy-stop", contest(100,
		project{id: "road", score: 50, cost: 60},
		project{id: "gone", score: 40, cost: 999, withdrawn: true},
		project{id: "hall", score: 30, cost: 50},
		project{id: "bench", score: 20, cost: 30},
		project{id: "tower", score: 10, cost: 101}), byID)
	want := map[string]tally.Reason{
		"road":  {Code: tally.Funded, Rank: 1, Score: 50, Cost: 60, Before: 100},
		"gone":  {Code: tally.Withdrawn, Rank: 2, Score: 40, Cost: 999, Before: 40},
		"hall":  {Code: tally.StoppedHere, Rank: 3, Score: 30, Cost: 50, Before: 40, Short: 10, Behind: 20},
		"bench": {Code: tally.AfterStop, Rank: 4, Score: 20, Cost: 30, Before: 40, Behind: 30, StoppedBy: "hall"},
		"tower": {Code: tally.AfterStop, Rank: 5, Score: 10, Cost: 101, Before: 40, Short: 61, Behind: 40, StoppedBy: "hall", TooDear: true},
	}
	if d := cmp.Diff(want, out.Reasons); d != "" {
		t.Error(d)
	}
}

func TestReasonsWhenPassingOver(t *testing.T) {
	out := decide(t, "greedy-skip", contest(100,
		project{id: "tower", score: 60, cost: 101},
		project{id: "road", score: 50, cost: 60},
		project{id: "hall", score: 30, cost: 50},
		project{id: "bench", score: 20, cost: 40},
		project{id: "lamp", score: 5, cost: 1}), byID)
	want := map[string]tally.Reason{
		"tower": {Code: tally.OverBudget, Rank: 1, Score: 60, Cost: 101, Before: 100, Short: 1, TooDear: true},
		"road":  {Code: tally.Funded, Rank: 2, Score: 50, Cost: 60, Before: 100},
		"hall":  {Code: tally.OverBudget, Rank: 3, Score: 30, Cost: 50, Before: 40, Short: 10},
		"bench": {Code: tally.Funded, Rank: 4, Score: 20, Cost: 40, Before: 40},
		"lamp":  {Code: tally.OverBudget, Rank: 5, Score: 5, Cost: 1, Before: 0, Short: 1, Behind: 15},
	}
	if d := cmp.Diff(want, out.Reasons); d != "" {
		t.Error(d)
	}
}

func TestBehindUnderRatio(t *testing.T) {
	out := decide(t, "greedy-ratio", contest(10,
		project{id: "a", score: 3, cost: 10},
		project{id: "b", score: 1, cost: 7}), byID)
	if got := out.Reasons["b"].Behind; got != 2 { // 3/10 of 7 is 2.1, so 3 votes are needed
		t.Errorf("b is %d votes behind, want 2", got)
	}
	out = decide(t, "greedy-ratio", contest(0,
		project{id: "free", score: 1}, project{id: "b", score: 1, cost: 7}), byID)
	if got := out.Reasons["b"].Behind; got != 0 {
		t.Errorf("nothing draws level with a project that costs nothing, got %d", got)
	}
	out = decide(t, "greedy-ratio", contest(1,
		project{id: "a", score: 1 << 62, cost: 1}, project{id: "b", score: 5, cost: 1 << 62}), byID)
	if got := out.Reasons["b"].Behind; got != 1<<63-1 {
		t.Errorf("a gap past int64 is cut to it, got %d", got)
	}
}

func TestRuleNamed(t *testing.T) {
	for _, r := range tally.Rules() {
		if r.Chinese == "" || r.English == "" {
			t.Errorf("%s has no sentence for voters", r.Name)
		}
	}
	if tally.Rules()[0].Name != tally.DefaultRule {
		t.Error("the default rule is not the first")
	}
	_, err := tally.RuleNamed("lottery")
	if !errors.Is(err, tally.ErrRule) || !strings.Contains(err.Error(), "greedy-stop, greedy-skip, greedy-ratio") {
		t.Error(err)
	}
}

func TestContestRefused(t *testing.T) {
	good := project{id: "a", score: 1, cost: 1}
	misnumbered := contest(1, good)
	misnumbered.Projects[0].Number = 2
	uncounted := contest(1, good)
	uncounted.Counts.Votes = nil
	for name, c := range map[string]tally.Contest{
		"negative budget": contest(-1, good),
		"negative cost":   contest(1, project{id: "a", cost: -1}),
		"negative score":  contest(1, project{id: "a", score: -1}),
		"no id":           contest(1, project{}),
		"one id twice":    contest(1, good, good),
		"wrong number":    misnumbered,
		"no scores":       uncounted,
	} {
		if _, err := tally.Rules()[0].Decide(c, byID); !errors.Is(err, tally.ErrContest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

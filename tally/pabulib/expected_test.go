package pabulib_test

// This file compares totals and outcomes with those of an independent reference: on the synthetic elections beside it
// always, and on real ones in the folder that LINLI_PABULIB names.

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"linli/tally"
	"linli/tally/pabulib"
)

// expected is the part of a reference file that is compared.
type expected struct {
	VoteType string `json:"vote_type"`
	Ballots  int    `json:"ballots"`
	Projects int    `json:"projects"`
	Budget   string `json:"budget"`
	Totals   struct {
		Approvals map[string]int64  `json:"approvals"`
		Score     map[string]string `json:"score"`
	} `json:"totals"`
	Threshold string             `json:"threshold"`
	Outcomes  map[string]outcome `json:"outcomes"`
}

// outcome is what the reference found under one rule.
type outcome struct {
	Selected  []string `json:"selected"`
	Ordered   bool     `json:"selection_order"` // Selected is in the order in which projects were funded
	TotalCost string   `json:"total_cost"`
	Step      int64    `json:"increment_per_voter"`
	Sensitive *bool    `json:"tie_sensitive"`        // the opposite order of ids funds another set; nil: not known
	Reverse   []string `json:"selected_reverse_lex"` // that set, where it was kept
}

// rules by the names that the reference has for them. A name of the reference that is not here fails the test.
var rules = map[string]struct {
	name             string
	threshold, whole bool
}{
	"greedy_stop": {name: "greedy-stop"}, "greedy_skip": {name: "greedy-skip"}, "greedy_ratio": {name: "greedy-ratio"},
	"greedy_stop_threshold": {name: "greedy-stop", threshold: true}, "greedy_skip_threshold": {name: "greedy-skip", threshold: true},
	"mes_cost": {name: "mes-cost"}, "mes_card": {name: "mes-card"}, "mes_cost_greedy": {name: "mes-cost-greedy"},
	"mes_cost_add1": {name: "mes-cost-add1"}, "mes_cost_add1_greedy": {name: "mes-cost-add1-greedy"},
	"mes_cost_add1_integral_noexh": {name: "mes-cost-add1", whole: true}, "phragmen": {name: "phragmen"},
}

func TestSynthetic(t *testing.T) { compareAll(t, "testdata", "testdata") }

func TestRealElections(t *testing.T) {
	dir := os.Getenv("LINLI_PABULIB")
	if dir == "" {
		t.Skip("LINLI_PABULIB names no folder with pb/ and expected/: real elections are not compared")
	}
	compareAll(t, filepath.Join(dir, "pb"), filepath.Join(dir, "expected"))
}

func compareAll(t *testing.T, elections, references string) {
	files, err := filepath.Glob(filepath.Join(references, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no reference in %s: %v", references, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			var want expected
			raw, err := os.ReadFile(file)
			if err == nil {
				err = json.Unmarshal(raw, &want)
			}
			if err != nil {
				t.Fatal(err)
			}
			e := open(t, filepath.Join(elections, name+".pb"))
			contest, err := e.Contest()
			if err != nil {
				t.Fatal(err)
			}
			compareTotals(t, e, contest, want)
			compareOutcomes(t, e, contest, want)
			rewrite(t, e)
		})
	}
}

func compareTotals(t *testing.T, e *pabulib.Election, c tally.Contest, want expected) {
	if c.Counts.Ballots != want.Ballots || len(c.Projects) != want.Projects || e.Value("vote_type") != want.VoteType {
		t.Errorf("%d ballots, %d projects, %s", c.Counts.Ballots, len(c.Projects), e.Value("vote_type"))
	}
	same(t, "budget", e.Money(e.Budget), want.Budget)
	if len(want.Totals.Approvals) != len(c.Projects) {
		t.Fatalf("the reference has %d totals", len(want.Totals.Approvals))
	}
	for i, p := range c.Projects {
		if c.Counts.Marked[i] != want.Totals.Approvals[p.ID] {
			t.Errorf("%s is marked %d times, want %d", p.ID, c.Counts.Marked[i], want.Totals.Approvals[p.ID])
		}
		if want.Totals.Score != nil {
			same(t, "score of "+p.ID, e.Points(c.Counts.Votes[i]), want.Totals.Score[p.ID])
		} else if c.Counts.Votes[i] != c.Counts.Marked[i] {
			t.Errorf("%s has %d votes on %d ballots", p.ID, c.Counts.Votes[i], c.Counts.Marked[i])
		}
	}
}

func compareOutcomes(t *testing.T, e *pabulib.Election, c tally.Contest, want expected) {
	for theirs, reference := range want.Outcomes {
		ours, known := rules[theirs]
		if !known {
			t.Errorf("no rule for %s of the reference", theirs)
			continue
		}
		t.Run(theirs, func(t *testing.T) {
			c := c
			c.Options.Whole = ours.whole
			if ours.threshold {
				c.Options.MinVotes = threshold(t, e, want)
			}
			if reference.Step > 0 {
				c.Options.Step = reference.Step * e.MoneyScale
			}
			compareOutcome(t, e, c, ours.name, reference)
		})
	}
	for _, always := range []string{"greedy_stop", "greedy_skip", "greedy_ratio", "mes_cost", "mes_card", "mes_cost_greedy"} {
		if _, ok := want.Outcomes[always]; !ok {
			t.Errorf("the reference has no %s", always)
		}
	}
}

// threshold is that of the file, in the unit of scores.
func threshold(t *testing.T, e *pabulib.Election, want expected) int64 {
	n, ok := e.MinVotes()
	if !ok {
		t.Fatal("the file has no threshold")
	}
	same(t, "threshold", e.Points(n), want.Threshold)
	return n
}

func compareOutcome(t *testing.T, e *pabulib.Election, c tally.Contest, name string, want outcome) {
	out := decide(t, name, c, pabulib.Ladder())
	if got := out.Funded; !sameSet(got, want.Selected) || want.Ordered && !slices.Equal(got, want.Selected) {
		t.Errorf("funds\n%v, want\n%v", out.Funded, want.Selected)
	}
	same(t, "cost", e.Money(out.Spent), want.TotalCost)
	if strings.HasPrefix(name, "greedy") {
		if byNumber := decide(t, name, c, tally.Ladder{Rungs: []tally.Rung{tally.Number}}); !slices.Equal(byNumber.Funded, out.Funded) {
			t.Errorf("by number it funds %v", byNumber.Funded)
		}
	}
	if want.Sensitive == nil {
		return
	}
	decisive := slices.ContainsFunc(out.Ties, func(t tally.Tie) bool { return t.Decisive })
	if *want.Sensitive && !decisive {
		t.Errorf("ties matter, but none is called decisive: %+v", out.Ties)
	}
	other := decide(t, name, reversed(c), tally.Ladder{Rungs: []tally.Rung{tally.Earlier, tally.ID}})
	if changed := !sameSet(other.Funded, out.Funded); changed != *want.Sensitive {
		t.Errorf("the opposite order of ids funds other projects: %v, want %v", changed, *want.Sensitive)
	}
	if want.Reverse != nil && !sameSet(other.Funded, want.Reverse) {
		t.Errorf("in the opposite order of ids it funds\n%v, want\n%v", other.Funded, want.Reverse)
	}
}

func decide(t testing.TB, name string, c tally.Contest, l tally.Ladder) tally.Outcome {
	t.Helper()
	rule, err := tally.RuleNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	out, err := rule.Decide(c, l)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// reversed is the contest with the last id received first.
func reversed(c tally.Contest) tally.Contest {
	c.Projects = slices.Clone(c.Projects)
	for i := range c.Projects {
		c.Projects[i].Received = int64(-i)
	}
	return c
}

func sameSet(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// same compares two written numbers as rationals.
func same(t *testing.T, what, got, want string) {
	t.Helper()
	a, ok1 := new(big.Rat).SetString(got)
	b, ok2 := new(big.Rat).SetString(want)
	if !ok1 || !ok2 || a.Cmp(b) != 0 {
		t.Errorf("%s is %q, want %q", what, got, want)
	}
}

func open(t testing.TB, path string) *pabulib.Election {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	e, err := pabulib.Read(filepath.Base(path), f)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

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
	Outcomes map[string]struct {
		Selected  []string `json:"selected"`
		TotalCost string   `json:"total_cost"`
		Sensitive bool     `json:"tie_sensitive"` // the opposite order of ids funds another set
	} `json:"outcomes"`
}

// rules by the names that the reference has for them.
var rules = map[string]string{"greedy_stop": "greedy-stop", "greedy_skip": "greedy-skip", "greedy_ratio": "greedy-ratio"}

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
	for theirs, ours := range rules {
		reference, ok := want.Outcomes[theirs]
		if !ok {
			t.Errorf("the reference has no %s", theirs)
		}
		rule, err := tally.RuleNamed(ours)
		if err != nil {
			t.Fatal(err)
		}
		out, err := rule.Decide(c, pabulib.Ladder())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(out.Funded, reference.Selected) {
			t.Errorf("%s funds\n%v, want\n%v", ours, out.Funded, reference.Selected)
		}
		same(t, ours+" cost", e.Money(out.Spent), reference.TotalCost)
		decisive := slices.ContainsFunc(out.Ties, func(t tally.Tie) bool { return t.Decisive })
		if reference.Sensitive && !decisive {
			t.Errorf("%s: ties matter, but none is called decisive", ours)
		}
		byNumber, err := rule.Decide(c, tally.Ladder{Rungs: []tally.Rung{tally.Number}})
		if err != nil || !slices.Equal(byNumber.Funded, out.Funded) {
			t.Errorf("%s by number: %v %v", ours, err, byNumber.Funded)
		}
	}
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

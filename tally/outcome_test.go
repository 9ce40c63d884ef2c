package tally_test

// This file pins the canonical form of an outcome: notices and ledgers hold its hash, so it must never change.

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/tally"
)

const (
	goldenOutcome = `{"ballots":7,"budget":100,"funded":["a&b"],"ladder":{"rungs":["earlier","cheaper","draw"],"seed":"2027"},` +
		`"ranking":["a&b","c","d"],"reasons":{"a&b":{"before":100,"code":"funded","cost":60,"rank":1,"score":5},` +
		`"c":{"before":40,"code":"stopped_here","cost":50,"rank":2,"score":5,"short":10},` +
		`"d":{"before":40,"behind":1,"code":"after_stop","cost":9007199254740993,"rank":3,"score":4,"short":9007199254740953,"stopped_by":"c","too_dear":true}},` +
		`"remaining":40,"rule":"greedy-stop","spent":60,` +
		`"ties":[{"between":["earlier"],"by":"earlier","decisive":true,"projects":["a&b","c"],"scores":[5,5]}]}`
	goldenHash = "17296ee8e2d43d0a8edf8a84648150dd0359f9080f4511a99c4f8ae4e43a5eba"
)

func TestCanonical(t *testing.T) {
	c := contest(100,
		project{id: "c", score: 5, cost: 50, received: 2},
		project{id: "a&b", score: 5, cost: 60, received: 1},
		project{id: "d", score: 4, cost: 1<<53 + 1})
	c.Counts.Ballots = 7
	out := decide(t, "greedy-stop", c, tally.Ladder{Rungs: []tally.Rung{tally.Earlier, tally.Cheaper, tally.Draw}, Seed: "2027"})
	if d := cmp.Diff(goldenOutcome, string(out.Canonical())); d != "" {
		t.Error(d)
	}
	if got := out.Hash(); got != goldenHash {
		t.Errorf("hash is %s", got)
	}
	var back tally.Outcome
	if err := json.Unmarshal(out.Canonical(), &back); err != nil || back.Hash() != out.Hash() {
		t.Errorf("read back: %v", err)
	}
}

// TestHashSeesEverything: a changed vote, cost, budget, rule or ladder is a changed hash.
func TestHashSeesEverything(t *testing.T) {
	a, b := project{id: "a", score: 5, cost: 5}, project{id: "b", score: 4, cost: 9}
	seen := map[string]string{}
	see := func(what string, out tally.Outcome) {
		if other, ok := seen[out.Hash()]; ok {
			t.Errorf("%s has the hash of %s", what, other)
		}
		seen[out.Hash()] = what
	}
	see("base", decide(t, "greedy-stop", contest(10, a, b), byID))
	see("rule", decide(t, "greedy-ratio", contest(10, a, b), byID))
	see("ladder", decide(t, "greedy-stop", contest(10, a, b), tally.Ladder{Rungs: []tally.Rung{tally.Number}}))
	see("seed", decide(t, "greedy-stop", contest(10, a, b), usual("1")))
	see("other seed", decide(t, "greedy-stop", contest(10, a, b), usual("2")))
	see("budget", decide(t, "greedy-stop", contest(11, a, b), byID))
	see("vote", decide(t, "greedy-stop", contest(10, a, project{id: "b", score: 3, cost: 9}), byID))
	see("cost", decide(t, "greedy-stop", contest(10, a, project{id: "b", score: 4, cost: 8}), byID))
}

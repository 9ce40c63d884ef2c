package tally_test

// This file tests the ladder and the report of ties.

import (
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"linli/tally"
)

// usual is the ladder of the reference programme.
func usual(seed string) tally.Ladder {
	return tally.Ladder{Rungs: []tally.Rung{tally.Cheaper, tally.Earlier, tally.Draw}, Seed: seed}
}

func TestEachRungDecides(t *testing.T) {
	a := project{id: "10", score: 5, cost: 20, received: 2}
	b := project{id: "9", score: 5, cost: 10, received: 2}
	c := project{id: "8", score: 5, cost: 10, received: 1}
	for _, test := range []struct {
		rungs   []tally.Rung
		want    string
		between []tally.Rung
	}{
		{[]tally.Rung{tally.Cheaper, tally.Earlier, tally.ID}, "8 9 10", []tally.Rung{tally.Earlier, tally.Cheaper}},
		{[]tally.Rung{tally.Earlier, tally.Cheaper, tally.ID}, "8 9 10", []tally.Rung{tally.Earlier, tally.Cheaper}},
		{[]tally.Rung{tally.Number}, "10 9 8", []tally.Rung{tally.Number, tally.Number}},
		{[]tally.Rung{tally.ID}, "10 8 9", []tally.Rung{tally.ID, tally.ID}},
		{[]tally.Rung{tally.Cheaper, tally.Number}, "9 8 10", []tally.Rung{tally.Number, tally.Cheaper}},
	} {
		out := decide(t, "greedy-skip", contest(10, a, b, c), tally.Ladder{Rungs: test.rungs})
		if got := strings.Join(out.Ranking, " "); got != test.want {
			t.Errorf("%v ranks %s, want %s", test.rungs, got, test.want)
		}
		if d := cmp.Diff(test.between, out.Ties[0].Between); d != "" {
			t.Error(test.rungs, d)
		}
	}
}

func TestTieReport(t *testing.T) {
	l := tally.Ladder{Rungs: []tally.Rung{tally.Cheaper, tally.Earlier, tally.ID}}
	out := decide(t, "greedy-stop", contest(25,
		project{id: "a", score: 5, cost: 20, received: 2},
		project{id: "b", score: 5, cost: 10, received: 2},
		project{id: "c", score: 5, cost: 10, received: 1},
		project{id: "d", score: 1, cost: 1}, project{id: "e", score: 1, cost: 1}), l)
	want := []tally.Tie{{
		Projects: []string{"c", "b", "a"}, Scores: []int64{5, 5, 5},
		Between: []tally.Rung{tally.Earlier, tally.Cheaper}, By: tally.Earlier, Decisive: true,
	}, {
		Projects: []string{"d", "e"}, Scores: []int64{1, 1}, Between: []tally.Rung{tally.ID}, By: tally.ID,
	}}
	if d := cmp.Diff(want, out.Ties); d != "" {
		t.Error(d)
	}
}

func TestDrawIsByHashOfSeedAndID(t *testing.T) {
	list := []project{{id: "a", score: 1, cost: 1}, {id: "b", score: 1, cost: 1}, {id: "c", score: 1, cost: 1}}
	lot := func(seed, id string) string {
		sum := sha256.Sum256([]byte(seed + "\x00" + id))
		return string(sum[:])
	}
	orders := map[string]bool{}
	for _, seed := range []string{"2027-06-18 12:00", "s", "春江社区", "4", "5", "6", "7"} {
		want := []string{"a", "b", "c"}
		slices.SortFunc(want, func(x, y string) int { return strings.Compare(lot(seed, x), lot(seed, y)) })
		out := decide(t, "greedy-skip", contest(1, list...), usual(seed))
		if !slices.Equal(out.Ranking, want) || out.Ties[0].By != tally.Draw || out.Ladder.Seed != seed {
			t.Errorf("seed %q: %v, want %v", seed, out.Ranking, want)
		}
		orders[strings.Join(want, "")] = true
	}
	if len(orders) < 2 {
		t.Error("the seed changes nothing")
	}
}

func TestWithdrawnIsInNoTie(t *testing.T) {
	out := decide(t, "greedy-stop", contest(10,
		project{id: "a", score: 5, cost: 99, withdrawn: true}, project{id: "b", score: 5, cost: 5}), byID)
	if len(out.Ties) != 0 || !slices.Equal(out.Funded, []string{"b"}) {
		t.Errorf("%+v", out)
	}
}

func TestLadderRefused(t *testing.T) {
	for _, l := range []tally.Ladder{
		{},
		{Rungs: []tally.Rung{tally.Cheaper}},
		{Rungs: []tally.Rung{"taller", tally.ID}},
		{Rungs: []tally.Rung{tally.ID, tally.ID}},
		usual(""),
	} {
		if _, err := tally.Rules()[0].Decide(contest(1), l); !errors.Is(err, tally.ErrLadder) {
			t.Errorf("%+v: %v", l, err)
		}
	}
}

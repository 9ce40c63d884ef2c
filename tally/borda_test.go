package tally_test

// This file tests how a meeting ranks, by hand and by properties on random cards.

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"linli/tally"
)

func TestBorda(t *testing.T) {
	for _, c := range []struct {
		name  string
		items []int
		cards [][]int
		want  string
	}{
		{"whole cards", []int{1, 2, 3}, [][]int{{1, 2, 3}, {2, 1, 3}, {2, 3, 1}}, "[{2 8 2} {1 6 1} {3 4 0}]"},
		{"a card of one gives one point", []int{1, 2, 3}, [][]int{{1}, {2, 3}}, "[{2 2 1} {1 1 1} {3 1 0}]"},
		{"more first places, then the earlier", []int{4, 5, 6, 7}, [][]int{{5, 4}, {4}, {4}, {6, 7}, {6, 7}}, "[{6 4 2} {4 3 2} {5 2 1} {7 2 0}]"},
		{"no cards", []int{9, 8}, nil, "[{8 0 0} {9 0 0}]"},
	} {
		if got := fmt.Sprint(tally.Borda(c.items, c.cards)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := fmt.Sprint(tally.Hands(map[int]int{7: 3, 2: 3, 5: 9, 1: 0})); got != "[{5 9 0} {2 3 0} {7 3 0} {1 0 0}]" {
		t.Error(got)
	}
}

// Neither the order of the cards nor that of the items matters, the points add up, and moving an item up on a card never
// moves it down in the ranking.
func TestBordaProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n := 1 + random.IntN(8)
		items, cards, sum := random.Perm(n), make([][]int, random.IntN(10)), int64(0)
		for i := range cards {
			cards[i] = random.Perm(n)[:1+random.IntN(n)]
			m := int64(len(cards[i]))
			sum += m * (m + 1) / 2
		}
		got := tally.Borda(items, cards)
		for _, p := range got {
			sum -= p.Points
		}
		if sum != 0 {
			t.Fatalf("%d points too few: %v", sum, got)
		}
		random.Shuffle(len(cards), func(i, j int) { cards[i], cards[j] = cards[j], cards[i] })
		slices.Sort(items)
		if again := tally.Borda(items, cards); !slices.Equal(got, again) {
			t.Fatalf("%v, then %v", got, again)
		}
		if len(cards) > 0 && len(cards[0]) > 1 {
			up := cards[0][1]
			cards[0][0], cards[0][1] = cards[0][1], cards[0][0]
			if place(tally.Borda(items, cards), up) > place(got, up) {
				t.Fatalf("%d fell", up)
			}
		}
	}
}

func place(ranking []tally.Place, item int) int {
	return slices.IndexFunc(ranking, func(p tally.Place) bool { return p.Item == item })
}
